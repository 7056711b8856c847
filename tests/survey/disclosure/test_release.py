"""The door: what a released table holds and says, and what a session remembers."""

from __future__ import annotations

import numpy as np
import pytest
from released_tables import means, shares

from valuma.survey.disclosure import Few, Release, count_words, release, release_all, shown_count, too_small
from valuma.survey.settings import Privacy

PRIVACY = Privacy()


def test_hidden_rows_say_why_and_the_caption_says_how_many() -> None:
    kinds = ["town"] * 20 + ["agency"] * 20 + ["council"] * 2
    table = release(
        shares({"q": [0] * 10 + [1] * 10 + [0] * 12 + [1] * 8 + [0, 1]}, {"kind": kinds}, by="kind"), PRIVACY
    )
    rows = table.frame.set_index(["group", "value"])
    assert rows.loc["council", "why"].tolist() == ["few persons", "few persons"]
    assert set(rows.loc[~rows["shown"], "why"]) == {"few persons", "secondary"}
    assert "4 numbers are hidden: fewer than 5 respondents or 3 organisations" in table.sentence("en")
    assert "4 lukua on peitetty" in table.note("fi")
    assert "4 tal är dolda" in table.note("sv")


def test_a_table_with_nothing_to_hide_leaves_as_it_is_and_says_nothing() -> None:
    made = shares({"q": [0] * 30 + [1] * 30})
    table = release(made, PRIVACY)
    assert table.frame["shown"].all()
    assert table.note("en") == ""
    assert table.frame["n"].tolist() == made.frame["n"].tolist() == [30, 30]


def test_nobody_and_everybody_are_shown_and_named() -> None:
    table = release(shares({"q": [1] * 12}, n_values=3), PRIVACY)
    assert table.frame["named"].tolist() == ["nobody", "everybody", "nobody"]
    assert table.frame["estimate"].tolist() == [0.0, 1.0, 0.0]


def test_many_respondents_of_two_organisations_are_few() -> None:
    bodies = [0, 1] * 10 + list(range(2, 32))
    table = release(shares({"q": [0] * 20 + [1] * 30}, organisations=bodies), PRIVACY)
    assert table.frame["why"].tolist() == ["few organisations", "secondary"]


def test_the_caption_does_not_tell_the_number_of_respondents_that_is_hidden() -> None:
    made = shares({"q": [0, 1, 1]})
    assert "3" in made.sentence("en")
    assert "3 " not in release(made, PRIVACY).sentences["en"]


def test_what_organisations_would_pay_has_thresholds_that_a_study_cannot_lower() -> None:
    open_to_all = Privacy(organisations=1, persons=1, dominance=1.0)
    groups = {"kind": ["town"] * 2 + ["agency"] * 9 + ["council"] * 9}
    amounts = [100.0, 900.0] + [10.0] * 18
    assert release(means(amounts, groups, by="kind"), open_to_all).frame["shown"].all()
    by_money = release(means(amounts, groups, by="kind", role="willingness-to-pay"), open_to_all).frame
    assert by_money.set_index("group")["why"]["town"] == "few persons"


def test_the_same_table_hides_the_same_cells_whatever_left_before_it() -> None:
    rng = np.random.default_rng(5)
    kinds = rng.choice(["town", "village", "agency", "council"], 70, p=[0.5, 0.3, 0.15, 0.05]).tolist()
    tiers = ["local" if kind in ("town", "village") else "other" for kind in kinds]
    groups, answers = {"kind": kinds, "tier": tiers}, rng.choice(4, 70, p=[0.5, 0.3, 0.15, 0.05]).tolist()
    made = {by: shares({"q": answers}, groups, by=by, background=("kind", "tier")) for by in ("", "tier", "kind")}
    alone = release(made["kind"], PRIVACY).frame["why"].tolist()
    for order in (("tier", "kind"), ("kind", "tier"), ("", "kind", "tier")):
        together = dict(zip(order, release_all([made[by] for by in order], PRIVACY), strict=True))
        assert together["kind"].frame["why"].tolist() == alone


def test_a_crosstab_turned_round_hides_the_same_cells() -> None:
    rng = np.random.default_rng(11)
    first = rng.choice(3, 60, p=[0.5, 0.4, 0.1]).tolist()
    second = rng.choice(4, 60, p=[0.4, 0.3, 0.2, 0.1]).tolist()
    session = Release(PRIVACY)
    across = session.release(shares({"b": second}, {"a": [str(one) for one in first]}, by="a")).frame
    down = session.release(shares({"a": first}, {"b": [str(one) for one in second]}, by="b")).frame
    hidden = {(row.group, row.value) for row in across[~across["shown"]].itertuples()}
    assert hidden
    assert hidden <= {(row.value, row.group) for row in down[~down["shown"]].itertuples()}


def test_a_table_without_its_respondents_is_protected_by_what_it_says_itself() -> None:
    kinds = ["town"] * 20 + ["agency"] * 20 + ["council"] * 20
    answers = [0] * 18 + [1] * 2 + [0] * 9 + [1] * 11 + [0] * 10 + [1] * 10
    with_units, without = (
        release(shares({"q": answers}, {"kind": kinds}, by="kind", units=units), PRIVACY).frame["why"].tolist()
        for units in (True, False)
    )
    assert with_units == without
    assert with_units.count("few persons") == 1


def test_empty_tables_leave_too() -> None:
    made = shares({"q": [None, None]}, n_values=2)
    assert release(made, PRIVACY).frame["shown"].all()


@pytest.mark.parametrize(("n", "words"), [(12, "12"), (3, "fewer than 5"), (0, "0")])
def test_counts_in_captions_are_told_or_said_to_be_few(n: int, words: str) -> None:
    assert count_words(shown_count(n, None, PRIVACY), "en") == words


def test_thresholds_are_the_first_counts_that_are_shown() -> None:
    assert too_small(5, 3, PRIVACY) == ""
    assert too_small(4, 4, PRIVACY) == "few persons"
    assert too_small(5, 2, PRIVACY) == "few organisations"
    assert too_small(5, 5, PRIVACY, largest=0.8) == ""
    assert shown_count(4, 4, PRIVACY) == Few(5)
