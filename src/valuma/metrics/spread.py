"""What is made least and greatest when empty seats are filled: mean distance, or effective number.

Both objectives know the change that one more seat, or one seat moved, would bring, in closed form.
"""

from __future__ import annotations

from itertools import product
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class Spread(Protocol):
    """A measure of spread over counts of members, kept up to date while seats are filled.

    Positions are those of the admitted profiles, numbered from 0.
    """

    def copy(self) -> Spread:
        """Return an independent copy."""
        ...

    def value(self) -> float:
        """Return the measure; NaN where it is not defined."""
        ...

    def seat(self, at: int) -> None:
        """Fill a seat with profile `at`."""
        ...

    def move(self, start: int, end: int) -> None:
        """Give a seat another profile."""
        ...

    def seat_gains(self) -> FloatArray:
        """Return how much each profile would add for one more seat, up to a common constant."""
        ...

    def move_gains(self) -> FloatArray:
        """Return the gain of each move (row: from, column: to); the sign is what counts."""
        ...

    def joint_gains(self, starts: IntArray, ends: IntArray) -> FloatArray | None:
        """Return the gain of each two moves made together; None where single moves find the greatest."""
        ...

    def least(self, seats: list[tuple[IntArray, int]]) -> float:
        """Return the least value when each group of seats takes one of its profiles as a whole."""
        ...


class MeanDistance:
    r"""Mean distance of two different members, :math:`N^\top D N / (d (d - 1))`.

    Parameters
    ----------
    counts : ndarray of int, shape (n_profiles,)
        Known members by profile.
    distance : ndarray of float, shape (n_profiles, n_profiles)
        Zero on the diagonal.
    admitted : ndarray of int, shape (m,)
        Profiles that some seat can have.
    """

    def __init__(self, counts: IntArray, distance: FloatArray, admitted: IntArray) -> None:
        self._total = float(counts @ distance @ counts)
        self._size = int(counts.sum())
        self._pull: FloatArray = distance[admitted] @ counts
        self._distance = distance[np.ix_(admitted, admitted)]
        # Distances of single categories are 0 or 1; the sum is then separable over categories.
        self._separable = bool(np.isin(self._distance, (0.0, 1.0)).all())

    def copy(self) -> MeanDistance:
        """Return an independent copy; the distances are shared."""
        other = object.__new__(MeanDistance)
        other._total, other._size = self._total, self._size
        other._pull, other._distance, other._separable = self._pull.copy(), self._distance, self._separable
        return other

    def value(self) -> float:
        """Return the mean distance; NaN for fewer than two members."""
        return self._total / (self._size * (self._size - 1.0)) if self._size >= 2 else float("nan")

    def seat(self, at: int) -> None:
        """Fill a seat with profile `at`."""
        self._total += 2.0 * self._pull[at]
        self._size += 1
        self._pull += self._distance[at]

    def move(self, start: int, end: int) -> None:
        """Give a seat of profile `start` the profile `end`."""
        self._total += 2.0 * (self._pull[end] - self._pull[start] - self._distance[start, end])
        self._pull += self._distance[end] - self._distance[start]

    def seat_gains(self) -> FloatArray:
        """Return D·N: the sum of distances to all members, by profile."""
        return self._pull

    def move_gains(self) -> FloatArray:
        """Return the change of the sum of distances over unordered pairs."""
        return self._pull[None, :] - self._pull[:, None] - self._distance

    def joint_gains(self, starts: IntArray, ends: IntArray) -> FloatArray | None:
        """Return the gain of two moves made together: their own gains and what they do to each other."""
        if self._separable:
            return None
        own = self._pull[ends] - self._pull[starts] - self._distance[starts, ends]
        between = self._distance[np.ix_(ends, ends)] + self._distance[np.ix_(starts, starts)]
        return (
            own[:, None]
            + own[None, :]
            + between
            - self._distance[np.ix_(ends, starts)]
            - self._distance[np.ix_(starts, ends)]
        )

    def least(self, seats: list[tuple[IntArray, int]]) -> float:
        """Return the least mean distance over all choices of one profile a group of seats."""
        size = self._size + sum(n for _, n in seats)
        if size < 2:
            return float("nan")
        return self._least(self._total, self._pull, [group for group in seats if group[1]], np.inf) / (
            size * (size - 1.0)
        )

    def _least(self, total: float, pull: FloatArray, seats: list[tuple[IntArray, int]], best: float) -> float:
        if not seats:
            return min(best, total)
        (profiles, n), *rest = seats
        own = total + 2.0 * n * pull[profiles]
        if not rest:
            return min(best, float(own.min()))
        if len(rest) == 1:
            others, m = rest[0]
            both = own[:, None] + 2.0 * m * pull[others] + 2.0 * n * m * self._distance[np.ix_(profiles, others)]
            return min(best, float(both.min()))
        # Sums only grow, so a branch that is already above the best, each rest at its own least, is closed.
        floor = sum(2.0 * m * float(pull[others].min()) for others, m in rest)
        for at in np.argsort(own, kind="stable"):
            if own[at] + floor >= best:
                break
            best = self._least(float(own[at]), pull + n * self._distance[profiles[at]], rest, best)
        return best


