"""The printed form of a codebook."""

from __future__ import annotations

from typing import Any

from valuma.schema.survey_file import SurveyFile
from valuma.survey.questionnaire import questionnaire

TITLE = {"fi": "Kysely", "sv": "Enkät", "en": "Survey"}
PART = {"fi": "Osa", "sv": "Del", "en": "Part"}


def words(text: str) -> dict[str, str]:
    return {"fi": f"{text} fi", "sv": f"{text} sv", "en": text}


def form(asks: list[str], lang: str = "en", **parts: Any) -> str:
    file = {"id": "a", "title": TITLE, "sections": [{"title": PART, "asks": asks}], **parts}
    return questionnaire(SurveyFile.model_validate(file), lang)


SCALE = {
    "name": "much",
    "options": [
        {"code": 0, **words("None")},
        {"code": 1, **words("Much")},
        {"code": 98, **words("Cannot say"), "missing": "cannot-say"},
        {"code": 96, **words("Not shown"), "missing": "not-shown"},
        {"code": 99, **words("No answer"), "missing": "missing"},
    ],
}
ITEMS = [{"name": name, **words(name.upper()), "scale": "much"} for name in ("q1", "q2")]


def test_cannot_say_is_printed_and_codes_of_the_data_alone_are_not() -> None:
    page = form(["q1"], scales=[SCALE], items=ITEMS)
    assert "- ○ None\n- ○ Much\n- ○ Cannot say\n" in page
    assert "Not shown" not in page
    assert "No answer" not in page


def test_a_grid_is_a_table_with_the_scale_on_top() -> None:
    block = {"name": "g", "kind": "grid", **words("How much?"), "items": ["q1", "q2"]}
    page = form(["g"], scales=[SCALE], items=ITEMS, blocks=[block])
    assert "**1. How much?** Please choose one in every row." in page
    assert "|  | None | Much | Cannot say |" in page
    assert "| Q2 | ○ | ○ | ○ |" in page


def test_numbers_of_which_only_the_ends_have_words_are_printed_whole() -> None:
    scale = {"name": "much", "options": [{"code": 4, **words("4, weak")}, {"code": 7, **words("7, good")}]}
    items = [{**item, "kind": "numeric"} for item in ITEMS]
    block = {"name": "g", "kind": "grid", **words("Grade"), "items": ["q1", "q2"]}
    assert "|  | 4, weak | 5 | 6 | 7, good |" in form(["g"], scales=[scale], items=items, blocks=[block])


def test_a_condition_names_the_question_and_the_answer() -> None:
    items = [ITEMS[0], {**ITEMS[1], "shown_if": {"item": "q1", "codes": [1]}}]
    page = form(["q1", "q2"], scales=[SCALE], items=items)
    assert "*Asked of those who answered question 1: “Much”.*" in page
    assert "”Much fi”" in form(["q1", "q2"], "fi", scales=[SCALE], items=items)


def test_a_condition_on_a_tick_names_the_option_that_was_ticked() -> None:
    items = [*ITEMS, {"name": "what", **words("What else?"), "kind": "text", "shown_if": {"item": "q2", "codes": [1]}}]
    block = {"name": "m", "kind": "multiple-dichotomies", "counted": 1, **words("Which?"), "items": ["q1", "q2"]}
    page = form(["m", "what"], scales=[SCALE], items=items, blocks=[block])
    assert "- ☐ Q1\n- ☐ Q2" in page
    assert "answered question 1: “Q2”" in page


def test_questions_are_numbered_in_the_order_in_which_they_are_asked() -> None:
    page = form(["q2", "q1"], scales=[SCALE], items=ITEMS)
    assert page.index("**1. Q2**") < page.index("**2. Q1**")


def test_help_introduction_and_closing_are_in_the_language_of_the_form() -> None:
    items = [{**ITEMS[0], "help": words("Mind this")}, ITEMS[1]]
    page = form(["q1", "q2"], "sv", scales=[SCALE], items=items, introduction=words("Hello"), closing=words("Thanks"))
    assert page.startswith("# Enkät\n\nHello sv\n\n## Del\n")
    assert "*Mind this sv*" in page
    assert page.endswith("---\n\nThanks sv\n")


def test_the_form_of_an_example_says_so_above_everything() -> None:
    page = form(["q1", "q2"], scales=[SCALE], items=ITEMS, synthetic=True)
    assert page.startswith("> **ESIMERKKI – KEKSITTY AINEISTO / EXEMPEL – PÅHITTADE SVAR / EXAMPLE – INVENTED DATA**\n")
