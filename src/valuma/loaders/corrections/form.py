"""A filled correction form: its lines with what was answered, wherever they stand now."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from valuma.formats.formula_text import unsafe_text
from valuma.formats.workbook.reading import Cell, Sheet, Workbook, read_workbook
from valuma.loaders.corrections.fields import FORM_KIND, KEY_SHEET
from valuma.schema.problems import Problems, nearest
from valuma.survey.personal_data import is_person, without_personal_data
from valuma.texts import LANGUAGES, message

YES, NO, LEFT, NEVER, UNKNOWN = "yes", "no", "left", "never", "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form.

    Parameters
    ----------
    key : str
        ``A8``; empty for a new member.
    path, was : str
        Field of the card and what tells its value apart, as written into the form.
    answer : str
        ``yes``, ``no``, ``left``, ``never``, ``unknown``; empty where nothing was answered.
    cells : mapping of str to Cell
        What was written, by column: ``corrected``, ``right_role``, ``right_years``, ``name``, ``role``, ``years``.
    remark : str
        Free text, read by a person.
    sheet : str
        Sheet of the line.
    places : mapping of str to str
        Cell of every column, such as ``F7``.
    """

    key: str
    path: str
    was: str
    answer: str
    cells: Mapping[str, Cell]
    remark: str
    sheet: str
    places: Mapping[str, str]

    def place(self, column: str) -> str:
        """Sheet and cell, as a spreadsheet writes them."""
        return f"{self.sheet}!{self.places.get(column, '')}"

    @property
    def answered(self) -> bool:
        """Whether anything was answered on the line; a remark alone is no answer."""
        return bool(self.answer) or any(cell is not None for cell in self.cells.values())


@dataclass(frozen=True)
class Form:
    """A form as it came back.

    Parameters
    ----------
    file, network, lang, fingerprint : str
        Name of the file; network, language and fingerprint of the study it was made from.
    organisation : str
        Organisation that checked; empty where none is said.
    date : date, optional
        Day of the check; None where none is said.
    facts, members, new : tuple of Line
        Lines about facts and known members, and members that were added by name.
    missing : tuple of str
        Keys of lines that the form no longer has.
    """

    file: str
    network: str
    lang: str
    fingerprint: str
    organisation: str
    date: datetime.date | None
    facts: tuple[Line, ...]
    members: tuple[Line, ...]
    new: tuple[Line, ...]
    missing: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every line was answered."""
        return not self.missing and all(line.answered for line in (*self.facts, *self.members))


_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "facts": {"key": "key", "correct": "correct", "corrected": "corrected", "remark": "remark"},
    "members": {
        "key": "key", "still": "still", "right_role": "right-role", "right_years": "right-years", "remark": "remark",
    },
    "new": {"name": "organisation-name", "role": "role", "years": "years", "remark": "remark"},
}  # fmt: skip
_ANSWERS = {"facts": (YES, NO, UNKNOWN), "members": (YES, NO, LEFT, NEVER, UNKNOWN), "new": ()}


def is_form(workbook: Workbook) -> bool:
    """Whether a workbook is a correction form."""
    return _marks(workbook).get("kind", ("", ""))[0] == FORM_KIND


def answered(path: str | os.PathLike[str]) -> bool:
    """Whether anything has been written into the form in a file; a file that is no form counts as one.

    Parameters
    ----------
    path : path
        An ``.xlsx`` file.
    """
    workbook = read_workbook(path)
    if not is_form(workbook):
        return True
    form = read_form(workbook, Problems())
    lines = (*form.facts, *form.members, *form.new) if form else ()
    return form is None or form.date is not None or any(line.answered or line.remark for line in lines)


def read_form(workbook: Workbook, problems: Problems) -> Form | None:
    """Read the lines of a correction form.

    Parameters
    ----------
    workbook : Workbook
        The form.
    problems : Problems
        Grows by lines that are there twice, keys that are none, answers that are none.

    Returns
    -------
    Form or None
        None where the workbook is no correction form.
    """
    marks = _marks(workbook)
    if marks.get("kind", ("", ""))[0] != FORM_KIND:
        expected = f"a correction form, with its hidden sheet {KEY_SHEET!r}"
        problems.error(workbook.file, "another workbook", expected, hint="write one with `valuma cards sheet`")
        return None
    reader = _Reader(workbook, marks, problems)
    lines = {name: tuple(reader.lines(name)) for name in _COLUMNS}
    about = reader.about()
    seen = {line.key for name in ("facts", "members") for line in lines[name]}
    return Form(
        file=workbook.file,
        network=marks["network"][0],
        lang=marks["language"][0],
        fingerprint=marks["fingerprint"][0],
        organisation=text_of(about.get("organisation")),
        date=reader.date(about.get("date")),
        facts=lines["facts"],
        members=lines["members"],
        new=lines["new"],
        missing=tuple(key for key in marks if key not in _MARKS and key not in seen),
    )


_MARKS = ("kind", "network", "language", "fingerprint")


def text_of(cell: Cell) -> str:
    """Text of a cell as a person wrote it, without spaces around it.

    Examples
    --------
    >>> text_of("  '=1+1 "), text_of(2012), text_of(None)
    ('=1+1', '2012', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unsafe_text(" ".join(cell.split()))
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)


def shown(cell: Cell) -> str:
    """Quote a cell in a message, but never what may tell of a person.

    Examples
    --------
    >>> shown("long ago"), shown("maija@saarela.example")
    ("'long ago'", 'an e-mail address (not repeated here)')
    """
    text = text_of(cell)
    sorts = without_personal_data(text).taken_out or (("the name of a person",) if is_person(text) else ())
    return f"{' and '.join(sorts)} (not repeated here)" if sorts else repr(text)


