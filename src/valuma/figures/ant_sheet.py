"""Drawing of three layers side by side: labels in columns, ties as soft curves between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from valuma.figures.ant_layers import Layers, Node, tier_keys
from valuma.figures.colours import OTHER
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.page import Page
from valuma.figures.style import BODY_PT, INK, LINE, MUTED, SMALL_PT
from valuma.texts import message, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PT = 7.0
#: Points of the widest tie, of one membership where there are few, and of the thinnest line.
_WIDEST, _SINGLE, _THINNEST = 5.5, 0.9, 0.3
_HEAD, _KEYS = 6.0, 6.5
#: More rows than this, and the actors of a single network stand in blocks of three columns.
_LINES = 46
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Ways:
    """Millimetres from the left: anchor of actors, mark of networks, end of their names, mark of themes."""

    actor: float
    network: float
    out: float
    theme: float


_MANY, _ONE, _IN_BLOCKS = (
    _Ways(50.0, 73.0, 121.0, 134.0),
    _Ways(66.0, 90.0, 124.0, 137.0),
    _Ways(90.0, 105.0, 130.0, 139.0),
)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A row of a column: a node, or a heading; its height in millimetres."""

    node: Node | None
    words: str
    high: float


def _ways(layers: Layers) -> _Ways:
    """Return the columns of the sheet; behind a single short name the ties to its themes begin at once."""
    if len(layers.networks) > 1:
        return _MANY
    ways = _IN_BLOCKS if in_blocks(layers) else _ONE
    lines = [slot.words for slot in _slots(layers.networks, ways.out - ways.network - 3.5, 3.2, 6, bold=True)]
    end = ways.network + 4 + max(width(line, _PT, bold=True) for words in lines for line in words.split("\n"))
    gain = max(0.0, ways.out - end)
    return _Ways(ways.actor, ways.network, ways.out - gain, ways.theme - gain)


def in_blocks(layers: Layers) -> bool:
    """Return whether actors stand in blocks: one network with more actors than a column has rows."""
    headings = len({node.heading for node in layers.actors})
    return len(layers.networks) == 1 and not layers.bundled and len(layers.actors) + headings > _LINES


def sheet_height(layers: Layers) -> float:
    """Return the height of the drawing in millimetres."""
    return _HEAD + max(_left_height(layers), _total(_network_slots(layers)), _total(_theme_slots(layers))) + _KEYS


def draw_layers(page: Page, layers: Layers, counts: tuple[int, int, int]) -> None:
    """Draw the layers on a page of `sheet_height`.

    Parameters
    ----------
    page : Page
        Sheet.
    layers : Layers
        What is drawn.
    counts : tuple of three int
        Actors, networks and themes, for the headers.
    """
    ax, lang = page.canvas(), page.lang
    ways = _ways(layers)
    high = page.height - _HEAD - _KEYS
    names = (("actors", ways.actor, "right"), ("networks", ways.network, "left"), ("themes", ways.theme, "left"))
    for (key, x, ha), n in zip(names, counts, strict=True):
        words = f"{message(key, lang)} ({number(n, lang)})"
        ax.text(x, 0, words, size=BODY_PT, weight="bold", va="top", ha=ha)
    networks = dict(_network_places(ax, layers, ways, high))
    themes = dict(_theme_places(ax, layers, ways, high))
    if in_blocks(layers):
        _draw_blocks(ax, layers, ways, networks, lang)
    else:
        _draw_lines(ax, layers, ways, networks, high, lang)
    most = _most(layers)
    for tie in layers.focus:
        points = (ways.out, networks[tie.source]), (ways.theme - 1.5, themes[tie.target])
        _curve(ax, *points, _width(tie.count, most), "#7b828c", 0.45)
    _draw_keys(ax, page, layers, most)


def _most(layers: Layers) -> int:
    return max([1, *(tie.count for tie in (*layers.memberships, *layers.focus))])


