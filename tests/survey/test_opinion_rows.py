"""Opinions: one row a respondent and item, gathered by organisation as its sort of answer asks for."""

from __future__ import annotations

import pandas as pd
import pytest
from survey.made_surveys import survey

from valuma.survey import Block, MissingRule, Reason
from valuma.survey.numbers import amounts, ticks
from valuma.survey.opinion_rows import of_organisations, opinions

CARD = {1.0: "nothing", 2.0: "500 €", 3.0: "2 000 €", 9.0: "cannot say"}
LINKS = pd.Series({"Saarela": "saarela", "Korpi": "korpi"})


def asked():
    missing = (MissingRule(9.0, 9.0, "cannot say", Reason.CANNOT_SAY),)
    pay = {
        "role": "willingness-to-pay",
        "about": {"fee_rule": "flat", "unit": "EUR"},
        "amounts": {1.0: 0.0, 2.0: 500.0, 3.0: 2000.0},
        "labels": CARD,
        "missing": missing,
    }
    return survey(
        {
            "org": ["Saarela", "Saarela", "Saarela", "Korpi"],
            "kind": [1.0, 1.0, 1.0, None],
            "pay": [3.0, 1.0, 2.0, None],
            "o1": ["Y", None, None, None],
            "o2": [None, "Y", None, None],
            "why": ["words", "of", "a", "person"],
        },
        labels={"kind": {1.0: "a town"}, "pay": {code: label for code, label in CARD.items() if code != 9.0}},
        reasons={
            "pay": [None, None, None, "9: cannot say"],
            "o1": [None, None, None, "not-answered"],
            "o2": [None, None, None, "not-answered"],
        },
        variables={
            "org": {"role": "organisation"},
            "kind": {"role": "kind", "words": {1.0: "municipality"}},
            "pay": pay,
            "o1": {"role": "obstacle", "about": {"item": "time"}},
            "o2": {"role": "obstacle", "about": {"item": "money"}},
            "why": {"role": "open-text"},
        },
        blocks=[Block("o", "multiple-dichotomies", "Obstacles", ("o1", "o2"), "Y")],
        id="ferry-survey",
    )


def test_each_answer_to_an_item_with_a_role_is_a_row_and_texts_are_none() -> None:
    frame = opinions(asked(), links=LINKS)
    assert frame.groupby("topic").size().to_dict() == {"obstacle": 8, "willingness-to-pay": 4}
    first = frame[(frame["variable"] == "pay") & (frame["respondent"] == 1)].iloc[0]
    assert (first["organisation"], first["kind"], first["item"]) == ("saarela", "municipality", "pay")
    assert (first["code"], first["value"], first["fee_rule"], first["unit"]) == (3.0, 2000.0, "flat", "EUR")


def test_cannot_say_is_a_reason_and_no_amount() -> None:
    frame = opinions(asked(), links=LINKS)
    last = frame[(frame["variable"] == "pay") & (frame["respondent"] == 4)].iloc[0]
    assert pd.isna(last["value"])
    assert last["reason"] == "cannot-say"


def test_a_blank_option_was_not_ticked_where_another_was_and_unknown_where_none_was() -> None:
    values = ticks(asked(), "o1")
    assert values.iloc[:2].tolist() == [1.0, 0.0]
    assert values.iloc[2:].isna().all()


def test_an_option_that_was_not_shown_is_unknown() -> None:
    made = asked()
    reasons = made.reasons.copy()
    reasons.loc[2, "o1"] = "not-shown"
    assert pd.isna(ticks(made.changed(reasons=reasons), "o1").loc[2])


def test_amounts_are_those_of_the_codebook() -> None:
    assert amounts(asked(), "pay").iloc[:3].tolist() == [2000.0, 0.0, 500.0]


def test_an_organisation_has_the_median_of_money_and_any_of_ticks() -> None:
    found = of_organisations(opinions(asked(), links=LINKS)).set_index(["organisation", "variable"])
    pay = found.loc[("saarela", "pay")]
    # 0, 500 and 2 000 €: the mean would be 833.
    assert (pay["value"], pay["low"], pay["high"], pay["n_answers"], pay["how"]) == (500.0, 0.0, 2000.0, 3, "median")
    time = found.loc[("saarela", "o1")]
    assert (time["value"], time["n_answers"], time["how"]) == (1.0, 2, "any")
    assert ("korpi", "pay") not in found.index


def test_a_scale_is_averaged_with_its_range() -> None:
    told = pd.DataFrame(
        {
            "organisation": ["a", "a", None],
            "topic": "interest",
            "item": "water",
            "variable": "q",
            "value": [4.0, 1.0, 3.0],
        }
    )
    (row,) = of_organisations(told).to_dict("records")
    assert (row["value"], row["low"], row["high"], row["n_answers"], row["how"]) == (2.5, 1.0, 4.0, 2, "mean")


def test_what_a_respondent_was_not_asked_comes_from_the_invitation() -> None:
    made = survey(
        {"token": ["k1", "k2"], "q": [1.0, 2.0]},
        variables={"token": {"role": "respondent"}, "q": {"role": "grade"}},
        id="ferry-survey",
        sample="invited",
        respondent="token",
    ).changed(
        invited=pd.DataFrame({"token": ["k2", "k1"], "kind": ["ministry", "municipality"], "tier": [None, "local"]})
    )
    frame = opinions(made)
    assert frame["kind"].tolist() == ["municipality", "ministry"]
    assert frame["tier"].fillna("").tolist() == ["local", ""]


@pytest.mark.parametrize(("sample", "weights"), [("invited", [2.0, 0.5]), ("open-link", ["", ""])])
def test_an_open_link_has_no_weights(sample: str, weights: list[object]) -> None:
    made = survey(
        {"w": [2.0, 0.5], "q": [1.0, 2.0]},
        variables={"q": {"role": "grade"}},
        id="ferry-survey",
        sample=sample,
        weight="w",
    )
    assert opinions(made)["weight"].astype(object).fillna("").tolist() == weights


def test_a_survey_without_answers_has_no_opinions_but_their_columns() -> None:
    made = asked()
    empty = opinions(made.changed(answers=made.answers.iloc[:0], reasons=made.reasons.iloc[:0]))
    assert len(empty) == 0
    assert "fee_rule" in empty
