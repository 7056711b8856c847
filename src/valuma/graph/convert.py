"""Between the graph and the neutral tables of the file formats, networkx and igraph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.graph.assemble import assemble
from valuma.schema.problems import ValumaError
from valuma.study.settings import ROLES

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    from valuma.graph.core import ActorNetworkThemeGraph

MODES = ("actor", "network", "theme")
_LISTS = ("policy_sectors", "policy_fields", "sectors", "kinds", "roles")
_STATED = ("member_counts", "members_missing")


def to_tables(graph: ActorNetworkThemeGraph, rows: Literal["all", "counted"] = "all") -> NetworkTables:
    """Return nodes and edges of a graph as neutral tables; see `ActorNetworkThemeGraph.tables`."""
    frames = dict(zip(MODES, (graph.actors, graph.networks, graph.themes), strict=True))
    ids = _node_ids(frames)
    nodes = pd.concat([_node_table(mode, frame, ids[mode]) for mode, frame in frames.items()], ignore_index=True)
    blocks = {"membership": _membership_edges(graph, ids)} if rows == "all" else {}
    for name in BLOCKS if rows == "counted" else ("focus", "interest", "cooperation"):
        source, target = BLOCKS[name]
        blocks[name] = _edges(getattr(graph, name), ids[source].to_numpy(), ids[target].to_numpy())
    attributes = {key: str(value) for key, value in graph.meta.items()}
    attributes |= {"roles": ";".join(graph.roles), "undated": graph.undated, "synthetic": str(graph.synthetic).lower()}
    if graph.year is not None:
        attributes["year"] = str(graph.year)
    for name in _STATED:
        table: pd.DataFrame = getattr(graph, name)
        if len(table):
            attributes[name] = table.to_json(orient="records", force_ascii=False)
    directed = {"cooperation": True} if graph.cooperation.nnz else {}
    return NetworkTables(nodes=nodes, blocks=blocks, directed=directed, attributes=attributes)


def from_tables(cls: type[ActorNetworkThemeGraph], tables: NetworkTables) -> ActorNetworkThemeGraph:
    """Build a graph from neutral tables; see `ActorNetworkThemeGraph.from_tables`."""
    unknown = sorted(set(tables.nodes["mode"].unique()) - set(MODES))
    if unknown:
        raise ValumaError(f"node mode {unknown[0]!r} found; expected actor, network or theme")
    keys = tables.nodes["key"] if "key" in tables.nodes.columns else tables.nodes["id"]
    key = dict(zip(tables.nodes["id"], keys.where(keys.notna(), tables.nodes["id"]), strict=True))
    frames = {mode: _frame_of(tables.nodes, mode, key) for mode in MODES}
    edges = {name: _keyed(tables.blocks[name], key, name) for name in BLOCKS if name in tables.blocks}
    rows = edges.get("membership", pd.DataFrame(columns=["actor_id", "network_id"]))
    attributes = dict(tables.attributes)
    roles = attributes.get("roles")
    stated = {name: _stated(attributes.get(name)) for name in _STATED}
    known = {"roles", "undated", "synthetic", "year", *_STATED}
    return assemble(
        cls,
        rows,
        actors=frames["actor"],
        networks=frames["network"],
        themes=frames["theme"],
        network_themes=edges.get("focus"),
        interests=edges.get("interest"),
        cooperation=_directed(edges.get("cooperation"), tables.directed.get("cooperation", True)),
        roles=tuple(roles.split(";")) if roles else ROLES,
        year=int(attributes["year"]) if attributes.get("year") else None,
        undated="drop" if attributes.get("undated") == "drop" else "keep",
        synthetic=attributes.get("synthetic") == "true",
        meta={name: value for name, value in attributes.items() if name not in known},
        **stated,
    )


def _node_ids(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Ids that are unique over all three sides: an id that two sides share is prefixed by its mode."""
    every = pd.Index(np.concatenate([frame.index.to_numpy(dtype=object) for frame in frames.values()]))
    twice = set(every[every.duplicated()])
    return {
        mode: pd.Series(
            [f"{mode}:{key}" if key in twice else key for key in frame.index], index=frame.index, dtype=object
        )
        for mode, frame in frames.items()
    }