def _width(count: int, most: int) -> float:
    """Points of a tie, growing with its count."""
    return max(_THINNEST, min(_SINGLE, _WIDEST / most) * count)


def _curve(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    wide: float,
    colour: str,
    alpha: float,
    style: str = "-",
) -> None:
    middle = (start[0] + end[0]) / 2
    path = Path(
        [start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
    )
    ax.add_patch(
        PathPatch(path, facecolor="none", edgecolor=colour, lw=wide, alpha=alpha, ls=style, capstyle="butt", zorder=1)
    )


# -- columns ----------------------------------------------------------------------------------


def _total(slots: Sequence[_Slot]) -> float:
    return sum(slot.high for slot in slots)


def _spread(slots: Sequence[_Slot], high: float, most: float = 1.9) -> Iterator[tuple[_Slot, float]]:
    """Yield each row with the height of its middle, the rows spread over the sheet and centred."""
    total = _total(slots)
    factor = min(most, high / total) if total else 1.0
    y = _HEAD + (high - factor * total) / 2
    for slot in slots:
        yield slot, y + factor * slot.high / 2
        y += factor * slot.high


def _slots(nodes: Sequence[Node], room: float, pitch: float, lines: int, bold: bool = False) -> list[_Slot]:
    found: list[_Slot] = []
    for heading, part in groupby(nodes, key=lambda node: node.heading):
        if heading:
            words = wrap(heading, room + 3, _PT, bold=True, lines=2)
            found.append(_Slot(None, words, 4.4 + words.count("\n") * line_height(_PT)))
        for node in part:
            words = _cut(node, room, lines, bold)
            found.append(_Slot(node, words, max(pitch, (words.count("\n") + 1) * line_height(_PT) * 0.92 + 0.5)))
    return found


def _cut(node: Node, room: float, lines: int, bold: bool = False) -> str:
    """Return the words of a node in so many lines at most; its tail is never cut."""
    if not node.tail:
        return wrap(node.words, room, _PT, bold=bold, lines=lines)
    broken = wrap(node.words, room, _PT, bold=bold).split("\n")
    if width(f"{broken[-1]} {node.tail}", _PT, bold=bold) <= room:
        broken[-1] += f" {node.tail}"
    else:
        broken.append(node.tail)
    if len(broken) <= lines:
        return "\n".join(broken)
    tail = f" {node.tail}"
    *first, last = [node.words] if lines == 1 else wrap(node.words, room, _PT, bold=bold, lines=lines).split("\n")
    return "\n".join([*first, _shortened(last, room - width(tail, _PT, bold=bold)) + tail])


def _shortened(words: str, room: float) -> str:
    """Return words cut at a letter, so that as much of a name as fits is read."""
    kept = words
    while width(kept, _PT) > room and len(kept) > 1:
        kept = kept.rstrip("…")[:-1].rstrip(" -–(/,") + "…"
    return kept


def _actor_slots(layers: Layers) -> list[_Slot]:
    return _slots(layers.actors, _ways(layers).actor - 3, 3.3, 1)


def _network_slots(layers: Layers) -> list[_Slot]:
    ways, one = _ways(layers), len(layers.networks) == 1
    few = len(layers.networks) <= 24
    return _slots(layers.networks, ways.out - ways.network - 3.5, 3.2, 6 if one else 2 if few else 1, bold=one)


def _theme_slots(layers: Layers) -> list[_Slot]:
    return _slots(layers.themes, 167 - _ways(layers).theme - 3, 3.4, 3 if len(layers.themes) <= 30 else 2)


def _network_places(ax: Axes, layers: Layers, ways: _Ways, high: float) -> Iterator[tuple[str, float]]:
    tied = {node.key: 0 for node in layers.networks}
    for tie in layers.memberships:
        tied[tie.target] += tie.count
    most, one = max([1, *tied.values()]), len(layers.networks) == 1
    for slot, y in _spread(_network_slots(layers), high):
        if slot.node is None:
            continue
        size = 60.0 if one else max(9.0, 55.0 * tied[slot.node.key] / most)
        ax.scatter(
            ways.network, y, s=size, marker=slot.node.look.marker, color=slot.node.look.colour, linewidths=0, zorder=3
        )
        ax.text(
            ways.network + 2.5,
            y,
            slot.words,
            size=_PT,
            va="center",
            weight="bold" if one else "normal",
            linespacing=1.0,
        )
        ends = [width(line, _PT, bold=one) for line in slot.words.split("\n")]
        # The line of a short name goes on to where the ties to the themes begin.
        ax.plot([ways.network + 3.5 + max(ends), ways.out], [y, y], color=LINE, lw=0.5, zorder=1)
        yield slot.node.key, y


def _theme_places(ax: Axes, layers: Layers, ways: _Ways, high: float) -> Iterator[tuple[str, float]]:
    for slot, y in _spread(_theme_slots(layers), high, 2.4):
        if slot.node is None:
            ax.text(
                ways.theme - 1, y + 0.4, slot.words, size=_PT, va="center", weight="bold", color=MUTED, linespacing=1.0
            )
            continue
        ax.scatter(
            ways.theme, y, s=10, marker=slot.node.look.marker, color=slot.node.look.colour, linewidths=0, zorder=3
        )
        ax.text(ways.theme + 2, y, slot.words, size=_PT, va="center", linespacing=1.0)
        yield slot.node.key, y


def _draw_lines(ax: Axes, layers: Layers, ways: _Ways, networks: dict[str, float], high: float, lang: str) -> None:
    """Draw a row an actor or bundle, and its ties."""
    slots = [*_actor_slots(layers), *_unknown_slots(layers, lang)]
    most = max(len(node.members) for node in layers.actors)
    place: dict[str, tuple[float, str]] = {}
    for slot, y in _spread(slots, high, 1.25):
        if slot.high > 4 and slot.node is None:
            ax.text(ways.actor + 1, y + 0.4, slot.words, size=_PT, va="center", ha="right", weight="bold", color=INK)
        elif slot.node is None:
            ax.scatter(ways.actor, y, s=11, marker="o", facecolor="white", edgecolor=OTHER, linewidths=0.8, zorder=3)
            ax.text(ways.actor - 2.5, y, slot.words, size=_PT, va="center", ha="right", color=MUTED)
            (only,) = networks.values()
            _curve(ax, (ways.actor, y), (ways.network, only), 0.8, OTHER, 1.0, ":")
        else:
            seen = slot.node.look
            size = max(9.0, 60.0 * len(slot.node.members) / most) if layers.bundled else 11.0
            ax.scatter(ways.actor, y, s=size, marker=seen.marker, color=seen.colour, linewidths=0, zorder=3)
            ax.text(ways.actor - 2.5, y, slot.words, size=_PT, va="center", ha="right")
            place[slot.node.key] = y, seen.colour
    widest = _most(layers)
    # Wide ties first, so that thin ones stay on top.
    for tie in sorted(layers.memberships, key=lambda tie: (-tie.count, tie.source, tie.target)):
        y, colour = place[tie.source]
        _curve(ax, (ways.actor, y), (ways.network, networks[tie.target]), _width(tie.count, widest), colour, 0.42)


def _unknown_slots(layers: Layers, lang: str) -> list[_Slot]:
    return [_Slot(None, message("ant-unknown-members", lang, n=layers.unknown), 3.9)] if layers.unknown else []


# -- blocks of a single network ---------------------------------------------------------------


def _blocks(layers: Layers) -> list[tuple[str, list[Node]]]:
    """Return the actors of each side and tier."""
    parts = groupby(layers.actors, key=lambda node: (node.heading, node.look.marker))
    return [(heading, list(part)) for (heading, _), part in parts]


def _left_height(layers: Layers) -> float:
    unknown = 4.4 if layers.unknown else 0.0
    if not in_blocks(layers):
        return _total(_actor_slots(layers)) + unknown
    return sum(4.6 + 3.2 * -(-len(part) // _columns(part)) + 1.6 for _, part in _blocks(layers)) + unknown


def _columns(part: Sequence[Node]) -> int:
    """Return in how many columns the names of a block stand: as many as leave hardly a name cut."""
    ends = sorted(width(f"{node.words} {node.tail}".strip(), _PT) for node in part)
    longest = ends[int((0.85 if len(ends) > 20 else 1.0) * (len(ends) - 1))]
    return next((n for n in range(_COLUMNS, 1, -1) if longest <= (_IN_BLOCKS.actor - 4) / n - 4), 1)


def _draw_blocks(ax: Axes, layers: Layers, ways: _Ways, networks: dict[str, float], lang: str) -> None:
    """Draw the actors of each side and tier in columns, and one tie a block."""
    (target,) = networks.values()
    tiers = {look.marker: words for words, look in tier_keys(layers, lang)}
    most = max(len(part) for _, part in _blocks(layers))
    y = _HEAD + (ax.get_ylim()[0] - _HEAD - _KEYS - _left_height(layers)) / 2
    for heading, part in _blocks(layers):
        colour, marker = part[0].look.colour, part[0].look.marker
        words = message("ant-block", lang, side=heading, tier=tiers[marker], n=len(part))
        ax.text(0, y + 2.4, words, size=_PT, weight="bold", va="center")
        rows, wide = -(-len(part) // _columns(part)), (ways.actor - 4) / _columns(part)
        for k, node in enumerate(part):
            x, down = k // rows * wide, y + 4.6 + 3.2 * (k % rows) + 1.4
            ax.scatter(x + 1.2, down, s=10, marker=marker, color=colour, linewidths=0)
            ax.text(x + 3.2, down, _cut(node, wide - 4, 1), size=_PT, va="center")
        end = y + 4.6 + 3.2 * rows
        ax.plot([ways.actor] * 2, [y + 1.2, end], color=colour, lw=1.6, solid_capstyle="butt")
        _curve(ax, (ways.actor, (y + end) / 2), (ways.network, target), _width(len(part), most), colour, 0.5)
        y = end + 1.6
    if layers.unknown:
        ax.scatter(ways.actor, y + 1.6, s=11, marker="o", facecolor="white", edgecolor=OTHER, linewidths=0.8, zorder=3)
        words = message("ant-unknown-members", lang, n=layers.unknown)
        ax.text(ways.actor - 2.5, y + 1.6, words, size=_PT, va="center", ha="right", color=MUTED)
        _curve(ax, (ways.actor, y + 1.6), (ways.network, target), 0.8, OTHER, 1.0, ":")


# -- keys -------------------------------------------------------------------------------------


def _draw_keys(ax: Axes, page: Page, layers: Layers, most: int) -> None:
    lang, y, x = page.lang, page.height - _KEYS + 4.0, 1.5
    for words, seen in tier_keys(layers, lang):
        ax.scatter(x, y, s=14, marker=seen.marker, color=seen.colour, linewidths=0)
        ax.text(x + 2.5, y, words, size=SMALL_PT, va="center_baseline")
        x += width(words, SMALL_PT) + 7
    if in_blocks(layers):
        most = max(len(part) for _, part in _blocks(layers))
    steps = [n for n in (1, 5, 20, 50) if n <= most][-3:]
    words = message("ant-line" if most == 1 else "ant-line-width", lang)
    x = page.width - width(words, SMALL_PT) - 14 * len(steps)
    ax.text(x, y, words, size=SMALL_PT, va="center_baseline")
    x += width(words, SMALL_PT) + 2
    for n in steps:
        ax.plot([x, x + 5], [y, y], color="#7b828c", lw=_width(n, most), solid_capstyle="butt")
        if most > 1:
            ax.text(x + 6, y, number(n, lang), size=SMALL_PT, va="center_baseline")
        x += 13
