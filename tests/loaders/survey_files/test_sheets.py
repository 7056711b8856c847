"""Sheets of answers: cells with the types that a workbook gives them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pandas as pd
import pytest
import xlsxwriter
from survey_samples.text_exports import book

from valuma.loaders.survey_files.excel import excel_days, read_excel
from valuma.loaders.survey_files.text_kinds import read_text_survey, sniff
from valuma.schema.problems import StudyError


def cells(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.values[name]]


def test_numbers_dates_and_texts_keep_the_types_of_the_workbook() -> None:
    day = dt.datetime(2024, 2, 29, 12, 30)
    raw = read_excel(book([["id", "n", "d", "t"], ["01", 1.5, day, "ä"], ["02", 2, None, None]]), "a.xlsx")
    assert cells(raw, "id") == ["01", "02"]
    assert cells(raw, "n") == [1.5, 2]
    assert cells(raw, "d") == [pd.Timestamp(day), None]
    assert cells(raw, "t") == ["ä", None]


def test_a_column_of_numbers_with_a_text_is_text_and_of_numbers_stored_as_text_numbers() -> None:
    raw = read_excel(book([["a", "b"], [1, "1,5"], [2.5, "2"], ["noin 3", 3], [4, 4.25]]), "a.xlsx")
    assert cells(raw, "a") == ["1", "2,5", "noin 3", "4"]
    assert cells(raw, "b") == [1.5, 2, 3, 4.25]


def test_no_column_mixes_texts_and_numbers() -> None:
    raw = read_excel(book([["a"], [1], ["x"], [dt.datetime(2024, 1, 1)], [True], [None]]), "a.xlsx")
    assert cells(raw, "a") == ["1", "x", "2024-01-01", "TRUE"]


def test_merged_headers_of_two_rows_are_joined() -> None:
    rows = [["id", "Foorumit", None], [None, "kunta", "valtio"], [1, "x", None], [2, None, "x"]]
    raw = read_excel(book(rows, merged=["B1:C1"]), "a.xlsx")
    assert list(raw.values) == ["id", "Foorumit [kunta]", "Foorumit [valtio]"]
    assert "merged cells: B1:C1" in str(raw.report)


def test_the_largest_sheet_is_read_and_the_others_are_named() -> None:
    data = book([["ohje"]], [["id", "q"], [1, 2], [3, 4]])
    raw = read_excel(data, "a.xlsx")
    assert list(raw.values) == ["id", "q"]
    assert "only 'Sheet2' is read" in str(raw.report)
    assert list(read_excel(data, "a.xlsx", sheet="sheet1").values) == ["ohje"]
    with pytest.raises(StudyError, match="no sheet 'x'"):
        read_excel(data, "a.xlsx", sheet="x")


def test_formulas_are_read_as_the_values_stored_with_them_and_reported() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["id", "sum"])
        sheet.write_row(1, 0, [1])
        sheet.write_formula(1, 1, "=A2+1", None, 2)
    raw = read_excel(stream.getvalue(), "a.xlsx")
    assert cells(raw, "sum") == [2]
    assert "1 formula: B2" in str(raw.report)


def test_numbers_that_may_be_dates_stay_numbers_and_are_reported() -> None:
    raw = read_excel(book([["id", "Vastauspäivä"], [1, 45292], [2, 45293]]), "a.xlsx")
    assert cells(raw, "Vastauspäivä") == [45292, 45293]
    assert "45292 would be 2024-01-01" in str(raw.report)
    assert [str(day) for day in excel_days(pd.Series([45292.0, None]))] == ["2024-01-01 00:00:00", "NaT"]


def test_an_archive_that_is_no_workbook_or_unfolds_too_far_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    for data in (stream.getvalue(), book([["id"], [1]])[:400]):
        with pytest.raises(StudyError):
            read_text_survey(data, "a.xlsx")
        assert sniff(data, "a.xlsx") is None


def test_a_workbook_without_cells_is_refused() -> None:
    with pytest.raises(StudyError, match="no cells"):
        read_excel(book([]), "a.xlsx")
