"""What every check is given: typed tables, where their rows were read, and the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.coding import CodingRules
from valuma.schema.problems import Problem, Problems, Severity
from valuma.study.origins import Origin
from valuma.study.settings import StudySettings

Mask = npt.NDArray[np.bool_]
Text = str | Callable[[int], str]


@dataclass(frozen=True)
class Context:
    """Tables to be checked and the problems found so far.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Every table of the contracts, typed.
    origins : mapping of str to Origin
        Where the rows of each table were read.
    settings : StudySettings
        Groups and roles of the study.
    coding : CodingRules
        The rule actors are checked against.
    incomplete : frozenset of str
        Tables of which rows could not be read: a reference to them is not checked.
    beyond : mapping of str to frozenset of str
        Keys that exist outside these tables (networks that were not selected).
    problems : Problems
        Grows.
    """

    tables: Mapping[str, pd.DataFrame]
    origins: Mapping[str, Origin]
    settings: StudySettings = field(default_factory=StudySettings)
    coding: CodingRules = field(default_factory=CodingRules)
    incomplete: frozenset[str] = frozenset()
    beyond: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def place(self, table: str, position: int, column: str | None = None) -> tuple[str, int | None, str | None]:
        """Return file, line and column of a row."""
        return self.origins[table].place(position, column)

    def named(self, table: str, position: int) -> str:
        """Return file and line of a row in words, to be used inside a sentence."""
        file, row, path = self.place(table, position)
        return ", ".join(part for part in (file, f"row {row}" if row is not None else "", path or "") if part)

    def say(
        self,
        severity: Severity,
        table: str,
        wrong: Mask,
        column: str | None,
        found: Text,
        expected: Text,
        hint: Text = "",
    ) -> None:
        """Report every row that a mask marks; beyond a limit the rest is counted.

        Parameters
        ----------
        severity : {"error", "warning", "note"}
            How grave it is.
        table : str
            Table of the rows.
        wrong : ndarray of bool, shape (n_rows,)
            Rows to report.
        column : str, optional
            Column that is wrong.
        found, expected, hint : str or function of the row position
            What is said.
        """
        positions = np.flatnonzero(wrong)

        def problem(k: int) -> Problem:
            position = int(positions[k])
            file, row, place = self.place(table, position, column)
            texts = [text if isinstance(text, str) else text(position) for text in (found, expected, hint)]
            return Problem(severity, file, texts[0], texts[1], row, place, texts[2])

        self.problems.several(len(positions), problem)

    def cell(self, table: str, column: str) -> Callable[[int], str]:
        """Return a function that shows the cell of a row."""
        values = self.tables[table][column]

        def show(position: int) -> str:
            value = values.iloc[position]
            return repr(value) if isinstance(value, (str, tuple)) else f"'{value}'"

        return show


def true(values: pd.Series) -> Mask:
    """Return a mask in which a missing truth value is False."""
    return values.fillna(False).to_numpy(dtype=bool)
