"""GEXF: all blocks, attributes and types in one file for Gephi, which networkx opens too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
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

NAMESPACE = "http://www.gexf.net/1.2draft"

_LABELS = ("label", "name", "id")
_WRITTEN: dict[ValueType, str] = {"text": "string", "integer": "long", "number": "double", "yes-no": "boolean"}
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
    with atomic_write(path) as file:
        file.writelines(f"{line}\n" for line in _lines(tables))
    return [Path(path)]


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
    file = Path(path).name
    reader = _Reader(Parts(file, block))
    parse_xml(read_bytes(path), file, reader)
    if not reader.graphs:
        raise unusable(file, "no <graph>", "a GEXF file with a graph")
    return reader.parts.tables()


def _lines(tables: NetworkTables) -> Iterator[str]:
    shapes = shapes_of(tables)
    node_types = {str(name): type_of(tables.nodes[name]) for name in tables.nodes.columns if name != "id"}
    tie_types: dict[str, ValueType] = {"block": "text", **shared_types(shapes)}
    direction = "directed" if any(tables.directed.values()) else "undirected"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.2">'
    yield "  <meta>"
    yield "    <creator>valuma</creator>"
    yield f"    <description>{content(_description(tables, shapes))}</description>"
    yield "  </meta>"
    yield f'  <graph mode="static" defaultedgetype="{direction}">'
    yield from _declarations("node", "n", node_types)
    yield from _declarations("edge", "e", tie_types)
    yield "    <nodes>"
    yield from _node_lines(tables, list(node_types))
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
        yield f'      <attribute id="{letter}{position}" title={quoted(name)} type="{_WRITTEN[kind]}"/>'
    yield "    </attributes>"


def _node_lines(tables: NetworkTables, names: list[str]) -> Iterator[str]:
    columns = [(f"n{position}", texts_of(tables.nodes[name])) for position, name in enumerate(names)]
    labels = [texts_of(tables.nodes[name]) for name in _LABELS if name in tables.nodes.columns]
    for row, identifier in enumerate(tables.nodes["id"]):
        label = next(column[row] for column in labels if column[row] is not None) or identifier
        yield f"      <node id={quoted(identifier)} label={quoted(label)}>{_values(columns, row)}</node>"


def _tie_lines(tables: NetworkTables, names: list[str]) -> Iterator[str]:
    number = 0
    for block, ties in tables.blocks.items():
        attributes = [str(name) for name in ties.columns if name not in ("source", "target", "weight")]
        columns: list[tuple[str, list[str | None]]] = [("e0", [block] * len(ties))]
        columns += [(f"e{names.index(name)}", texts_of(ties[name])) for name in attributes]
        ends = zip(ties["source"], ties["target"], texts_of(ties["weight"]), strict=True)
        for row, (source, target, weight) in enumerate(ends):
            tie = f'id="t{number}" source={quoted(source)} target={quoted(target)} weight="{weight}"'
            yield f"      <edge {tie}>{_values(columns, row)}</edge>"
            number += 1


def _values(columns: list[tuple[str, list[str | None]]], row: int) -> str:
    cells = ((key, values[row]) for key, values in columns)
    inner = "".join(f'<attvalue for="{key}" value={quoted(text)}/>' for key, text in cells if text is not None)
    return f"<attvalues>{inner}</attvalues>" if inner else ""


@dataclass
class _Reader:
    """Takes the elements of a GEXF file one by one."""

    parts: Parts
    graphs: int = 0
    _open: list[str] = field(default_factory=list)
    _own: bool = False
    _class: str = ""
    _key: str = ""
    _keys: dict[tuple[str, str], tuple[str, ValueType]] = field(default_factory=dict)
    _defaults: dict[tuple[str, str], str] = field(default_factory=dict)
    _holder: dict[str, str] | None = None
    _line: int = 0
    _found: dict[str, tuple[str, int]] = field(default_factory=dict)
    _default_way: str = "both"

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take a start tag."""
        if not self._open and name != "gexf":
            raise unusable(self.parts.file, f"<{name}>", "<gexf> as the first element", row=line)
        self._open.append(name)
        if name == "graph":
            self._start_graph(attributes, line)
        elif name == "attributes":
            self._class = attributes.get("class", "")
        elif name == "attribute":
            self._declare(attributes, line)
        elif name in ("node", "edge"):
            if self._holder is not None:
                raise unusable(self.parts.file, f"<{name}> inside another", "nodes and edges that are flat", row=line)
            self._holder, self._line, self._found = attributes, line, {}
        elif name == "attvalue":
            self._take_value(attributes, line)

    def end(self, name: str, text: str, line: int) -> None:
        """Take an end tag and the text before it."""
        self._open.pop()
        if name == "description" and text:
            self._describe(text, line)
        elif name == "default":
            self._defaults[self._class, self._key] = text
        elif name == "node" and self._holder is not None:
            self._end_node(self._holder)
        elif name == "edge" and self._holder is not None:
            self._end_edge(self._holder)

    def _start_graph(self, attributes: dict[str, str], line: int) -> None:
        if self.graphs:
            raise unusable(self.parts.file, "a second <graph>", "one graph a file", row=line)
        if attributes.get("mode") == "dynamic":
            raise unusable(self.parts.file, "a network that changes in time", "a static network", row=line)
        self.graphs += 1
        self._default_way = _WAYS.get(attributes.get("defaultedgetype", ""), "both")

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

    def _declare(self, attributes: dict[str, str], line: int) -> None:
        self._key = attributes.get("id", "")
        name = attributes.get("title") or self._key
        kind = _READ.get(attributes.get("type", ""), "text")
        taken = ("id",) if self._class == "node" else ("source", "target")
        name = f"{name}.1" if name in taken else name
        if not self._key:
            raise unusable(self.parts.file, "an attribute without an id", "an id", row=line)
        self._keys[self._class, self._key] = (name, kind)
        if self._class == "node" and name != "mode":
            self.parts.node_types[name] = kind
        elif self._class == "edge" and name not in ("block", "weight"):
            self.parts.tie_types[name] = kind

    def _take_value(self, attributes: dict[str, str], line: int) -> None:
        key, of = attributes.get("for", ""), "edge" if "edge" in self._open else "node"
        if (of, key) not in self._keys:
            raise unusable(self.parts.file, f"a value for {key!r}", f"an attribute declared for {of}s", row=line)
        self._found[key] = (attributes.get("value", ""), line)

    def _values(self, of: str, types: dict[str, ValueType]) -> dict[str, Any]:
        texts = {key: (text, self._line) for (of_key, key), text in self._defaults.items() if of_key == of}
        values = {}
        for key, (text, line) in {**texts, **self._found}.items():
            name, kind = self._keys[of, key]
            values[name] = self.parts.value(text, types.get(name, kind), line, name)
        return values

    def _end_node(self, holder: dict[str, str]) -> None:
        values = self._values("node", {"mode": "text"})
        if not self._own and holder.get("label") not in (None, "", holder.get("id")):
            self.parts.node_types.setdefault("label", "text")
            values.setdefault("label", holder["label"])
        self.parts.add_node(holder.get("id"), values, self._line)
        self._holder = None

    def _end_edge(self, holder: dict[str, str]) -> None:
        blocks = [text for key, (text, _) in self._found.items() if self._keys["edge", key][0] == "block"]
        shape = self.parts.shapes.get(blocks[0]) if blocks else None
        values = self._values("edge", {**(shape.types if shape else {}), "block": "text", "weight": "number"})
        if "weight" in holder:
            values["weight"] = self.parts.value(holder["weight"], "number", self._line, "weight")
        way = _WAYS.get(holder.get("type", ""), self._default_way)
        self.parts.add_tie(holder.get("source"), holder.get("target"), values, self._line, way)
        self._holder = None


_WAYS = {"directed": "forward", "undirected": "both", "mutual": "mutual"}
