"""Sheets → the bytes of an Excel workbook, the same for the same sheets."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from valuma.formats.formula_text import safe_text
from valuma.formats.office_package import fixed_package, packed
from valuma.report.xlsx.sheet import Cell, Column, Content, Line, Link, Sheet

_ACCENT, _INK, _QUIET, _TINT, _YELLOW = "#0B4A63", "#17242B", "#4B5A62", "#EEF4F6", "#FFE45C"
_HEAD: Mapping[str, Any] = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": _ACCENT,
    "text_wrap": True,
    "valign": "top",
    "border": 1,
    "border_color": _ACCENT,
    "align": "left",
    "indent": 1,
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 15, "font_color": _ACCENT},
    "heading": {"bold": True, "font_size": 12, "font_color": _ACCENT},
    "banner": {"bold": True, "bg_color": _YELLOW},
    "quiet": {"font_color": _QUIET},
    "link": {"font_color": _ACCENT, "underline": 1},
    "link-cell": {"font_color": _ACCENT, "underline": 1, "align": "left", "indent": 1},
    "cell": {"align": "left", "indent": 1},
    "right": {"align": "right"},
    "wrapped": {"align": "left", "indent": 1, "text_wrap": True},
    "cut": {"align": "fill"},
    "head": _HEAD,
    "head-right": {**_HEAD, "align": "right", "indent": 0},
}
_HEIGHTS = {"title": 24, "heading": 22}
_LEAST, _LINE, _PAD = 8, 13.0, 6.0
#: A longer cell is not broken into lines; it can be read in the line above the sheet.
_BROKEN = 320
#: Rows that may stay in view over a table; more would leave too little of a small screen to scroll in.
_FROZEN = 8
#: Rows of a table that fit a printed page; a longer one repeats its headings.
_PAGE = 40
_FIXED = datetime.datetime(1980, 1, 1)
_CORE = "docProps/core.xml"


def book_bytes(sheets: Sequence[Sheet], *, title: str, lang: str, properties: Mapping[str, str]) -> bytes:
    """Write sheets as an Excel workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
        In their order; the first one is shown.
    title, lang : str
        Title and language of the file.
    properties : mapping of str to str
        Further properties of the file as XlsxWriter names them.

    Returns
    -------
    bytes
        Texts are never taken for formulas; one that starts like a formula has an apostrophe in front.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        },
    )
    book.set_properties({"title": title, "author": "valuma", "created": _FIXED, **properties})
    writer = _Writer(book)
    for sheet in sheets:
        writer.add(sheet)
    book.close()
    return _in_language(fixed_package(target.getvalue()), lang)


