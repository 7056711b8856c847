"""Bounds of the share across of a whole group of networks, over what its missing members could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from valuma.graph.attributes import Coding
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.admitted import Admission
from valuma.metrics.counts import count_members
from valuma.metrics.distance import FloatArray, distance_matrix
from valuma.metrics.extremes import Seats, extreme_distance, merge_seats
from valuma.metrics.heterogeneity import mean_distances
from valuma.metrics.pairs import IntArray, sizes
from valuma.metrics.strata import Stratum, read_strata

_MOST_ROUNDS = 60


class Option(NamedTuple):
    """One number of labelled members a network can have, with the least and greatest mean distance it allows."""

    members: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShareBounds:
    """Share across of a group, observed and bounded.

    Parameters
    ----------
    value, low, high : float
        Share across of the known members, and its bounds; NaN without a pair.
    filled : int
        Networks with seats that are not known and were filled in every way.
    as_known : int
        Networks whose size no source states, or only as "more than" what is known: they enter as they are
        known, and the bounds do not cover what they may hide.
    seats : tuple of int
        Least and greatest number of missing members that were filled.
    """

    value: float
    low: float
    high: float
    filled: int
    as_known: int
    seats: tuple[int, int]


def share_bounds(graph: GraphBlocks, attribute: str, *, coding: Coding = "A") -> ShareBounds:
    r"""Bound the share across of all networks together over what their missing members could be.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        With stated counts, and a registry behind it that says what the missing can be.
    attribute : str
        Attribute of the members.
    coding : {"A", "B"}
        Coding of general authorities and universities.

    Returns
    -------
    ShareBounds
        For pairs weighted as in `mixing` with ``pairs="newman"``.

    Notes
    -----
    With these weights the share across is :math:`\sum_j d_j h_j / \sum_j d_j` over networks with at least two
    labelled members. Each network chooses its filling alone, so the ratio is bounded by Dinkelbach's
    method: for a trial share λ every network takes the filling with the least (greatest)
    :math:`d_j (h_j - λ)`. Not covered: networks whose size nobody states (`as_known`), and members who joined
    several networks at once.

    References
    ----------
    Dinkelbach, W. (1967). On nonlinear fractional programming. *Management Science* 13, 492-498.
    https://doi.org/10.1287/mnsc.13.7.492

    Examples
    --------
    >>> import pandas as pd
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b"], "network_id": ["x", "x"], "role": ["member", "member"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b", "c"], "kind": ["k", "k", "k"],
    ...                          "side": ["municipal", "business", "business"]}),
    ... )
    >>> share_bounds(graph, "side").value
    1.0
    """
    found = count_members(graph, attribute, coding)
    matrix = distance_matrix(found.attribute)
    values = mean_distances(found.counts, matrix)
    labelled = sizes(found.counts).astype(np.int64)
    strata, admission = read_strata(graph), Admission(graph, attribute, coding)
    options: list[list[Option]] = []
    filled = as_known = low = high = 0
    for at, network_id in enumerate(graph.networks.index):
        here = strata.get(network_id, ())
        open_ = [s for s in here if s.seats[1] and not s.exceeded]
        as_known += not here or any(s.unbounded for s in here)
        known = [Option(int(labelled[at]), float(values[at]), float(values[at]))]
        if open_:
            filled += 1
            low, high = low + sum(s.seats[0] for s in open_), high + sum(s.seats[1] for s in open_)
            counts = found.counts[[at]].toarray()[0].astype(np.int64)
            known = _options(counts, matrix, _seats(open_, admission)) or known
        options.append([option for option in known if option.members >= 2])
    used = [option for option in options if option]
    pairs = labelled >= 2
    value = _share((int(d), float(h)) for d, h in zip(labelled[pairs], values[pairs], strict=True))
    return ShareBounds(value, _ratio(used, least=True), _ratio(used, least=False), filled, as_known, (low, high))


def _seats(strata: Sequence[Stratum], admission: Admission) -> list[Seats]:
    """Seats of a network: where sources say they lie, if any source does, else whatever the strata admit."""
    stated = any(s.missing for s in strata)
    return [seats for s in strata for seats in (admission.stated(s) if stated else admission.extremes(s))]


def _options(counts: IntArray, matrix: FloatArray, seats: Sequence[Seats]) -> list[Option]:
    """Least and greatest mean distance for every number of seats that may take a profile."""
    groups = merge_seats(seats)
    best: dict[int, tuple[float, float]] = {}
    for numbers in product(*(range(group.low, group.high + 1) for group in groups)):
        fixed = [Seats(group.profiles, n, n) for group, n in zip(groups, numbers, strict=True)]
        ends = extreme_distance(counts, matrix, fixed)
        size = int(counts.sum()) + sum(numbers)
        low, high = best.get(size, (np.inf, -np.inf))
        best[size] = min(low, ends.low), max(high, ends.high)
    return [Option(size, low, high) for size, (low, high) in best.items() if np.isfinite(low) and np.isfinite(high)]


def _share(parts: Iterable[tuple[int, float]]) -> float:
    pairs = list(parts)
    total = sum(d for d, _ in pairs)
    return sum(d * h for d, h in pairs) / total if total else float("nan")


def _ratio(options: Sequence[Sequence[Option]], *, least: bool) -> float:
    """Least or greatest share over all choices of one option a network."""
    if not options:
        return float("nan")
    share = 0.0 if not least else 1.0
    for _ in range(_MOST_ROUNDS):
        chosen = []
        for part in options:
            ends = [(option.members, option.low if least else option.high) for option in part]
            chosen.append((min if least else max)(ends, key=lambda end: end[0] * (end[1] - share)))
        better = _share(chosen)
        if abs(better - share) < 1e-12:
            break
        share = better
    return share
