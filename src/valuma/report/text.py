"""Markdown → tree: CommonMark with tables, figures and tables by name, boxes; no raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from valuma.report.fill import Filled, Marks, fill
from valuma.report.results import squeezed
from valuma.report.tree import (
    Block,
    Callout,
    CalloutKind,
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
    Section,
    Strong,
    TableBlock,
    Text,
    TextTable,
    plain,
    walk,
)

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_TABLE = re.compile(r"\[\[table:(?P<name>[^\]\s]+)\]\]")
_KIND = re.compile(r"\[(?P<kind>[a-z-]+)\]\s*")
_NUMBER = re.compile(r"\d(?:[\d.,:/\u00a0\u202f –-]*\d)?(?:[\u00a0\u202f ]?%)?")
_YEARS = range(1900, 2101)


def parse_section(source: str, name: str, marks: Marks) -> Section:
    r"""Parse one file of text.

    Parameters
    ----------
    source : str
        The file as written.
    name : str
        Name of the section.
    marks : Marks
        Results, sources, language and file; its problems grow by everything that is wrong.

    Returns
    -------
    Section
        Blocks with every result substituted and only the findings that hold.

    Examples
    --------
    >>> from valuma.report.results import Result, Results
    >>> marks = Marks(Results([Result("networks", 57)]), (), "en", "start.en.md")
    >>> section = parse_section("There are {{networks}} networks, \\#6 of them old.", "start", marks)
    >>> plain(section.blocks)
    'There are 57 networks, 6 of them old.'

    Notes
    -----
    Headings are checked over the whole document (`valuma.report.sections`), not here.
    """
    _Typed(marks).check(fill(source, marks, everything=True))
    filled = fill(source, marks)
    parser = _Parser(filled, marks)
    blocks = tuple(parser.blocks(_syntax(filled).children))
    return Section(
        name=name,
        lang=marks.lang,
        file=marks.file,
        blocks=blocks,
        results=frozenset(filled.results),
        findings=frozenset(filled.findings),
        figures=frozenset(node.name for node in walk(blocks) if isinstance(node, FigureBlock)),
        tables=frozenset(node.name for node in walk(blocks) if isinstance(node, TableBlock)),
        sources=frozenset(filled.sources),
    )


def _syntax(filled: Filled) -> SyntaxTreeNode:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    markdown = MarkdownIt("commonmark").enable("table")
    return SyntaxTreeNode(markdown.parse("\n".join(filled.lines)))


def _line(node: SyntaxTreeNode, origin: Sequence[int], below: int = 0) -> int:
    """Line in the file where a node, or the block around it, begins; or one that many lines below."""
    current: SyntaxTreeNode | None = node
    while current is not None and (current.is_root or current.map is None):
        current = current.parent
    if current is None or current.map is None or not origin:
        return 1
    return origin[min(current.map[0] + below, len(origin) - 1)]


class _Parser:
    """Walks the syntax tree of markdown-it and builds ours."""

    def __init__(self, filled: Filled, marks: Marks) -> None:
        self.filled = filled
        self.marks = marks

    def error(self, node: SyntaxTreeNode, found: str, expected: str, hint: str = "") -> None:
        self.marks.problems.error(self.marks.file, found, expected, row=_line(node, self.filled.origin), hint=hint)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
        return [block for node in nodes if (block := self.block(node)) is not None]

    def block(self, node: SyntaxTreeNode) -> Block | None:
        match node.type:
            case "heading":
                return Heading(int(node.tag[1]), self.inlines(node), _line(node, self.filled.origin))
            case "paragraph":
                return self.paragraph(node)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self.blocks(item.children)) for item in node.children)
                return Items(node.type == "ordered_list", items, int(node.attrs.get("start", 1)))
            case "table":
                return self.table(node)
            case "blockquote":
                return self.callout(node)
        self.error(node, f"{node.type.replace('_', ' ')}", "headings, paragraphs, lists, tables, figures and boxes")
        return None

    def paragraph(self, node: SyntaxTreeNode) -> Block | None:
        children = node.children[0].children if node.children else []
        line = _line(node, self.filled.origin)
        images = [child for child in children if child.type == "image"]
        if images and all(child in images or not child.content.strip() for child in children):
            return self.figures(images, line)
        content = node.children[0].content if node.children else ""
        if match := _TABLE.fullmatch(content.strip()):
            return TableBlock(match["name"], line=line)
        if "[[" in content:
            self.error(node, content.strip(), "[[table:name]] on a line of its own")
            return None
        inlines = self.inlines(node)
        return Paragraph(inlines) if inlines else None

    def figures(self, images: Sequence[SyntaxTreeNode], line: int) -> Block | None:
        """Read one figure, or several that stand side by side on one line."""
        found = []
        for image in images:
            scheme, _, name = str(image.attrs.get("src", "")).partition(":")
            title = str(image.attrs.get("title", ""))
            if scheme != "figure" or not name:
                self.error(image, f"image {image.attrs.get('src')!r}", "![](figure:name) with a name of the catalogue")
            elif title not in ("", "float") or (title and len(images) > 1):
                self.error(image, f"{title!r} beside a figure", 'nothing, or "float" beside a single one')
            else:
                found.append(FigureBlock(name, line=line, floating=title == "float"))
        if len(found) != len(images):
            return None
        return found[0] if len(found) == 1 else FigureRow(tuple(found))

    def table(self, node: SyntaxTreeNode) -> TextTable:
        head = node.children[0].children[0]
        body = node.children[1].children if len(node.children) > 1 else []
        return TextTable(
            header=tuple(self.inlines(cell) for cell in head.children),
            rows=tuple(tuple(self.inlines(cell) for cell in row.children) for row in body),
            right=tuple("right" in str(cell.attrs.get("style", "")) for cell in head.children),
        )

    def callout(self, node: SyntaxTreeNode) -> Callout | None:
        """Read ``> **[kind] Title** words``: the bold words at the start name the box."""
        blocks = self.blocks(node.children)
        first = blocks[0] if blocks and isinstance(blocks[0], Paragraph) else None
        lead = first.children[0] if first and isinstance(first.children[0], Strong) else None
        match = _KIND.match(plain(lead)) if lead else None
        if first is None or lead is None or match is None:
            self.error(node, "a quotation without a kind", "> **[unknown] Title** words")
            return None
        kind = cast(CalloutKind, match["kind"])
        kinds = get_args(CalloutKind)
        if kind not in kinds:
            self.error(node, f"box of kind {kind!r}", "one of " + ", ".join(kinds))
            return None
        title = _strip_start(lead.children, match.end())
        rest = _trim(first.children[1:])
        inner: list[Block] = ([Paragraph(rest)] if rest else []) + blocks[1:]
        return Callout(kind, title, tuple(inner), _line(node, self.filled.origin))

    def inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        inner = node.children[0].children if node.children and node.children[0].type == "inline" else node.children
        nodes: list[Inline] = []
        for child in inner:
            nodes += self.inline(child)
        return _trim(_joined(nodes))

    def inline(self, node: SyntaxTreeNode) -> list[Inline]:
        match node.type:
            case "text" | "text_special":
                return self.filled.split(node.content)
            case "softbreak":
                return [Text(" ")]
            case "hardbreak":
                return [LineBreak()]
            case "em":
                return [Emphasis(self.inlines(node))]
            case "strong":
                return [Strong(self.inlines(node))]
            case "link":
                return self.link(node)
            case "html_inline":
                self.error(node, node.content, "Markdown without HTML")
            case "image":
                self.error(node, "a figure inside a paragraph", "![](figure:name) on a line of its own")
            case _:
                self.error(node, node.type.replace("_", " "), "plain words, emphasis, strong, links")
        return []

    def link(self, node: SyntaxTreeNode) -> list[Inline]:
        url = str(node.attrs.get("href", ""))
        scheme, _, name = url.partition(":")
        children = self.inlines(node)
        if scheme in ("figure", "table") and name:
            return [CrossReference("figure" if scheme == "figure" else "table", name, plain(children))]
        if scheme not in ("https", "http", "mailto") or "%EE%80%80" in url:
            self.error(node, f"link to {url!r}", "a whole address (https://…), figure:name or table:name")
            return []
        if not plain(children):
            self.error(node, f"link to {url!r} without words", "[words](https://…)")
            return []
        return [Link(url, children)]


def _joined(nodes: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts as one, citations tied to the word before them."""
    joined: list[Inline] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + node.text)
        elif isinstance(node, Citation) and isinstance(last, Text):
            joined[-1:] = [Text(last.text.rstrip(" ") + "\u00a0"), node]  # never alone at the start of a line
        else:
            joined.append(node)
    return tuple(joined)


