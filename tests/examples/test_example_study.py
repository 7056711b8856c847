"""The example study: fictitious organisations in the shape of the registry; its files are what its script draws."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from sav_records import read_dictionary

from valuma.loaders.survey_files.survey_toml import read_survey_file

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "example-study"
SURVEYS = ("example-actor-survey", "example-municipal-survey")
BANNER = "ESIMERKKI – KEKSITTY AINEISTO / EXEMPEL – PÅHITTADE SVAR / EXAMPLE – INVENTED DATA"
#: Kinds that the example leaves out; see the script.
LEFT_OUT = ("political-party", "policy-body", "network", "autonomous-government")
ALAND = "21"


def table(name: str, root: Path = EXAMPLE) -> pd.DataFrame:
    return pd.read_csv(root / "cases" / "registry" / f"{name}.csv", dtype=str, keep_default_na=False)


def invited(survey: str) -> pd.DataFrame:
    return pd.read_csv(EXAMPLE / "surveys" / survey / "invited.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def names() -> set[str]:
    actors = table("actors")
    return {cell for column in ("name", "name_sv", "name_en") for cell in actors[column]}


@pytest.mark.slow
def test_the_script_draws_the_very_files_of_the_repository(tmp_path: Path) -> None:
    script = ROOT / "examples" / "draw_example.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True, capture_output=True)
    drawn = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert len(drawn) > 40
    different = [
        name
        for name, path in sorted(drawn.items())
        if hashlib.sha256(path.read_bytes()).digest() != hashlib.sha256((EXAMPLE / name).read_bytes()).digest()
    ]
    assert not different, "call make draw"
    stale = {
        path.relative_to(EXAMPLE).as_posix()
        for part in ("cases", "surveys")
        for path in (EXAMPLE / part).rglob("*")
        if path.is_file()
    } - set(drawn)
    assert not stale


def test_every_organisation_says_in_its_name_that_it_is_an_example(names: set[str]) -> None:
    assert len(names) > 1000
    assert all(name.startswith(("Esimerkki", "Exempel", "Example ")) for name in names)
    assert set(table("actors")["synthetic"]) == {"yes"}


def test_no_organisation_municipality_or_network_is_a_real_one(names: set[str]) -> None:
    real = table("actors", ROOT)
    assert not names & {cell for column in ("name", "name_sv", "name_en") for cell in real[column]}
    assert not set(table("actors")["actor_id"]) & set(real["actor_id"])
    real_places = table("municipalities", ROOT)
    assert not set(table("municipalities")["municipality_code"]) & set(real_places["municipality_code"])
    networks = {path.parent.name for path in (EXAMPLE / "cases").glob("*/*/card.toml")}
    assert networks
    assert not networks & {path.parent.name for path in (ROOT / "cases").glob("*/*/card.toml")}


def test_organisations_have_the_registry_s_mix_of_kinds_and_levels() -> None:
    real = table("actors", ROOT)
    real = real[(real["country"] == "FI") & ~real["kind"].isin((*LEFT_OUT, "municipality"))]
    drawn = table("actors")
    others = drawn[drawn["kind"] != "municipality"]
    pairs = [Counter(zip(frame["kind"], frame["level"], strict=True)) for frame in (real, others)]
    assert pairs[0] == pairs[1]


def test_municipalities_have_the_registry_s_mix_of_regions_and_its_sizes() -> None:
    real, drawn = table("municipalities", ROOT), table("municipalities")
    real = real[real["region_code"] != ALAND]
    assert len(drawn) == 295
    assert Counter(drawn["region_code"]) == Counter(real["region_code"])
    sizes = [frame["population_2019"].replace("", "5000").astype(int) for frame in (real, drawn)]
    for share in (0.25, 0.5, 0.75, 0.95):
        assert sizes[1].quantile(share) == pytest.approx(sizes[0].quantile(share), rel=0.15)


@pytest.mark.parametrize("survey", SURVEYS)
def test_surveys_say_that_they_are_invented_and_were_sent_to_a_list(survey: str) -> None:
    file, _ = read_survey_file(EXAMPLE / "surveys" / survey / "survey.toml")
    assert file.synthetic
    assert file.invited == "invited.csv"
    assert "keksityt" in file.title.fi
    sources = table("sources").set_index("source_id")
    assert sources.at[file.source, "synthetic"] == "yes"
    for lang in ("fi", "sv", "en"):
        page = (EXAMPLE / "surveys" / survey / f"questionnaire.{lang}.md").read_text(encoding="utf-8")
        assert page.startswith(f"> **{BANNER}**\n")


@pytest.mark.parametrize(("survey", "number"), [(SURVEYS[0], 1400), (SURVEYS[1], 10_934)])
def test_as_many_are_invited_as_is_said_each_once(survey: str, number: int) -> None:
    tokens = invited(survey)["token"]
    assert len(tokens) == tokens.nunique() == number


@pytest.mark.parametrize("survey", SURVEYS)
def test_the_files_hold_weight_sets_and_a_fixed_day(survey: str) -> None:
    data = (EXAMPLE / "surveys" / survey / "answers.sav").read_bytes()
    found = read_dictionary(data)
    weight = int.from_bytes(data[76:80], "little")
    assert found.slots[found.short.get("weight", "WEIGHT")] == weight
    assert data[92:109] == b"01 Jan 2000:00:00"
    assert BANNER.split(" / ")[0].encode() in data[: found.end]


def test_the_files_are_small() -> None:
    assert all((EXAMPLE / "surveys" / survey / "answers.sav").stat().st_size < 300_000 for survey in SURVEYS)


def test_the_read_me_tells_the_numbers_of_the_files() -> None:
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    networks = list((EXAMPLE / "cases").glob("*/*/card.toml"))
    assert f"{len(table('actors'))} organisations" in page
    assert len(networks) == 12
    assert "twelve networks" in page
    for number in (
        "421 answers of 420 persons (one answered twice), of 1,400 invited",
        "2,586 answers of 10,934 invited",
        "295 of them",
    ):
        assert number in page
