"""Edge lists: a CSV file a block with a nodes file beside, for spreadsheets, R and Gephi."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import pandas as pd

from valuma.formats.block_reading import BlockFile, read_blocks
from valuma.formats.block_writing import BlockView, write_blocks
from valuma.formats.csv_text import CsvTable, csv_bytes, read_csv
from valuma.formats.guards import unusable
from valuma.formats.numerals import finite
from valuma.formats.tables import NetworkTables
from valuma.formats.values import typed
from valuma.schema.problems import MOST_NAMED, Problems, ValumaError, nearest

#: Headings that other programs use for the two ends of a tie.
ENDS = {"source": ("source", "from", "sender", "ego"), "target": ("target", "to", "receiver", "alter")}


def write(tables: NetworkTables, path: str | os.PathLike[str], *, report: Problems | None = None) -> list[Path]:
    """Write one edge list a block and a nodes file beside.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        ``case.csv`` gives ``case-membership.csv``, … and ``case-nodes.csv``.
    report : Problems, optional
        Taken for the sake of one signature for all formats; an edge list leaves nothing out.

    Returns
    -------
    list of Path
        The files of the blocks, then the nodes file.

    Raises
    ------
    ValumaError
        A tie has an attribute ``directed``, which is the name of the column for direction; and see `write_blocks`.

    Notes
    -----
    Columns are ``source``, ``target``, ``weight``, ``directed`` (only in a directed block) and the attributes of the
    ties. Text stands in quotes, numbers and true/false do not; by this the types come back. What is said of the
    whole network is not carried, except that it is synthetic. See `csv_bytes`.
    """
    return write_blocks(tables, path, _make, None, report)


def read(path: str | os.PathLike[str], *, block: str | None = None, report: Problems | None = None) -> NetworkTables:
    """Read an edge list, or all blocks that were written under one name.

    Parameters
    ----------
    path : path
        A ``.csv`` file with a header, or the name that was given to `write`.
    block : str, optional
        Which block a file is. By default its name says it (``…-membership.csv``), else the modes of the nodes file,
        else it is cooperation.
    report : Problems, optional
        Takes notes on the encoding.

    Returns
    -------
    NetworkTables
        Without a nodes file the nodes are those that have ties, with the modes of the block.

    Raises
    ------
    StudyError
        The header lacks an end, an end is empty, a weight is no number, or a node is not in the nodes file; with lines.

    Notes
    -----
    Comma, semicolon and tab are read, with a decimal comma where cells are not separated by commas, and the
    headings from/to, sender/receiver and ego/alter. A column without quotes is read as numbers or true/false where all
    its cells are such, as text where one is not or has a leading zero.
    """
    return read_blocks(path, _parse, None, block, report)


def _make(view: BlockView) -> bytes:
    ties = view.ties
    if "directed" in ties.columns:
        raise ValumaError(
            f"{view.name}: the tie attribute 'directed' has the name of the column for direction; rename it"
        )
    if view.directed:
        ties = ties.copy()
        ties.insert(3, "directed", typed([True] * len(ties), "yes-no"))
    return csv_bytes(ties)


def _parse(text: str, file: str) -> BlockFile:
    table = read_csv(text, file)
    source, target = (_heading(table, end) for end in ("source", "target"))
    weight = next((name for name in table.header if name.casefold() == "weight"), "")
    frame = table.frame(text_columns=[source, target, weight])
    problems = Problems(most=MOST_NAMED)
    _check_ends(table, frame[[source, target]], problems)
    weights = _weights(table, frame[weight], problems) if weight else [1.0] * len(frame)
    problems.raise_if_errors(f"{file} cannot be read")
    places: dict[str, int] = {}
    lines: list[int] = []
    for line, *ends in zip(table.lines, frame[source], frame[target], strict=True):
        for label in ends:
            if places.setdefault(label, len(places)) == len(lines):
                lines.append(line)
    ties = pd.DataFrame({"source": frame[source].map(places), "target": frame[target].map(places), "weight": weights})
    others = frame.drop(columns=[source, target, weight, "directed"], errors="ignore")
    return BlockFile(list(places), None, pd.concat([ties, others], axis="columns"), lines, _directed(frame))


def _heading(table: CsvTable, end: str) -> str:
    """Find the column that holds one end of the ties."""
    for wanted in ENDS[end]:
        for name in table.header:
            if name.casefold() == wanted:
                return name
    found, hint = ", ".join(map(repr, table.header)), nearest(end, table.header)
    raise unusable(table.file, f"the columns {found}", f"a header with a column {end!r}", row=1, hint=hint)


def _check_ends(table: CsvTable, ends: pd.DataFrame, problems: Problems) -> None:
    for name in ends.columns:
        for line, value in zip(table.lines, ends[name], strict=True):
            if pd.isna(value):
                problems.error(table.file, "an empty cell", "a node", row=line, column=str(name))


def _weights(table: CsvTable, texts: pd.Series[Any], problems: Problems) -> list[float]:
    """Read weights as numbers; an empty cell is 1."""
    weights = []
    for line, text in zip(table.lines, texts, strict=True):
        plain = "1" if pd.isna(text) else str(text).strip()
        weight = finite(plain if table.delimiter == "," else plain.replace(",", "."))
        weights.append(math.nan if weight is None else weight)
        if weight is None:
            problems.error(table.file, repr(plain), "a finite number", row=line, column="weight")
    return weights


def _directed(frame: pd.DataFrame) -> bool:
    if "directed" not in frame.columns:
        return False
    said = frame["directed"].dropna().astype(str).str.lower()
    return len(frame) == 0 or bool(said.isin(["true", "yes", "1", "directed"]).any())
