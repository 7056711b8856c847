"""Numbers and rows of data that are the same but for what computers make of them."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Sequence

#: Numbers that differ by less are equal: the last digits depend on the computer.
_CLOSE = 1e-9


def close(a: float, b: float) -> bool:
    """Whether two numbers differ by no more than computers do."""
    return a == b or (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=_CLOSE, abs_tol=_CLOSE)


def rows_of(data: str) -> list[list[str]]:
    """Return the rows of CSV data, header first."""
    return list(csv.reader(io.StringIO(data, newline="")))


def compare_rows(was: str, now: str) -> tuple[int, int, int]:
    r"""Count rows of a table that were added, removed and changed.

    Parameters
    ----------
    was, now : str
        CSV with a header.

    Returns
    -------
    tuple of int
        Rows are recognised by the fewest first columns that tell them all apart; where there are none, a row that
        changed is one removed and one added.

    Examples
    --------
    >>> compare_rows("id,n\na,1\nb,2\n", "id,n\na,1\nb,3\nc,4\n")
    (1, 0, 1)
    """
    before, after = (rows_of(data) or [[]] for data in (was, now))
    width = _key_width(before, after)
    if before[0] != after[0] or width == 0:
        old, new = Counter(map(tuple, before[1:])), Counter(map(tuple, after[1:]))
        return (new - old).total(), (old - new).total(), 0
    first, second = ({tuple(row[:width]): row for row in rows[1:]} for rows in (before, after))
    changed = sum(not _alike(row, second[key]) for key, row in first.items() if key in second)
    return len(second.keys() - first.keys()), len(first.keys() - second.keys()), changed


def _key_width(*tables: list[list[str]]) -> int:
    for width in range(1, len(tables[0][0]) + 1):
        if all(len({tuple(row[:width]) for row in rows[1:]}) == len(rows) - 1 for rows in tables):
            return width
    return 0


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(a == b or _close_texts(a, b) for a, b in zip(one, other, strict=True))


def _close_texts(a: str, b: str) -> bool:
    try:
        return close(float(a), float(b))
    except ValueError:
        return False
