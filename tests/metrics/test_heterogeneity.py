"""Mean distance of two members of a network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics.small import graph_of, pair_by_pair, sides

from valuma.graph import Attribute
from valuma.metrics import heterogeneity
from valuma.metrics.distance import profile_distance
from valuma.metrics.heterogeneity import mean_distances
from valuma.schema.problems import ValumaError


def sectors(*cells: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {letter: {"policy_sectors": cell} for letter, cell in zip("abcdefgh", cells, strict=False)}


def test_five_identical_three_sector_actors_are_not_across() -> None:
    actors = sectors(*[("housing", "land-use", "transport")] * 5)
    frame = heterogeneity(graph_of({"x": "abcde"}, actors), "policy_sector")
    assert frame.loc["x", ["h", "members", "state"]].tolist() == [0.0, 5, "measured"]


def test_the_product_form_calls_them_two_thirds_across_and_is_only_an_option() -> None:
    actors = sectors(*[("housing", "land-use", "transport")] * 5)
    frame = heterogeneity(graph_of({"x": "abcde"}, actors), "policy_sector", sharing="product")
    assert frame.loc["x", "h"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("attribute", ["side", "tier", "region", "policy_sector"])
def test_four_councils_alike_in_every_respect_are_not_across(attribute: str) -> None:
    council = {"side": "municipal", "tier": "regional", "region": "02:0.5;04:0.5", "policy_sectors": ("land-use",)}
    graph = graph_of({"x": "abcd"}, dict.fromkeys("abcd", council))
    assert heterogeneity(graph, attribute).loc["x", "h"] == 0.0


def test_two_municipalities_a_ministry_and_a_firm_by_hand() -> None:
    # Six unordered pairs; only the one of the two municipalities is within a side: h = 5/6.
    actors = sides({"municipal": "ab", "central-state": "c", "business": "d"})
    assert heterogeneity(graph_of({"x": "abcd"}, actors), "side").loc["x", "h"] == pytest.approx(5 / 6)


def test_tier_distance_counts_steps() -> None:
    # local, local, national: pairs 0, 1, 1 of the whole way: 2/3. local, regional: ½.
    tiers = {"a": "local", "b": "local", "c": "national", "d": "regional"}
    actors = {name: {"tier": tier} for name, tier in tiers.items()}
    frame = heterogeneity(graph_of({"x": "abc", "y": "ad"}, actors), "tier", distance="rank")
    assert frame["h"].tolist() == pytest.approx([2 / 3, 1 / 2])


def test_two_actors_that_share_one_of_two_sectors_are_half_across() -> None:
    actors = sectors(("housing", "transport"), ("housing", "energy"))
    assert heterogeneity(graph_of({"x": "ab"}, actors), "policy_sector").loc["x", "h"] == pytest.approx(0.5)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4).filter(lambda c: sum(c) >= 2))
def test_single_categories_give_the_unbiased_gini_simpson_index(counts: list[int]) -> None:
    d = sum(counts)
    expected = 1 - sum(c * (c - 1) for c in counts) / (d * (d - 1))
    found = mean_distances(np.array([counts]), 1.0 - np.eye(len(counts)))
    assert found[0] == pytest.approx(expected)


@given(
    st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3).filter(any), min_size=2, max_size=4),
    st.lists(st.integers(0, 3), min_size=2, max_size=7),
)
def test_fractional_profiles_equal_the_mean_over_listed_pairs(rows: list[list[int]], members: list[int]) -> None:
    table = np.array(rows, dtype=float)
    distance = profile_distance(table / table.sum(axis=1, keepdims=True))
    members = [m % len(table) for m in members]
    counts = np.bincount(members, minlength=len(table))[None, :]
    assert mean_distances(counts, distance)[0] == pytest.approx(pair_by_pair(members, distance))


def test_undefined_networks_say_why_and_none_is_dropped() -> None:
    actors = sectors(("housing",), ("not-applicable",), ("not-applicable",), (), ("energy",))
    networks = {"two": "ae", "one": "ab", "remit": "bc", "unknown": "d", "mixed": "bd", "empty": ""}
    frame = heterogeneity(graph_of(networks, actors), "policy_sector")
    assert frame["state"].to_dict() == {
        "two": "measured",
        "one": "one known member",
        "remit": "no member with a remit",
        "unknown": "all unknown",
        "mixed": "no member with a known value",
        "empty": "no members",
    }
    assert (frame["h"].notna() == (frame["state"] == "measured")).all()


def test_those_left_out_are_counted_by_reason() -> None:
    actors = sectors(("housing",), ("energy",), ("not-applicable",), ())
    row = heterogeneity(graph_of({"x": "abcd"}, actors), "policy_sector").loc["x"]
    assert row[["members", "left_unknown", "left_not_applicable", "left_general"]].tolist() == [2, 1, 0, 1]


def test_universities_without_a_tier_are_not_applicable() -> None:
    actors = {"u": {"tier": "not-applicable"}, "v": {"tier": "not-applicable"}}
    row = heterogeneity(graph_of({"x": "uv"}, actors), "tier").loc["x"]
    assert (row["state"], row["left_not_applicable"]) == ("not applicable to any member", 2)


def test_coding_b_gives_general_authorities_a_category_of_their_own() -> None:
    actors = sectors(("not-applicable",), ("not-applicable",), ("housing",))
    row = heterogeneity(graph_of({"x": "abc"}, actors), "policy_sector", coding="B").loc["x"]
    # general, general, housing: two of three pairs across.
    assert (row["members"], row["left_general"]) == (3, 0)
    assert row["h"] == pytest.approx(2 / 3)


def test_a_municipality_that_takes_part_with_a_named_branch_has_that_branch_in_that_network() -> None:
    actors = sectors(("not-applicable",), ("housing",))
    graph = graph_of({"x": "ab", "y": "ab"}, actors, sectors=[("transport",), None, None, None])
    frame = heterogeneity(graph, "policy_sector")
    assert frame.loc["x", ["h", "members"]].tolist() == [1.0, 2]
    assert frame.loc["y", "state"] == "one known member"


def test_any_column_and_any_attribute_object_can_be_measured() -> None:
    graph = graph_of({"x": "ab"}, {"a": {"country": "FI"}, "b": {"country": "SE"}})
    assert heterogeneity(graph, "country").loc["x", "h"] == 1.0
    own = Attribute.from_labels("size", ["big", "big"])
    assert heterogeneity(graph, own).loc["x", "h"] == 0.0


def test_an_attribute_that_is_not_there_is_named() -> None:
    with pytest.raises(ValumaError, match="sidee"):
        heterogeneity(graph_of({"x": "ab"}, sides({"municipal": "ab"})), "sidee")


def test_a_graph_without_networks_gives_an_empty_table() -> None:
    assert len(heterogeneity(graph_of({}, sides({"municipal": "a"})), "side")) == 0


def test_tables_say_whether_they_are_synthetic() -> None:
    actors = sides({"municipal": "a", "business": "b"})
    assert heterogeneity(graph_of({"x": "ab"}, actors, synthetic=True), "side").attrs["synthetic"]
    assert not heterogeneity(graph_of({"x": "ab"}, actors), "side").attrs["synthetic"]
