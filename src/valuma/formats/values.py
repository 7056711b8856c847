"""Attribute values: the four types that every format knows, and their text."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError

ValueType = Literal["text", "integer", "number", "yes-no"]

#: Between the items of a list that is written as one text.
SEPARATOR = ";"

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF", re.IGNORECASE)
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def type_of(column: pd.Series[Any]) -> ValueType:
    """Return the type of a column that `canonical` has made.

    Parameters
    ----------
    column : Series
        One column of `NetworkTables`.

    Returns
    -------
    {"text", "integer", "number", "yes-no"}

    Examples
    --------
    >>> type_of(canonical(pd.Series([1, None, 3], dtype=object), "year"))
    'integer'
    """
    if pd.api.types.is_bool_dtype(column.dtype):
        return "yes-no"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "integer"
    if pd.api.types.is_float_dtype(column.dtype):
        return "number"
    return "text"


def typed(values: Sequence[Any], kind: ValueType) -> pd.Series[Any]:
    """Make a column of one type; None is a missing value.

    Parameters
    ----------
    values : sequence
        Python values of that type, or None.
    kind : {"text", "integer", "number", "yes-no"}
        Text becomes objects with ``pd.NA``, integers ``Int64``, numbers ``float64`` with NaN,
        yes-no ``boolean``.

    Returns
    -------
    Series
    """
    if kind == "integer":
        return pd.Series(pd.array(list(values), dtype="Int64"))
    if kind == "yes-no":
        return pd.Series(pd.array(list(values), dtype="boolean"))
    if kind == "number":
        return pd.Series([math.nan if value is None else value for value in values], dtype="float64")
    return pd.Series([pd.NA if value is None else value for value in values], dtype=object)


def canonical(column: pd.Series[Any], where: str) -> pd.Series[Any]:
    """Bring a column into the form that every format can carry and give back.

    Parameters
    ----------
    column : Series
        Anything of booleans, integers, numbers, texts, enums, dates and lists of texts.
    where : str
        Name of the column in an error.

    Returns
    -------
    Series
        ``boolean``, ``Int64``, ``float64`` or objects that are text or ``pd.NA``, on a fresh index.

    Raises
    ------
    ValumaError
        A value has another type, a list item holds the separator, a text has a character that XML 1.0
        cannot carry, or an integer needs more than 64 bits.

    Notes
    -----
    Lists, tuples and sets become text, ``a;b`` (sets sorted); the empty list and the empty text are
    missing. Dates become ISO 8601 text. Integers beside fractions become numbers; any other mixture
    becomes text. Doing this to its own result changes nothing.

    Examples
    --------
    >>> canonical(pd.Series([("economy", "energy"), (), None]), "policy_sectors").tolist()
    ['economy;energy', <NA>, <NA>]
    """
    dtype = column.dtype
    try:
        if pd.api.types.is_bool_dtype(dtype) and not isinstance(dtype, pd.CategoricalDtype):
            return column.astype("boolean").reset_index(drop=True).rename(None)
        if pd.api.types.is_integer_dtype(dtype):
            return column.astype("Int64").reset_index(drop=True).rename(None)
        if pd.api.types.is_float_dtype(dtype):
            return pd.Series(column.to_numpy(dtype="float64", na_value=math.nan).copy())
        values = [_plain(value, where) for value in column.astype(object)]
        kind = _common_type(values)
        if kind == "text":
            values = [_text(value, where) for value in values]
        return typed(values, kind)
    except (OverflowError, TypeError) as error:
        raise ValumaError(f"{where}: an integer needs more than 64 bits") from error


def text_of(value: Any) -> str:
    """Write one value that is not missing, the same way in every format.

    Parameters
    ----------
    value : bool, int, float or str
        A float is written with as many digits as give the same float back.

    Returns
    -------
    str

    Examples
    --------
    >>> text_of(True), text_of(3), text_of(0.1), text_of(2.0), text_of("a")
    ('true', '3', '0.1', '2.0', 'a')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    number = float(value)
    return repr(number) if math.isfinite(number) else ("INF" if number > 0 else "-INF")


