"""`ant-map`: actors, networks and themes in three layers, of one case or one group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.figures.ant_layers import Layers, build_layers
from valuma.figures.ant_sheet import draw_layers, in_blocks, sheet_height
from valuma.figures.catalogue import register
from valuma.figures.counts import completeness_line
from valuma.figures.names import actor_name, theme_names
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scope import Scope, choose
from valuma.schema.problems import ValumaError
from valuma.study.member_lists import SizeIs
from valuma.texts import message, number

if TYPE_CHECKING:
    from valuma.study.study import Study

#: More nodes make a hairball.
_LIMIT = 150


@register("ant-map")
def draw(
    study: Study,
    *,
    lang: str,
    case: str | None = None,
    group: str | None = None,
    limit: int = _LIMIT,
) -> Figure:
    """Draw the actors, networks and themes of one case or one group in three layers.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    case, group : str, optional
        One network, or the networks of one group; at most one of the two. Without them all networks.
    limit : int, default 150
        Greatest number of nodes, from 20 to 150. Above it actors are bundled by kind and level, themes by broad
        theme, and the smallest networks drawn as one.

    Returns
    -------
    Figure
        Actors by side and tier, networks and themes with the ties between them; the table holds every actor,
        network, theme and tie, and in which bundle it is drawn.

    Raises
    ------
    ValumaError
        When there is no such case or group, or no member is known.
    """
    if not 20 <= limit <= _LIMIT:
        raise ValumaError(f"limit is {limit}; a map has 20 to {_LIMIT} nodes")
    scope = choose(study, lang, group=group, case=case).released()
    if not scope.graph.n_memberships:
        raise ValumaError(f"no member of {scope.words!r} is known; there is nothing to draw")
    layers = build_layers(scope, limit)
    page = Page(
        message("ant-title", lang, scope=scope.words),
        lang=lang,
        height=sheet_height(layers),
        subtitle=message("ant-subtitle", lang, counts=scope.counts()),
        notes=_notes(scope, layers, case),
        synthetic=scope.graph.synthetic,
    )
    draw_layers(page, layers, _counts(scope))
    return page.record(
        "ant-map",
        _table(scope, layers),
        caption=" ".join((message("ant-caption", lang), *_completeness(scope, case))),
        alt=_alt(scope, layers),
        sources=scope.sources(themes=True),
    )


def _counts(scope: Scope) -> tuple[int, int, int]:
    graph = scope.graph
    met = int((graph.membership.sum(axis=1) > 0).sum())
    return met, len(graph.networks), int((np.asarray(graph.focus.sum(axis=0)).reshape(-1) > 0).sum())


def _completeness(scope: Scope, case: str | None) -> tuple[str, ...]:
    if case is None:
        return (scope.completeness_line(),)
    if scope.completeness[case].size_is == SizeIs.NOT_STATED and scope.completeness[case].known is not None:
        return (completeness_line(scope.study, case, scope.lang),)
    return (message("ant-known", scope.lang, share=scope.fraction(case)), message("completeness-explained", scope.lang))


def _notes(scope: Scope, layers: Layers, case: str | None) -> tuple[str, ...]:
    lang = scope.lang
    lines = []
    if layers.bundled:
        lines.append(message("ant-bundled", lang))
    if case is None:
        lines.append(message("completeness-explained", lang))
        return (" ".join(lines), *scope.notes())
    lines += _completeness(scope, case)
    lines.append(message("coverage-curator", lang))
    return (" ".join(lines), *(note.replace(scope.completeness_line(), "").strip() for note in scope.notes()))


def _table(scope: Scope, layers: Layers) -> pd.DataFrame:
    """Return every node and every tie, with the node it is drawn as."""
    graph, lang = scope.graph, scope.lang
    drawn = {
        layer: {member: node.key for node in nodes for member in node.members}
        for layer, nodes in (("actor", layers.actors), ("network", layers.networks), ("theme", layers.themes))
    }
    themes = theme_names(scope.study.tables["themes"], lang)
    rows: list[dict[str, object]] = []
    for key, row in graph.actors.iterrows():
        if str(key) in drawn["actor"]:
            about = {name: row[name] for name in ("side", "tier", "kind", "level")}
            rows.append(
                {"row": "actor", "id": key, "name": actor_name(row, lang), "drawn_as": drawn["actor"][str(key)]} | about
            )
    for key in map(str, graph.networks.index):
        about = {"known_of_stated": scope.fraction(key), "count": scope.members(key)}
        rows.append({"row": "network", "id": key, "name": scope.names[key], "drawn_as": drawn["network"][key]} | about)
    for key in drawn["theme"]:
        rows.append({"row": "theme", "id": key, "name": themes.get(key, key), "drawn_as": drawn["theme"][key]})
    counted = graph.rows[graph.rows["counted"].to_numpy(dtype=bool)]
    for (network, actor), part in counted.groupby(["network_id", "actor_id"], sort=True):
        about = {
            "role": ";".join(sorted(set(part["role"].dropna()))),
            "source_id": ";".join(sorted(set(part["source_id"].dropna()))),
        }
        rows.append({"row": "membership", "from": actor, "to": network} | about)
    focus = graph.focus.tocoo()
    for network, theme in sorted(zip(graph.networks.index[focus.row], graph.themes.index[focus.col], strict=True)):
        rows.append({"row": "focus", "from": network, "to": theme})
    for tie in (*layers.memberships, *layers.focus):
        rows.append({"row": "drawn tie", "from": tie.source, "to": tie.target, "count": tie.count})
    columns = [
        "row",
        "id",
        "name",
        "drawn_as",
        "side",
        "tier",
        "kind",
        "level",
        "known_of_stated",
        "from",
        "to",
        "role",
        "count",
        "source_id",
    ]
    return pd.DataFrame(rows).reindex(columns=columns).astype({"count": "Int64"})


def _alt(scope: Scope, layers: Layers) -> str:
    lang = scope.lang
    sides: dict[str, int] = {}
    for node in layers.actors:
        sides[node.heading] = sides.get(node.heading, 0) + len(node.members)
    order = sorted(sides.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(message("name-and-value", lang, name=name, value=number(n, lang)) for name, n in order[:4])
    actors, networks, themes = _counts(scope)
    parts = [
        message(
            "ant-alt",
            lang,
            actors=message("n-actors", lang, n=actors),
            networks=message("n-networks", lang, n=networks),
            themes=message("n-themes", lang, n=themes),
            sides=said,
        )
    ]
    if networks > 1:
        sizes = sorted(scope.names, key=lambda key: (-scope.members(key), key))[:3]
        named = ", ".join(
            message("name-and-value", lang, name=scope.names[key], value=number(scope.members(key), lang))
            for key in sizes
        )
        parts.append(message("ant-alt-networks", lang, networks=named))
    words = {node.key: node.words for node in layers.themes}
    reached: dict[str, int] = {}
    for tie in layers.focus:
        reached[tie.target] = reached.get(tie.target, 0) + 1
    top = sorted(reached.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(words[key] for key, _ in top[:5])
    if named:
        parts.append(message("ant-alt-themes" if networks == 1 else "ant-alt-most-themes", lang, themes=named))
    if in_blocks(layers) or layers.bundled:
        parts.append(message("ant-alt-bundled", lang))
    return " ".join(parts)
