"""Cells and codes of one type: numbers where the labels are of numbers, texts where they are of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.survey.codebook import Code, MissingRule, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason

#: Cells of one sort that are named one by one in a remark.
MOST_NAMED = 5
#: First and last moment that an answer may give: the Gregorian calendar, years of four digits.
FIRST, LAST = np.datetime64("1582-10-15", "us"), np.datetime64("9999-12-31T23:59:59.999999", "us")

_Value = TypeVar("_Value")


def aligned(raw: RawSurvey, name: str, report: LoadReport, first: int = 1) -> tuple[pd.Series, Variable]:
    """Return the cells of a variable and its codes, both numbers or both texts.

    Parameters
    ----------
    raw : RawSurvey
        What a reader found; the reason of cells that cannot be read is added to its states.
    name : str
        A variable.
    report : LoadReport
        Grows by what could not be read.
    first : int, default 1
        Number of the first row, for remarks.

    Returns
    -------
    tuple of Series and Variable
        Numbers ``float64``, dates ``datetime64``, other cells texts; codes of the same type.
    """
    cells, variable = raw.values[name], raw.variables[name]
    if cells.dtype.kind == "m":
        cells = cells.dt.total_seconds()
    if cells.dtype.kind == "M":
        cells = (cells.dt.tz_localize(None) if cells.dt.tz is not None else cells).astype("datetime64[us]")
        moments = cells.to_numpy()
        bad = (moments < FIRST) | (moments > LAST)
        return unreadable(raw, name, cells, bad, "an impossible date", report, first), variable
    if pd.api.types.is_numeric_dtype(cells.dtype):
        numbers = cells if cells.dtype == np.float64 else cells.astype(np.float64)
        infinite = np.isinf(numbers.to_numpy())
        return unreadable(raw, name, numbers, infinite, "an infinite number", report, first), with_codes(
            variable, _number
        )
    if variable.labels and not any(isinstance(code, str) for code in variable.labels):
        filled = cells.notna() & (cells != "")
        numbers = pd.to_numeric(cells.where(filled), errors="coerce").astype(np.float64)
        if not (filled & numbers.isna()).any():
            return numbers, with_codes(variable, _number)
    return cells, with_codes(variable, _text)


def unreadable(
    raw: RawSurvey,
    name: str,
    cells: pd.Series,
    bad: npt.NDArray[np.bool_],
    what: str,
    report: LoadReport,
    first: int = 1,
) -> pd.Series:
    """Take out cells that are no answers, give them their reason and name their rows.

    Parameters
    ----------
    raw : RawSurvey
        Its states change.
    name : str
        A variable.
    cells : Series
        Its cells.
    bad : ndarray of bool
        Which of them are no answers.
    what : str
        What each of them is.
    report : LoadReport
        Grows by one warning.
    first : int, default 1
        Number of the first row.

    Returns
    -------
    Series
        The cells without them.
    """
    if not bad.any():
        return cells
    states = raw.states.get(name)
    states = pd.Series(None, index=cells.index, dtype=object) if states is None else states.astype(object)
    raw.states[name] = states.mask(bad, str(Reason.UNREADABLE))
    found = f"{what} in {counted(int(bad.sum()))}"
    report.warning(f"{raw.file}, {name}, {rows_of(bad, first)}", found, "left empty as unreadable")
    return cells.mask(bad)


def rows_of(bad: npt.NDArray[np.bool_], first: int = 1) -> str:
    """Return the numbers of the first rows that are marked.

    Examples
    --------
    >>> rows_of(np.array([False, True, True])), rows_of(np.array([True]), 11)
    ('rows 2, 3', 'row 11')
    """
    places = np.flatnonzero(bad)
    shown = ", ".join(str(first + int(place)) for place in places[:MOST_NAMED])
    return f"row{'s' if len(places) > 1 else ''} {shown}{' …' if len(places) > MOST_NAMED else ''}"


def counted(count: int) -> str:
    """Return a number of cells in words."""
    return f"{count:,} cell{'' if count == 1 else 's'}"


def with_codes(variable: Variable, how: Callable[[Code], Code]) -> Variable:
    """Return a variable with its codes of one type."""
    held = (*variable.labels, *variable.words, *variable.amounts, *(rule.low for rule in variable.missing))
    held += tuple(code for texts in variable.value_texts.values() for code in texts)
    if all(type(how(code)) is type(code) for code in held):
        return variable
    return replace(
        variable,
        labels=_keyed(variable.labels, how),
        words=_keyed(variable.words, how),
        amounts=_keyed(variable.amounts, how),
        value_texts={lang: _keyed(texts, how) for lang, texts in variable.value_texts.items()},
        missing=tuple(_rule(rule, how) for rule in variable.missing),
    )


def _keyed(values: Mapping[Code, _Value], how: Callable[[Code], Code]) -> dict[Code, _Value]:
    return {how(code): value for code, value in values.items()}


def _rule(rule: MissingRule, how: Callable[[Code], Code]) -> MissingRule:
    low, high = how(rule.low), how(rule.high)
    return (
        rule
        if (low, high) == (rule.low, rule.high) and type(low) is type(rule.low)
        else replace(rule, low=low, high=high)
    )


def _number(code: Any) -> Code:
    try:
        return float(code)
    except ValueError:
        return str(code)


def _text(code: Any) -> Code:
    return code if isinstance(code, str) else f"{code:g}"
