"""A change of a study folder is shown, checked as a whole, and written together or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_builder import CASE, MEMBERS, build_study

from valuma.loaders.changes import Changes
from valuma.loaders.study_folder import check
from valuma.schema.problems import StudyError, ValumaError

FILE = f"{CASE}/members.csv"
ROW = "korpi,member,2019,,,,,,lake-page,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_study(tmp_path)


def members(folder: Path) -> bytes:
    return (folder / FILE).read_bytes()


def with_row(folder: Path, row: str) -> bytes:
    """Return the member list with one more row, its cells in the order of the list's columns."""
    header = members(folder).decode().splitlines()[0].split(",")
    given = dict(zip(("actor_id", "role", "source_id"), row.split(","), strict=True))
    return members(folder) + (",".join(given.get(name, "") for name in header) + "\n").encode()


def test_content_that_is_already_there_is_no_change(folder: Path) -> None:
    changes = Changes(folder, {FILE: members(folder)})
    assert not changes
    assert changes.files == ()
    assert changes.write() == []


def test_a_good_change_is_written_and_the_study_stays_right(folder: Path) -> None:
    changes = Changes(folder, {FILE: with_row(folder, "korpi,partner,lake-page")})
    assert changes.files == (FILE,)
    assert not changes.check().errors
    assert changes.write() == [folder / FILE]
    assert not check(folder).errors
    assert not changes


def test_only_what_the_change_brings_is_reported(folder: Path) -> None:
    (folder / f"{CASE}/members.old.csv").write_text("x", encoding="utf-8")
    before = [str(item) for item in check(folder)]
    assert before
    new = Changes(folder, {FILE: with_row(folder, "korppi,partner,lake-page")}).check()
    assert [(item.column, item.found) for item in new] == [("actor_id", "'korppi'")]


def test_a_change_that_would_break_the_study_writes_nothing(folder: Path) -> None:
    before = members(folder)
    other = "cases/registry/sources.csv"
    sources = (folder / other).read_bytes()
    contents = {other: sources + b"new-page,New page,,,2020,2020-05-01\n", FILE: with_row(folder, "nobody,member,x")}
    with pytest.raises(StudyError, match="nobody"):
        Changes(folder, contents).write()
    assert members(folder) == before
    assert (folder / other).read_bytes() == sources


def test_a_protected_file_is_refused_and_no_folder_is_left(folder: Path) -> None:
    (folder / FILE).chmod(0o444)
    card = (folder / CASE / "card.toml").read_text(encoding="utf-8").replace('id = "', 'id = "new-', 1)
    name = f"{Path(CASE).parent.as_posix()}/new-{Path(CASE).name}/card.toml"
    contents = {FILE: with_row(folder, "korpi,partner,lake-page"), name: card.encode()}
    with pytest.raises(ValumaError, match="write-protected"):
        Changes(folder, contents).write()
    assert not (folder / name).parent.exists()
    assert members(folder).decode() == MEMBERS


def test_a_name_that_leaves_the_folder_is_refused(folder: Path) -> None:
    with pytest.raises(StudyError, match="leaves the study folder"):
        Changes(folder, {"../outside.csv": b"x"}).write()
    assert not (folder.parent / "outside.csv").exists()
