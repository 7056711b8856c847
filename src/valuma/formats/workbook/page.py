"""One sheet of a workbook as it is written: headings, cells, widths, drop-down lists, notes, protection."""

from __future__ import annotations

import datetime
import math
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.formula_text import safe_text
from valuma.formats.workbook.cell_names import cell_name
from valuma.formats.workbook.tables import ColumnOut, SheetOut
from valuma.schema.problems import ValumaError

#: Lists of choices: the items themselves, or the range of the sheet where they stand.
Choices = dict[tuple[str, ...], list[str] | str]

#: Fill and text of headings and of columns that must be filled; the contrast of each pair is above 7 : 1.
HEADING_FILL, REQUIRED_FILL, REQUIRED_CELL_FILL, INK, QUIET_INK = "#DCE6EC", "#F7DFA6", "#FFF8E5", "#1B1B1B", "#4A4A4A"

_RULE = "#D5D5D5"
_LONGEST_TEXT = 32_767
_NARROWEST, _WIDEST = 9.0, 60.0
_MOST_FROZEN = 9
_FIRST_DAY = datetime.date(1900, 3, 1)
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_COMMENT_WIDTH, _LINE_HEIGHT, _COMMENT_LETTERS = 300, 16, 46
_ROW_HEIGHT, _HIGHEST_ROW = 15, 409
_PAGE_WIDTH = 100
_LARGEST_WHOLE = 2**53
_ALLOWED = (
    "select_locked_cells", "select_unlocked_cells", "format_cells", "format_columns", "format_rows",
    "insert_rows", "sort", "autofilter",
)  # fmt: skip


