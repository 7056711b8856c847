"""``valuma survey codebook``, as a user calls it."""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path

import pytest
from portable import Var, portable
from survey_samples.ddi_texts import OLD

from valuma.cli import survey, survey_codebook
from valuma.cli.options import CallError
from valuma.schema.problems import StudyError
from valuma.schema.survey_file import BlockEntry, Item, PrivacyBlock, Scale, Section, SurveyFile, ValueLabel
from valuma.schema.vocabularies import SurveyRole

ROOT = Path(__file__).resolve().parents[2]


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    survey_codebook.add_action(parser.add_subparsers())
    options = parser.parse_args(["codebook", *map(str, words)])
    return int(options.run(options))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "raw" / "daF9901.por"
    path.parent.mkdir()
    names = ["IKA", "Q8_HEINÄ", "Q8_KAURA", "APAINO"]
    path.write_bytes(portable([Var(name) for name in names], [[30.0, 0.0, 1.0, 1.0], [999.0, 1.0, 0.0, 1.0]]))
    (tmp_path / "book.xml").write_bytes(OLD)
    return path


def test_the_command_has_its_actions() -> None:
    parser = argparse.ArgumentParser()
    survey.add_command(parser.add_subparsers())
    for action in ("codebook", "questionnaire", "tabulate", "open-answers"):
        with pytest.raises(SystemExit) as caught:
            parser.parse_args(["survey", action, "--help"])
        assert caught.value.code == 0


def test_the_codebook_is_a_table_and_the_report_stands_beside_it(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(answers, "--codebook", tmp_path / "book.xml", "--json") == 0
    told = capsys.readouterr()
    rows = json.loads(told.out)
    assert [row["name"] for row in rows] == ["IKA", "Q8_HEINÄ", "Q8_KAURA", "APAINO"]
    assert rows[0]["missing"].startswith("999: Ei vastausta")
    assert rows[1]["block"] == "Q8"
    assert "the analysis weight is taken" in told.err


def test_the_codebook_of_an_archive_is_shown_without_answers(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "book.xml", "--csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 11


def test_a_draft_is_written_beside_nothing_that_is_there(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "survey.toml"
    assert run("--draft", answers, "--codebook", tmp_path / "book.xml", "--out", out) == 0
    assert tomllib.loads(out.read_text(encoding="utf-8"))["answers"] == "raw/daF9901.por"
    before = out.read_bytes()
    with pytest.raises(CallError, match="is there already"):
        run("--draft", answers, "--out", out)
    assert out.read_bytes() == before
    capsys.readouterr()
    assert run(tmp_path, "--csv") == 0
    assert "Q8_HEINÄ,Heinä,category,0 Ei mainittu; 1 Mainittu" in capsys.readouterr().out


def test_pages_and_ddi_are_printed(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(answers, "--codebook", tmp_path / "book.xml", "--markdown", "--lang", "sv") == 0
    assert "## Mitä kylässä viljellään?" in capsys.readouterr().out
    assert run(answers, "--ddi") == 0
    assert capsys.readouterr().out.startswith('<?xml version="1.0"')


def test_a_survey_without_answers_has_a_codebook(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ROOT / "surveys" / "actor-survey", "--lang", "en", "--csv") == 0
    assert "\nkind," in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [("--draft", "--json"), ("--out", "x.csv"), ("--markdown", "--csv")],
)
def test_options_that_do_not_go_together_are_refused(answers: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CallError):
        run(answers, *words)


def test_a_draft_is_refused_where_a_codebook_is_there() -> None:
    with pytest.raises(CallError, match=r"has a survey\.toml already"):
        run("--draft", ROOT / "surveys" / "actor-survey")


def test_a_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError):
        run(tmp_path / "nothing.sav")


def test_the_page_on_codebooks_names_every_key_and_role() -> None:
    page = (ROOT / "docs" / "howto" / "codebook.md").read_text(encoding="utf-8")
    models = (SurveyFile, PrivacyBlock, Scale, ValueLabel, Item, BlockEntry, Section)
    keys = {name for model in models for name in model.model_fields} | {str(role) for role in SurveyRole}
    missing = [
        key for key in sorted(keys) if f"`{key}`" not in page and f"[[{key}]]" not in page and f"[{key}]" not in page
    ]
    assert missing == []
