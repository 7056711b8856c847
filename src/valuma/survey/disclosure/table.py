"""A table of counts in the hand: small cells hidden, and those that would give them away through rows and columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from valuma.schema.problems import ValumaError, nearest
from valuma.survey.disclosure.complement import Choice, complement
from valuma.survey.disclosure.rules import SECONDARY, Why, too_small
from valuma.survey.disclosure.system import System
from valuma.survey.settings import Privacy

#: The one column of a table with one dimension.
_ONE = "\x1f"
#: Margins are hidden only where inner cells do not do.
_MARGIN_COST = 3.0


def protect_table(
    frame: pd.DataFrame,
    *,
    rows: str,
    columns: str | None = None,
    n: str = "n",
    privacy: Privacy,
    organisations: str | None = None,
    largest: str | None = None,
    total: str = "",
    also: Sequence[str] = (),
) -> pd.DataFrame:
    """Protect a table of counts against its own margins.

    Parameters
    ----------
    frame : DataFrame
        One row a cell. Margins are the rows with `total` in `rows`, in `columns`, or in both; they may be left out.
    rows, columns : str
        Columns that say which cell it is; without `columns` the table has one dimension.
    n : str
        Column of the counts, whole and not negative.
    privacy : Privacy
        The thresholds.
    organisations, largest : str, optional
        Columns with the organisations behind a count, and with the greatest share of one organisation.
    total : str
        What stands for "all" in `rows` and `columns`.
    also : sequence of str
        Further columns that are emptied where the count is hidden: shares, rates.

    Returns
    -------
    DataFrame
        The same rows with ``shown`` and ``why`` (`valuma.survey.disclosure.Released`); hidden cells hold no number.

    Raises
    ------
    ValumaError
        A column is not there, a cell is there twice, a count is no whole number, or a margin is not the sum.

    Notes
    -----
    Margins are taken as known also where they are left out, since readers have them from elsewhere; only where one of
    the rows or of the columns is too small itself, those of the other rows or columns are taken as told nowhere. Every
    hidden cell is open to an interval at least as wide as the threshold of persons. Exact for small tables, see
    `complement`.

    Examples
    --------
    >>> cells = pd.DataFrame({"kind": ["a", "a", "b", "b"], "said": ["yes", "no"] * 2, "n": [2, 20, 30, 40]})
    >>> protect_table(cells, rows="kind", columns="said", privacy=Privacy())["why"].tolist()
    ['few persons', 'secondary', 'secondary', 'secondary']
    """
    _check(frame, [rows, *([columns] if columns else []), n, *(c for c in (organisations, largest) if c), *also])
    keys = _keys(frame, rows, columns)
    counts = _counts(frame, keys, n, total)
    why: dict[tuple[str, str], Why] = {}
    for place, key in enumerate(keys):
        record = frame.iloc[place]
        found = None if organisations is None or pd.isna(record[organisations]) else int(record[organisations])
        share = None if largest is None or pd.isna(record[largest]) else float(record[largest])
        why[key] = too_small(int(record[n]), found, privacy, largest=share)
    there, everywhere = frozenset(keys), list(dict.fromkeys([*keys, *counts]))
    for key in everywhere:
        why.setdefault(key, too_small(counts[key], None, privacy))
    untold = _untold([key for key in everywhere if key not in there], why, total)
    hidden = np.array([bool(why[key]) or key in untold for key in everywhere])
    if hidden.any():
        whole = {(total, total), (total, _ONE)}
        candidates = np.array([key in there and key not in whole for key in everywhere])
        choice = _choice(everywhere, counts, hidden, candidates, untold, total, privacy)
        chosen, _ = complement(choice)
        why |= {everywhere[k]: SECONDARY for k in np.flatnonzero(chosen & ~hidden)}
    return _emptied(frame, [why[key] for key in keys], [n, *(c for c in (organisations, largest) if c), *also])


def _check(frame: pd.DataFrame, names: Sequence[str]) -> None:
    for name in names:
        if name not in frame.columns:
            hint = nearest(name, map(str, frame.columns))
            raise ValumaError(f"the table has no column {name!r}" + (f"; {hint}" if hint else ""))


def _keys(frame: pd.DataFrame, rows: str, columns: str | None) -> list[tuple[str, str]]:
    second = frame[columns] if columns else [_ONE] * len(frame)
    keys = [(_word(one), _word(two)) for one, two in zip(frame[rows], second, strict=True)]
    twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
    if twice is not None:
        raise ValumaError(f"the table has the cell {' × '.join(part for part in twice if part != _ONE)!r} twice")
    return keys


def _word(cell: object) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)


def _counts(frame: pd.DataFrame, keys: list[tuple[str, str]], n: str, total: str) -> dict[tuple[str, str], int]:
    """Return every inner cell and every margin, those left out too; a margin that is given has to be the sum."""
    given: dict[tuple[str, str], int] = {}
    for key, cell in zip(keys, frame[n], strict=True):
        if pd.isna(cell) or float(cell) < 0 or not float(cell).is_integer():
            raise ValumaError(f"the table has the count {cell!r}; expected a whole number, not below 0")
        given[key] = int(cell)
    inner = {key: count for key, count in given.items() if total not in key}
    counts = dict(inner)
    for key, count in inner.items():
        for margin in _margins(key, total):
            counts[margin] = counts.get(margin, 0) + count
    for key, count in given.items():
        if key not in inner and key in counts and counts[key] != count:
            raise ValumaError(f"the margin {key!r} is {count}, but its cells add up to {counts[key]}")
    return counts | {key: count for key, count in given.items() if key not in counts}


def _untold(margins: list[tuple[str, str]], why: dict[tuple[str, str], Why], total: str) -> frozenset[tuple[str, str]]:
    """Return margins that are left out and told nowhere: those of a direction in which one of them is too small."""
    of_rows = [key for key in margins if key[0] != total]
    of_columns = [key for key in margins if key[1] != total and key[0] == total]
    small = [side for side in (of_rows, of_columns) if any(why[key] for key in side)]
    return frozenset(key for side in small for key in side if not why[key] and key[1] != _ONE)


def _margins(key: tuple[str, str], total: str) -> list[tuple[str, str]]:
    """Return the sums that a cell is part of."""
    first, second = key
    return [(total, second)] if second == _ONE else [(total, second), (first, total), (total, total)]


def _choice(
    keys: list[tuple[str, str]],
    counts: dict[tuple[str, str], int],
    hidden: np.ndarray,
    candidates: np.ndarray,
    untold: frozenset[tuple[str, str]],
    total: str,
    privacy: Privacy,
) -> Choice:
    atoms = [key for key in keys if total not in key]
    at, of = list[int](), list[int]()
    for row, key in enumerate(keys):
        for place, atom in enumerate(atoms):
            if key == atom or key in _margins(atom, total):
                at.append(row)
                of.append(place)
    matrix = sparse.csr_array((np.ones(len(at)), (at, of)), shape=(len(keys), len(atoms)))
    system = System(matrix, np.array([counts[key] for key in atoms], dtype=np.float64))
    margin = np.array([total in key for key in keys])
    whole = max(1.0, float(system.truth.sum()))
    cost = (1.0 + system.counts / whole) * np.where(margin, _MARGIN_COST, 1.0)
    # A cell of a row or column that holds nobody is nobody's: there is nothing to guard.
    guarded = np.array(
        [key not in untold and all(counts[one] > 0 for one in _margins(key, total) if one in counts) for key in keys]
    )
    return Choice(system, hidden, candidates, cost, guarded, float(privacy.persons))


def _emptied(frame: pd.DataFrame, why: list[Why], columns: Sequence[str]) -> pd.DataFrame:
    out = frame.copy()
    out["why"] = pd.Series(why, index=frame.index, dtype="str")
    out.insert(len(out.columns) - 1, "shown", out["why"] == "")
    for column in columns:
        kept = out[column].astype("Int64") if pd.api.types.is_integer_dtype(out[column].dtype) else out[column]
        out[column] = kept.where(out["shown"])
    return out
