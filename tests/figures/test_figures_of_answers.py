"""The figures drawn from answers: fit to print in every language, protected, and honest about what they are."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pandas as pd
import pytest
from figures import reading, tiny
from figures.test_colours import APART, SEEN, ciede2000, lab
from respondents import respondents

from valuma import figures as catalogue
from valuma.figures.colours import contrast
from valuma.figures.diverging import segments
from valuma.figures.record import Figure
from valuma.figures.survey_marks import DASHES, SERIES, scale_shades
from valuma.schema.problems import ValumaError
from valuma.survey import Privacy, Survey
from valuma.texts import LANGUAGES, forbidden, message

NAMES = ("response", "interest", "motives-obstacles", "willingness")
THEMES = ("water", "housing", "transport", "regional-information-foresight-and-knowledge-based-management")


@pytest.fixture(scope="module")
def people() -> Survey:
    """Enough respondents for some groups, too few for others."""
    return respondents(180, invited=400, kinds=5, rules=2, themes=THEMES)


@pytest.fixture(scope="module")
def anyone() -> Survey:
    """An open link."""
    return respondents(80, invited=None, kinds=4, rules=2, themes=THEMES, synthetic=False)


@pytest.fixture(scope="module")
def drawn(people: Survey) -> dict[tuple[str, str], Figure]:
    return {(name, lang): catalogue.draw(name, people, lang=lang) for name in NAMES for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_written_is_cut_or_covered(drawn, name: str, lang: str) -> None:
    assert reading.cut(drawn[name, lang]) == []
    assert reading.meeting(drawn[name, lang]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_words_are_whole_and_none_is_forbidden(drawn, name: str, lang: str) -> None:
    figure = drawn[name, lang]
    said = "\n".join((reading.words(figure), figure.title, figure.caption, figure.alt, *figure.notes))
    assert "{" not in said
    assert "nan" not in said.lower().split()
    assert forbidden(said, lang, where="brief") == []


@pytest.mark.parametrize("name", NAMES)
def test_invented_answers_say_so_and_every_figure_says_how_many_answered(drawn, name: str) -> None:
    figure = drawn[name, "sv"]
    said = reading.words(figure).replace("\n", " ")
    assert message("synthetic-line", "sv") in said
    # Who answered, and what people would pay, nobody takes for marks of how well somebody does.
    assert (message("survey-not-better", "sv") in said) == (name in ("interest", "motives-obstacles"))
    assert (message("survey-weighted", "sv") in said) == (name != "response")
    assert "180/400" in said
    assert set(figure.csv().splitlines()[1].split(",")[-1:]) == {"yes"}
    assert figure.sources == ("made-survey",)


@pytest.mark.parametrize("name", NAMES)
def test_two_drawings_are_the_same_bytes(people: Survey, drawn, name: str) -> None:
    again = catalogue.draw(name, people, lang="fi")
    assert again.content(".svg") == drawn[name, "fi"].content(".svg")
    assert again.csv() == drawn[name, "fi"].csv()


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("response", "fi", "Ei otos"),
        ("interest", "sv", "Inte ett urval"),
        ("motives-obstacles", "en", "Not a sample"),
        ("willingness", "fi", "Ei otos"),
    ],
)
def test_an_open_link_is_no_sample_and_has_no_interval(anyone: Survey, name: str, lang: str, words: str) -> None:
    figure = catalogue.draw(name, anyone, lang=lang)
    said = reading.words(figure).replace("\n", " ")
    assert words in said
    assert message("survey-interval", lang) not in said
    assert figure.caption.startswith(f"{words}.")
    assert figure.alt.startswith(f"{words}.")
    assert "lines overlap" not in figure.caption
    for column in {"low", "high", "rate", "weight"} & set(figure.data):
        assert figure.data[column].isna().all()


@pytest.mark.parametrize("name", NAMES[1:])
def test_below_the_threshold_no_number_is_drawn_or_written(name: str) -> None:
    few = respondents(30, kinds=3, rules=2)
    strict = few.changed(settings=replace(few.settings, privacy=Privacy(persons=500)))
    figure = catalogue.draw(name, strict, lang="en")
    assert figure.data[["n", "base", "estimate", "low", "high"]].isna().all().all()
    said = reading.words(figure).replace("\n", " ")
    assert "Not shown" in said
    assert "500 respondents" in said


def test_hidden_rows_of_a_table_hold_no_number(drawn) -> None:
    rows = drawn["motives-obstacles", "en"].data
    hidden = rows[~rows["shown"]]
    assert len(hidden)
    assert hidden[["n", "base", "estimate", "low", "high"]].isna().all().all()
    assert (hidden["why"] != "").all()


def test_willingness_says_that_it_is_stated_and_names_no_body(people: Survey, drawn) -> None:
    figure = drawn["willingness", "en"]
    said = reading.words(figure).replace("\n", " ")
    assert "Stated, not binding" in said
    assert not any(name in said or name in figure.csv() for name in people.answers["org"].unique())
    assert {"at-least", "cannot-say"} == set(figure.data["part"])
    with pytest.raises(ValumaError, match="never shown by named body"):
        catalogue.draw("willingness", people, lang="en", by="org")


def test_groups_stand_at_few_steps_and_all_respondents_at_every_one(drawn) -> None:
    rows = drawn["willingness", "fi"].data
    steps = {group: set(part["amount"].dropna()) for group, part in rows.groupby("group")}
    assert steps[""] == {500, 1000, 2500, 5000, 10000}
    assert all(found < steps[""] for group, found in steps.items() if group)


def test_themes_beyond_the_page_stand_in_the_table(people: Survey) -> None:
    figure = catalogue.draw("interest", people, lang="en", most=2)
    rows = figure.data[figure.data["part"] == "mean"]
    assert set(rows.loc[rows["drawn"] == "yes", "item"]) < set(rows["item"])
    assert rows["item"].nunique() == 4
    assert "2 of 4 themes" in figure.caption


def test_words_of_another_language_are_announced(people: Survey) -> None:
    from valuma.schema.frozen import Frozen

    book = people.codebook
    for variable in book.of_role("obstacle") + book.of_role("motive"):
        book = book.changed(variable.name, texts=Frozen({"fi": variable.label}))
    figure = catalogue.draw("motives-obstacles", people.changed(codebook=book), lang="en")
    assert "given: Finnish" in reading.words(figure).replace("\n", " ")
    assert "given" not in reading.words(catalogue.draw("motives-obstacles", people, lang="en"))


# ---------------------------------------------------------------- studies and their surveys


def test_a_study_without_surveys_or_answers_says_what_is_missing(people: Survey) -> None:
    study = tiny.study(synthetic=True)
    entries = {entry.name: entry for entry in catalogue.list()}
    assert entries["interest"].lacks(study) == "the study has no survey"
    assert entries["typology"].lacks(study) == ""
    with pytest.raises(ValumaError, match="the study has no survey"):
        catalogue.draw("interest", study, lang="fi")
    empty = people.changed(answers=people.answers.iloc[:0], reasons=people.reasons.iloc[:0])
    waiting = study.with_surveys({"made-survey": empty})
    assert entries["response"].lacks(waiting) == "not answered yet: made-survey"
    attached = study.with_surveys({"made-survey": people})
    assert {name: entry.lacks(attached) for name, entry in entries.items() if name in NAMES} == dict.fromkeys(NAMES, "")


def test_a_study_knows_names_of_themes_and_the_survey_can_be_chosen(people: Survey) -> None:
    book = people.codebook.changed("interest_water", about={"theme": "liikenne"})
    study = tiny.study(synthetic=True).with_surveys({"made-survey": people.changed(codebook=book)})
    figure = catalogue.draw("interest", study, lang="sv", survey="made-survey")
    assert "Trafik" in reading.words(figure)
    with pytest.raises(ValumaError, match="did you mean 'made-survey'"):
        catalogue.draw("interest", study, lang="sv", survey="made-survy")


def test_a_survey_that_does_not_ask_is_not_drawn(people: Survey) -> None:
    book = people.codebook
    for variable in book.of_role("interest"):
        book = book.changed(variable.name, role="")
    with pytest.raises(ValumaError, match="no survey asks for 'interest': made-survey"):
        catalogue.draw("interest", people.changed(codebook=book), lang="fi")


# ---------------------------------------------------------------- marks


def test_looks_of_a_series_stay_apart_for_every_eye_and_in_grey() -> None:
    for look in SERIES:
        assert contrast(look.colour, "#ffffff") >= 3.0
    for seen in SEEN:
        for one, two in itertools.combinations(SERIES, 2):
            assert ciede2000(lab(one.colour, seen), lab(two.colour, seen)) >= APART, (one, two, seen)
    assert len({look.marker for look in SERIES}) == len(SERIES) == len(set(map(str, DASHES)))


@pytest.mark.parametrize("steps", range(2, 8))
def test_a_scale_darkens_from_its_middle_to_both_ends(steps: int) -> None:
    shades = [contrast(shade, "#ffffff") for shade in scale_shades(steps)]
    half = steps // 2
    assert len(shades) == steps
    assert shades[:half] == sorted(shades[:half], reverse=True)
    assert shades[-half:] == sorted(shades[-half:])


def test_segments_of_a_bar_are_what_was_released_and_hidden_neighbours_are_one() -> None:
    scale = [0.0, 1.0, 2.0, 3.0, 4.0]
    rows = pd.DataFrame({"value": scale, "estimate": [None, None, 0.2, 0.3, 0.4]}).astype(float)
    merged, *others = segments(rows, scale)
    assert merged.merged
    assert merged.share == pytest.approx(0.1)
    assert [part.share for part in others] == [0.2, 0.3, 0.4]
    # Half of the middle step lies to the left of the middle.
    assert merged.start == pytest.approx(-0.2)
    apart = pd.DataFrame({"value": scale, "estimate": [None, 0.2, 0.3, 0.3, None]}).astype(float)
    assert segments(apart, scale) == []
