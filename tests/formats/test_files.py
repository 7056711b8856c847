"""Files appear whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from valuma.formats.files import TEMPORARY_PREFIX, atomic_write, write_together
from valuma.schema.problems import ValumaError


def test_file_has_its_name_only_after_the_block(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with atomic_write(target) as file:
        file.write("id\n")
        assert not target.exists()
    assert target.read_bytes() == b"id\n"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_line_ends_are_written_as_given(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a.txt") as file:
        file.write("a\nb\r\n")
    assert (tmp_path / "a.txt").read_bytes() == b"a\nb\r\n"


def test_error_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")

    def interrupted() -> None:
        with atomic_write(target, "wb") as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.bin"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_process_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    code = (
        "import sys\n"
        "from valuma.formats.files import atomic_write\n"
        "with atomic_write(sys.argv[1]) as file:\n"
        "    file.write('new' * 100_000)\n"
        "    file.flush()\n"
        "    print('writing', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    source = Path(__file__).resolve().parents[2] / "src"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert target.read_text() == "old"
    assert all(name.startswith(TEMPORARY_PREFIX) for name in os.listdir(tmp_path) if name != "a.csv")


def test_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a") as file:
        file.write("")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    (tmp_path / "link").symlink_to(outside)
    with atomic_write(tmp_path / "link") as file:
        file.write("new")
    assert outside.read_text() == "untouched"
    assert not (tmp_path / "link").is_symlink()


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(ValumaError, match=r"the folder .*nowhere does not exist"),
        atomic_write(tmp_path / "nowhere" / "a"),
    ):
        pass


def test_folder_of_the_same_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(ValumaError, match="not a file"), atomic_write(tmp_path / "a"):
        pass


def test_files_written_together_all_stay_away_when_one_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValumaError):
        write_together({tmp_path / "a": b"1", tmp_path / "nowhere" / "b": b"2", tmp_path / "c": b"3"})
    assert os.listdir(tmp_path) == []


def test_files_written_together_come_back_in_order(tmp_path: Path) -> None:
    paths = write_together({tmp_path / "b": b"1", tmp_path / "a": b"2"})
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]


def test_write_protected_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("old")
    kept.chmod(0o444)
    with pytest.raises(ValumaError, match=r"kept\.csv: it is write-protected; allow writing or choose another name"):
        write_together({tmp_path / "a": b"1", kept: b"2"})
    with pytest.raises(ValumaError, match="write-protected"), atomic_write(kept) as file:
        file.write("new")
    assert kept.read_text() == "old"
    assert os.listdir(tmp_path) == ["kept.csv"]
    kept.chmod(0o644)
    write_together({kept: b"new"})
    assert kept.read_text() == "new"
