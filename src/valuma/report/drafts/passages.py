"""The words of a text: passages as printed, with the results their numbers came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from valuma.report.document import Document
from valuma.report.tree import (
    Block,
    Callout,
    CrossReference,
    Heading,
    Inline,
    Items,
    LineBreak,
    Paragraph,
    Text,
    TextTable,
    Value,
    walk,
)

#: How a result of a kind is written where a text names no format; other kinds are called like their format.
_FORM_OF_KIND = {"share": "percent", "finding": "text"}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")
_LONGEST = 110


class Number(NamedTuple):
    """A number (or word) of a result as it stands in a text: result, format, what is printed."""

    result: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, list item or table cell as printed.

    Parameters
    ----------
    heading : str
        Heading it stands under.
    kind : str
        ``heading``, ``paragraph``, ``item``, ``cell``, or the kind of the box it stands in.
    pieces : tuple of str and Number
        Words and numbers in reading order.

    Examples
    --------
    >>> passage = Passage("Start", "paragraph", ("Of ", Number("networks", "count", "57"), " networks."))
    >>> passage.text
    'Of 57 networks.'
    """

    heading: str
    kind: str
    pieces: tuple[str | Number, ...]

    @property
    def text(self) -> str:
        """The words as printed."""
        return "".join(piece.text if isinstance(piece, Number) else piece for piece in self.pieces)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers in reading order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Number))

    def sentence(self, number: Number) -> str:
        """Return the sentence in which a number stands first, cut where it is long."""
        start = 0
        for piece in self.pieces:
            if piece == number:
                break
            start += len(piece.text if isinstance(piece, Number) else piece)
        begin = 0
        for match in _SENTENCE_ENDS.finditer(self.text):
            if match.end() > start:
                return _cut(self.text[begin : match.start()], start - begin)
            begin = match.end()
        return _cut(self.text[begin:], start - begin)


def _cut(text: str, focus: int) -> str:
    if len(text) <= _LONGEST:
        return text.strip()
    begin = max(0, min(focus - _LONGEST // 2, len(text) - _LONGEST))
    part = text[begin : begin + _LONGEST].strip()
    return f"{'… ' if begin else ''}{part}{' …' if begin + _LONGEST < len(text) else ''}"


def passages(document: Document, kinds: dict[str, str]) -> tuple[Passage, ...]:
    """Return the passages of a document in reading order.

    Parameters
    ----------
    document : Document
        The text in one language.
    kinds : dict of str to str
        Kind of every result, which decides the format where the text names none.

    Returns
    -------
    tuple of Passage
        Without the captions and contents of figures and tables, which do not stand in the text.
    """
    found = [Passage(document.heading, "heading", _pieces(document.title, kinds))]
    heading = document.heading
    for block in (*document.front, *document.blocks):
        if isinstance(block, Heading):
            pieces = _pieces(block.children, kinds)
            heading = Passage("", "heading", pieces).text
            found.append(Passage(heading, "heading", pieces))
        else:
            found += [Passage(heading, kind, _pieces(part, kinds)) for kind, part in _parts(block)]
    return tuple(passage for passage in found if passage.text.strip())


def _parts(block: Block, kind: str = "") -> Iterator[tuple[str, Sequence[Inline]]]:
    """Yield every run of inlines below a block with what it is."""
    if isinstance(block, Paragraph):
        yield kind or "paragraph", block.children
    elif isinstance(block, Items):
        for item in block.items:
            for part in item:
                yield from _parts(part, kind or "item")
    elif isinstance(block, TextTable):
        for row in (block.header, *block.rows):
            for cell in row:
                yield "cell", cell
    elif isinstance(block, Callout):
        yield block.kind, block.title
        for part in block.blocks:
            yield from _parts(part, block.kind)


def _pieces(inlines: Sequence[Any], kinds: dict[str, str]) -> tuple[str | Number, ...]:
    pieces: list[str | Number] = []
    for node in walk(tuple(inlines)):
        if isinstance(node, Value):
            kind = kinds.get(node.result, "")
            pieces.append(Number(node.result, node.form or _FORM_OF_KIND.get(kind, kind), node.text))
        elif isinstance(node, Text | CrossReference | LineBreak):
            words = " " if isinstance(node, LineBreak) else node.text
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += words
            else:
                pieces.append(words)
    return tuple(pieces)


def written(found: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return passages as JSON can hold them."""
    return [
        {
            "heading": passage.heading,
            "kind": passage.kind,
            "pieces": [
                {"result": piece.result, "form": piece.form, "text": piece.text} if isinstance(piece, Number) else piece
                for piece in passage.pieces
            ],
        }
        for passage in found
    ]


def read(found: Sequence[dict[str, Any]]) -> tuple[Passage, ...]:
    """Return the passages that `written` gave.

    Raises
    ------
    KeyError, TypeError
        What was read is something else.
    """
    return tuple(
        Passage(
            item["heading"],
            item["kind"],
            tuple(piece if isinstance(piece, str) else Number(**piece) for piece in item["pieces"]),
        )
        for item in found
    )
