"""The cooperation profile of networks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from metrics.small import counts_table, graph_of, stated

from valuma.metrics import MEASURES, bounds, cooperation_profile, heterogeneity, member_span, themes_span
from valuma.schema.problems import ValumaError

ACTORS: dict[str, dict[str, Any]] = {
    "a": {
        "kind": "municipality",
        "side": "municipal",
        "tier": "local",
        "region": "01",
        "policy_sectors": ("not-applicable",),
    },
    "b": {
        "kind": "municipality",
        "side": "municipal",
        "tier": "local",
        "region": "02",
        "policy_sectors": ("not-applicable",),
    },
    "c": {
        "kind": "regional-council",
        "side": "municipal",
        "tier": "regional",
        "region": "01",
        "policy_sectors": ("not-applicable",),
    },
    "m": {
        "kind": "ministry",
        "side": "central-state",
        "tier": "national",
        "region": "not-applicable",
        "policy_sectors": ("energy",),
    },
    "n": {
        "kind": "ministry",
        "side": "central-state",
        "tier": "national",
        "region": "not-applicable",
        "policy_sectors": ("housing",),
    },
    "u": {
        "kind": "university",
        "side": "knowledge",
        "tier": "not-applicable",
        "region": None,
        "policy_sectors": ("education",),
    },
}


def profile(lists: dict[str, str], *rows: dict[str, Any], coding: Any = "A", **more: Any) -> Any:
    frame = pd.DataFrame.from_dict(ACTORS, orient="index").rename_axis("actor_id")
    if rows:
        more["member_counts"] = counts_table(*rows)
    return cooperation_profile(graph_of(lists, ACTORS, frame=frame, **more), coding=coding)


def test_each_measure_is_the_one_of_its_own_function() -> None:
    graph = graph_of({"x": "abcmn", "y": "abu"}, ACTORS)
    frame = cooperation_profile(graph).frame
    assert frame["sector_mix"].equals(heterogeneity(graph, "policy_sector")["h"])
    assert frame["side_mix"].equals(heterogeneity(graph, "side")["h"])
    assert frame["tier_mix"].equals(heterogeneity(graph, "tier")["h"])
    assert frame["tier_distance"].equals(heterogeneity(graph, "tier", distance="rank")["h"])
    assert frame["tier_span"].equals(member_span(graph, "tier")["span"])
    assert frame["themes_span"].equals(themes_span(graph)["themes_span"])


def test_measures_have_ends_and_a_state_in_the_order_of_the_design() -> None:
    frame = profile({"x": "abm"}).frame
    assert MEASURES[0] == "themes_span"
    wanted = [f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high", "_state")]
    assert frame.columns[: len(wanted)].tolist() == wanted


def test_a_purely_municipal_network_has_no_sector_mix_and_is_not_dropped() -> None:
    frame = profile({"x": "abc", "y": "abm"}).frame
    assert frame["sector_mix_state"].tolist() == ["no member with a remit", "one known member"]
    assert frame["sector_mix"].isna().all()


def test_coding_b_measures_what_coding_a_leaves_out() -> None:
    assert profile({"x": "abc"}, coding="B").frame.loc["x", "sector_mix"] == 0.0


def test_every_missing_value_has_a_state_that_says_why() -> None:
    found = profile({"x": "abcmnu", "y": "ab", "z": "u", "w": ""})
    for name in MEASURES:
        missing = found.frame[name].isna()
        assert (found.frame.loc[missing, f"{name}_state"] != "measured").all()
    assert (found.frame["urban_rural_mix_state"] == "not in the data").all()


def test_complete_lists_are_shown_as_values_and_incomplete_ones_as_bounds() -> None:
    rows = stated("x", 3, 3), stated("y", 10, 10), stated("z", 10, 10)
    frame = profile({"x": "abm", "y": "abcmnuabc"[:6], "z": "abcmnu", "w": "ab"}, *rows).frame
    assert frame["shown"].tolist() == ["value", "bounds", "bounds", "known members"]
    assert frame.loc["x", ["known", "stated_low", "stated_high", "completeness"]].tolist() == [3, 3, 3, 1.0]
    assert frame.loc["y", "completeness"] == pytest.approx(0.6)
    assert pd.isna(frame.loc["w", "completeness"])
    assert frame["bounds_by"].tolist() == ["complete", "extremes", "extremes", "size not stated"]


def test_the_threshold_is_an_option_and_must_be_a_share() -> None:
    graph = graph_of({"y": "abcmnu"}, ACTORS, member_counts=counts_table(stated("y", 10, 10)))
    assert cooperation_profile(graph, threshold=0.5).frame.loc["y", "shown"] == "value"
    with pytest.raises(ValumaError, match=r"0\.9"):
        cooperation_profile(graph, threshold=90)


def test_ends_are_those_of_the_bounds() -> None:
    frame = pd.DataFrame.from_dict(ACTORS, orient="index").rename_axis("actor_id")
    graph = graph_of({"y": "abm"}, ACTORS, frame=frame, member_counts=counts_table(stated("y", 5, 5)))
    found = cooperation_profile(graph).frame.loc["y"]
    expected = bounds(graph, "side").loc["y"]
    assert found[["side_mix_low", "side_mix_high"]].tolist() == expected[["low", "high"]].tolist()


def test_a_place_known_for_less_than_80_per_cent_keeps_its_value_but_is_not_to_be_drawn() -> None:
    actors = {
        name: {"region": region}
        for name, region in zip("abcdefg", ["01", "02", "01", "02", None, "01", "01"], strict=True)
    }
    frame = cooperation_profile(graph_of({"x": "abe", "y": "abcde"}, actors)).frame
    # Two of three known; four of five known.
    assert frame["region_mix_state"].tolist() == ["known for under 80 %", "measured"]
    assert frame["region_mix"].notna().all()


def test_regions_of_ministries_do_not_apply_and_do_not_count_as_unknown() -> None:
    frame = profile({"x": "abmn"}).frame
    assert frame.loc["x", "region_mix_state"] == "measured"


def test_coverage_counts_the_actors_with_a_membership() -> None:
    coverage = profile({"x": "abmu"}).coverage
    assert coverage.loc["policy_sector", ["known", "general"]].tolist() == [2, 2]
    assert coverage.loc["region", ["known", "unknown", "not_applicable"]].tolist() == [2, 1, 1]
    assert coverage.loc["region", "known_share"] == pytest.approx(2 / 3)


def test_undated_members_are_counted_by_network() -> None:
    rows = pd.DataFrame(
        {
            "actor_id": ["a", "b", "m", "m"],
            "network_id": "x",
            "role": ["member", "member", "member", "steering"],
            "year_from": [2015, None, None, 2016],
        }
    )
    graph = graph_of({"x": ""}, ACTORS).from_memberships(rows)
    assert cooperation_profile(graph).frame.loc["x", "undated_share"] == pytest.approx(1 / 3)


def test_a_random_part_is_filled_by_an_urn() -> None:
    row = stated("x", 12, 12, list_is="random part")
    found = profile({"x": "abcmnu"}, row)
    assert found.frame.loc["x", "bounds_by"] == "Pólya"
    assert found.bounds_by.loc["x", "side_mix"] == "Pólya"
    # A span is no mean distance: it keeps its bounds.
    assert found.bounds_by.loc["x", "tier_span"] == "extremes"
    assert (
        found.frame.loc["x", "side_mix_low"] < found.frame.loc["x", "side_mix"] < found.frame.loc["x", "side_mix_high"]
    )


def test_tidy_has_one_row_a_network_and_measure_with_what_stands_beside_it() -> None:
    found = profile({"x": "abm", "y": "ab"}, stated("x", 3, 3), synthetic=True)
    tidy = found.tidy()
    assert len(tidy) == 2 * len(MEASURES)
    assert tidy["synthetic"].all()
    row = tidy[(tidy["network_id"] == "x") & (tidy["measure"] == "side_mix")].iloc[0]
    assert (row["value"], row["low"], row["bounds_by"], row["shown"]) == (
        pytest.approx(2 / 3),
        row["value"],
        "complete",
        "value",
    )
    assert "SYNTHETIC" in repr(found)


def test_summary_counts_the_networks_a_measure_is_defined_for() -> None:
    table = profile({"x": "abm", "y": "ab", "z": "u"}).summary()
    assert table.loc["side_mix", "networks"] == 2
    assert table.loc["side_mix", ["least", "most"]].tolist() == pytest.approx([0.0, 2 / 3])
