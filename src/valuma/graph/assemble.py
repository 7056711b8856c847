"""Putting a graph together from tables: node indices, counted rows, sparse blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from valuma.graph.blocks import ROW_COLUMNS
from valuma.graph.sparse_blocks import binary, from_pairs
from valuma.graph.told import told
from valuma.graph.years import row_state
from valuma.schema.contract import FIRST_YEAR, LAST_YEAR
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Role

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph


def assemble(
    cls: type[ActorNetworkThemeGraph],
    memberships: pd.DataFrame,
    *,
    actors: pd.DataFrame | None,
    networks: pd.DataFrame | None,
    themes: pd.DataFrame | None,
    network_themes: pd.DataFrame | None,
    interests: pd.DataFrame | None,
    cooperation: pd.DataFrame | None,
    roles: tuple[str, ...],
    year: int | None,
    undated: Literal["keep", "drop"],
    **more: Any,
) -> ActorNetworkThemeGraph:
    """Build a graph of class `cls`; see `ActorNetworkThemeGraph.from_memberships`."""
    for name, table in (("actors", actors), ("networks", networks), ("themes", themes)):
        _table(table, name, "")
    check_year(year)
    focus = _need(network_themes, "network_themes", "network_id", "theme_id")
    interest = _need(interests, "interests", "actor_id", "theme_id", "strength")
    coop = _need(cooperation, "cooperation", "actor_id", "partner_id", "strength")
    rows = _need(memberships, "memberships", "actor_id", "network_id")
    actor_nodes = _nodes(
        actors, "actor_id", [rows["actor_id"], interest["actor_id"], coop["actor_id"], coop["partner_id"]]
    )
    network_nodes = _nodes(networks, "network_id", [rows["network_id"], focus["network_id"]])
    theme_nodes = _nodes(themes, "theme_id", [focus["theme_id"], interest["theme_id"]])
    rows = rows.reindex(columns=[*ROW_COLUMNS, *(c for c in rows.columns if c not in ROW_COLUMNS)])
    rows = count_rows(rows, roles, year, undated)
    return cls(
        actors=actor_nodes,
        networks=network_nodes,
        themes=theme_nodes,
        membership=membership_block(rows, actor_nodes.index, network_nodes.index),
        focus=_block(focus, network_nodes.index, theme_nodes.index, "network_id", "theme_id", "weight"),
        interest=_block(interest, actor_nodes.index, theme_nodes.index, "actor_id", "theme_id", "strength"),
        cooperation=_cooperation(coop, actor_nodes.index),
        rows=rows,
        roles=roles,
        year=year,
        undated=undated,
        told=told({"interest": (interest, "actor_id", "theme_id"), "cooperation": (coop, "actor_id", "partner_id")}),
        **more,
    )


def from_biadjacency(
    cls: type[ActorNetworkThemeGraph],
    matrix: Any,
    rows: Iterable[str] | None,
    columns: Iterable[str] | None,
    actors: pd.DataFrame | None,
    networks: pd.DataFrame | None,
) -> ActorNetworkThemeGraph:
    """Build a graph of class `cls`; see `ActorNetworkThemeGraph.from_biadjacency`."""
    _table(actors, "actors", "; ids of the rows go into rows=")
    _table(networks, "networks", "; ids of the columns go into columns=")
    block = binary(matrix)
    n_actors, n_networks = block.shape
    actor_ids = _ids(rows, actors, "actor_id", n_actors, "a")
    network_ids = _ids(columns, networks, "network_id", n_networks, "n")
    coo = block.tocoo()
    frame = pd.DataFrame({"actor_id": actor_ids[coo.row], "network_id": network_ids[coo.col]})
    return cls.from_memberships(
        frame,
        actors=actors if actors is not None else pd.DataFrame(index=pd.Index(actor_ids, name="actor_id")),
        networks=networks if networks is not None else pd.DataFrame(index=pd.Index(network_ids, name="network_id")),
    )


def _ids(
    given: Iterable[str] | None, table: pd.DataFrame | None, key: str, n: int, letter: str
) -> npt.NDArray[np.object_]:
    if given is not None:
        ids = [str(name) for name in given]
    elif table is not None:
        ids = [str(name) for name in (table[key] if key in table.columns else table.index)]
    else:
        ids = [f"{letter}{position}" for position in range(n)]
    if len(ids) != n:
        raise ValumaError(f"the matrix has {n} places for {key}, but {len(ids)} ids are given")
    return np.array(ids, dtype=object)


def _need(table: pd.DataFrame | None, name: str, *columns: str) -> pd.DataFrame:
    if table is None:
        return pd.DataFrame(columns=list(columns))
    if not isinstance(table, pd.DataFrame):
        raise ValumaError(f"{name} is a {type(table).__name__}; expected a data frame with {', '.join(columns)}")
    lost = [column for column in columns if column not in table.columns]
    if lost:
        hint = nearest(lost[0], map(str, table.columns))
        raise ValumaError(f"{name} has no column {lost[0]!r}" + (f" ({hint})" if hint else ""))
    return table.reset_index(drop=True)


def check_roles(roles: Iterable[str], rows: pd.DataFrame, *, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Return roles as a tuple; each must be a role of the vocabulary or occur in the rows.

    Parameters
    ----------
    roles : str or iterable of str
        Roles to count.
    rows : DataFrame
        Membership rows, with or without a column ``role``.
    also : iterable of str
        Further roles that are known.

    Returns
    -------
    tuple of str

    Raises
    ------
    ValumaError
        There is no such role, or none is given.
    """
    chosen = (roles,) if isinstance(roles, str) else tuple(roles)
    if not chosen:
        raise ValumaError("no role is given; name at least one, or leave roles out")
    occurring = rows["role"].dropna().unique() if "role" in getattr(rows, "columns", ()) else ()
    known = dict.fromkeys((*map(str, Role), *map(str, occurring), *also))
    for role in chosen:
        if role not in known:
            hint = nearest(role, known)
            raise ValumaError(f"there is no role {role!r}" + (f" ({hint})" if hint else ""))
    return chosen


