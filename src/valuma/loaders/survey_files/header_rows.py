"""Headers of exports: where they stand, one row or two, and names that are there once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.date_cells import looks_like_date
from valuma.survey.load_report import LoadReport

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_NAMED = 5
_INVISIBLE = str.maketrans(dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u00ad"), None))


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a table stands.

    Parameters
    ----------
    first : int
        Number of rows above it.
    rows : int
        Rows that it has: 0 where there is none, 2 where questions stand above their options.
    """

    first: int
    rows: int

    @property
    def end(self) -> int:
        """Rows before the first respondent."""
        return self.first + self.rows


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """Find the header in the first rows of a table.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows; empty cells are empty texts.

    Returns
    -------
    Header

    Notes
    -----
    The header is the first row with two or more filled cells (titles have one), or the first filled row of a table
    with one column. A table whose first row holds nothing but numbers and dates has none. The header has two rows
    where a question stands once, or again and again, over cells of the next row that are all different texts.

    Examples
    --------
    >>> rows = [["Kysely 2024"], ["id", "Foorumit", "", "Ikä"], ["", "kunta", "maakunta", ""], ["1", "x", "", "40"]]
    >>> find_header(rows)
    Header(first=1, rows=2)
    >>> find_header([["id", "q1"], ["1", "2"]]), find_header([["1", "2"], ["2", "3"]])
    (Header(first=0, rows=1), Header(first=0, rows=0))
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    least = 2 if max(filled, default=0) > 1 else 1
    first = next((k for k, count in enumerate(filled) if count >= least), 0)
    if first >= len(rows):
        return Header(0, 0)
    cells = [cell.strip() for cell in rows[first] if cell.strip()]
    if len(rows) > first + 1 and cells and all(_is_value(cell) for cell in cells):
        return Header(first, 0)
    return Header(first, 2 if len(rows) > first + 1 and _under_one_another(rows[first], rows[first + 1]) else 1)


def _is_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) or looks_like_date(text)


def _under_one_another(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether a row of options stands below a row of questions."""
    width = max(len(upper), len(lower))
    top = [*(cell.strip() for cell in upper), *[""] * (width - len(upper))]
    low = [*(cell.strip() for cell in lower), *[""] * (width - len(lower))]
    last = max((k for k in range(width) if low[k]), default=-1)
    groups: list[list[int]] = []
    for k in range(last + 1):
        if k and groups and (not top[k] or top[k] == top[k - 1]):
            groups[-1].append(k)
        else:
            groups.append([k])
    several = [group for group in groups if len(group) > 1]
    if not several:
        return False
    under = [low[k] for group in several for k in group]
    alone = [low[group[0]] for group in groups if len(group) == 1]
    if not all(under) or any(_is_value(cell) for cell in (*under, *alone) if cell):
        return False
    alike = all(not cell or cell == top[group[0]] for group in groups if len(group) == 1 for cell in [low[group[0]]])
    return alike and all(len({low[k] for k in group}) == len(group) for group in several)


def joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return one heading a column from a header of two rows: ``question [option]``.

    Examples
    --------
    >>> joined(["id", "Foorumit", ""], ["", "kunta", "maakunta"])
    ['id', 'Foorumit [kunta]', 'Foorumit [maakunta]']
    """
    width = max(len(upper), len(lower))
    found, question = [], ""
    for k in range(width):
        top = tidy(upper[k]) if k < len(upper) else ""
        low = tidy(lower[k]) if k < len(lower) else ""
        question = top or (question if low else "")
        found.append(f"{question} [{low}]" if question and low and low != question else question or low)
    return found


def tidy(heading: str) -> str:
    r"""Return a heading on one line, without invisible characters.

    Examples
    --------
    >>> tidy("  Kuinka\tusein\n\u00a0olette ")
    'Kuinka usein olette'
    """
    return " ".join(heading.translate(_INVISIBLE).split())


def names_of(headings: Sequence[str], width: int, place: str, report: LoadReport) -> list[str]:
    """Return a name for every column; empty and repeated ones get a number, and the report says so.

    Parameters
    ----------
    headings : sequence of str
        As the file has them.
    width : int
        Number of columns.
    place : str
        Name of the file, for remarks.
    report : LoadReport
        Grows by what was renamed.

    Examples
    --------
    >>> report = LoadReport()
    >>> names_of(["id", "q1", "q1", ""], 4, "a.csv", report)
    ['id', 'q1', 'q1_2', 'column_4']
    >>> len(report)
    2
    """
    names = [tidy(heading) for heading in headings[:width]]
    names += [""] * (width - len(names))
    taken, seen = set(names), set[str]()
    next_number: dict[str, int] = {}
    empty: list[str] = []
    again: list[str] = []
    for k, name in enumerate(names):
        if name and name not in seen:
            seen.add(name)
            continue
        wanted = name or f"column_{k + 1}"
        found, number = wanted, next_number.get(wanted, 2)
        while found in taken or found in seen:
            found, number = f"{wanted}_{number}", number + 1
        next_number[wanted] = number
        names[k] = found
        seen.add(found)
        (again if name else empty).append(found)
    if empty:
        report.note(place, f"{counted(len(empty), 'column')} without a heading", f"named {_listed(empty)}")
    if again:
        what = f"{counted(len(again), 'column')} with the heading of an earlier one"
        report.warning(place, what, f"named {_listed(again)}")
    return names


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
