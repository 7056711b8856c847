"""Columns that hold something else than the codebook states: words of options to codes, texts to numbers and dates."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.aligning import rows_of
from valuma.loaders.survey_files.date_cells import date
from valuma.loaders.survey_files.number_cells import SHARE, DecimalSign, count_numbers, number, sign_of_file
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.survey.codebook import Code, Variable
from valuma.survey.reasons import Reason


def plain_text(text: str) -> str:
    """Return the words of an answer without differences of case, spaces and composed letters.

    Examples
    --------
    >>> plain_text("  Samaa   MIELTA\u0308") == plain_text("samaa mieltä")
    True
    """
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def codes_by_text(variable: Variable) -> dict[str, Code]:
    """Return the code of each option by its words in every language (`plain_text`), where the codes are numbers.

    Examples
    --------
    >>> codes_by_text(Variable("q1", "", "category", {1.0: "No", 2.0: "Yes"}))
    {'no': 1.0, 'yes': 2.0, '1': 1.0, '2': 2.0}
    """
    if any(isinstance(code, str) for code in variable.labels):
        return {}
    found: dict[str, Code] = {}
    for texts in (variable.labels, *variable.value_texts.values()):
        for code, label in texts.items():
            if label:
                found.setdefault(plain_text(label), code)
    for code in variable.labels:
        found.setdefault(f"{code:.15g}", code)
    return found


def mostly_stated(column: pd.Series, by_text: Mapping[str, Code]) -> bool:
    """Say whether at least 95 % of the cells of a column of texts are options or numbers."""
    if column.dtype.kind in "fiubM":
        return True
    cells = _counts(column)
    good = sum(n for text, n in cells.items() if plain_text(text) in by_text or _number(text, ".") is not None)
    return good >= SHARE * sum(cells.values())


def read_as_stated(raw: RawSurvey, variable: Variable, by_text: Mapping[str, Code], *, stated: bool) -> None:
    """Turn a column into what the codebook states that it is.

    Parameters
    ----------
    raw : RawSurvey
        Its ``values``, ``states`` and ``report`` change.
    variable : Variable
        As the codebook states it.
    by_text : mapping of str to code
        Code of each answer option by its words (`plain_text`); empty where there are no options.
    stated : bool
        Whether the codebook states the kind, so that texts are read as numbers or dates.

    Notes
    -----
    A cell that is not what was stated becomes missing as ``unreadable``; the report counts such cells and names the
    rows of the first, never their words, which may be personal. Where the codes are numbers, any number is read: one
    without a label stays what it is.
    """
    column = raw.values[variable.name]
    holds_text = column.dtype.kind not in "fiubM"
    if variable.kind == "text":
        if stated and column.dtype.kind in "fiu":
            raw.values[variable.name] = column.map(lambda cell: f"{cell:.15g}", na_action="ignore").astype("str")
        return
    if not holds_text:
        return
    if variable.kind == "date":
        if stated:
            _convert(raw, variable.name, _date, "datetime64[s]", "a date")
        return
    sign = _sign(column) if by_text or variable.kind == "numeric" else "."
    if by_text:
        numbers = all(isinstance(code, float) for code in by_text.values())
        free = variable.kind == "numeric"

        def code_of(text: str) -> Any:
            found = by_text.get(plain_text(text))
            if found is None and numbers:
                return _number(text, sign)
            return found

        expected = "a number or one of the options" if free else "one of the options"
        _convert(raw, variable.name, code_of, "float64" if numbers else "str", expected)
    elif variable.kind == "numeric" and stated:
        _convert(raw, variable.name, lambda text: _number(text, sign), "float64", "a number")


def _convert(raw: RawSurvey, name: str, read: Callable[[str], Any], dtype: str, expected: str) -> None:
    """Read every different text of a column once; say what could not be read."""
    column = raw.values[name]
    places, texts = pd.factorize(column, use_na_sentinel=True)
    blank = np.array([not str(text).strip() for text in texts], dtype=bool)
    read_texts = [None if empty else read(str(text)) for text, empty in zip(texts, blank, strict=True)]
    bad = np.array([value is None for value in read_texts], dtype=bool) & ~blank
    values = pd.Series([*read_texts, None], dtype="object")
    filled = values.iloc[np.where(places < 0, len(read_texts), places)].set_axis(column.index)
    raw.values[name] = filled.astype(np.dtype(dtype) if dtype != "str" else pd.StringDtype(na_value=np.nan))
    unreadable = pd.Series(np.append(bad, False)[places], index=column.index)
    if not unreadable.any():
        return
    state = raw.states.get(name, pd.Series(None, index=column.index, dtype="object")).astype("object")
    raw.states[name] = state.mask(unreadable, str(Reason.UNREADABLE))
    cells = int(unreadable.sum())
    raw.report.warning(
        f"{raw.file}, {name}, {rows_of(unreadable.to_numpy())}",
        f"{cells} {'cell' if cells == 1 else 'cells'} where the codebook expects {expected}",
        "left empty as unreadable",
    )


def _sign(column: pd.Series) -> DecimalSign:
    """Return the decimal sign of a column of texts; a point where it shows none."""
    return sign_of_file([count_numbers(_counts(column))]) or "."


def _counts(column: pd.Series) -> dict[str, int]:
    """Return how often each text of a column occurs, without blanks."""
    counts = column.dropna().astype(str).str.strip().value_counts()
    return {str(text): int(n) for text, n in counts.items() if text != ""}


def _number(text: str, sign: DecimalSign) -> float | None:
    found = number(text, sign)
    return number(text, "." if sign == "," else ",") if found is None else found


def _date(text: str) -> dt.datetime | None:
    plain = text.strip()
    return date(plain, "iso") or date(plain, "day.month")
