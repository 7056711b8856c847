"""What is not a workbook, or is one that does harm, is refused in plain words before it costs anything."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from formats.workbooks import TYPES, by_hand, made, packed, parts

from valuma.formats.workbook.limits import WorkbookLimits
from valuma.formats.workbook.reading import read_workbook
from valuma.schema.problems import Problem, StudyError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refused(path: Path, limits: WorkbookLimits | None = None) -> Problem:
    with pytest.raises(StudyError) as caught:
        read_workbook(path, limits=limits)
    return caught.value.problems.errors[0]


@pytest.mark.parametrize(
    ("name", "data", "found", "hint"),
    [
        ("a.xlsx", b"", "an empty file", "copy or download it again"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "an empty file", "copy or download it again"),
        ("a.xls", OLE, "a file of the old Excel format (.xls)", "save it as .xlsx"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "remove the password"),
        ("a.xlsx", OLE + "WordDocument".encode("utf-16-le"), "a Word document of the old format", "copy its table"),
        ("a.xlsx", b"\n<html><body><table>", "a web page (HTML)", "save it as .xlsx"),
        ("a.csv", b"<!DOCTYPE html>\n<html>", "a web page (HTML)", "save it as .xlsx"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "an XML file", "save it as .xlsx"),
        ("a.xlsx", b"Nimi;Kunta\nOulu;Oulu\n", "text in a file named .xlsx", "rename it to .csv"),
        ("a.xlsx", b"\x89PNG\0\0", "neither a workbook nor text", "copy or download it again"),
        ("a.xlsx", b"%PDF-1.7", "a PDF document", "ask for the list"),
        ("~$a.xlsx", b"\x05Maija", "the lock file that Excel makes", "name the workbook itself, a.xlsx"),
        ("a.csv", "Nimi;Kunta\n".encode("utf-16"), "UTF-16 text", "CSV UTF-8"),
    ],
)  # fmt: skip
def test_file_of_another_kind_is_named_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, found: str, hint: str
) -> None:
    (tmp_path / name).write_bytes(data)
    problem = refused(tmp_path / name)
    assert found in problem.found
    assert hint in problem.hint


def types(content: str) -> dict[str, str]:
    return {"[Content_Types].xml": TYPES.replace("openxmlformats-officedocument.spreadsheetml.sheet.main+xml", content)}


@pytest.mark.parametrize(
    ("members", "found", "hint"),
    [
        (types("ms-excel.sheet.binary.macroEnabled.main"), "a binary workbook (.xlsb)", "save it as .xlsx"),
        (
            types("openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            "a Word document",
            "copy its table",
        ),
        (types("openxmlformats-officedocument.presentationml.main+xml"), "a PowerPoint presentation", "copy its table"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "spreadsheet (.ods)", "save it as .xlsx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "an OpenDocument file", "copy its table"),
        ({"Index/Document.iwa": ""}, "a Numbers spreadsheet", "export it as Excel"),
        ({"lista.xlsx": ""}, "a zip archive", "unpack it"),
    ],
)
def test_archive_of_another_kind_is_named_with_what_to_do(
    tmp_path: Path, members: dict[str, str], found: str, hint: str
) -> None:
    problem = refused(packed(tmp_path / "a.xlsx", members))
    assert found in problem.found
    assert hint in problem.hint


def test_cut_off_workbook_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x"))
    path.write_bytes(path.read_bytes()[:-200])
    problem = refused(path)
    assert (problem.found, problem.hint[:25]) == ("a workbook that is cut off or damaged", "copy or download it again")


def test_workbook_is_recognised_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x"))
    assert read_workbook(path.rename(tmp_path / "a.csv")).sheets[0].rows == [["x"]]


def test_two_cells_at_the_far_corners_cost_nothing_and_are_refused(tmp_path: Path) -> None:
    rows = CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    problem = refused(by_hand(tmp_path / "a.xlsx", rows))
    assert problem.found == "content from row 1 to XFD1048576"
    assert "at most 20,000,000 cells" in problem.expected


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD900000" t="str"><v></v></c>',
        '<c r="XFD900000" t="inlineStr"><is/></c>',
        '<x:c xmlns:x="urn:other" r="xfd900000"><x:v>1</x:v></x:c>',
        '<c r="$XFD$900000"><extLst/><v>1</v></c>',
    ],
)
def test_cell_far_away_is_seen_however_it_is_written(tmp_path: Path, cell: str) -> None:
    assert "XFD900000" in refused(by_hand(tmp_path / "a.xlsx", CELL + f'<row r="900000">{cell}</row>')).found


def test_cells_without_references_count_on_from_the_last_one(tmp_path: Path) -> None:
    rows = '<row r="5"><c r="C5"><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>'
    sheet = read_workbook(by_hand(tmp_path / "a.xlsx", rows)).sheets[0]
    assert (sheet.first_row, sheet.rows) == (5, [[None, None, 1, None, 2], [3, None, None, None, None]])


def test_wrong_size_of_the_sheet_in_its_header_is_not_believed(tmp_path: Path) -> None:
    members = parts(CELL)
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert read_workbook(packed(tmp_path / "a.xlsx", members)).sheets[0].rows == [[1]]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"])
def test_entity_in_any_part_is_refused(tmp_path: Path, part: str) -> None:
    members = parts(CELL)
    members[part] = '<!DOCTYPE a [<!ENTITY lol "lol">]>' + members[part]
    assert "the entity 'lol'" in refused(packed(tmp_path / "a.xlsx", members)).found


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_damaged_part_is_refused(tmp_path: Path, part: str) -> None:
    members = parts(CELL)
    members[part] = members[part][:-5]
    assert "well-formed" in refused(packed(tmp_path / "a.xlsx", members)).expected


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_missing_part_is_refused(tmp_path: Path, part: str) -> None:
    members = parts(CELL)
    del members[part]
    assert refused(packed(tmp_path / "a.xlsx", members)).expected == "an undamaged workbook"


def test_long_text_that_a_few_bytes_repeat_is_counted_each_time(tmp_path: Path) -> None:
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 20 + "</row>"
    path = by_hand(tmp_path / "a.xlsx", rows, texts=("x" * 1000,))
    assert len(read_workbook(path).sheets[0].rows[0]) == 20
    assert "more than 19,999 characters" in refused(path, WorkbookLimits(text=19_999)).found


@pytest.mark.parametrize("number", ["7", "-1", "+0", "abc", "0" * 5000 + "7"])
def test_reference_to_a_text_that_is_not_there_is_refused(tmp_path: Path, number: str) -> None:
    path = by_hand(tmp_path / "a.xlsx", f'<row><c t="s"><v>{number}</v></c></row>', texts=("x",))
    assert "the text" in refused(path).found


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("count", ['count="99999999999"', 'uniqueCount="20000001"', 'count="-1"', 'count="1e9"'])
def test_announced_numbers_for_which_memory_would_be_reserved_are_refused(
    tmp_path: Path, part: str, count: str
) -> None:
    members = parts(CELL, after="<mergeCells/>") | {"xl/styles.xml": "<styleSheet><cellXfs/></styleSheet>"}
    tag = {"xl/sharedStrings.xml": "<sst ", "xl/styles.xml": "<cellXfs", "xl/worksheets/sheet1.xml": "<mergeCells"}[
        part
    ]
    members[part] = members[part].replace(tag, f"{tag} {count} ")
    assert count.partition("=")[0] in refused(packed(tmp_path / "a.xlsx", members)).found


def test_limits_hold_for_all_sheets_together(tmp_path: Path) -> None:
    def fill(book: object) -> None:
        for _ in range(3):
            book.add_worksheet().write("J10", 1)  # type: ignore[attr-defined]

    path = made(tmp_path / "a.xlsx", fill)
    assert len(read_workbook(path, limits=WorkbookLimits(cells=30)).sheets) == 3
    assert "'Sheet3'" in refused(path, WorkbookLimits(cells=29)).file


def test_more_elements_than_a_list_has_are_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", CELL + "<row/>" * 100)
    assert "more than 50 rows" in refused(path, WorkbookLimits(elements=50)).found


def test_names_made_up_by_the_thousand_are_refused(tmp_path: Path) -> None:
    rows = CELL + "<row>" + "".join(f'<c a{k}="1"/>' for k in range(100_001)) + "</row>"
    assert "different names" in refused(by_hand(tmp_path / "a.xlsx", rows)).found


def test_archive_that_unfolds_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", CELL + "<row/>" * 10_000)
    with pytest.raises(StudyError, match="bytes declared"):
        read_workbook(path, limits=WorkbookLimits(unpacked=50_000))


def test_merged_ranges_over_each_other_are_not_filled_for_ever(tmp_path: Path) -> None:
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1000 + "</mergeCells>"
    rows = CELL + '<row r="2000"><c r="CV2000"><v>1</v></c></row>'
    sheet = read_workbook(by_hand(tmp_path / "a.xlsx", rows, after=merged)).sheets[0]
    assert (len(sheet.rows), sheet.width, sheet.rows[-1][-1]) == (2000, 100, 1)


@pytest.mark.parametrize("text", ["A", "1", "AAAA1", "A0", "A1048577", "XFE1"])
def test_cell_that_no_sheet_has_is_refused(tmp_path: Path, text: str) -> None:
    assert text in refused(by_hand(tmp_path / "a.xlsx", f'<row><c r="{text}"><v>1</v></c></row>')).found
    assert "merged" in refused(by_hand(tmp_path / "b.xlsx", CELL, after=f'<mergeCell ref="{text}:B2"/>')).found


def test_sheet_listed_twice_is_refused(tmp_path: Path) -> None:
    members = parts(CELL)
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace("</sheets>", '<sheet name="B" r:id="r1"/></sheets>')
    assert "listed twice" in refused(packed(tmp_path / "a.xlsx", members)).found


def test_member_outside_of_the_archive_is_refused(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.xlsx", CELL)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../evil.xml", "<a/>")
    with pytest.raises(StudyError, match="stays in the archive"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ('<c r="C1" t="s"><v>0</v></c>', ("x" * 32_768,)),
        (f'<c r="C1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c>', ()),
        (f'<c r="C1" t="inlineStr"><is><r><t>{"x" * 32_767}</t></r><r><t>y</t></r></is></c>', ()),
        (f'<c r="C1" t="str"><f>REPT("x",32768)</f><v>{"x" * 32_768}</v></c>', ()),
    ],
)
def test_cell_longer_than_excel_itself_holds_is_refused(tmp_path: Path, cell: str, texts: tuple[str, ...]) -> None:
    problem = refused(by_hand(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>', texts=texts))
    assert problem.found == "32,768 characters in the cell C1"
    assert problem.expected == "at most 32,767, as in Excel"


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', ("x" * 32_767,)),
        (f'<c r="A1" t="inlineStr"><is><t>{"x" * 32_767}</t></is></c>', ()),
    ],
)
def test_cell_as_long_as_excel_holds_is_read(tmp_path: Path, cell: str, texts: tuple[str, ...]) -> None:
    book = read_workbook(by_hand(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>', texts=texts))
    assert book.sheets[0].rows == [["x" * 32_767]]
