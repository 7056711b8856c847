"""The actor–network–theme graph: the class users hold, with its doors in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

import pandas as pd

from valuma.graph.blocks import GraphBlocks
from valuma.schema.problems import ValumaError
from valuma.study.settings import ROLES

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    from valuma.formats.tables import NetworkTables
    from valuma.graph.project import Projection

Undated = Literal["keep", "drop", "bounds"]


class YearBounds(NamedTuple):
    """The graph of one year without and with the rows that are not dated."""

    dropped: ActorNetworkThemeGraph
    kept: ActorNetworkThemeGraph


@dataclass(frozen=True, eq=False, repr=False)
class ActorNetworkThemeGraph(GraphBlocks):
    """Actors, networks and themes with the ties between them.

    The fields are those of `GraphBlocks`.

    Notes
    -----
    Build one with `build_graph` or a ``from_…`` constructor. Nothing is changed in place: every change
    returns a new graph that shares what did not change. Frames and matrices are shared, not copied;
    treat them as read-only.

    Examples
    --------
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b", "b"], "network_id": ["x", "x", "y"]}))
    >>> graph
    <ActorNetworkThemeGraph: 2 actors, 2 networks, 0 themes, 3 memberships>
    >>> graph.membership.toarray().tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """

    # -- constructors -------------------------------------------------------------------------

    @classmethod
    def from_memberships(
        cls,
        memberships: pd.DataFrame,
        *,
        actors: pd.DataFrame | None = None,
        networks: pd.DataFrame | None = None,
        themes: pd.DataFrame | None = None,
        network_themes: pd.DataFrame | None = None,
        interests: pd.DataFrame | None = None,
        cooperation: pd.DataFrame | None = None,
        roles: Iterable[str] | None = None,
        year: int | None = None,
        undated: Literal["keep", "drop"] = "keep",
        **more: Any,
    ) -> ActorNetworkThemeGraph:
        """Build a graph from a table of memberships.

        Parameters
        ----------
        memberships : DataFrame
            Columns ``actor_id``, ``network_id`` and, as far as known, ``role``, ``year_from``, ``year_to``,
            ``observed_year``, ``sectors`` (tuples), ``weight``, ``source_id``. A missing role counts.
        actors, networks, themes : DataFrame, optional
            Node tables with an id column or indexed by id; by default the ids that occur. Nodes
            without a tie are kept.
        network_themes : DataFrame, optional
            Columns ``network_id``, ``theme_id`` and ``weight``.
        interests : DataFrame, optional
            Columns ``actor_id``, ``theme_id``, ``strength``.
        cooperation : DataFrame, optional
            Columns ``actor_id``, ``partner_id``, ``strength``, ``directed``.
        roles : iterable of str, optional
            Roles that count; each is a role of the vocabulary or occurs in the rows.
        year, undated
            See `at_year`.
        **more
            Further fields of the graph.

        Returns
        -------
        ActorNetworkThemeGraph
            An actor counts once in a network whatever its number of roles.

        Raises
        ------
        ValumaError
            A column is missing, a node table is no data frame, repeats an id or lacks one that is used, or a role
            is unknown.
        """
        from valuma.graph.assemble import assemble, check_roles

        return assemble(
            cls,
            memberships,
            actors=actors,
            networks=networks,
            themes=themes,
            network_themes=network_themes,
            interests=interests,
            cooperation=cooperation,
            roles=check_roles(roles, memberships) if roles is not None else ROLES,
            year=year,
            undated=undated,
            **more,
        )

    @classmethod
    def from_biadjacency(
        cls,
        matrix: Any,
        *,
        rows: Iterable[str] | None = None,
        columns: Iterable[str] | None = None,
        actors: pd.DataFrame | None = None,
        networks: pd.DataFrame | None = None,
    ) -> ActorNetworkThemeGraph:
        """Build a graph from an actors × networks matrix.

        Parameters
        ----------
        matrix : array or sparse array, shape (n_actors, n_networks)
            Non-zero where an actor takes part.
        rows, columns : iterable of str, optional
            Ids; by default those of the node tables, else ``a0, a1, …`` and ``n0, n1, …``.
        actors, networks : DataFrame, optional
            Node tables, one row a row or column of the matrix; lists of ids go into `rows` and `columns`.

        Returns
        -------
        ActorNetworkThemeGraph
            Rows and columns without an entry stay as nodes.

        Examples
        --------
        >>> ActorNetworkThemeGraph.from_biadjacency([[1, 1], [0, 1]])
        <ActorNetworkThemeGraph: 2 actors, 2 networks, 0 themes, 3 memberships>
        """
        from valuma.graph.assemble import from_biadjacency

        return from_biadjacency(cls, matrix, rows, columns, actors, networks)

    @classmethod
    def from_networkx(cls, graph: nx.Graph[Any]) -> ActorNetworkThemeGraph:
        """Build a graph from a networkx graph whose nodes say their mode.

        Parameters
        ----------
        graph : networkx graph
            Nodes carry ``mode`` (actor, network, theme) or ``bipartite`` (0 actors, 1 networks).

        Returns
        -------
        ActorNetworkThemeGraph
            All node and edge attributes are kept.
        """
        from valuma.graph.convert import from_networkx

        return cls.from_tables(from_networkx(graph))

    @classmethod
    def from_igraph(cls, graph: igraph.Graph) -> ActorNetworkThemeGraph:
        """Build a graph from an igraph graph whose vertices have ``mode`` or ``type``.

        Parameters
        ----------
        graph : igraph.Graph
            ``name`` gives the ids; ``type`` is false for actors and true for networks.

        Returns
        -------
        ActorNetworkThemeGraph
            All vertex and edge attributes are kept.
        """
        from valuma.graph.convert import from_igraph

        return cls.from_tables(from_igraph(graph))

    @classmethod
    def from_tables(cls, tables: NetworkTables) -> ActorNetworkThemeGraph:
        """Build a graph from the neutral tables that every file format reads into.

        Parameters
        ----------
        tables : NetworkTables
            Nodes with ``mode`` and edge tables by block.

        Returns
        -------
        ActorNetworkThemeGraph
            The graph the tables describe.
        """
        from valuma.graph.convert import from_tables

        return from_tables(cls, tables)

    # -- time ---------------------------------------------------------------------------------

    @overload
    def at_year(self, year: int, *, undated: Literal["keep", "drop"] = "keep") -> ActorNetworkThemeGraph: ...
    @overload
    def at_year(self, year: int, *, undated: Literal["bounds"]) -> YearBounds: ...
    def at_year(self, year: int, *, undated: Undated = "keep") -> ActorNetworkThemeGraph | YearBounds:
        """Return the graph of one year.

        Parameters
        ----------
        year : int
            Calendar year, 1850 to 2100.
        undated : {"keep", "drop", "bounds"}
            What becomes of rows that give no year: they count, they do not, or both graphs are
            returned.

        Returns
        -------
        ActorNetworkThemeGraph or YearBounds
            A row is in from its first to its last year; an open end goes on. A row without
            years is in for the year of its source and undated in all others.

        Raises
        ------
        ValumaError
            The year is none that a study can hold, or `undated` is another word.
        """
        if undated == "bounds":
            return YearBounds(self.recount(year=year, undated="drop"), self.recount(year=year))
        if undated not in ("keep", "drop"):
            raise ValumaError(f"undated is {undated!r}; expected 'keep', 'drop' or 'bounds'")
        return self.recount(year=year, undated=undated)

    # -- out ----------------------------------------------------------------------------------

    def tables(
        self, *, rows: Literal["all", "counted"] = "all", confidential: bool = False, key: bytes | None = None
    ) -> NetworkTables:
        """Return the neutral tables that every file format writes.

        Parameters
        ----------
        rows : {"all", "counted"}
            What stands in the block of memberships: every row with role, years, source and ``counted``, or each
            actor–network pair that counts, once.
        confidential : bool, default False
            Keep ties that were told in confidence, for work in memory; see `released`.
        key : bytes, optional
            Key for pseudonyms, see `released`.

        Returns
        -------
        NetworkTables
            All nodes and all blocks that may leave.
        """
        from valuma.graph.convert import to_tables

        return to_tables(self if confidential else self.released(key=key), rows)

    def to_networkx(self, *, confidential: bool = False, key: bytes | None = None) -> nx.MultiDiGraph[Any]:
        """Return a networkx graph with node attribute ``mode`` and edge attribute ``block``.

        Parameters
        ----------
        confidential, key
            As in `tables`.

        Returns
        -------
        networkx.MultiDiGraph
            Ties run actor → network → theme; cooperation from the actor that tells to its partner.
        """
        from valuma.graph.convert import to_networkx

        return to_networkx(self.tables(confidential=confidential, key=key))

    def to_igraph(self, *, confidential: bool = False, key: bytes | None = None) -> igraph.Graph:
        """Return an igraph graph with vertex attributes ``name`` and ``mode`` and edge attribute ``block``.

        Parameters
        ----------
        confidential, key
            As in `tables`.

        Returns
        -------
        igraph.Graph
            Directed, as in `to_networkx`.
        """
        from valuma.graph.convert import to_igraph

        return to_igraph(self.tables(confidential=confidential, key=key))

    def to_frames(self, *, confidential: bool = False, key: bytes | None = None) -> dict[str, pd.DataFrame]:
        """Return nodes and ties as data frames.

        Parameters
        ----------
        confidential, key
            As in `tables`.

        Returns
        -------
        dict of str to DataFrame
            ``nodes`` and one table a block with columns source, target, weight.
        """
        tables = self.tables(confidential=confidential, key=key)
        return {"nodes": tables.nodes, **dict(tables.blocks)}

    def write(self, path: str | Path, *, key: bytes | None = None, **options: Any) -> list[Path]:
        """Write the graph; the suffix chooses the format.

        Parameters
        ----------
        path : path
            ``.graphml`` and ``.gexf`` carry everything, rows that do not count with ``counted`` false; ``.net``,
            ``.dl`` and ``.csv`` carry structure, ids and weights, each actor–network pair that counts once, one
            file a block, with a table of the nodes beside.
        key : bytes, optional
            Key for pseudonyms. Ties that were told in confidence are never written by name, see `released`.
        **options
            Options of the format: ``two_mode=False`` writes ``.net`` and ``.dl`` as one-mode files, for programs
            that know no others; see `valuma.formats.pajek.write` and `valuma.formats.ucinet.write`.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        ValumaError
            The suffix or an option is unknown.
        """
        from valuma import formats

        whole = Path(path).suffix.lower() in formats.CARRY_EVERYTHING
        return formats.write(self.tables(rows="all" if whole else "counted", key=key), path, **options)

    def project(
        self,
        side: Literal["actor", "network", "theme"],
        *,
        through: Literal["actor", "network", "theme"] = "network",
        weight: Literal["count", "newman"] = "count",
    ) -> Projection:
        """Project one side of the graph on itself.

        Parameters
        ----------
        side : {"actor", "network", "theme"}
            Nodes to keep.
        through : {"actor", "network", "theme"}
            What two nodes must share to be tied.
        weight : {"count", "newman"}
            Number of things shared, or the sum of 1 / (members − 1) over them.

        Returns
        -------
        Projection
            Sparse weights with a way back to what two nodes share.
        """
        from valuma.graph.project import project

        return project(self, side, through=through, weight=weight)

    def _repr_html_(self) -> str:
        from valuma.graph.notebook import html_of

        return html_of(self)

    def __repr__(self) -> str:
        from valuma.graph.notebook import text_of

        return text_of(self)
