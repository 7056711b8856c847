"""A reader with everything that was released never gets a hidden count closer than promised."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from released_tables import Reader, means, shares

from valuma.survey.disclosure import Release, Released
from valuma.survey.settings import Privacy

PRIVACY = Privacy()
#: Kinds lie within tiers, so that tables by kind and by tier differ by whole groups.
TIER_OF = {"town": "local", "village": "local", "council": "regional", "agency": "national", "ministry": "national"}
N_VALUES = 4


@st.composite
def respondents(draw):
    """Kind, another grouping and answer of each respondent, some answers rare; several of one organisation."""
    n = draw(st.integers(12, 90))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    kinds = rng.choice(list(TIER_OF), n, p=rng.dirichlet(np.full(5, 1.5)))
    answers = rng.choice(N_VALUES, n, p=rng.dirichlet(np.full(N_VALUES, 0.9)))
    groups = {
        "tier": [TIER_OF[kind] for kind in kinds],
        "kind": kinds.tolist(),
        "size": rng.choice(["small", "large"], n, p=[0.2, 0.8]).tolist(),
        "asked": [kind if kind == "town" and k % 9 else "rest" for k, kind in enumerate(kinds)],
    }
    return groups, answers.tolist(), rng.integers(0, n, n).tolist()


def widths_hold(reader: Reader, table: Released, answers: list[int]) -> None:
    for record in table.frame[~table.frame["shown"]].to_dict("records"):
        row = reader.weights(table.by, record["group"], int(record["value"]))
        not_small = record["why"] == "secondary" and reader.truth(answers, row) >= PRIVACY.persons
        if reader.shown_to_be_empty(row) or not_small:
            continue  # what is not small may stand in another table as it is
        low, high = reader.bounds(row)
        assert high - low >= PRIVACY.persons - 1e-6, (table.by, record["group"], record["value"], low, high)


@settings(max_examples=5)
@given(respondents())
def test_every_hidden_count_stays_open_to_the_threshold_in_tables_that_leave_together(made) -> None:
    groups, answers, organisations = made
    session = Release(PRIVACY)
    tables = [
        session.release(
            shares({"q": answers}, groups, by=by, organisations=organisations, background=("tier", "kind"), n_values=4)
        )
        for by in ("", "tier", "kind", "size", "asked")
    ]
    reader = Reader(answers, groups, tables, N_VALUES)
    for table in tables:
        widths_hold(reader, table, answers)


@pytest.mark.slow
@settings(max_examples=100)
@given(respondents())
def test_the_same_holds_over_many_more_tables(made) -> None:
    groups, answers, organisations = made
    session = Release(PRIVACY)
    tables = [
        session.release(
            shares({"q": answers}, groups, by=by, organisations=organisations, background=("tier", "kind"), n_values=4)
        )
        for by in ("size", "kind", "", "asked", "tier")
    ]
    reader = Reader(answers, groups, tables, N_VALUES)
    for table in tables:
        widths_hold(reader, table, answers)


@settings(max_examples=4)
@given(respondents())
def test_tables_of_separate_sessions_by_kind_and_tier_give_no_more_away(made) -> None:
    groups, answers, organisations = made
    tables = [
        Release(PRIVACY).release(
            shares({"q": answers}, groups, by=by, organisations=organisations, background=("tier", "kind"), n_values=4)
        )
        for by in ("kind", "", "tier")
    ]
    reader = Reader(answers, groups, tables, N_VALUES)
    for table in tables:
        widths_hold(reader, table, answers)


@settings(max_examples=15)
@given(respondents())
def test_no_small_count_is_shown_and_hidden_rows_hold_no_number(made) -> None:
    groups, answers, organisations = made
    frame = Release(PRIVACY).release(shares({"q": answers}, groups, by="kind", organisations=organisations)).frame
    shown, hidden = frame[frame["shown"]], frame[~frame["shown"]]
    assert not shown["n"].between(1, PRIVACY.persons - 1).any()
    assert not shown.loc[shown["n"] > 0, "organisations"].lt(PRIVACY.organisations).any()
    numbers = ["n", "organisations", "base", "base_organisations", "estimate", "se", "low", "high"]
    assert hidden[numbers].isna().all(axis=None)
    assert "largest" not in frame


@settings(max_examples=6)
@given(respondents())
def test_the_difference_of_two_nested_groups_is_not_told_where_it_is_small(made) -> None:
    groups, answers, organisations = made
    session = Release(PRIVACY)
    tables = [
        session.release(shares({"q": answers}, groups, by=by, organisations=organisations, n_values=4))
        for by in ("kind", "asked")
    ]
    reader = Reader(answers, groups, tables, N_VALUES)
    for value in range(N_VALUES):
        # Towns of which all but every ninth are in the group "town" of the second table.
        row = reader.weights("kind", "town", value, without=("asked", "town"))
        small = 0 < reader.truth(answers, row) < PRIVACY.persons
        if small and "town" in groups["asked"]:
            low, high = reader.bounds(row)
            assert high - low >= PRIVACY.persons - 1e-6


def test_two_nested_means_do_not_give_a_persons_amount_away() -> None:
    # Eleven bodies, of which ten "asked": 11 × mean − 10 × mean would be what the eleventh pays.
    amounts = [10.0] * 10 + [500.0] + [20.0] * 8
    groups = {"kind": ["town"] * 11 + ["agency"] * 8, "asked": ["yes"] * 10 + ["no"] * 9}
    session = Release(Privacy(dominance=1.0))
    first = session.release(means(amounts, groups, by="kind"))
    second = session.release(means(amounts, groups, by="asked"))
    assert first.frame["shown"].all()
    assert second.frame["why"].tolist() == ["secondary", "secondary"]
    assert second.frame["estimate"].isna().all()


def test_the_mean_of_the_group_left_over_is_hidden_with_that_of_a_small_one() -> None:
    # Mean of all × 40 less the means of b and c would be the sum of the two bodies of a.
    amounts = [9.0, 7.0] + [1.0] * 10 + [2.0] * 28
    groups = {"kind": ["a"] * 2 + ["b"] * 10 + ["c"] * 28}
    frame = Release(PRIVACY).release(means(amounts, groups, by="kind")).frame
    assert frame["why"].tolist() == ["few persons", "secondary", ""]


def test_one_organisation_that_makes_most_of_a_sum_hides_it() -> None:
    frame = Release(PRIVACY).release(means([900.0, *[10.0] * 9])).frame  # 900 of 990
    assert frame["why"].tolist() == ["dominance"]


def test_steps_of_a_payment_card_do_not_tell_who_stops_at_a_step() -> None:
    # 20 would pay at least 100, 18 at least 200: two bodies would pay 100 and not 200.
    reached = [2] * 18 + [1] * 2 + [0] * 30
    steps = {f"pays {amount}": [int(one >= k) for one in reached] for k, amount in ((1, 100), (2, 200))}
    frame = Release(PRIVACY).release(shares(steps, n_values=2)).frame
    told = frame[frame["shown"]].set_index(["item", "value"])["n"].to_dict()
    assert not {("pays 100", "1"), ("pays 200", "1")} <= told.keys()
    assert not {("pays 100", "0"), ("pays 200", "0")} <= told.keys()


def test_options_of_a_multiple_response_are_hidden_where_few_did_not_tick_them() -> None:
    ticks = {"forum a": [1] * 38 + [0] * 2, "forum b": [1] * 20 + [0] * 20}
    frame = Release(PRIVACY).release(shares(ticks, n_values=2)).frame
    by_row = frame.set_index(["item", "value"])["why"].to_dict()
    assert by_row["forum a", "1"] == "secondary"
    assert by_row["forum a", "0"] == "few persons"
    assert by_row["forum b", "1"] == by_row["forum b", "0"] == ""
