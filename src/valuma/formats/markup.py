"""Text inside XML: what must be escaped so that every character comes back."""

from __future__ import annotations

_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
# A parser turns line ends and tabs of an attribute into spaces unless they are references.
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def content(text: str) -> str:
    r"""Escape the text of an element.

    Examples
    --------
    >>> content("R&D <Oulu>\r")
    'R&amp;D &lt;Oulu&gt;&#13;'
    """
    return text.translate(_CONTENT)


def quoted(text: str) -> str:
    r"""Escape and quote the value of an attribute.

    Examples
    --------
    >>> quoted('a "b"\n')
    '"a &quot;b&quot;&#10;"'
    """
    return f'"{text.translate(_ATTRIBUTE)}"'
