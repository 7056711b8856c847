"""The command line, as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
