"""What a workbook shall hold: sheets with a table each, and its columns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

#: What a cell can be given; None and NaN make it empty.
Value = str | int | float | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True)
class ColumnOut:
    """A column of a table in a workbook.

    Parameters
    ----------
    key : str
        How the program calls it; not written.
    heading : str
        What stands above it.
    width : float, optional
        In characters; by default from the content, 60 at most.
    choices : tuple of str
        Values of a drop-down list; Excel refuses others.
    required : bool, default False
        Heading and cells are shaded.
    comment : str
        Note on the heading.
    locked : bool, default False
        The cells cannot be changed while the sheet is protected; a sheet with such a column is, without a password.
    number_format : str, optional
        As in Excel, for instance ``0.00``; ``@`` keeps what is typed as text, so that 091 stays 091.
    open_choices : bool, default False
        Other values than `choices` may be typed, too.
    """

    key: str
    heading: str
    width: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    comment: str = ""
    locked: bool = False
    number_format: str | None = None
    open_choices: bool = False


@dataclass(frozen=True)
class SheetOut:
    """A sheet of a workbook: lines of text, below them a table.

    Parameters
    ----------
    name : str
        What stands on its tab; see `sheet_names`.
    columns : sequence of ColumnOut
        Of the table; none for a sheet of `notes` only.
    rows : sequence of sequences of Value
        As many values as there are columns.
    notes : sequence of str
        Lines above the table.
    hidden : bool, default False
        The sheet is not shown.
    freeze : bool, default True
        The heading stays in sight, unless more than eight lines stand above it.
    freeze_columns : int, default 0
        Columns that stay in sight, too.
    blank_rows : int, default 0
        Empty rows below the table with its drop-down lists and shades, for what people add.
    title : str
        Line in large letters above everything.
    row_choices : mapping of (int, int) to tuple of str
        Drop-down lists of single cells, by position of the row and the column; other values may be typed, too.
    """

    name: str
    columns: Sequence[ColumnOut]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    hidden: bool = False
    freeze: bool = True
    freeze_columns: int = 0
    blank_rows: int = 0
    title: str = ""
    row_choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def heading_row(self) -> int:
        """Number of rows above the headings: the title, the notes and, below these, an empty one."""
        above = bool(self.title) + len(self.notes)
        return above + 1 if above else 0
