"""One way into every file of answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from sav_files import Column, sav

import valuma as va
from valuma.survey.codebook import Codebook, Variable

YES = {1.0: b"yes", 2.0: b"no", 9.0: b"cannot say"}
NAN = float("nan")
SAS = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    columns = [
        Column("q1", label=b"Trust", labels=YES, missing=[9.0]),
        Column("age", labels={98.0: b"98 or older"}),
        Column("place", 16),
        Column("day", format=(20, 11, 0)),
    ]
    rows = [
        [1.0, 31.0, "Närpes".encode(), 13_824_172_800.0],
        [9.0, 98.0, b"", NAN],
        [2.0, NAN, b"Oulu", 6.3e12],
        [NAN, 45.5, b"Oulu", 13_824_172_800.0],
        [1.0, 20.0, b"Oulu", 13_824_259_200.0],
    ]
    path = tmp_path / "Kysely 2025.sav"
    path.write_bytes(sav(columns, rows, compression=1))
    return path


def same(first: va.Survey, second: va.Survey) -> None:
    pd.testing.assert_frame_equal(first.answers, second.answers)
    pd.testing.assert_frame_equal(first.reasons, second.reasons)
    pd.testing.assert_frame_equal(first.codebook.table, second.codebook.table)
    pd.testing.assert_frame_equal(first.blocks.frame, second.blocks.frame)


def test_a_file_becomes_a_survey(file: Path) -> None:
    survey = va.read_survey(file)
    assert survey.id == "kysely-2025"
    assert survey.answers.index.tolist() == [1, 2, 3, 4, 5]
    assert survey.answers["q1"].tolist() == ["yes", np.nan, "no", np.nan, "yes"]
    assert survey.reasons["q1"].tolist()[1:4] == ["9: cannot say", np.nan, "system-missing"]
    assert survey.answers["age"].tolist()[:2] == [31.0, 98.0]
    assert [str(dtype) for dtype in survey.answers.dtypes] == ["category", "float64", "str", "datetime64[us]"]
    assert list(survey.codebook.table["kind"]) == ["category", "numeric", "text", "date"]
    assert list(survey.inputs) == ["Kysely 2025.sav"]
    assert not survey.synthetic


def test_every_missing_cell_has_a_reason_and_no_other_has(file: Path) -> None:
    survey = va.read_survey(file)
    pd.testing.assert_frame_equal(survey.answers.isna(), survey.reasons.notna())


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 100])
def test_pieces_make_the_whole(file: Path, rows: int) -> None:
    whole, pieces = va.read_survey(file), list(va.read_survey(file, chunks=rows))
    assert [len(piece.answers) for piece in pieces][:-1] == [rows] * (len(pieces) - 1)
    for piece in pieces:
        pd.testing.assert_frame_equal(piece.codebook.table, whole.codebook.table)
        pd.testing.assert_series_equal(piece.answers.dtypes, whole.answers.dtypes)
        pd.testing.assert_series_equal(piece.reasons.dtypes, whole.reasons.dtypes)
    pd.testing.assert_frame_equal(pd.concat([piece.answers for piece in pieces]), whole.answers)
    pd.testing.assert_frame_equal(pd.concat([piece.reasons for piece in pieces]), whole.reasons)


def test_a_value_without_a_label_in_the_last_piece_decides_the_kind_in_the_first(tmp_path: Path) -> None:
    rows = [[1.0]] * 7 + [[5.5]]
    (tmp_path / "a.sav").write_bytes(sav([Column("q", labels=YES)], rows))
    pieces = list(va.read_survey(tmp_path / "a.sav", chunks=2))
    assert [piece.answers["q"].dtype for piece in pieces] == [np.float64] * 4


def test_remarks_on_rows_stand_with_their_piece(file: Path) -> None:
    first, second, third = va.read_survey(file, chunks=2)
    places = [[remark.place for remark in piece.report.warnings] for piece in (first, second, third)]
    assert places == [[], ["Kysely 2025.sav, day, row 3"], []]


def test_a_file_without_rows_is_a_survey_without_answers(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(sav([Column("q", labels=YES), Column("t", 8)], []))
    survey = va.read_survey(tmp_path / "a.sav")
    assert not survey.answered
    assert survey.codebook["q"].kind == "category"
    (piece,) = va.read_survey(tmp_path / "a.sav", chunks=10)
    same(survey, piece)


@pytest.mark.parametrize("chunks", [0, -1, 2.5, True, "10"])
def test_pieces_are_of_a_whole_number_of_respondents(file: Path, chunks: object) -> None:
    with pytest.raises(va.ValumaError, match="chunks"):
        va.read_survey(file, chunks=chunks)


def test_the_codebook_alone_is_that_of_the_whole(file: Path) -> None:
    whole = va.read_survey(file).codebook
    alone = va.loaders.read_codebook(file)
    assert alone.names == whole.names
    assert [alone.labels(name) for name in alone.names] == [whole.labels(name) for name in whole.names]
    assert alone.missing_rules("q1") == whole.missing_rules("q1")
    (file.parent / "a.csv").write_text("id;q1\nk1;2\n", encoding="utf-8")
    assert va.loaders.read_codebook(file.parent / "a.csv").names == ("id", "q1")


def test_content_goes_before_the_name(file: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "answers.csv"
    renamed.write_bytes(file.read_bytes())
    assert va.read_survey(renamed).answers["q1"].tolist() == va.read_survey(file).answers["q1"].tolist()


def test_a_codebook_states_kinds_and_words(file: Path) -> None:
    stated = Codebook([Variable("q1", "Luottamus", "ordered", {1.0: "kyllä", 2.0: "ei", 9.0: "en tiedä"})])
    survey = va.read_survey(file, codebook=stated)
    assert survey.answers["q1"].tolist() == ["kyllä", "en tiedä", "ei", np.nan, "kyllä"]
    assert survey.codebook["q1"].kind == "ordered"
    assert any("age" in remark.what for remark in survey.report.warnings)


def test_the_codebook_of_a_survey_reads_another_wave_alike(file: Path) -> None:
    book = va.read_survey(file).codebook
    same(va.read_survey(file, codebook=book), va.read_survey(file))


def test_a_folder_with_survey_toml_is_read_as_a_whole(file: Path) -> None:
    folder = file.parent
    (folder / "survey.toml").write_text(
        """id = "demo"
