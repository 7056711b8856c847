"""Shares over categories as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.study.shares import parse_shares, write_shares


@given(
    st.dictionaries(
        st.sampled_from(["01", "02", "SE:Skåne", "NO:Troms og Finnmark"]),
        st.floats(0.001, 1).map(lambda x: round(x, 6)),
        min_size=2,
    )
)
def test_shares_survive_writing_and_reading(shares: dict[str, float]) -> None:
    assert parse_shares(write_shares(shares)) == shares


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("K1:0.7; K2:0.3", {"K1": 0.7, "K2": 0.3}),
        ("01:1e-05;02:1", {"01": 1e-05, "02": 1.0}),
        ("SE:Skåne:0.5;", {"SE:Skåne": 0.5}),
        ("K1:much", {"K1:much": 1.0}),
    ],
)
def test_what_follows_the_last_colon_is_a_share_where_it_is_a_number(text: str, shares: dict[str, float]) -> None:
    assert parse_shares(text) == shares
