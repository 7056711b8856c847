"""A manuscript → the bytes of a Word document, in the library's own dress or in that of a template."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn

from valuma import texts
from valuma.formats.office_package import fixed_package
from valuma.report.docx.base import base_document
from valuma.report.docx.blocks import Blocks, Place, Space
from valuma.report.docx.inlines import Inlines
from valuma.report.docx.numbering import Numbering
from valuma.report.docx.pages import (
    TAGS,
    Stretch,
    add_banner,
    add_footer,
    has_page_numbers,
    lay_out,
    set_properties,
    space_of,
)
from valuma.report.docx.styles import WordStyles, style_notes
from valuma.report.docx.xml import Bookmarks, Element, el, field_end, field_start, paragraph, paragraph_text
from valuma.report.imprint import ordered_sources
from valuma.report.tree import Heading, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

    from valuma.report.docx.manuscript import Manuscript

#: The paragraph of a template in whose place the report is put.
MARKER = "{{report}}"
#: Share of other words, which are other forms of the same ones, in a name that says the same as a title.
_OTHER_WORDS = 0.2
#: Contents of at most so many lines fit below the title; longer ones begin the next page.
_BELOW_TITLE = 16
_CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'


@dataclass(frozen=True)
class WordFile:
    """A written document.

    Parameters
    ----------
    data : bytes
        The file.
    notes : tuple of str
        What a template lacked and what was done about it.
    """

    data: bytes
    notes: tuple[str, ...] = ()


def word_file(report: Manuscript, template: bytes | None = None) -> WordFile:
    """Write a report.

    Parameters
    ----------
    report : Manuscript
        What it says.
    template : bytes, optional
        A document that was checked (`valuma.report.docx.template.open_template`).

    Returns
    -------
    WordFile
        The same manuscript and template give the same bytes.
    """
    return _Writer(report, template).file()


class _Writer:
    def __init__(self, report: Manuscript, template: bytes | None) -> None:
        self.report = report
        self.lang = report.lang
        self.own = template is None
        self.word: WordDocument = docx.Document(io.BytesIO(base_document() if template is None else template))
        self.body: Element = self.word.element.body
        self.tag = "" if self.own else TAGS[self.lang]
        self.notes: list[str] = []
        self.styles = WordStyles(self.word.styles.element, neutral=not self.own)
        used = [int(number) for number in self.body.xpath("//w:bookmarkStart/@w:id") if str(number).isdigit()]
        self.marks = Bookmarks(used)
        self.inlines = Inlines(self.word.part, self.styles, self.marks, report.document, self.tag)
        numbers = [int(number) for number in self.body.xpath("//wp:docPr/@id") if str(number).isdigit()]
        numbering = Numbering(self.word)
        self.blocks = Blocks(report, self.word.part, self.styles, numbering, self.inlines, max(numbers, default=0))
        self.numbering = numbering
        self.marker = self._find_marker()
        self.section = self._section_here()

    def file(self) -> WordFile:
        place = self.section if self.marker is None else self.marker
        for element in lay_out(self.stretches(), self.section, more=self._something_follows()):
            place.addprevious(element)
        self._clear_marker()
        if self.report.imprint.banner:
            add_banner(self.word, self.styles, self.report.imprint.banner)
        if self.own:
            add_footer(self.word, self.styles, self.report.imprint.study)
        elif not has_page_numbers(self.word):
            self.notes.append("the template has no page numbers in its header or footer, and none were added")
        set_properties(self.word, self.report.imprint, self.report.document.heading, self.lang, author=self.own)
        notes = self.notes if self.own else [*self.notes, *style_notes(self.styles.added)]
        target = io.BytesIO()
        self.word.save(target)
        return WordFile(fixed_package(target.getvalue()), tuple(notes))

    # ---- where the report goes

    def _find_marker(self) -> Element | None:
        if self.own:
            return None
        found = next((p for p in self.body.findall(qn("w:p")) if MARKER in paragraph_text(p)), None)
        self.notes.append(
            f"the template has no paragraph {MARKER}: the report stands after what is there"
            if found is None
            else f"the report stands in the place of the paragraph {MARKER}"
        )
        return found

    def _section_here(self) -> Element:
        """Return the end of the section that the report goes into."""
        if self.marker is not None:
            for element in (self.marker, *self.marker.itersiblings()):
                if found := element.xpath("./w:pPr/w:sectPr"):
                    return found[0]
        final = self.body.find(qn("w:sectPr"))
        if final is None:
            final = el("w:sectPr")
            self.body.append(final)
        return final

    def _something_follows(self) -> bool:
        """Whether the template goes on behind the marker in the same section."""
        if self.marker is None or self.section in self.marker.iter():
            return False
        for element in self.marker.itersiblings(qn("w:p"), qn("w:tbl"), qn("w:sdt")):
            return self.section not in element.iter() or bool(paragraph_text(element).strip())
        return False

    def _clear_marker(self) -> None:
        """Take the marker away; a paragraph that ends a section stays without its words."""
        if self.marker is None:
            return
        if self.section in self.marker.iter():
            for node in list(self.marker):
                if node.tag != qn("w:pPr"):
                    self.marker.remove(node)
        else:
            self.marker.getparent().remove(self.marker)

    def _has_words_before(self) -> bool:
        """Whether the template has something before the report that does not end with a break of its own."""
        place = self.section if self.marker is None else self.marker
        before = next(place.itersiblings(qn("w:p"), qn("w:tbl"), qn("w:sdt"), preceding=True), None)
        if before is None:
            return False
        return not before.xpath("./w:pPr/w:sectPr | .//w:br[@w:type='page']")

    # ---- what the report holds

    def stretches(self) -> list[Stretch]:
        """Write everything, cut where the pages turn."""
        upright, wide = space_of(self.section), space_of(self.section, wide=True)
        opening = self.opening()
        front = [*self.report.document.front]
        lede = front.pop(0) if front and isinstance(front[0], Paragraph) else None
        if lede is not None:
            opening += self.blocks.write([lede], upright, Place("lede"))
        opening += self.blocks.write(front, upright)
        text = self.blocks.write(self.report.document.blocks, upright)
        text += self.sources(upright)
        made = [Stretch(False, text)]
        for chapter in self.report.chapters:
            heading, *rest = chapter.blocks
            turned = chapter.wide != made[-1].wide
            if not isinstance(heading, Heading):
                raise TypeError(f"annex {chapter.name!r} has no heading")
            elements = [self.blocks.heading(heading, page_break=not turned)]
            place = Place(apart=chapter.apart)
            if chapter.dense:
                place = replace(place, items="source", lists="dense-")
            elements += self.blocks.write(rest, wide if chapter.wide else upright, place)
            if turned:
                made.append(Stretch(chapter.wide, elements))
            else:
                made[-1].elements.extend(elements)
        made[0].elements[:0] = [*opening, *self.contents()]
        return made

    def opening(self) -> list[Element]:
        """Title, name of the study and, for an example, the words that say so, also in the text itself."""
        imprint = self.report.imprint
        banner = [paragraph(self.styles.id("banner"), [self.inlines.run(imprint.banner)])] if imprint.banner else []
        title = paragraph(self.styles.id("title"), self.inlines.runs(self.report.document.title))
        kind = texts.message("report-kind", self.lang)
        if not _says_the_same(imprint.study, self.report.document.heading):
            kind = f"{kind}   ·   {imprint.study}"
        below = paragraph(self.styles.id("subtitle"), [self.inlines.run(kind)])
        made = [*banner, title, below]
        if not self.own and self._has_words_before():
            made[0].get_or_add_pPr().get_or_add_pageBreakBefore()
        return made

    def contents(self) -> list[Element]:
        """Make a table of contents that Word can update, with the headings as its stored result."""
        if self._has_contents():
            self.notes.append("the template has a table of contents of its own: update it in Word (F9)")
            return []
        lines = []
        entries = [entry for entry in self.blocks.contents if entry.level <= 2]
        for entry in entries:
            link = el("w:hyperlink", {"w:anchor": entry.anchor, "w:history": "1"}, self.inlines.run(entry.text))
            lines.append(paragraph(self.styles.id(f"toc-{entry.level}"), [link]))
        if not lines:
            return []
        at = 1 if lines[0].find(qn("w:pPr")) is not None else 0
        lines[0][at:at] = field_start(_CONTENTS)
        lines[-1].append(field_end())
        words = texts.message("contents", self.lang)
        # The text follows the contents on the same page, so that a long list does not cost one of its own.
        heading = paragraph(
            self.styles.id("toc-heading"), [self.inlines.run(words)], page_break=len(lines) > _BELOW_TITLE
        )
        gallery = el(
            "w:docPartObj",
            None,
            el("w:docPartGallery", {"w:val": "Table of Contents"}),
            el("w:docPartUnique"),
        )
        return [el("w:sdt", None, el("w:sdtPr", None, gallery), el("w:sdtContent", None, heading, *lines))]

    def _has_contents(self) -> bool:
        codes = self.body.xpath(".//w:instrText/text() | .//w:fldSimple/@w:instr")
        return any(re.match(r"\s*TOC\b(?!.*\\c)", str(code)) for code in codes)

    def sources(self, space: Space) -> list[Element]:
        """Write the list of cited sources, what stands behind figures and tables, and the imprint."""
        report, say = self.report, texts.message
        cited = report.document.cited
        shown = [item.sources for item in report.figures.values()] + [item.sources for item in report.tables.values()]
        used = frozenset(name for names in shown for name in names)
        others = () if report.source_annex else ordered_sources(cited, used)
        made: list[Element] = []
        if cited or others:
            made.append(self.blocks.heading(Heading(2, (Text(say("sources", self.lang)),))))
        if cited:
            listed = self.numbering.new_list("sources")
            for number, name in enumerate(cited, start=1):
                made.append(self.blocks.source(report.sources[name], number=number, listed=listed))
        if others:
            title = say("other-sources", self.lang, n=len(others))
            made.append(self.blocks.heading(Heading(3, (Text(title),))))
            made += [self.blocks.source(report.sources[name]) for name in others if name in report.sources]
        if report.source_annex:
            annex = say("report-sources-annex", self.lang, n=str(report.source_annex)).replace("\u00a0", " ")
            made += self.blocks.write([Paragraph((Text(annex),))], space, Place("body"))
        lines = report.imprint.lines(self.lang)
        return made + [paragraph(self.styles.id("note"), [self.inlines.run(line)]) for line in lines]


def _says_the_same(study: str, title: str) -> bool:
    """Whether the name of the study only says the words of the title in another order."""
    name, words = ({word.casefold() for word in re.findall(r"\w+", text)} for text in (study, title))
    return len(name - words) <= len(name) * _OTHER_WORDS


def document_text(data: bytes) -> str:
    """Return the words of a Word document in reading order, a line a paragraph, without fields' codes."""
    document: WordDocument = docx.Document(io.BytesIO(data))
    paragraphs: Sequence[Element] = document.element.body.xpath(".//w:p")
    return "\n".join(paragraph_text(element) for element in paragraphs)
