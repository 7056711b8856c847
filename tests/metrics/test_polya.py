"""Pólya-urn filling of lists declared random parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from metrics.small import counts_table, graph_of, stated

from valuma.metrics import polya
from valuma.metrics.heterogeneity import mean_distances
from valuma.metrics.polya import estimate_distance, fill_by_urn, urn_interval
from valuma.schema.problems import ValumaError

SIDES = {"a": "municipal", "b": "municipal", "c": "municipal", "d": "business", "e": "business", "f": "knowledge"}
ACTORS = {name: {"side": side, "kind": "agency"} for name, side in SIDES.items()}


def estimate(members: str = "abcdef", **how: Any) -> Any:
    row = stated("x", 20, 20) | {"list_is": "random part"} | how
    return polya(graph_of({"x": members}, ACTORS, member_counts=counts_table(row)), "side", draws=199, seed=4)


def test_an_urn_fills_all_seats_with_profiles_that_are_known() -> None:
    filled = fill_by_urn(np.array([3, 0, 1]), 10, np.random.default_rng(2))
    assert filled.sum() == 10
    assert filled[1] == 0


def test_urn_counts_follow_the_distribution_of_drawing_one_by_one() -> None:
    # Urn with 2 and 1, two draws: P(2, 0) = 2/3 · 3/4 = 1/2, P(1, 1) = 1/3, P(0, 2) = 1/6.
    rng = np.random.default_rng(3)
    first = np.array([fill_by_urn(np.array([2, 1]), 2, rng)[0] for _ in range(6000)])
    shares = np.bincount(first, minlength=3) / len(first)
    assert shares == pytest.approx([1 / 6, 1 / 3, 1 / 2], abs=0.02)


def test_the_estimate_of_a_simple_random_part_is_the_mean_distance_of_its_pairs() -> None:
    known = np.array([3, 2, 1])
    h = mean_distances(known[None, :], 1.0 - np.eye(3))[0]
    assert estimate_distance(known, [(np.append(known, 0), 14)], 1.0 - np.eye(3)) == pytest.approx(h)


def test_the_estimate_weighs_strata_by_their_whole_size() -> None:
    # 2 municipalities of 4, all 2 ministries: pairs of the whole list 4·3 within, 2·4·2 across, 2 within.
    towns, ministries = np.array([2, 0]), np.array([0, 2])
    strata = [(np.append(towns, 0), 2)]
    found = estimate_distance(towns + ministries, strata, 1.0 - np.eye(2))
    assert found == pytest.approx(16 / 30)


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.9, 0.1), (0.125,) * 8])
def test_the_interval_covers_the_truth_in_at_least_85_per_cent_of_random_parts(shares: tuple[float, ...]) -> None:
    rng = np.random.default_rng(5)
    distance, covered, tried = 1.0 - np.eye(len(shares)), 0, 0
    for trial in range(120):
        whole = rng.choice(len(shares), 57, p=shares)
        truth = mean_distances(np.bincount(whole, minlength=len(shares))[None, :], distance)[0]
        known = np.bincount(rng.choice(whole, 22, replace=False), minlength=len(shares))
        if np.count_nonzero(known) >= 2:
            low, high = urn_interval(known, [(np.append(known, 0), 35)], distance, draws=199, seed=trial)
            covered += low - 1e-12 <= truth <= high + 1e-12
            tried += 1
    assert covered / tried >= 0.85


def test_only_declared_random_parts_are_estimated() -> None:
    assert estimate().index.tolist() == ["x"]
    assert estimate(list_is="as found").empty
    assert estimate(list_is="complete").empty


def test_fewer_than_five_known_or_one_profile_is_too_little() -> None:
    assert estimate("abcd").empty
    assert not estimate("abcde").empty
    alike = {name: {"side": "municipal", "kind": "agency"} for name in "abcdef"}
    row = stated("x", 20, 20, list_is="random part")
    assert polya(graph_of({"x": "abcdef"}, alike, member_counts=counts_table(row)), "side", draws=9, seed=1).empty


def test_one_stratum_that_is_not_a_random_part_rules_the_estimate_out() -> None:
    rows = stated("x", 20, 20, list_is="random part", kinds=("agency",)), stated("x", 40, 40, of="rest")
    graph = graph_of({"x": "abcdef"}, ACTORS, member_counts=counts_table(*rows))
    assert polya(graph, "side", draws=9, seed=1).empty


def test_the_same_seed_gives_the_same_interval_whatever_other_networks_there_are() -> None:
    row = stated("x", 20, 20, list_is="random part")
    alone = polya(graph_of({"x": "abcdef"}, ACTORS, member_counts=counts_table(row)), "side", draws=99, seed=8)
    beside = polya(
        graph_of({"w": "ab", "x": "abcdef"}, ACTORS, member_counts=counts_table(row)), "side", draws=99, seed=8
    )
    assert alone.loc["x"].tolist() == beside.loc["x"].tolist()
    assert alone.attrs["seed"] == 8
    assert alone.loc["x", "bounds_by"] == "Pólya"


def test_a_complete_stratum_has_no_seats_to_fill() -> None:
    low, high = urn_interval(np.array([2, 2]), [(np.array([2, 2, 0]), 0)], 1.0 - np.eye(2), draws=9, seed=1)
    assert (low, high) == pytest.approx((2 / 3, 2 / 3))


def test_a_level_that_is_no_share_is_an_error() -> None:
    with pytest.raises(ValumaError, match=r"0\.95"):
        polya(graph_of({"x": "ab"}, ACTORS), "side", level=95)
