"""What holds under both codings, with and without funders."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from metrics.small import counts_table, stated

import valuma as va
from valuma.metrics import contact, mixing, sensitivity
from valuma.schema.problems import ValumaError

ACTORS = pd.DataFrame(
    [
        ("a", "municipal", "local", "local", ("not-applicable",)),
        ("b", "municipal", "local", "local", ("not-applicable",)),
        ("m", "central-state", "national", "national", ("energy",)),
        ("n", "central-state", "national", "national", ("housing",)),
        ("u", "knowledge", "not-applicable", "national", ("education",)),
        ("f", "business", "local", "local", ("economy",)),
    ],
    columns=["actor_id", "side", "tier", "tier_b", "policy_sectors"],
)


def graph(*rows: tuple[str, str, str], **more: Any) -> Any:
    table = pd.DataFrame(list(rows), columns=["network_id", "actor_id", "role"])
    return va.ActorNetworkThemeGraph.from_memberships(table, actors=ACTORS, **more)


PLAIN = (("x", "a", "member"), ("x", "m", "member"), ("y", "a", "member"), ("y", "b", "member"), ("x", "f", "funder"))
COMPLETE = {"member_counts": counts_table(*(stated(name, 2, 2, list_is="complete") for name in "xyz"))}


def test_funders_count_only_in_the_variants_that_say_so() -> None:
    found = sensitivity(graph(*PLAIN))
    without, with_ = (
        found.variant("A", roles).loc[("x", "side_mix"), "value"] for roles in ("without funders", "with funders")
    )
    # a, m: 1. With the firm that pays: three sides, still 1 but of three pairs.
    assert (without, with_) == (1.0, 1.0)
    assert found.variant("A", "without funders").loc[("x", "tier_mix"), "value"] == 1.0
    assert found.variant("A", "with funders").loc[("x", "tier_mix"), "value"] == pytest.approx(2 / 3)


def test_the_whole_graph_has_the_numbers_of_mixing_and_contact() -> None:
    whole = graph(*PLAIN)
    found = sensitivity(whole).variant("A", "without funders")
    assert found.loc[("all", "across_side"), "value"] == mixing(whole, "side").share_across
    assert found.loc[("all", "tier_distance"), "value"] == mixing(whole, "tier").mean_distance
    assert found.loc[("all", "contact_state"), "value"] == contact(whole).frame.loc["all", "share_state"]
    assert (found.loc["all", "bounds_by"] == "not bounded").all()


def test_roles_a_graph_was_built_with_are_kept_and_payers_taken_out_of_the_base() -> None:
    everybody = graph(*PLAIN).recount(roles=("member", "funder"))
    found = sensitivity(everybody)
    assert found.variant("A", "without funders").loc[("x", "tier_mix"), "value"] == 1.0


def test_the_year_of_the_graph_is_kept() -> None:
    rows = pd.DataFrame(
        [("x", "a", 2010, 2012), ("x", "b", 2015, 2020), ("x", "m", 2015, 2020)],
        columns=["network_id", "actor_id", "year_from", "year_to"],
    )
    dated = va.ActorNetworkThemeGraph.from_memberships(rows.assign(role="member"), actors=ACTORS).at_year(2018)
    assert sensitivity(dated).variant("A", "without funders").loc[("x", "tier_mix"), "value"] == 1.0


def test_a_difference_of_complete_lists_under_every_variant_is_a_finding() -> None:
    found = sensitivity(graph(*PLAIN[:4], **COMPLETE))
    assert found.compare("tier_mix", "x", "y") == ("x", va.metrics.Verdict.HOLDS)
    assert found.compare("tier_mix", "y", "x").higher == "x"


def test_a_difference_that_one_coding_alone_shows_is_not_a_finding() -> None:
    # z: a university and a ministry. Coding A: one member with a tier; coding B: both national, tier_mix 0.
    rows = (*PLAIN[:4], ("z", "u", "member"), ("z", "m", "member"))
    found = sensitivity(graph(*rows, **COMPLETE))
    assert found.compare("tier_mix", "x", "z").higher is None
    assert found.compare("tier_mix", "x", "z").verdict == "does not hold under every coding and set of roles"


def test_lists_of_unknown_size_are_not_ranked() -> None:
    found = sensitivity(graph(*PLAIN[:4]))
    assert found.compare("tier_mix", "x", "y") == (None, va.metrics.Verdict.SIZE_NOT_STATED)


def test_bounds_that_overlap_are_not_ranked() -> None:
    counts = counts_table(stated("x", 4, 4), stated("y", 4, 4))
    found = sensitivity(graph(*PLAIN[:4], member_counts=counts))
    assert found.compare("tier_mix", "x", "y") == (None, va.metrics.Verdict.BOUNDS_OVERLAP)


def test_what_is_not_measured_is_not_ranked() -> None:
    found = sensitivity(graph(*PLAIN[:4], ("z", "a", "member"), **COMPLETE))
    assert found.compare("tier_mix", "x", "z") == (None, va.metrics.Verdict.NOT_MEASURED)


def test_spans_of_themes_are_ranked_without_a_member_list() -> None:
    themes = pd.DataFrame({"theme_id": ["t", "w"], "policy_sectors": [("housing",), ("energy",)]})
    links = pd.DataFrame({"network_id": ["x", "x", "y"], "theme_id": ["t", "w", "t"]})
    found = sensitivity(graph(*PLAIN[:4], themes=themes, network_themes=links))
    assert found.compare("themes_span", "x", "y").higher == "x"


def test_there_are_four_variants_of_every_measure() -> None:
    variants = list(sensitivity(graph(*PLAIN)).variants())
    assert len(variants) == 4
    assert {float(variant.loc[("x", "side_mix"), "value"]) for variant in variants} == {1.0}
    assert len({float(variant.loc[("x", "tier_mix"), "value"]) for variant in variants}) > 1


def test_a_measure_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValumaError, match="'tier_mixx' of 'x'"):
        sensitivity(graph(*PLAIN)).compare("tier_mixx", "x", "y")


def test_attributes_that_the_data_lack_are_said_to_be_missing() -> None:
    found = sensitivity(graph(*PLAIN)).variant("A", "without funders")
    assert found.loc[("all", "across_region"), "state"] == "not in the data"
    assert (found["value"].notna() | (found["state"] != "measured")).all()
