"""Text with delimiters: encoding, delimiter, decimal sign and codes found from the file itself."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.guards import unusable
from valuma.formats.workbook.delimited import find_delimiter
from valuma.loaders.survey_files.cell_columns import TEXT, CellColumns, type_columns
from valuma.loaders.survey_files.leading_zeros import columns_with_leading_zeros
from valuma.loaders.survey_files.number_cells import MOST_DIGITS, DecimalSign, Numbers, count_numbers, sign_of_file
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_columns import StatedColumns
from valuma.loaders.survey_files.table import HEAD_ROWS, MOST_CELLS, frame_of, read_headed, without_empty_rows
from valuma.loaders.survey_files.text_decoding import utf8_bytes
from valuma.survey.load_report import LoadReport

_DECLARED = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*[ ]*(?:\r\n|\n|\r)', re.IGNORECASE)
#: Characters and cells by which delimiter and types are found.
_LOOKED_AT, _SAMPLE_ROWS, _SAMPLE_CELLS = 2_000_000, 1_000, 40_000
_LARGEST = 10.0**MOST_DIGITS
_OPEN_QUOTE = re.compile(r"starting at row (\d+)")


class TextTable:
    r"""Text with delimiters, of which the first rows have been looked at.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.
    report : LoadReport
        Grows by what was decided.

    Raises
    ------
    StudyError
        The bytes are no text.

    Examples
    --------
    >>> table = TextTable("id;määrä\n1;2,5\n".encode("cp1252"), "a.csv", LoadReport())
    >>> table.delimiter, table.head[0]
    (';', ['id', 'määrä'])
    """

    def __init__(self, data: bytes, file: str, report: LoadReport) -> None:
        self.file, self.report, self.stated = file, report, StatedColumns()
        data = utf8_bytes(data, file, report)
        start = data[:_LOOKED_AT].decode("utf-8", errors="ignore")
        whole = len(data) <= _LOOKED_AT
        declared = _DECLARED.match(start)
        if declared:
            report.note(f"{file}, line 1", repr(declared.group().strip()), "taken as what stands between the cells")
            start = start[declared.end() :]
        #: Bytes before the first row.
        self._begin = declared.end() if declared else 0
        self.delimiter = declared[1] if declared else _delimiter(start)
        self._data = data
        self._rows, self._ends = _first_rows(start, self.delimiter, whole)
        if not self._rows and start.strip():
            raise unusable(file, "a cell too long to be an answer", "rows of cells between delimiters")
        self.head = self._rows[:HEAD_ROWS]

    def read(self, skip: int, names: Sequence[str], as_text: frozenset[str], decimal_comma: bool) -> CellColumns:
        """Read and type the columns below the first rows; as in `Table`."""
        stated = self.stated.among(names)
        as_text = as_text | stated.texts
        skip = min(skip, len(self._ends))
        offset = self._begin + (self._ends[skip - 1] if skip else 0)
        width = max([len(names), *map(len, self._rows)])
        lines = self._data.count(b"\n", offset) or self._data.count(b"\r", offset)
        if lines * width > MOST_CELLS:
            raise unusable(self.file, f"{lines:,} lines of up to {width:,} cells", f"at most {MOST_CELLS:,} cells")
        looked = self._look(skip, width)
        shown = sign_of_file(looked.values()) if decimal_comma else "."
        sign: DecimalSign = shown or "."
        given: dict[int, Any] = {}
        for k, numbers in looked.items():
            if k < len(names) and names[k] in as_text:
                given[k] = str
            elif numbers.cells:
                given[k] = "float64" if _plainly(numbers, sign) else str
        frame = self._parse(offset, width, given, sign)
        texts = self._texts(frame, offset, sign)
        named = [*names, *(f"column_{k + 1}" for k in range(len(names), frame.shape[1]))]
        if frame.shape[1] > len(names):
            self.report.warning(
                self.file,
                f"rows with more cells than the header has ({frame.shape[1]:,} and {len(names):,})",
                f"the cells kept as {named[len(names)]} …",
            )
        columns = {named[k]: texts.get(k, frame[k]) for k in map(int, frame.columns)}
        typed = type_columns(columns, self.file, self.report, sign=shown, as_text=as_text, options=stated.options)
        return without_empty_rows(typed, self.file, self.report)

    def _look(self, skip: int, width: int) -> dict[int, Numbers]:
        """Count what the first rows show of each column."""
        counts: list[dict[str, int]] = [{} for _ in range(width)]
        for row in self._rows[skip:]:
            for k, cell in enumerate(row):
                if cell and not cell.isspace():
                    text = cell.strip()
                    counts[k][text] = counts[k].get(text, 0) + 1
        return {k: count_numbers(texts) for k, texts in enumerate(counts)}

    def _parse(self, offset: int, width: int, given: dict[int, Any], sign: DecimalSign) -> pd.DataFrame:
        """Parse with the types given; where a later row does not fit them, with fewer promises."""
        tries: tuple[dict[int, Any], ...] = (given, {k: kind for k, kind in given.items() if kind is str})
        for kinds in tries:
            try:
                return self._table(offset, width, kinds, sign)
            except pd.errors.ParserError as error:
                if "EOF inside string" in str(error):
                    raise self._unclosed(error) from error
                wider = self._widest(offset)
                if wider <= width:
                    raise unusable(self.file, str(error).strip(), "rows of cells between delimiters") from error
                return self._parse(offset, wider, given, sign)
            except pd.errors.EmptyDataError:
                return pd.DataFrame({k: pd.Series([], dtype=TEXT) for k in range(width)})
            except (ValueError, OverflowError):
                continue
        return self._table(offset, width, dict.fromkeys(range(width), str), sign)

    def _table(
        self, offset: int, width: int, kinds: dict[int, Any], sign: DecimalSign, only: list[int] | None = None
    ) -> pd.DataFrame:
        """Parse the rows from a byte on."""
        try:
            stream = io.BytesIO(self._data)
            stream.seek(offset)
            return self._parsed(stream, width, kinds, sign, only)
        except (pd.errors.ParserError, IndexError) as error:
            if isinstance(error, pd.errors.ParserError) and "Too many columns" not in str(error):
                raise
        # No row is as wide as the header: one that is shows the parser how many columns there are.
        widest = (self.delimiter * (width - 1) + "\n").encode()
        stream = io.BytesIO(widest + self._data[offset:])
        return self._parsed(stream, width, kinds, sign, only).iloc[1:].reset_index(drop=True)

    def _parsed(
        self, stream: io.BytesIO, width: int, kinds: dict[int, Any], sign: DecimalSign, only: list[int] | None
    ) -> pd.DataFrame:
        with warnings.catch_warnings():
            # Columns that turn out mixed are read again as text.
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            return pd.read_csv(
                stream,
                sep=self.delimiter,
                decimal=sign,
                header=None,
                names=range(width),
                usecols=only,
                index_col=False if only is None else None,
                dtype=kinds,
                keep_default_na=False,
                na_values=[""],
                skip_blank_lines=width > 1,
                encoding="utf-8",
                engine="c",
            )

    def _texts(self, frame: pd.DataFrame, offset: int, sign: DecimalSign) -> dict[int, pd.Series]:
        """Read again, as text, columns that parsing as numbers could have changed."""
        again: list[int] = []
        numeric: list[int] = []
        for k in map(int, frame.columns):
            column = frame[k]
            if column.dtype.kind in "fiu":
                numeric.append(k)
                large = np.nanmax(np.abs(column.to_numpy(dtype=np.float64)), initial=0.0) if len(column) else 0.0
                if large >= _LARGEST:
                    again.append(k)
            elif column.dtype.kind != "O" or not isinstance(column.dtype, pd.StringDtype):
                again.append(k)
        zeros = columns_with_leading_zeros(self._data, offset, self.delimiter) if numeric else set()
        again += [k for k in numeric if k not in again and (zeros is None or k in zeros)]
        texts: dict[int, pd.Series] = {
            k: frame[k].astype(np.float64) for k in numeric if k not in again and frame[k].dtype.kind in "iu"
        }
        if again:
            part = self._table(offset, frame.shape[1], dict.fromkeys(again, str), sign, sorted(again))
            texts.update({k: part[k] for k in again})
        return texts

    def _widest(self, offset: int) -> int:
        stream = io.StringIO(self._data[offset:].decode("utf-8"), newline="")
        try:
            return max((len(row) for row in csv.reader(stream, delimiter=self.delimiter)), default=0)
        except csv.Error as error:
            raise unusable(self.file, str(error), "rows of cells between delimiters") from error

    def _unclosed(self, error: Exception) -> Exception:
        found = _OPEN_QUOTE.search(str(error))
        row = f" in respondent {int(found[1]) + 1}" if found else ""
        return unusable(
            self.file,
            f"a quotation mark{row} that is never closed",
            "cells between delimiters",
            hint="is the file cut off, or does a single quotation mark begin a cell? Export it again",
        )


def read_delimited(data: bytes, file: str) -> RawSurvey:
    r"""Read a plain text table of answers.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.

    Returns
    -------
    RawSurvey
        Variables named by the header.

    Raises
    ------
    StudyError
        The bytes are no text, a quotation mark is never closed, or there are too many cells.

    Notes
    -----
    Encoding, delimiter (``;`` ``,`` tab ``|``), decimal sign and signs of thousands are found from the content. A row
    with more cells than the header is kept whole in columns of its own. Parsing is done by pandas with the types that
    the first thousand rows show; columns in which that could have changed a cell are read again as text. About as fast
    as ``pandas.read_csv`` with the right options given.

    Examples
    --------
    >>> raw = read_delimited("id;cost\n001;1 250,5\n002;\n".encode(), "answers.csv")
    >>> raw.values["id"].tolist(), raw.values["cost"].tolist()
    (['001', '002'], [1250.5, nan])
    """
    report = LoadReport()
    table = TextTable(data, file, report)
    return plain_survey(table, "text table")


def plain_survey(table: Any, kind: str) -> RawSurvey:
    """Read a table of which nothing but the header is known."""
    columns, headings, above = read_headed(table)
    return RawSurvey(
        file=table.file,
        format=kind,
        values=frame_of(columns),
        variables=columns.variables(headings),
        states=columns.states,
        documents=above,
        report=table.report,
    )


def _delimiter(text: str) -> str:
    """Find what stands between the cells: by most rows, or where those are too short to tell, by the first."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    found = find_delimiter(lines)
    first = lines.lstrip("\n").partition("\n")[0]
    rows = [line for line in lines.split("\n", HEAD_ROWS)[:HEAD_ROWS] if line.strip()]
    if found in first or sum(found in row for row in rows) > len(rows) / 2:
        return found
    return max((found, ";", "\t", ",", "|"), key=first.count)


def _first_rows(text: str, delimiter: str, whole: bool) -> tuple[list[list[str]], list[int]]:
    """Rows with content at the start of a text, and the byte at which each ends."""
    read = characters = 0

    def lines() -> Iterator[str]:
        nonlocal read, characters
        for line in io.StringIO(text, newline=""):
            read += len(line.encode("utf-8"))
            characters += len(line)
            yield line

    rows: list[list[str]] = []
    ends: list[int] = []
    cells = 0
    try:
        for row in csv.reader(lines(), delimiter=delimiter):
            if not whole and characters >= len(text):
                break
            if row:
                rows.append(row)
                ends.append(read)
                cells += len(row)
            if len(rows) > _SAMPLE_ROWS or (cells > _SAMPLE_CELLS and len(rows) > HEAD_ROWS):
                break
    except csv.Error:
        pass
    return rows, ends


def _plainly(numbers: Numbers, sign: DecimalSign) -> bool:
    """Nothing but numbers that a parser reads without loss under a decimal sign."""
    decimals = numbers.comma if sign == "," else numbers.point
    return numbers.whole + decimals == numbers.cells and not numbers.codes and not numbers.long
