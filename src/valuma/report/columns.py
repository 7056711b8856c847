"""Widths of table columns: headings wrap first, then cells, and no column is starved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from valuma.report.fonts import text_width

#: Space between two columns, half of it on either side, in points.
GAP = 12.0
_BREAKS = re.compile(r"(?<=[\s\-–/])")
#: Part of its width that a heading needs when it takes two lines.
_TWO_LINES = 0.58
#: A column of running text need not be wider than this before others get their share.
_COMFORTABLE = 150.0
#: Rounding of widths in the layout must not break the longest word.
_SLACK = 1.5


class Columns(NamedTuple):
    """Widths in points, gaps included, and whether a word of ordinary length has to be broken."""

    widths: tuple[float, ...]
    tight: bool


def column_widths(header: Sequence[str], rows: Sequence[Sequence[str]], available: float, size: float) -> Columns:
    """Share out the width of a page among the columns of a table.

    Parameters
    ----------
    header : sequence of str
        Headings, set in semibold.
    rows : sequence of sequence of str
        Cells as printed.
    available : float
        Width of the whole table in points.
    size : float
        Size of the type in points.

    Returns
    -------
    Columns
        Widths that together make the available width.

    Examples
    --------
    >>> columns = column_widths(["Network", "Members"], [["Network of regional towns", "41/56"]], 480, 8.8)
    >>> round(sum(columns.widths)), columns.widths[0] > columns.widths[1], columns.tight
    (480, True, False)

    Notes
    -----
    Every column first gets its longest word, then its cells up to a comfortable width, then its whole
    cells, then a heading of two lines, then of one. The step that no longer fits is shared out in
    proportion; what is left over goes to the first column.
    """
    columns = list(zip(header, *rows, strict=True))
    words = [_longest_word(column, size) + GAP + _SLACK for column in columns]
    cells = [max(text_width(cell, size) for cell in column[1:]) + GAP + _SLACK for column in columns]
    heads = [text_width(column[0], size, bold=True) + GAP + _SLACK for column in columns]
    steps = [
        words,
        _wider(words, [min(cell, _COMFORTABLE) for cell in cells]),
        _wider(words, cells),
        _wider(words, cells, [head * _TWO_LINES for head in heads]),
        _wider(words, cells, heads),
    ]
    if sum(words) > available:
        return Columns(tuple(width * available / sum(words) for width in words), tight=True)
    for step, following in pairwise(steps):
        if sum(following) > available:
            part = (available - sum(step)) / (sum(following) - sum(step))
            return Columns(tuple(a + part * (b - a) for a, b in zip(step, following, strict=True)), tight=False)
    last = steps[-1]
    return Columns((last[0] + available - sum(last), *last[1:]), tight=False)


def _wider(*widths: Sequence[float]) -> list[float]:
    """Return the largest of several widths, column by column."""
    return [max(column) for column in zip(*widths, strict=True)]


def _longest_word(column: Sequence[str], size: float) -> float:
    words = [(word, index == 0) for index, cell in enumerate(column) for word in _BREAKS.split(cell)]
    return max(text_width(word.strip(), size, bold=bold) for word, bold in words)
