"""Header records that pyreadstat does not write, put into a .sav file that it wrote.

Layout after the format's description in the manual of GNU PSPP; written apart from the reader that it tests.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Dictionary:
    """Where things stand in the dictionary of a .sav file."""

    #: Short name → place of its first slot, counted from 1.
    slots: dict[str, int] = field(default_factory=dict)
    #: Long name → short name.
    short: dict[str, str] = field(default_factory=dict)
    #: Offset of the record that ends the dictionary.
    end: int = 0


@dataclass(frozen=True)
class MultipleResponse:
    """A multiple-response set: dichotomies where a counted value is given, else categories."""

    name: str
    label: str
    items: Sequence[str]
    counted: str | None = None
    #: Written into the newer record (type E); for dichotomies labelled by the counted value.
    extended: bool = False


def add_records(
    data: bytes | Path,
    *,
    weight: str = "",
    sets: Sequence[MultipleResponse] = (),
    variable_sets: Mapping[str, Sequence[str]] | None = None,
    roles: Mapping[str, int] | None = None,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
    file_attributes: Mapping[str, str] | None = None,
    documents: Sequence[str] = (),
    encoding: str = "utf-8",
) -> bytes:
    """Return a .sav file with more records in its header.

    `data` is a file or its bytes; `weight` the variable of the weight; `roles` SPSS roles (0 input, 1 target, 2 both,
    3 none, 4 partition, 5 split) by variable; `attributes` texts by name by variable; `documents` lines of remarks.
    """
    content = data.read_bytes() if isinstance(data, Path) else data
    found = read_dictionary(content)
    records = b""
    if documents:
        lines = [line.encode(encoding)[:80].ljust(80) for line in documents]
        records += struct.pack("<ii", 6, len(lines)) + b"".join(lines)
    if variable_sets:
        text = "".join(f"{name}= {' '.join(items)}\r\n" for name, items in variable_sets.items())
        records += extension(5, text.encode(encoding))
    for subtype, chosen in ((7, [s for s in sets if not s.extended]), (19, [s for s in sets if s.extended])):
        if chosen:
            records += extension(subtype, b"".join(_set_line(one, found, encoding) for one in chosen))
    if file_attributes:
        records += extension(17, _attributes(file_attributes).encode(encoding))
    by_variable = {name: dict(values) for name, values in (attributes or {}).items()}
    for name, role in (roles or {}).items():
        by_variable.setdefault(name, {})["$@Role"] = str(role)
    if by_variable:
        text = "/".join(f"{name}:{_attributes(values)}" for name, values in by_variable.items())
        records += extension(18, text.encode(encoding))
    header = bytearray(content[: found.end])
    if weight:
        header[76:80] = struct.pack("<i", found.slots[found.short.get(weight, weight.upper())])
    return bytes(header) + records + content[found.end :]


def extension(subtype: int, text: bytes, size: int = 1) -> bytes:
    """Return an extension record (type 7)."""
    return struct.pack("<iiii", 7, subtype, size, len(text) // size) + text


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f"{name}('{value}'\n)" for name, value in values.items())


def _set_line(one: MultipleResponse, found: Dictionary, encoding: str) -> bytes:
    label = one.label.encode(encoding)
    items = " ".join(found.short.get(item, item).lower() for item in one.items).encode()
    if one.counted is None:
        start = b"C "
    else:
        counted = one.counted.encode(encoding)
        start = (b"E 1 %d %s " if one.extended else b"D%d %s ") % (len(counted), counted)
    return b"$%s=%s%d %s %s\n" % (one.name.encode(encoding), start, len(label), label, items)


def read_dictionary(data: bytes) -> Dictionary:
    """Walk the dictionary of a little-endian .sav file."""
    found, at, slot = Dictionary(), 176, 0
    while True:
        (kind,) = struct.unpack_from("<i", data, at)
        if kind == 999:
            found.end = at
            return found
        if kind == 2:
            width, has_label, missing, _, _, name = struct.unpack_from("<iiiii8s", data, at + 4)
            slot += 1
            at += 32
            if width != -1:
                found.slots[name.decode().strip()] = slot
            if has_label:
                (length,) = struct.unpack_from("<i", data, at)
                at += 4 + -(-length // 4) * 4
            at += 8 * abs(missing)
        elif kind == 3:
            (count,) = struct.unpack_from("<i", data, at + 4)
            at += 8
            for _ in range(count):
                at += 8 + (data[at + 8] + 1 + 7) // 8 * 8
            (_, users) = struct.unpack_from("<ii", data, at)
            at += 8 + 4 * users
        elif kind == 6:
            at += 8 + 80 * struct.unpack_from("<i", data, at + 4)[0]
        else:
            subtype, size, count = struct.unpack_from("<iii", data, at + 4)
            body = data[at + 16 : at + 16 + size * count]
            if subtype == 13:
                pairs = (pair.split("=") for pair in body.decode().rstrip("\t").split("\t") if pair)
                found.short = {long: short for short, long in pairs}
            at += 16 + size * count
