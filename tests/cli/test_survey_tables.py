"""``valuma survey tabulate`` and ``open-answers``, as a user calls them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from valuma.cli import survey_open, survey_tabulate
from valuma.cli.options import CallError
from valuma.formats.workbook.reading import read_workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut, workbook_bytes
from valuma.schema.problems import ValumaError

SURVEY = """
id = "ring-survey"
title = { fi = "Kysely", sv = "Enkät", en = "Survey" }
answers = "answers.csv"
invited = "unknown"
[[scales]]
name = "trust"
ordered = true
options = [
  { code = 1, fi = "vähän", sv = "litet", en = "little" },
  { code = 2, fi = "paljon", sv = "mycket", en = "much" },
]
[[scales]]
name = "kinds"
options = [
  { code = 1, fi = "kunta", sv = "kommun", en = "municipality", word = "municipality" },
  { code = 2, fi = "liitto", sv = "förbund", en = "council", word = "regional-council" },
]
[[items]]
name = "who"
role = "organisation"
[[items]]
name = "kind"
role = "kind"
scale = "kinds"
[[items]]
name = "trust"
fi = "Luottamus"
en = "Trust"
scale = "trust"
[[items]]
name = "why"
fi = "Miksi ei?"
role = "open-text"
"""
WHY = ["Raha puuttuu", "Aikaa ei ole", "", "Soittakaa 040 123 4567"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A survey of 24 organisations: 20 municipalities, of which 12 trust much, and 4 councils."""
    path = tmp_path / "kysely"
    path.mkdir()
    (path / "survey.toml").write_text(SURVEY, encoding="utf-8")
    rows = [f"Taho {k};{1 if k < 20 else 2};{2 if k < 12 else 1};{WHY[k % 4]}" for k in range(24)]
    (path / "answers.csv").write_text("\n".join(["who;kind;trust;why", *rows]) + "\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text("code,fi\nraha,Raha\naika,Aika\nmuu,Muu\n", encoding="utf-8")
    return path


def call(*words: object) -> int:
    top = argparse.ArgumentParser()
    actions = top.add_subparsers()
    survey_tabulate.add_action(actions)
    survey_open.add_action(actions)
    options = top.parse_args(list(map(str, words)))
    return int(options.run(options))


def test_a_table_is_printed_with_its_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("tabulate", folder, "trust", "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "Trust" in out
    assert "0.500" in out
    assert "Not a sample" in out


def test_small_groups_are_hidden_in_every_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("tabulate", folder, "trust", "--by", "kind", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    councils = [row for row in rows if row["group"] == "regional-council"]
    assert [row["n"] for row in councils] == [None, None]
    assert [row["base"] for row in councils] == [None, None]
    assert not any("largest" in row for row in rows)
    assert call("tabulate", folder, "trust", "--mean", "--by", "kind", "--csv") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("group,group_label,item")
    assert "few persons" in lines[2]


def test_calls_that_make_no_sense_are_refused(folder: Path) -> None:
    with pytest.raises(CallError, match="--cannot-say is about shares"):
        call("tabulate", folder, "trust", "--mean", "--cannot-say", "answer")
    with pytest.raises(ValumaError, match="did you mean 'trust'"):
        call("tabulate", folder, "trsut")
    with pytest.raises(CallError, match="two coders"):
        call("open-answers", "agreement", folder, "--codes", folder.parent / "codes.csv", "--coder", "a=x.xlsx")
    with pytest.raises(CallError, match="expected NAME=FILE"):
        call("open-answers", "agreement", folder, "--codes", folder.parent / "codes.csv", "--coder", "x.xlsx")
    (folder.parent / "short.key").write_bytes(b"short")
    with pytest.raises(CallError, match="at least 16 bytes"):
        call(
            "open-answers", "export", folder, "--codes", folder.parent / "codes.csv", "--out", folder.parent,
            "--key", folder.parent / "short.key",
        )  # fmt: skip


def test_open_answers_go_out_and_agreement_comes_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = folder.parent / "codes.csv"
    assert call("open-answers", "export", folder, "--codes", codes, "--out", folder.parent) == 0
    out = capsys.readouterr().out
    assert "18 texts; personal data taken out of 6, doubts about 0" in out
    assert "040" not in out
    for coder in ("a", "b"):
        path = folder.parent / f"open-answers-{coder}.xlsx"
        rows = read_workbook(path).sheets[0].rows
        start = next(k for k, row in enumerate(rows) if row[0] == "Tunniste")
        given = [[row[0], "raha" if "Raha" in str(row[2]) else "aika"] for row in rows[start + 1 :]]
        if coder == "b":
            given[0][1] = "muu"
        sheet = SheetOut("s", [ColumnOut("a", "Tunniste"), ColumnOut("b", "Koodi")], given)
        path.write_bytes(workbook_bytes([sheet], title="t"))
    words = [f"--coder={coder}={folder.parent / f'open-answers-{coder}.xlsx'}" for coder in ("a", "b")]
    assert call("open-answers", "agreement", folder, "--codes", codes, *words, "--json") == 0
    table = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert table[""]["percent"] == pytest.approx(17 / 18)
    assert table[""]["units"] == 18
    assert table["aika"]["n"] >= 11
    # One text has the code that one coder gave once: too few to be told.
    assert table["muu"]["why"] == "few persons"
    assert table["muu"]["n"] is None
    assert table["muu"]["percent"] is None
