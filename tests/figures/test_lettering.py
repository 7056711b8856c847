"""Lines fit their room, and nothing of the text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.figures.lettering import line_height, width, wrap

WORDS = ["verkosto", "alueidenvälinen", "MAL-verkosto", "2020–2022", "maa- ja metsätalous", "och", "/", "Åland"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.integers(25, 80))
def test_every_line_fits_and_no_word_is_lost(words: list[str], room: int) -> None:
    text = " ".join(words)
    lines = wrap(text, room).split("\n")
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_word_wider_than_the_room_is_hyphenated_between_syllables() -> None:
    lines = wrap("aluekehittämisverkostoyhteistyö", 25).split("\n")
    assert all(width(line) <= 25 for line in lines)
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(line.rstrip("-") for line in lines) == "aluekehittämisverkostoyhteistyö"


def test_a_word_that_cannot_be_broken_is_kept_whole() -> None:
    assert wrap("VTT", 1) == "VTT"


def test_line_ends_of_the_text_are_kept() -> None:
    assert wrap("yksi\nkaksi", 100) == "yksi\nkaksi"


def test_too_many_lines_end_in_an_ellipsis_that_fits() -> None:
    lines = wrap("yksi kaksi kolme neljä viisi kuusi", 15, lines=2).split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert width(lines[1]) <= 15


def test_no_space_is_no_line() -> None:
    assert wrap("", 20) == ""


@pytest.mark.parametrize("size", [8, 9, 11])
def test_bold_is_wider_and_size_scales(size: float) -> None:
    assert width("verkosto", size, bold=True) > width("verkosto", size)
    assert width("verkosto", 2 * size) == pytest.approx(2 * width("verkosto", size), rel=0.02)
    assert line_height(2 * size) == pytest.approx(2 * line_height(size))
