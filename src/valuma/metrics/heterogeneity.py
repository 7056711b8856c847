"""The chance that two members of a network come from different sides, tiers, branches or regions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.counts import count_members, member_table
from valuma.metrics.distance import Distance, FloatArray, Sharing, distance_matrix
from valuma.metrics.pairs import pair_distances, sizes


def mean_distances(counts: Any, distance: FloatArray) -> npt.NDArray[np.float64]:
    r"""Return the mean distance of two different members of each network.

    .. math:: h_j = \frac{\sum_{pq} N_{jp} D_{pq} N_{jq}}{d_j (d_j - 1)}

    Parameters
    ----------
    counts : array or sparse array, shape (n_networks, n_profiles)
        Members by profile, N.
    distance : ndarray of float, shape (n_profiles, n_profiles)
        Distances of profiles, D.

    Returns
    -------
    ndarray of float, shape (n_networks,)
        In [0, 1]; NaN where fewer than two members have a profile. The caller states why.

    Examples
    --------
    Two municipalities and two ministries: 8 of the 12 ordered pairs are across.

    >>> mean_distances(np.array([[2, 2]]), 1.0 - np.eye(2)).round(4).tolist()
    [0.6667]
    """
    size = sizes(counts)
    sums = pair_distances(counts, distance)
    means = np.full(len(size), np.nan)
    some = size >= 2
    means[some] = sums[some] / (size[some] * (size[some] - 1.0))
    return means


def heterogeneity(
    graph: GraphBlocks,
    attribute: str | Attribute,
    *,
    coding: Coding = "A",
    distance: Distance = "profile",
    sharing: Sharing = "minimum",
) -> pd.DataFrame:
    """Measure for each network how far apart two of its members stand on an attribute.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with memberships.
    attribute : str or Attribute
        ``side``, ``tier``, ``policy_sector``, ``region`` or any other.
    coding : {"A", "B"}
        Coding of general authorities and universities.
    distance : {"profile", "rank"}
        Half the absolute difference of shares, or steps along ordered categories.
    sharing : {"minimum", "product"}
        What two profiles have in common; ``product`` calls equal profiles partly different.

    Returns
    -------
    DataFrame
        One row a network: ``h`` in [0, 1], ``members`` counted, members left out because the value
        is unknown, not applicable or the actor a general authority, and ``state``. `h` is missing
        exactly where the state is not ``measured``.

    Raises
    ------
    ValumaError
        There is no such attribute, or rank distance of categories without order.

    Notes
    -----
    With single categories this is the unbiased Gini-Simpson index. Members with the same profile
    are never across: five actors that share the same three branches give 0. Cost O(memberships +
    networks · profiles²). That the member lists are complete is not checked; see `bounds`.

    References
    ----------
    Rao, C. R. (1982). Diversity and dissimilarity coefficients: a unified approach. *Theoretical
    Population Biology* 21, 24-43. https://doi.org/10.1016/0040-5809(82)90004-1

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b", "c"], "network_id": ["x", "x", "x"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b", "c"], "side": ["municipal", "municipal", "knowledge"]}),
    ... )
    >>> row = heterogeneity(graph, "side").loc["x"]
    >>> round(float(row["h"]), 4), int(row["members"]), row["state"]
    (0.6667, 3, 'measured')
    """
    found = count_members(graph, attribute, coding)
    matrix = distance_matrix(found.attribute, distance=distance, sharing=sharing)
    return member_table(graph, found, "h", mean_distances(found.counts, matrix))
