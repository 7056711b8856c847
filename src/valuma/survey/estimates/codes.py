"""Codes of a variable as text, and what each of them is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Different numbers of a variable without labels that still make a table.
MOST_VALUES = 50


def code_text(code: object) -> str:
    """Return a code as text: whole numbers without decimals, others in full.

    Examples
    --------
    >>> code_text(3.0), code_text(8.25), code_text("A2")
    ('3', '8.25', 'A2')
    """
    if isinstance(code, (int, float)):
        return str(int(code)) if float(code).is_integer() else repr(float(code))
    return str(code)


def coded(survey: Survey, name: str) -> tuple[npt.NDArray[np.int64], list[float | str]]:
    """Return the answers to a variable as positions in its list of codes.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        A variable with labels, or of at most 50 different numbers or texts.

    Returns
    -------
    positions : ndarray of int
        By respondent; -1 where there is no answer.
    codes : list of float or str
        Codes in the order of the codebook, those without answers too; numbers without labels in their order.

    Raises
    ------
    ValumaError
        The variable has too many different values for a table, or holds dates.
    """
    column, variable = survey.answers[survey.codebook[name].name], survey.codebook[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.array(column.cat.codes, dtype=np.int64), list(survey.category_codes(name))
    if pd.api.types.is_datetime64_any_dtype(column):
        raise ValumaError(f"{name} holds dates: there is no table of it")
    factors, values = pd.factorize(column, sort=True)
    if len(values) > MOST_VALUES:
        what = "mean" if variable.kind == "numeric" else "the export of open answers"
        raise ValumaError(f"{name} has {len(values):,} different values, more than {MOST_VALUES}: use {what}")
    return np.array(factors, dtype=np.int64), [value if isinstance(value, str) else float(value) for value in values]


def code_label(survey: Survey, name: str, code: float | str, lang: str | None) -> str:
    """Return what a code is called, in a language or in that of the file."""
    variable = survey.codebook[name]
    if lang is not None and (text := variable.value_texts.get(lang, {}).get(code)):
        return text
    return variable.labels.get(code) or code_text(code)


def variable_text(survey: Survey, name: str, lang: str | None) -> str:
    """Return the question of a variable, in a language or in that of the file."""
    variable = survey.codebook[name]
    return variable.text(lang) if lang is not None else variable.label or variable.name
