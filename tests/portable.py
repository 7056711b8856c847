"""Writer of SPSS portable files for tests: any letters, any line ends, weight, missing codes, labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRST"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@'=\""


@dataclass
class Var:
    name: str
    width: int = 0
    format: tuple[int, int, int] = (5, 8, 2)
    label: str = ""
    #: Pairs of first and last code; None for the lowest or the highest number.
    missing: Sequence[tuple[float | str | None, float | str | None]] = ()
    labels: Mapping[float | str, str] = field(default_factory=dict)


def base30(value: int) -> str:
    text = ""
    while value:
        value, digit = divmod(value, 30)
        text = _DIGITS[digit] + text
    return text or "0"


def number(value: float | None) -> bytes:
    """Write a number exactly: every float has an end in base 30, because 30 is even."""
    if value is None or math.isnan(value):
        return b"*."
    exact, power = Fraction(abs(value)), 0
    while exact.denominator > 1:
        exact, power = exact * 30, power - 1
    whole = base30(exact.numerator)
    tail = "" if not power else f"-{base30(-power)}"
    return f"{'-' if value < 0 else ''}{whole}{tail}/".encode()


def portable(
    variables: Sequence[Var],
    rows: Sequence[Sequence[float | str | None]],
    *,
    weight: str = "",
    documents: Sequence[str] = (),
    encoding: str = "cp1252",
    line_end: bytes = b"\r\n",
    line: int = 80,
    strip: bool = False,
    alphabet: bytes = b"",
    end: bool = True,
) -> bytes:
    """Return the bytes of a portable file.

    `alphabet` maps each byte of ASCII to the file's own (256 bytes); `strip` leaves out spaces at the ends of lines.
    """

    def string(text: str) -> bytes:
        raw = text.encode(encoding)
        return base30(len(raw)).encode() + b"/" + raw

    def value(code: float | str | None) -> bytes:
        return string(code) if isinstance(code, str) else number(code)

    out = [b"A", string("20200131"), string("120000"), b"1", string("a test"), b"4", number(len(variables)), b"5B/"]
    out += [b"6", string(weight)] if weight else []
    for var in variables:
        formats = (1, var.width, 0) if var.width else var.format
        out += [b"7", number(var.width), string(var.name), *(number(part) for part in formats * 2)]
        for low, high in var.missing:
            if low == high:
                out += [b"8", value(low)]
            elif low is None:
                out += [b"9", value(high)]
            elif high is None:
                out += [b"A", value(low)]
            else:
                out += [b"B", value(low), value(high)]
        out += [b"C", string(var.label)] if var.label else []
    for var in variables:
        if var.labels:
            out += [b"D1/", string(var.name), number(len(var.labels))]
            out += [part for code, label in var.labels.items() for part in (value(code), string(label))]
    if documents:
        out += [b"E", number(len(documents)), *map(string, documents)]
    out += [b"F", *(value(cell) for row in rows for cell in row)]
    out += [b"Z"] if end else []
    body = b"".join(out)
    head = b"ASCII SPSS PORT FILE".ljust(40) * 5 + (b"0" * 64 + _LETTERS.encode()).ljust(256, b"0") + b"SPSSPORT"
    whole = head + body
    if end:
        whole = whole.ljust(-(-len(whole) // 80) * 80, b"Z")
    whole = whole.translate(alphabet) if alphabet else whole
    lines = [whole[at : at + line] for at in range(0, len(whole), line)]
    return line_end.join(piece.rstrip(b" ") if strip else piece for piece in lines) + line_end
