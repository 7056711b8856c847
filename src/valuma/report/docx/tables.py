"""Tables of a Word document: one row of headings that is repeated, no merged cells, widths from the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuma.report.columns import GAP, column_widths
from valuma.report.content import BriefTable
from valuma.report.docx.xml import Element, el, paragraph
from valuma.report.fonts import text_width

#: Size of the type in tables; the family of a Word document runs wider than the one widths are measured with.
_SIZE = 8.5 * 1.13
#: A table of at most so many rows stays on one page.
_SHORT = 14
#: A longer one begins with at least so many rows on one page.
_FIRST = 3


def table_widths(table: BriefTable, lang: str, available: float) -> list[float]:
    """Return the widths of the columns of a table in points.

    Parameters
    ----------
    table : BriefTable
        The table; its own relative widths count where it has any.
    lang : {"fi", "sv", "en"}
        Language of the cells.
    available : float
        Width of the page between its margins in points.

    Returns
    -------
    list of float
        Together the available width.
    """
    header, rows = list(table.headers.values()), table.rows(lang)
    if not table.widths:
        return list(column_widths(header, rows, available, _SIZE).widths)
    fixed = {
        index: max(text_width(cell, _SIZE, bold=True) for cell in (header[index], *(row[index] for row in rows))) + GAP
        for index, name in enumerate(table.headers)
        if name not in table.widths
    }
    shared = {index: table.widths[name] for index, name in enumerate(table.headers) if name in table.widths}
    rest = max(available - sum(fixed.values()), available / 2)
    widths = {**fixed, **{index: rest * part / sum(shared.values()) for index, part in shared.items()}}
    scale = available / sum(widths.values())
    return [widths[index] * scale for index in range(len(header))]


def even_widths(columns: int, available: float) -> list[float]:
    """Return columns of the same width.

    Examples
    --------
    >>> even_widths(2, 300)
    [150.0, 150.0]
    """
    return [available / columns] * columns


def table_element(
    header: Sequence[Sequence[Element]],
    rows: Sequence[Sequence[Sequence[Element]]],
    *,
    right: Sequence[bool],
    widths: Sequence[float],
    styles: Mapping[str, str],
    title: str = "",
    description: str = "",
    keep_with_notes: bool = False,
) -> Element:
    """Make a table.

    Parameters
    ----------
    header : sequence of sequence of element
        Runs of the headings.
    rows : sequence of sequence of sequence of element
        Runs of the cells.
    right : sequence of bool
        Columns set to the right.
    widths : sequence of float
        Widths of the columns in points.
    styles : mapping of str to str
        Ids of ``table``, ``table-heading`` and ``table-text``.
    title, description : str
        What a screen reader says of the table before it reads it.
    keep_with_notes : bool
        Keep the last row on the page of what follows.

    Returns
    -------
    element
    """
    twips = [round(width * 20) for width in widths]
    properties = [
        el("w:tblStyle", {"w:val": styles["table"]}),
        el("w:tblW", {"w:w": str(sum(twips)), "w:type": "dxa"}),
        el("w:tblLayout", {"w:type": "fixed"}),
        el(
            "w:tblLook",
            {"w:val": "04A0", "w:firstRow": "1", "w:firstColumn": "1", "w:noVBand": "1", "w:noHBand": "1"},
        ),
    ]
    if title:
        properties.append(el("w:tblCaption", {"w:val": title}))
    if description:
        properties.append(el("w:tblDescription", {"w:val": description}))
    grid = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": str(width)}) for width in twips))
    made = el("w:tbl", None, el("w:tblPr", None, *properties), grid)
    made.append(_row(header, styles["table-heading"], right, twips, heading=True))
    for index, row in enumerate(rows):
        last = index == len(rows) - 1
        keep = keep_with_notes if last else len(rows) <= _SHORT or index < _FIRST
        made.append(_row(row, styles["table-text"], right, twips, keep=keep))
    return made


def _row(
    cells: Sequence[Sequence[Element]],
    style: str,
    right: Sequence[bool],
    widths: Sequence[int],
    *,
    heading: bool = False,
    keep: bool = False,
) -> Element:
    properties = [el("w:cantSplit")] + ([el("w:tblHeader")] if heading else [])
    made = el("w:tr", None, el("w:trPr", None, *properties))
    for runs, to_right, width in zip(cells, right, widths, strict=True):
        words = paragraph(style, runs, right=to_right, keep_next=keep)
        size = el("w:tcPr", None, el("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        made.append(el("w:tc", None, size, words))
    return made
