"""Projections of one side of the graph, with the way back to what two nodes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from valuma.graph.sparse_blocks import as_block, binary
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.graph.blocks import GraphBlocks

Mode = Literal["actor", "network", "theme"]
Weight = Literal["count", "newman"]


@dataclass(frozen=True, eq=False, repr=False)
class Projection:
    """A weighted one-mode network made from a two-mode one.

    Parameters
    ----------
    side, through : {"actor", "network", "theme"}
        Nodes kept and what they must share.
    weight : {"count", "newman"}
        How a tie is weighted.
    ids, through_ids : Index
        Nodes and the things they share, in matrix order.
    matrix : csr_array, shape (n, n)
        Symmetric weights, zero diagonal. Isolated nodes keep their row.
    incidence : csr_array, shape (n, n_through)
        The 0/1 incidence it was made from.
    synthetic : bool
        Whether anything behind it is invented.
    """

    side: Mode
    through: Mode
    weight: Weight
    ids: pd.Index
    through_ids: pd.Index
    matrix: sparse.csr_array
    incidence: sparse.csr_array
    synthetic: bool

    @property
    def frame(self) -> pd.DataFrame:
        """One row a tie: a, b (a before b in node order), weight."""
        upper = sparse.triu(self.matrix, k=1, format="coo")
        frame = pd.DataFrame({"a": self.ids[upper.row], "b": self.ids[upper.col], "weight": upper.data})
        order = np.lexsort((upper.col, upper.row))
        return frame.iloc[order].reset_index(drop=True)

    def shared(self, a: str, b: str) -> list[str]:
        """Return what two nodes share.

        Parameters
        ----------
        a, b : str
            Ids of two nodes.

        Returns
        -------
        list of str
            Ids of the networks, themes or actors that both are tied to, in node order.

        Raises
        ------
        ValumaError
            An id is not among the nodes.
        """
        positions = self.ids.get_indexer(pd.Index([a, b], dtype=object))
        if (positions < 0).any():
            raise ValumaError(f"{(a, b)[int(np.argmin(positions))]!r} is not a node of this projection")
        first, second = (set(self.incidence[[position]].indices.tolist()) for position in positions)
        return [str(self.through_ids[position]) for position in sorted(first & second)]

    def __repr__(self) -> str:
        mark = ", SYNTHETIC" if self.synthetic else ""
        return (
            f"<Projection of {self.side}s through {self.through}s, {self.weight} weights: {len(self.ids)} nodes, "
            f"{self.matrix.nnz // 2} ties{mark}>"
        )


def project(
    graph: GraphBlocks, side: Mode = "actor", *, through: Mode = "network", weight: Weight = "count"
) -> Projection:
    """Project one side of the graph on itself.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        The graph.
    side : {"actor", "network", "theme"}
        Nodes to keep.
    through : {"actor", "network", "theme"}
        What two nodes must share. Actors share themes through their own interest, or, where the
        graph holds no interests, through the networks they take part in.
    weight : {"count", "newman"}
        ``count``: number of shared things. ``newman``: sum over them of 1 / (size − 1), so that each
        node's weights add up to the number of its things with at least two nodes.

    Returns
    -------
    Projection
        Sparse weights.

    Raises
    ------
    ValumaError
        `side` and `through` are the same, or a name is unknown.

    Notes
    -----
    One sparse product, O(sum of squared sizes). Most measures of cooperation do not need it: `valuma.metrics`
    works on the incidence.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
    https://doi.org/10.1103/PhysRevE.64.016132

    Examples
    --------
    >>> import valuma as va
    >>> graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1], [1, 0], [1, 0]])
    >>> projection = project(graph, "actor", through="network", weight="newman")
    >>> projection.frame["weight"].tolist(), projection.shared("a0", "a1")
    ([0.5, 0.5, 0.5], ['n0'])
    """
    if weight not in ("count", "newman"):
        raise ValumaError(f"weight is {weight!r}; expected 'count' or 'newman'")
    incidence, ids, through_ids = _incidence(graph, side, through)
    size = np.asarray(incidence.sum(axis=0)).ravel()
    factor = np.ones_like(size) if weight == "count" else np.where(size > 1, 1.0 / np.maximum(size - 1, 1), 0.0)
    product = incidence @ sparse.diags_array(factor) @ incidence.T
    product.setdiag(0)
    matrix = as_block(product)
    return Projection(side, through, weight, ids, through_ids, matrix, incidence, graph.synthetic)


def _incidence(graph: GraphBlocks, side: Mode, through: Mode) -> tuple[sparse.csr_array, pd.Index, pd.Index]:
    ids = {"actor": graph.actors.index, "network": graph.networks.index, "theme": graph.themes.index}
    for name in (side, through):
        if name not in ids:
            raise ValumaError(f"{name!r} is not a side of the graph; expected 'actor', 'network' or 'theme'")
    if side == through:
        raise ValumaError(f"side and through are both {side!r}")
    actor_theme = graph.interest if graph.interest.nnz else graph.membership @ graph.focus
    blocks = {
        ("actor", "network"): graph.membership,
        ("network", "theme"): graph.focus,
        ("actor", "theme"): actor_theme,
    }
    block = blocks[side, through] if (side, through) in blocks else blocks[through, side].T
    return binary(block), ids[side], ids[through]
