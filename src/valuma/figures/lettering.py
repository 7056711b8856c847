"""Measuring and breaking of text at print size."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from valuma.figures.style import BODY_PT, FAMILIES, register_fonts

_POINTS_PER_MM = 72 / 25.4
_VOWELS = "aeiouyäöåAEIOUYÄÖÅ"


@lru_cache(maxsize=8192)
def width(text: str, size: float = BODY_PT, bold: bool = False) -> float:
    """Return how wide a line is in millimetres.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Points.
    bold : bool
        Whether it is set in bold.

    Returns
    -------
    float
        Millimetres.

    Examples
    --------
    >>> width("iii") < width("mmm") < width("mmm", bold=True)
    True
    """
    if not text:
        return 0.0
    register_fonts()
    face = FontProperties(family=list(FAMILIES), size=size, weight="bold" if bold else "normal")
    across, _, _ = text_to_path.get_text_width_height_descent(text, face, False)
    return float(across) / _POINTS_PER_MM


def line_height(size: float = BODY_PT) -> float:
    """Height of one line of text with its leading, in millimetres."""
    return size * 1.24 / _POINTS_PER_MM


def wrap(text: str, room: float, size: float = BODY_PT, bold: bool = False, lines: int | None = None) -> str:
    r"""Break a text into lines that fit a width.

    Lines end at spaces, after hyphens and dashes, and within a word that is wider than the room alone (with a
    hyphen, before a consonant and a vowel).

    Parameters
    ----------
    text : str
        Text without line ends of its own, or with some that are kept.
    room : float
        Millimetres.
    size : float
        Points.
    bold : bool
        Whether it is set in bold.
    lines : int, optional
        At most so many lines; what does not fit ends in "…".

    Returns
    -------
    str
        The lines, joined by line ends.

    Examples
    --------
    >>> wrap("regional council", 20)
    'regional\ncouncil'
    """
    broken = [line for part in text.split("\n") for line in _lines(part, room, size, bold)]
    if lines is not None and len(broken) > lines:
        broken = [*broken[: lines - 1], _shortened(broken[lines - 1] + " …", room, size, bold)]
    return "\n".join(broken)


def _lines(text: str, room: float, size: float, bold: bool) -> list[str]:
    found, line = [], ""
    for piece in _pieces(text, room, size, bold):
        joined = line + piece
        if line and width(joined.rstrip(" "), size, bold) > room:
            found.append(line.rstrip(" "))
            line = piece
        else:
            line = joined
    return [*found, line.rstrip(" ")]


def _pieces(text: str, room: float, size: float, bold: bool) -> list[str]:
    """Parts between which a line may end; each keeps the space that follows it."""
    parts = re.findall(r"[^ \-–/]*[\-–/](?=\w)|[^ \-–/]+(?:[\-–/](?!\w))* *|[\-–/]+ *| +", text)
    return [bit for part in parts for bit in _syllables(part, room, size, bold)]


def _syllables(word: str, room: float, size: float, bold: bool) -> list[str]:
    if width(word.strip(), size, bold) <= room:
        return [word]
    breaks = [
        i
        for i in range(2, len(word) - 2)
        if word[i].isalpha() and word[i] not in _VOWELS and word[i + 1] in _VOWELS and word[i - 1].isalpha()
    ]
    fitting = [i for i in breaks if width(word[:i] + "-", size, bold) <= room]
    if not fitting:
        return [word]
    return [word[: fitting[-1]] + "-", *_syllables(word[fitting[-1] :], room, size, bold)]


def _shortened(line: str, room: float, size: float, bold: bool) -> str:
    while width(line, size, bold) > room and len(line) > 2:
        line = line[:-2].rstrip(" -–/") + "…"
    return line
