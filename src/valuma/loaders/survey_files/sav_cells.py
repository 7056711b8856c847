"""Cells of a .sav file: codes of one byte and values of eight unfolded with arrays, piece by piece."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.sav_records import SavRecords

Floats = npt.NDArray[np.float64]

#: Bytes that are read at a time.
_BLOCK = 2**20
#: The way through the groups is gone in leaps of two to the power of this.
_DOUBLINGS = 6
#: Unpacked to packed size of a .zsav file over 1 MiB, and the largest block in it.
RATIO, LARGEST = 200, 2**28
_SYSTEM_MISSING = -np.finfo(np.float64).max
_PADDING, _END, _RAW, _BLANK, _MISSING = 0, 252, 253, 254, 255


def cell_rows(stream: BinaryIO, records: SavRecords, file: str, limit: int) -> Iterator[Floats]:
    """Yield the cells of a system file, a row a respondent and a column a slot.

    Parameters
    ----------
    stream : binary file
        The file; may be moved.
    records : SavRecords
        Its dictionary.
    file : str
        Its name, for errors.
    limit : int
        Most bytes that a .zsav file may unfold to.

    Yields
    ------
    ndarray of float64, shape (rows, slots)
        Numbers (NaN where system-missing); the eight bytes of a text stand in the place of a number. Only whole rows;
        what is behind them in a truncated file is left out.

    Raises
    ------
    StudyError
        A .zsav file is damaged or unfolds to too much.

    Notes
    -----
    In compressed data, eight codes of a byte each are followed by as many values of eight bytes as there are codes
    "value follows". How long each group is comes from a table for all places at once; only the way from group to
    group is gone step by step.
    """
    stream.seek(records.data_at)
    parts = _unpacked(stream, records, file, limit) if records.compression == 2 else _read(stream)
    flat = _plain(parts, records.order) if records.compression == 0 else _by_codes(parts, records)
    rest: Floats = np.empty(0)
    for cells in flat:
        whole = np.concatenate([rest, cells]) if len(rest) else cells
        rows = len(whole) // records.width
        if rows:
            yield whole[: rows * records.width].reshape(rows, records.width)
        rest = whole[rows * records.width :]


def _read(stream: BinaryIO) -> Iterator[bytes]:
    while data := stream.read(_BLOCK):
        yield data


def _words(parts: Iterator[bytes]) -> Iterator[npt.NDArray[np.uint64]]:
    """Bytes as words of eight in pieces of bounded size; a part of a word at the end is left out."""
    rest = b""
    pieces = (part[at : at + _BLOCK] for part in parts for at in range(0, len(part), _BLOCK))
    for piece in pieces:
        data = rest + piece if rest else piece
        size = len(data) // 8 * 8
        rest = data[size:]
        if size:
            yield np.frombuffer(data, dtype=np.uint64, count=size // 8)


def _plain(parts: Iterator[bytes], order: str) -> Iterator[Floats]:
    for words in _words(parts):
        cells = words.view(np.float64)
        if order == ">":
            # Numbers are turned round where they are known to be numbers: texts stay as they are.
            yield cells.copy()
            continue
        yield np.where(cells == _SYSTEM_MISSING, np.nan, cells)


def _by_codes(parts: Iterator[bytes], records: SavRecords) -> Iterator[Floats]:
    values = _table(records)
    rest = np.empty(0, dtype=np.uint64)
    for part in _words(parts):
        words = np.concatenate([rest, part]) if len(rest) else part
        is_group, end = _groups(_count_raw(words))
        rest = words[end:]
        if not end:
            continue
        codes = words[:end][is_group].view(np.uint8)
        following = words[:end][~is_group].view(np.float64)
        cells = values[codes]
        cells[codes == _RAW] = (
            np.where(following == _SYSTEM_MISSING, np.nan, following) if records.order == "<" else following
        )
        ended = np.flatnonzero(codes == _END)
        if len(ended):
            codes, cells = codes[: ended[0]], cells[: ended[0]]
        if (codes == _PADDING).any():
            cells = cells[codes != _PADDING]
        yield cells
        if len(ended):
            return


def _table(records: SavRecords) -> Floats:
    """Return what each code stands for, as eight bytes in the order of the file."""
    values = np.arange(256, dtype=np.float64) - records.bias
    values[_MISSING] = np.nan
    if records.order == ">":
        values = values.byteswap()
    values[_BLANK] = np.frombuffer(b" " * 8, dtype=np.float64)[0]
    return values


def _count_raw(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """Of each word, how many of its eight bytes say "value follows"."""
    low = np.uint64(0x7F7F7F7F7F7F7F7F)
    other = words ^ np.uint64(0xFDFDFDFDFDFDFDFD)
    # The highest bit of a byte stays clear where the byte is zero, that is where the code was 253.
    marked = ((other & low) + low) | other | low
    count: npt.NDArray[np.uint8] = np.bitwise_count(~marked)
    return count


def _groups(follow: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.bool_], int]:
    """Mark the words that are groups of codes and whole; say where the next group begins.

    From each word the way leads past the values that would follow it. The way is gone in leaps of 64 groups; those
    between are found for all leaps at once.
    """
    size = len(follow)
    step = np.arange(1, size + 2, dtype=np.int32)
    step[:size] += follow
    np.minimum(step, size, out=step)
    leaps = [step]
    for _ in range(_DOUBLINGS):
        leaps.append(leaps[-1][leaps[-1]])
    at, anchors, last = 0, [], leaps.pop()
    while at < size:
        anchors.append(at)
        at = int(last[at])
    found = np.array(anchors, dtype=np.int32)
    for leap in reversed(leaps):
        found = np.concatenate([found, leap[found]])
    marked = np.zeros(size + 1, dtype=bool)
    marked[found] = True
    marked[size] = False
    final = size - 1 - int(np.argmax(marked[size - 1 :: -1])) if size else 0
    end = final + 1 + int(follow[final]) if size else 0
    if end > size:
        marked[final], end = False, final
    return marked[:end], end


def _unpacked(stream: BinaryIO, records: SavRecords, file: str, limit: int) -> Iterator[bytes]:
    """Unfold the blocks of a .zsav file in the order of its trailer."""
    order, expected = records.order, "a whole compressed system file"
    size = os.fstat(stream.fileno()).st_size
    head = stream.read(24)
    if len(head) < 24:
        raise unusable(file, "the end of the file behind its dictionary", expected)
    begin, trailer, length = struct.unpack(f"{order}3q", head)
    if begin != records.data_at or not begin + 24 <= trailer <= size - 24 or not 24 <= length <= size - trailer:
        raise unusable(file, "a list of blocks that is not where the file says", expected, hint="was it copied whole?")
    stream.seek(trailer)
    data = stream.read(length)
    (count,) = struct.unpack_from(f"{order}i", data, 20)
    if count < 0 or 24 + 24 * count > len(data):
        raise unusable(file, f"a list of {count:,} blocks in {len(data):,} bytes", expected)
    blocks = [struct.unpack_from(f"{order}2q2i", data, 24 + 24 * k) for k in range(count)]
    total = sum(block[2] for block in blocks)
    if total > min(limit, max(RATIO * size, 2**20)):
        raise unusable(
            file, f"{total:,} bytes declared in a file of {size:,}", f"at most {limit:,} and {RATIO} times the file"
        )
    for _, at, unfolded, packed in blocks:
        if not (begin < at <= size and 0 <= packed <= size - at and 0 <= unfolded <= LARGEST):
            raise unusable(file, f"a block of {packed:,} bytes at byte {at:,}", expected)
        stream.seek(at)
        yield _unfolded(stream.read(packed), unfolded, file)


def _unfolded(data: bytes, size: int, file: str) -> bytes:
    try:
        found = zlib.decompressobj().decompress(data, size + 1)
    except zlib.error as error:
        raise unusable(file, f"a damaged block: {error}", "a whole compressed system file") from error
    if len(found) != size:
        raise unusable(file, "a block that unfolds to another size than declared", f"{size:,} bytes")
    return found


def numbers(cells: npt.NDArray[Any], order: str) -> Floats:
    """Return a column of numbers from the cells of a slot, system-missing as NaN."""
    if order == "<":
        return cells
    turned = cells.byteswap()
    turned[turned == _SYSTEM_MISSING] = np.nan
    return turned
