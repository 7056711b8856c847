"""`policy-triangle`: urban, rural and archipelago policy, what they share and which tables are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import ink_on, look
from valuma.figures.lettering import line_height, wrap
from valuma.figures.names import actor_name, capital, group_name, network_names, theme_names
from valuma.figures.page import Page
from valuma.figures.policy_overlap import THREE, Overlap, Pair, policy_overlap
from valuma.figures.record import Figure
from valuma.figures.style import INK, MUTED, SMALL_PT
from valuma.texts import label, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study

_HEIGHT, _RADIUS = 112.0, 15.0
_CORNERS = ((83.5, 16.0), (22.0, 92.0), (145.0, 92.0))
#: Left edge, top and width of the words of each pair, in the order of the pairs.
_BOXES = ((0.0, 10.0, 47.0), (120.0, 10.0, 47.0), (52.0, 73.0, 63.0))
_NAME_PT = 7.2


@register("policy-triangle")
def draw(study: Study, *, lang: str, group: str | None = "finnish") -> Figure:
    """Draw what the three area policies share.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    group : str, default "finnish"
        Group of networks; None for all.

    Returns
    -------
    Figure
        Triangle: in the corners networks and known actors of a policy, on the sides shared actors, shared
        themes and those of them for which the data hold no common table.

    Raises
    ------
    ValumaError
        When there is no such group.
    """
    overlap = policy_overlap(study, group)
    names = _names(study, lang)
    of = group_name(group, lang) if group else message("all-groups", lang)
    page = Page(
        message("policy-triangle-title", lang),
        lang=lang,
        height=_HEIGHT,
        subtitle=capital(message("policy-triangle-subtitle", lang, group=of)),
        notes=(
            message("policy-triangle-note", lang),
            message("policy-triangle-cross", lang, n=overlap.across),
            message("incomplete-lists-note", lang),
        ),
        synthetic=study.synthetic,
    )
    ax = page.canvas()
    for pair in overlap.pairs:
        _side(ax, pair)
    for field, corner in zip(THREE, _CORNERS, strict=True):
        _corner(ax, corner, overlap, field, lang)
    for pair, box in zip(overlap.pairs, _BOXES, strict=True):
        _words(ax, pair, box, names, lang)
    _middle(ax, overlap, names, lang)
    return page.record(
        "policy-triangle",
        _table(overlap, names),
        caption=message("policy-triangle-caption", lang),
        alt=" ".join(_spoken(pair, lang) for pair in overlap.pairs),
        sources=overlap.sources,
    )


def _names(study: Study, lang: str) -> dict[str, dict[str, str]]:
    actors = study.tables["actors"].to_dict("records")
    return {
        "actor": {str(row["actor_id"]): actor_name(row, lang) for row in actors},
        "theme": theme_names(study.tables["themes"], lang),
        "table": network_names(study.tables["networks"], lang, short=True),
    }


def _side(ax: Axes, pair: Pair) -> None:
    (x0, y0), (x1, y1) = (_CORNERS[THREE.index(field)] for field in (pair.one, pair.other))
    style = (0, (3, 2.4)) if not pair.tables else "solid"
    ax.plot([x0, x1], [y0, y1], color=MUTED, linewidth=1.1, linestyle=style, zorder=1)


def _corner(ax: Axes, corner: tuple[float, float], overlap: Overlap, field: object, lang: str) -> None:
    from matplotlib.patches import Circle

    policy = next(known for known in THREE if known == field)
    seen = look(policy)
    ink = ink_on(seen.colour)
    ax.add_patch(Circle(corner, _RADIUS, facecolor=seen.colour, edgecolor="white", linewidth=2, zorder=2))
    words = wrap(label(policy, lang), 2 * _RADIUS - 3, SMALL_PT + 0.5, bold=True)
    lines = [
        message("n-networks", lang, n=len(overlap.networks[policy])),
        message("n-actors", lang, n=len(overlap.actors[policy])),
    ]
    x, y = corner
    ax.text(x, y - 1.0, words, size=SMALL_PT + 0.5, weight="bold", color=ink, ha="center", va="bottom", zorder=3)
    ax.text(x, y + 0.6, "\n".join(lines), size=SMALL_PT, color=ink, ha="center", va="top", zorder=3, linespacing=1.15)


def _words(ax: Axes, pair: Pair, box: tuple[float, float, float], names: dict[str, dict[str, str]], lang: str) -> None:
    left, top, wide = box
    parts = (
        (message("common-tables", lang, n=len(pair.tables)), pair.tables, "table", 2),
        (message("shared-actors", lang, n=len(pair.actors)), pair.actors, "actor", 3),
        (message("shared-themes", lang, n=len(pair.themes)), pair.missing, "theme", 5),
    )
    for heading, keys, what, lines in parts:
        head = wrap(heading, wide, SMALL_PT, bold=True)
        ax.text(left, top, head, size=SMALL_PT, weight="bold", color=INK, va="top", bbox=_GROUND, zorder=2)
        top += line_height(SMALL_PT) * (head.count("\n") + 1)
        before = message("without-a-table", lang, n=len(keys)) + " " if what == "theme" else ""
        listed = _listed([names[what].get(key, key) for key in keys], wide, lines, lang, before)
        if listed:
            ax.text(left, top, listed, size=_NAME_PT, color=MUTED, va="top", linespacing=1.1, bbox=_GROUND, zorder=2)
            top += line_height(_NAME_PT) * (listed.count("\n") + 1)
        top += 1.4


_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def _listed(words: list[str], wide: float, lines: int, lang: str, before: str = "") -> str:
    """As many names as fit, and how many more there are."""
    for shown in range(len(words), 0, -1):
        text = before + ", ".join(words[:shown])
        if shown < len(words):
            text += " " + message("and-others", lang, n=len(words) - shown)
        broken = wrap(text, wide, _NAME_PT)
        if broken.count("\n") < lines:
            return broken
    return ""


def _middle(ax: Axes, overlap: Overlap, names: dict[str, dict[str, str]], lang: str) -> None:
    heading = f"{message('in-all-three', lang)}: {message('n-actors', lang, n=len(overlap.everywhere))}"
    ax.text(83.5, 50, wrap(heading, 44, SMALL_PT, bold=True), size=SMALL_PT, weight="bold", ha="center", va="bottom")
    listed = _listed([names["actor"].get(key, key) for key in overlap.everywhere], 40, 4, lang)
    ax.text(83.5, 51, listed, size=_NAME_PT, color=MUTED, ha="center", va="top", linespacing=1.1)


def _table(overlap: Overlap, names: dict[str, dict[str, str]]) -> pd.DataFrame:
    frame = overlap.frame
    found = [names[what].get(key, key) for what, key in zip(frame["what"], frame["id"], strict=True)]
    frame.insert(4, "name", found)
    return frame


def _spoken(pair: Pair, lang: str) -> str:
    spoken = message(
        "policy-triangle-pair",
        lang,
        one=label(pair.one, lang),
        other=label(pair.other, lang),
        actors=len(pair.actors),
        themes=len(pair.themes),
        missing=len(pair.missing),
        tables=len(pair.tables),
    )
    return capital(spoken)
