"""A small writer of .sav files, in which every byte can be chosen: order of bytes, compression, encoding, damage."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: What stands for system-missing.
SYSMIS = -1.7976931348623157e308


@dataclass
class Column:
    """One variable: numbers where `width` is 0, else texts of so many bytes (at most 255)."""

    name: str
    width: int = 0
    label: bytes = b""
    labels: Mapping[float | bytes, bytes] = field(default_factory=dict)
    #: Codes that stand for missing answers, at most three.
    missing: Sequence[float | bytes] = ()
    #: A range of them.
    span: tuple[float, float] | None = None
    #: Type, width and decimals of the print format; 20 is a date.
    format: tuple[int, int, int] = (5, 8, 2)

    @property
    def slots(self) -> int:
        return max(1, -(-self.width // 8))


def sav(
    columns: Sequence[Column],
    rows: Sequence[Sequence[float | bytes]],
    *,
    order: str = "<",
    compression: int = 0,
    encoding: str | None = "UTF-8",
    page: int = 65001,
    cases: int | None = None,
    weight: int = 0,
    extra: bytes = b"",
) -> bytes:
    """Return a .sav file; NaN is written as system-missing, `cases` is what the header announces."""
    width = sum(column.slots for column in columns)
    announced = len(rows) if cases is None else cases
    magic = b"$FL3" if compression == 2 else b"$FL2"
    head = magic + b"@(#) SPSS DATA FILE written by a test".ljust(60)
    head += struct.pack(f"{order}5id", 2, width, compression, weight, announced, 100.0)
    head += b"01 Jan 2600:00:00" + b" " * 64 + b"\0" * 3
    records = head + b"".join(_variable(column, order) for column in columns)
    place = 1
    for column in columns:
        if column.labels:
            records += _labels(column, place, order)
        place += column.slots
    machine = struct.pack(f"{order}8i", 20, 0, 0, -1, 1, 1, 2 if order == "<" else 1, page)
    records += struct.pack(f"{order}4i", 7, 3, 4, 8) + machine
    if encoding is not None:
        records += struct.pack(f"{order}4i", 7, 20, 1, len(encoding)) + encoding.encode()
    records += extra + struct.pack(f"{order}2i", 999, 0)
    cells = b"".join(_cell(column, cell, order) for row in rows for column, cell in zip(columns, row, strict=True))
    if compression == 0:
        return records + cells
    packed = _by_codes(cells, order)
    return records + (packed if compression == 1 else _zipped(packed, len(records), order))


def _variable(column: Column, order: str) -> bytes:
    count = len(column.missing) if column.span is None else -2 - len(column.missing)
    form = column.format if not column.width else (1, column.width, 0)
    printed = form[0] << 16 | form[1] << 8 | form[2]
    found = struct.pack(f"{order}6i", 2, column.width, bool(column.label), count, printed, printed)
    found += column.name.encode().ljust(8)
    if column.label:
        found += struct.pack(f"{order}i", len(column.label)) + column.label + b" " * (-len(column.label) % 4)
    values = [*(column.span or ()), *column.missing]
    found += b"".join(_value(value, order) for value in values)
    return found + struct.pack(f"{order}6i8s", 2, -1, 0, 0, 0, 0, b" " * 8) * (column.slots - 1)


def _labels(column: Column, place: int, order: str) -> bytes:
    found = struct.pack(f"{order}2i", 3, len(column.labels))
    for code, label in column.labels.items():
        found += _value(code, order) + bytes([len(label)]) + label + b" " * (-(len(label) + 1) % 8)
    return found + struct.pack(f"{order}3i", 4, 1, place)


def _value(value: float | bytes, order: str) -> bytes:
    return value[:8].ljust(8) if isinstance(value, bytes) else struct.pack(f"{order}d", value)


def _cell(column: Column, cell: float | bytes, order: str) -> bytes:
    if isinstance(cell, bytes):
        return cell[: 8 * column.slots].ljust(8 * column.slots)
    return struct.pack(f"{order}d", SYSMIS if cell != cell else cell)


def _by_codes(cells: bytes, order: str) -> bytes:
    found = b""
    for start in range(0, len(cells), 64):
        codes, following = b"", b""
        for at in range(start, min(start + 64, len(cells)), 8):
            word = cells[at : at + 8]
            (number,) = struct.unpack(f"{order}d", word)
            if word == b" " * 8:
                codes += b"\xfe"
            elif number == SYSMIS:
                codes += b"\xff"
            elif number == int(number if abs(number) < 1e6 else 1e6) and 1 <= number + 100 <= 251:
                codes += bytes([int(number) + 100])
            else:
                codes, following = codes + b"\xfd", following + word
        found += codes.ljust(8, b"\0") + following
    return found


def _zipped(packed: bytes, at: int, order: str, size: int = 4096) -> bytes:
    blocks = [packed[start : start + size] for start in range(0, len(packed), size)]
    squeezed = [zlib.compress(block) for block in blocks]
    body = b"".join(squeezed)
    trailer = struct.pack(f"{order}2q2i", -100, 0, size, len(blocks))
    plain, place = at, at + 24
    for block, small in zip(blocks, squeezed, strict=True):
        trailer += struct.pack(f"{order}2q2i", plain, place, len(block), len(small))
        plain, place = plain + len(block), place + len(small)
    return struct.pack(f"{order}3q", at, at + 24 + len(body), len(trailer)) + body + trailer
