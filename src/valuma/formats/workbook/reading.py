"""Spreadsheets that people fill in: Excel workbooks and CSV files as sheets of cells."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from valuma.formats.guards import read_bytes, unusable
from valuma.formats.workbook.cell_names import cell_name
from valuma.formats.workbook.cells import read_sheets
from valuma.formats.workbook.delimited import split_text
from valuma.formats.workbook.kind import kind_of
from valuma.formats.workbook.limits import WorkbookLimits
from valuma.schema.problems import Problems, ValumaError, nearest

#: What a cell can hold; times of day and durations are text.
Cell = str | int | float | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True)
class Sheet:
    """Cells of one sheet, from its first row with content to its last.

    Parameters
    ----------
    name : str
        What stands on its tab; the name of the file without suffix for a CSV file.
    rows : list of list of Cell
        All rows of one length, from column A on; an empty cell is None. Cells of a CSV file are text.
    hidden : bool, default False
        The sheet is hidden in Excel.
    first_row : int, default 1
        Number of ``rows[0]`` in the sheet, or its line in a CSV file.
    kind : {"workbook", "text"}
        Where it comes from.
    lines : sequence of int
        Of a CSV file, the line on which each row begins.

    Examples
    --------
    >>> sheet = Sheet("Jäsenet", [["Nimi", "Vuosi"], ["Oulu", 2016]], first_row=3)
    >>> sheet.place(1, 1)
    'B4'
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    first_row: int = 1
    kind: Literal["workbook", "text"] = "workbook"
    lines: Sequence[int] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def row_number(self, row_index: int) -> int:
        """Return the number of a row as Excel shows it, or the line of a CSV file on which it begins."""
        return self.lines[row_index] if self.lines else self.first_row + row_index

    def place(self, row_index: int, column_index: int) -> str:
        """Return the name of a cell of `rows`, such as ``B7``; of a CSV file the number is the line."""
        return cell_name(self.row_number(row_index), column_index + 1)

    def __repr__(self) -> str:
        hidden = ", hidden" if self.hidden else ""
        return f"<Sheet {self.name!r}: {len(self.rows)} rows, {self.width} columns{hidden}>"


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, and what should be known about them.

    Parameters
    ----------
    file : str
        Name of the file.
    sheets : tuple of Sheet
        In the order of the tabs, also hidden and empty ones; charts are left out.
    notes : Problems
        What was accepted on the way (notes) and what deserves a look (warnings). Never errors.
    """

    file: str
    sheets: tuple[Sheet, ...]
    notes: Problems = field(default_factory=Problems)

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of a name; small and capital letters do not matter.

        Raises
        ------
        ValumaError
            There is no such sheet.
        """
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        hint = nearest(name, [sheet.name for sheet in self.sheets])
        raise ValumaError(f"{self.file} has no sheet {name!r}" + (f": {hint}" if hint else ""))

    def __repr__(self) -> str:
        return f"<Workbook {self.file}: {', '.join(repr(sheet.name) for sheet in self.sheets)}>"


def read_workbook(path: str | os.PathLike[str], *, limits: WorkbookLimits | None = None) -> Workbook:
    r"""Read an Excel workbook or a CSV file; which of them it is, its content decides.

    Parameters
    ----------
    path : path
        An ``.xlsx`` or ``.xlsm`` workbook, or text with delimiters (``.csv``, ``.txt``, ``.tsv``): UTF-8 or
        Windows-1252, with semicolons, commas, tabs or upright lines between the cells.
    limits : WorkbookLimits, optional
        Greatest sizes.

    Returns
    -------
    Workbook

    Raises
    ------
    StudyError
        The file is of another kind, protected by a password, damaged, hostile or too large, or has formulas that
        were never calculated; the error says what to do.

    Notes
    -----
    * Numbers stay numbers, whole ones become ``int``; a number with a date format becomes a date, without one it
      stays a number. Times of day and durations become text. A text of white space only is an empty cell.
    * A formula is read as the value that was stored with it; an error such as ``#N/A`` is an empty cell and a
      warning. Every cell of a merged range holds its value, as far as the used area of the sheet reaches.
    * Hidden sheets, rows and columns are read, and noted.
    * Memory and time grow with rows × columns of the used area, which is measured before anything is built: about
      three seconds for 100 000 rows of five columns.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "list.csv"
    >>> _ = path.write_text("Jäsen;Kunta\nKuntaliitto;Helsinki\n", encoding="utf-8")
    >>> read_workbook(path).sheet("list").rows
    [['Jäsen', 'Kunta'], ['Kuntaliitto', 'Helsinki']]
    """
    path, limits = Path(path), limits or WorkbookLimits()
    data = read_bytes(path, limit=limits.packed)
    problems = Problems()
    if kind_of(data, path.name, path.suffix.lower()) == "text":
        sheets: tuple[Sheet, ...] = (_text_sheet(data, path, limits, problems),)
    else:
        found = read_sheets(data, path.name, limits, problems)
        sheets = tuple(Sheet(one.name, one.rows, one.hidden, one.first_row) for one in found)
    _look_for_lock(path, problems)
    return Workbook(path.name, sheets, problems)


def _text_sheet(data: bytes, path: Path, limits: WorkbookLimits, problems: Problems) -> Sheet:
    texts, lines = split_text(data, path.name, problems)
    used = [k for k, row in enumerate(texts) if any(cell and not cell.isspace() for cell in row)]
    if not used:
        return Sheet(path.stem, [], kind="text")
    texts, lines = texts[used[0] : used[-1] + 1], lines[used[0] : used[-1] + 1]
    width = max(k + 1 for row in texts for k, cell in enumerate(row) if cell and not cell.isspace())
    if width * len(texts) > limits.cells:
        raise unusable(path.name, f"{len(texts):,} rows of up to {width:,} cells", f"at most {limits.cells:,} cells")
    rows: list[list[Cell]] = []
    for row in texts:
        cells: list[Cell] = [cell if cell and not cell.isspace() else None for cell in row[:width]]
        rows.append(cells + [None] * (width - len(cells)))
    return Sheet(path.stem, rows, False, lines[0], "text", lines)


def _look_for_lock(path: Path, problems: Problems) -> None:
    """Warn where Excel or LibreOffice has the file open: what is on the screen may not be saved."""
    for program, lock in (("Excel", f"~${path.name}"), ("LibreOffice", f".~lock.{path.name}#")):
        if path.with_name(lock).exists():
            found = f"its lock file {lock}: it is open in {program}"
            problems.warning(path.name, found, "a closed file", hint="what was last saved is read; save it first")
