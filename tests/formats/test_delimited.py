"""CSV files of any habit come out as the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuma.formats.workbook.delimited import find_delimiter
from valuma.formats.workbook.limits import WorkbookLimits
from valuma.formats.workbook.reading import read_workbook
from valuma.schema.problems import StudyError

ROWS = [["Jäsen", "Kunta", "Vuosi"], ["Oulun kaupunki", "Oulu", "2016"], ["Närpes, stad", "Närpiö", "2,5"]]


def text_of(delimiter: str) -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if delimiter in text else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in ROWS)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_end_do_not_matter(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(text_of(delimiter).replace("\n", line_end).encode(encoding))
    sheet = read_workbook(path).sheet("lista")
    assert sheet.rows == ROWS
    assert (sheet.kind, sheet.first_row, sheet.place(1, 1)) == ("text", 1, "B2")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ";"),
        ("name,note\nOulu,a; b\nKemi,c; d\n", ","),
        ("Members, 2024\nof the network, as told\n\nname\ttown\nA, B\tOulu\nC\tKemi\nD, E\tTornio\n", "\t"),
        ("Oulu\nKemi\nTornio, the town\nPori\n", ","),
        ('"a;b";c,d\n"e;f";g\n', ";"),
        ('name;note\nOulu;"a\nb;c;d\ne"\nKemi;x\n', ";"),
        ("one column\n", ","),
        ("", ","),
    ],
)
def test_delimiter_is_the_one_under_which_rows_are_even(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_list_of_one_column_stays_one_column(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jäsenet\nOulu\nKemi\nTornion kaupunki, tekninen\nPori; Rauma\n", encoding="utf-8")
    sheet = read_workbook(tmp_path / "a.txt").sheets[0]
    assert [row[0] for row in sheet.rows][:3] == ["Jäsenet", "Oulu", "Kemi"]


def test_line_that_declares_the_delimiter_is_believed_and_noted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\nname,x|town\nOulu,y|Oulu\n", encoding="utf-8")
    book = read_workbook(tmp_path / "a.csv")
    assert book.sheets[0].rows == [["name,x", "town"], ["Oulu,y", "Oulu"]]
    assert book.sheets[0].place(0, 0) == "A2"
    assert [problem.found for problem in book.notes] == ["'sep=|'"]


def test_line_breaks_in_cells_are_kept_and_lines_still_right(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('\n\nname;note\nOulu;"a\nb"\n\nKemi;\n;;\n', encoding="utf-8")
    sheet = read_workbook(tmp_path / "a.csv").sheets[0]
    assert sheet.rows == [["name", "note"], ["Oulu", "a\nb"], [None, None], ["Kemi", None]]
    assert [sheet.row_number(k) for k in range(4)] == [3, 4, 6, 7]


def test_numbers_and_codes_stay_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code;n;when\n091;1,5;1.5.2020\n", encoding="utf-8")
    assert read_workbook(tmp_path / "a.csv").sheets[0].rows[1] == ["091", "1,5", "1.5.2020"]


def test_quotation_mark_that_is_never_closed_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('name;town\nOulu;Oulu\n"Kemi;Kemi\nPori;Pori\n', encoding="utf-8")
    with pytest.raises(StudyError, match="quotation mark never closed") as caught:
        read_workbook(tmp_path / "a.csv")
    assert caught.value.problems.errors[0].row == 3


def test_one_very_long_row_does_not_make_a_giant_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n" * 100 + "x;" * 5_000 + "x\n", encoding="utf-8")
    with pytest.raises(StudyError, match="101 rows of up to 5,001 cells"):
        read_workbook(tmp_path / "a.csv", limits=WorkbookLimits(cells=100_000))
