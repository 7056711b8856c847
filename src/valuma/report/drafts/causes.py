"""Because of which input a number changed: inputs are put back one by one and the study is measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from valuma.report.drafts.inputs import Unit
from valuma.report.drafts.items import Item, Reading
from valuma.report.drafts.laboratory import Laboratory, Readings
from valuma.report.drafts.rows import close
from valuma.schema.contract import reference_to
from valuma.schema.problems import Problems, StudyError, ValumaError

PROGRAM = "program"
REST = "interaction"
#: Joins the names of inputs that go back together.
TOGETHER = " + "


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
        the same; ``forward only`` where it could not be measured going back, and was measured coming alone into the
        older draft; ``not measured`` where neither could be; ``only together``; ``not added up``; ``program``.
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
    unmeasured : mapping of str to str
        Inputs that could not be measured alone, each with the reason.
    """

    found: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
    measurements: int = 0
    unmeasured: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Group:
    """Units that go back together, and those that have to go back before them."""

    units: frozenset[Unit]
    before: frozenset[Unit] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return TOGETHER.join(sorted(unit.name for unit in self.units))


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
    after others), and once more for every unit where several would have moved the same number alone, or where the
    unit could not be measured put back.
    """
    units = frozenset(unit for unit in lab.units if unit.kind != "text")
    try:
        start = lab.readings((), "measuring the draft's own inputs")
        if same_program:
            lab.know(units, now)
        end = lab.readings(units, "measuring the newer inputs")
    except ValumaError as error:
        verb, reason = "read" if isinstance(error, StudyError) else "measure", _reason(error)
        return Causes(
            notes=(f"no causes: this program cannot {verb} the inputs of the draft ({reason})",),
            unmeasured={unit.name: reason for unit in units},
        )
    found = _program(lab.items, was, start, end, now)
    groups, notes = _groups(lab, units)
    tried = _Tried(lab, start, end)
    for number, group in enumerate(groups, start=1):
        try:
            tried.back[group] = _effects(lab, units, group, number, len(groups))
        except ValumaError as error:
            tried.failed[group] = _reason(error)
    for item in lab.items:
        if not start[item].same(end[item]):
            found += tried.causes(item)
    unmeasured = {group.name: reason for group, reason in tried.failed.items() if tried.forward(group) is None}
    for group, reason in tried.failed.items():
        if group.name in unmeasured:
            notes.append(f"{group.name} could not be measured alone: {reason}")
        else:
            words = "shown is what it does when it alone comes into the draft"
            notes.append(f"{group.name} could not be measured put back ({reason}); {words}")
    return Causes(tuple(found), tuple(notes), lab.measurements, unmeasured)


def _reason(error: ValumaError) -> str:
    """Return the first thing that is wrong, in one line."""
    return str(error.problems.errors[0]) if isinstance(error, StudyError) else str(error)


@dataclass
class _Tried:
    """What was measured: groups put back, and brought forward where that is not enough."""

    lab: Laboratory
    start: Readings
    end: Readings
    back: dict[_Group, Mapping[Item, tuple[Reading, Reading]]] = field(default_factory=dict)
    failed: dict[_Group, str] = field(default_factory=dict)
    _forward: dict[_Group, Readings | None] = field(default_factory=dict)

    def forward(self, group: _Group) -> Readings | None:
        """Return what the items say in the older draft with a group alone brought forward; None where they cannot."""
        if group not in self._forward:
            self._forward[group] = None
            if self.lab.problems(group.units) is None:
                try:
                    words = f"measuring the draft with {group.name} brought forward"
                    self._forward[group] = self.lab.readings(group.units, words)
                except ValumaError:  # said where it was put back, or seen from the other side
                    pass
        return self._forward[group]

    def causes(self, item: Item) -> list[Cause]:
        """Return the causes of one item."""
        back = [_cause(item, group.name, *effects[item], "put back") for group, effects in self.back.items()]
        mine = [cause for cause in back if cause is not None]
        alone = [cause for group in self.failed if (cause := self._came(item, group, "forward only"))]
        unknown = [
            Cause(item, group.name, "", (), "not measured") for group in self.failed if self.forward(group) is None
        ]
        if mine or (alone and not self._redundant(item)):
            rest = _rest(item, self.start[item], self.end[item], [*mine, *alone])
            return [*mine, *alone, *rest, *(unknown if rest else ())]
        # No single group undoes it: several do the same, or only do it together.
        same = [cause for group in self.back if (cause := self._came(item, group, "brought forward"))]
        same += [replace(cause, how="brought forward") for cause in alone]
        if same:
            return [*same, *(unknown if len(same) == 1 else ())]
        return unknown or [Cause(item, REST, "", (), "only together")]

    def _came(self, item: Item, group: _Group, how: str) -> Cause | None:
        moved = self.forward(group)
        return None if moved is None else _cause(item, group.name, self.start[item], moved[item], how)

    def _redundant(self, item: Item) -> bool:
        """Whether each of several groups that were not measured put back brings the item to where it is."""
        groups = (self.forward(group) for group in self.failed)
        return sum(moved is not None and moved[item].same(self.end[item]) for moved in groups) > 1


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


def _rest(item: Item, start: Reading, end: Reading, causes: Sequence[Cause]) -> list[Cause]:
    """Return what is left where the sizes of the causes do not sum to the whole."""
    _, whole = item.difference(start, end)
    # Cells are compared as printed; their rounding alone would leave a rest.
    if not whole or item.what in ("figure", "cell") or any(len(cause.sizes) != len(whole) for cause in causes):
        return []
    left = tuple(total - sum(parts) for total, *parts in zip(whole, *(cause.sizes for cause in causes), strict=True))
    if all(close(part, 0.0) for part in left):
        return []
    left = tuple(0.0 if close(part, 0.0) else part for part in left)
    return [Cause(item, REST, item.in_words(left, end), left, "not added up")]


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