class Styles:
    """Formats of a workbook, each made once.

    Parameters
    ----------
    book : xlsxwriter.Workbook
        The workbook.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Return the format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_color": INK, **properties})
        return self._made[key]

    def heading(self, column: ColumnOut, *, number: bool) -> Any:
        """Return the format of the heading of a column, which stands as its numbers or texts do."""
        fill = REQUIRED_FILL if column.required else HEADING_FILL
        shape = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": INK}
        return self.get(bold=True, bg_color=fill, **shape, **_placed(number))

    def cell(
        self, column: ColumnOut, number_format: str | None = None, *, number: bool = False, row: bool = True
    ) -> Any:
        """Return the format of a cell; the number format of the column goes before that of the value.

        Parameters
        ----------
        column : ColumnOut
            Its column.
        number_format : str, optional
            Of the value.
        number : bool, default False
            The value is a number.
        row : bool, default True
            The cell belongs to a row of the table; other cells of the column are not shaded.
        """
        properties: dict[str, Any] = {"text_wrap": True, "valign": "top", "locked": column.locked, **_placed(number)}
        wanted = column.number_format or number_format
        if wanted:
            properties["num_format"] = wanted
        if row:
            properties |= {"bottom": 1, "bottom_color": _RULE}
        if column.required and row:
            properties |= {"bg_color": REQUIRED_CELL_FILL, "border": 1, "border_color": _RULE}
        return self.get(**properties)


def _placed(number: bool) -> dict[str, Any]:
    # The arrow of the filter lies over the right end of a heading.
    return {"align": "right", "indent": 2} if number else {"align": "left", "indent": 1}


def write_page(page: Any, sheet: SheetOut, styles: Styles, lists: Choices, author: str) -> None:
    """Write one sheet.

    Parameters
    ----------
    page : xlsxwriter worksheet
        Empty.
    sheet : SheetOut
        What shall stand on it.
    styles : Styles
        Formats of the workbook.
    lists : dict
        Where the lists of choices stand.
    author : str
        Of the notes on headings.

    Raises
    ------
    ValumaError
        A text is too long for a cell.
    """
    _write_lines(page, sheet, styles)
    if not sheet.columns:
        page.set_column(0, 0, _PAGE_WIDTH)
        for row, line in enumerate(sheet.notes, start=bool(sheet.title)):
            if (lines := _lines(line, _PAGE_WIDTH - 2)) > 1:
                page.set_row(row, min(lines * _ROW_HEIGHT, _HIGHEST_ROW))
        return
    columns = [[_plain(row[position]) for row in sheet.rows] for position in range(len(sheet.columns))]
    widths = [_width(column, values) for column, values in zip(sheet.columns, columns, strict=True)]
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, widths[position], styles.cell(column, row=False))
        _write_column(page, sheet, position, columns[position], styles, author)
        _add_choices(page, sheet, position, lists)
    _set_heights(page, sheet, columns, widths)
    _finish(page, sheet)


def _write_column(
    page: Any, sheet: SheetOut, position: int, values: Sequence[Any], styles: Styles, author: str
) -> None:
    column, top = sheet.columns[position], sheet.heading_row
    number = all(_is_number(value) for value in values if value is not None) and any(map(_is_number, values))
    page.write_string(top, position, safe_text(column.heading), styles.heading(column, number=number))
    _write_comment(page, top, position, column.comment, author)
    for row, value in enumerate(values, start=top + 1):
        _write_cell(page, row, position, value, column, styles)
    first_blank = top + 1 + len(values)
    for row in range(first_blank, first_blank + sheet.blank_rows):
        page.write_blank(row, position, None, styles.cell(column))


def _set_heights(page: Any, sheet: SheetOut, columns: Sequence[Sequence[Any]], widths: Sequence[float]) -> None:
    """Make room for texts of several lines; Excel does it by itself, LibreOffice trusts what the file says."""
    needed = [max(_lines(column.heading, width - 4) for column, width in zip(sheet.columns, widths, strict=True))]
    for k in range(len(sheet.rows)):
        texts = ((values[k], width) for values, width in zip(columns, widths, strict=True))
        needed.append(max(_lines(text, width - 2) for text, width in texts))
    for row, lines in enumerate(needed, start=sheet.heading_row):
        if lines > 1:
            page.set_row(row, min(lines * _ROW_HEIGHT, _HIGHEST_ROW))


def _lines(value: Any, width: float) -> int:
    """Return how many lines a text takes in a column, rather one too many."""
    if not isinstance(value, str) or (len(value) <= width and "\n" not in value):
        return 1
    return sum(max(len(textwrap.wrap(line, max(int(width), 4))), 1) for line in value.split("\n"))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _write_lines(page: Any, sheet: SheetOut, styles: Styles) -> None:
    if sheet.title:
        page.write_string(0, 0, safe_text(sheet.title), styles.get(bold=True, font_size=14))
    # Beside a table the lines run over its columns; alone they are read as a page.
    wrap = {} if sheet.columns else {"text_wrap": True, "valign": "top"}
    for row, line in enumerate(sheet.notes, start=bool(sheet.title)):
        _check_length(line, page.get_name(), row, 0)
        page.write_string(row, 0, safe_text(line), styles.get(font_color=QUIET_INK, **wrap))


def _plain(value: Any) -> Any:
    """Return a value as Python has it; None for what is missing."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime.datetime):
        # A moment with a time zone, or before the calendar of Excel begins, would become another one.
        return value if value.tzinfo is None and value.date() >= _FIRST_DAY else value.isoformat()
    if isinstance(value, datetime.date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return str(value)
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def _write_cell(page: Any, row: int, position: int, value: Any, column: ColumnOut, styles: Styles) -> None:
    if value is None or value == "":
        page.write_blank(row, position, None, styles.cell(column))
    elif isinstance(value, bool):
        page.write_boolean(row, position, value, styles.cell(column))
    elif isinstance(value, datetime.date):
        kind = _MOMENT if isinstance(value, datetime.datetime) else _DATE
        page.write_datetime(row, position, value, styles.cell(column, kind))
    elif _is_number(value):
        page.write_number(row, position, value, styles.cell(column, number=True))
    else:
        _check_length(value, page.get_name(), row, position)
        page.write_string(row, position, safe_text(value), styles.cell(column))


def _check_length(text: str, sheet: str, row: int, position: int) -> None:
    if len(text.encode("utf-16-le")) // 2 >= _LONGEST_TEXT:
        raise ValumaError(
            f"sheet {sheet!r}, cell {cell_name(row + 1, position + 1)}: {len(text):,} characters; "
            f"a cell of Excel takes fewer than {_LONGEST_TEXT:,}"
        )


def _width(column: ColumnOut, values: Sequence[Any]) -> float:
    if column.width is not None:
        return column.width
    heading = max((len(word) for word in column.heading.split()), default=0)
    longest = max((len(line) for value in values if value is not None for line in str(value).split("\n")), default=0)
    offered = max((len(choice) for choice in column.choices), default=0)
    # Bold letters and the arrow of the filter need more room than the words.
    return min(max(heading + 4.0, longest + 2.0, offered + 4.0, _NARROWEST), _WIDEST)


def _write_comment(page: Any, row: int, position: int, text: str, author: str) -> None:
    if not text:
        return
    lines = sum(max(len(textwrap.wrap(line, _COMMENT_LETTERS)), 1) for line in text.split("\n"))
    size = {"width": _COMMENT_WIDTH, "height": (lines + 1) * _LINE_HEIGHT}
    page.write_comment(row, position, text, {"author": author, "font_size": 9, "color": "#FFFFF0", **size})


def _add_choices(page: Any, sheet: SheetOut, position: int, lists: Choices) -> None:
    column = sheet.columns[position]
    rows = len(sheet.rows) + sheet.blank_rows
    for (row, place), choices in sheet.row_choices.items():
        if place == position:
            own = {"validate": "list", "source": lists[choices], "show_error": False}
            page.data_validation(sheet.heading_row + 1 + row, position, sheet.heading_row + 1 + row, position, own)
    if not column.choices or not rows:
        return
    options = {"validate": "list", "source": lists[column.choices], "show_error": not column.open_choices}
    first = sheet.heading_row + 1
    page.data_validation(first, position, first + rows - 1, position, options)


def _finish(page: Any, sheet: SheetOut) -> None:
    """Set what holds for the whole sheet: filter, frozen heading, paper, protection."""
    top, last = sheet.heading_row, len(sheet.columns) - 1
    page.autofilter(top, 0, top + max(len(sheet.rows) + sheet.blank_rows, 1), last)
    if sheet.freeze and top < _MOST_FROZEN:
        page.freeze_panes(top + 1, sheet.freeze_columns)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    if any(column.locked for column in sheet.columns):
        page.protect("", dict.fromkeys(_ALLOWED, True))
