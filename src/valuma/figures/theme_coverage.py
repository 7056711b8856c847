"""`theme-coverage`: which networks handle a theme, and actors of which tiers or kinds they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import Look, look
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.names import theme_names
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scope import Scope, choose
from valuma.figures.style import GROUND, INK, MUTED, SMALL_PT
from valuma.figures.theme_rows import (
    INTEREST,
    LEAST_ANSWERS,
    OUTSIDE,
    VOCABULARIES,
    By,
    Coverage,
    cover_themes,
)
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import label, message, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study

_ROW = 7.4
#: Millimetres of names and of bars, and size of headers: with few columns, and with many.
_FEW, _MANY = (52.0, 30.0, SMALL_PT), (46.0, 19.0, SMALL_PT - 1)
_PLAIN = Look("#123a6b", "o", "")


@dataclass(frozen=True)
class _Matrix:
    """What is drawn, with the words for it."""

    scope: Scope
    by: By
    cover: Coverage
    names: dict[str, str]

    @property
    def lang(self) -> str:
        """Language."""
        return self.scope.lang

    def column_name(self, column: str) -> str:
        """Words above a column."""
        if column == INTEREST:
            return message("coverage-interest", self.lang)
        if column == OUTSIDE:
            return message(f"coverage-outside-{self.by}", self.lang)
        return label(column, self.lang, vocabulary=VOCABULARIES[self.by].__name__, short=True)


@register("theme-coverage")
def draw(
    study: Study,
    *,
    lang: str,
    group: str | None = None,
    by: By = "tier",
    theme: str | None = None,
) -> Figure:
    """Draw themes against the actors that the networks working on them reach.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    group : str, optional
        Only the networks of one group.
    by : {"tier", "side", "kind"}, default "tier"
        What the columns are.
    theme : str, optional
        A broad theme whose narrower themes are the rows; without it the rows are the broad themes.

    Returns
    -------
    Figure
        Number of networks and, by column, of their known members; "none" and "not known" have marks of their own.

    Raises
    ------
    ValumaError
        When there is no such group, column or theme, or there are no themes.

    Notes
    -----
    A gap is certain only where the member lists of all networks on the theme are known to the study's
    threshold. Interest in themes has a column where the study holds answers; fewer than five are not shown.
    """
    if by not in VOCABULARIES:
        raise ValumaError(f"no columns by {by!r}: {nearest(by, VOCABULARIES) or ', '.join(VOCABULARIES)}")
    scope = choose(study, lang, group=group)
    found = _Matrix(scope, by, cover_themes(scope, by, theme), theme_names(study.tables["themes"], lang))
    lines = _headers(found)
    head = max(words.count("\n") + 1 for words in (*lines, _first_header(found))) * line_height(_room(found)[2]) + 2
    table_high = head + _ROW * len(found.cover.themes)
    page = Page(
        message("coverage-title", lang, columns=label(by, lang, vocabulary="Attribute"), scope=found.scope.words),
        lang=lang,
        height=table_high + (7.5 if _signs(found) else 0.0),
        subtitle=message("coverage-subtitle", lang, themes=len(found.cover.themes), counts=found.scope.counts()),
        notes=_notes(found),
        synthetic=found.scope.graph.synthetic,
    )
    ax = page.canvas()
    _draw_rows(ax, found, head)
    _draw_cells(ax, found, head, lines)
    _draw_keys(ax, found, table_high + 4.5)
    words = sentence("theme_coverage", lang)
    return page.record(
        "theme-coverage",
        _table(found),
        caption=" ".join(
            (words.how_to_read, message("coverage-twice", lang), words.does_not_mean, found.scope.completeness_line())
        ),
        alt=_alt(found),
        sources=found.scope.sources(themes=True),
    )


def _room(found: _Matrix) -> tuple[float, float, float]:
    """Return millimetres of names and of bars, and points of headers."""
    return _FEW if len(found.cover.columns) <= 6 else _MANY


def _places(found: _Matrix) -> tuple[float, float]:
    """Return where the columns begin, and how wide one is."""
    names, bars, _ = _room(found)
    return names + bars, min(24.0, (167.0 - names - bars) / len(found.cover.columns))


def _headers(found: _Matrix) -> list[str]:
    _, wide = _places(found)
    return [wrap(found.column_name(column), wide - 1.0, _room(found)[2]) for column in found.cover.columns]


def _first_header(found: _Matrix) -> str:
    _, bars, points = _room(found)
    return wrap(message("number-of-networks", found.lang), bars - 1.5, points)


def _draw_rows(ax: Axes, found: _Matrix, head: float) -> None:
    lang = found.lang
    names, bars, points = _room(found)
    left, wide = _places(found)
    end = left + wide * len(found.cover.columns)
    most = max(1, *(len(keys) for keys in found.cover.networks.values()))
    ax.text(names, head - 1.5, _first_header(found), linespacing=1.0, size=points, va="bottom", color=MUTED)
    for row, theme in enumerate(found.cover.themes):
        y = head + row * _ROW + _ROW / 2
        if row % 2 == 0:
            ax.fill([0, end, end, 0], [y - _ROW / 2] * 2 + [y + _ROW / 2] * 2, color=GROUND, lw=0, zorder=0)
        words = wrap(found.names.get(theme, theme), names - 2, SMALL_PT, lines=2)
        ax.text(0.8, y, words, size=SMALL_PT, va="center", linespacing=1.0)
        n = len(found.cover.networks[theme])
        long = (bars - 9) * n / most
        ax.barh(y, long, left=names, height=_ROW * 0.45, color=_PLAIN.colour, lw=0)
        if n:
            ax.text(names + long + 1, y, number(n, lang), size=SMALL_PT, va="center_baseline")
        else:
            _draw_gap(ax, names + 1.5, y)


def _draw_cells(ax: Axes, found: _Matrix, head: float, lines: Sequence[str]) -> None:
    lang = found.lang
    left, wide = _places(found)
    largest = min(6.2, 0.4 * wide)
    cells, counts = found.cover.cells, found.cover.counts
    most = max([1, *(n for key, n in counts.items() if cells[key] == "reached")])
    for k, column in enumerate(found.cover.columns):
        x = left + k * wide + wide * 0.3
        ax.text(
            left + k * wide + 0.5, head - 1.5, lines[k], size=_room(found)[2], va="bottom", color=MUTED, linespacing=1.0
        )
        seen = _look(found, column)
        for row, theme in enumerate(found.cover.themes):
            y = head + row * _ROW + _ROW / 2
            cell, n = cells[theme, column], counts[theme, column]
            if cell == "reached":
                across = max(0.9, largest * (n / most) ** 0.5)
                side = across if seen.marker == "o" else across / 2**0.5
                ax.scatter(x, y, s=(side * 72 / 25.4) ** 2, marker=seen.marker, color=seen.colour, linewidths=0)
                ax.text(x + max(across / 2, 1.2) + 0.9, y, number(n, lang), size=SMALL_PT, va="center_baseline")
            elif cell == "none":
                _draw_gap(ax, x, y)
            elif cell == "unknown":
                _draw_unknown(ax, x, y)
            else:
                _draw_dash(ax, x, y)


def _look(found: _Matrix, column: str) -> Look:
    if column in (OUTSIDE, INTEREST) or found.by == "kind":
        return Look(MUTED if column == OUTSIDE else _PLAIN.colour, "D" if column == INTEREST else "o", "")
    return Look(look(VOCABULARIES[found.by](column)).colour, "o", "")


def _draw_gap(ax: Axes, x: float, y: float) -> None:
    ax.scatter(x, y, s=26, marker="x", color=INK, linewidths=1.5)


def _draw_unknown(ax: Axes, x: float, y: float) -> None:
    ax.scatter(x, y, s=52, marker="o", facecolor="white", edgecolor=MUTED, linewidths=0.8, linestyle=":")
    ax.text(x, y, "?", size=SMALL_PT - 1, ha="center", va="center_baseline", color=MUTED)


def _draw_dash(ax: Axes, x: float, y: float) -> None:
    ax.text(x, y, "–", size=SMALL_PT, ha="center", va="center_baseline", color=MUTED)


def _draw_keys(ax: Axes, found: _Matrix, y: float) -> None:
    lang = found.lang
    signs = {"none": _draw_gap, "unknown": _draw_unknown, "no network": _draw_dash, "suppressed": _draw_dash}
    x = 2.0
    for cell in _signs(found):
        words = message(f"coverage-{cell.replace(' ', '-')}", lang)
        signs[cell](ax, x, y)
        ax.text(x + 2.8, y, words, size=SMALL_PT, va="center_baseline")
        x += width(words, SMALL_PT) + 8


def _signs(found: _Matrix) -> list[str]:
    """Return the cells without a dot that occur."""
    seen: set[str] = set(found.cover.cells.values())
    if any(not keys for keys in found.cover.networks.values()):
        seen.add("none")
    return [cell for cell in ("none", "unknown", "no network", "suppressed") if cell in seen]


def _notes(found: _Matrix) -> tuple[str, ...]:
    lang, graph = found.lang, found.scope.graph
    bare = int((np.asarray(graph.focus.sum(axis=1)).reshape(-1) == 0).sum())
    lines = [message("coverage-size", lang), message("coverage-twice", lang), message("coverage-curator", lang)]
    if found.by == "tier" and OUTSIDE in found.cover.columns:
        lines.append(message("coverage-outside-explained", lang))
    if bare:
        lines.append(message("coverage-bare", lang, n=bare))
    if INTEREST in found.cover.columns:
        lines.append(message("coverage-answers", lang, least=LEAST_ANSWERS))
    if found.by == "kind":
        lines.append(message("coverage-kinds", lang, n=sum(column != OUTSIDE for column in found.cover.columns)))
    return (" ".join(lines), *found.scope.notes())


def _table(found: _Matrix) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for theme in found.cover.themes:
        keys = found.cover.networks[theme]
        about = {"theme_id": theme, "theme": found.names.get(theme, theme)}
        rows.append(
            about
            | {"column": "networks", "column_name": message("number-of-networks", found.lang), "n": len(keys)}
            | {"cell": "reached" if keys else "none", "networks": ";".join(keys)}
        )
        for column in found.cover.columns:
            cell = found.cover.cells[theme, column]
            n = pd.NA if cell in ("unknown", "suppressed", "no network") else found.cover.counts[theme, column]
            rows.append(
                about
                | {"column": column, "column_name": found.column_name(column), "n": n, "cell": cell, "networks": ""}
            )
    return pd.DataFrame(rows).astype({"n": "Int64"})


def _alt(found: _Matrix) -> str:
    lang = found.lang

    def with_n(theme: str, n: int) -> str:
        return message("name-and-value", lang, name=found.names.get(theme, theme), value=number(n, lang))

    by_networks = [with_n(theme, len(found.cover.networks[theme])) for theme in found.cover.themes]
    columns = [column for column in found.cover.columns if column not in (OUTSIDE, INTEREST)]
    counts, cells = found.cover.counts, [cell for (_, column), cell in found.cover.cells.items() if column in columns]
    parts = []
    for column in columns[:3] if found.by == "kind" else columns:
        order = sorted((-counts[theme, column], theme) for theme in found.cover.themes)
        ends = [with_n(theme, -n) for n, theme in (order[0], order[-1])]
        name = found.column_name(column)
        parts.append(message("coverage-alt-column", lang, column=name, most=ends[0], least=ends[1]))
    return message(
        "coverage-alt",
        lang,
        themes=len(found.cover.themes),
        most=", ".join(by_networks[:3]),
        least=", ".join(by_networks[-2:]),
        columns=" ".join(parts),
        gaps=cells.count("none") + sum(not keys for keys in found.cover.networks.values()),
        unsure=cells.count("unknown"),
    )
