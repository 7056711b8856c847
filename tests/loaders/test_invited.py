"""``invited.csv``: each invitation once, no personal data, every problem with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuma.loaders.invited import read_invited
from valuma.schema.problems import Problems, StudyError


def read(folder: Path, text: str):
    path = folder / "invited.csv"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    return read_invited(path, problems=problems), problems


def test_rows_are_typed_and_further_columns_kept(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, "token,kind,size\nk1,municipality,large\nk2,,small\n")
    assert frame["token"].tolist() == ["k1", "k2"]
    assert frame["kind"].isna().tolist() == [False, True]
    assert frame["size"].tolist() == ["large", "small"]
    assert problems.errors == []


def test_an_invitation_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, "token,kind\nk1,municipality\nk1,municipality\nk2,ministry\n")
    assert frame["token"].tolist() == ["k1", "k2"]
    (warning,) = problems.warnings
    assert (warning.row, warning.column, warning.found) == (3, "token", "the token of row 2 again")


def test_one_token_for_two_people_is_an_error(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "token,kind\nk1,municipality\nk1,ministry\n")
    (error,) = problems.errors
    assert (error.row, error.found) == (3, "the token of row 2 again, with other cells")


def test_addresses_are_left_out_and_as_tokens_refused(tmp_path: Path) -> None:
    rows = "\n".join(f"k{k},person{k}@lake.example" for k in range(5))
    frame, problems = read(tmp_path, f"token,mail\n{rows}\n")
    assert "mail" not in frame
    assert any("e-mail addresses" in item.found for item in problems.warnings)
    _, problems = read(tmp_path, "token\n" + "\n".join(f"person{k}@lake.example" for k in range(5)))
    assert any("e-mail addresses as tokens" in item.found for item in problems.errors)


def test_words_outside_the_vocabulary_and_empty_tokens_are_errors(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "token,kind,region\nk1,municipalty,2\n,ministry,02\n")
    assert {(item.row, item.column) for item in problems.errors} == {(2, "kind"), (2, "region"), (3, "token")}


def test_without_a_list_of_problems_errors_are_raised(tmp_path: Path) -> None:
    path = tmp_path / "invited.csv"
    path.write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no header"):
        read_invited(path)
