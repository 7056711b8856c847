"""`membership-overlap`: how many actors share which sets of networks (UpSet)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.names import actor_name
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scope import Scope, choose
from valuma.figures.style import GROUND, INK, LINE, MUTED, SMALL_PT
from valuma.schema.problems import ValumaError
from valuma.texts import message, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study

#: Rows and columns that stay readable at print size.
_NETWORKS, _SETS = 12, 16
#: Millimetres: column of names, bars of the networks, a row, a column, bars of the sets.
_NAMES, _BARS, _ROW, _PITCH, _ABOVE = 58.0, 30.0, 6.6, 5.5, 30.0
_SHARED, _ALONE = "#123a6b", "#8fa3bd"


_Sets = tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class _Overlap:
    """The networks shown with their members, and each set of networks that actors share."""

    scope: Scope
    shown: tuple[str, ...]
    members: tuple[int, ...]
    alone: tuple[int, ...]
    sets: _Sets

    @property
    def shared(self) -> int:
        """Number of actors in at least two of the networks shown."""
        return sum(len(actors) for _, actors in self.sets)


@register("membership-overlap")
def draw(
    study: Study,
    *,
    lang: str,
    group: str | None = None,
    networks: int = _NETWORKS,
    sets: int = _SETS,
) -> Figure:
    """Draw how many actors belong to exactly which networks.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    group : str, optional
        Only the networks of one group.
    networks : int, default 12
        So many networks, those with the most known members; between 2 and 20.
    sets : int, default 16
        At most so many sets of networks, those that most actors share.

    Returns
    -------
    Figure
        A row a network, a column a set of two networks or more; what is not drawn is in the table.

    Raises
    ------
    ValumaError
        When there is no such group, or fewer than two networks have members.

    References
    ----------
    Lex, A., Gehlenborg, N., Strobelt, H., Vuillemot, R., Pfister, H. (2014). UpSet: visualization of
    intersecting sets. *IEEE Transactions on Visualization and Computer Graphics* 20, 1983-1992.
    https://doi.org/10.1109/TVCG.2014.2346248
    """
    found = _overlap(choose(study, lang, group=group).released(), min(max(networks, 2), 20))
    drawn = _fitting(found.sets, max(1, sets))
    page = Page(
        message("overlap-title", lang, scope=found.scope.words),
        lang=lang,
        height=_ABOVE + _ROW * len(found.shown),
        subtitle=_subtitle(found),
        notes=_notes(found, drawn),
        synthetic=found.scope.graph.synthetic,
    )
    ax = page.canvas()
    _draw_networks(ax, found)
    _draw_sets(ax, found, drawn)
    reading = sentence("membership_overlap", lang)
    return page.record(
        "membership-overlap",
        _table(found, drawn),
        caption=" ".join(
            (
                reading.how_to_read,
                message("overlap-caption", lang),
                reading.does_not_mean,
                found.scope.completeness_line(),
            )
        ),
        alt=_alt(found),
        sources=found.scope.sources(),
    )


def _overlap(scope: Scope, limit: int) -> _Overlap:
    graph = scope.graph
    inside = graph.membership.toarray() > 0
    size = inside.sum(axis=0)
    order = [int(k) for k in np.argsort(-size, kind="stable") if size[k]][:limit]
    if len(order) < 2:
        raise ValumaError(f"an overlap needs two networks with members; {scope.words} has {len(order)}")
    combinations = [tuple(np.flatnonzero(row).tolist()) for row in inside[:, order]]
    members: dict[tuple[int, ...], list[str]] = {}
    for actor, combination in zip(graph.actors.index, combinations, strict=True):
        if len(combination) >= 2:
            members.setdefault(combination, []).append(str(actor))
    single = Counter(combination[0] for combination in combinations if len(combination) == 1)
    ordered = sorted(members.items(), key=lambda item: (-len(item[1]), len(item[0]), item[0]))
    return _Overlap(
        scope,
        tuple(str(graph.networks.index[k]) for k in order),
        tuple(int(size[k]) for k in order),
        tuple(single[place] for place in range(len(order))),
        tuple((combination, tuple(actors)) for combination, actors in ordered),
    )


def _fitting(sets: _Sets, limit: int) -> _Sets:
    """Return the sets to draw: all, or those of at least two actors, since one actor's set is as good as another's."""
    several = tuple(item for item in sets if len(item[1]) > 1)
    return sets if len(sets) <= limit else (several or sets)[:limit]


def _subtitle(found: _Overlap) -> str:
    graph = found.scope.graph
    several, met = (int((graph.membership.sum(axis=1) >= least).sum()) for least in (2, 1))
    return message(
        "overlap-subtitle",
        found.scope.lang,
        networks=len(graph.networks),
        memberships=graph.n_memberships,
        actors=met,
        several=several,
    )


def _notes(found: _Overlap, drawn: _Sets) -> tuple[str, ...]:
    lang, rest = found.scope.lang, found.sets[len(drawn) :]
    left = len(found.scope.graph.networks) - len(found.shown)
    lines = [message("overlap-rest-networks", lang, n=left)] if left else []
    if rest:
        lines.append(message("overlap-rest-sets", lang, sets=len(rest), n=sum(len(actors) for _, actors in rest)))
    return (" ".join((*lines, message("completeness-explained", lang))), *found.scope.notes())


def _draw_networks(ax: Axes, found: _Overlap) -> None:
    lang, top = found.scope.lang, _ABOVE
    most, room = max(found.members), _BARS - 9
    for place, key in enumerate(found.shown):
        y = top + place * _ROW + _ROW / 2
        if place % 2 == 0:
            ax.axhspan(y - _ROW / 2, y + _ROW / 2, color=GROUND, lw=0, zorder=0)
        share = found.scope.fraction(key)
        name_room = _NAMES - 2 - width(share, SMALL_PT - 1) - 2
        lines = wrap(found.scope.names[key], name_room, SMALL_PT - 0.5, lines=2)
        ax.text(0.8, y, lines, size=SMALL_PT - 0.5, va="center", linespacing=1.0)
        ax.text(_NAMES - 1.5, y, share, size=SMALL_PT - 1, va="center", ha="right", color=MUTED)
        alone, all_ = (room * n / most for n in (found.alone[place], found.members[place]))
        high = _ROW * 0.52
        ax.barh(y, all_ - alone, left=_NAMES, height=high, color=_SHARED, lw=0)
        ax.barh(
            y, alone, left=_NAMES + all_ - alone, height=high, color="white", edgecolor=_SHARED, hatch="////", lw=0.6
        )
        ax.text(_NAMES + all_ + 1, y, number(found.members[place], lang), size=SMALL_PT, va="center")
    for place, (words, face, hatch) in enumerate(
        ((message("overlap-shared", lang), _SHARED, ""), (message("overlap-alone", lang), "white", "////"))
    ):
        y = 4 + place * line_height(SMALL_PT)
        ax.barh(y, 5, left=0.8, height=2, color=face, edgecolor=_SHARED, hatch=hatch, lw=0.6)
        ax.text(7.5, y, words, size=SMALL_PT, va="center")
    ax.text(_NAMES - 1.5, top - 1.5, message("known-stated", lang), size=SMALL_PT, va="bottom", ha="right", color=MUTED)
    ax.text(_NAMES, top - 1.5, message("members-known", lang), size=SMALL_PT, va="bottom", color=MUTED)


def _draw_sets(ax: Axes, found: _Overlap, drawn: _Sets) -> None:
    lang, left, top = found.scope.lang, _NAMES + _BARS + 3, _ABOVE
    if not drawn:
        ax.text(left, top + 4, message("overlap-none", lang), size=SMALL_PT, va="center")
        return
    most = max(len(actors) for _, actors in drawn)
    room, pitch = top - 9, min(_PITCH, (ax.get_xlim()[1] - left) / len(drawn))
    ax.text(left, 0, message("overlap-axis", lang), size=SMALL_PT, va="top", color=MUTED)
    ax.plot([left, left + pitch * len(drawn)], [top - 1.5] * 2, color=LINE, lw=0.6)
    for place, (combination, actors) in enumerate(drawn):
        x = left + place * pitch + pitch / 2
        tall = room * len(actors) / most
        ax.bar(x, -tall, bottom=top - 1.5, width=pitch * 0.6, color=_SHARED, lw=0)
        ax.text(x, top - 1.5 - tall - 0.6, number(len(actors), lang), size=SMALL_PT, ha="center", va="bottom")
        rows = [top + k * _ROW + _ROW / 2 for k in range(len(found.shown))]
        ax.scatter([x] * len(rows), rows, s=9, color=LINE, linewidths=0, zorder=2)
        chosen = [rows[k] for k in combination]
        ax.plot([x, x], [chosen[0], chosen[-1]], color=INK, lw=1.2, zorder=3)
        ax.scatter([x] * len(chosen), chosen, s=22, color=INK, linewidths=0, zorder=4)


def _table(found: _Overlap, drawn: _Sets) -> pd.DataFrame:
    scope, actors = found.scope, found.scope.graph.actors
    rows: list[dict[str, object]] = [
        {
            "row": "network",
            "networks": key,
            "names": scope.names[key],
            "n": scope.members(key),
            "n_only_here": found.alone[found.shown.index(key)] if key in found.shown else pd.NA,
            "known_of_stated": scope.fraction(key),
            "actors": "",
            "drawn": key in found.shown,
        }
        for key in (*found.shown, *(k for k in map(str, scope.graph.networks.index) if k not in found.shown))
    ]
    for place, (combination, ids) in enumerate(found.sets):
        keys = [found.shown[k] for k in combination]
        rows.append(
            {
                "row": "set",
                "networks": ";".join(keys),
                "names": "; ".join(scope.names[key] for key in keys),
                "n": len(ids),
                "n_only_here": pd.NA,
                "known_of_stated": "",
                "actors": "; ".join(actor_name(actors.loc[key], scope.lang) for key in ids),
                "drawn": place < len(drawn),
            }
        )
    return pd.DataFrame(rows).astype({"n": "Int64", "n_only_here": "Int64"})


def _alt(found: _Overlap) -> str:
    lang, names = found.scope.lang, found.scope.names
    if not found.sets:
        return message("overlap-alt-none", lang, networks=len(found.shown), scope=found.scope.words)
    combination, actors = found.sets[0]
    together = sorted(range(len(found.shown)), key=lambda k: (found.alone[k] / found.members[k], k))
    return message(
        "overlap-alt",
        lang,
        networks=len(found.shown),
        shared=found.shared,
        sets=len(found.sets),
        most=len(actors),
        where=", ".join(names[found.shown[k]] for k in combination),
        least=names[found.shown[together[0]]],
        least_alone=found.alone[together[0]],
        least_members=found.members[together[0]],
        own=names[found.shown[together[-1]]],
        own_alone=found.alone[together[-1]],
        own_members=found.members[together[-1]],
    )
