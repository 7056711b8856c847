"""CSV files as people and programs in use write them: cells as text, with the line they stand on."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.csv_rows import split_rows
from valuma.schema.contract import Table
from valuma.schema.problems import Problems
from valuma.schema.text_file import SIZE_LIMIT, decode, read_bytes
from valuma.study.frames import conform, empty_frame, nearest_column
from valuma.study.origins import Origin

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
    """

    file: str
    columns: Mapping[str, list[str]]
    lines: npt.NDArray[np.int64]
    complete: bool = True


def read_csv(
    path: str | Path,
    table: Table,
    *,
    file: str | None = None,
    problems: Problems | None = None,
    limit: int = SIZE_LIMIT,
) -> pd.DataFrame:
    """Read a CSV file into the typed columns of a contract.

    Parameters
    ----------
    path : str or Path
        The file: comma or semicolon, UTF-8 or Windows-1252, with a header.
    table : Table
        Contract of its columns.
    file : str, optional
        How the file is named in problems; by default its name.
    problems : Problems, optional
        Grows by everything that was found. Without it, errors are raised.
    limit : int
        Largest size in bytes.

    Returns
    -------
    DataFrame, shape (n_rows, n_columns)
        Columns of the contract with its dtypes; cells that do not fit are missing.

    Raises
    ------
    StudyError
        Something is wrong and no `problems` was given.

    Notes
    -----
    Keys, references and years that contradict each other are not checked.

    Examples
    --------
    >>> import tempfile
    >>> from valuma.schema.tables import TABLES
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "interests.csv")
    ...     _ = path.write_text("actor_id;theme_id;strength;source_id" + chr(10) + "oulu;housing;0,5;survey-2020")
    ...     read_csv(path, TABLES["interests"])["strength"].tolist()
    [0.5]
    """
    path = Path(path)
    name = file or path.name
    found = Problems() if problems is None else problems
    data = read_bytes(path, name, found, limit=limit)
    raw = None if data is None else parse_csv(data, table, name, found)
    if raw is None:
        frame = empty_frame(table)
    else:
        cells = {key: np.array(values, dtype=object) for key, values in raw.columns.items()}
        frame = conform(table, pd.DataFrame(cells), Origin.of_file(name, raw.lines), found)
    if problems is None:
        found.raise_if_errors(f"{name} cannot be used")
    return frame


def parse_csv(
    data: bytes, table: Table, file: str, problems: Problems, *, given: Sequence[str] = ()
) -> RawTable | None:
    """Split the bytes of a CSV file into cells and report everything that is wrong with its form.

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
    """
    text = decode(data, file, problems)
    if text is None:
        return None
    if not text.strip():
        problems.error(file, "an empty file", f"a header: {', '.join(n for n in table.names if n not in given)}")
        return None
    delimiter = _delimiter(text, table)
    if delimiter == ";":
        problems.note(file, "semicolons between cells", "commas", hint="accepted, as Finnish Excel writes them")
    rows = split_rows(text, delimiter, file, problems)
    header = None if rows is None else _header(rows.header, table, file, problems, given)
    if rows is None or header is None:
        return None
    columns = {name: cells for name, cells in zip(header, rows.columns, strict=True) if name}
    if delimiter == ";":
        _decimal_commas(columns, table, file, problems)
    return RawTable(file, columns, rows.lines, rows.complete)


def _delimiter(text: str, table: Table) -> str:
    """Return the delimiter under which the first line names most columns of the contract."""
    first = text.lstrip("\n").split("\n", 1)[0]
    scores = {}
    for delimiter in (",", ";"):
        cells = next(csv.reader([first], delimiter=delimiter), [])
        scores[delimiter] = (sum(cell.strip() in table for cell in cells), len(cells))
    return max(scores, key=lambda delimiter: scores[delimiter])


def _header(record: list[str], table: Table, file: str, problems: Problems, given: Sequence[str]) -> list[str] | None:
    """Return the column names of the first row; None where it is no header."""
    names = [cell.strip() for cell in record]
    if not any(name in table for name in names):
        wanted = ", ".join(name for name in table.names if name not in given)
        close = next((hint for hint in (nearest_column(name, table.names) for name in names) if hint), "")
        tabs = "the cells seem to be separated by tabs" if "\t" in record[0] else ""
        shown = ", ".join(repr(name) for name in names[:4])
        problems.error(
            file, f"no header; the first line holds {shown}", f"column names: {wanted}", row=1, hint=tabs or close
        )
        return None
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        problems.error(file, f"the column {name!r} {names.count(name)} times", "every column once", row=1, column=name)
    for position, name in enumerate(names, start=1):
        if not name:
            problems.error(file, f"no name above column {position}", "a column name", row=1)
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
