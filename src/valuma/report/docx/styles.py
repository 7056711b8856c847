"""Styles of a Word document: found by name in any language of Word, added where they are missing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from valuma.report.docx.base import own_styles
from valuma.report.docx.xml import Element

_GREY: Mapping[str, str] = MappingProxyType({"fill": "F2F2F2", "color": "7F7F7F"})
#: Own styles whose size is smaller or larger than running text on purpose.
_OWN_SIZE = ("Valuma Table Text", "Valuma Note", "Valuma Banner", "Valuma Key Figure", "Valuma Lede")


@dataclass(frozen=True, slots=True)
class Expected:
    """A style that a report is set in.

    Parameters
    ----------
    role : str
        What it is for.
    name : str
        Name in the file; for a style of Word the English one, in every language of Word.
    kind : {"paragraph", "character", "table"}
        What it applies to.
    other_names : tuple of str
        Names that programs other than Word, or hand-made styles, give it in Finnish and Swedish.
    instead : str
        Role that takes its place without a word where the template lacks it.
    """

    role: str
    name: str
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    other_names: tuple[str, ...] = ()
    instead: str = ""

    @property
    def own(self) -> bool:
        """Whether it is a style of this library, which no template has unless it was made for it."""
        return self.name.startswith("Valuma ")


def _heading(level: int) -> Expected:
    names = (f"Otsikko {level}", f"Rubrik {level}", f"Heading {level}")
    return Expected(f"heading-{level}", f"heading {level}", other_names=names)


#: Every style a report can ask for.
EXPECTED: tuple[Expected, ...] = (
    Expected("normal", "Normal", other_names=("Normaali",)),
    Expected("body", "Body Text", other_names=("Leipäteksti", "Brödtext"), instead="normal"),
    Expected("title", "Title", other_names=("Otsikko", "Rubrik")),
    Expected("subtitle", "Subtitle", other_names=("Alaotsikko", "Underrubrik")),
    *map(_heading, range(1, 7)),
    Expected("caption", "caption", other_names=("Kuvaotsikko", "Kuvateksti", "Beskrivning", "Bildtext")),
    Expected("bullets", "List Bullet", other_names=("Merkitty luettelo", "Punktlista")),
    Expected("numbers", "List Number", other_names=("Numeroitu luettelo", "Numrerad lista")),
    Expected("toc-heading", "TOC Heading", other_names=("Sisällysluettelon otsikko", "Innehållsförteckningsrubrik")),
    Expected("toc-1", "toc 1", other_names=("Sisluet 1", "Innehåll 1")),
    Expected("toc-2", "toc 2", other_names=("Sisluet 2", "Innehåll 2")),
    Expected("header", "header", other_names=("Ylätunniste", "Sidhuvud")),
    Expected("footer", "footer", other_names=("Alatunniste", "Sidfot")),
    Expected("link", "Hyperlink", "character", other_names=("Hyperlinkki", "Hyperlänk")),
    Expected("lede", "Valuma Lede"),
    Expected("figure", "Valuma Figure"),
    Expected("table-caption", "Valuma Table Caption"),
    Expected("table-text", "Valuma Table Text"),
    Expected("table-heading", "Valuma Table Heading"),
    Expected("note", "Valuma Note"),
    Expected("box-title", "Valuma Box Title"),
    Expected("box", "Valuma Box"),
    Expected("box-list", "Valuma Box List"),
    Expected("caution-title", "Valuma Box Title Caution"),
    Expected("caution", "Valuma Box Caution"),
    Expected("caution-list", "Valuma Box List Caution"),
    Expected("key-number", "Valuma Key Number"),
    Expected("key-figure", "Valuma Key Figure", "character"),
    Expected("source", "Valuma Source"),
    Expected("banner", "Valuma Banner"),
    Expected("table", "Valuma Table", "table"),
)
_BY_ROLE: Mapping[str, Expected] = MappingProxyType({style.role: style for style in EXPECTED})


class WordStyles:
    """The styles of one document by role.

    Parameters
    ----------
    element : element
        ``w:styles`` of the document; grows by what is missing.
    neutral : bool
        Add missing styles in grey and without type sizes of their own, because the document is somebody else's.

    Examples
    --------
    >>> import io, docx
    >>> from valuma.report.docx.base import base_document
    >>> styles = WordStyles(docx.Document(io.BytesIO(base_document())).styles.element)
    >>> styles.id("heading-1"), styles.added
    ('Heading1', ())
    """

    def __init__(self, element: Element, *, neutral: bool = False) -> None:
        self.element = element
        self.neutral = neutral
        self._ids: dict[str, str] = {}
        self._added: list[Expected] = []
        self._own: Element = parse_xml(own_styles())

    @property
    def added(self) -> tuple[Expected, ...]:
        """Styles that were asked for, not there, and added."""
        return tuple(self._added)

    def id(self, role: str) -> str:
        """Return the id of the style for a role, which is added where no style has one of its names."""
        if role not in self._ids:
            expected = _BY_ROLE[role]
            found = self._found(expected)
            if found is None and expected.instead:
                return self.id(expected.instead)
            self._ids[role] = found or self._add(expected)
        return self._ids[role]

    def style(self, role: str) -> Element:
        """Return the element of the style for a role."""
        return _by_id(self.element, self.id(role))

    def list_number(self, role: str) -> str | None:
        """Return the number of the list that a style belongs to, its own or that of a style it is based on."""
        style, seen = self.style(role), set[str]()
        while style is not None and style.get(qn("w:styleId")) not in seen:
            seen.add(style.get(qn("w:styleId")))
            if found := style.xpath("./w:pPr/w:numPr/w:numId/@w:val"):
                return None if found[0] == "0" else str(found[0])
            based = style.xpath("./w:basedOn/@w:val")
            style = _by_id(self.element, based[0]) if based else None
        return None

    def _found(self, expected: Expected) -> str | None:
        """Id of the style that has the name, an alias, the usual id or a localised name, in this order."""
        styles = [style for style in self.element.iter(qn("w:style")) if style.get(qn("w:type")) == expected.kind]
        if expected.role == "normal":
            styles = [style for style in styles if style.get(qn("w:default")) in ("1", "true", "on")] + styles
            return str(styles[0].get(qn("w:styleId"))) if styles else None
        usual = _squeezed(expected.name).replace(" ", "")
        others = {_squeezed(name) for name in expected.other_names}
        other_ids = {name.replace(" ", "") for name in others}
        ways: tuple[Callable[[str, list[str]], bool], ...] = (
            lambda _, names: names[0] == _squeezed(expected.name),
            lambda _, names: _squeezed(expected.name) in names,
            lambda style_id, _: style_id.lower() == usual,
            lambda _, names: not others.isdisjoint(names),
            lambda style_id, _: style_id.lower() in other_ids,
        )
        named = [(str(style.get(qn("w:styleId"))), _names(style)) for style in styles]
        return next((style_id for way in ways for style_id, names in named if way(style_id, names)), None)

    def _add(self, expected: Expected) -> str:
        own = next(style for style in self._own.iter(qn("w:style")) if _names(style)[0] == _squeezed(expected.name))
        made = copy.deepcopy(own)
        wanted = str(made.get(qn("w:styleId")))
        taken = set(self.element.xpath("./w:style/@w:styleId"))
        made.set(qn("w:styleId"), wanted if wanted not in taken else f"{wanted}Valuma")
        for reference in made.xpath("./w:next"):
            made.remove(reference)
        for reference in made.xpath("./w:basedOn"):
            base = self._base(str(reference.get(qn("w:val"))), expected.kind)
            if base is None:
                made.remove(reference)
            else:
                reference.set(qn("w:val"), base)
        if self.neutral:
            _make_neutral(made, expected)
        self.element.append(made)
        self._added.append(expected)
        return str(made.get(qn("w:styleId")))

    def _base(self, own_id: str, kind: str) -> str | None:
        """Id in this document of the style that an own style is based on."""
        own = _by_id(self._own, own_id)
        for expected in EXPECTED:
            if _squeezed(expected.name) == _names(own)[0]:
                return self.id(expected.role)
        defaults = self.element.xpath(f"./w:style[@w:type='{kind}'][@w:default='1']/@w:styleId")
        return str(defaults[0]) if defaults else None


def _by_id(styles: Element, style_id: str) -> Element:
    return next((style for style in styles.iter(qn("w:style")) if style.get(qn("w:styleId")) == style_id), None)


def _squeezed(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(style: Element) -> list[str]:
    """Name and aliases of a style."""
    names = [str(found) for found in style.xpath("./w:name/@w:val")] or [""]
    aliases = [part for found in style.xpath("./w:aliases/@w:val") for part in str(found).split(",")]
    return [_squeezed(name) for name in (*names, *aliases)]


def _make_neutral(style: Element, expected: Expected) -> None:
    """Take colours, sizes and the narrow measure of this library's own page from a style."""
    for properties in style.iter(qn("w:rPr")):
        _drop(properties, "w:color")
        if expected.own and expected.name not in _OWN_SIZE:
            _drop(properties, "w:sz", "w:szCs")
    if expected.role == "banner":
        return
    for node in style.iter():
        for attribute, grey in _GREY.items():
            if node.get(qn(f"w:{attribute}")) not in (None, "auto"):
                node.set(qn(f"w:{attribute}"), grey)
    for indent in style.iter(qn("w:ind")):
        if expected.role not in ("box", "box-list", "box-title", "caution", "caution-list", "caution-title"):
            indent.attrib.pop(qn("w:right"), None)


def _drop(parent: Element, *tags: str) -> None:
    for tag in tags:
        for node in parent.findall(qn(tag)):
            parent.remove(node)


def style_notes(added: Iterable[Expected]) -> list[str]:
    """Say which styles a template lacked and what was done.

    Parameters
    ----------
    added : iterable of Expected
        Styles that were added.

    Returns
    -------
    list of str
        One sentence for all styles of Word, one for all styles of this library.
    """
    styles = sorted(added, key=EXPECTED.index)
    notes = []
    usual = [f"{style.name} ({', '.join(style.other_names[:2])})" for style in styles if not style.own]
    if usual:
        notes.append(f"styles of Word that the template lacks, added on the base of Normal: {'; '.join(usual)}")
    own = [style.name for style in styles if style.own]
    if own:
        notes.append(f"styles added, grey, for what templates have no style for: {', '.join(own)}")
    return notes
