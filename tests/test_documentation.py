"""The code on the pages a user reads first runs as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import valuma as va

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|#|figure:|table:)([^)#]+)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]


def blocks(page: Path) -> list[str]:
    """Return the Python blocks of a page that are not doctests."""
    return [code for code in _BLOCK.findall(page.read_text(encoding="utf-8")) if ">>>" not in code]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=lambda page: page.name)
def test_code_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in blocks(page):
        here = code.replace('read_study(".")', f"read_study({str(ROOT)!r})").replace('"examples/', f'"{ROOT}/examples/')
        exec(compile(here, page.name, "exec"), names)
    assert names


def test_the_readme_names_only_folders_that_exist() -> None:
    named = re.findall(r"^\| `([\w./]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) >= 5
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs").glob("tutorial*.md"))], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    lost = [link for link in links if "_generated" not in link and not (page.parent / link).exists()]
    assert lost == []


_FILE = re.compile(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The study that the page on one's own study shows, as files."""
    files = _FILE.findall((ROOT / "docs" / "howto" / "own-study.md").read_text(encoding="utf-8"))
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def reports() -> list[str]:
    """Return the reports that the page on errors shows."""
    page = (ROOT / "docs" / "howto" / "errors.md").read_text(encoding="utf-8")
    return [
        text.split("\n", 1)[1].strip() for text in re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ]


def test_the_study_shown_is_a_study(shown: Path) -> None:
    assert sorted(path.name for path in shown.rglob("*") if path.is_file()) == [
        ".gitignore", "actors.csv", "card.toml", "members.csv", "sources.csv", "study.toml",
    ]  # fmt: skip
    assert str(va.check(shown)) == "no problems"
    study = va.read_study(shown)
    assert study.completeness()[["known", "n_low"]].to_numpy().tolist() == [[2, 4]]
    assert va.build_graph(study).n_memberships == 3


def test_the_errors_shown_are_those_that_are_printed(shown: Path) -> None:
    change(
        shown, "cases/registry/actors.csv", "Nokia,municipality,municipal,local", "Nokia,municipality,municipal,locl"
    )
    change(shown, "cases/regional/ring/members.csv", "min-env,partner", "min-envi,partner")
    change(shown, "cases/regional/ring/members.csv", "tampere,coordinator", "tampere,member")
    assert str(va.check(shown)) == reports()[0]


def test_the_missing_table_shown_is_reported_as_it_is_shown(shown: Path) -> None:
    (shown / "cases/registry/actors.csv").rename(shown / "cases/registry/Actors.csv")
    assert str(va.check(shown)) == reports()[1]


def test_results_named_on_the_page_of_the_brief_stand_in_the_brief() -> None:
    page = (ROOT / "docs" / "howto" / "brief.md").read_text(encoding="utf-8")
    named = re.findall(r"\{\{(?:#finding )?([a-z][\w.-]*)", page)
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "brief").glob("*.en.md"))
    assert len(named) == 3
    assert [name for name in named if not re.search(rf"\{{\{{(#finding )?{re.escape(name)}[|}}]", texts)] == []


_STEP = re.compile(r"(?:^`([\w./-]+)`\n\n)?^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"\$ valuma (?P<words>(?:[^\n]*\\\n)*[^\n]*)\n(?P<output>.*)", re.DOTALL)


def test_the_tutorial_on_member_lists_runs_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from valuma.cli.main import main

    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    called = 0
    for file, kind, text in _STEP.findall((ROOT / "docs" / "tutorial-members.md").read_text(encoding="utf-8")):
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(text, encoding="utf-8")
        elif kind == "python":
            exec(compile(text, "tutorial-members.md", "exec"), names)
        elif shown := _COMMAND.fullmatch(text):
            called += 1
            assert main(shlex.split(shown["words"].replace("\\\n", " "))) == 0
            printed = [line.rstrip() for line in capsys.readouterr().out.rstrip().splitlines()]
            assert printed == shown["output"].rstrip().splitlines()
    assert called == 6
    assert [
        name
        for name in ("Esimerkki", "Malli", "example")
        for path in tmp_path.rglob("*.*v")
        if name in path.read_text()
    ] == []
