"""One question with all groupings it is tabulated by: its cells, which of them are hidden, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from valuma.survey.disclosure.complement import Choice, complement
from valuma.survey.disclosure.rules import FEW_PERSONS, SECONDARY, Why, largest_share, number_of, too_small
from valuma.survey.disclosure.system import System
from valuma.survey.settings import Privacy

Places = npt.NDArray[np.int64]
Values = frozenset[int]

#: Group of a respondent of whom it is not known; nobody outside can tell who that is.
NOWHERE = -1
#: Between a wide group and the narrow one taken from it, and behind a name that is there twice; in no file.
_MINUS, _AGAIN = "\x1f", "\x1e"
#: All groups of a grouping together.
_GROUPED = "\x1d"
#: Grouping of all respondents together, and its one group.
EVERYBODY = ""


@dataclass(frozen=True, eq=False)
class Grouping:
    """Respondents cut into groups that do not overlap.

    Parameters
    ----------
    name : str
        What the groups are.
    labels : tuple of str
        The groups.
    of : ndarray of int
        Group of every respondent by position in `labels`; -1 where it is not known.
    """

    name: str
    labels: tuple[str, ...]
    of: Places

    def same_as(self, other: Grouping) -> bool:
        """Whether both cut the respondents in the same way, whatever the names."""
        pairs = set(zip(self.of.tolist(), other.of.tolist(), strict=True))
        return (
            len({one for one, _ in pairs}) == len(pairs) == len({two for _, two in pairs})
            and all((one == NOWHERE) == (two == NOWHERE) for one, two in pairs)
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to one question, a place a respondent in its base.

    Parameters
    ----------
    value : ndarray of int
        Which of the values that exclude each other the respondent has.
    printed : mapping of str to frozenset of int
        Values that a row of a table counts together; one each, or all from a step upwards.
    organisation : ndarray of int, optional
        Organisation; -1 where it is not named, None where the survey does not ask.
    amount : ndarray of float, optional
        What the respondent adds to a sum; None for counts.
    few : mapping of (grouping, group, value) to Why, optional
        Cells of which the table itself says that too few stand behind them; the value of a base is empty.
    inside : ndarray of bool, optional
        Which respondents of the survey are in the base, to know cells of other questions again.
    ends : bool
        Whether groups in which nobody or everybody has a value are hidden too: that tells what each of them answered.
    """

    value: Places
    printed: Mapping[str, Values]
    organisation: Places | None = None
    amount: npt.NDArray[np.float64] | None = None
    few: Mapping[tuple[str, str, str], Why] = field(default_factory=dict)
    inside: npt.NDArray[np.bool_] | None = None
    ends: bool = False

    @property
    def every(self) -> Values:
        """All values."""
        return frozenset(range(int(self.value.max()) + 1 if len(self.value) else 1)).union(*self.printed.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """Those of a group who have one of some values.

    Parameters
    ----------
    grouping, group : str
        Which group.
    values : frozenset of int
        Which values; all of them for the base of the group.
    printed : bool
        Whether a table prints it; others only must not follow from it.
    """

    grouping: str
    group: str
    values: Values
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Entered:
    """Under which names a grouping stands in a question; ``labels`` holds the groups that occur."""

    name: str
    labels: Mapping[str, str]

    @classmethod
    def alike(cls, grouping: Grouping, own: Grouping) -> Entered:
        """Return the names of a grouping that cuts the respondents as another one does."""
        pairs = sorted(set(zip(grouping.of.tolist(), own.of.tolist(), strict=True)))
        return cls(own.name, {grouping.labels[one]: own.labels[two] for one, two in pairs if one != NOWHERE})


class Question:
    """The tables of one question that leave or have left, protected one after the other.

    Parameters
    ----------
    answers : Answers
        Who answered what.
    privacy : Privacy
        The thresholds.
    hidden_before : set of bytes, optional
        Respondents of the cells that other questions of the session hide; grows.

    Notes
    -----
    Respondents of whom the group is not known are no group: nobody outside can tell who they are. What is left of a
    table when all its groups are taken away is not guarded.

    The count of every value among all respondents is taken as known from the start, since it is what every other table
    adds up to; it is protected first, on its own. A table that is protected later can hide cells of its own only:
    what has left cannot be called back.
    """

    def __init__(self, answers: Answers, privacy: Privacy, hidden_before: set[bytes] | None = None) -> None:
        self.answers, self.privacy = answers, privacy
        self.hidden_before = set() if hidden_before is None else hidden_before
        self.groupings: dict[str, Grouping] = {}
        self.why: dict[Cell, Why] = {}
        self.unprotected: list[Cell] = []
        self.everybody = self.add(Grouping(EVERYBODY, (EVERYBODY,), np.zeros(len(answers.value), dtype=np.int64)))

    def add(self, grouping: Grouping) -> Entered:
        """Protect the table of a grouping, given all tables before; one that cuts as an earlier one changes nothing."""
        for known in self.groupings.values():
            if known.same_as(grouping):
                return Entered.alike(grouping, known)
        name = f"{grouping.name}{_AGAIN * len(self.groupings)}" if grouping.name in self.groupings else grouping.name
        own = Grouping(name, grouping.labels, grouping.of)
        self.groupings[name] = own
        every = self.answers.every
        new = list(self._cells(own))
        bases = [cell for cell in new if cell.values == every]
        self.why |= {cell: self._small(cell) for cell in bases}
        self._protect(bases, {cell for cell in self.why if cell.values == every})
        rest = [cell for cell in new if cell.values != every]
        self.why |= {cell: self.why[Cell(cell.grouping, cell.group, every)] or self._small(cell) for cell in rest}
        if rest:
            self._protect(rest, set(self.why))
        self.hidden_before |= {self._respondents(cell) for cell in new if cell.printed and self.why[cell]} - {b""}
        return Entered.alike(grouping, own)

    def reason(self, entered: Entered, group: str, value: str | None) -> Why:
        """Say why a cell of a table is hidden; empty where it is shown. Without a value, the base of the group."""
        if group not in entered.labels:
            return ""
        values = self.answers.every if value is None else self.answers.printed[value]
        return self.why.get(Cell(entered.name, entered.labels[group], values), "")

    # -- cells --------------------------------------------------------------------------------

    def _cells(self, grouping: Grouping) -> Iterator[Cell]:
        """Yield what a table prints, and what must not follow from it: small single values behind sums."""
        every = self.answers.every
        occurring = set(grouping.of.tolist())
        for place, label in enumerate(grouping.labels):
            if place not in occurring:
                continue
            yield Cell(grouping.name, label, every)
            printed = dict.fromkeys(values for values in self.answers.printed.values() if values != every)
            for values in printed:
                yield Cell(grouping.name, label, values)
            for value in sorted(every):
                one = Cell(grouping.name, label, frozenset({value}), printed=False)
                if one.values not in printed and one.values != every and self._small(one):
                    yield one

    def _members(self, cell: Cell) -> npt.NDArray[np.bool_]:
        grouping = self.groupings[cell.grouping]
        inside: npt.NDArray[np.bool_] = grouping.of == grouping.labels.index(cell.group)
        return inside & np.isin(self.answers.value, list(cell.values))

    def _respondents(self, cell: Cell) -> bytes:
        """Return a mark of the respondents in a cell, the same in every question; empty where it cannot be known."""
        inside, members = self.answers.inside, self._members(cell)
        if inside is None or not members.any():
            return b""
        every = np.zeros(len(inside), dtype=bool)
        every[np.flatnonzero(inside)[members]] = True
        return np.packbits(every).tobytes()

    def _small(self, cell: Cell) -> Why:
        few = self._few(cell)
        return few or (SECONDARY if self._respondents(cell) in self.hidden_before else "")

    def _few(self, cell: Cell) -> Why:
        answers, members = self.answers, self._members(cell)
        texts = [""] if cell.values == answers.every else []
        texts += [text for text, values in answers.printed.items() if values == cell.values]
        told = next(
            (answers.few[key] for text in texts if (key := (cell.grouping, cell.group, text)) in answers.few), None
        )
        if told:
            return told
        if self._tells_all(cell, members):
            # A reason of its own would tell the answer of each member of the group.
            return FEW_PERSONS
        organisation = None if answers.organisation is None else answers.organisation[members]
        largest = None
        if answers.amount is not None:
            largest = largest_share(answers.amount[members], organisation)
        elif organisation is not None:
            largest = largest_share(np.ones(len(organisation)), organisation)
        return too_small(int(members.sum()), number_of(organisation), self.privacy, largest=largest)

    def _tells_all(self, cell: Cell, members: npt.NDArray[np.bool_]) -> bool:
        """Whether nobody or everybody of a group has a value, unless the same holds for all respondents."""
        every = self.answers.every
        if not self.answers.ends or not cell.printed or cell.grouping == EVERYBODY or cell.values == every:
            return False
        of = self.groupings[cell.grouping]
        group = of.of == of.labels.index(cell.group)
        having = np.isin(self.answers.value, list(cell.values))
        nobody, everybody = not members.any(), int(members.sum()) == int(group.sum())
        return bool((nobody and having.any()) or (everybody and not having.all()))

    # -- protection ---------------------------------------------------------------------------

    def _protect(self, new: list[Cell], among: Collection[Cell]) -> None:
        """Choose further cells of a new table to hide, given all cells that are told or hidden so far."""
        everybody, every = Cell(EVERYBODY, EVERYBODY, self.answers.every), self.answers.every
        whole = all(cell.values == every for cell in among)
        behind = [cell for cell in self._differences() if not whole or cell.values == every]
        cells = [*(cell for cell in self.why if cell in among), *behind, *(known := list(self._sums(among)))]
        hidden = np.array([bool(self.why.get(cell, SECONDARY)) for cell in cells])
        hidden[len(cells) - len(known) :] = False
        if not hidden.any():
            return
        system = self._system(cells, 1 if whole else len(every))
        counts = system.counts
        guarded = _not_nobodys(system, hidden)
        fresh = set(new) - {everybody}
        candidates = np.array([cell in fresh and cell.printed for cell in cells])
        cost = 1.0 + counts / max(1.0, float(system.truth.sum()))
        choice = Choice(system, hidden, candidates, cost, guarded, float(self.privacy.persons))
        chosen, hopeless = complement(choice)
        for place in np.flatnonzero(chosen & ~hidden):
            self.why[cells[place]] = SECONDARY
        # A cell that is not small and follows from another table holds no more than that table shows.
        small = [cells[place] for place in hopeless if cells[place] not in self.why or self._few(cells[place])]
        self.unprotected += [cell for cell in small if cell not in self.unprotected]

    def _system(self, cells: list[Cell], n_values: int) -> System:
        """Cut the respondents into the groups that all tables together tell apart, times the values."""
        names = list(self.groupings)
        codes = np.column_stack([self.groupings[name].of for name in names])
        rows, place = np.unique(codes, axis=0, return_inverse=True)
        value = self.answers.value if n_values > 1 else np.zeros_like(self.answers.value)
        truth = np.bincount(place.ravel() * n_values + value, minlength=len(rows) * n_values)
        at, atoms = [], []
        for k, cell in enumerate(cells):
            inside = self._rows_of(cell, names, rows)
            values_of = sorted(cell.values) if n_values > 1 else [0]
            for one in values_of:
                atoms += (np.flatnonzero(inside) * n_values + one).tolist()
            at += [k] * (int(inside.sum()) * len(values_of))
        shape = (len(cells), len(truth))
        matrix = sparse.csr_array((np.ones(len(at)), (at, atoms)), shape=shape)
        return System(matrix, truth.astype(np.float64))

    def _sums(self, among: Collection[Cell]) -> Iterator[Cell]:
        """Yield the sums over all groups of a table that leaves some respondents out, where the whole is told."""
        for grouping in self.groupings.values():
            if (grouping.of == NOWHERE).any():
                told = [cell for cell in among if cell.grouping == EVERYBODY and cell.printed and not self.why[cell]]
                yield from (Cell(grouping.name, _GROUPED, cell.values) for cell in told)

    def _rows_of(self, cell: Cell, names: list[str], rows: Places) -> npt.NDArray[np.bool_]:
        outer, _, inner = cell.grouping.partition(_MINUS)
        group, _, less = cell.group.partition(_MINUS)
        inside = self._in_group(outer, group, names, rows)
        return inside & ~self._in_group(inner, less, names, rows) if inner else inside

    def _in_group(self, grouping: str, group: str, names: list[str], rows: Places) -> npt.NDArray[np.bool_]:
        of = rows[:, names.index(grouping)]
        return np.asarray(of != NOWHERE if group == _GROUPED else of == self.groupings[grouping].labels.index(group))

    def _differences(self) -> Iterator[Cell]:
        """Yield what a reader gets by taking a group from a wider one of another table, where too few are left."""
        grouped = [one for one in self.groupings.values() if one.name != EVERYBODY]
        for outer, inner in permutations(grouped, 2):
            for wide, whole in enumerate(outer.labels):
                inside = outer.of == wide
                for place in np.unique(inner.of[inside]):
                    part = inner.of == place
                    rest = inside & ~part
                    if place == NOWHERE or (part & ~inside).any() or not (inner.of[rest] != NOWHERE).any():
                        continue
                    yield from self._small_rest(outer.name, whole, inner, int(place), rest)

    def _small_rest(
        self, outer: str, whole: str, inner: Grouping, place: int, rest: npt.NDArray[np.bool_]
    ) -> Iterator[Cell]:
        answers = self.answers
        every = answers.every
        single = [frozenset({value}) for value in sorted(every)] if len(every) > 1 else []
        for values in (every, *single):
            members = rest & np.isin(answers.value, list(values))
            organisation = None if answers.organisation is None else answers.organisation[members]
            if too_small(int(members.sum()), number_of(organisation), self.privacy):
                label = f"{whole}{_MINUS}{inner.labels[place]}"
                yield Cell(f"{outer}{_MINUS}{inner.name}", label, values, printed=False)


def _not_nobodys(system: System, hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the cells that are not empty because a wider cell is shown to be: in those there is nothing to guard."""
    empty = system.matrix[~hidden & (system.counts == 0)]
    known = np.asarray(empty.sum(axis=0)).ravel() > 0 if empty.shape[0] else np.zeros(len(system.truth), dtype=bool)
    return np.asarray(system.matrix @ (~known).astype(np.float64)) > 0
