"""What every slide has beside its content: number, line of an example, language of its characters."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from valuma.report.pptx.stage import INK, YELLOW, Box, placeholders, put

#: Height of the line of an example, in points.
BANNER = 22.0
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_USUAL_TITLE = 44.0


def bare_frame(shape: Any, box: Box) -> None:
    """Move a shape with words to a place and take its inner margins off; its type is never shrunk by the program."""
    put(shape, box)
    frame = shape.text_frame
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame._txBody.bodyPr.set("anchor", "t")


def add_banner(page: Any, words: str, width: float) -> None:
    """Write the line of an example over a slide; it is read first."""
    shape = page.shapes.add_textbox(0, 0, 0, 0)
    shape.name = "Banner"
    bare_frame(shape, Box(0, 0, width, BANNER))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(YELLOW)
    shape.text_frame._txBody.bodyPr.set("anchor", "ctr")
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.color.rgb = Pt(13), True, _rgb(INK)
    page.shapes.title._element.addprevious(shape._element)


def add_number(page: Any, number: int) -> None:
    """Put the slide number where the layout has a place for it."""
    places = placeholders(page.slide_layout, KIND.SLIDE_NUMBER)
    if not places:
        return
    index = places[0].placeholder_format.idx
    tree = page.shapes._spTree
    identity = max(int(node.get("id")) for node in tree.iter(qn("p:cNvPr"))) + 1
    tree.append(
        parse_xml(
            f'<p:sp xmlns:p="{_P}" xmlns:a="{_A}"><p:nvSpPr><p:cNvPr id="{identity}" name="Slide number"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="{index}"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/>'
            f"<a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>"
        )
    )


def title_size(shape: Any, layout: Any) -> float:
    """Size of a title in points, as its layout or master sets it."""
    master = layout.slide_master
    kinds = (shape.placeholder_format.type, KIND.TITLE)
    places = [place for owner in (layout, master) for place in placeholders(owner, *kinds)]
    styles = list(master._element.iter(qn("p:titleStyle")))
    for node in (*(place._element for place in places), *styles):
        for run in node.iter(qn("a:defRPr")):
            if run.get("sz"):
                return int(run.get("sz")) / 100
    return _USUAL_TITLE


def say_language(element: Any, tag: str) -> None:
    """Mark all characters of a slide with their language."""
    for run in (*element.iter(qn("a:r")), *element.iter(qn("a:fld"))):
        properties = run.find(qn("a:rPr"))
        if properties is None:
            properties = run.makeelement(qn("a:rPr"), {})
            run.insert(0, properties)
        properties.set("lang", tag)
    for paragraph in element.iter(qn("a:endParaRPr")):
        paragraph.set("lang", tag)


def _rgb(value: str) -> Any:
    return RGBColor.from_string(value)  # type: ignore[no-untyped-call]
