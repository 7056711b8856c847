"""`mixing-matrix`: who meets whom in the same networks, beside what drawing members by lot would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import Look, ink_on, ramp
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.meeting_pairs import REST, Against, Pair, pairs_of_100
from valuma.figures.names import region_names
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scope import Scope, choose
from valuma.figures.style import BODY_PT, INK, LINE, MUTED, SMALL_PT
from valuma.metrics.chance import chance
from valuma.metrics.mixing import mixing
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Archipelago, Kind, Level, PolicySector, Side, Tier
from valuma.texts import label, message, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.metrics.chance_result import Chance
    from valuma.metrics.mixing_result import Mixing
    from valuma.study.study import Study

_LEFT, _LARGEST, _TINY = 42.0, 19.0, 11.0
_VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "side": Side,
    "tier": Tier,
    "level": Level,
    "kind": Kind,
    "policy_sector": PolicySector,
    "archipelago": Archipelago,
}
_MARKS = {"more": Look(INK, "^", ""), "fewer": Look(INK, "v", "")}


@dataclass(frozen=True)
class _Meeting:
    """Pairs of 100, observed and by lot, by category; the words of the categories."""

    scope: Scope
    mixing: Mixing
    chance: Chance
    names: dict[str, str]
    cells: tuple[Pair, ...]

    @property
    def rows(self) -> int:
        """Number of rows of the triangle."""
        return self.cells[-1].row + 1

    @property
    def diagonal(self) -> list[str]:
        """Categories from top to bottom."""
        return [cell.category for cell in self.cells if cell.row == cell.column]


@register("mixing-matrix")
def draw(
    study: Study,
    *,
    lang: str,
    attribute: str = "side",
    group: str | None = None,
    coding: Literal["A", "B"] = "A",
    most: int = 10,
    draws: int | None = None,
    seed: int | None = None,
) -> Figure:
    """Draw of 100 pairs of members how many lie between which categories, and how many would by lot.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    attribute : str, default "side"
        ``side``, ``tier``, ``policy_sector``, ``region`` or another attribute of the actors.
    group : str, optional
        Only the networks of one group; its actors are the pool that lots are drawn from.
    coding : {"A", "B"}, default "A"
        Coding of general authorities and universities.
    most : int, default 10
        So many categories one by one, those with the most pairs; the others are one row together.
    draws, seed : int, optional
        Random draws and their seed; by default those of the study.

    Returns
    -------
    Figure
        Lower triangle of the mixing matrix, a cell an unordered pair of categories; all cells together are 100.

    Raises
    ------
    ValumaError
        When there is no such attribute or group, when no network has two members with the attribute, or when
        it is known for less of the actors than the study's threshold.
    """
    scope = choose(study, lang, group=group)
    scope.require(attribute)
    found = mixing(scope.graph, attribute, coding=coding)
    if not found.total > 0:
        raise ValumaError(f"no network of {scope.words!r} has two members whose {attribute!r} is known")
    lots = chance(
        scope.graph,
        attribute,
        coding=coding,
        draws=study.settings.draws if draws is None else draws,
        seed=study.settings.seed if seed is None else seed,
    )
    names = _names(scope, [str(name) for name in found.frame.index], attribute)
    # The names stand in the order of their vocabulary or rule; the table of pairs may be in another.
    cells = pairs_of_100(found, lots, max(2, most), order=list(names))
    meeting = _Meeting(scope, found, lots, names, cells)
    return _page(meeting)


def _names(scope: Scope, categories: list[str], attribute: str) -> dict[str, str]:
    """Return the words for the categories, in the order in which they are to stand."""
    lang, vocabulary = scope.lang, _VOCABULARIES.get(attribute)
    words: dict[str, str] = {}
    if vocabulary is not None:
        words = {str(key): label(key, lang, short=True) for key in vocabulary}
    elif attribute == "region":
        words = region_names(scope.study.tables["regions"], lang)
        words |= {key: f"{key[3:]} ({key[:2]})" for key in categories if key[2:3] == ":"}
    elif attribute == "urban_rural":
        words = scope.study.area_rules.labels(lang)
    if "general" in categories:
        words["general"] = label("general", lang, vocabulary="State")
    words |= {key: key for key in categories if key not in words}
    return {key: said for key, said in words.items() if key in categories}


def _page(meeting: _Meeting) -> Figure:
    scope, lang, n = meeting.scope, meeting.scope.lang, meeting.rows
    size = min(_LARGEST, (167.0 - _LEFT - 31) / n)
    reading = _reading(meeting)
    room = _beside(meeting, reading, size)
    beside = room > 0
    words = wrap(reading, room if beside else 167.0)
    top = 0.0 if beside else (words.count("\n") + 1) * line_height(BODY_PT) + 3
    attribute = label(meeting.mixing.attribute, lang, vocabulary="Attribute")
    page = Page(
        message("mixing-title", lang, attribute=attribute, scope=scope.words),
        lang=lang,
        height=top + n * size + 9,
        subtitle=message("mixing-subtitle", lang, networks=meeting.mixing.used, actors=meeting.chance.pool),
        notes=_notes(meeting, size),
        synthetic=scope.graph.synthetic,
    )
    page.text(page.width - room if beside else 0, 0, words, va="top", color=INK)
    _draw(page.canvas(), meeting, top, size)
    keys = [(message(f"mixing-{key}", lang), look) for key, look in _MARKS.items()]
    draw_keys(page, keys, top=top + n * size + 3, columns=2)
    return page.record(
        "mixing-matrix", _table(meeting), caption=_caption(meeting), alt=_alt(meeting), sources=scope.sources()
    )


def _beside(meeting: _Meeting, reading: str, size: float) -> float:
    """Return the width of the reading example in the empty upper triangle; 0 where it does not fit there."""
    names = [_name(meeting, key) for key in meeting.diagonal]
    for room in (64.0, 58.0, 52.0, 46.0):
        high = (wrap(reading, room).count("\n") + 1) * line_height(BODY_PT)
        ends = [_beside_name(name, k, size)[1] for k, name in enumerate(names) if size * k < high]
        if high < meeting.rows * size and max(ends) < 167 - room - 3:
            return room
    return 0.0


def _draw(ax: Axes, meeting: _Meeting, top: float, size: float) -> None:
    most = max(cell.observed for cell in meeting.cells)
    for cell in meeting.cells:
        _draw_cell(ax, cell, _LEFT + cell.column * size, top + cell.row * size, size, most, meeting.scope.lang)
    for row, key in enumerate(meeting.diagonal):
        words, y = _name(meeting, key), top + (row + 0.5) * size
        lines = wrap(words, _LEFT - 2, SMALL_PT)
        ax.text(_LEFT - 1.5, y, lines, size=SMALL_PT, va="center", ha="right", linespacing=1.0)
        beside, _ = _beside_name(words, row, size)
        left = _LEFT + (row + 1) * size + 1.5
        ax.text(left, y, beside, size=SMALL_PT, va="center", color=MUTED, linespacing=1.0)


def _beside_name(words: str, row: int, size: float) -> tuple[str, float]:
    """Return the name at the right end of a row, broken to the room that is left, and where it ends."""
    left = _LEFT + (row + 1) * size + 1.5
    lines = wrap(words, min(60.0, 166.5 - left), SMALL_PT)
    return lines, left + max(width(line, SMALL_PT) for line in lines.split("\n"))


def _draw_cell(ax: Axes, cell: Pair, x: float, y: float, size: float, most: float, lang: str) -> None:
    # Areas are read, not lengths: the root keeps the small cells apart on paper.
    colour = ramp(0.9 * (cell.observed / most) ** 0.5)
    across, down = [x, x + size, x + size, x, x], [y, y, y + size, y + size, y]
    ax.fill(across[:4], down[:4], color=colour, lw=0)
    ax.plot(across, down, color=LINE, lw=0.5)
    ink, small = ink_on(colour), size < _TINY
    middle: dict[str, Any] = {"color": ink, "ha": "center", "va": "center_baseline"}
    points = SMALL_PT - 1 if small else BODY_PT
    centre = y + size * (0.5 if small else 0.4)
    ax.text(x + size / 2, centre, _of_100(cell.observed, lang), size=points, weight="bold", **middle)
    if not small:
        words = message("mixing-by-lot", lang, n=_of_100(cell.expected, lang))
        fitting = (SMALL_PT - 1.5) * min(1.0, (size - 1.2) / width(words, SMALL_PT - 1.5))
        ax.text(x + size / 2, y + size * 0.76, words, size=fitting, **middle)
    if cell.against in _MARKS:
        ax.scatter(x + size - 1.7, y + 1.7, marker=_MARKS[cell.against].marker, s=11, color=ink, linewidths=0)


def _name(meeting: _Meeting, key: str) -> str:
    if key != REST:
        return meeting.names[key]
    present = int((meeting.mixing.frame.sum(axis=1) > 0).sum())
    return message("mixing-rest", meeting.scope.lang, n=present - (meeting.rows - 1))


def _of_100(value: float, lang: str) -> str:
    """Return a number of pairs of 100: whole from ten, one decimal below, "<0.1" for hardly any."""
    if value <= 0:
        return number(0, lang)
    if value < 0.05:
        return message("less-than", lang, value=number(0.1, lang, 1))
    return number(value, lang, 0 if value >= 9.95 else 1)


def _across(meeting: _Meeting) -> tuple[float, float]:
    expected = meeting.chance.frame["expected"].to_dict()["share_across"]
    return float(meeting.mixing.share_across), float(expected)


def _reading(meeting: _Meeting) -> str:
    lang = meeting.scope.lang
    top = max((cell for cell in meeting.cells if cell.category != REST), key=lambda cell: cell.observed)
    first = message(
        "mixing-read",
        lang,
        a=_name(meeting, top.with_category),
        b=_name(meeting, top.category),
        n=_of_100(top.observed, lang),
        lot=_of_100(top.expected, lang),
    )
    observed, expected = (_of_100(100 * share, lang) for share in _across(meeting))
    return f"{first} {message('mixing-read-across', lang, n=observed, lot=expected)}"


def _notes(meeting: _Meeting, size: float) -> tuple[str, ...]:
    lang, scope = meeting.scope.lang, meeting.scope
    pool = message("pool-group", lang, group=scope.words)
    lines = [message("mixing-pool", lang, pool=pool, draws=meeting.chance.draws)]
    if meeting.chance.incomplete:
        lines.append(message("mixing-incomplete", lang, n=meeting.chance.incomplete, networks=meeting.chance.networks))
    if size < _TINY:
        lines.append(message("mixing-expected-in-table", lang))
    if meeting.mixing.coding == "B":
        lines.append(message("coding-b", lang))
    if meeting.mixing.attribute == "urban_rural":
        lines.append(message("urban-rural-derived", lang))
    return (" ".join(lines), _left_out(meeting), *scope.notes())


def _caption(meeting: _Meeting) -> str:
    lang, words = meeting.scope.lang, sentence("mixing_counts", meeting.scope.lang)
    return " ".join(
        (
            words.how_to_read,
            words.does_not_mean,
            sentence("expected_by_lot", lang).how_to_read,
            sentence("share_across", lang).does_not_mean,
            _left_out(meeting),
            meeting.scope.completeness_line(),
        )
    )


def _left_out(meeting: _Meeting) -> str:
    left = meeting.mixing.left_out
    return message(
        "mixing-left-out",
        meeting.scope.lang,
        general=left["left_general"],
        unknown=left["left_unknown"],
        not_applicable=left["left_not_applicable"],
    )


def _table(meeting: _Meeting) -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "measure": "pairs of 100",
            "category": cell.category,
            "with_category": cell.with_category,
            "name": _name(meeting, cell.category),
            "with_name": _name(meeting, cell.with_category),
            "observed": cell.observed,
            "expected": cell.expected,
            "low": cell.low,
            "high": cell.high,
            "against": cell.against,
        }
        for cell in meeting.cells
    ]
    observed, expected = _across(meeting)
    rows.append({"measure": "pairs of 100 across", "observed": 100 * observed, "expected": 100 * expected})
    rows += [{"measure": key.replace("_", " "), "observed": n} for key, n in meeting.mixing.left_out.items()]
    return pd.DataFrame(rows).astype({"low": float, "high": float}).round(6)


def _alt(meeting: _Meeting) -> str:
    lang = meeting.scope.lang

    def named(against: Against) -> str:
        part = sorted((cell for cell in meeting.cells if cell.against == against), key=lambda cell: -cell.observed)
        return ", ".join(_pair_name(meeting, cell) for cell in part[:3]) or message("none", lang)

    return message(
        "mixing-alt",
        lang,
        categories=meeting.rows,
        reading=_reading(meeting),
        more=named("more"),
        fewer=named("fewer"),
        left=_left_out(meeting),
    )


def _pair_name(meeting: _Meeting, cell: Pair) -> str:
    a, b = (_name(meeting, key) for key in (cell.with_category, cell.category))
    return message("mixing-pair", meeting.scope.lang, a=a, b=b)
