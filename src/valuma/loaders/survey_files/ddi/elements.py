"""Elements of a DDI codebook by local name, with their texts by language."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from valuma.formats.guards import XmlLimits, parse_xml, unusable

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LIMITS = XmlLimits(size=200_000_000, depth=60)


def codebook_element(data: bytes, file: str) -> Element:
    """Return the ``codeBook`` of a document, whatever it is wrapped in; tags have lost their namespaces.

    Parameters
    ----------
    data : bytes
        The document.
    file : str
        Its name, for errors.

    Returns
    -------
    Element
        The first codebook that has variables, else the first one.

    Raises
    ------
    StudyError
        The document is not well-formed or hostile, or holds no codebook.

    Notes
    -----
    A DOCTYPE with an external identifier is allowed and never fetched; entities are refused.
    """
    parse_xml(data, file, limits=_LIMITS)
    # Entities were refused above.
    root = fromstring(data)
    books: list[Element] = []
    refusal = ""
    for element in root.iter():
        if element.tag[:1] == "{":
            element.tag = element.tag.rpartition("}")[2]
        if element.tag == "codeBook":
            books.append(element)
        elif element.tag == "error" and not refusal:
            refusal = text_of(element) or element.get("code", "")
    if not books:
        found = f"<{root.tag}> without a <codeBook>" + (f": {refusal}" if refusal else "")
        hint = "DDI Codebook 2.0 to 2.5; DDI Lifecycle (version 3) is another format"
        raise unusable(file, found, "a DDI codebook", hint=hint)
    return next((book for book in books if book.find("dataDscr/var") is not None), books[0])


def text_of(element: Element | None) -> str:
    """Return the words of an element and all below it, with single spaces."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def language_of(element: Element) -> str:
    """Return the language that an element states, as two letters; empty where it states none."""
    return element.get(_LANG, "").replace("_", "-").split("-")[0].lower()


def texts(element: Element, tag: str, language: str) -> dict[str, str]:
    """Return the words of the children of a name by language; those without a language are of the given one."""
    found: dict[str, str] = {}
    for child in element:
        if child.tag == tag and (text := text_of(child)):
            found.setdefault(language_of(child) or language, text)
    return found


def children(element: Element, tag: str) -> Iterator[Element]:
    """Yield the children of a name."""
    return (child for child in element if child.tag == tag)
