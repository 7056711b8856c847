"""A study as it arrives from somebody's machine: letters and spaces in its path, Windows line ends, locked files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from study_builder import CASE, FILES, build_study, write

import valuma as va
from valuma.cli.main import main
from valuma.formats.files import atomic_write
from valuma.loaders import case_readme
from valuma.schema.problems import ValumaError

BOM = b"\xef\xbb\xbf"
AS_WINDOWS_WRITES = {
    "Windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte-order mark": lambda data: BOM + data,
    "both": lambda data: BOM + data.replace(b"\n", b"\r\n"),
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A study folder with ä, ö and a space in its path."""
    folder = tmp_path / "Työpöytä" / "Järviseudun selvitys (2)"
    folder.mkdir(parents=True)
    return build_study(folder)


def assert_same(one: va.Study, other: va.Study) -> None:
    assert list(one.tables) == list(other.tables)
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])


def test_letters_and_spaces_in_the_path_change_nothing(odd: Path, tmp_path: Path) -> None:
    plain = build_study(tmp_path / "plain")
    assert str(va.check(odd)) == str(va.check(plain))
    assert_same(va.read_study(odd), va.read_study(plain))


def test_commands_take_and_write_such_paths(odd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = odd.parent / "tulos ä.graphml"
    assert main(["check", str(odd)]) == 0
    assert main(["graph", str(odd), "--output", str(target)]) == 0
    capsys.readouterr()
    assert target.stat().st_size > 0


@pytest.mark.parametrize("form", AS_WINDOWS_WRITES)
def test_every_file_as_windows_writes_it_gives_the_same_study(odd: Path, tmp_path: Path, form: str) -> None:
    for name in FILES:
        write(odd, name, AS_WINDOWS_WRITES[form]((odd / name).read_bytes()))
    assert va.check(odd).errors == []
    assert_same(va.read_study(odd), va.read_study(build_study(tmp_path / "plain")))


def test_read_only_files_are_read_and_not_written(odd: Path) -> None:
    for name in FILES:
        (odd / name).chmod(0o444)
    assert len(va.read_study(odd).tables["memberships"]) == 5
    members = odd / CASE / "members.csv"
    before = members.read_bytes()
    with pytest.raises(ValumaError, match=r"members\.csv: it is write-protected"), atomic_write(members) as file:
        file.write("")
    assert members.read_bytes() == before


@pytest.mark.parametrize("lock", ["~$members.xlsx", ".~lock.members.csv#"])
def test_lock_file_of_a_spreadsheet_program_is_passed_over(odd: Path, lock: str) -> None:
    write(odd, f"{CASE}/{lock}", b"\x05Maija" + bytes(49))
    assert str(va.check(odd)) == "no problems"


def test_workbook_in_a_case_folder_is_not_read_and_the_way_in_is_named(odd: Path) -> None:
    write(odd, f"{CASE}/members.xlsx", b"PK\x03\x04")
    write(odd, f"{CASE}/~$members.xlsx", b"\x05Maija" + bytes(49))
    found = list(va.check(odd))
    assert [(problem.severity, problem.file) for problem in found] == [("warning", f"{CASE}/members.xlsx")]
    assert f"valuma members import {CASE}/members.xlsx --network lake-network" in found[0].hint


def test_workbook_beside_the_tables_is_to_be_saved_as_csv(odd: Path) -> None:
    write(odd, "cases/registry/actors.xlsx", b"PK\x03\x04")
    assert [problem.hint for problem in va.check(odd).warnings] == [
        "spreadsheets are not read from here; save the sheet as CSV"
    ]


def test_page_of_the_cases_that_is_no_text_is_an_error(odd: Path) -> None:
    page = write(odd, "cases/README.md", "Tapaukset".encode("utf-16"))
    assert [problem.found for problem in case_readme.check(page, va.read_study(odd))] == ["UTF-16 text"]
