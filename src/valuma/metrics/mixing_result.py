"""The result of a mixing measure: weights between categories and the numbers read from them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from valuma.metrics.distance import FloatArray
from valuma.metrics.states import ResultState
from valuma.schema.problems import ValumaError


@dataclass(frozen=True, eq=False, repr=False)
class Mixing:
    """Weights of ordered pairs of different actors between categories of an attribute.

    Parameters
    ----------
    frame : DataFrame, shape (n_categories, n_categories)
        Weight of the ordered pairs, the diagonal included.
    attribute, coding, block, pairs, sharing : str
        What was measured and how; `pairs` is ``strength`` for ties.
    steps : float, optional
        Weighted sum of rank distances; None where the categories have no order.
    left_out : mapping of str to int
        Memberships (or ties) left out, by reason.
    used : int
        Networks with at least one pair, or ties counted.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    attribute: str
    coding: str
    block: str
    pairs: str
    sharing: str
    steps: float | None
    left_out: Mapping[str, int]
    used: int
    synthetic: bool

    @cached_property
    def total(self) -> float:
        """Weight of all ordered pairs."""
        return float(self._values.sum())

    @cached_property
    def share_across(self) -> float:
        """Share of the pair weight that lies between different categories; NaN without a pair."""
        return across(self._values) / self.total if self.total > 0 else float("nan")

    @cached_property
    def ei_index(self) -> float:
        """Across minus within, over both (Krackhardt and Stern 1988); NaN without a pair."""
        return 2.0 * self.share_across - 1.0

    @cached_property
    def assortativity(self) -> float:
        """Assortativity coefficient (Newman 2003); NaN without a pair or with one category only."""
        return assortativity(self._values)

    @cached_property
    def mean_distance(self) -> float:
        """Mean of the rank distance over the pairs; NaN without a pair or without order."""
        return self.steps / self.total if self.steps is not None and self.total > 0 else float("nan")

    @cached_property
    def states(self) -> Mapping[str, str]:
        """State of each number by its name; anything but ``measured`` goes with a NaN."""
        pairs = ResultState.MEASURED if self.total > 0 else ResultState.NO_PAIRS
        mixed = ResultState.ONE_CATEGORY if self.total > 0 and np.isnan(self.assortativity) else pairs
        steps = ResultState.NOT_ORDERED if self.steps is None else pairs
        return {
            "share_across": str(pairs),
            "ei_index": str(pairs),
            "assortativity": str(mixed),
            "mean_distance": str(steps),
        }

    def summary(self) -> pd.DataFrame:
        """Return the numbers with their states.

        Returns
        -------
        DataFrame
            Rows share_across, ei_index, assortativity, mean_distance; columns value and state.
        """
        names = list(self.states)
        return pd.DataFrame(
            {"value": [getattr(self, name) for name in names], "state": list(self.states.values())},
            index=pd.Index(names, name="measure"),
        )

    def tidy(self) -> pd.DataFrame:
        """Return one row an ordered pair of categories.

        Returns
        -------
        DataFrame
            Columns category, with_category, weight, share (of all weight; missing without a pair)
            and synthetic.
        """
        names = list(self.frame.index)
        share = self._values.reshape(-1) / self.total if self.total > 0 else np.full(len(names) ** 2, np.nan)
        return pd.DataFrame(
            {
                "category": np.repeat(names, len(names)),
                "with_category": np.tile(names, len(names)),
                "weight": self._values.reshape(-1),
                "share": share,
                "synthetic": self.synthetic,
            }
        )

    @staticmethod
    def merge(parts: Iterable[Mixing]) -> Mixing:
        """Add up results over parts of the networks that do not overlap.

        Parameters
        ----------
        parts : iterable of Mixing
            Results of the same attribute, coding, block, weights and sharing.

        Returns
        -------
        Mixing
            The result for all parts together.

        Raises
        ------
        ValumaError
            There is no part, or the parts measure different things.

        Notes
        -----
        Weights ``count`` are whole numbers and merge bit for bit; the others to rounding.
        """
        found = list(parts)
        if not found:
            raise ValumaError("there is nothing to merge")
        first = found[0]
        if any(part._key != first._key for part in found):
            raise ValumaError("results of different measures or categories cannot be merged")
        return replace(
            first,
            frame=sum((part.frame for part in found[1:]), first.frame),
            steps=None if first.steps is None else sum(part.steps or 0.0 for part in found),
            left_out={name: sum(part.left_out[name] for part in found) for name in first.left_out},
            used=sum(part.used for part in found),
            synthetic=any(part.synthetic for part in found),
        )

    @property
    def _values(self) -> FloatArray:
        return self.frame.to_numpy(dtype=np.float64)

    @property
    def _key(self) -> tuple[object, ...]:
        how = (self.attribute, self.coding, self.block, self.pairs, self.sharing, self.steps is None)
        return *how, tuple(self.frame.index)

    def __repr__(self) -> str:
        unit = "networks" if self.block == "membership" else "ties"
        said = f"{self.share_across:.1%} across" if self.total > 0 else str(ResultState.NO_PAIRS)
        mark = ", SYNTHETIC" if self.synthetic else ""
        return f"<Mixing {self.attribute}, coding {self.coding}, pairs {self.pairs}: {said}, {self.used} {unit}{mark}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.frame.to_html()}"


def across(matrix: FloatArray) -> float:
    """Return the weight off the diagonal.

    Parameters
    ----------
    matrix : ndarray of float, shape (n_categories, n_categories)
        Weight of ordered pairs.

    Returns
    -------
    float
        Exactly 0 where all weight lies on the diagonal.
    """
    outside = matrix.copy()
    np.fill_diagonal(outside, 0.0)
    return float(outside.sum())


def assortativity(matrix: FloatArray) -> float:
    r"""Return Newman's assortativity coefficient of a mixing matrix.

    .. math:: r = \frac{\sum_a e_{aa} - \sum_a e_{a\cdot} e_{\cdot a}}{1 - \sum_a e_{a\cdot} e_{\cdot a}}

    Parameters
    ----------
    matrix : ndarray of float, shape (n_categories, n_categories)
        Weight of ordered pairs; it is scaled to sum to one.

    Returns
    -------
    float
        1 where all weight is within categories; NaN where there is no weight or one category only.

    References
    ----------
    Newman, M. E. J. (2003). Mixing patterns in networks. *Physical Review E* 67, 026126, equation 2.
    https://doi.org/10.1103/PhysRevE.67.026126

    Examples
    --------
    >>> round(assortativity(np.array([[2.0, 2.0], [2.0, 0.0]])), 6)
    -0.5
    """
    total = matrix.sum()
    if not total > 0:
        return float("nan")
    share = matrix / total
    chance = float(share.sum(axis=1) @ share.sum(axis=0))
    if chance > 1.0 - 1e-12:
        return float("nan")
    return float((np.trace(share) - chance) / (1.0 - chance))
