"""A member list into a study: names linked, the change worked out, shown, and written when asked to."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.loaders.changes import Changes
from valuma.loaders.folder import NAMES_FILE
from valuma.loaders.linkage import Linkage, known_names
from valuma.loaders.members.decisions import LEAVE_OUT, PLACE, NameList, check_names, merged, read_names
from valuma.loaders.members.files import NewActors, StudyFiles
from valuma.loaders.members.linkage import Linked, link_members
from valuma.loaders.members.plan import Entry, Plan, apply, entries
from valuma.loaders.members.reading import MemberList, read_member_list
from valuma.loaders.members.source import NewSource, published_year
from valuma.loaders.study_folder import read_with_problems
from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.schema.text_file import read_bytes
from valuma.schema.vocabularies import Role

if TYPE_CHECKING:
    from valuma.study.study import Study

#: What can become of a row, in the order in which it is told.
OUTCOMES = (
    "added", "other years", "removed", "already there", "not in the list", "waits", "left out",
)  # fmt: skip
_COLUMNS = ("what", "name", "actor_id", "role", "year_from", "year_to", "observed_year", "notes", "was", "how", "place")


@dataclass(frozen=True)
class MemberImport:
    """What a member list would change in a study.

    Parameters
    ----------
    network, source : str
        Where the members go, and the source that names them.
    members : MemberList
        The list as it was read.
    linkage : Linkage
        What its names mean.
    changes : Changes
        The change of files; nothing has been written.
    frame : DataFrame
        One row an entry of the list and a row that it lacks: what (added, other years, removed, already there, not in
        the list, waits, left out), name, actor_id, role, year_from, year_to, observed_year, notes, was, how (it was
        linked), place. Rows that are added say every cell that is written.
    names_file : str
        File in which names wait, relative to the study folder.
    waiting : tuple of str
        Names that wait for a decision; their rows are not written.
    report : Problems
        All warnings and notes.
    """

    network: str
    source: str
    members: MemberList
    linkage: Linkage
    changes: Changes
    frame: pd.DataFrame = field(repr=False)
    names_file: str
    waiting: tuple[str, ...] = ()
    report: Problems = field(default_factory=Problems, repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by what becomes of them."""
        found = self.frame["what"].value_counts()
        return {what: int(found[what]) for what in OUTCOMES if what in found}

    def write(self) -> list[Path]:
        """Write the change; nothing is half-written.

        Returns
        -------
        list of Path
            Files that are another now.

        Raises
        ------
        StudyError
            The study would not pass its check.
        ValumaError
            A file cannot be written.
        """
        return self.changes.write()


