"""Problems found in input: where, what was found, what was expected, the nearest valid value."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, Unpack

import pandas as pd

Severity = Literal["error", "warning", "note"]

#: How many problems of one sort are named one by one.
MOST_NAMED = 50

_COLUMNS = ("severity", "file", "row", "column", "found", "expected", "hint")


class ValumaError(Exception):
    """Base of every error that valuma raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing, about one place of the input.

    Parameters
    ----------
    severity : {"error", "warning", "note"}
        An error stops the load; a warning and a note are kept in the study's report.
    file : str
        Path relative to the study folder, or the name of a data frame.
    found, expected : str
        What stands there and what would be right.
    row : int, optional
        Line of the file as a text editor counts it (the header is line 1), or the position in
        a data frame.
    column : str, optional
        Column of a table or key path of a TOML file.
    hint : str
        The nearest valid value or another way out; empty where there is none.
    """

    severity: Severity
    file: str
    found: str
    expected: str
    row: int | None = None
    column: str | None = None
    hint: str = ""

    @property
    def place(self) -> str:
        """File, row and column in one string, as an editor would show it."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def __str__(self) -> str:
        text = f"{self.severity}: {self.place}: found {self.found}; expected {self.expected}"
        return f"{text} ({self.hint})" if self.hint else text


class Where(TypedDict, total=False):
    """Row, column and hint of a problem, as in `Problem`."""

    row: int | None
    column: str | None
    hint: str


class Problems:
    """A growing list of problems that prints itself as a table.

    Parameters
    ----------
    items : iterable of Problem
        What was found before.
    most : int, optional
        Length of the list; what is found beyond it is not kept. For readers that meet problems one by one.

    Examples
    --------
    >>> problems = Problems()
    >>> problems.error("actors.csv", "'locl'", "a level", row=3, column="level", hint="did you mean 'local'?")
    >>> print(problems)
    1 error
    error: actors.csv, row 3, level: found 'locl'; expected a level (did you mean 'local'?)
    """

    def __init__(self, items: Iterable[Problem] = (), *, most: int | None = None) -> None:
        self._items: list[Problem] = list(items)
        self._most = most

    def add(self, problem: Problem) -> None:
        """Add a problem."""
        if not self.full:
            self._items.append(problem)

    def error(self, file: str, found: str, expected: str, **where: Unpack[Where]) -> None:
        """Add something that stops the load."""
        self.add(Problem("error", file, found, expected, **where))

    def warning(self, file: str, found: str, expected: str, **where: Unpack[Where]) -> None:
        """Add something that is allowed but probably not meant."""
        self.add(Problem("warning", file, found, expected, **where))

    def note(self, file: str, found: str, expected: str, **where: Unpack[Where]) -> None:
        """Add something that was done on the way and should be known."""
        self.add(Problem("note", file, found, expected, **where))

    def several(self, count: int, problem: Callable[[int], Problem], of: str = "rows") -> None:
        """Add problems of one sort: the first ones by name, the others by their number.

        Parameters
        ----------
        count : int
            How many there are.
        problem : callable
            From a number below `count` to the problem; called only for what is named.
        of : str
            What they are, in the plural.

        Examples
        --------
        >>> problems = Problems()
        >>> problems.several(MOST_NAMED + 1000, lambda k: Problem("error", "a.csv", "x", "a year", row=k + 2))
        >>> str(list(problems)[-1])
        'error: a.csv, row 52: found 1,000 more such rows; expected none (only the first ones are listed)'
        """
        self.extend(problem(k) for k in range(min(count, MOST_NAMED)))
        if count > MOST_NAMED:
            rest = f"{count - MOST_NAMED:,} more such {of}"
            self.add(replace(problem(MOST_NAMED), found=rest, expected="none", hint="only the first ones are listed"))

    def extend(self, items: Iterable[Problem]) -> None:
        """Add the problems of another list."""
        for item in items:
            self.add(item)

    @property
    def full(self) -> bool:
        """The list has the greatest length it may have."""
        return self._most is not None and len(self._items) >= self._most

    def of(self, severity: Severity) -> list[Problem]:
        """All problems of one severity, in the order they were found."""
        return [item for item in self._items if item.severity == severity]

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop a load."""
        return self.of("error")

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not stop a load but deserve a look."""
        return self.of("warning")

    @property
    def notes(self) -> list[Problem]:
        """What was accepted or done on the way."""
        return self.of("note")

    @property
    def frame(self) -> pd.DataFrame:
        """One row a problem, ordered as found."""
        rows = [[getattr(item, name) for name in _COLUMNS] for item in self._items]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"row": "Int64"})

    def raise_if_errors(self, summary: str) -> None:
        """Raise `StudyError` with all problems when at least one is an error."""
        if self.errors:
            raise StudyError(summary, self)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return bool(self._items)

    def __str__(self) -> str:
        names: tuple[Severity, ...] = ("error", "warning", "note")
        counts = []
        for name in names:
            number = len(self.of(name))
            if number:
                counts.append(f"{number} {name}{'s' if number > 1 else ''}")
        lines = [", ".join(counts) or "no problems"]
        lines += [str(item) for name in names for item in self.of(name)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Problems: {str(self).splitlines()[0]}>"

    def _repr_html_(self) -> str:
        return str(self.frame.fillna("").to_html(index=False))


class StudyError(ValumaError):
    """Input that cannot be used; carries every problem found, not only the first.

    Attributes
    ----------
    problems : Problems
        All problems of all files that were looked at.
    """

    def __init__(self, summary: str, problems: Problems) -> None:
        self.summary = summary
        self.problems = problems
        super().__init__(f"{summary}: {problems}")


def nearest(value: str, choices: Iterable[str]) -> str:
    """Return a "did you mean" hint for a value that is not among the choices.

    Parameters
    ----------
    value : str
        What was found.
    choices : iterable of str
        What would have been valid.

    Returns
    -------
    str
        The hint, or an empty string where nothing is close or the choices are too many to list.

    Examples
    --------
    >>> nearest("municipal", ["municipality", "ministry"])
    "did you mean 'municipality'?"
    >>> nearest("x", ["local", "regional"])
    "one of 'local', 'regional'"
    >>> nearest("mal", ["mal-verkosto", "c6"])
    "did you mean 'mal-verkosto'?"
    """
    options = [str(choice) for choice in choices]
    lowered = {option.casefold(): option for option in reversed(options)}
    close = difflib.get_close_matches(value.casefold(), lowered, n=1, cutoff=0.6)
    if close:
        return f"did you mean {lowered[close[0]]!r}?"
    holding = sorted(option for low, option in lowered.items() if len(value) > 2 and value.casefold() in low)
    if 0 < len(holding) <= 3:
        return "did you mean " + " or ".join(repr(option) for option in holding) + "?"
    if 0 < len(options) <= 12:
        return "one of " + ", ".join(repr(option) for option in options)
    return ""
