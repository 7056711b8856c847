"""``valuma cards`` and ``valuma status``: nothing is written unasked, every call ends with the right code."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest
from study_builder import CASE, build_study

from valuma.cli.changing import finish
from valuma.cli.main import main
from valuma.formats.workbook.reading import Cell, read_workbook
from valuma.loaders.card_workbook.exchange import export_cards, read_card_workbook
from valuma.loaders.changes import Change, Changes
from valuma.schema.problems import StudyError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_study(tmp_path / "järvi study")


def test_export_and_import_change_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "cards.xlsx"
    assert main(["cards", "export", str(book), "--study", str(folder), "--lang", "sv"]) == 0
    assert main(["cards", "import", str(book), "--study", str(folder), "--write"]) == 0
    assert "nothing changes" in capsys.readouterr().err


def test_import_shows_and_writes_only_when_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, card = tmp_path / "cards.xlsx", folder / CASE / "card.toml"
    main(["cards", "export", str(book), "--study", str(folder)])
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace('what = "project"', 'what = "programme"'), encoding="utf-8")
    capsys.readouterr()
    call = ["cards", "import", str(book), "--study", str(folder)]
    assert main([*call, "--write"]) == 1
    told = capsys.readouterr()
    assert "network 'lake-network': other values than in files that have changed since" in told.err
    assert "(periods what)" in told.err
    assert 'what = "programme"' in card.read_text(encoding="utf-8")
    assert main([*call, "--take-workbook"]) == 0
    told = capsys.readouterr()
    assert "programme" in told.out
    assert "1 change in 1 file; nothing was written; add --write to write it" in told.err
    assert "files that have changed since the workbook was made" in told.err
    assert 'what = "programme"' in card.read_text(encoding="utf-8")
    assert main([*call, "--take-workbook", "--write", "--json"]) == 0
    told = capsys.readouterr()
    assert "1 change in 1 file; written" in told.err
    (change,) = json.loads(told.out)
    assert (change["table"], change["field"], change["was"], change["becomes"]) == (
        "periods",
        "what",
        "programme",
        "project",
    )
    assert card.read_text(encoding="utf-8") == text


def test_new_row_is_shown_whole_so_that_its_source_can_be_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "kind=membership-fee, amount=100000, currency=EUR, year=2019, notes=paid, twice a year, source=lake-page"
    why = "a long reason " * 12 + "with an end"
    changes = Changes(
        folder,
        changes=(
            Change("lake-network", "networks", "lake-network", "founded", "2012", "2013"),
            Change("lake-network", "funding", "membership-fee", "row", "", row),
            Change("lake-network", "claims", "founded", "reason", "short", why),
        ),
    )
    assert finish(changes, argparse.Namespace(json=False, csv=False, write=False)) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[3:11] == [
        "lake-network: funding: membership-fee",
        "  row: new",
        "  kind=membership-fee",
        "  amount=100000",
        "  currency=EUR",
        "  year=2019",
        "  notes=paid, twice a year",
        "  source=lake-page",
    ]
    assert why in " ".join(shown.split())
    assert "..." not in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_file_that_is_there_is_not_replaced_unasked(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "cards.xlsx"
    book.write_bytes(b"filled in")
    assert main(["cards", "export", str(book), "--study", str(folder)]) == 2
    assert book.read_bytes() == b"filled in"
    assert main(["cards", "export", str(book), "--study", str(folder), "--replace"]) == 0
    assert book.read_bytes()[:2] == b"PK"


def test_wrong_calls_end_with_two_and_wrong_input_with_one(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "cards.xlsx"
    assert main(["cards", "export", str(tmp_path / "cards.csv"), "--study", str(folder)]) == 2
    assert main(["cards", "export", str(book), "--study", str(folder), "--network", "pond"]) == 1
    assert main(["cards", "import", str(tmp_path / "nothing.xlsx"), "--study", str(folder)]) == 1
    assert main(["cards", "export", str(book), "--study", str(folder)]) == 0
    assert main(["cards", "import", str(book), "--study", str(folder), "--date", "2020-05-04"]) == 2


def test_status_prints_summary_and_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(folder)]) == 0
    summary, table = capsys.readouterr().out.split("\n\n")
    # One draft with three unknown fields, and a list whose size is stated for the towns only.
    assert summary.split()[-11:] == ["finnish", "1", "1", "0", "0", "3", "0", "0", "0", "1", "0"]
    assert "3/4–5" in table
    assert "counted in part" in table
    assert "size not stated" not in table
    assert main(["status", str(folder), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["unknown_fields"] == ["host", "joining_decision_by", "theme_choice"]


def test_status_lists_each_unknown_field(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(folder), "--unknown", "--csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "group,network_id,field",
        "finnish,lake-network,host",
        "finnish,lake-network,joining_decision_by",
        "finnish,lake-network,theme_choice",
    ]


@pytest.fixture
def page(root: Path) -> str:
    """The page on cards in Excel."""
    return (root / "docs" / "howto" / "cards-in-excel.md").read_text(encoding="utf-8")


@pytest.fixture
def my_study(root: Path, tmp_path: Path) -> Path:
    """The study that the page on one's own study shows, which the page on cards uses."""
    text = (root / "docs" / "howto" / "own-study.md").read_text(encoding="utf-8")
    for name, content in re.findall(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        path = tmp_path / "my-study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "my-study"


def test_errors_and_changes_on_the_page_are_those_that_are_told(my_study: Path, page: str) -> None:
    path = my_study.parent / "cards.xlsx"
    path.write_bytes(export_cards(my_study, lang="en"))

    def told(*cells: tuple[str, str, Cell]) -> str:
        book = read_workbook(path)
        for sheet, heading, value in cells:
            rows = book.sheet(sheet).rows
            rows[1][rows[0].index(heading)] = value
        try:
            changes = read_card_workbook(book, my_study)
        except StudyError as error:
            return str(error.problems)
        return f"{changes.frame.to_string(index=False)}\n{changes.check()}"

    right: tuple[tuple[str, str, Cell], ...] = (
        ("Networks", "Founded", 2016),
        ("Networks", "Host organisation", "tampere"),
        ("Networks", "Source: Host organisation", "ring-page"),
    )
    assert told(*right) in page
    card = my_study / "cases/regional/ring/card.toml"
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("founded = 2015", "founded = 2014"), encoding="utf-8")
    assert told() in page
    card.write_text(text, encoding="utf-8")
    wrong: tuple[tuple[str, str, Cell], ...] = (
        ("Networks", "Founded", "2105"),
        ("Networks", "Mode of governance", "lead-organization"),
        ("Member counts", "Source", None),
    )
    assert told(*wrong) in page


def test_status_on_the_page_is_that_which_is_printed(
    my_study: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["status", str(my_study)])
    assert capsys.readouterr().out in page
    main(["status", str(my_study), "--unknown", "--csv"])
    assert "\n".join(capsys.readouterr().out.splitlines()[:3]) in page
