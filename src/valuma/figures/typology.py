"""`typology`: cases on a grid of two card fields, the empty cells named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import group_look
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import line_height, wrap
from valuma.figures.names import capital, group_name, known, network_names
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.selection import funding_kinds, of_group, sizes
from valuma.figures.sources import sources_of
from valuma.figures.style import BODY_PT, GROUND, INK, LINE, MUTED, SMALL_PT
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import (
    FundingKind,
    Governance,
    Group,
    JoiningDecision,
    LegalForm,
    PolicyField,
    PurposeKind,
    ThemeChoice,
)
from valuma.texts import label, message, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study

#: Card fields that can be an axis, with the words they take.
FIELDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {
        "governance": Governance,
        "purpose_kind": PurposeKind,
        "policy_fields": PolicyField,
        "legal_form": LegalForm,
        "joining_decision_by": JoiningDecision,
        "theme_choice": ThemeChoice,
        "funding_kind": FundingKind,
        "group": Group,
    }
)
UNKNOWN = "unknown"
_SIDE, _HEAD, _PAD = 27.0, 8.0, 1.0
_NAME_PT, _NUMBER = 7.0, 4.0
#: Columns narrower than this hold marks instead of names.
_NAMED_FROM, _DOT_STEP = 26.0, 2.4


@dataclass(frozen=True)
class _Grid:
    """The cases in their cells."""

    rows: str
    columns: str
    row_values: list[str]
    column_values: list[str]
    cells: dict[tuple[str, str], list[str]]


@register("typology")
def draw(
    study: Study,
    *,
    lang: str,
    rows: str = "purpose_kind",
    columns: str = "governance",
    group: str | None = None,
    most: int = 3,
) -> Figure:
    """Draw the cases on a grid of two card fields.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    rows, columns : str
        Card fields (`FIELDS`), two different ones.
    group : str, optional
        Group of networks; all without it.
    most : int, default 3
        Names written in a cell, those of the networks with the most known members; the others are
        counted there and named in the table. In columns too narrow for names every network is a mark.

    Returns
    -------
    Figure
        Grid with names and numbers; a cell without a case says so. A case with several values of a field stands
        in several cells; what is unknown has a row or column of its own.

    Raises
    ------
    ValumaError
        When a field is not there, both are the same, or there is no network.
    """
    for field in (rows, columns):
        if field not in FIELDS:
            raise ValumaError(f"no card field {field!r}: {nearest(field, FIELDS)}")
    if rows == columns:
        raise ValumaError(f"rows and columns are the same field, {rows!r}; choose two")
    networks = of_group(study, group)
    grid = _grid(study, networks, rows, columns)
    wide = (Page.body_width() - _SIDE - 0.3) / len(grid.column_values)
    names = network_names(networks, lang, short=True)
    size = sizes(study)
    groups = dict(zip(networks["network_id"], networks["group"], strict=True))
    named = wide >= _NAMED_FROM
    blocks = {cell: _lines(ids, names, size, lang, wide, most) for cell, ids in grid.cells.items()}
    heights = [
        _row_height(blocks, value, grid) if named else _dots_height(grid, value, wide) for value in grid.row_values
    ]
    shown_groups = _in_order(groups.values())
    keys_height = 6.0 if len(shown_groups) > 1 else 0.0
    page = Page(
        message(
            "typology-title",
            lang,
            rows=label(rows, lang, vocabulary="Attribute"),
            columns=label(columns, lang, vocabulary="Attribute"),
        ),
        lang=lang,
        height=_HEAD + sum(heights) + keys_height,
        subtitle=message("n-networks", lang, n=len(networks)),
        notes=(
            message("curators-reading", lang),
            *(() if named else (message("typology-marks-note", lang),)),
            message("typology-empty-note", lang),
            message("not-a-sample", lang),
        ),
        synthetic=study.synthetic,
    )
    ax = page.canvas()
    _headings(ax, grid, lang, wide, heights)
    top = _HEAD
    for value, height in zip(grid.row_values, heights, strict=True):
        for place, column in enumerate(grid.column_values):
            ids, box = grid.cells[value, column], (_SIDE + place * wide, top, wide, height)
            _frame(ax, box, len(ids), lang)
            if named:
                _names(ax, box, blocks[value, column], groups)
            else:
                _dots(ax, box, ids, groups)
        top += height
    if keys_height:
        keys = [(group_name(value, lang, short=True), group_look(value)) for value in shown_groups]
        draw_keys(page, keys, top=top + 1.5, columns=len(keys))
    return page.record(
        "typology",
        _table(grid, network_names(networks, lang)),
        caption=message("typology-caption", lang),
        alt=_alt(grid, lang),
        sources=sources_of(study, networks["network_id"]),
    )


def _grid(study: Study, networks: pd.DataFrame, rows: str, columns: str) -> _Grid:
    funding = funding_kinds(study)
    cells: dict[tuple[str, str], list[str]] = {}
    used: dict[str, set[str]] = {rows: set(), columns: set()}
    for row in networks.to_dict("records"):
        row["funding_kind"] = funding.get(str(row["network_id"]), ())
        here, there = _values(row[rows]), _values(row[columns])
        used[rows].update(here)
        used[columns].update(there)
        for one in here:
            for other in there:
                cells.setdefault((one, other), []).append(str(row["network_id"]))
    ordered = [_ordered(field, used[field]) for field in (rows, columns)]
    full = {(one, other): cells.get((one, other), []) for one in ordered[0] for other in ordered[1]}
    return _Grid(rows, columns, ordered[0], ordered[1], full)


def _values(cell: object) -> tuple[str, ...]:
    if not known(cell):
        return (UNKNOWN,)
    return tuple(map(str, cell)) if isinstance(cell, tuple | list) else (str(cell),)


def _ordered(field: str, used: set[str]) -> list[str]:
    """All values of the vocabulary, so that empty ones are named, then the states that occur."""
    words = [str(value) for value in FIELDS[field]]
    return words + sorted(used - set(words))


def _lines(
    ids: list[str], names: Mapping[str, str], size: Mapping[str, int], lang: str, wide: float, most: int
) -> list[tuple[str, str]]:
    """(network, wrapped name) of a cell; the last line may count the others."""
    ordered = sorted(ids, key=lambda key: (-size.get(key, 0), names[key].casefold()))
    shown = ordered if len(ordered) <= most + 1 else ordered[:most]
    lines = [(key, wrap(names[key], wide - 2 * _PAD - _NUMBER - 2.2, _NAME_PT, lines=2)) for key in shown]
    if len(ordered) > len(shown):
        lines.append(("", message("and-others", lang, n=len(ordered) - len(shown))))
    return lines


def _row_height(blocks: Mapping[tuple[str, str], list[tuple[str, str]]], row: str, grid: _Grid) -> float:
    lines = max(sum(text.count("\n") + 1 for _, text in blocks[row, column]) for column in grid.column_values)
    return max(9.0, line_height(_NAME_PT) * lines + 2 * _PAD + 0.6)


def _headings(ax: Axes, grid: _Grid, lang: str, wide: float, heights: list[float]) -> None:
    for place, value in enumerate(grid.column_values):
        words = wrap(capital(_word(grid.columns, value, lang)), wide - 2, SMALL_PT, bold=True, lines=3)
        ax.text(
            _SIDE + (place + 0.5) * wide, _HEAD - 1.2, words, size=SMALL_PT, weight="bold", ha="center", va="bottom"
        )
    top = _HEAD
    for value, height in zip(grid.row_values, heights, strict=True):
        words = wrap(capital(_word(grid.rows, value, lang)), _SIDE - 2.5, SMALL_PT, bold=True)
        ax.text(_SIDE - 2, top + height / 2, words, size=SMALL_PT, weight="bold", ha="right", va="center")
        top += height


def _word(field: str, value: str, lang: str) -> str:
    if value in set(FIELDS[field]):
        return label(value, lang, vocabulary=FIELDS[field].__name__, short=True)
    return message(value if value != UNKNOWN else "unknown", lang)


def _dots_height(grid: _Grid, row: str, wide: float) -> float:
    across = int((wide - 2 * _PAD) / _DOT_STEP)
    lines = max(math.ceil(len(grid.cells[row, column]) / across) for column in grid.column_values)
    return max(9.0, 5.0 + lines * _DOT_STEP + _PAD)


def _frame(ax: Axes, box: tuple[float, float, float, float], n: int, lang: str) -> None:
    from matplotlib.patches import Rectangle

    left, top, wide, high = box
    ax.add_patch(Rectangle((left, top), wide, high, facecolor="white" if n else GROUND, edgecolor=LINE, linewidth=0.6))
    if n:
        ax.text(left + wide - _PAD, top + _PAD, number(n, lang), size=BODY_PT, weight="bold", ha="right", va="top")
        return
    words = wrap(message("typology-empty", lang), wide - 2 * _PAD, _NAME_PT)
    middle = (left + wide / 2, top + high / 2)
    ax.text(*middle, words, size=_NAME_PT, color=MUTED, ha="center", va="center", style="italic")


def _names(
    ax: Axes, box: tuple[float, float, float, float], lines: list[tuple[str, str]], groups: Mapping[str, str]
) -> None:
    left, down = box[0] + _PAD, box[1] + _PAD + 0.3
    for key, text in lines:
        if key:
            seen = group_look(groups[key])
            ax.scatter(left + 0.7, down + line_height(_NAME_PT) * 0.5, marker=seen.marker, s=8, color=seen.colour, lw=0)
        ax.text(left + 2.2, down, text, size=_NAME_PT, color=INK if key else MUTED, va="top", linespacing=1.1)
        down += line_height(_NAME_PT) * (text.count("\n") + 1)


def _in_order(groups: Iterable[str]) -> list[str]:
    """Return groups as the vocabulary orders them, those of a study's own last."""
    there = set(groups)
    return [*(str(value) for value in Group if value in there), *sorted(there - set(Group))]


