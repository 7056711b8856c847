"""Answers of a coordinator put into a member list: confirmed, corrected, left, never a member."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from valuma.loaders.changes import Change
from valuma.loaders.corrections.form import LEFT, NEVER, NO, UNKNOWN, YES, Line, shown, text_of
from valuma.loaders.corrections.values import Refused, role_of, years_pair
from valuma.loaders.csv_editing import CsvRow, CsvText
from valuma.schema.problems import Problems

_KEY = ("actor_id", "role", "source_id")
_YEARS = ("year_from", "year_to")


@dataclass
class MemberCorrections:
    """A member list while answers are put into it.

    Parameters
    ----------
    network : str
        The network.
    members : CsvText
        Its ``members.csv``; changed in place.
    source : str
        Source id of the check.
    day : date
        Day of the check.
    file : str
        Name of the form, in problems.
    problems : Problems
        Grows.
    again : bool
        The form was written before: a line about what is gone by now says nothing new.

    Attributes
    ----------
    changes : list of Change
        What became what.
    claims : list of dict
        What the list said before, for the card.
    """

    network: str
    members: CsvText
    source: str
    day: datetime.date
    file: str
    problems: Problems
    again: bool = False
    changes: list[Change] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)

    def apply(self, line: Line) -> None:
        """Put the answer of one line into the list."""
        if not line.answered:
            return
        actor, _, words = line.was.rpartition("|")
        found = {role: self._rows(actor, role) for role in words.split(";")}
        found = {role: rows for role, rows in found.items() if rows}
        if not found:
            if self.again:
                return
            self._refuse(line, "key", "a line about a member that the list no longer has", "a form made from the list")
            return
        new_role, years = self._role(line), self._years(line)
        if new_role is None or years is None:
            return
        corrected = bool(new_role or years != ("", ""))
        if line.answer in (UNKNOWN, NEVER) and corrected:
            self._refuse(line, "still", "a correction beside that answer", "one of the two")
            return
        if line.answer == NO:
            self.problems.note(
                self.file,
                f"a plain no on line {line.key}, which is read as: no, has left",
                "whether it has left or was never a member",
                column=line.place("still"),
            )
        if new_role:
            # One role was said to be right, whatever roles the list has.
            found = {new_role: [row for rows in found.values() for row in rows]}
        for role, rows in found.items():
            if line.answer == NEVER:
                self._never(rows, actor, role)
            elif line.answer in (LEFT, NO):
                self._left(rows, actor, role, years)
            elif corrected:
                self._replace(rows, actor, role, years, note="")
            elif line.answer == YES:
                self._confirm(line, rows, actor, role)

    def _rows(self, actor: str, role: str) -> list[CsvRow]:
        return [row for row in self.members.rows if row.cells["actor_id"] == actor and row.cells["role"] == role]

    def _role(self, line: Line) -> str | None:
        cell = line.cells.get("right_role")
        try:
            return "" if cell is None else role_of(text_of(cell))
        except Refused as refused:
            self._refuse(line, "right_role", shown(cell), refused.expected, refused.hint)
            return None

    def _years(self, line: Line) -> tuple[str, str] | None:
        cell = line.cells.get("right_years")
        try:
            pair = (None, None) if cell is None else years_pair(cell)
        except Refused as refused:
            self._refuse(line, "right_years", shown(cell), refused.expected, refused.hint)
            return None
        return "" if pair[0] is None else str(pair[0]), "" if pair[1] is None else str(pair[1])

    def _confirm(self, line: Line, rows: Sequence[CsvRow], actor: str, role: str) -> None:
        """Say of a member that a second source names it, as rows of other sources do."""
        row = rows[0]
        if any(other.cells["source_id"] == self.source for other in rows):
            return
        first = row.cells.get("year_from", "")
        if first.isdigit() and int(first) > self.day.year:
            self.problems.warning(
                self.file,
                f"a check of {self.day} that confirms a member from {first} on line {line.key}",
                f"a day in {first} or later",
                column=line.place("still"),
            )
        cells = {name: row.cells.get(name, "") for name in ("actor_id", "role", *_YEARS, "sectors", "weight")}
        self._add({**cells, "observed_year": "" if cells["year_to"] else str(self.day.year)})
        self._change(actor, role, "source_id", "", self.source)

    def _left(self, rows: Sequence[CsvRow], actor: str, role: str, years: tuple[str, str]) -> None:
        first, last = years
        note = ""
        if not last:
            # A lone year is the one in which it left.
            first, last = ("", first) if first else ("", "")
        if not last:
            last, note = str(self.day.year), f"No longer a member on {self.day}; the year it left was not said."
        first = first or next((row.cells.get("year_from", "") for row in rows if row.cells.get("year_from")), "")
        self._replace(rows, actor, role, (first, last), note=note)

    def _replace(self, rows: Sequence[CsvRow], actor: str, role: str, years: tuple[str, str], *, note: str) -> None:
        """Put one row in the place of all rows of a member, and keep what they said as claims."""
        old = rows[0].cells
        becomes = dict(zip(_YEARS, years, strict=True)) if years != ("", "") else {n: old.get(n, "") for n in _YEARS}
        becomes["role"] = role
        if all(old.get(name, "") == becomes[name] for name in ("role", *_YEARS)) and old["source_id"] == self.source:
            return
        self._former(actor, rows)
        self._say(f"members.{actor}", _said(becomes), True, f"Coordinator's check of {self.day}.", self.source)
        kept = {name: old.get(name, "") for name in ("sectors", "weight")}
        for row in rows:
            self.members.rows.remove(row)
        observed = "" if becomes["year_to"] else str(self.day.year)
        self._add({**kept, "actor_id": actor, **becomes, "observed_year": observed, "notes": note})
        for name in ("role", *_YEARS):
            if old.get(name, "") != becomes[name]:
                self._change(actor, old["role"], name, old.get(name, ""), becomes[name])
        for other in dict.fromkeys(row.cells["role"] for row in rows):
            if other not in (old["role"], role):
                self._change(actor, other, "actor_id", actor, "")

    def _never(self, rows: Sequence[CsvRow], actor: str, role: str) -> None:
        self._former(actor, rows)
        for row in rows:
            self.members.rows.remove(row)
        self._say(f"members.{actor}", f"never {role}", True, f"Coordinator's check of {self.day}.", self.source)
        self._change(actor, role, "actor_id", actor, "")

    def _add(self, cells: dict[str, str]) -> None:
        self.members.add({**cells, "source_id": self.source}, key=_KEY)

    def _former(self, actor: str, rows: Sequence[CsvRow]) -> None:
        """Keep what the list said, with its sources and remarks."""
        for row in rows:
            notes = row.cells.get("notes", "").strip()
            reason = f"Said before the coordinator's check of {self.day}. {notes}".strip()
            self._say(f"members.{actor}", _said(row.cells), False, reason, row.cells["source_id"])

    def _say(self, name: str, value: str, used: bool, reason: str, source: str) -> None:
        claim = {"field": name, "value": value, "used": used, "reason": reason, "source": source}
        if not any((c["field"], c["value"], c["source"]) == (name, value, source) for c in self.claims):
            self.claims.append(claim)

    def _change(self, actor: str, role: str, name: str, was: str, becomes: str) -> None:
        self.changes.append(Change(self.network, "memberships", f"{actor} {role}", name, was, becomes))

    def _refuse(self, line: Line, column: str, found: str, expected: str, hint: str = "") -> None:
        self.problems.error(self.file, f"{line.key}: {found}", expected, column=line.place(column), hint=hint)


def _said(cells: Mapping[str, str]) -> str:
    """Write what a row says of a member."""
    first, last, seen = (cells.get(name, "") for name in (*_YEARS, "observed_year"))
    span = f"{first}–{last}" if first or last else ""
    return ", ".join(filter(None, (cells["role"], span, f"seen {seen}" if seen and not span else "")))
