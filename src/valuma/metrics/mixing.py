"""Who meets whom: the mixing matrix of an attribute, from the memberships and never from a projection."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from valuma.graph.attributes import Attribute, Coding, State
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.counts import choose_attribute, count_members
from valuma.metrics.distance import FloatArray, Sharing, check_option, check_profiles, rank_distance
from valuma.metrics.mixing_result import Mixing
from valuma.metrics.pairs import PairWeight, fold_pairs, pair_weights, profile_pairs, sizes
from valuma.metrics.states import LEFT_COLUMNS

Block = Literal["membership", "cooperation"]


def mixing(
    graph: GraphBlocks,
    attribute: str | Attribute,
    *,
    block: Block = "membership",
    pairs: PairWeight = "newman",
    sharing: Sharing = "minimum",
    coding: Coding = "A",
) -> Mixing:
    r"""Measure how much actors of each category meet those of each other category.

    .. math:: E = \sum_{pq} W_{pq} M(p, q), \qquad W = N^\top \operatorname{diag}(w) N - \operatorname{diag}(N^\top w)

    over ordered pairs of different actors, where N counts the members of each network by profile.
    For ``block="cooperation"`` :math:`E = \sum_{ik} C_{ik} M(i, k)` over ties between different actors.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with memberships or cooperation.
    attribute : str or Attribute
        ``side``, ``tier``, ``policy_sector``, ``region`` or any other.
    block : {"membership", "cooperation"}
        Pairs of members of the same network, or reported ties.
    pairs : {"newman", "count", "equal"}
        Weight of a pair of members of a network of d: 1/(d - 1), 1 or 2/(d (d - 1)). Ties weigh
        their strength.
    sharing : {"minimum", "product"}
        What two fractional profiles have in common; ``product`` calls equal profiles partly different.
    coding : {"A", "B"}
        Coding of general authorities and universities.

    Returns
    -------
    Mixing
        Weights between categories, and share across, E-I index, assortativity and mean distance,
        each with its state.

    Raises
    ------
    ValumaError
        There is no such attribute, or a word is not among the choices.

    Notes
    -----
    Cost O(memberships + networks · profiles²): the projection on actors is never built. Sums over
    any parts of the networks add up to the whole; see `Mixing.merge`.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. *Physical Review E* 64, 016132.
    https://doi.org/10.1103/PhysRevE.64.016132

    Newman, M. E. J. (2003). Mixing patterns in networks. *Physical Review E* 67, 026126.
    https://doi.org/10.1103/PhysRevE.67.026126

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b", "c"], "network_id": ["x", "x", "x"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b", "c"], "tier": ["local", "local", "national"]}),
    ... )
    >>> found = mixing(graph, "tier", pairs="count")
    >>> found.frame.loc["local"].tolist()
    [2.0, 0.0, 2.0]
    >>> round(found.share_across, 3)
    0.667
    """
    check_option("block", block, ("membership", "cooperation"))
    check_option("sharing", sharing, ("minimum", "product"))
    if block == "membership":
        found = count_members(graph, attribute, coding)
        chosen = found.attribute
        check_profiles(chosen)
        size = sizes(found.counts)
        weights = profile_pairs(found.counts, pair_weights(size, pairs))
        left = {name: int(found.left[:, state].sum()) for state, name in LEFT_COLUMNS.items()}
        used = int((size >= 2).sum())
    else:
        chosen = choose_attribute(graph, attribute, coding)
        check_profiles(chosen)
        weights, left, used = _tie_weights(graph, chosen)
    table = pd.DataFrame(
        fold_pairs(weights, chosen.table, sharing), index=list(chosen.categories), columns=list(chosen.categories)
    )
    steps = float((weights * rank_distance(chosen.table)).sum()) if chosen.ordered else None
    return Mixing(
        frame=table,
        attribute=chosen.name,
        coding=chosen.coding,
        block=block,
        pairs=pairs if block == "membership" else "strength",
        sharing=sharing,
        steps=steps,
        left_out=left,
        used=used,
        synthetic=graph.synthetic,
    )


def _tie_weights(graph: GraphBlocks, attribute: Attribute) -> tuple[FloatArray, dict[str, int], int]:
    """Sum the strengths of ties by the profiles of their ends; self-ties do not count."""
    ties = graph.cooperation.tocoo()
    first, second = ties.coords
    apart = (first != second) & (ties.data != 0)
    first, second, strength = first[apart], second[apart], ties.data[apart]
    known = (attribute.codes[first] >= 0) & (attribute.codes[second] >= 0)
    n = attribute.n_profiles
    cell = attribute.codes[first[known]].astype(np.int64) * n + attribute.codes[second[known]]
    weights = np.bincount(cell, weights=strength[known], minlength=n * n).reshape(n, n).astype(np.float64)
    # A tie left out is counted once, under the state of its first end that has no profile.
    blocking = np.where(attribute.codes[first] < 0, attribute.state[first], attribute.state[second])[~known]
    tally = np.bincount(blocking, minlength=len(State))
    left = {name: int(tally[state]) for state, name in LEFT_COLUMNS.items()}
    return weights, left, int(known.sum())
