"""One cell, one value: what a text or a Python value means in a column of a contract."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from valuma.schema.contract import Column, ValueKind, words_of
from valuma.schema.problems import nearest
from valuma.schema.vocabularies import NOT_APPLICABLE

Value = str | int | float | bool | tuple[str, ...] | None

_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FINNISH_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
#: Whole numbers beyond it have no place in a column of 64 bits.
_LARGEST_WHOLE = 2**63 - 1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES_WORDS = {"true": "yes", "kyllä": "yes", "ja": "yes", "y": "yes", "x": "yes", "1": "yes"}
_NO_WORDS = {"false": "no", "ei": "no", "nej": "no", "n": "no", "0": "no"}


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that does not belong where it stands."""

    found: str
    expected: str
    hint: str = ""


def is_missing(value: object) -> bool:
    """Whether a value stands for "unknown": None, NaN, NA, NaT or blank text.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing("  "), is_missing("none"), is_missing(0)
    (True, True, False, False)
    """
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, (tuple, list, set, frozenset)):
        return not value
    if isinstance(value, numbers.Real):
        return math.isnan(value)
    return type(value).__name__ in ("NAType", "NaTType")


def parse_cell(column: Column, value: object) -> Value | Bad:
    """Read one cell or one Python value as the column's contract says.

    Parameters
    ----------
    column : Column
        Kind, vocabulary, range and pattern of the column.
    value : object
        Text of a cell, or a Python value of the right kind.

    Returns
    -------
    value or Bad
        ``str`` for text, identifiers and dates, ``int`` for integers and years, ``float`` for numbers,
        ``bool`` for yes/no, a tuple of words for lists, None for a cell that is empty (unknown); `Bad`
        where the value cannot stand here. Whether a required cell is filled and a reference is met is
        not checked.

    Examples
    --------
    >>> from valuma.schema.tables import TABLES
    >>> parse_cell(TABLES["actors"]["level"], "locl")
    Bad(found="'locl'", expected='a word of the vocabulary level', hint="did you mean 'local'?")
    >>> parse_cell(TABLES["actors"]["policy_sectors"], "land-use; housing")
    ('land-use', 'housing')
    >>> parse_cell(TABLES["memberships"]["year_from"], "2010")
    2010
    """
    if is_missing(value):
        return None
    return _READERS[column.kind](column, value)


def _clean(value: str) -> str:
    return value.strip() if value.isascii() else unicodedata.normalize("NFC", value.strip())


def _text(column: Column, value: object) -> str | Bad:
    if not isinstance(value, str):
        return Bad(repr(value), "text")
    text = _clean(value)
    if _CONTROL.search(text):
        return Bad(repr(text), "text without control characters")
    if column.vocabulary is not None:
        return text if text in column.choices else _not_a_word(column, text)
    if column.pattern and text not in column.special and not re.fullmatch(column.pattern, text):
        return Bad(repr(text), column.form, _hint_for_pattern(column, text))
    return text


def _not_a_word(column: Column, text: str) -> Bad:
    assert column.vocabulary is not None
    expected = f"a word of the vocabulary {words_of(column.vocabulary)}"
    return Bad(repr(text), expected, nearest(text, column.choices))


