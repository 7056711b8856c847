"""What a study holds, in one table: rows, invented rows, filled cells."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pandas as pd

from valuma.schema.tables import TABLES

#: Columns that say something about the row itself; they do not count when cells are counted as filled.
_ABOUT_THE_ROW = ("notes", "synthetic", "attribution", "weight")


def summary(tables: Mapping[str, pd.DataFrame], synthetic: frozenset[str]) -> pd.DataFrame:
    """Return one row a table.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Typed tables by name.
    synthetic : frozenset of str
        Tables with invented rows.

    Returns
    -------
    DataFrame
        ``table``, ``rows``, ``synthetic``, ``completeness`` (share of cells that are not unknown, remarks and marks
        left out; NaN for a table without rows).
    """
    rows = []
    for name, frame in tables.items():
        columns = [column.name for column in TABLES[name].columns if column.name not in _ABOUT_THE_ROW]
        filled = sum(_filled(frame[column]) for column in columns)
        share = filled / (len(columns) * len(frame)) if len(frame) else float("nan")
        rows.append((name, len(frame), name in synthetic, share))
    return pd.DataFrame(rows, columns=["table", "rows", "synthetic", "completeness"])


def _filled(column: pd.Series) -> int:
    if column.dtype == object:
        return sum(1 for cell in column if cell)
    return int(column.notna().sum())


def html_of(title: str, line: str, table: pd.DataFrame) -> str:
    """Return a title, a line of text and the tables that have rows, as HTML for a notebook."""
    shown = table[table["rows"] > 0].assign(
        completeness=lambda frame: frame["completeness"].map("{:.0%}".format),
        synthetic=lambda frame: frame["synthetic"].map({True: "yes", False: "no"}),
    )
    return f"<h4>{html.escape(title)}</h4><p>{html.escape(line)}</p>{shown.to_html(index=False)}"
