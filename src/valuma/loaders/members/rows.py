"""Rows of a member list: those that name an organisation, and those that surely do not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuma.loaders.members.layout import Layout, text_of
from valuma.loaders.members.words import NAME_FIELDS, field_of, plain
from valuma.schema.problems import Problems
from valuma.survey.personal_data import is_known, without_personal_data

if TYPE_CHECKING:
    from valuma.formats.workbook.reading import Cell, Sheet

_TOTAL = re.compile(
    r"(?:(?:kunnat|kuntia|jäsenet|jäseniä|jäsenkuntia|organisaatiot|organisaatioita|kaikki|kommuner|medlemmar|alla|"
    r"members|all) )?"
    r"(?:yhteensä|yht|summa|total(?:t|en)?|sammanlagt|inalles|lukumäärä|antal|number of members|sum|kpl)\b[\s:=]*"
    r"[\d\s.,]*(?:kpl|st|pcs|jäsentä|kuntaa|medlemmar|kommuner|members)?\.?|"
    r"(?:kuntia|jäseniä|jäsenkuntia|organisaatioita|medlemmar|kommuner|members|municipalities)\s*[:=]?\s*\d+\.?",
    re.IGNORECASE,
)
_AREA = re.compile(r"(?:[^\W\d_]+[ -]){1,3}(?:maakunta|landskap)|landskapet (?:[^\W\d_]+[ -]?){1,3}", re.IGNORECASE)
_UPDATED = re.compile(
    r"(?:viimeksi |senast |last )?(?:päivitetty|päivitys|tilanne|uppdaterad|uppdaterat|läget|updated|situation|"
    r"status)\b.*\d.*",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:lähde|lähteet|källa|källor|source|sources|lisätietoja|tilläggsuppgifter|www)\s*[:.].*", re.I)
_SECTIONS = frozenset(
    """
    kunnat; kaupungit; jäsenkunnat; jäsenet; muut jäsenet; muut; varsinaiset jäsenet; kumppanit; yhteistyökumppanit;
    maakuntien liitot; ministeriöt; ely-keskukset; järjestöt; yliopistot; korkeakoulut; yritykset;
    kuntayhtymät; kannatusjäsenet; ohjausryhmä; rahoittajat; valtio; kommuner; städer; medlemskommuner; medlemmar;
    övriga; övriga medlemmar; partner; samarbetspartner; landskapsförbund; ministerier; organisationer; universitet;
    högskolor; företag; stödmedlemmar; styrgrupp; finansiärer; staten; municipalities; cities; members;
    other members; other; partners; regional councils;
    ministries; organisations; organizations; universities; companies; associate members; steering group; funders
    """.replace("\n", " ")
    .replace("    ", " ")
    .split(";")
)
SECTIONS = frozenset(plain(word) for word in _SECTIONS)
_NUMBERING = re.compile(r"^(?:\(?\d{1,3}[.)]|[•·▪‣–*-])\s+")
_MARKS = re.compile(r"(?:\s*\*+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)$")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that names somebody: its place, the cleaned name, and its cells as they are.

    Parameters
    ----------
    number : int
        Row of the sheet.
    place : str
        Cell of the name, such as ``B7``.
    name : str
        Name without personal data.
    cells : mapping of str to Cell
        Other cells by field.
    places : mapping of str to str
        Their places.
    parts : tuple of str
        Parts of the name between commas, semicolons and line breaks, where there are several.
    """

    number: int
    place: str
    name: str
    cells: Mapping[str, Any]
    places: Mapping[str, str]
    parts: tuple[str, ...] = ()


def name_rows(
    sheet: Sheet, layout: Layout, file: str, report: Problems, *, known: Collection[str], areas: Collection[str]
) -> Iterator[RawRow]:
    """Yield the rows that name somebody; report the others.

    Parameters
    ----------
    sheet : Sheet
        Cells.
    layout : Layout
        What the columns are.
    file : str
        How the file is named in the report.
    report : Problems
        Grows by rows that are left out and by what was taken out of cells, by place; contents are not repeated.
    known, areas : collection of str
        Names of organisations and places, and of areas that are used as headings between rows, case-folded.

    Yields
    ------
    RawRow
    """
    at = layout.fields["organisation"]
    nameless: list[int] = []
    end = second_table(sheet, layout, known)
    others = _others(sheet, layout)
    for k in range(layout.start, len(sheet.rows)):
        row = sheet.rows[k]
        if all(cell is None for cell in row):
            continue
        if k == end:
            hint = "choose it with --sheet and --column, or move it to a sheet of its own"
            report.warning(
                file, "a second table", "one list a sheet", row=sheet.row_number(k), hint=f"not read; {hint}"
            )
            break
        cell = row[at]
        if cell is None or not text_of(cell):
            nameless.append(sheet.row_number(k))
            continue
        why = _no_name(cell, row, areas, known, many=others)
        if why:
            report.note(file, why, "the name of an organisation", row=sheet.row_number(k), hint="left out")
            continue
        name = _cleaned(str(cell), sheet.place(k, at), sheet.row_number(k), file, report, known)
        if name:
            cells = {field: row[c] for field, c in layout.fields.items()}
            places = {field: sheet.place(k, c) for field, c in layout.fields.items()}
            parts = tuple(part.strip() for part in re.split(r"[,;\n]", name) if part.strip())
            shown = " ".join(name.split())
            yield RawRow(sheet.row_number(k), sheet.place(k, at), shown, cells, places, parts if len(parts) > 1 else ())
    if nameless:
        shown = ", ".join(map(str, nameless[:10])) + (", …" if len(nameless) > 10 else "")
        found = f"{len(nameless)} rows without a name" if len(nameless) > 1 else "a row without a name"
        report.note(file, found, "the name of an organisation", row=nameless[0], hint=f"left out: {shown}")


