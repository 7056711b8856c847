from __future__ import annotations

import os

import pytest

from valuma.report import swap
from valuma.report.swap import replaced_folder
from valuma.schema.problems import ValumaError


def fill(folder, word):
    (folder / "page.txt").write_text(word, encoding="utf-8")


@pytest.mark.parametrize("exchange", [True, False], ids=["exchanged", "renamed"])
def test_a_folder_takes_the_place_of_another(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(swap, "_exchanged", lambda new, target: False)
    target = tmp_path / "deep" / "brief"
    for word in ("first", "second"):
        with replaced_folder(target) as folder:
            fill(folder, word)
    assert (target / "page.txt").read_text(encoding="utf-8") == "second"
    assert [path.name for path in target.parent.iterdir()] == ["brief"]


def test_an_error_leaves_the_folder_as_it_was(tmp_path):
    target = tmp_path / "brief"
    with replaced_folder(target) as folder:
        fill(folder, "first")
    with pytest.raises(NotADirectoryError), replaced_folder(target) as folder:
        (folder / "page.txt" / "below").write_text(fill(folder, "second") or "", encoding="utf-8")
    assert (target / "page.txt").read_text(encoding="utf-8") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["brief"]


def test_what_a_dead_process_left_behind_is_removed_and_a_living_one_is_left_alone(tmp_path):
    dead = tmp_path / ".valuma-brief-999999999-aa"
    alive = tmp_path / f".valuma-brief-{os.getpid()}-aa"
    dead.mkdir()
    alive.mkdir()
    with replaced_folder(tmp_path / "brief") as folder:
        fill(folder, "first")
    assert not dead.exists()
    assert alive.exists()


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "brief").symlink_to(tmp_path / "real")
    with pytest.raises(ValumaError, match="is not a folder"), replaced_folder(tmp_path / "brief"):
        pass
