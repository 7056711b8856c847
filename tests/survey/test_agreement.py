"""Agreement of coders is that of published examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.schema.problems import ValumaError
from valuma.survey.agreement import agreement
from valuma.survey.reliability import alpha, kappa

_ = None
#: Krippendorff (2011), Computing Krippendorff's alpha-reliability: examples A, B and C.
BINARY = {"a": list("0100000010"), "b": list("1110010000")}
NOMINAL = {"a": list("aabbdcccedda"), "b": list("babbbccceddd")}
FOUR = {
    "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    "c": [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
}


@pytest.mark.parametrize(
    ("values", "level", "published"),
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
    ],
)
def test_alpha_of_the_examples_of_krippendorff(values: dict, level: str, published: float) -> None:
    assert round(alpha(pd.DataFrame(values), level=level), 3) == published


def codings(values: dict[str, list[object]]) -> pd.DataFrame:
    """Return rows of unit, coder and code; a code of several letters joined by + is several codes."""
    rows = [
        (unit, coder, code)
        for coder, column in values.items()
        for unit, cell in enumerate(column)
        if cell is not None
        for code in str(cell).split("+")
    ]
    return pd.DataFrame(rows, columns=["unit", "coder", "code"])


def test_the_whole_set_of_single_codes_has_the_alpha_of_the_example_and_kappa_of_the_hand_calculation() -> None:
    whole = agreement(codings(NOMINAL)).frame.iloc[0]
    assert round(whole["alpha"], 3) == 0.692
    assert whole["percent"] == 9 / 12
    # Margins a: a 3, b 2, c 3, d 3, e 1; b: a 1, b 4, c 3, d 3, e 1 of 12.
    chance = (3 * 1 + 2 * 4 + 3 * 3 + 3 * 3 + 1 * 1) / 144
    assert whole["kappa"] == pytest.approx((0.75 - chance) / (1 - chance))
    assert (whole["units"], whole["coders"]) == (12, 2)


def test_kappa_of_a_table_by_hand() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart, of 50: agreement .7, by chance .5.
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(one, other) == pytest.approx(0.4)


def test_each_code_is_compared_as_given_or_not() -> None:
    made = agreement(codings({"a": ["x+y", "x", "none", "y"], "b": ["x", "x", "none", "x"]}), codes=["x", "y", "z"])
    frame = made.frame.set_index("code")
    assert frame.loc["x", ["units", "n", "all", "percent"]].tolist() == [4, 3, 2, 0.75]
    # x: a gave it to units 0 and 1, b to 0, 1 and 3.
    assert frame.loc["x", "alpha"] == pytest.approx(alpha(pd.DataFrame({"a": list("1100"), "b": list("1101")})))
    assert frame.loc["x", "kappa"] == pytest.approx(kappa(list("1100"), list("1101")))
    assert frame.loc["y", ["n", "all", "percent"]].tolist() == [2, 0, 0.5]
    assert frame.loc["z", "why"] == "nobody gave it"
    assert np.isnan(frame.loc["z", "alpha"])
    assert frame.loc["", "percent"] == 0.5


def test_sets_that_differ_in_part_differ_less_by_jaccard_and_masi() -> None:
    given = codings({"a": ["x+y", "x", "z", "y"], "b": ["x", "x", "z", "y"]})
    found = {name: agreement(given, distance=name).frame["alpha"].iloc[0] for name in ("nominal", "jaccard", "masi")}
    # Observed disagreement of one unit of four: 1, 1/2 and 1 − 1/2 · 2/3; expected by hand over all 56 ordered pairs:
    # {x,y} 1, x 3, z 2, y 2 of 8 values.
    pairs = {("xy", "x"): 3, ("xy", "z"): 2, ("xy", "y"): 2, ("x", "z"): 6, ("x", "y"): 6, ("z", "y"): 4}
    distance = {"nominal": (1, 1), "jaccard": (1 / 2, 1 / 2), "masi": (2 / 3, 2 / 3)}
    for name, (to_x, to_y) in distance.items():
        lengths = {("xy", "x"): to_x, ("xy", "y"): to_y}
        expected = 2 * sum(times * lengths.get(pair, 1) for pair, times in pairs.items()) / 56
        assert found[name] == pytest.approx(1 - (2 * to_x / 8) / expected)


def test_a_unit_of_one_coder_is_not_compared_and_three_coders_have_the_mean_kappa() -> None:
    made = agreement(codings({"a": list("xyxyx"), "b": [*"xyyy", None], "c": [*"xxxy", None]}))
    whole = made.frame.iloc[0]
    assert (whole["units"], whole["coders"]) == (4, 3)
    pairs = [kappa("xyxy", "xyyy"), kappa("xyxy", "xxxy"), kappa("xyyy", "xxxy")]
    assert whole["kappa"] == pytest.approx(np.mean(pairs))


def test_the_interval_holds_alpha_and_depends_on_the_seed_alone() -> None:
    first, second = (agreement(codings(NOMINAL), draws=49, seed=7).frame.iloc[0] for _ in range(2))
    other = agreement(codings(NOMINAL), draws=49, seed=8).frame.iloc[0]
    assert first["low"] < first["alpha"] < first["high"] <= 1
    assert (first["low"], first["high"]) == (second["low"], second["high"])
    assert (first["low"], first["high"]) != (other["low"], other["high"])


def test_the_bootstrap_is_that_of_units_drawn_one_by_one() -> None:
    # The same samples, with every coefficient computed on the drawn units themselves.
    table = pd.DataFrame(NOMINAL)
    counts = np.random.default_rng(3).multinomial(12, np.full(12, 1 / 12), size=200)
    drawn = [alpha(table.loc[np.repeat(np.arange(12), row)].reset_index(drop=True)) for row in counts]
    found = agreement(codings(NOMINAL), draws=200, seed=3).frame.iloc[0]
    np.testing.assert_allclose([found["low"], found["high"]], np.quantile(drawn, [0.025, 0.975]))


@pytest.mark.parametrize(
    ("values", "arguments", "words"),
    [
        ({"a": ["x+none"], "b": ["x"]}, {}, "gave unit 0 codes and 'none'"),
        ({"a": ["x", None], "b": [None, "x"]}, {}, "no unit was coded by two"),
        ({"a": ["x"], "b": ["y"]}, {"codes": ["x"]}, "does not have: 'y'"),
        ({"a": ["x"], "b": ["y"]}, {"distance": "cosine"}, "distance is 'cosine'"),
        ({"a": ["x"], "b": ["y"]}, {"draws": 0}, "draws is 0"),
    ],
)
def test_codings_that_cannot_be_compared_are_refused(values: dict, arguments: dict, words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        agreement(codings(values), **arguments)


@given(st.lists(st.sampled_from(["x", "y", "z"]), min_size=2, max_size=20))
def test_coders_who_agree_have_one_or_nothing_to_tell(column: list[str]) -> None:
    whole = agreement(codings({"a": column, "b": column}), draws=20).frame.iloc[0]
    if len(set(column)) > 1:
        assert (whole["alpha"], whole["kappa"], whole["percent"]) == pytest.approx((1, 1, 1))
    else:
        assert np.isnan(whole["alpha"])
        assert whole["why"] == "everybody gave the same"
