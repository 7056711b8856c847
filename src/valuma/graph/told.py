"""Ties that people told of: kept for computing, left out where the graph leaves by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from valuma.graph.sparse_blocks import from_pairs
from valuma.schema.vocabularies import Attribution
from valuma.survey.attribution import attribution_of, named

if TYPE_CHECKING:
    from valuma.graph.blocks import GraphBlocks

    Graph = TypeVar("Graph", bound=GraphBlocks)

#: Columns of the table of ties of which any was told in confidence.
TOLD_COLUMNS = ("block", "source", "target", "attribution", "strength")
#: Key of the remark that an exported graph carries.
LEFT_OUT = "left_out"
_PSEUDONYMOUS = str(Attribution.PSEUDONYMOUS)
_TIES = {"membership": "membership", "interest": "interest", "cooperation": "cooperation tie"}


def told(tables: dict[str, tuple[pd.DataFrame, str, str]]) -> pd.DataFrame:
    """Return the ties of which any row is not to be shown by name.

    Parameters
    ----------
    tables : dict of str to (DataFrame, str, str)
        By block, rows with ``strength`` and the columns of their two ends. Rows without a column ``attribution`` are
        taken as they are: nothing says that people told them.

    Returns
    -------
    DataFrame
        One row a pair: ``block``, ``source``, ``target``, ``attribution`` (``named`` where some other row of the pair
        may be shown, else ``pseudonymous`` where one may under a pseudonym) and ``strength`` of what may be shown.
    """
    found = []
    for block, (frame, source, target) in tables.items():
        if "attribution" not in frame or frame.empty:
            continue
        said = attribution_of(frame, "interests" if block == "interest" else block)
        rows = pd.DataFrame(
            {
                "source": frame[source].to_numpy(dtype=object),
                "target": frame[target].to_numpy(dtype=object),
                "attribution": said.to_numpy(dtype=object),
                "strength": pd.to_numeric(frame["strength"]).astype(float).to_numpy(),
            }
        )
        if block == "cooperation" and "directed" in frame:
            both = ~frame["directed"].fillna(False).astype(bool).to_numpy()
            back = rows[both].rename(columns={"source": "target", "target": "source"})
            rows = pd.concat([rows, back], ignore_index=True)
        closed = rows[rows["attribution"] != str(Attribution.NAMED)]
        pairs = rows.merge(closed[["source", "target"]].drop_duplicates(), on=["source", "target"])
        found.append(_most_open(pairs).assign(block=block))
    whole = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(TOLD_COLUMNS))
    return whole.reindex(columns=list(TOLD_COLUMNS))


def _most_open(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep for each pair the most open attribution that any of its rows has."""
    order = {str(Attribution.NAMED): 0, _PSEUDONYMOUS: 1, str(Attribution.AGGREGATE): 2}
    ranked = rows.assign(_open=rows["attribution"].map(order)).sort_values(
        ["source", "target", "_open", "strength"], ascending=[True, True, True, False], kind="stable"
    )
    return ranked.drop_duplicates(["source", "target"]).drop(columns="_open")


def confidential(graph: GraphBlocks) -> dict[str, int]:
    """Count the ties of a graph that are not shown by name, by block.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Any graph.

    Returns
    -------
    dict of str to int
        ``membership`` (pairs that count on the word of people alone), ``interest``, ``cooperation``.
    """
    open_rows = graph.rows[named(graph.rows, "memberships")]
    counted = [rows[rows["counted"].to_numpy(dtype=bool)] for rows in (graph.rows, open_rows)]
    pairs = [len(rows[["actor_id", "network_id"]].drop_duplicates()) for rows in counted]
    counts = {"membership": pairs[0] - pairs[1]}
    for block in ("interest", "cooperation"):
        rows, at = _told_in(graph, block)
        closed = rows["attribution"].to_numpy() != str(Attribution.NAMED)
        counts[block] = int(closed[at[2]].sum())
    return counts


def released(graph: Graph, key: bytes | None = None) -> Graph:
    """Return what of a graph may leave by name.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Any graph.
    key : bytes, optional
        Key for pseudonyms. With it, ties that may be shown under a pseudonym are between actors of their own, called
        by it, of which nothing else is said; without it they are left out.

    Returns
    -------
    Same class
        Without ties told in confidence, and without actors of which nothing else is known here: that they are in it
        says that they answered. ``meta["left_out"]`` says how many ties are left out; the same graph where none is.
    """
    counts = confidential(graph)
    open_rows = named(graph.rows, "memberships")
    if graph.told.empty and open_rows.all():
        return graph
    interest, cooperation = (_open_block(graph, block) for block in ("interest", "cooperation"))
    rows = graph.rows[open_rows].reset_index(drop=True)
    after = replace(graph, interest=interest, cooperation=cooperation, rows=rows, told=graph.told.iloc[:0])
    after = replace(after, membership=_open_membership(graph, rows))
    ties = _has_ties(after)
    kept = graph.actors.index[ties | ~_has_ties(graph)]
    after = after.select(actors=kept)
    if key is not None:
        after = _with_pseudonyms(after, graph, key)
        for block in ("interest", "cooperation"):
            rows, at = _told_in(graph, block)
            counts[block] -= int((rows["attribution"].to_numpy() == _PSEUDONYMOUS)[at[2]].sum())
    return replace(after, meta={**graph.meta, **_remark(counts)})


