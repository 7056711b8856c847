"""Stata and SAS files: letters as reasons, dates by their formats, texts of older files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sas_files import ibm, sas7bdat, xport

import valuma as va
from valuma.loaders.survey_files.xport import ibm_numbers


@pytest.fixture
def dta(tmp_path: Path) -> Path:
    frame = pd.DataFrame(
        {
            "q1": [1, 2, "a", "z", None],
            "age": [30, 98, 40, "b", 50],
            "day": [21916.0, np.nan, 9e9, 22000.0, 0.0],
            "week": [3000.0, 0.0, 1.0, 52.0, np.nan],
            "place": ["Närpes", "", "Oulu", "–", "Kemiönsaari"],
        }
    )
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(
        frame,
        path,
        version=15,
        column_labels=["Hyöty", "Ikä", "Päivä", "Viikko", "Kunta"],
        variable_value_labels={"q1": {1: "kyllä", 2: "ei", "a": "en osaa sanoa"}, "age": {98: "98 or more"}},
        missing_user_values={"q1": ["a", "z"], "age": ["b"]},
        variable_format={"day": "%td", "week": "%tw"},
    )
    return path


def test_letters_are_reasons_beside_clean_numbers(dta: Path) -> None:
    survey = va.read_survey(dta)
    assert survey.answers["q1"].tolist()[:2] == ["kyllä", "ei"]
    assert survey.reasons["q1"].tolist()[2:] == [".a: en osaa sanoa", ".z", "system-missing"]
    assert survey.why("q1").tolist()[2:] == ["cannot-say", "user-missing", "system-missing"]
    np.testing.assert_array_equal(survey.answers["age"], [30, 98, 40, np.nan, 50])
    assert (survey.answers["age"].dtype, survey.reasons["age"].tolist()[3]) == (np.float64, ".b")
    assert [str(rule) for rule in survey.codebook.missing_rules("q1")] == [".a: en osaa sanoa", ".z"]


def test_dates_of_stata_follow_their_formats(dta: Path) -> None:
    survey = va.read_survey(dta)
    assert [str(day)[:10] for day in survey.answers["day"]] == ["2020-01-02", "NaT", "NaT", "2020-03-26", "1960-01-01"]
    assert survey.reasons["day"].tolist()[2] == "unreadable"
    # Stata: a year has 52 weeks, the first begins on 1 January.
    assert [str(day)[:10] for day in survey.answers["week"][1:4]] == ["1960-01-01", "1960-01-08", "1961-01-01"]


def test_pieces_of_a_stata_file_make_the_whole(dta: Path) -> None:
    whole, pieces = va.read_survey(dta), list(va.read_survey(dta, chunks=2))
    assert [len(piece.answers) for piece in pieces] == [2, 2, 1]
    pd.testing.assert_frame_equal(pd.concat([piece.answers for piece in pieces]), whole.answers)
    pd.testing.assert_frame_equal(pd.concat([piece.reasons for piece in pieces]), whole.reasons)
    assert all(piece.codebook.table.equals(whole.codebook.table) for piece in pieces)


@pytest.mark.parametrize("version", [8, 10, 12, 13])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_of_older_stata_files_are_right_in_either_encoding(tmp_path: Path, version: int, encoding: str) -> None:
    """Stata up to 13 says nothing of the encoding."""
    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"place": ["Närpes", "Oulu", "Åbo"]})
    pyreadstat.write_dta(frame, path, version=version, column_labels=["Päivä ja kunta"])
    if encoding == "cp1252":
        changed = path.read_bytes()
        for word in ("Närpes", "Åbo", "Päivä ja kunta"):
            there = word.encode()
            changed = changed.replace(there, word.encode("cp1252").ljust(len(there), b"\0"))
        path.write_bytes(changed)
    survey = va.read_survey(path)
    assert survey.answers["place"].tolist() == ["Närpes", "Oulu", "Åbo"]
    assert survey.codebook["place"].label == "Päivä ja kunta"


def test_one_bad_byte_in_a_new_stata_file_is_replaced_and_named(dta: Path) -> None:
    dta.write_bytes(dta.read_bytes().replace("Närpes".encode(), b"N\x81\xffrpes"))
    survey = va.read_survey(dta)
    assert survey.answers["place"].tolist()[0] == "N\N{REPLACEMENT CHARACTER}ÿrpes"
    assert survey.codebook["place"].label == "Kunta"
    assert survey.answers["place"].tolist()[4] == "Kemiönsaari"
    assert any(warning.place == "a.dta, place, row 1" for warning in survey.report.warnings)


VARIABLES = [("Q1", "Hyöty", "TRUST"), ("DAY", "Day", "DATE9."), ("AT", "At", "DATETIME20."), ("NAME", "Nimi", "$16.")]
ROWS = [[1.0, 21916.0, 86400.0, "Närpes"], [".A", ".", ".", ""], ["._", 9e9, 0.0, "Oulu"], [2.0, 0.0, 1.5, "x"]]


def test_a_sas_data_set_keeps_letters_and_dates(tmp_path: Path) -> None:
    (tmp_path / "a.sas7bdat").write_bytes(sas7bdat(VARIABLES, ROWS, texts=[3]))
    survey = va.read_survey(tmp_path / "a.sas7bdat")
    assert survey.reasons["Q1"].tolist()[1:3] == [".a", "._"]
    assert survey.codebook["Q1"].label == "Hyöty"
    assert [str(day)[:10] for day in survey.answers["DAY"]] == ["2020-01-02", "NaT", "NaT", "1960-01-01"]
    assert str(survey.answers["AT"].iloc[3]) == "1960-01-01 00:00:01.500000"
    assert survey.answers["NAME"].tolist()[0] == "Närpes"
    assert [len(piece.answers) for piece in va.read_survey(tmp_path / "a.sas7bdat", chunks=3)] == [3, 1]


def test_labels_come_from_the_catalog_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No free program writes catalogs, so the library's answer is put in its place."""
    (tmp_path / "a.sas7bdat").write_bytes(sas7bdat(VARIABLES, ROWS, texts=[3]))
    (tmp_path / "A.SAS7BCAT").write_bytes(b"")
    meta = SimpleNamespace(value_labels={"TRUST": {1.0: "kyllä", 2.0: "ei", "A": "en osaa sanoa"}})
    monkeypatch.setattr(pyreadstat, "read_sas7bcat", lambda path: (None, meta))
    survey = va.read_survey(tmp_path / "a.sas7bdat")
    assert survey.answers["Q1"].tolist() == ["kyllä", np.nan, np.nan, "ei"]
    assert survey.reasons["Q1"].tolist()[1:3] == [".a: en osaa sanoa", "._"]
    assert any("catalog" in remark.what for remark in survey.report)


