"""The coding rule: tiers under both codings, and actors coded against it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from study_builder import CODING_RULES

from valuma.schema.coding import CodingRules
from valuma.schema.coding_file import CodingFile
from valuma.study.settings import TIERS

EXCEPTION = '\n[actor.think-tank]\nside = "knowledge"\nreason = "It does research."\n'


@pytest.fixture
def rules() -> CodingRules:
    return CodingRules.from_model(CodingFile.model_validate(tomllib.loads(CODING_RULES + EXCEPTION)))


def actors(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["actor_id", "kind", "side", "level", "policy_sectors"])


def test_actors_coded_by_the_rule_are_no_problem(rules: CodingRules) -> None:
    frame = actors(
        ("town", "municipality", "municipal", "local", ("not-applicable",)),
        ("office", "ministry", "central-state", "national", ("housing",)),
        ("silent", "ministry", "central-state", "national", ()),
        ("think-tank", "ministry", "knowledge", "national", ("housing",)),
        ("group", "leader-group", "civil-society", "subregional", ("economy", "agriculture")),
    )
    assert not rules.departures(frame)


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        (("t", "municipality", "business", "local", ("not-applicable",)), "side", "'business' for 't'"),
        (("t", "municipality", "municipal", "national", ("not-applicable",)), "level", "'national' for 't'"),
        (("t", "municipality", "municipal", "local", ("housing",)), "policy_sectors", "'housing' for 't'"),
        (("t", "municipality", "municipal", "local", ()), "policy_sectors", "an empty cell for 't'"),
        (("m", "ministry", "central-state", "national", ("not-applicable",)), "policy_sectors",
         "'not-applicable' for 'm'"),
        (("g", "leader-group", "civil-society", "subregional", ("economy",)), "policy_sectors", "'economy' for 'g'"),
        (("x", "cluster", "business", "regional", ()), "kind", "'cluster'"),
    ],
)  # fmt: skip
def test_actor_coded_against_the_rule_is_named(
    rules: CodingRules, row: tuple[object, ...], column: str, found: str
) -> None:
    (departure,) = rules.departures(actors(row))
    assert (departure.column, departure.found) == (column, found)


def test_unknown_side_and_level_are_not_against_the_rule(rules: CodingRules) -> None:
    assert not rules.departures(actors(("m", "ministry", None, None, ())))


def test_university_has_no_tier_under_a_and_the_national_one_under_b(rules: CodingRules) -> None:
    frame = actors(("u", "university", "knowledge", "national", ()), ("t", "municipality", "municipal", "local", ()))
    assert rules.tiers(frame, TIERS, "A").to_dict() == {"u": "not-applicable", "t": "local"}
    assert rules.tiers(frame, TIERS, "B").to_dict() == {"u": "national", "t": "local"}


def test_levels_fold_into_tiers_and_the_wider_ones_lie_beyond(rules: CodingRules) -> None:
    levels = ["local", "subregional", "regional", "interregional", "national", "nordic", "european", "international"]
    frame = actors(*((level, "ministry", "central-state", level, ()) for level in levels))
    assert rules.tiers(frame, TIERS).tolist() == [
        "local", "local", "regional", "regional", "national", "not-applicable", "not-applicable", "not-applicable",
    ]  # fmt: skip


def test_unknown_level_is_an_unknown_tier_not_one_beyond(rules: CodingRules) -> None:
    tiers = rules.tiers(actors(("m", "ministry", "central-state", None, ())), TIERS)
    assert tiers.isna().tolist() == [True]


def test_default_rules_give_tiers_and_check_nothing() -> None:
    rules = CodingRules()
    frame = actors(("u", "uas", "business", "local", ("not-applicable",)))
    assert rules.tiers(frame, TIERS, "B").tolist() == ["regional"]
    assert not rules.departures(frame)


def test_default_rules_are_the_tiers_that_the_registry_of_cases_gives_beside_the_levels(root: Path) -> None:
    text = (root / "cases" / "registry" / "coding_rules.toml").read_text(encoding="utf-8")
    registry = CodingRules.from_model(CodingFile.model_validate(tomllib.loads(text)))
    beside = {kind: rule for kind, rule in registry.kinds.items() if (rule.tier, rule.tier_b) != ("by-level",) * 2}
    default = CodingRules().kinds
    assert {kind: (rule.tier, rule.tier_b) for kind, rule in default.items()} == {
        kind: (rule.tier, rule.tier_b) for kind, rule in beside.items()
    }
