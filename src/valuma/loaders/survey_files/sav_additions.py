"""What the header of a .sav file holds beyond what pyreadstat writes: the weight, multiple-response sets, no date."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from valuma.loaders.survey_files.sav_records import SavRecords, read_records

_WEIGHT_AT, _DATE_AT, _END = 76, 92, 8
_NO_DATE = b"01 Jan 7000:00:00"
_LONG_NAMES, _SETS = 13, 7


@dataclass(frozen=True)
class ResponseSet:
    """A multiple-response set: variables that were asked as one list.

    Parameters
    ----------
    name : str
        Without the sign ``$``: ASCII letters, digits and underscores.
    label : str
        The question.
    items : sequence of str
        Names of variables.
    counted : float or str, optional
        The code that means "ticked"; None for first, second, third … choice.
    """

    name: str
    label: str
    items: Sequence[str]
    counted: float | str | None = None


def with_additions(data: bytes, *, weight: str = "", sets: Sequence[ResponseSet] = ()) -> bytes:
    """Return a .sav file with a weight and multiple-response sets, and without the day it was made.

    Parameters
    ----------
    data : bytes
        As pyreadstat writes it, without zlib compression.
    weight : str
        Variable of the weight.
    sets : sequence of ResponseSet
        Sets of variables of the file.

    Returns
    -------
    bytes

    Notes
    -----
    Records are put right before the end of the dictionary; nothing in such a file counts bytes from its beginning.
    """
    records = read_records(io.BytesIO(data), "answers.sav")
    short = _short_names(records)
    head = bytearray(data[: records.data_at - _END])
    head[_DATE_AT : _DATE_AT + len(_NO_DATE)] = _NO_DATE
    if weight:
        slots = {slot.name.strip().upper(): slot.slot for slot in records.slots}
        slot = slots[short.get(weight, weight).upper().encode()]
        head[_WEIGHT_AT : _WEIGHT_AT + 4] = struct.pack(f"{records.order}i", slot)
    lines = b"".join(_line(one, short) for one in sets)
    if lines:
        head += struct.pack(f"{records.order}iiii", 7, _SETS, 1, len(lines)) + lines
    return bytes(head) + data[records.data_at - _END :]


def _short_names(records: SavRecords) -> dict[str, str]:
    """Return the short name of each long one."""
    pairs = records.extension(_LONG_NAMES).decode("utf-8").split("\t")
    return {long: short for short, _, long in (pair.partition("=") for pair in pairs)}


def _line(one: ResponseSet, short: Mapping[str, str]) -> bytes:
    label = one.label.encode()
    items = " ".join(short.get(item, item).lower() for item in one.items).encode()
    if one.counted is None:
        start = b"C "
    else:
        value = (one.counted if isinstance(one.counted, str) else f"{one.counted:.15g}").encode()
        start = b"D%d %s " % (len(value), value)
    return b"$%s=%s%d %s %s\n" % (one.name.encode(), start, len(label), label, items)
