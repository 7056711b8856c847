"""``valuma members import``, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from member_lists import EMAIL, PERSON, PHONE, SECRETS, Rows, book
from study_builder import CARD, CASE, build_study, write

import valuma as va
from valuma.cli.main import main

ROWS: Rows = [
    ["Kunta/organisaatio", "Rooli", "Yhteyshenkilö", "Sähköposti", "Puhelin"],
    ["Suurkylä", "koordinaattori", PERSON, EMAIL, PHONE],
    ["Korpi", "jäsen", PERSON, EMAIL, PHONE],
    ["Melontaseura Aallokko ry", "jäsen", PERSON, EMAIL, PHONE],
]
NAMES = f"{CASE}/names.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = build_study(tmp_path / "tutkimus")
    write(path, f"{CASE}/card.toml", CARD.replace("\nn = 2\n", "\nn = 1\n"))
    return path


@pytest.fixture
def call(folder: Path, tmp_path: Path) -> list[str]:
    path = book(tmp_path / "jäsenet.xlsx", ROWS)
    return [
        "members",
        "import",
        str(path),
        "--network",
        "lake-network",
        "--source",
        "lake-page",
        "--study",
        str(folder),
    ]


def test_help_shows_examples_and_what_to_do_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["members", "import", "--help"]) == 0
    out = capsys.readouterr().out
    assert "examples:" in out
    assert "into its column decision" in out


def test_the_change_is_shown_and_nothing_is_written(
    folder: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / CASE / "members.csv").read_bytes()
    assert main(call) == 0
    out = capsys.readouterr().out
    assert "header in row 1, names under 'Kunta/organisaatio'" in out
    assert "nothing was written; add --write to write it" in out
    assert f"1 name would wait in {NAMES}: write an actor_id, new or leave-out into decision" in out
    assert "--remove-absent removes them" in out
    assert (folder / CASE / "members.csv").read_bytes() == before
    assert not (folder / NAMES).exists()
    assert [secret for secret in SECRETS if secret in out] == []


def test_with_write_it_is_written_and_a_second_call_changes_nothing(
    folder: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*call, "--write"]) == 0
    out = capsys.readouterr().out
    assert f"wrote {folder / CASE / 'members.csv'}" in out
    assert f"1 name waits in {NAMES}" in out
    assert "nothing changes" not in out
    assert not va.check(folder).errors
    assert main([*call, "--write"]) == 0
    assert "nothing changes" in capsys.readouterr().out


def test_what_would_break_the_study_is_said_before_writing(
    folder: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, f"{CASE}/card.toml", CARD)
    assert main(call) == 1
    out = capsys.readouterr().out
    assert "it cannot be written yet" in out
    assert "said to be missing" in out


def test_for_programs_the_rows_go_to_standard_output_and_words_to_standard_error(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*call, "--json"]) == 0
    told = capsys.readouterr()
    rows = pd.DataFrame(json.loads(told.out))
    assert rows.columns.tolist() == [
        "what", "name", "actor_id", "role", "year_from", "year_to", "observed_year", "notes", "was", "how", "place",
    ]  # fmt: skip
    assert rows["what"].tolist().count("added") == 1
    assert "nothing was written" in told.err
    assert main([*call, "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ",".join(rows.columns)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--network", "lake-net"], 1, "did you mean 'lake-network'"),
        (["--source", "new-page"], 1, "--source-title and --source-publisher"),
        (["--source", "new-page", "--source-title", "x"], 2, "--source-title and --source-publisher"),
        (["--role-word", "x"], 2, "expected WORD=ROLE"),
        (["--date", "last year"], 2, "neither a year nor a day"),
        (["--sheet", "Toinen"], 1, "no sheet 'Toinen'"),
        (["--remove-absent"], 1, "decide before rows are removed"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_out(
    call: list[str], more: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*call, *more]) == code
    assert said in capsys.readouterr().err


def test_a_list_that_is_not_there(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*call[:2], "missing.xlsx", *call[3:]]) == 1
    assert "missing.xlsx" in capsys.readouterr().err


def test_the_source_can_be_added_in_the_same_call(
    folder: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["--source", "lake-list", "--source-title", "Lista", "--source-publisher", "Verkosto"]
    assert main([*call, *new, "--source-published", "2021", "--write"]) == 0
    assert "1 new source" in capsys.readouterr().out
    assert va.read_study(folder).sources.set_index("source_id").loc["lake-list", "published"] == "2021"


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_a_remark_that_is_written_is_shown_whole(
    tmp_path: Path, call: list[str], form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    remark = "mukana alusta asti, jäsenmaksu maksettu, edustus vaihtuu joka toinen vuosi ja sovitaan aina syksyllä"
    path = book(tmp_path / "b.xlsx", [["Kunta", "Liittynyt", "Huomautukset"], ["Korpi", 2015, remark]])
    assert main([*call[:2], str(path), *call[3:], "--notes", *form]) == 0
    out = capsys.readouterr().out
    assert remark in out
    assert "observed_year" in out