def test_a_catalog_that_cannot_be_read_costs_the_labels_only(tmp_path: Path) -> None:
    (tmp_path / "a.sas7bdat").write_bytes(sas7bdat(VARIABLES, ROWS, texts=[3]))
    (tmp_path / "formats.sas7bcat").write_bytes(b"no catalog")
    survey = va.read_survey(tmp_path / "a.sas7bdat")
    assert survey.answers["Q1"].tolist()[0] == 1.0
    assert any("without labels" in warning.done for warning in survey.report.warnings)


def test_a_transport_file_keeps_its_letters(tmp_path: Path) -> None:
    """pyreadstat gives every missing value of a transport file as NaN."""
    data = xport([v[:2] for v in VARIABLES], ROWS, formats=["", "DATE", "DATETIME"], texts=[3])
    (tmp_path / "a.xpt").write_bytes(data)
    survey = va.read_survey(tmp_path / "a.xpt")
    assert survey.reasons["Q1"].tolist()[1:3] == [".a", "._"]
    assert survey.codebook["Q1"].label == "Hyöty"
    assert [str(day)[:10] for day in survey.answers["DAY"]] == ["2020-01-02", "NaT", "NaT", "1960-01-01"]
    assert survey.answers["NAME"].tolist()[::2] == ["Närpes", "Oulu"]


@pytest.mark.parametrize("version", [5, 8])
def test_a_transport_file_reads_as_pyreadstat_reads_it(tmp_path: Path, version: int) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"a": rng.normal(size=99) * 10.0 ** rng.integers(-30, 30, 99), "s": [f"s{k}" for k in range(99)]}
    )
    pyreadstat.write_xport(frame, tmp_path / "a.xpt", file_format_version=version, column_labels=["A " * 15, "B" * 60])
    expected, meta = pyreadstat.read_xport(tmp_path / "a.xpt")
    survey = va.read_survey(tmp_path / "a.xpt")
    np.testing.assert_array_equal(survey.answers["a"], expected["a"])
    assert survey.answers["s"].tolist() == expected["s"].tolist()
    assert [variable.label for variable in survey.codebook] == [label.rstrip() for label in meta.column_labels]
    pieces = list(va.read_survey(tmp_path / "a.xpt", chunks=10))
    pd.testing.assert_frame_equal(pd.concat([piece.answers for piece in pieces]), survey.answers)


def test_a_cut_transport_file_gives_its_whole_rows(tmp_path: Path) -> None:
    data = xport([("A", "a"), ("B", "b")], [[float(k), k / 2] for k in range(50)])
    (tmp_path / "a.xpt").write_bytes(data[:-101])
    survey = va.read_survey(tmp_path / "a.xpt")
    assert 40 < len(survey.answers) < 50
    assert any("the file is cut" in warning.what for warning in survey.report.warnings)


def test_of_several_data_sets_the_first_is_read(tmp_path: Path) -> None:
    first = xport([("A", "a")], [[1.0], [2.0]])
    second = xport([("B", "b")], [[3.0]])
    (tmp_path / "a.xpt").write_bytes(first + second[second.index(b"HEADER RECORD*******MEMBER") :])
    survey = va.read_survey(tmp_path / "a.xpt")
    assert survey.answers["A"].tolist() == [1.0, 2.0]
    assert survey.report.warnings[0].what == "more than one data set"


@given(st.lists(st.floats(-1e60, 1e60).filter(lambda x: x == 0 or abs(x) > 1e-60), min_size=1, max_size=20))
def test_numbers_of_mainframes_come_back(numbers: list[float]) -> None:
    cells = np.frombuffer(b"".join(ibm(number) for number in numbers), dtype=np.uint8).reshape(-1, 8)
    found, letters = ibm_numbers(cells)
    assert letters is None
    np.testing.assert_array_equal(found, numbers)
