"""Because of which input a number changed: inputs are put back one by one and the study is measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from valuma.report.drafts.inputs import Unit
from valuma.report.drafts.items import POINTS, Item, Reading, in_words
from valuma.report.drafts.laboratory import Laboratory, Readings
from valuma.report.drafts.rows import close
from valuma.schema.contract import reference_to
from valuma.schema.problems import Problems, StudyError, ValumaError

PROGRAM = "program"
REST = "interaction"


@dataclass(frozen=True, slots=True)
class Cause:
    """What one input (or several that belong together) did to one item.

    Parameters
    ----------
    item : Item
        What changed.
    name : str
        The input; ``program``; ``interaction`` for what no single input explains.
    size : str
        By how much, in words; empty where the change has no size.
    sizes : tuple of float
        The same as numbers.
    how : str
        ``put back`` where the input going back alone undoes it; ``brought forward`` where other inputs would do
        the same; ``only together``; ``not added up``; ``program``.
    """

    item: Item
    name: str
    size: str
    sizes: tuple[float, ...]
    how: str


@dataclass(frozen=True)
class Causes:
    """All causes, and what has to be said of them.

    Parameters
    ----------
    found : tuple of Cause
        By item and input.
    notes : tuple of str
        Inputs that could not be put back alone, items without a cause.
    measurements : int
        How often the study was measured.
    """

    found: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
    measurements: int = 0


@dataclass(frozen=True)
class _Group:
    """Units that go back together, and those that have to go back before them."""

    units: frozenset[Unit]
    before: frozenset[Unit] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return " + ".join(sorted(unit.name for unit in self.units))


def find_causes(lab: Laboratory, was: Readings, now: Readings, *, same_program: bool) -> Causes:
    """Attribute every changed item to the program and to the inputs.

    Parameters
    ----------
    lab : Laboratory
        Measures states between the two drafts.
    was, now : mapping of Item to Reading
        What the drafts themselves say.
    same_program : bool
        The newer draft was made by this very program.

    Returns
    -------
    Causes

    Notes
    -----
    One measurement for the inputs of the older draft, one for every unit (two for a unit that can only go back
    after others), and once more for every unit where several would have moved the same number alone.
    """
    units = frozenset(unit for unit in lab.units if unit.kind != "text")
    try:
        start = lab.readings((), "measuring the draft's own inputs")
        if same_program:
            lab.know(units, now)
        end = lab.readings(units, "measuring the newer inputs")
    except StudyError as error:
        return Causes(
            notes=(f"no causes: this program cannot read the inputs of the draft ({error.problems.errors[0]})",)
        )
    except ValumaError as error:
        return Causes(notes=(f"no causes: this program cannot measure the inputs of the draft ({error})",))
    found = _program(lab.items, was, start, end, now)
    groups, notes = _groups(lab, units)
    parts: dict[_Group, Mapping[Item, tuple[Reading, Reading]]] = {}
    for number, group in enumerate(groups, start=1):
        try:
            parts[group] = _effects(lab, units, group, number, len(groups))
        except ValumaError as error:
            notes.append(f"what {group.name} does is not known: the study cannot be measured without it ({error})")
    open_items: list[Item] = []
    for item in lab.items:
        if start[item].same(end[item]):
            continue
        tried = [_cause(item, group.name, *parts[group][item], "put back") for group in parts]
        mine = [cause for cause in tried if cause is not None]
        if mine:
            found += [*mine, *_rest(item, start[item], end[item], mine, lab.lang)]
        else:
            open_items.append(item)
    found += _forward(lab, list(parts), open_items, start)
    return Causes(tuple(found), tuple(notes), lab.measurements)


def _cause(item: Item, name: str, before: Reading, after: Reading, how: str) -> Cause | None:
    if before.same(after):
        return None
    size, sizes = item.difference(before, after)
    if not size and before.shown != after.shown:
        size = f"{before.shown or '–'} → {after.shown or '–'}"
    return Cause(item, name, size, sizes, how)


def _program(items: Sequence[Item], was: Readings, start: Readings, end: Readings, now: Readings) -> list[Cause]:
    """Return what changed though the inputs are the same: at the older draft, and at the newer one if it was frozen."""
    both = [
        (_cause(item, PROGRAM, was[item], start[item], PROGRAM), _cause(item, PROGRAM, end[item], now[item], PROGRAM))
        for item in items
    ]
    return [cause for pair in both for cause in pair if cause is not None]


def _effects(
    lab: Laboratory, units: frozenset[Unit], group: _Group, number: int, of: int
) -> Mapping[Item, tuple[Reading, Reading]]:
    """Return what every item says with a group put back, and without."""
    words = f"measuring with {group.name} put back ({number} of {of})"
    with_it = lab.readings(units - group.before, words)
    without = lab.readings(units - group.before - group.units, words)
    return {item: (without[item], with_it[item]) for item in lab.items}


def _rest(item: Item, start: Reading, end: Reading, causes: Sequence[Cause], lang: str) -> list[Cause]:
    """Return what is left where the sizes of the causes do not sum to the whole."""
    words, whole = item.difference(start, end)
    # Cells are compared as printed; their rounding alone would leave a rest.
    if not whole or item.what in ("figure", "cell") or any(len(cause.sizes) != len(whole) for cause in causes):
        return []
    left = tuple(total - sum(parts) for total, *parts in zip(whole, *(cause.sizes for cause in causes), strict=True))
    if all(close(part, 0.0) for part in left):
        return []
    return [Cause(item, REST, in_words(left, lang, points=words.endswith(POINTS)), left, "not added up")]


def _forward(lab: Laboratory, groups: Sequence[_Group], items: Sequence[Item], start: Readings) -> list[Cause]:
    """Explain items that no single unit undoes: several units do the same, or only do it together."""
    if not items:
        return []
    everything = frozenset(unit for group in groups for unit in group.units)
    found: dict[Item, list[Cause]] = {item: [] for item in items}
    for group in groups:
        state, _ = _closed(lab, everything, group.units, back=False)
        if state != group.units:
            continue
        try:
            moved = lab.readings(state, f"measuring the draft with {group.name} brought forward")
        except ValumaError:  # said where it was put back, or seen from the other side
            continue
        for item in items:
            cause = _cause(item, group.name, start[item], moved[item], "brought forward")
            if cause is not None:
                found[item].append(cause)
    together = [Cause(item, REST, "", (), "only together") for item in items if not found[item]]
    return [*(cause for causes in found.values() for cause in causes), *together]


def _groups(lab: Laboratory, units: frozenset[Unit]) -> tuple[list[_Group], list[str]]:
    """Return units in groups that can be put back, each with what has to go back before it."""
    needs = {unit: _closed(lab, units, frozenset({unit}), back=True) for unit in sorted(units, key=_order)}
    groups: list[_Group] = []
    notes: list[str] = []
    for unit, (closed, why) in needs.items():
        own = frozenset(other for other in closed if unit in needs[other][0])
        own -= frozenset(other for group in groups for other in group.units)
        before = closed - own
        if not own:
            continue
        if before and lab.problems(units - before) is not None:
            own, before = closed, frozenset()
        group = _Group(own, before)
        groups.append(group)
        if len(own) > 1:
            notes.append(f"{group.name} can only go back together ({why})")
        if before:
            others = ", ".join(sorted(other.name for other in before))
            notes.append(f"{group.name} can only go back after {others} ({why}); shown is what it does beyond that")
    return groups, notes


def _order(unit: Unit) -> tuple[str, str]:
    return unit.kind, unit.name


def _closed(
    lab: Laboratory, units: frozenset[Unit], first: frozenset[Unit], *, back: bool
) -> tuple[frozenset[Unit], str]:
    """Return the units that have to move with some others for the study to stay valid, and the first error if not.

    Where the errors name no unit that could help, all units move.
    """
    moved, why = first, ""
    while True:
        problems = lab.problems(units - moved if back else moved)
        if problems is None:
            return moved, why
        why = why or f"{problems.errors[0].place}: {problems.errors[0].found}"
        more = _named(problems, units - moved)
        moved = moved | more if more else units
        if moved == units:
            return units, why


def _named(problems: Problems, units: frozenset[Unit]) -> frozenset[Unit]:
    """Return the units that errors point to: where they stand, else the tables they refer to."""
    places = {problem.file for problem in problems.errors}
    standing = frozenset(unit for unit in units if any(_in_unit(place, unit) for place in places))
    if standing:
        return standing
    words = {problem.expected for problem in problems.errors}
    return frozenset(unit for unit in units if unit.kind == "table" and _table_of(unit) in words)


def _in_unit(place: str, unit: Unit) -> bool:
    return any(place == file or place == file.rpartition("/")[0] for file in unit.files)


def _table_of(unit: Unit) -> str:
    return reference_to(unit.name.rpartition("/")[2].removesuffix(".csv"))
