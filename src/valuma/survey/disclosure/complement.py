"""Secondary suppression: which further cells to hide so that no hidden one can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from valuma.survey.disclosure.silence import silence
from valuma.survey.disclosure.system import TOLERANCE, Bools, Floats, System, Tables

#: Up to this size the cells are chosen by an exact program, above it by a chain of linear ones.
MOST_CELLS, MOST_ATOMS, MOST_GUARDED = 40, 80, 12
#: Most secondary cells that are tried one by one whether they can be shown after all.
_MOST_TAKEN_BACK = 12
#: Nodes of the search tree: a bound that gives the same answer on every machine, which a time limit does not.
_NODES = 300
#: How far a table of the exact program may lie from the true one, in multiples of the protection. Where one cell of a
#: table with margins moves by the protection, no other has to move by more; the rest is room for linked tables.
_FURTHEST = 2.0


@dataclass(frozen=True, eq=False)
class Choice:
    """What may be hidden besides what must be.

    Parameters
    ----------
    system : System
        Cells and atoms.
    hidden : ndarray of bool, shape (n_cells,)
        Cells that are hidden already: those that are too small, and those hidden in tables that left before.
    candidates : ndarray of bool, shape (n_cells,)
        Cells that can still be hidden.
    cost : ndarray of float, shape (n_cells,)
        Loss when a cell is hidden; positive.
    guarded : ndarray of bool, shape (n_cells,)
        Cells that have to be open to a range once they are hidden.
    protection : float
        Least width of the interval of every hidden cell, in respondents.
    """

    system: System
    hidden: Bools
    candidates: Bools
    cost: Floats
    guarded: Bools
    protection: float = 5.0

    @property
    def small(self) -> bool:
        """Whether an exact choice is affordable."""
        open_cells = int(self.candidates.sum())
        guards = int((self.hidden & self.guarded).sum())
        return open_cells <= MOST_CELLS and self.system.matrix.shape[1] <= MOST_ATOMS and guards <= MOST_GUARDED


def complement(choice: Choice) -> tuple[Bools, list[int]]:
    """Hide further cells until every hidden cell is open to a range.

    Parameters
    ----------
    choice : Choice
        Cells, what is hidden, what may be hidden.

    Returns
    -------
    tuple of ndarray of bool and list of int
        The hidden cells, and those hidden cells that cannot be protected by hiding any candidate.

    Notes
    -----
    Small tables are solved exactly: a mixed-integer program finds the cheapest set of cells such that for every
    hidden cell there are two tables that agree with all that is shown and lie at least the protection apart
    (Fischetti and Salazar-González 2001, with a sliding protection level). Larger ones are solved cell by cell: a
    linear program finds the cheapest change of shown cells that opens the cell, and these are hidden (Robertson
    1993). Whatever the way, the end is verified by the bounds themselves, and where it does not hold more is hidden.

    References
    ----------
    Fischetti, M., & Salazar-González, J. J. (2001). Solving the cell suppression problem on tabular data with
    linear constraints. Management Science 47(7), 1008–1027. https://doi.org/10.1287/mnsc.47.7.1008.9805
    """
    tables = Tables(choice.system)
    exact = _exact(choice, tables) if choice.small else None
    if exact is not None:
        return exact, []
    hidden = choice.hidden.copy()
    hopeless: set[int] = set()
    while told := [cell for cell in _narrow(choice, hidden, tables) if cell not in hopeless]:
        for cell in told:
            if not tables.narrow(hidden, choice.protection, [cell]):
                continue
            more = _opening(choice, hidden, cell)
            hidden[more] = True
            if not more:
                hopeless.add(cell)
    return _taken_back(choice, hidden, tables, hopeless), sorted(hopeless)


def _narrow(choice: Choice, hidden: Bools, tables: Tables) -> list[int]:
    return tables.narrow(hidden, choice.protection, np.flatnonzero(hidden & choice.guarded).tolist())


def _exact(choice: Choice, tables: Tables) -> Bools | None:
    """Return the cheapest choice that protects every hidden cell; None where none was found within the bound."""
    guards = [int(cell) for cell in np.flatnonzero(choice.hidden & choice.guarded)]
    if not guards or not _narrow(choice, choice.hidden, tables):
        return choice.hidden.copy()
    while len(guards) <= 2 * MOST_GUARDED:
        hidden = _program(choice, guards)
        if hidden is None:
            return None
        told = _narrow(choice, hidden, tables)
        if not told:
            return hidden
        if set(told) & set(guards):
            return None
        guards += told
    return None


def _program(choice: Choice, guards: Sequence[int]) -> Bools | None:
    """Solve the mixed-integer program that protects the given cells.

    Variables: one yes/no a candidate, then for every guarded cell two tables over the atoms.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    system, counts = choice.system, choice.system.counts
    atoms = system.matrix.shape[1]
    open_cells = np.flatnonzero(choice.candidates & ~choice.hidden)
    fixed = np.flatnonzero(~choice.candidates & ~choice.hidden)
    n, size = len(open_cells), len(open_cells) + 2 * len(guards) * atoms
    bound = _FURTHEST * choice.protection
    where = {int(cell): place for place, cell in enumerate(open_cells)}
    selected = sparse.csr_array((np.ones(n), (np.arange(n), np.arange(n))), shape=(n, n))
    rows, low, high = [], [], []
    for table in range(2 * len(guards)):
        start = n + table * atoms
        rows.append(_placed(system.matrix[fixed], start, size))
        low.append(counts[fixed])
        high.append(counts[fixed])
        change = _placed(system.matrix[open_cells], start, size)
        rows += [change - _placed(bound * selected, 0, size), change + _placed(bound * selected, 0, size)]
        low += [np.full(n, -np.inf), counts[open_cells]]
        high += [counts[open_cells], np.full(n, np.inf)]
    for number, cell in enumerate(guards):
        start = n + 2 * number * atoms
        row = system.matrix[[cell]]
        width = _placed(row, start, size) - _placed(row, start + atoms, size)
        if cell in where:
            width = width - sparse.csr_array(([choice.protection], ([0], [where[cell]])), shape=(1, size))
        rows.append(width)
        low.append(np.array([0.0 if cell in where else choice.protection]))
        high.append(np.array([np.inf]))
    cost = np.zeros(size)
    cost[:n] = choice.cost[open_cells]
    upper = np.concatenate([np.ones(n), np.tile(system.truth + 2 * bound, 2 * len(guards))])
    limits = LinearConstraint(sparse.vstack(rows, format="csr"), np.concatenate(low), np.concatenate(high))
    with silence():
        solved = milp(
            cost,
            constraints=limits,
            integrality=np.concatenate([np.ones(n), np.zeros(size - n)]),
            bounds=Bounds(np.zeros(size), upper),
            options={"node_limit": _NODES},
        )
    if solved.status != 0 or solved.x is None:
        return None
    hidden = choice.hidden.copy()
    hidden[open_cells[solved.x[:n] > 0.5]] = True
    return hidden


