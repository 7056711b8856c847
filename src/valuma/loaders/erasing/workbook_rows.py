"""Rows of a spreadsheet taken out of an .xlsx file; the other parts of the file stay as they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from valuma.formats.guards import SafeZip, parse_xml
from valuma.loaders.erasing.text_rows import is_heading
from valuma.schema.problems import ValumaError

_HEAD = 10
_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TABLE = re.compile(r"xl/tables/[^/]+\.xml")
#: Parts that may hold the row a second time.
_COPIES = re.compile(r"xl/(?:pivot|comments|threadedComments|persons|externalLinks|revisions)", re.IGNORECASE)
_TIME = (1980, 1, 1, 0, 0, 0)
_CELL = re.compile(r"([A-Z]+)(\d+)")
_ADVICE = "take the row out in the spreadsheet program, or save the answers as CSV and say the same again"


def without_sheet_rows(data: bytes, file: str, variable: str, is_token: Callable[[str], bool]) -> tuple[bytes, int]:
    """Take the rows of a respondent out of a workbook.

    Parameters
    ----------
    data : bytes
        An .xlsx file.
    file : str
        Its name, for errors.
    variable : str
        Heading of the column of tokens.
    is_token : callable
        Whether the content of a cell is the token of the respondent.

    Returns
    -------
    tuple of bytes and int
        The file without the rows, rows below them moved up; and how many there were. Texts that only those rows
        held are gone from the file too.

    Raises
    ------
    StudyError
        The file is damaged or not safe to open.
    ValumaError
        No sheet has such a column, or the workbook holds formulas, merged cells, comments, pivot tables or links,
        of which it cannot be said that nothing of the row is left.
    """
    with SafeZip(file, data=data) as archive:
        contents = {name: archive.read(name) for name in archive.names}
    copies = next((name for name in contents if _COPIES.match(name)), None)
    if copies is not None:
        raise ValumaError(f"{file} holds {copies}, in which the row may stand once more: {_ADVICE}")
    strings = _tree(contents[_STRINGS], _STRINGS) if _STRINGS in contents else None
    texts = [] if strings is None else ["".join(item.itertext(_any("t"))) for item in strings]
    sheets = {name: _tree(part, name) for name, part in sorted(contents.items()) if _SHEET.fullmatch(name)}
    removed = 0
    for name, sheet in sheets.items():
        number = _take_out(sheet, texts, file, variable, is_token)
        if number:
            removed += number
            contents[name] = _bytes(sheet)
    if removed:
        _shrink_tables(contents, removed)
        if strings is not None:
            _blank_unused(strings, sheets)
            contents[_STRINGS] = _bytes(strings)
    return _packed(data, contents), removed


def _take_out(sheet: Any, texts: list[str], file: str, variable: str, is_token: Callable[[str], bool]) -> int:
    rows = list(sheet.iter(_any("row")))
    place = _column(rows, texts, variable)
    if place is None:
        return 0
    heading, column = place
    gone = [row for row in rows[heading + 1 :] if is_token(_cells(row, texts).get(column, ""))]
    if not gone:
        return 0
    for tag, words in (("f", "formulas"), ("mergeCell", "merged cells")):
        if next(sheet.iter(_any(tag)), None) is not None:
            raise ValumaError(f"{file} holds {words}, which cannot be moved up: {_ADVICE}")
    numbers = sorted(int(row.get("r")) for row in gone)
    for row in gone:
        row.getparent().remove(row)
    for row in sheet.iter(_any("row")):
        _move_up(row, sum(number < int(row.get("r")) for number in numbers))
    return len(gone)


def _column(rows: list[Any], texts: list[str], variable: str) -> tuple[int, str] | None:
    for k, row in enumerate(rows[:_HEAD]):
        for letters, text in _cells(row, texts).items():
            if is_heading(text, variable):
                return k, letters
    return None


def _cells(row: Any, texts: list[str]) -> dict[str, str]:
    """Return the text of every cell of a row by the letters of its column."""
    found = {}
    for cell in row.iter(_any("c")):
        match = _CELL.fullmatch(cell.get("r") or "")
        if match is None:
            continue
        value = "".join("".join(part.itertext()) for part in cell.iter(_any("v")))
        if cell.get("t") == "s" and value.isdigit() and int(value) < len(texts):
            value = texts[int(value)]
        elif cell.get("t") == "inlineStr":
            value = "".join(cell.itertext())
        found[match[1]] = value.strip()
    return found


def _move_up(row: Any, by: int) -> None:
    if not by:
        return
    number = int(row.get("r")) - by
    row.set("r", str(number))
    for cell in row.iter(_any("c")):
        match = _CELL.fullmatch(cell.get("r") or "")
        if match is not None:
            cell.set("r", f"{match[1]}{number}")


def _shrink_tables(contents: dict[str, bytes], by: int) -> None:
    """Let the ranges of tables end where their rows now end."""
    for name in [name for name in contents if _TABLE.fullmatch(name)]:
        tree = _tree(contents[name], name)
        for element in tree.iter():
            span = element.get("ref")
            match = re.fullmatch(r"([A-Z]+\d+:[A-Z]+)(\d+)", span or "")
            if match is not None:
                element.set("ref", f"{match[1]}{max(2, int(match[2]) - by)}")
        contents[name] = _bytes(tree)


def _blank_unused(strings: Any, sheets: Mapping[str, Any]) -> None:
    """Empty the texts that no cell shows any more; the others keep their places."""
    used = {
        int(value.text)
        for sheet in sheets.values()
        for cell in sheet.iter(_any("c"))
        if cell.get("t") == "s"
        for value in cell.iter(_any("v"))
        if value.text and value.text.isdigit()
    }
    for place, item in enumerate(list(strings)):
        if place not in used:
            space = etree.QName(item).namespace
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, f"{{{space}}}t" if space else "t").text = ""


def _any(tag: str) -> str:
    return f"{{*}}{tag}"


def _tree(part: bytes, name: str) -> Any:
    parse_xml(part, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _bytes(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _packed(data: bytes, contents: Mapping[str, bytes]) -> bytes:
    """Write the parts in the order of the file they come from."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for info in was.infolist():
            if not info.is_dir():
                out.writestr(zipfile.ZipInfo(info.filename, _TIME), contents[info.filename], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
