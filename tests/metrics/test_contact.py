"""Local actors that share a network with a national, and with a State, actor."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from metrics.small import graph_of

from valuma.metrics import contact
from valuma.schema.problems import ValumaError

ACTORS: dict[str, dict[str, Any]] = {
    "a": {"tier": "local", "side": "municipal", "country": "FI"},
    "b": {"tier": "local", "side": "municipal", "country": "FI"},
    "c": {"tier": "local", "side": "civil-society", "country": "SE"},
    "k": {"tier": "national", "side": "municipal", "country": "FI"},
    "m": {"tier": "national", "side": "central-state", "country": "FI"},
    "e": {"tier": "regional", "side": "state-regional", "country": "FI"},
    "r": {"tier": "not-applicable", "side": "knowledge", "country": "FI"},
}


def test_a_national_association_is_a_national_contact_but_not_the_state() -> None:
    row = contact(graph_of({"x": "ak", "y": "bm", "z": "c"}, ACTORS)).frame.loc["all"]
    assert row[["local", "with_national", "with_state"]].tolist() == [3, 2, 1]
    assert row[["share_national", "share_state"]].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_state_regional_bodies_and_research_institutes_are_not_the_state() -> None:
    row = contact(graph_of({"x": "aer"}, ACTORS)).frame.loc["all"]
    assert row[["with_national", "with_state", "state_actors"]].tolist() == [0, 0, 0]


def test_local_actors_without_a_membership_are_not_in_the_denominator() -> None:
    assert contact(graph_of({"x": "am"}, ACTORS)).frame.loc["all", "local"] == 1


def test_one_contact_is_enough_and_counts_once() -> None:
    row = contact(graph_of({"x": "am", "y": "amk", "z": "ab"}, ACTORS)).frame.loc["all"]
    assert row[["local", "with_national"]].tolist() == [2, 1]


def test_an_actor_is_not_its_own_contact() -> None:
    own = {"s": {"tier": "local", "side": "central-state"}, "t": {"tier": "local", "side": "central-state"}}
    assert contact(graph_of({"x": "s"}, own)).frame.loc["all", "with_state"] == 0
    assert contact(graph_of({"x": "st"}, own)).frame.loc["all", "with_state"] == 2


def test_actors_without_a_tier_are_counted() -> None:
    actors = ACTORS | {"q": {"tier": None, "side": "municipal"}}
    row = contact(graph_of({"x": "arq"}, actors)).frame.loc["all"]
    assert row[["left_unknown", "left_not_applicable"]].tolist() == [1, 1]


def test_by_country_counts_the_local_actors_of_each() -> None:
    frame = contact(graph_of({"x": "am", "y": "ck"}, ACTORS), by="country").frame
    assert frame.loc["FI", ["local", "with_national", "with_state"]].tolist() == [1, 1, 1]
    assert frame.loc["SE", ["local", "with_national", "with_state"]].tolist() == [1, 1, 0]


def test_by_theme_counts_contact_in_the_networks_of_the_theme() -> None:
    links = pd.DataFrame({"network_id": ["x", "y", "y"], "theme_id": ["homes", "homes", "trains"]})
    themes = pd.DataFrame({"theme_id": ["homes", "trains", "idle"]})
    frame = contact(graph_of({"x": "am", "y": "bk"}, ACTORS, themes=themes, network_themes=links), by="theme").frame
    assert frame.loc["homes", ["local", "with_national", "with_state"]].tolist() == [2, 2, 1]
    assert frame.loc["trains", ["local", "with_national", "with_state"]].tolist() == [1, 1, 0]
    assert frame.loc["idle", "state"] == "no local actors"


def test_by_group_keeps_the_groups_apart() -> None:
    networks = pd.DataFrame({"network_id": ["x", "y"], "group": ["finnish", "nordic"]})
    frame = contact(graph_of({"x": "am", "y": "ab"}, ACTORS, networks=networks), by="group").frame
    assert frame["with_state"].to_dict() == {"finnish": 1, "nordic": 0}


def test_without_local_actors_the_shares_are_missing_and_the_state_says_so() -> None:
    row = contact(graph_of({"x": "km"}, ACTORS)).frame.loc["all"]
    assert row["state"] == "no local actors"
    assert row[["share_national", "share_state"]].isna().all()


def test_both_numbers_always_come_together() -> None:
    tidy = contact(graph_of({"x": "ak"}, ACTORS)).tidy()
    assert tidy["contact"].tolist() == ["national", "state"]
    assert tidy["n"].tolist() == [1, 0]


def test_there_is_no_number_by_network() -> None:
    with pytest.raises(ValumaError, match="'group' or 'country' or 'kind' or 'theme'"):
        contact(graph_of({"x": "ak"}, ACTORS), by="network")  # type: ignore[arg-type]
