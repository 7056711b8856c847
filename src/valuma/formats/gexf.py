"""GEXF: all blocks, attributes and types in one file for Gephi, which networkx opens too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valuma.formats.guards import unusable
from valuma.formats.markup import content, quoted
from valuma.formats.shapes import BlockShape, shapes_of, shared_types
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType, texts_of
from valuma.formats.xml_reading import GraphReader, read_graph
from valuma.formats.xml_writing import (
    TYPE_NAMES,
    KeyedColumn,
    cells,
    node_columns,
    node_types,
    tie_columns,
    write_lines,
)

NAMESPACE = "http://www.gexf.net/1.2draft"

_LABELS = ("label", "name", "id")
_READ: dict[str, ValueType] = {
    "integer": "integer",
    "long": "integer",
    "short": "integer",
    "byte": "integer",
    "float": "number",
    "double": "number",
    "boolean": "yes-no",
}


def write(tables: NetworkTables, path: str | os.PathLike[str]) -> list[Path]:
    """Write everything to one GEXF 1.2 file.

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
        The file cannot be written.

    Notes
    -----
    The label of a node is its attribute ``label``, else ``name``, else its id. GEXF has no place for what is said of
    the whole network; it stands as JSON in the description, with the direction and the columns of each block. The file
    is directed as soon as one block is, since many programs refuse a mixture. No date is written: bytes depend on
    the tables only.

    References
    ----------
    GEXF Working Group, GEXF 1.2 primer, https://gexf.net.
    """
    return write_lines(path, _lines(tables))


def read(path: str | os.PathLike[str], *, block: str = "cooperation") -> NetworkTables:
    """Read a GEXF file of version 1.1 to 1.3, of this library or of another program.

    Parameters
    ----------
    path : path
        The file.
    block : str, default "cooperation"
        Block of ties without an attribute ``block``.

    Returns
    -------
    NetworkTables
        Nodes without an attribute ``mode`` get theirs from the ends of their ties, and are actors without ties.

    Raises
    ------
    StudyError
        The file is no GEXF, is damaged, declares entities, holds a network that changes in time, or has ties to nodes
        that are not there; with lines.

    Notes
    -----
    Foreign files: labels become the attribute ``label``; positions and colours are not kept; a block in which
    some ties have a direction and some have none is directed, and the latter become two ties.
    """
    return read_graph(path, _Reader, block)


def _lines(tables: NetworkTables) -> Iterator[str]:
    shapes = shapes_of(tables)
    types = node_types(tables)
    tie_types: dict[str, ValueType] = {"block": "text", **shared_types(shapes)}
    direction = "directed" if any(tables.directed.values()) else "undirected"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.2">'
    yield "  <meta>"
    yield "    <creator>valuma</creator>"
    yield f"    <description>{content(_description(tables, shapes))}</description>"
    yield "  </meta>"
    yield f'  <graph mode="static" defaultedgetype="{direction}">'
    yield from _declarations("node", "n", types)
    yield from _declarations("edge", "e", tie_types)
    yield "    <nodes>"
    yield from _node_lines(tables, list(types))
    yield "    </nodes>"
    yield "    <edges>"
    yield from _tie_lines(tables, list(tie_types))
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _description(tables: NetworkTables, shapes: dict[str, BlockShape]) -> str:
    blocks = {name: json.loads(shape.to_json()) for name, shape in shapes.items()}
    return json.dumps({"attributes": dict(tables.attributes), "blocks": blocks}, ensure_ascii=False)


def _declarations(of: str, letter: str, types: dict[str, ValueType]) -> Iterator[str]:
    yield f'    <attributes class="{of}">'
    for position, (name, kind) in enumerate(types.items()):
        yield f'      <attribute id="{letter}{position}" title={quoted(name)} type="{TYPE_NAMES[kind]}"/>'
    yield "    </attributes>"


def _node_lines(tables: NetworkTables, names: list[str]) -> Iterator[str]:
    columns = node_columns(tables, names)
    labels = [texts_of(tables.nodes[name]) for name in _LABELS if name in tables.nodes.columns]
    for row, identifier in enumerate(tables.nodes["id"]):
        label = next(column[row] for column in labels if column[row] is not None) or identifier
        yield f"      <node id={quoted(identifier)} label={quoted(label)}>{_values(columns, row)}</node>"


def _tie_lines(tables: NetworkTables, names: list[str]) -> Iterator[str]:
    number = 0
    for block, ties in tables.blocks.items():
        columns = tie_columns(block, ties, names)
        ends = zip(ties["source"], ties["target"], texts_of(ties["weight"]), strict=True)
        for row, (source, target, weight) in enumerate(ends):
            tie = f'id="t{number}" source={quoted(source)} target={quoted(target)} weight="{weight}"'
            yield f"      <edge {tie}>{_values(columns, row)}</edge>"
            number += 1


def _values(columns: list[KeyedColumn], row: int) -> str:
    inner = "".join(f'<attvalue for="{key}" value={quoted(text)}/>' for key, text in cells(columns, row))
    return f"<attvalues>{inner}</attvalues>" if inner else ""


@dataclass
class _Reader(GraphReader):
    root = "gexf"

    _own: bool = False
    _class: str = ""

    def start_graph(self, attributes: dict[str, str], line: int) -> None:
        if attributes.get("mode") == "dynamic":
            raise unusable(self.parts.file, "a network that changes in time", "a static network", row=line)
        self.default_way = _WAYS.get(attributes.get("defaultedgetype", ""), "both")

    def start_other(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "attributes":
            self._class = attributes.get("class", "")
        elif name == "attribute":
            identifier = attributes.get("id", "")
            kind = _READ.get(attributes.get("type", ""), "text")
            self.declare((self._class, identifier), attributes.get("title") or identifier, self._class, kind, line)
        elif name == "attvalue":
            self._take_value(attributes, line)

    def end_other(self, name: str, text: str, line: int) -> None:
        if name == "description" and text:
            self._describe(text, line)

    def way_of(self, tie: dict[str, str]) -> str:
        return _WAYS.get(tie.get("type", ""), self.default_way)

    def own_values(self, of: str, holder: dict[str, str]) -> dict[str, Any]:
        if of == "edge" and "weight" in holder:
            return {"weight": self.parts.value(holder["weight"], "number", self.line, "weight")}
        if of == "node" and not self._own and holder.get("label") not in (None, "", holder.get("id")):
            self.parts.node_types.setdefault("label", "text")
            return {"label": holder["label"]}
        return {}

    def _describe(self, text: str, line: int) -> None:
        """Take what `write` put into the description; any other description is kept as it is."""
        try:
            said = json.loads(text)
            blocks, attributes = dict(said["blocks"]), dict(said["attributes"])
        except (ValueError, KeyError, TypeError, RecursionError):
            self.parts.attributes["description"] = text
            return
        self._own = True
        self.parts.attributes.update(attributes)
        for name, shape in blocks.items():
            self.parts.shapes[name] = BlockShape.from_json(json.dumps(shape), self.parts.file, line)

    def _take_value(self, attributes: dict[str, str], line: int) -> None:
        key, of = attributes.get("for", ""), "edge" if "edge" in self.opened else "node"
        if (of, key) not in self.declared:
            raise unusable(self.parts.file, f"a value for {key!r}", f"an attribute declared for {of}s", row=line)
        self.found((of, key), attributes.get("value", ""), line)


_WAYS = {"directed": "forward", "undirected": "both", "mutual": "mutual"}
