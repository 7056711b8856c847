"""A row of keys: mark and word side by side, in columns, placed in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuma.figures.style import SMALL_PT

if TYPE_CHECKING:
    from valuma.figures.colours import Look
    from valuma.figures.page import Page

_ROW = 4.6


def draw_keys(
    page: Page, keys: Sequence[tuple[str, Look]], *, top: float, left: float = 0.0, columns: int = 4, width: float = 0.0
) -> float:
    """Draw keys in columns, filled row by row.

    Parameters
    ----------
    page : Page
        Sheet to draw on.
    keys : sequence of (str, Look)
        Words and looks.
    top, left : float
        Place in the body in millimetres.
    columns : int
        Number of columns.
    width : float
        Width in millimetres; 0 takes what is left of the body.

    Returns
    -------
    float
        Height taken, in millimetres.
    """
    if not keys:
        return 0.0
    wide = width or page.width - left
    rows = -(-len(keys) // columns)
    ax = page.axes(left, top, wide, rows * _ROW)
    ax.set(xlim=(0, wide), ylim=(rows * _ROW, 0))
    ax.set_axis_off()
    for place, (words, seen) in enumerate(keys):
        x, y = place % columns * wide / columns + 1.5, place // columns * _ROW + _ROW / 2
        size = {".": 34, "*": 46, "P": 30, "X": 30}.get(seen.marker, 22)
        ax.scatter(x, y, marker=seen.marker, s=size, color=seen.colour, linewidths=0, clip_on=False)
        ax.text(x + 2.5, y, words, size=SMALL_PT, va="center_baseline")
    return rows * _ROW
