"""What git tracks is read from its index, and what is tracked of people is an error of the check."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

import valuma as va
from valuma.loaders.git_index import index_paths, repository_of
from valuma.loaders.key_file import make_key, read_key
from valuma.loaders.tracked_files import check_tracked
from valuma.schema.problems import Problems, ValumaError

SURVEY = """\
id = "lake"
answers = "{answers}"
synthetic = {synthetic}

[title]
fi = "Järvi"
sv = "Sjö"
en = "Lake"
"""


def index(paths: list[str], version: int = 2, extra: bytes = b"") -> bytes:
    """An index of git, written by hand after its published description."""
    out, before = struct.pack(">4sII", b"DIRC", version, len(paths)), b""
    for path in sorted(paths):
        name = path.encode()
        entry = bytes(40) + hashlib.sha1(name).digest() + struct.pack(">H", min(len(name), 0xFFF))
        if version == 4:
            shared = next((k for k, (a, b) in enumerate(zip(before, name, strict=False)) if a != b), len(before))
            entry += _varint(len(before) - shared) + name[shared:] + b"\0"
        else:
            entry += name
            entry += bytes(8 - len(entry) % 8)
        out, before = out + entry, name
    out += extra
    return out + hashlib.sha1(out).digest()


def _varint(value: int) -> bytes:
    found = [value & 0x7F]
    while value := value >> 7:
        value -= 1
        found.append(0x80 | (value & 0x7F))
    return bytes(reversed(found))


@pytest.fixture
def tree(tmp_path: Path):
    """A folder, and what makes git track some of its files."""
    root = tmp_path / "study"
    root.mkdir()
    (root / "study.toml").write_text('id = "s"\n', encoding="utf-8")

    def track(files: dict[str, str | bytes]) -> Problems:
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (root / ".git").mkdir(exist_ok=True)
        (root / ".git" / "index").write_bytes(index(["study.toml", *files]))
        problems = Problems()
        check_tracked(root, problems)
        return problems

    track.root = root
    return track


@pytest.mark.parametrize("version", [2, 3, 4])
def test_paths_are_read_from_every_version_of_the_index(version: int) -> None:
    paths = ["a.csv", "a/b/c.csv", "surveys/lake/raw/vastaukset ä.sav", "x" * 5_000]
    assert index_paths(index(paths, version)) == sorted(paths)


def test_the_index_that_git_itself_writes_is_read(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "k.sav").write_bytes(b"$FL2")
    (tmp_path / "b.csv").write_text("x\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    repository = repository_of(tmp_path / "raw")
    assert repository is not None
    assert repository.tracked() == ["b.csv", "raw/k.sav"]
    subprocess.run(["git", "-C", str(tmp_path), "update-index", "--index-version", "4"], check=True)
    assert repository.tracked() == ["b.csv", "raw/k.sav"]


@pytest.mark.parametrize(
    "data",
    [b"", b"DIRC" + bytes(8), index(["a.csv"])[:40], index(["a" * 50], 4)[:90], index([], extra=b"link" + bytes(24))],
)
def test_a_damaged_or_split_index_is_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(ValumaError, match="index of git"):
        index_paths(data)


def test_an_index_that_cannot_be_read_is_a_warning_of_the_check(tree) -> None:
    tree({})
    (tree.root / ".git" / "index").write_bytes(b"garbage")
    problems = Problems()
    check_tracked(tree.root, problems)
    assert [item.severity for item in problems] == ["warning"]
    assert "was not checked" in problems.warnings[0].hint


def test_outside_a_repository_there_is_nothing_to_report(tmp_path: Path) -> None:
    problems = Problems()
    check_tracked(tmp_path, problems)
    assert not list(problems)


def test_tracked_answers_fail_the_check_unless_they_are_invented(tree) -> None:
    real = SURVEY.format(answers="answers.csv", synthetic="false")
    found = tree({"surveys/lake/survey.toml": real, "surveys/lake/answers.csv": "q1\n2\n"})
    assert [(item.file, item.severity) for item in found] == [("surveys/lake/answers.csv", "error")]
    assert "git rm --cached" in found.errors[0].hint
    invented = SURVEY.format(answers="answers.csv", synthetic="true")
    assert not tree({"surveys/lake/survey.toml": invented, "surveys/lake/answers.csv": "token\nk7\n"}).errors


@pytest.mark.parametrize("name", ["old/data.sav", "surveys/lake/x.por", "interviews/a/raw/talk.txt", "k.dta", "my.key"])
def test_raw_formats_and_keys_are_never_tracked(tree, name: str) -> None:
    assert [item.file for item in tree({name: b"x"}).errors] == [name]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("organisation,contact\nOulu,maija@oulu.example\nEspoo,m@espoo.example\n", "contact"),
        ("token;kind\naXq29sPz01;municipality\nbYw38tQm52;municipality\n", "token"),
        ("name,hetu\nx,131052-308T\ny,\n", "hetu"),
    ],
)
def test_tracked_tables_with_direct_identifiers_fail_the_check(tree, table: str, column: str) -> None:
    found = tree({"surveys/lake/invited.csv": table}).errors
    assert [(item.file, item.column) for item in found] == [("surveys/lake/invited.csv", column)]


def test_lists_of_organisations_pass(tree) -> None:
    found = tree(
        {
            "surveys/lake/invited.csv": "organisation,kind,region\nOulu,municipality,17\nEspoo,municipality,01\n",
            "cases/finnish/mal/members.csv": "actor_id,role,notes\noulu,member,call 040 123 4567\nespoo,member,\n",
        }
    )
    assert not list(found)


def test_a_study_folder_within_another_is_left_to_its_own_check(tree) -> None:
    assert not tree({"examples/one/study.toml": "", "examples/one/surveys/lake/x.sav": b"x"}).errors


def test_the_check_of_a_study_says_it(tree) -> None:
    tree({"surveys/lake/x.sav": b"x"})
    assert any(item.found == "a file of answers that git tracks" for item in va.check(tree.root))


def test_the_repository_of_the_library_tracks_no_answers(root: Path) -> None:
    problems = Problems()
    check_tracked(root, problems)
    assert not problems.errors


def test_a_key_is_random_readable_by_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    one, other = make_key(tmp_path / "one.key"), make_key(tmp_path / "other.key")
    assert len(read_key(one)) == 32
    assert read_key(one) != read_key(other)
    if os.name == "posix":
        assert one.stat().st_mode & 0o777 == 0o600
        one.chmod(0o644)
        with pytest.raises(ValumaError, match="chmod 600"):
            read_key(one)
    with pytest.raises(ValumaError, match="is there already"):
        make_key(other)
    with pytest.raises(ValumaError, match="does not end in"):
        make_key(tmp_path / "key.txt")


def test_a_key_is_made_in_a_repository_only_where_git_ignores_it(tree) -> None:
    tree({})
    with pytest.raises(ValumaError, match="does not ignore"):
        make_key(tree.root / "study.key")
    (tree.root / ".gitignore").write_text("*.key\n", encoding="utf-8")
    key = make_key(tree.root / "study.key")
    assert len(read_key(key)) == 32
    (tree.root / ".git" / "index").write_bytes(index(["study.key"]))
    with pytest.raises(ValumaError, match="git tracks"):
        read_key(key)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    path.write_text("secret\n")
    path.chmod(0o600)
    with pytest.raises(ValumaError, match="no key"):
        read_key(path)
