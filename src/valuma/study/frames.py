"""Typed frames: what a contract makes of cells and of the columns of a data frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.cells import Bad, parse_cell
from valuma.schema.contract import Column, Table, ValueKind
from valuma.schema.problems import Problem, Problems, nearest
from valuma.study.origins import Origin

#: Dtype of a column by its kind; a list column holds tuples.
DTYPES: Mapping[ValueKind, str] = MappingProxyType(
    {
        "text": "str",
        "id": "str",
        "date": "str",
        "integer": "Int64",
        "year": "Int64",
        "number": "float64",
        "yes-no": "boolean",
        "list": "object",
    }
)

Positions = npt.NDArray[np.intp]


def empty_frame(table: Table) -> pd.DataFrame:
    """Return a frame without rows that has the columns and dtypes of a contract.

    Examples
    --------
    >>> from valuma.schema.tables import TABLES
    >>> str(empty_frame(TABLES["memberships"])["year_from"].dtype)
    'Int64'
    """
    return pd.DataFrame({column.name: pd.Series(dtype=DTYPES[column.kind]) for column in table.columns})


def conform(
    table: Table, frame: pd.DataFrame, origin: Origin, problems: Problems, *, headers_checked: bool = False
) -> pd.DataFrame:
    """Give a frame the columns and dtypes of a contract and report every cell that does not fit.

    Parameters
    ----------
    table : Table
        The contract.
    frame : DataFrame, shape (n_rows, any)
        Texts of cells, or Python values; the order of the columns does not matter. Columns that the
        contract does not know are kept as they are.
    origin : Origin, length n_rows
        Where the rows were read.
    problems : Problems
        Grows by errors (cells that cannot stand there, required cells that are empty, required columns that
        are missing) and by a warning or note for each unknown column.
    headers_checked : bool
        The columns were compared with the contract before (`report_columns`), file by file.

    Returns
    -------
    DataFrame, shape (n_rows, n_columns)
        Columns in the order of the contract, unknown columns last. A cell that does not fit is missing.

    Notes
    -----
    Every distinct value is read once, so that the cost hardly grows with the number of rows. Keys and
    references are not checked.
    """
    unknown = [str(name) for name in frame.columns if name not in table]
    if not headers_checked:
        report_columns(table, [str(name) for name in frame.columns], origin.files[0], problems)
    columns: dict[str, Any] = {}
    for column in table.columns:
        if column.name in frame.columns:
            columns[column.name] = _typed(column, frame[column.name], origin, problems)
        else:
            columns[column.name] = _filled(column, len(frame))
    for name in unknown:
        columns[name] = _own_column(frame[name])
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))


def report_columns(
    table: Table, names: Sequence[str], file: str, problems: Problems, *, row: int | None = None
) -> bool:
    """Report required columns that are missing and columns that the contract does not know.

    Parameters
    ----------
    table : Table
        The contract.
    names : sequence of str
        Columns that are there.
    file : str
        How their file is named in problems.
    problems : Problems
        Grows by an error for each missing column, a warning or a note for each unknown one.
    row : int, optional
        Line of the header.

    Returns
    -------
    bool
        Every required column is there.
    """
    unknown = [name for name in names if name not in table]
    missing = [name for name in table.required if name not in names]
    for name in missing:
        hint = nearest_column(name, unknown) or f"{table.name} need {', '.join(table.required)}"
        problems.error(file, f"no column {name!r}", f"{table[name].wanted} in every row", row=row, hint=hint)
    for name in unknown:
        hint = nearest_column(name, table.names)
        say = problems.warning if hint else problems.note
        say(
            file, f"the column {name!r}", f"a column of {table.name}", row=row, column=name, hint=hint or "kept as text"
        )
    return not missing


def nearest_column(name: str, names: Iterable[str]) -> str:
    """Return a "did you mean" hint for the name of a column, or an empty string where none is close."""
    hint = nearest(name, names)
    return hint if hint.startswith("did you mean") else ""


def _filled(column: Column, length: int) -> Any:
    if column.kind == "list":
        return _tuples([()] * length)
    return pd.array([None] * length, dtype=DTYPES[column.kind])  # type: ignore[call-overload]


def _own_column(series: pd.Series) -> Any:
    if series.dtype == object and series.map(lambda value: isinstance(value, str) or value is None).all():
        return series.mask(series == "").astype("str").to_numpy()
    return series.array


def _tuples(values: list[tuple[str, ...]]) -> npt.NDArray[np.object_]:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def _typed(column: Column, series: pd.Series, origin: Origin, problems: Problems) -> Any:
    """Read a column: distinct values first, then every row from them."""
    if column.kind == "number" and pd.api.types.is_float_dtype(series.dtype) and series.dtype.kind == "f":
        return _numbers(column, series.to_numpy(dtype=np.float64), origin, problems)
    if not series.notna().any():
        if column.required:
            _report_empty(column, np.arange(len(series)), origin, problems)
        return _filled(column, len(series))
    cells = (
        series.to_numpy() if series.dtype == object else series.astype(object).where(series.notna(), None).to_numpy()
    )
    if column.kind == "list":
        cells = _hashable(cells)
    codes, distinct = pd.factorize(cells)
    values: list[Any] = []
    bad: dict[int, Bad] = {}
    for code, cell in enumerate(distinct):
        value = parse_cell(column, cell)
        if isinstance(value, Bad):
            bad[code] = value
            value = None
        values.append(value)
    wrong = np.isin(codes, list(bad)) if bad else np.zeros(len(codes), dtype=bool)
    _report(np.flatnonzero(wrong), lambda position: bad[codes[position]], column, origin, problems)
    missing = np.array([value is None for value in values] + [True])
    if column.required:
        _report_empty(column, np.flatnonzero(missing[codes] & ~wrong), origin, problems)
    return _take(column, values, codes)


def _hashable(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    result = np.empty(len(cells), dtype=object)
    result[:] = [
        tuple(cell)
        if isinstance(cell, (list, np.ndarray))
        else tuple(sorted(cell))
        if isinstance(cell, (set, frozenset))
        else cell
        for cell in cells
    ]
    return result


def _take(column: Column, values: list[Any], codes: Positions) -> Any:
    """Return the column of all rows; code -1 and value None are missing."""
    if column.kind == "list":
        return _tuples([value or () for value in [*values, None]])[codes]
    if column.kind == "number":
        return np.array([np.nan if value is None else value for value in [*values, None]], dtype=np.float64)[codes]
    distinct = pd.array([*values, None], dtype=DTYPES[column.kind])  # type: ignore[call-overload]
    return distinct.take(np.where(codes < 0, len(values), codes))


def _numbers(column: Column, values: npt.NDArray[np.float64], origin: Origin, problems: Problems) -> Any:
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    wrong = (values < low) | (values > high) | np.isinf(values)

    def bad(position: int) -> Bad:
        item = parse_cell(column, float(values[position]))
        assert isinstance(item, Bad)
        return item

    _report(np.flatnonzero(wrong), bad, column, origin, problems)
    if column.required:
        _report_empty(column, np.flatnonzero(np.isnan(values)), origin, problems)
    return np.where(wrong, np.nan, values)


def _report_empty(column: Column, positions: Positions, origin: Origin, problems: Problems) -> None:
    what = "the source of the fact" if column.references == "sources" else column.wanted
    _report(positions, lambda _: Bad("an empty cell", what), column, origin, problems)


def _report(
    positions: Positions, bad: Callable[[int], Bad], column: Column, origin: Origin, problems: Problems
) -> None:
    """Report cells of a column by the rows they stand in."""

    def problem(k: int) -> Problem:
        position = int(positions[k])
        file, row, place = origin.place(position, column.name)
        item = bad(position)
        return Problem("error", file, item.found, item.expected, row, place, item.hint)

    problems.several(len(positions), problem, "cells")


def sort_by_key(table: Table, frame: pd.DataFrame, origin: Origin) -> tuple[pd.DataFrame, Origin]:
    """Sort rows by the key of the table, so that nothing depends on the order of rows in files.

    Parameters
    ----------
    table : Table
        Contract with the key.
    frame : DataFrame, shape (n_rows, n_columns)
        Typed rows.
    origin : Origin, length n_rows
        Where they were read.

    Returns
    -------
    tuple of DataFrame and Origin
        Both in the new order; missing values come first.
    """
    if len(frame) < 2:
        return frame, origin
    order = np.lexsort([key_codes(frame[name], ordered=True) for name in reversed(table.key)])
    if (order == np.arange(len(order))).all():
        return frame, origin
    return frame.iloc[order].reset_index(drop=True), origin.take(order)


def key_codes(series: pd.Series, *, ordered: bool = False) -> Positions:
    """Return an integer for each value of a column, the same for the same value; -1 for missing.

    Parameters
    ----------
    series : Series
        A typed column; lists are compared as sets of words.
    ordered : bool
        The integers also follow the order of the values.
    """
    values: Any = series
    if series.dtype == object:
        values = series.map(lambda cell: ";".join(sorted(cell)) if isinstance(cell, tuple) else cell)
    codes, _ = pd.factorize(values, sort=ordered)
    return np.asarray(codes, dtype=np.intp)


def key_as_column(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """Return the frame with index levels that are part of the key as columns."""
    named = [name for name in frame.index.names if name in key and name not in frame.columns]
    return frame.reset_index(named) if named else frame