def import_members(
    study: str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    network: str,
    source: str,
    new_source: NewSource | None = None,
    sheet: str | None = None,
    column: str | None = None,
    role: str = str(Role.MEMBER),
    role_words: Mapping[str, str] = MappingProxyType({}),
    date: dt.date | int | None = None,
    notes: bool = False,
    remove_absent: bool = False,
) -> MemberImport:
    """Work out what a member list changes in a study folder; nothing is written.

    Parameters
    ----------
    study : path
        The study folder.
    path : path
        The list: an ``.xlsx``, ``.xlsm`` or CSV file.
    network, source : str
        Network whose members it names, and the source it is.
    new_source : NewSource, optional
        Adds the source where the study does not have it.
    sheet, column, role_words, notes
        As in `valuma.loaders.members.reading.read_member_list`.
    role : str, default "member"
        Role of actors whose role the list does not say.
    date : date or int, optional
        Day or year for which the names hold, such as before a merger; by default the year of the source.
    remove_absent : bool, default False
        Take rows of the same source away that the list does not name.

    Returns
    -------
    MemberImport
        Has ``frame``, ``changes``, ``waiting`` and ``write()``.

    Raises
    ------
    StudyError
        The study, the list or the decisions have errors; all of a file at once.
    ValumaError
        There is no such network, source or role; no list was found; rows are to be removed while names wait.

    Examples
    --------
    >>> from valuma.loaders.members.importing import import_members
    >>> done = import_members(".", "list.xlsx", network="c21", source="c21-members")    # doctest: +SKIP
    >>> done.changes.frame; done.waiting; done.write()                                   # doctest: +SKIP

    Notes
    -----
    Names are decided in three bands: linked, for review, new. What is not linked waits in ``names.csv`` beside the
    card, where a person decides; decisions are applied by the next import and kept.
    """
    root = Path(study)
    tables, problems = read_with_problems(root)
    # Errors of the decisions are told with everything else that is wrong with them.
    own = f"/{network}/{NAMES_FILE}"
    if any(not item.file.endswith(own) for item in problems.errors):
        problems.raise_if_errors(f"{study} cannot be used")
    folder = _folder(root, tables, network)
    _known_word(role, [str(word) for word in Role], "role")
    for word in role_words.values():
        _known_word(word, [*map(str, Role), LEAVE_OUT], "role")
    published = published_year(tables, source, new_source)
    known, areas = _spellings(tables)
    found = read_member_list(
        path, sheet=sheet, column=column, role_words=role_words, notes=notes, known=known, areas=areas
    )
    report = Problems(found.report)
    names = _names(root, f"{folder}/{NAMES_FILE}", tables, report)
    at = date if date is not None else published
    if at is None:
        hint = "give --date or the year of the source, and old names of municipalities are read by it"
        report.note(found.file, "no year", "the year for which the names hold", hint=hint)
    year = published or _year(at)
    found = _past(found, max(filter(None, (published, _year(at))), default=None), report)
    actors = NewActors(tables)
    linked = link_members(found, known_names(tables), names, tables, report, at=at)
    files = StudyFiles(root, tables, network)
    found = _without(found, linked.persons)
    actors.add(linked, names, report, invented=files.invented)
    report.raise_if_errors(_refused(names.file, report))
    if remove_absent and not found.whole:
        raise ValumaError(
            f"{found.file} was read only as far as a second table; no row can be removed as absent: move that table to "
            "a sheet of its own first"
        )
    if remove_absent and linked.waiting:
        wait = "1 name waits" if len(linked.waiting) == 1 else f"{len(linked.waiting)} names wait"
        raise ValumaError(
            f"{wait} in {names.file}; decide before rows are removed: it may be an actor that seems to be missing"
        )
    members = files.members(folder)
    listed = entries(found.frame, {**linked.actor_of, **actors.by_name(linked)}, linked.how_of)
    plan = apply(
        members, listed, network=network, source=source, role=role, observed=str(year or ""),
        labels=actors.labels(), remove_absent=remove_absent, invented=files.invented,
    )  # fmt: skip
    _tell_years(listed, found.file, report)
    files.add_source(source, new_source)
    files.add_actors(actors.new())
    files.put_names(names, merged(_with_ids(names, actors.decided), linked.waiting, source))
    files.put_members(members, plan)
    changes, frame = files.changes(report), _frame(plan, linked, found)
    return MemberImport(
        network, source, found, linked.linkage, changes, frame, names.file, tuple(sorted(linked.waiting)), report
    )


def _folder(root: Path, study: Study, network: str) -> str:
    """Return the folder of a network, relative to the study."""
    networks = study.networks.set_index("network_id")["group"]
    if network not in networks.index:
        hint = nearest(network, networks.index)
        raise ValumaError(f"there is no network {network!r} in the study" + (f"; {hint}" if hint else ""))
    folder = f"cases/{networks[network]}/{network}"
    if not (root / folder).is_dir():
        raise ValumaError(f"the network {network!r} has no folder {folder} for its members")
    return folder


def _known_word(word: str, words: list[str], what: str) -> None:
    if word not in words:
        raise ValumaError(f"there is no {what} {word!r}; {nearest(word, words)}")


def _spellings(study: Study) -> tuple[frozenset[str], frozenset[str]]:
    """Return names of organisations and places, and names of regions, case-folded."""

    def folded(table: str, *columns: str) -> set[str]:
        frame = study.tables[table]
        return {" ".join(text.split()).casefold() for name in columns for text in frame[name].dropna()}

    names = folded("actors", "name", "name_sv", "name_en") | folded("municipalities", "name_fi", "name_sv")
    return frozenset(names | folded("aliases", "alias")), frozenset(folded("regions", "name_fi", "name_sv", "name_en"))


