"""The sheets of a workbook of cards to rows of values, with everything that is wrong by sheet and cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from valuma.formats.workbook.reading import Cell, Sheet, Workbook
from valuma.loaders.card_workbook.cells import Understood, near, understand
from valuma.loaders.card_workbook.sheets import LOOK_UP, VERSIONS, CardSheet, Field, card_sheets, names_of
from valuma.schema.cells import Bad, Value, parse_cell
from valuma.schema.contract import slug_column
from valuma.schema.problems import Problems, nearest
from valuma.texts import LANGUAGES

#: Rows in which the headings are looked for.
_HEADING_ROWS = 40

#: English where no language fits better than another.
_LANGUAGES = ("en", *(lang for lang in LANGUAGES if lang != "en"))

#: Characters of a cell that are shown when it is wrong.
_SHOWN = 80

#: What the id of a new source may be; the register may hold older ones of another form.
_NEW_ID = slug_column("source_id", "Stable identifier.")

#: Digits of the code of an area, by its kind.
_CODE_LENGTH = {"region": 2, "municipality": 3}


@dataclass
class FilledRow:
    """One row of a sheet that was filled in.

    Parameters
    ----------
    sheet : CardSheet
        What its columns mean.
    values : dict
        Values by field; None for an empty cell, no entry for a column that is not there.
    row : int
        Number of the row in the sheet.
    places : mapping of str to str
        Where each field stands, in words for a problem.
    """

    sheet: CardSheet
    values: dict[str, Value]
    row: int
    places: Mapping[str, str]

    @property
    def network(self) -> str:
        """Network the row belongs to; empty where the cell is."""
        return str(self.values.get(self.sheet.holder) or "")

    @property
    def known(self) -> dict[str, Value]:
        """Values of the filled cells."""
        return {key: value for key, value in self.values.items() if value is not None}


@dataclass
class Filled:
    """What a workbook of cards says.

    Parameters
    ----------
    file : str
        Name of the workbook.
    rows : dict of str to list of FilledRow
        Rows by sheet; a sheet that is not there has no entry.
    columns : dict of str to tuple of str
        Fields that the sheet has a column for, by sheet.
    versions : dict of str to str
        Fingerprint of each network when the workbook was made.
    """

    file: str
    rows: dict[str, list[FilledRow]] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


def read_filled(book: Workbook, names: Mapping[str, Mapping[str, str]], problems: Problems) -> Filled:
    """Read every sheet of a workbook of cards.

    Parameters
    ----------
    book : Workbook
        The workbook.
    names : mapping of str to mapping of str to str
        Names of the actors, themes, networks and sources of the study by identifier; what the workbook adds itself
        need not be among them.
    problems : Problems
        Grows by cells that cannot stand where they stand, and by what was understood in another way.

    Returns
    -------
    Filled
    """
    filled, lang = Filled(book.file), _language(book)
    for sheet in card_sheets():
        page = _find(book, sheet.key)
        if page is None:
            found = f"no sheet {sheet.name(lang)!r}"
            if sheet.key == "networks":
                problems.error(book.file, found, "the sheet of the networks", hint="was it renamed?")
            else:
                problems.warning(book.file, found, "all sheets of the workbook", hint="nothing is changed in it")
            continue
        _read_sheet(filled, sheet, page, problems)
    versions = next((page for page in book.sheets if page.name == VERSIONS), None)
    if versions is not None:
        filled.versions = {str(row[0]): str(row[1]) for row in versions.rows if len(row) > 1}
    _unread_sheets(book, problems)
    _source_ids(filled, names["sources"], problems)
    _references(filled, names, problems)
    return filled


def place_of(page: Sheet, heading: str, row_index: int, column_index: int) -> str:
    """Return where a cell stands, for a problem: ``Networks!G7 (Founded)``."""
    return f"{page.name}!{page.place(row_index, column_index)} ({heading})"


def only_own_hidden(book: Workbook) -> bool:
    """Whether no sheet is hidden but those that are made so."""
    return all(_is_own_hidden(page) for page in book.sheets if page.hidden)


def _is_own_hidden(page: Sheet) -> bool:
    """Whether a sheet is one that the workbook needs for itself: versions, and lists to choose from."""
    return page.name == VERSIONS or (page.hidden and page.name.startswith("lists"))


def _language(book: Workbook) -> str:
    """Return the language in which most sheets of a workbook are named."""
    there = {page.name.strip().casefold() for page in book.sheets}
    return max(_LANGUAGES, key=lambda lang: sum(sheet.name(lang).casefold() in there for sheet in card_sheets()))


def _find(book: Workbook, key: str) -> Sheet | None:
    names = {name.casefold() for name in names_of(key)}
    return next((page for page in book.sheets if page.name.strip().casefold() in names), None)


def _unread_sheets(book: Workbook, problems: Problems) -> None:
    keys = (*(sheet.key for sheet in card_sheets()), *LOOK_UP, "about")
    known = {name.casefold() for key in keys for name in names_of(key)}
    for page in book.sheets:
        if page.rows and not _is_own_hidden(page) and page.name.strip().casefold() not in known:
            found = f"a sheet {page.name!r}"
            problems.warning(book.file, found, "the sheets of the workbook", hint="it is not read")


def _read_sheet(filled: Filled, sheet: CardSheet, page: Sheet, problems: Problems) -> None:
    at, columns = _headings(sheet, page)
    if len(columns) < min(2, len(sheet.fields)):
        found = f"no headings on the sheet {page.name!r}"
        problems.error(filled.file, found, "the row of headings as it was", hint="copy it from a new export")
        return
    _report_columns(filled.file, sheet, page, at, columns, problems)
    filled.columns[sheet.key] = tuple(columns)
    rows = filled.rows.setdefault(sheet.key, [])
    for index in range(at + 1, len(page.rows)):
        cells = {key: page.rows[index][column] for key, column in columns.items()}
        if all(cell is None or str(cell).strip() == "" for cell in cells.values()):
            continue
        places = {key: place_of(page, str(page.rows[at][column]), index, column) for key, column in columns.items()}
        row = FilledRow(sheet, {}, page.row_number(index), places)
        for key, cell in cells.items():
            row.values[key] = _value(filled.file, row, sheet[key], cell, problems)
        _area_code(filled.file, row, problems)
        rows.append(row)


def _headings(sheet: CardSheet, page: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and the column of each field."""
    meant: dict[str, str] = {}
    for one in sheet.fields:
        for text in (*(sheet.heading(one, lang) for lang in LANGUAGES), one.key):
            meant.setdefault(_plain(text), one.key)
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(page.rows[:_HEADING_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = meant.get(_plain(cell))
            if key is not None:
                found.setdefault(key, column)
        if len(found) > len(best[1]):
            best = (index, found)
    return best


def _plain(cell: Cell) -> str:
    return " ".join(str(cell or "").replace("*", " ").split()).casefold()


def _report_columns(
    file: str, sheet: CardSheet, page: Sheet, at: int, columns: Mapping[str, int], problems: Problems
) -> None:
    row = page.row_number(at)
    headings = {_plain(cell) for cell in page.rows[at]}
    lang = max(_LANGUAGES, key=lambda lang: sum(_plain(sheet.heading(one, lang)) in headings for one in sheet.fields))
    for one in sheet.fields:
        if one.key in columns:
            continue
        found = f"no column {sheet.heading(one, lang)!r}"
        if one.required or one.key == sheet.holder:
            problems.error(file, found, "every heading as it was", row=row, column=page.name)
        else:
            hint = "what the cards say there is left as it is"
            problems.warning(file, found, "every heading as it was", row=row, column=page.name, hint=hint)
    used = set(columns.values())
    for column, cell in enumerate(page.rows[at]):
        filled = sum(1 for below in page.rows[at + 1 :] if below[column] is not None)
        if column not in used and filled:
            heading = f"the column {str(cell)!r}" if cell is not None else "a column without a heading"
            close = nearest(str(cell), [str(page.rows[at][other]) for other in used]) if cell is not None else ""
            hint = close if close.startswith("did you mean") else f"its {filled} cells are not read"
            where = f"{page.name}!{page.place(at, column)}"
            problems.warning(file, heading, "a heading of the workbook", row=row, column=where, hint=hint)


def _value(file: str, row: FilledRow, one: Field, cell: Cell, problems: Problems) -> Value:
    value = understand(one, cell)
    if isinstance(value, Bad):
        problems.error(
            file, _short(value.found), value.expected, row=row.row, column=row.places[one.key], hint=value.hint
        )
        return None
    if isinstance(value, Understood):
        taken = "; ".join(value.value) if isinstance(value.value, tuple) else str(value.value)
        hint = f"read as {_short(taken)!r}"
        problems.note(file, _short(value.found), one.column.wanted, row=row.row, column=row.places[one.key], hint=hint)
        value = value.value
    if value is None and (one.required or one.key == row.sheet.holder):
        what = "the source of the fact" if one.is_source else one.column.wanted
        problems.error(file, "an empty cell", what, row=row.row, column=row.places[one.key])
    return value


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"


def _area_code(file: str, row: FilledRow, problems: Problems) -> None:
    """Give an area code back the noughts that a spreadsheet drops."""
    area, length = row.values.get("area"), _CODE_LENGTH.get(str(row.values.get("area_kind")), 0)
    if row.sheet.key != "members_missing" or not isinstance(area, str) or not area.isdigit() or len(area) >= length:
        return
    row.values["area"] = area.zfill(length)
    hint = f"read as {area.zfill(length)!r}: a spreadsheet drops leading noughts"
    problems.note(file, repr(area), f"{length} digits", row=row.row, column=row.places["area"], hint=hint)


def _source_ids(filled: Filled, known: Mapping[str, str], problems: Problems) -> None:
    """Report ids of new sources that are not made like the ids of networks and actors."""
    for row in filled.rows.get("sources", ()):
        name = row.values.get("source_id")
        if name is not None and name not in known:
            result = parse_cell(_NEW_ID, name)
            if isinstance(result, Bad):
                where = row.places["source_id"]
                problems.error(
                    filled.file, _short(result.found), result.expected, row=row.row, column=where, hint=result.hint
                )


def _references(filled: Filled, names: Mapping[str, Mapping[str, str]], problems: Problems) -> None:
    """Report identifiers that neither the study nor the workbook knows."""
    known = {table: dict(entries) for table, entries in names.items()}
    known["networks"] |= _added(filled, "networks", "id", "name.en")
    known["sources"] |= _added(filled, "sources", "source_id", "title")
    here = {row.network for row in filled.rows.get("networks", ())}
    for key, rows in filled.rows.items():
        for row in rows:
            for one in row.sheet.fields:
                if key in ("networks", "sources") and one.key in ("id", "source_id"):
                    continue
                table, value = one.column.references, row.values.get(one.key)
                if table not in known or value is None:
                    continue
                allowed = known[table]
                if one.key == row.sheet.holder:
                    allowed = {name: allowed[name] for name in here if name in allowed}
                _one_reference(filled.file, row, one, value, allowed, problems)


def _one_reference(
    file: str, row: FilledRow, one: Field, value: Value, allowed: Mapping[str, str], problems: Problems
) -> None:
    for name in value if isinstance(value, tuple) else (str(value),):
        if name not in allowed and name not in one.column.special:
            expected = "a network of the first sheet" if one.key == row.sheet.holder else one.column.wanted
            hint = near(name, allowed)
            problems.error(file, _short(repr(name)), expected, row=row.row, column=row.places[one.key], hint=hint)


def _added(filled: Filled, sheet: str, key: str, name: str) -> dict[str, str]:
    rows: Sequence[FilledRow] = filled.rows.get(sheet, ())
    return {str(row.values[key]): str(row.values.get(name) or "") for row in rows if row.values.get(key)}
