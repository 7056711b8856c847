"""Named results, tables and annexes of surveys: one number wherever it stands, and a dash where none may."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from report.fake_brief import TITLE, make_study
from respondents import OBSTACLES, respondents

from valuma import figures
from valuma.report.annexes.questionnaire import questionnaire
from valuma.report.annexes.respondents import respondents as respondents_annex
from valuma.report.cache import Cache
from valuma.report.content import BriefContent
from valuma.report.prepared import Prepared
from valuma.report.question_list import question_list
from valuma.report.results import SUPPRESSED, Result, Results
from valuma.report.survey_results import in_words, survey_results
from valuma.report.survey_tables import survey_figures, survey_tables
from valuma.report.tree import Heading, plain
from valuma.schema.problems import ValumaError
from valuma.schema.survey_file import SurveyFile
from valuma.study.study import Study
from valuma.survey import Survey
from valuma.texts import LANGUAGES, message, percent

THEMES = ("water", "housing")


@pytest.fixture(scope="module")
def people() -> Survey:
    return respondents(120, invited=300, kinds=5, rules=2, themes=THEMES)


@pytest.fixture(scope="module")
def study(people: Survey) -> Study:
    return make_study(synthetic=True).with_surveys({people.id: people})


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return Results(survey_results(study))


def test_rates_are_of_those_invited_and_need_no_identifier(results: Results) -> None:
    assert results["survey.rate"].render("", "fi") == "40\u00a0%"
    assert results["survey.answered"].render("of", "en") == "120/300"
    assert results["survey.made-survey.rate"].value == results["survey.rate"].value
    assert all(result.synthetic for result in results.values())


def test_result_figure_and_table_hold_the_same_number(study: Study, results: Results) -> None:
    figure = figures.draw("motives-obstacles", study, lang="en")
    rows = figure.data[(figure.data["item"] == "obstacle_time") & (figure.data["group"] == "")]
    result = results["survey.obstacle.time"]
    assert result.value == rows["estimate"].iloc[0]
    assert (result.low, result.high) == (rows["low"].iloc[0], rows["high"].iloc[0])
    table = survey_tables(study)["survey-obstacle"]("en")
    cell = table.frame.set_index("item").loc["No working time", "group_0"]
    assert cell == results["survey.obstacle.time.words"].render("text", "en")
    assert cell.startswith(percent(float(result.value), "en"))  # type: ignore[arg-type]


def test_what_stands_first_is_named_in_every_language(results: Results) -> None:
    shares = {item[0]: results[f"survey.obstacle.{item[0]}"].value for item in OBSTACLES}
    top = max(shares, key=lambda item: shares[item] or 0.0)
    words = next(words for item, *words in OBSTACLES if item == top)
    found = results["survey.obstacle.1"].value
    assert found == {lang: text[:1].upper() + text[1:] for lang, text in zip(LANGUAGES, words, strict=True)}
    assert results["survey.obstacle.1.value"].value == shares[top]


def test_willingness_has_a_result_for_each_rule_amount_and_those_who_cannot_say(results: Results) -> None:
    amounts = [results[f"survey.pay.flat.{step}"].value for step in (500, 1000, 2500)]
    assert amounts == sorted(amounts, reverse=True)
    assert 0 < results["survey.pay.flat.cannot-say"].value < 1
    assert "survey.pay.flat.1000.municipality" in results


def test_a_number_that_is_not_shown_prints_as_a_dash_in_every_format(results: Results) -> None:
    hidden = [result for result in results.values() if result.state == SUPPRESSED]
    assert hidden
    for form in ("", "percent", "range", "of", "number:1"):
        assert hidden[0].render(form, "sv") == message("suppressed", "sv")
    assert all(result.value is None and result.low is None and result.n is None for result in hidden)
    assert "–" not in results.rendered("sv")
    assert in_words({"estimate": 0.5, "low": 0.4, "high": 0.6, "shown": False}, "en", share=True) == "–"


def test_only_a_number_that_is_too_small_prints_as_a_dash() -> None:
    with pytest.raises(ValumaError, match="has no value: nobody knows"):
        Result("other", kind="share", state="nobody knows").render("", "fi")


def test_an_open_link_has_a_count_and_no_rate() -> None:
    anyone = respondents(60, invited=None, kinds=3, rules=1, themes=THEMES)
    found = Results(survey_results(make_study(synthetic=True).with_surveys({anyone.id: anyone})))
    assert found["survey.answered"].value == 60
    with pytest.raises(ValumaError, match="not a sample"):
        found["survey.rate"].render("", "fi")
    assert found["survey.obstacle.time"].low is None
    assert found["survey.obstacle.time.words"].render("text", "en") == percent(
        float(found["survey.obstacle.time"].value),  # type: ignore[arg-type]
        "en",
    )


def test_a_study_without_surveys_has_none_of_it() -> None:
    bare = make_study()
    assert list(survey_results(bare)) == []
    assert survey_figures(bare) == {}
    assert survey_tables(bare) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_can_be_printed(study: Study, lang: str) -> None:
    tables = {name: make(lang) for name, make in survey_tables(study).items()}
    assert {"survey-response-kind", "survey-interest", "survey-obstacle", "survey-willingness"} <= set(tables)
    for table in tables.values():
        assert table.synthetic
        assert all(len(row) == len(table.headers) for row in table.rows(lang))


def test_figures_have_a_short_form_that_is_not_shown_beside_the_long_one(people: Survey, study: Study) -> None:
    made = survey_figures(study)
    assert {"interest", "interest-short", "willingness-tier"} <= set(made)
    light = {name: made[name] for name in ("response", "response-short")}
    ready = _prepared(study, BriefContent(Results(), light))
    assert ready.drawable("en")[0] == ("response",)


# ---------------------------------------------------------------- annexes


def _prepared(study: Study, content: BriefContent | None = None) -> Prepared:
    from valuma.report.prepared import _without_text

    empty = content or BriefContent(Results())
    return Prepared(study, empty, _without_text(study), {}, 9, 1, {}, Cache(None, inputs=""))


def waiting(people: Survey) -> Survey:
    """The survey before anybody answered."""
    settings = replace(people.settings, id="waiting-survey", synthetic=False)
    empty = {"answers": people.answers.iloc[:0], "reasons": people.reasons.iloc[:0], "settings": settings}
    return people.changed(**empty)


def test_the_annex_of_respondents_has_rates_and_says_what_is_not_answered(people: Survey) -> None:
    both = make_study(synthetic=True).with_surveys({people.id: people, "waiting-survey": waiting(people)})
    found = respondents_annex(_prepared(both), "en")
    assert found is not None
    assert list(found.tables) == [f"annex-respondents-made-survey-{by}" for by in ("kind", "tier", "region")]
    table = found.tables["annex-respondents-made-survey-kind"]
    assert list(table.frame.iloc[-1]) == ["All respondents", "300", "120", "40%", "1.00"]
    said = plain(found.blocks)
    assert "Answered: 120/300 of those invited (40%)." in said
    assert "has not been answered yet" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questionnaire_is_printed_in_the_language_of_the_report(people: Survey, lang: str) -> None:
    study = make_study(synthetic=True).with_surveys({"waiting-survey": waiting(people)})
    found = questionnaire(_prepared(study), lang)
    assert found is not None
    said = plain(found.blocks)
    place = LANGUAGES.index(lang)
    assert message("annex-survey-unanswered", lang) in said
    assert ("Työaikaa ei ole", "Arbetstiden räcker inte", "No working time")[place].casefold() in said.casefold()
    assert ("en osaa sanoa", "kan inte säga", "cannot say")[place] in said
    assert "Painokerroin" not in said


def test_a_study_without_surveys_has_no_annex_of_them() -> None:
    ready = _prepared(make_study())
    assert respondents_annex(ready, "fi") is None
    assert questionnaire(ready, "fi") is None


FORM = {
    "id": "routed",
    "title": TITLE,
    "introduction": {lang: f"Welcome {lang}" for lang in LANGUAGES},
    "scales": [
        {
            "name": "yes-no",
            "options": [
                {"code": 1, "fi": "Kyllä", "sv": "Ja", "en": "Yes"},
                {"code": 2, "fi": "Ei", "sv": "Nej", "en": "No"},
                {"code": 9, "fi": "Ei vastausta", "sv": "Inget svar", "en": "No answer", "missing": "missing"},
            ],
        }
    ],
    "items": [
        {"name": "part", "fi": "Oletteko mukana?", "sv": "Deltar ni?", "en": "Do you take part?", "scale": "yes-no"},
        {
            "name": "why",
            "kind": "text",
            "fi": "Miksi?",
            "sv": "Varför?",
            "en": "Why?",
            "shown_if": {"item": "part", "codes": [1]},
            "help": {"fi": "Lyhyesti.", "sv": "Kort.", "en": "In short."},
        },
    ],
    "sections": [{"title": {"fi": "Alku", "sv": "Början", "en": "Start"}, "asks": ["part", "why"]}],
}


def test_sections_routing_and_help_of_survey_toml_are_printed() -> None:
    from valuma.loaders.survey_files.unanswered import unanswered

    file = SurveyFile.model_validate(FORM)
    form = question_list(unanswered(file, None), "sv")
    assert form.introduction == "Welcome sv"
    (section,) = form.sections
    assert section.title == "Början"
    first, second = section.questions
    assert (first.number, first.text, first.items) == (1, "Deltar ni?", ("Ja", "Nej"))
    asked_of = message("form-asked-if", "sv", number="1", answers="”Ja”")
    assert second.condition == asked_of
    assert second.help == "Kort."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["actor-survey", "municipal-survey"])
def test_the_annex_has_the_answer_options_of_the_printed_questionnaire(name: str, lang: str) -> None:
    from valuma.loaders.survey_files.survey_toml import read_survey_file
    from valuma.loaders.survey_files.unanswered import unanswered
    from valuma.survey.questionnaire import questionnaire as printed

    file, _ = read_survey_file(Path(__file__).parents[2] / "surveys" / name / "survey.toml")
    form = question_list(unanswered(file, None), lang)
    asked = [question for section in form.sections for question in section.questions]
    pages = re.split(r"^\*\*\d+\. ", printed(file, lang), flags=re.M)[1:]
    assert len(pages) == len(asked)
    for page, question in zip(pages, asked, strict=True):
        expected = _options(page.split("\n## ")[0].replace("\\_", "_"))
        assert [*question.columns, *question.items, *question.listed] == expected, question.text
        assert question.number_field == ("\n" + message("form-number", lang) + " \\_" in page)


def _options(page: str) -> list[str]:
    """Options of a question of the printed form: heads and rows of a table, ticks, lines to fill, listed words."""
    heads, found = [], []
    for line in page.splitlines()[1:]:
        if line.startswith("| :--"):
            continue
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            (found.append(cells[0]) if cells[0] else heads.extend(cells[1:]))
        elif line.startswith("- "):
            found.append(re.sub(r"^[○☐] |: _+$", "", line[2:]))
        elif " ○ " in line and "__" in line:
            found += line.split(" ○ ")[1:]
    return [*heads, *found]


def test_a_questionnaire_without_words_in_a_language_is_whole_in_its_own(people: Survey) -> None:
    book = people.codebook
    for variable in book:
        book = book.changed(variable.name, texts={}, value_texts={})
    study = make_study(synthetic=True).with_surveys({people.id: people.changed(codebook=book)})
    found = questionnaire(_prepared(study), "en")
    assert found is not None
    said = plain(found.blocks)
    assert "työaikaa ei ole" in said
    assert "given: Finnish" in said
    assert any(isinstance(block, Heading) for block in found.blocks)


def test_a_table_of_a_group_that_is_not_known_is_refused(people: Survey) -> None:
    from valuma.report.survey_tables import response_table

    with pytest.raises(ValumaError, match="no variable 'sort'"):
        response_table(None, people, "sort", "fi")


def test_frames_of_results_can_be_listed(results: Results) -> None:
    frame = results.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert set(frame.loc[frame["state"] == SUPPRESSED, "value"].isna()) == {True}
