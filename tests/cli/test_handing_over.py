from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from valuma.cli import slides, tables
from valuma.cli.options import CallError


def options(module, *words: str) -> argparse.Namespace:
    top = argparse.ArgumentParser()
    module.add_command(top.add_subparsers())
    return top.parse_args(words)


@pytest.mark.parametrize(("module", "name", "form"), [(tables, "tables", "--xlsx"), (slides, "slides", "--pptx")])
def test_a_call_without_a_format_is_wrong_and_says_which_there_is(module, name: str, form: str) -> None:
    with pytest.raises(CallError, match=f"valuma {name} {form}"):
        module.run(options(module, name, "."))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "form", "file"),
    [(tables, "tables", "--xlsx", "tables-sv.xlsx"), (slides, "slides", "--pptx", "slides-sv.pptx")],
)
def test_the_commands_print_what_they_wrote(
    module, name: str, form: str, file: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (name, str(root), form, "--lang", "sv", "--figure", "known-sums", "--draws", "99", "--out")
    assert module.run(options(module, *words, str(tmp_path / "build" / name))) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'build' / name / file}\n"
    assert (tmp_path / "build" / name / file).stat().st_size > 10_000