def left_out_words(counts: dict[str, int]) -> str:
    """Say how many ties told in confidence are left out; empty where none is.

    Examples
    --------
    >>> left_out_words({"membership": 0, "interest": 1, "cooperation": 12})
    '1 interest and 12 cooperation ties told in confidence'
    """
    parts = [f"{n:,} {_TIES[block]}{'s' * (n != 1)}" for block, n in counts.items() if n]
    return f"{' and '.join(parts)} told in confidence" if parts else ""


def _remark(counts: dict[str, int]) -> dict[str, str]:
    words = left_out_words(counts)
    return {LEFT_OUT: words} if words else {}


def _told_in(
    graph: GraphBlocks, block: str
) -> tuple[pd.DataFrame, tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_]]]:
    """Return the told rows of a block, their places in it, and which of them are there."""
    rows = graph.told[graph.told["block"] == block]
    columns = graph.themes.index if block == "interest" else graph.actors.index
    at = graph.actors.index.get_indexer(pd.Index(rows["source"], dtype=object))
    to = columns.get_indexer(pd.Index(rows["target"], dtype=object))
    return rows, (at, to, (at >= 0) & (to >= 0))


def _open_block(graph: GraphBlocks, name: str) -> sparse.csr_array:
    """Return a block in which pairs that were told in confidence hold what may be shown of them."""
    block: sparse.csr_array = getattr(graph, name)
    rows, (at, to, here) = _told_in(graph, name)
    if not here.any():
        return block
    shown = rows["attribution"].to_numpy() == str(Attribution.NAMED)
    closed = from_pairs(at[here], to[here], np.ones(int(here.sum())), block.shape)
    mine = here & shown
    most = from_pairs(at[mine], to[mine], rows["strength"].to_numpy(dtype=float)[mine], block.shape)
    without = block - block.multiply(closed > 0)
    return sparse.csr_array(without + block.minimum(most))


def _open_membership(graph: GraphBlocks, rows: pd.DataFrame) -> sparse.csr_array:
    from valuma.graph.assemble import membership_block

    if len(rows) == len(graph.rows):
        return graph.membership
    return membership_block(rows, graph.actors.index, graph.networks.index)


def _has_ties(graph: GraphBlocks) -> npt.NDArray[np.bool_]:
    """Return which actors have any row or tie."""
    index = graph.actors.index
    cooperation = np.diff(graph.cooperation.tocsr().indptr) + np.diff(graph.cooperation.tocsc().indptr)
    others = np.diff(graph.interest.tocsr().indptr) + np.diff(graph.membership.tocsr().indptr) + cooperation
    return np.asarray((others > 0) | index.isin(graph.rows["actor_id"]))


def _with_pseudonyms(after: Graph, graph: GraphBlocks, key: bytes) -> Graph:
    """Add actors under pseudonyms with the ties that may be shown so."""
    from valuma.survey.disclosure.pseudonyms import pseudonyms

    marked = {}
    for block in ("interest", "cooperation"):
        rows, at = _told_in(graph, block)
        marked[block] = rows[at[2] & (rows["attribution"].to_numpy() == _PSEUDONYMOUS)]
    ends = [marked["interest"]["source"], marked["cooperation"]["source"], marked["cooperation"]["target"]]
    called = pseudonyms(pd.concat(ends).map(str), key)
    names = pd.Index(sorted(set(called.values())), dtype=object, name=after.actors.index.name)
    if not len(names):
        return after
    actors = pd.concat([after.actors, pd.DataFrame(index=names, columns=after.actors.columns, dtype=object)])
    place = {name: k for k, name in enumerate(actors.index)}
    n = len(actors)

    def widened(block: sparse.csr_array, extra: pd.DataFrame, columns: dict[str, int]) -> sparse.csr_array:
        shape = n, len(columns)
        at = np.array([place[called[str(one)]] for one in extra["source"]], dtype=int)
        to = np.array([columns[called.get(str(one), str(one))] for one in extra["target"]], dtype=int)
        more = from_pairs(at, to, extra["strength"].to_numpy(dtype=float), shape)
        return sparse.csr_array(_wider(block, shape) + more)

    themes = {str(name): k for k, name in enumerate(after.themes.index)}
    return replace(
        after,
        actors=actors,
        membership=_wider(after.membership, (n, len(after.networks))),
        interest=widened(after.interest, marked["interest"], themes),
        cooperation=widened(after.cooperation, marked["cooperation"], place),
        frame=None,
    )


def _wider(block: sparse.csr_array, shape: tuple[int, int]) -> sparse.csr_array:
    coo = block.tocoo()
    return from_pairs(coo.row, coo.col, coo.data, shape)