def texts_of(column: pd.Series[Any]) -> list[str | None]:
    """Write a whole canonical column; None where a value is missing.

    Parameters
    ----------
    column : Series
        Made by `canonical`.

    Returns
    -------
    list of str or None

    Examples
    --------
    >>> texts_of(canonical(pd.Series([1.5, None]), "weight"))
    ['1.5', None]
    """
    missing = column.isna().to_numpy()
    return [None if gone else text_of(value) for value, gone in zip(column.tolist(), missing, strict=True)]


def parse(text: str, kind: ValueType) -> Any:
    """Read one value that was written by `text_of` or by another program.

    Parameters
    ----------
    text : str
        The text of an element or cell.
    kind : {"text", "integer", "number", "yes-no"}
        What the file says it is.

    Returns
    -------
    bool, int, float, str or None
        None for an empty text and for a number that is "NaN".

    Raises
    ------
    ValueError
        The text is not of that type.

    Examples
    --------
    >>> parse("2020", "integer"), parse("true", "yes-no"), parse("NaN", "number")
    (2020, True, None)
    """
    if kind == "text":
        return text or None
    stripped = text.strip()
    if not stripped or stripped.lower() == "nan":
        return None
    if kind == "yes-no":
        if stripped.lower() not in _BOOLEANS:
            raise ValueError(f"{stripped!r} is neither true nor false")
        return _BOOLEANS[stripped.lower()]
    if kind == "integer":
        if not _INTEGER.fullmatch(stripped):
            raise ValueError(f"{stripped!r} is not a whole number")
        if not _fits(stripped):
            raise ValueError(f"{stripped[:40]} needs more than 64 bits")
        return int(stripped)
    if not _NUMBER.fullmatch(stripped):
        raise ValueError(f"{stripped!r} is not a number")
    return float(stripped)


def guess_type(texts: Iterable[str]) -> ValueType:
    """Return the narrowest type that all texts have; no text at all is text.

    Parameters
    ----------
    texts : iterable of str
        Cells that are not empty.

    Returns
    -------
    {"text", "integer", "number", "yes-no"}

    Notes
    -----
    A leading zero makes a text: codes such as ``091`` are not numbers.

    Examples
    --------
    >>> guess_type(["1", "20"]), guess_type(["1", "2.5"]), guess_type(["091"]), guess_type(["true"])
    ('integer', 'number', 'text', 'yes-no')
    """
    seen = set(texts)
    if not seen:
        return "text"
    if seen <= {"true", "false"}:
        return "yes-no"
    if any(re.match(r"[+-]?0\d", text) for text in seen):
        return "text"
    if all(_INTEGER.fullmatch(text) and _fits(text) for text in seen):
        return "integer"
    return "number" if all(_NUMBER.fullmatch(text) for text in seen) else "text"


def _fits(text: str) -> bool:
    """Say whether a whole number has 64 bits; a long one is not even turned into a number."""
    return len(text) <= 20 and -(2**63) <= int(text) < 2**63


def writable(text: str) -> bool:
    r"""Say whether every character of a text can stand in an XML 1.0 document.

    Examples
    --------
    >>> writable("Åland\t🌊"), writable("a\x00b")
    (True, False)
    """
    return _UNWRITABLE.search(text) is None


def _plain(value: Any, where: str) -> bool | int | float | str | None:
    """One value as a plain Python value; every kind of missing is None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return _joined(value, where)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    raise ValumaError(f"{where}: a value of type {type(value).__name__} cannot be carried by a network file")


def _joined(items: Iterable[Any], where: str) -> str | None:
    ordered = sorted(items, key=str) if isinstance(items, (set, frozenset)) else items
    texts = [text_of(plain) for plain in (_plain(item, where) for item in ordered) if plain is not None]
    for text in texts:
        if SEPARATOR in text:
            raise ValumaError(f"{where}: the list item {text!r} holds {SEPARATOR!r}, which separates the items")
    return SEPARATOR.join(texts) or None


def _common_type(values: Iterable[Any]) -> ValueType:
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return "text"
    if kinds == {bool}:
        return "yes-no"
    if kinds == {int}:
        return "integer"
    return "number" if kinds <= {int, float} else "text"


def _text(value: Any, where: str) -> str | None:
    if value is None:
        return None
    text = text_of(value)
    if not writable(text):
        raise ValumaError(f"{where}: the text {text!r} has a character that network files cannot carry")
    return text
