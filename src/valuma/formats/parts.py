"""Nodes and ties as a reader meets them, put together into network tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from valuma.formats.shapes import BlockShape
from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.formats.values import ValueType, parse, typed
from valuma.schema.problems import MOST_NAMED, Problems, ValumaError, nearest


@dataclass
class Rows:
    """Rows of one table, collected by column; a row that lacks a value has None."""

    n: int = 0
    columns: dict[str, list[Any]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    def add(self, values: Mapping[str, Any], line: int) -> None:
        """Append one row that stands on a line of the file."""
        for name, value in values.items():
            column = self.columns.setdefault(name, [])
            column.extend([None] * (self.n - len(column)))
            column.append(value)
        self.n += 1
        self.lines.append(line)

    def column(self, name: str) -> list[Any]:
        """Return one column, as long as there are rows."""
        values = self.columns.get(name, [])
        return [*values, *[None] * (self.n - len(values))]

    def frame(self, types: Mapping[str, ValueType]) -> pd.DataFrame:
        """Return the columns of the types, in their order."""
        return pd.DataFrame({name: typed(self.column(name), kind) for name, kind in types.items()}, columns=list(types))


class Parts:
    """What a reader of GraphML or GEXF has found so far.

    Parameters
    ----------
    file : str
        Name for errors.
    block : str
        Block of ties that do not say theirs.

    Notes
    -----
    Problems of single values and ties are collected and raised together by `tables`.
    """

    def __init__(self, file: str, block: str) -> None:
        if block not in BLOCKS:
            raise ValumaError(f"there is no block {block!r}: {nearest(block, BLOCKS)}")
        self.file = file
        self.block = block
        self.problems = Problems(most=MOST_NAMED)
        self.nodes = Rows()
        self.node_types: dict[str, ValueType] = {}
        self.tie_types: dict[str, ValueType] = {}
        self.shapes: dict[str, BlockShape] = {}
        self.attributes: dict[str, str] = {}
        self._ties: dict[str, Rows] = {}
        self._ways: dict[str, list[str]] = {}
        self._known: set[str] = set()

    def value(self, text: str, kind: ValueType, line: int, column: str) -> Any:
        """Read one value from its text; a problem and None where it is not of its type."""
        try:
            return parse(text, kind)
        except ValueError as error:
            self._problem(str(error), f"a value of type {kind}", line, column)
            return None

    def add_node(self, identifier: str | None, values: Mapping[str, Any], line: int) -> None:
        """Take one node."""
        if not identifier:
            self._problem("a node without an id", "an id", line, "id")
        elif identifier in self._known:
            self._problem(f"the node {identifier!r} twice", "every id once", line, "id")
        else:
            self._known.add(identifier)
            self.nodes.add({**values, "id": identifier}, line)

    def add_tie(self, source: str | None, target: str | None, values: dict[str, Any], line: int, way: str) -> None:
        """Take one tie; `way` is "forward", "both" (no direction) or "mutual" (two ties)."""
        name = values.pop("block", None) or self.block
        if name not in BLOCKS:
            self._problem(f"the block {name!r}", "a block", line, "block", nearest(str(name), BLOCKS))
            return
        rows = self._ties.setdefault(name, Rows())
        rows.add({"weight": 1.0, **values, "source": source, "target": target}, line)
        self._ways.setdefault(name, []).append(way)

    def tables(self) -> NetworkTables:
        """Put everything together.

        Returns
        -------
        NetworkTables

        Raises
        ------
        StudyError
            With every problem met on the way, and ties that end nowhere.
        """
        for rows in self._ties.values():
            self._check_ends(rows)
        self.problems.raise_if_errors(f"{self.file} cannot be read")
        blocks, directed = {}, {}
        for name in [*self.shapes, *(name for name in self._ties if name not in self.shapes)]:
            rows = self._ties.get(name, Rows())
            shape = self.shapes.get(name)
            directed[name] = shape.directed if shape else self._direct(name, rows)
            blocks[name] = rows.frame({**_ENDS, **(shape.types if shape else self._types_of(rows))})
        modes = self._modes(blocks)
        types: dict[str, ValueType] = {"id": "text", "mode": "text", **self.node_types}
        nodes = self.nodes.frame(types)
        nodes["mode"] = typed(
            [modes.get(i, m) if pd.isna(m) else m for i, m in zip(nodes["id"], nodes["mode"], strict=True)], "text"
        )
        return NetworkTables(nodes, blocks, directed, self.attributes)

    def _check_ends(self, rows: Rows) -> None:
        for end in ("source", "target"):
            for value, line in zip(rows.column(end), rows.lines, strict=True):
                if value not in self._known:
                    self._problem(repr(value), "the id of a node in the file", line, end)
        for value, line in zip(rows.column("weight"), rows.lines, strict=True):
            if value is None or not abs(value) < float("inf"):
                self._problem("NaN" if value is None else str(value), "a finite number", line, "weight")

    def _direct(self, name: str, rows: Rows) -> bool:
        """Say whether a foreign block has a direction; if so, its ties without one are made to go both ways."""
        ways = self._ways.get(name, [])
        if "forward" not in ways and "mutual" not in ways:
            return False
        columns = {column: rows.column(column) for column in rows.columns}
        for position, way in enumerate(ways):
            if way != "forward":
                row = {column: values[position] for column, values in columns.items()}
                rows.add({**row, "source": row["target"], "target": row["source"]}, rows.lines[position])
        return True

    def _types_of(self, rows: Rows) -> dict[str, ValueType]:
        return {name: kind for name, kind in self.tie_types.items() if name in rows.columns and name not in _ENDS}

    def _modes(self, blocks: Mapping[str, pd.DataFrame]) -> dict[str, str]:
        """Find the modes of nodes that do not say theirs, by the ends of the ties they have."""
        if None not in self.nodes.column("mode"):
            return {}
        return modes_by_position(self.file, self._known, {n: (b["source"], b["target"]) for n, b in blocks.items()})

    def _problem(self, found: str, expected: str, line: int, column: str, hint: str = "") -> None:
        self.problems.error(self.file, found, expected, row=line, column=column, hint=hint)


_ENDS: Mapping[str, ValueType] = {"source": "text", "target": "text", "weight": "number"}


def modes_by_position(
    file: str, ids: Iterable[str], ends: Mapping[str, tuple[Iterable[str], Iterable[str]]]
) -> dict[str, str]:
    """Give each node the mode that its place in the ties says.

    Parameters
    ----------
    file : str
        Name for errors.
    ids : iterable of str
        All nodes.
    ends : mapping from block to (sources, targets)
        The ties.

    Returns
    -------
    dict from id to mode
        "actor" for a node without ties.

    Raises
    ------
    StudyError
        A node stands where two different modes are expected.

    Examples
    --------
    >>> modes_by_position("a.csv", ["x", "y", "z"], {"membership": (["x"], ["y"])})
    {'x': 'actor', 'y': 'network', 'z': 'actor'}
    """
    found: dict[str, str] = {}
    problems = Problems(most=MOST_NAMED)
    for block, pair in ends.items():
        for mode, side in zip(BLOCKS[block], pair, strict=True):
            for identifier in dict.fromkeys(side):
                if found.setdefault(identifier, mode) != mode:
                    where = f"{identifier!r} as {found[identifier]} and as {mode}"
                    problems.error(file, where, "one mode a node", hint="name the modes in a nodes file or attribute")
    problems.raise_if_errors(f"{file} cannot be read")
    return {identifier: found.get(identifier, "actor") for identifier in ids}