def _hint_for_pattern(column: Column, text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    candidates = (
        text.zfill(2),
        text.zfill(3),
        text.upper(),
        re.sub(r"[^a-z0-9]+", "-", plain).strip("-"),
    )
    for candidate in candidates:
        if candidate != text and re.fullmatch(column.pattern, candidate):
            reason = " (a spreadsheet drops leading zeros)" if candidate.endswith(text) and text.isdigit() else ""
            return f"did you mean {candidate!r}?{reason}"
    return ""


def _integer(column: Column, value: object) -> int | Bad:
    what = "a year" if column.kind == "year" else "a whole number"
    expected = what + _range(column)
    if isinstance(value, bool) or not isinstance(value, (str, numbers.Real)):
        return Bad(repr(value), expected)
    if isinstance(value, str):
        text = _clean(value)
        if not _INTEGER.fullmatch(text):
            return Bad(repr(text), expected, _hint_for_integer(text))
        number = int(text)
    else:
        if not float(value).is_integer():
            return Bad(repr(float(value)), expected)
        number = int(float(value))
    if abs(number) > _LARGEST_WHOLE:
        return Bad("a number of more than 18 digits", expected)
    return number if _inside(column, number) else Bad(f"'{number}'", expected)


def _hint_for_integer(text: str) -> str:
    squeezed = re.sub(r"[\s\u00a0\u202f]", "", text)
    if _INTEGER.fullmatch(squeezed):
        return f"did you mean {squeezed!r}?"
    match = re.fullmatch(r"([+-]?\d+)[.,]0*", squeezed)
    if match:
        return f"did you mean {match.group(1)!r}?"
    date = _FINNISH_DATE.fullmatch(squeezed) or re.fullmatch(r"()()(\d{4})-\d{2}(?:-\d{2})?", squeezed)
    return f"did you mean {date.group(3)!r}?" if date else ""


def _number(column: Column, value: object) -> float | Bad:
    expected = "a number" + _range(column)
    if isinstance(value, bool) or not isinstance(value, (str, numbers.Real)):
        return Bad(repr(value), expected)
    if isinstance(value, str):
        text = _clean(value)
        if not _NUMBER.fullmatch(text):
            swapped = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
            hint = f"did you mean {swapped!r}?" if _NUMBER.fullmatch(swapped) else ""
            return Bad(repr(text), expected, hint)
        number = float(text)
    else:
        number = float(value)
    if math.isinf(number):
        return Bad(repr(number), expected)
    return number if _inside(column, number) else Bad(f"'{number:g}'", expected)


def _yes_no(column: Column, value: object) -> bool | Bad:
    if type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    text = _clean(value) if isinstance(value, str) else str(value)
    if text in ("yes", "no"):
        return text == "yes"
    word = _YES_WORDS.get(text.casefold()) or _NO_WORDS.get(text.casefold()) or text.casefold()
    hint = f"did you mean '{word}'?" if word in ("yes", "no") else ""
    return Bad(repr(text), "yes or no", hint)


def _date(column: Column, value: object) -> str | Bad:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = _clean(value) if isinstance(value, str) else str(value)
    if _is_date(text):
        return text
    hint = ""
    match = _FINNISH_DATE.fullmatch(text)
    if match:
        day, month, year = (int(part) for part in match.groups())
        proposal = f"{year:04d}-{month:02d}-{day:02d}"
        hint = f"did you mean {proposal!r}?" if _is_date(proposal) else ""
    return Bad(repr(text), "a date as YYYY-MM-DD, YYYY-MM or YYYY", hint)


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = match.groups(default="01")
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _list(column: Column, value: object) -> tuple[str, ...] | Bad | None:
    if isinstance(value, str):
        parts: Iterable[object] = value.split(";")
    elif isinstance(value, (tuple, list)):
        parts = value
    elif isinstance(value, (set, frozenset)):
        parts = sorted(value, key=str)
    else:
        return Bad(repr(value), "a list of words")
    words: list[str] = []
    for part in parts:
        word = _text(column, part)
        if isinstance(word, Bad):
            return word
        if word:
            words.append(word)
    repeated = sorted({word for word in words if words.count(word) > 1})
    if repeated:
        return Bad(f"{repeated[0]!r} twice", "every word once")
    if NOT_APPLICABLE in words and len(words) > 1:
        return Bad(repr("; ".join(words)), f"words, or {NOT_APPLICABLE} alone")
    return tuple(words) or None


def _range(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f" from {column.low:g} to {column.high:g}"
    if column.low is not None:
        return f" of at least {column.low:g}"
    return "" if column.high is None else f" of at most {column.high:g}"


def _inside(column: Column, number: float) -> bool:
    return (column.low is None or number >= column.low) and (column.high is None or number <= column.high)


_READERS: dict[ValueKind, Callable[[Column, object], Value | Bad]] = {
    "text": _text,
    "id": _text,
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "yes-no": _yes_no,
    "date": _date,
    "list": _list,
}
