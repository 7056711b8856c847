"""Which row of a table became which: rows before and after are paired by what they say, never by their place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from valuma.loaders.cards import KEYS
from valuma.schema.contract import Table

#: Least share of equal fields from which a row counts as the same row changed, where its key is another.
ALIKE = 0.5

Row = Mapping[str, Any]


def row_key(table: Table) -> tuple[str, ...]:
    """Return the fields that name a row within one network, as a card calls them.

    Examples
    --------
    >>> from valuma.schema.tables import TABLES
    >>> row_key(TABLES["network_themes"])
    ('id', 'source')
    """
    names = KEYS.get(table.name, {})
    return tuple(names.get(name, name) for name in table.key if name not in ("network_id", "subject"))


def pair_rows(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> list[int | None]:
    """Find for each row after a change the row that it was before.

    Parameters
    ----------
    before, after : sequence of mapping
        Rows as values by field; a field that is unknown is left out.
    key : sequence of str
        Fields that name a row.

    Returns
    -------
    list of int or None, of the length of `after`
        Positions in `before`, each at most once; None for a new row.

    Notes
    -----
    Equal rows first, then rows with the same key, then rows of which at least half the fields are the same. The
    last step compares every row that is left with every other.

    Examples
    --------
    >>> before = [{"of": "towns", "n": 4}, {"of": "firms", "n": 9}]
    >>> after = [{"of": "firms", "n": 10}, {"of": "towns", "n": 4}, {"of": "schools", "n": 2}]
    >>> pair_rows(before, after, ["of"])
    [1, 0, None]
    """
    found: list[int | None] = [None] * len(after)
    for identify in (_whole, lambda row: _part(row, key)):
        _pair_equal(before, after, found, identify)
    _pair_alike(before, after, found)
    return found


def _pair_equal(before: Sequence[Row], after: Sequence[Row], found: list[int | None], identify: Any) -> None:
    taken = {i for i in found if i is not None}
    waiting: dict[Hashable, list[int]] = {}
    for i, row in enumerate(before):
        if i not in taken:
            waiting.setdefault(identify(row), []).append(i)
    for j, row in enumerate(after):
        if found[j] is None and waiting.get(identify(row)):
            found[j] = waiting[identify(row)].pop(0)


def _pair_alike(before: Sequence[Row], after: Sequence[Row], found: list[int | None]) -> None:
    taken = {i for i in found if i is not None}
    rest = [i for i in range(len(before)) if i not in taken]
    new = [j for j, i in enumerate(found) if i is None]
    scored = [(_likeness(before[i], after[j]), -abs(i - j), -i, -j) for i in rest for j in new]
    for score, _, i, j in sorted(scored, reverse=True):
        if score < ALIKE:
            break
        if -i not in taken and found[-j] is None:
            found[-j] = -i
            taken.add(-i)


def _likeness(one: Row, other: Row) -> float:
    fields = one.keys() | other.keys()
    return sum(one.get(name) == other.get(name) for name in fields) / len(fields) if fields else 1.0


def _whole(row: Row) -> Hashable:
    return _part(row, sorted(row)), tuple(sorted(row))


def _part(row: Row, names: Sequence[str]) -> Hashable:
    return tuple((type(row.get(name)).__name__, str(row.get(name))) for name in names)
