"""Response: rates of those who were asked, and no rate where nobody knows who was."""

from __future__ import annotations

import pandas as pd
import pytest
from survey.made_surveys import survey

from valuma.schema.problems import ValumaError
from valuma.survey import Survey
from valuma.survey.response_rates import NO_ANSWERS, NO_LIST, NOT_A_SAMPLE, check_tokens, response, shared_invitations

INVITED = pd.DataFrame(
    {
        "token": ["k1", "k2", "k3", "k4", "k5"],
        "kind": ["municipality", "municipality", "municipality", "ministry", None],
        "stratum": ["large", "small", "small", "large", "large"],
    }
)


def answered(tokens: list[str | None], *, sample: str = "invited", invited: pd.DataFrame | None = INVITED) -> Survey:
    return survey(
        {"token": tokens, "q": [1.0] * len(tokens)},
        variables={"token": {"role": "respondent", "kind": "text"}},
        id="ferry-survey",
        sample=sample,
        respondent="token",
    ).changed(invited=invited)


def rows(frame: pd.DataFrame) -> list[list[object]]:
    return frame.astype(object).where(frame.notna(), None).values.tolist()


def test_rates_are_by_hand() -> None:
    made = answered(["k1", "k3", "k4"])
    assert rows(response(made)) == [["", 5, 3, 0.6, ""]]
    by_kind = rows(response(made, by="kind"))
    assert by_kind == [["ministry", 1, 1, 1.0, ""], ["municipality", 3, 2, 2 / 3, ""], [None, 1, 0, 0.0, ""]]
    assert rows(response(made, by="stratum")) == [["large", 3, 2, 2 / 3, ""], ["small", 2, 1, 0.5, ""]]


def test_a_token_used_twice_or_sent_to_nobody_answers_one_invitation_at_most() -> None:
    made = answered(["k1", "k1", "k9", None])
    assert rows(response(made)) == [["", 5, 1, 0.2, ""]]
    said = [remark.what for remark in check_tokens(made)]
    assert said == [
        "1 answers without a token",
        "2 answers share their token with another (respondents 1, 2)",
        "1 answers have a token that was sent to nobody (respondents 3)",
    ]


def test_an_open_link_is_not_a_sample() -> None:
    made = answered(["k1", "k3"], sample="open-link")
    assert rows(response(made)) == [["", None, 2, None, NOT_A_SAMPLE]]
    assert set(response(made, by="kind")["why"]) == {NOT_A_SAMPLE}


def test_without_a_list_there_is_no_rate_and_it_is_said() -> None:
    assert rows(response(answered(["k1"], invited=None))) == [["", None, 1, None, NO_LIST]]


def test_a_census_knows_its_size_from_the_codebook() -> None:
    made = survey(
        {"size": [1.0, 1.0, 2.0]},
        labels={"size": {1.0: "large", 2.0: "small"}},
        id="ferry-survey",
        sample="census",
        strata=("size",),
        population={"large": 4, "small": 10},
    )
    assert rows(response(made)) == [["", 14, 3, 3 / 14, ""]]
    assert rows(response(made, by="stratum")) == [["large", 4, 2, 0.5, ""], ["small", 10, 1, 0.1, ""]]


def test_a_survey_that_was_sent_and_not_answered_has_no_rate_yet() -> None:
    made = answered(["k1"])
    empty = made.changed(answers=made.answers.iloc[:0], reasons=made.reasons.iloc[:0])
    assert rows(response(empty)) == [["", 5, 0, None, NO_ANSWERS]]


def test_numbers_as_tokens_meet_texts_as_tokens() -> None:
    made = survey(
        {"token": [1001.0, 1003.0]},
        variables={"token": {"role": "respondent"}},
        id="ferry-survey",
        sample="invited",
        respondent="token",
    ).changed(invited=pd.DataFrame({"token": ["1001", "1002", "1003", "1004"]}))
    assert rows(response(made)) == [["", 4, 2, 0.5, ""]]


def test_people_on_two_lists_are_counted() -> None:
    (remark,) = shared_invitations({"a": INVITED, "b": pd.DataFrame({"token": ["k4", "k5", "k6"]})})
    assert remark.what == "2 tokens stand in the invitations of a and of b"
    assert shared_invitations({"a": INVITED, "b": pd.DataFrame({"token": ["x"]})}) == []


def test_an_unknown_group_names_the_nearest_one() -> None:
    with pytest.raises(ValumaError, match="did you mean 'region'"):
        response(answered(["k1"]), by="regoin")
