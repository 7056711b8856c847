"""Strata of the member lists of a graph."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from valuma.graph.blocks import GraphBlocks
from valuma.study.member_lists import Completeness, ListState, list_state
from valuma.study.strata import Missing, Stratum, read_covers, strata_of

__all__ = ["Completeness", "ListState", "Missing", "Stratum", "list_state", "read_strata"]


def read_strata(graph: GraphBlocks) -> Mapping[str, tuple[Stratum, ...]]:
    """Return the strata of each network from the stated counts that calculations use.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        With `member_counts` and `members_missing`.

    Returns
    -------
    mapping of str to tuple of Stratum
        As `valuma.study.strata.strata_of` says; members are positions in the actors of the graph.

    Raises
    ------
    ValumaError
        A stratum is of kinds of actor but the actors have no column ``kind``.
    """
    if graph.member_counts.empty:
        return {}
    rows = graph.rows[graph.rows["counted"]][["network_id", "role", "actor_id"]]
    rows = rows.assign(at=graph.actors.index.get_indexer(pd.Index(rows["actor_id"])))
    return strata_of(
        graph.member_counts,
        graph.members_missing,
        rows,
        kinds=graph.actors["kind"].to_numpy(dtype=object) if "kind" in graph.actors.columns else None,
        roles=graph.roles,
        covers=read_covers(graph.networks),
    )
