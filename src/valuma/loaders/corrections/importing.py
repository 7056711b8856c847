"""A correction form read back: what the coordinator confirmed and corrected becomes facts with a source."""

from __future__ import annotations

import codecs
import datetime
import os
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from valuma.formats.workbook.reading import read_workbook
from valuma.loaders.card_text.editing import edit
from valuma.loaders.cards import COORDINATOR
from valuma.loaders.changes import Change, Changes
from valuma.loaders.corrections.card import CardCorrections
from valuma.loaders.corrections.form import Form, day_of, is_form, read_form
from valuma.loaders.corrections.members import MemberCorrections
from valuma.loaders.corrections.new_members import NewMember, list_of, new_members, tell
from valuma.loaders.corrections.values import Values
from valuma.loaders.csv_editing import CsvText
from valuma.loaders.folder import REGISTRY
from valuma.loaders.members.importing import import_members
from valuma.loaders.study_folder import read_study
from valuma.schema.card import Card
from valuma.schema.problems import Problems, StudyError, ValumaError
from valuma.schema.tables import TABLES
from valuma.schema.vocabularies import CardStatus
from valuma.study.study import Study
from valuma.survey.personal_data import has_form_of_name, is_person, without_personal_data
from valuma.texts import message

__all__ = ["import_form", "is_form"]

_SOURCES = f"{REGISTRY}/sources.csv"


def import_form(
    path: str | os.PathLike[str],
    study_folder: str | os.PathLike[str],
    *,
    date: datetime.date | str | None = None,
    status: str | None = None,
) -> Changes:
    """Work out what a filled correction form changes in a study folder; nothing is written.

    Parameters
    ----------
    path : path
        The form, an ``.xlsx`` file.
    study_folder : path
        The study folder.
    date : date or str, optional
        Day of the check, ``2020-05-04`` or ``4.5.2020``; by default the day written in the form, which must then be
        there. Where the two differ, this one holds and a warning names both.
    status : {"draft", "checked", "approved"}, optional
        Status the card gets; by default a draft becomes checked where every line of the form was answered.

    Returns
    -------
    Changes
        Card, member list, sources and names that wait; warnings and notes in its `report`: what is not written
        because a person has to decide, and remarks, which are never stored.

    Raises
    ------
    StudyError
        The study or the form has errors; all of the form at once, each with its cell.
    ValumaError
        There is no day, or the form is of a network that the study does not have.

    Examples
    --------
    >>> changes = import_form("case-c21-fi-corrections.xlsx", ".", date="2020-05-04")     # doctest: +SKIP
    >>> changes.frame; changes.report; changes.write()                                     # doctest: +SKIP

    Notes
    -----
    *Yes* adds the check to the sources of the fact: in `source_of` of the card, for an entry of a list under its
    name (``themes.housing``), for a member as a row of its own. A field confirmed or corrected is the curator's
    reading no longer. *No* with a value changes the fact; *no* without one makes it unknown or takes the entry away.
    What was said before is kept in `claims` with its source. *Do not know* changes nothing. Personal data are not
    asked for, and not stored where they were written.
    """
    root = Path(study_folder)
    study = read_study(root)
    workbook = read_workbook(path)
    # The hidden sheets are the form's own.
    problems = Problems(item for item in workbook.notes if not item.found.startswith("hidden sheet"))
    form = read_form(workbook, problems)
    if form is None:
        raise StudyError(f"{workbook.file} cannot be read", problems)
    day = _day(form, date, problems)
    return _Import(root, study, form, day, problems).run(status)


def _day(form: Form, date: datetime.date | str | None, problems: Problems) -> datetime.date:
    """Return the day of the check: the one of the call, else the one of the form."""
    asked = day_of(date) if date is not None else None
    if date is not None and asked is None:
        raise ValumaError(f"{date!r} is no day; expected one such as 2020-05-04 or 4.5.2020")
    found = asked or form.date
    if found is None:
        raise ValumaError(f"{form.file} has no day of the check: give one, such as --date 2020-05-04")
    if form.date is not None and form.date != found:
        said = f"the day {form.date} in the form and {found} in the call"
        problems.warning(form.file, said, "the same day", hint=f"{found} is taken")
    return found


