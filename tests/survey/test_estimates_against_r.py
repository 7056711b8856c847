"""Estimates are those of the R package survey.

The answers and the expected numbers are in tests/data/survey_r with the R scripts that made them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from survey.made_surveys import survey

from valuma.survey import Block, Survey
from valuma.survey.estimates import crosstab, mean, rake, tabulate

DATA = Path(__file__).resolve().parent.parent / "data" / "survey_r"
ANSWERS = pd.read_csv(DATA / "answers.csv")
EXPECTED = pd.read_csv(DATA / "expected.csv", dtype={"group": str, "value": str})
SIZES = dict(zip(ANSWERS["stratum"], map(int, ANSWERS["size"]), strict=True))
STRATA = {float(k): name for k, name in enumerate(SIZES, start=1)}
EXACT = {"rtol": 1e-9, "atol": 1e-12}


def made(design: str) -> Survey:
    columns = {name: ANSWERS[name].tolist() for name in ("kind", "trust", "grade", "euro", "weight", "t1", "t2", "t3")}
    columns["stratum"] = [next(code for code, name in STRATA.items() if name == one) for one in ANSWERS["stratum"]]
    columns["unit"] = (ANSWERS["weight"] * 0 + 1).tolist()
    columns["start"] = ANSWERS["weight"].where(ANSWERS["weight"] > 0, 1.0).tolist()
    labels = {
        "trust": {float(code): f"step {code}" for code in range(1, 6)},
        "stratum": STRATA,
        "kind": {1.0: "a", 2.0: "b", 3.0: "c", 4.0: "d"},
    }
    settings = {
        "weighted": {"weight": "weight", "strata": ("stratum",), "population": SIZES},
        "unweighted": {"weight": "unit", "strata": ("stratum",), "population": SIZES},
        "sizes": {"strata": ("stratum",), "population": SIZES},
        "endless": {"weight": "weight", "strata": ("stratum",)},
        "plain": {"weight": "weight"},
        "start": {"weight": "start", "strata": ("stratum",), "population": SIZES},
    }
    ticks = Block("ticks", "multiple-dichotomies", "What was ticked", ("t1", "t2", "t3"), 1.0)
    return survey(columns, labels=labels, blocks=[ticks], sample="invited", **settings[design])


def raked() -> Survey:
    totals = {"kind": {"a": 500, "b": 320, "c": 216, "d": 60}, "stratum": dict(SIZES)}
    return rake(made("start"), totals, trim=None, tolerance=1e-13)


def compare(found: pd.DataFrame, design: str, item: str, value: str, group: str) -> None:
    rows = EXPECTED[(EXPECTED["design"] == design) & (EXPECTED["item"] == item) & (EXPECTED["group"] == group)]
    expected = rows[rows["value"] == value]
    assert len(expected) == 1
    here = found[(found["item"] == item) & (found["group"] == ("" if group == "all" else group))]
    here = here[here["value"] == ("" if value == "mean" else value)]
    columns = ["estimate", "se", "low", "high"]
    np.testing.assert_allclose(here[columns].to_numpy(), expected[columns].to_numpy(), **EXACT)


@pytest.mark.parametrize("design", ["weighted", "unweighted", "sizes", "endless", "plain", "raked"])
@pytest.mark.parametrize("by", [None, "kind"])
def test_shares_and_means_with_their_errors_and_intervals_are_those_of_r(design: str, by: str | None) -> None:
    answers = raked() if design == "raked" else made(design)
    shares, ticks = tabulate(answers, "trust", by=by).frame, tabulate(answers, "ticks", by=by).frame
    means = mean(answers, ["trust", "grade", "euro"], by=by).frame
    for group in ("1", "2", "3") if by else ("all",):
        for value in ("2", "3", "4", "5"):
            compare(shares, design, "trust", value, group)
        for item in ("trust", "grade", "euro"):
            compare(means, design, item, "mean", group)
        for item in ("t1", "t2", "t3"):
            compare(ticks, design, item, "1", group)


def test_raked_weights_are_those_of_r() -> None:
    expected = pd.read_csv(DATA / "raked.csv")["weight"].to_numpy()
    np.testing.assert_allclose(raked().weight.to_numpy(), expected, rtol=1e-9)


@pytest.mark.parametrize("design", ["weighted", "unweighted", "plain"])
def test_the_test_of_independence_is_that_of_r(design: str) -> None:
    expected = EXPECTED[(EXPECTED["design"] == design) & (EXPECTED["item"] == "trust ~ kind")].iloc[0]
    found = crosstab(made(design), "trust", "kind").test
    assert found is not None
    numbers = [found.statistic, found.df, found.df_error, found.p]
    np.testing.assert_allclose(numbers, expected[["estimate", "se", "low", "high"]].to_numpy(dtype=float), rtol=1e-8)
