"""The sheet of a plane of two numbers, with strips beside it for what lacks one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuma.figures.colours import OTHER, Look
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import line_height, wrap
from valuma.figures.page import Page
from valuma.figures.plane_marks import NAME_PT, Mark, area, aside, draw_bounds, draw_mark, levels, name_marks, pitch
from valuma.figures.scales import numbers
from valuma.figures.style import GROUND, MUTED, SMALL_PT
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE, _LEFT, _SIDE = 167.0, 11.0, 36.0
_EXAMPLES = (1, 10, 50)
_HEAD_PT = NAME_PT + 0.5


@dataclass(frozen=True, slots=True)
class Axis:
    """Words and ends of a scale."""

    words: str
    low: float
    high: float

    @property
    def span(self) -> float:
        """Length of the scale."""
        return self.high - self.low

    @property
    def limits(self) -> tuple[float, float]:
        """Ends of the drawn axis, with room for whole marks at the ends of the scale."""
        pad = 0.035 * self.span
        return self.low - pad, self.high + pad

    @property
    def ticks(self) -> list[float]:
        """Places of the ticks."""
        step = 0.2 if self.span <= 1 else 0.5 if self.span <= 2 else 1.0
        return [float(tick) for tick in np.arange(self.low, self.high + 1e-9, step)]


@dataclass(frozen=True, slots=True)
class Plane:
    """What stands on the sheet.

    Parameters
    ----------
    title, subtitle, lang : str
        Words above the plane and their language.
    x, y : Axis
        The two scales.
    marks : sequence of Mark
        All networks, those to be named first in front.
    keys : sequence of (str, Look)
        Words for shapes and colours.
    notes : tuple of str
        Words below.
    threshold : float
        Share of the members from which a mark is filled.
    synthetic : bool
        Whether anything is invented.
    tall : float
        Height of the plane itself in mm.
    """

    title: str
    subtitle: str
    lang: str
    x: Axis
    y: Axis
    marks: Sequence[Mark]
    keys: Sequence[tuple[str, Look]]
    notes: tuple[str, ...]
    threshold: float
    synthetic: bool
    tall: float = 112.0

    def draw(self) -> tuple[Page, frozenset[str]]:
        """Draw everything; return the sheet and the networks that are named on it."""
        beside = [mark for mark in self.marks if mark.x is None and mark.y is not None]
        wide = _WIDE - _LEFT - (_SIDE + 3 if beside else 0)
        head = self._head(beside)
        above = 3.2 if len(_reasons(beside)) > 1 else 1.0
        top = max(5.0, (head.count("\n") + 1) * line_height(_HEAD_PT) + above if head else 0.0)
        strips = self._strips()
        heights = [self._strip_height(group, wide) for _, group in strips]
        neither = [mark for mark in self.marks if mark.x is None and mark.y is None]
        list_top = top + self.tall + 11 + sum(heights)
        keys_top = list_top + self._list_height(neither) + 2
        page = Page(
            self.title,
            lang=self.lang,
            height=keys_top + 4.6 * -(-len(self.keys) // 4) + 9.5,
            subtitle=self.subtitle,
            notes=self.notes,
            synthetic=self.synthetic,
        )
        page.text(0, top - 2, f"{self.y.words} ↑", color=MUTED)
        page.text(_LEFT + wide, top + self.tall + 8, f"{self.x.words} →", ha="right", color=MUTED)
        named = self._plane(page.axes(_LEFT, top, wide, self.tall), wide)
        if beside:
            page.text(_LEFT + wide + 3, top - above, head, size=_HEAD_PT, color=MUTED, va="bottom")
            named |= self._beside(page.axes(_LEFT + wide + 3, top, _SIDE, self.tall), beside)
        down = top + self.tall + 11
        for (reason, group), high in zip(strips, heights, strict=True):
            named |= self._strip(page, reason, group, down, high, wide)
            down += high
        named |= self._list(page, neither, list_top)
        self._draw_keys(page, keys_top)
        return page, frozenset(named)

    def _plane(self, ax: Axes, wide: float) -> set[str]:
        ax.set(xlim=self.x.limits, ylim=self.y.limits)
        ax.xaxis.set_ticks(self.x.ticks)
        ax.yaxis.set_ticks(self.y.ticks)
        numbers(ax.xaxis, self.lang)
        numbers(ax.yaxis, self.lang)
        ax.grid(True)
        there = [mark for mark in self.marks if mark.on_plane]
        spots = aside(ax, there, self._millimetre(wide))
        for mark, (x, y) in sorted(zip(there, spots, strict=True), key=lambda item: (-item[0].members, item[0].key)):
            draw_bounds(ax, mark, x, y)
            draw_mark(ax, mark, x, y)
        return name_marks(ax, there, spots)

    def _millimetre(self, wide: float) -> float:
        low, high = self.x.limits
        return (high - low) / wide

    # -- below: y is missing ------------------------------------------------------------------

    def _strips(self) -> list[tuple[str, list[Mark]]]:
        """Return the networks that lack y but have x, by reason, the most frequent first."""
        groups: dict[str, list[Mark]] = {}
        for mark in self.marks:
            if mark.y is None and mark.x is not None:
                groups.setdefault(mark.reasons[1], []).append(mark)
        return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))

    def _strip_levels(self, group: Sequence[Mark], wide: float) -> list[int]:
        return levels([mark.spot[0] for mark in group], pitch(group) * self._millimetre(wide))

    def _strip_height(self, group: Sequence[Mark], wide: float) -> float:
        rows = max(self._strip_levels(group, wide)) + 1
        return line_height(_HEAD_PT) + max(7.5, rows * pitch(group) + 1.5) + 1.0

    def _strip(self, page: Page, reason: str, group: Sequence[Mark], top: float, high: float, wide: float) -> set[str]:
        page.text(_LEFT, top + 2.6, f"{reason} ({number(len(group), self.lang)})", size=_HEAD_PT, color=MUTED)
        tall = high - line_height(_HEAD_PT) - 1.0
        ax = page.axes(_LEFT, top + line_height(_HEAD_PT), wide, tall)
        _ground(ax)
        ax.set(xlim=self.x.limits, ylim=(0, tall))
        step, rows = pitch(group), self._strip_levels(group, wide)
        first = (tall - step * max(rows)) / 2
        spots = [(mark.spot[0], first + step * row) for mark, row in zip(group, rows, strict=True)]
        for mark, (x, y) in zip(group, spots, strict=True):
            draw_mark(ax, mark, x, y)
        return name_marks(ax, group, spots)

    # -- beside: x is missing -----------------------------------------------------------------

    def _head(self, group: Sequence[Mark]) -> str:
        reasons = _reasons(group)
        if len(reasons) == 1:
            return wrap(f"{reasons[0]} ({number(len(group), self.lang)})", _SIDE, _HEAD_PT)
        counts = [number(sum(mark.reasons[0] == reason for mark in group), self.lang) for reason in reasons]
        return "\n".join(
            wrap(f"{k}: {reason} ({n})", _SIDE, _HEAD_PT)
            for k, (reason, n) in enumerate(zip(reasons, counts, strict=True), 1)
        )

    def _beside(self, ax: Axes, group: Sequence[Mark]) -> set[str]:
        """Draw the networks that lack x at the height of their y, a column a reason."""
        _ground(ax)
        low, high = self.y.limits
        ax.set(xlim=(0, _SIDE), ylim=(low, high))
        reasons, step = _reasons(group), pitch(group)
        column = _SIDE / len(reasons)
        spots: dict[str, tuple[float, float]] = {}
        for k, reason in enumerate(reasons):
            part = [mark for mark in group if mark.reasons[0] == reason]
            rows = levels([mark.spot[1] for mark in part], step * (high - low) / self.tall)
            narrow = min(step, (column - 3.0) / max(1, max(rows)))
            spots |= {
                mark.key: (k * column + 2.5 + narrow * row, mark.spot[1]) for mark, row in zip(part, rows, strict=True)
            }
            if k:
                ax.axvline(k * column, color="white", lw=1.5)
            if len(reasons) > 1:
                ax.text(k * column + 1.2, high, str(k + 1), size=NAME_PT, color=MUTED, va="bottom")
        for mark in group:
            draw_mark(ax, mark, *spots[mark.key])
        return name_marks(ax, group, [spots[mark.key] for mark in group], room=_SIDE - 9, lines=4)

    # -- both are missing ---------------------------------------------------------------------

    def _cells(self, group: Sequence[Mark]) -> list[str]:
        texts = (f"{mark.words}: {'; '.join(dict.fromkeys(mark.reasons))}" for mark in group)
        return [wrap(text, _WIDE / 3 - 6, NAME_PT) for text in texts]

    def _list_rows(self, group: Sequence[Mark]) -> list[float]:
        high = [(words.count("\n") + 1) * line_height(NAME_PT) + 1.2 for words in self._cells(group)]
        return [max(high[k : k + 3]) for k in range(0, len(high), 3)]

    def _list_height(self, group: Sequence[Mark]) -> float:
        return line_height(_HEAD_PT) + 1.5 + sum(self._list_rows(group)) if group else 0.0

    def _list(self, page: Page, group: Sequence[Mark], top: float) -> set[str]:
        """Write the networks that lack both numbers, each with its reasons."""
        if not group:
            return set()
        words = message("plane-neither", self.lang, n=len(group))
        page.text(0, top + 2.6, words, size=_HEAD_PT, color=MUTED)
        rows = self._list_rows(group)
        down = top + line_height(_HEAD_PT)
        ax = page.axes(0, down, _WIDE, sum(rows) + 1.0)
        _ground(ax)
        ax.set(xlim=(0, _WIDE), ylim=(sum(rows) + 1.0, 0))
        y = 1.0
        for row, high in enumerate(rows):
            for k, (mark, text) in enumerate(zip(group[3 * row :][:3], self._cells(group)[3 * row :][:3], strict=True)):
                draw_mark(ax, mark, k * _WIDE / 3 + 2.2, y + 1.4)
                ax.text(k * _WIDE / 3 + 4.6, y, text, size=NAME_PT, va="top", linespacing=1.05)
            y += high
        return {mark.key for mark in group}

    def _draw_keys(self, page: Page, top: float) -> None:
        high = draw_keys(page, self.keys, top=top, columns=4)
        ax = page.axes(0, top + high, page.width, 9.2)
        ax.set(xlim=(0, page.width), ylim=(9.2, 0))
        ax.set_axis_off()
        whole, half = percent(self.threshold, self.lang), page.width / 2
        for x, face, key in ((1.5, OTHER, "plane-filled"), (1.5 + half, "white", "plane-open")):
            ax.scatter(x, 2.3, s=24, marker="o", facecolor=face, edgecolor=OTHER, linewidths=1.0)
            ax.text(x + 2.5, 2.3, message(key, self.lang, share=whole), size=SMALL_PT, va="center_baseline")
        ax.plot([0.2, 5], [6.9, 6.9], color=OTHER, lw=0.9, marker="|", ms=3.5, mew=0.9)
        ax.text(6.5, 6.9, message("plane-bounds", self.lang), size=SMALL_PT, va="center_baseline")
        x = half + 1.5
        for n in _EXAMPLES:
            ax.scatter(x, 6.9, s=area(n), marker="o", facecolor="white", edgecolor=OTHER, linewidths=0.8)
            ax.text(x + 3.6, 6.9, number(n, self.lang), size=SMALL_PT, va="center_baseline")
            x += 10
        ax.text(x, 6.9, message("plane-size", self.lang), size=SMALL_PT, va="center_baseline")


def _reasons(group: Sequence[Mark]) -> list[str]:
    return sorted({mark.reasons[0] for mark in group})


def _ground(ax: Axes) -> None:
    ax.set_facecolor(GROUND)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(False)
