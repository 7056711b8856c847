"""Tables of a Word document: one row of headings that is repeated, no merged cells, widths from the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from valuma.report.columns import GAP, column_widths
from valuma.report.compounds import runs
from valuma.report.content import BriefTable
from valuma.report.docx.xml import Element, el, paragraph
from valuma.report.fonts import text_width

#: Size of the type in tables; the family of a Word document runs wider than the one widths are measured with.
_SIZE = 8.5 * 1.13
#: Headings are bold, and a serif family of a template runs wider still: no word of theirs may break.
_HEADING_SIZE = 8.5 * 1.3
#: A table of at most so many rows stays on one page.
_SHORT = 4
#: A longer one begins and ends with at least so many rows on one page, and may break between all others.
_FIRST, _LAST = 2, 3
_SOFT_HYPHEN = "\u00ad"
_BREAKS = re.compile(r"(?<=[\s\-–/])")


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
        Together the available width. Every column holds the longest word of its heading and, where there is room
        for that, of its cells.
    """
    header, rows = list(table.headers.values()), table.rows(lang)
    return _widened(_first_widths(table, header, rows, available), _least(header, rows, lang, available))


def fitted(text: str, width: float, lang: str, *, bold: bool = False) -> str:
    r"""Give the compounds of a text soft hyphens where a word is wider than its column.

    Parameters
    ----------
    text : str
        Words of a cell.
    width : float
        Width of the column in points.
    lang : {"fi", "sv", "en"}
        Language.
    bold : bool
        True for a heading.

    Returns
    -------
    str
        The text as it is where every word fits: a search does not find a word that holds a soft hyphen.

    Examples
    --------
    >>> fitted("Förvaltningsområden", 80, "sv", bold=True).replace("\xad", "|")
    'Förvaltnings|områden'
    >>> fitted("Förvaltningsområden", 160, "sv", bold=True)
    'Förvaltningsområden'
    """
    return text if _word(text, bold) <= width else _parted(text, lang)


def _parted(text: str, lang: str) -> str:
    return "".join(part for part, _ in runs(text, lang, narrow=True))


def _word(text: str, bold: bool) -> float:
    """Width that a column needs for the longest piece that no line may end in."""
    pieces = [piece for word in _BREAKS.split(text) for piece in _hyphened(word.strip())]
    return max((text_width(piece, _HEADING_SIZE if bold else _SIZE, bold=bold) for piece in pieces), default=0.0) + GAP


def _hyphened(word: str) -> list[str]:
    *before, last = word.split(_SOFT_HYPHEN)
    return [*(f"{piece}-" for piece in before), last]


def _least(header: Sequence[str], rows: Sequence[Sequence[str]], lang: str, available: float) -> list[float]:
    """Widths below which words would break: of whole words, else of the parts of compounds, else of headings alone."""
    columns = list(zip(*rows, strict=True))

    def least(cells: bool, whole: bool) -> list[float]:
        found = []
        for title, column in zip(header, columns, strict=True):
            words = [(title, True), *((cell, False) for cell in column if cells)]
            found.append(max(_word(text if whole else _parted(text, lang), bold) for text, bold in words))
        return found

    ways = [least(cells=True, whole=True), least(cells=True, whole=False), least(cells=False, whole=True)]
    ways.append(least(cells=False, whole=False))
    return next((way for way in ways if sum(way) <= available), ways[-1])


def _widened(widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Give every column at least its least width; the others give in proportion to what they have over theirs."""
    total = sum(widths)
    if sum(least) >= total:
        return [width * total / sum(least) for width in least]
    lacking = sum(max(low - width, 0) for width, low in zip(widths, least, strict=True))
    over = sum(max(width - low, 0) for width, low in zip(widths, least, strict=True))
    if not lacking:
        return list(widths)
    return [
        low if width <= low else width - (width - low) * lacking / over
        for width, low in zip(widths, least, strict=True)
    ]


def _first_widths(
    table: BriefTable, header: Sequence[str], rows: Sequence[Sequence[str]], available: float
) -> list[float]:
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
        near_an_end = index < _FIRST - 1 or index >= len(rows) - _LAST
        keep = keep_with_notes if last else len(rows) <= _SHORT or near_an_end
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
    for words, to_right, width in zip(cells, right, widths, strict=True):
        line = paragraph(style, words, right=to_right, keep_next=keep)
        size = el("w:tcPr", None, el("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        made.append(el("w:tc", None, size, line))
    return made
