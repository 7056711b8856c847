"""Words of a text → runs, links, fields and references of a Word document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE

from valuma.report import words
from valuma.report.docx.xml import Bookmarks, Element, el, field, run
from valuma.report.tree import (
    Citation,
    CrossReference,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
    Value,
)

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart

    from valuma.report.document import Document
    from valuma.report.docx.styles import WordStyles

_ENGLISH = "en-GB"


class Inlines:
    """Writes the words of one document.

    Parameters
    ----------
    part : DocumentPart
        Where addresses of links are kept.
    styles : WordStyles
        Styles by role.
    marks : Bookmarks
        Names of what can be referred to.
    document : Document
        Knows the numbers of figures and tables.
    tag : str
        Language tag of every run; empty where the whole document has it.
    """

    def __init__(
        self, part: DocumentPart, styles: WordStyles, marks: Bookmarks, document: Document, tag: str = ""
    ) -> None:
        self.part = part
        self.styles = styles
        self.marks = marks
        self.document = document
        self.tag = tag

    def run(self, text: str, *, style: str = "", bold: bool = False, italic: bool = False) -> Element:
        """Make a run in the language of the document."""
        return run(text, style=style, bold=bold, italic=italic, lang=self.tag)

    def english(self, text: str) -> Element:
        """Make a run of words that are English in a document of another language: read and spelled as English."""
        return run(text, italic=True, lang=_ENGLISH)

    def runs(
        self, nodes: Sequence[Inline], *, style: str = "", bold: bool = False, italic: bool = False
    ) -> list[Element]:
        """Write words.

        Parameters
        ----------
        nodes : sequence of Inline
            The words.
        style : str
            Id of a character style.
        bold, italic : bool
            What holds for all of them.

        Returns
        -------
        list of element
        """
        made: list[Element] = []
        for node in nodes:
            match node:
                case Text(text) | Value(text, _, _):
                    made.append(self.run(text, style=style, bold=bold, italic=italic))
                case Emphasis(children):
                    made += self.runs(children, style=style, bold=bold, italic=True)
                case Strong(children):
                    made += self.runs(children, style=style, bold=True, italic=italic)
                case Link(url, children):
                    inner = self.runs(children, style=self.styles.id("link"), bold=bold, italic=italic)
                    made.append(self.address(url, inner))
                case CrossReference():
                    made.append(self.reference(node, bold=bold, italic=italic))
                case Citation(_, numbers):
                    made += self.citation(numbers)
                case LineBreak():
                    made.append(el("w:r", None, el("w:br")))
        return made

    def address(self, url: str, inner: Sequence[Element]) -> Element:
        """Make a link to a page of the web."""
        relation = self.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return el("w:hyperlink", {"r:id": relation, "w:history": "1"}, *inner)

    def reference(self, node: CrossReference, *, bold: bool = False, italic: bool = False) -> Element:
        """Make a link to a figure or table, whose number in it is a field that follows the caption."""
        names = self.document.figures if node.to == "figure" else self.document.tables
        number = str(names.index(node.name) + 1)
        anchor = self.marks.name(f"{node.to} {node.name}")

        def plain(text: str) -> list[Element]:
            return [self.run(text, bold=bold, italic=italic)] if text else []

        found = re.search(rf"(?<!\d){number}(?!\d)", node.text)
        if found is None:
            children = plain(node.text)
        else:
            shown = field(f"REF {anchor}", plain(number))
            children = [*plain(node.text[: found.start()]), *shown, *plain(node.text[found.end() :])]
        return el("w:hyperlink", {"w:anchor": anchor, "w:history": "1"}, *children)

    def citation(self, numbers: Sequence[int]) -> list[Element]:
        """Write numbers of sources in brackets, each a link to its entry."""
        made = [self.run("[")]
        for index, number in enumerate(numbers):
            if index:
                made.append(self.run(", "))
            anchor = self.marks.name(f"source {number}")
            made.append(el("w:hyperlink", {"w:anchor": anchor, "w:history": "1"}, self.run(str(number))))
        return [*made, self.run("]")]

    def label(self, what: str, number: int, name: str) -> list[Element]:
        """Write "Figure 3": its number counts itself and carries the bookmark that references show.

        Parameters
        ----------
        what : {"figure", "table"}
            Kind.
        number : int
            The number it has now.
        name : str
            Name of the figure or table.

        Returns
        -------
        list of element
        """
        said = words.numbered(what, number, self.document.lang)
        before, _, after = said.partition(str(number))
        counted = field(f"SEQ {before.strip()} \\* ARABIC", [self.run(str(number), bold=True)])
        return [
            self.run(before, bold=True),
            *self.marks.around(f"{what} {name}", counted),
            self.run(f"{after}. ", bold=True),
        ]