def _marks(workbook: Workbook) -> dict[str, tuple[str, str]]:
    """Return what the hidden sheet says: path and former value by key."""
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == KEY_SHEET), None)
    if sheet is None:
        return {}
    rows = [[*map(_raw, row), "", "", ""][:3] for row in sheet.rows]
    return {row[0]: (row[1], row[2]) for row in rows if row[0] and row[0] != "line"}


def _raw(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unsafe_text(cell)
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)


@dataclass
class _Reader:
    workbook: Workbook
    marks: Mapping[str, tuple[str, str]]
    problems: Problems
    seen: dict[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet | None:
        names = [message(f"case-form-sheet-{name}", lang) for lang in LANGUAGES]
        found = next((sheet for sheet in self.workbook.sheets if sheet.name.strip() in names), None)
        if found is None:
            here = ", ".join(repr(sheet.name) for sheet in self.workbook.sheets if not sheet.hidden)
            mine = message(f"case-form-sheet-{name}", self.marks.get("language", ("en", ""))[0])
            self.problems.error(self.workbook.file, f"sheets {here}", f"a sheet {mine!r}")
        return found

    def about(self) -> dict[str, Cell]:
        sheet = self.sheet("about")
        found: dict[str, Cell] = {}
        for row in sheet.rows if sheet else ():
            for item in ("organisation", "date"):
                labels = [message(f"case-form-{item}", lang).casefold() for lang in LANGUAGES]
                if len(row) > 1 and text_of(row[0]).casefold() in labels:
                    found[item] = row[1]
                    if sheet:
                        self.seen[item] = f"{sheet.name}!{sheet.place(sheet.rows.index(row), 1)}"
        return found

    def date(self, cell: Cell) -> datetime.date | None:
        if cell is None or text_of(cell) == "":
            return None
        found = day_of(cell)
        if found is None:
            self.problems.error(
                self.workbook.file, shown(cell), "a day such as 2020-05-04", column=self.seen.get("date")
            )
        return found

    def lines(self, name: str) -> Iterator[Line]:
        sheet = self.sheet(name)
        header = self.header(sheet, name) if sheet else None
        if sheet is None or header is None:
            return
        start, columns = header
        for at, row in enumerate(sheet.rows[start + 1 :], start=start + 1):
            cells = {key: (row[k] if k < len(row) else None) for key, k in columns.items()}
            places = {key: sheet.place(at, k) for key, k in columns.items()}
            if all(text_of(cell) == "" for cell in cells.values()):
                continue
            line = self.line(name, sheet.name, cells, places)
            if line is not None:
                yield line

    def header(self, sheet: Sheet, name: str) -> tuple[int, dict[str, int]] | None:
        """Find the row of headings, in whatever language and order they stand."""
        wanted = {
            key: {message(f"case-form-{part}", lang).casefold() for lang in LANGUAGES}
            for key, part in _COLUMNS[name].items()
        }
        for at, row in enumerate(sheet.rows):
            words = [text_of(cell).casefold() for cell in row]
            found = {
                key: next((k for k, word in enumerate(words) if word in labels), None) for key, labels in wanted.items()
            }
            columns = {key: k for key, k in found.items() if k is not None}
            if len(columns) == len(wanted):
                return at, columns
        lang = self.marks["language"][0]
        headings = ", ".join(repr(message(f"case-form-{part}", lang)) for part in _COLUMNS[name].values())
        self.problems.error(f"{self.workbook.file}, {sheet.name}", "no row of headings", f"the headings {headings}")
        return None

    def line(self, name: str, sheet: str, cells: Mapping[str, Cell], places: Mapping[str, str]) -> Line | None:
        key = text_of(cells.get("key"))
        path, was = "", ""
        if name != "new":
            column = f"{sheet}!{places['key']}"
            if key not in self.marks or key in _MARKS:
                keys = [mark for mark in self.marks if mark not in _MARKS]
                hint = nearest(key, keys) if key else "members are added on their own sheet"
                self.problems.error(self.workbook.file, repr(key), "the key of a line", column=column, hint=hint)
                return None
            if key in self.seen:
                self.problems.error(
                    self.workbook.file, f"line {key} again", f"each line once (see {self.seen[key]})", column=column
                )
                return None
            self.seen[key] = column
            path, was = self.marks[key]
        asked = next((part for part in ("correct", "still") if part in cells), "")
        values = {
            part: None if text_of(cell) == "" else unsafe_text(cell) if isinstance(cell, str) else cell
            for part, cell in cells.items()
            if part not in ("key", "remark", asked)
        }
        answer = self.answer(cells.get(asked), _ANSWERS[name], f"{sheet}!{places.get(asked, '')}")
        return Line(key, path, was, answer, values, text_of(cells.get("remark")), sheet, places)

    def answer(self, cell: Cell, allowed: Sequence[str], place: str) -> str:
        text = text_of(cell).casefold()
        if not text:
            return ""
        if isinstance(cell, bool):
            return YES if cell else NO
        words = {message(f"case-answer-{name}", lang).casefold(): name for lang in LANGUAGES for name in allowed}
        if text not in words:
            lang = self.marks["language"][0]
            mine = [message(f"case-answer-{name}", lang) for name in allowed]
            self.problems.error(
                self.workbook.file, shown(cell), " / ".join(mine), column=place, hint=nearest(text, list(words))
            )
            return ""
        return words[text]


def day_of(cell: Cell) -> datetime.date | None:
    """Read a day: a date of a spreadsheet, ``2020-05-04`` or ``4.5.2020``.

    Examples
    --------
    >>> day_of("4.5.2020"), day_of("2020-05-04"), day_of("May")
    (datetime.date(2020, 5, 4), datetime.date(2020, 5, 4), None)
    """
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text_of(cell), form).date()
        except ValueError:
            continue
    return None
