"""The result of a chance test: observed values beside what the draws gave."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd

from valuma.metrics.nulls import two_sided_p
from valuma.metrics.pairs import FloatArray
from valuma.metrics.states import ResultState

_CELL = ["category", "with_category"]
_COLUMNS = ["observed", "expected", "low", "high", "z", "p", "state"]


@dataclass(frozen=True, eq=False, repr=False)
class Chance:
    """Mixing of an attribute against a null.

    Parameters
    ----------
    frame : DataFrame
        Rows share_across and, for ordered categories, mean_distance. Columns ``observed``, ``expected`` (mean
        of the draws), ``low`` and ``high`` (their 2.5 and 97.5 per cent quantiles), ``z``, ``p`` (two-sided) and
        ``state``; z and p are missing exactly where the state is ``not testable`` or ``no pair of members``.
    cells : DataFrame
        The same for every cell of the mixing matrix (weight of ordered pairs), indexed by category
        and with_category, the earlier category first.
    attribute, coding, null, pairs : str
        What was tested and how.
    within : tuple of str
        Columns within whose values labels stayed.
    draws, seed : int
        Number of draws and entropy of their streams.
    trades : int, optional
        Global curveball trades a draw, for ``null="degrees"``.
    pool, networks : int
        Actors that take part in the draws, and networks.
    incomplete : int
        Networks whose member list is not known to be complete: the test is of the known part.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    cells: pd.DataFrame
    attribute: str
    coding: str
    null: str
    pairs: str
    within: tuple[str, ...]
    draws: int
    seed: int
    trades: int | None
    pool: int
    networks: int
    incomplete: int
    synthetic: bool

    @classmethod
    def of(
        cls, observed: FloatArray, drawn: FloatArray, *, names: Sequence[str], categories: Sequence[str], **said: Any
    ) -> Chance:
        """Set observed numbers against drawn ones.

        Parameters
        ----------
        observed : ndarray of float, shape (n_numbers,)
            First the named numbers, then the upper triangle of the mixing matrix.
        drawn : ndarray of float, shape (n_draws, n_numbers)
            The same of each draw.
        names, categories : sequence of str
            Names of the first numbers; categories of the matrix.
        **said
            The other fields.

        Returns
        -------
        Chance
            With one row a number.
        """
        ends = np.quantile(drawn, [0.025, 0.975], axis=0).T
        rows = [_row(float(x), draws, *end) for x, draws, end in zip(observed, drawn.T, ends.tolist(), strict=True)]
        first = pd.DataFrame(rows[: len(names)], columns=_COLUMNS, index=pd.Index(list(names), name="measure"))
        both = list(combinations_with_replacement(categories, 2))
        pairs = pd.MultiIndex.from_arrays([[a for a, _ in both], [b for _, b in both]], names=_CELL)
        cells = pd.DataFrame(rows[len(names) :], columns=_COLUMNS, index=pairs)
        return cls(first, cells, draws=len(drawn), **said)

    def tidy(self) -> pd.DataFrame:
        """Return one row a number: the measures first, then the cells.

        Returns
        -------
        DataFrame
            Columns measure, category, with_category, those of `frame`, and synthetic.
        """
        first = self.frame.reset_index()
        cells = self.cells.reset_index().assign(measure="weight")
        columns = ["measure", *_CELL, *_COLUMNS]
        whole = pd.DataFrame(
            [*first.reindex(columns=columns).to_dict("records"), *cells[columns].to_dict("records")], columns=columns
        )
        return whole.assign(synthetic=self.synthetic)

    def summary(self) -> pd.DataFrame:
        """Return the named measures, without the cells.

        Returns
        -------
        DataFrame
            `frame` itself.
        """
        return self.frame

    def __repr__(self) -> str:
        row = self.frame.iloc[0]
        said = str(row["state"]) if pd.isna(row["p"]) else f"{row['observed']:.1%} against {row['expected']:.1%} by lot"
        part = f"; {self.incomplete} of {self.networks} lists incomplete" if self.incomplete else ""
        mark = ", SYNTHETIC" if self.synthetic else ""
        return (
            f"<Chance {self.attribute}, {self.null}, {self.draws} draws, seed {self.seed}, "
            f"pool {self.pool} actors: {said} across{part}{mark}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.frame.to_html()}"


def _row(observed: float, drawn: FloatArray, low: float, high: float) -> tuple[object, ...]:
    if np.isnan(observed):
        return (observed, *[float("nan")] * 5, str(ResultState.NO_PAIRS))
    mean = float(drawn.mean())
    p = two_sided_p(observed, drawn)
    if p is None:
        return observed, mean, low, high, float("nan"), float("nan"), str(ResultState.NOT_TESTABLE)
    z = (observed - mean) / float(drawn.std())
    return observed, mean, low, high, z, p, str(ResultState.MEASURED)
