"""The questionnaires of this repository: complete in three languages, about things that exist, without answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from valuma import texts
from valuma.loaders.survey_files.survey_toml import codebook_of, read_survey_file
from valuma.schema.survey_file import SurveyFile
from valuma.schema.vocabularies import Kind, Level, SurveyRole, Tier
from valuma.survey.questionnaire import questionnaire

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fi", "sv", "en")
SURVEYS = ("actor-survey", "municipal-survey")
#: What the survey of actors has to ask for, besides who answers.
ASKED = (
    "organisation", "respondent-role", "kind", "tier", "region", "forum-need", "interest", "membership", "cooperation",
    "motive", "benefit", "opportunity", "obstacle", "willingness-to-pay", "staff-days", "commitment", "state-role",
    "open-text", "consent",
)  # fmt: skip
#: The eight obstacles that the makers of the study saw before their survey.
OBSTACLES = {
    "no-shared-model", "short-term", "unclear-frame", "no-leadership", "worn-capacity", "few-incentives",
    "no-shared-knowledge", "fixed-territory",
}  # fmt: skip


def folder(survey: str) -> Path:
    return ROOT / "surveys" / survey


def instrument(survey: str) -> SurveyFile:
    return read_survey_file(folder(survey) / "survey.toml")[0]


def registry(table: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "cases" / "registry" / f"{table}.csv", dtype=str, keep_default_na=False)


def printed(file: SurveyFile) -> Iterator[tuple[str, object]]:
    """Everything that has words in three languages."""
    for item in file.items:
        yield item.name, item
    for block in file.blocks:
        yield block.name, block
    for scale in file.scales:
        for option in scale.options:
            yield f"{scale.name} {option.code}", option
    for thing in (*file.items, *file.blocks):
        if thing.help is not None:
            yield f"help of {thing.name}", thing.help
    for section in file.sections:
        yield section.title.en, section.title
        if section.text is not None:
            yield f"text of {section.title.en}", section.text
    yield "introduction", file.introduction
    yield "closing", file.closing


@pytest.mark.parametrize("survey", SURVEYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questionnaire_is_what_the_codebook_asks(survey: str, lang: str) -> None:
    page = (folder(survey) / f"questionnaire.{lang}.md").read_text(encoding="utf-8")
    assert page == questionnaire(instrument(survey), lang), (
        f"surveys/{survey}: call valuma survey questionnaire --write"
    )


@pytest.mark.parametrize("survey", SURVEYS)
def test_every_text_stands_in_three_languages(survey: str) -> None:
    lacking = [
        (name, lang) for name, thing in printed(instrument(survey)) for lang in LANGUAGES if not getattr(thing, lang)
    ]
    assert not lacking


@pytest.mark.parametrize("survey", SURVEYS)
def test_no_text_uses_a_word_that_misleads(survey: str) -> None:
    networks = [item.name for item in instrument(survey).items if item.network]
    hits = [
        (name, hit.found)
        for name, thing in printed(instrument(survey))
        for lang in LANGUAGES
        for hit in texts.forbidden(getattr(thing, lang), lang)
        if name not in networks
    ]
    assert not hits


@pytest.mark.parametrize("survey", SURVEYS)
def test_an_instrument_has_no_answers_and_no_invented_ones(survey: str) -> None:
    file = instrument(survey)
    assert file.answers is None
    assert file.invited == "unknown"
    assert not file.synthetic
    assert len(codebook_of(file)) == len(file.items)
    held = {path.name for path in folder(survey).iterdir()}
    assert held == {"survey.toml", *(f"questionnaire.{lang}.md" for lang in LANGUAGES)}


@pytest.mark.parametrize("survey", SURVEYS)
def test_what_is_promised_of_small_groups_is_what_the_codebook_holds_to(survey: str) -> None:
    file = instrument(survey)
    assert (file.privacy.organisations, file.privacy.persons) == (3, 5)
    assert file.introduction is not None
    for words in (("kolme", "viisi", file.introduction.fi), ("three", "five", file.introduction.en)):
        assert words[0] in words[2]
        assert words[1] in words[2]


@pytest.mark.parametrize("survey", SURVEYS)
def test_cannot_say_can_be_chosen_wherever_an_opinion_is_asked(survey: str) -> None:
    file = instrument(survey)
    scales = {scale.name: scale for scale in file.scales}
    opinions = (SurveyRole.INTEREST, SurveyRole.OBSTACLE, SurveyRole.WILLINGNESS_TO_PAY, SurveyRole.GRADE)
    for item in file.items:
        if item.role in opinions:
            assert "cannot-say" in [option.missing for option in scales[item.scale].options], item.name


def test_the_survey_of_actors_asks_for_everything_the_study_needs() -> None:
    roles = {str(item.role) for item in instrument("actor-survey").items}
    assert not set(ASKED) - roles


def test_themes_are_those_of_the_registry_with_their_labels() -> None:
    themes = registry("themes").set_index("theme_id")
    asked = [item for item in instrument("actor-survey").items if item.theme]
    assert len(asked) >= 20
    for item in asked:
        assert item.theme in themes.index
        assert [item.fi, item.sv, item.en] == themes.loc[item.theme, ["label_fi", "label_sv", "label_en"]].tolist()


def test_networks_are_those_of_the_cases_with_their_names() -> None:
    asked = [item for item in instrument("actor-survey").items if item.network]
    assert len(asked) >= 15
    for item in asked:
        (card,) = (ROOT / "cases").glob(f"*/{item.network}/card.toml")
        name = tomllib.loads(card.read_text(encoding="utf-8"))["name"]
        assert {lang: getattr(item, lang) for lang in LANGUAGES} == {lang: name[lang] for lang in LANGUAGES}


def test_the_eight_obstacles_that_were_seen_before_are_asked() -> None:
    asked = {item.item for item in instrument("actor-survey").items if item.role is SurveyRole.OBSTACLE}
    assert asked == OBSTACLES


def test_kinds_tiers_and_regions_are_words_of_the_study() -> None:
    scales = {scale.name: scale for scale in instrument("actor-survey").scales}
    words = {name: {o.word for o in scales[name].options if o.word} for name in ("kind", "tier", "region")}
    assert words["kind"] <= {str(kind) for kind in Kind}
    assert words["tier"] == {str(tier) for tier in Tier}
    assert words["region"] == set(registry("regions")["region_code"])


def test_the_payment_card_rises_and_has_a_cannot_say_for_those_without_a_mandate() -> None:
    scales = {scale.name: scale for scale in instrument("actor-survey").scales}
    amounts = [option.amount for option in scales["card"].options if option.amount is not None]
    assert amounts == sorted(set(amounts))
    assert amounts[0] == 0
    (unsure,) = (option for option in scales["card"].options if option.missing == "cannot-say")
    assert "mandate" in unsure.en
    rules = {item.fee_rule for item in instrument("actor-survey").items if item.role is SurveyRole.WILLINGNESS_TO_PAY}
    assert {"equal", "by-population", "equal-and-population"} <= rules


def test_school_grades_from_four_to_ten_are_asked_on_four_levels() -> None:
    file = instrument("municipal-survey")
    grades = [item for item in file.items if item.role is SurveyRole.GRADE]
    assert [item.tier for item in grades] == ["local", "subregional", "regional", "interregional"]
    assert {item.tier for item in grades} <= {str(level) for level in Level}
    (scale,) = (scale for scale in file.scales if scale.name == "grade")
    assert [option.code for option in scale.options if not option.missing] == [4, 10]
    assert all(item.kind == "numeric" for item in grades)
