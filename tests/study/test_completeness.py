"""Known against stated members, stratum by stratum."""

from __future__ import annotations

import pandas as pd
import pytest

from valuma.study.completeness import Strata
from valuma.study.member_lists import member_lists
from valuma.study.study import Study


def study_with(counts: list[dict[str, object]]) -> Study:
    """Return a study of one network: two towns (one in two roles), a ministry that funds, and stated sizes."""
    kinds = {"west": "municipality", "east": "municipality", "office": "ministry"}
    rows = [("west", "member"), ("west", "coordinator"), ("east", "member"), ("office", "funder")]
    default = {"network_id": "ring", "of": "towns", "list_is": "as found", "source_id": "page", "used": True}
    return Study.from_frames(
        sources=pd.DataFrame({"source_id": ["page"], "title": ["Page"], "publisher": ["Ring"]}),
        actors=pd.DataFrame(
            {"actor_id": list(kinds), "name": "x", "kind": kinds.values(), "side": "municipal", "level": "local"}
        ),
        networks=pd.DataFrame({"network_id": ["ring"], "group": ["finnish"], "status": ["draft"]}),
        memberships=pd.DataFrame(rows, columns=["actor_id", "role"]).assign(network_id="ring", source_id="page"),
        member_counts=pd.DataFrame([{**default, **count} for count in counts]) if counts else pd.DataFrame(
            columns=["network_id", "of", "n_low", "list_is", "source_id"]
        ),
    )  # fmt: skip


def row(**count: object) -> pd.Series:
    return (
        study_with([{"n_low": 4, "n_high": 4, "kinds": "municipality", "roles": "member", **count}])
        .completeness()
        .iloc[0]
    )


def test_actor_in_two_roles_is_known_once() -> None:
    found = row(roles="member;coordinator")
    assert (found["known"], found["share_low"], found["share_high"], found["state"]) == (2, 0.5, 0.5, "measured")


def test_kinds_and_roles_bound_the_stratum() -> None:
    strata = Strata(study_with([]).tables)
    assert strata.members("ring", (), ("member", "funder")) == ["east", "office", "west"]
    assert strata.members("ring", ("ministry",), ("member", "funder")) == ["office"]
    assert strata.members("ring", ("ministry",), ("member",)) == []
    assert strata.members("nowhere", (), ("member",)) == []


def test_range_of_stated_members_gives_a_range_of_shares() -> None:
    found = row(n_low=4, n_high=8)
    assert (found["share_low"], found["share_high"]) == (0.25, 0.5)


def test_open_end_leaves_the_lower_share_out_and_says_so() -> None:
    found = row(n_high=None)
    assert pd.isna(found["share_low"])
    assert found["share_high"] == 0.5
    assert found["state"] == "more than stated"


def test_count_that_no_rows_hold_has_no_known_members() -> None:
    found = row(roles="")
    assert pd.isna(found["known"])
    assert found["state"] == "no member rows hold this"


def test_more_known_than_the_lower_end_is_a_whole_list_not_more() -> None:
    found = row(n_low=1, n_high=2)
    assert (found["share_low"], found["share_high"]) == (1.0, 1.0)


def test_network_without_a_stated_size_is_listed_with_the_roles_that_count() -> None:
    table = study_with([]).completeness()
    assert table[["network_id", "known", "state"]].to_numpy().tolist() == [["ring", 2, "no stated size"]]


@pytest.mark.parametrize("used", [True, False])
def test_unused_counts_stay_in_the_table(used: bool) -> None:
    assert bool(row(used=used)["used"]) is used


def test_member_lists_tell_one_state_for_each_network() -> None:
    known = study_with([{"n_low": 2, "n_high": 2, "kinds": "municipality", "roles": "member"}])
    assert member_lists(known).loc["ring", ["known", "stated_low", "state"]].tolist() == [2, 2, "known nearly whole"]
    half = study_with([{"n_low": 4, "n_high": 4, "kinds": "municipality", "roles": "member"}])
    assert member_lists(half).loc["ring", ["share", "state"]].tolist() == [0.5, "known in part"]
    assert member_lists(study_with([])).loc["ring", "state"] == "size not stated"
