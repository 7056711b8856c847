"""Text is decoded without stopping, and what was assumed is reported."""

from __future__ import annotations

import pytest

from valuma.formats.encoding import decode
from valuma.schema.problems import Problems


@pytest.mark.parametrize(
    ("data", "text", "word"),
    [
        ("Åland".encode(), "Åland", ""),
        ("Åland".encode("utf-8-sig"), "Åland", "byte order mark"),
        ("Åland".encode("utf-16"), "Åland", "UTF-16"),
        ("Åland – €".encode("cp1252"), "Åland – €", "Windows-1252"),
        ("Ähtäri\nÅland ".encode() + b"\xff", "Ähtäri\nÅland \ufffd", "bytes that are not utf-8"),
        (b"", "", ""),
    ],
)
def test_encoding_is_found_and_reported(data: bytes, text: str, word: str) -> None:
    report = Problems()
    assert decode(data, "x.csv", report) == text
    assert word in str(report)
    assert bool(report) == bool(word)


def test_line_of_the_first_damaged_byte_is_said() -> None:
    report = Problems()
    decode("ä\nä\n".encode() + b"\xff", "x.csv", report)
    assert report.warnings[0].row == 3
