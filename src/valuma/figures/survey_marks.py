"""Marks of figures of answers: looks of groups and fee rules, whiskers, the sign of a number that is not shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuma.figures.colours import Look, look
from valuma.figures.style import INK
from valuma.schema.vocabularies import NOT_APPLICABLE, SurveyRole, Tier

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Looks of things that have no colour of their own in this library: fee rules, kinds, answer options.
SERIES: tuple[Look, ...] = (
    Look("#0f4c75", "o", ""),
    Look("#cf6a12", "s", "////"),
    Look("#8c4eef", "^", "xxxx"),
    Look("#139e95", "D", "...."),
    Look("#610d09", "v", "\\\\\\\\"),
    Look("#7a5845", "P", "++++"),
    Look("#110634", "X", "||||"),
    Look("#3b242c", "*", "----"),
)
#: Strokes that go with them, so that curves stay apart in grey.
DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = (
    "-",
    (0, (5, 1.6)),
    (0, (1.4, 1.4)),
    (0, (6, 1.4, 1.4, 1.4)),
    (0, (3, 3)),
    (0, (8, 1.2)),
    (0, (2.5, 1, 1, 1)),
    (0, (1, 2.4)),
)
#: Shades of an ordered scale around its middle, from the low end to the high one.
_LOW, _MIDDLE, _HIGH = ("#a8560f", "#e6b580"), "#d9dce0", ("#9bbfe3", "#1f5c99")


#: Look of those beyond the tiers, and of groups beside a coloured scale.
_BEYOND = Look("#3d4650", "D", "")
_NEUTRAL = ("#14181d", "#3d4650", "#666f7a")


def group_looks(by: str, groups: Sequence[str], *, neutral: bool = False) -> dict[str, Look]:
    """Return the look of each group: a tier's own, else one of the series in turn.

    Parameters
    ----------
    by : str
        What the groups are.
    groups : sequence of str
        The groups.
    neutral : bool, default False
        Dark greys that are told apart by their marks: beside a scale whose colours mean answers.

    Examples
    --------
    >>> group_looks("tier", ["local"])["local"] == look(Tier.LOCAL)
    True
    """
    if neutral:
        found = group_looks(by, groups)
        shades = {group: _NEUTRAL[at % len(_NEUTRAL)] for at, group in enumerate(groups)}
        return {group: Look(shades[group], seen.marker, seen.hatch) for group, seen in found.items()}
    if by == SurveyRole.TIER and set(groups) <= {*Tier, NOT_APPLICABLE}:
        return {group: _BEYOND if group == NOT_APPLICABLE else look(Tier(group)) for group in groups}
    return {group: SERIES[place % len(SERIES)] for place, group in enumerate(groups)}


def scale_shades(n: int) -> list[str]:
    """Return a colour for each step of an ordered scale, darkest at its ends.

    Parameters
    ----------
    n : int
        Steps, two to seven.

    Returns
    -------
    list of str
        The middle step of an odd number is grey.

    Examples
    --------
    >>> scale_shades(3)
    ['#a8560f', '#d9dce0', '#1f5c99']
    """
    half = n // 2
    low = [_between(_LOW[0], _LOW[1], place / max(half - 1, 1)) for place in range(half)]
    high = [_between(_HIGH[1], _HIGH[0], place / max(half - 1, 1)) for place in range(half)]
    return [*low, *([_MIDDLE] if n % 2 else []), *reversed(high)]


def _between(one: str, other: str, share: float) -> str:
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def dot(ax: Axes, x: float, y: float, seen: Look, ends: tuple[float, float], *, size: float = 16.0) -> None:
    """Draw a mark with its interval along the x axis; no whisker where there is no interval."""
    low, high = ends
    if math.isfinite(low) and math.isfinite(high):
        ax.plot([low, high], [y, y], color=seen.colour, linewidth=0.9, solid_capstyle="butt", zorder=2)
    size *= {"*": 1.9, "P": 1.3, "X": 1.3}.get(seen.marker, 1.0)
    ax.scatter(x, y, marker=seen.marker, s=size, color=seen.colour, linewidths=0, zorder=3, clip_on=False)


def tick(ax: Axes, x: float, y: float, half: float) -> None:
    """Draw the value of all respondents: an upright stroke."""
    ax.plot([x, x], [y - half, y + half], color=INK, linewidth=1.4, solid_capstyle="butt", zorder=2.5)


def hollow(ax: Axes, x: float, y: float, seen: Look, *, size: float = 14.0) -> None:
    """Draw the sign of a number that is not shown: the group's mark without filling."""
    ax.scatter(
        x, y, marker=seen.marker, s=size, facecolors="white", edgecolors=seen.colour, lw=0.7, zorder=3, clip_on=False
    )
