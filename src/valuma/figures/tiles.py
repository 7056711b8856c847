"""The tile grid of the regions: one square a region, so that each is seen alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from valuma.figures.colours import ink_on, ramp
from valuma.figures.lettering import wrap
from valuma.figures.names import region_names
from valuma.figures.style import BODY_PT, LINE
from valuma.schema.problems import ValumaError
from valuma.texts import number

if TYPE_CHECKING:
    import pandas as pd

    from valuma.figures.page import Page

_GAP, _SMALL = 1.0, 6.5


def draw_tiles(
    page: Page,
    left: float,
    top: float,
    width: float,
    height: float,
    regions: pd.DataFrame,
    values: Mapping[str, float],
    lang: str,
) -> None:
    """Draw values by region as squares shaded by size, the number written in each.

    Parameters
    ----------
    page : Page
        Sheet to draw on.
    left, top, width, height : float
        Place in the body in millimetres.
    regions : DataFrame
        Table of regions with ``grid_row`` and ``grid_column``.
    values : mapping of str to float
        Value by region code; a region that is not there has 0.
    lang : {"fi", "sv", "en"}
        Language.
    """
    from matplotlib.patches import Rectangle

    grid = regions.dropna(subset=["grid_row", "grid_column"])
    if grid.empty:
        raise ValumaError("the study has no region with a place on the grid (regions.csv, grid_row and grid_column)")
    rows, columns = int(grid["grid_row"].max()) + 1, int(grid["grid_column"].max()) + 1
    side = min(width / columns, height / rows)
    greatest = max([*values.values(), 1.0])
    names = region_names(regions, lang)
    ax = page.axes(left, top, side * columns, side * rows)
    ax.set(xlim=(0, side * columns), ylim=(side * rows, 0))
    ax.set_axis_off()
    for code, row, column in zip(grid["region_code"], grid["grid_row"], grid["grid_column"], strict=True):
        value = values.get(str(code), 0.0)
        shade = ramp(0.9 * value / greatest)
        x, y = float(column) * side, float(row) * side
        ax.add_patch(Rectangle((x, y), side - _GAP, side - _GAP, facecolor=shade, edgecolor=LINE, linewidth=0.6))
        ink = ink_on(shade)
        middle = x + (side - _GAP) / 2
        name = wrap(names[str(code)], side - _GAP - 0.4, _SMALL)
        ax.text(middle, y + 1.0, name, size=_SMALL, color=ink, ha="center", va="top", linespacing=1.05)
        digits = 0 if abs(value - round(value)) < 0.05 else 1
        written = number(round(value, digits), lang, digits)
        ax.text(
            middle, y + side - _GAP - 1.2, written, size=BODY_PT, weight="bold", color=ink, ha="center", va="bottom"
        )
