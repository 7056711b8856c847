"""UCINET data language: structure, short labels and weights, one .dl file a block."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import pandas as pd

from valuma.formats.block_reading import BlockFile, read_blocks
from valuma.formats.block_writing import BlockView, write_blocks
from valuma.formats.dl_parser import DlParser, Matrix, Side
from valuma.formats.guards import unusable
from valuma.formats.labels import LabelRule
from valuma.formats.numerals import weight_text
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import Problems, ValumaError

DlFormat = Literal["edgelist", "nodelist", "fullmatrix"]
DlLabels = Literal["header", "embedded"]

#: UCINET cuts labels after 18 characters and turns them to capitals.
LABELS = LabelRule("ucinet_label", r"[^A-Za-z0-9_.\-]", "_", limit=18, ascii_only=True, case_matters=False)

_MOST_CELLS = 50_000_000

_Cells = dict[tuple[int, int], float]


def write(
    tables: NetworkTables,
    path: str | os.PathLike[str],
    *,
    format: DlFormat = "edgelist",
    labels: DlLabels = "header",
    two_mode: bool = True,
    report: Problems | None = None,
) -> list[Path]:
    """Write one .dl file a block and a nodes file beside.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        ``case.dl`` gives ``case-membership.dl``, … and ``case-nodes.csv``.
    format : {"edgelist", "nodelist", "fullmatrix"}, default "edgelist"
        Layout of the data. Lists become ``edgelist1`` or ``nodelist1`` in a one-mode block (``n=``) and ``edgelist2``
        or ``nodelist2`` in a two-mode block (``nr=``, ``nc=``).
    labels : {"header", "embedded"}, default "header"
        Labels in a section of their own, or in place of numbers within the data.
    two_mode : bool, default True
        Write a block between two modes as UCINET does. With False the file has one mode (``n=``) with each tie once,
        from row to column, as igraph reads it; the modes stand in the nodes file.
    report : Problems, optional
        Takes notes on labels that were shortened, parallel ties that became one and ties that could not be written.

    Returns
    -------
    list of Path
        The files of the blocks, then the nodes file.

    Raises
    ------
    ValumaError
        A weight is not 1 in a node list, a full matrix would have more than fifty million cells, an option is
        unknown; and see `write_blocks`.

    Notes
    -----
    A matrix has one cell a pair: the weights of parallel ties are summed, and a tie of weight 0 is no tie. A block
    without direction is written as a symmetric matrix, each tie both ways. Labels have at most 18 letters, digits,
    ``_``, ``.`` and ``-`` and differ not in case alone; the column ``ucinet_label`` of the nodes file maps them
    where they are not the identifiers. With embedded labels a column node without ties has no place in a two-mode list
    and stands in the nodes file only.

    References
    ----------
    S. P. Borgatti, M. G. Everett and L. C. Freeman, UCINET, Encyclopedia of Social Network Analysis and Mining, 2014.
    doi:10.1007/978-1-4614-6170-8_316
    """
    if format not in ("edgelist", "nodelist", "fullmatrix") or labels not in ("header", "embedded"):
        raise ValumaError(f"there is no format {format!r} with {labels!r} labels in the data language of UCINET")
    make = partial(_make, layout=format, labels=labels, two_mode=two_mode, report=report)
    return write_blocks(tables, path, make, LABELS, report)


def read(
    path: str | os.PathLike[str],
    *,
    block: str | None = None,
    directed: bool | None = None,
    report: Problems | None = None,
) -> NetworkTables:
    """Read a .dl file, or all blocks that were written under one name.

    Parameters
    ----------
    path : path
        A ``.dl`` file, or the name that was given to `write`.
    block : str, optional
        Which block a file is. By default its name says it (``…-membership.dl``), else the modes of the nodes file,
        else a two-mode network is membership and a one-mode network cooperation.
    directed : bool, optional
        Whether ties have a direction. By default a one-mode matrix that is symmetric has none.
    report : Problems, optional
        Takes notes on the encoding and on nodes without a label.

    Returns
    -------
    NetworkTables

    Raises
    ------
    StudyError
        The file is damaged, or not symmetric where `directed` is false; with lines.

    Notes
    -----
    Full matrices, half matrices, edge lists and node lists are read, with labels in sections or embedded, keywords in
    any case and any order. Nodes of a two-mode file without labels are called r1, r2, … and c1, c2, …. Labels are
    matched with the nodes file without regard to case, since UCINET turns them to capitals.
    """
    parse = partial(_parse, directed=directed, report=report)
    return read_blocks(path, parse, LABELS, block, report)


def _make(view: BlockView, *, layout: DlFormat, labels: DlLabels, two_mode: bool, report: Problems | None) -> bytes:
    if not two_mode and view.n_rows is not None:
        # Rows and columns differ, so that a tie has one direction only and stands there once.
        view = replace(view, n_rows=None, directed=True)
    cells = _cells(view, report)
    rows = view.labels if view.n_rows is None else view.labels[: view.n_rows]
    columns = view.labels if view.n_rows is None else view.labels[view.n_rows :]
    suffix = "" if layout == "fullmatrix" else "1" if view.n_rows is None else "2"
    lines = [f"dl n={len(rows)}" if view.n_rows is None else f"dl nr={len(rows)} nc={len(columns)}"]
    lines.append(f"format = {layout}{suffix}")
    if labels == "embedded":
        lines.append("labels embedded:")
    elif view.n_rows is None:
        lines += ["labels:", *rows]
    else:
        lines += ["row labels:", *rows, "column labels:", *columns]
    lines.append("data:")
    lines += _DATA[layout](cells, rows, columns, labels == "embedded")
    return ("\n".join(lines) + "\n").encode("ascii")


def _cells(view: BlockView, report: Problems | None) -> _Cells:
    """Make the matrix of a block from its ties."""
    cells: _Cells = {}
    offset = view.n_rows or 0
    both_ways = view.n_rows is None and not view.directed
    for source, target, weight in zip(view.source.tolist(), view.target.tolist(), view.weight.tolist(), strict=True):
        cells[source, target - offset] = cells.get((source, target - offset), 0.0) + weight
        if both_ways and source != target:
            cells[target, source] = cells.get((target, source), 0.0) + weight
    kept = {place: value for place, value in cells.items() if value != 0}
    pairs = len({tuple(sorted(place)) for place in cells}) if both_ways else len(cells)
    if report is not None and pairs < len(view.weight):
        report.note(
            view.name, f"{len(view.weight) - pairs} parallel ties", "one cell a pair", hint="weights were summed"
        )
    if report is not None and len(kept) < len(cells):
        found = f"{len(cells) - len(kept)} cells of weight 0"
        report.warning(view.name, found, "a weight that is not 0", hint="a matrix has no tie there")
    return kept


def _edge_lines(cells: _Cells, rows: list[str], columns: list[str], embedded: bool) -> Iterator[str]:
    for (row, column), value in cells.items():
        ends = (rows[row], columns[column]) if embedded else (row + 1, column + 1)
        yield f"{ends[0]} {ends[1]} {weight_text(value)}"
    if embedded:
        # A value of 0 is no tie, but makes the label known.
        used_rows, used_columns = {row for row, _ in cells}, {column for _, column in cells}
        if rows is columns:
            used = used_rows | used_columns
            yield from (f"{label} {label} 0" for place, label in enumerate(rows) if place not in used)
        elif rows and columns:
            yield from (f"{label} {columns[0]} 0" for place, label in enumerate(rows) if place not in used_rows)
            yield from (f"{rows[0]} {label} 0" for place, label in enumerate(columns) if place not in used_columns)


def _list_lines(cells: _Cells, rows: list[str], columns: list[str], embedded: bool) -> Iterator[str]:
    lists: dict[int, list[int]] = {row: [] for row in range(len(rows))} if embedded else {}
    for (row, column), value in cells.items():
        if value != 1:
            text = f"a weight of {weight_text(value)} between {rows[row]!r} and {columns[column]!r}"
            raise ValumaError(
                f"a node list carries no weights, but there is {text}; write an edge list or a full matrix"
            )
        lists.setdefault(row, []).append(column)
    for row, others in lists.items():
        words = (
            [rows[row], *(columns[column] for column in others)]
            if embedded
            else [str(row + 1), *(str(column + 1) for column in others)]
        )
        yield " ".join(words)


def _matrix_lines(cells: _Cells, rows: list[str], columns: list[str], embedded: bool) -> Iterator[str]:
    if len(rows) * len(columns) > _MOST_CELLS:
        raise ValumaError(f"a full matrix of {len(rows)} x {len(columns)} is too large; write an edge list")
    by_row: dict[int, dict[int, float]] = {}
    for (row, column), value in cells.items():
        by_row.setdefault(row, {})[column] = value
    if embedded:
        yield " ".join(columns)
    for row, label in enumerate(rows):
        values = by_row.get(row, {})
        texts = (weight_text(values[column]) if column in values else "0" for column in range(len(columns)))
        yield " ".join([label, *texts] if embedded else texts)


_DATA = {"edgelist": _edge_lines, "nodelist": _list_lines, "fullmatrix": _matrix_lines}


def _parse(text: str, file: str, *, directed: bool | None, report: Problems | None) -> BlockFile:
    matrix = DlParser(text, file).parse()
    one_mode = matrix.rows is matrix.columns
    rows = _named(matrix.rows, "" if one_mode else "r", file, matrix.line, report)
    columns = [] if one_mode else _named(matrix.columns, "c", file, matrix.line, report)
    offset = 0 if one_mode else len(rows)
    cells = matrix.cells
    if one_mode and directed is not True:
        symmetric = all(cells.get((column, row)) == value for (row, column), value in cells.items())
        if directed is False and not symmetric:
            raise unusable(file, "a matrix that is not symmetric", "ties without direction", row=matrix.line)
        directed = not symmetric
    if one_mode and not directed:
        cells = _once(matrix)
    ties = [(row, offset + column, value) for (row, column), value in cells.items()]
    names = [*rows, *columns]
    return BlockFile(
        [name for name, _ in names],
        None if one_mode else len(rows),
        pd.DataFrame(ties, columns=["source", "target", "weight"]),
        [line for _, line in names],
        bool(directed),
    )


def _once(matrix: Matrix) -> _Cells:
    """Of each pair of a symmetric matrix the cell that comes first in the file."""
    kept: _Cells = {}
    for (row, column), value in matrix.cells.items():
        if (column, row) not in kept:
            kept[row, column] = value
    return kept


def _named(side: Side, letter: str, file: str, line: int, report: Problems | None) -> list[tuple[str, int]]:
    """Names of one side with their lines; numbers where the file has no labels at all."""
    if not side.labels and not side.embedded:
        return [(f"{letter}{number}", line) for number in range(1, side.n + 1)]
    if len(side.labels) < side.n and report is not None:
        found = f"{side.n - len(side.labels)} nodes without a label"
        report.note(file, found, f"{side.n} labels", row=line, hint="they have no ties and were left out")
    return [(token.text, token.line) for token in side.labels]
