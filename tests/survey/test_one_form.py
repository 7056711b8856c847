"""A person who sent two forms counts once, everywhere."""

from __future__ import annotations

from survey.made_surveys import survey

from valuma.survey.estimates import mean, tabulate
from valuma.survey.one_form import one_form_each, remark_on_second_forms

TOKENS = ["a", "b", "a", "c", None, None]


def made(values: list[float | None], more: list[float | None]):
    return survey({"token": TOKENS, "grade": values, "more": more}, id="lake", respondent="token")


def test_the_form_with_most_answers_counts() -> None:
    found = made([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 1.0, None, 1.0, 1.0, 1.0])
    assert one_form_each(found).answers["grade"].tolist() == [1.0, 2.0, 4.0, 5.0, 6.0]


def test_of_equals_the_last_counts_and_forms_without_a_token_are_kept() -> None:
    found = made([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0] * 6)
    assert one_form_each(found).answers["grade"].tolist() == [2.0, 3.0, 4.0, 5.0, 6.0]
    assert "1 forms" in remark_on_second_forms(found)[0].what


def test_estimates_count_persons() -> None:
    found = made([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0] * 6)
    table = mean(found, "grade")
    assert (table.frame["n"].tolist(), table.frame["estimate"].tolist()) == ([5], [4.0])
    assert tabulate(found, "more").frame["base"].max() == 5
    assert len(table.units.values["grade", ""]) == 5
