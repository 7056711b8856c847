"""The neutral form of a network: nodes, ties by block, and what is said of the whole."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.values import canonical, text_of, writable
from valuma.schema.problems import Problem, Problems, ValumaError, nearest

#: The blocks of an actor-network-theme graph and the modes their ties go between.
BLOCKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "membership": ("actor", "network"),
        "focus": ("network", "theme"),
        "interest": ("actor", "theme"),
        "cooperation": ("actor", "actor"),
    }
)


@dataclass(frozen=True, eq=False, repr=False)
class NetworkTables:
    """A network as plain tables, between the graph and the file formats.

    Parameters
    ----------
    nodes : DataFrame
        Columns ``id`` (unique text), ``mode`` ("actor", "network", "theme" or another word), then attributes.
    blocks : mapping from str to DataFrame
        Any of "membership", "focus", "interest", "cooperation"; columns ``source``, ``target``, ``weight`` (1 where
        the column is absent), then attributes. Parallel ties are kept.
    directed : mapping from str to bool, optional
        Which blocks have a direction; false where a block is not named.
    attributes : mapping from str to str, optional
        What is said of the whole network: title, year, synthetic, …

    Raises
    ------
    StudyError
        Identifiers are missing or there twice, a tie ends at a node that is not there, a weight is not a finite
        number, or a block or column has a name that cannot be; all such problems at once.
    ValumaError
        A column holds values that no network file can carry.

    Notes
    -----
    Tables are brought into one canonical form, so that two networks are equal when every format would write the
    same: see `canonical` for columns. Nodes and ties keep their order, blocks stand in the order of `BLOCKS`. That the
    modes of a tie are those of its block is not checked.

    Examples
    --------
    >>> nodes = pd.DataFrame({"id": ["tampere", "mal-verkosto"], "mode": ["actor", "network"]})
    >>> ties = pd.DataFrame({"source": ["tampere"], "target": ["mal-verkosto"], "role": ["member"]})
    >>> NetworkTables(nodes, {"membership": ties})
    <NetworkTables: 2 nodes (1 actor, 1 network), 1 membership tie>
    """

    nodes: pd.DataFrame
    blocks: Mapping[str, pd.DataFrame]
    directed: Mapping[str, bool] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = Problems()
        nodes = _canonical_frame(self.nodes, "nodes", ("id", "mode"), problems)
        blocks = {}
        for name in sorted(self.blocks, key=_block_order):
            if name not in BLOCKS:
                problems.error(f"block {name}", repr(name), "a block", hint=nearest(str(name), BLOCKS))
                continue
            blocks[name] = _canonical_frame(
                _weighted(self.blocks[name]), name, ("source", "target", "weight"), problems
            )
        for name in self.directed:
            if name not in self.blocks:
                problems.error("directed", repr(name), "a block that is there", hint=nearest(str(name), self.blocks))
        problems.raise_if_errors("the network tables cannot be used")
        _check_nodes(nodes, problems)
        for name, ties in blocks.items():
            _check_ties(ties, name, nodes, problems)
        problems.raise_if_errors("the network tables cannot be used")
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "blocks", MappingProxyType(blocks))
        object.__setattr__(
            self, "directed", MappingProxyType({name: bool(self.directed.get(name, False)) for name in blocks})
        )
        object.__setattr__(self, "attributes", MappingProxyType(_said_of_the_whole(self.attributes)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NetworkTables):
            return NotImplemented
        return (
            self.nodes.equals(other.nodes)
            and list(self.blocks) == list(other.blocks)
            and all(ties.equals(other.blocks[name]) for name, ties in self.blocks.items())
            and dict(self.directed) == dict(other.directed)
            and dict(self.attributes) == dict(other.attributes)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        modes = self.nodes["mode"].value_counts(sort=False)
        parts = ", ".join(f"{count} {mode}" for mode, count in modes.items())
        text = f"{len(self.nodes)} node{'' if len(self.nodes) == 1 else 's'}" + (f" ({parts})" if parts else "")
        for name, ties in self.blocks.items():
            text += f", {len(ties)} {name} tie{'' if len(ties) == 1 else 's'}"
        return f"<NetworkTables: {text}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.nodes.head(10).to_html(index=False)}"


def _block_order(name: str) -> tuple[int, str]:
    order = list(BLOCKS)
    return (order.index(name) if name in BLOCKS else len(order), str(name))


def _weighted(ties: pd.DataFrame) -> pd.DataFrame:
    if "weight" in ties.columns:
        return ties
    return ties.assign(weight=1.0)


def _canonical_frame(frame: pd.DataFrame, name: str, first: tuple[str, ...], problems: Problems) -> pd.DataFrame:
    """Bring a table into canonical columns, the fixed ones first."""
    columns = [str(column) for column in frame.columns]
    for column in first:
        if column not in columns:
            problems.error(name, "no such column", f"a column {column!r}", column=column)
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        problems.error(name, "the column twice", "every column once", column=column)
    for column in columns:
        if not column or not writable(column) or (name in BLOCKS and column == "block"):
            problems.error(name, repr(column), "another name", column=column, hint="the name is taken or unwritable")
    if any(problem.file == name for problem in problems.errors):
        return pd.DataFrame(columns=list(first))
    named = frame.set_axis(columns, axis="columns")
    order = [*first, *(column for column in columns if column not in first)]
    data = {column: _canonical_column(named[column], name, column) for column in order}
    return pd.DataFrame(data, columns=order)


def _canonical_column(column: pd.Series[Any], table: str, name: str) -> pd.Series[Any]:
    result = canonical(column, f"{table}, {name}")
    if name in ("id", "mode", "source", "target") and _fixed(table, name) and result.dtype != object:
        return pd.Series([pd.NA if pd.isna(value) else text_of(value) for value in result], dtype=object)
    if name == "weight" and table in BLOCKS:
        try:
            return result.astype("float64")
        except (TypeError, ValueError) as error:
            raise ValumaError(f"{table}, weight: the weights are not numbers") from error
    return result


def _fixed(table: str, name: str) -> bool:
    return name in (("source", "target") if table in BLOCKS else ("id", "mode"))


def _check_nodes(nodes: pd.DataFrame, problems: Problems) -> None:
    for column in ("id", "mode"):
        empty = np.flatnonzero(nodes[column].isna().to_numpy())
        _list(problems, "nodes", column, empty, lambda _row: "an empty cell", "a text")
    twice = np.flatnonzero((nodes["id"].duplicated() & nodes["id"].notna()).to_numpy())
    _list(problems, "nodes", "id", twice, lambda row: f"{nodes['id'].iloc[row]!r} twice", "every id once")


def _check_ties(ties: pd.DataFrame, block: str, nodes: pd.DataFrame, problems: Problems) -> None:
    known = pd.Index(nodes["id"])
    for column in ("source", "target"):
        unknown = np.flatnonzero(~ties[column].isin(known).to_numpy() | ties[column].isna().to_numpy())
        _list(problems, block, column, unknown, lambda row, c=column: repr(ties[c].iloc[row]), "the id of a node")
    bad = np.flatnonzero(~np.isfinite(ties["weight"].to_numpy(dtype="float64")))
    _list(problems, block, "weight", bad, lambda row: str(ties["weight"].iloc[row]), "a finite number")


def _list(problems: Problems, table: str, column: str, rows: Any, found: Any, expected: str) -> None:
    def problem(k: int) -> Problem:
        return Problem("error", table, found(int(rows[k])), expected, int(rows[k]), column)

    problems.several(len(rows), problem)


def _said_of_the_whole(attributes: Mapping[str, Any]) -> dict[str, str]:
    result = {}
    for key in attributes:
        name = str(key)
        if not name or not writable(name):
            raise ValumaError(f"attributes: {name!r} is no name that network files can carry")
        value = canonical(pd.Series([attributes[key]], dtype=object), f"attributes, {name}").iloc[0]
        if not pd.isna(value):
            result[name] = text_of(value)
    return result
