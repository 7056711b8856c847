"""Fitting words to slides: measured before they are placed, so that nothing runs over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from valuma.report.fonts import text_width
from valuma.report.pptx.runs import Para, Run

#: Leading of a line of text, by its size.
LEADING = 1.2
#: Space above a paragraph, by its size: above a statement that leads others, and below such a statement.
ABOVE, ABOVE_LEAD, BELOW_LEAD = 0.5, 1.0, 0.2
#: Sizes of captions, of fine print, and of titles, in points; the gap between a picture and its words.
CAPTION, FINE, GAP = 16.0, 12.0, 12.0
TITLE_SIZES = (28, 26, 24, 22, 20)
_WORDS = re.compile(r"[^ \-–/]*[\-–/]+|[^ \-–/]+| +")


@dataclass(frozen=True, slots=True)
class Type:
    """How wide the type of a presentation runs beside the type that is measured.

    Parameters
    ----------
    regular, bold : float
        Width of a line by its width in the family of the page.
    """

    regular: float
    bold: float

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a line in points."""
        return text_width(text, size, bold=bold) * (self.bold if bold else self.regular)


#: Arial and what stands in for it, measured over the texts of the brief, with a little to spare.
ARIAL = Type(1.10, 1.14)
#: A family that is not known, or that a wide one stands in for where it is missing.
ANY = Type(1.31, 1.42)


@dataclass(frozen=True, slots=True)
class Page:
    """Paragraphs of one slide and the size they are set in."""

    paras: tuple[Para, ...]
    size: float


def count_lines(runs: Sequence[Run], width: float, size: float, type_: Type) -> int:
    """Return how many lines some runs take, broken at spaces and after hyphens.

    Parameters
    ----------
    runs : sequence of Run
        One paragraph.
    width : float
        Points.
    size : float
        Points.
    type_ : Type
        Of the presentation.

    Returns
    -------
    int
        At least 1. A word wider than a line takes as many lines as it needs.
    """
    lines, used, blank = 1, 0.0, 0.0
    for word, bold in ((word, run.bold) for run in runs for word in _WORDS.findall(run.text)):
        wide = type_.width(word, size, bold=bold)
        if not word.strip(" "):
            blank += wide
        elif used and used + blank + wide > width:
            lines, used, blank = lines + 1, wide, 0.0
        else:
            used, blank = used + blank + wide, 0.0
        if used > width:
            more = int(used // width)
            lines, used = lines + more, used - more * width
    return lines


def height_of(para: Para, width: float, size: float, type_: Type) -> float:
    """Return the height of a paragraph in points, the space above it included."""
    real = lead_size(size) if para.lead else size
    indent = size if para.bullet else 0.0
    return count_lines(para.runs, width - indent, real, type_) * real * LEADING + above(para) * real


def above(para: Para) -> float:
    """Space above a paragraph, by its size."""
    return ABOVE_LEAD if para.lead else BELOW_LEAD if para.led else ABOVE


def lead_size(size: float) -> float:
    """Size of a statement that leads a paragraph."""
    return size + 2


def fitting_size(text: str, width: float, height: float, sizes: Sequence[float], type_: Type, *, bold: bool) -> float:
    """Return the largest size in which a text fits a box; the smallest one where none does.

    A size in which the longest word is wider than the box does not fit.
    """
    for size in sizes:
        run = (Run(text, bold=bold),)
        widest = max((type_.width(word, size, bold=bold) for word in _WORDS.findall(text)), default=0.0)
        if widest <= width and count_lines(run, width, size, type_) * size * LEADING <= height:
            return size
    return sizes[-1]


def pages(
    paras: Sequence[Para],
    width: float,
    height: float,
    type_: Type,
    *,
    sizes: Sequence[float] = (26, 24, 22, 20),
    least: Sequence[float] = (18, 16),
) -> list[Page]:
    """Share out paragraphs over as few slides as they need.

    Parameters
    ----------
    paras : sequence of Para
        In reading order.
    width, height : float
        Of the room on a slide, in points.
    type_ : Type
        Of the presentation.
    sizes : sequence of float
        Sizes in points, the largest first.
    least : sequence of float
        Sizes that are taken only where what has to stay together would fill more than a slide.

    Returns
    -------
    list of Page
        As few slides as the smallest of the sizes needs, evenly filled, in the largest size that needs no more.
    """

    def heights(groups: Sequence[Sequence[Para]], size: float) -> list[float]:
        return [sum(height_of(para, width, size, type_) for para in group) for group in groups]

    groups, small = _groups(paras), sizes[-1]
    for small in (sizes[-1], *least):
        if max(heights(groups, small)) <= height:
            break
    else:  # a paragraph that no slide holds is cut at the ends of its sentences
        groups = _groups([part for para in paras for part in _sentences(para)])
    cuts = _even(heights(groups, small), height)
    parts = [tuple(para for group in groups[first:last] for para in group) for first, last in cuts]
    size = next((size for size in sizes if max(heights(parts, size)) <= height), small)
    return [Page(part, size) for part in parts]


def _sentences(para: Para) -> list[Para]:
    """Return a paragraph as one paragraph a sentence; no number is cut, for a sentence ends before a space."""
    found: list[list[Run]] = [[]]
    for run in para.runs:
        for part in re.split(r"(?<=[.!?]) +", run.text):
            if found[-1] and found[-1][-1].text.endswith((".", "!", "?")):
                found.append([])
            found[-1].append(Run(part, run.bold, run.italic))
    return [Para(tuple(part), para.bullet, para.lead) for part in found if part]


def _groups(paras: Sequence[Para]) -> list[list[Para]]:
    """Paragraphs that stay together: a statement and what it leads."""
    found: list[list[Para]] = []
    for para in paras:
        if para.led and found:
            found[-1].append(para)
        else:
            found.append([para])
    return found


def _even(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Cut a row of heights into as few parts as fit the room, the fullest part being as low as can be."""
    best: list[tuple[int, float, list[tuple[int, int]]]] = [(0, 0.0, [])]
    for end in range(1, len(heights) + 1):
        options = []
        for start in range(end):
            tall = sum(heights[start:end])
            if tall <= room or end - start == 1:
                count, fullest, cuts = best[start]
                options.append((count + 1, max(fullest, tall), [*cuts, (start, end)]))
        best.append(min(options, key=lambda option: option[:2]))
    return best[-1][2]
