"""Workbooks are read as people see them, and what they may not see is said."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from formats.workbooks import by_hand, made, packed, parts

from valuma.formats.workbook.reading import Workbook, read_workbook
from valuma.schema.problems import StudyError, ValumaError


def said(book: Workbook) -> list[str]:
    return [f"{problem.severity}: {problem.found}" for problem in book.notes]


def test_cells_keep_their_kind_and_whole_numbers_are_whole(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Jäsenet")
        sheet.write_row("A1", ["Nimi", 2016, 2.5, True, "091", "  Å  "])
        sheet.write_row("A2", ["a\nb", None, 1e300, False, " \u00a0", -7])

    book = read_workbook(made(tmp_path / "a.xlsx", fill))
    sheet = book.sheet("jäsenet")
    assert sheet.rows == [["Nimi", 2016, 2.5, True, "091", "  Å  "], ["a\nb", None, 1e300, False, None, -7]]
    assert [type(cell) for cell in sheet.rows[0]] == [str, int, float, bool, str, str]
    assert (sheet.name, sheet.hidden, sheet.first_row, sheet.kind, len(book.notes)) == (
        "Jäsenet",
        False,
        1,
        "workbook",
        0,
    )


def test_empty_rows_and_columns_at_the_ends_are_cut_and_places_still_right(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("C4", "Nimi")
        sheet.write("D6", "Oulu")
        sheet.write("H9", "   ")
        sheet.write_blank("Z99", None, book.add_format({"bold": True}))

    sheet = read_workbook(made(tmp_path / "a.xlsx", fill)).sheets[0]
    assert sheet.rows == [[None, None, "Nimi", None], [None] * 4, [None, None, None, "Oulu"]]
    assert (sheet.first_row, sheet.place(0, 2), sheet.place(2, 3)) == (4, "C4", "D6")


def test_number_is_a_date_only_with_a_date_format(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        numbers = {"d.m.yyyy": 43831, "d.m.yyyy h:mm": 43831.5, "h:mm": 0.25, "[h]:mm": 1.5, "0": 43831}
        for row, (kind, number) in enumerate(numbers.items()):
            sheet.write_number(row, 0, number, book.add_format({"num_format": kind}))

    # 43831 days after the beginning of Excel's calendar is the first of January 2020.
    rows = read_workbook(made(tmp_path / "a.xlsx", fill)).sheets[0].rows
    assert [row[0] for row in rows] == [
        datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 12), "06:00:00", "36:00:00", 43831,
    ]  # fmt: skip


def test_dates_of_the_calendar_of_1904_are_the_same_dates(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(
            "A1", datetime.date(2020, 1, 1), book.add_format({"num_format": "d.m.yyyy"})
        )
    assert read_workbook(target).sheets[0].rows == [[datetime.date(2020, 1, 1)]]


def test_merged_cells_hold_the_value_in_every_cell(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:B1", "Jäsen")
        sheet.merge_range("A2:A3", "Oulu")
        sheet.write_column("B2", ["x", "y"])

    book = read_workbook(made(tmp_path / "a.xlsx", fill))
    assert book.sheets[0].rows == [["Jäsen", "Jäsen"], ["Oulu", "x"], ["Oulu", "y"]]
    assert said(book) == ["note: merged cells: A1:B1, A2:A3"]


def test_hidden_sheets_rows_and_columns_are_read_and_said(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Lista")
        sheet.write_row("A1", ["Nimi", "x", "y"])
        sheet.write("A2", "Oulu")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.set_column("B:C", None, None, {"hidden": True})
        hidden = book.add_worksheet("Vanha")
        hidden.write("A1", "Kemi")
        hidden.hide()
        book.add_worksheet("Syvällä").very_hidden()

    book = read_workbook(made(tmp_path / "a.xlsx", fill))
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Lista", False),
        ("Vanha", True),
        ("Syvällä", True),
    ]
    assert book.sheet("Lista").rows[1] == ["Oulu", None, None]
    assert said(book) == [
        "note: hidden sheets: 'Vanha', 'Syvällä'", "note: 1 hidden row, by a filter perhaps",
        "note: hidden columns: B, C",
    ]  # fmt: skip


def test_formulas_give_their_stored_values_and_are_said(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c></row>'
    )
    book = read_workbook(by_hand(tmp_path / "a.xlsx", rows))
    assert book.sheets[0].rows == [[2, "a"]]
    assert said(book) == ["note: 3 formulas: A1, B1, C1"]


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_formula_that_was_never_calculated_is_an_error_with_its_cell(tmp_path: Path, value: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="B7"><f>A1*2</f>{value}</c></row>'
    with pytest.raises(StudyError) as caught:
        read_workbook(by_hand(tmp_path / "a.xlsx", rows))
    (problem,) = caught.value.problems
    assert problem.found == "1 formula without a stored value: B7"
    assert (problem.file, problem.hint) == (
        "a.xlsx, sheet 'Lista'", "open the workbook in Excel, let it calculate and save it",
    )  # fmt: skip


def test_values_that_a_library_made_up_for_its_formulas_are_a_warning(tmp_path: Path) -> None:
    # XlsxWriter stores 0 as the value of a formula and asks Excel to calculate on opening.
    book = read_workbook(made(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write_formula("A1", "=1+1")))
    assert book.sheets[0].rows == [[0]]
    assert "warning: 1 formula that the program which wrote the file did not calculate" in said(book)


def test_error_value_is_an_empty_cell_and_a_warning_at_its_place(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="3"><c r="AB3" t="e"><f>NA()</f><v>#N/A</v></c><c r="AC3" t="e"><v>#REF!</v></c></row>'
    )
    book = read_workbook(by_hand(tmp_path / "a.xlsx", rows))
    assert book.sheets[0].rows == [[1]]
    assert [(p.found, p.row, p.column) for p in book.notes.warnings] == [("#N/A", 3, "AB"), ("#REF!", 3, "AC")]


def test_charts_are_passed_over_and_empty_sheets_kept(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Tyhjä")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Tyhjä!$A$1:$A$2"})
        book.add_chartsheet("Kuva").set_chart(chart)

    book = read_workbook(made(tmp_path / "a.xlsx", fill))
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("Tyhjä", [])]
    assert said(book) == ["note: sheets without cells: 'Kuva'"]


@pytest.mark.parametrize(
    ("lock", "program"), [("~$lista ä.xlsx", "Excel"), (".~lock.lista ä.xlsx#", "LibreOffice")], ids=["Excel", "Libre"]
)
def test_lock_file_beside_the_workbook_is_a_warning(tmp_path: Path, lock: str, program: str) -> None:
    path = made(tmp_path / "lista ä.xlsx", lambda book: book.add_worksheet().write("A1", "x"))
    assert said(read_workbook(path)) == []
    (tmp_path / lock).write_bytes(b"\x05Maija")
    book = read_workbook(path)
    assert said(book) == [f"warning: its lock file {lock}: it is open in {program}"]
    assert book.sheets[0].rows == [["x"]]


def test_unknown_sheet_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    book = read_workbook(made(tmp_path / "a.xlsx", lambda book: book.add_worksheet("Jäsenet")))
    with pytest.raises(ValumaError, match="no sheet 'Jäsenat': did you mean 'Jäsenet'"):
        book.sheet("Jäsenat")


def test_macros_and_links_are_noted_and_left_alone(tmp_path: Path) -> None:
    members = parts('<row><c t="inlineStr"><is><t>Oulu</t></is></c></row>')
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )
    members |= {"xl/vbaProject.bin": "\0", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    book = read_workbook(packed(tmp_path / "a.xlsm", members))
    assert book.sheets[0].rows == [["Oulu"]]
    assert said(book) == ["note: macros", "note: links to other workbooks"]


def test_a_million_empty_rows_leave_the_few_real_ones(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + '<row s="1" customFormat="1"/>' * 1_048_575
    assert read_workbook(by_hand(tmp_path / "a.xlsx", rows)).sheets[0].rows == [[1]]
