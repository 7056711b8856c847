"""Statistics files that are cut, broken or made to harm: a clear error, or everything that is there and a report."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from sav_files import Column, sav
from sav_records import extension

import valuma as va
from valuma.loaders.survey_files import sav as sav_module

COLUMNS = [
    Column("q1", label=b"Trust", labels={1.0: b"yes", 2.0: b"no"}, missing=[9.0]),
    Column("place", 16, label=b"Place", labels={b"Oulu": b"Oulu"}),
    Column("x"),
]
ROWS = [[float(k % 3), b"Oulu", k * 1.25] for k in range(40)]


def read(data: bytes, folder: Path, name: str = "a.sav"):
    (folder / name).write_bytes(data)
    return va.read_survey(folder / name)


@pytest.mark.parametrize(("compression", "step"), [(0, 29), (1, 17), (2, 7)])
def test_a_file_cut_anywhere_is_an_error_or_its_whole_rows_with_a_warning(
    tmp_path: Path, compression: int, step: int
) -> None:
    data = sav(COLUMNS, ROWS, compression=compression)
    whole = read(data, tmp_path)
    for end in range(1, len(data), step):
        try:
            survey = read(data[:end], tmp_path)
        except va.StudyError:
            continue
        rows = len(survey.answers)
        # Codes of the last group may be filled up with zeros, so that its last bytes are not missed.
        if rows < len(ROWS):
            assert any("the file is cut" in remark.what for remark in survey.report.warnings)
        assert survey.codes("x").tolist() == whole.codes("x").tolist()[:rows]


def test_more_rows_announced_than_there_are(tmp_path: Path) -> None:
    survey = read(sav(COLUMNS, ROWS, cases=2**31 - 1), tmp_path)
    assert len(survey.answers) == 40
    assert "40 whole rows where the header announces 2,147,483,647" in survey.report.warnings[0].what


def test_fewer_rows_announced_than_there_are(tmp_path: Path) -> None:
    survey = read(sav(COLUMNS, ROWS, cases=5), tmp_path)
    assert len(survey.answers) == 5
    assert "more rows than the 5" in survey.report.warnings[0].what


def test_rows_that_are_not_announced_are_read_to_the_end(tmp_path: Path) -> None:
    survey = read(sav(COLUMNS, ROWS, cases=-1, compression=1), tmp_path)
    assert (len(survey.answers), survey.report.warnings) == (40, [])


def test_the_number_of_rows_may_stand_in_a_record_of_its_own(tmp_path: Path) -> None:
    record = extension(16, struct.pack("<qq", 1, 7), size=8)
    survey = read(sav(COLUMNS, ROWS, cases=-1, extra=record), tmp_path)
    assert len(survey.answers) == 7


@pytest.mark.slow
def test_ten_thousand_variables(tmp_path: Path) -> None:
    columns = [Column(f"V{k}", labels={1.0: b"yes", 0.0: b"no"}) for k in range(10_000)]
    survey = read(sav(columns, [[1.0] * 10_000] * 3, compression=1), tmp_path)
    assert survey.answers.shape == (3, 10_000)
    assert survey.answers["V9999"].tolist() == ["yes"] * 3


def test_variables_of_the_same_name_are_numbered_and_reported(tmp_path: Path) -> None:
    survey = read(sav([Column("Q1"), Column("Q1"), Column("q1"), Column("")], [[1.0, 2.0, 3.0, 4.0]]), tmp_path)
    assert list(survey.answers) == ["Q1", "Q1 (2)", "q1 (3)", "V4"]
    assert survey.answers.iloc[0].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert len(survey.report.warnings) == 2


def test_fifty_thousand_variables_of_one_name_take_no_time_to_number() -> None:
    from valuma.loaders.survey_files.unique_names import each_once
    from valuma.survey.load_report import LoadReport

    report = LoadReport()
    assert each_once(["q"] * 50_000, "a.sav", report)[-1] == "q (50000)"
    assert len(report) == 21


@pytest.mark.parametrize(
    "record",
    [
        struct.pack("<ii", 3, -1),
        struct.pack("<ii", 3, 2**31 - 1),
        struct.pack("<ii", 6, 2**31 - 1),
        struct.pack("<iiii", 7, 20, 2**31 - 1, 2**31 - 1),
        struct.pack("<iiii", 7, 20, -1, 4),
        struct.pack("<i", 12345),
        struct.pack("<iiii", 2, 300, 0, 0),
        struct.pack("<ii", 4, -5),
    ],
    ids=lambda record: record.hex(),
)
def test_records_that_lie_about_their_size_are_refused(tmp_path: Path, record: bytes) -> None:
    with pytest.raises(va.StudyError, match=r"a\.sav"):
        read(sav(COLUMNS, ROWS, extra=record), tmp_path)


@pytest.mark.parametrize("subtype", [3, 5, 7, 11, 13, 14, 16, 17, 18, 19, 20, 21, 22])
@pytest.mark.parametrize("text", [b"", b"\xff" * 40, b"$a=D9 1 9 b c", b"a=b\ta=\t=c\0\t", b"q1:$@Role('", b"\0" * 64])
def test_extensions_of_nonsense_cost_no_answer(tmp_path: Path, subtype: int, text: bytes) -> None:
    survey = read(sav(COLUMNS, ROWS, encoding=None, extra=extension(subtype, text)), tmp_path)
    assert survey.answers.shape == (40, 3)


def test_a_compressed_file_that_unfolds_to_too_much_is_refused(tmp_path: Path) -> None:
    data = sav(COLUMNS, ROWS, compression=2)
    at = data.index(struct.pack("<2i", 999, 0)) + 8
    bomb = zlib.compress(bytes(2**27), 9)
    body = struct.pack("<3q", at, at + 24 + len(bomb), 24 + 24) + bomb
    body += struct.pack("<2q2i", -100, 0, 2**27, 1) + struct.pack("<2q2i", at, at + 24, 2**27, len(bomb))
    with pytest.raises(va.StudyError, match="200 times"):
        read(data[:at] + body, tmp_path)


def test_a_block_that_unfolds_to_more_than_declared_is_refused(tmp_path: Path) -> None:
    data = bytearray(sav(COLUMNS, ROWS, compression=2))
    (sizes,) = (len(data) - 8,)
    unfolded, packed = struct.unpack_from("<2i", data, sizes)
    struct.pack_into("<2i", data, sizes, unfolded - 8, packed)
    with pytest.raises(va.StudyError, match="another size than declared"):
        read(bytes(data), tmp_path)


def test_a_file_too_large_for_memory_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sav_module, "MAX_CELLS", 100)
    with pytest.raises(va.StudyError, match="chunks="):
        read(sav(COLUMNS, ROWS), tmp_path)
    assert sum(len(piece.answers) for piece in va.read_survey(tmp_path / "a.sav", chunks=10)) == 40


def test_a_mainframe_file_and_a_header_without_an_order_are_refused(tmp_path: Path) -> None:
    data = bytearray(sav(COLUMNS, ROWS))
    with pytest.raises(va.StudyError, match="mainframe"):
        read(b"\x5b\xc6\xd3\xf2" + bytes(data[4:]), tmp_path)
    data[64:68] = b"\xff" * 4
    with pytest.raises(va.StudyError, match="order of its bytes"):
        read(bytes(data), tmp_path)


@pytest.fixture
def dta(tmp_path: Path) -> bytes:
    frame = pd.DataFrame({"q1": [1, 2, 3], "x": [0.5, np.nan, 2.5], "s": ["a", "b", "ö"]})
    pyreadstat.write_dta(frame, tmp_path / "t.dta", version=14, variable_value_labels={"q1": {1: "yes", 2: "no"}})
    return (tmp_path / "t.dta").read_bytes()


def test_a_stata_file_cut_anywhere_is_an_error_or_is_whole(dta: bytes, tmp_path: Path) -> None:
    for end in range(5, len(dta), 23):
        try:
            survey = read(dta[:end], tmp_path, "a.dta")
        except va.StudyError:
            continue
        else:
            assert len(survey.answers) == 3


def test_a_stata_file_that_announces_too_many_rows_is_refused(dta: bytes, tmp_path: Path) -> None:
    at = dta.index(b"<N>") + 3
    with pytest.raises(va.StudyError, match="announces"):
        read(dta[:at] + struct.pack("<q", 2**31 - 1) + dta[at + 8 :], tmp_path, "a.dta")


def test_a_sas_file_of_nothing_but_its_beginning_is_refused(tmp_path: Path) -> None:
    magic = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
    for size in (0, 100, 2000, 70_000):
        with pytest.raises(va.StudyError, match=r"a\.sas7bdat"):
            read(magic + b"\x01" * size, tmp_path, "a.sas7bdat")