def _others(sheet: Sheet, layout: Layout) -> bool:
    """Whether rows of this list fill more than the column of the names."""
    at = layout.fields["organisation"]
    filled = [sum(cell is not None for cell in row) for row in sheet.rows[layout.start :] if row[at] is not None]
    return sum(count > 1 for count in filled) > 1


def second_table(sheet: Sheet, layout: Layout, known: Collection[str]) -> int | None:
    """Return the row in which another table than the one that is read begins.

    Parameters
    ----------
    sheet : Sheet
        Cells.
    layout : Layout
        What the columns are.
    known : collection of str
        Names of organisations and places, case-folded; a row that holds one is no header.

    Returns
    -------
    int or None
        Index of the row of its header; None where the sheet holds one table.

    Notes
    -----
    A row is a header where it repeats at least two headings of the first one in their columns, or where it stands
    below an empty row and holds nothing but headings. The same header once more, as on a new page, begins no table.
    """
    if not layout.header:
        return None
    for k in range(layout.start, len(sheet.rows)):
        row = sheet.rows[k]
        texts = [text_of(cell) for cell in row]
        if not any(texts) or any(is_known(text, known) for text in texts if text):
            continue
        if _another_header(texts, layout, apart=not any(cell is not None for cell in sheet.rows[k - 1])):
            return k
    return None


def _another_header(texts: Sequence[str], layout: Layout, *, apart: bool) -> bool:
    """Whether a row is the header of another table than the one that is read."""
    kinds = [field_of(text) if text else "" for text in texts]
    if kinds[layout.fields["organisation"]] not in NAME_FIELDS:
        return False
    own = layout.means
    same = [
        k
        for k, kind in enumerate(kinds)
        if kind and (kind == own[k] or (kind in NAME_FIELDS and k == layout.fields["organisation"]))
    ]
    headings = [plain(heading.rpartition(": ")[2]) for heading in layout.headings]
    if all(plain(text) == headings[k] for k, text in enumerate(texts) if text and k in layout.fields.values()):
        return False
    filled = {text: kind for text, kind in zip(texts, kinds, strict=True) if text}
    only_headings = len(filled) > 1 and all(kind and len(text.split()) == 1 for text, kind in filled.items())
    return len(same) > 1 or (apart and only_headings)


def _no_name(cell: Cell, row: Sequence[Cell], areas: Collection[str], known: Collection[str], *, many: bool) -> str:
    """Say why a row names no organisation; empty where it may."""
    if isinstance(cell, (int, float, datetime.date)):
        return "a number or a date"
    text = text_of(cell)
    if is_known(text, known):
        return ""
    filled = [other for other in row if other is not None]
    word = plain(text.rstrip(":"))
    if _TOTAL.fullmatch(text):
        return "a total"
    if _UPDATED.fullmatch(text) or _SOURCE.fullmatch(text):
        return "a remark on the list"
    if len(filled) > 1 and all(other == cell for other in filled):
        return "a heading across the columns"
    if word in SECTIONS or (field_of(text) in NAME_FIELDS and len(text.split()) < 3):
        return "a heading between the rows"
    named = text.rstrip(": ")
    if len(filled) == 1 and text.endswith(":") and not is_known(named, known):
        return "a heading between the rows"
    if many and len(filled) == 1 and (named.casefold() in areas or _AREA.fullmatch(named)):
        return "an area as a heading between the rows"
    return "" if any(letter.isalpha() for letter in text) else "a text without letters"


def _cleaned(text: str, place: str, number: int, file: str, report: Problems, known: Collection[str]) -> str:
    """Return the name in a cell without numbering, marks and personal data."""
    bare = _MARKS.sub("", _NUMBERING.sub("", text.replace("\u00a0", " ").strip()))
    if is_known(bare, known):
        return " ".join(bare.split())
    cleaned = without_personal_data(bare, known)
    for sort in cleaned.taken_out:
        report.note(file, sort, "the name of an organisation", row=number, column=place, hint="taken out, not kept")
    name = cleaned.text
    if not any(letter.isalpha() for letter in name):
        report.note(file, "no name beside it", "the name of an organisation", row=number, column=place, hint="left out")
        return ""
    return name
