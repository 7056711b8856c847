"""Bounds of a whole group against every filling, and the observed share against the mixing matrix."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import valuma as va
from valuma.metrics.group_bounds import Option, _ratio, share_bounds

SIDES = ("municipal", "business", "central-state")


def make(known: list[list[int]], missing: list[int]) -> va.ActorNetworkThemeGraph:
    """Networks with known members by side and a stated size; the registry holds ten of each side."""
    actors = pd.DataFrame(
        [{"actor_id": f"{side}-{k}", "kind": "k", "side": side} for side in SIDES for k in range(10)]
    ).set_index("actor_id")
    rows, counts = [], []
    for number, part in enumerate(known):
        for side, n in zip(SIDES, part, strict=True):
            rows += [{"actor_id": f"{side}-{k}", "network_id": f"n{number}", "role": "member"} for k in range(n)]
        size = sum(part) + missing[number]
        counts.append(
            {
                "network_id": f"n{number}",
                "of": "members",
                "kinds": (),
                "roles": ("member",),
                "n_low": size,
                "n_high": size,
                "year": 2020,
                "list_is": "as found",
                "used": True,
                "source_id": "s",
            }
        )
    networks = pd.DataFrame({"network_id": [f"n{k}" for k in range(len(known))]})
    return va.ActorNetworkThemeGraph.from_memberships(
        pd.DataFrame(rows, columns=["actor_id", "network_id", "role"]),
        actors=actors,
        networks=networks,
        frame=actors,
        member_counts=pd.DataFrame(counts),
        members_missing=pd.DataFrame(columns=["network_id", "of", "area_kind", "area", "kind", "n"]),
    )


def brute(known: list[list[int]], missing: list[int]) -> tuple[float, float]:
    """Least and greatest share across over every filling of every network."""
    fillings = []
    for part, n in zip(known, missing, strict=True):
        ways = [np.bincount(seats, minlength=3) for seats in product(range(3), repeat=n)] if n else [np.zeros(3, int)]
        fillings.append([np.array(part) + way for way in ways])
    shares = []
    for choice in product(*fillings):
        across = total = 0.0
        for counts in choice:
            d = counts.sum()
            if d >= 2:
                across += (d * d - (counts**2).sum()) / (d - 1)
                total += d
        shares.append(across / total)
    return min(shares), max(shares)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(lambda x: sum(x) >= 2), st.integers(0, 3)),
        min_size=1,
        max_size=2,
    )
)
def test_bounds_equal_those_of_every_filling(case: list[tuple[list[int], int]]) -> None:
    known, missing = [part for part, _ in case], [n for _, n in case]
    found = share_bounds(make(known, missing), "side")
    assert (found.low, found.high) == pytest.approx(brute(known, missing))
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12 or any(missing)


def test_the_observed_share_is_that_of_the_mixing_matrix(study: va.Study) -> None:
    graph = va.build_graph(study, group="finnish")
    for attribute in ("side", "tier", "policy_sector"):
        mixing = va.metrics.mixing(graph, attribute)
        assert share_bounds(graph, attribute).value == pytest.approx(mixing.share_across)


def test_complete_lists_have_bounds_of_zero_width() -> None:
    found = share_bounds(make([[2, 1, 0], [1, 1, 1]], [0, 0]), "side")
    assert found.low == pytest.approx(found.value) == pytest.approx(found.high)
    assert (found.filled, found.as_known, found.seats) == (0, 0, (0, 0))


def test_networks_of_unstated_size_are_counted_and_enter_as_known() -> None:
    graph = make([[2, 1, 0], [1, 1, 1]], [0, 2])
    part = graph.member_counts[graph.member_counts["network_id"] == "n1"]
    from dataclasses import replace

    found = share_bounds(replace(graph, member_counts=part), "side")
    assert (found.filled, found.as_known, found.seats) == (1, 1, (2, 2))


def test_a_group_without_pairs_has_no_share() -> None:
    assert np.isnan(_ratio([], least=True))
    assert _ratio([[Option(2, 0.0, 1.0)], [Option(4, 0.5, 0.5)]], least=True) == pytest.approx(2 / 6)
