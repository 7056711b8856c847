from __future__ import annotations

import pytest

from valuma.report.results import Result, Results
from valuma.schema.problems import ValumaError


@pytest.mark.parametrize(
    ("result", "form", "lang", "written"),
    [
        (Result("a", 1843), "", "fi", "1\u202f843"),
        (Result("a", 1843), "count", "en", "1,843"),
        (Result("a", 0.384, kind="share"), "", "sv", "38\u00a0%"),
        (Result("a", 0.384, kind="share"), "percent:1", "en", "38.4%"),
        (Result("a", 2.345, kind="number"), "number:2", "fi", "2,35"),
        (Result("a", 0.4, kind="share", low=0.31, high=0.44), "range", "fi", "31–44\u00a0%"),
        (Result("a", 0.4, kind="share", low=0.31, high=0.44), "range", "en", "31–44%"),
        (Result("a", 0.4, kind="share", low=0.401, high=0.403), "range", "en", "40%"),
        (Result("a", 14, low=12, high=15), "range", "sv", "12–15"),
        (Result("a", 2.0, kind="number", low=1.94, high=2.0), "range", "en", "1.9–2.0"),
        (Result("a", 22, n=22, of=57), "of", "en", "22/57"),
        (Result("a", 550_000, kind="money"), "", "fi", "550\u202f000\u00a0€"),
        (Result("a", 550_000, kind="money"), "money", "en", "€550,000"),
        (Result("a", 550_000, kind="money", unit="SEK"), "money", "sv", "550\u202f000\u00a0SEK"),
        (Result("a", "KEINO", kind="text"), "", "en", "KEINO"),
        (Result("a", {"fi": "saaret", "sv": "öar", "en": "isles"}, kind="text"), "text", "sv", "öar"),
    ],
)
def test_a_result_is_written_as_the_language_writes_it(result, form, lang, written):
    assert result.render(form, lang) == written


@pytest.mark.parametrize(
    ("result", "form", "says"),
    [
        (Result("a", 1), "precent", "did you mean 'percent'"),
        (Result("a", 1), "count:2", "take a number of digits"),
        (Result("a", 1.5, kind="number"), "count", "not a whole number"),
        (Result("a", 3), "percent", "not a share"),
        (Result("a", 1.2, kind="share"), "percent", "not a share"),
        (Result("a", "x", kind="text"), "number", "not a number"),
        (Result("a", 1), "range", "no low and high"),
        (Result("a", 1), "of", "n is None"),
        (Result("a", 1), "text", "not a text"),
        (Result("a", {"fi": "x"}, kind="text"), "text", "no text in 'en'"),
        (Result("a", state="one known member"), "count", "no value: one known member"),
    ],
)
def test_a_format_that_does_not_fit_says_why(result, form, says):
    with pytest.raises(ValumaError, match=says):
        result.render(form, "en")


def test_a_result_without_value_has_to_say_why():
    with pytest.raises(ValumaError, match="neither a value nor a state"):
        Result("a")
    with pytest.raises(ValumaError, match="NaN"):
        Result("a", float("nan"), kind="number")


def test_a_finding_holds_only_under_both_codings():
    results = Results([Result("both", kind="finding"), Result("one", kind="finding", holds_under=("B",))])
    assert results.finding("both").holds
    assert not results.finding("one").holds
    with pytest.raises(ValumaError, match="did you mean 'both'"):
        results.finding("botth")


def test_a_name_stands_once():
    with pytest.raises(ValumaError, match="two results are called 'a'"):
        Results([Result("a", 1), Result("a", 2)])


def test_results_as_a_table_say_everything_about_each():
    frame = Results([Result("a", 22, n=22, of=57, sources=("s1", "s2"), synthetic=True)]).to_frame()
    row = frame.iloc[0]
    assert (row["name"], row["value"], row["n"], row["of"]) == ("a", 22, 22, 57)
    assert (row["sources"], row["holds_under"], row["synthetic"]) == ("s1;s2", "A;B", True)
