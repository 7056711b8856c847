"""The files of a study folder: found by name, never outside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_builder import CASE, FILES, build_study, write

from valuma.loaders.folder import find_files, inside
from valuma.schema.problems import Problems


@pytest.mark.parametrize("name", ["../study.toml", "cases/../../x.csv", "/etc/hostname"])
def test_path_that_leaves_the_study_folder_is_refused(tmp_path: Path, name: str) -> None:
    problems = Problems()
    assert not inside(tmp_path, name, problems)
    assert [p.found for p in problems.errors] == ["a path that leaves the study folder"]


def test_path_through_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "cases").symlink_to(tmp_path / "real")
    problems = Problems()
    assert not inside(tmp_path, "cases/registry/actors.csv", problems)
    assert [(p.file, p.found) for p in problems.errors] == [("cases", "a symbolic link")]


def test_path_inside_the_folder_is_allowed_whether_or_not_it_is_there(tmp_path: Path) -> None:
    problems = Problems()
    assert inside(tmp_path, "cases/registry/actors.csv", problems)
    assert not problems


def test_files_of_the_example_are_found(tmp_path: Path) -> None:
    problems = Problems()
    files = find_files(build_study(tmp_path), problems)
    assert not problems
    assert files.cases == [("finnish", "lake-network", CASE)]
    tables = {name for names in files.tables.values() for name in names}
    assert tables | set(files.rules.values()) == {name for name in FILES if name.startswith("cases/registry/")}


@pytest.mark.parametrize("name", [".DS_Store", "README.md", "~$members.xlsx", "Thumbs.db"])
def test_files_that_systems_and_people_leave_beside_are_passed_over(tmp_path: Path, name: str) -> None:
    write(build_study(tmp_path), f"{CASE}/{name}", "x")
    problems = Problems()
    find_files(tmp_path, problems)
    assert not problems


@pytest.mark.parametrize("name", [f"{CASE}/members.xlsx", "cases/registry/actor.csv", "tables/survey.csv"])
def test_file_that_seems_to_be_meant_and_is_not_read_is_a_warning(tmp_path: Path, name: str) -> None:
    write(build_study(tmp_path), name, "x")
    problems = Problems()
    find_files(tmp_path, problems)
    assert [(p.severity, p.file) for p in problems] == [("warning", name)]
