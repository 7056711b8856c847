"""``valuma report`` on a study small enough to read."""

from __future__ import annotations

import argparse
from pathlib import Path

import docx
import pytest
from study_builder import CASE, add, build_study, change, write

from valuma.cli import report
from valuma.cli.options import CallError

TEXT = "# {title}\n\n{{{{networks}}}} / {{{{actors}}}}.\n\n## {title}\n\n[[table:networks]]\n"
TITLES = {"fi": "Järvet", "sv": "Sjöar", "en": "Lakes"}


def call(*words: object) -> int:
    parser = argparse.ArgumentParser(prog="valuma")
    report.add_command(parser.add_subparsers(required=True))
    options = parser.parse_args(["report", *map(str, words)])
    return int(options.run(options))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("study")
    build_study(tmp_path)
    change(tmp_path, "study.toml", "reference_year = 2020", "reference_year = 2020\ndraws = 99")
    change(tmp_path, f"{CASE}/card.toml", "n_high = 5", "n_high = 9")
    # A second actor with branches of its own, so that every share has something to be a share of.
    add(tmp_path, f"{CASE}/members.csv", "univ-north,member,,,2019,lake-page\n")
    for lang, title in TITLES.items():
        write(tmp_path, f"brief/1-start.{lang}.md", TEXT.format(title=title))
    return tmp_path


def test_files_and_notes_are_printed(folder, capsys):
    template = folder / "template.docx"
    docx.Document().save(str(template))
    words = ("--docx", "--lang", "sv", "--annex", "case-sheets", "--annex", "sources", "--template", template)
    assert call(folder, *words) == 0
    out = capsys.readouterr().out.splitlines()
    path = folder / "build" / "report" / "report-sv.docx"
    assert out[0] == str(path)
    assert "note: annex 'case-sheets': nothing to show, left out" in out
    assert "note: the template has no paragraph {{report}}: the report stands after what is there" in out
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "Bilaga\u00a01. Källförteckning" in text


def test_the_text_can_stand_alone_and_networks_can_be_named(folder, capsys):
    assert call(folder, "--docx", "--lang", "en", "--no-annexes", "--out", folder / "build" / "alone") == 0
    alone = docx.Document(str(folder / "build" / "alone" / "report-en.docx"))
    assert not any(paragraph.text.startswith("Annex") for paragraph in alone.paragraphs)
    assert (
        call(
            folder,
            "--docx",
            "--lang",
            "en",
            "--annex",
            "case-sheets",
            "--network",
            "all",
            "--out",
            folder / "build" / "cases",
        )
        == 0
    )
    cases = docx.Document(str(folder / "build" / "cases" / "report-en.docx"))
    assert "Lake network" in [paragraph.text for paragraph in cases.paragraphs]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say in which format: valuma report --docx"),
        (("--docx", "--annex", "nothing"), "there is no annex 'nothing'; expected one of networks, case-sheets"),
    ],
)
def test_a_wrong_call_says_what_is_expected(tmp_path, words, said):
    with pytest.raises(CallError, match=said):
        call(tmp_path, *words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--network", "lake-netwrok"), r"there is no network 'lake-netwrok'; did you mean 'lake-network'\?"),
        (("--no-annexes", "--network", "lake-network"), "--network asks for case sheets, which --no-annexes leaves"),
        (("--annex", "method", "--network", "lake-network"), "which --annex without case-sheets leaves out"),
    ],
)
def test_a_network_without_a_sheet_is_a_wrong_call_before_anything_is_measured(folder, monkeypatch, words, said):
    monkeypatch.setattr("valuma.report.docx.report.prepare", lambda *_, **__: pytest.fail("measured"))
    with pytest.raises(CallError, match=said):
        call(folder, "--docx", *words, "--out", folder / "build" / "wrong")


def test_an_annex_and_no_annexes_do_not_go_together(tmp_path):
    with pytest.raises(SystemExit) as stop:
        call(tmp_path, "--docx", "--annex", "method", "--no-annexes")
    assert stop.value.code == 2
