"""A table of the brief as a real table of a slide: a heading row, rules instead of boxes, numbers to the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from valuma.report.columns import column_widths
from valuma.report.pptx.fit import LEADING, Type, count_lines, height_of
from valuma.report.pptx.runs import Para, Run
from valuma.report.pptx.stage import ACCENT, HAIR, Box, Stage
from valuma.report.pptx.story import Grid
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.content import BriefTable

#: Sizes of type in points for a table on one slide, and the size of one that goes on to the next.
_SIZES = (18.0, 16.0, 14.0, 12.0)
_SPREAD = 14.0
_FINE = 12.0
_PAD_X, _PAD_Y = 6.0, 4.0
_GAP = 10.0
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
#: A single word can run this much wider than lines do on the whole.
_SINGLE = 1.1
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True, slots=True)
class _Set:
    """A table in one size of type."""

    size: float
    widths: tuple[float, ...]
    head: float
    rows: tuple[float, ...]
    tight: bool


def add_tables(
    slide: Grid,
    room: Box,
    stage: Stage,
    lang: str,
    *,
    begin: Callable[[int, int], Any],
    fill: Callable[..., None],
    end: Callable[[Any], None],
) -> None:
    """Put a table on as few slides as it needs.

    Parameters
    ----------
    slide : Grid
        Table and the words below it.
    room : Box
        Room for the table and its words.
    stage : Stage
        For the width of its type.
    lang : {"fi", "sv", "en"}
        Language.
    begin, fill, end : callable
        Begin a slide (its number, how many there are), write paragraphs on it, finish it.

    Notes
    -----
    Where the remarks below a table would leave it too little room, they stand in the speaker notes and one line
    says so.
    """
    rows = slide.table.rows(lang)
    fine = [Para((Run(line),)) for line in slide.fine]
    laid = _first_that_fits(slide.table, rows, room, stage.type, _tall(fine, room.width, stage.type))
    if laid is None and fine:
        fine = [Para((Run(message("slides-remarks-in-notes", lang)),))]
        laid = _first_that_fits(slide.table, rows, room, stage.type, _tall(fine, room.width, stage.type))
    below = _tall(fine, room.width, stage.type)
    laid = laid or _laid(slide.table, rows, room.width, _SPREAD, stage.type)
    parts = _parts(laid, room.height - below)
    for index, (first, last) in enumerate(parts, start=1):
        page = begin(index, len(parts))
        tall = _add(page, slide, rows[first:last], laid, laid.rows[first:last], room)
        if fine:
            fill(page, Box(room.left, room.top + tall + _GAP, room.width, below), fine, _FINE)
        end(page)


def _tall(fine: Sequence[Para], width: float, type_: Type) -> float:
    return sum(height_of(para, width, _FINE, type_) for para in fine) + _GAP if fine else 0.0


def _first_that_fits(
    table: BriefTable, rows: Sequence[Sequence[str]], room: Box, type_: Type, below: float
) -> _Set | None:
    for size in _SIZES:
        laid = _laid(table, rows, room.width, size, type_)
        if not laid.tight and laid.head + sum(laid.rows) + below <= room.height:
            return laid
    return None


def _laid(table: BriefTable, rows: Sequence[Sequence[str]], width: float, size: float, type_: Type) -> _Set:
    header = list(table.headers.values())
    widths, tight = column_widths(header, rows, width, size * type_.bold * _SINGLE)
    inner = [wide - 2 * _PAD_X for wide in widths]

    def tall(cells: Sequence[str], bold: bool) -> float:
        lines = max(
            count_lines((Run(text, bold=bold),), wide, size, type_) for text, wide in zip(cells, inner, strict=True)
        )
        return lines * size * LEADING + 2 * _PAD_Y

    return _Set(size, widths, tall(header, True), tuple(tall(row, False) for row in rows), tight)


def _parts(laid: _Set, room: float) -> list[tuple[int, int]]:
    """Cut the rows where a slide is full; every slide repeats the heading row."""
    parts, first, used = [], 0, laid.head
    for index, tall in enumerate(laid.rows):
        if used + tall > room and index > first:
            parts.append((first, index))
            first, used = index, laid.head
        used += tall
    return [*parts, (first, len(laid.rows))]


def _add(
    page: Any, slide: Grid, rows: Sequence[Sequence[str]], laid: _Set, heights: Sequence[float], room: Box
) -> float:
    """Add a table to a slide and return its height."""
    total = laid.head + sum(heights)
    shape = page.shapes.add_table(
        len(rows) + 1, len(laid.widths), Pt(room.left), Pt(room.top), Pt(sum(laid.widths)), Pt(total)
    )
    shape.name = slide.title
    shape._element.nvGraphicFramePr.cNvPr.set("descr", slide.title)
    table = shape.table
    table.first_row, table.horz_banding, table.first_col = True, False, True
    table._tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = _PLAIN
    for column, wide in zip(table.columns, laid.widths, strict=True):
        column.width = Pt(wide)
    for row, tall in zip(table.rows, (laid.head, *heights), strict=True):
        row.height = Pt(tall)
    right = slide.table.set_right
    header = list(slide.table.headers.values())
    for index, cells in enumerate([header, *rows]):
        last = index == len(rows)
        for column, text in enumerate(cells):
            _cell(table.cell(index, column), text, laid.size, head=index == 0, last=last, right=right[column])
    return total


def _cell(cell: Any, text: str, size: float, *, head: bool, last: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_PAD_X)
    cell.margin_top = cell.margin_bottom = Pt(_PAD_Y)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.bold = head
    properties = cell._tc.get_or_add_tcPr()
    properties.set("anchor", "b" if head else "ctr")
    colour, wide = (ACCENT, 1.5) if head or last else (HAIR, 0.75)
    properties.insert(
        0,
        parse_xml(
            f'<a:lnB xmlns:a="{_A}" w="{round(wide * 12700)}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill>'
            f'<a:srgbClr val="{colour}"/></a:solidFill><a:prstDash val="solid"/></a:lnB>'
        ),
    )
