"""Pages of a Word document: sections upright and on their side, header, footer, banner, properties."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from valuma.report.docx.blocks import Space
from valuma.report.docx.xml import Element, el, field, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from valuma.report.docx.styles import WordStyles
    from valuma.report.imprint import Imprint

#: Language tag of a document in each language of the library.
TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
#: A day instead of today, so that the same input gives the same bytes.
_MADE = datetime(1980, 1, 1)
_A4 = (11906, 16838)
_MARGIN = 1440


@dataclass(frozen=True)
class Stretch:
    """A part of the document on pages of one orientation."""

    wide: bool
    elements: list[Element]


def space_of(section: Element, *, wide: bool = False) -> Space:
    """Return the room between the margins of a section, of its first column where it has several.

    Parameters
    ----------
    section : element
        ``w:sectPr``.
    wide : bool
        With the page on its side.

    Returns
    -------
    Space
    """
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = _number(size, "w", _A4[0]), _number(size, "h", _A4[1])
    if wide != (width > height):
        width, height = height, width
    sides = _number(margins, "left", _MARGIN) + _number(margins, "right", _MARGIN) + _number(margins, "gutter", 0)
    ends = abs(_number(margins, "top", _MARGIN)) + abs(_number(margins, "bottom", _MARGIN))
    columns = section.find(qn("w:cols"))
    count = max(_number(columns, "num", 1), 1)
    column = (width - sides - _number(columns, "space", 720) * (count - 1)) / count
    return Space(max(column, _MARGIN) / 20, max(height - ends, _MARGIN) / 20)


def _number(element: Element, attribute: str, default: int) -> int:
    text = None if element is None else element.get(qn(f"w:{attribute}"))
    try:
        return default if text is None else round(float(text))
    except ValueError:
        return default


def lay_out(stretches: Sequence[Stretch], section: Element, *, more: bool) -> list[Element]:
    """Join stretches of upright and sideways pages, with the breaks of section that they need.

    Parameters
    ----------
    stretches : sequence of Stretch
        In reading order; neighbours differ in orientation.
    section : element
        ``w:sectPr`` at the end of the section they are put into; changed where it has to close something else
        than before.
    more : bool
        Whether something of the section follows.

    Returns
    -------
    list of element
    """
    made: list[Element] = []
    turned = _is_wide(section)
    original = copy.deepcopy(section)
    for index, stretch in enumerate(stretches):
        made += stretch.elements
        last = index == len(stretches) - 1
        if last and not (more and stretch.wide != turned):
            if stretch.wide != turned:
                _turn(section)
            if index:
                _go_on(section)
            break
        closing = copy.deepcopy(original)
        if index:
            _go_on(closing)
        if stretch.wide != turned:
            _turn(closing)
        _close(made, closing)
        if last:
            _go_on(section)
    return made


def _is_wide(section: Element) -> bool:
    size = section.find(qn("w:pgSz"))
    return _number(size, "w", _A4[0]) > _number(size, "h", _A4[1])


def _turn(section: Element) -> None:
    """Lay the pages of a section on their side, or set them upright again."""
    size = section.find(qn("w:pgSz"))
    if size is None:
        size = el("w:pgSz", {"w:w": str(_A4[0]), "w:h": str(_A4[1])})
        section.insert(0, size)
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.attrib.pop(qn("w:orient"), None)
    if int(height) > int(width):
        size.set(qn("w:orient"), "landscape")


def _go_on(section: Element) -> None:
    """Let a section go on from the one before: on a new page, without another cover or first number."""
    for tag in ("w:titlePg", "w:type"):
        for node in section.findall(qn(tag)):
            section.remove(node)
    for node in section.findall(qn("w:pgNumType")):
        node.attrib.pop(qn("w:start"), None)
    before = ("w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr")
    place = sum(len(section.findall(qn(tag))) for tag in before)
    section.insert(place, el("w:type", {"w:val": "nextPage"}))


def _close(elements: list[Element], section: Element) -> None:
    """Let a section end with the last paragraph; behind a table that takes one of its own."""
    if not elements or not elements[-1].tag.endswith("}p") or elements[-1].xpath("./w:pPr/w:sectPr"):
        elements.append(paragraph("", []))
    elements[-1].get_or_add_pPr().append(section)


def add_footer(document: WordDocument, styles: WordStyles, study: str, tag: str = "") -> None:
    """Write the name of the study and the number of the page at the foot of every page."""
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    words = [run(f"{study}   ·   ", lang=tag), *field("PAGE", [run("1", lang=tag)]), run(" / ", lang=tag)]
    words += field("NUMPAGES", [run("1", lang=tag)])
    footer._element[:] = [paragraph(styles.id("footer"), words)]


def add_banner(document: WordDocument, styles: WordStyles, words: str) -> None:
    """Write over every page, the first one and even ones too, that its data are invented."""
    seen = set[int]()
    for index, section in enumerate(document.sections):
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            if header.is_linked_to_previous:
                if index:
                    continue
                header.is_linked_to_previous = False
                header._element[:] = []
            if id(header._element) not in seen:
                seen.add(id(header._element))
                header._element.insert(0, paragraph(styles.id("banner"), [run(words)]))


def has_page_numbers(document: WordDocument) -> bool:
    """Say whether any header or footer of a document counts its pages."""
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_footer, section.even_page_footer):
            if part.is_linked_to_previous:
                continue
            codes = part._element.xpath(".//w:instrText/text() | .//w:fldSimple/@w:instr")
            if any(str(code).split()[:1] == ["PAGE"] for code in codes):
                return True
    return False


def set_properties(document: WordDocument, imprint: Imprint, title: str, lang: str, *, author: bool) -> None:
    """Set title, language and what else a file says of itself."""
    about = document.core_properties
    about.title = f"{imprint.banner}: {title}" if imprint.banner else title
    about.subject = imprint.study
    about.keywords = ", ".join(imprint.keywords)
    about.language = TAGS[lang]
    about.revision = 1
    about.created = about.modified = _MADE
    if author:
        about.author = about.last_modified_by = ", ".join(imprint.authors)
        for node in document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
            node.set(qn("w:val"), TAGS[lang])
