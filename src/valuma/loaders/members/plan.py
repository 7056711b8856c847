"""What a member list changes in ``members.csv``: rows added, there already, with other years, missing from the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from valuma.loaders.changes import Change
from valuma.loaders.csv_editing import CsvRow, CsvText

#: How rows of a file of members are sorted.
KEY = ("actor_id", "role", "source_id")
_FACTS = ("year_from", "year_to")


@dataclass
class Entry:
    """An actor in a role, as a list names it: once, whatever number of rows named it.

    Parameters
    ----------
    actor_id, role : str
        Who, and as what; the role is empty where the list says none.
    names, places, how : list of str
        The names it stood under, their cells, and how they were linked.
    years : dict of str to set of int
        What the rows say of year_from and year_to.
    notes : list of str
        Remarks.
    """

    actor_id: str
    role: str
    names: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    years: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in _FACTS})
    notes: list[str] = field(default_factory=list)

    def year(self, column: str) -> str:
        """Return the year, or nothing where no row says one or rows differ."""
        found = self.years[column]
        return str(next(iter(found))) if len(found) == 1 else ""


@dataclass
class Plan:
    """What happens with each entry and with rows that the list does not name.

    Parameters
    ----------
    records : list of dict
        One an entry or row: what, name, actor_id, role, year_from, year_to, was, how, place.
    changes : list of Change
        Those that change a file.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def tell(self, what: str, **cells: str) -> None:
        """Add a record."""
        self.records.append({"what": what, **cells})


def entries(frame: pd.DataFrame, actor_of: Mapping[str, str], how_of: Mapping[str, str]) -> list[Entry]:
    """Return the entries of a list whose actor is known, each once.

    Parameters
    ----------
    frame : DataFrame
        Rows of a `MemberList`.
    actor_of, how_of : mapping of str to str
        Actor of each name, and how it was found.

    Returns
    -------
    list of Entry
        In the order of the list.
    """
    found: dict[tuple[str, str], Entry] = {}
    rows = frame.to_dict("records")
    # A row without a role adds nothing to one of the same actor that has one.
    said = {actor_of[row["name"]]: row["role"] for row in rows if row["role"] and row["name"] in actor_of}
    for row in rows:
        actor = actor_of.get(row["name"])
        if actor is None:
            continue
        role = row["role"] or said.get(actor, "")
        entry = found.setdefault((actor, role), Entry(actor, role))
        for texts, value in ((entry.names, row["name"]), (entry.how, how_of.get(row["name"], ""))):
            if value and value not in texts:
                texts.append(value)
        entry.places.append(row["place"])
        for column in _FACTS:
            if not pd.isna(row[column]):
                entry.years[column].add(int(row[column]))
        if row["notes"] and row["notes"] not in entry.notes:
            entry.notes.append(row["notes"])
    return list(found.values())


def apply(
    members: CsvText,
    listed: list[Entry],
    *,
    network: str,
    source: str,
    role: str,
    observed: str,
    labels: Mapping[str, str],
    remove_absent: bool,
    invented: bool = False,
) -> Plan:
    """Put the entries of a list into a file of members.

    Parameters
    ----------
    members : CsvText
        The file; changed in place.
    listed : list of Entry
        What the list names.
    network, source : str
        Network of the file, and source of the list. Rows of other sources are left alone.
    role : str
        Role of entries whose list says none and that are not there yet.
    observed : str
        Year of the source; empty where it is not known.
    labels : mapping of str to str
        Name of each actor.
    remove_absent : bool
        Take rows of this source away that the list does not name.
    invented : bool, default False
        Mark rows that are added as invented.

    Returns
    -------
    Plan
    """
    plan = Plan()
    named: set[int] = set()
    own = [row for row in members.rows if row.cells.get("source_id", "").strip() == source]
    for entry in listed:
        there = [row for row in own if row.cells.get("actor_id", "").strip() == entry.actor_id]
        # A list that says no roles does not contradict the role that a row of the same source has.
        rows = [row for row in there if not entry.role or row.cells.get("role", "").strip() == entry.role]
        named |= {id(row) for row in rows}
        if rows:
            for row in rows:
                _compare(members, row, entry, plan, network)
        else:
            given = {"role": entry.role or role, "observed_year": observed, "source_id": source}
            _add(members, entry, plan, network, {**given, "synthetic": "yes" if invented else ""}, labels)
    for row in [row for row in own if id(row) not in named]:
        _absent(members, row, plan, network, labels, remove=remove_absent)
    return plan


def _shown(entry: Entry, role: str, labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "name": "; ".join(entry.names) or labels.get(entry.actor_id, ""),
        "actor_id": entry.actor_id,
        "role": role,
        "year_from": entry.year("year_from"),
        "year_to": entry.year("year_to"),
        "how": "; ".join(entry.how),
        "place": ", ".join(entry.places),
    }


def _add(
    members: CsvText,
    entry: Entry,
    plan: Plan,
    network: str,
    given: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    years = {name: entry.year(name) for name in _FACTS}
    notes = " ".join(entry.notes)
    members.add({"actor_id": entry.actor_id, **years, **given, "notes": notes}, key=KEY)
    told = {**years, "observed_year": given["observed_year"], "synthetic": given["synthetic"], "notes": notes}
    words = [labels.get(entry.actor_id, entry.actor_id), *(f"{name} {value}" for name, value in told.items() if value)]
    plan.changes.append(
        Change(
            network,
            "memberships",
            f"{entry.actor_id}, {given['role']}, {given['source_id']}",
            "row",
            "",
            ", ".join(words),
        )
    )
    written = {"observed_year": given["observed_year"], "notes": notes}
    plan.tell("added", **_shown(entry, given["role"], labels), **written)


def _compare(members: CsvText, row: CsvRow, entry: Entry, plan: Plan, network: str) -> None:
    """Take over years that a list of the same source now says otherwise; what it does not say stays."""
    role, was = row.cells.get("role", "").strip(), []
    key = f"{entry.actor_id}, {role}, {row.cells.get('source_id', '').strip()}"
    for column in _FACTS:
        before, now = row.cells.get(column, "").strip(), entry.year(column)
        if now and now != before:
            plan.changes.append(Change(network, "memberships", key, column, before, now))
            members.set(row, column, now)
            was.append(f"{column} {before or 'unknown'}")
    plan.tell("other years" if was else "already there", **_shown(entry, role, {}), was=", ".join(was))


def _absent(
    members: CsvText, row: CsvRow, plan: Plan, network: str, labels: Mapping[str, str], *, remove: bool
) -> None:
    cells = {
        name: row.cells.get(name, "").strip() for name in ("actor_id", "role", "year_from", "year_to", "source_id")
    }
    label = labels.get(cells["actor_id"], cells["actor_id"])
    source = cells.pop("source_id")
    plan.tell("removed" if remove else "not in the list", name=label, **cells)
    if remove:
        key = f"{cells['actor_id']}, {cells['role']}, {source}"
        plan.changes.append(Change(network, "memberships", key, "row", label, ""))
        members.rows.remove(row)
