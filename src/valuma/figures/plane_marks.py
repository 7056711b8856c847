"""Marks on a plane of two numbers: their size, their bounds, their names, and where they stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patheffects import Normal, Stroke

from valuma.figures.colours import Look
from valuma.figures.labels import place
from valuma.figures.lettering import width, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Points of names, and millimetres that a line of a name may take.
NAME_PT, NAME_ROOM = 7.0, 36.0
#: Points squared of the smallest mark, and for each member more.
_LEAST, _EACH = 12.0, 2.6
#: So many networks are named with more effort: a reader looks for the large ones.
_FIRST, _FAR, _NEAR = 12, 66.0, 38.0
_MM_PER_POINT = 25.4 / 72

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One network: its numbers or the reasons why they are missing, its look and its name.

    Parameters
    ----------
    key, name, share : str
        Identifier, name, and known and stated members with a slash; the last two are written beside the mark.
    look : Look
        Colour and shape.
    members : int
        Known members; the size of the mark.
    whole : bool
        Whether the member list is known nearly whole; the mark is filled.
    x, x_low, x_high, y, y_low, y_high : float, optional
        Numbers and bounds; None where there is none.
    reasons : tuple of two str
        Why x and y are missing; empty where they are not.
    """

    key: str
    name: str
    share: str
    look: Look
    members: int
    whole: bool
    x: float | None
    x_low: float | None
    x_high: float | None
    y: float | None
    y_low: float | None
    y_high: float | None
    reasons: tuple[str, ...]

    @property
    def on_plane(self) -> bool:
        """Whether both numbers are there."""
        return self.x is not None and self.y is not None

    @property
    def spot(self) -> tuple[float, float]:
        """Both numbers; 0 stands for a missing one."""
        return float(self.x or 0.0), float(self.y or 0.0)

    @property
    def words(self) -> str:
        """Name with known and stated members."""
        return f"{self.name} {self.share}"


def area(members: int) -> float:
    """Return the size of a mark in points squared; it grows with the known members."""
    return _LEAST + _EACH * members


def radius(mark: Mark) -> float:
    """Return the radius of a mark in points."""
    return float(np.sqrt(area(mark.members)) / 2)


def draw_mark(ax: Axes, mark: Mark, x: float, y: float) -> None:
    """Draw a mark: filled where the member list is known nearly whole, else open."""
    ax.scatter(
        x,
        y,
        s=area(mark.members),
        marker=mark.look.marker,
        facecolor=mark.look.colour if mark.whole else "white",
        edgecolor="white" if mark.whole else mark.look.colour,
        linewidths=0.5 if mark.whole else 1.1,
        zorder=4,
        clip_on=False,
    )


def draw_bounds(ax: Axes, mark: Mark, x: float, y: float) -> None:
    """Draw thin bars from the low to the high end, and a dotted link where the number lies outside them."""
    for low, high, value, flat in _bars(mark):
        spans = [((low, high), "-")]
        if not low <= value <= high:
            spans.append(((value, low if value < low else high), ":"))
        for (start, end), style in spans:
            points = ([start, end], [y, y]) if flat else ([x, x], [start, end])
            ax.plot(*points, color=mark.look.colour, lw=0.9, ls=style, zorder=2, solid_capstyle="butt")
        caps = ([low, high], [y, y]) if flat else ([x, x], [low, high])
        ax.plot(*caps, color=mark.look.colour, ls="", marker="|" if flat else "_", ms=3.5, mew=0.9, zorder=2)


def _bars(mark: Mark) -> list[tuple[float, float, float, bool]]:
    """Return low, high, value and direction of the bars to draw; none for a list known whole whose bounds meet."""
    found = []
    for low, high, value, flat in ((mark.x_low, mark.x_high, mark.x, True), (mark.y_low, mark.y_high, mark.y, False)):
        if (
            low is None
            or high is None
            or value is None
            or (high - low < 1e-9 and (mark.whole or abs(value - low) < 1e-9))
        ):
            continue
        found.append((low, high, value, flat))
    return found


def aside(ax: Axes, marks: Sequence[Mark], millimetre: float) -> list[tuple[float, float]]:
    """Return where marks stand: one that would hide another is moved sideways by a few millimetres.

    Parameters
    ----------
    ax : Axes
        With its limits set for good.
    marks : sequence of Mark
        Those with both numbers, the most important first.
    millimetre : float
        One millimetre of the horizontal scale.

    Returns
    -------
    list of (float, float)
        Data coordinates; the height is never changed.
    """
    drawing = ax.get_figure(root=True)
    assert drawing is not None
    taken: list[tuple[float, float, float]] = []
    found = []
    for mark in marks:
        for step in (0, 1, -1, 2, -2, 3, -3):
            spot = mark.spot[0] + 1.3 * step * millimetre, mark.spot[1]
            px, py = (float(value) * 72 / drawing.dpi for value in ax.transData.transform(spot))
            if all(np.hypot(px - qx, py - qy) > 0.75 * max(radius(mark), other) for qx, qy, other in taken):
                break
        taken.append((px, py, radius(mark)))
        found.append(spot)
    return found


