"""Exports of Webropol, Microsoft Forms, Google Forms, Qualtrics and REDCap."""

from __future__ import annotations

import pandas as pd
import pytest
from survey_samples.text_exports import DICTIONARY, FORMS, GOOGLE, QUALTRICS, REDCAP, WEBROPOL, book, samples

from valuma.loaders.survey_files.joined_answers import by_code, by_comma, by_semicolon
from valuma.loaders.survey_files.redcap import read_dictionary
from valuma.loaders.survey_files.text_kinds import read_text_survey, sniff
from valuma.schema.problems import StudyError


def cells(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.values[name]]


def plain(text: str):
    return read_text_survey(text.encode(), "a.csv")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("plain.csv", "plain"),
        ("limesurvey.csv", "limesurvey"),
        ("qualtrics.csv", "qualtrics"),
        ("redcap.csv", "redcap"),
        ("google.csv", "google-forms"),
        ("forms.xlsx", "forms"),
        ("webropol.xlsx", "webropol"),
    ],
)
def test_the_tool_is_known_by_the_content(file: str, kind: str) -> None:
    assert sniff(samples()[file], "answers" + file[file.index(".") :]) == kind


@pytest.mark.parametrize("file", ["qualtrics.csv", "redcap.csv", "google.csv", "forms.xlsx", "webropol.xlsx"])
def test_readers_that_never_saw_a_real_export_say_so_at_every_load(file: str) -> None:
    for _ in range(2):
        warnings = read_text_survey(samples()[file], file).report.warnings
        assert any("read as unverified" in remark.done for remark in warnings)


def test_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(StudyError, match="did you mean 'webropol'"):
        read_text_survey(b"id;q\n1;2\n", "a.csv", kind="webropl")  # type: ignore[arg-type]


def test_several_answers_in_one_cell_of_forms_become_options() -> None:
    raw = read_text_survey(book(FORMS), "a.xlsx")
    assert cells(raw, "Missä tapaatte? [kunta]") == [1, 1, 0, None]
    assert cells(raw, "Missä tapaatte? [valtio]") == [1, 0, 1, None]
    assert cells(raw, "Missä tapaatte? [muu, valittu]") == [0, 0, 1, None]
    assert cells(raw, "Missä tapaatte? [muu]") == [None, None, "omat kylät", None]
    assert "Missä tapaatte?" not in raw.values
    assert "the column itself is left out" in str(raw.report)
    assert raw.values["Aloitusaika"].dtype.kind == "M"


def test_days_that_forms_holds_as_numbers_become_dates() -> None:
    rows = [["ID", "Start time", "Completion time", "Q"], [1, 45296.5, 45296.75, "a"]]
    raw = read_text_survey(book(rows), "a.xlsx")
    assert str(raw.values["Start time"][0]) == "2024-01-05 12:00:00"
    assert raw.variables["Start time"].kind == "date"


def test_answers_with_commas_are_taken_apart_where_they_come_back_and_texts_are_not() -> None:
    raw = plain(GOOGLE)
    assert cells(raw, "Missä tapaatte? [kunta]") == [1, 1, 0, 1, 0]
    assert by_comma(pd.Series(["Minusta hyvä, mutta kallis", "En osaa sanoa, ehkä", "Hyvä, siis"])) is None
    assert by_comma(pd.Series(["kunta", "valtio", "kunta", "valtio"] * 5)) is None
    assert by_semicolon(pd.Series(["a; b", "c;"])) is None
    assert by_code(pd.Series(["1,5", "2,2"])) is None


def test_a_webropol_header_of_two_rows_and_options_in_words() -> None:
    raw = read_text_survey(book(WEBROPOL, merged=["C1:E1"]), "a.xlsx")
    assert cells(raw, "2. Foorumit [kunta]") == [1, 1, None]
    assert cells(raw, "2. Foorumit [Muu, mikä?]") == [0, 0, None]
    assert cells(raw, "3. Kuinka usein: valtio") == ["usein", "ei", "ei"]


def test_a_webropol_text_with_one_header_row_and_ones() -> None:
    text = (
        "Vastaajanumero;1. Kuntanne;2. Foorumit: kunta;2. Foorumit: valtio;2. Foorumit: Muu, mikä?;3. Osuus\n"
        "1;Närpiö;1;;;12,5\n2;Oulu;;1;kylät;3\n3;Kemi;;;;\n"
    )
    raw = read_text_survey(text.encode("cp1252"), "a.csv")
    assert raw.format == "Webropol export"
    assert cells(raw, "2. Foorumit: kunta") == [1, 0, None]
    assert cells(raw, "3. Osuus") == [12.5, 3, None]
    assert cells(raw, "2. Foorumit: Muu, mikä?") == [None, "kylät", None]


def test_ones_that_may_be_the_answer_of_everybody_are_not_turned_into_ticks() -> None:
    raw = plain("id;usein: a;usein: b\n" + "k1;1;1\n" * 20 + "k2;1;\n")
    assert cells(raw, "usein: b")[-1] is None
    assert raw.blocks == []


def test_qualtrics_has_three_header_rows_codes_in_one_cell_and_texts_behind_options() -> None:
    raw = plain(QUALTRICS)
    assert len(raw.values) == 3
    assert raw.variables["Q1"].label == "How often?"
    assert cells(raw, "Q3 [1]") == [1, 0, None]
    assert cells(raw, "Q3 [4]") == [0, 1, None]
    assert cells(raw, "Q2_2") == [0, 1, None]
    assert next(block for block in raw.blocks if block.name == "Q3_4_TEXT").of == "Q3"


def test_seen_but_unanswered_questions_of_qualtrics_are_not_answered_and_blank_ones_not_shown() -> None:
    header = "StartDate,EndDate,Status,Finished,Q1\na,b,c,d,How?\n"
    raw = plain(header + "".join(f"2024-01-01,2024-01-01,0,1,{cell}\n" for cell in ("-99", "", "4")))
    assert cells(raw, "Q1") == [None, None, 4]
    assert [None if pd.isna(s) else s for s in raw.states["Q1"]] == ["not-answered", "not-shown", None]


def test_boxes_of_a_redcap_form_that_nobody_opened_are_missing_and_not_0() -> None:
    raw = plain(REDCAP)
    assert cells(raw, "forums___1") == [1, 0, None]
    assert [rule.low for rule in raw.variables["cost"].missing] == [-999.0]
    assert "REDCap writes 0 there" in str(raw.report)


def test_a_data_dictionary_gives_words_and_options() -> None:
    raw = read_text_survey(REDCAP.encode(), "a.csv", codebook=(DICTIONARY.encode(), "d.csv"))
    assert raw.variables["support"].label == "Support"
    assert dict(raw.variables["support"].labels) == {1.0: "Yes, fully", 2.0: "No"}
    assert raw.variables["forums___2"].label == "State"
    assert raw.variables["cost"].kind == "numeric"
    with pytest.raises(StudyError, match="codebook="):
        plain(DICTIONARY)
    with pytest.raises(StudyError, match="another header"):
        read_dictionary(b"id,q1\n1,2\n", "d.csv")
