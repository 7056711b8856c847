"""Workbooks for people: styled tables with drop-down lists and notes, the same content always the same bytes."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from valuma.formats.formula_text import safe_text, unsafe_text
from valuma.formats.office_package import FIXED_TIME, fixed_package, packed, unpacked
from valuma.formats.workbook.cell_names import MOST_COLUMNS, MOST_ROWS
from valuma.formats.workbook.page import Choices, Styles, write_page
from valuma.formats.workbook.sheet_names import sheet_names
from valuma.formats.workbook.tables import ColumnOut, SheetOut, Value
from valuma.schema.problems import ValumaError

_LISTS = "lists"
_CHOSEN_HEIGHT = re.compile(rb'(<row [^<>]*?) customHeight="1"')
#: Excel takes a list of choices in the cell itself only up to this length.
_INLINE = 255


def workbook_bytes(
    sheets: Sequence[SheetOut],
    *,
    title: str,
    author: str = "valuma",
    language: str = "en",
    subject: str = "",
    keywords: Sequence[str] = (),
    description: str = "",
) -> bytes:
    """Write a workbook.

    Parameters
    ----------
    sheets : sequence of SheetOut
        In the order of the tabs; at least one is shown.
    title, author, subject, description : str
        Properties of the document.
    language : str, default "en"
        Of the content, as a code such as ``fi``.
    keywords : sequence of str
        For the properties.

    Returns
    -------
    bytes
        An ``.xlsx`` file; the same arguments always make the same bytes.

    Raises
    ------
    ValumaError
        No sheet is shown, a name of a sheet is not allowed or there twice, a row is not as wide as the table, a text
        is longer than the 32 767 characters that a cell can hold, or a table larger than a sheet.

    Notes
    -----
    Nothing becomes a formula, a link or a number that is not one: a text that starts with ``=``, ``+``, ``-``, ``@``,
    a tab or a carriage return gets an apostrophe in front (`safe_text`), which `unsafe_text` takes away.

    Examples
    --------
    >>> sheet = SheetOut("Jäsenet", [ColumnOut("name", "Nimi"), ColumnOut("year", "Vuosi")], [["Oulu", 2016]])
    >>> data = workbook_bytes([sheet], title="Jäsenet", language="fi")
    >>> data[:2], data == workbook_bytes([sheet], title="Jäsenet", language="fi")
    (b'PK', True)
    """
    _check(sheets)
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": title,
            "author": author,
            "subject": subject,
            "keywords": ", ".join(keywords),
            "comments": description,
            "created": datetime.datetime.fromisoformat(FIXED_TIME),
        }
    )
    _write(book, sheets, author)
    book.close()
    return fixed_package(_growing_rows(target.getvalue()), language=language)


def _write(book: Any, sheets: Sequence[SheetOut], author: str) -> None:
    pages = [book.add_worksheet(sheet.name) for sheet in sheets]
    styles = Styles(book)
    lists = _list_sheet(book, sheets)
    shown = [not sheet.hidden for sheet in sheets].index(True)
    pages[shown].activate()
    pages[shown].set_first_sheet()
    for page, sheet in zip(pages, sheets, strict=True):
        write_page(page, sheet, styles, lists, author)
        if sheet.hidden:
            page.hide()


def _growing_rows(data: bytes) -> bytes:
    """Let rows grow when people type more into them: their heights are what is needed now, not what was chosen."""
    parts = unpacked(data)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _CHOSEN_HEIGHT.sub(rb"\1", parts[name])
    return packed(parts)


def _list_sheet(book: Any, sheets: Sequence[SheetOut]) -> Choices:
    """Write the lists that are too long for a cell to a hidden sheet; return where each list stands."""
    lists: Choices = {}
    name = sheet_names([*(sheet.name for sheet in sheets), _LISTS])[-1]
    page = None
    wanted = [column.choices for sheet in sheets for column in sheet.columns if column.choices]
    for choices in (*wanted, *(choices for sheet in sheets for choices in sheet.row_choices.values())):
        texts = [safe_text(choice) for choice in choices]
        if choices in lists:
            continue
        if _fits(texts):
            lists[choices] = texts
            continue
        if page is None:
            page = book.add_worksheet(name)
            page.hide()
        column = sum(isinstance(place, str) for place in lists.values())
        for row, text in enumerate(texts):
            page.write_string(row, column, text)
        area = xlsxwriter.utility.xl_range_abs(0, column, len(texts) - 1, column)
        lists[choices] = f"='{name}'!{area}"
    return lists


def _fits(texts: Sequence[str]) -> bool:
    """Whether a list can stand in the cell: short, without what would divide or trim its items."""
    return len(",".join(texts)) <= _INLINE and not any(
        "," in text or '"' in text or text != text.strip() for text in texts
    )


def _check(sheets: Iterable[SheetOut]) -> None:
    sheets = list(sheets)
    if all(sheet.hidden for sheet in sheets):
        raise ValumaError("a workbook needs a sheet that is shown")
    names = [sheet.name for sheet in sheets]
    for name, allowed in zip(names, sheet_names(names), strict=True):
        if name != allowed:
            raise ValumaError(f"a sheet cannot be named {name!r}: {allowed!r} is allowed (see sheet_names)")
    for sheet in sheets:
        size = sheet.heading_row + 1 + len(sheet.rows) + sheet.blank_rows
        if size > MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
            raise ValumaError(
                f"sheet {sheet.name!r} would have {size:,} rows and {len(sheet.columns):,} columns; "
                f"Excel takes {MOST_ROWS:,} and {MOST_COLUMNS:,}"
            )
        wrong = next((k for k, row in enumerate(sheet.rows) if len(row) != len(sheet.columns)), None)
        if wrong is not None:
            raise ValumaError(
                f"sheet {sheet.name!r}: row {wrong} has {len(sheet.rows[wrong])} values for "
                f"{len(sheet.columns)} columns"
            )


__all__ = ["ColumnOut", "SheetOut", "Value", "safe_text", "sheet_names", "unsafe_text", "workbook_bytes"]