def levels(values: Sequence[float], apart: float) -> list[int]:
    """Return for each value the lowest level of a strip on which no other mark stands close to it.

    Examples
    --------
    >>> levels([1.0, 1.1, 2.0], 0.5)
    [0, 1, 0]
    """
    found: list[int] = []
    for place_, value in enumerate(values):
        taken = {found[k] for k in range(place_) if abs(values[k] - value) <= apart}
        found.append(next(level for level in range(place_ + 1) if level not in taken))
    return found


def pitch(marks: Sequence[Mark]) -> float:
    """Return how far apart marks stand on a strip, in millimetres: no two touch."""
    return max(3.2, 2 * max(radius(mark) for mark in marks) * _MM_PER_POINT + 0.4)


def name_marks(
    ax: Axes, marks: Sequence[Mark], spots: Sequence[tuple[float, float]], *, room: float = NAME_ROOM, lines: int = 2
) -> set[str]:
    """Name as many marks as fit without overlap.

    Parameters
    ----------
    ax : Axes
        With its limits set for good.
    marks : sequence of Mark
        The most important first.
    spots : sequence of (float, float)
        Where they stand, in data coordinates.
    room : float
        Millimetres that a line may take.
    lines : int
        Lines that a name may take.

    Returns
    -------
    set of str
        Identifiers of the marks that are named.
    """
    if not marks:
        return set()
    drawing = ax.get_figure(root=True)
    assert drawing is not None
    unit = drawing.dpi / 72
    boxes = [_boxes(ax, mark, spot, unit) for mark, spot in zip(marks, spots, strict=True)]
    avoid, bars = [found[0] for found in boxes], [box for found in boxes for box in found[1:]]
    wide = [_words(mark, room, lines) for mark in marks]
    narrow = [_words(mark, 0.66 * room, lines + 1) for mark in marks]
    halo = [Stroke(linewidth=1.6, foreground=ax.get_facecolor()), Normal()]
    usual: dict[str, Any] = {"size": NAME_PT, "clear": 2.0, "linespacing": 1.0, "zorder": 5, "path_effects": halo}
    x, y = ([spot[k] for spot in spots] for k in (0, 1))
    named: set[int] = set()
    # The halo keeps a name readable on a thin bar; where there is other room, bars are left free.
    large, small = range(len(marks))[:_FIRST], range(len(marks))[_FIRST:]
    tries: tuple[tuple[range, list[str], float, list[Box]], ...] = (
        (large, wide, _NEAR, bars),
        (large, wide, _FAR, []),
        (large, narrow, _FAR, []),
        (small, wide, _NEAR, bars),
        (small, narrow, _NEAR, bars),
        (small, narrow, _FAR, []),
    )
    for which, words, reach, more in tries:
        part = set(which) - named
        chosen = [word if k in part else "" for k, word in enumerate(words)]
        placed = place(ax, x, y, chosen, reach=reach, avoid=[*avoid, *more], **usual)
        named |= part - set(placed.unplaced)
        extents = [text.get_window_extent() for text in placed.texts]
        avoid += [(box.x0 - unit, box.y0 - unit, box.x1 + unit, box.y1 + unit) for box in extents]
    return {mark.key for k, mark in enumerate(marks) if k in named}


def _boxes(ax: Axes, mark: Mark, spot: tuple[float, float], unit: float) -> list[Box]:
    """Return the boxes in pixels that a mark and its bars take."""
    px, py = (float(value) for value in ax.transData.transform(spot))
    half = radius(mark) * unit
    found = [(px - half, py - half, px + half, py + half)]
    for low, high, value, flat in _bars(mark) if mark.on_plane else ():
        start, end = min(low, value), max(high, value)
        ends = ((start, spot[1]), (end, spot[1])) if flat else ((spot[0], start), (spot[0], end))
        (x0, y0), (x1, y1) = ax.transData.transform(ends)
        found.append((x0 - unit, y0 - unit, x1 + unit, y1 + unit))
    return found


def _words(mark: Mark, room: float, lines: int) -> str:
    """Return the name in so many lines at most, with what is known of the list, which is never cut."""
    *first, last = wrap(mark.name, room, NAME_PT, lines=lines).split("\n")
    together = f"{last} {mark.share}"
    return "\n".join([*first, together] if width(together, NAME_PT) <= room + 4 else [*first, last, mark.share])
