"""What a reader can work out: bounds of hidden cells from all that is shown, by linear programming."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from valuma.schema.problems import ValumaError

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

#: Differences that are rounding of the solver.
TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class System:
    """Cells as sums of atoms: the smallest groups of respondents that the tables tell apart.

    Parameters
    ----------
    matrix : csr_array, shape (n_cells, n_atoms)
        1 where an atom is part of a cell.
    truth : ndarray of float, shape (n_atoms,)
        Respondents in each atom.
    """

    matrix: sparse.csr_array
    truth: Floats

    @property
    def counts(self) -> Floats:
        """Respondents in each cell."""
        return np.asarray(self.matrix @ self.truth, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Part:
    """The cells and atoms that still hang together once all that follows directly is taken out.

    Parameters
    ----------
    cells, atoms : ndarray of int
        Hidden cells and atoms of the part, by position in the system.
    known : csr_array, shape (n_known, n_atoms of the part)
        Sums that are known.
    sums : ndarray of float, shape (n_known,)
        What they are.
    cell_rows : csr_array, shape (n_cells of the part, n_atoms of the part)
        The hidden cells.
    """

    cells: Ints
    atoms: Ints
    known: sparse.csr_array
    sums: Floats
    cell_rows: sparse.csr_array

    def extreme(self, row: sparse.csr_array, sign: float) -> Floats | None:
        """Return a table that fits all that is known and has the greatest (-1: smallest) sum; None without a bound."""
        from scipy.optimize import linprog

        weights = -sign * np.asarray(row.todense(), dtype=np.float64).ravel()
        known: dict[str, Any] = {"A_eq": self.known, "b_eq": self.sums} if self.known.shape[0] else {}
        solved = linprog(weights, bounds=(0, None), method="highs", **known)
        if solved.status == 3:
            return None
        if solved.status != 0:
            raise ValumaError(f"the bounds of a hidden number could not be computed: {solved.message}")
        return np.asarray(solved.x, dtype=np.float64)


def parts(system: System, hidden: Bools) -> tuple[list[Part], Ints]:
    """Cut a system into what hangs together, and name the hidden cells that follow exactly.

    Parameters
    ----------
    system : System
        Cells and atoms.
    hidden : ndarray of bool, shape (n_cells,)
        Cells that are not shown.

    Returns
    -------
    tuple of list of Part and ndarray of int
        The parts, and the hidden cells in which no atom is left open.

    Notes
    -----
    A shown cell of which one atom is open gives that atom; a shown sum that leaves nothing gives all its atoms.
    What is left is cut into connected parts, so that each linear program is as small as it can be.
    """
    from scipy.sparse.csgraph import connected_components

    shown = system.matrix[~hidden]
    free = _open_atoms(shown, system.truth)
    rest = shown[:, free]
    rest = rest[np.diff(rest.indptr) > 0]
    kept = system.matrix[hidden][:, free]
    exact = np.flatnonzero(hidden)[np.diff(kept.indptr) == 0]
    if not len(free):
        return [], exact
    both = sparse.vstack([rest, kept], format="csr")
    links = sparse.block_array([[None, both], [both.T, None]], format="csr")
    labels = connected_components(links, directed=False)[1]
    of_rest, of_kept, of_atom = np.split(labels, [rest.shape[0], both.shape[0]])
    sums = np.asarray(rest @ system.truth[free], dtype=np.float64)
    hidden_cells, found = np.flatnonzero(hidden), []
    for label in np.unique(of_kept[np.diff(kept.indptr) > 0]):
        atoms, cells = np.flatnonzero(of_atom == label), np.flatnonzero(of_kept == label)
        rows = of_rest == label
        found.append(Part(hidden_cells[cells], free[atoms], rest[rows][:, atoms], sums[rows], kept[cells][:, atoms]))
    return found, exact


def _open_atoms(shown: sparse.csr_array, truth: Floats) -> Ints:
    """Return the atoms that do not follow from the shown cells one by one."""
    is_open = np.ones(shown.shape[1], dtype=bool)
    pattern = shown.astype(bool).astype(np.float64)
    while True:
        number = np.asarray(pattern @ is_open.astype(np.float64))
        left = np.asarray(pattern @ (truth * is_open))
        settled = (number > 0) & ((number < 1.5) | (left < 0.5))
        if not settled.any():
            return np.flatnonzero(is_open)
        is_open &= np.asarray(pattern[settled].sum(axis=0)).ravel() == 0


def intervals(system: System, hidden: Bools, which: Iterable[int] | None = None) -> tuple[Floats, Floats]:
    """Return the lowest and highest value that each hidden cell can have, given all that is shown.

    Parameters
    ----------
    system : System
        Cells and atoms.
    hidden : ndarray of bool, shape (n_cells,)
        Cells that are not shown.
    which : iterable of int, optional
        Cells to look at; all hidden ones by default.

    Returns
    -------
    tuple of ndarray of float
        For every cell of the system; the count itself for cells that are shown, and NaN for hidden ones not asked for.

    Notes
    -----
    Two linear programs a cell, solved as one. Bounds of whole numbers can be tighter than those of the linear
    program where tables are linked; for a table with its margins they are the same.
    """
    counts = system.counts
    low, high = np.where(hidden, np.nan, counts), np.where(hidden, np.nan, counts)
    wanted = set(np.flatnonzero(hidden) if which is None else which)
    found, exact = parts(system, hidden)
    low[exact], high[exact] = counts[exact], counts[exact]
    for part in found:
        base = counts[part.cells] - np.asarray(part.cell_rows @ system.truth[part.atoms])
        for place, cell in enumerate(part.cells):
            if int(cell) not in wanted:
                continue
            row = part.cell_rows[[place]]
            least, most = part.extreme(row, -1.0), part.extreme(row, 1.0)
            low[cell] = base[place] + (0.0 if least is None else float((row @ least)[0]))
            high[cell] = np.inf if most is None else base[place] + float((row @ most)[0])
    return low, high


class Tables:
    """Tables found on the way that agree with what was shown at the time; each can show that a cell is open.

    Parameters
    ----------
    system : System
        Cells and atoms.

    Notes
    -----
    A table stays possible when more is hidden. So cells that were found open are not looked at again, which saves most
    linear programs.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self._counts = system.counts
        self._cells = [self._counts]

    def narrow(self, hidden: Bools, protection: float, which: Iterable[int] | None = None) -> list[int]:
        """Return the hidden cells that can be told to less than a range.

        Parameters
        ----------
        hidden : ndarray of bool, shape (n_cells,)
            Cells that are not shown.
        protection : float
            Least width of the interval of each hidden cell.
        which : iterable of int, optional
            Cells to look at; all hidden ones by default.

        Returns
        -------
        list of int
            In the order of the cells.
        """
        least = protection - TOLERANCE
        pending = np.zeros(len(hidden), dtype=bool)
        pending[np.flatnonzero(hidden) if which is None else list(which)] = True
        low, high = self._range(hidden)
        pending &= high - low < least
        if not pending.any():
            return []
        found, exact = parts(self.system, hidden)
        told = [int(cell) for cell in exact if pending[cell]]
        for part in found:
            for place, cell in enumerate(part.cells):
                for sign in (1.0, -1.0):
                    if not pending[cell]:
                        break
                    end = part.extreme(part.cell_rows[[place]], sign)
                    if end is None:
                        pending[cell] = False
                        break
                    table = self._keep(part, end)
                    low, high = np.minimum(low, table), np.maximum(high, table)
                    pending &= high - low < least
                if pending[cell]:
                    told.append(int(cell))
        return sorted(told)

    def _range(self, hidden: Bools) -> tuple[Floats, Floats]:
        """Return the lowest and highest count of every cell in the tables that agree with what is shown now."""
        tables = np.vstack(self._cells)
        agree = (np.abs(tables[:, ~hidden] - self._counts[~hidden]) < TOLERANCE).all(axis=1)
        return tables[agree].min(axis=0), tables[agree].max(axis=0)

    def _keep(self, part: Part, end: Floats) -> Floats:
        table = self.system.truth.copy()
        table[part.atoms] = end
        cells = np.asarray(self.system.matrix @ table, dtype=np.float64)
        self._cells.append(cells)
        return cells