def _strip_start(nodes: Sequence[Inline], count: int) -> tuple[Inline, ...]:
    first = nodes[0]
    if not isinstance(first, Text):
        return tuple(nodes)
    return _trim((Text(first.text[count:]), *nodes[1:]))


def _trim(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    """Without blanks at both ends, and without empty texts."""
    trimmed = list(nodes)
    if trimmed and isinstance(trimmed[0], Text):
        trimmed[0] = replace(trimmed[0], text=trimmed[0].text.lstrip(" \n"))
    if trimmed and isinstance(trimmed[-1], Text):
        trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip(" \n"))
    return tuple(node for node in trimmed if not (isinstance(node, Text) and not node.text))


class _Typed:
    """Finds numbers typed by hand."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.ways: dict[str, str] | None = None

    def check(self, filled: Filled) -> None:
        self.filled = filled
        for node in _syntax(filled).walk():
            if node.type == "inline":
                self.look(node)

    def look(self, inline: SyntaxTreeNode) -> None:
        below = 0
        for child in inline.walk():
            if child.type in ("softbreak", "hardbreak"):
                below += 1
            elif child.type in ("text", "code_inline") and not _inside(child, ("link", "image")):
                self.numbers(self.filled.outside(child.content), _line(inline, self.filled.origin, below))

    def numbers(self, text: str, line: int) -> None:
        for run in re.finditer(r"\d+", text):
            if len(run[0]) == 4 and int(run[0]) in _YEARS:
                continue
            around = next(match[0] for match in _NUMBER.finditer(text) if match.start() <= run.start() < match.end())
            if self.ways is None:
                self.ways = self.marks.results.rendered(self.marks.lang)
            way = self.ways.get(squeezed(around)) or self.ways.get(run[0])
            self.marks.problems.error(
                self.marks.file,
                f"the number {around.strip()!r} typed by hand",
                "{{result|format}}",
                row=line,
                hint=f"write {{{{{way}}}}}" if way else f"or \\#{run[0]} where it is not a result",
            )
            return


def _inside(node: SyntaxTreeNode, kinds: tuple[str, ...]) -> bool:
    current = node.parent
    while current is not None and not current.is_root:
        if current.type in kinds:
            return True
        current = current.parent
    return False
