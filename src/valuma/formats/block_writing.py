"""One file a block with a nodes file beside: how Pajek, UCINET and edge lists are laid out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.formats.csv_text import csv_bytes
from valuma.formats.files import write_together
from valuma.formats.labels import LabelRule, labels_for
from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.schema.problems import Problems, ValumaError


@dataclass(frozen=True)
class BlockView:
    """One block as a file of its own sees it.

    Parameters
    ----------
    name : str
        The block.
    title : str
        Title of the network, else the block; says so where the network is synthetic.
    labels : list of str
        One a node of the block, isolates included; in a two-mode block the rows stand first.
    n_rows : int or None
        Number of row nodes of a two-mode block; None for a one-mode block.
    source, target : arrays of int
        Positions in `labels`, from 0.
    weight : array of float
        One a tie.
    directed : bool
        Whether source and target differ in meaning.
    ties : DataFrame
        The table itself, with identifiers and all attributes.
    """

    name: str
    title: str
    labels: list[str]
    n_rows: int | None
    source: npt.NDArray[np.intp]
    target: npt.NDArray[np.intp]
    weight: npt.NDArray[np.float64]
    directed: bool
    ties: pd.DataFrame


def block_path(path: Path, block: str) -> Path:
    """Return the file of one block.

    Examples
    --------
    >>> block_path(Path("out/case.net"), "membership").as_posix()
    'out/case-membership.net'
    """
    return path.with_name(f"{path.stem}-{block}{path.suffix}")


def nodes_path(path: Path) -> Path:
    """Return the nodes file beside the files of the blocks.

    Examples
    --------
    >>> nodes_path(Path("out/case.net")).as_posix()
    'out/case-nodes.csv'
    """
    return path.with_name(f"{path.stem}-nodes.csv")


def write_blocks(
    tables: NetworkTables,
    path: str | os.PathLike[str],
    make: Callable[[BlockView], bytes],
    rule: LabelRule | None,
    report: Problems | None,
) -> list[Path]:
    """Write every block with `make` and the nodes file beside.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        ``out/case.net`` gives ``out/case-membership.net``, … and ``out/case-nodes.csv``.
    make : callable
        From a `BlockView` to the bytes of its file.
    rule : LabelRule or None
        What a label may be; None where every identifier can stand in the file.
    report : Problems or None
        Takes a note where labels differ from identifiers.

    Returns
    -------
    list of Path
        The files of the blocks, then the nodes file.

    Raises
    ------
    ValumaError
        The tables have no block, a file of a block that these tables do not have stands there from before, or a
        column has the name that the labels need.
    """
    base = Path(path)
    if not tables.blocks:
        raise ValumaError(f"nothing to write to {base}: the network has no block of ties")
    _refuse_left_over(tables, base)
    labels = labels_for(tables.nodes["id"], rule) if rule else dict.fromkeys(tables.nodes["id"])
    nodes = _marked(tables)
    changed = {identifier: label for identifier, label in labels.items() if label not in (None, identifier)}
    if rule and rule.column in nodes.columns:
        raise ValumaError(f"the node attribute {rule.column!r} has the name of the column for labels; rename it")
    if rule and changed:
        nodes.insert(2, rule.column, [labels[identifier] for identifier in nodes["id"]])
        _note(report, nodes_path(base).name, rule, changed)
    files = {
        block_path(base, name): make(_view(tables, name, {i: label or i for i, label in labels.items()}))
        for name in tables.blocks
    }
    return write_together({**files, nodes_path(base): csv_bytes(nodes)})


def _view(tables: NetworkTables, name: str, labels: dict[str, str]) -> BlockView:
    ties, modes = tables.blocks[name], tables.nodes.set_index("id")["mode"]
    source_mode, target_mode = BLOCKS[name]
    sources = {source_mode, *modes.loc[ties["source"]]}
    targets = {target_mode, *modes.loc[ties["target"]]}
    ids = tables.nodes["id"]
    rows = ids[tables.nodes["mode"].isin(sources)]
    columns = ids[tables.nodes["mode"].isin(targets)]
    two_mode = not sources & targets
    order = pd.concat([rows, columns]) if two_mode else ids[tables.nodes["mode"].isin(sources | targets)]
    position = pd.Index(order)
    return BlockView(
        name=name,
        title=" ".join(tables.attributes.get("title", name).split()) + (" (synthetic)" if _synthetic(tables) else ""),
        labels=[labels[identifier] for identifier in order],
        n_rows=len(rows) if two_mode else None,
        source=position.get_indexer(pd.Index(ties["source"])),
        target=position.get_indexer(pd.Index(ties["target"])),
        weight=ties["weight"].to_numpy(dtype="float64"),
        directed=tables.directed[name],
        ties=ties,
    )


def _refuse_left_over(tables: NetworkTables, base: Path) -> None:
    for name in BLOCKS:
        file = block_path(base, name)
        if name not in tables.blocks and file.exists():
            raise ValumaError(
                f"{file} stands there from before and these tables have no block {name!r}; "
                "remove it or choose another name, so that the files of two networks do not mix"
            )


def _marked(tables: NetworkTables) -> pd.DataFrame:
    """Mark every node of a synthetic network, since these formats have no other place for it."""
    nodes = tables.nodes.copy()
    if _synthetic(tables) and "synthetic" not in nodes.columns:
        nodes["synthetic"] = pd.array([True] * len(nodes), dtype="boolean")
    return nodes


def _synthetic(tables: NetworkTables) -> bool:
    return tables.attributes.get("synthetic", "").lower() in ("true", "yes")


def _note(report: Problems | None, file: str, rule: LabelRule, changed: dict[str, str]) -> None:
    if report is None:
        return
    identifier, label = next(iter(changed.items()))
    found = f"{len(changed)} ids that the format cannot carry, such as {identifier!r}"
    report.note(file, found, "labels", column=rule.column, hint=f"written as {label!r} and mapped in this column")
