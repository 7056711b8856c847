"""The three layers of the map of actors, networks and themes: nodes, bundles of nodes, and ties between layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.figures.colours import OTHER, Look, look
from valuma.figures.names import actor_name, known, theme_names
from valuma.figures.scope import Scope
from valuma.schema.vocabularies import Kind, Level, Role, Side, Tier
from valuma.texts import label, message

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph

#: Key of the networks, or of the bundles of actors, that are drawn as one.
REST = "rest"
#: Rows of a layer that a sheet holds.
ROWS = 62
_NO_TIER = "D"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of a layer, or several drawn as one.

    Parameters
    ----------
    key, words : str
        Identifier and what is written.
    heading : str
        Words of the part of the layer it stands in; empty without parts.
    look : Look
        Colour and marker.
    members : tuple of str
        Identifiers of what it holds.
    tail : str
        Written after the words and never cut.
    """

    key: str
    words: str
    heading: str
    look: Look
    members: tuple[str, ...]
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How many ties run between two nodes of neighbouring layers."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn.

    Parameters
    ----------
    actors, networks, themes : tuple of Node
        The layers from left to right, each in its order from top to bottom.
    memberships, focus : tuple of Tie
        Ties between them.
    bundled : bool
        Whether actors are drawn as bundles of one kind and level.
    unknown : int
        Members that a source states and nobody names; told for a single network only.
    """

    actors: tuple[Node, ...]
    networks: tuple[Node, ...]
    themes: tuple[Node, ...]
    memberships: tuple[Tie, ...]
    focus: tuple[Tie, ...]
    bundled: bool
    unknown: int


def build_layers(scope: Scope, limit: int) -> Layers:
    """Return the layers of a map with at most so many nodes.

    Parameters
    ----------
    scope : Scope
        The networks to draw.
    limit : int
        Greatest number of nodes. Above it actors are bundled by kind and level, then themes by the broad
        theme they belong to, then the smallest networks are drawn as one.

    Returns
    -------
    Layers
        In an order that keeps ties from crossing more than they must; the same every time.
    """
    graph = scope.graph
    present = np.asarray(graph.membership.sum(axis=1)).reshape(-1) > 0
    themes = np.asarray(graph.focus.sum(axis=0)).reshape(-1) > 0
    actors = graph.actors[present]
    one = len(graph.networks) == 1
    bundled = len(actors) + len(graph.networks) + int(themes.sum()) > limit or (len(actors) > ROWS - 8 and not one)
    left = _bundles(scope, actors) if bundled else _single_actors(scope, actors)
    right = _themes(scope, graph.themes.index[themes], broad=False)
    if len(left) + len(right) + min(len(graph.networks), ROWS) > limit or len(right) > ROWS - 14:
        right = _themes(scope, graph.themes.index[themes], broad=True)
    middle = _networks(scope, max(1, min(ROWS, limit - len(left) - len(right))))
    memberships = _ties(graph.membership, graph.actors.index, graph.networks.index, left, middle)
    focus = _ties(graph.focus, graph.networks.index, graph.themes.index, middle, right)
    middle = _ordered(middle, left, ((tie.target, tie.source, tie.count) for tie in memberships), headings=False)
    right = _ordered(right, middle, ((tie.target, tie.source, tie.count) for tie in focus), headings=True)
    return Layers(tuple(left), tuple(middle), tuple(right), memberships, focus, bundled, _unknown(scope) if one else 0)


def _unknown(scope: Scope) -> int:
    (found,) = scope.completeness.values()
    stated = found.stated_low if found.stated_high is None else found.stated_high
    return 0 if stated is None or found.known is None else max(0, stated - found.known)


def _single_actors(scope: Scope, actors: pd.DataFrame) -> list[Node]:
    lang, coordinators = scope.lang, _coordinators(scope.graph)
    nodes = []
    for row in actors.rename_axis("actor_id").reset_index().to_dict("records"):
        words = actor_name(row, lang)
        tail = f"({label(Role.COORDINATOR, lang)})" if row["actor_id"] in coordinators else ""
        key = str(row["actor_id"])
        nodes.append((_rank(row), Node(key, words, _side_words(row["side"], lang), _look(row), (key,), tail)))
    return [node for _, node in sorted(nodes, key=lambda item: (item[0], item[1].words))]


def _bundles(scope: Scope, actors: pd.DataFrame) -> list[Node]:
    """Return one node a kind and level; the smallest are one where they are more than the sheet holds."""
    lang = scope.lang
    groups: dict[tuple[object, ...], list[dict[object, object]]] = {}
    for row in actors.rename_axis("actor_id").reset_index().to_dict("records"):
        groups.setdefault((*_rank(row), str(row["kind"]), str(row["level"])), []).append(row)
    order = sorted(groups)
    room = ROWS - len({key[0] for key in order})
    if len(order) > room:
        kept = set(sorted(order, key=lambda key: (-len(groups[key]), key))[: room - 1])
        small = [row for key in order if key not in kept for row in groups[key]]
        order = [key for key in order if key in kept]
    else:
        small = []
    nodes = []
    for key in order:
        rows = groups[key]
        words = message(
            "ant-bundle",
            lang,
            kind=_word(rows[0]["kind"], Kind, lang),
            level=_word(rows[0]["level"], Level, lang),
            n=len(rows),
        )
        ids = tuple(str(row["actor_id"]) for row in rows)
        nodes.append(
            Node(f"{key[-2]}|{key[-1]}|{key[0]}", words, _side_words(rows[0]["side"], lang), _look(rows[0]), ids)
        )
    if small:
        ids = tuple(str(row["actor_id"]) for row in small)
        nodes.append(
            Node(
                REST,
                message("ant-other-actors", lang, n=len(ids)),
                message("ant-others", lang),
                Look(OTHER, _NO_TIER, ""),
                ids,
            )
        )
    return nodes


def _networks(scope: Scope, room: int) -> list[Node]:
    sizes = {str(key): scope.members(str(key)) for key in scope.graph.networks.index}
    order = sorted(sizes, key=lambda key: (-sizes[key], key))
    shown = order if len(order) <= room else order[: room - 1]
    plain = Look("#1b1e23", "o", "")
    nodes = [Node(key, scope.names[key], "", plain, (key,), scope.fraction(key)) for key in shown]
    if len(shown) < len(order):
        rest = tuple(order[len(shown) :])
        nodes.append(Node(REST, message("ant-other-networks", scope.lang, n=len(rest)), "", Look(OTHER, "o", ""), rest))
    return nodes


def _themes(scope: Scope, used: Iterable[object], *, broad: bool) -> list[Node]:
    table = scope.study.tables["themes"]
    names = theme_names(table, scope.lang)
    above = {
        str(row.theme_id): str(row.broader) if known(row.broader) else str(row.theme_id) for row in table.itertuples()
    }
    plain = Look("#5a6069", "s", "")
    if not broad:
        keys = sorted(map(str, used))
        under = Counter(above.get(key, key) for key in keys)
        # A broad theme that stands alone needs no heading of its own name.
        headings = {
            key: "" if above.get(key) == key and under[key] == 1 else names.get(above.get(key, key), "") for key in keys
        }
        return [Node(key, names.get(key, key), headings[key], plain, (key,)) for key in keys]
    groups: dict[str, list[str]] = {}
    for key in sorted(map(str, used)):
        groups.setdefault(above.get(key, key), []).append(key)
    return [Node(key, names.get(key, key), "", plain, tuple(ids)) for key, ids in sorted(groups.items())]


def _ties(
    block: object, rows: pd.Index, columns: pd.Index, left: Sequence[Node], right: Sequence[Node]
) -> tuple[Tie, ...]:
    """Count the ties of a block of the graph between the nodes of two layers."""
    matrix = block.tocoo()  # type: ignore[attr-defined]
    source = {member: node.key for node in left for member in node.members}
    target = {member: node.key for node in right for member in node.members}
    tally: dict[tuple[str, str], int] = {}
    for row, column, weight in zip(matrix.row, matrix.col, matrix.data, strict=True):
        pair = source.get(str(rows[row])), target.get(str(columns[column]))
        if weight and pair[0] is not None and pair[1] is not None:
            tally[pair] = tally.get(pair, 0) + 1  # type: ignore[index,arg-type]
    return tuple(Tie(a, b, n) for (a, b), n in sorted(tally.items()))


def _ordered(
    nodes: Sequence[Node], before: Sequence[Node], ties: Iterable[tuple[str, str, int]], *, headings: bool
) -> list[Node]:
    """Put nodes at the mean place of what they are tied to, those under one heading together; the rest last."""
    place = {node.key: k / max(1, len(before) - 1) for k, node in enumerate(before)}
    sums: dict[str, list[tuple[float, int]]] = {}
    for key, other, count in ties:
        sums.setdefault(key, []).append((place[other], count))
    middle = {key: sum(at * n for at, n in found) / sum(n for _, n in found) for key, found in sums.items()}
    under: dict[str, list[float]] = {}
    for node in nodes:
        under.setdefault(node.heading, []).append(middle.get(node.key, 1.0))
    group = {heading: float(np.mean(found)) if headings else 0.0 for heading, found in under.items()}
    return sorted(
        nodes,
        key=lambda node: (node.key == REST, group[node.heading], node.heading, middle.get(node.key, 1.0), node.key),
    )


def _coordinators(graph: ActorNetworkThemeGraph) -> set[str]:
    rows = graph.rows
    chosen = rows["counted"].to_numpy(dtype=bool) & (rows["role"] == Role.COORDINATOR).to_numpy(dtype=bool)
    return set(map(str, rows.loc[chosen, "actor_id"]))


def _rank(row: Mapping[object, object]) -> tuple[int, int, int]:
    """Return the place of an actor: by side, national before local, level."""
    sides, tiers, found = [str(s) for s in Side], [str(t) for t in reversed(Tier)], [str(v) for v in reversed(Level)]
    return tuple(  # type: ignore[return-value]
        order.index(str(row[name])) if str(row[name]) in order else len(order)
        for order, name in ((sides, "side"), (tiers, "tier"), (found, "level"))
    )


def _look(row: Mapping[object, object]) -> Look:
    """Return how an actor looks: colour by side, marker by tier."""
    side, tier = row["side"], row["tier"]
    colour = look(Side(str(side))).colour if side in set(Side) else OTHER
    return replace(Look(colour, _NO_TIER, ""), marker=look(Tier(str(tier))).marker if tier in set(Tier) else _NO_TIER)


def _side_words(side: object, lang: str) -> str:
    return _word(side, Side, lang, missing="ant-no-side")


def _word(value: object, vocabulary: type[Side] | type[Kind] | type[Level], lang: str, missing: str = "unknown") -> str:
    if value in set(vocabulary):
        return label(str(value), lang, vocabulary=vocabulary.__name__, short=True)
    return message(missing, lang)


def tier_keys(layers: Layers, lang: str) -> list[tuple[str, Look]]:
    """Return words and markers of the tiers that occur."""
    seen = {node.look.marker for node in layers.actors}
    keys = [(label(tier, lang), Look(OTHER, look(tier).marker, "")) for tier in Tier if look(tier).marker in seen]
    return [*keys, (message("coverage-outside-tier", lang), Look(OTHER, _NO_TIER, ""))] if _NO_TIER in seen else keys
