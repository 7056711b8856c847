"""Urban, rural and archipelago policy: shared actors, shared themes, missing tables."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from metrics.small import graph_of

from valuma.metrics import policy_fields
from valuma.schema.problems import ValumaError

ACTORS = {name: {"side": "municipal"} for name in "abcd"}


def fields(lists: dict[str, str], served: dict[str, tuple[str, ...]], **more: Any) -> Any:
    networks = pd.DataFrame({"network_id": list(lists), "policy_fields": [served[name] for name in lists]})
    return policy_fields(graph_of(lists, ACTORS, networks=networks, **more))


SERVED: dict[str, tuple[str, ...]] = {"u": ("urban",), "r": ("rural",), "i": ("archipelago",), "c": ("cross",)}


def test_actors_that_sit_in_bodies_of_two_fields_are_named() -> None:
    found = fields({"u": "ab", "r": "bc", "i": "d"}, SERVED)
    assert found.frame.loc[("urban", "rural"), "shared_actors"] == ("b",)
    assert found.frame.loc[("urban", "archipelago"), "shared_actors"] == ()
    assert found.actors.loc["b"].to_dict() == {"urban": 1, "rural": 1, "archipelago": 0}


def test_a_shared_actor_is_not_a_common_table() -> None:
    found = fields({"u": "ab", "r": "bc", "i": "d"}, SERVED)
    assert found.frame["no_common_table"].all()


def test_a_network_of_two_fields_is_a_common_table() -> None:
    found = fields({"u": "a", "r": "b", "i": "c", "ui": "d"}, SERVED | {"ui": ("urban", "archipelago")}).frame
    assert found.loc[("urban", "archipelago"), "tables_both"] == ("ui",)
    assert found["no_common_table"].to_dict() == {
        ("urban", "rural"): True,
        ("urban", "archipelago"): False,
        ("rural", "archipelago"): True,
    }


def test_a_cross_network_is_a_table_where_actors_of_both_fields_meet() -> None:
    found = fields({"u": "a", "r": "b", "i": "d", "c": "ab"}, SERVED).frame
    assert found.loc[("urban", "rural"), "tables_cross"] == ("c",)
    assert not found.loc[("urban", "rural"), "no_common_table"]
    assert found.loc[("urban", "archipelago"), "no_common_table"]


def test_an_actor_alone_does_not_meet_itself_at_a_cross_table() -> None:
    found = fields({"u": "a", "r": "a", "i": "d", "c": "a"}, SERVED).frame
    assert found.loc[("urban", "rural"), "tables_cross"] == ()


def test_shared_themes_are_named() -> None:
    themes = pd.DataFrame({"theme_id": ["services", "ferries"]})
    links = pd.DataFrame({"network_id": ["u", "r", "i"], "theme_id": ["services", "services", "ferries"]})
    found = fields({"u": "a", "r": "b", "i": "d"}, SERVED, themes=themes, network_themes=links)
    assert found.frame.loc[("urban", "rural"), "shared_themes"] == ("services",)
    assert found.fields["themes"].to_dict() == {"urban": 1, "rural": 1, "archipelago": 1}


def test_a_field_without_a_body_is_not_measured_and_not_called_apart() -> None:
    found = fields({"u": "a", "r": "b"}, SERVED).frame
    assert found["state"].tolist() == ["measured", *["no body in one of the fields"] * 2]
    assert found["no_common_table"].isna().tolist() == [False, True, True]


def test_unknown_fields_of_a_network_are_no_field() -> None:
    assert fields({"u": "a", "r": "b"}, {"u": ("urban",), "r": ()}).fields["bodies"].to_dict() == {
        "urban": 1,
        "rural": 0,
        "archipelago": 0,
    }


def test_tidy_counts_what_the_frame_names() -> None:
    tidy = fields({"u": "ab", "r": "bc", "i": "d"}, SERVED, synthetic=True).tidy()
    assert tidy["shared_actors"].tolist() == [1, 0, 0]
    assert tidy["synthetic"].all()


def test_networks_without_fields_are_an_error() -> None:
    with pytest.raises(ValumaError, match="policy_fields"):
        policy_fields(graph_of({"x": "a"}, ACTORS))
