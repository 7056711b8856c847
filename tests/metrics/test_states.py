"""States that stand beside numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.metrics import ResultState
from valuma.metrics.states import member_states


@pytest.mark.parametrize(
    ("known", "unknown", "outside", "general", "state"),
    [
        (2, 0, 0, 0, ResultState.MEASURED),
        (5, 3, 2, 1, ResultState.MEASURED),
        (1, 4, 0, 0, ResultState.ONE_MEMBER),
        (0, 0, 0, 0, ResultState.NO_MEMBERS),
        (0, 4, 0, 0, ResultState.ALL_UNKNOWN),
        (0, 0, 0, 4, ResultState.NO_REMIT),
        (0, 0, 1, 4, ResultState.NO_REMIT),
        (0, 0, 4, 0, ResultState.NOT_APPLICABLE),
        (0, 1, 0, 3, ResultState.NONE_KNOWN),
        (0, 1, 3, 0, ResultState.NONE_KNOWN),
    ],
)
def test_state_of_a_network_by_its_known_and_left_out_members(
    known: int, unknown: int, outside: int, general: int, state: ResultState
) -> None:
    assert member_states(np.array([known]), np.array([[0, unknown, outside, general]])).tolist() == [state]


@given(st.tuples(*[st.integers(0, 3)] * 4))
def test_only_two_known_members_make_a_measurement(counts: tuple[int, ...]) -> None:
    known, *left = counts
    state = member_states(np.array([known]), np.array([[0, *left]]))[0]
    assert (state == ResultState.MEASURED) == (known >= 2)


def test_states_print_as_words() -> None:
    assert str(ResultState.NO_REMIT) == "no member with a remit"
    assert ResultState("one known member") is ResultState.ONE_MEMBER
