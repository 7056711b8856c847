"""Raking meets what is known of the population, and says where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from survey.made_surveys import survey

from valuma.schema.problems import StudyError, ValumaError
from valuma.survey import Survey
from valuma.survey.estimates import mean, rake, tabulate

LABELS = {"kind": {1.0: "town", 2.0: "council"}, "tier": {1.0: "local", 2.0: "regional", 3.0: "national"}}


def answers(**settings: object) -> Survey:
    return survey(
        {
            "kind": [1, 1, 1, 1, 2, 2, 2, 1],
            "tier": [1, 1, 2, 3, 1, 2, 3, 2],
            "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        },
        labels=LABELS,
        variables={"kind": {"role": "kind", "words": {1.0: "municipality", 2.0: "regional-council"}}},
        **({"sample": "invited"} | settings),
    )


def totals(made: Survey, name: str) -> list[float]:
    return made.weight.groupby(made.answers[name], observed=False).sum().tolist()


def test_weights_meet_the_totals_by_word_label_or_code() -> None:
    made = rake(answers(), {"kind": {"municipality": 60, "Council": 40}, "tier": {1.0: 50, "2": 30, "national": 20}})
    assert made.settings.weight == "raked_weight"
    assert totals(made, "kind") == pytest.approx([60, 40])
    assert totals(made, "tier") == pytest.approx([50, 30, 20])
    assert made.codebook["raked_weight"].role == "weight"
    assert any("2 margins met in" in remark.what for remark in made.report)
    assert any("design effect" in remark.what for remark in made.report)
    assert tabulate(made, "kind").frame["estimate"].tolist() == pytest.approx([0.6, 0.4])
    # What the margins fix does not vary from sample to sample.
    assert tabulate(made, "kind").frame["se"].tolist() == pytest.approx([0, 0], abs=1e-12)


def test_shares_keep_the_sum_of_the_weights() -> None:
    made = rake(answers(), {"kind": {"town": 0.25, "council": 0.75}})
    assert made.weight.sum() == pytest.approx(8)
    assert totals(made, "kind") == pytest.approx([2, 6])


def test_raking_starts_from_the_sizes_of_strata_and_keeps_them_as_the_weight_before() -> None:
    made = rake(
        answers(strata=("kind",), population={"town": 40, "council": 30}),
        {"tier": {"local": 40, "regional": 20, "national": 10}},
    )
    assert made.settings.weight_before == "raked_weight_before"
    assert set(made.answers["raked_weight_before"]) == {8.0, 10.0}


def test_everything_that_cannot_be_met_is_named_at_once() -> None:
    part = answers()
    part = part.changed(answers=part.answers.iloc[[0, 1, 4, 5]], reasons=part.reasons.iloc[[0, 1, 4, 5]])
    with pytest.raises(StudyError) as caught:
        rake(part, {"kind": {"town": 10}, "tier": {"local": 5, "regoinal": 5, "national": 1, "regional": -2}})
    assert [(one.column, one.found) for one in caught.value.problems] == [
        ("kind, council", "no total for 2 respondents"),
        ("tier", "'regoinal'"),
        ("tier, regional", "the total -2"),
        ("tier, regional", "no total for 1 respondents"),
        ("tier, national", "no respondents for the total 1"),
        (None, "sums that differ: kind 10, tier 6"),
    ]


def test_margins_that_contradict_each_other_are_named() -> None:
    # Towns are local and councils regional, always: 60 towns cannot be 50 local bodies.
    made = survey({"kind": [1, 1, 2], "tier": [1, 1, 2]}, labels=LABELS, sample="invited")
    with pytest.raises(ValumaError, match=r"no weights meet all margins: after 1000 rounds kind, .*have to be joined"):
        rake(made, {"kind": {"town": 60, "council": 40}, "tier": {"local": 50, "regional": 50}})


def test_weights_are_cut_to_their_bounds_and_what_that_leaves_open_is_said() -> None:
    made = rake(answers(), {"kind": {"town": 5, "council": 95}}, trim=(0.5, 1.5))
    assert made.weight.sum() == pytest.approx(100)
    assert made.weight.max() / made.weight.mean() == pytest.approx(1.5)
    found = made.report.warnings
    assert "weights outside 0.5–1.5 of the mean" in found[0].what
    assert "kind, council" in found[1].what
    assert "the totals are not met" in found[1].what


def test_bounds_that_can_be_kept_meet_the_totals() -> None:
    free = rake(
        answers(),
        {"kind": {"town": 50, "council": 50}, "tier": {"local": 60, "regional": 30, "national": 10}},
        trim=None,
    )
    ratio = free.weight / free.weight.mean()
    bounds = (0.2, float(ratio.max()) * 0.98)
    made = rake(
        answers(),
        {"kind": {"town": 50, "council": 50}, "tier": {"local": 60, "regional": 30, "national": 10}},
        trim=bounds,
    )
    assert (made.weight / made.weight.mean()).max() <= bounds[1] + 1e-9
    assert totals(made, "kind") == pytest.approx([50, 50], rel=1e-4)
    assert any("cut to these bounds" in remark.done for remark in made.report)


def test_respondents_without_an_answer_keep_their_share() -> None:
    made = survey({"kind": [1, 1, 2, None], "x": [1.0, 2.0, 3.0, 4.0]}, labels=LABELS, sample="invited")
    found = rake(made, {"kind": {"town": 50, "council": 50}})
    assert found.weight.tolist() == pytest.approx([18.75, 18.75, 37.5, 25])
    assert "they keep 25.0% of the sum" in str(found.report)


@pytest.mark.parametrize(
    ("settings", "arguments", "words"),
    [
        ({"sample": "open-link"}, {"kind": {"town": 1, "council": 1}}, "weights would pretend"),
        ({}, {}, "no margins"),
        ({}, {"knd": {"town": 1}}, "did you mean 'kind'"),
    ],
)
def test_what_cannot_be_raked_is_refused(settings: dict, arguments: dict, words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        rake(answers(**settings), arguments)


def test_a_name_that_is_taken_is_refused_and_raking_again_takes_another() -> None:
    once = rake(answers(), {"kind": {"town": 50, "council": 50}})
    with pytest.raises(ValumaError, match="already"):
        rake(once, {"kind": {"town": 60, "council": 40}})
    twice = rake(once, {"kind": {"town": 60, "council": 40}}, name="second")
    assert totals(twice, "kind") == pytest.approx([60, 40])
    assert twice.codebook["raked_weight"].role == ""


def test_margins_lessen_the_error_of_what_goes_with_them() -> None:
    made = rake(answers(), {"tier": {"local": 3, "regional": 3, "national": 2}})
    raked, plain = mean(made, "x").frame.iloc[0], mean(answers(), "x").frame.iloc[0]
    assert raked["estimate"] == pytest.approx(plain["estimate"])
    assert raked["se"] < plain["se"]
    assert np.isfinite(raked["se"])
