"""What was met and done while a survey was loaded: nothing is repaired or left out in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from valuma.schema.problems import Problem, Problems

Severity = Literal["warning", "note"]
_COLUMNS = ("severity", "place", "what", "done")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reader met.

    Parameters
    ----------
    severity : {"warning", "note"}
        Whether it deserves a look, or is only said. What cannot be used at all is an error and raised.
    place : str
        File, variable, row: where it is.
    what : str
        What was met.
    done : str
        What was done about it.
    """

    severity: Severity
    place: str
    what: str
    done: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.place}: {self.what}; {self.done}"


def problem_of(remark: Remark, file: str, *, column: str | None = None) -> Problem:
    """Return a remark as the report of a study says it.

    Parameters
    ----------
    remark : Remark
        What was met; nothing of its sort was expected, and what was done stands as the hint.
    file : str
        How the place is named in the report.
    column : str, optional
        Variable.
    """
    return Problem(remark.severity, file, remark.what, "none", column=column, hint=remark.done)


class LoadReport:
    """Everything that was met while a survey was loaded, in order.

    Parameters
    ----------
    remarks : iterable of Remark
        What was met before.

    Examples
    --------
    >>> report = LoadReport()
    >>> report.warning("answers.csv, q3", "2 cells that are no numbers", "left empty as unreadable")
    >>> print(report)
    warning: answers.csv, q3: 2 cells that are no numbers; left empty as unreadable
    """

    def __init__(self, remarks: Iterable[Remark] = ()) -> None:
        self._remarks = list(dict.fromkeys(remarks))

    def warning(self, place: str, what: str, done: str) -> None:
        """Add what deserves a look."""
        self._add(Remark("warning", place, what, done))

    def note(self, place: str, what: str, done: str) -> None:
        """Add what should only be known."""
        self._add(Remark("note", place, what, done))

    def extend(self, remarks: Iterable[Remark]) -> None:
        """Add the remarks of another report."""
        for remark in remarks:
            self._add(remark)

    def add_problems(self, problems: Problems) -> None:
        """Add warnings and notes of a reader of another format; errors are raised, never added here."""
        for item in (*problems.warnings, *problems.notes):
            severity: Severity = "warning" if item.severity == "warning" else "note"
            done = f"expected {item.expected}" + (f" ({item.hint})" if item.hint else "")
            self._add(Remark(severity, item.place, item.found, done))

    def _add(self, remark: Remark) -> None:
        if remark not in self._remarks:
            self._remarks.append(remark)

    @property
    def warnings(self) -> list[Remark]:
        """What deserves a look."""
        return [remark for remark in self._remarks if remark.severity == "warning"]

    @property
    def frame(self) -> pd.DataFrame:
        """One row a remark: severity, place, what, done."""
        return pd.DataFrame([[getattr(r, name) for name in _COLUMNS] for r in self._remarks], columns=list(_COLUMNS))

    def __iter__(self) -> Iterator[Remark]:
        return iter(self._remarks)

    def __len__(self) -> int:
        return len(self._remarks)

    def __str__(self) -> str:
        return "\n".join(str(remark) for remark in self._remarks) or "nothing to report"

    def __repr__(self) -> str:
        return f"<LoadReport: {len(self.warnings)} warnings, {len(self) - len(self.warnings)} notes>"

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False))
