"""One cell, one value, or a problem that says what would have been right."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.schema.cells import Bad, parse_cell
from valuma.schema.contract import Column
from valuma.schema.tables import TABLES

ACTORS, ROWS = TABLES["actors"], TABLES["memberships"]
STRENGTH = TABLES["interests"]["strength"]
YEAR = ROWS["year_from"]


@pytest.mark.parametrize("empty", [None, "", "   ", float("nan"), np.nan, pd.NA, pd.NaT, (), []])
def test_unknown_is_none_in_every_column(empty: object) -> None:
    assert {parse_cell(column, empty) for table in TABLES.values() for column in table.columns} == {None}


def test_unknown_not_applicable_and_none_are_three_states() -> None:
    coordinator = TABLES["networks"]["coordinator"]
    assert [parse_cell(coordinator, text) for text in ("", "not-applicable", "none")] == [
        None,
        "not-applicable",
        "none",
    ]


def test_not_applicable_is_no_word_where_the_contract_does_not_allow_it() -> None:
    assert isinstance(parse_cell(ACTORS["kind"], "not-applicable"), Bad)
    assert parse_cell(ACTORS["level"], "not-applicable") == "not-applicable"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2020.0", "did you mean '2020'?"),
        ("2 020", "did you mean '2020'?"),
        ("1.5.2020", "did you mean '2020'?"),
        ("2020-05-01", "did you mean '2020'?"),
        ("about 2020", ""),
        ("20200", ""),
        (2020.5, ""),
        (True, ""),
    ],
)
def test_year_that_is_no_year_gets_a_way_out(text: object, hint: str) -> None:
    result = parse_cell(YEAR, text)
    assert isinstance(result, Bad)
    assert result.expected == "a year from 1850 to 2100"
    assert result.hint == hint


@pytest.mark.parametrize("value", ["2020", " 2020 ", 2020, 2020.0, np.int64(2020), np.float64(2020)])
def test_year_is_read_from_text_and_from_numbers(value: object) -> None:
    result = parse_cell(YEAR, value)
    assert result == 2020
    assert type(result) is int


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), (".5", 0.5), ("1", 1.0), ("5e-1", 0.5), (0.25, 0.25)])
def test_number_is_read(text: object, value: float) -> None:
    assert parse_cell(STRENGTH, text) == value


@pytest.mark.parametrize("text", ["nan", "inf", "1,5", "1.2.3", "0x1", float("inf"), "-0.1", 1.01])
def test_number_that_is_none_or_out_of_range_is_a_problem(text: object) -> None:
    result = parse_cell(STRENGTH, text)
    assert isinstance(result, Bad)
    assert result.expected == "a number from 0 to 1"


def test_decimal_comma_in_a_comma_file_gets_the_point_as_a_way_out() -> None:
    assert parse_cell(STRENGTH, "0,5") == Bad("'0,5'", "a number from 0 to 1", "did you mean '0.5'?")


@pytest.mark.parametrize(("value", "read"), [("yes", True), ("no", False), (True, True), (np.False_, False)])
def test_yes_and_no_are_read(value: object, read: bool) -> None:
    assert parse_cell(ROWS["synthetic"], value) is read


@pytest.mark.parametrize(("text", "hint"), [("TRUE", "yes"), ("Yes", "yes"), ("ei", "no"), ("0", "no")])
def test_other_words_for_yes_and_no_get_the_right_one(text: str, hint: str) -> None:
    assert parse_cell(ROWS["synthetic"], text) == Bad(repr(text), "yes or no", f"did you mean '{hint}'?")


@pytest.mark.parametrize("value", ["2020", "2020-02", "2020-02-29", dt.date(2020, 2, 29), dt.datetime(2020, 2, 29, 8)])
def test_date_is_read(value: object) -> None:
    assert str(value)[:4] == str(parse_cell(TABLES["sources"]["published"], value))[:4]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2021-02-29", ""),
        ("2020-13", ""),
        ("29.2.2020", "did you mean '2020-02-29'?"),
        ("30.2.2020", ""),
        ("1.5.20", ""),
    ],
)
def test_date_that_is_none_gets_a_way_out(text: str, hint: str) -> None:
    result = parse_cell(TABLES["sources"]["published"], text)
    assert isinstance(result, Bad)
    assert result.hint == hint


@pytest.mark.parametrize(
    "value", ["housing;land-use", " housing ; land-use ", ("housing", "land-use"), ["housing", "land-use"]]
)
def test_list_is_a_tuple_of_words(value: object) -> None:
    assert parse_cell(ACTORS["policy_sectors"], value) == ("housing", "land-use")


@pytest.mark.parametrize("text", ["housing;housing", "housing;not-applicable", "housing;landuse", 5])
def test_list_with_a_wrong_word_is_a_problem(text: object) -> None:
    assert isinstance(parse_cell(ACTORS["policy_sectors"], text), Bad)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Mal Verkosto", "did you mean 'mal-verkosto'?"),
        ("Närpes", "did you mean 'narpes'?"),
        ("a--b", "did you mean 'a-b'?"),
    ],
)
def test_identifier_has_a_form_and_a_way_to_it(text: str, hint: str) -> None:
    result = parse_cell(ACTORS["actor_id"], text)
    assert isinstance(result, Bad)
    assert result.hint == hint


def test_control_characters_are_not_text() -> None:
    assert isinstance(parse_cell(ACTORS["name"], "a\x07b"), Bad)
    assert parse_cell(ACTORS["name"], "a\nb") == "a\nb"


def test_contracts_agree_with_each_other() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.names), table.name
        for column in table.columns:
            assert column.references is None or column.references in TABLES, (table.name, column.name)
            assert bool(column.pattern) == bool(column.form), (table.name, column.name)
            assert column.description.endswith("."), (table.name, column.name)


@given(st.text(max_size=12) | st.floats() | st.integers(-3000, 3000) | st.booleans() | st.none())
def test_any_value_is_read_or_refused_with_a_reason(value: object) -> None:
    for column in (ACTORS["level"], ACTORS["policy_sectors"], YEAR, STRENGTH, ROWS["synthetic"], ROWS["notes"], CODE):
        result = parse_cell(column, value)
        if isinstance(result, Bad):
            assert result.found
            assert result.expected
        elif result is not None:
            assert parse_cell(column, result) == result


CODE: Column = ACTORS["municipality_code"]
