"""Checks that need no files: shares of areas, overlapping counts, claims, lives of actors and networks."""

from __future__ import annotations

import pandas as pd
import pytest

from valuma.schema.problems import MOST_NAMED, Problem, StudyError
from valuma.study.study import Study

FRAMES = {
    "sources": pd.DataFrame({"source_id": ["page"], "title": ["Page"], "publisher": ["Ring"]}),
    "regions": pd.DataFrame(
        {"region_code": ["01", "02"], "name_fi": "x", "name_sv": "x", "name_en": "x", "source_id": "page"}
    ),
    "actors": pd.DataFrame(
        {
            "actor_id": ["west", "east", "group"],
            "name": "x",
            "kind": ["municipality", "municipality", "leader-group"],
            "side": ["municipal", "municipal", "civil-society"],
            "level": ["local", "local", "subregional"],
            "valid_to": [None, 2015, None],
        }
    ),
    "networks": pd.DataFrame(
        {
            "network_id": ["ring"],
            "group": "finnish",
            "status": "draft",
            "founded": 2010,
            "ended": 2018,
            "goes_on": False,
        }
    ),
    "memberships": pd.DataFrame(
        {"network_id": "ring", "actor_id": ["west", "east"], "role": "member", "source_id": "page"}
    ),
}


def problems_with(**frames: object) -> list[Problem]:
    """Return the errors of a study with some frames in place of the valid ones, or its warnings if it has none."""
    rows = {name: pd.DataFrame(frame) for name, frame in frames.items()}
    try:
        study = Study.from_frames(**{**FRAMES, **rows})
    except StudyError as error:
        return error.problems.errors
    return study.report.warnings


def test_the_frames_themselves_have_no_problems() -> None:
    assert problems_with() == []


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ([0.5, None], "an empty cell beside areas with a share"),
        ([0.5, 0.4], "shares of 'group' that sum to 0.9"),
        ([0.5, 1.5], "'1.5'"),
    ],
)
def test_shares_of_areas_are_all_given_and_sum_to_one(shares: list[float | None], found: str) -> None:
    areas = {"actor_id": "group", "area_kind": "region", "area": ["01", "02"], "share": shares, "source_id": "page"}
    assert found in {problem.found for problem in problems_with(actor_areas=areas)}


@pytest.mark.parametrize(("kind", "area"), [("region", "1"), ("foreign", "Skåne"), ("region", "03")])
def test_area_that_does_not_exist_is_an_error(kind: str, area: str) -> None:
    areas = {"actor_id": ["group"], "area_kind": kind, "area": area, "source_id": "page"}
    (problem,) = problems_with(actor_areas=areas)
    assert (problem.column, problem.found) == ("area", repr(area))


@pytest.mark.parametrize(
    ("column", "year", "expected"),
    [
        ("year_from", 2009, "a year in the life of 'ring', founded in 2010"),
        ("year_to", 2019, "a year in the life of 'ring', ended in 2018"),
    ],
)
def test_member_outside_the_life_of_its_network_is_a_warning(column: str, year: int, expected: str) -> None:
    rows = FRAMES["memberships"].iloc[:1].assign(**{column: year})
    (problem,) = problems_with(memberships=rows)
    assert (problem.severity, problem.column, problem.expected) == ("warning", column, expected)


def test_member_after_its_own_end_is_a_warning() -> None:
    rows = FRAMES["memberships"].iloc[1:].assign(year_from=2016)
    (problem,) = problems_with(memberships=rows)
    assert problem.expected == "a year in which 'east' existed"


def test_network_cannot_go_on_and_have_ended() -> None:
    (problem,) = problems_with(networks=FRAMES["networks"].assign(goes_on=True))
    assert problem.column == "goes_on"


def count(**values: object) -> dict[str, object]:
    return {"network_id": "ring", "of": "towns", "n_low": 5, "n_high": 5, "list_is": "as found", "source_id": "page",
            "used": True, "roles": "member", **values}  # fmt: skip


def test_actors_in_two_used_counts_are_a_warning() -> None:
    counts = [count(kinds="municipality"), count(of="all", kinds="")]
    (problem,) = problems_with(member_counts=counts)
    assert problem.found == "2 actors in two used counts (all; towns): east, west"


def test_counts_of_different_kinds_do_not_overlap() -> None:
    assert problems_with(member_counts=[count(kinds="municipality"), count(of="groups", kinds="leader-group")]) == []


def test_unused_count_may_be_smaller_than_what_is_known() -> None:
    assert problems_with(member_counts=[count(n_low=1, n_high=1, used=False)]) == []


def test_upper_end_below_the_lower_one_is_an_error() -> None:
    assert {p.column for p in problems_with(member_counts=[count(n_low=5, n_high=3)])} == {"n_high"}


def test_missing_members_of_a_stratum_that_nobody_counted_are_an_error() -> None:
    missing = {"network_id": ["ring"], "of": "town", "n": 1, "source_id": "page"}
    (problem,) = problems_with(member_counts=[count()], members_missing=missing)
    assert (problem.column, problem.hint) == ("of", "did you mean 'towns'?")


def test_claim_about_nothing_known_is_an_error() -> None:
    claims = {"subject": ["rng"], "field": "founded", "value": "2010", "used": True, "source_id": "page"}
    (problem,) = problems_with(claims=claims)
    assert (problem.column, problem.hint) == ("subject", "did you mean 'ring'?")


def test_used_claim_that_the_card_contradicts_is_an_error() -> None:
    claims = {"subject": ["ring"], "field": "founded", "value": "2011", "used": True, "source_id": "page"}
    (problem,) = problems_with(claims=claims)
    assert (problem.found, problem.expected) == ("'2011' as the used value of 'founded'", "'2010', as the card says")


def test_used_claims_on_several_counts_do_not_contradict_each_other() -> None:
    claims = {
        "subject": "ring",
        "field": "member_counts",
        "value": ["32 towns", "5 others"],
        "used": True,
        "source_id": "page",
    }
    assert problems_with(claims=claims) == []


def test_circle_of_networks_is_an_error() -> None:
    networks = {"network_id": ["a", "b"], "group": "finnish", "status": "draft", "parent_network": ["b", "a"]}
    found = problems_with(networks=networks, memberships=FRAMES["memberships"].assign(network_id="a"))
    assert [problem.column for problem in found] == ["parent_network", "parent_network"]


def test_actor_cannot_succeed_itself() -> None:
    rows = {"old": ["west"], "new": "west", "date": "2015", "change": "merged", "source_id": "page"}
    assert {problem.column for problem in problems_with(actor_succession=rows)} == {"new"}


def test_many_wrong_rows_are_counted_not_listed() -> None:
    rows = pd.concat([FRAMES["memberships"]] * (MOST_NAMED // 2 + 2), ignore_index=True)
    rows["actor_id"] = [f"nobody-{k}" for k in range(len(rows))]
    found = problems_with(memberships=rows)
    assert len(found) == MOST_NAMED + 1
    assert found[-1].found == "4 more such rows"
