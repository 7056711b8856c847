"""Blocks of a text → paragraphs, lists, boxes, figures and tables of a Word document."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.shared import Pt

from valuma.report.annexes import MarkedTable
from valuma.report.docx.tables import even_widths, fitted, table_element, table_widths
from valuma.report.docx.xml import Element, el, paragraph, printable
from valuma.report.imprint import described, shown_address
from valuma.report.tree import (
    Block,
    Callout,
    FigureBlock,
    FigureRow,
    Heading,
    Inline,
    Items,
    Paragraph,
    Strong,
    TableBlock,
    Text,
    TextTable,
    entries,
    plain,
)

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart

    from valuma.report.content import BriefTable
    from valuma.report.docx.inlines import Inlines
    from valuma.report.docx.manuscript import Manuscript
    from valuma.report.docx.numbering import Numbering
    from valuma.report.docx.styles import WordStyles
    from valuma.report.imprint import Source

#: Kinds of boxes that warn rather than tell.
_CAUTION = ("unknown",)
#: Most of a page that a picture may fill, so that words stand beside it and no page stays half empty.
_TALLEST = 0.55
_AFTER_TABLE = 10
_MOST_HEADING = 6
#: Level of the headings of the parts of an annex.
_PART = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Room between the margins of a page, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: roles of its paragraph and list, and the kind of its lists.

    Parameters
    ----------
    text, items, lists : str
        Roles of paragraphs and entries of lists, and what the kind of a list begins with.
    keep : bool
        Every paragraph stays on the page of the next one.
    apart : bool
        Every heading of level 3 but the first begins a page.
    """

    text: str = "body"
    items: str = ""
    lists: str = ""
    keep: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading for the table of contents."""

    level: int
    text: str
    anchor: str


class Blocks:
    """Writes the blocks of one document.

    Parameters
    ----------
    report : Manuscript
        Figures and tables by name.
    part : DocumentPart
        Where pictures are kept.
    styles, numbering, inlines
        Styles, lists and words of the document.
    pictures : int
        Highest number of a drawing that the document has already.
    """

    def __init__(
        self,
        report: Manuscript,
        part: DocumentPart,
        styles: WordStyles,
        numbering: Numbering,
        inlines: Inlines,
        pictures: int = 0,
    ) -> None:
        self.report = report
        self.part = part
        self.styles = styles
        self.numbering = numbering
        self.inlines = inlines
        self.contents: list[Entry] = []
        self._pictures = itertools.count(pictures + 1)

    def write(self, blocks: Sequence[Block], space: Space, place: Place | None = None) -> list[Element]:
        """Write blocks in order.

        Parameters
        ----------
        blocks : sequence of Block
            The blocks.
        space : Space
            Room on the page.
        place : Place, optional
            Where they stand; by default in running text.

        Returns
        -------
        list of element
            Tables are never neighbours, because Word would make one of two.
        """
        where = place or Place()
        made: list[Element] = []
        before: Block | None = None
        parts = 0
        for block in blocks:
            if isinstance(block, Heading) and block.level == _PART:
                parts += 1
                elements = [self.heading(block, page_break=where.apart and parts > 1)]
            else:
                elements = self.block(block, space, where)
            loose = isinstance(block, Paragraph | Items | TextTable)
            made += _apart(elements) if loose and self._ends_in_table(before) else elements
            before = block
        return made

    def _ends_in_table(self, block: Block | None) -> bool:
        if isinstance(block, TableBlock):
            return not self.report.tables[block.name].notes
        return isinstance(block, TextTable)

    def block(self, block: Block, space: Space, place: Place) -> list[Element]:
        """Write one block."""
        match block:
            case Heading():
                return [self.heading(block)]
            case Paragraph(children):
                style = self.styles.id(place.text)
                return [paragraph(style, self.inlines.runs(children), keep_next=place.keep)]
            case Items():
                return self.items(block, space, place)
            case TextTable():
                return [self.text_table(block, space)]
            case FigureBlock():
                return self.figure(block, space)
            case FigureRow(figures):
                return [element for figure in figures for element in self.figure(figure, space)]
            case TableBlock():
                return self.table(block, space)
            case Callout():
                return self.key_numbers(block) if block.kind == "numbers" else self.box(block, space)

    def heading(self, block: Heading, *, page_break: bool = False) -> Element:
        """Write a heading of level 2 and below; level 1 is the title of the document."""
        level = min(max(block.level - 1, 1), _MOST_HEADING)
        text = plain(block.children)
        number = len(self.contents) + 1
        self.contents.append(Entry(level, text, self.inlines.marks.name(f"_Toc {number:06d}")))
        words = self.inlines.marks.around(f"_Toc {number:06d}", self.inlines.runs(block.children))
        return paragraph(self.styles.id(f"heading-{level}"), words, page_break=page_break)

    # ---- lists and boxes

    def items(
        self, block: Items, space: Space, place: Place, level: int = 0, number: int | None = None
    ) -> list[Element]:
        """Write a list; an ordered one counts from its own start."""
        role = place.items or ("numbers" if block.ordered else "bullets")
        kind = place.lists + ("numbers" if block.ordered else "bullets")
        # A list of a template need not have deeper levels; those of the library have.
        of_style = None if place.items or level else self.styles.list_number(role)
        if block.ordered:
            number = self.numbering.new_list(kind, like=of_style, start=block.start)
        elif number is None:
            number = int(of_style) if of_style else self.numbering.new_list(kind)
        made = []
        for item in block.items:
            for index, part in enumerate(item):
                if isinstance(part, Items):
                    same = number if part.ordered == block.ordered and not of_style else None
                    made += self.items(part, space, place, level + 1, None if part.ordered else same)
                elif isinstance(part, Paragraph):
                    runs, style = self.inlines.runs(part.children), self.styles.id(role)
                    if index == 0:
                        made.append(paragraph(style, runs, numbering=(number, level), keep_next=place.keep))
                    else:
                        indent = 340 * (level + 1)
                        made.append(paragraph(style, runs, numbering=(0, 0), indent=indent, keep_next=place.keep))
                else:
                    made += self.block(part, space, place)
        return made

    def box(self, block: Callout, space: Space) -> list[Element]:
        """Write a box as paragraphs with a rule and a ground, which stay together on one page."""
        role = "caution" if block.kind in _CAUTION else "box"
        title = paragraph(self.styles.id(f"{role}-title"), self.inlines.runs(block.title))
        place = Place(role, f"{role}-list", "box-", keep=True)
        inner = self.write(block.blocks, space, place)
        if inner and inner[-1].tag.endswith("}p"):
            for mark in inner[-1].xpath("./w:pPr/w:keepNext"):
                mark.getparent().remove(mark)
        return [title, *inner]

    def key_numbers(self, block: Callout) -> list[Element]:
        """Write key numbers line by line: the bold words at the start of an entry are the number."""
        style = self.styles.id("key-number")
        return [paragraph(style, self.key_number(nodes)) for nodes in entries(block)]

    def key_number(self, nodes: Sequence[Inline]) -> list[Element]:
        """Write a number, a tab, and what it is of."""
        if not nodes or not isinstance(nodes[0], Strong):
            return [self.inlines.run("\t"), *self.inlines.runs(nodes)]
        rest = list(nodes[1:])
        if rest and isinstance(rest[0], Text):
            rest[0] = replace(rest[0], text=rest[0].text.lstrip())
        figure = self.inlines.runs(nodes[0].children, style=self.styles.id("key-figure"))
        return [*figure, self.inlines.run("\t"), *self.inlines.runs(rest)]

    # ---- figures and tables

    def figure(self, block: FigureBlock, space: Space) -> list[Element]:
        """Write a picture with its alternative text, and its caption below."""
        figure = self.report.figures[block.name]
        width, height = figure.figure.get_figwidth() * 72, figure.figure.get_figheight() * 72
        scale = min(1.0, space.width / width, space.height * _TALLEST / height)
        drawing = self.part.new_pic_inline(io.BytesIO(figure.content(".png")), Pt(width * scale), Pt(height * scale))
        about = drawing.docPr
        about.set("id", str(next(self._pictures)))
        about.set("name", figure.name)
        about.set("title", printable(figure.title))
        about.set("descr", printable(figure.spoken))
        picture = el("w:r", None, el("w:drawing", None, drawing))
        label = self.inlines.label("figure", block.number, block.name)
        caption = [*label, self.inlines.run(figure.caption)]
        return [
            paragraph(self.styles.id("figure"), [picture], keep_next=True),
            paragraph(self.styles.id("caption"), caption),
        ]

    def table(self, block: TableBlock, space: Space) -> list[Element]:
        """Write a caption, a table and its notes."""
        table, lang = self.report.tables[block.name], self.report.lang
        run = self.inlines.run
        label = self.inlines.label("table", block.number, block.name)
        caption = paragraph(self.styles.id("table-caption"), [*label, run(table.caption)])
        rows = table.rows(lang)
        widths = table_widths(table, lang, space.width)
        header = [
            fitted(text, width, lang, bold=True) for text, width in zip(table.headers.values(), widths, strict=True)
        ]
        made = table_element(
            [[run(text, bold=True)] for text in header],
            [self._row(table, index, row, widths) for index, row in enumerate(rows)],
            right=table.set_right,
            widths=widths,
            styles=self._table_styles(),
            title=printable(table.caption),
            description=printable(" ".join(table.notes)),
            keep_with_notes=bool(table.notes),
        )
        return [caption, made, *(paragraph(self.styles.id("note"), [run(note)]) for note in table.notes)]

    def _row(self, table: BriefTable, index: int, row: Sequence[str], widths: Sequence[float]) -> list[list[Element]]:
        """Write the cells of a row; English words in a page of another language are marked as such."""
        made = []
        for name, cell, width in zip(table.headers, row, widths, strict=True):
            parts = table.parts(index, name, cell) if isinstance(table, MarkedTable) else [(cell, False)]
            made.append(
                [
                    self.inlines.english(text) if english else self.inlines.run(fitted(text, width, self.report.lang))
                    for text, english in parts
                ]
            )
        return made

    def text_table(self, block: TextTable, space: Space) -> Element:
        """Write a table that was typed in the text."""
        return table_element(
            [self.inlines.runs(cell, bold=True) for cell in block.header],
            [[self.inlines.runs(cell) for cell in row] for row in block.rows],
            right=block.right,
            widths=even_widths(len(block.header), space.width),
            styles=self._table_styles(),
            title=plain(block.header[0]),
        )

    def _table_styles(self) -> dict[str, str]:
        return {role: self.styles.id(role) for role in ("table", "table-heading", "table-text")}

    # ---- sources

    def source(self, source: Source, *, number: int | None = None, listed: int | None = None) -> Element:
        """Write one entry of a list of sources, with the bookmark that citations lead to."""
        runs = [self.inlines.run(described(source, self.report.lang))]
        if source.url:
            words = self.inlines.run(shown_address(source.url), style=self.styles.id("link"))
            runs += [self.inlines.run(" "), self.inlines.address(source.url, [words])]
        if number is not None:
            runs = self.inlines.marks.around(f"source {number}", runs)
        numbering = None if listed is None else (listed, 0)
        return paragraph(self.styles.id("source"), runs, numbering=numbering)


def _apart(elements: list[Element]) -> list[Element]:
    """Give what follows a table some space; Word makes one table of two that touch."""
    if elements[0].tag.endswith("}tbl"):
        return [paragraph("", []), *elements]
    elements[0].get_or_add_pPr().get_or_add_spacing().before = Pt(_AFTER_TABLE)
    return elements
