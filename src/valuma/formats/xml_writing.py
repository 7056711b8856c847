"""What the writers of GraphML and GEXF share: declared columns, cells of a row, lines to a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from valuma.formats.files import atomic_write
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType, texts_of, type_of

#: What both formats call the types.
TYPE_NAMES: Mapping[ValueType, str] = MappingProxyType(
    {"text": "string", "integer": "long", "number": "double", "yes-no": "boolean"}
)

#: A declared column: its key, and the text of each cell or None.
KeyedColumn = tuple[str, Sequence[str | None]]


def write_lines(path: str | os.PathLike[str], lines: Iterable[str]) -> list[Path]:
    """Write the lines of one file and return its path as the only one."""
    with atomic_write(path) as file:
        file.writelines(f"{line}\n" for line in lines)
    return [Path(path)]


def node_types(tables: NetworkTables) -> dict[str, ValueType]:
    """Return the type of every node attribute."""
    return {str(name): type_of(tables.nodes[name]) for name in tables.nodes.columns if name != "id"}


def node_columns(tables: NetworkTables, names: Iterable[str]) -> list[KeyedColumn]:
    """Return the columns of the nodes; the k-th name has the key nk."""
    return [(f"n{position}", texts_of(tables.nodes[name])) for position, name in enumerate(names)]


def tie_columns(block: str, ties: pd.DataFrame, names: Sequence[str]) -> list[KeyedColumn]:
    """Return the columns of the ties of a block; the k-th name has the key ek, and the first is "block"."""
    there = [str(name) for name in ties.columns if name in names]
    return [("e0", [block] * len(ties)), *((f"e{names.index(name)}", texts_of(ties[name])) for name in there)]


def cells(columns: Iterable[KeyedColumn], row: int) -> Iterator[tuple[str, str]]:
    """Yield key and text of every cell of a row that is not missing."""
    for key, texts in columns:
        text = texts[row]
        if text is not None:
            yield key, text
