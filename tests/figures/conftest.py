"""Small drawings for tests of the figures' base."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.style import context


@pytest.fixture
def small() -> Callable[..., Figure]:
    def build(*, lang: str = "fi", synthetic: bool = False, notes: tuple[str, ...] = ("n = 3",)) -> Figure:
        with context():
            page = Page("Kolme pistettä", lang=lang, height=30, width=85, notes=notes, synthetic=synthetic)
            ax = page.axes(10, 2, 60, 22)
            ax.scatter([1, 2, 3], [2, 1, 3], hatch="///", s=60, facecolor="w", edgecolor="k")
            frame = pd.DataFrame({"x": [1, 2, 3], "y": [2, 1, 3]})
            return page.record("where", frame, caption="Pisteitä.", alt="Kolme pistettä.", sources=("lahde-1",))

    return build
