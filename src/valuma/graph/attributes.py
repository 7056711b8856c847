"""Attributes of actors as profiles: one category, or shares over several.

Every measure of cooperation across a boundary is one calculation over an attribute. An
`Attribute` holds the distinct profiles that occur (rows of shares that sum to one) and, for each
actor, which of them it has or why it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.coding import Coding as Coding
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import NOT_APPLICABLE

IntArray = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]


class State(IntEnum):
    """Why an actor has a profile for an attribute, or has none."""

    KNOWN = 0
    UNKNOWN = 1
    NOT_APPLICABLE = 2
    GENERAL = 3


@dataclass(frozen=True, slots=True)
class Attribute:
    """Profiles of actors over the categories of one attribute.

    Parameters
    ----------
    name : str
        Name of the attribute, such as ``"tier"``.
    coding : {"A", "B"}
        Coding of general authorities and of universities (see the methods page).
    categories : tuple of str
        Categories in the order of the columns of `table`.
    table : ndarray of float, shape (n_profiles, n_categories)
        Distinct profiles; each row holds shares that sum to one.
    codes : ndarray of int, shape (n_actors,)
        Row of `table` for each actor; -1 where the actor is left out.
    state : ndarray of int, shape (n_actors,)
        `State` of each actor; `State.KNOWN` exactly where the code is not -1.
    ordered : bool
        The categories have an order (tiers, levels).

    Examples
    --------
    >>> side = Attribute.from_labels("side", ["municipal", None, "business", "municipal"])
    >>> side.categories
    ('business', 'municipal')
    >>> side.codes.tolist()
    [1, -1, 0, 1]
    """

    name: str
    coding: Coding
    categories: tuple[str, ...]
    table: FloatArray
    codes: IntArray
    state: npt.NDArray[np.uint8]
    ordered: bool = False

    @classmethod
    def from_labels(
        cls,
        name: str,
        labels: Iterable[object],
        *,
        categories: Sequence[str] | None = None,
        coding: Coding = "A",
        state: npt.NDArray[np.uint8] | None = None,
        ordered: bool = False,
    ) -> Attribute:
        """Build an attribute of single categories.

        Parameters
        ----------
        name : str
            Name of the attribute.
        labels : iterable of str or missing
            One label an actor; missing is unknown, ``not-applicable`` is left out as such.
        categories : sequence of str, optional
            All categories in order; by default those that occur, sorted.
        coding : {"A", "B"}
            Coding the labels follow.
        state : ndarray of int, optional
            States that say more than the labels do (such as `State.GENERAL`).
        ordered : bool
            The categories have an order.

        Returns
        -------
        Attribute
            One-hot profiles.

        Raises
        ------
        ValumaError
            A label is not among the categories.
        """
        series = pd.Series(list(labels), dtype=object)
        missing = series.isna().to_numpy()
        outside = (series == NOT_APPLICABLE).to_numpy(dtype=bool)
        if categories is None:
            categories = tuple(sorted({str(x) for x in series[~missing & ~outside]}))
        position = {str(category): k for k, category in enumerate(categories)}
        codes = np.asarray(series.map(position).fillna(-1), dtype=np.int32)
        lost = (codes < 0) & ~missing & ~outside
        if lost.any():
            raise ValumaError(f"{name}: {series[lost].iloc[0]!r} is not one of {', '.join(categories)}")
        if state is None:
            state = np.where(missing, State.UNKNOWN, np.where(outside, State.NOT_APPLICABLE, State.KNOWN))
        state = np.where(codes >= 0, State.KNOWN, state).astype(np.uint8)
        return cls(name, coding, tuple(categories), np.eye(len(categories)), codes, state, ordered)

    @classmethod
    def from_shares(
        cls,
        name: str,
        shares: FloatArray,
        categories: Sequence[str],
        *,
        state: npt.NDArray[np.uint8],
        coding: Coding = "A",
        ordered: bool = False,
    ) -> Attribute:
        """Build an attribute of fractional profiles.

        Parameters
        ----------
        name : str
            Name of the attribute.
        shares : ndarray of float, shape (n_actors, n_categories)
            Non-negative weights; rows are scaled to sum to one, rows of zeros are left out.
        categories : sequence of str
            Categories, one a column.
        state : ndarray of int, shape (n_actors,)
            Why a row of zeros is left out.
        coding : {"A", "B"}
            Coding the shares follow.
        ordered : bool
            The categories have an order.

        Returns
        -------
        Attribute
            Profiles without repetition.
        """
        total = shares.sum(axis=1)
        known = total > 0
        scaled = np.round(shares[known] / total[known, None], 12)
        table, inverse = np.unique(scaled, axis=0, return_inverse=True)
        codes = np.full(len(shares), -1, dtype=np.int32)
        codes[known] = inverse.reshape(-1).astype(np.int32)
        full = np.where(known, State.KNOWN, np.where(state == State.KNOWN, State.UNKNOWN, state)).astype(np.uint8)
        exact = table / table.sum(axis=1, keepdims=True) if len(table) else table.reshape(0, len(categories))
        return cls(name, coding, tuple(categories), exact, codes, full, ordered)

    @property
    def n_profiles(self) -> int:
        """Number of distinct profiles."""
        return len(self.table)

    @property
    def single(self) -> bool:
        """Whether every profile lies wholly in one category."""
        return bool((np.count_nonzero(self.table, axis=1) == 1).all())

    def take(self, positions: IntArray) -> Attribute:
        """Return the attribute of some of the actors, in the given order, with the same profiles."""
        return Attribute(
            self.name,
            self.coding,
            self.categories,
            self.table,
            self.codes[positions],
            self.state[positions],
            self.ordered,
        )

    def labels(self) -> npt.NDArray[np.object_]:
        """Return each actor's category, categories joined by "+" where it has several, or None."""
        names = np.array(
            ["+".join(c for c, share in zip(self.categories, row, strict=True) if share > 0) for row in self.table]
            + [None],
            dtype=object,
        )
        return names[self.codes]

    def __repr__(self) -> str:
        known = int((self.codes >= 0).sum())
        return f"<Attribute {self.name}, coding {self.coding}: {known} of {len(self.codes)} actors known>"
