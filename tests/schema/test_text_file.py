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


@pytest.mark.parametrize(
    ("data", "text", "reported"),
    [
        ("Åland".encode("utf-8-sig"), "Åland", [("note", None)]),
        ("Åland – €".encode("cp1252"), "Åland – €", [("warning", None)]),
        ("Ähtäri\n".encode() + b"\xff", "Ähtäri\n\ufffd", [("warning", None), ("warning", 2)]),
        ("ä\r\nä\rä".encode() + b"\xff", "ä\nä\nä\ufffd", [("warning", None), ("warning", 3)]),
        (b"\xe4\x81", "ä\ufffd", [("warning", None), ("warning", 1)]),
        (b"", "", []),
    ],
    ids=["mark", "cp1252", "damaged UTF-8", "other line ends", "damaged cp1252", "empty"],
)
def test_encoding_is_found_and_damage_named_by_line(data: bytes, text: str, reported: list[object]) -> None:
    problems = Problems()
    assert decode(data, "x", problems) == text
    assert [(problem.severity, problem.row) for problem in problems] == reported


def test_line_ends_are_kept_on_request() -> None:
    assert decode(b"a\r\nb\rc\n", "x", Problems(), keep_line_ends=True) == "a\r\nb\rc\n"
    assert decode(b"a\r\nb\rc\n", "x", Problems()) == "a\nb\nc\n"


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
