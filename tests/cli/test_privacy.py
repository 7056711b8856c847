"""``valuma privacy``: report, erase, expire, key."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest

from valuma.cli import privacy
from valuma.cli.options import CallError
from valuma.schema.problems import ValumaError

SURVEY = """\
id = "lake"
answers = "raw/answers.csv"
respondent = "token"
language = "en"

[title]
fi = "Järvi"
sv = "Sjö"
en = "Lake"

[privacy]
controller = "Lake Council"
retain_until = 2027-12-31

[[items]]
name = "token"
en = "Token"
role = "respondent"

[[items]]
name = "party"
en = "Which party do you represent?"
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    raw = tmp_path / "surveys" / "lake" / "raw"
    raw.mkdir(parents=True)
    (raw / "answers.csv").write_text("token;party\nk7;1\nk8;2\n", encoding="utf-8")
    (raw.parent / "survey.toml").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "study.toml").write_text('id = "lakes"\n', encoding="utf-8")
    return tmp_path


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    privacy.add_command(parser.add_subparsers())
    options = parser.parse_args(["privacy", *words])
    return int(options.run(options))


def test_the_report_names_special_categories_and_what_is_not_stated(study: Path, capsys) -> None:
    assert run("report", str(study), "--date", "2027-06-01", "--json") == 0
    shown = capsys.readouterr()
    says = {row["what"]: row["says"] for row in json.loads(shown.out)}
    assert says["political opinions"] == "party"
    assert says["nothing is shown below"] == "3 organisations, 5 persons, 80% of a sum"
    assert "3 points are not stated" in shown.err


def test_erasing_shows_first_and_writes_when_told_to(study: Path, capsys, monkeypatch) -> None:
    answers = study / "surveys" / "lake" / "raw" / "answers.csv"
    assert run("erase", "k7", str(study)) == 0
    shown = capsys.readouterr()
    assert "k7" not in shown.out + shown.err
    assert "nothing was written" in shown.err
    assert "k7" in answers.read_text()
    monkeypatch.setattr("sys.stdin", io.StringIO("k7\n"))
    assert run("erase", "-", str(study), "--date", "2027-06-01", "--write") == 0
    assert answers.read_text() == "token;party\nk8;2\n"
    with pytest.raises(ValumaError, match="no answers"):
        run("erase", "k7", str(study), "--survey", "lake")


def test_expired_answers_are_shown_and_deleted_when_told_to(study: Path, capsys) -> None:
    answers = study / "surveys" / "lake" / "raw" / "answers.csv"
    assert run("expire", str(study), "--date", "2027-12-31") == 0
    assert "nothing is kept for too long" in capsys.readouterr().err
    assert run("expire", str(study), "--date", "2028-01-01") == 0
    assert answers.exists()
    assert run("expire", str(study), "--date", "2028-01-01", "--write") == 0
    assert not answers.exists()


def test_a_key_is_made_once(tmp_path: Path, capsys) -> None:
    key = tmp_path / "study.key"
    assert run("key", str(key)) == 0
    assert capsys.readouterr().out.strip() == str(key)
    with pytest.raises(ValumaError, match="is there already"):
        run("key", str(key))


def test_wrong_calls_are_said_so(study: Path) -> None:
    with pytest.raises(CallError, match="is no day"):
        run("expire", str(study), "--date", "tomorrow")
    with pytest.raises(CallError, match="empty"):
        run("erase", " ", str(study))
    with pytest.raises(ValumaError, match="did you mean 'lake'"):
        run("erase", "k7", str(study), "--survey", "lakes")


@pytest.mark.parametrize("words", [("report",), ("erase", "k7"), ("expire",)])
def test_a_folder_that_is_no_study_is_refused_and_not_called_clean(study: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(ValumaError, match="no such folder"):
        run(*words, str(study / "nowhere"))
    with pytest.raises(ValumaError, match=r"no study\.toml"):
        run(*words, str(study / "surveys"))
