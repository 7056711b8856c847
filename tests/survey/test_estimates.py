"""What estimates count, leave out and refuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from survey.made_surveys import survey

from valuma.schema.problems import StudyError, ValumaError
from valuma.survey import Block, MissingRule, Reason, Survey
from valuma.survey.estimates import CANNOT_SAY, crosstab, design, mean, tabulate

TRUST = {1.0: "low", 2.0: "high"}
NAN = float("nan")


def small(**settings: object) -> Survey:
    return survey(
        {
            "trust": [1, 2, 2, None, None, 2],
            "kind": [1, 1, 2, 2, 2, None],
            "who": ["Oulu", "OULU ", "Vaasa", "Turku", "", "Turku"],
            "t1": [1, 0, None, None, 1, 0],
            "t2": [1, None, None, None, 0, 0],
            "w": [1, 2, 3, 1, 1, 2],
            "grade": [4, 10, 7, 8, None, None],
        },
        labels={"trust": TRUST | {9.0: "cannot say"}, "kind": {1.0: "town", 2.0: "council"}},
        reasons={
            "trust": [None, None, None, "9: cannot say", str(Reason.NOT_ANSWERED), None],
            "t2": [None, str(Reason.NOT_SHOWN), None, None, None, None],
        },
        variables={
            "trust": {"missing": (MissingRule(9.0, 9.0, "cannot say", Reason.CANNOT_SAY),)},
            "kind": {"role": "kind", "words": {1.0: "municipality", 2.0: "regional-council"}},
            "who": {"role": "organisation"},
        },
        blocks=[Block("ticks", "multiple-dichotomies", "Ticked", ("t1", "t2"), 1.0)],
        **({"organisation": "who"} | settings),
    )


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


def test_the_base_is_those_who_answered_and_values_that_nobody_chose_have_a_row() -> None:
    made = survey({"q": [1, 2, 2, None]}, labels={"q": {1.0: "a", 2.0: "b", 3.0: "c"}})
    assert rows(tabulate(made, "q").frame, "value", "label", "n", "base") == [
        ("1", "a", 1, 3),
        ("2", "b", 2, 3),
        ("3", "c", 0, 3),
    ]
    assert tabulate(made, "q").frame["estimate"].tolist() == [1 / 3, 2 / 3, 0.0]


def test_those_who_cannot_say_are_left_out_counted_beside_or_an_answer() -> None:
    made = small()
    assert rows(tabulate(made, "trust").frame, "value", "n", "base") == [("1", 1, 4), ("2", 3, 4)]
    beside = tabulate(made, "trust", cannot_say="beside").frame
    assert rows(beside, "value", "n", "base") == [("1", 1, 4), ("2", 3, 4), (CANNOT_SAY, 1, 4)]
    assert np.isnan(beside["estimate"].iloc[2])
    answer = tabulate(made, "trust", cannot_say="answer", lang="sv").frame
    assert rows(answer, "label", "n", "base") == [("low", 1, 5), ("high", 3, 5), ("kan inte säga", 1, 5)]
    assert answer["estimate"].tolist() == [0.2, 0.6, 0.2]


def test_ticks_are_shares_of_those_who_answered_the_block_and_were_asked() -> None:
    frame = tabulate(small(), "ticks").frame
    # The third and fourth respondent answered nothing of the block; the second was not shown t2.
    assert rows(frame, "item", "value", "n", "base") == [("t1", "1", 2, 4), ("t2", "1", 1, 3)]
    assert not tabulate(small(), "ticks").exclusive
    assert rows(tabulate(small(), "t1").frame, "n", "base") == [(2, 4)]


def test_first_and_second_choices_are_mentions_among_those_who_named_one() -> None:
    labels = {1.0: "money", 2.0: "time", 3.0: "will"}
    made = survey(
        {"c1": [1, 2, 1, None], "c2": [2, None, 3, None]},
        labels={"c1": labels, "c2": labels},
        blocks=[Block("why", "multiple-categories", "Why", ("c1", "c2"))],
    )
    assert rows(tabulate(made, "why").frame, "item", "label", "n", "base") == [
        ("why", "money", 2, 3),
        ("why", "time", 2, 3),
        ("why", "will", 1, 3),
    ]


def test_organisations_are_counted_once_whatever_their_capitals_and_the_largest_is_known() -> None:
    frame = tabulate(small(), "t1").frame
    assert rows(frame, "n", "organisations", "base_organisations") == [(2, 1, 2)]
    two = mean(small(sample="invited", weight="w"), "grade").frame.iloc[0]
    # Oulu has 4 × 1 + 10 × 2 of a sum of 24 + 7 × 3 + 8 × 1.
    assert two["organisations"] == 3
    assert two["largest"] == pytest.approx(24 / 53)


def test_links_make_two_spellings_one_organisation() -> None:
    links = pd.DataFrame({"answer": ["Vaasa", "Turku"], "actor_id": ["vaasa", "vaasa"]})
    assert mean(small(), "grade", links=links).frame["organisations"].tolist() == [2]
    assert mean(small(), "grade", links=links.set_index("answer")["actor_id"]).frame["organisations"].tolist() == [2]
    with pytest.raises(ValumaError, match="no column 'actor_id'"):
        mean(small(), "grade", links=pd.DataFrame({"answer": []}))


def test_twelve_spellings_of_one_council_count_as_one_organisation() -> None:
    spellings = [
        "Pohjois-Savon liitto",
        "POHJOIS-SAVON LIITTO",
        "pohjois-savon liitto",
        " Pohjois-Savon  liitto ",
        "Pohjois-Savon liitto.",
        "Pohjois–Savon liitto",
        "Pohjois Savon liitto",
        "PohjoisSavon liitto",
        "Pohjois-Savon\u00a0liitto",
        "Pohjois\u2011Savon liitto",
        "Pohjois-Sa\u00advon liitto",
        "”Pohjois-Savon liitto”",
    ]
    made = survey({"q": [1.0] * 12, "who": spellings}, variables={"who": {"role": "organisation"}})
    assert len(set(spellings)) == 12
    assert mean(made, "q").frame["organisations"].tolist() == [1]
    assert mean(survey({"q": [1.0, 1.0], "who": ["Åbo", "A\u030abo"]}, organisation="who"), "q").frame[
        "organisations"
    ].tolist() == [1]


def test_actors_that_the_survey_knows_are_counted_without_being_asked_for() -> None:
    known = small().changed(actors={"Vaasa": "vaasa", "Turku": "vaasa"})
    assert mean(small(), "grade").frame["organisations"].tolist() == [3]
    assert mean(known, "grade").frame["organisations"].tolist() == [2]
    assert tabulate(known, "kind").frame["base_organisations"].tolist() == [2, 2]
    assert known.fingerprint != small().fingerprint


def test_what_is_no_survey_no_question_and_no_grouping_is_refused_in_words() -> None:
    made = small()
    for wrong in (made.answers, None):
        with pytest.raises(ValumaError, match=r"in place of the survey; expected what valuma\.read_survey returns"):
            tabulate(wrong, "trust")  # type: ignore[arg-type]
        with pytest.raises(ValumaError, match="in place of the survey"):
            mean(wrong, "grade")  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="None in place of a question"):
        tabulate(made, None)  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="a list in place of a question"):
        tabulate(made, ["trust"])  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="by is a list; expected one role or the name of one variable"):
        tabulate(made, "trust", by=["kind"])  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="None in place of a question"):
        mean(made, None)  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="ticks is a block of questions; a crosstab needs one question: t1, t2"):
        crosstab(made, "ticks", "kind")
    with pytest.raises(ValumaError, match="no variable 'trus'; did you mean 'trust'"):
        made.why("trus")


def test_a_survey_that_does_not_ask_for_organisations_does_not_count_them() -> None:
    frame = mean(survey({"x": [1.0, 2.0]}), "x").frame
    assert frame[["organisations", "base_organisations"]].isna().all(axis=None)
    assert frame["largest"].tolist() == [2 / 3]


def test_groups_are_a_role_or_a_variable_and_respondents_without_one_are_reported() -> None:
    by_role, by_name = tabulate(small(), "t1", by="kind"), tabulate(small(), "t1", by="kind", lang="fi")
    assert rows(by_role.frame, "group", "group_label", "n", "base") == [
        ("municipality", "town", 1, 2),
        ("regional-council", "council", 1, 1),
    ]
    assert by_name.frame["group_label"].tolist() == ["kunta", "maakunnan liitto"]
    assert [str(remark) for remark in by_role.remarks] == [
        "note: survey, kind: 1 respondents without an answer; not in the table by groups"
    ]


def test_codes_of_one_word_are_one_group() -> None:
    made = survey(
        {"x": [1.0, 2.0, 6.0], "kind": [1, 2, 3]},
        labels={"kind": {1.0: "town", 2.0: "rural municipality", 3.0: "council"}},
        variables={
            "kind": {"role": "kind", "words": {1.0: "municipality", 2.0: "municipality", 3.0: "regional-council"}}
        },
    )
    assert rows(mean(made, "x", by="kind", lang="en").frame, "group", "group_label", "estimate") == [
        ("municipality", "municipality", 1.5),
        ("regional-council", "regional council", 6.0),
    ]


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("knid", "did you mean 'kind'"),
        ("who", "who a respondent is"),
        ("organisation", "who a respondent is"),
    ],
)
def test_groups_that_are_not_there_or_tell_who_somebody_is_are_refused(by: str, words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        tabulate(small(), "t1", by=by)


@pytest.mark.parametrize(("name", "words"), [("tick", "did you mean 'ticks'"), ("who", "is a text")])
def test_questions_that_make_no_table_are_refused(name: str, words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        tabulate(small(), name)


def test_means_count_amounts_where_options_stand_for_some_and_refuse_names() -> None:
    card = {1.0: "nothing", 2.0: "up to 500", 3.0: "more"}
    made = survey(
        {"pay": [1, 2, 3, 3], "colour": [1, 2, 1, 2]},
        labels={"pay": card, "colour": {1.0: "red", 2.0: "blue"}},
        variables={"pay": {"amounts": {1.0: 0.0, 2.0: 500.0}}, "colour": {"kind": "category"}},
    )
    frame = mean(made, "pay").frame
    # "more" stands for no amount.
    assert rows(frame, "estimate", "base") == [(250.0, 2)]
    with pytest.raises(ValumaError, match="without order or amounts"):
        mean(made, "colour")


@pytest.mark.parametrize(("sample", "words"), [("open-link", "kuka tahansa"), ("unknown", "ei tiedetä")])
def test_what_is_no_sample_has_no_errors_no_weights_and_says_so(sample: str, words: str) -> None:
    made = tabulate(small(sample=sample, weight="w"), "t1")
    assert not made.sampled
    assert not made.weighted
    assert made.frame[["se", "low", "high"]].isna().all(axis=None)
    assert made.frame["estimate"].tolist() == [0.5]
    assert "Ei otos" in made.sentence("fi")
    assert words in made.sentence("fi")
    assert "Inget stickprov" in made.sentence("sv")
    assert "Not a sample" in made.sentence("en")
    assert "weight w of a survey that is no sample" in str(made.remarks[0])


def test_the_sentence_names_the_base_only_where_it_hides_nobody() -> None:
    made = small(sample="invited", weight="w", synthetic=True)
    assert tabulate(made, "ticks").sentence("en").startswith("3–4 respondents")
    whole = mean(made, "grade").sentence("fi")
    assert whole.startswith("Vastaajia 4.")
    assert "painotettu" in whole
    assert "95" in whole
    assert "keksittyjä" in whole
    assert "respondents" not in tabulate(made, "ticks", by="kind").sentence("en")


def test_one_respondent_has_no_standard_error() -> None:
    frame = mean(small(sample="invited"), "grade", by="kind").frame
    assert frame["base"].tolist() == [2, 2]
    alone = mean(survey({"x": [3.0, None]}, sample="invited"), "x").frame.iloc[0]
    assert alone["estimate"] == 3.0
    assert np.isnan(alone["se"])
    assert np.isnan(alone["low"])


def test_shares_of_all_or_nobody_have_the_interval_of_clopper_and_pearson() -> None:
    frame = tabulate(survey({"q": [1] * 10}, labels={"q": TRUST}, sample="invited"), "q").frame
    exact = stats.binomtest(0, 10).proportion_ci(0.95, "exact")
    assert frame["se"].tolist() == [0.0, 0.0]
    assert frame["high"].tolist() == pytest.approx([1.0, exact.high])
    assert frame["low"].tolist() == pytest.approx([1 - exact.high, 0.0])


def test_a_census_that_everybody_answered_has_no_error() -> None:
    made = survey({"q": [1, 2, 2]}, labels={"q": TRUST}, sample="census", population={"all": 3})
    frame = tabulate(made, "q").frame
    assert frame["se"].tolist() == [0.0, 0.0]
    assert frame["low"].tolist() == frame["high"].tolist() == frame["estimate"].tolist()
    nobody = survey({"q": [2, 2, 2]}, labels={"q": TRUST}, sample="census", population={"all": 3})
    assert tabulate(nobody, "q").frame["high"].tolist() == [0.0, 1.0]


def test_a_census_of_unknown_size_has_no_correction_and_says_so() -> None:
    made = tabulate(survey({"q": [1, 2, 2]}, labels={"q": TRUST}, sample="census"), "q")
    assert "no finite-population correction" in str(made.remarks[0])
    assert (made.frame["se"] > 0).all()


def test_negative_weights_are_errors_with_their_rows() -> None:
    made = survey({"x": [1.0, 2.0, 3.0], "w": [1.0, -1.0, -2.0]}, sample="invited", weight="w")
    with pytest.raises(StudyError, match=r"row 2, w: found -1.*\n.*row 3, w: found -2"):
        mean(made, "x")


def test_missing_and_zero_weights_are_left_out_and_reported() -> None:
    made = survey({"x": [1.0, 2.0, 3.0, 9.0], "w": [1.0, 1.0, NAN, 0.0]}, sample="invited", weight="w")
    found = mean(made, "x")
    assert rows(found.frame, "estimate", "base") == [(1.5, 2)]
    assert [remark.what for remark in found.remarks] == [
        "1 respondents with no weight",
        "1 respondents with a weight of 0",
    ]
    assert mean(made, "x", weighted=False).frame["base"].tolist() == [4]
    with pytest.raises(StudyError, match="no weight above 0"):
        mean(survey({"x": [1.0], "w": [0.0]}, sample="invited", weight="w"), "x")


def test_sizes_of_strata_are_checked_and_all_problems_named() -> None:
    made = survey(
        {"x": [1.0, 2.0, 3.0], "s": [1, 1, 2]},
        labels={"s": {1.0: "north", 2.0: "south"}},
        sample="invited",
        strata=("s",),
        population={"NORTH": 1, "soth": 7},
    )
    with pytest.raises(StudyError) as caught:
        mean(made, "x")
    assert [(one.found, one.hint) for one in caught.value.problems] == [
        ("2 respondents of north", ""),
        ("no such size", "did you mean 'soth'?"),
    ]


def test_strata_may_be_named_by_code_label_or_word_and_by_several_variables() -> None:
    columns = {"x": [1.0, 2.0, 3.0, 5.0], "s": [1, 1, 2, 2], "t": [1, 2, 1, 2]}
    labels = {"s": {1.0: "north", 2.0: "south"}, "t": {1.0: "town", 2.0: "rural"}}
    sizes = {"north / town": 10, "1/2": 20, "South/Town": 30, "south / rural": 40, "west / town": 5}
    made = survey(columns, labels=labels, sample="invited", strata=("s", "t"), population=sizes)
    found = mean(made, "x")
    assert found.frame["estimate"].tolist() == [(10 + 40 + 90 + 200) / 100]
    assert found.weighted
    assert "west / town: no respondents" in str(found.remarks[0])
    assert "4 strata of one respondent" in str(found.remarks[-1])


def test_respondents_without_a_stratum_are_a_stratum_of_their_own() -> None:
    made = survey(
        {"x": [1.0, 2.0, 3.0, 5.0, 4.0], "s": [1, 1, 2, 2, None]},
        labels={"s": {1.0: "north", 2.0: "south"}},
        sample="invited",
        strata=("s",),
        population={"north": 4, "south": 8},
    )
    plan = design(made)
    # 12 members for 4 respondents of known strata: the fifth counts for 3.
    assert plan.weights.tolist() == [2, 2, 4, 4, 3]
    assert "a stratum of their own" in str(plan.remarks[0])


def test_a_survey_without_answers_says_so() -> None:
    with pytest.raises(ValumaError, match="no answers yet"):
        mean(survey({"x": []}), "x")


def test_a_crosstab_is_the_table_by_groups_with_a_test_only_for_samples() -> None:
    made = survey(
        {"q": [1, 2] * 20, "g": [1] * 20 + [2] * 20},
        labels={"q": TRUST, "g": {1.0: "a", 2.0: "b"}},
        sample="invited",
    )
    found = crosstab(made, "q", "g")
    pd.testing.assert_frame_equal(found.frame, tabulate(made, "q", by="g").frame)
    assert found.test is not None
    assert found.test.p == pytest.approx(1.0)
    opened = made.changed(settings=small(sample="open-link", organisation="").settings)
    assert crosstab(opened, "q", "g").test is None


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2), st.floats(0.1, 10)), min_size=4, max_size=40))
def test_shares_of_an_item_sum_to_one_and_the_whole_is_the_mean_of_its_groups(cells) -> None:
    labels = {"q": {float(k): f"v{k}" for k in (1, 2, 3)}, "g": {1.0: "a", 2.0: "b"}}
    q, g, w = zip(*cells, strict=True)
    made = survey({"q": q, "g": g, "w": w}, labels=labels, sample="invited", weight="w")
    whole, parts = tabulate(made, "q").frame, tabulate(made, "q", by="g").frame
    assert whole["estimate"].sum() == pytest.approx(1)
    sizes = pd.Series(w).groupby(pd.Series(g).map({1: "1", 2: "2"})).sum()
    merged = parts.assign(size=parts["group"].map(sizes)).dropna(subset="estimate")
    back = (merged["estimate"] * merged["size"]).groupby(merged["value"]).sum() / sum(w)
    np.testing.assert_allclose(back.to_numpy(), whole["estimate"].to_numpy(), atol=1e-12)
    assert ((whole["low"].isna()) | (whole["low"] <= whole["estimate"] + 1e-12)).all()
    assert ((whole["high"].isna()) | (whole["high"] >= whole["estimate"] - 1e-12)).all()


def test_respondents_behind_the_numbers_add_up_to_them() -> None:
    made = tabulate(small(sample="invited", weight="w"), "trust", by="kind", cannot_say="beside")
    assert made.units is not None
    for row in made.frame.to_dict("records"):
        inside = (made.units.group == row["group"]).to_numpy()
        assert np.nansum(made.units.values[row["item"], row["value"]][inside]) == row["n"]
