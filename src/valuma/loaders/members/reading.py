"""Member lists as people keep them: found in a workbook or CSV file, read without personal data."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from valuma.formats.workbook.cell_names import column_letters
from valuma.formats.workbook.reading import Sheet, Workbook, read_workbook
from valuma.loaders.members.layout import Layout, find_layout
from valuma.loaders.members.rows import RawRow, name_rows, second_table
from valuma.loaders.members.words import field_of, names_an_organisation, roles_of
from valuma.loaders.members.years import years_of
from valuma.schema.problems import Problem, Problems, StudyError, ValumaError, nearest
from valuma.schema.vocabularies import Role
from valuma.survey.personal_data import has_form_of_name, is_known, is_person, without_personal_data

#: Written for a role word whose rows are not to be taken.
LEAVE_OUT = "leave-out"

_COLUMNS = ("place", "name", "role", "year_from", "year_to", "municipality_code", "notes", "parts")


@dataclass(frozen=True)
class MemberList:
    """Organisations that a list names.

    Parameters
    ----------
    file, sheet : str
        Where the list was found.
    header_row : int, optional
        Row of the header; None where the list has none.
    name_column : str
        Heading of the column of the names, or its letter.
    frame : DataFrame
        One row an organisation and role: place (cell of the name), name, role (empty where the list says none),
        year_from, year_to, municipality_code, notes, parts (of a name with commas or line breaks).
    report : Problems
        What was not read, left out or taken out, and why. Never the content of a cell with personal data.
    whole : bool, default True
        Whether everything below the header was read, not only the rows above a second table.
    """

    file: str
    sheet: str
    header_row: int | None
    name_column: str
    frame: pd.DataFrame
    report: Problems = field(repr=False)
    whole: bool = True

    @property
    def says_roles(self) -> bool:
        """Whether the list has a column of roles."""
        return bool((self.frame["role"] != "").any())


def read_member_list(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    column: str | None = None,
    role_words: Mapping[str, str] = MappingProxyType({}),
    notes: bool = False,
    known: Collection[str] = (),
    areas: Collection[str] = (),
) -> MemberList:
    r"""Read a member list from a workbook or CSV file.

    Parameters
    ----------
    path : path
        An ``.xlsx``, ``.xlsm`` or CSV file. The list may stand anywhere in it, with one header row, two, or none.
    sheet : str, optional
        Sheet to read; needed where several hold a list, or where it is hidden.
    column : str, optional
        Column of the names, by heading or letter; needed where several may hold them.
    role_words : mapping of str to str
        Words of this list for roles, beside those that are known; ``leave-out`` for rows that are not to be taken.
    notes : bool, default False
        Also read the column of remarks. It is free text, in which not every name of a person can be recognised.
    known, areas : collection of str
        Names of organisations and places, and of areas, case-folded. They help to tell names of organisations from
        names of persons and from headings between rows.

    Returns
    -------
    MemberList

    Raises
    ------
    StudyError
        The file cannot be read, or cells cannot be understood: words that are no role; with every place.
    ValumaError
        No list was found, or several; the message says how to choose.

    Notes
    -----
    Columns with names of persons, e-mail addresses, phone numbers and addresses are recognised by heading and by
    content and dropped before anything else is done. A person with a rare first name in the column of the
    organisations is not recognised.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "list.csv"
    >>> _ = path.write_text("Jäsenet 2020;;\nKunta;Liittynyt;Sähköposti\nSaarela;1.3.2015;maija@saarela.example\n",
    ...                     encoding="utf-8")
    >>> members = read_member_list(path)
    >>> members.frame[["place", "name", "year_from"]].to_numpy().tolist()
    [['A3', 'Saarela', 2015]]
    >>> print(members.report.notes[0])
    note: list.csv, column C: found the contact column 'Sähköposti'; expected organisations only (not read, not kept)
    """
    book = read_workbook(path)
    found, layout = _choose(book, sheet, column, known)
    report = _notes(book, found)
    _tell_columns(found, layout, book.file, report, notes=notes)
    rows = list(name_rows(found, layout, book.file, report, known=known, areas=areas))
    records = [record for row in rows for record in _records(row, book.file, report, role_words, known, notes=notes)]
    report.raise_if_errors(f"{book.file} was not read")
    if not records:
        summary = f"{book.file}, sheet {found.name!r}: no organisation is named below the heading"
        raise StudyError(summary, report) if len(report) else ValumaError(summary)
    header = found.row_number(layout.header[-1]) if layout.header else None
    at = layout.fields["organisation"]
    return MemberList(
        book.file,
        found.name,
        header,
        _heading(layout, at) or f"column {column_letters(at)}",
        _frame(records),
        report,
        whole=second_table(found, layout, known) is None,
    )


def _notes(book: Workbook, chosen: Sheet) -> Problems:
    """Return the notes on the file; hidden sheets are passed over here, which the reader cannot know."""
    report = Problems(item for item in book.notes if not item.found.startswith("hidden sheets"))
    for sheet in book.sheets:
        if sheet.hidden and sheet.rows and sheet is not chosen:
            hint = "passed over; --sheet chooses it"
            report.note(book.file, f"the hidden sheet {sheet.name!r}", "sheets that are shown", hint=hint)
    return report


def _choose(book: Workbook, sheet: str | None, column: str | None, known: Collection[str]) -> tuple[Sheet, Layout]:
    """Return the sheet with the list, and what its columns are."""
    if sheet is not None:
        looked_at = [book.sheet(sheet)]
    else:
        looked_at = [item for item in book.sheets if not item.hidden and item.rows]
    if not looked_at:
        hidden = ", ".join(repr(item.name) for item in book.sheets if item.rows)
        what = f"only hidden sheets hold anything: {hidden}; choose one with --sheet" if hidden else "nothing in it"
        raise ValumaError(f"{book.file}: {what}")
    # A column is looked for where the list is; sheets without one are passed over.
    layouts = [(item, find_layout(item, known, column=column if len(looked_at) == 1 else None)) for item in looked_at]
    found = [(item, layout) for item, layout in layouts if layout is not None]
    found = [pair for pair in found if pair[1].header] or found
    if not found:
        raise ValumaError(_nothing(book, looked_at[0]))
    if len(found) > 1:
        names = ", ".join(repr(item.name) for item, _ in found)
        raise ValumaError(f"{book.file}: {len(found)} sheets hold a list: {names}; choose one with --sheet")
    item, layout = found[0]
    if column is not None and len(looked_at) > 1:
        layout = find_layout(item, known, column=column) or layout
    return item, _sure(book, layout)


def _sure(book: Workbook, layout: Layout) -> Layout:
    """Refuse a layout of which it is not clear where the names stand."""
    if layout.rivals:
        both = (layout.fields["organisation"], *layout.rivals)
        shown = ", ".join(f"{_heading(layout, k)!r} ({column_letters(k)})".removeprefix("'' ") for k in both)
        raise ValumaError(f"{book.file}: several columns may hold the names: {shown}; choose one with --column")
    return layout


def _nothing(book: Workbook, sheet: Sheet) -> str:
    hint = "name the column of the names with --column, by its heading or letter, and the sheet with --sheet"
    words = "'Organisaatio', 'Jäsen', 'Kunta', 'Medlem', 'Kommun' or 'Member'"
    return f"{book.file}, sheet {sheet.name!r}: no heading such as {words} was found; {hint}"


def _heading(layout: Layout, column: int) -> str:
    """Return the heading of a column, or nothing where it might name a person."""
    text = layout.headings[column] if column < len(layout.headings) else ""
    if not field_of(text) and not names_an_organisation(text) and has_form_of_name(text.rpartition(": ")[2]):
        return ""
    return "" if is_person(text) or without_personal_data(text).taken_out else text


def _tell_columns(sheet: Sheet, layout: Layout, file: str, report: Problems, *, notes: bool) -> None:
    """Report columns that are not read, by heading or letter, never by content."""
    if not layout.header:
        report.note(file, "no header", "a heading over the names", hint=f"read from the first row of {sheet.name!r}")
    for k, how in sorted(layout.contacts.items()):
        named = f"the contact column {_heading(layout, k)!r}" if _heading(layout, k) else "a contact column"
        by = "" if how == "its heading" else f", recognised by {how}"
        report.note(
            file, named + by, "organisations only", column=f"column {column_letters(k)}", hint="not read, not kept"
        )
    for k in layout.unknown:
        named = f"the column {_heading(layout, k)!r}" if _heading(layout, k) else "a column without a heading"
        report.note(
            file,
            named,
            "names, roles, years or municipality codes",
            column=f"column {column_letters(k)}",
            hint="not read",
        )
    if "notes" in layout.fields and not notes:
        k = layout.fields["notes"]
        hint = "not read; --notes reads it, look at the change for names of persons"
        report.note(
            file, f"remarks under {_heading(layout, k)!r}", "facts", column=f"column {column_letters(k)}", hint=hint
        )


def _records(
    row: RawRow, file: str, report: Problems, role_words: Mapping[str, str], known: Collection[str], *, notes: bool
) -> list[dict[str, Any]]:
    """Return one record a role of a row."""
    first, last = _years(row, file, report)
    code = _code(row, file, report)
    remark = _remark(row, file, report, known) if notes else ""
    roles = _roles(row, file, report, role_words, known)
    made = {"place": row.place, "name": row.name, "year_from": first, "year_to": last, "municipality_code": code}
    if LEAVE_OUT in roles:
        report.note(file, "a role that is left out", "a role to take", row=row.number, hint="left out by --role-word")
    return [{**made, "parts": row.parts, "role": role, "notes": remark} for role in roles if role != LEAVE_OUT]


def _years(row: RawRow, file: str, report: Problems) -> tuple[int | None, int | None]:
    span: list[int | None] = [None, None]
    for name, at in (("years", 0), ("year_from", 0), ("year_to", 1)):
        if name not in row.cells:
            continue
        years = years_of(row.cells[name])
        if years is None:
            found = "something that is no year or date"
            report.warning(
                file, found, "a year or a date", row=row.number, column=row.places[name], hint="the year stays unknown"
            )
            continue
        first, last = years
        if at == 1:
            first, last = None, first if last is None else last
        span = [first if first is not None else span[0], last if last is not None else span[1]]
    if span[0] is not None and span[1] is not None and span[1] < span[0]:
        report.warning(file, "a last year before the first", "years in order", row=row.number, hint="both stay unknown")
        return None, None
    return span[0], span[1]


def _code(row: RawRow, file: str, report: Problems) -> str:
    cell = row.cells.get("municipality_code")
    text = "" if cell is None else str(cell).strip().removesuffix(".0")
    if not text or (text.isascii() and text.isdigit() and len(text) <= 3):
        return text.zfill(3) if text else ""
    found = "something that is no municipality code"
    report.warning(
        file, found, "three digits", row=row.number, column=row.places["municipality_code"], hint="passed over"
    )
    return ""


def _remark(row: RawRow, file: str, report: Problems, known: Collection[str]) -> str:
    cell = row.cells.get("notes")
    if cell is None:
        return ""
    text = " ".join(str(cell).split())
    cleaned = without_personal_data(text, known)
    whole = is_person(cleaned.text) and not is_known(cleaned.text, known)
    sorts = (*cleaned.taken_out, *(["the name of a person"] if whole else []))
    for sort in dict.fromkeys(sorts):
        report.note(file, sort, "a remark", row=row.number, column=row.places["notes"], hint="taken out, not kept")
    return "" if whole else cleaned.text


def _roles(row: RawRow, file: str, report: Problems, own: Mapping[str, str], known: Collection[str]) -> tuple[str, ...]:
    cell = row.cells.get("role")
    if cell is None or not str(cell).strip():
        return ("",)
    roles, strange = roles_of(without_personal_data(str(cell), known).text, own)
    for word in strange:
        private = has_form_of_name(word) and not is_known(word, known)
        found = repr(word) if not private else "the name of a person" if is_person(word) else "no known role"
        first = word if not private else "WORD"
        hint = f"say what it means: --role-word {first!r}=member, or ={LEAVE_OUT} to leave such rows out"
        close = nearest(word, list(Role)) if not private else ""
        hint = f"{close} {hint}" if close.startswith("did") else hint
        report.add(Problem("error", file, found, "a role", row.number, row.places["role"], hint))
    return roles or ("",)


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=list(_COLUMNS))
    return frame.astype({"year_from": "Int64", "year_to": "Int64"})
