"""Distances between profiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.graph import Attribute
from valuma.metrics.distance import distance_matrix, product_distance, profile_distance, rank_distance
from valuma.schema.problems import ValumaError


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    n, k = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    cells = st.lists(st.integers(0, 3), min_size=k, max_size=k).filter(any)
    weights = np.array([draw(cells) for _ in range(n)], dtype=float)
    return weights / weights.sum(axis=1, keepdims=True)


def test_different_single_categories_are_one_apart_and_equal_ones_zero() -> None:
    assert (profile_distance(np.eye(3)) == 1.0 - np.eye(3)).all()


def test_half_shared_profiles_are_half_apart() -> None:
    # ½ (|1/2 − 1/2| + |1/2 − 0| + |0 − 1/2|) = ½
    assert profile_distance(np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]]))[0, 1] == 0.5


def test_local_and_national_are_two_of_two_tiers_apart_and_local_and_regional_one() -> None:
    assert rank_distance(np.eye(3)).tolist() == [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]


def test_rank_distance_of_shares_is_the_way_the_shares_have_to_go() -> None:
    # Half local, half national against all regional: each half goes one of two steps, 2 · ½ · ½ = ½.
    assert rank_distance(np.array([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]))[0, 1] == 0.5


def test_product_form_calls_equal_three_sector_profiles_two_thirds_different() -> None:
    # 1 − 3 · (1/3)² = 2/3
    assert product_distance(np.full((1, 3), 1 / 3))[0, 0] == pytest.approx(2 / 3)


@given(tables())
def test_distances_are_symmetric_bounded_and_exactly_zero_between_equal_profiles(table: np.ndarray) -> None:
    for distance in (profile_distance(table), rank_distance(table)):
        assert (distance == distance.T).all()
        assert (distance >= 0).all()
        assert (distance <= 1).all()
        assert (np.diagonal(distance) == 0).all()


@given(tables())
def test_distances_keep_the_triangle_inequality(table: np.ndarray) -> None:
    for distance in (profile_distance(table), rank_distance(table)):
        assert (distance[:, None, :] <= distance[:, :, None] + distance[None, :, :] + 1e-12).all()


def test_rank_distance_of_categories_without_order_is_refused() -> None:
    with pytest.raises(ValumaError, match="have no order"):
        distance_matrix(Attribute.from_labels("side", ["a", "b"]), distance="rank")


def test_a_misspelt_distance_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValumaError, match="did you mean 'profile'"):
        distance_matrix(Attribute.from_labels("side", ["a", "b"]), distance="profil")  # type: ignore[arg-type]


def test_an_attribute_that_is_nearly_an_identifier_is_refused() -> None:
    names = Attribute("name", "A", ("x",), np.ones((5000, 1)), np.zeros(1, np.int32), np.zeros(1, np.uint8))
    with pytest.raises(ValumaError, match="5000 distinct profiles"):
        distance_matrix(names)
