"""The command line, as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import valuma as va
from valuma.cli.main import main, parser


def test_help_of_every_command_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "graph", "metrics", "figures", "brief"):
        assert main([command, "--help"]) == 0
        out = capsys.readouterr().out
        assert "examples:" in out
        assert f"valuma {command}" in out


def test_a_wrong_call_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", "--mixing", "side", "--contact"]) == 2
    assert "not allowed with" in capsys.readouterr().err


def test_check_of_the_own_study_is_green(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(root)]) == 0
    assert "error" not in capsys.readouterr().out.splitlines()[0]


def test_check_as_json_is_a_list_of_problems(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(root), "--json"]) == 0
    problems = json.loads(capsys.readouterr().out)
    assert {"severity", "file", "row", "column", "found", "expected", "hint"} == set(problems[0])


def test_a_folder_that_is_no_study_is_an_error_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "valuma", "metrics", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(va.__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 1
    assert "study.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_network_names_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", str(root), "--case", "mal-verkost"]) == 1
    assert "did you mean 'mal-verkosto'" in capsys.readouterr().err


def test_graph_writes_a_file_that_reads_back(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mal.graphml"
    assert main(["graph", str(root), "--case", "mal-verkosto", "-o", str(target)]) == 0
    assert capsys.readouterr().out.strip() == str(target)
    study = va.read_study(root)
    expected = va.build_graph(study, case="mal-verkosto")
    assert va.read_graph(target).n_memberships == expected.n_memberships


def test_an_output_without_a_known_suffix_says_which_there_are(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", str(root), "--case", "c6", "-o", str(tmp_path / "x.xyz")]) == 1
    assert ".graphml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "call",
    [
        ["graph"],
        ["metrics"],
        ["metrics", "--mixing", "tier"],
        ["metrics", "--contact"],
        ["metrics", "--completeness"],
        ["metrics", "--chance", "side", "--draws", "99"],
        ["metrics", "--sensitivity"],
    ],
)
def test_tables_come_as_text_csv_and_json(call: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = [call[0], str(root), *call[1:]]
    if call[2:] != ["--completeness"]:
        call += ["--group", "finnish"]
    assert main(call) == 0
    assert capsys.readouterr().out.strip()
    assert main([*call, "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1
    assert main([*call, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 0


def test_progress_is_silent_when_quick(capsys: pytest.CaptureFixture[str]) -> None:
    from valuma.cli.output import progress

    with progress("nothing"):
        pass
    assert capsys.readouterr().err == ""


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"valuma {va.__version__}"


def test_the_parser_names_exit_codes() -> None:
    assert "exit codes" in (parser().epilog or "")


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (["graph", "--role", "fundr"], 1, "did you mean 'funder'"),
        (["graph", "--year", "20200"], 1, "expected a year from 1850 to 2100"),
        (["graph", "--undated", "drop"], 2, "--undated drop needs --year"),
        (["graph", "--one-mode", "-o", "ties.csv"], 2, "--one-mode is for files ending in .net or .dl"),
        (["metrics", "--chance", "side", "--draws", "0"], 2, "expected at least 1"),
        (["metrics", "--completeness", "--year", "2020"], 2, "takes no --year"),
        (["brief", "--draws", "0"], 2, "expected at least 1"),
    ],
)
def test_a_call_that_would_give_nothing_is_refused(
    call: list[str], code: int, said: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([call[0], str(root), *call[1:]]) == code
    assert said in capsys.readouterr().err


def test_completeness_is_of_the_chosen_networks(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", str(root), "--completeness", "--case", "c6", "--json"]) == 0
    assert {row["network_id"] for row in json.loads(capsys.readouterr().out)} == {"c6"}
    assert main(["metrics", str(root), "--completeness", "--group", "nordic", "--json"]) == 0
    named = {row["network_id"] for row in json.loads(capsys.readouterr().out)}
    study = va.read_study(root)
    assert named == set(study.networks.loc[study.networks["group"] == "nordic", "network_id"])


def test_the_table_of_measures_writes_ranges_and_open_ends_of_stated_sizes() -> None:
    from valuma.cli.metrics import _readable

    measures = dict.fromkeys(
        f"{name}{end}" for name in ("themes_span", "sector_mix", "side_mix", "tier_mix", "region_mix")
         for end in ("", "_low", "_high")
    )  # fmt: skip
    rows = [
        {"known": 30, "members": 31, "stated_low": 30, "stated_high": 35, "tier_mix_low": 0.2, "tier_mix_high": 0.31},
        {"known": 75, "members": 75, "stated_low": 75, "stated_high": None, "tier_mix": 0.5},
        {"known": None, "members": 10, "stated_low": None, "stated_high": None},
    ]
    frame = pd.DataFrame([{**measures, "bounds_by": "extremes", **row} for row in rows], index=["a", "b", "c"])
    shown = _readable(frame)
    assert shown["members"].tolist() == ["30/30–35", "75/>75", "10/?"]
    assert shown["tier_mix"].tolist() == ["20–31%", "50%", "–"]


def test_one_mode_files_come_from_the_command_line(root: Path, tmp_path: Path) -> None:
    assert main(["graph", str(root), "--case", "c6", "-o", str(tmp_path / "c6.net"), "--one-mode"]) == 0
    line = (tmp_path / "c6-membership.net").read_text(encoding="utf-8-sig").splitlines()[1]
    assert line.split()[0] == "*Vertices"
    assert len(line.split()) == 2


def test_all_figures_that_can_be_drawn_are_drawn(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = []

    class Drawn:
        def save(self, folder: Path) -> list[Path]:
            return [folder / "drawn.svg"]

    def draw(name: str, study: object, *, lang: str) -> Drawn:
        if name != "where":
            raise va.ValumaError("no rows to draw")
        drawn.append((name, lang))
        return Drawn()

    monkeypatch.setattr(va.figures, "draw", draw)
    call = ["figures", str(root), "--all", "--out", str(tmp_path)]
    assert main(call) == 0
    said = capsys.readouterr()
    assert drawn == [("where", "fi"), ("where", "sv"), ("where", "en")]
    assert said.err.count("is not drawn: no rows to draw") == len(va.figures.list()) - 1
    monkeypatch.setattr(va.figures, "draw", lambda *_, **__: draw("other", None, lang="fi"))
    assert main(call) == 1
    assert main(["figures", str(root), "--name", "where", "--out", str(tmp_path)]) == 1
