"""Every character that can be printed exists in the font."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from valuma.figures.style import FAMILIES, font_folder
from valuma.texts.catalogue import catalogue

FACES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf")


def strings(tree: object) -> list[str]:
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in strings(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in strings(value)]
    return [tree] if isinstance(tree, str) else []


@pytest.mark.parametrize("face", FACES)
def test_every_character_of_the_catalogues_has_a_glyph(face: str) -> None:
    has = set(FT2Font(str(font_folder() / face)).get_charmap())
    texts = [text for name in ("terms", "sentences", "messages") for text in strings(dict(catalogue(name)))]
    assert {char for text in texts for char in text if ord(char) not in has} == set()


@pytest.mark.parametrize("face", FACES)
def test_every_character_of_the_registry_and_the_cards_has_a_glyph(face: str, root: Path) -> None:
    has = set(FT2Font(str(font_folder() / face)).get_charmap())
    files = [*root.glob("cases/registry/*.csv"), *root.glob("cases/*/*/card.toml"), *root.glob("cases/*/*/members.csv")]
    assert files
    found = {char for path in files for char in path.read_text(encoding="utf-8")} - set("\n\r\t")
    assert {char for char in found if ord(char) not in has} == set()


def test_numbers_of_every_language_have_glyphs() -> None:
    has = set(FT2Font(str(font_folder() / FACES[0])).get_charmap())
    assert {ord(char) for char in "0123456789\u202f\u00a0\u2212,.%–"} <= has


def test_the_fallback_family_is_always_there() -> None:
    assert FAMILIES[-1] == "DejaVu Sans"
    assert Path(font_manager.findfont("DejaVu Sans", fallback_to_default=False)).is_file()


def test_the_licence_of_the_font_travels_with_it() -> None:
    assert "SIL Open Font License" in (font_folder() / "LICENSE.txt").read_text(encoding="utf-8", errors="replace")
