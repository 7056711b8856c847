"""What a Word file must have so that everybody can read it: a checker that says what is wrong."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

#: Order of children as ISO/IEC 29500-1 gives it; Word refuses or drops what stands elsewhere.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
        "lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
    "settings": (
        "writeProtection view zoom defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
        "characterSpacingControl compat themeFontLang"
    ),
}


def problems(data: bytes, language: str) -> list[str]:
    """Say everything that is wrong with a document for a screen reader, or for Word itself."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    found = [*_about(document, language), *_headings(document), *_pictures(body), *_tables(body)]
    return [*found, *_references(document, body), *_lists(document, body), *_order(document), *_contrast(document)]


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _about(document, language: str) -> Iterator[str]:
    if not document.core_properties.title:
        yield "no title"
    if document.core_properties.language != language:
        yield f"the document says it is in {document.core_properties.language!r}"
    default = document.styles.element.xpath("./w:docDefaults//w:lang/@w:val")
    if default != [language]:
        for run in document.element.body.iter(qn("w:r")):
            if _text(run) and run.xpath("./w:rPr/w:lang/@w:val") != [language]:
                yield f"words in another language: {_text(run)!r}"


def heading_levels(document) -> list[tuple[int, str]]:
    """Headings in order, with the level that Word's navigation shows."""
    levels = {}
    for style in document.styles.element.iter(qn("w:style")):
        if found := style.xpath("./w:pPr/w:outlineLvl/@w:val"):
            levels[style.get(qn("w:styleId"))] = int(found[0]) + 1
    levels = {style: level for style, level in levels.items() if level <= 9}  # 10 is running text
    paragraphs = document.element.body.iter(qn("w:p"))
    styled = [(p.xpath("string(./w:pPr/w:pStyle/@w:val)"), _text(p)) for p in paragraphs]
    return [(levels[style], text) for style, text in styled if style in levels]


def _headings(document) -> Iterator[str]:
    before = 0
    found = heading_levels(document)
    if not found:
        yield "no headings"
    for level, text in found:
        if not text.strip():
            yield f"an empty heading of level {level}"
        if level > before + 1:
            yield f"heading {text!r} of level {level} after level {before}"
        before = level


def _pictures(body) -> Iterator[str]:
    if body.xpath(".//wp:anchor"):
        yield "a drawing that floats"
    for drawing in body.iter(qn("w:drawing")):
        about = drawing.xpath(".//wp:docPr")[0]
        if not about.get("descr", "").strip() or not about.get("title", "").strip():
            yield f"a drawing without words: {about.get('name')!r}"
    numbers = Counter(body.xpath(".//wp:docPr/@id"))
    yield from (f"drawing number {number} twice" for number, n in numbers.items() if n > 1)


def _tables(body) -> Iterator[str]:
    for table in body.iter(qn("w:tbl")):
        name = table.xpath("string(./w:tblPr/w:tblCaption/@w:val)")
        rows = table.findall(qn("w:tr"))
        if not name:
            yield "a table without a title"
        if [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows] != [True] + [False] * (len(rows) - 1):
            yield f"table {name!r}: not exactly the first row is repeated as heading"
        if table.xpath(".//w:gridSpan | .//w:vMerge | .//w:hMerge | .//w:tc//w:tbl"):
            yield f"table {name!r}: merged cells or a table in a table"
        if len({len(row.findall(qn("w:tc"))) for row in rows}) != 1:
            yield f"table {name!r}: rows of different length"
        if any(not _text(cell).strip() for cell in table.iter(qn("w:tc"))):
            yield f"table {name!r}: an empty cell"
        after = table.getnext()
        if after is None or after.tag == qn("w:tbl"):
            yield f"table {name!r}: no paragraph behind it"


def _references(document, body) -> Iterator[str]:
    names = Counter(body.xpath(".//w:bookmarkStart/@w:name"))
    numbers = Counter(body.xpath(".//w:bookmarkStart/@w:id"))
    yield from (f"bookmark {name!r} twice" for name, n in {**names, **numbers}.items() if n > 1)
    yield from (f"bookmark name {name!r}" for name in names if not re.fullmatch(r"[^\W\d]\w{0,39}", name))
    if sorted(numbers) != sorted(body.xpath(".//w:bookmarkEnd/@w:id")):
        yield "a bookmark that does not end"
    for link in body.iter(qn("w:hyperlink")):
        anchor, relation = link.get(qn("w:anchor")), link.get(qn("r:id"))
        if not _text(link).strip():
            yield "a link without words"
        if anchor is not None and anchor not in names:
            yield f"a link to {anchor!r}, which is not there"
        if anchor is None and relation not in document.part.rels:
            yield "a link to nowhere"
    for code in body.xpath(".//w:instrText/text()"):
        words = code.split()
        if words[0] in ("REF", "PAGEREF") and words[1] not in names:
            yield f"a reference to {words[1]!r}, which is not there"
    kinds = Counter(body.xpath(".//w:fldChar/@w:fldCharType"))
    if len(set(kinds.values())) > 1:
        yield f"fields that do not end: {dict(kinds)}"


def _lists(document, body) -> Iterator[str]:
    numbering = document.part.numbering_part.element
    known = set(numbering.xpath("./w:num/w:abstractNumId/@w:val/../../@w:numId")) | {"0"}
    defined = set(numbering.xpath("./w:abstractNum/@w:abstractNumId"))
    if not set(numbering.xpath("./w:num/w:abstractNumId/@w:val")) <= defined:
        yield "a list without a definition"
    for paragraph in body.iter(qn("w:p")):
        text = _text(paragraph)
        number = paragraph.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if number and number[0] not in known:
            yield f"a list {number[0]} that is not there"
        if not number and re.match(r"\s*([-–•*]|\d+\.)\s+\w", text) and not paragraph.xpath("ancestor::w:tc"):
            yield f"a list item typed by hand: {text[:40]!r}"
        if not text.strip() and not paragraph.xpath(".//w:drawing | ./w:pPr/w:sectPr"):
            yield "an empty paragraph"


def _order(document) -> Iterator[str]:
    for root in (document.element, document.styles.element, document.settings.element):
        for element in root.iter():
            if not isinstance(element.tag, str) or etree.QName(element).localname not in ORDER:
                continue
            order = ORDER[etree.QName(element).localname].split()
            names = [etree.QName(child).localname for child in element]
            places = [order.index(name) for name in names if name in order]
            if places != sorted(places) or set(names) - set(order):
                yield f"{etree.QName(element).localname}: {names}"


def _contrast(document) -> Iterator[str]:
    """Type of every style on its ground, by WCAG 2.1: at least 4.5 to 1."""
    ink = document.styles.element.xpath("string(./w:docDefaults//w:color/@w:val)") or "000000"
    for style in document.styles.element.iter(qn("w:style")):
        if style.get(qn("w:type")) != "paragraph":
            continue
        ground = style.xpath("string(./w:pPr/w:shd/@w:fill)") or "FFFFFF"
        letters = style.xpath("string(./w:rPr/w:color/@w:val)") or ink
        ratio = contrast(letters, ground)
        if ratio < 4.5:
            yield f"style {style.xpath('string(./w:name/@w:val)')!r}: contrast {ratio:.1f}"


def contrast(first: str, second: str) -> float:
    """Contrast of two colours by WCAG 2.1."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)
