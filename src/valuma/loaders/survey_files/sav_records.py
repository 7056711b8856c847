"""The records of a .sav dictionary, one after the other: variables, value labels, documents, extensions."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from valuma.formats.guards import unusable

#: Variable records, continuations included.
MAX_SLOTS = 1_000_000
#: Bytes of the dictionary.
MAX_DICTIONARY = 512 * 2**20

_EXPECTED = "a whole SPSS system file"
_HINT = "was the file copied or downloaded whole?"


@dataclass
class SlotRecord:
    """A variable record: a variable, a segment of a very long text, or a continuation of one.

    Parameters
    ----------
    slot : int
        Place among all variable records, counted from 1.
    width : int
        0 for numbers, bytes of a text; -1 for a continuation.
    name : bytes
        Short name.
    label : bytes
        Its text.
    missing : tuple of bytes
        Values of 8 bytes.
    span : bool
        The first two missing values are the ends of a range.
    format : tuple of int
        Type, width and decimals of the print format.
    """

    slot: int
    width: int
    name: bytes
    label: bytes = b""
    missing: tuple[bytes, ...] = ()
    span: bool = False
    format: tuple[int, int, int] = (0, 0, 0)


@dataclass
class SavRecords:
    """What the dictionary of a .sav file holds, undecoded.

    Parameters
    ----------
    order : {"<", ">"}
        Order of the bytes.
    compression : int
        0 none, 1 by codes, 2 by codes and zlib.
    weight_slot : int
        Slot of the weight; 0 where there is none.
    cases : int
        Rows; -1 where the header does not say.
    bias : float
        Added to small whole numbers in compressed data.
    label : bytes
        Label of the file.
    slots : list of SlotRecord
        Variable records without continuations.
    width : int
        Number of slots of a row.
    labels : list of (dict of bytes to bytes, list of int)
        Value labels and the slots of the variables that they are for.
    documents : list of bytes
        Lines of remarks.
    extensions : dict of int to list of (int, bytes)
        By subtype: size of an element, and the data.
    data_at : int
        Offset of the answers.
    oddities : list of str
        What was met that does not belong there, and was passed over.
    """

    order: str
    compression: int
    weight_slot: int
    cases: int
    bias: float
    label: bytes
    slots: list[SlotRecord] = field(default_factory=list)
    width: int = 0
    labels: list[tuple[dict[bytes, bytes], list[int]]] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)
    extensions: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)
    data_at: int = 0
    oddities: list[str] = field(default_factory=list)

    def extension(self, subtype: int) -> bytes:
        """Return the data of an extension; empty where the file has none."""
        found = self.extensions.get(subtype)
        return found[0][1] if found else b""

    def integers(self, subtype: int) -> list[int]:
        """Return the data of an extension as whole numbers of four bytes."""
        data = self.extension(subtype)
        return list(struct.unpack_from(f"{self.order}{len(data) // 4}i", data))


def read_records(stream: BinaryIO, file: str) -> SavRecords:
    """Read the dictionary of a .sav or .zsav file, whatever order of bytes it has.

    Parameters
    ----------
    stream : binary file
        At its beginning; left behind the dictionary.
    file : str
        Its name, for errors.

    Returns
    -------
    SavRecords

    Raises
    ------
    StudyError
        The file is no system file, is written in EBCDIC, ends within its dictionary, or holds a record that no such
        file has.
    """
    source = _Source(stream, file)
    head = source.take(176)
    if head[:4] not in (b"$FL2", b"$FL3"):
        raise unusable(
            file, "a system file of a mainframe (EBCDIC)", "a system file of a PC", hint="save it again in SPSS"
        )
    order = next((order for order in "<>" if struct.unpack_from(f"{order}i", head, 64)[0] in (2, 3)), None)
    if order is None:
        raise unusable(file, "a header that does not tell the order of its bytes", _EXPECTED)
    compression, weight, cases = struct.unpack_from(f"{order}3i", head, 72)
    (bias,) = struct.unpack_from(f"{order}d", head, 84)
    if compression not in (0, 1, 2):
        raise unusable(file, f"a way of compression numbered {compression}", "0, 1 or 2")
    compression = 2 if head[:4] == b"$FL3" and compression else compression
    if not np.isfinite(bias) or abs(bias) > 1e6:
        raise unusable(file, f"a bias of {bias:g} in the header", "100, as SPSS writes")
    source.order = order
    found = SavRecords(order, compression, weight, cases, bias, head[109:173])
    while (kind := source.integer()) != 999:
        if kind not in _RECORDS:
            raise unusable(file, f"{kind} at byte {source.at - 4:,}, where a record begins", _EXPECTED, hint=_HINT)
        _RECORDS[kind](source, found)
    source.integer()
    found.data_at = source.at
    if not found.slots:
        raise unusable(file, "no variables", "at least one variable")
    return found


class _Source:
    """Bytes of the dictionary, of which no more is taken than there is."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.stream, self.file, self.order, self.at = stream, file, "<", 0

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > MAX_DICTIONARY:
            raise unusable(self.file, f"a record of {count:,} bytes at byte {self.at:,}", _EXPECTED, hint=_HINT)
        data = self.stream.read(count)
        if len(data) < count:
            raise unusable(
                self.file, f"the end of the file within its dictionary, at byte {self.at:,}", _EXPECTED, hint=_HINT
            )
        self.at += count
        return data

    def integer(self) -> int:
        return int(struct.unpack(f"{self.order}i", self.take(4))[0])

    def count(self) -> int:
        """Return a number of things, which cannot be below zero."""
        found = self.integer()
        if found < 0:
            raise unusable(self.file, f"a count of {found} at byte {self.at - 4:,}", _EXPECTED, hint=_HINT)
        return found

    def integers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f"{self.order}{count}i", self.take(4 * count))


