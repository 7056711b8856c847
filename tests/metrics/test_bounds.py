"""Bounds for incomplete member lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from metrics.small import counts_table, graph_of, stated

from valuma.metrics import bounds, heterogeneity
from valuma.schema.problems import ValumaError


def registry(**kinds: str) -> dict[str, dict[str, Any]]:
    """Municipalities ``a–f`` in regions 01–03, agencies, a university without a tier."""
    regions = dict(zip("abcdef", ["01", "01", "02", "02", "03", "03"], strict=True))
    towns = {
        name: {"kind": "municipality", "side": "municipal", "tier": "local", "region": region, "country": "FI"}
        for name, region in regions.items()
    }
    others = {
        "s": {
            "kind": "agency",
            "side": "central-state",
            "tier": "national",
            "region": "not-applicable",
            "country": "FI",
        },
        "u": {"kind": "university", "side": "knowledge", "tier": "not-applicable", "region": "01", "country": "FI"},
        "z": {"kind": "municipality", "side": "municipal", "tier": "local", "region": "SE:Skåne", "country": "SE"},
    }
    return towns | others


def graph(lists: dict[str, str], *rows: dict[str, Any], country: str | None = "FI", **more: Any) -> Any:
    frame = pd.DataFrame.from_dict(registry(), orient="index").rename_axis("actor_id")
    networks = pd.DataFrame({"network_id": list(lists), "country": country, "counts_cover": more.pop("cover", "whole")})
    return graph_of(lists, registry(), frame=frame, networks=networks, member_counts=counts_table(*rows), **more)


TOWNS = {"kinds": ("municipality",), "of": "towns"}


def test_a_complete_list_has_width_exactly_zero_and_the_value_itself() -> None:
    found = graph({"x": "abc", "y": "abs"}, stated("x", 3, 3), stated("y", 9, 9, list_is="complete"))
    for attribute in ("region", "side", "tier"):
        frame = bounds(found, attribute)
        assert (frame["low"] == frame["value"]).all()
        assert (frame["high"] == frame["value"]).all()
        assert (frame["bounds_by"] == "complete").all()
        assert (frame["value"] == heterogeneity(found, attribute)["h"]).all()


def test_missing_towns_can_lie_in_any_region_of_towns_that_are_not_members_yet() -> None:
    # Known: two in region 01. Two missing, admitted: 02 and 03 (the rest of the Finnish towns).
    row = bounds(graph({"x": "ab"}, stated("x", 4, 4, **TOWNS)), "region").loc["x"]
    # Least: both in 02: 4 of 6 pairs across. Greatest: one each in 02 and 03: 5 of 6.
    assert (row["value"], row["bounds_by"]) == (0.0, "extremes")
    assert (row["low"], row["high"]) == pytest.approx((4 / 6, 5 / 6))


def test_a_stratum_of_one_side_moves_the_value_without_widening_it() -> None:
    # A town and an agency known, two towns missing: 3 towns, 1 agency, 3 of 6 pairs across.
    row = bounds(graph({"x": "as"}, stated("x", 3, 3, **TOWNS)), "side").loc["x"]
    assert (row["low"], row["high"]) == pytest.approx((3 / 6, 3 / 6))
    assert row["value"] == 1.0


def test_a_known_member_outside_every_stratum_stays_as_it_is() -> None:
    row = bounds(graph({"x": "abs"}, stated("x", 2, 2, **TOWNS)), "side").loc["x"]
    assert (row["low"], row["high"], row["bounds_by"]) == (row["value"], row["value"], "complete")


@pytest.mark.parametrize("cover", ["part", None])
@pytest.mark.parametrize("row", [stated("x", 2, 2, **TOWNS), stated("x", 3, 3, **TOWNS)])
def test_counts_of_a_part_of_the_list_bound_nothing(row: dict[str, Any], cover: str | None) -> None:
    # Every town is known, or all but one; how many there are besides towns nobody says.
    found = bounds(graph({"x": "abs"}, row, cover=cover), "side").loc["x"]
    assert (found["bounds_by"], found["size_is"]) == ("size not stated", "not stated")
    assert found[["low", "high"]].isna().all()
    assert found["value"] == pytest.approx(4 / 6)


def test_seats_of_actors_without_a_tier_may_be_left_out() -> None:
    # A town and the agency known; one missing of a kind that has no tier: nothing is added.
    lists, row = {"x": "as"}, stated("x", 1, 1, kinds=("university",), of="universities")
    found = bounds(graph(lists, row), "tier").loc["x"]
    assert (found["low"], found["high"]) == (1.0, 1.0)
    # Missing of any kind: a town, the agency's tier, or left out.
    found = bounds(graph(lists, stated("x", 3, 3)), "tier").loc["x"]
    assert (found["low"], found["high"]) == pytest.approx((2 / 3, 1.0))


def test_all_who_are_left_out_add_nothing_and_the_width_is_exactly_zero() -> None:
    actors = {name: {"kind": "municipality", "policy_sectors": ("not-applicable",)} for name in "abcd"}
    actors |= {
        "m": {"kind": "ministry", "policy_sectors": ("energy",)},
        "n": {"kind": "ministry", "policy_sectors": ("health",)},
    }
    frame = pd.DataFrame.from_dict(actors, orient="index").rename_axis("actor_id")
    whole = pd.DataFrame({"network_id": ["x"], "counts_cover": ["whole"]})
    counts = counts_table(stated("x", 4, 4, **TOWNS))
    found = graph_of({"x": "abmn"}, actors, frame=frame, networks=whole, member_counts=counts)
    row = bounds(found, "policy_sector").loc["x"]
    assert (row["low"], row["high"]) == (row["value"], row["value"])
    assert row["bounds_by"] == "extremes"


def test_only_actors_of_the_country_of_the_network_can_be_missing() -> None:
    # Of the missing one could be Swedish only in a network without a country.
    row = stated("x", 6, 6, **TOWNS)
    at_home = bounds(graph({"x": "abcde"}, row), "region").loc["x"]
    anywhere = bounds(graph({"x": "abcde"}, row, country=None), "region").loc["x"]
    # At home only the second town of region 03 is left: 12 of 15 pairs across.
    assert (at_home["low"], at_home["high"]) == pytest.approx((12 / 15, 12 / 15))
    assert anywhere["high"] == pytest.approx(13 / 15)


def test_a_registry_that_cannot_hold_the_missing_admits_what_its_kinds_show_anywhere() -> None:
    # 4 missing, but only d, e, f are left in the country: regions of members and of other countries count too.
    row = bounds(graph({"x": "abc"}, stated("x", 7, 7, **TOWNS)), "region").loc["x"]
    # Least: all four in 01: 6 of 01 and 1 of 02, 6 of 21 pairs across.
    assert row["low"] == pytest.approx(6 / 21)


def test_kinds_the_registry_does_not_know_admit_everything_and_leaving_out() -> None:
    row = bounds(graph({"x": "ab"}, stated("x", 3, 3, kinds=("cluster",), of="clusters")), "side").loc["x"]
    # Two towns and three clusters of any side or none: one side alone, or 9 of 10 pairs across.
    assert (row["low"], row["high"]) == pytest.approx((0.0, 0.9))


def missing(n: int, **where: Any) -> pd.DataFrame:
    row = {"network_id": "x", "of": "towns", "area_kind": None, "area": None, "kind": None, "n": n}
    return pd.DataFrame([row | where])


def test_stated_places_of_the_missing_are_taken_at_their_word_and_the_extremes_are_not() -> None:
    table = missing(2, area_kind="region", area="03")
    row = bounds(graph({"x": "ab"}, stated("x", 4, 4, **TOWNS), members_missing=table), "region").loc["x"]
    # Two in 01, two in 03: 4 of 6 pairs.
    assert (row["low"], row["high"], row["bounds_by"]) == (pytest.approx(4 / 6), pytest.approx(4 / 6), "stated filling")
    assert (row["stated_low"], row["stated_high"]) == (row["low"], row["high"])
    assert row["extreme_high"] == pytest.approx(5 / 6)


def test_what_is_not_stated_of_the_missing_stays_open() -> None:
    table = missing(1, area_kind="region", area="03")
    row = bounds(graph({"x": "ab"}, stated("x", 4, 4, **TOWNS), members_missing=table), "region").loc["x"]
    # One in 03, the other in 02 or 03.
    assert (row["low"], row["high"]) == pytest.approx((4 / 6, 5 / 6))


def test_a_stated_area_narrows_other_attributes_to_the_actors_there() -> None:
    actors = registry()
    for name, status in zip("abcdef", ["no", "no", "part", "no", "yes", "yes"], strict=True):
        actors[name]["archipelago"] = status
    frame = pd.DataFrame.from_dict(actors, orient="index").rename_axis("actor_id")
    table = counts_table(stated("x", 3, 3, **TOWNS))
    found = graph_of(
        {"x": "ab"}, actors, frame=frame, member_counts=table, members_missing=missing(1, area_kind="region", area="03")
    )
    row = bounds(found, "archipelago").loc["x"]
    assert (row["low"], row["high"]) == pytest.approx((2 / 3, 2 / 3))


def test_a_stated_kind_narrows_the_stratum() -> None:
    counts = counts_table(stated("x", 3, 3, of="towns"))
    frame = pd.DataFrame.from_dict(registry(), orient="index").rename_axis("actor_id")
    found = graph_of(
        {"x": "ab"}, registry(), frame=frame, member_counts=counts, members_missing=missing(1, kind="agency")
    )
    row = bounds(found, "side").loc["x"]
    assert (row["low"], row["high"]) == pytest.approx((2 / 3, 2 / 3))


def test_a_size_nobody_states_has_no_bounds_and_says_so() -> None:
    found = graph({"x": "ab", "y": "ab"}, stated("y", 2, 2))
    row = bounds(found, "region").loc["x"]
    assert (row["bounds_by"], row["size_is"], row["state"]) == ("size not stated", "not stated", "measured")
    assert np.isnan([row["low"], row["high"]]).all()


def test_an_open_end_is_bounded_for_the_stated_number_and_says_at_least() -> None:
    row = bounds(graph({"x": "ab"}, stated("x", 3, None, **TOWNS)), "region").loc["x"]
    assert (row["size_is"], row["bounds_by"]) == ("at least", "extremes")
    assert (row["low"], row["high"]) == pytest.approx((2 / 3, 2 / 3))
    beyond = bounds(graph({"x": "abc"}, stated("x", 2, None, **TOWNS)), "region").loc["x"]
    assert (beyond["size_is"], beyond["bounds_by"]) == ("at least", "size not stated")


def test_one_known_member_is_not_measured_but_can_be_bounded() -> None:
    row = bounds(graph({"x": "a"}, stated("x", 2, 2, **TOWNS)), "region").loc["x"]
    assert row["state"] == "one known member"
    assert np.isnan(row["value"])
    assert (row["low"], row["high"]) == (0.0, 1.0)


def test_the_span_of_tiers_is_bounded_too() -> None:
    row = bounds(graph({"x": "ab"}, stated("x", 3, 3)), "tier", measure="span").loc["x"]
    # Third: local (span 1), national (2/3, 1/3), or left out.
    assert (row["low"], row["high"]) == pytest.approx((1.0, 3 / 2 ** (2 / 3)))


def test_a_span_of_fractional_profiles_is_refused() -> None:
    actors = {"a": {"region": "01:0.5;02:0.5"}, "b": {"region": "01"}}
    with pytest.raises(ValumaError, match="single categories"):
        bounds(graph_of({"x": "ab"}, actors), "region", measure="span")


def test_bounds_hold_the_value_of_every_true_completion() -> None:
    """Take members away from a whole list at random: its true value lies within the bounds of the rest."""
    rng = np.random.default_rng(11)
    whole = heterogeneity(graph({"x": "abcdef"}, stated("x", 6, 6)), "region").loc["x", "h"]
    for _ in range(20):
        kept = "".join(sorted(rng.choice(list("abcdef"), rng.integers(1, 6), replace=False)))
        row = bounds(graph({"x": kept}, stated("x", 6, 6, **TOWNS)), "region").loc["x"]
        assert row["low"] - 1e-12 <= whole <= row["high"] + 1e-12
