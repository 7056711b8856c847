"""Properties that hold on the repository's own cases, whatever facts are added to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from valuma.graph import Attribute
from valuma.metrics import MEASURES, Mixing, cooperation_profile, heterogeneity, mixing


@pytest.fixture(scope="module", params=["A", "B"])
def profile(graph: Any, request: pytest.FixtureRequest) -> Any:
    return cooperation_profile(graph, coding=request.param)


def test_every_network_has_a_row(graph: Any, profile: Any) -> None:
    assert profile.frame.index.tolist() == graph.networks.index.tolist()


@pytest.mark.parametrize("measure", MEASURES)
def test_no_number_is_missing_without_a_state(profile: Any, measure: str) -> None:
    frame = profile.frame
    missing = frame[measure].isna()
    assert (frame.loc[missing, f"{measure}_state"] != "measured").all()
    assert frame[f"{measure}_state"].notna().all()
    unbounded = frame[f"{measure}_low"].isna() & ~missing
    assert (frame.loc[unbounded, "bounds_by"] == "size not stated").all()


@pytest.mark.parametrize("measure", MEASURES)
def test_bounds_are_in_order_and_in_range_and_complete_lists_have_none(profile: Any, measure: str) -> None:
    part = profile.frame[[measure, f"{measure}_low", f"{measure}_high"]].astype(float)
    part.columns = ["value", "low", "high"]
    least, most = (1.0, np.inf) if measure.endswith("span") else (0.0, 1.0)
    bounded = part.dropna()
    assert (bounded["low"] <= bounded["high"] + 1e-12).all()
    assert ((bounded >= least - 1e-9) & (bounded <= most + 1e-9)).all(axis=None)
    whole = part[profile.frame["bounds_by"] == "complete"].dropna()
    assert (whole["low"] == whole["value"]).all()
    assert (whole["high"] == whole["value"]).all()


@pytest.mark.parametrize("name", ["side", "tier", "kind"])
def test_mixing_equals_counting_on_the_projection(graph: Any, name: str) -> None:
    attribute: Attribute = graph.attribute(name)
    one_hot = np.zeros((len(graph.actors), attribute.n_profiles))
    known = attribute.codes >= 0
    one_hot[known, attribute.codes[known]] = 1.0
    projected = graph.membership @ graph.membership.T
    projected.setdiag(0)
    expected = one_hot.T @ (projected @ one_hot)
    assert (mixing(graph, name, pairs="count").frame.to_numpy() == expected).all()


@pytest.mark.parametrize("name", ["policy_sector", "region"])
def test_fractional_mixing_adds_up_over_groups_and_shares_across_are_mean_distances(graph: Any, name: str) -> None:
    groups = graph.networks.groupby("group").groups.values()
    merged = Mixing.merge(mixing(graph.select(networks=part), name, pairs="equal") for part in groups)
    whole = mixing(graph, name, pairs="equal")
    assert merged.frame.to_numpy() == pytest.approx(whole.frame.to_numpy(), abs=1e-9)
    assert whole.share_across == pytest.approx(heterogeneity(graph, name)["h"].mean())