def _in_language(data: bytes, lang: str) -> bytes:
    """Say the language of the file, which XlsxWriter cannot."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    end = b"</cp:coreProperties>"
    parts[_CORE] = parts[_CORE].replace(end, f"<dc:language>{escape(lang)}</dc:language>".encode() + end)
    return packed(parts)


class _Writer:
    """Writes one sheet after another."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[str, str], Any] = {}
        self._tables = 0

    def form(self, look: str, number: str = "") -> Any:
        """Return a cell format, made once."""
        if (look, number) not in self._formats:
            settings = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "top", **_LOOKS[look]}
            self._formats[look, number] = self.book.add_format(settings | ({"num_format": number} if number else {}))
        return self._formats[look, number]

    def add(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.hide_gridlines(2)
        row = self._lines(page, 0, sheet.above)
        if sheet.columns:
            row = self._table(page, row, sheet)
        self._lines(page, row + bool(sheet.below), sheet.below)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&L&8&A&R&8&P / &N")

    def _lines(self, page: Any, row: int, lines: Sequence[Line]) -> int:
        for line in lines:
            if line.look in _HEIGHTS:
                page.set_row(row, _HEIGHTS[line.look])
            for column, cell in enumerate(line.cells):
                self._write(page, row, column, cell, line.look)
            row += 1
        return row

    def _table(self, page: Any, row: int, sheet: Sheet) -> int:
        rows = sheet.rows or ((None,) * len(sheet.columns),)
        headings = _unlike([column.heading for column in sheet.columns], sheet.columns)
        widths = [
            _width(heading, cells, column)
            for heading, cells, column in zip(headings, zip(*rows, strict=True), sheet.columns, strict=True)
        ]
        self._tables += 1
        page.add_table(
            row,
            0,
            row + len(rows),
            len(headings) - 1,
            {
                "name": f"table_{self._tables}",
                "style": "Table Style Light 1",
                "banded_rows": False,
                "columns": [
                    {"header": heading, "header_format": self.form("head-right" if numbers or column.right else "head")}
                    for heading, numbers, column in zip(
                        headings, map(_all_numbers, zip(*rows, strict=True)), sheet.columns, strict=True
                    )
                ],
            },
        )
        most = max(_lines_of(heading, wide) for heading, wide in zip(headings, widths, strict=True))
        page.set_row(row, _LINE * most + _PAD)
        for index, (column, wide) in enumerate(zip(sheet.columns, widths, strict=True)):
            page.set_column(index, index, wide)
            if column.comment:
                page.write_comment(row, index, column.comment, {"author": "valuma", "x_scale": 2, "font_size": 9})
        for down, cells in enumerate(rows, start=row + 1):
            broken = [
                len(_shown(cell)) // (column.widest - 4) + 1
                for cell, column in zip(cells, sheet.columns, strict=True)
                if _look(cell, column) == "wrapped"
            ]
            if broken:
                page.set_row(down, _LINE * max(broken) + 2)
            for index, cell in enumerate(cells):
                self._write(page, down, index, cell, _look(cell, sheet.columns[index]))
        if row < _FROZEN:
            page.freeze_panes(row + 1, 1 if len(headings) > 3 else 0)
        if len(rows) > _PAGE:
            page.repeat_rows(row)
        return row + len(rows) + 1

    def _write(self, page: Any, row: int, column: int, cell: Content, look: str) -> None:
        if isinstance(cell, Cell):
            if cell.value is not None:
                page.write_number(row, column, cell.value, self.form(look, cell.form))
        elif isinstance(cell, Link):
            self._link(page, row, column, cell, "link" if look == "plain" else "link-cell")
        elif cell:
            page.write_string(row, column, safe_text(cell), self.form(look))

    def _link(self, page: Any, row: int, column: int, link: Link, look: str) -> None:
        if link.sheet:
            place = f"internal:'{link.sheet.replace(chr(39), chr(39) * 2)}'!A{link.row}"
        elif link.address.startswith(("https://", "http://")) and len(link.address) < 2000:
            place = link.address
        else:
            page.write_string(row, column, safe_text(link.words), self.form("plain"))
            return
        page.write_url(row, column, place, self.form(look), safe_text(link.words))


def _all_numbers(cells: Sequence[Content]) -> bool:
    return all(isinstance(cell, Cell) for cell in cells)


def _look(cell: Content, column: Column) -> str:
    """Return how a cell of a table is set: broken into lines where it is long, cut at its edge where it is endless."""
    if isinstance(cell, Cell):
        return "plain"
    size = len(_shown(cell))
    if column.right and size <= column.widest:
        return "right"
    return "cell" if size <= column.widest else "wrapped" if size <= _BROKEN else "cut"


def _unlike(headings: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return headings of which no two are the same, as a table in Excel asks."""
    found: list[str] = []
    for heading, column in zip(headings, columns, strict=True):
        alike = sum(other.casefold() == heading.casefold() for other in headings) > 1
        found.append(f"{heading} ({column.key})" if alike else heading)
    return found


def _width(heading: str, cells: Sequence[Content], column: Column) -> float:
    words = max((len(word) for word in heading.split()), default=0) + 3
    longest = max((len(_shown(cell)) for cell in cells), default=0) + 3
    return max(_LEAST, words, min(longest, column.widest), min(len(heading) / 2 + 2, 24))


def _shown(cell: Content) -> str:
    if isinstance(cell, Cell):
        return "" if cell.value is None else f"{cell.value:,.2f}"
    return cell.words if isinstance(cell, Link) else cell or ""


def _lines_of(heading: str, wide: float) -> int:
    """Lines a heading takes, with room for the arrow of the filter."""
    lines, used = 1, 0.0
    for word in heading.split():
        if used and used + 1 + len(word) > wide - 3:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + bool(used)
    return lines
