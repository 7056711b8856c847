"""GraphML: all blocks, attributes and types in one file that networkx, igraph, Gephi and Pajek open."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from valuma.formats.guards import unusable
from valuma.formats.markup import content, quoted
from valuma.formats.shapes import BlockShape, shapes_of, shared_types
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType
from valuma.formats.xml_reading import GraphReader, Key, read_graph
from valuma.formats.xml_writing import (
    TYPE_NAMES,
    KeyedColumn,
    cells,
    node_columns,
    node_types,
    tie_columns,
    write_lines,
)
from valuma.schema.problems import ValumaError

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

#: Graph attributes of this prefix describe a block; the rest of the name is the block.
SHAPE_PREFIX = "block:"

_READ: dict[str, ValueType] = {
    "string": "text",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "boolean": "yes-no",
}


def write(tables: NetworkTables, path: str | os.PathLike[str]) -> list[Path]:
    """Write everything to one GraphML file.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        File; replaced where it is there.

    Returns
    -------
    list of Path
        The one file.

    Raises
    ------
    ValumaError
        A graph attribute has the reserved prefix ``block:``, or the file cannot be written.

    Notes
    -----
    Every tie has the edge attributes ``block`` and ``weight``; a missing value has no element. Many programs refuse
    a file in which only some ties have a direction: the file is directed as soon as one block is, and which block is
    directed stands in the graph attribute ``block:<name>`` together with its columns. Bytes depend on the
    tables only. igraph 1.0 shows an ampersand of an identifier as ``&#38;``.

    References
    ----------
    U. Brandes, M. Eiglsperger, I. Herman, M. Himsolt and M. S. Marshall, GraphML progress report: structural layer
    proposal, Graph Drawing 2001, Lecture Notes in Computer Science 2265. doi:10.1007/3-540-45848-4_59
    """
    for name in tables.attributes:
        if name.startswith(SHAPE_PREFIX):
            raise ValumaError(f"the graph attribute {name!r} cannot be written: {SHAPE_PREFIX!r} is reserved")
    return write_lines(path, _lines(tables))


def read(path: str | os.PathLike[str], *, block: str = "cooperation") -> NetworkTables:
    """Read a GraphML file, of this library or of another program.

    Parameters
    ----------
    path : path
        The file.
    block : str, default "cooperation"
        Block of ties without an edge attribute ``block``.

    Returns
    -------
    NetworkTables
        Nodes without an attribute ``mode`` get theirs from the ends of their ties, and are actors without ties.

    Raises
    ------
    StudyError
        The file is no GraphML, is damaged, declares entities, or has ties to nodes that are not there; with lines.

    Notes
    -----
    Foreign files: a block in which some ties have a direction and some have none is directed, and the latter become
    two ties. A node attribute called ``id`` becomes ``id.1``, since the id of the node has that name. Nested graphs,
    several graphs in a file and hyperedges are refused.
    """
    return read_graph(path, _Reader, block)


def _lines(tables: NetworkTables) -> Iterator[str]:
    shapes = shapes_of(tables)
    said = {**tables.attributes, **{SHAPE_PREFIX + name: shape.to_json() for name, shape in shapes.items()}}
    types = node_types(tables)
    tie_types: dict[str, ValueType] = {"block": "text", "weight": "number", **shared_types(shapes)}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    yield from _keys("graph", "g", dict.fromkeys(said, "text"))
    yield from _keys("node", "n", types)
    yield from _keys("edge", "e", tie_types)
    yield f'  <graph edgedefault="{"directed" if any(tables.directed.values()) else "undirected"}">'
    yield from (f'    <data key="g{position}">{content(text)}</data>' for position, text in enumerate(said.values()))
    yield from _node_lines(tables, types)
    yield from _tie_lines(tables, list(tie_types))
    yield "  </graph>"
    yield "</graphml>"


def _keys(of: str, letter: str, types: dict[str, ValueType]) -> Iterator[str]:
    for position, (name, kind) in enumerate(types.items()):
        yield f'  <key id="{letter}{position}" for="{of}" attr.name={quoted(name)} attr.type="{TYPE_NAMES[kind]}"/>'


def _node_lines(tables: NetworkTables, names: Iterable[str]) -> Iterator[str]:
    columns = node_columns(tables, names)
    for row, identifier in enumerate(tables.nodes["id"]):
        yield f"    <node id={quoted(identifier)}>{_data(columns, row)}</node>"


def _tie_lines(tables: NetworkTables, names: list[str]) -> Iterator[str]:
    number = 0
    for block, ties in tables.blocks.items():
        columns = tie_columns(block, ties, names)
        for row, (source, target) in enumerate(zip(ties["source"], ties["target"], strict=True)):
            ends = f'id="t{number}" source={quoted(source)} target={quoted(target)}'
            yield f"    <edge {ends}>{_data(columns, row)}</edge>"
            number += 1


def _data(columns: list[KeyedColumn], row: int) -> str:
    return "".join(f'<data key="{key}">{content(text)}</data>' for key, text in cells(columns, row))


@dataclass
class _Reader(GraphReader):
    root = "graphml"

    _data_key: Key = ("", "")

    def start_graph(self, attributes: dict[str, str], line: int) -> None:
        self.default_way = "forward" if attributes.get("edgedefault") == "directed" else "both"

    def start_other(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "key":
            kind = _READ.get(attributes.get("attr.type", "string"), "text")
            key, of = ("", attributes.get("id", "")), attributes.get("for", "all")
            self.declare(key, attributes.get("attr.name", ""), of, kind, line)
        elif name in ("hyperedge", "port"):
            raise unusable(self.parts.file, f"<{name}>", "nodes and edges only", row=line)
        elif name == "data":
            self._data_key = ("", attributes.get("key", ""))
            if self._data_key not in self.declared:
                found = f"data of the key {self._data_key[1]!r}"
                raise unusable(self.parts.file, found, "a key that is declared", row=line)

    def end_other(self, name: str, text: str, line: int) -> None:
        if name != "data":
            return
        if self.opened[-1] in ("node", "edge"):
            self.found(self._data_key, text, line)
        elif self.opened[-1] == "graph":
            self._take_said(self.declared[self._data_key].name, text, line)

    def way_of(self, tie: dict[str, str]) -> str:
        said = tie.get("directed")
        return self.default_way if not said else "forward" if said == "true" else "both"

    def _take_said(self, name: str, text: str, line: int) -> None:
        """Take what is said of the whole graph: shapes of blocks, and the rest."""
        if name.startswith(SHAPE_PREFIX):
            shape = BlockShape.from_json(text, self.parts.file, line)
            self.parts.shapes[name.removeprefix(SHAPE_PREFIX)] = shape
        elif name:
            self.parts.attributes[name] = text
