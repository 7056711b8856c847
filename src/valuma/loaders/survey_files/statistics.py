"""Stata and SAS files: cells by pyreadstat, letters as reasons, dates by their formats, texts looked at."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.encodings import Texts, encoding_of
from valuma.loaders.survey_files.instants import dated, sas_seconds, stata_seconds
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.sas_catalog import catalog_labels
from valuma.loaders.survey_files.sav import MAX_CELLS
from valuma.loaders.survey_files.unique_names import each_once
from valuma.survey.codebook import Code, MissingRule, Variable
from valuma.survey.load_report import LoadReport

#: Cells that a compressed SAS file may announce for each of its bytes.
_DENSEST = 200
#: Words that the library uses where bytes do not fit an encoding.
_ENCODING_FAULTS = ("encoding", "byte sequence", "convert")
#: One character a byte, so that the bytes come through as they are.
_BYTES = "ISO-8859-1"


@dataclass(frozen=True)
class _Reader:
    function: str
    format: str


_READERS = {
    "dta": _Reader("read_dta", "Stata file"),
    "sas7bdat": _Reader("read_sas7bdat", "SAS data set"),
}


class StatisticsFile:
    """A Stata or SAS file whose header has been read.

    Parameters
    ----------
    path : path
        The file.
    form : {"dta", "sas7bdat"}
        What it is.

    Raises
    ------
    StudyError
        The header is damaged, or announces more than the file can hold.

    Notes
    -----
    Texts of older files are taken as bytes and decoded here, so that one byte that does not fit stops nothing.
    """

    def __init__(self, path: str | os.PathLike[str], form: Literal["dta", "sas7bdat"]) -> None:
        self.path, self.file, self.form = Path(path), os.path.basename(path), form
        self.reader, self.report = _READERS[form], LoadReport()
        self.bytewise = form == "dta" and not _is_new_stata(self.path)
        try:
            _, meta = self._read(metadataonly=True)
        except _NotDecoded:
            self.bytewise = True
            _, meta = self._read(metadataonly=True)
        self.texts = Texts(self.file, self._encoding(meta), self.report)
        self.meta, self.given = meta, list(meta.column_names)
        # The library gives later variables of the same name another one; that is undone first.
        names = [self._text(name, "name of a variable").partition("_duplicated")[0] for name in self.given]
        self.names = each_once(names, self.file, self.report)
        self._check_size(meta.number_rows, len(self.given))
        self.documents = [self._text(text, "notes") for text in (meta.file_label, *meta.notes) if text]
        self.variables = dict(zip(self.names, self._variables(), strict=True))

    def head(self) -> RawSurvey:
        """Return the file without its rows."""
        columns = {k: pd.Series(dtype=object if self._is_text(k) else float) for k in range(len(self.given))}
        return self._raw(pd.DataFrame(columns), 1, LoadReport(self.report))

    def pieces(self, rows: int | None = None) -> Iterator[RawSurvey]:
        """Yield the file in pieces of so many rows; in one piece by default.

        Parameters
        ----------
        rows : int, optional
            Rows of a piece; the last one may be shorter.

        Raises
        ------
        StudyError
            The file is damaged, cut, or too large to be read whole.
        """
        if rows is None:
            self.check_cells()
            frame = self._cells()
            yield self._raw(frame, 1, LoadReport(self.report))
            return
        if not self.meta.number_rows:
            yield self.head()
        first = 1
        while first <= (self.meta.number_rows or 0):
            frame = self._cells(row_limit=rows, row_offset=first - 1)
            yield self._raw(frame, first, LoadReport(self.report if first == 1 else ()))
            first += len(frame)
            if len(frame) < rows:
                break

    def _cells(self, **options: Any) -> pd.DataFrame:
        try:
            frame, meta = self._read(**options)
        except _NotDecoded:
            # From here on texts come as the bytes that they are.
            self.bytewise, self.texts = True, Texts(self.file, self._encoding(self.meta), self.report)
            frame, meta = self._read(**options)
        return self._without_garbage(frame, meta, options)

    def _without_garbage(self, frame: pd.DataFrame, meta: Any, options: dict[str, Any]) -> pd.DataFrame:
        """Read columns of whole numbers with letters a second time, without letters.

        The library leaves cells of theirs that are missing without a letter as they lie in memory (pyreadstat 1.3.7).
        """
        whole = [
            k
            for k, name in enumerate(meta.column_names)
            if name in meta.missing_user_values and meta.readstat_variable_types[name].startswith("int")
        ]
        if not whole:
            return frame
        again, _ = self._read(**options, user_missing=False)
        for k in whole:
            letters = frame.iloc[:, k].map(lambda cell: isinstance(cell, str)).to_numpy(dtype=bool)
            clean = again.iloc[:, k].astype(np.float64).astype(object)
            frame.isetitem(k, clean.where(~letters, frame.iloc[:, k]).to_numpy())
        return frame

    def _read(self, **options: Any) -> tuple[pd.DataFrame, Any]:
        import pyreadstat

        options.setdefault("user_missing", True)
        if self.bytewise:
            options["encoding"] = _BYTES
        read = getattr(pyreadstat, self.reader.function)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found: tuple[pd.DataFrame, Any] = read(self.path, disable_datetime_conversion=True, **options)
        except MemoryError as error:
            raise unusable(
                self.file, "more than fits in memory", "a smaller file", hint="read it with chunks="
            ) from error
        # On damaged files the library raises what its C code happened to meet, an IndexError among others.
        except Exception as error:
            said = str(error).casefold()
            if not self.bytewise and (
                isinstance(error, UnicodeDecodeError) or any(word in said for word in _ENCODING_FAULTS)
            ):
                raise _NotDecoded from error
            raise unusable(
                self.file,
                f"content that cannot be read: {str(error).rstrip('.')}",
                f"a whole {self.reader.format}",
                hint="was the file copied or downloaded whole?",
            ) from error
        return found

    def _encoding(self, meta: Any) -> str:
        """Return the encoding of the bytes of a file whose texts are decoded here."""
        if not self.bytewise:
            return "utf-8"
        samples = [text.encode(_BYTES, "replace") for text in meta.column_labels if text]
        samples += [text.encode(_BYTES, "replace") for labels in meta.value_labels.values() for text in labels.values()]
        said = "" if self.form == "dta" else _sas_encoding(meta.file_encoding)
        if self.form == "dta" and _is_new_stata(self.path):
            said = "utf-8"
        return encoding_of(said, 0, samples, self.file, self.report)

    def _text(self, text: str | None, place: str) -> str:
        return self.texts.text(self._bytes(text), place) if text else ""

    def _check_size(self, rows: int | None, columns: int) -> None:
        if not columns:
            raise unusable(self.file, "no variables", "at least one variable")
        size = self.path.stat().st_size
        cells = (rows or 0) * columns
        if cells > size * (1 if self.form != "sas7bdat" else _DENSEST):
            found = f"a header that announces {rows:,} rows of {columns:,} variables in {size:,} bytes"
            raise unusable(self.file, found, f"a whole {self.reader.format}", hint="was the file copied whole?")

    def check_cells(self) -> None:
        """Refuse a file that is too large to be read whole."""
        if (self.meta.number_rows or 0) * len(self.given) > MAX_CELLS:
            raise unusable(
                self.file, f"more than {MAX_CELLS:,} cells", "a file that fits in memory", hint="read it with chunks="
            )

    def _is_text(self, k: int) -> bool:
        return bool(self.meta.readstat_variable_types[self.given[k]] == "string")

    def _variables(self) -> Iterator[Variable]:
        catalog = catalog_labels(self.path, self.report) if self.form == "sas7bdat" else {}
        for k, (given, name) in enumerate(zip(self.given, self.names, strict=True)):
            form = self.meta.original_variable_types.get(given) or ""
            if form.lstrip("%-").startswith("tC"):
                self.report.note(f"{self.file}, {name}", "moments that count leap seconds", "read as if they did not")
            found = self.meta.variable_value_labels.get(given) or catalog.get(_format_name(form), {})
            labels = {_code(code): self._text(text, f"value labels of {name}") for code, text in found.items()}
            rules = tuple(MissingRule(code, code) for code in labels if _is_letter(code) and not self._is_text(k))
            measure = self.meta.variable_measure.get(given, "")
            yield Variable(
                name,
                self._text(self.meta.column_names_to_labels.get(given), f"label of {name}"),
                "text" if self._is_text(k) else "numeric",
                labels,
                rules,
                measure=measure if measure in ("nominal", "ordinal", "scale") else "",
                format=form,
            )

    def _raw(self, frame: pd.DataFrame, first: int, report: LoadReport) -> RawSurvey:
        raw = RawSurvey(self.file, self.reader.format, pd.DataFrame(), dict(self.variables), report=report)
        values: dict[str, Any] = {}
        for k, name in enumerate(self.names):
            cells = frame.iloc[:, k].to_numpy()
            if self._is_text(k):
                values[name] = self._strings(cells, name, first)
                continue
            numbers, letters = _numbers(cells)
            if letters is not None:
                raw.letters[name] = letters
            seconds = _seconds(numbers, self.variables[name].format, self.form)
            values[name] = numbers
            if seconds is not None:
                values[name], why = dated(numbers, seconds, self.variables[name], self.file, report, first)
                if why is not None:
                    raw.states[name] = why
        self.texts.flush(report)
        raw.values = pd.DataFrame(values, copy=False)
        raw.documents = list(self.documents)
        return raw

    def _strings(self, cells: npt.NDArray[Any], name: str, first: int) -> npt.NDArray[Any]:
        found = np.empty(len(cells), dtype=object)
        found[:] = [self._bytes(cell) if isinstance(cell, str) else b"" for cell in cells]
        return self.texts.column(found, name, first)

    def _bytes(self, text: str) -> bytes:
        return text.encode(_BYTES if self.bytewise else "utf-8", "replace")


class _NotDecoded(Exception):
    """The library met bytes that do not fit the encoding that the file states."""


def _is_new_stata(path: Path) -> bool:
    """Stata 14 and later write UTF-8."""
    with path.open("rb") as stream:
        head = stream.read(64)
    return head.startswith(b"<stata_dta>") and b"<release>117" not in head


def _sas_encoding(name: str | None) -> str:
    return (name or "").replace("WINDOWS-", "cp").replace("windows-", "cp")


def _numbers(cells: npt.NDArray[Any]) -> tuple[npt.NDArray[np.float64], pd.Series | None]:
    """Numbers of a column, and the letters that stand among them."""
    if cells.dtype != object:
        return cells.astype(np.float64), None
    is_letter = np.array([isinstance(cell, str) for cell in cells], dtype=bool)
    if not is_letter.any():
        return cells.astype(np.float64), None
    letters = np.full(len(cells), None, dtype=object)
    letters[is_letter] = [f".{letter.lower()}" for letter in cells[is_letter]]
    numbers = cells.copy()
    numbers[is_letter] = np.nan
    return numbers.astype(np.float64), pd.Series(letters)


def _seconds(numbers: npt.NDArray[np.float64], form: str, kind: str) -> npt.NDArray[np.float64] | None:
    return stata_seconds(numbers, form) if kind == "dta" else sas_seconds(numbers, form)


def _code(code: Any) -> Code:
    if isinstance(code, str) and len(code) == 1 and (code.isalpha() or code == "_"):
        return f".{code.lower()}"
    return code if isinstance(code, str) else float(code)


def _is_letter(code: Code) -> bool:
    return isinstance(code, str) and len(code) == 2 and code[0] == "."


def _format_name(form: str) -> str:
    return form.upper().rstrip(".0123456789")
