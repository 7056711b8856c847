"""A mean beside the shares of the same item tells no hidden share; who knows it all works it out by linear programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from released_tables import Reader, means, shares
from scipy.optimize import linprog

from valuma.survey.disclosure import Release, release, release_all
from valuma.survey.disclosure.coarse import smallest_gap, step_of
from valuma.survey.disclosure.silence import silence
from valuma.survey.settings import Privacy

PRIVACY = Privacy()
VALUES = 5


@st.composite
def respondents(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(20, 150))
    answers = rng.choice(VALUES, n, p=rng.dirichlet(np.full(VALUES, 0.9)))
    return {"tier": rng.choice(["a", "b", "c"], n, p=rng.dirichlet([3, 2, 1])).tolist()}, answers.tolist()


@settings(max_examples=12)
@given(respondents())
def test_small_hidden_shares_stay_open_when_means_leave_with_them(made) -> None:
    groups, answers = made
    session = Release(PRIVACY)
    tables = [
        session.release(shares({"money": answers}, groups, by=by, background=("tier",), n_values=VALUES))
        for by in ("", "tier")
    ]
    told = [session.release(means([float(a) for a in answers], groups, by=by)) for by in ("", "tier")]
    reader = Reader(answers, groups, tables, VALUES)
    limits, most = [], []
    for table in told:
        for record in table.frame[table.frame["shown"]].to_dict("records"):
            everyone = reader.weights(table.by, record["group"], None)
            reader.rows.append(everyone)
            reader.sums.append(int(record["n"]))
            row = sum(v * reader.weights(table.by, record["group"], v) for v in range(VALUES))
            half, middle = record["n"] * record["step"] / 2 + 1e-6, record["n"] * record["estimate"]
            limits += [row, -row]
            most += [middle + half, half - middle]
    for table in tables:
        for record in table.frame[~table.frame["shown"]].to_dict("records"):
            row = reader.weights(table.by, record["group"], int(record["value"]))
            small = 0 < reader.truth(answers, row) < PRIVACY.persons
            if not small or reader.shown_to_be_empty(row):
                continue
            ends = []
            for sign in (1, -1):
                given_all = {"A_eq": np.array(reader.rows), "b_eq": reader.sums}
                if limits:
                    given_all |= {"A_ub": np.array(limits), "b_ub": most}
                solved = linprog(sign * row, bounds=(0, None), method="highs", **given_all)
                assert solved.status in (0, 3)
                ends.append(np.inf if solved.status == 3 else solved.fun)
            assert -ends[1] - ends[0] >= PRIVACY.persons - 1e-4


def test_the_step_makes_up_for_twice_the_threshold() -> None:
    assert [step_of(61, 1.0, 5), step_of(400, 1.0, 5), step_of(10, 1.0, 5), step_of(61, 100.0, 5)] == [
        0.2, 0.05, 1.0, 20.0
    ]  # fmt: skip
    assert smallest_gap(np.array([0.0, 0.0, 100.0, 250.0])) == 100.0


def test_means_are_rounded_with_their_interval_and_say_so() -> None:
    table = release(means([1.0, 2.0, 2.0, 3.0, 4.0] * 8 + [3.0]), PRIVACY)
    row = table.frame.iloc[0]
    assert (row["estimate"], row["step"], row["se"]) == (2.5, 0.5, 1.0)  # 99 / 41 = 2.41; 10 / 41 = 0.24
    assert "steps of 0.5" in table.note("en")


def test_shares_leave_with_three_decimals() -> None:
    frame = release(shares({"q": [0] * 7 + [1] * 16}), PRIVACY).frame
    assert frame["estimate"].tolist() == [0.304, 0.696]  # 7 / 23 and 16 / 23


def test_shares_leave_before_means_whatever_the_order_asked_for() -> None:
    answers = [0] * 2 + [1] * 20 + [2] * 20 + [4] * 3
    first, second = release_all(
        [means([float(a) for a in answers]), shares({"money": answers}, n_values=VALUES)], PRIVACY
    )
    assert (first.kind, second.kind) == ("mean", "share")
    assert not any("left before" in remark.what for remark in second.remarks)


def test_a_unanimous_group_is_hidden_of_what_organisations_would_pay_and_of_nothing_else() -> None:
    groups = {"tier": ["a"] * 12 + ["b"] * 30 + ["c"] * 30}
    answers = [0] * 12 + [0, 1] * 30
    paying = release(shares({"fee": answers}, groups, by="tier", role="willingness-to-pay", n_values=2), PRIVACY)
    told = paying.frame[paying.frame["group"] == "a"]
    assert not told["shown"].any()
    assert set(told["why"]) == {"few persons"}
    open_ones = release(shares({"fee": answers}, groups, by="tier", n_values=2), PRIVACY).frame
    assert open_ones["shown"].all()
    assert open_ones.loc[open_ones["group"] == "a", "named"].tolist() == ["everybody", "nobody"]


def test_a_small_group_is_hidden_also_where_none_of_it_answered() -> None:
    groups = {"tier": ["a"] * 2 + ["b"] * 20 + ["c"] * 20}
    frame = release(shares({"q": [None, None] + [0, 1] * 20}, groups, by="tier", n_values=2), PRIVACY).frame
    assert frame.loc[frame["group"] == "a", ["n", "base"]].isna().all(axis=None)
    assert frame.loc[frame["group"] != "a", "shown"].all()


def test_numbers_that_few_wrote_are_not_listed() -> None:
    made = shares({"grade": [0] * 20 + [1] * 20 + [2] * 2 + [3] * 4}, n_values=4)
    own = replace(made, units=replace(made.units, from_data=frozenset(made.units.values)))
    listed = release(own, PRIVACY)
    assert "2" not in listed.frame["value"].tolist()
    assert listed.frame["shown"].all()
    assert any("numbers that too few gave" in remark.what for remark in listed.remarks)


def test_what_a_solver_prints_does_not_reach_the_output() -> None:
    code = (
        "import os, json\nfrom valuma.survey.disclosure.silence import silence\nprint('[', end='')\n"
        "with silence():\n    os.write(1, b'HighsMipSolverData')\nprint('1]')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert json.loads(done.stdout) == [1]
    with silence():
        pass


@pytest.mark.slow
def test_a_table_for_programs_is_nothing_but_json() -> None:
    folder = "examples/example-study/surveys/example-actor-survey"
    call = [sys.executable, "-m", "valuma", "survey", "tabulate", folder, "pay", "--by", "tier", "--json"]
    done = subprocess.run(call, capture_output=True, text=True, check=True, env={**os.environ})
    assert len(pd.DataFrame(json.loads(done.stdout)))