def check_year(year: int | None) -> None:
    """Raise `ValumaError` where a year is none that a table of a study can hold."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValumaError(f"year is {year}; expected a year from {FIRST_YEAR} to {LAST_YEAR}")


def _table(table: object, name: str, ids: str) -> None:
    """Refuse node tables that are lists of ids or anything else than a data frame."""
    if table is not None and not isinstance(table, pd.DataFrame):
        raise ValumaError(f"{name} is a {type(table).__name__}; expected a data frame with one row a node{ids}")


def _nodes(table: pd.DataFrame | None, key: str, used: list[pd.Series]) -> pd.DataFrame:
    """Index a node table by its key, or make one from the ids that are used, in order of appearance."""
    filled = [series for series in used if len(series)]
    ids = pd.Index(pd.unique(pd.concat(filled)), dtype=object) if filled else pd.Index([], dtype=object)
    if table is None:
        return pd.DataFrame(index=ids.rename(key))
    nodes = table.set_index(key) if key in table.columns else table
    nodes = nodes.set_axis(pd.Index(nodes.index, dtype=object, name=key))
    if not nodes.index.is_unique:
        raise ValumaError(f"{key} {nodes.index[nodes.index.duplicated()][0]!r} stands twice in its table")
    lost = ids[~ids.isin(nodes.index)]
    if len(lost):
        hint = nearest(str(lost[0]), map(str, nodes.index))
        raise ValumaError(f"{key} {lost[0]!r} is used but not in its table" + (f" ({hint})" if hint else ""))
    return nodes


def count_rows(
    rows: pd.DataFrame, roles: tuple[str, ...], year: int | None, undated: Literal["keep", "drop"]
) -> pd.DataFrame:
    """Return membership rows with ``state`` and ``counted`` for the given roles and year.

    Parameters
    ----------
    rows : DataFrame
        Membership rows; a missing role counts.
    roles : tuple of str
        Roles that count.
    year : int, optional
        Year to show.
    undated : {"keep", "drop"}
        Whether undated rows count when a year is shown.

    Returns
    -------
    DataFrame
        A new frame; nothing is dropped.
    """
    state = row_state(rows, year)
    counts = rows["role"].isna() | rows["role"].isin(roles)
    if year is not None:
        counts &= state.eq("in") | (state.eq("undated") if undated == "keep" else False)
    return rows.assign(state=state, counted=counts.to_numpy(dtype=bool))


def membership_block(rows: pd.DataFrame, actors: pd.Index, networks: pd.Index) -> sparse.csr_array:
    """Return the 0/1 block of the counted rows.

    Parameters
    ----------
    rows : DataFrame
        Rows as returned by `count_rows`.
    actors, networks : Index
        Node indices.

    Returns
    -------
    csr_array, shape (n_actors, n_networks)
        An actor counts once in a network whatever its number of roles.
    """
    pairs = rows.loc[rows["counted"], ["actor_id", "network_id"]]
    at = actors.get_indexer(pd.Index(pairs["actor_id"])), networks.get_indexer(pd.Index(pairs["network_id"]))
    return binary(from_pairs(*at, np.ones(len(pairs)), (len(actors), len(networks))))


def _block(
    table: pd.DataFrame, rows: pd.Index, columns: pd.Index, row_key: str, column_key: str, weight: str
) -> sparse.csr_array:
    shape = len(rows), len(columns)
    if table.empty:
        return sparse.csr_array(shape, dtype=np.float64)
    values = table[weight].astype("Float64").fillna(1.0) if weight in table.columns else pd.Series(1.0, table.index)
    best = table.assign(_value=values.astype(float)).groupby([row_key, column_key], sort=False)["_value"].max()
    at = rows.get_indexer(best.index.get_level_values(0)), columns.get_indexer(best.index.get_level_values(1))
    return from_pairs(*at, best.to_numpy(dtype=float), shape)


def _cooperation(table: pd.DataFrame, actors: pd.Index) -> sparse.csr_array:
    """Sparse cooperation: rows not said to be directed hold both ways; self-ties are an error."""
    if table.empty:
        return sparse.csr_array((len(actors), len(actors)), dtype=np.float64)
    own = table["actor_id"] == table["partner_id"]
    if own.any():
        raise ValumaError(f"cooperation: actor {table.loc[own, 'actor_id'].iloc[0]!r} is its own partner")
    directed = (
        table["directed"].fillna(False).astype(bool) if "directed" in table.columns else pd.Series(False, table.index)
    )
    back = table[~directed].rename(columns={"actor_id": "partner_id", "partner_id": "actor_id"})
    return _block(pd.concat([table, back]), actors, actors, "actor_id", "partner_id", "strength")
