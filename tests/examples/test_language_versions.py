"""The example's answers as three exports, one a language, with words instead of codes: the same survey again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import valuma as va
from valuma.survey.survey import Survey

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "example-study" / "surveys" / "example-actor-survey"
LANGUAGES = {"fi": 1.0, "sv": 2.0, "en": 3.0}
#: Some of every sort: background, ticks, grids, money, numbers, categories, texts.
SHOWN = (
    "kind", "tier", "region", "takes_part", "policy_rural", "network_03", "coop_ministries", "interest_food",
    "top_theme_1", "obstacle_short_term", "pay_by_theme", "commitment", "experience", "days_own_work", "open_practice",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Survey:
    return va.read_survey(FOLDER)


def export(survey: Survey, lang: str) -> pd.DataFrame:
    """Return the answers given in one language as a survey tool writes them: words of that language, empty cells."""
    spoken = survey.codes("language") == LANGUAGES[lang]
    columns = {}
    for name in survey.codebook.names:
        variable, column = survey.codebook[name], survey.codes(name)
        told = column.map(lambda code, of=variable: of.value_text(code, lang), na_action="ignore")
        categorical = isinstance(survey.answers[name].dtype, pd.CategoricalDtype)
        cells = (told if categorical else column).astype(object)
        unsure = survey.why(name) == "cannot-say"
        words = {text for code, text in variable.value_texts.get(lang, {}).items() if variable.rule(code)}
        word = next((text for text in sorted(words) if text.startswith(("En osaa", "Kan inte", "Cannot"))), None)
        columns[name] = cells.where(~unsure, word)[spoken]
    return pd.DataFrame(columns)


@pytest.fixture(scope="module")
def merged(whole: Survey, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    folder = tmp_path_factory.mktemp("versions")
    paths = {}
    for lang in LANGUAGES:
        paths[lang] = folder / f"answers-{lang}.csv"
        export(whole, lang).to_csv(paths[lang], sep=";", index=False)
    text = (FOLDER / "survey.toml").read_text(encoding="utf-8").replace('answers = "answers.sav"\n', "")
    (folder / "survey.toml").write_text(text.replace('"invited.csv"', '"unknown"'), encoding="utf-8")
    return va.read_survey(paths, codebook=folder / "survey.toml")


def test_three_versions_hold_all_respondents(whole: Survey, merged: Survey) -> None:
    assert len(merged.answers) == len(whole.answers)
    assert sorted(merged.answers["token"]) == sorted(whole.answers["token"])


@pytest.mark.parametrize("name", SHOWN)
def test_words_of_three_languages_become_the_same_codes(whole: Survey, merged: Survey, name: str) -> None:
    order = [survey.codes("language").fillna(0).to_numpy().argsort(kind="stable") for survey in (whole, merged)]
    left, right = (
        survey.codes(name).iloc[places].reset_index(drop=True)
        for survey, places in zip((whole, merged), order, strict=True)
    )
    pd.testing.assert_series_equal(left, right, check_dtype=False)


def test_questions_not_shown_are_told_from_the_answers_before_them(whole: Survey, merged: Survey) -> None:
    for survey in (whole, merged):
        hidden = survey.why("benefit_contacts") == "not-shown"
        assert hidden.sum() == (whole.why("benefit_contacts") == "not-shown").sum()
