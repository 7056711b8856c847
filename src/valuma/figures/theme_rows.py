"""Themes against the actors that the networks working on them reach: the numbers behind `theme-coverage`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import numpy as np
import pandas as pd

from valuma.figures.names import known
from valuma.figures.scope import Scope
from valuma.metrics.strata import ListState, list_state
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Kind, Side, Tier

By = Literal["tier", "side", "kind"]
Cell = Literal["reached", "none", "unknown", "no network", "suppressed"]
#: Column of the actors that have no value of the attribute, and of what a survey says.
OUTSIDE, INTEREST = "outside", "interest"
VOCABULARIES: Mapping[str, type[StrEnum]] = {"tier": Tier, "side": Side, "kind": Kind}
#: More columns are not readable; counts of answers below the least are not shown.
COLUMNS, LEAST_ANSWERS = 8, 5


@dataclass(frozen=True, slots=True)
class Coverage:
    """What stands in each cell.

    Parameters
    ----------
    themes, columns : tuple of str
        Rows, those that most networks handle first, and columns.
    networks : mapping of str to tuple of str
        Networks that handle a theme of the row.
    counts : mapping of (theme, column) to int
        Known actors of the column in these networks; respondents in the column of interest.
    cells : mapping of (theme, column) to str
        ``reached``; ``none`` where nobody is there and all lists are known, ``unknown`` where some are not;
        ``no network``; ``suppressed`` for few answers.
    """

    themes: tuple[str, ...]
    columns: tuple[str, ...]
    networks: Mapping[str, tuple[str, ...]]
    counts: Mapping[tuple[str, str], int]
    cells: Mapping[tuple[str, str], Cell]


def cover_themes(scope: Scope, by: By, theme: str | None) -> Coverage:
    """Return themes against tiers, sides or kinds of actors.

    Parameters
    ----------
    scope : Scope
        The networks.
    by : {"tier", "side", "kind"}
        What the columns are.
    theme : str, optional
        A broad theme whose narrower ones are the rows; without it the rows are the broad themes.

    Returns
    -------
    Coverage
        Counts and states of all cells.

    Raises
    ------
    ValumaError
        There is no such theme, or there are no themes.
    """
    graph, rows = scope.graph, _rows_of_themes(scope.study.tables["themes"], theme)
    positions = {str(key): k for k, key in enumerate(graph.themes.index)}
    on = {row: [positions[key] for key in keys if key in positions] for row, keys in rows.items()}
    linked, inside = graph.focus.toarray() > 0, graph.membership.toarray() > 0
    handled = {row: linked[:, places].any(axis=1) for row, places in on.items()}
    themes = tuple(sorted(rows, key=lambda row: (-int(handled[row].sum()), row)))
    attribute = graph.attribute(by)
    categories = np.array([*attribute.categories, OUTSIDE], dtype=object)[attribute.codes]
    columns = _columns(by, categories[inside.any(axis=1)])
    whole = _whole(scope)
    counts: dict[tuple[str, str], int] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for row in themes:
        met = inside[:, handled[row]].any(axis=1)
        empty: Cell = "no network" if not handled[row].any() else "none" if whole[handled[row]].all() else "unknown"
        for column in columns:
            counts[row, column] = int((met & (categories == column)).sum())
            cells[row, column] = "reached" if counts[row, column] else empty
    if graph.interest.nnz:
        columns = (*columns, INTEREST)
        for row in themes:
            n = int((graph.interest.toarray()[:, on[row]] > 0).any(axis=1).sum())
            counts[row, INTEREST] = n
            cells[row, INTEREST] = "suppressed" if 0 < n < LEAST_ANSWERS else "reached" if n else "none"
    keys = np.asarray(graph.networks.index, dtype=object)
    networks = {row: tuple(str(key) for key in keys[handled[row]]) for row in themes}
    return Coverage(themes, columns, networks, counts, cells)


def _whole(scope: Scope) -> Any:
    """Return for each network whether its member list is known to the study's threshold."""
    threshold = scope.study.settings.completeness_threshold
    lists = [scope.completeness[str(key)] for key in scope.graph.networks.index]
    return np.array([list_state(found, threshold) == ListState.NEARLY_WHOLE for found in lists], dtype=bool)


def _rows_of_themes(themes: pd.DataFrame, theme: str | None) -> dict[str, list[str]]:
    """Return the rows of the figure with the themes that each holds."""
    above = {
        str(key): str(broader) if known(broader) else None
        for key, broader in zip(themes["theme_id"], themes["broader"], strict=True)
    }
    broad = [key for key, broader in above.items() if broader is None]
    if not broad:
        raise ValumaError("there are no themes to draw")
    if theme is None:
        return {key: [key, *(narrow for narrow, broader in above.items() if broader == key)] for key in broad}
    narrower = [key for key, broader in above.items() if broader == theme]
    if not narrower:
        raise ValumaError(f"no broad theme {theme!r} with narrower ones: {nearest(theme, broad) or ', '.join(broad)}")
    return {key: [key] for key in narrower}


def _columns(by: By, categories: Any) -> tuple[str, ...]:
    """Return the categories that occur in the order of the vocabulary, the largest where they are many."""
    tally = {str(key): int(n) for key, n in pd.Series(categories, dtype=object).value_counts().items()}
    there = [str(value) for value in VOCABULARIES[by] if value in tally]
    if len(there) > COLUMNS:
        chosen = set(sorted(there, key=lambda value: -tally[value])[:COLUMNS])
        there = [value for value in there if value in chosen]
    return (*there, OUTSIDE) if OUTSIDE in tally else tuple(there)
