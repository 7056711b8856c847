"""The same question asked of three tools: who meets whom, by four attributes, every shared network counted once.

Each tool has a function that prepares what it works on (not timed) and returns the work (timed), which
gives the mixing matrices as arrays so that the answers can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from made_up import ATTRIBUTES, BRANCHES, Memberships

Work = Callable[[], list[np.ndarray]]


def _graph(data: Memberships) -> Any:
    from scipy import sparse

    import valuma as va

    n_actors, n_networks = data.size.actors, data.size.networks
    labels = {name: np.array([f"{name}{k:02}" for k in range(n)])[data.codes[name]] for name, n in ATTRIBUTES.items()}
    actors = pd.DataFrame(labels, index=pd.Index([f"a{k}" for k in range(n_actors)], dtype=object, name="actor_id"))
    # "tier" is kept as a plain column here: the categories of the benchmark are not the three of a study.
    actors = actors.rename(columns={name: f"{name}_label" for name in ATTRIBUTES})
    networks = pd.DataFrame(index=pd.Index([f"n{k}" for k in range(n_networks)], dtype=object, name="network_id"))
    matrix = sparse.coo_array((np.ones(len(data.actor)), (data.actor, data.network)), shape=(n_actors, n_networks))
    start = va.ActorNetworkThemeGraph.from_memberships(
        pd.DataFrame({"actor_id": [], "network_id": []}), actors=actors, networks=networks
    )
    return start.with_membership(matrix)


def valuma_four(data: Memberships) -> Work:
    """Four single-category attributes from the memberships."""
    from valuma.metrics import mixing

    graph = _graph(data)
    return lambda: [mixing(graph, f"{name}_label", pairs="count").frame.to_numpy() for name in ATTRIBUTES]


def valuma_fractional(data: Memberships) -> Work:
    """Mixing and heterogeneity of one attribute with sixty profiles over twenty branches."""
    from valuma.graph import Attribute
    from valuma.metrics import heterogeneity, mixing

    graph = _graph(data)
    shares, state = data.profiles[data.profile], np.zeros(data.size.actors, dtype=np.uint8)
    attribute = Attribute.from_shares("branch", shares, [f"b{k:02}" for k in range(BRANCHES)], state=state)

    def work() -> list[np.ndarray]:
        return [mixing(graph, attribute).frame.to_numpy(), heterogeneity(graph, attribute)["h"].to_numpy()]

    return work


def networkx_four(data: Memberships) -> Work:
    """Weighted projection on the actors, then its edges counted by the labels of their ends."""
    import networkx as nx
    from networkx.algorithms import bipartite

    graph = nx.Graph()
    graph.add_nodes_from(range(data.size.actors))
    graph.add_edges_from(zip(data.actor.tolist(), (data.network + data.size.actors).tolist(), strict=True))
    labels = {name: codes.tolist() for name, codes in data.codes.items()}

    def work() -> list[np.ndarray]:
        projection = bipartite.weighted_projected_graph(graph, range(data.size.actors))
        found = {name: np.zeros((n, n)) for name, n in ATTRIBUTES.items()}
        for i, k, weight in projection.edges(data="weight"):
            for name, label in labels.items():
                found[name][label[i], label[k]] += weight
        return [matrix + matrix.T for matrix in found.values()]

    return work


def igraph_four(data: Memberships) -> Work:
    """Projection with multiplicity, then its edges counted by the labels of their ends."""
    import igraph

    edges = np.column_stack([data.actor, data.network + data.size.actors])
    types = [False] * data.size.actors + [True] * data.size.networks
    graph = igraph.Graph.Bipartite(types, edges.tolist())

    def work() -> list[np.ndarray]:
        projection = graph.bipartite_projection(multiplicity=True, which=0)
        ends = np.array(projection.get_edgelist(), dtype=np.int64).reshape(-1, 2)
        weight = np.array(projection.es["weight"], dtype=np.float64)
        found = []
        for name, n in ATTRIBUTES.items():
            first, second = data.codes[name][ends].T
            matrix = np.bincount(first * n + second, weights=weight, minlength=n * n).reshape(n, n)
            found.append(matrix + matrix.T)
        return found

    return work


TOOLS: dict[str, Callable[[Memberships], Work]] = {
    "valuma": valuma_four,
    "valuma, 60 profiles": valuma_fractional,
    "igraph": igraph_four,
    "networkx": networkx_four,
}
