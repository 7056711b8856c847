"""The stage of the slides: a presentation with its layouts, and where on a slide things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from valuma.report.pptx.fit import ARIAL, Type

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

#: Colours of the brief: what is stressed, text, lines, the line of an example.
ACCENT, INK, HAIR, YELLOW = "0B4A63", "17242B", "B9C5CB", "FFE45C"
_WIDTH, _HEIGHT, _MARGIN = 960.0, 540.0, 36.0
_FONT = "Arial"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Place:
    """A layout and where its title and its content stand."""

    layout: SlideLayout
    title: Box
    content: Box


@dataclass(frozen=True)
class Beside:
    """A layout on which a picture takes the height of the slide and all words stand beside it."""

    layout: SlideLayout
    picture: Box
    title: Box
    words: Box


@dataclass(frozen=True)
class Stage:
    """A presentation without slides, its layouts by what they are for, and how its type runs.

    Parameters
    ----------
    deck : Presentation
        Of python-pptx.
    opening, content : Place
        For the first slide and for all others.
    beside : Beside
        For tall figures.
    type : Type
        Width of its type.
    own : bool
        True for the stage of this library, False for somebody's template.
    notes : tuple of str
        What the user should know of the template, in English.
    """

    deck: Deck
    opening: Place
    content: Place
    beside: Beside
    type: Type
    own: bool = True
    notes: tuple[str, ...] = ()
    width: float = field(default=_WIDTH)
    height: float = field(default=_HEIGHT)


def own_stage() -> Stage:
    """Return the stage that is used where nobody gives a template: 16:9, white, the colours of the brief."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(_WIDTH), Pt(_HEIGHT)
    without_leftovers(deck)
    _theme(deck)
    _master(deck.slide_master)
    keep = {"Title Slide": "Title", "Title and Content": "Text or figure", "Content with Caption": "Tall figure"}
    for layout in list(deck.slide_layouts):
        if layout.name not in keep:
            deck.slide_layouts.remove(layout)
    opening, content, tall = deck.slide_layouts
    for layout in (opening, content, tall):
        layout._element.cSld.set("name", keep[layout.name])
        _place_kinds(layout, {KIND.SLIDE_NUMBER: Box(_WIDTH - _MARGIN - 60, 508, 60, 20)})
        _remove(layout, (KIND.DATE, KIND.FOOTER))
    title, body = Box(_MARGIN, 24, _WIDTH - 2 * _MARGIN, 64), Box(_MARGIN, 96, _WIDTH - 2 * _MARGIN, 404)
    _place_kinds(content, {KIND.TITLE: title, KIND.OBJECT: body})
    beside = _tall(tall)
    return Stage(deck, _first(opening), Place(content, title, body), beside, ARIAL)


def without_leftovers(deck: Deck) -> None:
    """Drop what a presentation carries of its maker: the picture of its first slide, the settings of a printer."""
    package = deck.part.package
    for part, kinds in ((package, (RT.THUMBNAIL,)), (deck.part, (RT.PRINTER_SETTINGS,))):
        rels: Any = part._rels
        for name in [name for name, rel in rels.items() if rel.reltype in kinds]:
            rels.pop(name)


def placeholders(layout: SlideLayout, *kinds: Any) -> list[Any]:
    """Return the placeholders of a layout of some kinds, in its order."""
    found: Any = layout.placeholders
    return [shape for shape in found if shape.placeholder_format.type in kinds]


def box_of(shape: Any) -> Box:
    """Return where a shape stands."""
    return Box(*(value / 12700 for value in (shape.left, shape.top, shape.width, shape.height)))


def put(shape: Any, box: Box) -> None:
    """Move a shape to a place."""
    shape.left, shape.top, shape.width, shape.height = (
        Pt(value) for value in (box.left, box.top, box.width, box.height)
    )


