"""Values of the cells of an Excel workbook, by python-calamine, after the guards have passed it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from valuma.formats.guards import unusable
from valuma.formats.workbook.cell_names import cell_name, column_letters
from valuma.formats.workbook.limits import WorkbookLimits
from valuma.formats.workbook.package import Package, SheetPart, open_package
from valuma.formats.workbook.scan import SheetScan, scan_sheet
from valuma.schema.problems import Problem, Problems, StudyError

_LARGEST_WHOLE = 2.0**53


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one sheet, without empty rows and columns at its end.

    Parameters
    ----------
    name : str
        What stands on its tab.
    rows : list of list
        Values from column A on, all rows of one length.
    hidden : bool
        The sheet is hidden.
    first_row : int
        Number of the first row.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool
    first_row: int


def read_sheets(data: bytes, file: str, limits: WorkbookLimits, problems: Problems) -> list[Cells]:
    """Read all sheets of a workbook.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.
    limits : WorkbookLimits
        Greatest sizes.
    problems : Problems
        Grows by notes and warnings.

    Returns
    -------
    list of Cells

    Raises
    ------
    StudyError
        As `valuma.formats.workbook.read_workbook`.
    """
    package = open_package(data, file, limits)
    _note_package(package, file, problems)
    scans = _scan(package, file, limits)
    _refuse_uncalculated(scans, file)
    formulas = sum(scan.formulas.count for _, scan in scans)
    if package.recalculates and formulas:
        found = f"{_counted(formulas, 'formula')} that the program which wrote the file did not calculate"
        problems.warning(file, found, "values", hint="the stored values may be wrong; open it in Excel and save it")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_read(book, part, scan, file, problems) for part, scan in scans]
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(file, str(error)) from error
    except BaseException as error:
        # A panic of the library below is no Exception, so that nobody takes it for one by accident.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, str(error)) from error


def _damaged(file: str, found: str) -> StudyError:
    return unusable(file, found, "an undamaged workbook", hint="open it in Excel and save it anew as .xlsx")


def _scan(package: Package, file: str, limits: WorkbookLimits) -> list[tuple[SheetPart, SheetScan]]:
    """Go through all sheets; the limits hold for all of them together."""
    scans, left = [], limits
    for part in package.sheets:
        if not part.part:
            continue
        scan = scan_sheet(package.archive.chunks(part.part), _place(file, part), package.texts, left)
        left = replace(
            left, elements=left.elements - scan.elements, cells=left.cells - scan.area, text=left.text - scan.text
        )
        scans.append((part, scan))
    return scans


def _place(file: str, part: SheetPart) -> str:
    return f"{file}, sheet {part.name!r}"


def _refuse_uncalculated(scans: Sequence[tuple[SheetPart, SheetScan]], file: str) -> None:
    problems = Problems()
    for part, scan in scans:
        if scan.uncalculated.count:
            problems.error(
                _place(file, part),
                f"{_counted(scan.uncalculated.count, 'formula')} without a stored value: {scan.uncalculated.named()}",
                "values",
                hint="open the workbook in Excel, let it calculate and save it",
            )
    problems.raise_if_errors(f"{file} cannot be read")


def _read(book: CalamineWorkbook, part: SheetPart, scan: SheetScan, file: str, problems: Problems) -> Cells:
    empty = Cells(part.name, [], part.hidden, 1)
    if not scan.values:
        return empty
    sheet = book.get_sheet_by_name(part.name)
    start = sheet.start
    if start is None:
        return empty
    left: list[Any] = [None] * start[1]
    rows = [left + [_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    filled = _fill_merged(rows, start[0] + 1, scan)
    _note_sheet(part, scan, filled, _place(file, part), problems)
    used = [k for k, row in enumerate(rows) if any(cell is not None for cell in row)]
    if not used:
        return empty
    rows = rows[used[0] : used[-1] + 1]
    width = max(_width(row) for row in rows)
    return Cells(part.name, [row[:width] for row in rows], part.hidden, start[0] + 1 + used[0])


def _width(row: Sequence[Any]) -> int:
    return next((k + 1 for k in range(len(row) - 1, -1, -1) if row[k] is not None), 0)


def _value(cell: Any) -> Any:
    """Return a cell as this library holds it."""
    if isinstance(cell, str):
        return None if not cell or cell.isspace() else cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) <= _LARGEST_WHOLE else cell
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell) if isinstance(cell, datetime.time) else cell


def _fill_merged(rows: list[list[Any]], first_row: int, scan: SheetScan) -> list[tuple[int, int, int, int]]:
    """Repeat the value of each merged range over it, as far as the rows reach; return the ranges that were filled."""
    filled = []
    left = sum(len(row) for row in rows)
    for top, first, bottom, last in scan.merged:
        row, width = top - first_row, len(rows[0]) if rows else 0
        if not 0 <= row < len(rows) or first > width or rows[row][first - 1] is None:
            continue
        value = rows[row][first - 1]
        bottom, last = min(bottom, first_row + len(rows) - 1), min(last, width)
        left -= (bottom - top + 1) * (last - first + 1)
        # Ranges that lie over each other exist in hostile files only; they would be filled again and again.
        if left < 0:
            break
        for cells in rows[row : bottom - first_row + 1]:
            cells[first - 1 : last] = [value] * (last - first + 1)
        filled.append((top, first, bottom, last))
    return filled


def _note_package(package: Package, file: str, problems: Problems) -> None:
    if package.macros:
        problems.note(file, "macros", "a workbook without them", hint="accepted; they are not run")
    if package.external_links:
        found = "links to other workbooks"
        problems.note(file, found, "values", hint="the values stored in this workbook are read; nothing is fetched")
    charts = [part.name for part in package.sheets if not part.part]
    if charts:
        problems.note(file, f"sheets without cells: {_quoted(charts)}", "sheets of cells", hint="passed over")
    hidden = [part.name for part in package.sheets if part.part and part.hidden]
    if hidden:
        problems.note(file, f"hidden sheets: {_quoted(hidden)}", "sheets that are shown", hint="read like the others")


def _note_sheet(
    part: SheetPart, scan: SheetScan, merged: Sequence[tuple[int, int, int, int]], file: str, problems: Problems
) -> None:
    if scan.formulas.count:
        found = f"{_counted(scan.formulas.count, 'formula')}: {scan.formulas.named()}"
        problems.note(file, found, "values", hint="the value stored with each is read")
    if scan.errors.count:

        def problem(k: int) -> Problem:
            cell, text = scan.errors.cells[k]
            column, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            return Problem("warning", file, text, "a value", row, column, "an error of Excel; read as an empty cell")

        problems.several(scan.errors.count, problem, "cells")
    if merged:
        names = [f"{cell_name(top, first)}:{cell_name(bottom, last)}" for top, first, bottom, last in merged[:5]]
        found = f"merged cells: {', '.join(names)}" + (" …" if len(merged) > 5 else "")
        problems.note(file, found, "a value in every cell", hint="the value is repeated over each range")
    _note_hidden(scan, file, problems)


def _note_hidden(scan: SheetScan, file: str, problems: Problems) -> None:
    if scan.hidden_rows:
        found = f"{_counted(scan.hidden_rows, 'hidden row')}, by a filter perhaps"
        problems.note(file, found, "rows that are shown", hint="read like the others")
    columns = [column_letters(k - 1) for k in _columns(scan.hidden_columns, scan.last_column)]
    if columns:
        found = f"hidden columns: {', '.join(columns[:5])}" + (" …" if len(columns) > 5 else "")
        problems.note(file, found, "columns that are shown", hint="read like the others")


def _columns(ranges: Iterable[tuple[int, int]], last: int) -> list[int]:
    hidden = bytearray(last + 1)
    for first, end in ranges:
        first, end = max(first, 1), min(end, last)
        hidden[first : end + 1] = b"\1" * (end + 1 - first)
    return [k for k in range(1, last + 1) if hidden[k]]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
