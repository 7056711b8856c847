"""Least and greatest values over every filling of empty seats, against enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from metrics.small import every_filling

from valuma.metrics.distance import profile_distance, rank_distance
from valuma.metrics.extremes import Seats, extreme_distance, extreme_span, merge_seats
from valuma.metrics.span import hill_number


@st.composite
def seats(draw: st.DrawFn, n_profiles: int, groups: int = 3, most: int = 5) -> list[Seats]:
    found = []
    for _ in range(draw(st.integers(1, groups))):
        profiles = draw(st.sets(st.integers(0, n_profiles - 1), min_size=1))
        high = draw(st.integers(0, most))
        low = draw(st.integers(0, high)) if draw(st.booleans()) else high
        found.append(Seats(tuple(sorted(profiles)), low, high))
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[Seats]]:
    """Known members, distances of single, ordered or fractional profiles, and empty seats."""
    n = draw(st.integers(2, 5))
    kind = draw(st.sampled_from(["single", "ordered", "fractional"]))
    if kind == "fractional":
        cells = st.lists(st.integers(0, 2), min_size=3, max_size=3).filter(any)
        table = np.array([draw(cells) for _ in range(n)], dtype=float)
        table /= table.sum(axis=1, keepdims=True)
    else:
        table = np.eye(n)
    distance = rank_distance(table) if kind == "ordered" else profile_distance(table)
    counts = np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    return counts, distance, draw(seats(n))


def mean_distance(filling: np.ndarray, distance: np.ndarray) -> float:
    d = filling.sum()
    return float(filling @ distance @ filling / (d * (d - 1)))


@settings(max_examples=250)
@given(cases())
def test_bounds_of_the_mean_distance_equal_enumeration(case: tuple[np.ndarray, np.ndarray, list[Seats]]) -> None:
    counts, distance, groups = case
    values = [mean_distance(filling, distance) for filling in every_filling(counts, groups) if filling.sum() >= 2]
    low, high = extreme_distance(counts, distance, groups)
    if values:
        assert low == pytest.approx(min(values), abs=1e-12)
        assert high == pytest.approx(max(values), abs=1e-12)
    else:
        assert np.isnan([low, high]).all()


@settings(max_examples=120)
@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), seats(3, most=6))
def test_bounds_of_the_span_equal_enumeration(known: list[int], groups: list[Seats]) -> None:
    counts = np.array(known)
    fillings = [filling for filling in every_filling(counts, groups) if filling.sum() >= 2]
    low, high = extreme_span(counts, groups)
    if fillings:
        values = hill_number(np.array(fillings, dtype=float))
        assert low == pytest.approx(values.min())
        assert high == pytest.approx(values.max())
    else:
        assert np.isnan([low, high]).all()


def test_five_towns_known_in_one_region_and_two_missing_by_hand() -> None:
    # Least: both in that region, 0. Greatest: one each in the other two, pairs across 5 + 5 + 1 of 21.
    low, high = extreme_distance(np.array([5, 0, 0]), 1.0 - np.eye(3), [Seats((0, 1, 2), 2, 2)])
    assert low == 0.0
    assert high == pytest.approx(11 / 21)


def test_the_smallest_category_is_filled_first_not_an_absent_one_only() -> None:
    # Four seats, one known in each of two categories, a third absent: 2, 2, 2 is the most varied.
    high = extreme_distance(np.array([1, 1, 0]), 1.0 - np.eye(3), [Seats((0, 1, 2), 4, 4)]).high
    assert high == pytest.approx(12 / 15)


def test_the_least_is_not_always_the_largest_category() -> None:
    # A profile between two others is nearer to all of them than the commonest one is.
    table = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    distance = profile_distance(table)
    counts = np.array([3, 2, 0])
    low = extreme_distance(counts, distance, [Seats((1, 2), 4, 4)]).low
    by_hand = [mean_distance(counts + np.array(extra), distance) for extra in ((0, 4, 0), (0, 0, 4))]
    assert low == pytest.approx(min(by_hand))
    assert by_hand[1] < by_hand[0]


def test_a_seat_that_may_be_left_out_can_raise_the_greatest_and_the_least() -> None:
    # Two known, one a side each: h = 1. A third of a known side gives 2/3; left out, it stays 1.
    sure = extreme_distance(np.array([1, 1]), 1.0 - np.eye(2), [Seats((0, 1), 1, 1)])
    maybe = extreme_distance(np.array([1, 1]), 1.0 - np.eye(2), [Seats((0, 1), 0, 1)])
    assert sure == pytest.approx((2 / 3, 2 / 3))
    assert maybe == pytest.approx((2 / 3, 1.0))


def test_seats_move_through_several_groups_where_one_alone_gains_nothing() -> None:
    # Enumeration is small: three categories, groups that admit the first two and the last two.
    groups = [Seats((0, 1), 3, 3), Seats((1, 2), 3, 3)]
    high = extreme_distance(np.array([2, 0, 0]), 1.0 - np.eye(3), groups).high
    fillings = every_filling(np.array([2, 0, 0]), groups)
    assert high == pytest.approx(max(mean_distance(f, 1.0 - np.eye(3)) for f in fillings))


def test_no_seats_give_the_value_of_the_known() -> None:
    assert extreme_distance(np.array([2, 1]), 1.0 - np.eye(2), []) == pytest.approx((2 / 3, 2 / 3))


def test_groups_that_admit_the_same_are_one() -> None:
    assert merge_seats([Seats((0, 1), 1, 1), Seats((1, 0), 0, 2)]) == [Seats((0, 1), 1, 3)]


def test_two_hundred_seats_in_sixty_fractional_profiles_stay_within_the_unit_interval() -> None:
    rng = np.random.default_rng(3)
    table = rng.dirichlet(np.full(12, 0.3), 60)
    counts = np.bincount(rng.integers(0, 60, 20), minlength=60)
    low, high = extreme_distance(counts, profile_distance(table), [Seats(tuple(range(60)), 200, 200)])
    assert 0 < low < high < 1
