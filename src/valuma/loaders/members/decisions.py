"""Names that wait for a person: ``names.csv`` beside a card, with candidates and what was decided."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from valuma.formats.formula_text import safe_text, unsafe_text
from valuma.loaders.csv_file import RawTable, parse_csv
from valuma.schema.contract import Column, Table
from valuma.schema.problems import Problem, Problems, nearest
from valuma.schema.registry_tables import ACTORS

#: Decisions beside the id of an actor; an empty cell is not decided yet.
NEW, LEAVE_OUT = "new", "leave-out"
#: Before the code of a municipality of the register that is not yet an actor; it may be decided for, too.
PLACE = "municipality:"
#: Candidates that are shown.
CANDIDATES = 3

#: Columns of an actor that a person fills for a new one.
ACTOR_COLUMNS = ("kind", "side", "level", "policy_sectors", "country", "municipality_code", "name_sv", "name_en")

NAMES = Table(
    "names",
    "Names of member lists that did not lead to one actor, and what a person decided.",
    ("name",),
    (
        Column("name", "Name in the list, without personal data.", required=True),
        Column("decision", "An actor_id, new or leave-out; empty is not decided yet."),
        Column("actor_id", "For new: the id it gets; made from the name where it is empty."),
        *(
            column
            for k in range(1, CANDIDATES + 1)
            for column in (
                Column(f"candidate_{k}", f"Actor that may be meant, the {('first', 'second', 'third')[k - 1]} likely."),
                Column(f"candidate_{k}_name", "Its name."),
                Column(f"score_{k}", "How alike the names are, of 100.", "integer", low=0, high=100),
            )
        ),
        *(ACTORS[name] for name in ACTOR_COLUMNS),
        Column("source_id", "Sources in whose lists the name stands.", "list"),
        Column("notes", "Remarks of whoever decides."),
    ),
)


@dataclass
class NameList:
    """Rows of ``names.csv``, by name.

    Parameters
    ----------
    file : str
        Path relative to the study folder.
    rows : dict of str to dict
        Cells by column of each name, in any order.
    lines : dict of str to int
        Line on which each name stands.
    """

    file: str
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def data(self) -> bytes:
        """Return the content of the file.

        Returns
        -------
        bytes
            UTF-8 with a byte-order mark and semicolons, which Excel opens as a table also under Finnish and Swedish
            settings; sorted by name; text that a spreadsheet would run as a formula has an apostrophe in front.
        """
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(NAMES.names)
        for name in sorted(self.rows, key=lambda text: (text.casefold(), text)):
            cells = {**self.rows[name], "name": name}
            writer.writerow([safe_text(cells.get(column, "")) for column in NAMES.names])
        return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")

    def decided(self) -> dict[str, dict[str, str]]:
        """Return the rows with a decision."""
        return {name: row for name, row in self.rows.items() if row.get("decision")}


def decision_of(cell: str) -> str:
    """Return a decision as it is meant: capitals and a space for the hyphen do not matter.

    Examples
    --------
    >>> decision_of(" Leave out "), decision_of("NEW"), decision_of("min-ym")
    ('leave-out', 'new', 'min-ym')
    """
    word = "-".join(cell.split())
    return word.lower() if word.lower() in (NEW, LEAVE_OUT) else cell.strip()


def _as_written(cell: str, words: Collection[str]) -> str:
    """Return the one word that a cell names in other capitals; the cell itself where none or several are."""
    found = {word for word in words if word.casefold() == cell.casefold()}
    return cell if cell in found or len(found) != 1 else next(iter(found))


def _in_vocabulary(column: str, cell: str) -> str:
    """Return the words of a cell of a new actor as its vocabulary writes them."""
    choices = ACTORS[column].choices
    return ";".join(_as_written(part.strip(), choices) for part in cell.split(";")) if choices and cell else cell


def read_names(data: bytes, file: str, problems: Problems) -> NameList:
    """Read ``names.csv`` as it was written or as a spreadsheet has saved it.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by what is wrong with its form.

    Returns
    -------
    NameList
    """
    found = Problems()
    raw = parse_csv(data, NAMES, file, found)
    own_habits = ("a byte-order mark", "semicolons between cells")
    problems.extend(item for item in found if item.found not in own_habits)
    names = NameList(file)
    if raw is None or not _columns(raw, problems):
        return names
    columns = {name: cells for name, cells in raw.columns.items() if name in NAMES}
    for k, line in enumerate(raw.lines.tolist()):
        row = {name: unsafe_text(cells[k].strip()) for name, cells in columns.items()}
        name = " ".join(row.pop("name").split())
        row["decision"] = decision_of(row.get("decision", ""))
        row |= {column: _in_vocabulary(column, row[column]) for column in ACTOR_COLUMNS if column in row}
        if row.get("municipality_code", "").isdigit():
            # A spreadsheet takes the zeros in front away.
            row["municipality_code"] = row["municipality_code"].zfill(3)
        if not name:
            problems.error(file, "an empty cell", "a name", row=line, column="name")
        elif name in names.rows:
            problems.error(
                file, f"{name!r} again", f"every name once (see row {names.lines[name]})", row=line, column="name"
            )
        else:
            names.rows[name], names.lines[name] = row, line
    return names


def check_names(names: NameList, actors: Collection[str] | None, problems: Problems) -> set[str]:
    """Check the decisions of ``names.csv``.

    Parameters
    ----------
    names : NameList
        The rows.
    actors : collection of str, optional
        Identifiers of the actors; None where they could not be read.
    problems : Problems
        Grows by decisions that are none.

    Returns
    -------
    set of str
        Names whose decision is none.

    Notes
    -----
    Decisions in other capitals than those of the one actor they name are put right in the rows.
    """
    wrong: set[str] = set()
    for name, row in names.rows.items():
        row["decision"] = decision = _as_written(row["decision"], actors or ())
        if not decision or decision in (NEW, LEAVE_OUT) or actors is None or decision in actors:
            continue
        close = nearest(decision, [*actors, NEW, LEAVE_OUT])
        expected = f"the actor_id of an actor, {NEW}, {LEAVE_OUT}, or nothing yet"
        problems.error(names.file, repr(decision), expected, row=names.lines.get(name), column="decision", hint=close)
        wrong.add(name)
    return wrong


def check_names_file(data: bytes, file: str, actors: Collection[str] | None, problems: Problems) -> None:
    """Check a whole ``names.csv``, as part of the check of a study.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How the file is named in problems.
    actors : collection of str, optional
        Identifiers of the actors; None where they could not be read.
    problems : Problems
        Grows by what is wrong, and by a note on names that wait.
    """
    names = read_names(data, file, problems)
    check_names(names, actors, problems)
    waiting = sum(not row["decision"] for row in names.rows.values())
    if waiting:
        found = f"{waiting} names that wait" if waiting > 1 else "a name that waits"
        problems.note(file, found, "decisions", column="decision", hint=f"an actor_id, {NEW} or {LEAVE_OUT}")


def merged(names: NameList, waiting: Mapping[str, Mapping[str, str]], source: str) -> NameList:
    """Return the list after an import: decided rows stay, undecided ones are those that wait now.

    Parameters
    ----------
    names : NameList
        The list as it is.
    waiting : mapping of str to mapping
        Cells of each name that waits after this import.
    source : str
        Source of the imported list; undecided names of other sources go on waiting.
    """
    rows: dict[str, dict[str, str]] = {}
    for name, row in names.rows.items():
        others = [part for part in _sources(row) if part != source]
        if row["decision"]:
            rows[name] = dict(row)
        elif others and name not in waiting:
            rows[name] = {**row, "source_id": ";".join(others)}
    for name, cells in waiting.items():
        kept = names.rows.get(name, {})
        filled = {column: value for column, value in kept.items() if value and not column.startswith(("cand", "score"))}
        sources = sorted({*_sources(kept), source})
        rows[name] = {**cells, **filled, "decision": "", "source_id": ";".join(sources)}
    return NameList(names.file, rows)


def same(one: NameList, other: NameList) -> bool:
    """Whether two lists say the same, however they were written."""
    return _said(one) == _said(other)


def _said(names: NameList) -> dict[str, dict[str, str]]:
    return {name: {key: value for key, value in row.items() if value} for name, row in names.rows.items()}


def _sources(row: Mapping[str, str]) -> list[str]:
    return [part.strip() for part in row.get("source_id", "").split(";") if part.strip()]


def _columns(raw: RawTable, problems: Problems) -> bool:
    """Report columns that are missing or unknown; whether the rows can be used."""
    missing = [name for name in ("name", "decision") if name not in raw.columns]
    for name in missing:
        problems.error(raw.file, f"no column {name!r}", f"the column {name!r}", row=raw.header_line, column=name)
    for name in _unknown(raw.columns):
        hint = nearest(name, NAMES.names)
        problems.add(
            Problem("warning", raw.file, f"the column {name!r}", "a column of names.csv", raw.header_line, name, hint)
        )
    return not missing


def _unknown(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if name not in NAMES]
