"""Labels beside points: none over another, none outside the axes, the same places every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from valuma.figures.style import LINE, SMALL_PT

_ANGLES = (0, 180, 45, 135, -45, -135, 90, -90, 20, 160, -20, -160, 70, 110, -70, -110)
_PAD = 1.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where labels came to stand.

    Parameters
    ----------
    texts : tuple of Annotation
        The labels that are drawn.
    unplaced : tuple of int
        Positions of the labels for which there was no room; they are not drawn and belong in the table.
    """

    texts: tuple[Annotation, ...]
    unplaced: tuple[int, ...]


def place(
    ax: Axes,
    x: Sequence[float],
    y: Sequence[float],
    words: Sequence[str],
    *,
    size: float = SMALL_PT,
    clear: float = 3.0,
    reach: float = 42.0,
    avoid: Sequence[tuple[float, float, float, float]] = (),
    **options: Any,
) -> Placement:
    """Put a label beside each point, the first ones first, so that no two boxes meet.

    Rings of places around a point are tried from near to far; a label that has to stand away from its point is
    joined to it by a thin line. Marks are kept free too.

    Parameters
    ----------
    ax : Axes
        With its limits and size set for good.
    x, y : sequence of float
        Data coordinates of the points.
    words : sequence of str
        One label a point, the most important first; an empty one takes no place.
    size : float
        Points.
    clear : float
        Radius of a mark in points.
    reach : float
        Greatest distance of a label from its point in points.
    avoid : sequence of (x0, y0, x1, y1)
        Boxes in pixels of the figure that must stay free.
    **options
        Of the text.

    Returns
    -------
    Placement
        The labels drawn, and those that found no room.

    Notes
    -----
    Deterministic; cost is (labels × places × boxes).
    """
    drawing = ax.get_figure(root=True)
    assert drawing is not None
    unit = drawing.dpi / 72
    spots = ax.transData.transform(np.column_stack([np.asarray(x, float), np.asarray(y, float)]).reshape(-1, 2))
    radius = clear * unit
    taken = [(px - radius, py - radius, px + radius, py + radius) for px, py in spots] + list(avoid)
    frame = ax.get_window_extent()
    limits = (frame.x0, frame.y0, frame.x1, frame.y1)
    texts: list[Annotation] = []
    unplaced: list[int] = []
    for i, word in enumerate(words):
        if not word:
            continue
        text = ax.annotate(word, (x[i], y[i]), xytext=(0, 0), textcoords="offset points", size=size, **options)
        text.set_in_layout(False)
        offset = _free_place(text, spots[i], taken, limits, clear, reach, unit)
        if offset is None:
            text.remove()
            unplaced.append(i)
            continue
        texts.append(_settle(ax, text, (x[i], y[i]), offset, clear))
        taken.append(_box(texts[-1], _PAD * unit))
    return Placement(tuple(texts), tuple(unplaced))


def _free_place(
    text: Annotation,
    spot: Any,
    taken: Sequence[tuple[float, float, float, float]],
    limits: tuple[float, float, float, float],
    clear: float,
    reach: float,
    unit: float,
) -> tuple[float, float, str, str] | None:
    """Offset in points and alignment of the first place that is free."""
    box = text.get_window_extent()
    wide, high = box.width + 2 * _PAD * unit, box.height + 2 * _PAD * unit
    boxes = np.array(taken).reshape(-1, 4)
    for distance in np.arange(clear + 1.5, reach + 0.1, 4.0):
        for angle in _ANGLES:
            dx = float(distance * np.cos(np.radians(angle)))
            dy = float(distance * np.sin(np.radians(angle)))
            ha = "left" if dx > 0.3 * distance else "right" if dx < -0.3 * distance else "center"
            va = "bottom" if dy > 0.5 * distance else "top" if dy < -0.5 * distance else "center"
            px, py = spot[0] + dx * unit, spot[1] + dy * unit
            x0 = px - {"left": 0.0, "right": wide, "center": wide / 2}[ha]
            y0 = py - {"bottom": 0.0, "top": high, "center": high / 2}[va]
            x1, y1 = x0 + wide, y0 + high
            inside = limits[0] <= x0 and x1 <= limits[2] and limits[1] <= y0 and y1 <= limits[3]
            meets = (boxes[:, 0] < x1) & (x0 < boxes[:, 2]) & (boxes[:, 1] < y1) & (y0 < boxes[:, 3])
            if inside and not meets.any():
                return dx, dy, ha, va
    return None


def _settle(
    ax: Axes, text: Annotation, point: tuple[float, float], offset: tuple[float, float, str, str], clear: float
) -> Annotation:
    """Move the label to its place, with a line to its point where it stands away."""
    dx, dy, ha, va = offset
    pad = {"left": _PAD, "right": -_PAD, "center": 0.0}[ha], {"bottom": _PAD, "top": -_PAD, "center": 0.0}[va]
    text.set(position=(dx + pad[0], dy + pad[1]), ha=ha, va=va)
    if np.hypot(dx, dy) > clear + 6:
        line = {"arrowstyle": "-", "color": LINE, "linewidth": 0.5, "shrinkA": 0, "shrinkB": clear * 0.8}
        ax.annotate("", point, xytext=(dx, dy), textcoords="offset points", arrowprops=line, zorder=1).set_in_layout(
            False
        )
    return text


def _box(text: Annotation, pad: float) -> tuple[float, float, float, float]:
    box = text.get_window_extent()
    return (box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad)
