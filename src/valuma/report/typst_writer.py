"""Tree → Typst source: structure in calls of the page template, every word in a quoted string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from valuma import texts
from valuma.report import words
from valuma.report.columns import column_widths
from valuma.report.compounds import runs
from valuma.report.document import Document
from valuma.report.illustrations import Plates
from valuma.report.imprint import Imprint, Source, described, shown_address
from valuma.report.tree import (
    Block,
    Callout,
    Citation,
    CrossReference,
    Emphasis,
    FigureBlock,
    FigureRow,
    Heading,
    Inline,
    Items,
    LineBreak,
    Link,
    Paragraph,
    Strong,
    TableBlock,
    Text,
    TextTable,
    Value,
    entries,
    plain,
)

TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
_FULL_WIDTH = 170 * 72 / 25.4
_GUTTER = 14.0
_TABLE_SIZE = 8.8
#: A drawing may be as high as a page that also holds its caption.
_HIGHEST = 225 * 72 / 25.4
_REGION: Mapping[str, str] = {"fi": "FI", "sv": "FI", "en": "GB"}


#: Signs without a width that say where a word may break.
_BREAKS = ("\u00ad", "\u200b")


def quoted(text: str) -> str:
    r"""Write a Typst string literal: nothing in it is ever read as markup or code.

    Examples
    --------
    >>> print(quoted('#let x = "1"\\'))
    "#let x = \"1\"\\"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return '"' + "".join(char if char.isprintable() or char in _BREAKS else _code(char) for char in escaped) + '"'


def _code(char: str) -> str:
    # Spaces of other widths are not "printable" for Python, but they are meant; other controls are not.
    return char if char.isspace() else ""


def typst_source(document: Document, plates: Plates, sources: Mapping[str, Source], imprint: Imprint) -> str:
    """Write a document as Typst source.

    Parameters
    ----------
    document : Document
        The text.
    plates : Plates
        Figures and tables by name; the SVG of a figure is expected as ``<stem>.svg`` beside the source.
    sources : mapping of str to Source
        Every source by id.
    imprint : Imprint
        What the pages say of themselves.

    Returns
    -------
    str
        A file that stands beside ``page.typ``.

    Notes
    -----
    No word of the text is ever outside a quoted string, so nothing has to be escaped one by one.
    """
    writer = _Writer(document, plates, imprint)
    parts = [
        '#import "page.typ": *',
        writer.opening(),
        writer.masthead(),
        *writer.blocks(document.blocks, narrow=True),
        *writer.sources(sources),
        f"#imprint({_array(quoted(line) for line in imprint.lines(document.lang))})",
    ]
    return "\n\n".join(parts) + "\n"


def _array(items: Iterable[str]) -> str:
    """Write a Typst array; the comma at the end keeps one item an array."""
    joined = ", ".join(items)
    return f"({joined},)" if joined else "()"


