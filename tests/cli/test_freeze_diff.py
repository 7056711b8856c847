"""``valuma freeze`` and ``valuma diff`` with the measures of the brief, on a study small enough to count."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest
from study_builder import CASE, add, build_study, change, write

from valuma.cli import diff, freeze

TEXT = "# {title}\n\n{{{{memberships}}}} / {{{{networks}}}}, {{{{local}}}}.\n\n[[table:networks]]\n"
TITLES = {"fi": "Järvet", "sv": "Sjöar", "en": "Lakes"}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("frozen") / "study"
    build_study(tmp_path)
    # Few draws are enough where none is looked at.
    change(tmp_path, "study.toml", "reference_year = 2020", "reference_year = 2020\ndraws = 99")
    change(tmp_path, f"{CASE}/card.toml", "n_high = 5", "n_high = 9")
    # A second actor with branches of its own, so that every share has something to be a share of.
    add(tmp_path, f"{CASE}/members.csv", "univ-north,member,,,2019,lake-page\n")
    for lang, title in TITLES.items():
        write(tmp_path, f"brief/1-start.{lang}.md", TEXT.format(title=title))
    assert call("freeze", "draft-1", tmp_path, "--date", "2020-05-01") == 0
    return tmp_path


@pytest.fixture
def folder(frozen: Path, tmp_path: Path) -> Path:
    return shutil.copytree(frozen, tmp_path / "study")


def call(*words: object) -> int:
    parser = argparse.ArgumentParser(prog="valuma")
    commands = parser.add_subparsers(required=True)
    for module in (freeze, diff):
        module.add_command(commands)
    options = parser.parse_args([str(word) for word in words])
    return int(options.run(options))


@pytest.mark.slow
def test_what_changed_is_said_headline_first_then_by_cause(folder, capsys):
    assert call("diff", "draft-1", folder) == 0
    assert capsys.readouterr().out.splitlines() == ["draft-1 → the folder as it is (fi)", "nothing changed"]

    # Five rows count (the funder does not), four of them of local actors; a municipality more makes six and five.
    add(folder, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    assert call("diff", "draft-1", folder, "--lang", "en") == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[1].startswith("2 of 3 numbers in the text changed; ")
    assert lines[1].endswith("; 1 input changed")
    cause = lines.index("because of network lake-network")
    assert "  memberships|count: 5 → 6  +1" in lines[cause:]
    assert "  local|count: 4 → 5  +1" in lines[cause:]
    assert "    memberships: 1 added (korpi, member, lake-page)" in lines[lines.index("INPUTS CHANGED") :]
    assert "with network lake-network put back (1 of 1)" in shown.err or "draft's own inputs" in shown.err


@pytest.mark.slow
def test_the_table_comes_as_json_and_csv(folder, capsys):
    add(folder, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    assert call("diff", "draft-1", folder, "--quick", "--results-only", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"headline", "numbers", "causes", "inputs", "texts", "notes"} <= set(shown)
    assert shown["headline"].endswith("; 1 input changed")
    assert [row["becomes"] for row in shown["inputs"]] == ["lake-network, korpi, member, lake-page"]
    rows = {row["name"]: row for row in shown["numbers"]}
    assert rows["memberships|count"]["was_values"] == [5.0]
    assert rows["memberships|count"]["differences"] == [1.0]
    assert call("diff", "draft-1", folder, "--quick", "--csv") == 0
    head, *body = capsys.readouterr().out.splitlines()
    assert head.startswith("what,change,name,was,becomes,")
    # What begins with + is marked as text, so that a spreadsheet does not take it for a formula.
    assert any(line.startswith("number,changed,memberships|count,5,6,5.0,6.0,'+1,1.0,") for line in body)


def test_too_few_draws_are_a_wrong_call(capsys):
    with pytest.raises(SystemExit) as stop:
        call("freeze", "draft-2", "--draws", "5")
    assert stop.value.code == 2
    assert "5 is too few; expected at least 99" in capsys.readouterr().err


def test_help_shows_examples(capsys):
    for name in ("freeze", "diff"):
        with pytest.raises(SystemExit):
            call(name, "--help")
        assert f"valuma {name} draft-1" in capsys.readouterr().out