def _variable(source: _Source, found: SavRecords) -> None:
    data = source.take(28)
    width, has_label, missing, printed, _ = struct.unpack_from(f"{source.order}5i", data)
    found.width += 1
    if found.width > MAX_SLOTS:
        raise unusable(source.file, f"more than {MAX_SLOTS:,} variable records", f"at most {MAX_SLOTS:,}")
    if not -1 <= width <= 255 or has_label not in (0, 1) or abs(missing) > 3 or missing == -1:
        raise unusable(source.file, f"a broken variable record at byte {source.at - 28:,}", _EXPECTED, hint=_HINT)
    label = b""
    if has_label:
        length = source.integer()
        label = source.take(length + -length % 4)[:length]
    values = tuple(source.take(8) for _ in range(abs(missing)))
    if width == -1:
        return
    form = (printed >> 16 & 255, printed >> 8 & 255, printed & 255)
    found.slots.append(SlotRecord(found.width, width, data[20:28].rstrip(b" \0"), label, values, missing < 0, form))


def _labels(source: _Source, found: SavRecords) -> None:
    labels: dict[bytes, bytes] = {}
    for _ in range(source.count()):
        value = source.take(8)
        length = source.take(1)[0]
        labels[value] = source.take(length + -(length + 1) % 8)[:length]
    found.labels.append((labels, []))


def _label_users(source: _Source, found: SavRecords) -> None:
    users = source.integers(source.count())
    if not found.labels or found.labels[-1][1]:
        found.oddities.append("a list of variables without value labels before it")
        return
    found.labels[-1][1].extend(users)


def _documents(source: _Source, found: SavRecords) -> None:
    for _ in range(source.count()):
        found.documents.append(source.take(80))


def _extension(source: _Source, found: SavRecords) -> None:
    subtype, size, count = source.integers(3)
    if size < 0 or count < 0:
        raise unusable(source.file, f"an extension of {count} × {size} bytes", _EXPECTED, hint=_HINT)
    found.extensions.setdefault(subtype, []).append((size, source.take(size * count)))


_RECORDS: Mapping[int, Callable[[_Source, SavRecords], None]] = {
    2: _variable,
    3: _labels,
    4: _label_users,
    6: _documents,
    7: _extension,
}
