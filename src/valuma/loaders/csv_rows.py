"""Text of a CSV file to columns of cells, with the line on which each row begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import Problem, Problems


@dataclass(frozen=True)
class Rows:
    """The first row and the cells below it.

    Parameters
    ----------
    header : list of str
        Cells of the first row.
    columns : list of list of str, one a cell of the header, each of length n_rows
        Cells of the rows that have as many cells as the header.
    lines : ndarray of int, shape (n_rows,)
        Line on which each row begins.
    complete : bool
        No row had to be left out.
    header_line : int
        Line on which the first row stands.
    """

    header: list[str]
    columns: list[list[str]]
    lines: npt.NDArray[np.int64]
    complete: bool
    header_line: int = 1


def split_rows(text: str, delimiter: str, file: str, problems: Problems) -> Rows | None:
    r"""Split text into rows and cells after RFC 4180.

    Parameters
    ----------
    text : str
        Content of the file, ``\n`` as the line end.
    delimiter : str
        One character.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by rows with too few or too many cells and by quotation marks that are never closed.

    Returns
    -------
    Rows or None
        None where there is not even a first row.

    Notes
    -----
    Text without quotation marks, in which every line has as many cells as the first, is split in one
    step; a million rows take about a second.
    """
    rows = _at_once(text, delimiter)
    return _one_by_one(text, delimiter, file, problems) if rows is None else rows


def _at_once(text: str, delimiter: str) -> Rows | None:
    if '"' in text:
        return None
    body = text.removesuffix("\n")
    lines = body.split("\n")
    commas = lines[0].count(delimiter)
    if lines[0].endswith(delimiter):
        return None
    if not all(line.count(delimiter) == commas for line in lines):
        return None
    if not all(line and line[0] != delimiter and not line[0].isspace() for line in lines):
        return None
    width, count = commas + 1, len(lines) - 1
    cells = body.replace("\n", delimiter).split(delimiter)
    columns = [cells[width + k :: width] for k in range(width)]
    return Rows(cells[:width], columns, np.arange(2, count + 2, dtype=np.int64), True)


def _one_by_one(text: str, delimiter: str, file: str, problems: Problems) -> Rows | None:
    records, lines, whole = _records(text, delimiter, file, problems)
    first = next((k for k, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if first is None:
        return None
    header = records[first]
    while len(header) > 1 and not header[-1].strip():
        header.pop()
    kept, even = _even(records[first + 1 :], lines[first + 1 :], len(header), file, problems)
    columns = [list(cells) for cells in zip(*(record for record, _ in kept), strict=True)] or [[] for _ in header]
    return Rows(header, columns, np.array([line for _, line in kept], dtype=np.int64), whole and even, lines[first])


def _records(text: str, delimiter: str, file: str, problems: Problems) -> tuple[list[list[str]], list[int], bool]:
    """Return the rows, the line on which each begins, and whether the end was reached."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for record in reader:
            records.append(record)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "a quotation mark inside a cell is written twice" if "expected" in str(error) else ""
        if "unexpected end" in str(error):
            hint = "a quotation mark that opens here is never closed"
        problems.error(file, f"a row that cannot be split ({error})", "cells between delimiters", row=line, hint=hint)
        return records, lines, False
    return records, lines, True


def _even(
    records: Sequence[list[str]], lines: Sequence[int], width: int, file: str, problems: Problems
) -> tuple[list[tuple[list[str], int]], bool]:
    """Return the rows that have as many cells as the header; rows without content are passed over."""
    kept: list[tuple[list[str], int]] = []
    wrong: list[tuple[int, int]] = []
    blank = 0
    for record, line in zip(records, lines, strict=True):
        if not any(cell.strip() for cell in record):
            blank += bool(record)
            continue
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            del record[width:]
        if len(record) == width:
            kept.append((record, line))
        else:
            wrong.append((len(record), line))

    def problem(k: int) -> Problem:
        found, line = wrong[k]
        hint = "a cell that holds the delimiter stands in quotation marks" if found > width else ""
        return Problem("error", file, f"{found} cells", f"{width} cells", line, hint=hint)

    problems.several(len(wrong), problem)
    if blank:
        problems.note(file, f"{blank} rows of empty cells", "rows with content", hint="passed over")
    return kept, not wrong
