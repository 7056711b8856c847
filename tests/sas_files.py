"""Small writers of SAS files: transport files (version 5) after SAS technical note TS-140."""

from __future__ import annotations

import struct
from collections.abc import Sequence


def xport(
    variables: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[float | str]],
    *,
    formats: Sequence[str] = (),
    texts: Sequence[int] = (),
    encoding: str = "cp1252",
) -> bytes:
    """Return a transport file of one data set.

    `variables` are names with labels; a cell is a number, a missing value (``"."``, ``".A"``, ``"._"``) or, in a
    variable whose place is in `texts`, a text of at most 16 bytes.
    """
    stamp = b"01JAN26:00:00:00"
    found = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  "
    found += (b"SAS     SAS     SASLIB  9.4     X64_10PR" + b" " * 24 + stamp).ljust(80) + stamp.ljust(80)
    found += b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  "
    found += b"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!000000000000000000000000000000  "
    found += (b"SAS     ANSWERS SASDATA 9.4     X64_10PR" + b" " * 24 + stamp).ljust(80) + stamp.ljust(80)
    found += b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!%010d00000000000000000000  " % len(variables)
    at, described = 0, b""
    for place, (name, label) in enumerate(variables):
        text = place in texts
        form = formats[place] if place < len(formats) else ""
        width = 16 if text else 8
        described += struct.pack(">hhhh", 2 if text else 1, 0, width, place + 1)
        described += name.encode().ljust(8) + label.encode(encoding).ljust(40)[:40]
        described += form.encode().ljust(8) + struct.pack(">hhh", 0, 0, 0) + b"\0\0" + b" " * 8
        described += struct.pack(">hh", 0, 0) + struct.pack(">i", at) + bytes(52)
        at += width
    found += described.ljust(-(-len(described) // 80) * 80)
    found += b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!000000000000000000000000000000  "
    body = b"".join(
        cell.encode(encoding).ljust(16)[:16] if place in texts and isinstance(cell, str) else ibm(cell)
        for row in rows
        for place, cell in enumerate(row)
    )
    return found + body.ljust(-(-len(body) // 80) * 80)


def ibm(value: float | str) -> bytes:
    """Return a number as IBM mainframes write it: sign and exponent of 16 in a byte, then 56 bits of fraction."""
    if isinstance(value, str):
        return (value[1:] or ".").encode() + bytes(7)
    if value == 0:
        return bytes(8)
    sign, fraction, exponent = 0x80 if value < 0 else 0, abs(value), 64
    while fraction >= 1:
        fraction, exponent = fraction / 16, exponent + 1
    while fraction < 1 / 16:
        fraction, exponent = fraction * 16, exponent - 1
    return bytes([sign | exponent]) + int(fraction * 2**56).to_bytes(7, "big")


def sas7bdat(
    variables: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[float | str]], *, texts: Sequence[int] = ()
) -> bytes:
    """Return a data set of 32 bits, little-endian, UTF-8, of one page of descriptions and one of rows.

    `variables` are name, label and format; a cell is a number, a missing value (``"."``, ``".A"``, ``"._"``) or, in a
    variable whose place is in `texts`, a text of at most 16 bytes. Layout as the public descriptions of the format give
    it; checked against ReadStat and pandas.
    """
    page_size, width = 8192, sum(16 if place in texts else 8 for place in range(len(variables)))
    pool, places = bytes(12), []
    for name, label, form in variables:
        found = []
        for text in (name, label, form):
            found.append((len(pool), len(text.encode())))
            pool += text.encode().ljust(-(-len(text.encode()) // 4) * 4)
        places.append(found)
    count = len(variables)
    size = bytearray(480)
    size[0:4] = b"\xf7" * 4
    struct.pack_into("<ii", size, 20, width, len(rows))
    struct.pack_into("<ii", size, 36, count, 0)
    struct.pack_into("<ii", size, 52, page_size, 0)
    struct.pack_into("<i", size, 60, len(rows))
    columns = b"\xf6" * 4 + struct.pack("<ii", count, 0)
    text = b"\xfd\xff\xff\xff" + struct.pack("<h", len(pool)) + pool[2:] + bytes(8)
    names = b"\xff\xff\xff\xff" + struct.pack("<hhhh", 8 * count + 8, 0, 0, 0)
    names += b"".join(struct.pack("<hhhh", 0, at[0][0], at[0][1], 0) for at in places) + bytes(8)
    attributes = b"\xfc\xff\xff\xff" + struct.pack("<hhhh", 12 * count + 8, 0, 0, 0)
    start = 0
    for place in range(count):
        cell = 16 if place in texts else 8
        attributes += struct.pack("<iihBB", start, cell, 4, 2 if place in texts else 1, 0)
        start += cell
    subheaders = [bytes(size), columns, text, names, attributes + bytes(8)]
    for at in places:
        one = bytearray(52)
        one[0:4] = b"\xfe\xfb\xff\xff"
        struct.pack_into("<hhhhhh", one, 34, 0, *at[2], 0, *at[1])
        subheaders.append(bytes(one))
    body, pointers, end = b"", b"", page_size
    for subheader in subheaders:
        end -= len(subheader)
        pointers += struct.pack("<iiBBh", end, len(subheader), 0, 0, 0)
        body = subheader + body
    described = bytes(16) + struct.pack("<hhhh", 0, len(subheaders), len(subheaders), 0) + pointers
    described = described.ljust(page_size - len(body), b"\0") + body
    cells = b"".join(
        cell.encode().ljust(16)[:16] if place in texts and isinstance(cell, str) else _sas_number(cell)
        for row in rows
        for place, cell in enumerate(row)
    )
    answers = (bytes(16) + struct.pack("<hhhh", 256, len(rows), 0, 0) + cells).ljust(page_size, b"\0")
    return _sas_header(page_size) + described + answers


def _sas_header(page_size: int) -> bytes:
    head = bytearray(1024)
    head[12:32] = bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
    head[32:40] = b"\x22\x22\x00\x32\x22\x01\x02\x32"
    head[70] = 20
    head[84:92] = b"SAS FILE"
    head[92:156] = b"ANSWERS".ljust(64)
    head[156:164] = b"DATA    "
    struct.pack_into("<iii", head, 196, 1024, page_size, 2)
    head[216:224] = b"9.0401M6"
    return bytes(head)


def _sas_number(value: float | str) -> bytes:
    if isinstance(value, float):
        return struct.pack("<d", value)
    tag = {".": 0xFE, "._": 0xFF}.get(value) or 0xFD - (ord(value[1]) - ord("A"))
    return bytes(5) + bytes([tag, 0xFF, 0xFF])
