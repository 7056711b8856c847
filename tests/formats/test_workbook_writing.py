"""What is written comes back as it was, always as the same bytes, and is fit to be filled in."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valuma.formats.formula_text import safe_text, unsafe_text
from valuma.formats.guards import safe_name
from valuma.formats.workbook import page
from valuma.formats.workbook.reading import Workbook, read_workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut, sheet_names, workbook_bytes
from valuma.schema.problems import ValumaError

SOURCE = Path(__file__).resolve().parents[2] / "src"
LEVELS = ("local", "regional", "national")
COLUMNS = [
    ColumnOut("id", "Tunnus", locked=True),
    ColumnOut("name", "Nimi", required=True, comment="Verkoston nimi.\nNätverkets namn."),
    ColumnOut("level", "Taso", choices=LEVELS),
    ColumnOut("town", "Kunta", choices=tuple(f"Kunta {k}" for k in range(309)), required=True),
    ColumnOut("when", "Päivä"),
    ColumnOut("n", "Jäseniä", number_format="0.0"),
]
ROWS = [
    ["mal", "MAL-verkosto", "regional", "Kunta 3", datetime.date(2020, 5, 4), 2.5],
    ["=fisu", "-", None, None, datetime.datetime(2020, 5, 4, 12, 30), 7],
]


def sheet(**rest: object) -> SheetOut:
    return SheetOut("Verkostot", COLUMNS, ROWS, notes=("Täytä keltaiset.",), title="Verkostot", blank_rows=2, **rest)  # type: ignore[arg-type]


def back(data: bytes, folder: Path) -> Workbook:
    (folder / "out.xlsx").write_bytes(data)
    return read_workbook(folder / "out.xlsx")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    book = back(workbook_bytes([sheet()], title="Kortit", language="fi"), tmp_path)
    rows = book.sheet("Verkostot").rows
    assert [row[0] for row in rows[:3]] == ["Verkostot", "Täytä keltaiset.", None]
    assert rows[3] == [column.heading for column in COLUMNS]
    read = [[unsafe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows[4:]]
    assert read == ROWS


def test_missing_values_of_any_kind_are_empty_and_numbers_of_numpy_are_numbers(tmp_path: Path) -> None:
    columns = [ColumnOut(str(k), f"H{k}") for k in range(6)]
    rows = [[np.int64(3), np.float64(0.5), np.bool_(True), pd.Timestamp("2020-01-02"), 2**60, float("inf")]]
    rows.append([None, float("nan"), pd.NA, pd.NaT, "", np.float64("nan")])  # type: ignore[list-item]
    book = back(workbook_bytes([SheetOut("S", columns, rows)], title="t"), tmp_path)  # type: ignore[arg-type]
    assert book.sheets[0].rows[1:] == [[3, 0.5, True, datetime.date(2020, 1, 2), "1152921504606846976", "inf"]]


def test_dates_before_the_calendar_of_excel_and_moments_of_a_zone_are_text(tmp_path: Path) -> None:
    values = [datetime.date(1809, 9, 17), datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)]
    columns = [ColumnOut("a", "A"), ColumnOut("b", "B")]
    book = back(workbook_bytes([SheetOut("S", columns, [values])], title="t"), tmp_path)
    assert book.sheets[0].rows[1] == ["1809-09-17", "2020-01-01T00:00:00+00:00"]


@given(st.text(max_size=20) | st.text(alphabet="'=+-@\t\rab", max_size=5))
def test_text_made_safe_can_be_brought_back_and_is_no_formula(text: str) -> None:
    assert unsafe_text(safe_text(text)) == text
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=12)
        | st.text(alphabet="'=+-@\t\r\n_x00D5F ", max_size=9),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_comes_back_from_a_workbook(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = [["x", text] for text in texts]
    data = workbook_bytes([SheetOut("S", [ColumnOut("k", "k"), ColumnOut("t", "t")], rows)], title="t")
    read = back(data, tmp_path_factory.mktemp("any")).sheets[0].rows[1:]
    expected = [None if not safe_text(text).strip() else text for text in texts]
    found = [row[1] if len(row) > 1 else None for row in read]
    assert [unsafe_text(cell) if isinstance(cell, str) else cell for cell in found] == expected


def test_nothing_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    rows = [["=1+1"], ["https://example.org"], ["mailto:a@example.org"], ["@SUM(1)"], ["091"]]
    data = workbook_bytes([SheetOut("S", [ColumnOut("a", "=cmd()")], rows, notes=("=HYPERLINK()",))], title="t")
    page = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page
    assert "<hyperlink" not in page
    assert back(data, tmp_path).sheets[0].rows[2:4] == [["'=cmd()"], ["'=1+1"]]


def test_same_content_makes_the_same_bytes_in_another_process_at_another_time() -> None:
    code = (
        "import sys, time, datetime\n"
        "time.time = lambda: 1e9\n"
        "from formats.test_workbook_writing import sheet, workbook_bytes\n"
        "sys.stdout.buffer.write(workbook_bytes([sheet()], title='Kortit', language='fi'))\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent / 'tests'}", "TZ": "Asia/Tokyo"}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**environment, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == workbook_bytes([sheet()], title="Kortit", language="fi")


def test_properties_of_the_document_are_set_and_no_date_of_today() -> None:
    data = workbook_bytes([sheet()], title="Kortit & muut", language="sv", keywords=["a", "b"], description="d")
    core = part(data, "docProps/core.xml")
    for text in ("<dc:title>Kortit &amp; muut<", "<dc:creator>valuma<", "<dc:language>sv<", "<cp:keywords>a, b<"):
        assert text in core
    assert set(re.findall(r">(\d{4}-[^<]*)<", core)) == {"1980-01-01T00:00:00Z"}


def test_short_lists_stand_in_the_cells_and_long_ones_on_a_hidden_sheet(tmp_path: Path) -> None:
    data = workbook_bytes([sheet()], title="t")
    page = part(data, "xl/worksheets/sheet1.xml")
    assert '<formula1>"local,regional,national"</formula1>' in page
    assert "<formula1>'lists'!$A$1:$A$309</formula1>" in page
    # Two rows and two blank ones below the title, the note, an empty row and the headings.
    assert re.findall(r'<dataValidation [^>]*sqref="([^"]+)"', page) == ["C5:C8", "D5:D8"]
    lists = back(data, tmp_path).sheet("lists")
    assert (lists.hidden, len(lists.rows), lists.rows[3]) == (True, 309, ["Kunta 3"])


@pytest.mark.parametrize("choices", [("a, b", "c"), ('a "b"', "c"), (" a", "c"), ("x" * 200, "y" * 55)])
def test_choices_that_a_cell_would_divide_go_to_the_hidden_sheet(tmp_path: Path, choices: tuple[str, ...]) -> None:
    out = SheetOut("lists", [ColumnOut("a", "a", choices=choices)], [["c"]])
    data = workbook_bytes([out], title="t")
    assert "<formula1>'lists (2)'!$A$1:$A$2</formula1>" in part(data, "xl/worksheets/sheet1.xml")
    assert [row[0] for row in back(data, tmp_path).sheet("lists (2)").rows] == list(choices)


def test_heading_is_frozen_filtered_commented_and_only_locked_columns_are_locked() -> None:
    data = workbook_bytes([sheet()], title="t")
    page = part(data, "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="4" topLeftCell="A5"' in page
    assert '<autoFilter ref="A4:F8"/>' in page
    assert "<sheetProtection" in page
    comments = part(data, "xl/comments1.xml")
    assert "<author>valuma</author>" in comments
    assert "Nätverkets namn." in comments
    unlocked = workbook_bytes([SheetOut("S", COLUMNS[1:], [row[1:] for row in ROWS])], title="t")
    assert "<sheetProtection" not in part(unlocked, "xl/worksheets/sheet1.xml")


def test_rows_with_long_texts_are_high_enough_and_may_still_grow() -> None:
    columns = [ColumnOut("a", "A", width=20)]
    data = workbook_bytes([SheetOut("S", columns, [["word " * 40], ["x"]])], title="t")
    rows = ElementTree.fromstring(part(data, "xl/worksheets/sheet1.xml")).findall(".//{*}row")
    heights = [(float(row.get("ht", "15")), row.get("customHeight")) for row in rows]
    # 200 letters at 18 a line, in whole words of five, make 14 lines.
    assert heights == [(15.0, None), (210.0, None), (15.0, None)]


def test_long_lines_of_a_sheet_without_a_table_are_read_as_a_page() -> None:
    data = workbook_bytes([SheetOut("S", [], [], notes=("short", "word " * 50))], title="t")
    rows = ElementTree.fromstring(part(data, "xl/worksheets/sheet1.xml")).findall(".//{*}row")
    # 250 letters at 98 a line.
    assert [row.get("ht") for row in rows] == [None, "45"]


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("fill", ["HEADING_FILL", "REQUIRED_FILL", "REQUIRED_CELL_FILL"])
def test_text_on_every_fill_has_a_contrast_of_seven(fill: str) -> None:
    # Relative luminance and contrast as WCAG 2.2 defines them.
    light, dark = luminance(getattr(page, fill)), luminance(page.INK)
    assert (light + 0.05) / (dark + 0.05) > 7


def test_hidden_first_sheet_leaves_the_next_one_open(tmp_path: Path) -> None:
    sheets = [SheetOut("A", COLUMNS[:1], [], hidden=True), SheetOut("B", [], [], notes=("Hei",))]
    data = workbook_bytes(sheets, title="t")
    assert 'activeTab="1"' in part(data, "xl/workbook.xml")
    assert [(one.name, one.hidden) for one in back(data, tmp_path).sheets] == [("A", True), ("B", False)]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([], "needs a sheet that is shown"),
        ([SheetOut("A", [], [], hidden=True)], "needs a sheet that is shown"),
        ([SheetOut("a/b", [], [])], "cannot be named 'a/b': 'a-b' is allowed"),
        ([SheetOut("A", [], []), SheetOut("a", [], [])], r"cannot be named 'a': 'a \(2\)'"),
        ([SheetOut("A", COLUMNS[:2], [["x", "y"], ["x"]])], "row 1 has 1 values for 2 columns"),
        ([SheetOut("A", COLUMNS[:1], [["x" * 32_767]])], "sheet 'A', cell A2: 32,767 characters"),
        ([SheetOut("A", COLUMNS[:1], [], blank_rows=1_048_576)], "would have 1,048,577 rows"),
    ],
)
def test_what_excel_cannot_hold_is_refused(sheets: list[SheetOut], message: str) -> None:
    with pytest.raises(ValumaError, match=message):
        workbook_bytes(sheets, title="t")


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_of_sheets_are_allowed_and_different(names: list[str]) -> None:
    found = sheet_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in found)
    assert all(name.strip("'") == name and name.casefold() != "history" for name in found)
    assert sheet_names(found) == found


def test_parts_are_in_order_and_dated_alike() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes([sheet()], title="t"))) as archive:
        names = archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert all(map(safe_name, names))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_is_written_and_what_it_saves_is_read(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(workbook_bytes([SheetOut("S", COLUMNS, ROWS)], title="t"))
    # Semicolons, quotes, UTF-8, from line 1, cells as they are shown.
    convert(tmp_path / "out.xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true", tmp_path / "csv")
    rows = read_workbook(tmp_path / "csv" / "out.csv").sheets[0].rows
    assert rows == [
        ["Tunnus", "Nimi", "Taso", "Kunta", "Päivä", "Jäseniä"],
        ["mal", "MAL-verkosto", "regional", "Kunta 3", "2020-05-04", "2.5"],
        ["'=fisu", "'-", None, None, "2020-05-04 12:30", "7.0"],
    ]
    convert(tmp_path / "out.xlsx", "xlsx", tmp_path / "again")
    once = read_workbook(tmp_path / "out.xlsx").sheet("S").rows
    assert read_workbook(tmp_path / "again" / "out.xlsx").sheet("S").rows == once


def convert(path: Path, kind: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
