"""Mixing against chance: pools, strata, degree-preserving draws, what cannot be tested."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from metrics.small import counts_table, graph_of, sides, stated

import valuma as va
from valuma.graph import Attribute
from valuma.metrics import chance, mixing
from valuma.schema.problems import ValumaError

APART = graph_of({"x": "abc", "y": "def"}, sides({"municipal": "abc", "business": "def"}))


def southern_women() -> tuple[Any, Attribute]:
    """Davis, Gardner and Gardner (1941): the first nine women against the other nine."""
    davis = nx.davis_southern_women_graph()
    first = {node for node, data in davis.nodes(data=True) if data["bipartite"] == 0}
    order = [node for node in davis if node in first]
    graph = va.ActorNetworkThemeGraph.from_networkx(davis)
    labels = ["first" if name in order[:9] else "second" for name in graph.actors.index]
    return graph, Attribute.from_labels("clique", labels)


def test_the_observed_values_are_those_of_mixing() -> None:
    graph, attribute = southern_women()
    found, measured = chance(graph, attribute, draws=9, seed=1), mixing(graph, attribute)
    assert found.frame.loc["share_across", "observed"] == pytest.approx(measured.share_across)
    assert found.cells.loc[("first", "second"), "observed"] == pytest.approx(measured.frame.loc["first", "second"])


@pytest.mark.parametrize("null", ["labels", "degrees"])
def test_the_women_of_old_city_meet_less_across_than_by_lot(null: Any) -> None:
    graph, attribute = southern_women()
    row = chance(graph, attribute, null=null, draws=199, seed=2).frame.loc["share_across"]
    assert row["observed"] < row["low"]
    assert (row["p"], row["state"]) == (1 / 200, "measured")


def test_two_groups_that_never_meet_have_the_exact_p_of_their_few_arrangements() -> None:
    # Of 20 ways to give three of six actors the label, two are as separate as the observed one.
    row = chance(APART, "side", draws=1999, seed=1).frame.loc["share_across"]
    assert row["observed"] == 0.0
    # Share across by lot: 9 of 15 pairs. Two-sided: 2/20 lie as far from .6 (the others give 2/3 of the pairs).
    assert row["expected"] == pytest.approx(0.6, abs=0.02)
    assert row["p"] == pytest.approx(0.1, abs=0.02)


def test_one_network_of_everybody_cannot_be_tested() -> None:
    graph = graph_of({"x": "abcd"}, sides({"municipal": "ab", "business": "cd"}))
    for null in ("labels", "degrees"):
        row = chance(graph, "side", null=null, draws=19, seed=1).frame.loc["share_across"]
        assert row["state"] == "not testable"
        assert row[["z", "p"]].isna().all()
        assert row[["observed", "expected"]].tolist() == pytest.approx([4 / 6, 4 / 6])


def test_no_pair_of_members_has_nothing_to_test_and_says_so() -> None:
    found = chance(graph_of({"x": "a", "y": "b"}, sides({"municipal": "a", "business": "b"})), "side", draws=9, seed=1)
    assert found.frame.loc["share_across", "state"] == "no pair of members"


def test_an_attribute_nobody_has_gives_states_and_no_crash() -> None:
    found = chance(graph_of({"x": "ab"}, {"a": {"side": None}, "b": {"side": None}}), "side", draws=9, seed=1)
    assert found.pool == 0
    assert found.frame["state"].tolist() == ["no pair of members"]


def test_every_missing_p_has_a_state() -> None:
    graph, attribute = southern_women()
    for found in (chance(graph, attribute, draws=19, seed=1), chance(APART, "side", draws=19, seed=1)):
        table = found.tidy()
        assert (table["p"].isna() == (table["state"] != "measured")).all()


def test_the_pool_is_labelled_actors_with_a_membership() -> None:
    actors = sides({"municipal": "abg", "business": "c"}) | {"q": {"side": None}}
    found = chance(graph_of({"x": "abq", "y": "bc"}, actors), "side", draws=9, seed=1)
    # g has no membership, q no label.
    assert found.pool == 3


def test_labels_of_place_never_leave_a_country() -> None:
    regions = {"a": "01", "b": "02", "c": "01", "d": "02"}
    actors = {name: {"region": region, "country": "FI"} for name, region in regions.items()}
    actors |= {name: {"region": "SE:Skåne", "country": "SE"} for name in "uv"}
    graph = graph_of({"x": "ab", "y": "cd", "z": "uv"}, actors)
    found = chance(graph, "region", draws=99, seed=1)
    assert found.within == ("country",)
    # Swedes stay among themselves: their cell is the same in every draw.
    cell = found.cells.loc[("SE:Skåne", "SE:Skåne")]
    assert (cell["low"], cell["high"], cell["state"]) == (2.0, 2.0, "not testable")
    assert found.cells.loc[("01", "SE:Skåne"), "high"] == 0.0


def test_labels_stay_within_a_kind_on_request() -> None:
    town, firm = {"side": "municipal", "kind": "municipality"}, {"side": "business", "kind": "business"}
    actors = {"a": town, "b": firm, "c": town, "d": firm}
    graph = graph_of({"x": "ab", "y": "cd"}, actors)
    assert chance(graph, "side", within="kind", draws=19, seed=1).frame.loc["share_across", "state"] == "not testable"
    assert chance(graph, "side", draws=19, seed=1).frame.loc["share_across", "state"] == "measured"


def test_within_needs_its_column_and_the_label_null() -> None:
    with pytest.raises(ValumaError, match="no column 'kind'"):
        chance(APART, "side", within="kind")
    with pytest.raises(ValumaError, match="null='labels'"):
        chance(APART, "side", null="degrees", within="kind")


def test_a_graph_of_one_case_is_refused() -> None:
    graph = graph_of({"x": "abc"}, sides({"municipal": "ab", "business": "c"}), meta={"case": "x"})
    with pytest.raises(ValumaError, match="whole group"):
        chance(graph, "side")


def test_a_named_branch_stays_where_it_is() -> None:
    actors = {
        "a": {"policy_sectors": ("not-applicable",)},
        "b": {"policy_sectors": ("housing",)},
        "c": {"policy_sectors": ("energy",)},
        "d": {"policy_sectors": ("energy",)},
    }
    graph = graph_of({"x": "ab", "y": "cd"}, actors, sectors=[("transport",), None, None, None])
    found = chance(graph, "policy_sector", draws=49, seed=1)
    assert found.pool == 3
    # Whoever sits with a, transport meets one label: its row of the matrix always sums to 1.
    with_transport = found.cells[["transport" in pair for pair in found.cells.index]]
    assert with_transport["observed"].sum() == 1.0
    assert with_transport["expected"].sum() == pytest.approx(1.0)
    assert with_transport.loc[("housing", "transport"), "expected"] == pytest.approx(1 / 3, abs=0.2)


def test_ordered_categories_have_their_mean_distance_tested_too() -> None:
    tiers = {name: {"tier": tier} for name, tier in zip("abcdef", ["local"] * 3 + ["national"] * 3, strict=True)}
    found = chance(graph_of({"x": "abc", "y": "def"}, tiers), "tier", draws=99, seed=1)
    assert found.frame.index.tolist() == ["share_across", "mean_distance"]
    assert found.frame.loc["mean_distance", "observed"] == 0.0


def test_a_seed_gives_the_same_result_with_any_executor_and_after_resuming(tmp_path: Path) -> None:
    graph, attribute = southern_women()
    for null in ("labels", "degrees"):
        alone = chance(graph, attribute, null=null, draws=120, seed=6)
        with ThreadPoolExecutor(2) as pool:
            pooled = chance(graph, attribute, null=null, draws=120, seed=6, executor=pool)
        path = tmp_path / f"{null}.npz"
        chance(graph, attribute, null=null, draws=40, seed=6, resume=path)
        resumed = chance(graph, attribute, null=null, draws=120, seed=6, resume=path)
        for other in (pooled, resumed):
            pd.testing.assert_frame_equal(alone.tidy(), other.tidy(), check_exact=True)


def test_the_result_says_seed_draws_trades_and_how_many_lists_are_incomplete() -> None:
    counts = counts_table(stated("x", 3, 3), stated("y", 9, 9))
    graph = graph_of(
        {"x": "abc", "y": "def", "z": "ad"},
        sides({"municipal": "abc", "business": "def"}),
        member_counts=counts,
        synthetic=True,
    )
    found = chance(graph, "side", null="degrees", draws=19, seed=5)
    assert (found.draws, found.seed, found.incomplete, found.networks) == (19, 5, 2, 3)
    assert found.trades is not None
    assert found.trades >= 20
    assert "2 of 3 lists incomplete" in repr(found)
    assert "SYNTHETIC" in repr(found)


def test_degree_preserving_draws_keep_the_weight_of_all_pairs() -> None:
    graph, attribute = southern_women()
    found = chance(graph, attribute, null="degrees", pairs="count", draws=19, seed=1).cells
    whole = found["expected"] @ np.where([a == b for a, b in found.index], 1.0, 2.0)
    size = graph.membership.sum(axis=0)
    assert whole == pytest.approx((size * (size - 1)).sum())
