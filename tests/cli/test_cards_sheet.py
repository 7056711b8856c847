"""``valuma cards sheet`` and the form it writes, read back with ``valuma cards import``."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from correction_forms import fill_in
from study_builder import CASE, build_study

import valuma as va
from valuma.cli import cards
from valuma.cli.options import CallError


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cards.add_command(parser.add_subparsers())
    options = parser.parse_args(["cards", *arguments])
    return int(options.run(options))


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return build_study(tmp_path / "study")


def test_a_sheet_goes_out_and_the_form_comes_back(lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sheet", "--network", "lake-network", "--lang", "sv", "--study", str(lake)) == 0
    pdf, form = (Path(line) for line in capsys.readouterr().out.splitlines())
    assert (pdf.parent, pdf.name) == (lake / "build" / "sheets", "case-lake-network-sv.pdf")
    filled = fill_in(form, lake.parent / "answer.xlsx", {"A8": {"correct": "nej", "corrected": 2011}})
    assert run("import", str(filled), "--date", "2020-05-04", "--study", str(lake)) == 0
    shown = capsys.readouterr()
    assert "2011" in shown.out
    assert "--write" in shown.out + shown.err
    assert va.read_study(lake).networks["founded"].tolist() == [2012]
    assert run("import", str(filled), "--date", "2020-05-04", "--write", "--study", str(lake)) == 0
    assert va.read_study(lake).networks["founded"].tolist() == [2011]
    assert "coordinator-lake-network-2020-05-04" in (lake / CASE / "card.toml").read_text(encoding="utf-8")


def test_the_day_may_be_written_as_in_the_form_and_a_different_one_is_said(
    lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "--network", "lake-network", "--lang", "fi", "--study", str(lake)) == 0
    form = Path(capsys.readouterr().out.splitlines()[1])
    filled = fill_in(form, lake.parent / "answer.xlsx", {"A8": {"correct": "kyllä"}}, date="3.5.2020")
    assert run("import", str(filled), "--date", "4.5.2020", "--study", str(lake)) == 0
    shown = capsys.readouterr()
    assert "coordinator-lake-network-2020-05-04" in shown.out
    said = " ".join((shown.out + shown.err).split())
    assert "the day 2020-05-03 in the form and 2020-05-04 in the call" in said


def test_a_call_without_networks_is_wrong(lake: Path) -> None:
    with pytest.raises(CallError, match="--network or a --group"):
        run("sheet", "--study", str(lake))


def test_the_language_is_that_of_the_study_unless_one_is_named(
    lake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "--all", "--no-form", "--study", str(lake), "--out", str(tmp_path / "out")) == 0
    assert [Path(line).name for line in capsys.readouterr().out.splitlines()] == ["case-lake-network-fi.pdf"]
