"""Pajek networks: structure, labels and weights, one .net file a block."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from valuma.formats.block_reading import BlockFile, read_blocks
from valuma.formats.block_writing import BlockView, write_blocks
from valuma.formats.guards import MAX_NODES, unusable
from valuma.formats.labels import LabelRule
from valuma.formats.numerals import counted, finite, weight_text
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import MOST_NAMED, Problems

#: Labels stand in double quotes on one line; a backslash would escape the quote for some readers.
LABELS = LabelRule("pajek_label", r'["\\\x00-\x1f\x7f\x85\u2028\u2029]', "_")

_TOKEN = re.compile(r'"([^"]*)"|(\S+)')


def write(
    tables: NetworkTables,
    path: str | os.PathLike[str],
    *,
    two_mode: bool = True,
    bom: bool = True,
    report: Problems | None = None,
) -> list[Path]:
    """Write one Pajek file a block and a nodes file beside.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        ``case.net`` gives ``case-membership.net``, … and ``case-nodes.csv``.
    two_mode : bool, default True
        Write ``*Vertices n rows`` for a block between two modes, as Pajek and igraph read it. networkx reads
        ``*Vertices n`` only, which False writes.
    bom : bool, default True
        Start with the byte order mark by which Pajek knows UTF-8. A comment line follows it, so that programs that do
        not know the mark lose nothing.
    report : Problems, optional
        Takes a note where labels differ from identifiers.

    Returns
    -------
    list of Path
        The files of the blocks, then the nodes file.

    Raises
    ------
    ValumaError
        See `write_blocks`.

    Notes
    -----
    Ties of a directed block are arcs, of any other edges; parallel ties are kept. Attributes of ties and of the
    whole network are not carried. A label that has a quote, a backslash or a line end is replaced, and mapped in the
    column ``pajek_label`` of the nodes file.

    References
    ----------
    W. de Nooy, A. Mrvar and V. Batagelj, Exploratory Social Network Analysis with Pajek, 3rd edition, 2018.
    doi:10.1017/9781108565691
    """
    return write_blocks(tables, path, partial(_make, two_mode=two_mode, bom=bom), LABELS, report)


def read(path: str | os.PathLike[str], *, block: str | None = None, report: Problems | None = None) -> NetworkTables:
    """Read a Pajek network, or all blocks that were written under one name.

    Parameters
    ----------
    path : path
        A ``.net`` file, or the name that was given to `write`.
    block : str, optional
        Which block a file is. By default its name says it (``…-membership.net``), else the modes of the nodes file,
        else a two-mode network is membership and a one-mode network cooperation.
    report : Problems, optional
        Takes notes on the encoding.

    Returns
    -------
    NetworkTables

    Raises
    ------
    StudyError
        The file is damaged; with lines.

    Notes
    -----
    Vertices without a line of their own are called by their numbers. Arcs, edges, their lists and matrices are read;
    a network that has both arcs and edges is directed, and an edge becomes two arcs. Coordinates, shapes, colours
    and the names of relations are not kept.
    """
    return read_blocks(path, lambda text, file: _Parser(file).parse(text), LABELS, block, report)


def _make(view: BlockView, *, two_mode: bool, bom: bool) -> bytes:
    text = "\n".join(_lines(view, two_mode)) + "\n"
    return text.encode("utf-8-sig" if bom else "utf-8")


def _lines(view: BlockView, two_mode: bool) -> Iterator[str]:
    yield f"% {view.title}"
    rows = f" {view.n_rows}" if two_mode and view.n_rows is not None else ""
    yield f"*Vertices {len(view.labels)}{rows}"
    yield from (f'{number} "{label}"' for number, label in enumerate(view.labels, start=1))
    yield "*Arcs" if view.directed else "*Edges"
    for source, target, weight in zip(view.source, view.target, view.weight, strict=True):
        yield f"{source + 1} {target + 1} {weight_text(weight)}"


@dataclass
class _Parser:
    """Goes through a Pajek file line by line."""

    file: str
    problems: Problems = field(default_factory=lambda: Problems(most=MOST_NAMED))
    section: str = ""
    seen: set[str] = field(default_factory=set)
    n: int | None = None
    n_rows: int | None = None
    labels: dict[int, tuple[str, int]] = field(default_factory=dict)
    arcs: list[tuple[int, int, float]] = field(default_factory=list)
    edges: list[tuple[int, int, float]] = field(default_factory=list)
    matrix_row: int = 0

    def parse(self, text: str) -> BlockFile:
        """Read a whole file."""
        vertices_line = 1
        for line, content in enumerate(text.splitlines(), start=1):
            stripped = content.strip()
            if not stripped or stripped.startswith("%"):
                continue
            if stripped.startswith("*"):
                if self._start(stripped, line):
                    vertices_line = line
            else:
                self._take(stripped, line)
            if self.problems.full:
                break
        if self.n is None:
            raise unusable(self.file, "no line '*Vertices'", "a Pajek network", row=1)
        if self.section == "matrix" and self.matrix_row < (self.n_rows or self.n):
            self._problem(f"{self.matrix_row} rows of the matrix", str(self.n_rows or self.n), line)
        self.problems.raise_if_errors(f"{self.file} cannot be read")
        return self._result(vertices_line)

    def _start(self, text: str, line: int) -> bool:
        """Start a section; true where it is the vertices."""
        words = text[1:].split()
        name = words[0].lower().partition(":")[0] if words else ""
        if name in ("vertices", "vertex"):
            self._start_vertices(words[1:], line)
            return True
        if name not in ("network", "arcs", "edges", "arcslist", "edgeslist", "matrix"):
            raise unusable(self.file, f"'*{name}'", "*Vertices, *Arcs, *Edges, their lists or *Matrix", row=line)
        if name != "network" and self.n is None:
            raise unusable(self.file, f"'*{name}' before '*Vertices'", "'*Vertices n' first", row=line)
        self.section, self.matrix_row = name, 0
        self.seen.add(name.removesuffix("list"))
        return False

    def _start_vertices(self, words: list[str], line: int) -> None:
        if self.n is not None:
            raise unusable(self.file, "'*Vertices' again", "one network a file", row=line)
        n, *rows = [counted(word) for word in words[:2]] or [None]
        if n is None or None in rows:
            found = " ".join(["*Vertices", *words])[:60]
            raise unusable(self.file, found, "'*Vertices n' or '*Vertices n rows'", row=line)
        if n > MAX_NODES:
            raise unusable(self.file, f"{n} vertices", f"at most {MAX_NODES}", row=line)
        self.n = n
        self.n_rows = rows[0] if rows else None
        if self.n_rows is not None and self.n_rows > self.n:
            found = f"{self.n_rows} rows of {self.n} vertices"
            raise unusable(self.file, found, "not more rows than vertices", row=line)
        self.section = "vertices"

    def _take(self, text: str, line: int) -> None:
        if self.section == "vertices":
            self._vertex(text, line)
        elif self.section in ("arcs", "edges"):
            self._tie(text.split(), line)
        elif self.section in ("arcslist", "edgeslist"):
            first, *others = (self._number(word, line) for word in text.split())
            for other in others:
                self._add(first, other, 1.0, line)
        elif self.section == "matrix":
            self._matrix(text.split(), line)
        elif self.section != "network":
            raise unusable(self.file, repr(text[:40]), "a line that starts with '*'", row=line)

    def _vertex(self, text: str, line: int) -> None:
        tokens = [match[1] if match[1] is not None else match[2] for match in _TOKEN.finditer(text)]
        number = self._number(tokens[0], line)
        if text.count('"') % 2:
            self._problem(repr(text[:60]), "a label with a quote at both ends", line)
        elif number is not None and number in self.labels:
            self._problem(f"the vertex {number + 1} twice", "every vertex once", line)
        elif number is not None:
            self.labels[number] = (tokens[1] if len(tokens) > 1 and tokens[1] else str(number + 1), line)

    def _tie(self, words: list[str], line: int) -> None:
        ends = [self._number(word, line) for word in words[:2]]
        if len(ends) < 2:
            self._problem(repr(" ".join(words)), "two vertices and a weight", line)
        else:
            self._add(ends[0], ends[1], self._weight(words[2], line) if len(words) > 2 else 1.0, line)

    def _add(self, source: int | None, target: int | None, weight: float, line: int) -> None:
        """Keep a tie; in a two-mode network it goes from a row to a column however it is written."""
        if source is None or target is None:
            return
        if self.n_rows is not None:
            source, target = min(source, target), max(source, target)
            if not source < self.n_rows <= target:
                self._problem(f"a tie within one mode, {source + 1} {target + 1}", "a row and a column", line)
        (self.arcs if self.section.startswith("arcs") else self.edges).append((source, target, weight))

    def _matrix(self, words: list[str], line: int) -> None:
        n = self.n or 0
        width, offset = (n, 0) if self.n_rows is None else (n - self.n_rows, self.n_rows)
        if len(words) != width or self.matrix_row >= (self.n_rows or n):
            self._problem(f"{len(words)} values in row {self.matrix_row + 1}", f"{width} values a row", line)
        else:
            values = [self._weight(word, line) for word in words]
            self.arcs.extend((self.matrix_row, offset + place, v) for place, v in enumerate(values) if v != 0)
        self.matrix_row += 1

    def _number(self, word: str, line: int) -> int | None:
        """Find a vertex by its number, from 0."""
        number = counted(word)
        if number is not None and 1 <= number <= (self.n or 0):
            return number - 1
        self._problem(repr(word[:40]), f"the number of a vertex, 1 to {self.n}", line)
        return None

    def _weight(self, word: str, line: int) -> float:
        value = finite(word)
        if value is None:
            self._problem(repr(word[:40]), "a finite number", line)
            return 1.0
        return value

    def _problem(self, found: str, expected: str, line: int) -> None:
        self.problems.error(self.file, found, expected, row=line)

    def _result(self, vertices_line: int) -> BlockFile:
        names = [self.labels.get(place, (str(place + 1), vertices_line)) for place in range(self.n or 0)]
        ties = [*self.arcs, *self.edges]
        directed = bool(self.arcs) or ("arcs" in self.seen and not self.edges)
        if self.n_rows is not None:
            directed = directed and "arcs" in self.seen
        elif directed:
            ties += [(target, source, weight) for source, target, weight in self.edges if source != target]
        frame = pd.DataFrame(ties, columns=["source", "target", "weight"])
        return BlockFile([label for label, _ in names], self.n_rows, frame, [line for _, line in names], directed)
