"""The pieces of WordprocessingML that a report is built from: runs, fields, bookmarks, paragraphs."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

#: An lxml element; lxml has no types.
Element: TypeAlias = Any

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_BOOKMARK = 40


def el(tag: str, attributes: dict[str, str] | None = None, *children: Element) -> Element:
    """Make an element with attributes and children.

    Parameters
    ----------
    tag : str
        Name with its usual prefix, such as ``w:p``.
    attributes : dict of str to str, optional
        Names with or without prefix.
    *children : element
        In order.

    Returns
    -------
    element

    Examples
    --------
    >>> el("w:p", None, el("w:r")).tag.rpartition("}")[2]
    'p'
    """
    names = {qn(name) if ":" in name else name: value for name, value in (attributes or {}).items()}
    made = OxmlElement(tag, names)
    made.extend(children)
    return made


def printable(text: str) -> str:
    r"""Return a text without the characters that XML cannot hold.

    Examples
    --------
    >>> printable("a\x00b")
    'ab'
    """
    return _NOT_XML.sub("", text)


def run(text: str, *, style: str = "", bold: bool = False, italic: bool = False, lang: str = "") -> Element:
    """Make a run of characters.

    Parameters
    ----------
    text : str
        The characters; a tab becomes a tab stop.
    style : str
        Id of a character style.
    bold, italic : bool
        Weight and slope.
    lang : str
        Language tag, where it differs from that of the document.

    Returns
    -------
    element
    """
    made = el("w:r")
    if properties := _run_properties(style, bold, italic, lang):
        made.append(el("w:rPr", None, *properties))
    for index, part in enumerate(printable(text).split("\t")):
        if index:
            made.append(el("w:tab"))
        if part:
            letters = el("w:t", {"xml:space": "preserve"})
            letters.text = part
            made.append(letters)
    return made


def _run_properties(style: str, bold: bool, italic: bool, lang: str) -> list[Element]:
    found = [el("w:rStyle", {"w:val": style})] if style else []
    if bold:
        found.append(el("w:b"))
    if italic:
        found.append(el("w:i"))
    if lang:
        found.append(el("w:lang", {"w:val": lang}))
    return found


def field(code: str, result: Sequence[Element]) -> list[Element]:
    """Make a field that shows its stored result until somebody asks Word to update it.

    Parameters
    ----------
    code : str
        What the field computes, such as ``PAGE`` or ``REF figure_where``.
    result : sequence of element
        Runs that stand there now.

    Returns
    -------
    list of element
    """
    made = [*field_start(code), *result, field_end()]
    # Some programs show a field in the dress of its first run.
    for properties in result[0].xpath("./w:rPr") if result else ():
        for part in (made[0], made[1], made[2], made[-1]):
            part.insert(0, copy.deepcopy(properties))
    return made


def field_start(code: str) -> list[Element]:
    """Return the runs before the stored result of a field."""
    instruction = el("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    return [
        el("w:r", None, el("w:fldChar", {"w:fldCharType": "begin"})),
        el("w:r", None, instruction),
        el("w:r", None, el("w:fldChar", {"w:fldCharType": "separate"})),
    ]


def field_end() -> Element:
    """Return the run after the stored result of a field."""
    return el("w:r", None, el("w:fldChar", {"w:fldCharType": "end"}))


def paragraph(
    style: str,
    children: Iterable[Element],
    *,
    keep_next: bool = False,
    page_break: bool = False,
    right: bool = False,
    numbering: tuple[int, int] | None = None,
    before: int | None = None,
    indent: int | None = None,
) -> Element:
    """Make a paragraph.

    Parameters
    ----------
    style : str
        Id of its style; empty for the default one.
    children : iterable of element
        Runs, bookmarks, links.
    keep_next : bool
        Stay on the page of the next paragraph.
    page_break : bool
        Begin a page.
    right : bool
        Set to the right.
    numbering : tuple of int, optional
        Number of a list and level in it, where the style has no list of its own.
    before : int, optional
        Space above in twentieths of a point, other than that of the style.
    indent : int, optional
        Indent of all lines in twentieths of a point, other than that of the style.

    Returns
    -------
    element
    """
    properties = [el("w:pStyle", {"w:val": style})] if style else []
    if keep_next:
        properties.append(el("w:keepNext"))
    if page_break:
        properties.append(el("w:pageBreakBefore"))
    if numbering is not None:
        number, level = numbering
        level_is, number_is = el("w:ilvl", {"w:val": str(level)}), el("w:numId", {"w:val": str(number)})
        properties.append(el("w:numPr", None, level_is, number_is))
    if before is not None:
        properties.append(el("w:spacing", {"w:before": str(before)}))
    if indent is not None:
        properties.append(el("w:ind", {"w:left": str(indent), "w:hanging": "0"}))
    if right:
        properties.append(el("w:jc", {"w:val": "right"}))
    made = el("w:p", None, *([el("w:pPr", None, *properties)] if properties else []))
    made.extend(list(children))
    return made


def paragraph_text(element: Element) -> str:
    """Return the characters of a paragraph as they are shown, codes of fields left out."""
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


class Bookmarks:
    """Bookmarks with names that Word takes and numbers that occur once.

    Parameters
    ----------
    used : iterable of int
        Numbers that a template uses already.
    """

    def __init__(self, used: Iterable[int] = ()) -> None:
        self._numbers = itertools.count(max(used, default=0) + 1)
        self._names: dict[str, str] = {}

    def name(self, wanted: str) -> str:
        """Return the name of a bookmark: letters, digits and underscores, at most 40, each name once.

        Examples
        --------
        >>> Bookmarks().name("figure profile-plane")
        'figure_profile_plane'
        """
        if wanted not in self._names:
            base = re.sub(r"\W", "_", wanted)[:_LONGEST_BOOKMARK]
            name, taken = base, set(self._names.values())
            for n in itertools.count(2):
                if name not in taken:
                    break
                name = f"{base[: _LONGEST_BOOKMARK - 4]}_{n}"
            self._names[wanted] = name
        return self._names[wanted]

    def around(self, wanted: str, children: Sequence[Element]) -> list[Element]:
        """Return elements between the start and the end of a bookmark."""
        number = str(next(self._numbers))
        start = el("w:bookmarkStart", {"w:id": number, "w:name": self.name(wanted)})
        return [start, *children, el("w:bookmarkEnd", {"w:id": number})]
