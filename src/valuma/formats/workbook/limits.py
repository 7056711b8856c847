"""How large a workbook may be, and numbers in it that are not to be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from valuma.formats.guards import unusable

_MOST_ANNOUNCED = 20_000_000


#: Characters of one cell; Excel itself holds no more.
CELL_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a workbook may be.

    Parameters
    ----------
    packed : int, default 200 million
        Bytes of the file.
    unpacked : int, default 1 GiB
        Bytes of all its parts.
    elements : int, default 60 million
        XML elements of all sheets: a row, an empty cell, a value are one each. 1 048 576 rows of 50 empty styled
        cells pass.
    cells : int, default 20 million
        Rows × columns of the used areas of all sheets, from column A on.
    text : int, default 500 million
        Characters of all cells, a text counted as often as it is used.
    """

    packed: int = 200_000_000
    unpacked: int = 2**30
    elements: int = 60_000_000
    cells: int = 20_000_000
    text: int = 500_000_000


def refuse_counts(attributes: Mapping[str, str], file: str) -> None:
    """Refuse an element that announces more items than a workbook can have: memory would be reserved for them.

    Parameters
    ----------
    attributes : mapping of str to str
        Of an element.
    file : str
        How it is named in problems.

    Raises
    ------
    StudyError
        ``count`` or ``uniqueCount`` is no number or too large.

    Examples
    --------
    >>> refuse_counts({"count": "99999999999"}, "list.xlsx")
    Traceback (most recent call last):
    ...
    valuma.schema.problems.StudyError: list.xlsx cannot be read: 1 error
    error: list.xlsx: found count '99999999999'; expected at most 20,000,000 (open it in Excel and save it anew)
    """
    for name in ("count", "uniqueCount"):
        text = attributes.get(name, "")
        if text and not (text == "0" or 0 < whole_number(text) <= _MOST_ANNOUNCED):
            hint = "open it in Excel and save it anew"
            raise unusable(file, f"{name} {text[:20]!r}", f"at most {_MOST_ANNOUNCED:,}", hint=hint)


def whole_number(text: str) -> int:
    """Return a number that is not negative, 0 for what is none.

    Parameters
    ----------
    text : str
        At most nine digits.

    Returns
    -------
    int

    Examples
    --------
    >>> whole_number("12"), whole_number("-1"), whole_number("")
    (12, 0, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
