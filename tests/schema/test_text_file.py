"""Bytes of text files: encodings, line ends, sizes."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.schema.problems import Problems
from valuma.schema.text_file import decode, read_bytes


def test_utf_8_without_a_mark_is_nothing_to_report() -> None:
    problems = Problems()
    assert decode("Åland, Närpes\n".encode(), "x", problems) == "Åland, Närpes\n"
    assert not problems


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\0\ufeffÃâ")))
def test_text_survives_encoding_and_decoding(text: str) -> None:
    assert decode(text.encode(), "x", Problems()) == text
    assert decode(codecs.BOM_UTF8 + text.encode(), "x", Problems()) == text


@given(st.binary(max_size=60))
def test_no_bytes_make_the_decoder_fail(data: bytes) -> None:
    problems = Problems()
    text = decode(data, "x", problems)
    assert (text is None) == bool(problems.errors)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_named(encoding: str) -> None:
    problems = Problems()
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    assert decode(mark + "a".encode(encoding), "x", problems) is None
    assert problems.errors[0].found == "UTF-16 text"


def test_missing_file_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert read_bytes(tmp_path / "x.csv", "x.csv", problems) is None
    assert problems.errors[0].expected == "a file that can be read"


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("pipe.csv", "."):
        problems = Problems()
        assert read_bytes(tmp_path / name, name, problems) is None
        assert problems.errors[0].found == "something that is not a file"


def test_limit_holds_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"12345")
    assert read_bytes(path, "x.csv", Problems(), limit=5) == b"12345"
    problems = Problems()
    assert read_bytes(path, "x.csv", problems, limit=4) is None
    assert problems.errors[0].expected == "at most 4 bytes"
