from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.report.columns import column_widths
from valuma.report.fonts import text_width

WORDS = st.text(alphabet="aeikäö -", min_size=1, max_size=40)


@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.tuples(*[WORDS] * n), min_size=2, max_size=6)))
def test_widths_always_make_the_whole(table):
    header, *rows = table
    columns = column_widths(header, rows, 480, 9)
    assert sum(columns.widths) == pytest.approx(480)
    assert min(columns.widths) > 0


def test_a_long_heading_wraps_before_a_cell_does():
    header = ["Verkosto", "Hallinnonaloja verkoston kaikissa teemoissa yhteensä"]
    rows = [["Elinkeino-, liikenne- ja ympäristökeskusten verkosto", "3,5"]]
    columns = column_widths(header, rows, 330, 9)
    assert columns.widths[0] > text_width(rows[0][0], 9)
    assert columns.widths[1] < text_width(header[1], 9)


def test_no_column_is_narrower_than_its_longest_word():
    header = ["Verkosto", "Johtamistapa", "Luku"]
    rows = [["Seutukaupunkiverkosto", "erillisen verkosto-organisaation hoitama ja ohjaama kokonaisuus", "41/56"]]
    columns = column_widths(header, rows, 260, 9)
    assert not columns.tight
    assert columns.widths[0] > text_width("Seutukaupunkiverkosto", 9)
    assert columns.widths[2] > text_width("41/56", 9)


def test_columns_that_cannot_hold_their_words_say_so():
    columns = column_widths(["a", "b"], [["Seutukaupunkiverkosto", "Seutukaupunkiverkosto"]], 120, 9)
    assert columns.tight
    assert columns.widths == pytest.approx((60, 60))


def test_what_is_left_over_goes_to_the_first_column():
    columns = column_widths(["a", "b"], [["x", "y"]], 480, 9)
    assert columns.widths[1] < 25
    assert columns.widths[0] > 450
