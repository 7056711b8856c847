"""What figures and results show of a survey, against numbers counted by hand in the data above each test."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from respondents import respondents
from survey.made_surveys import survey

from valuma.schema.problems import ValumaError
from valuma.survey import Block, MissingRule, Privacy, Reason, Survey
from valuma.survey.summaries import answered, graded, interest, ranked, willingness
from valuma.survey.summaries.about import About
from valuma.survey.summaries.groups import groups
from valuma.survey.summaries.interest import CANNOT_SAY, MEAN, SPREAD
from valuma.survey.summaries.willingness import without_all_or_none

OPEN = Privacy(organisations=1, persons=1)
TIERS = {"labels": {1.0: "local", 2.0: "regional"}, "role": "tier", "words": {1.0: "local", 2.0: "regional"}}
UNSURE = (MissingRule(9.0, 9.0, "cannot say", Reason.CANNOT_SAY),)
SCALE = {0.0: "no", 1.0: "little", 2.0: "much", 9.0: "cannot say"}
CARD = {1.0: "0", 2.0: "100", 3.0: "500", 9.0: "cannot say"}
N = float("nan")


def made(times: int = 1, **settings: object) -> Survey:
    """Ten respondents, each so many times: one could not say and one did not answer about interest and fee."""
    columns = {
        "tier": [1, 1, 1, 1, 1, 1, 2, 2, 2, 2],
        "water": [0, 1, 2, 2, 2, 1, 2, 0, N, N],
        "o_time": [1, 1, 1, 0, 0, 1, 0, 0, 0, N],
        "o_money": [0, 0, 0, 1, 0, 0, 0, 0, 1, N],
        "pay": [1, 2, 3, 3, 2, 1, 3, 2, N, N],
        "w": [2.0] * 6 + [1.0] * 4,
    }
    unsure = ([None] * 8 + ["9: cannot say", None]) * times
    return survey(
        {name: cells * times for name, cells in columns.items()},
        labels={
            "tier": TIERS["labels"],
            "water": SCALE,
            "o_time": {0: "no", 1: "yes"},
            "o_money": {0: "no", 1: "yes"},
            "pay": CARD,
        },
        reasons={"water": unsure, "pay": unsure},
        blocks=[Block("obstacles", "multiple-dichotomies", "What stands in the way?", ("o_time", "o_money"), 1.0)],
        variables={
            "tier": {"role": "tier", "words": TIERS["words"]},
            "water": {"role": "interest", "about": {"theme": "water"}, "missing": UNSURE},
            "o_time": {"role": "obstacle", "about": {"item": "time"}},
            "o_money": {"role": "obstacle", "about": {"item": "money"}},
            "pay": {
                "role": "willingness-to-pay",
                "about": {"fee_rule": "flat"},
                "missing": UNSURE,
                "amounts": {1.0: 0.0, 2.0: 100.0, 3.0: 500.0},
            },
        },
        **{"sample": "invited", "weight": "w", "privacy": OPEN, **settings},
    )


def rows(frame: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def test_interest_is_the_weighted_mean_of_those_who_gave_an_answer() -> None:
    frame = interest(made(10)).frame
    everybody = rows(frame, part=MEAN, group="").iloc[0]
    assert everybody["base"] == 80
    # Six local answers count twice: 2·(0+1+2+2+2+1) + 2 + 0 = 18 over 14.
    assert everybody["estimate"] == pytest.approx(18 / 14)
    assert rows(frame, part=MEAN, group="local").iloc[0]["estimate"] == pytest.approx(8 / 6)
    assert rows(frame, part=MEAN, group="regional").iloc[0]["estimate"] == pytest.approx(1.0)


def test_cannot_say_is_a_share_of_its_own_and_in_no_mean() -> None:
    frame = interest(made()).frame
    said = rows(frame, part=CANNOT_SAY).iloc[0]
    assert (said["n"], said["base"]) == (1, 9)
    assert said["estimate"] == pytest.approx(1 / 15)
    spread = rows(frame, part=SPREAD)
    assert spread["estimate"].sum() == pytest.approx(1.0)
    assert list(spread["value"]) == [0.0, 1.0, 2.0]


def test_willingness_is_a_share_of_all_who_answered_those_who_cannot_say_with_them() -> None:
    frame = willingness(made(10, weight="")).frame
    everybody = rows(frame, group="")
    assert dict(zip(everybody["amount"].fillna(-1), everybody["n"], strict=True)) == {-1: 10, 100: 60, 500: 30}
    assert set(everybody["base"]) == {90}
    assert rows(everybody, amount=500.0).iloc[0]["estimate"] == pytest.approx(3 / 9)
    unsure = rows(everybody, part=CANNOT_SAY).iloc[0]
    assert unsure["estimate"] == pytest.approx(1 / 9)


def test_a_higher_amount_never_has_more_who_would_pay_it() -> None:
    frame = willingness(respondents(200), by="tier").frame
    for _, curve in rows(frame, part="at-least").groupby(["item", "group"]):
        shown = curve.sort_values("amount")["estimate"].dropna()
        assert shown.is_monotonic_decreasing


@pytest.mark.parametrize("by", ["organisation", "org", "token", "respondent"])
def test_willingness_is_never_by_named_body(by: str) -> None:
    with pytest.raises(ValumaError, match="never shown by named body"):
        willingness(respondents(40), by=by)


def test_amounts_that_are_not_on_the_card_are_refused_with_those_that_are() -> None:
    with pytest.raises(ValumaError, match="there are 100, 500"):
        willingness(made(), steps=(50.0,))


def test_what_is_named_most_stands_first_and_blanks_are_no_answers() -> None:
    frame = ranked(made(weight=""), roles=("obstacle",)).frame
    everybody = rows(frame, group="")
    assert list(everybody["item"]) == ["o_time", "o_money"]
    assert list(everybody["n"]) == [4, 2]
    assert set(everybody["base"]) == {9}
    assert rows(frame, item="o_time", group="local").iloc[0]["estimate"] == pytest.approx(4 / 6)


def test_a_role_that_was_not_asked_and_one_that_cannot_be_ranked_are_named() -> None:
    with pytest.raises(ValumaError, match="no question with the role 'motive'"):
        ranked(made(), roles=("motive",))
    with pytest.raises(ValumaError, match="did you mean 'obstacle'"):
        ranked(made(), roles=("obstacles",))
    with pytest.raises(ValumaError, match="no numbers with the role 'grade'"):
        graded(made(), "grade")


def test_of_an_open_link_there_is_no_interval_no_weight_and_no_rate() -> None:
    summary = interest(made(sample="open-link"))
    assert summary.frame[["low", "high"]].isna().all().all()
    assert not summary.about.weighted
    assert summary.about.rate is None
    everybody = rows(summary.frame, part=MEAN, group="").iloc[0]
    assert everybody["estimate"] == pytest.approx(10 / 8)


def test_a_share_of_nobody_or_everybody_of_a_group_is_hidden_without_saying_so() -> None:
    told = {"n": [0, 9, 4], "base": 9, "organisations": 5, "estimate": [0.0, 1.0, 0.4], "low": 0.0, "high": 1.0}
    frame = without_all_or_none(pd.DataFrame({**told, "shown": True, "why": ""}))
    assert list(frame["shown"]) == [False, False, True]
    assert list(frame["why"]) == ["few persons", "few persons", ""]
    assert frame.loc[:1, ["n", "base", "organisations", "estimate", "low", "high"]].isna().all().all()


def test_rates_are_by_the_list_and_answers_by_what_respondents_say() -> None:
    people = respondents(60, invited=100)
    lists = people.invited
    assert lists is not None
    moved = people.changed(invited=lists.assign(tier="national"))
    assert set(rows(answered(moved, by=("tier",)).frame, by="tier")["group"]) == {"national"}
    assert groups(moved, "tier").order != ("national",)
    assert About.of(moved).listed


def test_numbers_below_the_threshold_are_nowhere_in_a_summary() -> None:
    strict = made(privacy=Privacy(persons=50))
    for summary in (interest(strict), ranked(strict), willingness(strict)):
        assert summary.hidden
        assert not summary.frame["shown"].any()
        assert summary.frame[["n", "base", "estimate", "low", "high"]].isna().all().all()


def test_no_group_below_five_persons_or_three_organisations_has_a_number() -> None:
    people = respondents(160, organisations=40)
    who = people.answers.groupby("kind", observed=True)["org"].nunique()
    few = set(who[who < 3].index) | set(people.answers["kind"].value_counts().loc[lambda n: n < 5].index)
    frame = ranked(people, by="kind").frame
    assert few
    assert frame[frame["group"].isin(few)]["estimate"].isna().all()


def test_the_list_of_those_invited_makes_rates_and_groups_without_answers_count() -> None:
    people = respondents(60, invited=None)
    tokens = list(people.answers["token"])
    invited = pd.DataFrame(
        {"token": [*tokens, "x1", "x2"], "tier": [*people.answers["tier"].astype(str), "other", "other"]}
    )
    settings = replace(people.settings, sample="invited", privacy=OPEN)
    frame = answered(people.changed(invited=invited, settings=settings), by=("tier",)).frame
    everybody = rows(frame, by="").iloc[0]
    assert (everybody["invited"], everybody["answered"]) == (62, 60)
    other = rows(frame, group="other").iloc[0]
    assert (other["invited"], other["answered"], other["rate"]) == (2, 0, 0.0)


def test_how_many_of_a_small_group_answered_is_not_told() -> None:
    people = respondents(60)
    frame = answered(people, by=("kind",)).frame
    sizes = people.answers["kind"].value_counts()
    small = [kind for kind in sizes.index if 0 < sizes[kind] < 5]
    assert small
    told = frame[frame["group"].isin(small)]
    assert told[["answered", "rate", "weight"]].isna().all().all()
    assert (told["invited"] > 0).all()


def test_a_summary_is_made_once_a_survey() -> None:
    people = respondents(40)
    assert interest(people) is interest(people)
    assert ranked(people, roles=["obstacle"]) is ranked(people, roles=("obstacle",))
    assert interest(people) is not interest(respondents(40))


def test_a_survey_without_answers_says_so() -> None:
    empty = respondents(40)
    empty = empty.changed(answers=empty.answers.iloc[:0], reasons=empty.reasons.iloc[:0])
    with pytest.raises(ValumaError, match="no answers yet"):
        interest(empty)
