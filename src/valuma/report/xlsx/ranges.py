"""Printed cells that hold more than one number, or a number and words → columns of numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from valuma.report.xlsx.sheet import Cell, Column, Content, as_number
from valuma.texts import message

#: What a cell can give: one number, the ends of a range, out of how many, and what is said of it in words.
_PARTS = ("number", "low", "high", "of-low", "of-high", "remark")
_KNOWN = "\0"
#: Columns of references, in which 1–16 is no range of numbers.
_REFERENCES = ("sources", "source_id")


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers of one printed cell.

    Parameters
    ----------
    number : Cell, optional
        The one number of the cell.
    low, high : Cell, optional
        Ends of its range; both the number itself where there is no doubt about it.
    of_low, of_high : Cell, optional
        Out of how many, at least and at most.
    remark : str
        What the cell says beside its numbers.
    """

    number: Cell | None = None
    low: Cell | None = None
    high: Cell | None = None
    of_low: Cell | None = None
    of_high: Cell | None = None
    remark: str = ""

    def get(self, part: str) -> Content:
        """Return one part by its name."""
        found: Content = getattr(self, part.replace("-", "_"))
        return found or None


def parts(text: str, lang: str) -> Parts | None:
    """Read the numbers of a printed cell.

    Parameters
    ----------
    text : str
        What is printed: a number, a year, a range, one number out of another, a number of the known members.
    lang : {"fi", "sv", "en"}
        Language it is printed in.

    Returns
    -------
    Parts or None
        None for words.

    Examples
    --------
    >>> found = parts("20–31%", "en")
    >>> found.low, found.high
    (Cell(value=0.2, form='0%'), Cell(value=0.31, form='0%'))
    >>> found = parts("15/27–31", "en")
    >>> found.number.value, found.of_low.value, found.of_high.value
    (15, 27, 31)
    >>> parts("15 towns", "en") is None
    True
    """
    known = message("brief-known-part", lang, value=_KNOWN).partition(_KNOWN)
    if text.startswith(known[0]) and text.endswith(known[2]):
        inner = _one(text[len(known[0]) : len(text) - len(known[2])], lang)
        if inner is not None:
            return Parts(number=inner, remark=message("tables-known-only", lang))
    if "/" in text:
        first, _, rest = text.partition("/")
        return _out_of(first, rest, lang)
    if (one := _one(text, lang)) is not None:
        return Parts(number=one, low=one, high=one)
    ends = _ends(text, lang)
    return None if ends is None else Parts(low=ends[0], high=ends[1])


def as_year(text: str) -> Cell | None:
    """Return a year as a whole number, None for anything else.

    Examples
    --------
    >>> as_year("2014"), as_year("2014-05")
    (Cell(value=2014, form='0'), None)
    """
    return Cell(int(text), "0") if re.fullmatch(r"(1[89]|20)\d\d", text) else None


def beside(
    key: str, heading: str, printed: Sequence[str], lang: str
) -> tuple[list[Column], list[tuple[Content, ...]]] | None:
    """Return the columns of numbers that stand beside a printed column.

    Parameters
    ----------
    key, heading : str
        Name and heading of the printed column.
    printed : sequence of str
        Its cells.
    lang : {"fi", "sv", "en"}
        Language of heading and cells.

    Returns
    -------
    tuple of columns and rows, or None
        Only the parts that some cell has; None where no cell holds a number.
    """
    if key in _REFERENCES:
        return None
    found = [parts(text, lang) or Parts() for text in printed]
    numbers = any(one.number is not None for one in found)
    ranges = any(one.low is not None and one.number is None for one in found)
    wanted = {
        "number": numbers,
        "low": ranges,
        "high": ranges,
        **{part: any(one.get(part) is not None for one in found) for part in _PARTS[3:]},
    }
    chosen = [part for part in _PARTS if wanted[part]]
    if not chosen:
        return None
    columns = [
        Column(f"{key}:{part}", message(f"tables-part-{part}", lang, heading=heading), f"{key}: {part}")
        for part in chosen
    ]
    empty = Cell(None)
    rows = [tuple(one.get(part) or (None if part == "remark" else empty) for part in chosen) for one in found]
    return columns, rows


def _one(text: str, lang: str) -> Cell | None:
    """Read a single number; four digits without a mark between them are a year."""
    return as_year(text) or as_number(text, lang)


def _ends(text: str, lang: str) -> tuple[Cell, Cell] | None:
    """Read a range; the sign of a percentage stands once, behind its upper end."""
    low, dash, high = text.partition("–")
    low, high = low.strip(), high.strip()
    if not dash:
        return None
    sign = re.search(r"[\s\u00a0\u202f]*%$", high)
    first, last = _one(low + (sign[0] if sign else ""), lang), _one(high, lang)
    if first is None or last is None or _value(first) > _value(last):
        return None
    return first, last


def _value(cell: Cell) -> float:
    return 0.0 if cell.value is None else cell.value


def _out_of(first: str, rest: str, lang: str) -> Parts | None:
    """Read one number out of another, of a range, of more than a number, or of nobody knows how many."""
    number = as_number(first.strip(), lang)
    rest = rest.strip()
    if number is None:
        return None
    if rest == "?":
        return Parts(number=number, remark=message("tables-of-unknown", lang))
    if (ends := _ends(rest, lang)) is not None:
        return Parts(number=number, of_low=ends[0], of_high=ends[1])
    if (whole := as_number(rest, lang)) is not None:
        return Parts(number=number, of_low=whole, of_high=whole)
    more = re.fullmatch(r"(?:>|[^\W\d]+(?:\s[^\W\d]+)?)\s*(\S+)", rest)
    least = as_number(more[1], lang) if more else None
    if more is None or least is None:
        return None
    return Parts(number=number, of_low=least, remark=message("tables-of-more", lang, n=more[1]))
