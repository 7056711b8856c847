"""Tables of made-up respondents for tests of disclosure, and a reader who works out what is hidden in them.

The reader knows which groups there are and which of them overlap, adds and subtracts everything that was released, and
bounds every hidden number by linear programming. It shares no code with the library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from valuma.survey.disclosure import Released
from valuma.survey.estimates.result import Estimates, frame_of
from valuma.survey.units import Units


def shares(
    values: Mapping[str, Sequence[int | None]],
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    by: str = "",
    organisations: Sequence[int] | None = None,
    background: Sequence[str] = (),
    n_values: int = 0,
    role: str = "",
    units: bool = True,
) -> Estimates:
    """Shares of every value of some items, as the estimates of the library hold them."""
    n = len(next(iter(values.values())))
    org = pd.Series(range(n) if organisations is None else organisations)
    group = pd.Series([""] * n) if not by else pd.Series(groups[by], dtype=object)
    columns, parts = {}, []
    for item, answers in values.items():
        array = np.array([np.nan if one is None else one for one in answers], dtype=float)
        last = n_values or int(np.nanmax(array)) + 1
        for value in range(last):
            columns[item, str(value)] = np.where(np.isnan(array), np.nan, (array == value).astype(float))
        for name in sorted(group.dropna().unique()):
            base = (group == name).to_numpy() & ~np.isnan(array)
            for value in range(last):
                has = base & (array == value)
                counts = np.bincount(pd.factorize(org[has])[0]) if has.any() else np.array([0])
                parts.append(
                    {
                        "group": [name], "group_label": [name], "item": [item], "item_label": [item],
                        "value": [str(value)], "label": [str(value)], "n": [int(has.sum())],
                        "organisations": [org[has].nunique()], "base": [int(base.sum())],
                        "base_organisations": [org[base].nunique()],
                        "estimate": [has.sum() / base.sum() if base.any() else np.nan],
                        "se": [np.nan], "low": [np.nan], "high": [np.nan],
                        "largest": [counts.max() / has.sum() if has.any() else np.nan],
                    }
                )  # fmt: skip
    behind = {name: pd.Series(groups[name], dtype=object) for name in background}
    made = Units(columns, group if by else None, org, behind, None, role) if units else None
    return Estimates(frame_of(parts), "share", "lake", "open-link", False, by, units=made)


def means(
    amounts: Sequence[float | None],
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    by: str = "",
    organisations: Sequence[int] | None = None,
    role: str = "",
) -> Estimates:
    """Means of one item, as the estimates of the library hold them."""
    n = len(amounts)
    org = pd.Series(range(n) if organisations is None else organisations)
    group = pd.Series([""] * n) if not by else pd.Series(groups[by], dtype=object)
    array = np.array([np.nan if one is None else one for one in amounts], dtype=float)
    parts = []
    for name in sorted(group.dropna().unique()):
        base = (group == name).to_numpy() & ~np.isnan(array)
        sums = pd.Series(array[base]).groupby(org[base].to_numpy()).sum().abs()
        parts.append(
            {
                "group": [name], "group_label": [name], "item": ["money"], "item_label": ["money"], "value": [""],
                "label": [""], "n": [int(base.sum())], "organisations": [org[base].nunique()],
                "base": [int(base.sum())], "base_organisations": [org[base].nunique()],
                "estimate": [array[base].mean() if base.any() else np.nan],
                "se": [1.0], "low": [0.0], "high": [9.0], "largest": [sums.max() / max(sums.sum(), 1e-9)],
            }
        )  # fmt: skip
    units = Units({("money", ""): array}, group if by else None, org, {}, None, role)
    return Estimates(frame_of(parts), "mean", "lake", "open-link", False, by, units=units)


class Reader:
    """Works out bounds of counts from released tables of one item, given how the groups overlap."""

    def __init__(
        self, item: Sequence[int], groups: Mapping[str, Sequence[str]], tables: Sequence[Released], n_values: int
    ) -> None:
        self.n_values = n_values
        self.names = list(groups)
        n = len(item)
        self.keys = [tuple(groups[name][k] for name in self.names) for k in range(n)]
        self.combinations = sorted(set(self.keys))
        self.rows, self.sums = [], []
        for table in tables:
            for record in table.frame[table.frame["shown"]].to_dict("records"):
                self._know(table.by, record["group"], int(record["value"]), int(record["n"]))
                self._know(table.by, record["group"], None, int(record["base"]))

    def _know(self, by: str, group: str, value: int | None, count: int) -> None:
        self.rows.append(self.weights(by, group, value))
        self.sums.append(count)

    def weights(self, by: str, group: str, value: int | None, *, without: tuple[str, str] | None = None) -> np.ndarray:
        """Which unknowns add up to a cell, less those of another group where that is given."""
        row = np.zeros((len(self.combinations), self.n_values))
        for k, combination in enumerate(self.combinations):
            inside = not by or combination[self.names.index(by)] == group
            if without and combination[self.names.index(without[0])] == without[1]:
                inside = False
            if inside:
                row[k, slice(None) if value is None else value] = 1
        return row.ravel()

    def shown_to_be_empty(self, row: np.ndarray) -> bool:
        """Whether all of a cell lies in cells that are shown to hold nobody."""
        empties = [known for known, count in zip(self.rows, self.sums, strict=True) if count == 0]
        empty = np.sum([np.zeros_like(row), *empties], axis=0)
        return bool(((row == 0) | (empty > 0)).all())

    def bounds(self, row: np.ndarray) -> tuple[float, float]:
        """The least and the most that a cell can hold."""
        ends, known = [], {"A_eq": np.array(self.rows), "b_eq": self.sums} if self.rows else {}
        for sign in (1, -1):
            solved = linprog(sign * row, bounds=(0, None), method="highs", **known)
            assert solved.status in (0, 3), solved.message
            ends.append(np.inf * -sign if solved.status == 3 else sign * solved.fun)
        return ends[0], ends[1]

    def truth(self, item: Sequence[int], row: np.ndarray) -> int:
        """What a cell really holds."""
        at = [self.combinations.index(key) * self.n_values + value for key, value in zip(self.keys, item, strict=True)]
        return int(row[at].sum())
