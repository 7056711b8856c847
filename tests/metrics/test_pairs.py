"""Pairs of members counted without listing them, against lists of pairs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from valuma.metrics import pairs as kernel
from valuma.metrics.pairs import fold_pairs, fold_table, pair_distances, pair_weights, profile_pairs, sizes
from valuma.schema.problems import ValumaError

COUNTS = st.integers(1, 4).flatmap(
    lambda p: st.lists(st.lists(st.integers(0, 4), min_size=p, max_size=p), min_size=1, max_size=5)
)


def listed_pairs(counts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """W by listing every ordered pair of different members of every network."""
    found = np.zeros((counts.shape[1],) * 2)
    for line, weight in zip(counts, weights, strict=True):
        members = np.repeat(np.arange(len(line)), line)
        for i, k in permutations(range(len(members)), 2):
            found[members[i], members[k]] += weight
    return found


def shared_and_moved(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """M(p, q) written out cell by cell, as the methods page gives it."""
    common = np.minimum(own, other)
    distance = np.abs(own - other).sum() / 2
    cells = np.diag(common)
    for a in range(len(own)):
        for b in range(len(own)):
            if a != b and distance > 0:
                cells[a, b] += (own[a] - common[a]) * (other[b] - common[b]) / distance
    return cells


def test_weights_of_a_pair_by_size_of_the_network() -> None:
    size = np.array([0.0, 1.0, 2.0, 5.0])
    assert pair_weights(size, "count").tolist() == [0, 0, 1, 1]
    assert pair_weights(size, "newman").tolist() == [0, 0, 1, 1 / 4]
    assert pair_weights(size, "equal").tolist() == [0, 0, 1, 2 / 20]


def test_newman_weights_give_every_member_one_and_equal_weights_every_network_two() -> None:
    counts = np.array([[3, 2], [1, 1], [0, 4]])
    size = sizes(counts)
    for weight, expected in (("newman", [5, 2, 4]), ("equal", [2, 2, 2])):
        weights = pair_weights(size, weight)  # type: ignore[arg-type]
        per_network = [profile_pairs(counts[[j]], weights[[j]]).sum() for j in range(3)]
        assert per_network == pytest.approx(expected)


def test_a_misspelt_weight_is_an_error() -> None:
    with pytest.raises(ValumaError, match="'newman'"):
        pair_weights(np.array([2.0]), "newmann")  # type: ignore[arg-type]


@given(COUNTS, st.sampled_from(["count", "newman", "equal"]))
def test_profile_pairs_equal_the_list_of_pairs(rows: list[list[int]], weight: str) -> None:
    counts = np.array(rows)
    weights = pair_weights(sizes(counts), weight)  # type: ignore[arg-type]
    expected = listed_pairs(counts, weights)
    assert profile_pairs(counts, weights) == pytest.approx(expected)
    assert profile_pairs(sparse.csr_array(counts), weights) == pytest.approx(expected)


@given(COUNTS)
def test_count_weights_are_whole_numbers_and_add_up_bit_for_bit_over_any_partition(rows: list[list[int]]) -> None:
    counts = np.array(rows)
    weights = pair_weights(sizes(counts), "count")
    parts = [profile_pairs(counts[[j]], weights[[j]]) for j in range(len(counts))]
    assert (sum(parts) == profile_pairs(counts, weights)).all()


@given(COUNTS, st.integers(1, 3))
def test_memory_blocks_change_nothing(rows: list[list[int]], block: int) -> None:
    counts = np.array(rows)
    weights, distance = pair_weights(sizes(counts), "count"), 1.0 - np.eye(counts.shape[1])
    whole = profile_pairs(counts, weights), pair_distances(counts, distance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_BLOCK", block)
        parts = profile_pairs(counts, weights), pair_distances(counts, distance)
    assert (whole[0] == parts[0]).all()
    assert (whole[1] == parts[1]).all()


def test_the_product_form_subtracts_the_pairs_of_a_member_with_itself() -> None:
    # Two members, both half in each of two categories, product distance ½: two ordered pairs, sum 1.
    distance = np.array([[0.5]])
    assert pair_distances(np.array([[2]]), distance).tolist() == [1.0]


def test_folding_single_categories_only_sorts_profiles_into_categories() -> None:
    # Profiles 0 and 2 are the same category.
    weights = np.arange(9.0).reshape(3, 3)
    table = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert fold_pairs(weights, table).tolist() == [[0 + 2 + 6 + 8, 1 + 7], [3 + 5, 4]]


PROFILES = st.lists(
    st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any), min_size=1, max_size=4, unique_by=tuple
)


@given(PROFILES, st.data())
def test_folding_equals_the_formula_cell_by_cell_and_keeps_margins(rows: list[list[int]], data: st.DataObject) -> None:
    table = np.array(rows, dtype=float)
    table /= table.sum(axis=1, keepdims=True)
    n = len(table)
    cells = data.draw(st.lists(st.integers(0, 9), min_size=n * n, max_size=n * n))
    weights = np.array(cells, dtype=float).reshape(n, n)
    expected = sum(weights[p, q] * shared_and_moved(table[p], table[q]) for p in range(n) for q in range(n))
    found = fold_pairs(weights, table)
    assert found == pytest.approx(expected)
    assert (fold_table(table) @ weights.reshape(-1)).reshape(3, 3) == pytest.approx(expected)
    assert found.sum(axis=1) == pytest.approx(weights.sum(axis=1) @ table)
    assert found.sum(axis=0) == pytest.approx(weights.sum(axis=0) @ table)


def test_folding_by_product_multiplies_the_shares() -> None:
    table = np.array([[0.5, 0.5], [1.0, 0.0]])
    weights = np.array([[0.0, 4.0], [4.0, 0.0]])
    # 4 · (½·1 + 1·½) in cell (0, 0); 4 · ½·1 from the second category of the first profile.
    assert fold_pairs(weights, table, "product").tolist() == [[4.0, 2.0], [2.0, 0.0]]