title = { fi = "Kysely", sv = "Enkät", en = "Survey" }
synthetic = true
answers = "Kysely 2025.sav"
invited = "all"
[[items]]
name = "q1"
fi = "Luotatko?"
sv = "Litar du?"
en = "Do you trust?"
[[items]]
name = "place"
role = "municipality"
""",
        encoding="utf-8",
    )
    survey = va.read_survey(folder)
    assert (survey.id, survey.synthetic, survey.settings.sample) == ("demo", True, "census")
    assert survey.codebook["q1"].text("sv") == "Litar du?"
    assert survey.codebook["place"].role == "municipality"
    assert set(survey.inputs) == {"survey.toml", "Kysely 2025.sav"}
    same(va.read_survey(folder / "survey.toml"), survey)
    same(va.read_survey(file, codebook=folder / "survey.toml"), survey)
    pieces = list(va.read_survey(folder, chunks=2))
    pd.testing.assert_frame_equal(pd.concat([piece.answers for piece in pieces]), survey.answers)


def test_a_survey_that_nobody_answered_yet_is_a_stated_state(tmp_path: Path) -> None:
    (tmp_path / "survey.toml").write_text(
        'id = "demo"\ntitle = { fi = "K", sv = "E", en = "S" }\n[[items]]\nname = "q1"\nen = "Why?"\n', encoding="utf-8"
    )
    survey = va.read_survey(tmp_path)
    assert not survey.answered
    assert survey.codebook.names == ("q1",)
    assert [len(piece.answers) for piece in va.read_survey(tmp_path, chunks=5)] == [0]


def test_answers_that_survey_toml_names_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "survey.toml").write_text(
        'id = "demo"\ntitle = { fi = "K", sv = "E", en = "S" }\nanswers = "gone.sav"\n', encoding="utf-8"
    )
    with pytest.raises(va.StudyError, match=r"gone\.sav"):
        va.read_survey(tmp_path)


def test_versions_of_several_languages_are_one_survey(tmp_path: Path) -> None:
    for lang, words in (("fi", {1: "kyllä", 2: "ei"}), ("sv", {1: "ja", 2: "nej"})):
        frame = pd.DataFrame({"q1": [1.0, 2.0]})
        pyreadstat.write_sav(frame, tmp_path / f"{lang}.sav", variable_value_labels={"q1": words})
    survey = va.read_survey([tmp_path / "fi.sav", tmp_path / "sv.sav"])
    assert survey.answers["q1"].tolist() == ["kyllä", "ei", "kyllä", "ei"]
    assert survey.codebook["q1"].value_text(2.0, "sv") == "nej"
    by_language = va.read_survey({"fi": tmp_path / "fi.sav", "sv": tmp_path / "sv.sav"})
    pd.testing.assert_frame_equal(by_language.answers, survey.answers)


def test_csv_and_excel_come_in_the_same_way(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;q1;cost\nk1;2;1,5\nk2;;2\n", encoding="utf-8")
    survey = va.read_survey(tmp_path / "a.csv")
    assert survey.answers["cost"].tolist() == [1.5, 2.0]
    (first, second) = va.read_survey(tmp_path / "a.csv", chunks=1)
    assert (first.answers.index.tolist(), second.answers["cost"].tolist()) == ([1], [2.0])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.sav", b"", "an empty file"),
        ("a.sav", b"id;q1\n1;2\n", "SPSS system file"),
        ("a.dta", b"\x99" * 50, "Stata file"),
        ("a.xyz", b"hello", "unknown kind"),
        ("a.sav", b"\0" * 8 + b"ENCRYPTEDSAV" + b"\x15" + b"\x99" * 400, "encrypted with a password"),
        ("a.sas7bcat", SAS + b"\0" * 400, "holds no answers"),
        ("a.lss", b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "codebook="),
    ],
)
def test_what_is_no_file_of_answers_is_refused_in_plain_words(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(va.StudyError, match=said):
        va.read_survey(tmp_path / name)


def test_an_encrypted_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(b"\x00\x00\x00\x00\x00\x00\x00\x00ENCRYPTEDSAV\x15" + b"\x99" * 400)
    with pytest.raises(va.StudyError) as caught:
        va.read_survey(tmp_path / "a.sav")
    assert "without a password" in caught.value.problems.errors[0].hint


def test_a_file_that_is_not_there_and_one_that_is_too_large_are_named(file: Path) -> None:
    with pytest.raises(va.StudyError, match="no such file"):
        va.read_survey(file.parent / "gone.sav")
    with pytest.raises(va.StudyError, match="chunks="):
        va.read_survey(file, limit=100)


def test_something_that_is_no_codebook_is_refused(file: Path) -> None:
    with pytest.raises(va.ValumaError, match="no codebook"):
        va.read_survey(file, codebook=3)
    with pytest.raises(va.StudyError, match=r"survey\.toml"):
        va.read_survey(file, codebook=file)