def _theme(deck: Deck) -> None:
    """Set colours and type of the theme, on which everything else relies."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = parse_xml(part.blob)
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": ACCENT, "lt2": "EEF4F6", "accent1": ACCENT, "hlink": ACCENT}
    for name, value in colours.items():
        for old in theme.iter(qn(f"a:{name}")):
            for child in list(old):
                old.remove(child)
            old.append(parse_xml(f'<a:srgbClr xmlns:a="{_A}" val="{value}"/>'))
    for fonts in ("a:majorFont", "a:minorFont"):
        for found in theme.iter(qn(fonts)):
            found.find(qn("a:latin")).set("typeface", _FONT)
    theme.set("name", "valuma")
    from lxml import etree

    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TITLE_STYLE = (
    f'<a:lvl1pPr xmlns:a="{_A}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
    '<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
    '<a:defRPr sz="2800" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
    '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
)


def _master(master: Any) -> None:
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle"))
    style.replace(style.find(qn("a:lvl1pPr")), parse_xml(_TITLE_STYLE))
    for shape in list(master.placeholders):
        kind = shape.placeholder_format.type
        if kind in (KIND.DATE, KIND.FOOTER):
            shape._element.getparent().remove(shape._element)
        elif kind == KIND.TITLE:
            put(shape, Box(_MARGIN, 24, _WIDTH - 2 * _MARGIN, 64))
            _bare(shape, "t")
        elif kind == KIND.BODY:
            put(shape, Box(_MARGIN, 96, _WIDTH - 2 * _MARGIN, 404))
            _bare(shape, "t")
        elif kind == KIND.SLIDE_NUMBER:
            put(shape, Box(_WIDTH - _MARGIN - 60, 508, 60, 20))
            _bare(shape, "ctr")
            for run in shape._element.iter(qn("a:tint")):
                run.getparent().remove(run)
    _line(master, Box(0, 0, _WIDTH, 6))


def _bare(shape: Any, anchor: str) -> None:
    """No inner margins, so that words align with pictures; no shrinking of type by the program."""
    body = shape._element.txBody.find(qn("a:bodyPr"))
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", anchor)
    for child in list(body):
        body.remove(child)


def _line(owner: Any, box: Box) -> None:
    """Draw a band in the accent colour on a master or layout, behind everything else."""
    x, y, w, h = (round(value * 12700) for value in (box.left, box.top, box.width, box.height))
    tree = owner._element.cSld.spTree
    number = max(int(node.get("id")) for node in tree.iter(qn("p:cNvPr"))) + 1
    shape = parse_xml(
        f'<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{_A}"><p:nvSpPr>'
        f'<p:cNvPr id="{number}" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )
    tree.insert(2, shape)


def _first(layout: Any) -> Place:
    """Make the first slide: words in white on the accent colour."""
    title, words = Box(72, 132, 780, 150), Box(72, 300, 780, 110)
    _place_kinds(layout, {KIND.CENTER_TITLE: title, KIND.SUBTITLE: words})
    _remove(layout, (KIND.SLIDE_NUMBER,))
    layout._element.cSld.insert(
        0,
        parse_xml(
            f'<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{_A}"><p:bgPr>'
            '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        ),
    )
    for shape, size, anchor in zip(layout.placeholders, (44, 24), ("b", "t"), strict=True):
        _bare(shape, anchor)
        _style(shape, size, "bg1")
    return Place(layout, title, words)


def _tall(layout: Any) -> Beside:
    picture, title, words = Box(24, 22, 606, 500), Box(654, 28, 276, 170), Box(654, 206, 276, 296)
    body = placeholders(layout, KIND.OBJECT)[0]
    body._element.getparent().remove(body._element)
    _place_kinds(layout, {KIND.TITLE: title, KIND.BODY: words})
    for shape in placeholders(layout, KIND.TITLE, KIND.BODY):
        _bare(shape, "t")
        style = shape._element.txBody.find(qn("a:lstStyle"))
        for child in list(style):
            style.remove(child)
    return Beside(layout, picture, title, words)


def _style(shape: Any, size: int, colour: str) -> None:
    style = shape._element.txBody.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    style.append(
        parse_xml(
            f'<a:lvl1pPr xmlns:a="{_A}" marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size * 100}">'
            f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _place_kinds(layout: SlideLayout, boxes: dict[Any, Box]) -> None:
    for kind, box in boxes.items():
        for shape in placeholders(layout, kind):
            put(shape, box)


def _remove(layout: SlideLayout, kinds: Sequence[Any]) -> None:
    for shape in placeholders(layout, *kinds):
        shape._element.getparent().remove(shape._element)
