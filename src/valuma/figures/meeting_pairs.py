"""Pairs of members of 100 by category, observed and by lot: the numbers behind `mixing-matrix`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from valuma.metrics.states import ResultState

if TYPE_CHECKING:
    from valuma.metrics.chance_result import Chance
    from valuma.metrics.mixing_result import Mixing

Against = Literal["more", "fewer", "about", "not testable", ""]
#: Key of the categories that are not shown one by one.
REST = "rest"


@dataclass(frozen=True, slots=True)
class Pair:
    """One unordered pair of categories.

    Parameters
    ----------
    row, column : int
        Place in the lower triangle.
    category, with_category : str
        The categories of row and column; `REST` for the folded ones.
    observed, expected : float
        Pairs of 100, and the mean of the draws.
    low, high : float, optional
        Range into which 95 of 100 draws fall; None for folded categories.
    against : str
        Whether there are more or fewer pairs than by lot, about as many, or whether that cannot be tested;
        empty for folded categories and where nobody meets and nobody would.
    """

    row: int
    column: int
    category: str
    with_category: str
    observed: float
    expected: float
    low: float | None = None
    high: float | None = None
    against: Against = ""


def pairs_of_100(found: Mixing, lots: Chance, most: int, *, order: Sequence[str]) -> tuple[Pair, ...]:
    """Return the cells of the lower triangle, row by row.

    Parameters
    ----------
    found : Mixing
        Weights of ordered pairs, with some weight.
    lots : Chance
        The same cells by lot.
    most : int
        So many categories one by one, those with the most pairs; the others are folded into one row.
    order : sequence of str
        All categories, from top to bottom.

    Returns
    -------
    tuple of Pair
        All cells together are 100, and so are their expected numbers.
    """
    cells = [row for row in lots.cells.reset_index().to_dict("records") if row["observed"] > 0 or row["expected"] > 0]
    met = found.frame.sum(axis=1)
    lot = {str(name) for row in cells for name in (row["category"], row["with_category"])}
    there = [name for name in order if name in lot]
    shown = there
    if len(there) > most:
        kept = set(sorted(there, key=lambda name: -float(met[name]))[:most])
        shown = [name for name in there if name in kept]
    place = {name: k for k, name in enumerate(shown)}
    names = [*shown, REST] if len(shown) < len(there) else shown
    sums: dict[tuple[int, int], Pair] = {}
    for cell in cells:
        pair = _pair(cell, found.total, place, names)
        key = pair.row, pair.column
        sums[key] = _added(sums[key], pair) if key in sums else pair
    return tuple(
        sums.get((row, column), Pair(row, column, names[row], names[column], 0.0, 0.0))
        for row in range(len(names))
        for column in range(row + 1)
    )


def _pair(cell: Mapping[object, object], total: float, place: Mapping[str, int], names: Sequence[str]) -> Pair:
    # A pair of different categories stands twice among the ordered pairs.
    scale = (100.0 if cell["category"] == cell["with_category"] else 200.0) / total
    ends = sorted(place.get(str(cell[name]), len(names) - 1) for name in ("category", "with_category"))
    folded = names[-1] == REST and ends[1] == len(names) - 1
    observed, expected, low, high = (scale * float(str(cell[name])) for name in ("observed", "expected", "low", "high"))
    return Pair(
        ends[1],
        ends[0],
        names[ends[1]],
        names[ends[0]],
        observed,
        expected,
        None if folded else low,
        None if folded else high,
        "" if folded else _against(str(cell["state"]), observed, low, high),
    )


def _against(state: str, observed: float, low: float, high: float) -> Against:
    if state != ResultState.MEASURED:
        return "not testable"
    slack = 1e-9 * max(observed, high, 1e-12)
    return "more" if observed > high + slack else "fewer" if observed < low - slack else "about"


def _added(one: Pair, other: Pair) -> Pair:
    """Add up two cells that are folded into one; ranges of draws do not add up."""
    return Pair(
        one.row,
        one.column,
        one.category,
        one.with_category,
        one.observed + other.observed,
        one.expected + other.expected,
    )
