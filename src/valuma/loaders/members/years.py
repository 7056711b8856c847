"""Years in cells of member lists: years, dates, dates that a spreadsheet shows as numbers, spans in words."""

from __future__ import annotations

import datetime
import re
from typing import Any

from valuma.schema.contract import FIRST_YEAR, LAST_YEAR

#: Day 0 of the dates of spreadsheets, and the numbers that are taken for dates: 1954 to 2064.
_DAY_0 = datetime.date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 20_000, 60_000

_NOTHING = ("", "-", "–", "—", "?", "n/a", "na", "ei tiedossa", "okänt", "okänd", "unknown")
_WORDS = re.compile(
    r"\b(?:vuodesta|vuonna|vuoteen|alkaen|lähtien|asti|saakka|v|från|fr|o|och|med|sedan|till|t|m|år|since|from|until|"
    r"to|year|in)\b\.?",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:\d{1,2}[./]\s?)?(?:\d{1,2}[./]\s?)?(?P<year>\d{4})(?:\.0)?|"
    r"(?P<iso>\d{4})-\d{1,2}(?:-\d{1,2})?(?:[ T]00:00:00)?"
)
#: A span whose last year has two digits; with a hyphen, 01 to 12 are months.
_SHORT = re.compile(r"(?P<first>\d{4})\s?(?:[–—/]\s?(?P<any>\d\d)|-(?P<late>1[3-9]|[2-9]\d))")
_SPAN = re.compile(r"\s*(?:–|—|→|\.\.\.?|\s-\s|(?<=\d{4})-(?=\s*(?:\d{1,2}[./]|\d{4}|$))|^-(?=\d))\s*")

Years = tuple[int | None, int | None]


def years_of(cell: Any) -> Years | None:
    """Return the first and the last year that a cell names.

    Parameters
    ----------
    cell : object
        Cell of a column with years, dates or spans of them.

    Returns
    -------
    tuple of int or None, or None
        First and last year; a single year is the first one. None where the cell is not understood.

    Examples
    --------
    >>> years_of("1.3.2015"), years_of("2015–2019"), years_of(42064), years_of("vuodesta 2015"), years_of("-2019")
    ((2015, None), (2015, 2019), (2015, None), (2015, None), (None, 2019))
    >>> years_of("2020-21"), years_of("2015-03")
    ((2020, 2021), (2015, None))
    >>> years_of("kevät 15") is None
    True
    """
    if cell is None:
        return None, None
    if isinstance(cell, datetime.date):
        return _year(cell.year)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return _of_number(float(cell))
    text = str(cell).strip()
    if text.casefold() in _NOTHING:
        return None, None
    if re.fullmatch(r"\d{5}(?:[.,]0+)?", text):
        return _of_number(float(text[:5]))
    bare = " ".join(_WORDS.sub(" ", text).split())
    short = _SHORT.fullmatch(bare)
    if short:
        bare = f"{short['first']}–{short['first'][:2]}{short['any'] or short['late']}"
    parts = _SPAN.split(bare)
    years = [_of_text(part) for part in parts]
    if len(parts) == 1 and years[0] is not None:
        return years[0], None
    if (
        len(parts) == 2
        and any(years)
        and all(year or not part.strip() for year, part in zip(years, parts, strict=True))
    ):
        first, last = years
        return None if first and last and last < first else (first, last)
    return None


def _of_number(value: float) -> Years | None:
    if _FIRST_DAY <= value <= _LAST_DAY:
        return _year((_DAY_0 + datetime.timedelta(days=int(value))).year)
    return _year(int(value)) if value.is_integer() else None


def _of_text(text: str) -> int | None:
    match = _ONE.fullmatch(text.strip())
    found = None if match is None else _year(int(match["year"] or match["iso"]))
    return None if found is None else found[0]


def _year(year: int) -> Years | None:
    return (year, None) if FIRST_YEAR <= year <= LAST_YEAR else None
