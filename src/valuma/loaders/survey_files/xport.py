"""SAS transport files (.xpt, versions 5 and 8): numbers of mainframes, missing letters and all."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.encodings import Texts, encoding_of
from valuma.loaders.survey_files.instants import dated, sas_seconds
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.unique_names import each_once
from valuma.survey.codebook import Variable
from valuma.survey.load_report import LoadReport

#: Everything in the header comes in records of so many bytes.
_RECORD = 80
#: Variables, and bytes of a row, that a file may announce.
_MOST_VARIABLES, _WIDEST = 100_000, 2**26
#: Bytes that are read at a time.
_BLOCK = 2**22
_EXPECTED, _HINT = "a whole SAS transport file", "was the file copied or downloaded whole?"
_MEMBER = b"HEADER RECORD*******MEM"
_TEXT = 2


@dataclass(frozen=True)
class _Field:
    """A variable as the header describes it."""

    text: bool
    width: int
    at: int
    name: bytes
    label: bytes
    format: str


class XportFile:
    """A SAS transport file whose header has been read.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    StudyError
        The header is damaged or cut.

    Notes
    -----
    Of several data sets in a file the first is read. The number of rows is not recorded; rows of nothing but blanks at
    the very end are filling.
    """

    format = "SAS transport file"

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path, self.file = Path(path), os.path.basename(path)
        self.report = LoadReport()
        with self.path.open("rb") as stream:
            self.fields, self.width = self._header(stream)
            self.data_at = stream.tell()
        samples = [text for field in self.fields for text in (field.name, field.label)]
        self.texts = Texts(self.file, encoding_of("", 0, samples, self.file, self.report), self.report)
        names = [self.texts.text(field.name, "name of a variable") for field in self.fields]
        self.variables = {
            name: Variable(
                name,
                self.texts.text(field.label, f"label of {name}"),
                "text" if field.text else "numeric",
                format=field.format,
            )
            for name, field in zip(each_once(names, self.file, self.report), self.fields, strict=True)
        }

    def head(self) -> RawSurvey:
        """Return the file without its rows."""
        return self._raw(np.empty((0, self.width), dtype=np.uint8), 1, self.report)

    def pieces(self, rows: int | None = None) -> Iterator[RawSurvey]:
        """Yield the file in pieces of so many rows; in one piece by default.

        Parameters
        ----------
        rows : int, optional
            Rows of a piece; the last one may be shorter.
        """
        first, report = 1, LoadReport(self.report)
        with self.path.open("rb") as stream:
            left = self._count(stream, report)
            stream.seek(self.data_at)
            while left or first == 1:
                count = left if rows is None else min(left, rows)
                data = np.frombuffer(stream.read(count * self.width), dtype=np.uint8).reshape(-1, self.width)
                yield self._raw(data, first, report)
                first, report, left = first + max(1, count), LoadReport(), left - count

    def _count(self, stream: BinaryIO, report: LoadReport) -> int:
        """Return the number of rows of the first data set, the filling behind them left out."""
        end = self._end(stream)
        if end < stream.seek(0, os.SEEK_END):
            report.warning(self.file, "more than one data set", "the first one read")
        rows, rest = divmod(end - self.data_at, self.width)
        stream.seek(max(self.data_at, end - rest - _RECORD // self.width * self.width))
        tail = stream.read(end - stream.tell())
        if rest and tail[-rest:].strip(b" "):
            report.warning(self.file, f"{rest} bytes behind the last whole row: the file is cut", "the whole rows read")
            return rows
        full = tail[: len(tail) - rest]
        while full and not full[-self.width :].strip(b" ") and len(tail) - len(full) + self.width < _RECORD:
            full, rows = full[: -self.width], rows - 1
        return rows

    def _end(self, stream: BinaryIO) -> int:
        """Return where the rows of the first data set end: at the next one, or with the file."""
        stream.seek(self.data_at)
        at, before = self.data_at, b""
        while data := stream.read(_BLOCK):
            found = (before + data).find(_MEMBER)
            if found >= 0:
                return at - len(before) + found
            at, before = at + len(data), data[-len(_MEMBER) :]
        return at

    def _raw(self, rows: npt.NDArray[np.uint8], first: int, report: LoadReport) -> RawSurvey:
        values: dict[str, Any] = {}
        raw = RawSurvey(self.file, self.format, pd.DataFrame(), dict(self.variables), report=report)
        for (name, variable), field in zip(self.variables.items(), self.fields, strict=True):
            cells = np.ascontiguousarray(rows[:, field.at : field.at + field.width])
            if field.text:
                values[name] = self.texts.column(cells.view(f"S{field.width}").ravel(), name, first)
                continue
            numbers, letters = ibm_numbers(cells)
            if letters is not None:
                raw.letters[name] = pd.Series(letters)
            seconds = sas_seconds(numbers, field.format)
            values[name] = numbers
            if seconds is not None:
                values[name], why = dated(numbers, seconds, variable, self.file, report, first)
                if why is not None:
                    raw.states[name] = why
        self.texts.flush(report)
        raw.values = pd.DataFrame(values, copy=False)
        return raw

    def _header(self, stream: BinaryIO) -> tuple[list[_Field], int]:
        """Read the header up to the rows: its records, the descriptions of the variables, labels over 40 bytes."""
        count = newer = 0
        fields: list[_Field] = []
        for _ in range(20):
            record = self._take(stream, _RECORD)
            kind = record[20:28].rstrip()
            if not record.startswith(b"HEADER RECORD*******"):
                continue
            if kind in (b"LIBV8", b"LIBRARY"):
                newer = kind == b"LIBV8"
            elif kind in (b"NAMESTR", b"NAMSTV8"):
                digits = record[48:64].split()[0][:10] if newer else record[48:58]
                count = int(digits) if digits.isdigit() else 0
                if not 0 < count <= _MOST_VARIABLES:
                    raise unusable(self.file, f"a header that announces {count:,} variables", _EXPECTED, hint=_HINT)
                data = self._take(stream, -(-140 * count // _RECORD) * _RECORD)
                fields = [_field(data[140 * k : 140 * k + 140], bool(newer)) for k in range(count)]
            elif kind in (b"LABELV8", b"LABELV9"):
                fields = self._long_labels(stream, record, fields, widths=kind == b"LABELV9")
            elif kind in (b"OBS", b"OBSV8") and fields:
                return fields, self._row_width(fields)
        raise unusable(self.file, "a header without descriptions of variables", _EXPECTED, hint=_HINT)

    def _long_labels(self, stream: BinaryIO, record: bytes, fields: list[_Field], *, widths: bool) -> list[_Field]:
        """Read labels over 40 bytes; in version 9 with formats over 8 bytes, which are not needed."""
        found, begin = list(fields), stream.tell()
        digits = record[48:].split()[0] if record[48:].split() else b""
        for _ in range(min(int(digits) if digits.isdigit() else 0, len(fields))):
            parts = struct.unpack(">5h" if widths else ">3h", self._take(stream, 10 if widths else 6))
            texts = [self._take(stream, max(0, size)) for size in parts[1:]]
            if 0 < parts[0] <= len(found):
                found[parts[0] - 1] = replace(found[parts[0] - 1], name=texts[0], label=texts[1])
        self._take(stream, -(stream.tell() - begin) % _RECORD)
        return found

    def _take(self, stream: BinaryIO, size: int) -> bytes:
        data = stream.read(size)
        if len(data) < size:
            raise unusable(self.file, "the end of the file within its header", _EXPECTED, hint=_HINT)
        return data

    def _row_width(self, fields: list[_Field]) -> int:
        at = 0
        for field in sorted(fields, key=lambda field: field.at):
            wide = field.width >= 1 if field.text else 2 <= field.width <= 8
            if field.at != at or not wide or at + field.width > _WIDEST:
                raise unusable(self.file, "variables that do not lie side by side in a row", _EXPECTED, hint=_HINT)
            at += field.width
        return at


def _field(data: bytes, newer: bool) -> _Field:
    kind, _, width, _ = struct.unpack_from(">hhhh", data)
    short, label, form = data[8:16], data[16:56], data[56:64]
    (at,) = struct.unpack_from(">i", data, 84)
    name = data[88:120].rstrip(b" \0") if newer else b""
    return _Field(kind == _TEXT, width, at, name or short, label, form.decode("latin-1").strip(" \0"))


def ibm_numbers(cells: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float64], npt.NDArray[Any] | None]:
    """Turn numbers of IBM mainframes into ours, missing letters apart.

    Parameters
    ----------
    cells : ndarray of uint8, shape (rows, 2 to 8)
        Sign and exponent of 16 in the first byte, then the fraction.

    Returns
    -------
    tuple of ndarray
        Numbers, NaN where missing; and the letter (``".a"``) of cells that are missing with one, None where none is.

    Examples
    --------
    >>> ibm_numbers(np.array([[0x41, 0x10, 0, 0, 0, 0, 0, 0], [0x42, 0, 0, 0, 0, 0, 0, 0]], dtype=np.uint8))
    (array([ 1., nan]), array([None, '.b'], dtype=object))
    """
    full = np.zeros((len(cells), 8), dtype=np.uint8)
    full[:, : cells.shape[1]] = cells
    words = full.view(">u8").ravel().astype(np.uint64)
    start = full[:, 0]
    bare = (words & np.uint64(0x00FFFFFFFFFFFFFF)) == 0
    letter = bare & (((start >= ord("A")) & (start <= ord("Z"))) | (start == ord("_")))
    missing = letter | (bare & (start == ord(".")))
    fraction = (words & np.uint64(0x00FFFFFFFFFFFFFF)).astype(np.float64)
    numbers = np.ldexp(fraction, 4 * (start & 0x7F).astype(np.int32) - 4 * 64 - 56)
    numbers[start >= 0x80] *= -1
    numbers[missing] = np.nan
    if not letter.any():
        return numbers, None
    letters = np.full(len(cells), None, dtype=object)
    letters[letter] = [f".{chr(code).lower()}" for code in start[letter]]
    return numbers, letters