class _Import:
    """One form on its way into one study folder."""

    def __init__(self, root: Path, study: Study, form: Form, day: datetime.date, problems: Problems) -> None:
        self.root, self.study, self.form, self.day, self.problems = root, study, form, day, problems
        networks = study.networks.set_index("network_id")
        if form.network not in networks.index:
            raise ValumaError(f"{form.file} is about the network {form.network!r}, which this study does not have")
        self.row = networks.loc[form.network]
        self.folder = f"cases/{self.row['group']}/{form.network}"
        self.source = f"{COORDINATOR}{form.network}-{day.isoformat()}"
        if day > datetime.date(2100, 12, 31) or day < datetime.date(1990, 1, 1):
            raise ValumaError(f"{day} cannot be the day of a check")

    def run(self, status: str | None) -> Changes:
        """Return the change of the whole form."""
        card_file, members_file = f"{self.folder}/card.toml", f"{self.folder}/members.csv"
        data = (self.root / card_file).read_bytes()
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        text = data.removeprefix(mark).decode("utf-8")
        again = self.source in set(self.study.sources["source_id"])
        card = CardCorrections(
            tomllib.loads(text),
            self.source,
            self.day,
            Values(self.study, self.day),
            self.form.file,
            self.problems,
            again,
        )
        for line in self.form.facts:
            card.apply(line)
        members = MemberCorrections(
            self.form.network,
            self._text(members_file, "memberships"),
            self.source,
            self.day,
            self.form.file,
            self.problems,
            again,
        )
        for line in self.form.members:
            members.apply(line)
        added = new_members(self.form, self.study, self.problems)
        self._remarks()
        self.problems.raise_if_errors(f"{self.form.file} cannot be used; nothing was changed")
        card.new.setdefault("claims", []).extend(members.claims)
        if not card.new["claims"]:
            card.new.pop("claims")
        self._status(card, status)
        changed = card.changes or members.changes or added
        contents = {}
        if card.changes or members.claims:
            old, new = Card.model_validate(card.card), Card.model_validate(card.new)
            contents[card_file] = mark + edit(text, old, new).encode("utf-8")
        if members.changes:
            contents[members_file] = members.members.data()
        changes: list[Change] = [*card.changes, *members.changes]
        if changed and self._used(card, members):
            contents[_SOURCES], first = self._sources()
            changes = [*first, *changes]
        made = Changes(self.root, contents, tuple(changes), self.problems)
        return self._with_new(made, added) if added else made

    def _used(self, card: CardCorrections, members: MemberCorrections) -> bool:
        """Whether anything rests on the check; a new status alone does not."""
        return bool(members.changes) or card.source in str(card.new)

    # ---- parts

    def _status(self, card: CardCorrections, status: str | None) -> None:
        if status is not None:
            if status not in set(CardStatus):
                raise ValumaError(f"{status!r} is no status of a card; expected {', '.join(CardStatus)}")
            card.check_status(status)
        elif card.draft():
            if self.form.complete:
                card.check_status(str(CardStatus.CHECKED))
            else:
                lines = (*self.form.facts, *self.form.members)
                left = len(self.form.missing) + sum(not line.answered for line in lines)
                found = "1 line without an answer" if left == 1 else f"{left} lines without an answer"
                hint = "the card stays a draft; --status checked sets it all the same"
                self.problems.note(self.form.file, found, "an answer on every line", hint=hint)

    def _sources(self) -> tuple[bytes, list[Change]]:
        """Add the check to the sources of the study."""
        text = self._text(_SOURCES, "sources")
        if any(row.cells.get("source_id") == self.source for row in text.rows):
            return text.data(), []
        title = message("case-source-title", "en", date=self.day.isoformat())
        cells = {
            "source_id": self.source,
            "title": title,
            "publisher": self._publisher(),
            "published": self.day.isoformat(),
        }
        text.add(cells, key=("source_id",))
        return text.data(), [Change("", "sources", self.source, "title", "", f"{cells['publisher']}: {title}")]

    def _publisher(self) -> str:
        """Name of the organisation that checked: the coordinator, or what the form says."""
        actors = self.study.actors.set_index("actor_id")["name"]
        if self.row["coordinator"] in actors.index:
            return str(actors[self.row["coordinator"]])
        name, taken_out = without_personal_data(self.form.organisation or "")
        if taken_out:
            self.problems.warning(
                self.form.file, " and ".join(taken_out), "an organisation", hint="left out of what is written"
            )
        if not name or has_form_of_name(name) or is_person(name):
            raise ValumaError(
                f"{self.form.file}: the organisation that checked is not known; write it into the form (no person)"
            )
        return name

    def _text(self, file: str, table: str) -> CsvText:
        path = self.root / file
        if path.is_file() and (data := path.read_bytes()).strip():
            return CsvText.parse(data, file, TABLES[table].names)
        return CsvText.new(file, TABLES[table], without=("network_id", "synthetic"))

    def _remarks(self) -> None:
        for line in (*self.form.facts, *self.form.members, *self.form.new):
            if line.remark:
                about = f" on line {line.key}" if line.key else ""
                self.problems.note(
                    self.form.file,
                    f"the remark {line.remark!r}{about}",
                    "somebody to read it",
                    column=line.place("remark"),
                    hint="it is not stored",
                )

    # ---- members added by name

    def _with_new(self, made: Changes, listed: Sequence[NewMember]) -> Changes:
        """Add members by name as an imported list does: linked names are written, the others wait for a person."""
        with tempfile.TemporaryDirectory(prefix="valuma-") as place:
            copy = _copied(self.root, made, Path(place) / "study")
            if _SOURCES not in made.contents:
                data, added = self._sources()
                (copy / _SOURCES).write_bytes(data)
                made = replace(made, contents={**made.contents, _SOURCES: data}, changes=(*added, *made.changes))
            path = Path(place) / "new-members.csv"
            path.write_bytes(list_of(listed))
            found = import_members(copy, path, network=self.form.network, source=self.source, date=self.day)
            tell(found, listed, self.form.file, self.problems)
            contents = {**made.contents, **found.changes.contents}
            return Changes(self.root, contents, (*made.changes, *found.changes.changes), self.problems)


def _copied(root: Path, made: Changes, copy: Path) -> Path:
    """Copy a study folder with a change in it."""
    copy.mkdir()
    for part in ("study.toml", "cases", "tables"):
        if (root / part).is_dir():
            shutil.copytree(root / part, copy / part, copy_function=shutil.copyfile)
        elif (root / part).is_file():
            shutil.copyfile(root / part, copy / part)
    for name, data in made.contents.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(data)
    return copy
