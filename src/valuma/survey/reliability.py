"""Coefficients of agreement: Krippendorff's alpha and Cohen's kappa."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError

Level = Literal["nominal", "ordinal", "interval"]
_Floats = npt.NDArray[np.float64]


def alpha(table: pd.DataFrame, *, level: Level = "nominal") -> float:
    r"""Compute Krippendorff's alpha of values that coders gave to units.

    Parameters
    ----------
    table : DataFrame
        A row a unit, a column a coder; missing where a coder did not code a unit.
    level : {"nominal", "ordinal", "interval"}, default "nominal"
        Level of measurement. Ordinal and interval values are numbers.

    Returns
    -------
    float
        1 for perfect agreement, 0 for that of chance, below for systematic disagreement; NaN where nothing varies or no
        unit was coded by two.

    Notes
    -----
    $\alpha = 1 - D_o / D_e$ with observed and expected disagreement over all pairs of values within units and overall.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    https://repository.upenn.edu/asc_papers/43

    Examples
    --------
    >>> round(alpha(pd.DataFrame({"a": list("aabbdcccedda"), "b": list("babbbccceddd")})), 3)
    0.692
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValumaError(f"level is {level!r}; expected 'nominal', 'ordinal' or 'interval'")
    counts, values = counts_of(table)
    if len(counts) == 0:
        return float("nan")
    if level == "nominal":
        return alpha_of(counts, 1.0 - np.eye(len(values)))
    numbers = np.array(values, dtype=float)
    order = np.argsort(numbers)
    counts, numbers = counts[:, order], numbers[order]
    if level == "ordinal":
        # The rank of a value is the middle of its place among all values that are compared.
        totals = counts.sum(axis=0)
        numbers = totals.cumsum() - totals / 2
    return alpha_of(counts, np.subtract.outer(numbers, numbers) ** 2)


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Compute Cohen's kappa of two coders.

    Parameters
    ----------
    one, other : sequence
        Code of each unit, in the same order; units that one of them left out (None) do not count.

    Returns
    -------
    float
        NaN where both gave every unit the same single code, or no unit was coded by both.

    Examples
    --------
    >>> round(kappa(list("yyynn"), list("yynnn")), 3)
    0.615
    """
    pairs = [(x, y) for x, y in zip(one, other, strict=True) if x is not None and y is not None]
    if not pairs:
        return float("nan")
    positions: dict[Hashable, int] = {}
    for pair in pairs:
        for value in pair:
            positions.setdefault(value, len(positions))
    table = np.zeros((len(positions), len(positions)))
    for x, y in pairs:
        table[positions[x], positions[y]] += 1
    table /= len(pairs)
    chance = float(table.sum(axis=1) @ table.sum(axis=0))
    return float("nan") if chance >= 1.0 else (float(np.trace(table)) - chance) / (1.0 - chance)


def counts_of(table: pd.DataFrame) -> tuple[_Floats, list[Hashable]]:
    """Return how often each value was given to each unit that two at least have coded, and the values."""
    cells = table.to_numpy(dtype=object)
    known = table.notna().to_numpy()
    compared = np.flatnonzero(known.sum(axis=1) >= 2)
    positions: dict[Hashable, int] = {}
    places = [
        (row, positions.setdefault(value, len(positions)))
        for row, unit in enumerate(compared)
        for value in cells[unit][known[unit]]
    ]
    counts = np.zeros((len(compared), len(positions)))
    for row, place in places:
        counts[row, place] += 1
    return counts, list(positions)


def alpha_of(counts: _Floats, distances: _Floats) -> float:
    """Return alpha of counts of values by unit; NaN where nothing varies."""
    totals, observed = counts.sum(axis=0), disagreement_within(counts, distances).sum()
    n = totals.sum()
    expected = float(totals @ distances @ totals) / (n - 1)
    return float(1 - observed / expected) if expected > 0 else float("nan")


def disagreement_within(counts: _Floats, distances: _Floats) -> _Floats:
    """Return the disagreement within each unit."""
    return np.asarray(((counts @ distances) * counts).sum(axis=1) / (counts.sum(axis=1) - 1))
