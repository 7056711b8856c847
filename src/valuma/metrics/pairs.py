"""Pairs of members counted by profile, network by network, without ever listing a pair.

Everything here needs only N, the counts of members by network and profile. For a network with d
members that is d(d - 1) ordered pairs of different members; the projection of the network on its
actors, which would hold them one by one, is never built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from valuma.metrics.distance import Sharing, check_option

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
PairWeight = Literal["count", "newman", "equal"]

#: Numbers held at once in a dense block of counts (16 MB).
_BLOCK = 2_000_000


def sizes(counts: Any) -> FloatArray:
    """Return the number of members with a profile in each network.

    Parameters
    ----------
    counts : array or sparse array, shape (n_networks, n_profiles)
        Members by profile.

    Returns
    -------
    ndarray of float, shape (n_networks,)
        d, the row sums.
    """
    return np.asarray(counts.sum(axis=1), dtype=np.float64).reshape(-1)


def pair_weights(size: FloatArray, pairs: PairWeight) -> FloatArray:
    """Return the weight that each ordered pair of members of a network carries.

    Parameters
    ----------
    size : ndarray of float, shape (n_networks,)
        Members with a profile, d.
    pairs : {"count", "newman", "equal"}
        1; 1 / (d - 1), so that every member brings the same weight; 2 / (d (d - 1)), so that every
        network does.

    Returns
    -------
    ndarray of float, shape (n_networks,)
        0 where there is no pair (d < 2).

    Examples
    --------
    >>> pair_weights(np.array([1.0, 2.0, 4.0]), "newman").round(3).tolist()
    [0.0, 1.0, 0.333]
    """
    check_option("pairs", pairs, ("count", "newman", "equal"))
    some = size >= 2
    weights = np.zeros(len(size))
    if pairs == "count":
        weights[some] = 1.0
    elif pairs == "newman":
        weights[some] = 1.0 / (size[some] - 1.0)
    else:
        weights[some] = 2.0 / (size[some] * (size[some] - 1.0))
    return weights


def pair_distances(counts: Any, distance: FloatArray) -> FloatArray:
    r"""Return the sum of distances over all ordered pairs of different members of each network.

    .. math:: \sum_{pq} N_{jp} D_{pq} N_{jq} - \sum_p N_{jp} D_{pp}

    Parameters
    ----------
    counts : array or sparse array, shape (n_networks, n_profiles)
        Members by profile, N.
    distance : ndarray of float, shape (n_profiles, n_profiles)
        D. Its diagonal is 0 but for the product form of sharing.

    Returns
    -------
    ndarray of float, shape (n_networks,)
        Divide by d (d - 1) for the mean distance of two different members.

    Notes
    -----
    Cost O(networks · profiles²), in blocks of bounded memory; profiles nobody has are left aside.
    """
    counts, used = _used(counts)
    inner = distance[np.ix_(used, used)]
    own = np.diagonal(inner)
    sums = np.empty(counts.shape[0])
    for rows, block in _dense_blocks(counts):
        sums[rows] = np.einsum("jp,jp->j", block @ inner, block) - block @ own
    return sums


def profile_pairs(counts: Any, weights: FloatArray) -> FloatArray:
    r"""Return the weight of ordered pairs of different members by the profiles of the two.

    .. math:: W = N^\top \operatorname{diag}(w) N - \operatorname{diag}(N^\top w)

    Parameters
    ----------
    counts : array or sparse array, shape (n_networks, n_profiles)
        Members by profile, N.
    weights : ndarray of float, shape (n_networks,)
        Weight of a pair in each network, w.

    Returns
    -------
    ndarray of float, shape (n_profiles, n_profiles)
        Symmetric. Sums over any parts of the networks add up to the whole.

    Notes
    -----
    Cost O(networks · profiles²) at most, in blocks of bounded memory.

    Examples
    --------
    Two members of one profile and one of another: 2 ordered pairs within, 2 + 2 across.

    >>> profile_pairs(np.array([[2, 1]]), np.array([1.0])).tolist()
    [[2.0, 2.0], [2.0, 0.0]]
    """
    n_profiles = counts.shape[1]
    counts, used = _used(counts)
    inner = np.zeros((len(used), len(used)))
    for rows, block in _dense_blocks(counts):
        weighted = block * weights[rows, None]
        inner += block.T @ weighted
        inner[np.diag_indices_from(inner)] -= weighted.sum(axis=0)
    # What rounding leaves of a profile that only ever occurs once in a network is not a pair.
    alone = np.asarray((counts > 1).sum(axis=0)).reshape(-1) == 0
    inner[np.flatnonzero(alone), np.flatnonzero(alone)] = 0.0
    whole = np.zeros((n_profiles, n_profiles))
    whole[np.ix_(used, used)] = (inner + inner.T) / 2.0
    return whole


def fold_pairs(weights: FloatArray, table: FloatArray, sharing: Sharing = "minimum") -> FloatArray:
    r"""Return the weight of pairs by category from their weight by profile.

    .. math:: E = \sum_{pq} W_{pq} M(p, q)

    M puts the share that two profiles have in common, :math:`m_a = \min(s_{pa}, s_{qa})`, on the diagonal and
    :math:`(s_{pa} - m_a)(s_{qb} - m_b) / D_{pq}` off it. For single categories M is 1 in one cell.

    Parameters
    ----------
    weights : ndarray of float, shape (n_profiles, n_profiles)
        W, as `profile_pairs` returns it.
    table : ndarray of float, shape (n_profiles, n_categories)
        Shares of each profile.
    sharing : {"minimum", "product"}
        ``product`` takes :math:`s_{pa} s_{qb}` instead, so that two actors with the same shares meet
        partly across.

    Returns
    -------
    ndarray of float, shape (n_categories, n_categories)
        Rows sum to the weight of the pairs of each category's shares: margins are kept.

    Notes
    -----
    Cost O(profiles² · categories²) at most.

    Examples
    --------
    Ten pairs of actors that both sit half in each of two categories: nothing is across.

    >>> fold_pairs(np.array([[10.0]]), np.array([[0.5, 0.5]])).tolist()
    [[5.0, 0.0], [0.0, 5.0]]
    >>> fold_pairs(np.array([[10.0]]), np.array([[0.5, 0.5]]), "product").tolist()
    [[2.5, 2.5], [2.5, 2.5]]
    """
    single = bool((np.count_nonzero(table, axis=1) == 1).all())
    if single or sharing == "product":
        return np.asarray(table.T @ weights @ table)
    busy = np.flatnonzero(weights.any(axis=0) | weights.any(axis=1))
    inner, shares = weights[np.ix_(busy, busy)], table[busy]
    total = np.zeros((table.shape[1], table.shape[1]))
    diagonal = np.zeros(table.shape[1])
    for own, line in zip(shares, inner, strict=True):
        common = np.minimum(own, shares)
        beyond = own - common
        apart = beyond.sum(axis=1)
        differs = apart > 1e-12
        diagonal += line @ common + line[~differs] @ beyond[~differs]
        scale = np.divide(line, apart, out=np.zeros_like(line), where=differs)
        total += beyond.T @ (scale[:, None] * (shares - common))
    total[np.diag_indices_from(total)] += diagonal
    return total


def fold_table(table: FloatArray) -> sparse.csr_array[np.float64, tuple[int, int]]:
    """Return what `fold_pairs` does to pairs by profile as one sparse matrix, for folding many times.

    Parameters
    ----------
    table : ndarray of float, shape (n_profiles, n_categories)
        Shares of each profile.

    Returns
    -------
    csr_array, shape (n_categories², n_profiles²)
        M, cell by pair of profiles: ``fold_table(table) @ weights.ravel()`` is `fold_pairs` in one line. A pair
        of profiles with few categories each fills few cells.

    Notes
    -----
    Memory O(profiles² · categories of a profile²), for a few hundred profiles.

    Examples
    --------
    >>> fold_table(np.array([[0.5, 0.5]])).toarray().ravel().tolist()
    [0.5, 0.0, 0.0, 0.5]
    """
    n_profiles, k = table.shape
    rows = []
    for own in table:
        common = np.minimum(own, table)
        beyond = own - common
        apart = beyond.sum(axis=1)
        scale = np.divide(1.0, apart, out=np.zeros_like(apart), where=apart > 1e-12)
        cells = beyond[:, :, None] * ((table - common) * scale[:, None])[:, None, :]
        cells[:, np.arange(k), np.arange(k)] += common
        rows.append(sparse.csr_array(cells.reshape(n_profiles, k * k)))
    whole = sparse.vstack(rows) if rows else sparse.csr_array((0, k * k))
    return sparse.csr_array(whole.T)


def _used(counts: Any) -> tuple[Any, IntArray]:
    """Return the counts without the profiles that nobody has, and which ones are left."""
    kept: Any = counts.tocsr() if hasattr(counts, "tocsr") else np.asarray(counts)
    here = np.asarray((kept != 0).sum(axis=0)).reshape(-1) > 0
    used = np.flatnonzero(here)
    return (kept if here.all() else kept[:, used]), used


def _dense_blocks(counts: Any) -> Iterator[tuple[slice, FloatArray]]:
    """Yield rows of the counts as dense blocks of bounded size."""
    step = max(1, _BLOCK // max(1, counts.shape[1]))
    for start in range(0, counts.shape[0], step):
        rows = slice(start, min(start + step, counts.shape[0]))
        part: Any = counts[rows]
        yield rows, np.asarray(part.toarray() if hasattr(part, "toarray") else part, dtype=np.float64)
