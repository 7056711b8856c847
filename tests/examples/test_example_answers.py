"""The example's files of answers, read by this library and by GNU PSPP: the same weighted numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import valuma as va
from valuma.study.study import Study
from valuma.survey.reasons import Reason
from valuma.survey.survey import Survey

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "example-study"
#: Output of tests/data/example_study/example_study.sps.
PSPP = ROOT / "tests" / "data" / "example_study" / "pspp.csv"


@pytest.fixture(scope="module")
def study() -> Study:
    return va.read_study(EXAMPLE)


@pytest.fixture(scope="module")
def actors(study: Study) -> Survey:
    return study.survey("example-actor-survey")


@pytest.fixture(scope="module")
def municipal(study: Study) -> Survey:
    return study.survey("example-municipal-survey")


@pytest.fixture(scope="module")
def pspp() -> dict[str, list[list[str]]]:
    """Tables of the stored output by title."""
    tables: dict[str, list[list[str]]] = {}
    with PSPP.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if row and row[0].startswith("Table: "):
                tables.setdefault(title := row[0].removeprefix("Table: "), [])
            elif row and tables:
                tables[title].append(row)
    return tables


def weighted(survey: Survey, name: str) -> dict[str, float]:
    """Sums of weights by label; missing answers by the label of their code, or '.'."""
    weight = survey.weight
    assert weight is not None
    answers = weight.groupby(survey.answers[name].astype(object)).sum().to_dict()
    reasons = survey.reasons[name].map(lambda why: why.partition(": ")[2] or ".", na_action="ignore")
    return {**answers, **weight.groupby(reasons).sum().to_dict()}


def test_as_many_answered_as_is_said(actors: Survey, municipal: Survey) -> None:
    assert (len(actors.answers), actors.answers["token"].nunique()) == (421, 420)
    assert actors.invited is not None
    assert len(actors.invited) == 1400
    assert len(municipal.answers) == municipal.answers["token"].nunique() == 2586
    assert municipal.answers["municipality"].nunique() >= 293
    assert municipal.invited is not None
    answered = municipal.invited[municipal.invited["token"].isin(municipal.answers["token"])]
    assert (len(municipal.invited), answered["organisation"].nunique()) == (10_934, 293)


@pytest.mark.parametrize(
    "name", ["kind", "interest_climate", "pay_equal", "network_01", "benefit_contacts", "top_theme_1", "commitment"]
)
def test_weighted_frequencies_are_those_of_pspp(actors: Survey, pspp: dict[str, list[list[str]]], name: str) -> None:
    table = [row for row in pspp[actors.codebook[name].label] if row[0] != "Total" and row[1]]
    expected = {row[1]: float(row[2]) for row in table}
    assert weighted(actors, name) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["position", "outlook_years"])
def test_weighted_frequencies_of_the_municipal_survey_are_those_of_pspp(
    municipal: Survey, pspp: dict[str, list[list[str]]], name: str
) -> None:
    table = [row for row in pspp[municipal.codebook[name].label] if row[0] != "Total" and row[1]]
    assert weighted(municipal, name) == pytest.approx({row[1]: float(row[2]) for row in table}, rel=1e-5)


def test_means_of_partly_labelled_numbers_are_those_of_pspp(
    actors: Survey, municipal: Survey, pspp: dict[str, list[list[str]]]
) -> None:
    rows = [row for row in pspp["Descriptive Statistics"] if len(row) > 2 and row[0] and row[2]]
    expected = {label: (float(n), float(mean)) for label, n, mean, *_ in rows}
    assert len(expected) == 6
    names = [(actors, "days_own_work"), (actors, "experience")]
    names += [(municipal, f"grade_{level}") for level in ("own", "subregion", "region", "interregional")]
    for survey, name in names:
        values, weight = survey.answers[name], survey.weight
        assert weight is not None
        assert values.dtype == "float64"
        known = values.notna()
        mean = (values * weight)[known].sum() / weight[known].sum()
        n, told = expected[survey.codebook[name].label]
        assert weight[known].sum() == pytest.approx(n, rel=1e-5)
        assert mean == pytest.approx(told, abs=0.006)


def test_sets_of_the_files_are_those_that_pspp_reads(actors: Survey, pspp: dict[str, list[list[str]]]) -> None:
    sets = {row[0].removeprefix("$").replace("_", "-"): row[-1].split() for row in pspp["Multiple Response Sets"][1:]}
    assert len(sets) == 5
    assert {name: list(actors.blocks[name].items) for name in sets} == sets


def test_cannot_say_not_shown_and_no_answer_are_told_apart(actors: Survey) -> None:
    why = {name: set(actors.why(name).dropna()) for name in ("pay_equal", "benefit_contacts", "days_own_work")}
    assert {str(Reason.CANNOT_SAY), str(Reason.USER)} <= why["pay_equal"]
    assert str(Reason.NOT_SHOWN) in why["benefit_contacts"]
    assert {str(Reason.CANNOT_SAY), str(Reason.USER), str(Reason.SYSTEM)} <= why["days_own_work"]
    asked = actors.answers["takes_part"].astype(str) == "Kyllä"
    assert (actors.why("benefit_contacts") == str(Reason.NOT_SHOWN)).eq(~asked).mean() > 0.97


def test_answers_join_the_study_as_invented_ties(study: Study) -> None:
    assert study.synthetic
    assert len(study.interests) > 1000
    assert len(study.cooperation) > 100
    told = study.memberships[study.memberships["source_id"] == "example-actor-survey"]
    assert len(told) > 50
    assert study.interests["strength"].between(0, 1).all()


def test_response_differs_by_stratum_and_weights_set_it_right(actors: Survey) -> None:
    assert actors.invited is not None
    assert actors.weight is not None
    answered = actors.invited["token"].isin(actors.answers["token"])
    rates = answered.groupby(actors.invited["stratum"]).mean()
    assert rates["regional"] > 1.5 * rates["small-municipality"]
    words = actors.codes("stratum").map(actors.codebook["stratum"].words)
    sums = actors.weight.groupby(words).sum().to_dict()
    assert sums == pytest.approx(dict(actors.settings.population), rel=1e-3)