def _node_table(mode: str, frame: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    attributes = frame.reset_index(drop=True).dropna(axis="columns", how="all")
    head = pd.DataFrame({"id": ids.to_numpy(), "mode": mode, "key": frame.index.to_numpy(dtype=object)})
    return pd.concat([head, attributes.rename(columns={"id": "id_"})], axis="columns").astype(object)


def _membership_edges(graph: ActorNetworkThemeGraph, ids: Mapping[str, pd.Series]) -> pd.DataFrame:
    rows = graph.rows
    edges = pd.DataFrame(
        {
            "source": ids["actor"].reindex(rows["actor_id"]).to_numpy(),
            "target": ids["network"].reindex(rows["network_id"]).to_numpy(),
            "weight": pd.to_numeric(rows["weight"]).fillna(1.0).to_numpy(dtype=float),
        }
    )
    rest = rows.drop(columns=["actor_id", "network_id", "weight", "state"]).reset_index(drop=True)
    return pd.concat([edges, rest.dropna(axis="columns", how="all")], axis="columns")


def _edges(block: sparse.csr_array, sources: np.ndarray, targets: np.ndarray) -> pd.DataFrame:
    coo = block.tocoo()
    order = np.lexsort((coo.col, coo.row))
    return pd.DataFrame(
        {
            "source": sources[coo.row[order]] if len(sources) else np.array([], dtype=object),
            "target": targets[coo.col[order]] if len(targets) else np.array([], dtype=object),
            "weight": coo.data[order].astype(float),
        }
    )


def _frame_of(nodes: pd.DataFrame, mode: str, key: Mapping[str, str]) -> pd.DataFrame:
    part = nodes[nodes["mode"] == mode]
    index = pd.Index([key[name] for name in part["id"]], name=f"{mode}_id", dtype=object)
    frame = part.drop(columns=["id", "mode", "key"], errors="ignore").dropna(axis="columns", how="all")
    frame = frame.infer_objects().set_index(index).rename(columns={"id_": "id"})
    return _split_lists(frame)


def _keyed(edges: pd.DataFrame, key: Mapping[str, str], name: str) -> pd.DataFrame:
    columns = {
        "membership": ("actor_id", "network_id", "weight"),
        "focus": ("network_id", "theme_id", "weight"),
        "interest": ("actor_id", "theme_id", "strength"),
        "cooperation": ("actor_id", "partner_id", "strength"),
    }[name]
    source, target, weight = columns
    out = edges.assign(source=edges["source"].map(key), target=edges["target"].map(key)).drop(
        columns="counted", errors="ignore"
    )
    return _split_lists(out.rename(columns={"source": source, "target": target, "weight": weight}))


def _split_lists(frame: pd.DataFrame) -> pd.DataFrame:
    """Read ``a;b`` back into tuples in the columns that hold lists; a missing cell is an empty tuple."""
    for column in _LISTS:
        if column in frame.columns:
            frame[column] = [_as_tuple(cell) for cell in frame[column]]
    return frame


def _as_tuple(cell: object) -> tuple[str, ...]:
    if isinstance(cell, (tuple, list)):
        return tuple(map(str, cell))
    return tuple(str(cell).split(";")) if _present(cell) and cell else ()


def _directed(edges: pd.DataFrame | None, directed: bool) -> pd.DataFrame | None:
    return None if edges is None else edges.assign(directed=directed)


def _stated(text: str | None) -> pd.DataFrame:
    if not text:
        return pd.DataFrame()
    return _split_lists(pd.DataFrame(json.loads(text)))


def to_networkx(tables: NetworkTables) -> nx.MultiDiGraph[Any]:
    """Return neutral tables as a networkx graph; missing attributes are left out."""
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.graph.update(tables.attributes)
    for node in tables.nodes.to_dict("records"):
        graph.add_node(node["id"], **{str(k): v for k, v in node.items() if k != "id" and _present(v)})
    for name, edges in tables.blocks.items():
        for edge in edges.to_dict("records"):
            data = {str(k): v for k, v in edge.items() if k not in ("source", "target") and _present(v)}
            graph.add_edge(edge["source"], edge["target"], block=name, **data)
    return graph


def from_networkx(graph: nx.Graph[Any]) -> NetworkTables:
    """Return a networkx graph as neutral tables."""
    nodes = pd.DataFrame(
        [
            {"id": str(node), **data, "mode": _mode(data.get("mode"), data.get("bipartite"), node)}
            for node, data in graph.nodes(data=True)
        ]
    )
    edges = pd.DataFrame(
        [{"source": str(a), "target": str(b), "weight": 1.0, **data} for a, b, data in graph.edges(data=True)],
        columns=None if graph.number_of_edges() else ["source", "target", "weight"],
    )
    attributes = {str(key): str(value) for key, value in graph.graph.items()}
    return _blocks_of(nodes, edges, attributes, directed=graph.is_directed())


def to_igraph(tables: NetworkTables) -> igraph.Graph:
    """Return neutral tables as an igraph graph; ``type`` is false for actors, true for networks and themes."""
    import igraph

    graph = igraph.Graph(directed=True)
    position = {name: k for k, name in enumerate(tables.nodes["id"])}
    graph.add_vertices(len(position))
    for column in tables.nodes.columns:
        values = [value if _present(value) else None for value in tables.nodes[column]]
        graph.vs["name" if column == "id" else "label" if column == "name" else str(column)] = values
    graph.vs["type"] = [mode != "actor" for mode in tables.nodes["mode"]]
    edges = pd.concat([frame.assign(block=name) for name, frame in tables.blocks.items()], ignore_index=True)
    graph.add_edges(list(zip(edges["source"].map(position), edges["target"].map(position), strict=True)))
    for column in edges.columns.difference(["source", "target"], sort=False):
        graph.es[str(column)] = [value if _present(value) else None for value in edges[column]]
    for name, value in tables.attributes.items():
        graph[name] = value
    return graph


def from_igraph(graph: igraph.Graph) -> NetworkTables:
    """Return an igraph graph as neutral tables."""
    names = graph.vs["name"] if "name" in graph.vs.attributes() else [f"v{k}" for k in range(graph.vcount())]
    records = []
    for name, vertex in zip(names, graph.vs, strict=True):
        data = {k: v for k, v in vertex.attributes().items() if k not in ("name", "type")}
        if "label" in data:
            data["name"] = data.pop("label")
        kind = vertex.attributes().get("type")
        records.append({"id": str(name), **data, "mode": _mode(data.get("mode"), kind, name)})
    edges = pd.DataFrame(
        [
            {"source": str(names[e.source]), "target": str(names[e.target]), "weight": 1.0, **e.attributes()}
            for e in graph.es
        ],
        columns=None if graph.ecount() else ["source", "target", "weight"],
    )
    attributes = {name: str(graph[name]) for name in graph.attributes()}
    return _blocks_of(pd.DataFrame(records), edges, attributes, directed=graph.is_directed())


def _blocks_of(
    nodes: pd.DataFrame, edges: pd.DataFrame, attributes: dict[str, str], *, directed: bool
) -> NetworkTables:
    """Sort edges into blocks by the modes of their ends, turning undirected ones actor → network → theme."""
    mode = dict(zip(nodes["id"], nodes["mode"], strict=True))
    given = edges["block"] if "block" in edges.columns else pd.Series(None, edges.index, dtype=object)
    names, flips = [], []
    for source, target, block in zip(edges["source"], edges["target"], given, strict=True):
        ends = mode[source], mode[target]
        name, flip = next(
            (
                (n, flip)
                for n, pair in BLOCKS.items()
                for flip in (False, True)
                if pair == (ends[::-1] if flip else ends)
            ),
            (None, False),
        )
        if name is None:
            raise ValumaError(f"a tie between {ends[0]} {source!r} and {ends[1]} {target!r} belongs to no block")
        names.append(block if isinstance(block, str) and block in BLOCKS else name)
        flips.append(flip)
    turned = edges.assign(
        source=np.where(flips, edges["target"], edges["source"]),
        target=np.where(flips, edges["source"], edges["target"]),
    ).drop(columns="block", errors="ignore")
    chosen = pd.Series(names, index=edges.index, dtype=object)
    blocks = {
        name: turned[chosen == name].dropna(axis="columns", how="all").reset_index(drop=True)
        for name in dict.fromkeys(names)
    }
    return NetworkTables(
        nodes=nodes,
        blocks=blocks,
        directed={name: directed or name != "cooperation" for name in blocks},
        attributes=attributes,
    )


def _mode(mode: object, bipartite: object, node: object) -> str:
    if isinstance(mode, str) and mode:
        return mode
    if bipartite is None:
        raise ValumaError(f"node {node!r} says neither its mode (actor, network, theme) nor its side (bipartite, type)")
    return MODES[int(bool(bipartite))]


def _present(value: object) -> bool:
    if isinstance(value, tuple):
        return len(value) > 0
    return value is not None and value is not pd.NA and value == value
