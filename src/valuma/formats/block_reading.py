"""Files of single blocks, and the nodes file beside them, back into network tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from valuma.formats.block_writing import block_path, nodes_path
from valuma.formats.csv_text import read_csv
from valuma.formats.guards import read_bytes, unusable
from valuma.formats.labels import LabelRule
from valuma.formats.parts import modes_by_position
from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.schema.problems import MOST_NAMED, Problems, StudyError, ValumaError, nearest
from valuma.schema.text_file import decode


@dataclass(frozen=True)
class BlockFile:
    """What the file of one block says.

    Parameters
    ----------
    labels : sequence of str
        One a node, in the order of the file; in a two-mode file the rows stand first.
    n_rows : int or None
        Number of rows of a two-mode file; None for a one-mode file.
    ties : DataFrame
        Columns ``source`` and ``target`` (positions in `labels`, from 0), ``weight``, then attributes.
    lines : sequence of int
        Line of the file on which each label stands.
    directed : bool
        Whether the ties have a direction.
    """

    labels: Sequence[str]
    n_rows: int | None
    ties: pd.DataFrame
    lines: Sequence[int]
    directed: bool


def read_blocks(
    path: str | os.PathLike[str],
    parse: Callable[[str, str], BlockFile],
    rule: LabelRule | None,
    block: str | None,
    report: Problems | None,
) -> NetworkTables:
    """Read one block file, or all that were written under one name.

    Parameters
    ----------
    path : path
        A file, or the name that was given to the writer (``case.net`` for ``case-membership.net``, …).
    parse : callable
        From the text of a file and its name to a `BlockFile`.
    rule : LabelRule or None
        What the labels of the format may be; None where they are the identifiers.
    block : str or None
        Which block a single file is; None to take it from its name or its modes.
    report : Problems or None
        Takes notes on what was assumed.

    Returns
    -------
    NetworkTables

    Raises
    ------
    StudyError
        A file is damaged, or has labels that the nodes file lacks.
    ValumaError
        There is no such file.
    """
    base, files = _find(Path(path), block)
    nodes = _read_nodes(nodes_path(base), rule, report)
    found = {file: parse(_text(file, report), file.name) for file in files}
    for file, content in found.items():
        _check_labels(content, file.name)
    known = None if nodes is None else _Names(nodes, rule)
    named = {_block_of(content, files[file], known, file.name): (file.name, content) for file, content in found.items()}
    if nodes is None or known is None:
        nodes = _nodes_from(named)
        known = _Names(nodes, None)
    blocks = {name: known.ties(content, file) for name, (file, content) in named.items()}
    kept = nodes.drop(columns=[rule.column], errors="ignore") if rule else nodes
    directed = {name: content.directed for name, (_, content) in named.items()}
    return NetworkTables(kept, blocks, directed, _marks(kept))


def _find(path: Path, block: str | None) -> tuple[Path, dict[Path, str | None]]:
    """Return the name without the block, and the files with their blocks as far as they are known."""
    if block is not None and block not in BLOCKS:
        raise ValumaError(f"there is no block {block!r}: {nearest(block, BLOCKS)}")
    if path.stem.endswith("-nodes") and path.suffix == ".csv":
        raise ValumaError(f"{path} is a nodes file; read the file of a block, or the name without '-nodes'")
    if path.exists():
        for name in BLOCKS:
            if path.stem.endswith(f"-{name}"):
                base = path.with_name(path.stem.removesuffix(f"-{name}") + path.suffix)
                return base, {path: block or name}
        return path, {path: block}
    files: dict[Path, str | None] = {block_path(path, name): name for name in BLOCKS if block in (None, name)}
    there = {file: name for file, name in files.items() if file.exists()}
    if not there:
        raise ValumaError(f"there is no file {path}, nor {block_path(path, 'membership').name} or another block of it")
    return path, there


def _text(path: Path, report: Problems | None) -> str:
    problems = Problems()
    text = decode(read_bytes(path), path.name, problems, keep_line_ends=True)
    if text is None:
        raise StudyError(f"{path.name} cannot be read", problems)
    if report is not None:
        report.extend(problems)
    return text


def _read_nodes(path: Path, rule: LabelRule | None, report: Problems | None) -> pd.DataFrame | None:
    if not path.exists():
        return None
    table = read_csv(_text(path, report), path.name)
    nodes = table.frame(text_columns=["id", "mode", *([rule.column] if rule else [])])
    problems = Problems(most=MOST_NAMED)
    for name in ("id", "mode"):
        if name not in nodes.columns:
            hint = nearest(name, map(str, nodes.columns))
            raise unusable(path.name, "no such column", f"a column {name!r}", row=1, hint=hint)
        for line, value in zip(table.lines, nodes[name], strict=True):
            if pd.isna(value):
                problems.error(path.name, "an empty cell", "a text", row=line, column=name)
    for line, twice in zip(table.lines, nodes["id"].duplicated(), strict=True):
        if twice:
            problems.error(path.name, "an id that stands there twice", "every id once", row=line, column="id")
    problems.raise_if_errors(f"{path.name} cannot be read")
    return nodes


def _check_labels(content: BlockFile, file: str) -> None:
    problems = Problems(most=MOST_NAMED)
    seen: set[str] = set()
    for label, line in zip(content.labels, content.lines, strict=True):
        if label in seen:
            problems.error(file, f"the label {label!r} twice", "every label once", row=line)
        seen.add(label)
    problems.raise_if_errors(f"{file} cannot be read")


def _block_of(content: BlockFile, given: str | None, known: _Names | None, file: str) -> str:
    """Find the block of a file: as given, else by the modes of its ends, else by what is most common."""
    if given is None and known is not None and len(content.ties):
        ends = [
            {known.mode(content.labels[place]) for place in content.ties[end].unique()} for end in ("source", "target")
        ]
        given = next((name for name, (a, b) in BLOCKS.items() if ends == [{a}, {b}]), None)
    name = given or ("cooperation" if content.n_rows is None else "membership")
    if content.n_rows is not None and name == "cooperation":
        raise unusable(file, "a two-mode network", "a one-mode network, as cooperation is")
    return name


def _nodes_from(named: dict[str, tuple[str, BlockFile]]) -> pd.DataFrame:
    """Make a node table from the labels alone, where no nodes file is there."""
    modes: dict[str, str] = {}
    for name, (file, content) in named.items():
        if content.n_rows is None:
            ends = tuple([content.labels[place] for place in content.ties[end]] for end in ("source", "target"))
            here = modes_by_position(file, content.labels, {name: (ends[0], ends[1])})
        else:
            rows, columns = content.labels[: content.n_rows], content.labels[content.n_rows :]
            here = modes_by_position(file, content.labels, {name: (rows, columns)})
        for label, mode in here.items():
            if modes.setdefault(label, mode) != mode:
                raise unusable(file, f"{label!r} as {modes[label]} and as {mode}", "one mode a node")
    return pd.DataFrame({"id": list(modes), "mode": list(modes.values())}, dtype=object)


class _Names:
    """From labels to identifiers and modes."""

    def __init__(self, nodes: pd.DataFrame, rule: LabelRule | None) -> None:
        column = rule.column if rule and rule.column in nodes.columns else "id"
        self._modes = dict(zip(nodes["id"], nodes["mode"], strict=True))
        self._ids: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._case_matters = rule is None or rule.case_matters
        for label, identifier in zip(nodes[column].fillna(nodes["id"]), nodes["id"], strict=True):
            self._ids[label] = identifier
            # Two names that differ in case only must not be mistaken for one another.
            self._folded[label.casefold()] = "" if label.casefold() in self._folded else identifier

    def mode(self, label: str) -> str | None:
        """Return the mode of a node, None where there is no such node."""
        return self._modes.get(self._id(label))

    def ties(self, content: BlockFile, file: str) -> pd.DataFrame:
        """Return the ties of one block by identifier."""
        problems = Problems(most=MOST_NAMED)
        ids = [self._id(label) for label in content.labels]
        for label, identifier, line in zip(content.labels, ids, content.lines, strict=True):
            if not identifier and not problems.full:
                hint = nearest(label, self._ids)
                problems.error(file, f"the node {label!r}", "a node of the nodes file", row=line, hint=hint)
        problems.raise_if_errors(f"{file} cannot be read")
        ends = {end: [ids[place] for place in content.ties[end]] for end in ("source", "target")}
        return content.ties.assign(**ends)

    def _id(self, label: str) -> str:
        exact = self._ids.get(label, "")
        return exact or ("" if self._case_matters else self._folded.get(label.casefold(), ""))


def _marks(nodes: pd.DataFrame) -> dict[str, str]:
    """Say that a network is synthetic when one of its nodes is."""
    if "synthetic" not in nodes.columns:
        return {}
    said = nodes["synthetic"].dropna().astype(str).str.lower()
    return {"synthetic": "true"} if said.isin(["true", "yes"]).any() else {}
