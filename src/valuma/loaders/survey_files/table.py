"""Tables of answers before it is known which tool wrote them: text with delimiters or a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.cell_columns import CellColumns
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.header_rows import Header, find_header, joined, names_of, tidy
from valuma.loaders.survey_files.stated_columns import StatedColumns
from valuma.survey.load_report import LoadReport

#: Rows that are looked at to see what a table is.
HEAD_ROWS = 60
#: Columns, and rows times columns, that a table may have.
MOST_COLUMNS, MOST_CELLS = 50_000, 250_000_000


class Table(Protocol):
    """Cells of a file, of which only the first rows have been looked at."""

    file: str
    #: First rows as texts; empty cells are empty texts.
    head: list[list[str]]
    report: LoadReport
    #: What a codebook states of the columns.
    stated: StatedColumns

    def read(self, skip: int, names: Sequence[str], as_text: frozenset[str], decimal_comma: bool) -> CellColumns:
        """Read and type the columns below the first rows.

        Parameters
        ----------
        skip : int
            Rows of `head` that are no respondents.
        names : sequence of str
            Name of each column.
        as_text : frozenset of str
            Columns that stay text.
        decimal_comma : bool
            Whether 1,5 can be a number.
        """


def read_headed(
    table: Table,
    header: Header | None = None,
    *,
    headings: Sequence[str] | None = None,
    as_text: frozenset[str] = frozenset(),
    decimal_comma: bool = True,
) -> tuple[CellColumns, dict[str, str], list[str]]:
    """Read the columns of a table under names that are there once.

    Parameters
    ----------
    table : Table
        A text or a sheet.
    header : Header, optional
        Where the header stands; found where it is not given.
    headings : sequence of str, optional
        Names of the columns where the tool's reader worked them out.
    as_text : frozenset of str
        Columns that stay text.
    decimal_comma : bool, default True
        Whether 1,5 can be a number.

    Returns
    -------
    columns : CellColumns
        Without rows and columns that have neither heading nor content; the report says how many.
    headings : dict of str to str
        Heading of every column, by name.
    above : list of str
        Texts that stand above the header.

    Raises
    ------
    StudyError
        The table has no cells, or too many columns.
    """
    if not any(any(cell.strip() for cell in row) for row in table.head):
        raise unusable(table.file, "no cells with content", "answers, or at least a header")
    header = header or find_header(table.head)
    width = max(map(len, table.head))
    if width > MOST_COLUMNS:
        raise unusable(table.file, f"{width:,} columns", f"at most {MOST_COLUMNS:,}")
    found = list(headings) if headings is not None else headings_of(table, header)
    if not header.rows and headings is None:
        table.report.warning(table.file, "no header: the first row holds values only", "columns named column_1 …")
    names = names_of(found, width, table.file, table.report)
    above = [tidy(" ".join(row)) for row in table.head[: header.first] if any(cell.strip() for cell in row)]
    if above:
        table.report.note(
            table.file, f"{counted(len(above), 'row')} above the header", "kept as documents of the survey"
        )
    columns = table.read(header.end, names, as_text, decimal_comma)
    bare = [
        name
        for k, (name, column) in enumerate(columns.values.items())
        if (k >= len(found) or not found[k]) and column.isna().all() and name not in columns.states
    ]
    for name in bare:
        del columns.values[name]
    if bare:
        table.report.note(table.file, f"{counted(len(bare), 'column')} without heading and content", "left out")
    shown = dict(zip(names, found, strict=False))
    return columns, {name: shown.get(name) or name for name in columns.values}, above


def headings_of(table: Table, header: Header) -> list[str]:
    """Return the heading of every column, of one row or of two."""
    if header.rows == 0:
        return []
    first = table.head[header.first]
    if header.rows == 1:
        return [tidy(cell) for cell in first]
    table.report.note(table.file, "a header of two rows", "joined as: question [option]")
    return joined(first, table.head[header.first + 1])


def without_empty_rows(columns: CellColumns, file: str, report: LoadReport) -> CellColumns:
    """Return the columns without rows in which nothing stands; the report counts them."""
    if not columns.values:
        return columns
    filled = None
    for name, column in columns.values.items():
        here = column.notna().to_numpy()
        if name in columns.states:
            here = here | columns.states[name].notna().to_numpy()
        filled = here if filled is None else filled | here
        if filled.all():
            return columns
    if filled is None or filled.all():
        return columns
    report.note(file, f"{counted(int((~filled).sum()), 'row')} without content", "left out as no respondents")
    return CellColumns(
        {name: column[filled].reset_index(drop=True) for name, column in columns.values.items()},
        {name: column[filled].reset_index(drop=True) for name, column in columns.states.items()},
        columns.options,
    )


def frame_of(columns: CellColumns) -> pd.DataFrame:
    """Return the columns as one frame."""
    rows = len(next(iter(columns.values.values()))) if columns.values else 0
    # Arrays, not series: those would be aligned one by one.
    arrays = {name: column.array for name, column in columns.values.items()}
    return pd.DataFrame(arrays, index=pd.RangeIndex(rows), columns=list(arrays), copy=False)
