"""Rows of an SPSS system file taken out of its bytes; the dictionary stays as it is."""

from __future__ import annotations

import io
import struct
from collections.abc import Collection, Iterator

from valuma.loaders.survey_files.sav_records import SavRecords, read_records
from valuma.schema.problems import ValumaError

_CASES_AT = 80
_PADDING, _END, _RAW = 0, 252, 253
_SLOT = 8


def without_cases(data: bytes, file: str, gone: Collection[int]) -> bytes:
    """Take rows out of a .sav file.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for errors.
    gone : collection of int
        Rows to take out, counted from 0.

    Returns
    -------
    bytes
        The same file with fewer rows: labels, missing values, sets, documents and the other rows are as they were.

    Raises
    ------
    StudyError
        The file is damaged.
    ValumaError
        It is compressed with zlib (.zsav), or holds fewer rows than its header says.
    """
    records = read_records(io.BytesIO(data), file)
    if records.compression == 2:
        raise ValumaError(f"{file} is compressed with zlib; save it in SPSS as .sav and say the same again")
    body = data[records.data_at :]
    left = _plain(body, records, gone) if records.compression == 0 else _by_codes(body, records, gone)
    head = bytearray(data[: records.data_at])
    if records.cases >= 0:
        struct.pack_into(f"{records.order}i", head, _CASES_AT, records.cases - len(gone))
        _shorten_long_count(head, records, len(gone))
    return bytes(head) + left


def _plain(body: bytes, records: SavRecords, gone: Collection[int]) -> bytes:
    size = records.width * _SLOT
    count = len(body) // size
    _check(count, gone)
    return b"".join(body[k * size : (k + 1) * size] for k in range(count) if k not in gone)


def _by_codes(body: bytes, records: SavRecords, gone: Collection[int]) -> bytes:
    """Take rows out of data in which a byte stands for each slot, eight of them before the slots they need."""
    slots = list(_slots(body))
    count = len(slots) // records.width
    _check(count, gone)
    kept = [slot for k in range(count) if k not in gone for slot in slots[k * records.width : (k + 1) * records.width]]
    out = []
    for first in range(0, len(kept), _SLOT):
        eight = kept[first : first + _SLOT]
        codes = bytes(code for code, _ in eight) + bytes([_PADDING] * (_SLOT - len(eight)))
        out.append(codes + b"".join(raw for _, raw in eight))
    return b"".join(out)


def _slots(body: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _SLOT <= len(body):
        codes = body[at : at + _SLOT]
        at += _SLOT
        for code in codes:
            if code == _END:
                return
            if code == _PADDING:
                continue
            raw = body[at : at + _SLOT] if code == _RAW else b""
            at += len(raw)
            yield code, raw


def _check(count: int, gone: Collection[int]) -> None:
    if any(not 0 <= k < count for k in gone):
        raise ValumaError(f"the file holds {count:,} whole rows; row {max(gone) + 1:,} is not among them")


def _shorten_long_count(head: bytearray, records: SavRecords, fewer: int) -> None:
    """Change the number of rows where the dictionary holds it a second time."""
    data = records.extension(16)
    if len(data) != 16:
        return
    low, cases = struct.unpack(f"{records.order}2q", data)
    mark = struct.pack(f"{records.order}4i", 7, 16, 8, 2) + data
    at = bytes(head).find(mark)
    if at >= 0 and cases >= fewer:
        struct.pack_into(f"{records.order}2q", head, at + 16, low, cases - fewer)
