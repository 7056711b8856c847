"""Somebody's PowerPoint template as a stage: checked before it is opened, its layouts found by their placeholders."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from valuma.formats.guards import SafeZip, ZipLimits, parse_xml, read_bytes, unusable
from valuma.formats.office_package import packed
from valuma.report.pptx.fit import ANY, ARIAL
from valuma.report.pptx.stage import Beside, Box, Place, Stage, box_of, own_stage, placeholders, without_leftovers

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import SlideLayout

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.%s.main+xml"
_LIMITS = ZipLimits(members=5_000, total=512 * 2**20)
_MIB = 2**20
#: Families that run as wide as the one the slides are measured in, and stay so where another has to stand in.
_AS_WIDE = ("arial", "helvetica", "liberation sans", "arimo")
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_BODIES = (KIND.OBJECT, KIND.BODY)
_FURNITURE = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER, *_TITLES)
_INNER_X, _INNER_Y = 14.4, 7.2
_GAP = 18.0
#: Part of the slide that a layout has to leave to its content.
_LEAST = 0.25


def template_stage(path: str | os.PathLike[str]) -> Stage:
    """Open a template (.pptx or .potx) and find the layouts the slides need.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    Stage
        Its notes say what was dropped and what could not be found.

    Raises
    ------
    StudyError
        The file is no presentation, is an old one (.ppt), is protected by a password, carries macros, or is
        made to harm.

    Notes
    -----
    Slides that the template holds are dropped; its masters, layouts, colours and type stay.
    """
    name = Path(path).name
    deck = _opened(_parts(path), name)
    notes = []
    if n := _drop_slides(deck):
        notes.append(f"{name}: its own slides ({n}) were dropped; layouts, colours and type are kept")
    without_leftovers(deck)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    width, height = int(deck.slide_width or 0) / 12700, int(deck.slide_height or 0) / 12700
    content = _content(layouts, width, height)
    if content is None:
        notes.append(f"{name}: no layout has a title and room for content; the library's own layouts are used")
        return replace(own_stage(), notes=tuple(notes))
    if not placeholders(content.layout, *_BODIES):
        notes.append(f"{name}: no layout has a title and a text; words stand in text boxes on {content.layout.name!r}")
    opening = _opening(layouts)
    if opening is None:
        notes.append(f"{name}: no layout has a title and a subtitle; the first slide uses {content.layout.name!r}")
    if not placeholders(content.layout, KIND.SLIDE_NUMBER):
        notes.append(f"{name}: the layout {content.layout.name!r} has no place for a slide number; there are none")
    if outside := _outside(deck):
        notes.append(f"{name}: refers to {outside} outside the file; nothing was fetched, PowerPoint may ask for it")
    known = _family(deck).lower().startswith(_AS_WIDE)
    return Stage(
        deck,
        opening or content,
        content,
        _beside(content),
        ARIAL if known else ANY,
        own=False,
        notes=tuple(notes),
        width=width,
        height=height,
    )


def _parts(path: str | os.PathLike[str]) -> dict[str, bytes]:
    """Return the parts of a template, all of them harmless."""
    name = Path(path).name
    wanted = "a PowerPoint file without macros (.pptx, .potx)"
    data = read_bytes(path, limit=256 * _MIB)
    if data.startswith(_OLD_OFFICE):
        hint = "open it in PowerPoint and save it as .pptx, without a password"
        raise unusable(name, "an old .ppt file, or one with a password", wanted, hint=hint)
    with SafeZip(path, limits=_LIMITS) as archive:
        parts = {member: archive.read(member) for member in archive.names}
    types = parts.get(_TYPES, b"")
    if b"macroEnabled" in types or any("vbaproject" in member.lower() for member in parts):
        raise unusable(name, "a file with macros", wanted, hint="save it as .pptx, which leaves the macros out")
    for member, content in parts.items():
        if member.lower().endswith((".xml", ".rels", ".vml")):
            parse_xml(content, f"{name}/{member}")
    if _MAIN % b"template" in types:
        parts[_TYPES] = types.replace(_MAIN % b"template", _MAIN % b"presentation")
    elif _MAIN % b"presentation" not in types:
        raise unusable(name, "no presentation in it", wanted)
    return parts


def _opened(parts: dict[str, bytes], name: str) -> Deck:
    try:
        deck = Presentation(io.BytesIO(packed(parts)))
        deck.slide_layouts[0].placeholders  # noqa: B018 – a damaged file fails here and not half-way
    except (PythonPptxError, KeyError, ValueError, AttributeError, IndexError, TypeError, SyntaxError) as error:
        raise unusable(
            name, f"parts that do not go together ({error})", "a presentation that PowerPoint opens"
        ) from error
    return deck


def _drop_slides(deck: Deck) -> int:
    """Take all slides out, and the lists that name them."""
    root = deck.part._element
    slides = list(deck.slides._sldIdLst)
    for entry in slides:
        deck.part.drop_rel(entry.rId)
        entry.getparent().remove(entry)
    for tag in ("p:custShowLst", "p:extLst"):  # sections and shows of slides that are gone
        for node in root.findall(qn(tag)):
            root.remove(node)
    return len(slides)


def _outside(deck: Deck) -> str:
    """Return what masters and layouts load from elsewhere when they are shown; links to click on are left alone."""
    parts = [part for master in deck.slide_masters for part in (master.part, *(x.part for x in master.slide_layouts))]
    rels = [rel for part in parts for rel in part.rels.values() if rel.is_external and rel.reltype != RT.HYPERLINK]
    return ", ".join(sorted({rel.target_ref for rel in rels}))


def _content(layouts: Sequence[SlideLayout], width: float, height: float) -> Place | None:
    """Return the layout with a title, one place for content, and as little else and as much room as can be."""
    found: list[tuple[int, float, int, Place]] = []
    for layout in layouts:
        titles, bodies = placeholders(layout, KIND.TITLE), placeholders(layout, *_BODIES)
        shapes: Any = layout.placeholders
        others = [shape for shape in shapes if shape.placeholder_format.type not in _FURNITURE]
        if len(titles) != 1 or (others and len(bodies) != len(others)):
            continue
        title = box_of(titles[0])
        content = box_of(bodies[0]) if len(bodies) == 1 else _below(title, width, height)
        if len(bodies) < 2 and content.width * content.height >= _LEAST * width * height:
            found.append(
                (-len(bodies), -content.width * content.height, len(found), Place(layout, _inner(title), content))
            )
    return min(found, key=lambda entry: entry[:3])[3] if found else None


def _below(title: Box, width: float, height: float) -> Box:
    """Room below a title on a layout that has nothing else."""
    return Box(title.left, title.bottom + _GAP, title.width, max(0.0, height * 0.92 - title.bottom - _GAP))


def _opening(layouts: Sequence[SlideLayout]) -> Place | None:
    for layout in layouts:
        titles, words = placeholders(layout, *_TITLES), placeholders(layout, KIND.SUBTITLE)
        if titles and words:
            return Place(layout, _inner(box_of(titles[0])), _inner(box_of(words[0])))
    return None


def _beside(content: Place) -> Beside:
    room = content.content
    part = 0.64 * (room.width - _GAP)
    words = Box(room.left + part + _GAP, room.top, room.width - part - _GAP, room.height)
    return Beside(content.layout, Box(room.left, room.top, part, room.height), content.title, words)


def _inner(box: Box) -> Box:
    """Room for words in a box with the usual inner margins."""
    return Box(box.left, box.top, box.width - _INNER_X, box.height - _INNER_Y)


def _family(deck: Deck) -> str:
    from lxml import etree

    try:
        theme: Any = etree.fromstring(deck.slide_master.part.part_related_by(RT.THEME).blob)
        return str(theme.find(f".//{qn('a:minorFont')}/{qn('a:latin')}").get("typeface", ""))
    except (KeyError, AttributeError, ValueError):
        return ""
