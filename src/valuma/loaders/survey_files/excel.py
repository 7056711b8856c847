"""Sheets of answers: cells with the types that the workbook gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.guards import unusable
from valuma.formats.workbook.cells import read_sheets
from valuma.formats.workbook.kind import kind_of
from valuma.formats.workbook.limits import WorkbookLimits
from valuma.loaders.survey_files.cell_columns import CellColumns, type_columns
from valuma.loaders.survey_files.number_cells import DecimalSign, count_numbers, sign_of_file
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_columns import StatedColumns
from valuma.loaders.survey_files.table import HEAD_ROWS, without_empty_rows
from valuma.schema.problems import Problems
from valuma.survey.load_report import LoadReport

#: Days since 1899-12-30 of the years 1990 to 2060, which a date without a date format looks like.
_DAYS = (32874.0, 58804.0)
_DATE_WORDS = ("pvm", "päivä", "aika", "date", "time", "datum", "tid")


class SheetTable:
    """The sheet of a workbook that holds the answers.

    Parameters
    ----------
    data : bytes
        The workbook.
    file : str
        Its name.
    report : LoadReport
        Grows by what was accepted on the way.
    sheet : str, optional
        Name of the sheet; by default the visible one with the most cells.

    Raises
    ------
    StudyError
        The file is no workbook, is damaged, protected or hostile, or has no such sheet.
    """

    def __init__(self, data: bytes, file: str, report: LoadReport, sheet: str | None = None) -> None:
        self.file, self.report, self.stated = file, report, StatedColumns()
        problems = Problems()
        suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
        if kind_of(data, file, suffix) != "workbook":
            raise unusable(file, "text with delimiters", "an Excel workbook (.xlsx)", hint="rename it to .csv")
        sheets = read_sheets(data, file, WorkbookLimits(), problems)
        report.add_problems(problems)
        if sheet is not None:
            fitting = [one for one in sheets if one.name.casefold() == sheet.casefold()]
            if not fitting:
                raise unusable(file, f"no sheet {sheet!r}", f"one of {', '.join(repr(one.name) for one in sheets)}")
        else:
            fitting = [one for one in sheets if not one.hidden and one.rows] or [one for one in sheets if one.rows]
        chosen = max(fitting, key=lambda one: len(one.rows) * (len(one.rows[0]) if one.rows else 0), default=None)
        others = [one.name for one in sheets if one.rows and one is not chosen]
        if chosen is not None and others:
            shown = ", ".join(map(repr, others[:5])) + (" …" if len(others) > 5 else "")
            report.note(file, f"{len(others)} more sheets with content: {shown}", f"only {chosen.name!r} is read")
        self._rows: list[list[Any]] = [] if chosen is None else chosen.rows
        self.head = [[_text(cell) for cell in row] for row in self._rows[:HEAD_ROWS]]

    def read(self, skip: int, names: Sequence[str], as_text: frozenset[str], decimal_comma: bool) -> CellColumns:
        """Type the columns below the first rows; as in `Table`."""
        stated = self.stated.among(names)
        as_text = as_text | stated.texts
        rows = self._rows[skip:]
        columns = [[row[k] for row in rows] for k in range(len(names))]
        sign: DecimalSign = (self._sign(columns) or ".") if decimal_comma else "."
        typed: dict[str, pd.Series] = {}
        for name, cells in zip(names, columns, strict=True):
            typed[name] = _column(cells, sign, name in as_text)
            self._look_for_days(name, typed[name])
        return without_empty_rows(
            type_columns(typed, self.file, self.report, sign=sign, as_text=as_text, options=stated.options),
            self.file,
            self.report,
        )

    def _sign(self, columns: Sequence[Sequence[Any]]) -> DecimalSign | None:
        """Find the decimal sign of numbers that stand as text."""
        counted = []
        for cells in columns:
            texts: dict[str, int] = {}
            for cell in cells:
                if isinstance(cell, str):
                    texts[cell.strip()] = texts.get(cell.strip(), 0) + 1
            if texts:
                counted.append(count_numbers(texts))
        return sign_of_file(counted)

    def _look_for_days(self, name: str, column: pd.Series) -> None:
        if column.dtype.kind != "f" or not any(word in name.casefold() for word in _DATE_WORDS):
            return
        present = column.dropna()
        if len(present) and present.between(*_DAYS).all():
            first = dt.datetime(1899, 12, 30) + dt.timedelta(days=float(present.iloc[0]))
            found = f"numbers that may be dates without a date format ({present.iloc[0]:g} would be {first:%Y-%m-%d})"
            self.report.warning(f"{self.file}, {name}", found, "kept as numbers; give the cells a date format")


def excel_days(column: pd.Series) -> pd.Series:
    """Return dates that a workbook holds as numbers of days.

    Examples
    --------
    >>> str(excel_days(pd.Series([45292.5]))[0])
    '2024-01-01 12:00:00'
    """
    seconds = (column * 86400).round()
    return pd.Series(
        np.datetime64("1899-12-30", "s") + seconds.fillna(0).to_numpy().astype("timedelta64[s]"), index=column.index
    ).where(column.notna())


def read_excel(data: bytes, file: str, *, sheet: str | None = None) -> RawSurvey:
    """Read a plain sheet of answers.

    Parameters
    ----------
    data : bytes
        An ``.xlsx`` or ``.xlsm`` workbook.
    file : str
        Its name.
    sheet : str, optional
        Name of the sheet; by default the visible one with the most cells, and the report names the others.

    Returns
    -------
    RawSurvey

    Raises
    ------
    StudyError
        As `valuma.formats.workbook.read_workbook`.

    Notes
    -----
    Formulas are read as the values stored with them, merged cells as their value in every cell, an error such as
    ``#N/A`` as an empty cell; each is in the report. A number stays a number also where it may be meant as a date.
    """
    from valuma.loaders.survey_files.delimited import plain_survey

    return plain_survey(SheetTable(data, file, LoadReport(), sheet), "spreadsheet")


def _column(cells: Sequence[Any], sign: DecimalSign, text: bool) -> pd.Series:
    kinds = set(map(type, cells)) - {type(None)}
    if not text and kinds <= {int, float}:
        return pd.Series([np.nan if cell is None else float(cell) for cell in cells], dtype=np.float64)
    if not text and kinds <= {dt.date, dt.datetime} and kinds:
        return pd.Series(
            np.array([np.datetime64("NaT") if cell is None else _moment(cell) for cell in cells], dtype="datetime64[s]")
        )
    return pd.Series([None if cell is None else _text(cell, sign) for cell in cells], dtype=object)


def _moment(cell: dt.date | dt.datetime) -> np.datetime64:
    return np.datetime64(cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell, "s")


def _text(cell: Any, sign: DecimalSign = ".") -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return repr(cell).replace(".", sign)
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S") if cell.year >= 1000 else str(cell)
    return str(cell)
