"""Cells that are numbers: one decimal sign a file, thousands told from decimals, codes such as 01 left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

#: Share of the cells that must be numbers for a column to be one of numbers.
SHARE = 0.95
#: Digits that a number can have without losing any of them.
MOST_DIGITS = 15

DecimalSign = Literal[",", "."]

_SPACES = " \u00a0\u202f\u2009'’"
_WHOLE = re.compile(r"[+-]?\d+")
_GROUPED = re.compile(rf"[+-]?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+")
_COMMA = re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:[{_SPACES}.]\d{{3}})+),\d+")
_POINT = re.compile(rf"[+-]?(?:\d*|\d{{1,3}}(?:[{_SPACES},]\d{{3}})+)\.\d+")
_POWER = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
#: 1,234 and 1.234: a decimal sign or one of thousands.
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_THOUSANDS: Mapping[str, re.Pattern[str]] = {
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+"),
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+"),
}
_CODE = re.compile(r"[+-]?0\d")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the cells of one column are, as far as numbers go.

    Parameters
    ----------
    cells : int
        Cells with content.
    whole, comma, point : int
        Whole numbers; numbers with a decimal comma; with a decimal point.
    either_comma, either_point : int
        Of these, those that may be thousands as well (1,234).
    thousands_comma, thousands_point : int
        Cells that have more than one group of thousands divided by a comma, by a point.
    codes : int
        Numbers with a leading zero, as codes and identifiers have.
    long : int
        Numbers of more digits than can be kept.
    """

    cells: int = 0
    whole: int = 0
    comma: int = 0
    point: int = 0
    either_comma: int = 0
    either_point: int = 0
    thousands_comma: int = 0
    thousands_point: int = 0
    codes: int = 0
    long: int = 0

    @property
    def numbers(self) -> int:
        """Cells that are a number of any style."""
        return self.whole + self.comma + self.point + self.thousands_comma + self.thousands_point

    def sign(self) -> DecimalSign | None:
        """Return the decimal sign that the column shows beyond doubt; None where it shows none or both."""
        comma = self.comma - self.either_comma + self.thousands_point > 0
        point = self.point - self.either_point + self.thousands_comma > 0
        return None if comma == point else "," if comma else "."


def count_numbers(texts: Mapping[str, int]) -> Numbers:
    """Say how many cells of a column are numbers, and of which style.

    Parameters
    ----------
    texts : mapping of str to int
        How often each text occurs in the column; texts are stripped and not empty.

    Returns
    -------
    Numbers

    Examples
    --------
    >>> found = count_numbers({"1 234,5": 1, "12": 2, "01": 1})
    >>> found.cells, found.whole, found.comma, found.codes
    (4, 3, 1, 1)
    """
    whole = comma = point = either_comma = either_point = by_comma = by_point = codes = long = 0
    for text, n in texts.items():
        text = text.replace("−", "-")
        if not any(character.isdigit() for character in text):
            continue
        doubtful = n if _EITHER.fullmatch(text) else 0
        if _WHOLE.fullmatch(text) or _GROUPED.fullmatch(text):
            whole += n
        elif _COMMA.fullmatch(text) or (_POWER.fullmatch(text) and "," in text):
            comma += n
            either_comma += doubtful
        elif _POINT.fullmatch(text) or _POWER.fullmatch(text):
            point += n
            either_point += doubtful
        elif _THOUSANDS["."].fullmatch(text):
            by_comma += n
        elif _THOUSANDS[","].fullmatch(text):
            by_point += n
        else:
            continue
        codes += n if _CODE.match(text) else 0
        long += n if sum(map(str.isdigit, text)) > MOST_DIGITS and _WHOLE.fullmatch(text) else 0
    found = (whole, comma, point, either_comma, either_point, by_comma, by_point, codes, long)
    return Numbers(sum(texts.values()), *found)


def sign_of_file(columns: Iterable[Numbers]) -> DecimalSign | None:
    """Return the decimal sign of a file: the one that most of its columns show beyond doubt.

    Examples
    --------
    >>> sign_of_file([count_numbers({"1,5": 3}), count_numbers({"1.234": 2})])
    ','
    """
    found = list(columns)
    signs = [sign for sign in (column.sign() for column in found) if sign]
    if not signs:
        # Nothing but numbers such as 1,234: a decimal comma, as in Finland.
        return "," if any(0 < column.comma >= SHARE * column.cells - column.whole for column in found) else None
    return "," if 2 * signs.count(",") >= len(signs) else "."


def number(text: str, sign: DecimalSign) -> float | None:
    """Read one number.

    Parameters
    ----------
    text : str
        A cell.
    sign : {",", "."}
        The decimal sign of the file; the other one can divide thousands only.

    Returns
    -------
    float or None
        None for what is no number of this style.

    Examples
    --------
    >>> number("1.234,5", ","), number("1.5", ","), number("1.234", ","), number("1.234", ".")
    (1234.5, None, 1234.0, 1.234)
    """
    plain = text.strip().replace("−", "-")
    if _GROUPED.fullmatch(plain) or (_COMMA if sign == "," else _POINT).fullmatch(plain):
        plain = "".join(c for c in plain if c not in _SPACES and c != ("." if sign == "," else ","))
    elif _THOUSANDS[sign].fullmatch(plain):
        plain = plain.replace("." if sign == "," else ",", "")
    elif not _WHOLE.fullmatch(plain) and not (_POWER.fullmatch(plain) and ("." if sign == "," else ",") not in plain):
        return None
    value = float(plain.replace(",", "."))
    return value if abs(value) != float("inf") else None
