"""Answers are known by their bytes, and identifiers by their cells, in whatever folder they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuma.loaders.tracked_files import _is_raw, _sure_ones


@pytest.mark.parametrize("start", [b"$FL2@(#) SPSS", b"$FL3@(#) SPSS", b"<stata_dta><header>"])
def test_answers_are_known_by_their_first_bytes_whatever_the_name(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "data.bin"
    path.write_bytes(start + bytes(50))
    assert _is_raw(path, ".bin")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "who,mail\n" + "".join(f"{k},person{k}@example.org\n" for k in range(12))),
        ("a.json", "[" + ",".join(f'{{"mail": "person{k}@example.org"}}' for k in range(12)) + "]"),
        ("a.txt", "token\tgrade\n" + "".join(f"x{k}\t7\n" for k in range(12))),
    ],
)
def test_tables_of_any_folder_are_looked_at_for_sure_identifiers(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(list(_sure_ones(tmp_path / name, Path(name).suffix))) == 1
