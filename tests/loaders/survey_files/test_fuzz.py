"""Damaged files of every format: an error in plain words or a survey, never anything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).resolve().parents[2] / "survey_fuzz.py"
#: Damaged files of each sample; `make fuzz` tries others for as long as you like.
COUNT = 40


def run(*options: str) -> subprocess.CompletedProcess[str]:
    # A process of its own: a crash of a C library or a file without end fails the test and not the run.
    return subprocess.run([sys.executable, HARNESS, *options], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_damaged_files_give_an_error_in_plain_words_or_a_survey() -> None:
    done = run("--count", str(COUNT))
    assert done.returncode == 0, f"{done.stdout[-3000:]}\nlast: {done.stderr[-200:]}"


def test_every_format_that_is_read_has_a_sample() -> None:
    import survey_fuzz

    suffixes = {Path(name).suffix for name in survey_fuzz.samples()}
    assert suffixes >= {".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt", ".csv", ".xlsx", ".lss", ".xml"}


def test_the_harness_sees_a_reader_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import survey_fuzz

    import valuma as va

    def fails(*_: object, **__: object) -> None:
        raise KeyError("a broken reader")

    monkeypatch.setattr(va, "read_survey", fails)
    with pytest.raises(KeyError):
        survey_fuzz.try_one(tmp_path / "a.sav", b"$FL2")
