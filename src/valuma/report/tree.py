"""The small tree every text of a report becomes before a writer sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal

CalloutKind = Literal["numbers", "finding", "method", "unknown", "note", "recommendation"]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters; a writer escapes them."""

    text: str
    tag: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """The rendered value of a result, and the format it was asked for in (empty: that of its kind).

    A number is never broken at the end of a line.
    """

    text: str
    result: str
    numeric: bool
    form: str = ""
    tag: ClassVar[str] = "value"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in italics."""

    children: tuple[Inline, ...]
    tag: ClassVar[str] = "emphasis"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    children: tuple[Inline, ...]
    tag: ClassVar[str] = "strong"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the web."""

    url: str
    children: tuple[Inline, ...]
    tag: ClassVar[str] = "link"


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A link to a figure or table of the same document; its number stands in `text`."""

    to: Literal["figure", "table"]
    name: str
    text: str
    tag: ClassVar[str] = "reference"


@dataclass(frozen=True, slots=True)
class Citation:
    """Sources by id, with the numbers they have in the list of sources."""

    sources: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    tag: ClassVar[str] = "citation"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced end of line."""

    tag: ClassVar[str] = "break"


Inline = Text | Value | Emphasis | Strong | Link | CrossReference | Citation | LineBreak


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    children: tuple[Inline, ...]
    line: int = 0
    tag: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    children: tuple[Inline, ...]
    tag: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; every item is a sequence of blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    tag: ClassVar[str] = "items"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table typed in the text; `right` says which columns are set to the right."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    right: tuple[bool, ...]
    tag: ClassVar[str] = "text_table"


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure of the catalogue; `number` counts the figures of the document.

    A floating one may go to the top or the foot of a page, where that leaves no gap.
    """

    name: str
    number: int = 0
    line: int = 0
    floating: bool = False
    tag: ClassVar[str] = "figure"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures side by side, where the page is wide enough."""

    figures: tuple[FigureBlock, ...]
    tag: ClassVar[str] = "figure_row"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A named table at this place; `number` counts the tables of the document."""

    name: str
    number: int = 0
    line: int = 0
    tag: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Callout:
    """A box: key numbers, a finding, the method, what is not known, a note, a recommendation."""

    kind: CalloutKind
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    line: int = 0
    tag: ClassVar[str] = "callout"


Block = Heading | Paragraph | Items | TextTable | FigureBlock | FigureRow | TableBlock | Callout
Node = Inline | Block


@dataclass(frozen=True, slots=True)
class Section:
    """One file of text in one language, and the names it used.

    Parameters
    ----------
    name, lang, file : str
        Section, language and path as shown in messages.
    blocks : tuple of Block
        The text. Where a finding does not hold its words are not here.
    results, findings, figures, tables, sources : frozenset of str
        Every name the file asks for, also in the branches that are not printed.
    """

    name: str
    lang: str
    file: str
    blocks: tuple[Block, ...]
    results: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


def walk(node: Any) -> Iterator[Node]:
    """Yield every node below (and with) a node or a sequence of nodes, in reading order.

    Examples
    --------
    >>> tree = (Paragraph((Text("Of "), Strong((Text("them"),)))),)
    >>> [node.tag for node in walk(tree)]
    ['paragraph', 'text', 'strong', 'text']
    """
    if isinstance(node, tuple | list):
        for part in node:
            yield from walk(part)
    elif hasattr(node, "tag"):
        yield node
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, tuple):
                yield from walk(value)


def plain(node: Any) -> str:
    """Return the characters of a node without any markup, as a screen reader would say them.

    Examples
    --------
    >>> plain((Text("Of "), Strong((Text("them"),))))
    'Of them'
    """
    parts = []
    for part in walk(node):
        if isinstance(part, Text | Value | CrossReference):
            parts.append(part.text)
        elif isinstance(part, LineBreak):
            parts.append(" ")
    return "".join(parts)


def entries(box: Callout) -> list[tuple[Inline, ...]]:
    """Return the entries of a box of key numbers: its list items, or its paragraphs where it has no list."""
    found: list[tuple[Inline, ...]] = []
    for part in box.blocks:
        inner = [block for item in part.items for block in item] if isinstance(part, Items) else [part]
        found += [block.children for block in inner if isinstance(block, Paragraph)]
    return found
