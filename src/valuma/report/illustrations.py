"""Drawn figures and filled tables as the writers place them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuma.report.content import BriefTable
from valuma.report.drawing import svg_with_text
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    import pandas as pd

    from valuma.figures.record import Figure


@dataclass(frozen=True)
class Illustration:
    """A figure that has been drawn and saved.

    Parameters
    ----------
    name : str
        Name in the catalogue.
    svg : str
        The drawing, with its words as text in the family of the page.
    width, height : float
        Size of the drawing in points, at which its type has the size it was drawn for.
    title, caption, alt : str
        Title and notes stand on the drawing itself; the caption stands under it.
    stem : str
        Name of its files without suffix.
    sources : tuple of str
        Ids of its sources.
    data : DataFrame
        The numbers it shows.
    synthetic : bool
        True where any of it was invented.
    """

    name: str
    svg: str
    width: float
    height: float
    title: str
    caption: str
    alt: str
    stem: str
    sources: tuple[str, ...]
    data: pd.DataFrame
    synthetic: bool


@dataclass(frozen=True)
class Plates:
    """Everything that is placed in one document beside its text."""

    figures: Mapping[str, Illustration]
    tables: Mapping[str, BriefTable]

    @property
    def sources(self) -> frozenset[str]:
        """Ids of every source behind a figure or table."""
        everything: list[Any] = [*self.figures.values(), *self.tables.values()]
        return frozenset(name for item in everything for name in item.sources)

    @property
    def synthetic(self) -> tuple[str, ...]:
        """Names of what rests on invented data."""
        both: dict[str, Any] = {**self.figures, **self.tables}
        return tuple(name for name, item in both.items() if item.synthetic)


def illustrate(figure: Figure, folder: Path) -> Illustration:
    """Save a figure to a folder and take from it what the writers need.

    Parameters
    ----------
    figure : Figure
        A drawn figure.
    folder : Path
        Where its files go (SVG, PDF, PNG, CSV, TXT).

    Returns
    -------
    Illustration

    Raises
    ------
    ValumaError
        The figure has no alternative text, title or caption.
    """
    for what in ("alt", "title", "caption"):
        if not getattr(figure, what).strip():
            raise ValumaError(f"figure {figure.name!r} ({figure.lang}) has no {what}")
    figure.save(folder)
    return Illustration(
        name=figure.name,
        svg=svg_with_text(figure.figure),
        width=figure.figure.get_figwidth() * 72,
        height=figure.figure.get_figheight() * 72,
        title=figure.title,
        caption=figure.caption,
        alt=figure.spoken,
        stem=figure.stem,
        sources=tuple(figure.sources),
        data=figure.data,
        synthetic=figure.synthetic,
    )
