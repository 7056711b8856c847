"""What was changed in the inputs: by unit (a network, a table, the settings, a text) and row by row."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from valuma.loaders.folder import REGISTRY
from valuma.report.drafts.pairs import Row, alike, common, words_of
from valuma.report.drafts.sources import TEXTS, edits
from valuma.schema.tables import TABLES

if TYPE_CHECKING:
    from valuma.report.drafts.snapshot import Snapshot
    from valuma.study.study import Study

_DRAWN = ("draws", "seed")
_NAMES_OF_SETTINGS = ("draws", "draws_full", "seed")


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """Inputs that are put back together.

    Parameters
    ----------
    name : str
        ``network <id>``, the path of a table, ``study.toml``, ``draws and seed``, the path of a text.
    kind : {"network", "table", "settings", "draws", "text"}
        What it is.
    files : tuple of str
        Files that are not as they were.
    """

    name: str
    kind: Literal["network", "table", "settings", "draws", "text"]
    files: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


#: How many random draws there are and from what they start; may differ without any file.
DRAWS = Unit("draws and seed", "draws")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One fact of the inputs that is not what it was.

    Parameters
    ----------
    unit : str
        Name of the unit it belongs to.
    table, key, field : str
        Table, key of the row (where the key itself changed: the parts that did not), column. The field is empty where
        the whole row is new or was taken away.
    was, becomes : str
        Value before and after; empty for nothing.
    """

    unit: str
    table: str
    key: str
    field: str
    was: str
    becomes: str


def unit_name(file: str) -> str:
    """Return the name of the unit a file belongs to.

    Examples
    --------
    >>> unit_name("cases/finnish/c6/members.csv"), unit_name("cases/registry/actors.csv")
    ('network c6', 'cases/registry/actors.csv')
    """
    parts = file.split("/")
    if len(parts) == 4 and parts[0] == "cases" and not file.startswith(f"{REGISTRY}/"):
        return f"network {parts[2]}"
    return file


def changed_units(was: Snapshot, now: Snapshot) -> list[Unit]:
    """Return the units that are not as they were: networks first, then tables, settings and texts.

    Parameters
    ----------
    was, now : Snapshot
        Two drafts.

    Returns
    -------
    list of Unit
        ``study.toml`` is not among them where only draws and seed were changed in it.
    """
    files: dict[str, list[str]] = {}
    for file in sorted({*was.inputs, *now.inputs}):
        if was.inputs.get(file) != now.inputs.get(file):
            files.setdefault(unit_name(file), []).append(file)
    units = [Unit(name, _kind(name), tuple(found)) for name, found in files.items()]
    if (was.draws, was.seed) != (now.draws, now.seed):
        units.append(DRAWS)
        units = [unit for unit in units if unit.kind != "settings" or _settings(was) != _settings(now)]
    order = ("network", "table", "settings", "draws", "text")
    return sorted(units, key=lambda unit: (order.index(unit.kind), unit.name))


def _kind(name: str) -> Literal["network", "table", "settings", "text"]:
    if name.startswith(TEXTS):
        return "text"
    if name.startswith("network "):
        return "network"
    return "settings" if name == "study.toml" else "table"


def _settings(snapshot: Snapshot) -> dict[str, Any]:
    """Return what study.toml says beside draws and seed."""
    said = _toml(snapshot.inputs.get("study.toml", b""))
    return {key: value for key, value in said.items() if key not in _NAMES_OF_SETTINGS}


def row_changes(units: Sequence[Unit], was: Snapshot, now: Snapshot, studies: tuple[Study, Study]) -> list[RowChange]:
    """Return what was changed in every unit.

    Parameters
    ----------
    units : sequence of Unit
        Those that changed.
    was, now : Snapshot
        Two drafts.
    studies : tuple of Study
        The studies of the two.

    Returns
    -------
    list of RowChange
        In the order of the units. One with an empty table stands for a unit in which only the form changed: the
        order of rows, comments, spaces.
    """
    found: dict[str, list[RowChange]] = {unit.name: [] for unit in units}
    rows = [change for table in TABLES for change in _of_table(table, *studies)]
    texts = edits(was.inputs, now.inputs)
    for unit in units:
        if unit.kind == "draws":
            found[unit.name] += _of_draws(was, now)
        for file in unit.files:
            if unit.kind != "text" and file.endswith(".toml") and not file.endswith("card.toml"):
                without = _NAMES_OF_SETTINGS if DRAWS in units and unit.kind == "settings" else ()
                found[unit.name] += _of_toml(unit, was.inputs.get(file, b""), now.inputs.get(file, b""), without)
            found[unit.name] += [
                RowChange(unit.name, "text", f"line {edit.line}", "", edit.was, edit.becomes)
                for edit in texts
                if edit.file == file
            ]
    for change in rows:
        found.setdefault(change.unit, []).append(change)
    for name, changes in found.items():
        if not changes:
            changes.append(RowChange(name, "", "", "", "", ""))
    return [change for changes in found.values() for change in changes]


def _of_draws(was: Snapshot, now: Snapshot) -> Iterator[RowChange]:
    for name in _DRAWN:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield RowChange(DRAWS.name, "settings", "", name, str(before), str(after))


def _of_table(name: str, was: Study, now: Study) -> Iterator[RowChange]:
    """Compare a table of two studies row by row; rows whose key changed are paired where they are much alike."""
    key = TABLES[name].key
    before, after = was.tables[name], now.tables[name]
    if before.equals(after):
        return
    columns = tuple(map(str, dict.fromkeys((*before.columns, *after.columns))))
    old, new = (Row.by_key(frame, key, columns) for frame in (before, after))
    pairs = {row: row for row in old if row in new}
    gone, come = ({k: row for k, row in rows.items() if k not in pairs} for rows in (old, new))
    units = {k: _unit_of_row(name, study, row.position) for study, rows in ((was, gone), (now, come))
             for k, row in rows.items()}  # fmt: skip
    pairs |= alike(name, gone, come, units)
    becomes = {other: one for one, other in pairs.items()}
    for row_key in sorted({*new, *(row for row in old if row not in pairs)}):
        if row_key not in becomes:
            shown = words_of(row_key)
            if row_key in come:
                yield RowChange(_unit_of_row(name, now, come[row_key].position), name, shown, "", "", shown)
            else:
                yield RowChange(_unit_of_row(name, was, gone[row_key].position), name, shown, "", shown, "")
            continue
        one, other = old[becomes[row_key]], new[row_key]
        shown = words_of(common(becomes[row_key], row_key))
        unit = _unit_of_row(name, now, other.position)
        for column, a, b in zip(columns, one.cells, other.cells, strict=True):
            if a != b:
                yield RowChange(unit, name, shown, column, a, b)


def _unit_of_row(table: str, study: Study, position: int) -> str:
    file, _, _ = study.origins[table].place(position, None)
    return unit_name(file)


def _of_toml(unit: Unit, was: bytes, now: bytes, without: tuple[str, ...]) -> Iterator[RowChange]:
    before, after = dict(_leaves(_toml(was))), dict(_leaves(_toml(now)))
    for path in dict.fromkeys((*before, *after)):
        a, b = before.get(path, ""), after.get(path, "")
        if a != b and path not in without:
            yield RowChange(unit.name, unit.kind, "", path, a, b)


def _toml(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8-sig", errors="replace"))


def _leaves(value: Mapping[str, Any] | list[Any] | object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value of a TOML file by its path."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for position, part in enumerate(value, start=1):
            yield from _leaves(part, f"{path}[{position}]")
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
