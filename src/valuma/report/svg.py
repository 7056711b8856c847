"""A drawing inside a page: named for screen readers, apart from every other drawing of the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from valuma.schema.problems import ValumaError

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_URL = re.compile(r"url\(#([^)]+)\)")


def inline_svg(svg: str, prefix: str, *, title: str, description: str) -> str:
    """Make a drawing part of an HTML page.

    Parameters
    ----------
    svg : str
        A whole SVG file.
    prefix : str
        Put before every id, because ids of two drawings on a page would meet.
    title, description : str
        What a screen reader says instead of the drawing.

    Returns
    -------
    str
        An ``svg`` element without namespaces, metadata, style sheet and fixed size.

    Raises
    ------
    ValumaError
        The file is not SVG, or has no size.

    Examples
    --------
    >>> drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0"/></svg>'
    >>> print(inline_svg(drawing, "f", title="A line", description="It is short."))
    <svg viewBox="0 0 9 9" role="img" aria-labelledby="f-title f-desc" focusable="false" style="stroke-linejoin:round;\
stroke-linecap:butt"><title id="f-title">A line</title><desc id="f-desc">It is short.</desc><path id="f-a" d="M0 0" \
/></svg>
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValumaError(f"drawing {prefix!r} is not SVG: {error}") from error
    if root.tag != f"{_SVG}svg" or not root.get("viewBox"):
        raise ValumaError(f"drawing {prefix!r} is not an SVG file with a viewBox")
    _strip(root)
    for element in root.iter():
        _localise(element, prefix)
    _name(root, prefix, title, description)
    return ElementTree.tostring(root, encoding="unicode")


def _strip(root: ElementTree.Element) -> None:
    """Leave out metadata and style sheets: a rule for ``*`` in a drawing would rule the whole page."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style", f"{_SVG}title", f"{_SVG}desc"):
                parent.remove(child)


def _localise(element: ElementTree.Element, prefix: str) -> None:
    element.tag = element.tag.rpartition("}")[2]
    target = element.attrib.pop(_XLINK, element.attrib.pop("href", None))
    for name, value in list(element.attrib.items()):
        if "}" in name:
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{prefix}-{value}")
        elif "url(#" in value:
            element.set(name, _URL.sub(rf"url(#{prefix}-\1)", value))
    if target is not None:
        element.set("href", f"#{prefix}-{target[1:]}" if target.startswith("#") else target)


def _name(root: ElementTree.Element, prefix: str, title: str, description: str) -> None:
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    root.set("focusable", "false")
    root.set("style", "stroke-linejoin:round;stroke-linecap:butt")
    for position, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(tag, {"id": f"{prefix}-{tag}"})
        element.text = text
        root.insert(position, element)
