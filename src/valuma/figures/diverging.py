"""A bar around the middle of an ordered scale, its segments to the left and to the right of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from valuma.figures.style import GROUND, MUTED
from valuma.figures.survey_marks import scale_shades

if TYPE_CHECKING:
    import pandas as pd

#: How steps look that are drawn together because one by one they are not shown.
MERGED = MappingProxyType({"facecolor": GROUND, "edgecolor": MUTED, "hatch": "//////", "linewidth": 0.4})


@dataclass(frozen=True)
class Segment:
    """One part of a bar.

    Parameters
    ----------
    start, share : float
        Where it begins, 0 being the middle of the scale, and how long it is; 1 for all answers.
    look : mapping
        How it is drawn.
    merged : bool
        Whether it stands for several steps.
    """

    start: float
    share: float
    look: Any
    merged: bool = False


def segments(rows: pd.DataFrame, scale: Sequence[float]) -> list[Segment]:
    """Return the segments of one bar from the released shares of its steps.

    Parameters
    ----------
    rows : DataFrame
        ``value`` (step of the scale) and ``estimate`` (share; missing where it is not shown).
    scale : sequence of float
        Steps of the scale.

    Returns
    -------
    list of Segment
        From the low end. Steps that are not shown and lie side by side are one segment: what the shown ones leave.
        Empty where they do not lie side by side, or none is shown; their places would be invented.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"value": [0.0, 1.0, 2.0], "estimate": [0.25, 0.5, 0.25]})
    >>> [(part.start, part.share) for part in segments(rows, [0.0, 1.0, 2.0])]
    [(-0.5, 0.25), (-0.25, 0.5), (0.25, 0.25)]
    """
    shares = rows.set_index("value")["estimate"].reindex(list(scale))
    hidden = [at for at, share in enumerate(shares) if share != share]
    if len(hidden) == len(scale) or (hidden and hidden != list(range(hidden[0], hidden[-1] + 1))):
        return []
    left = max(0.0, 1.0 - float(shares.sum()))
    shades = scale_shades(len(scale))
    middle = (len(scale) - 1) / 2
    parts: list[tuple[float, float, Any, bool]] = []
    for at, share in enumerate(shares):
        if at in hidden[1:]:
            continue
        if at in hidden:
            below = _below(hidden, middle)
            parts.append((left, below, dict(MERGED), True))
        else:
            parts.append((float(share), _below([at], middle), _plain(at, shades), False))
    start = -sum(share * below for share, below, _, _ in parts)
    found = []
    for share, _, look, merged in parts:
        found.append(Segment(start, share, look, merged))
        start += share
    return found


def _plain(at: int, shades: Sequence[str]) -> dict[str, Any]:
    return {"facecolor": shades[at], "linewidth": 0, **lightly_hatched(at, len(shades))}


def lightly_hatched(at: int, steps: int) -> dict[str, Any]:
    """Return the hatch of a step below the middle, so that in grey both ends of a scale stay apart; none above.

    Examples
    --------
    >>> lightly_hatched(4, 5)
    {}
    """
    return {"hatch": "////", "edgecolor": "#ffffff66"} if at < (steps - 1) / 2 else {}


def _below(places: Sequence[int], middle: float) -> float:
    """Which part of some steps lies below the middle, each step taken for equally long."""
    return sum(1.0 if at < middle else 0.5 if at == middle else 0.0 for at in places) / len(places)
