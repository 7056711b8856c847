"""Numbers as each language writes them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from valuma.schema.problems import ValumaError
from valuma.texts import interval, known_of_stated, number, percent, percents, stated_size


@pytest.mark.parametrize(("lang", "written"), [("fi", "1\u202f234,5"), ("sv", "1\u202f234,5"), ("en", "1,234.5")])
def test_thousands_and_decimals_follow_the_language(lang: str, written: str) -> None:
    assert number(1234.5, lang, 1) == written


def test_whole_numbers_have_no_decimals_and_others_two() -> None:
    assert number(7_000_000, "fi") == "7\u202f000\u202f000"
    assert number(0.384, "fi") == "0,38"


def test_minus_is_a_minus_sign_and_zero_has_none() -> None:
    assert number(-3.25, "sv") == "\u22123,25"
    assert number(-0.001, "en", 2) == "0.00"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_not_finite_is_no_number(value: float) -> None:
    with pytest.raises(ValumaError, match="state of the result"):
        number(value, "fi")


def test_percent_sign_is_spaced_by_language() -> None:
    assert percent(0.62, "fi") == "62\u00a0%"
    assert percent(0.62, "en") == "62%"


def test_equal_bounds_are_written_once() -> None:
    assert interval(0.5, 0.5, "fi", 2) == "0,50"
    assert interval(-1, 1, "en") == "\u22121 – 1"


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValumaError, match="wrong order"):
        interval(2, 1, "fi")


def test_shares_with_bounds_have_one_sign() -> None:
    assert percents(0.2, 0.31, "en") == "20–31%"
    assert percents(0.2, 0.31, "fi") == "20–31\u00a0%"
    assert percents(0.301, 0.304, "sv") == "30\u00a0%"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [(30, 30, "30/30"), (30, 35, "30/30–35"), (75, None, "30/>75"), (None, None, "30/?"), (75, math.nan, "30/>75"),
     (pd.NA, pd.NA, "30/?")],
)  # fmt: skip
def test_known_members_stand_beside_what_is_stated(low: float, high: float, written: str) -> None:
    assert known_of_stated(30, low, high, "en") == written


def test_an_open_end_can_be_written_in_words() -> None:
    assert stated_size(75, None, "en", more="more than ") == "more than 75"