class _Writer:
    def __init__(self, document: Document, plates: Plates, imprint: Imprint) -> None:
        self.document = document
        self.plates = plates
        self.imprint = imprint
        self.lang = document.lang

    def opening(self) -> str:
        banner = quoted(self.imprint.banner) if self.imprint.banner else "none"
        lede = next((block for block in self.document.front if isinstance(block, Paragraph)), None)
        return (
            f"#show: report.with(lang: {quoted(self.lang)}, region: {quoted(_REGION[self.lang])}, "
            f"title: {quoted(self.document.heading)}, authors: {_array(map(quoted, self.imprint.authors))}, "
            f"keywords: {_array(map(quoted, self.imprint.keywords))}, "
            f"description: {quoted(plain(lede) if lede else self.imprint.study)}, "
            f"study: {quoted(self.imprint.study)}, banner: {banner})"
        )

    def masthead(self) -> str:
        front = list(self.document.front)
        lede = front.pop(0) if front and isinstance(front[0], Paragraph) else None
        title = f"heading(level: 1, {self.inlines(self.document.title)})"
        words_of_lede = self.inlines(lede.children) if isinstance(lede, Paragraph) else "none"
        head = (
            f"#masthead({quoted(self.imprint.study)}, {quoted(texts.message('policy-brief', self.lang))}, "
            f"{title}, lede: {words_of_lede})"
        )
        return "\n\n".join([head, *self.blocks(front, narrow=True)])

    # ---- words

    def text(self, text: str, *, narrow: bool = False) -> str:
        return " + ".join(
            f"whole({quoted(run)})" if whole else quoted(run) for run, whole in runs(text, self.lang, narrow=narrow)
        )

    def cell(self, text: str) -> str:
        return self.text(text, narrow=True)

    def inlines(self, nodes: Sequence[Inline], *, narrow: bool = False) -> str:
        return " + ".join(self.inline(node, narrow) for node in nodes) or "[]"

    def inline(self, node: Inline, narrow: bool) -> str:
        match node:
            case Text(text):
                return self.text(text, narrow=narrow)
            case Value(text, _, numeric):
                return f"box({quoted(text)})" if numeric else self.text(text, narrow=narrow)
            case Emphasis(children):
                return f"emph({self.inlines(children, narrow=narrow)})"
            case Strong(children):
                return f"strong({self.inlines(children, narrow=narrow)})"
            case Link(url, children):
                return f"link({quoted(url)}, {self.inlines(children, narrow=narrow)})"
            case CrossReference(to, name, text):
                return f"link(label({quoted(f'{to}-{name}')}), {self.text(text, narrow=narrow)})"
            case Citation(_, numbers):
                links = [f"link(label({quoted(f'source-{number}')}), {quoted(str(number))})" for number in numbers]
                return f"""box(text(size: 0.86em, "[" + {' + ", " + '.join(links)} + "]"))"""
            case LineBreak():
                return "linebreak()"

    # ---- blocks

    def blocks(self, blocks: Sequence[Block], *, narrow: bool) -> list[str]:
        """Markup, one part a block; running text on the narrower measure where asked."""
        parts = []
        for block in blocks:
            markup = f"#{self.block(block)}"
            if narrow and isinstance(block, Paragraph | Items | TextTable):
                markup = f"#narrow-text[{markup}]"
            parts.append(markup)
        return parts

    def content(self, blocks: Sequence[Block]) -> str:
        return "[" + "\n".join(self.blocks(blocks, narrow=False)) + "]"

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, children):
                return f"heading(level: {level}, {self.inlines(children)})"
            case Paragraph(children):
                return f"par({self.inlines(children)})"
            case Items():
                return self.items(block)
            case TextTable():
                return self.text_table(block)
            case FigureBlock():
                return self.figure(block, _FULL_WIDTH)
            case FigureRow(figures):
                width = (_FULL_WIDTH - _GUTTER * (len(figures) - 1)) / len(figures)
                return f"picture-row({_array(self.figure(figure, width) for figure in figures)}, {_GUTTER:g}pt)"
            case TableBlock(name, number):
                return self.table(name, number)
            case Callout():
                return self.callout(block)

    def items(self, block: Items) -> str:
        items = ", ".join(self.item(item) for item in block.items)
        return f"enum(start: {block.start}, {items})" if block.ordered else f"list({items})"

    def item(self, blocks: Sequence[Block]) -> str:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return f"[#({self.inlines(blocks[0].children)})]"
        return self.content(blocks)

    def callout(self, block: Callout) -> str:
        if block.kind == "numbers":
            return f"key-numbers({_array(map(self.key_number, entries(block)))})"
        return f"callout({quoted(block.kind)}, {self.inlines(block.title, narrow=True)}, {self.content(block.blocks)})"

    def key_number(self, nodes: Sequence[Inline]) -> str:
        """Bold words at the start are the number; the rest says what it is."""
        if nodes and isinstance(nodes[0], Strong):
            return f"({self.inlines(nodes[0].children)}, {self.inlines(_lstripped(nodes[1:]), narrow=True)})"
        return f"(none, {self.inlines(nodes, narrow=True)})"

    # ---- figures and tables

    def figure(self, block: FigureBlock, widest: float) -> str:
        figure = self.plates.figures[block.name]
        width = min(figure.width, widest, figure.width * _HIGHEST / figure.height)
        return (
            f"picture({quoted(f'{figure.stem}.svg')}, {quoted(figure.alt)}, {width:.2f}pt, "
            f"{quoted(words.numbered('figure', block.number, self.lang))}, {self.text(figure.caption)}, "
            f"{quoted(f'figure-{figure.name}')}, floating: {'true' if block.floating else 'false'})"
        )

    def table(self, name: str, number: int) -> str:
        table = self.plates.tables[name]
        cells = table.rows(self.lang)
        tight = bool(table.widths)
        if table.widths:
            widths = [f"{table.widths[column]:g}fr" if column in table.widths else "auto" for column in table.headers]
        else:
            points, tight = column_widths(list(table.headers.values()), cells, _FULL_WIDTH, _TABLE_SIZE)
            widths = [f"{width:.2f}pt" for width in points]
        rows = _array(_array(map(self.cell, row)) for row in cells)
        header = _array(map(self.cell, table.headers.values()))
        return (
            f"data-table({_array(widths)}, {_alignments(table.set_right)}, {header}, {rows}, "
            f"mark: {quoted(words.numbered('table', number, self.lang))}, title: {self.text(table.caption)}, "
            f"notes: {_array(map(self.text, table.notes))}, anchor: {quoted(f'table-{name}')}, size: {_TABLE_SIZE}pt, "
            f"hyphenate: {'true' if tight else 'false'})"
        )

    def text_table(self, block: TextTable) -> str:
        header = _array(map(self.inlines, block.header))
        rows = _array(_array(map(self.inlines, row)) for row in block.rows)
        return f"data-table({_array(['auto'] * len(block.header))}, {_alignments(block.right)}, {header}, {rows})"

    def sources(self, sources: Mapping[str, Source]) -> list[str]:
        cited = self.document.cited
        others = len(self.plates.sources - set(cited))
        if not cited and not others:
            return []
        items = _array(self.source(sources[name], number) for number, name in enumerate(cited, start=1))
        page = self.imprint.file_name(self.lang, "html")
        remark = quoted(texts.message("further-sources", self.lang, n=others, page=page)) if others else "none"
        heading = f"#heading(level: 2, {quoted(texts.message('sources', self.lang))})"
        return [heading, f"#source-list({items}, {remark})"]

    def source(self, source: Source, number: int) -> str:
        line = f"[#text({quoted(described(source, self.lang))})#label({quoted(f'source-{number}')})]"
        return f"{line} + [ ] + link({quoted(source.url)}, {quoted(shown_address(source.url))})" if source.url else line


def _lstripped(nodes: Sequence[Inline]) -> Sequence[Inline]:
    if nodes and isinstance(nodes[0], Text):
        return (Text(nodes[0].text.lstrip()), *nodes[1:])
    return nodes


def _alignments(right: Iterable[bool]) -> str:
    return _array("right" if is_right else "left" for is_right in right)
