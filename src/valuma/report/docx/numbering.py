"""Real lists: definitions of bullets and numbers, and a number of its own for every ordered list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.parts.numbering import NumberingPart

from valuma.report.docx.xml import Element, el

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LEVELS = 3


class _Kind(NamedTuple):
    ordered: bool
    left: int
    hanging: int
    text: str = "%{n}."


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "bullets": _Kind(False, 340, 340),
        "numbers": _Kind(True, 400, 400),
        "box-bullets": _Kind(False, 567, 340),
        "box-numbers": _Kind(True, 567, 340),
        "dense-bullets": _Kind(False, 284, 284),
        "dense-numbers": _Kind(True, 510, 510),
        "sources": _Kind(True, 510, 510, "[%{n}]"),
    }
)


class Numbering:
    """The lists of one document.

    Parameters
    ----------
    document : Document
        The document; gets a part for lists where it has none.
    """

    def __init__(self, document: WordDocument) -> None:
        self.element: Element = _numbering_part(document).element
        self._defined: dict[str, str] = {}

    def new_list(self, kind: str, *, like: str | None = None, start: int = 1) -> int:
        """Return the number of a new list.

        Parameters
        ----------
        kind : str
            Which definition it follows: bullets or numbers in text, boxes and dense lists, or numbers of sources.
        like : str, optional
            Number of a list whose definition it follows instead, as that of a style.
        start : int
            First number.

        Returns
        -------
        int
        """
        definition = (like and self._definition_of(like)) or self._definition(kind)
        number = 1 + max((int(found) for found in self.element.xpath("./w:num/@w:numId")), default=0)
        made = el("w:num", {"w:numId": str(number)}, el("w:abstractNumId", {"w:val": definition}))
        if _KINDS[kind].ordered:
            begin = el("w:startOverride", {"w:val": str(start)})
            made.append(el("w:lvlOverride", {"w:ilvl": "0"}, begin))
        last = self.element.xpath("./w:num")
        if last:
            last[-1].addnext(made)
        else:
            self._behind_definitions(made)
        return number

    def _definition_of(self, number: str) -> str | None:
        found = self.element.xpath(f"./w:num[@w:numId='{int(number)}']/w:abstractNumId/@w:val")
        return str(found[0]) if found else None

    def _definition(self, kind: str) -> str:
        if kind not in self._defined:
            known = [int(found) for found in self.element.xpath("./w:abstractNum/@w:abstractNumId")]
            number = str(1 + max(known, default=-1))
            levels = [_level(_KINDS[kind], level) for level in range(_LEVELS)]
            multi = el("w:multiLevelType", {"w:val": "hybridMultilevel"})
            self._behind_definitions(el("w:abstractNum", {"w:abstractNumId": number}, multi, *levels))
            self._defined[kind] = number
        return self._defined[kind]

    def _behind_definitions(self, element: Element) -> None:
        """Put an element where definitions end: in this part, order matters."""
        before = self.element.xpath("./w:abstractNum") or self.element.xpath("./w:numPicBullet")
        if before:
            before[-1].addnext(element)
        else:
            self.element.insert(0, element)


def _level(kind: _Kind, level: int) -> Element:
    shape = el("w:numFmt", {"w:val": "decimal" if kind.ordered else "bullet"})
    text = kind.text.replace("{n}", str(level + 1)) if kind.ordered else "–"
    left = {"w:left": str(kind.left + level * kind.hanging), "w:hanging": str(kind.hanging)}
    return el(
        "w:lvl",
        {"w:ilvl": str(level)},
        el("w:start", {"w:val": "1"}),
        shape,
        el("w:lvlText", {"w:val": text}),
        el("w:lvlJc", {"w:val": "left"}),
        el("w:pPr", None, el("w:ind", left)),
    )


def _numbering_part(document: WordDocument) -> NumberingPart:
    try:
        found = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        name = PackURI("/word/numbering-valuma.xml")
        found = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, el("w:numbering"), document.part.package)
        document.part.relate_to(found, RELATIONSHIP_TYPE.NUMBERING)
    if not isinstance(found, NumberingPart):
        raise TypeError(f"the lists of the document are a {type(found).__name__}")
    return found
