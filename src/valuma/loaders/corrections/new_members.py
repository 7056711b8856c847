"""Members that a coordinator added to a form by name: read without persons, handed on as a list, reported by cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuma.loaders.corrections.form import Form, Line, shown, text_of
from valuma.loaders.corrections.values import Refused, role_of, years_pair
from valuma.schema.problems import Problems
from valuma.schema.vocabularies import Role
from valuma.survey.personal_data import is_known, is_person, without_personal_data

if TYPE_CHECKING:
    from valuma.loaders.members.importing import MemberImport
    from valuma.study.study import Study

#: Row of the first name in the list that is handed on, and how it names the cells of that column.
_FIRST_ROW = 2
_CELL = re.compile(r"\bA(\d+)\b")


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member that was added by name.

    Parameters
    ----------
    line : Line
        Its line of the form.
    name, role, year_from, year_to : str
        What was written; the role as a word of its vocabulary, a year empty where none is said.
    """

    line: Line
    name: str
    role: str
    year_from: str = ""
    year_to: str = ""


def new_members(form: Form, study: Study, problems: Problems) -> list[NewMember]:
    """Return the members that were added to a form.

    Parameters
    ----------
    form : Form
        The form.
    study : Study
        The study, for names that are no persons whatever they read like.
    problems : Problems
        Grows by what cannot be read, and by names of persons and contact details, which go no further.

    Returns
    -------
    list of NewMember
    """
    found = []
    known = _names(study)
    for line in form.new:
        name = text_of(line.cells.get("name"))
        if not name:
            if line.answered:
                _refuse(form, problems, line, "name", Refused("the name of an organisation"))
        elif not is_known(name, known) and (is_person(name) or not without_personal_data(name, known).text.strip()):
            _not_taken(form.file, line, problems)
        elif (member := _read(form, problems, line, name)) is not None:
            found.append(member)
    return found


def _read(form: Form, problems: Problems, line: Line, name: str) -> NewMember | None:
    role, years = line.cells.get("role"), line.cells.get("years")
    column = "role"
    try:
        word = str(Role.MEMBER) if role is None else role_of(text_of(role))
        column = "years"
        first, last = (None, None) if years is None else years_pair(years)
    except Refused as refused:
        _refuse(form, problems, line, column, refused)
        return None
    return NewMember(line, name, word, "" if first is None else str(first), "" if last is None else str(last))


def _refuse(form: Form, problems: Problems, line: Line, column: str, refused: Refused) -> None:
    cell = line.cells.get(column)
    found = "an empty cell" if cell is None else shown(cell)
    problems.error(form.file, found, refused.expected, column=line.place(column), hint=refused.hint)


def list_of(members: Sequence[NewMember]) -> bytes:
    """Write new members as a member list, in their order, the first in row 2."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("organisation", "role", "start year", "end year"))
    writer.writerows((new.name, new.role, new.year_from, new.year_to) for new in members)
    return out.getvalue().encode("utf-8")


def tell(found: MemberImport, members: Sequence[NewMember], file: str, problems: Problems) -> None:
    """Report what the import of the list said, by the cells of the form.

    Parameters
    ----------
    found : MemberImport
        The list of `list_of`, imported.
    members : sequence of NewMember
        What stands in it.
    file : str
        Name of the form.
    problems : Problems
        Grows: by names that wait, and by every line that was not taken, whatever the reason.
    """
    places = {row: new.line.place("name") for row, new in enumerate(members, start=_FIRST_ROW)}
    read = {int(row) for place in found.members.frame["place"] for row in _CELL.findall(str(place))}
    for row, new in enumerate(members, start=_FIRST_ROW):
        if row not in read:
            _not_taken(file, new.line, problems)
    for item in found.report:
        rows = {int(digits) for digits in _CELL.findall(item.column or "")} | ({item.row} if item.row else set())
        if rows & (places.keys() - read):
            continue
        column = ", ".join(places[row] for row in sorted(rows & places.keys())) or None
        words = _CELL.sub(lambda match: places.get(int(match[1]), match[0]), item.found)
        problems.add(replace(item, file=file, row=None, column=column, found=words))
    for name in found.waiting:
        problems.warning(
            file,
            f"the new member {name!r}, whose name leads to no organisation for sure",
            f"a decision in {found.names_file}",
            hint="it waits there; decide, then import the form again",
        )


def _not_taken(file: str, line: Line, problems: Problems) -> None:
    """Report a line that goes no further; what stands there may tell of a person and is not repeated."""
    problems.warning(
        file,
        "a new member that reads like a person or contact details, or like no name",
        "the name of an organisation",
        column=line.place("name"),
        hint="not taken; where it is an organisation, add it to actors.csv and import the form again",
    )


def _names(study: Study) -> frozenset[str]:
    """Return the names of organisations and places of a study, case-folded: none of them is a person."""
    columns = {
        "actors": ("name", "name_sv", "name_en"),
        "municipalities": ("name_fi", "name_sv"),
        "aliases": ("alias",),
    }
    cells = (text for table, names in columns.items() for name in names for text in study.tables[table][name].dropna())
    return frozenset(" ".join(str(text).split()).casefold() for text in cells)
