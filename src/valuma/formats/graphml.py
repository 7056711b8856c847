"""GraphML: all blocks, attributes and types in one file that networkx, igraph, Gephi and Pajek open."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from valuma.formats.files import atomic_write
from valuma.formats.guards import parse_xml, read_bytes, unusable
from valuma.formats.markup import content, quoted
from valuma.formats.parts import Parts
from valuma.formats.shapes import BlockShape, shapes_of, shared_types
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType, texts_of, type_of
from valuma.schema.problems import ValumaError

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

#: Graph attributes of this prefix describe a block; the rest of the name is the block.
SHAPE_PREFIX = "block:"

_WRITTEN: dict[ValueType, str] = {"text": "string", "integer": "long", "number": "double", "yes-no": "boolean"}
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
    with atomic_write(path) as file:
        file.writelines(f"{line}\n" for line in _lines(tables))
    return [Path(path)]


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
    file = Path(path).name
    reader = _Reader(Parts(file, block))
    parse_xml(read_bytes(path), file, reader)
    if not reader.graphs:
        raise unusable(file, "no <graph>", "a GraphML file with a graph")
    return reader.parts.tables()


def _lines(tables: NetworkTables) -> Iterator[str]:
    shapes = shapes_of(tables)
    said = {**tables.attributes, **{SHAPE_PREFIX + name: shape.to_json() for name, shape in shapes.items()}}
    node_types = {str(name): type_of(tables.nodes[name]) for name in tables.nodes.columns if name != "id"}
    tie_types: dict[str, ValueType] = {"block": "text", "weight": "number", **shared_types(shapes)}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    yield from _keys("graph", "g", dict.fromkeys(said, "text"))
    yield from _keys("node", "n", node_types)
    yield from _keys("edge", "e", tie_types)
    yield f'  <graph edgedefault="{"directed" if any(tables.directed.values()) else "undirected"}">'
    yield from (f'    <data key="g{position}">{content(text)}</data>' for position, text in enumerate(said.values()))
    yield from _node_lines(tables, node_types)
    yield from _tie_lines(tables, list(tie_types))
    yield "  </graph>"
    yield "</graphml>"


def _keys(of: str, letter: str, types: dict[str, ValueType]) -> Iterator[str]:
    for position, (name, kind) in enumerate(types.items()):
        yield f'  <key id="{letter}{position}" for="{of}" attr.name={quoted(name)} attr.type="{_WRITTEN[kind]}"/>'


def _node_lines(tables: NetworkTables, types: Iterable[str]) -> Iterator[str]:
    columns = [(f"n{position}", texts_of(tables.nodes[name])) for position, name in enumerate(types)]
    for row, identifier in enumerate(tables.nodes["id"]):
        yield f"    <node id={quoted(identifier)}>{_data(columns, row)}</node>"


def _tie_lines(tables: NetworkTables, keys: list[str]) -> Iterator[str]:
    number = 0
    for name, ties in tables.blocks.items():
        block: list[str | None] = [name] * len(ties)
        columns = [("e0", block)]
        columns += [
            (f"e{keys.index(str(c))}", texts_of(ties[c])) for c in ties.columns if c not in ("source", "target")
        ]
        for row, (source, target) in enumerate(zip(ties["source"], ties["target"], strict=True)):
            ends = f'id="t{number}" source={quoted(source)} target={quoted(target)}'
            yield f"    <edge {ends}>{_data(columns, row)}</edge>"
            number += 1


def _data(columns: list[tuple[str, list[str | None]]], row: int) -> str:
    cells = ((key, values[row]) for key, values in columns)
    return "".join(f'<data key="{key}">{content(text)}</data>' for key, text in cells if text is not None)


@dataclass(frozen=True)
class _Key:
    """One declared attribute."""

    name: str
    of: str
    kind: ValueType


@dataclass
class _Reader:
    """Takes the elements of a GraphML file one by one."""

    parts: Parts
    graphs: int = 0
    _open: list[str] = field(default_factory=list)
    _keys: dict[str, _Key] = field(default_factory=dict)
    _defaults: dict[str, str] = field(default_factory=dict)
    _key: str = ""
    _holder: dict[str, str] = field(default_factory=dict)
    _line: int = 0
    _found: dict[str, tuple[str, int]] = field(default_factory=dict)
    _edgedefault: str = ""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take a start tag."""
        if not self._open and name != "graphml":
            raise unusable(self.parts.file, f"<{name}>", "<graphml> as the first element", row=line)
        self._open.append(name)
        if name == "key":
            self._declare(attributes, line)
        elif name == "graph":
            self._start_graph(attributes, line)
        elif name in ("node", "edge"):
            self._holder, self._line, self._found = attributes, line, {}
        elif name in ("hyperedge", "port"):
            raise unusable(self.parts.file, f"<{name}>", "nodes and edges only", row=line)
        elif name == "data":
            self._key = attributes.get("key", "")
            if self._key not in self._keys:
                raise unusable(self.parts.file, f"data of the key {self._key!r}", "a key that is declared", row=line)

    def end(self, name: str, text: str, line: int) -> None:
        """Take an end tag and the text before it."""
        self._open.pop()
        if name == "default":
            self._defaults[self._key] = text
        elif name == "data":
            self._take_data(text, line)
        elif name == "node":
            self.parts.add_node(self._holder.get("id"), self._values("node", self.parts.node_types), self._line)
        elif name == "edge":
            self._end_edge()

    def _declare(self, attributes: dict[str, str], line: int) -> None:
        self._key = attributes.get("id", "")
        of, name = attributes.get("for", "all"), attributes.get("attr.name", "")
        kind = _READ.get(attributes.get("attr.type", "string"), "text")
        if name in _TAKEN.get(of, ()):
            name += ".1"
        if not self._key:
            raise unusable(self.parts.file, "a key without an id", "an id", row=line)
        self._keys[self._key] = _Key(name, of, kind)
        if name and of in ("node", "all") and name != "mode":
            self.parts.node_types[name] = kind
        if name and of in ("edge", "all") and name not in ("block", "weight"):
            self.parts.tie_types[name] = kind

    def _start_graph(self, attributes: dict[str, str], line: int) -> None:
        if self.graphs:
            raise unusable(self.parts.file, "a second <graph>", "one graph a file", row=line)
        self.graphs += 1
        self._edgedefault = attributes.get("edgedefault", "undirected")

    def _take_data(self, text: str, line: int) -> None:
        if self._open[-1] in ("node", "edge"):
            self._found[self._key] = (text, line)
        elif self._open[-1] == "graph" and self._keys[self._key].name:
            name = self._keys[self._key].name
            if name.startswith(SHAPE_PREFIX):
                shape = BlockShape.from_json(text, self.parts.file, line)
                self.parts.shapes[name.removeprefix(SHAPE_PREFIX)] = shape
            else:
                self.parts.attributes[name] = text

    def _values(self, of: str, types: dict[str, ValueType]) -> dict[str, Any]:
        texts = {key: (text, self._line) for key, text in self._defaults.items() if self._keys[key].of in (of, "all")}
        values = {}
        for key, (text, line) in {**texts, **self._found}.items():
            name = self._keys[key].name
            if name:
                kind: ValueType = "text" if (of, name) == ("node", "mode") else types.get(name, self._keys[key].kind)
                values[name] = self.parts.value(text, kind, line, name)
        return values

    def _end_edge(self) -> None:
        blocks = [text for key, (text, _) in self._found.items() if self._keys[key].name == "block"]
        shape = self.parts.shapes.get(blocks[0]) if blocks else None
        values = self._values("edge", {**self.parts.tie_types, **(shape.types if shape else {}), **_FIXED})
        said = self._holder.get("directed")
        directed = said == "true" if said else self._edgedefault == "directed"
        way = "forward" if directed else "both"
        self.parts.add_tie(self._holder.get("source"), self._holder.get("target"), values, self._line, way)


_TAKEN: dict[str, tuple[str, ...]] = {
    "node": ("id",),
    "edge": ("source", "target"),
    "all": ("id", "source", "target"),
}
_FIXED: dict[str, ValueType] = {"block": "text", "weight": "number"}
