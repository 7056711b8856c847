"""A system file that GNU PSPP 1.6.2 wrote, against what PSPP itself reads from it (tests/data/statistics)."""

from __future__ import annotations

import base64
import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import valuma as va

DATA = Path(__file__).resolve().parents[2] / "data" / "statistics"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> va.Survey:
    path = tmp_path_factory.mktemp("pspp") / "kysely.sav"
    path.write_bytes(base64.b64decode((DATA / "kysely.sav.txt").read_bytes()))
    return va.read_survey(path)


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return pd.read_csv(DATA / "kysely-read.csv", dtype=str, keep_default_na=False)


def tables() -> dict[str, list[dict[str, str]]]:
    """The tables that PSPP printed of the dictionary."""
    found: dict[str, list[dict[str, str]]] = {}
    for part in (DATA / "kysely-dictionary.csv").read_text(encoding="utf-8").split("\nTable: "):
        title, _, body = part.partition("\n")
        found[title] = list(csv.DictReader(body.splitlines(keepends=True)))
    return found


def test_numbers_are_those_of_pspp(survey: va.Survey, cells: pd.DataFrame) -> None:
    """What PSPP lists with its missing codes is here a value, or a code beside it."""
    for name in ("id", "hyoty", "ika", "f_tie", "f_vesi", "v1", "v2", "paino"):
        ours = survey.codes(name).tolist()
        for row, text in enumerate(cells[name]):
            reason = survey.reasons[name].iloc[row]
            if not text.strip():
                assert reason == "system-missing"
            elif np.isnan(ours[row]):
                assert str(reason).partition(":")[0] == text
            else:
                assert ours[row] == float(text)


def test_texts_are_those_of_pspp(survey: va.Survey, cells: pd.DataFrame) -> None:
    assert survey.answers["avoin"].fillna("").tolist() == cells["avoin"].tolist()
    for row, text in enumerate(cells["kunta"]):
        reason = survey.reasons["kunta"].iloc[row]
        assert (survey.codes("kunta").iloc[row] == text) or reason == f"{text}: ei tietoa"


def test_dates_and_times_are_those_of_pspp(survey: va.Survey, cells: pd.DataFrame) -> None:
    for name, form in (("pvm", "%m/%d/%Y"), ("hetki", "%m/%d/%Y %H:%M:%S")):
        expected = pd.to_datetime(cells[name].where(cells[name].str.strip() != ""), format=form)
        assert survey.answers[name].tolist() == expected.astype("datetime64[us]").tolist()
    times = pd.to_timedelta(cells["klo"].where(cells["klo"].str.strip() != "")).dt.total_seconds()
    np.testing.assert_array_equal(survey.answers["klo"], times)


def test_the_dictionary_is_that_of_pspp(survey: va.Survey) -> None:
    roles = {"Input": "input", "Output": "target", "None": "none"}
    for row in tables()["Variables"]:
        variable = survey.codebook[row["Name"]]
        assert variable.label == row["Label"]
        assert variable.attributes["role"] == roles[row["Role"]]
        assert variable.measure == row["Measurement Level"].lower()
        assert variable.format.removesuffix(".0") == row["Print Format"].removesuffix(".0")
    assert survey.settings.weight == "paino"
    assert survey.codebook["hyoty"].attributes["Lähde"] == "lomake 1"
    assert survey.documents[:2] == ("Keksitty kysely", "Keväällä 2025 kerätty, keksityt vastaukset")


def test_labels_and_missing_codes_are_those_of_pspp(survey: va.Survey) -> None:
    by_label = {variable.label: variable for variable in survey.codebook if variable.labels}
    variable = None
    count = 0
    for row in tables()["Value Labels"]:
        if not row["Label"]:
            continue
        variable = by_label[row["Variable Value"]] if row["Variable Value"] else variable
        assert variable is not None
        code, _, mark = row[""].partition("[")
        key = code if variable.name == "kunta" else float(code)
        assert variable.labels[key] == row["Label"]
        assert (variable.rule(key) is not None) is bool(mark)
        count += 1
    assert count == sum(len(variable.labels) for variable in survey.codebook)


def test_multiple_response_sets_are_those_of_pspp(survey: va.Survey) -> None:
    forums, choices = tables()["Multiple Response Sets"][:2]
    block = survey.blocks["foorumit"]
    assert (block.kind, block.label, block.counted) == ("multiple-dichotomies", forums["Label"], 1.0)
    assert list(block.items) == forums["Member Variables"].split()
    block = survey.blocks["tarkeat"]
    assert (block.kind, block.label) == ("multiple-categories", choices["Label"])
    assert list(block.items) == choices["Member Variables"].split()


def test_partly_labelled_age_stays_a_number(survey: va.Survey) -> None:
    assert survey.answers["ika"].dropna().tolist() == [34.0, 98.0, 51.0, 23.5]
