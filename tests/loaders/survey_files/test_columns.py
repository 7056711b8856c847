"""Cells to values and reasons: the tables of codes against looking at every cell by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.loaders.survey_files.assembling import assemble
from valuma.loaders.survey_files.columns import positions
from valuma.loaders.survey_files.missing import looks_missing, reason_of, spelt_out
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.survey.codebook import MissingRule, Variable
from valuma.survey.reasons import Reason
from valuma.survey.survey import Survey

codes = st.one_of(st.integers(-5, 12).map(float), st.sampled_from([0.5, 97.0, 98.0, 99.0, 1e9, -1e9, 123456.0]))
rules = st.one_of(
    codes.map(lambda code: MissingRule(code, code)),
    st.tuples(codes, codes).map(lambda pair: MissingRule(min(pair), max(pair))),
)


def survey_of(cells: list[float], variable: Variable, **more: object) -> Survey:
    values = pd.DataFrame({variable.name: pd.Series(cells, dtype=np.float64)})
    return assemble(RawSurvey("a.sav", "made by hand", values, {variable.name: variable}, **more))


@given(st.lists(st.one_of(codes, st.just(np.nan), st.floats(allow_nan=True)), max_size=60), st.sets(codes, max_size=8))
def test_places_of_codes_are_those_of_a_plain_search(cells: list[float], known: set[float]) -> None:
    listed = sorted(known)
    found = positions(np.array(cells, dtype=np.float64), listed)
    assert found.tolist() == [listed.index(cell) if cell in known else -1 for cell in cells]


@given(
    st.lists(st.one_of(codes, st.just(np.nan)), max_size=60),
    st.dictionaries(codes, st.text("abc", min_size=1, max_size=3), max_size=6),
    st.lists(rules, max_size=3),
)
def test_every_cell_is_its_value_or_has_its_reason(
    cells: list[float], labels: dict[float, str], missing: list[MissingRule]
) -> None:
    variable = Variable("q", labels=dict(sorted(labels.items())), missing=tuple(missing))
    survey = survey_of(cells, variable)
    answers, reasons = survey.answers["q"], survey.reasons["q"].astype(object)
    back = survey.codes("q").to_numpy(dtype=float)
    for cell, code, reason in zip(cells, back, reasons, strict=True):
        if cell != cell:
            assert (np.isnan(code), reason) == (True, "system-missing")
        elif any(rule.covers(cell) for rule in missing):
            assert np.isnan(code)
            label = labels.get(cell, "")
            assert reason == (f"{cell:.15g}: {label}" if label else f"{cell:.15g}")
        else:
            assert code == cell
            assert pd.isna(reason)
    if isinstance(answers.dtype, pd.CategoricalDtype):
        proper = [cell for cell in cells if cell == cell and not any(rule.covers(cell) for rule in missing)]
        assert set(proper) <= set(labels)


def test_partly_labelled_numbers_stay_numbers() -> None:
    age = Variable("age", labels={98.0: "98 or older", 99.0: "no answer"}, missing=(MissingRule(99.0, 99.0),))
    survey = survey_of([31.0, 98.0, 99.0, 40.5], age)
    assert survey.answers["age"].dtype == np.float64
    np.testing.assert_array_equal(survey.answers["age"], [31.0, 98.0, np.nan, 40.5])
    assert survey.codebook["age"].kind == "numeric"


def test_numbers_of_which_only_missing_codes_have_labels_stay_numbers() -> None:
    variable = Variable("n", labels={9.0: "cannot say"}, missing=(MissingRule(9.0, 9.0),))
    assert survey_of([9.0, np.nan], variable).codebook["n"].kind == "numeric"


def test_codes_with_labels_become_categories_in_the_order_of_the_codes() -> None:
    variable = Variable("q", labels={1.0: "much", 2.0: "little", 3.0: "none"}, measure="ordinal")
    answers = survey_of([3.0, 1.0], variable).answers["q"]
    assert answers.cat.categories.tolist() == ["much", "little", "none"]
    assert answers.cat.ordered
    assert answers.cat.codes.dtype == np.int8


def test_two_codes_of_one_label_stay_two_categories() -> None:
    survey = survey_of([1.0, 2.0, 3.0], Variable("q", labels={1.0: "other", 2.0: "other", 3.0: "none"}))
    assert survey.answers["q"].tolist() == ["other (1)", "other (2)", "none"]
    assert survey.codes("q").tolist() == [1.0, 2.0, 3.0]


def test_labels_that_cannot_be_told_apart_leave_the_codes() -> None:
    labels = {1.0: "a", 2.0: "a", 3.0: "a (1)"}
    assert survey_of([1.0, 3.0], Variable("q", labels=labels)).answers["q"].tolist() == [1.0, 3.0]


def test_a_stated_kind_holds_for_codes_without_labels() -> None:
    variable = Variable("q", kind="category", labels={1.0: "yes"})
    survey = survey_of([1.0, 7.0], variable, fixed_kinds=frozenset({"q"}))
    assert survey.answers["q"].tolist() == ["yes", "7"]
    assert survey.codes("q").tolist() == [1.0, 7.0]


def test_a_code_without_words_is_no_label() -> None:
    assert survey_of([1.0, 2.0], Variable("q", labels={1.0: "yes", 2.0: ""})).codebook["q"].kind == "numeric"


def test_infinite_numbers_are_unreadable() -> None:
    survey = survey_of([1.0, np.inf], Variable("q"))
    assert survey.reasons["q"].tolist()[1] == "unreadable"
    assert "row 2" in survey.report.warnings[0].place


def test_no_column_mixes_texts_and_numbers() -> None:
    values = pd.DataFrame({"a": pd.Series(["1", 2, None, "x"], dtype=object)})
    survey = assemble(RawSurvey("a.csv", "made by hand", values, {"a": Variable("a", kind="text")}))
    assert survey.answers["a"].dtype == "str"
    assert survey.answers["a"].dropna().tolist() == ["1", "2", "x"]


def test_codes_of_texts_that_are_numbers_are_read_as_numbers() -> None:
    values = pd.DataFrame({"q": pd.Series(["1", "2", ""], dtype=object)})
    variable = Variable("q", labels={1.0: "no", 2.0: "yes"})
    survey = assemble(RawSurvey("a.csv", "made by hand", values, {"q": variable}))
    assert survey.answers["q"].tolist()[:2] == ["no", "yes"]


def test_codes_that_sound_like_no_answer_are_kept_and_named() -> None:
    survey = survey_of([1.0, 8.0], Variable("q", labels={1.0: "yes", 8.0: "En osaa sanoa"}))
    assert survey.answers["q"].tolist() == ["yes", "En osaa sanoa"]
    assert any("8 En osaa sanoa" in remark.what for remark in survey.report)


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("En osaa sanoa", Reason.CANNOT_SAY),
        ("EOS", Reason.CANNOT_SAY),
        ("ei osaa sanoa/ei vastausta", Reason.CANNOT_SAY),
        ("Kan inte säga", Reason.CANNOT_SAY),
        ("Vet ej", Reason.CANNOT_SAY),
        ("Don’t know", Reason.CANNOT_SAY),
        ("Cannot say", Reason.CANNOT_SAY),
        ("Ei koske meitä", Reason.NOT_APPLICABLE),
        ("Gäller inte", Reason.NOT_APPLICABLE),
        ("Not applicable", Reason.NOT_APPLICABLE),
        ("Refused", Reason.USER),
        ("Museos", Reason.USER),
    ],
)
def test_words_of_labels_tell_the_sort_of_missing(label: str, reason: Reason) -> None:
    assert reason_of(label) is reason


def test_labels_of_answers_do_not_sound_missing() -> None:
    kept = ("ei lainkaan", "inte alls", "not at all", "ei", "en", "muu, mikä?", "Kieltäydyin maksamasta")
    assert [label for label in kept if looks_missing(label)] == []


def test_spelling_out_twice_changes_nothing() -> None:
    labels = {98.0: "don't know"}
    once = spelt_out([MissingRule(97.0, 99.0)], labels, [97.0])
    assert spelt_out(once, labels, [97.0]) == once
