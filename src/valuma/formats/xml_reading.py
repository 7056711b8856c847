"""What the readers of GraphML and GEXF share: one graph of flat nodes and edges with declared attributes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from valuma.formats.guards import parse_xml, read_bytes, unusable
from valuma.formats.parts import Parts
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType

#: Where an attribute was declared (empty where its id is unique in the file), and its id there.
Key = tuple[str, str]

# An attribute must not take the name of what a node or a tie has anyway.
_TAKEN = {"node": ("id",), "edge": ("source", "target"), "all": ("id", "source", "target")}
_FIXED: Mapping[str, ValueType] = {"block": "text", "weight": "number"}


@dataclass(frozen=True)
class Declared:
    """One declared attribute: its name, whether of "node", "edge" or "all", and its type."""

    name: str
    of: str
    kind: ValueType


@dataclass
class GraphReader:
    """Takes the elements of a file one by one; a format says what its own elements mean.

    Parameters
    ----------
    parts : Parts
        Takes nodes and ties.
    graphs : int
        Graphs met so far.
    default_way : str
        Direction of a tie that does not say its own, as in `Parts.add_tie`.
    declared : dict from Key to Declared
        Attributes declared so far.
    opened : list of str
        Names of the elements that are open, the root first.
    line : int
        Line of the node or tie that is open.
    """

    root: ClassVar[str]

    parts: Parts
    graphs: int = 0
    default_way: str = "both"
    declared: dict[Key, Declared] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    line: int = 0
    _defaults: dict[Key, str] = field(default_factory=dict)
    _key: Key = ("", "")
    _holder: dict[str, str] | None = None
    _found: dict[Key, tuple[str, int]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take a start tag."""
        if not self.opened and name != self.root:
            raise unusable(self.parts.file, f"<{name}>", f"<{self.root}> as the first element", row=line)
        self.opened.append(name)
        if name == "graph":
            if self.graphs:
                raise unusable(self.parts.file, "a second <graph>", "one graph a file", row=line)
            self.graphs += 1
            self.start_graph(attributes, line)
        elif name in ("node", "edge"):
            if self._holder is not None:
                raise unusable(self.parts.file, f"<{name}> inside another", "nodes and edges that are flat", row=line)
            self._holder, self.line, self._found = attributes, line, {}
        else:
            self.start_other(name, attributes, line)

    def end(self, name: str, text: str, line: int) -> None:
        """Take an end tag and the text before it."""
        self.opened.pop()
        if name == "default" and self._key in self.declared:
            self._defaults[self._key] = text
        elif name in ("node", "edge") and self._holder is not None:
            holder, self._holder = self._holder, None
            end = self._end_node if name == "node" else self._end_edge
            end(holder)
        else:
            self.end_other(name, text, line)

    def start_graph(self, attributes: dict[str, str], line: int) -> None:
        """Take the start of the graph."""

    def start_other(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take the start of any other element."""

    def end_other(self, name: str, text: str, line: int) -> None:
        """Take the end of any other element and the text before it."""

    def way_of(self, tie: dict[str, str]) -> str:
        """Return the direction of a tie, as in `Parts.add_tie`, from the attributes of its element."""
        return self.default_way

    def own_values(self, of: str, holder: dict[str, str]) -> dict[str, Any]:
        """Return the values that the element of a node or tie holds itself."""
        return {}

    def declare(self, key: Key, name: str, of: str, kind: ValueType, line: int) -> None:
        """Take the declaration of an attribute; a default value may follow it."""
        if not key[1]:
            raise unusable(self.parts.file, "an attribute without an id", "an id", row=line)
        name += ".1" if name in _TAKEN.get(of, ()) else ""
        self.declared[key], self._key = Declared(name, of, kind), key
        if name and of in ("node", "all") and name != "mode":
            self.parts.node_types[name] = kind
        if name and of in ("edge", "all") and name not in _FIXED:
            self.parts.tie_types[name] = kind

    def found(self, key: Key, text: str, line: int) -> None:
        """Take the value of a declared attribute for the node or tie that is open."""
        self._found[key] = (text, line)

    def _end_node(self, holder: dict[str, str]) -> None:
        own = self.own_values("node", holder)
        values = self._values("node", {**self.parts.node_types, "mode": "text"})
        self.parts.add_node(holder.get("id"), {**own, **values}, self.line)

    def _end_edge(self, holder: dict[str, str]) -> None:
        blocks = [text for key, (text, _) in self._found.items() if self.declared[key].name == "block"]
        shape = self.parts.shapes.get(blocks[0]) if blocks else None
        values = self._values("edge", {**self.parts.tie_types, **(shape.types if shape else {}), **_FIXED})
        values |= self.own_values("edge", holder)
        self.parts.add_tie(holder.get("source"), holder.get("target"), values, self.line, self.way_of(holder))

    def _values(self, of: str, types: Mapping[str, ValueType]) -> dict[str, Any]:
        texts = {key: (text, self.line) for key, text in self._defaults.items() if self.declared[key].of in (of, "all")}
        values = {}
        for key, (text, line) in {**texts, **self._found}.items():
            name = self.declared[key].name
            if name:
                values[name] = self.parts.value(text, types.get(name, self.declared[key].kind), line, name)
        return values


def read_graph(path: str | os.PathLike[str], make: type[GraphReader], block: str) -> NetworkTables:
    """Read a file with the reader of its format.

    Parameters
    ----------
    path : path
        The file.
    make : type of GraphReader
        Reader of the format.
    block : str
        Block of ties that do not say theirs.

    Returns
    -------
    NetworkTables

    Raises
    ------
    StudyError
        The file is not of the format, is damaged or hostile; with lines.
    """
    file = Path(path).name
    reader = make(Parts(file, block))
    parse_xml(read_bytes(path), file, reader)
    if not reader.graphs:
        raise unusable(file, "no <graph>", f"a graph in <{make.root}>")
    return reader.parts.tables()
