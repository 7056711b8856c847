"""The study folder of the repository itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from valuma.loaders.study_folder import check, read_study
from valuma.study.areas import actor_shares
from valuma.study.study import Study


@pytest.fixture(scope="module")
def turned(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The same study with the rows of every CSV file in reverse order."""
    folder = tmp_path_factory.mktemp("turned")
    shutil.copy(root / "study.toml", folder)
    shutil.copytree(root / "cases", folder / "cases")
    shutil.copytree(root / "surveys", folder / "surveys")
    for path in sorted(folder.rglob("*.csv")):
        text = path.read_text(encoding="utf-8")
        if '"' not in text:
            header, *rows = text.splitlines()
            path.write_text("\n".join([header, *rows[::-1]]) + "\n", encoding="utf-8")
    return read_study(folder)


def test_own_cases_have_no_errors(root: Path) -> None:
    problems = check(root)
    assert not problems.errors, str(problems)


def test_order_of_rows_in_files_changes_nothing(study: Study, turned: Study) -> None:
    assert turned.fingerprint == study.fingerprint
    assert turned.inputs != study.inputs
    assert turned.completeness().equals(study.completeness())
    for name in ("region", "urban_rural", "archipelago"):
        assert actor_shares(turned, name).frame.equals(actor_shares(study, name).frame)


def test_regions_of_both_divisions_follow_from_each_other(study: Study) -> None:
    places = study.municipalities
    moved = places[places["region_code"] != places["region_code_2020"]]
    changes = study.area_changes
    told = changes[(changes["change"] == "moved") & (changes["date"] == "2021-01-01")]
    assert dict(zip(told["area"], told["old"], strict=True)) == dict(
        zip(moved["municipality_code"], moved["region_code_2020"], strict=True)
    )


def test_shares_of_every_known_actor_sum_to_one(study: Study) -> None:
    for name in ("region", "urban_rural", "archipelago"):
        shares = actor_shares(study, name)
        total = shares.frame.groupby("actor_id")["share"].sum()
        assert set(total.index) == set(shares.state.index[shares.state == "known"])
        assert (total - 1).abs().max() < 1e-12
