"""Effective numbers of branches, sides and tiers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from metrics.small import graph_of

from valuma.metrics import member_span, themes_span
from valuma.metrics.span import hill_number

THEMES = pd.DataFrame(
    {
        "theme_id": ["homes", "trains", "climate", "village", "unsaid"],
        "policy_sectors": [("housing",), ("transport",), ("climate", "energy"), ("not-applicable",), ()],
    }
)


def spans(*links: tuple[str, str], weights: list[float] | None = None) -> pd.DataFrame:
    table = pd.DataFrame(list(links), columns=["network_id", "theme_id"])
    if weights is not None:
        table["weight"] = weights
    return themes_span(graph_of({"x": "", "y": ""}, {"a": {}}, themes=THEMES, network_themes=table))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
def test_the_effective_number_lies_between_one_and_the_number_of_filled_categories(counts: list[int]) -> None:
    value = hill_number(np.array([counts], dtype=float))[0]
    assert 1.0 - 1e-12 <= value <= np.count_nonzero(counts) + 1e-9


def test_equal_shares_count_fully_and_unequal_ones_less() -> None:
    equal, skew = hill_number(np.array([[2.0, 2.0, 2.0], [4.0, 1.0, 1.0]]))
    assert equal == pytest.approx(3.0)
    # −(2/3 ln 2/3 + 1/3 ln 1/6): exp = 2.381…
    assert skew == pytest.approx((3 / 2) ** (2 / 3) * 6 ** (1 / 3))


def test_two_themes_of_different_branches_span_two() -> None:
    assert spans(("x", "homes"), ("x", "trains")).loc["x", "themes_span"] == pytest.approx(2.0)


def test_a_theme_of_two_branches_counts_half_in_each() -> None:
    # Shares ½, ¼, ¼: exp(½ ln 2 + ½ ln 4) = 2 √2.
    assert spans(("x", "homes"), ("x", "climate")).loc["x", "themes_span"] == pytest.approx(2 * 2**0.5)


def test_given_weights_are_used() -> None:
    row = spans(("x", "homes"), ("x", "trains"), weights=[3.0, 1.0]).loc["x"]
    assert row["themes_span"] == pytest.approx(4 / 3**0.75)


def test_themes_without_a_branch_are_counted_and_networks_without_themes_say_so() -> None:
    frame = spans(("x", "homes"), ("x", "village"), ("x", "unsaid"))
    assert frame.loc["x", ["themes", "themes_left", "state"]].tolist() == [3, 2, "measured"]
    assert frame.loc["y", "state"] == "no themes"
    assert spans(("x", "village")).loc["x", "state"] == "no theme with a policy sector"
    assert (frame["themes_span"].notna() == (frame["state"] == "measured")).all()


def test_tiers_are_counted_among_those_that_have_one() -> None:
    tiers = {"a": "local", "b": "national", "u": "not-applicable"}
    actors = {name: {"tier": tier} for name, tier in tiers.items()}
    frame = member_span(graph_of({"x": "abu", "y": "a", "z": "u"}, actors), "tier")
    assert frame.loc["x", ["span", "left_not_applicable"]].tolist() == pytest.approx([2.0, 1])
    assert frame["state"].tolist() == ["measured", "one known member", "not applicable to any member"]
    assert frame["span"].isna().tolist() == [False, True, True]
