"""``valuma survey questionnaire``: prints or writes the form of a survey."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from valuma.cli import survey_questionnaire
from valuma.cli.options import CallError

INSTRUMENT = Path(__file__).resolve().parents[2] / "surveys" / "municipal-survey"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    survey_questionnaire.add_action(parser.add_subparsers())
    options = parser.parse_args(["questionnaire", *words])
    return int(options.run(options))


def test_the_form_is_printed_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(INSTRUMENT), "--lang", "sv") == 0
    assert capsys.readouterr().out == (INSTRUMENT / "questionnaire.sv.md").read_text(encoding="utf-8")


def test_without_a_language_it_is_that_of_the_survey(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(INSTRUMENT / "survey.toml")) == 0
    assert capsys.readouterr().out == (INSTRUMENT / "questionnaire.fi.md").read_text(encoding="utf-8")


def test_three_languages_are_written_beside_the_codebook(tmp_path: Path) -> None:
    shutil.copy(INSTRUMENT / "survey.toml", tmp_path)
    assert run(str(tmp_path), "--write") == 0
    for lang in ("fi", "sv", "en"):
        name = f"questionnaire.{lang}.md"
        assert (tmp_path / name).read_bytes() == (INSTRUMENT / name).read_bytes()


def test_a_codebook_without_sections_has_no_form(tmp_path: Path) -> None:
    (tmp_path / "survey.toml").write_text(
        'id = "a"\ntitle = { fi = "K", sv = "E", en = "S" }\n[[items]]\nname = "q1"\n', encoding="utf-8"
    )
    with pytest.raises(CallError, match="sections"):
        run(str(tmp_path))
