"""Columns come into one form, and their text comes back as the same values."""

from __future__ import annotations

import datetime
from enum import StrEnum

import pandas as pd
import pytest
from formats.samples import values
from hypothesis import given
from hypothesis import strategies as st

from valuma.formats.values import canonical, guess_type, parse, text_of, texts_of, type_of, typed
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Level


def made(*cells: object) -> list:
    column = canonical(pd.Series(cells, dtype=object), "x")
    return [type_of(column), *(None if pd.isna(cell) else cell for cell in column)]


def test_types_of_objects_are_found() -> None:
    assert made(True, None) == ["yes-no", True, None]
    assert made(1, float("nan")) == ["integer", 1, None]
    assert made(1, 2.5) == ["number", 1.0, 2.5]
    assert made("091", pd.NA) == ["text", "091", None]


def test_mixture_becomes_text() -> None:
    assert made("none", 2019, True) == ["text", "none", "2019", "true"]


def test_empty_text_and_empty_list_are_missing() -> None:
    assert made("", (), [], "a") == ["text", None, None, None, "a"]


def test_lists_become_text_and_sets_are_sorted() -> None:
    assert made(("b", "a"), ["c"], {"z", "y"}) == ["text", "b;a", "c", "y;z"]


def test_enums_and_dates_become_plain_text() -> None:
    cells = made(Level.LOCAL, datetime.date(2021, 1, 1), pd.Timestamp("2021-01-01"))
    assert cells == ["text", "local", "2021-01-01", "2021-01-01T00:00:00"]
    assert not isinstance(cells[1], StrEnum)


@pytest.mark.parametrize("dtype", ["bool", "boolean", "int8", "UInt16", "Int64", "float32", "Float64"])
def test_types_of_numpy_and_pandas_are_kept(dtype: str) -> None:
    expected = {"b": "yes-no", "i": "integer", "u": "integer", "f": "number"}[dtype[0].lower()]
    assert type_of(canonical(pd.Series([1, 0], index=[7, 7]).astype(dtype), "x")) == expected


@pytest.mark.parametrize("dtype", ["str", "category", "string"])
def test_text_of_any_dtype_becomes_objects(dtype: str) -> None:
    column = canonical(pd.Series(["a", None], dtype=dtype), "x")
    assert column.dtype == object
    assert column[1] is pd.NA


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"a": 1}, "type dict"),
        (("a;b",), "separates the items"),
        ("a\0b", "cannot carry"),
        ("\ud800", "cannot carry"),
        (2**63, "64 bits"),
    ],
)
def test_value_that_no_file_can_carry_is_refused_by_name(cell: object, message: str) -> None:
    with pytest.raises(ValumaError, match=f"actors, notes.*{message}"):
        canonical(pd.Series([cell], dtype=object), "actors, notes")


@given(
    st.sampled_from(sorted(values)).flatmap(lambda kind: st.tuples(st.just(kind), st.lists(values[kind] | st.none())))
)
def test_every_column_comes_back_from_its_text(case: tuple) -> None:
    kind, cells = case
    column = canonical(typed(cells, kind), "x")
    texts = texts_of(column)
    assert canonical(column, "x").equals(column)
    assert typed([None if text is None else parse(text, kind) for text in texts], kind).equals(column)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1_000", "integer"),
        ("1.0", "integer"),
        ("9" * 5000, "integer"),
        ("0x1", "number"),
        ("1,5", "number"),
        ("yes", "yes-no"),
    ],
)
def test_text_of_another_type_is_refused(text: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"is not|is neither|needs more"):
        parse(text, kind)  # type: ignore[arg-type]


def test_infinity_has_the_spelling_of_xml_schema() -> None:
    assert [text_of(float("inf")), text_of(float("-inf"))] == ["INF", "-INF"]


def test_codes_with_leading_zeros_and_words_are_text() -> None:
    assert guess_type(["1", "091"]) == "text"
    assert guess_type(["1", "unknown"]) == "text"
    assert guess_type([]) == "text"
    assert guess_type([str(2**63 - 1)]) == "integer"
    assert guess_type([str(2**63)]) == "number"
