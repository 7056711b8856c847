"""Typed CSV: quotes tell text from numbers, and formulas are made harmless."""

from __future__ import annotations

import pandas as pd
import pytest
from formats.samples import columns, untyped
from hypothesis import given
from hypothesis import strategies as st

from valuma.formats.csv_text import csv_bytes, read_csv
from valuma.formats.values import canonical
from valuma.schema.problems import StudyError


def frame_of(data: dict[str, list]) -> pd.DataFrame:
    return pd.DataFrame({name: canonical(pd.Series(cells, dtype=object), name) for name, cells in data.items()})


@given(st.integers(1, 5).flatmap(lambda n: columns(n, ("id",))))
def test_any_table_comes_back(data: dict[str, list]) -> None:
    frame = frame_of({"id": [f"i{k}" for k in range(len(next(iter(data.values()), [1])))], **data})
    back = read_csv(csv_bytes(frame).decode("utf-8"), "x.csv").frame()
    assert untyped(back).equals(untyped(frame))


@pytest.mark.parametrize("text", ["=1+1", "+358", "-", "@x", "\tx", "\rx", "'=1", "''=1", "'plain"])
def test_formula_gets_an_apostrophe_that_goes_away(text: str) -> None:
    written = csv_bytes(frame_of({"id": [text], "n": [-5]})).decode("utf-8")
    assert not written.splitlines()[1].strip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
    assert ",-5" in written
    assert read_csv(written, "x.csv").frame()["id"].tolist() == [text]


def test_quotes_delimiters_and_line_ends_in_text_come_back_with_the_right_lines() -> None:
    table = read_csv('id,n\n"a ""b"", c\r\nd",1\n"x",2\n', "x.csv")
    assert table.frame().to_numpy().tolist() == [['a "b", c\r\nd', 1], ["x", 2]]
    assert table.lines == [2, 4]


def test_semicolons_and_tabs_are_found_by_the_header() -> None:
    assert read_csv("a;b\n1;2,5\n", "x.csv").delimiter == ";"
    assert read_csv('a\tb\n\t"x"\n', "x.csv").frame().to_numpy().tolist() == [[pd.NA, "x"]]


def test_text_after_a_quote_is_refused() -> None:
    with pytest.raises(StudyError, match="text after one"):
        read_csv('a,b\n"x"y,2\n', "x.csv")
