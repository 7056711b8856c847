"""SPSS system files: cells as pyreadstat reads them, and what it does not read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sav_files import Column, sav
from sav_records import MultipleResponse, add_records, extension

import valuma as va
from valuma.loaders.survey_files.sav import SavFile

SPSS_DAY_ZERO = dt.date(1582, 10, 14)


def raw_of(data: bytes, folder: Path, name: str = "a.sav"):
    path = folder / name
    path.write_bytes(data)
    return next(SavFile(path, 2**30).pieces())


def seconds(day: dt.date) -> float:
    return (day - SPSS_DAY_ZERO).days * 86400.0


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "weight_of_respondent": [1.5, 0.5, 1.0],
            "f_roads": [1.0, 0.0, 1.0],
            "f_boats": [0.0, 0.0, 1.0],
            "first": [1.0, 2.0, 3.0],
            "second": [2.0, 3.0, np.nan],
            "name": ["Närpes – Närpiö", "", "x" * 300],
            "day": [dt.date(2025, 3, 1), None, dt.date(1917, 12, 6)],
        }
    )


@pytest.fixture
def written(frame: pd.DataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "plain.sav"
    topics = {1: "roads", 2: "boats", 3: "rails"}
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["Weight", "Roads", "Boats", "First choice", "Second choice", "Nimi", "Päivä"],
        variable_value_labels={"f_roads": {0: "no", 1: "yes"}, "first": topics, "second": topics},
        missing_ranges={"first": [3], "second": [3]},
        variable_measure={"first": "ordinal", "second": "ordinal"},
    )
    return path


def test_records_that_pyreadstat_drops_are_read(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.sav"
    path.write_bytes(
        add_records(
            written,
            weight="weight_of_respondent",
            sets=[
                MultipleResponse("forums", "Forums needed – tarvittu foorumi", ["f_roads", "f_boats"], "1"),
                MultipleResponse("choices", "Choices", ["first", "second"]),
            ],
            variable_sets={"LOCATION": ["name", "day"], "EMPTY": []},
            roles={"first": 1, "name": 3},
            attributes={"first": {"Note": "asked twice"}},
            file_attributes={"Round": "2"},
            documents=["Kerätty keväällä 2025", "second line"],
        )
    )
    survey = va.read_survey(path)
    assert survey.settings.weight == "weight_of_respondent"
    assert survey.weight is not None
    assert survey.weight.tolist() == [1.5, 0.5, 1.0]
    forums, choices = survey.blocks["forums"], survey.blocks["choices"]
    assert (forums.kind, forums.items, forums.counted) == ("multiple-dichotomies", ("f_roads", "f_boats"), 1.0)
    assert forums.label == "Forums needed – tarvittu foorumi"
    assert (choices.kind, choices.items, choices.counted) == ("multiple-categories", ("first", "second"), None)
    assert survey.codebook["name"].sets == ("LOCATION",)
    assert survey.codebook["first"].attributes == {"role": "target", "Note": "asked twice"}
    assert survey.codebook["name"].attributes == {"role": "none"}
    assert survey.documents == ("Kerätty keväällä 2025", "second line", "Round: 2")
    assert survey.report.warnings == []


def test_newer_record_of_multiple_response_sets_is_read(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.sav"
    one = MultipleResponse("forums", "Forums (1 2 3) = all", ["f_roads", "f_boats"], "1", extended=True)
    path.write_bytes(add_records(written, sets=[one]))
    block = va.read_survey(path).blocks["forums"]
    assert (block.kind, block.label, block.items) == (
        "multiple-dichotomies",
        "Forums (1 2 3) = all",
        ("f_roads", "f_boats"),
    )


@pytest.mark.parametrize("suffix", ["sav", "zsav"])
@pytest.mark.parametrize("packed", [True, False])
def test_cells_are_those_that_pyreadstat_reads(frame: pd.DataFrame, tmp_path: Path, suffix: str, packed: bool) -> None:
    path = tmp_path / f"a.{suffix}"
    pyreadstat.write_sav(frame, path, compress=suffix == "zsav", row_compress=packed and suffix == "sav")
    expected, _ = pyreadstat.read_sav(path, user_missing=True)
    found = next(SavFile(path, 2**30).pieces()).values
    assert found["name"].tolist() == expected["name"].tolist()
    assert found["day"].dt.date.tolist()[::2] == expected["day"].tolist()[::2]
    numbers = [name for name in frame if frame[name].dtype == float]
    pd.testing.assert_frame_equal(found[numbers], expected[numbers])


cells = st.one_of(
    st.integers(-99, 151).map(float),
    st.floats(allow_nan=True, allow_infinity=False, width=64).filter(lambda x: x > -1.7e308 or x != x),
)


@given(st.lists(st.tuples(cells, cells, cells, st.text("aö €", max_size=12)), max_size=40), st.sampled_from("<>"))
@pytest.mark.parametrize("compression", [0, 1, 2])
def test_every_cell_comes_back_from_every_order_and_compression(
    tmp_path_factory, compression: int, rows, order: str
) -> None:
    columns = [Column("a"), Column("b"), Column("c"), Column("t", 24)]
    given_rows = [(a, b, c, t.encode()[:24].decode(errors="ignore").encode()) for a, b, c, t in rows]
    data = sav(columns, given_rows, order=order, compression=compression)
    found = raw_of(data, tmp_path_factory.mktemp("sav")).values
    assert len(found) == len(rows)
    for k, name in enumerate("abc"):
        np.testing.assert_array_equal(found[name].to_numpy(), [row[k] for row in given_rows])
    assert found["t"].tolist() == [row[3].decode().rstrip(" ") for row in given_rows]


def test_ranges_of_missing_codes_keep_each_code_and_its_label(tmp_path: Path) -> None:
    column = Column("q", labels={1.0: b"no", 97.0: b"refused", 98.0: b"en osaa sanoa"}, span=(90.0, 99.0))
    rows = [[1.0], [97.0], [98.0], [95.5], [float("nan")]]
    (tmp_path / "a.sav").write_bytes(sav([column], rows))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.reasons["q"].tolist()[1:] == ["97: refused", "98: en osaa sanoa", "95.5", "system-missing"]
    assert survey.why("q").tolist()[1:] == ["user-missing", "cannot-say", "user-missing", "system-missing"]
    assert survey.answers["q"].tolist()[0] == "no"
    assert survey.answers["q"].isna().sum() == 4
    assert str(survey.codebook.missing_rules("q")[-1]) == "90–99"


def test_open_ranges_reach_to_the_ends(tmp_path: Path) -> None:
    lowest, highest = np.nextafter(-np.finfo(float).max, 0), np.finfo(float).max
    columns = [Column("low", span=(lowest, -1.0)), Column("high", span=(90.0, highest), missing=[-5.0])]
    survey_of = sav(columns, [[-1e9, 1e9], [-0.5, 89.0], [3.0, -5.0]])
    (tmp_path / "a.sav").write_bytes(survey_of)
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.answers["low"].tolist()[1:] == [-0.5, 3.0]
    assert survey.reasons["low"].tolist()[0] == "-1000000000"
    assert survey.reasons["high"].tolist()[0::2] == ["1000000000", "-5"]
    assert survey.answers["high"].tolist()[1] == 89.0


def test_large_missing_codes_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(sav([Column("q", missing=[9999998.0, 9999999.0])], [[9999998.0], [9999999.0]]))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.reasons["q"].tolist() == ["9999998", "9999999"]


def test_missing_texts_are_missing(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(sav([Column("t", 8, missing=[b"-"])], [[b"-"], [b"x"], [b""]]))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.answers["t"].isna().tolist() == [True, False, True]
    assert survey.reasons["t"].tolist()[::2] == ["-", "system-missing"]


def test_dates_are_dates_and_impossible_ones_do_not_stop_the_read(tmp_path: Path) -> None:
    """haven's datetime.sav holds the year 201416, at which pyreadstat raises an OverflowError."""
    day = Column("d", format=(20, 11, 0), missing=[86400.0], labels={86400.0: b"refused"})
    rows = [[seconds(dt.date(2025, 3, 1)) + 3661.5], [6.3e12], [86400.0], [-1.0], [float("nan")]]
    (tmp_path / "a.sav").write_bytes(sav([day], rows))
    survey = va.read_survey(tmp_path / "a.sav")
    assert str(survey.answers["d"].iloc[0]) == "2025-03-01 01:01:01.500000"
    assert survey.reasons["d"].tolist()[1:] == ["unreadable", "86400: refused", "unreadable", "system-missing"]
    (warning,) = survey.report.warnings
    assert warning.place == "a.sav, d, rows 2, 4"
    assert "6300000000000 in the file" in warning.what


