"""Numbers of random draws: exact means, strata, p-values."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.metrics.nulls import LabelNull, MixingStatistic, fingerprint, streams_of, two_sided_p
from valuma.metrics.pairs import fold_pairs, pair_weights

#: x: actors 0, 1, 2; y: actors 2, 3; z: actors 3, 4.
ACTOR = np.array([0, 1, 2, 2, 3, 3, 4])
NETWORK = np.array([0, 0, 0, 1, 1, 2, 2])
CODES = np.array([0, 0, 1, 1, 2])


def label_null(strata: tuple[np.ndarray, ...], *, weight: str = "newman", table: np.ndarray | None = None) -> LabelNull:
    table = np.eye(3) if table is None else table
    size = np.bincount(NETWORK).astype(float)
    fixed = np.zeros((3, len(table)), dtype=np.int64)
    statistic = MixingStatistic(table, pair_weights(size, weight), fixed, None)  # type: ignore[arg-type]
    return LabelNull(statistic, ACTOR, NETWORK, CODES, strata)


def matrix_of(numbers: np.ndarray, k: int) -> np.ndarray:
    found = np.zeros((k, k))
    found[np.triu_indices(k)] = numbers[1:]
    return found + np.triu(found, 1).T


@pytest.mark.parametrize("weight", ["newman", "count", "equal"])
@pytest.mark.parametrize("table", [np.eye(3), np.array([[0.5, 0.5], [0.0, 1.0], [1.0, 0.0]])])
def test_the_exact_mean_of_unrestricted_shuffles_is_the_formula(weight: str, table: np.ndarray) -> None:
    """All 120 orders of the five labels."""
    null = label_null((np.arange(5),), weight=weight, table=table)
    every = [null.statistic.of(NETWORK, np.array(order)[ACTOR]) for order in permutations(CODES)]
    size = np.bincount(NETWORK)
    total = float((null.statistic.weights * size * (size - 1)).sum())
    # T (n_p n_q − [p = q] n_p) / (n (n − 1)) by profile
    n = np.bincount(CODES)
    expected = fold_pairs(total * (np.outer(n, n) - np.diag(n)) / (n.sum() * (n.sum() - 1)), table)
    assert matrix_of(np.mean(every, axis=0), table.shape[1]) == pytest.approx(expected)


def test_draws_within_strata_average_to_the_mean_over_every_order_within_them() -> None:
    strata = (np.array([0, 2]), np.array([1, 3, 4]))
    null = label_null(strata)
    every = []
    for first in permutations(CODES[strata[0]]):
        for second in permutations(CODES[strata[1]]):
            moved = CODES.copy()
            moved[strata[0]], moved[strata[1]] = first, second
            every.append(null.statistic.of(NETWORK, moved[ACTOR]))
    drawn = null.run(1, range(3000))
    assert drawn.mean(axis=0) == pytest.approx(np.mean(every, axis=0), abs=0.06)


def test_labels_stay_in_their_stratum() -> None:
    # One actor a stratum: nothing can move.
    null = label_null(tuple(np.array([k]) for k in range(5)))
    observed = null.statistic.of(NETWORK, CODES[ACTOR])
    assert (null.run(1, range(5)) == observed).all()


def test_a_draw_is_the_same_alone_and_in_company() -> None:
    null = label_null((np.arange(5),))
    together = null.run(9, range(10))
    alone = np.vstack([null.run(9, [k]) for k in (7, 3)])
    assert (together[[7, 3]] == alone).all()


def test_streams_are_those_that_spawning_gives() -> None:
    spawned = np.random.SeedSequence(5).spawn(4)[3]
    assert (streams_of(5, [3])[0].generate_state(4) == spawned.generate_state(4)).all()


def test_fixed_memberships_are_counted_and_do_not_move() -> None:
    # One pair that can move (profiles 0, 1) in a network with a fixed member of profile 0.
    statistic = MixingStatistic(np.eye(2), np.array([1.0]), np.array([[1, 0]]), None)
    numbers = statistic.of(np.array([0, 0]), np.array([0, 1]))
    # Members 0, 0, 1: two ordered pairs within the first, four across.
    assert numbers.tolist() == pytest.approx([4 / 6, 2, 2, 0])


def test_p_by_hand() -> None:
    # Values 1, 2, 3, 10 (observed): mean 4; 10 is 6 away, no draw is.
    assert two_sided_p(10.0, np.array([1.0, 2.0, 3.0])) == 1 / 4
    # Observed 3: mean 9/4; ¾ away, draws 5/4, ¼, ¾: two as far.
    assert two_sided_p(3.0, np.array([1.0, 2.0, 3.0])) == 3 / 4


def test_equality_holds_to_a_relative_tolerance() -> None:
    jitter = np.array([0.1 + 0.2, 0.3, 0.3])
    assert two_sided_p(0.3, jitter) is None
    assert two_sided_p(0.3, np.array([0.1 + 0.2, 0.6 - 0.3, 0.9])) == pytest.approx(1.0)


def test_draws_that_are_all_equal_cannot_test_anything() -> None:
    assert two_sided_p(5.0, np.array([1.0, 1.0])) is None
    assert two_sided_p(0.0, np.zeros(3)) is None


def test_an_undefined_number_cannot_be_tested() -> None:
    assert two_sided_p(float("nan"), np.array([1.0, 2.0])) is None
    assert two_sided_p(1.0, np.array([1.0, float("nan")])) is None


@given(st.floats(-9, 9), st.lists(st.floats(-9, 9), min_size=2, max_size=30))
def test_p_is_never_zero_and_never_above_one(observed: float, drawn: list[float]) -> None:
    p = two_sided_p(observed, np.array(drawn))
    assert p is None or 1 / (len(drawn) + 1) <= p <= 1


def test_the_fingerprint_sees_every_array_and_option() -> None:
    whole = (np.arange(5),)
    assert fingerprint(label_null(whole)) == fingerprint(label_null(whole))
    assert fingerprint(label_null(whole)) != fingerprint(label_null((np.arange(4),)))
    assert fingerprint(label_null(whole)) != fingerprint(label_null(whole, weight="count"))