def _placed(block: sparse.csr_array, start: int, size: int) -> sparse.csr_array:
    """Put the columns of a block at a place among all variables."""
    coo = sparse.coo_array(block)
    return sparse.csr_array((coo.data, (coo.row, coo.col + start)), shape=(block.shape[0], size))


def _opening(choice: Choice, hidden: Bools, cell: int) -> list[int]:
    """Return the cells whose hiding opens a cell at the least cost; none where nothing does."""
    from scipy.optimize import linprog

    system, counts = choice.system, choice.system.counts
    atoms = system.matrix.shape[1]
    open_cells = np.flatnonzero(choice.candidates & ~hidden)
    fixed = np.flatnonzero(~choice.candidates & ~hidden)
    if not len(open_cells):
        return []
    n, size = len(open_cells), len(open_cells) + 2 * atoms
    slack = sparse.eye_array(n, format="csr")
    matrix, known = system.matrix[open_cells], system.matrix[fixed]
    above, below = [], []
    for start in (n, n + atoms):
        above += [_placed(matrix, start, size) - _placed(slack, 0, size)]
        below += [_placed(-matrix, start, size) - _placed(slack, 0, size)]
    row = system.matrix[[cell]]
    width = _placed(row, n + atoms, size) - _placed(row, n, size)
    cost = np.zeros(size)
    cost[:n] = choice.cost[open_cells]
    upper = np.concatenate([counts[open_cells]] * 2 + [-counts[open_cells]] * 2 + [np.array([-choice.protection])])
    limits: dict[str, Any] = {"A_ub": sparse.vstack([*above, *below, width], format="csr"), "b_ub": upper}
    if len(fixed):
        both = [_placed(known, n, size), _placed(known, n + atoms, size)]
        limits |= {"A_eq": sparse.vstack(both, format="csr"), "b_eq": np.concatenate([counts[fixed]] * 2)}
    solved = linprog(cost, bounds=(0, None), method="highs", **limits)
    if solved.status != 0 or solved.x is None:
        return []
    return [int(open_cells[place]) for place in np.flatnonzero(solved.x[:n] > TOLERANCE)]


def _taken_back(choice: Choice, hidden: Bools, tables: Tables, hopeless: set[int]) -> Bools:
    """Show again what need not be hidden, the most costly first."""
    more = np.flatnonzero(hidden & ~choice.hidden).tolist()
    if len(more) > _MOST_TAKEN_BACK:
        return hidden
    for cell in sorted(more, key=lambda one: (-choice.cost[one], one)):
        tried = hidden.copy()
        tried[cell] = False
        if set(_narrow(choice, tried, tables)) <= hopeless:
            hidden = tried
    return hidden
