"""Members of each network counted by profile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.graph.attributes import Attribute, IntArray, State
from valuma.graph.blocks import NetworkProfiles
from valuma.graph.columns import GENERAL_AUTHORITY
from valuma.graph.sparse_blocks import from_pairs

if TYPE_CHECKING:
    from valuma.graph.blocks import GraphBlocks


class CellProfiles(NamedTuple):
    """Profile of every counted membership: its actor's, or that of the branch its row names.

    ``actor`` and ``network`` are positions in the graph; ``codes`` are rows of ``attribute.table``, -1 where
    the member is left out.
    """

    attribute: Attribute
    actor: npt.NDArray[np.integer]
    network: npt.NDArray[np.integer]
    codes: IntArray


def cell_profiles(graph: GraphBlocks, attribute: Attribute) -> CellProfiles:
    """Return the profile that every counted membership carries.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with memberships.
    attribute : Attribute
        As returned by `GraphBlocks.attribute`.

    Returns
    -------
    CellProfiles
        One entry a counted actor–network pair.
    """
    coo = graph.membership.tocoo()
    actor, network = coo.row, coo.col
    codes = attribute.codes[actor]
    if attribute.name == "policy_sector":
        attribute, codes = _with_branches(graph, attribute, actor, network, codes)
    return CellProfiles(attribute, actor, network, codes)


def count_profiles(graph: GraphBlocks, attribute: Attribute) -> NetworkProfiles:
    """Count members by profile; see `GraphBlocks.network_profiles`."""
    attribute, actor, network, codes = cell_profiles(graph, attribute)
    known = codes >= 0
    shape = len(graph.networks), attribute.n_profiles
    counts = from_pairs(network[known], codes[known], np.ones(int(known.sum())), shape)
    left = np.zeros((len(graph.networks), len(State)), dtype=np.int64)
    np.add.at(left, (network[~known], attribute.state[actor[~known]]), 1)
    return NetworkProfiles(attribute, counts, left)


def _with_branches(
    graph: GraphBlocks, attribute: Attribute, actor: IntArray, network: IntArray, codes: IntArray
) -> tuple[Attribute, IntArray]:
    """Give general authorities the profile of the branch that a membership row names."""
    named = graph.rows[
        graph.rows["counted"].to_numpy(dtype=bool)
        & np.array([isinstance(c, tuple) and bool(c) for c in graph.rows["sectors"]], dtype=bool)
    ]
    if named.empty:
        return attribute, codes
    places = {pair: k for k, pair in enumerate(zip(actor.tolist(), network.tolist(), strict=True))}
    rows = graph.actors.index.get_indexer(pd.Index(named["actor_id"]))
    columns = graph.networks.index.get_indexer(pd.Index(named["network_id"]))
    branches: dict[int, set[str]] = {}
    for row, column, cell in zip(rows.tolist(), columns.tolist(), named["sectors"], strict=True):
        branches.setdefault(places[row, column], set()).update(cell)
    table, codes = [*attribute.table], codes.copy()
    general = _general_authorities(attribute)
    for place, names in sorted(branches.items()):
        if general[actor[place]]:
            codes[place] = _profile(table, attribute.categories, names)
    return replace(attribute, table=np.array(table)), codes


def _profile(table: list[npt.NDArray[np.float64]], categories: tuple[str, ...], names: set[str]) -> int:
    """Return the row of the table that shares equally over some categories, appending it if it is new."""
    row = np.isin(categories, sorted(names)) / len(names)
    for code, known in enumerate(table):
        if np.allclose(known, row, rtol=0, atol=1e-12):
            return code
    table.append(row)
    return len(table) - 1


def _general_authorities(attribute: Attribute) -> npt.NDArray[np.bool_]:
    """Whether each actor is a general authority, under either coding."""
    general = attribute.state == State.GENERAL
    if GENERAL_AUTHORITY in attribute.categories:
        own = attribute.table[:, attribute.categories.index(GENERAL_AUTHORITY)] == 1.0
        general |= np.append(own, False)[attribute.codes]
    return np.asarray(general, dtype=np.bool_)