def _names(root: Path, file: str, study: Study, report: Problems) -> NameList:
    """Read the decisions of people; what is wrong with them grows the report, and is then no decision."""
    problems = Problems()
    names = NameList(file)
    if (root / file).is_file():
        data = read_bytes(root / file, file, problems)
        names = names if data is None else read_names(data, file, problems)
    places = {f"{PLACE}{code}" for code in study.municipalities["municipality_code"]}
    wrong = check_names(names, {*study.actors["actor_id"], *places}, problems)
    report.extend(item for item in problems if item.severity != "note")
    rows = {name: {**row, "decision": ""} if name in wrong else row for name, row in names.rows.items()}
    return replace(names, rows=rows)


def _refused(names_file: str, report: Problems) -> str:
    """Return what is said over errors."""
    decisions = all(item.file == names_file for item in report.errors)
    return f"the decisions in {names_file} cannot be used" if decisions else "nothing was changed"


def _year(at: dt.date | int | None) -> int | None:
    return at.year if isinstance(at, dt.date) else at


def _past(members: MemberList, year: int | None, report: Problems) -> MemberList:
    """Return a list without years after the one that follows its own; each is warned of and stays unknown."""
    if year is None:
        return members
    frame = members.frame.copy()
    for column in ("year_from", "year_to"):
        late = (frame[column] > year + 1).fillna(False)
        for place, value in frame.loc[late, ["place", column]].drop_duplicates().itertuples(index=False):
            hint = f"{column} stays unknown; --date says how old the list is"
            report.warning(members.file, f"the year {value}", f"no year after {year + 1}", column=place, hint=hint)
        frame.loc[late, column] = pd.NA
    return replace(members, frame=frame)


def _with_ids(names: NameList, decided: Mapping[str, Mapping[str, str]]) -> NameList:
    """Write the identifiers of new actors beside the decisions that made them."""
    rows = {
        name: {**row, "actor_id": decided[name]["actor_id"]} if name in decided else row
        for name, row in names.rows.items()
    }
    return replace(names, rows=rows)


def _without(members: MemberList, names: set[str]) -> MemberList:
    """Return a list without the rows of some names."""
    frame = members.frame
    return replace(members, frame=frame[~frame["name"].isin(names)].reset_index(drop=True))


def _tell_years(listed: list[Entry], file: str, report: Problems) -> None:
    """Warn of actors that a list names several times, with different years."""
    for entry in listed:
        differing = [column for column, years in entry.years.items() if len(years) > 1]
        where = ", ".join(entry.places)
        if differing:
            found = f"{entry.actor_id!r} with different years in {where}"
            report.warning(file, found, "one year", hint=f"{' and '.join(differing)} stay as they are")
        elif len(entry.places) > 1:
            report.note(file, f"{entry.actor_id!r} in {where}", "every member once", hint="taken once")


def _frame(plan: Plan, linked: Linked, found: MemberList) -> pd.DataFrame:
    """Return everything that is told, sorted by what becomes of it."""
    records: list[dict[str, Any]] = list(plan.records)
    for row in found.frame.to_dict("records"):
        name = row["name"]
        what = "waits" if name in linked.waiting else "left out" if name in linked.left_out else ""
        if what:
            years = {key: "" if pd.isna(row[key]) else str(row[key]) for key in ("year_from", "year_to")}
            how = linked.how_of.get(name, "")
            records.append(
                {
                    "what": what,
                    "name": name,
                    "role": row["role"],
                    "place": row["place"],
                    "how": how,
                    "notes": linked.waiting.get(name, {}).get("notes", ""),
                    **years,
                }
            )
    cells = [{name: str(row.get(name, "")) for name in _COLUMNS} for row in records]
    frame = pd.DataFrame(cells, columns=list(_COLUMNS), dtype="str")
    order = frame["what"].map({what: k for k, what in enumerate(OUTCOMES)})
    return frame.iloc[order.sort_values(kind="stable").index].reset_index(drop=True)
