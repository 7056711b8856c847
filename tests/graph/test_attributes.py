"""Attributes as profiles, from columns of an actor table."""

from __future__ import annotations

import pandas as pd
import pytest

import valuma as va
from valuma.graph.attributes import Attribute, State
from valuma.graph.columns import attribute_of


def test_unknown_and_not_applicable_are_two_states() -> None:
    attribute = Attribute.from_labels("side", ["business", None, "not-applicable"])
    assert attribute.state.tolist() == [State.KNOWN, State.UNKNOWN, State.NOT_APPLICABLE]
    assert attribute.codes.tolist() == [0, -1, -1]


def test_a_label_outside_the_categories_is_an_error() -> None:
    with pytest.raises(va.ValumaError, match="'x' is not one of"):
        Attribute.from_labels("tier", ["x"], categories=("local", "regional"))


def test_levels_fold_into_tiers_and_the_rest_lies_beyond() -> None:
    actors = pd.DataFrame({"level": ["local", "subregional", "regional", "interregional", "national", "nordic", None]})
    attribute = attribute_of(actors, "tier")
    assert attribute.labels().tolist() == ["local", "local", "regional", "regional", "national", None, None]
    assert attribute.state[-2:].tolist() == [State.NOT_APPLICABLE, State.UNKNOWN]
    assert attribute.ordered


def test_coding_b_reads_its_own_tier_column() -> None:
    actors = pd.DataFrame({"tier": ["not-applicable"], "tier_b": ["national"]})
    assert attribute_of(actors, "tier").labels().tolist() == [None]
    assert attribute_of(actors, "tier", "B").labels().tolist() == ["national"]


def test_several_branches_are_shared_equally_and_general_authorities_are_named_as_such() -> None:
    actors = pd.DataFrame({"policy_sectors": [("health", "social"), ("not-applicable",), ()]})
    attribute = attribute_of(actors, "policy_sector")
    assert attribute.table[attribute.codes[0]].max() == 0.5
    assert attribute.state.tolist() == [State.KNOWN, State.GENERAL, State.UNKNOWN]
    assert attribute_of(actors, "policy_sector", "B").state.tolist() == [State.KNOWN, State.KNOWN, State.UNKNOWN]


def test_shares_of_regions_are_read_from_text() -> None:
    actors = pd.DataFrame({"region": ["01:0.25;02:0.75", "02", "not-applicable", None, "SE:Skåne"]})
    attribute = attribute_of(actors, "region")
    assert attribute.categories == ("01", "02", "SE:Skåne")
    assert attribute.table[attribute.codes[0]].tolist() == [0.25, 0.75, 0.0]
    assert attribute.state.tolist() == [0, 0, 2, 1, 0]
    assert not attribute.single


def test_an_unknown_attribute_names_the_nearest_column() -> None:
    with pytest.raises(va.ValumaError, match="did you mean 'kind'"):
        attribute_of(pd.DataFrame({"kind": ["x"]}), "kinds")


def test_equal_profiles_are_one_profile() -> None:
    actors = pd.DataFrame({"policy_sectors": [("health", "social"), ("social", "health"), ("health",)]})
    assert attribute_of(actors, "policy_sector").n_profiles == 2
