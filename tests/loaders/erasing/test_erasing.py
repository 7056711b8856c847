"""One respondent taken out of the files of a study: the row is gone, everything else is as it was."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from valuma.loaders.erasing.respondent import erase_expired, erase_respondent
from valuma.loaders.erasing.sav_rows import without_cases
from valuma.loaders.erasing.text_rows import without_rows
from valuma.loaders.erasing.workbook_rows import without_sheet_rows
from valuma.loaders.held_data import held_data
from valuma.schema.problems import ValumaError

SURVEY = """\
id = "lake"
answers = "{answers}"
invited = "{invited}"
respondent = "token"
language = "en"

[title]
fi = "Järvi"
sv = "Sjö"
en = "Lake"

[privacy]
controller = "Lake Council"
retain_until = 2027-12-31

[[items]]
name = "token"
en = "Token"
role = "respondent"

[[items]]
name = "q1"
en = "Trust"
"""
TODAY = dt.date(2027, 6, 1)


def folder(tmp_path: Path, answers: str, data: bytes, *, invited: str = "unknown") -> Path:
    home = tmp_path / "surveys" / "lake"
    home.mkdir(parents=True)
    (home / answers).write_bytes(data)
    (home / "survey.toml").write_text(SURVEY.format(answers=answers, invited=invited), encoding="utf-8")
    results = tmp_path / "build" / "results"
    results.mkdir(parents=True)
    (results / "shares-ab12.csv").write_text("x\n")
    return tmp_path


def sav(frame: pd.DataFrame, tmp_path: Path, *, compress: bool = False) -> bytes:
    path = tmp_path / "made.sav"
    labels = {"q1": {1.0: "low", 2.0: "high", 9.0: "cannot say"}}
    pyreadstat.write_sav(
        frame, str(path), variable_value_labels=labels, missing_ranges={"q1": [9.0]}, row_compress=compress
    )
    return path.read_bytes()


def workbook(rows: list[list[object]], *, formula: bool = False, table: bool = False) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("answers")
    for k, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(k, column, cell)
    if formula:
        sheet.write_formula(len(rows), 0, "=COUNTA(A2:A3)")
    if table:
        heads = [{"header": str(cell)} for cell in rows[0]]
        sheet.add_table(0, 0, len(rows) - 1, len(rows[0]) - 1, {"columns": heads})
    book.close()
    return buffer.getvalue()


FRAME = pd.DataFrame({"token": ["k7", "k8", "k9"], "q1": [1.0, 9.0, 2.0], "said": ["Ääni", "long text " * 30, "c"]})


@given(st.lists(st.tuples(st.sampled_from(["k7", "k8", "k9"]), st.text("ab;\",\n'ä", max_size=6)), max_size=8))
def test_rows_of_a_csv_are_cut_out_and_no_other_byte_changes(rows: list[tuple[str, str]]) -> None:
    def lines(some: list[tuple[str, str]]) -> bytes:
        quoted = [f'{token};"{text.replace(chr(34), chr(34) * 2)}"\r\n' for token, text in some]
        return b"\xef\xbb\xbf" + ("token;q1. What?\r\n" + "".join(quoted)).encode()

    left, number = without_rows(lines(rows), "a.csv", "token", "k7".__eq__)
    assert left == lines([row for row in rows if row[0] != "k7"])
    assert number == sum(token == "k7" for token, _ in rows)


@pytest.mark.parametrize("compress", [False, True])
def test_rows_of_a_system_file_are_cut_out_and_labels_and_missing_values_stay(tmp_path: Path, compress: bool) -> None:
    data = sav(FRAME, tmp_path, compress=compress)
    path = tmp_path / "less.sav"
    path.write_bytes(without_cases(data, "a.sav", {1}))
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    assert frame["token"].tolist() == ["k7", "k9"]
    assert frame["said"].tolist() == ["Ääni", "c"]
    assert meta.number_rows == 2
    assert meta.variable_value_labels["q1"][9.0] == "cannot say"
    assert meta.missing_ranges["q1"] == [{"lo": 9.0, "hi": 9.0}]
    assert b"long text" not in path.read_bytes()


def test_a_system_file_with_all_rows_cut_out_is_one_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "none.sav"
    path.write_bytes(without_cases(sav(FRAME, tmp_path, compress=True), "a.sav", {0, 1, 2}))
    assert pyreadstat.read_sav(str(path))[0].empty


def test_rows_of_a_workbook_are_cut_out_with_their_texts_and_those_below_move_up() -> None:
    rows = [["token", "said"], ["k7", "mine alone"], ["k8", "shared"], ["k9", "shared"]]
    left, number = without_sheet_rows(workbook(rows, table=True), "a.xlsx", "token", "k7".__eq__)
    assert number == 1
    frame = pd.read_excel(io.BytesIO(left), engine="calamine")
    assert frame.to_numpy().tolist() == [["k8", "shared"], ["k9", "shared"]]
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"mine alone" not in whole
    assert b'ref="A1:B3"' in whole


def test_a_workbook_with_formulas_is_refused_in_plain_words() -> None:
    rows = [["token", "n"], ["k7", 1], ["k8", 2]]
    with pytest.raises(ValumaError, match=r"formulas.*save the answers as CSV"):
        without_sheet_rows(workbook(rows, formula=True), "a.xlsx", "token", "k7".__eq__)


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx", "answers.sav"])
def test_a_respondent_is_erased_only_when_written_and_the_record_holds_no_identifier(name: str, tmp_path: Path) -> None:
    rows = [["token", "q1"], ["k7", 1], ["k8", 2], ["k9", 1]]
    data = {
        "answers.csv": b"token;q1\nk7;1\nk8;2\nk9;1\n",
        "answers.xlsx": workbook(rows),
        "answers.sav": sav(FRAME[["token", "q1"]], tmp_path),
    }[name]
    root = folder(tmp_path, name, data, invited="invited.csv")
    home = root / "surveys" / "lake"
    (home / "invited.csv").write_text("token,kind\nk7,municipality\nk8,municipality\n", encoding="utf-8")
    found = erase_respondent(root, "k7")
    assert found.frame(root).values.tolist() == [
        ["lake", f"surveys/lake/{name}", "1"],
        ["lake", "surveys/lake/invited.csv", "1"],
        ["", "build/results/shares-ab12.csv", "all"],
    ]
    assert (home / name).read_bytes() == data
    found.write(root, TODAY)
    left = b"".join(path.read_bytes() for path in home.iterdir() if path.suffix != ".xlsx")
    assert b"k7" not in left
    assert not list((root / "build" / "results").iterdir())
    assert (home / "erased.csv").read_text().splitlines() == [
        "date,what,file,rows",
        f"2027-06-01,respondent,surveys/lake/{name},1",
        "2027-06-01,respondent,surveys/lake/invited.csv,1",
    ]
    with pytest.raises(ValumaError, match="no answers and no invitation"):
        erase_respondent(root, "k7")


def test_files_that_cannot_be_rewritten_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "made.dta"
    pyreadstat.write_dta(FRAME[["token", "q1"]], str(path))
    root = folder(tmp_path / "study", "answers.dta", path.read_bytes())
    with pytest.raises(ValumaError, match=r"cannot be taken out of a \.dta file; take the row out where"):
        erase_respondent(root, "k7")


def test_answers_are_deleted_after_the_day_until_which_they_may_be_kept(tmp_path: Path) -> None:
    root = folder(tmp_path, "answers.csv", b"token;q1\nk7;1\n")
    assert not erase_expired(root, dt.date(2027, 12, 31)).rows
    found = erase_expired(root, dt.date(2028, 1, 1))
    found.write(root, dt.date(2028, 1, 1))
    home = root / "surveys" / "lake"
    assert not (home / "answers.csv").exists()
    assert "expired,surveys/lake/answers.csv,all" in (home / "erased.csv").read_text()


def test_the_report_says_what_is_held_and_what_is_not_stated(tmp_path: Path) -> None:
    root = folder(tmp_path, "answers.csv", b"token;q1\nk7;1\nk8;2\n")
    says = held_data(root, today=TODAY).set_index("what")["says"]
    assert says["answers"] == "2 in answers.csv"
    assert says["controller"] == "Lake Council"
    assert says["legal basis"] == "not stated"
    assert says["kept until"] == "2027-12-31, 213 days left"
    assert says["tokens of respondents"] == "token"
    assert "k7" not in " ".join(says)
