"""Strata of member lists and what is missing from them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from metrics.small import counts_table, graph_of, stated

import valuma as va
from valuma.metrics.strata import Completeness, ListState, list_state, read_strata
from valuma.schema.problems import ValumaError

TOWNS = {name: {"kind": "municipality"} for name in "abcde"} | {name: {"kind": "ministry"} for name in "mn"}


def strata(*rows: dict[str, Any], lists: dict[str, str] | None = None, **more: Any) -> Any:
    return read_strata(graph_of(lists or {"x": "abcm"}, TOWNS, member_counts=counts_table(*rows), **more))


def covering(word: str | None) -> pd.DataFrame:
    return pd.DataFrame({"network_id": ["x"], "counts_cover": [word]})


def test_known_members_of_a_stratum_are_those_of_its_kinds_and_roles() -> None:
    (towns,) = strata(stated("x", 5, 5, kinds=("municipality",)))["x"]
    assert (towns.known, towns.seats, towns.complete) == (3, (2, 2), False)


def test_only_counts_marked_as_used_are_used() -> None:
    assert strata(stated("x", 5, 5, used=False)) == {}
    assert strata(stated("x", 5, 5, used=None)) == {}


def test_a_count_of_things_that_no_counted_row_holds_is_not_a_stratum() -> None:
    assert strata(stated("x", 213, 213, roles=()), stated("x", 11, 11, of="payers", roles=("funder",))) == {}


def test_a_graph_without_counts_has_no_strata() -> None:
    assert read_strata(graph_of({"x": "ab"}, TOWNS)) == {}


def test_a_range_leaves_a_range_of_seats_and_an_open_end_the_least() -> None:
    (ranged,) = strata(stated("x", 4, 6, kinds=("municipality",)), networks=covering("whole"))["x"]
    assert ranged.seats == (1, 3)
    (open_,) = strata(stated("x", 5, None, kinds=("municipality",)), networks=covering("whole"))["x"]
    assert (open_.seats, open_.unbounded) == ((2, 2), False)
    (beyond,) = strata(stated("x", 2, None, kinds=("municipality",)))["x"]
    assert (beyond.seats, beyond.unbounded) == ((0, 0), True)


def test_a_list_declared_complete_lacks_nobody_even_if_fewer_are_known_than_stated() -> None:
    (stratum,) = strata(stated("x", 5, 5, list_is="complete"))["x"]
    assert (stratum.complete, stratum.seats) == (True, (0, 0))


def test_a_wider_stratum_holds_what_the_narrower_ones_leave() -> None:
    # 7 members, 5 of them municipalities: 2 others, of which the ministry is known.
    everybody, towns = stated("x", 7, 7, of="all"), stated("x", 5, 5, of="towns", kinds=("municipality",))
    found = {s.of: s for s in strata(everybody, towns)["x"]}
    assert found["towns"].seats == (2, 2)
    assert (found["all"].known, found["all"].seats) == (1, (1, 1))
    assert found["all"].without == {"municipality"}


def test_a_member_in_two_strata_counts_once() -> None:
    both = (
        stated("x", 4, 4, of="towns", kinds=("municipality",)),
        stated("x", 4, 4, of="again", kinds=("municipality",)),
    )
    found = strata(*both)["x"]
    assert sum(s.known for s in found) == 3
    assert sum(s.seats[1] for s in found) == 1


def test_members_missing_belong_to_their_stratum() -> None:
    row = {"network_id": "x", "of": "members", "area_kind": "region", "area": "02", "kind": None, "n": 2}
    (stratum,) = strata(stated("x", 9, 9), members_missing=pd.DataFrame([row]))["x"]
    assert [(part.n, part.area_kind, part.area, part.kind) for part in stratum.missing] == [(2, "region", "02", None)]


def test_kinds_without_a_column_of_kinds_are_an_error() -> None:
    table = counts_table(stated("x", 5, 5, kinds=("municipality",)))
    with pytest.raises(ValumaError, match="no column 'kind'"):
        read_strata(
            graph_of({"x": "ab"}, {"a": {"side": "municipal"}, "b": {"side": "municipal"}}, member_counts=table)
        )


@pytest.mark.parametrize(
    ("low", "high", "list_is", "share", "size"),
    [
        (8, 8, "as found", 4 / 8, "stated"),
        (6, 8, "as found", 4 / 8, "range"),
        (8, None, "as found", 4 / 8, "at least"),
        (2, None, "as found", None, "at least"),
        (4, 4, "as found", 1.0, "stated"),
        (5, 5, "complete", 1.0, "stated"),
    ],
)
def test_completeness_is_known_over_known_and_missing(
    low: int, high: int | None, list_is: str, share: float | None, size: str
) -> None:
    part = Completeness.of(strata(stated("x", low, high, list_is=list_is))["x"])
    assert part.share == pytest.approx(share) if share is not None else part.share is None
    assert (part.known, part.stated_low, part.stated_high, str(part.size_is)) == (4, low, high, size)


def test_counts_of_a_part_state_no_size_and_keep_what_they_say_of_the_part() -> None:
    # All three towns are known; the network also has a ministry, and who else is in it nobody says.
    part = Completeness.of(strata(stated("x", 3, 3, kinds=("municipality",)), networks=covering("part"))["x"])
    assert (part.known, part.stated_low, part.stated_high) == (3, 3, 3)
    assert (part.share, str(part.size_is)) == (None, "not stated")
    assert list_state(part, 0.9) == ListState.NOT_STATED


@pytest.mark.parametrize(
    ("cover", "members", "state"),
    [
        (None, "abc", ListState.NEARLY_WHOLE),  # every known member is a town
        (None, "abcm", ListState.NOT_STATED),  # a ministry stands outside the only stratum
        ("whole", "abcm", ListState.NEARLY_WHOLE),  # somebody says that the count covers the list
        ("part", "abc", ListState.NOT_STATED),
    ],
)
def test_without_a_word_counts_cover_the_list_only_if_every_member_lies_in_them(
    cover: str | None, members: str, state: ListState
) -> None:
    rows, networks = stated("x", 3, 3, kinds=("municipality",)), covering(cover)
    part = Completeness.of(strata(rows, lists={"x": members}, networks=networks)["x"])
    assert list_state(part, 0.9) == state


def test_seats_of_a_coordinator_are_not_part_of_the_member_list() -> None:
    rows = pd.DataFrame(
        [("a", "member"), ("b", "member"), ("m", "coordinator"), ("n", "steering")], columns=["actor_id", "role"]
    )
    table = pd.DataFrame.from_dict(TOWNS, orient="index").rename_axis("actor_id").reset_index()
    graph = va.ActorNetworkThemeGraph.from_memberships(
        rows.assign(network_id="x"),
        actors=table,
        networks=pd.DataFrame({"network_id": ["x"]}),
        member_counts=counts_table(stated("x", 2, 2, kinds=("municipality",))),
    )
    assert not any(stratum.of_part for stratum in read_strata(graph)["x"])


@pytest.mark.parametrize(
    ("high", "state"),
    [(4, ListState.NEARLY_WHOLE), (5, ListState.IN_PART), (None, ListState.NOT_STATED)],
)
def test_threshold_parts_nearly_whole_from_in_part(high: int | None, state: ListState) -> None:
    # Four are known: of four, of five (80 %), of "more than four".
    assert list_state(Completeness.of(strata(stated("x", 4, high))["x"]), 0.9) == state
    if high == 5:
        assert list_state(Completeness.of(strata(stated("x", 4, high))["x"]), 0.8) == ListState.NEARLY_WHOLE


def test_one_stratum_known_beyond_its_number_does_not_make_up_for_another() -> None:
    rows = (
        stated("x", 2, 2, of="towns", kinds=("municipality",)),
        stated("x", 4, 4, of="ministries", kinds=("ministry",)),
    )
    part = Completeness.of(strata(*rows)["x"])
    # Three of two towns known, one of four ministries: 4 known, 3 missing.
    assert part.share == pytest.approx(4 / 7)


def test_a_network_without_a_stated_size_has_no_completeness() -> None:
    part = Completeness.of(())
    assert (part.share, part.known, str(part.size_is), part.list_is) == (None, None, "not stated", "")
