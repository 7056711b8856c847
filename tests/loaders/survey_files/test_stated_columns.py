"""What a codebook states of a column goes before what its cells look like."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import valuma as va
from valuma.loaders.survey_files.ddi import read_ddi
from valuma.loaders.survey_files.ddi.writing import ddi_text
from valuma.loaders.survey_files.text_kinds import read_text_survey
from valuma.schema.problems import StudyError, ValumaError
from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
from valuma.survey.codebook import MissingRule

HEAD = 'id = "age"\ntitle = { fi = "a", sv = "a", en = "a" }\nanswers = "a.csv"\n'
AGE = """[[scales]]
name = "age"
options = [
  { code = 98, fi = "98 tai enemmän" }, { code = 99, fi = "ei vastausta", missing = "missing" },
  { code = 0, fi = "alle vuosi" },
]
[[items]]
name = "AGE"
kind = "numeric"
scale = "age"
"""
TRUST = """[[scales]]
name = "trust"
options = [{ code = 1, fi = "yksi" }, { code = 2, fi = "kaksi" }, { code = 9, fi = "eos", missing = "cannot-say" }]
[[items]]
name = "q"
scale = "trust"
[[items]]
name = "why"
kind = "text"
"""


def write(folder: Path, toml: str, rows: list[str]) -> Path:
    (folder / "survey.toml").write_text(HEAD + toml, encoding="utf-8")
    (folder / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_one_word_of_the_scale_in_two_hundred_numbers_is_an_answer(tmp_path: Path) -> None:
    rows = ["id;age", *(f"{k};{20 + k % 50}" for k in range(200))]
    rows += ["200;98 tai enemmän", "201;ei vastausta", "202;alle vuosi"]
    survey = va.read_survey(write(tmp_path, AGE, rows))
    assert survey.answers["AGE"].tolist()[-3::2] == [98.0, 0.0]
    assert survey.reasons["AGE"].dropna().to_dict() == {202: "99: ei vastausta"}
    assert "kept as text" not in str(survey.report)


def test_the_words_of_a_scale_are_read_in_a_workbook_too(tmp_path: Path) -> None:
    pd.DataFrame({"AGE": [*range(20, 60), "98 tai enemmän", "ei vastausta"]}).to_excel(tmp_path / "a.xlsx", index=False)
    (tmp_path / "survey.toml").write_text(HEAD.replace("a.csv", "a.xlsx") + AGE, encoding="utf-8")
    survey = va.read_survey(tmp_path)
    assert survey.answers["AGE"].tolist()[39:41] == [59.0, 98.0]
    assert survey.reasons["AGE"].dropna().tolist() == ["99: ei vastausta"]


def test_a_coded_item_knows_its_cannot_say_and_a_text_is_not_altered(tmp_path: Path) -> None:
    rows = ["why;q", *(f"{k % 7}.10;{1 + k % 2}" for k in range(99)), "sana;eos"]
    survey = va.read_survey(write(tmp_path, TRUST, rows))
    assert survey.answers["why"].tolist()[:2] == ["0.10", "1.10"]
    assert survey.reasons["q"].dropna().tolist() == ["9: eos"]


def test_numbers_beside_words_keep_their_decimal_sign(tmp_path: Path) -> None:
    rows = ["id;AGE", "1;1 234,5", "2;1.234,5", "3;2,25", "4;alle vuosi"]
    survey = va.read_survey(write(tmp_path, AGE, rows))
    assert survey.answers["AGE"].tolist() == [1234.5, 1234.5, 2.25, 0.0]


def test_the_codebook_of_another_survey_reads_words_as_well(tmp_path: Path) -> None:
    rule = (MissingRule(99.0, 99.0),)
    book = Codebook([Variable("age", "", "numeric", {98.0: "98 tai enemmän", 99.0: "ei vastausta"}, missing=rule)])
    path = tmp_path / "a.csv"
    path.write_text("age\n" + "20\n" * 100 + "98 tai enemmän\nei vastausta\n", encoding="utf-8")
    survey = va.read_survey(path, codebook=book)
    assert survey.answers["age"].tolist()[99:101] == [20.0, 98.0]
    assert survey.reasons["age"].dropna().tolist() == ["99: ei vastausta"]


def test_a_cell_that_is_no_option_is_named_by_its_row_and_not_quoted(tmp_path: Path) -> None:
    survey = va.read_survey(write(tmp_path, AGE, ["AGE", "20", "Maija Meikäläinen", "30"]))
    assert "Maija" not in str(survey.report)
    assert "row 2" in str(survey.report)


def test_a_text_that_fewer_than_five_gave_does_not_become_an_option() -> None:
    answers = ["kyllä"] * 30 + ["ei"] * 30
    four = read_text_survey(("q\n" + "\n".join([*answers, *["Maija"] * 4])).encode(), "a.csv")
    five = read_text_survey(("q\n" + "\n".join([*answers, *["ehkä"] * 5])).encode(), "a.csv")
    assert (four.variables["q"].kind, dict(four.variables["q"].labels)) == ("text", {})
    assert set(five.variables["q"].labels) == {"kyllä", "ei", "ehkä"}


def test_a_rare_option_is_one_where_another_question_shows_it() -> None:
    rows = ["a;b", *["kyllä;ei"] * 30, *["ei;ehkä"] * 28, *["ehkä;kyllä"] * 2, *["ei;kyllä"] * 5]
    raw = read_text_survey("\n".join(rows).encode(), "a.csv")
    assert set(raw.variables["a"].labels) == {"kyllä", "ei", "ehkä"}


def test_a_survey_without_a_weight_stays_without_one_in_ddi() -> None:
    book = Codebook([Variable("w", "Analyysipaino", "numeric")])
    empty = pd.DataFrame({"w": []})
    survey = Survey(SurveySettings("ring"), empty, empty, book, Blocks())
    text = ddi_text(survey)
    assert read_ddi(text.encode(), "ring.xml").weight == ""
    assert read_ddi(text.replace("No weight variable.", "").encode(), "ring.xml").weight == "w"


def test_a_table_that_is_no_dictionary_is_no_codebook(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;q\n1;2\n", encoding="utf-8")
    with pytest.raises(StudyError, match="a table that is no codebook"):
        va.read_survey(path, codebook=path)


@pytest.mark.parametrize("wrong", [None, 3, pd.DataFrame({"q": [1]}), {"de": "a.csv"}, {}, [3]])
def test_what_names_no_file_is_refused_in_words(wrong: object) -> None:
    with pytest.raises(ValumaError, match=r"give a path|languages are"):
        va.read_survey(wrong)  # type: ignore[call-overload]


def test_one_file_is_not_two_language_versions(tmp_path: Path) -> None:
    for name in ("fi.csv", "sv.csv"):
        (tmp_path / name).write_text("id;q\n1;2\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"the same content as fi\.csv"):
        va.read_survey([tmp_path / "fi.csv", tmp_path / "sv.csv"])


def test_errors_of_the_file_of_the_names_beside_it_and_of_the_answers_come_in_one_run(tmp_path: Path) -> None:
    text = 'invited = "nobody.csv"\nlanguage = "swe"\n[[items]]\nfi = "x"\n[[items]]\nname = "qq"\nscale = "s"\n'
    with pytest.raises(StudyError) as caught:
        va.read_survey(write(tmp_path, text, ["q1;q", "1;2"]))
    found = [(one.row, one.column) for one in caught.value.problems.errors]
    assert found == [
        (4, "invited"),
        (5, "language"),
        (6, "items[1].name"),
        (9, "items[2].name"),
        (10, "items[2].scale"),
    ]


def test_a_file_without_respondents_and_codes_of_one_label_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("q\n", encoding="utf-8")
    book = Codebook([Variable("q", "", "category", {1.0: "ei", 2.0: "Ei "})])
    report = str(va.read_survey(path, codebook=book).report)
    assert "no respondents" in report
    assert "codes with one label: 1, 2" in report


def test_thousands_with_a_point_among_decimal_commas_are_told() -> None:
    raw = read_text_survey(b"id;cost\n1;1 234,5\n2;1.234\n", "a.csv")
    assert raw.values["cost"].tolist() == [1234.5, 1234.0]
    assert "groups of thousands such as 1.234" in str(raw.report)
