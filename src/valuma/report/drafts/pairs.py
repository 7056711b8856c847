"""Rows of a table whose key was edited: the same row before and after, found by how much they are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuma.schema.cells import is_missing
from valuma.schema.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, ...]

#: Columns of a key that say what a row is about; those that refer to another table do so, too.
_ABOUT = ("subject", "field")
_SOURCES = "sources"
#: Comparing every row with every other one takes too long in larger heaps.
_MOST_COMPARISONS = 40_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands, and its cells as a person is shown them."""

    position: int
    cells: tuple[str, ...]

    @classmethod
    def by_key(cls, frame: pd.DataFrame, key: Sequence[str], columns: Sequence[str]) -> dict[Key, Row]:
        """Return the rows of a table by their key."""
        cells = {column: frame[column].map(_shown).tolist() for column in columns if column in frame.columns}
        empty = [""] * len(frame)
        rows = zip(*(cells.get(column, empty) for column in columns), strict=True)
        keys = zip(*(cells[column] for column in key), strict=True)
        return {k: cls(position, row) for position, (k, row) in enumerate(zip(keys, rows, strict=True))}


def alike(table: str, gone: Mapping[Key, Row], come: Mapping[Key, Row], units: Mapping[Key, str]) -> dict[Key, Key]:
    """Pair rows that were taken away with rows that were added where the one is the other after an edit.

    Parameters
    ----------
    table : str
        Name of the table.
    gone, come : mapping of tuple of str to Row
        Rows whose key stands in one of the two tables only.
    units : mapping of tuple of str to str
        The unit (network or file) each of them belongs to.

    Returns
    -------
    dict of tuple of str to tuple of str
        Key before → key after. A pair belongs to one unit and is about the same thing: the same actor, theme or field.
        More than half of its filled cells are equal, those that are most alike first. Where the key is one name, all
        cells but the name are equal.

    Notes
    -----
    More than some 200 rows of one unit on each side that are about the same thing are not paired.
    """
    key = TABLES[table].key
    refers = {column.name for column in TABLES[table].columns if column.references not in (None, _SOURCES)}
    fixed = [i for i, column in enumerate(key) if len(key) > 1 and (column in refers or column in _ABOUT)]
    heaps: dict[tuple[str, ...], tuple[list[Key], list[Key]]] = {}
    for side, rows in enumerate((gone, come)):
        for row in sorted(rows):
            heaps.setdefault((units[row], *(row[i] for i in fixed)), ([], []))[side].append(row)
    found: dict[Key, Key] = {}
    for old, new in heaps.values():
        if not old or not new or len(old) * len(new) > _MOST_COMPARISONS:
            continue
        scores = [(_equal(gone[a], come[b], one_name=len(key) == 1), a, b) for a in old for b in new]
        taken: set[Key] = set()
        for score, a, b in sorted(scores, key=lambda entry: (-entry[0], entry[1], entry[2])):
            if score > 0 and a not in found and b not in taken:
                found[a] = b
                taken.add(b)
    return found


def _equal(one: Row, other: Row, *, one_name: bool) -> int:
    """Return how many filled cells of two rows are equal; 0 where they are too few for an edit."""
    filled = [(a, b) for a, b in zip(one.cells, other.cells, strict=True) if a or b]
    equal = sum(a == b for a, b in filled)
    enough = equal == len(filled) - 1 if one_name else 2 * equal > len(filled)
    return equal if enough else 0


def common(one: Key, other: Key) -> Key:
    """Return the parts of two keys that are equal; the first key where there are none.

    Examples
    --------
    >>> common(("c6", "payer", "80"), ("c6", "payer", "81"))
    ('c6', 'payer')
    """
    return tuple(a for a, b in zip(one, other, strict=True) if a == b) or one


def words_of(key: Key) -> str:
    """Return a key in words, empty parts left out."""
    return ", ".join(word for word in key if word)


def _shown(cell: object) -> str:
    if isinstance(cell, tuple | list):
        return ";".join(map(_shown, cell))
    if cell is None or is_missing(cell):
        return ""
    if isinstance(cell, bool) or type(cell).__name__ == "bool_":
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
