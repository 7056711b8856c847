"""Conditions of LimeSurvey: who was shown a question."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.loaders.survey_files.lss_routing import shown_under

CELLS = {
    "Q1": np.array(["A1", "A2", ""], dtype=object),
    "Q2_a": np.array(["Y", "", ""], dtype=object),
    "n": np.array(["5", "10", ""], dtype=object),
}


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ("1", [1, 1, 1]),
        ("", [1, 1, 1]),
        ('Q1.NAOK == "A1"', [1, 0, 0]),
        ('((Q1.NAOK == "A1"))', [1, 0, 0]),
        ("Q1 != 'A1'", [0, 1, 1]),
        ('Q1 eq "A1" or Q1 eq "A2"', [1, 1, 0]),
        ('Q1.NAOK == "A1" && Q2_a.NAOK == "Y"', [1, 0, 0]),
        ("!is_empty(Q2_a.NAOK)", [1, 0, 0]),
        ("is_empty(Q1)", [0, 0, 1]),
        ("n.NAOK > 5", [0, 1, 0]),
        ("n >= 5 and n < 10", [1, 0, 0]),
        ('n.NAOK == "5.0"', [1, 0, 0]),
        ("Q2_a", [1, 0, 0]),
        ('!(Q1 == "A1")', [0, 1, 1]),
        ('Q9.NAOK == "A1"', [-1, -1, -1]),
        ('Q9.NAOK == "A1" and Q1 == "A1"', [-1, 0, 0]),
        ('count(Q1, Q2_a) > 1 or Q1 == "A1"', [1, -1, -1]),
        ("sum(n, 3) == 8", [-1, -1, -1]),
        ("n + 1 == 6", [-1, -1, -1]),
        ('(Q1 == "A1"', [-1, -1, -1]),
        ("{TOKEN:ATTRIBUTE_1} == 1", [-1, -1, -1]),
        ("(" * 500 + "1" + ")" * 500, [-1, -1, -1]),
    ],
)
def test_conditions_of_the_simple_form_decide_and_others_leave_it_open(condition: str, shown: list[int]) -> None:
    assert shown_under(condition, CELLS.get, 3).tolist() == shown


@given(st.text(alphabet='Q12_an.NAOK "=!<>()&|andor,is_empty', max_size=60))
def test_no_condition_fails(condition: str) -> None:
    found = shown_under(condition, CELLS.get, 3)
    assert found.shape == (3,)
    assert set(found.tolist()) <= {-1, 0, 1}
