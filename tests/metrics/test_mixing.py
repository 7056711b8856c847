"""The mixing matrix: by hand, by listed pairs, against networkx, over partitions; never by projection."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics.small import graph_of, sides
from networkx.algorithms import bipartite
from scipy import sparse

import valuma as va
from valuma.graph import Attribute
from valuma.metrics import Mixing, mixing
from valuma.schema.problems import ValumaError

MATRICES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 1), min_size=n, max_size=n), min_size=2, max_size=7)
)


def southern_women() -> tuple[Any, list[str]]:
    """Davis, Gardner and Gardner (1941), 18 women and 14 events, 89 ties, as networkx ships it."""
    davis = nx.davis_southern_women_graph()
    women = [node for node, data in davis.nodes(data=True) if data["bipartite"] == 0]
    return davis, women


def two_groups(women: list[str]) -> dict[str, str]:
    """The two cliques that Davis and colleagues saw; the first nine women and the rest."""
    return {name: "first" if k < 9 else "second" for k, name in enumerate(women)}


def multigraph_of(matrix: np.ndarray, labels: list[str]) -> nx.MultiGraph:
    """The projection on actors, one edge a network that two actors share."""
    graph = nx.MultiGraph()
    for actor, label in enumerate(labels):
        graph.add_node(actor, group=label)
    for column in matrix.T:
        members = np.flatnonzero(column)
        graph.add_edges_from((int(i), int(k)) for i in members for k in members if i < k)
    return graph


def test_two_local_actors_and_a_national_one_by_hand() -> None:
    actors = {"a": {"tier": "local"}, "b": {"tier": "local"}, "c": {"tier": "national"}}
    found = mixing(graph_of({"x": "abc"}, actors), "tier", pairs="count")
    # Ordered pairs: ab and ba within local; ac, bc, ca, cb across.
    assert found.frame.loc["local"].tolist() == [2, 0, 2]
    assert found.frame.loc["national"].tolist() == [2, 0, 0]
    assert found.share_across == pytest.approx(4 / 6)
    assert found.ei_index == pytest.approx((4 - 2) / 6)
    # Of the six pairs, four are two steps of two apart.
    assert found.mean_distance == pytest.approx(4 / 6)
    # e = [[1/3, 1/3], [1/3, 0]], a = (2/3, 1/3): (1/3 − 5/9) / (1 − 5/9) = −1/2.
    assert found.assortativity == pytest.approx(-1 / 2)


def test_newman_and_equal_weights_by_hand() -> None:
    # x: two municipalities and a firm (d = 3); y: a municipality and a firm (d = 2).
    graph = graph_of({"x": "abc", "y": "ac"}, sides({"municipal": "ab", "business": "c"}))
    newman = mixing(graph, "side", pairs="newman").frame
    assert newman.loc["municipal", "municipal"] == pytest.approx(2 / 2)
    assert newman.loc["municipal", "business"] == pytest.approx(2 / 2 + 1)
    equal = mixing(graph, "side", pairs="equal").frame
    assert equal.loc["municipal", "municipal"] == pytest.approx(2 / 3)
    assert equal.loc["municipal", "business"] == pytest.approx(2 / 3 + 1)


def test_share_across_with_equal_weights_is_the_mean_heterogeneity() -> None:
    graph = graph_of({"x": "abc", "y": "ac", "z": "ab"}, sides({"municipal": "ab", "business": "c"}))
    h = va.metrics.heterogeneity(graph, "side")["h"]
    assert mixing(graph, "side", pairs="equal").share_across == pytest.approx(h.mean())


@given(MATRICES, st.data())
def test_counts_equal_networkx_on_the_multigraph_of_the_projection(rows: list[list[int]], data: st.DataObject) -> None:
    matrix = np.array(rows)
    labels = data.draw(st.lists(st.sampled_from("pqr"), min_size=len(matrix), max_size=len(matrix)))
    graph = va.ActorNetworkThemeGraph.from_biadjacency(matrix)
    found = mixing(graph, Attribute.from_labels("group", labels), pairs="count")
    projection = multigraph_of(matrix, labels)
    names = list(found.frame.index)
    mapping = {name: k for k, name in enumerate(names)}
    expected = nx.attribute_mixing_matrix(projection, "group", mapping=mapping, normalized=False)
    assert (found.frame.to_numpy() == expected).all()
    if found.states["assortativity"] == "measured":
        assert found.assortativity == pytest.approx(nx.attribute_assortativity_coefficient(projection, "group"))


def test_southern_women_newman_weights_equal_the_weighted_projection_of_networkx() -> None:
    davis, women = southern_women()
    group = two_groups(women)
    graph = va.ActorNetworkThemeGraph.from_networkx(davis)
    attribute = Attribute.from_labels("group", [group[name] for name in graph.actors.index])
    found = mixing(graph, attribute).frame
    projection = bipartite.collaboration_weighted_projected_graph(davis, women)
    expected = pd.DataFrame(0.0, index=found.index, columns=found.columns)
    for i, k, data in projection.edges(data=True):
        expected.loc[group[i], group[k]] += data["weight"]
        expected.loc[group[k], group[i]] += data["weight"]
    assert found.to_numpy() == pytest.approx(expected.to_numpy())
    # Every woman in an event with company brings weight 1: 89 memberships, no event has one guest.
    assert found.to_numpy().sum() == pytest.approx(89)


@given(MATRICES, st.data(), st.sampled_from(["count", "newman", "equal"]))
def test_results_over_any_partition_of_the_networks_merge_to_the_whole(
    rows: list[list[int]], data: st.DataObject, pairs: str
) -> None:
    matrix = np.array(rows)
    labels = data.draw(st.lists(st.sampled_from(["local", "regional", None]), min_size=len(rows), max_size=len(rows)))
    part_of = data.draw(st.lists(st.integers(0, 2), min_size=matrix.shape[1], max_size=matrix.shape[1]))
    attribute = Attribute.from_labels("tier", labels, categories=("local", "regional"), ordered=True)
    graph = va.ActorNetworkThemeGraph.from_biadjacency(matrix)
    whole = mixing(graph, attribute, pairs=pairs)  # type: ignore[arg-type]
    parts = []
    for part in sorted(set(part_of)):
        names = [name for name, at in zip(graph.networks.index, part_of, strict=True) if at == part]
        parts.append(mixing(graph.select(networks=names), attribute, pairs=pairs))  # type: ignore[arg-type]
    merged = Mixing.merge(parts)
    assert merged.frame.to_numpy() == pytest.approx(whole.frame.to_numpy())
    if pairs == "count":
        assert (merged.frame == whole.frame).all(axis=None)
    assert merged.steps == pytest.approx(whole.steps)
    assert (merged.left_out, merged.used) == (whole.left_out, whole.used)


def test_results_of_different_measures_do_not_merge() -> None:
    graph = graph_of({"x": "ab"}, sides({"municipal": "a", "business": "b"}))
    with pytest.raises(ValumaError, match="different measures"):
        Mixing.merge([mixing(graph, "side"), mixing(graph, "side", pairs="count")])
    with pytest.raises(ValumaError, match="nothing to merge"):
        Mixing.merge([])


def test_fractional_attribute_by_hand() -> None:
    # housing+transport meets housing+energy: half shared (housing), half across (transport with energy).
    actors = {"a": {"policy_sectors": ("housing", "transport")}, "b": {"policy_sectors": ("housing", "energy")}}
    found = mixing(graph_of({"x": "ab"}, actors), "policy_sector", pairs="count").frame
    assert found.loc["housing", "housing"] == pytest.approx(1.0)
    assert found.loc["transport", "energy"] == pytest.approx(0.5)
    assert found.loc["energy", "transport"] == pytest.approx(0.5)
    assert found.to_numpy().sum() == pytest.approx(2.0)


def test_identical_three_sector_actors_meet_within_and_the_product_form_is_an_option() -> None:
    actors = {name: {"policy_sectors": ("housing", "land-use", "transport")} for name in "abcde"}
    graph = graph_of({"x": "abcde"}, actors)
    assert mixing(graph, "policy_sector").share_across == 0.0
    assert mixing(graph, "policy_sector", sharing="product").share_across == pytest.approx(2 / 3)


def test_share_across_of_a_fractional_attribute_is_the_weighted_mean_distance() -> None:
    cells = [("housing",), ("housing", "energy"), ("energy", "transport"), ("transport",)]
    actors = {letter: {"policy_sectors": cell} for letter, cell in zip("abcd", cells, strict=True)}
    graph = graph_of({"x": "abcd"}, actors)
    h = va.metrics.heterogeneity(graph, "policy_sector").loc["x", "h"]
    assert mixing(graph, "policy_sector").share_across == pytest.approx(h)


def test_memberships_left_out_are_counted_by_reason() -> None:
    actors = {"a": {"tier": "local"}, "b": {"tier": "national"}, "u": {"tier": "not-applicable"}, "q": {"tier": None}}
    found = mixing(graph_of({"x": "abuq", "y": "abu"}, actors), "tier")
    assert dict(found.left_out) == {"left_unknown": 1, "left_not_applicable": 2, "left_general": 0}


def test_a_matrix_without_a_pair_has_states_instead_of_numbers() -> None:
    found = mixing(graph_of({"x": "a", "y": "b"}, sides({"municipal": "a", "business": "b"})), "side")
    assert found.summary()["state"].tolist() == [*["no pair of members"] * 3, "categories without order"]
    assert found.summary()["value"].isna().all()
    assert found.used == 0


def test_assortativity_within_one_category_is_not_defined_and_says_so() -> None:
    found = mixing(graph_of({"x": "ab"}, sides({"municipal": "ab"})), "side")
    assert found.summary().loc["assortativity", "state"] == "all in one category"
    assert found.share_across == 0.0


def test_every_missing_number_has_a_state_and_every_number_is_measured() -> None:
    tiers = {"a": {"tier": "local"}, "b": {"tier": "national"}, "c": {"tier": "local"}}
    for lists in ({"x": "abc"}, {"x": "ac"}, {"x": "a"}, {"x": ""}):
        table = mixing(graph_of(lists, tiers), "tier").summary()
        assert (table["value"].notna() == (table["state"] == "measured")).all()


class TestCooperation:
    @staticmethod
    def graph(*rows: tuple[str, str, float, bool]) -> Any:
        ties = pd.DataFrame(list(rows), columns=["actor_id", "partner_id", "strength", "directed"])
        actors = sides({"municipal": "ab", "central-state": "c"}) | {"q": {"side": None}}
        return graph_of({"x": ""}, actors, cooperation=ties)

    def test_ties_weigh_their_strength_in_both_directions(self) -> None:
        found = mixing(self.graph(("a", "b", 1.0, False), ("a", "c", 0.5, False)), "side", block="cooperation")
        assert found.frame.loc["municipal", ["municipal", "central-state"]].tolist() == [2.0, 0.5]
        assert found.frame.loc["central-state", "municipal"] == 0.5
        assert found.share_across == pytest.approx(1.0 / 3.0)
        assert found.pairs == "strength"

    def test_a_directed_tie_counts_once(self) -> None:
        found = mixing(self.graph(("a", "c", 1.0, True)), "side", block="cooperation").frame
        assert found.loc["municipal", "central-state"] == 1.0
        assert found.loc["central-state", "municipal"] == 0.0

    def test_ties_with_an_end_that_is_not_known_are_counted_as_left_out(self) -> None:
        found = mixing(self.graph(("a", "b", 1.0, False), ("a", "q", 1.0, False)), "side", block="cooperation")
        assert found.left_out["left_unknown"] == 2
        assert found.used == 2

    def test_single_categories_equal_the_quadratic_form(self) -> None:
        rng = np.random.default_rng(7)
        ties = np.triu(rng.integers(0, 3, (6, 6)), 1) / 2
        ties = ties + ties.T
        labels = list("ppqqrr")
        one_hot = np.array([[label == name for name in "pqr"] for label in labels], dtype=float)
        graph = va.ActorNetworkThemeGraph.from_biadjacency(np.zeros((6, 1)))
        graph = va.ActorNetworkThemeGraph(
            **{
                name: getattr(graph, name)
                for name in ("actors", "networks", "themes", "membership", "focus", "interest")
            },
            cooperation=sparse.csr_array(ties),
            rows=graph.rows,
        )
        found = mixing(graph, Attribute.from_labels("group", labels), block="cooperation")
        assert found.frame.to_numpy() == pytest.approx(one_hot.T @ ties @ one_hot)

    def test_fractional_ties_equal_the_sum_over_ties(self) -> None:
        cells = {"a": ("housing",), "b": ("housing", "energy"), "c": ("energy", "transport")}
        actors = {name: {"policy_sectors": cell} for name, cell in cells.items()}
        rows = [("a", "b", 1.0, False), ("b", "c", 0.5, False)]
        ties = pd.DataFrame(rows, columns=["actor_id", "partner_id", "strength", "directed"])
        found = mixing(graph_of({"x": ""}, actors, cooperation=ties), "policy_sector", block="cooperation").frame
        # a–b: ½ housing shared, ½ housing–energy. b–c: ½ energy shared, ½ housing–transport, strength ½.
        assert found.loc["housing", "housing"] == pytest.approx(1.0)
        assert found.loc["housing", "energy"] == pytest.approx(0.5)
        assert found.loc["energy", "energy"] == pytest.approx(0.5)
        assert found.loc["housing", "transport"] == pytest.approx(0.25)


def test_the_projection_is_never_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three networks of 3 000 members: 27 million ordered pairs, counted without one product of two graph blocks."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("two sparse matrices were multiplied")

    rng = np.random.default_rng(1)
    n = 3000
    graph = va.ActorNetworkThemeGraph.from_biadjacency(np.ones((n, 3)))
    attribute = Attribute.from_labels("group", rng.choice(list("pqrs"), n))
    monkeypatch.setattr(sparse.csr_array, "_matmul_sparse", refuse)
    monkeypatch.setattr(sparse.csc_array, "_matmul_sparse", refuse)
    with pytest.raises(AssertionError, match="multiplied"):
        graph.project("actor")
    found = mixing(graph, attribute, pairs="count")
    assert found.total == 3 * n * (n - 1)


def test_weights_of_listed_pairs_for_fractional_tiers_give_the_mean_rank_distance() -> None:
    shares = np.array([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 1.0]])
    state = np.zeros(3, dtype=np.uint8)
    attribute = Attribute.from_shares("tier", shares, ("local", "regional", "national"), state=state, ordered=True)
    graph = va.ActorNetworkThemeGraph.from_biadjacency(np.ones((3, 1)))
    cumulative = np.cumsum(shares, axis=1)[:, :2]
    listed = [np.abs(cumulative[i] - cumulative[k]).sum() / 2 for i, k in permutations(range(3), 2)]
    assert mixing(graph, attribute).mean_distance == pytest.approx(np.mean(listed))


def test_a_result_says_what_it_measured_and_whether_it_is_synthetic() -> None:
    graph = graph_of({"x": "ab"}, sides({"municipal": "a", "business": "b"}), synthetic=True)
    found = mixing(graph, "side")
    assert "SYNTHETIC" in repr(found)
    assert "100.0% across" in repr(found)
    assert found.tidy()["synthetic"].all()
    assert found.tidy()["share"].sum() == pytest.approx(1.0)
    assert "<Mixing" not in found._repr_html_()