def _dots(ax: Axes, box: tuple[float, float, float, float], ids: list[str], groups: Mapping[str, str]) -> None:
    left, top, wide, _ = box
    across = int((wide - 2 * _PAD) / _DOT_STEP)
    order = _in_order(groups.values())
    for place, key in enumerate(sorted(ids, key=lambda key: (order.index(groups[key]), key))):
        seen = group_look(groups[key])
        x = left + _PAD + (place % across + 0.5) * _DOT_STEP
        y = top + 5.0 + (place // across + 0.5) * _DOT_STEP
        ax.scatter(x, y, marker=seen.marker, s=13, color=seen.colour, lw=0)


def _table(grid: _Grid, names: Mapping[str, str]) -> pd.DataFrame:
    records = [
        {grid.rows: row, grid.columns: column, "n": len(ids), "network_id": key or pd.NA, "name": names.get(key, pd.NA)}
        for (row, column), ids in grid.cells.items()
        for key in (ids or [""])
    ]
    return pd.DataFrame(records)


def _alt(grid: _Grid, lang: str) -> str:
    (row, column), ids = max(grid.cells.items(), key=lambda item: len(item[1]))
    empty = sum(not found for found in grid.cells.values())
    return message(
        "typology-alt",
        lang,
        cells=len(grid.cells),
        empty=empty,
        row=_word(grid.rows, row, lang),
        column=_word(grid.columns, column, lang),
        most=len(ids),
    )
