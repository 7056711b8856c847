"""Names of spreadsheet cells and ranges: B7, A1:C1."""

from __future__ import annotations

import functools
import re

#: Rows and columns that a sheet of Excel can have.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_letters(index: int) -> str:
    """Return the letters above a column.

    Parameters
    ----------
    index : int
        0 for the first column.

    Returns
    -------
    str

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell.

    Parameters
    ----------
    row, column : int
        Counted from 1.

    Returns
    -------
    str

    Examples
    --------
    >>> cell_name(7, 2)
    'B7'
    """
    return f"{column_letters(column - 1)}{row}"


def cell_position(name: str) -> tuple[int, int]:
    """Return row and column of a cell.

    Parameters
    ----------
    name : str
        Letters and digits; dollar signs are passed over.

    Returns
    -------
    row, column : int
        Counted from 1.

    Raises
    ------
    ValueError
        This is no name of a cell that a sheet can have.

    Examples
    --------
    >>> cell_position("B7"), cell_position("$XFD$1048576")
    ((7, 2), (1048576, 16384))
    """
    match = _CELL.fullmatch(name)
    if match is None:
        raise ValueError(f"no cell {name!r}")
    row, column = int(match[2]), _column(match[1])
    if not 1 <= row <= MOST_ROWS or column > MOST_COLUMNS:
        raise ValueError(f"no cell {name!r}")
    return row, column


@functools.lru_cache(maxsize=MOST_COLUMNS)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def range_corners(name: str) -> tuple[int, int, int, int]:
    """Return the corners of a range of cells.

    Parameters
    ----------
    name : str
        Two cells with a colon, or one cell.

    Returns
    -------
    first row, first column, last row, last column : int
        Counted from 1.

    Raises
    ------
    ValueError
        This is no range.

    Examples
    --------
    >>> range_corners("A1:C2"), range_corners("B7")
    ((1, 1, 2, 3), (7, 2, 7, 2))
    """
    first, _, last = name.partition(":")
    row, column = cell_position(first)
    other_row, other_column = cell_position(last or first)
    return min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column)
