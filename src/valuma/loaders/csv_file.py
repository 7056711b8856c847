"""CSV files as people and programs in use write them: cells as text, with the line they stand on."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from valuma.loaders.csv_rows import Rows, split_rows
from valuma.schema.contract import Table
from valuma.schema.problems import Problems
from valuma.schema.text_file import decode
from valuma.study.frames import nearest_column

#: First line by which Excel is told what stands between cells.
_DECLARED = re.compile(r'"?sep=[,;]"?[,;]*[ ]*\n', re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True)
class RawTable:
    """Cells of a CSV file as text.

    Parameters
    ----------
    file : str
        How the file is named in problems.
    columns : mapping of str to list of str, each of length n_rows
        Cells by column, in the order of the file.
    lines : ndarray of int, shape (n_rows,)
        Line on which each row begins; the header is line 1.
    complete : bool
        Every row of the file is here; False where rows had to be left out.
    header_line : int
        Line on which the column names stand.
    """

    file: str
    columns: Mapping[str, list[str]]
    lines: npt.NDArray[np.int64]
    complete: bool = True
    header_line: int = 1


def parse_csv(
    data: bytes, table: Table, file: str, problems: Problems, *, given: Sequence[str] = ()
) -> RawTable | None:
    r"""Split the bytes of a CSV file into cells and report everything that is wrong with its form.

    Parameters
    ----------
    data : bytes
        Content of the file.
    table : Table
        Contract of its columns; used to recognise the header and the columns with numbers.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by encodings, delimiters, decimal commas, header, ragged rows.
    given : sequence of str
        Columns that need not be in the file because the caller knows them (``network_id`` of a list that
        stands in the folder of its network).

    Returns
    -------
    RawTable or None
        Cells as text; None where there is no usable header.

    Examples
    --------
    >>> from valuma.schema.tables import TABLES
    >>> data = b"actor_id;theme_id;strength;source_id\noulu;housing;0,5;survey-2020"
    >>> raw = parse_csv(data, TABLES["interests"], "interests.csv", Problems())
    >>> raw.columns["strength"], raw.lines.tolist()
    (['0.5'], [2])
    """
    text = decode(data, file, problems)
    if text is None:
        return None
    if not text.strip():
        problems.error(file, "an empty file", f"a header: {', '.join(n for n in table.names if n not in given)}")
        return None
    declared = _DECLARED.match(text)
    if declared:
        problems.note(file, repr(declared.group().strip()), "column names", row=1, hint="accepted, as Excel writes it")
        # The line stays, so that lines are counted as an editor does.
        text = text[declared.end() - 1 :]
    delimiter = _delimiter(text, table)
    if delimiter == ";":
        problems.note(file, "semicolons between cells", "commas", hint="accepted, as Finnish Excel writes them")
    rows = split_rows(text, delimiter, file, problems)
    header = None if rows is None else _header(rows, table, file, problems, given)
    if rows is None or header is None:
        return None
    columns = {name: cells for name, cells in zip(header, rows.columns, strict=True) if name}
    if delimiter == ";":
        _decimal_commas(columns, table, file, problems)
    return RawTable(file, columns, rows.lines, rows.complete, rows.header_line)


def _delimiter(text: str, table: Table) -> str:
    """Return the delimiter under which the first line names most columns of the contract."""
    first = text.lstrip("\n").split("\n", 1)[0]
    scores = {}
    for delimiter in (",", ";"):
        cells = next(csv.reader([first], delimiter=delimiter), [])
        scores[delimiter] = (sum(cell.strip() in table for cell in cells), len(cells))
    return max(scores, key=lambda delimiter: scores[delimiter])


def _header(rows: Rows, table: Table, file: str, problems: Problems, given: Sequence[str]) -> list[str] | None:
    """Return the column names of the first row; None where it is no header."""
    record, row = rows.header, rows.header_line
    names = [cell.strip() for cell in record]
    if not any(name in table for name in names):
        wanted = ", ".join(name for name in table.names if name not in given)
        close = next((hint for hint in (nearest_column(name, table.names) for name in names) if hint), "")
        tabs = "the cells seem to be separated by tabs" if "\t" in record[0] else ""
        shown = ", ".join(repr(name) for name in names[:4])
        problems.error(
            file, f"no header; the first line holds {shown}", f"column names: {wanted}", row=row, hint=tabs or close
        )
        return None
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        problems.error(
            file, f"the column {name!r} {names.count(name)} times", "every column once", row=row, column=name
        )
    for position, name in enumerate(names, start=1):
        if not name:
            problems.error(file, f"no name above column {position}", "a column name", row=row)
    return names


def _decimal_commas(columns: dict[str, list[str]], table: Table, file: str, problems: Problems) -> None:
    """Turn decimal commas into points, column by column; a column that mixes both keeps what does not fit."""
    turned = []
    for name in columns:
        if name not in table or table[name].kind != "number":
            continue
        cells = columns[name]
        if not any(_DECIMAL_COMMA.fullmatch(cell.strip()) for cell in cells):
            continue
        if any("." in cell for cell in cells):
            problems.error(file, "decimal commas and decimal points", "one of them", column=name)
            continue
        columns[name] = [cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell.strip()) else cell for cell in cells]
        turned.append(name)
    for name in turned:
        problems.note(file, "decimal commas", "decimal points", column=name, hint="accepted")
