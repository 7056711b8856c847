"""Answers as numbers: ticks, amounts, places on a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, Variable
from valuma.survey.finding.schemes import scheme_of
from valuma.survey.finding.wording import means_no
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Ends of a scale of numbers that no codebook describes.
_BARE_SCALE = (0.0, 4.0)
_NOT_ASKED = frozenset((str(Reason.NOT_SHOWN), str(Reason.NOT_APPLICABLE)))


def block_of(survey: Survey, name: str) -> Block | None:
    """Return the block that a variable belongs to."""
    return next((block for block in survey.blocks if name in block.items), None)


def ticks(survey: Survey, name: str) -> pd.Series | None:
    """Return who ticked an option, or said yes.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        An option of a question with several answers, or a question with yes and no.

    Returns
    -------
    Series of float or None
        1 ticked, 0 not ticked, missing where the question was not answered at all or not asked; None where the
        variable is neither.

    Notes
    -----
    An option that is blank was not ticked where the respondent ticked another option of the same block; it is never
    taken so where the block is blank as a whole.
    """
    codes = survey.codes(name)
    block = block_of(survey, name)
    if block is not None and block.kind == "multiple-dichotomies":
        counted = codes.notna() if block.counted is None else codes == block.counted
        answered = survey.answers[list(block.items)].notna().any(axis=1) & ~survey.why(name).isin(_NOT_ASKED)
        return counted.astype(float).where(answered).rename(name)
    ticked = _said_yes(survey, name)
    return None if ticked is None else (codes == ticked).astype(float).where(codes.notna()).rename(name)


def _said_yes(survey: Survey, name: str) -> Code | None:
    """Return the code that means yes in a question with two answers."""
    variable = survey.codebook[name]
    scheme = scheme_of(survey.answers[name], variable)
    if scheme.sort == "dichotomy":
        return scheme.counted
    if scheme.sort != "category" or len(scheme.codes) != 2:
        return None
    no = [code for code, label in scheme.codes if means_no(label) or label.casefold() in ("n", "0")]
    return next(code for code, _ in scheme.codes if code not in no) if len(no) == 1 else None


def amounts(survey: Survey, name: str) -> pd.Series:
    """Return the amount that each answer stands for.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        A variable of numbers, or with codes.

    Returns
    -------
    Series of float
        Amounts of the codebook, where it gives any for the variable; else the numbers or numeric codes themselves.
        Missing where the answer is, and where a code stands for no amount.
    """
    codes, variable = survey.codes(name), survey.codebook[name]
    if variable.amounts:
        return codes.map(dict(variable.amounts)).astype(float).rename(name)
    if pd.api.types.is_numeric_dtype(codes.dtype):
        return codes.astype(float).rename(name)
    return pd.Series(np.nan, index=codes.index, name=name)


def scaled(survey: Survey, name: str) -> pd.Series:
    """Return the place of each answer on its scale, from 0 (lowest) to 1 (highest).

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        A variable on a scale.

    Returns
    -------
    Series of float
        Missing where the answer is; "cannot say" is missing, never the middle.

    Raises
    ------
    ValumaError
        The scale is not known: texts without an order, one value only, a number beyond the ends.

    Notes
    -----
    The ends are the lowest and highest amount of the codebook, else the lowest and highest code with a label, else
    the first and last answer of an ordered variable; a variable of bare numbers is read as 0 to 4.
    """
    variable = survey.codebook[name]
    values, low, high = _on_scale(survey, variable)
    if not low < high:
        raise ValumaError(f"{name}: a scale of one value ({low:g})")
    beyond = values[(values < low) | (values > high)]
    if len(beyond):
        raise ValumaError(
            f"{name}: the answer {beyond.iloc[0]:g} lies beyond its scale from {low:g} to {high:g}; give the answers "
            "amounts in survey.toml"
        )
    return ((values - low) / (high - low)).rename(name)


def _on_scale(survey: Survey, variable: Variable) -> tuple[pd.Series, float, float]:
    """Return the answers as numbers and the ends of their scale."""
    codes = survey.codes(variable.name)
    if variable.amounts:
        known = [variable.amounts[code] for code in variable.codes if code in variable.amounts]
        ends = known or list(variable.amounts.values())
        return amounts(survey, variable.name), min(ends), max(ends)
    if not pd.api.types.is_numeric_dtype(codes.dtype):
        order = {code: float(place) for place, code in enumerate(variable.codes)}
        if variable.kind != "ordered" or not order:
            raise ValumaError(f"{variable.name}: answers without an order; state the kind 'ordered' or their amounts")
        return codes.map(order).astype(float), 0.0, float(len(order) - 1)
    labelled = [float(code) for code in variable.codes if isinstance(code, (int, float))]
    if len(labelled) > 1:
        return codes.astype(float), min(labelled), max(labelled)
    return codes.astype(float), *_BARE_SCALE
