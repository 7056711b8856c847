"""Answers of several respondents, gathered by the organisation they answer for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from valuma.survey.people import ATTRIBUTIONS

_KEY = ["organisation", "target"]
_COLUMNS = [*_KEY, "value", "low", "high", "n_answers", "standard_error", "attribution", "item"]


@dataclass(frozen=True, eq=False)
class Told:
    """What one variable tells of one target, or of one for each respondent.

    Parameters
    ----------
    item : str
        Variable.
    target : object
        Theme, network and role, or partner; a series where each respondent names another.
    values : Series of float
        By respondent; missing where nothing is told.
    """

    item: str
    target: object
    values: pd.Series


def joined(rows: pd.DataFrame) -> pd.DataFrame:
    """Average several items on the same target within each respondent.

    Parameters
    ----------
    rows : DataFrame
        ``respondent``, ``organisation``, ``target``, ``value``, ``item``, ``openness``.
    """
    if not rows.duplicated(["respondent", *_KEY]).any():
        return rows
    groups = rows.groupby(["respondent", *_KEY], sort=False)
    return groups.agg(value=("value", "mean"), item=("item", _names), openness=("openness", "min")).reset_index()


def gathered(rows: pd.DataFrame, *, any_of: bool = False, errors: bool = False) -> pd.DataFrame:
    """Gather respondents by organisation.

    Parameters
    ----------
    rows : DataFrame
        As in `joined`; one row a respondent and target, or several where anyone's word is enough.
    any_of : bool
        One answer is enough: the greatest value counts. Otherwise the mean, with the lowest and highest answer.
    errors : bool
        Whether a mean of several respondents has a standard error.

    Returns
    -------
    DataFrame
        ``organisation``, ``target``, ``value``, ``low``, ``high``, ``n_answers`` (respondents), ``standard_error``,
        ``attribution`` (the closest of the answers behind it) and ``item``, sorted.
    """
    if not len(rows):
        return pd.DataFrame({name: pd.Series(dtype=object) for name in _COLUMNS})
    groups = rows.groupby(_KEY, sort=True)
    frame = groups.agg(
        value=("value", "max" if any_of else "mean"),
        low=("value", "min"),
        high=("value", "max"),
        n_answers=("respondent", "nunique"),
        standard_error=("value", _error),
        openness=("openness", "min"),
        item=("item", _names),
    ).reset_index()
    several = (frame["n_answers"] > 1) & (not any_of)
    frame["low"], frame["high"] = frame["low"].where(several), frame["high"].where(several)
    frame["standard_error"] = frame["standard_error"].where(several & errors)
    frame["attribution"] = [ATTRIBUTIONS[int(place)] for place in frame.pop("openness")]
    return frame[_COLUMNS]


def _error(values: pd.Series) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else np.nan


def _names(items: pd.Series) -> str:
    return ";".join(dict.fromkeys(items))