class EffectiveNumber:
    r"""Hill number of order 1 of counts over single categories, :math:`\exp(-\sum_a p_a \ln p_a)`.

    Parameters
    ----------
    counts : ndarray of int, shape (n_categories,)
        Known members by category.
    admitted : ndarray of int, shape (m,)
        Categories that some seat can have.
    """

    def __init__(self, counts: IntArray, admitted: IntArray) -> None:
        self._size = int(counts.sum())
        self._counts = counts[admitted].astype(np.int64)
        outside = np.ones(len(counts), dtype=bool)
        outside[admitted] = False
        self._outside = float(_xlogx(counts[outside]).sum())

    def copy(self) -> EffectiveNumber:
        """Return an independent copy."""
        other = object.__new__(EffectiveNumber)
        other._size, other._counts, other._outside = self._size, self._counts.copy(), self._outside
        return other

    def value(self) -> float:
        """Return the effective number; NaN for fewer than two members."""
        return self._of(self._counts, self._size)

    def seat(self, at: int) -> None:
        """Fill a seat with category `at`."""
        self._counts[at] += 1
        self._size += 1

    def move(self, start: int, end: int) -> None:
        """Give a seat of category `start` the category `end`."""
        self._counts[start] -= 1
        self._counts[end] += 1

    def seat_gains(self) -> FloatArray:
        """Return the change of -Σ c ln c, by category."""
        return _xlogx(self._counts) - _xlogx(self._counts + 1)

    def move_gains(self) -> FloatArray:
        """Return the change of -Σ c ln c for each move; staying put gains nothing."""
        less = _xlogx(self._counts) - _xlogx(np.maximum(self._counts - 1, 0))
        gains = less[:, None] + self.seat_gains()[None, :]
        np.fill_diagonal(gains, 0.0)
        return gains

    def joint_gains(self, starts: IntArray, ends: IntArray) -> FloatArray | None:
        """Return None: the sum is separable over categories, single moves find the greatest."""
        return None

    def least(self, seats: list[tuple[IntArray, int]]) -> float:
        """Return the least effective number over all choices of one category a group of seats."""
        size = self._size + sum(n for _, n in seats)
        best = float("nan")
        for chosen in product(*(profiles for profiles, _ in seats)):
            counts = self._counts.copy()
            for at, (_, n) in zip(chosen, seats, strict=True):
                counts[at] += n
            best = float(np.fmin(best, self._of(counts, size)))
        return best

    def _of(self, counts: IntArray, size: int) -> float:
        if size < 2:
            return float("nan")
        return float(np.exp(np.log(size) - (self._outside + _xlogx(counts).sum()) / size))


def _xlogx(counts: IntArray) -> FloatArray:
    whole = np.asarray(counts, dtype=np.float64)
    return whole * np.log(np.where(whole > 0, whole, 1.0))
