"""Least and greatest value of a measure over every way in which empty seats could be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from valuma.metrics.spread import EffectiveNumber, FloatArray, IntArray, MeanDistance, Spread

Mask = npt.NDArray[np.bool_]

#: A move must gain more than this; below it lies rounding.
_TOLERANCE = 1e-9
#: Moves considered two at a time, and pairs of them tried.
_MOST_MOVES, _MOST_TRIES = 120, 10


@dataclass(frozen=True, slots=True)
class Seats:
    """Members of a list that are not known: how many, and which profiles they can have.

    Parameters
    ----------
    profiles : tuple of int
        Profiles the seats admit.
    low, high : int
        Least and greatest number of seats that take a profile; less than there are where a seat
        may be left out for want of a remit or a tier.
    """

    profiles: tuple[int, ...]
    low: int
    high: int


class Extremes(NamedTuple):
    """Least and greatest value; NaN where no filling gives a defined value."""

    low: float
    high: float


def extreme_distance(counts: IntArray, distance: FloatArray, seats: Iterable[Seats]) -> Extremes:
    """Return the least and the greatest mean distance over all fillings of the seats.

    Parameters
    ----------
    counts : ndarray of int, shape (n_profiles,)
        Known members by profile.
    distance : ndarray of float, shape (n_profiles, n_profiles)
        Distances of profiles, zero on the diagonal.
    seats : iterable of Seats
        Groups of unknown members.

    Returns
    -------
    Extremes
        Bounds of h.

    Notes
    -----
    Least: each group takes one profile as a whole, the best of all tried. That is enough because
    these distances are sums of cuts, so the sum of distances is concave over fillings of a given
    number of seats and least at a corner. Greatest: seats are filled one by one with the profile of
    the largest D·N, then moved (through several groups if need be) until nothing improves, for every
    number of seats left out. Cost grows with the product over the groups of the numbers of seats that
    may be left out.

    Examples
    --------
    Two known municipalities and two empty seats, each a municipality or a ministry:

    >>> both = Seats((0, 1), 2, 2)
    >>> low, high = extreme_distance(np.array([2, 0]), 1.0 - np.eye(2), [both])
    >>> low, round(high, 4)
    (0.0, 0.6667)
    """
    return _extremes(counts, seats, lambda admitted: MeanDistance(counts, distance, admitted))


def extreme_span(counts: IntArray, seats: Iterable[Seats]) -> Extremes:
    """Return the least and the greatest effective number of categories over all fillings.

    Parameters
    ----------
    counts : ndarray of int, shape (n_categories,)
        Known members by single category.
    seats : iterable of Seats
        Groups of unknown members.

    Returns
    -------
    Extremes
        Bounds of the span, by the same search as `extreme_distance`.

    Examples
    --------
    >>> extreme_span(np.array([2, 0]), [Seats((0, 1), 2, 2)])
    Extremes(low=1.0, high=2.0)
    """
    return _extremes(counts, seats, lambda admitted: EffectiveNumber(counts, admitted))


def _extremes(counts: IntArray, seats: Iterable[Seats], make: Callable[[IntArray], Spread]) -> Extremes:
    groups = merge_seats(seats)
    admitted = np.array(sorted({p for group in groups for p in group.profiles}), dtype=np.int64)
    position = {int(p): k for k, p in enumerate(admitted)}
    places = [np.array([position[p] for p in group.profiles], dtype=np.int64) for group in groups]
    spread = make(admitted)
    low = high = float("nan")
    for numbers in product(*(range(group.low, group.high + 1) for group in groups)):
        low = float(np.fmin(low, spread.least(list(zip(places, numbers, strict=True)))))
    for value in _greatest(spread, places, [(group.low, group.high) for group in groups], len(admitted)):
        high = float(np.fmax(high, value))
    return Extremes(low, high)


def merge_seats(seats: Iterable[Seats]) -> list[Seats]:
    """Join groups that admit the same profiles; only the sums matter.

    Parameters
    ----------
    seats : iterable of Seats
        Groups, also empty ones.

    Returns
    -------
    list of Seats
        Groups with different profiles that have at least one seat.

    Examples
    --------
    >>> merge_seats([Seats((1, 0), 1, 2), Seats((0, 1), 3, 3), Seats((), 0, 4)])
    [Seats(profiles=(0, 1), low=4, high=5)]
    """
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    for group in seats:
        profiles = tuple(sorted(set(group.profiles)))
        if profiles and group.high > 0:
            low, high = found.get(profiles, (0, 0))
            found[profiles] = low + group.low, high + group.high
    return [Seats(profiles, low, high) for profiles, (low, high) in found.items()]


class _Filling:
    """Seats of several groups as they are filled, with the measure kept beside."""

    def __init__(self, spread: Spread, admits: Mask, taken: IntArray) -> None:
        self.spread, self.admits, self.taken = spread, admits, taken

    def copy(self) -> _Filling:
        return _Filling(self.spread.copy(), self.admits, self.taken.copy())

    def add(self, group: int) -> None:
        """Fill one more seat of a group with the profile that gains most, then move what gains more."""
        gains = np.where(self.admits[group], self.spread.seat_gains(), -np.inf)
        at = int(gains.argmax())
        self.taken[group, at] += 1
        self.spread.seat(at)
        self._improve()

    def _improve(self) -> None:
        """Move seats, singly, through several groups or two at a time, until nothing gains."""
        while True:
            gains = self.spread.move_gains()
            arcs = self._arcs()
            if self._single(gains, arcs, arcs):
                continue
            wide = _reachable(arcs) if len(self.admits) > 1 else arcs
            if len(self.admits) > 1 and self._single(gains, wide, arcs):
                continue
            if not self._double(gains, wide):
                return

    def _arcs(self) -> Mask:
        """Return which profile can give a seat to which within one group."""
        return np.asarray(((self.taken > 0)[:, :, None] & self.admits[:, None, :]).any(axis=0))

    def _single(self, gains: FloatArray, open_: Mask, arcs: Mask) -> bool:
        masked = np.where(open_, gains, -np.inf)
        start, end = divmod(int(masked.argmax()), masked.shape[1])
        if not masked[start, end] > _TOLERANCE:
            return False
        self._move(_path(arcs, start, end))
        return True

    def _double(self, gains: FloatArray, open_: Mask) -> bool:
        starts, ends = np.nonzero(open_ & ~np.eye(len(open_), dtype=bool) & (gains > -2.0))
        if len(starts) > _MOST_MOVES:
            best = np.argsort(-gains[starts, ends], kind="stable")[:_MOST_MOVES]
            starts, ends = starts[best], ends[best]
        joint = self.spread.joint_gains(starts, ends)
        if joint is None:
            return False
        first, second = np.nonzero(np.triu(joint) > _TOLERANCE)
        for at in np.argsort(-joint[first, second], kind="stable")[:_MOST_TRIES]:
            one, two = (int(starts[first[at]]), int(ends[first[at]])), (int(starts[second[at]]), int(ends[second[at]]))
            kept = self.copy()
            self._move(_path(self._arcs(), *one))
            arcs = self._arcs()
            if _reachable(arcs)[two]:
                self._move(_path(arcs, *two))
                return True
            self.spread, self.taken = kept.spread, kept.taken
        return False

    def _move(self, path: list[int]) -> None:
        """Move one seat along each step of a chain; in sum one seat goes from its start to its end."""
        for a, b in pairwise(path):
            group = int(np.argmax((self.taken[:, a] > 0) & self.admits[:, b]))
            self.taken[group, a] -= 1
            self.taken[group, b] += 1
        self.spread.move(path[0], path[-1])


def _greatest(spread: Spread, places: list[IntArray], ranges: list[tuple[int, int]], m: int) -> Iterator[float]:
    """Yield the greatest value found for every number of seats that take a profile."""
    admits = np.zeros((len(places), m), dtype=bool)
    for group, at in enumerate(places):
        admits[group, at] = True
    filling = _Filling(spread.copy(), admits, np.zeros((len(places), m), dtype=np.int64))
    yield from _fill(filling, ranges, 0)


def _fill(filling: _Filling, ranges: list[tuple[int, int]], group: int) -> Iterator[float]:
    if group == len(ranges):
        yield filling.spread.value()
        return
    low, high = ranges[group]
    for number in range(high + 1):
        if number:
            filling.add(group)
        if number >= low:
            yield from _fill(filling if group == len(ranges) - 1 else filling.copy(), ranges, group + 1)


def _reachable(arcs: Mask) -> Mask:
    """Return which profile can give up a seat so that, through other groups, another one gains it."""
    closure = arcs.copy()
    while True:
        wider = closure | (closure.astype(np.float64) @ closure > 0)
        if (wider == closure).all():
            return closure
        closure = wider


def _path(arcs: Mask, start: int, end: int) -> list[int]:
    """Return a shortest chain of moves from one profile to another."""
    before = {start: start}
    line = [start]
    for at in line:
        if at == end:
            break
        for step in np.flatnonzero(arcs[at]):
            if int(step) not in before:
                before[int(step)] = at
                line.append(int(step))
    chain = [end]
    while chain[-1] != start:
        chain.append(before[chain[-1]])
    return chain[::-1]
