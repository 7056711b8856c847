"""What is handed over of a study that has just begun, and folders that are not for writing to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import valuma as va
from valuma.cli.main import main
from valuma.report.own_folder import refuse_foreign
from valuma.schema.problems import StudyError, ValumaError

_FILE = re.compile(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def begun(tmp_path: Path, root: Path) -> Path:
    """The study that the page on one's own study shows: one network, three members, no theme, no text."""
    for name, text in _FILE.findall((root / "docs" / "howto" / "own-study.md").read_text(encoding="utf-8")):
        path = tmp_path / "study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "study"


def test_a_study_without_texts_and_themes_has_its_tables(begun: Path) -> None:
    made = va.report.tables(va.read_study(begun), out=begun / "build" / "tables", texts=begun / "brief", lang="en")
    assert [path.name for path in made.files] == ["tables-en.xlsx"]
    assert [note.split(" is left out: ")[0] for note in made.notes] == ["membership-overlap", "theme-coverage", "where"]


@pytest.mark.parametrize("make", [va.report.brief, va.report.word, va.report.slides])
def test_pages_need_texts_and_say_where(begun: Path, make) -> None:
    with pytest.raises(StudyError, match=r"brief.*no such folder.*<section>\.fi\.md"):
        make(va.read_study(begun), out=begun / "build" / "out", texts=begun / "brief")
    assert not (begun / "build" / "out").exists()


def test_a_network_of_the_brief_that_is_not_there_is_named_with_its_line(begun: Path) -> None:
    with (begun / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[brief]\nnetworks = ["rng"]\n')
    (error,) = va.check(begun).errors
    assert (error.file, error.column, error.hint) == ("study.toml", "brief.networks[1]", "did you mean 'ring'?")
    assert error.row == len((begun / "study.toml").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("command", [["brief"], ["tables", "--xlsx"], ["slides", "--pptx"], ["report", "--docx"]])
def test_no_command_replaces_a_folder_that_holds_other_files(begun: Path, command: list[str], capsys) -> None:
    (begun / "brief").mkdir()
    before = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    for folder in (begun, begun / "cases"):
        assert main([command[0], str(begun), *command[1:], "--out", str(folder)]) == 1
        assert "would be replaced as a whole" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()} == before


def test_an_earlier_product_and_an_empty_folder_may_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    refuse_foreign(folder, "tables")
    folder.mkdir()
    refuse_foreign(folder, "tables")
    (folder / "tables-fi.xlsx").touch()
    refuse_foreign(folder, "tables")
    (folder / "notes.txt").touch()
    with pytest.raises(ValumaError, match=r"holds notes\.txt"):
        refuse_foreign(folder, "tables")
