"""Extensions of a .sav dictionary: multiple-response sets, variable sets, attributes, long texts."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from valuma.loaders.survey_files.sav_records import SavRecords


@dataclass(frozen=True)
class ResponseSet:
    """A multiple-response set as the file records it.

    Parameters
    ----------
    name : bytes
        Without its dollar sign.
    label : bytes
        Its text.
    items : tuple of bytes
        Short names of the variables, in lower case.
    counted : bytes, optional
        The value that means "ticked"; None for a set of categories.
    """

    name: bytes
    label: bytes
    items: tuple[bytes, ...]
    counted: bytes | None = None


@dataclass(frozen=True)
class LongTextRules:
    """What an extension says of a text wider than eight bytes.

    Parameters
    ----------
    name : bytes
        Name of the variable.
    labels : dict of bytes to bytes
        Value labels.
    missing : tuple of bytes
        Values that stand for a missing answer.
    """

    name: bytes
    labels: dict[bytes, bytes]
    missing: tuple[bytes, ...] = ()


_DICHOTOMIES = re.compile(rb"D(\d+) ")
_EXTENDED = re.compile(rb"E (?:1|11) (\d+) ")
_LENGTH = re.compile(rb"(\d+) ")


def response_sets(records: SavRecords) -> Iterator[ResponseSet]:
    """Yield the multiple-response sets of both records (subtypes 7 and 19).

    Parameters
    ----------
    records : SavRecords
        A dictionary; its oddities grow by sets that are not written as they should be.

    Yields
    ------
    ResponseSet
    """
    for subtype in (7, 19):
        for _, data in records.extensions.get(subtype, ()):
            at = 0
            while at < len(data):
                if data[at : at + 1] in (b"\n", b"\r", b"\0", b" "):
                    at += 1
                    continue
                found = _response_set(data, at)
                if found is None:
                    records.oddities.append(f"a multiple-response set that is not written as one, at byte {at}")
                    end = data.find(b"\n", at)
                    at = len(data) if end < 0 else end + 1
                    continue
                one, at = found
                yield one


def _response_set(data: bytes, at: int) -> tuple[ResponseSet, int] | None:
    """Read ``$name=D1 1 5 Label a b`` and the like; labels may hold anything, so their length decides."""
    equals = data.find(b"=", at)
    if equals < 0 or data[at : at + 1] != b"$" or b"\n" in data[at:equals]:
        return None
    name, at = data[at + 1 : equals], equals + 1
    counted = None
    if data[at : at + 2] == b"C ":
        at += 2
    else:
        start = _DICHOTOMIES.match(data, at) or _EXTENDED.match(data, at)
        if start is None:
            return None
        length = int(start[1][:9])
        counted, at = data[start.end() : start.end() + length], start.end() + length + 1
    size = _LENGTH.match(data, at)
    if size is None:
        return None
    end = size.end() + int(size[1][:9])
    label = data[size.end() : end]
    stop = data.find(b"\n", end)
    stop = len(data) if stop < 0 else stop
    return ResponseSet(name, label, tuple(data[end:stop].replace(b"\0", b" ").split()), counted), stop + 1


def variable_sets(records: SavRecords) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    """Yield name and variables of every variable set (subtype 5)."""
    for line in records.extension(5).splitlines():
        name, equals, items = line.partition(b"=")
        if equals and name.strip():
            yield name.strip(), tuple(items.split())


def attributes(text: bytes) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
    r"""Yield name and values of the attributes in a text.

    Examples
    --------
    >>> list(attributes(b"$@Role('1'\n)Note('a'\n'b'\n)"))
    [(b'$@Role', (b'1',)), (b'Note', (b'a', b'b'))]
    """
    at = 0
    while (opened := text.find(b"(", at)) >= 0:
        name = text[at:opened].strip()
        values, at = _quoted(text, opened + 1)
        yield name, values


def variable_attributes(records: SavRecords) -> Iterator[tuple[bytes, bytes, tuple[bytes, ...]]]:
    """Yield variable, name and values of the attributes of variables (subtype 18), SPSS roles among them."""
    text, at = records.extension(18), 0
    while (colon := text.find(b":", at)) >= 0:
        variable, at = text[at:colon].strip(b"/ \0"), colon + 1
        while at < len(text) and text[at : at + 1] != b"/":
            opened = text.find(b"(", at)
            if opened < 0:
                return
            values, end = _quoted(text, opened + 1)
            yield variable, text[at:opened].strip(), values
            at = max(end, opened + 1)
        at += 1


def _quoted(text: bytes, at: int) -> tuple[tuple[bytes, ...], int]:
    """Values in apostrophes, each with a line end behind it, up to the bracket that closes them."""
    values: list[bytes] = []
    while text[at : at + 1] == b"'":
        end = text.find(b"'\n", at + 1)
        if end < 0:
            return tuple(values), len(text)
        values.append(text[at + 1 : end])
        at = end + 2
    return tuple(values), at + 1


def long_names(records: SavRecords) -> dict[bytes, bytes]:
    """Return the long name of every short one (subtype 13)."""
    pairs = (pair.partition(b"=") for pair in records.extension(13).split(b"\t"))
    return {short.strip(b" \0"): long.strip(b" \0") for short, equals, long in pairs if equals}


def long_widths(records: SavRecords) -> dict[bytes, int]:
    """Return the width of every text over 255 bytes by its short name (subtype 14)."""
    found = {}
    for pair in re.split(rb"\0\t|\t", records.extension(14)):
        short, equals, width = pair.partition(b"=")
        digits = width.strip(b" \0")
        if equals and digits.isdigit() and len(digits) < 7:
            found[short.strip(b" \0")] = int(digits)
    return found


def long_text_rules(records: SavRecords) -> Iterator[LongTextRules]:
    """Yield value labels (subtype 21) and missing values (subtype 22) of texts wider than eight bytes."""
    try:
        yield from _long_labels(records)
        yield from _long_missing(records)
    except (struct.error, ValueError):
        records.oddities.append("value labels of long texts that end too early")


def _long_labels(records: SavRecords) -> Iterator[LongTextRules]:
    source = _Fields(records.extension(21), records.order)
    while source.left:
        name = source.text()
        source.integer()
        labels = {}
        for _ in range(source.integer()):
            value = source.text()
            labels[value] = source.text()
        yield LongTextRules(name, labels)


def _long_missing(records: SavRecords) -> Iterator[LongTextRules]:
    source = _Fields(records.extension(22), records.order)
    while source.left:
        name = source.text()
        count = source.take(1)[0]
        width = source.integer()
        yield LongTextRules(name, {}, tuple(source.take(width) for _ in range(count)))


class _Fields:
    def __init__(self, data: bytes, order: str) -> None:
        self.data, self.order, self.at = data, order, 0

    @property
    def left(self) -> bool:
        return self.at < len(self.data)

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.data):
            raise ValueError
        self.at += count
        return self.data[self.at - count : self.at]

    def integer(self) -> int:
        return int(struct.unpack(f"{self.order}i", self.take(4))[0])

    def text(self) -> bytes:
        return self.take(self.integer())
