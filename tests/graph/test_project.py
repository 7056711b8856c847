"""Projections against networkx and by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

import valuma as va


@pytest.fixture(scope="module")
def women() -> va.ActorNetworkThemeGraph:
    """Davis, Gardner and Gardner (1941), Deep South: 18 women, 14 events, 89 ties, as networkx holds it."""
    return va.ActorNetworkThemeGraph.from_networkx(nx.davis_southern_women_graph())


def test_southern_women_have_18_women_14_events_89_ties(women: va.ActorNetworkThemeGraph) -> None:
    assert (len(women.actors), len(women.networks), women.n_memberships) == (18, 14, 89)


def test_139_of_153_pairs_of_southern_women_share_an_event(women: va.ActorNetworkThemeGraph) -> None:
    assert len(women.project("actor").frame) == 139


@pytest.mark.parametrize(
    ("weight", "reference"),
    [("count", bipartite.weighted_projected_graph), ("newman", bipartite.collaboration_weighted_projected_graph)],
)
def test_weights_equal_those_of_networkx(women: va.ActorNetworkThemeGraph, weight: str, reference: object) -> None:
    source = nx.davis_southern_women_graph()
    expected = reference(source, source.graph["top"])  # type: ignore[operator]
    frame = women.project("actor", weight=weight).frame  # type: ignore[arg-type]
    assert len(frame) == expected.number_of_edges()
    assert all(np.isclose(row.weight, expected[row.a][row.b]["weight"]) for row in frame.itertuples())


def test_newman_weights_of_a_node_add_up_to_its_networks_with_company() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1, 1], [1, 0, 0], [1, 1, 0]])
    sums = graph.project("actor", weight="newman").matrix.sum(axis=1)
    assert np.allclose(sums, [2, 1, 2])


def test_what_two_actors_share_stays_reachable() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1, 0], [1, 1, 1]], rows=["a", "b"], columns=["x", "y", "z"])
    assert graph.project("actor").shared("a", "b") == ["x", "y"]
    with pytest.raises(va.ValumaError, match="'c' is not a node"):
        graph.project("actor").shared("a", "c")


def test_networks_are_projected_through_actors_and_isolates_keep_their_row() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1, 0]])
    projection = graph.project("network", through="actor")
    assert projection.matrix.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_side_is_not_projected_through_itself() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1]])
    with pytest.raises(va.ValumaError, match="both 'actor'"):
        graph.project("actor", through="actor")
    with pytest.raises(va.ValumaError, match="weight is 'jaccard'"):
        graph.project("actor", weight="jaccard")  # type: ignore[arg-type]