def test_times_of_day_stay_seconds(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(sav([Column("t", format=(21, 8, 0))], [[3600.0]]))
    survey = va.read_survey(tmp_path / "a.sav")
    assert (survey.answers["t"].tolist(), survey.codebook["t"].kind) == ([3600.0], "numeric")


def test_one_byte_that_does_not_fit_is_replaced_and_named(tmp_path: Path) -> None:
    rows = [["Närpes".encode()], ["Närpes".encode("cp1252")], ["Tampere – ö".encode() + b"\x81"]]
    (tmp_path / "a.sav").write_bytes(sav([Column("t", 24)], rows))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.answers["t"].tolist() == ["Närpes", "Närpes", "Tampere – ö\N{REPLACEMENT CHARACTER}"]
    warnings = [(warning.place, warning.done) for warning in survey.report.warnings]
    assert ("a.sav, t, row 2", "read as Windows-1252") in warnings
    assert ("a.sav, t, row 3", "what stands for no letter became \N{REPLACEMENT CHARACTER}") in warnings


@pytest.mark.parametrize(
    ("encoding", "page", "written_in"),
    [
        ("windows-1252", 1252, "cp1252"),
        (None, 1252, "cp1252"),
        (None, 65001, "utf-8"),
        (None, 2, "utf-8"),
        (None, 2, "cp1252"),
        ("UTF-8", 65001, "cp1252"),
        ("windows-1252", 1252, "utf-8"),
        ("nosuch", 0, "utf-8"),
        ("ISO-8859-15", 28605, "iso8859-15"),
    ],
)
def test_letters_are_right_whatever_the_file_says(
    tmp_path: Path, encoding: str | None, page: int, written_in: str
) -> None:
    label = "Mitä hyötyä yhteistyöstä on?".encode(written_in)
    column = Column("q", 16, label=label, labels={"hyöty".encode(written_in): "Hyöty ä".encode(written_in)})
    rows = [["hyöty".encode(written_in)], ["hyöty".encode(written_in)]]
    (tmp_path / "a.sav").write_bytes(sav([column], rows, encoding=encoding, page=page))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.codebook["q"].label == "Mitä hyötyä yhteistyöstä on?"
    assert survey.answers["q"].tolist() == ["Hyöty ä", "Hyöty ä"]
    silent = {
        ("windows-1252", "cp1252"),
        (1252, "cp1252"),
        (65001, "utf-8"),
        (2, "utf-8"),
        ("ISO-8859-15", "iso8859-15"),
    }
    assert (len(survey.report) == 0) is ((encoding or page, written_in) in silent)


def test_utf8_among_windows_letters_is_seen_cell_by_cell(tmp_path: Path) -> None:
    rows = [["Närpiö".encode("cp1252")], ["Närpiö".encode()], [b"plain"]]
    column = Column("t", 16, label="Kunta, jossa työ".encode("cp1252"))
    (tmp_path / "a.sav").write_bytes(sav([column], rows, encoding="windows-1252", page=1252))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.answers["t"].tolist() == ["Närpiö", "Närpiö", "plain"]
    assert [warning.place for warning in survey.report.warnings] == ["a.sav, t, row 2"]


def test_letters_that_were_lost_before_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    label = "P\N{REPLACEMENT CHARACTER}iv\N{REPLACEMENT CHARACTER}".encode()
    data = sav([Column("t", 16, label=label)], [[b"plain"], ["N\N{REPLACEMENT CHARACTER}rpes".encode()]])
    (tmp_path / "a.sav").write_bytes(data)
    survey = va.read_survey(tmp_path / "a.sav")
    assert [warning.place for warning in survey.report.warnings] == ["a.sav, label of t", "a.sav, t, row 2"]


def test_texts_over_255_bytes_are_put_together(tmp_path: Path) -> None:
    frame = pd.DataFrame({"long": ["".join(chr(97 + k % 26) for k in range(n)) for n in (0, 255, 256, 504, 1000)]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    assert raw_of((tmp_path / "a.sav").read_bytes(), tmp_path).values["long"].tolist() == frame["long"].tolist()


def test_a_weight_that_is_no_number_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.sav").write_bytes(sav([Column("t", 8), Column("q")], [[b"x", 1.0]], weight=1))
    survey = va.read_survey(tmp_path / "a.sav")
    assert survey.weight is None
    assert "weight" in survey.report.warnings[0].what


def test_sets_of_variables_that_are_not_there_are_reported(tmp_path: Path) -> None:
    record = extension(7, b"$gone=D1 1 4 Gone q none\n$broken=X 3\n")
    (tmp_path / "a.sav").write_bytes(sav([Column("q"), Column("r")], [[1.0, 0.0]], extra=record))
    survey = va.read_survey(tmp_path / "a.sav")
    assert len(survey.report.warnings) == 2
    assert "multiple-response set" in survey.report.warnings[0].what
