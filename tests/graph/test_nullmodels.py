"""Degree-preserving draws of two-mode matrices: margins, uniformity, streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from valuma.graph.nullmodels import LEAST_TRADES, DegreeSampler
from valuma.schema.problems import ValumaError

MATRICES = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 1), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


def degree_preserving(
    matrix: Any, *, trades: int | None = None, draws: int = 1, seed: int = 1
) -> Iterator[sparse.csr_array]:
    """Yield draws of a matrix; draw k uses the k-th stream of the seed."""
    sampler = DegreeSampler.of(matrix, trades=trades, seed=seed)
    return map(sampler.matrix, sampler.draw(np.random.SeedSequence(seed).spawn(draws)))


def southern_women() -> np.ndarray:
    davis = nx.davis_southern_women_graph()
    women = [node for node, data in davis.nodes(data=True) if data["bipartite"] == 0]
    return nx.bipartite.biadjacency_matrix(davis, women).toarray()


def matrices_with_margins(rows: list[int], columns: list[int]) -> set[tuple[int, ...]]:
    """Every 0/1 matrix with the given sums, by trying all of them."""
    shape = len(rows), len(columns)
    found = set()
    for cells in product((0, 1), repeat=shape[0] * shape[1]):
        matrix = np.array(cells).reshape(shape)
        if matrix.sum(axis=1).tolist() == rows and matrix.sum(axis=0).tolist() == columns:
            found.add(cells)
    return found


@given(MATRICES)
def test_every_draw_keeps_both_margins_and_has_only_ones(rows: list[list[int]]) -> None:
    matrix = np.array(rows)
    for drawn in degree_preserving(matrix, trades=3, draws=4, seed=1):
        dense = drawn.toarray()
        assert (dense.sum(axis=0) == matrix.sum(axis=0)).all()
        assert (dense.sum(axis=1) == matrix.sum(axis=1)).all()
        assert set(np.unique(dense)) <= {0.0, 1.0}


def test_margins_hold_on_every_draw_of_southern_women() -> None:
    women = southern_women()
    assert (women.shape, int(women.sum())) == ((18, 14), 89)
    drawn = [draw.toarray() for draw in degree_preserving(women, draws=200, seed=3)]
    assert all((draw.sum(axis=0) == women.sum(axis=0)).all() for draw in drawn)
    assert all((draw.sum(axis=1) == women.sum(axis=1)).all() for draw in drawn)
    assert len({draw.tobytes() for draw in drawn}) == 200


@pytest.mark.parametrize(
    ("start", "rows", "columns", "space"),
    [
        ([[0, 0, 1], [0, 0, 1], [1, 1, 0]], [1, 1, 2], [1, 1, 2], 5),
        ([[1, 1, 0, 0], [0, 1, 1, 0]], [2, 2], [1, 2, 1, 0], 2),
        ([[1, 0], [1, 0], [0, 1], [0, 1]], [1, 1, 1, 1], [2, 2], 6),
        ([[1, 1, 0], [1, 0, 1], [0, 1, 1]], [2, 2, 2], [2, 2, 2], 6),
    ],
)
def test_every_matrix_with_the_margins_has_the_same_chance(
    start: list[list[int]], rows: list[int], columns: list[int], space: int
) -> None:
    every = matrices_with_margins(rows, columns)
    assert len(every) == space
    draws = 4000
    counts = Counter(
        tuple(draw.toarray().astype(int).ravel()) for draw in degree_preserving(start, draws=draws, seed=11)
    )
    assert set(counts) == every
    expected = draws / space
    distance = sum((counts[cells] - expected) ** 2 / expected for cells in every)
    assert distance < stats.chi2.ppf(0.999, space - 1)


def test_cell_means_of_the_five_matrices_are_fifths() -> None:
    # Uniform space of (1, 1, 2) / (1, 1, 2): .2, .6 and .8 (the maximum-entropy model gives .216, .568, .863).
    start = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    mean = sum(draw.toarray() for draw in degree_preserving(start, draws=4000, seed=2)) / 4000
    assert mean == pytest.approx(np.array([[0.2, 0.2, 0.6], [0.2, 0.2, 0.6], [0.6, 0.6, 0.8]]), abs=0.03)


def test_a_draw_has_its_own_stream_whatever_stands_beside_it() -> None:
    women = southern_women()
    few = [draw.toarray() for draw in degree_preserving(women, draws=3, seed=5)]
    many = [draw.toarray() for draw in degree_preserving(women, draws=60, seed=5)]
    assert all((a == b).all() for a, b in zip(few, many, strict=False))
    sampler = DegreeSampler.of(women)
    streams = np.random.SeedSequence(5).spawn(60)
    assert (sampler.draw([streams[40]])[0] == sampler.draw(streams)[40]).all()


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    women = southern_women()
    first, again, other = (next(degree_preserving(women, seed=seed)).toarray() for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_the_global_random_state_is_left_alone() -> None:
    np.random.seed(0)
    before = np.random.get_state()[1].copy()  # type: ignore[union-attr]
    next(degree_preserving(southern_women(), seed=1))
    assert (np.random.get_state()[1] == before).all()  # type: ignore[index]


def test_at_least_ten_trades_a_row_are_made() -> None:
    sampler = DegreeSampler.of(southern_women())
    assert sampler.trades >= LEAST_TRADES == 20
    assert DegreeSampler.of(southern_women(), trades=50).trades == 50


def test_the_given_matrix_is_forgotten() -> None:
    # A block matrix: the share of ones in their old place falls to what random matrices have.
    blocks = np.kron(np.eye(4), np.ones((8, 6)))
    drawn = np.mean([draw.toarray() for draw in degree_preserving(blocks, draws=60, seed=4)], axis=0)
    assert drawn[blocks == 1].mean() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(
    "matrix", [np.zeros((3, 2)), np.ones((2, 3)), np.zeros((0, 3)), np.zeros((3, 0)), np.array([[1, 0, 1]])]
)
def test_matrices_that_cannot_change_come_back_as_they_are(matrix: np.ndarray) -> None:
    assert (next(degree_preserving(matrix, seed=1)).toarray() == matrix).all()


def test_wide_and_tall_matrices_are_the_same_problem() -> None:
    women = southern_women()
    wide = next(degree_preserving(women.T, draws=1, seed=6)).toarray()
    assert (wide.sum(axis=1) == women.sum(axis=0)).all()
    assert (wide.sum(axis=0) == women.sum(axis=1)).all()


def test_weights_count_as_ones_and_stored_zeros_as_nothing() -> None:
    matrix = sparse.csr_array(np.array([[2.0, 0.0, 3.0], [0.0, 1.0, 0.0]]))
    matrix.data[1] = 0.0
    drawn = next(degree_preserving(matrix, seed=1))
    assert drawn.sum(axis=1).tolist() == [1.0, 1.0]


def test_no_trades_are_an_error() -> None:
    with pytest.raises(ValumaError, match="at least 1"):
        DegreeSampler.of(southern_women(), trades=0)
