"""Pólya-urn filling of member lists whose known part was declared a random part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from valuma.graph.attributes import Coding
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.counts import count_members
from valuma.metrics.distance import Distance, FloatArray, distance_matrix
from valuma.metrics.heterogeneity import mean_distances
from valuma.metrics.pairs import IntArray
from valuma.metrics.states import BoundsBy
from valuma.metrics.strata import Stratum, read_strata
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import ListIs

#: Fewer known members, or fewer profiles among them, say too little of the rest.
LEAST_KNOWN, LEAST_PROFILES = 5, 2


def fill_by_urn(known: IntArray, seats: int, rng: np.random.Generator) -> IntArray:
    """Fill seats by a Pólya urn: each new member is a copy of one drawn from all there are by then.

    Parameters
    ----------
    known : ndarray of int, shape (n_profiles,)
        Known members of the stratum by profile.
    seats : int
        Members that are not known.
    rng : Generator
        Source of randomness.

    Returns
    -------
    ndarray of int, shape (n_profiles,)
        The filled seats by profile; profiles that nobody known has stay empty.

    Notes
    -----
    The counts of an urn are Dirichlet-multinomial, so they are drawn in two steps and not one by one.

    References
    ----------
    Lo, A. Y. (1988). A Bayesian bootstrap for a finite population. *Annals of Statistics* 16,
    1684-1695. https://doi.org/10.1214/aos/1176351061

    Examples
    --------
    >>> fill_by_urn(np.array([3, 0, 2]), 4, np.random.default_rng(1)).sum()
    np.int64(4)
    """
    filled = np.zeros(len(known), dtype=np.int64)
    some = known > 0
    if seats:
        filled[some] = rng.multinomial(seats, rng.dirichlet(known[some].astype(np.float64)))
    return filled


def urn_interval(
    counts: IntArray,
    strata: Sequence[tuple[IntArray, int]],
    distance: FloatArray,
    *,
    level: float = 0.95,
    draws: int = 999,
    seed: int | np.random.SeedSequence = 0,
) -> tuple[float, float]:
    """Return the interval of the mean distance over urn fillings of some strata.

    Parameters
    ----------
    counts : ndarray of int, shape (n_profiles,)
        Known members of the whole network by profile.
    strata : sequence of (ndarray of int of shape (n_profiles + 1,), int)
        Known members of each stratum by profile, last those left out, and its empty seats.
    distance : ndarray of float, shape (n_profiles, n_profiles)
        Distances of profiles.
    level : float
        Share of the fillings between the ends.
    draws : int
        Number of fillings.
    seed : int or SeedSequence
        One stream is spawned for each filling.

    Returns
    -------
    tuple of float
        Low and high, in [0, 1]; both NaN where no filling has two members with a profile.

    Notes
    -----
    An urn copies members, so that filled lists are less varied than the list they stand for: the
    plain interval misses evenly spread members (at 22 of 57 known it covers the true value in .15 of
    random parts with eight equal categories). The fillings are therefore scaled so that their mean
    is `estimate_distance`; the 95 % interval then covers about .9 to .99 of random parts at 22 of 57.
    With few known members in one dominant category it covers less; say "about".
    """
    root = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    filled = np.tile(counts, (draws, 1))
    for row, stream in zip(filled, root.spawn(draws), strict=True):
        rng = np.random.default_rng(stream)
        for known, seats in strata:
            row += fill_by_urn(known, seats, rng)[:-1]
    values = mean_distances(filled, distance)
    if np.isnan(values).all():
        return float("nan"), float("nan")
    mean, estimate = float(np.nanmean(values)), estimate_distance(counts, strata, distance)
    scale = estimate / mean if mean > 0 and np.isfinite(estimate) else 1.0
    low, high = np.nanquantile(values, [(1.0 - level) / 2.0, (1.0 + level) / 2.0]) * scale
    return float(low), float(min(high, 1.0))


def estimate_distance(counts: IntArray, strata: Sequence[tuple[IntArray, int]], distance: FloatArray) -> float:
    """Estimate the mean distance of the whole list from random parts of its strata.

    Parameters
    ----------
    counts, strata, distance
        As in `urn_interval`.

    Returns
    -------
    float
        Mean distances of known pairs within and between strata, weighted by the pairs that the whole
        list has; unbiased where every member has a profile. NaN where a stratum has one known member.

    Examples
    --------
    Of a stratum of ten, two councils and a ministry are known: the mean distance of known pairs, 4/6.

    >>> part = (np.array([2, 1, 0]), 7)
    >>> round(estimate_distance(np.array([2, 1]), [part], 1.0 - np.eye(2)), 4)
    0.6667
    """
    n_profiles = len(counts)
    apart, both = np.zeros((2, n_profiles + 1, n_profiles + 1))
    apart[:-1, :-1], both[:-1, :-1] = distance, 1.0
    groups = [(known, int(known.sum()), int(known.sum()) + seats) for known, seats in strata]
    rest = np.append(counts, 0) - sum((known for known, *_ in groups), np.zeros(n_profiles + 1, dtype=np.int64))
    # Members left out of a stratum stand in its last place only.
    rest[-1] = 0
    sums = np.zeros(2)
    for k, matrix in enumerate((apart, both)):
        own = np.diagonal(matrix)
        sums[k] = rest @ matrix @ rest - rest @ own
        for at, (known, n, whole) in enumerate(groups):
            if n < 2:
                return float("nan")
            sums[k] += (known @ matrix @ known - known @ own) / (n * (n - 1)) * whole * (whole - 1)
            sums[k] += 2.0 * float(rest @ matrix @ known) / n * whole
            for other, m, size in groups[at + 1 :]:
                sums[k] += 2.0 * float(known @ matrix @ other) / (n * m) * whole * size
    return float(sums[0] / sums[1]) if sums[1] > 0 else float("nan")


def polya(
    graph: GraphBlocks,
    attribute: str,
    *,
    coding: Coding = "A",
    distance: Distance = "profile",
    level: float = 0.95,
    strata: Mapping[str, Sequence[Stratum]] | None = None,
    draws: int = 999,
    seed: int | None = None,
) -> pd.DataFrame:
    """Estimate the heterogeneity of networks of which a random part of the members is known.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        With stated counts.
    attribute : str
        Attribute of the members.
    coding, distance
        As in `heterogeneity`.
    level : float
        Share of the fillings between the ends, in (0, 1).
    strata : mapping, optional
        What `read_strata` returns, where it is at hand.
    draws : int
        Number of fillings.
    seed : int, optional
        None draws one; it is recorded in ``frame.attrs["seed"]``.

    Returns
    -------
    DataFrame
        A row for each network whose incomplete strata are all declared random parts, with at least five
        known and two profiles among them: ``low``, ``high``, ``bounds_by``. No other network is estimated:
        members that happened to be found are not a sample.

    Raises
    ------
    ValumaError
        The level is not between 0 and 1, or there is no such attribute.

    References
    ----------
    Lo, A. Y. (1988). A Bayesian bootstrap for a finite population. *Annals of Statistics* 16,
    1684-1695. https://doi.org/10.1214/aos/1176351061
    """
    if not 0.0 < level < 1.0:
        raise ValumaError(f"level is {level}; expected a share between 0 and 1, such as 0.95")
    parts = read_strata(graph) if strata is None else strata
    root = np.random.SeedSequence(seed)
    found = count_members(graph, attribute, coding)
    matrix = distance_matrix(found.attribute, distance=distance)
    rows: dict[str, tuple[float, float, str]] = {}
    for at, network_id in enumerate(graph.networks.index):
        open_ = [s for s in parts.get(network_id, ()) if not s.complete and not s.of_part]
        urns = [_urn(found.attribute.codes, found.attribute.n_profiles, s) for s in open_]
        if open_ and all(s.list_is == ListIs.RANDOM_PART and _enough(u) for s, (u, _) in zip(open_, urns, strict=True)):
            counts = found.counts[[at]].toarray()[0].astype(np.int64)
            # The stream belongs to the network, so that adding another one changes nothing here.
            own = np.random.SeedSequence(root.entropy, spawn_key=tuple(str(network_id).encode()))
            low, high = urn_interval(counts, urns, matrix, level=level, draws=draws, seed=own)
            rows[network_id] = (low, high, str(BoundsBy.POLYA))
    frame = pd.DataFrame(
        list(rows.values()), index=pd.Index(list(rows), dtype=object), columns=["low", "high", "bounds_by"]
    )
    frame.index.name = graph.networks.index.name
    frame.attrs.update(seed=root.entropy, synthetic=graph.synthetic)
    return frame


def _urn(codes: np.ndarray, n_profiles: int, stratum: Stratum) -> tuple[IntArray, int]:
    members = codes[list(stratum.members)].astype(np.int64)
    known = np.bincount(np.where(members >= 0, members, n_profiles), minlength=n_profiles + 1)
    return known.astype(np.int64), stratum.seats[1]


def _enough(known: IntArray) -> bool:
    return int(known[:-1].sum()) >= LEAST_KNOWN and int(np.count_nonzero(known[:-1])) >= LEAST_PROFILES
