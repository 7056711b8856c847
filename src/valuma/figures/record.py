"""The record of a figure: the drawing, its numbers, its words, and how it is written to files."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from valuma.formats.files import write_together
from valuma.formats.formula_text import safe_text
from valuma.schema.problems import ValumaError
from valuma.texts import message, number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

#: Suffixes of the files a figure is saved to, in this order.
SUFFIXES = (".svg", ".pdf", ".png", ".csv", ".txt")
#: How many sources are named by their title below a figure.
MOST_TITLES = 10
_PRINT_DPI, _SCREEN_DPI = 300, 150


@dataclass(frozen=True)
class Figure:
    """A drawn figure with everything that must travel with it.

    Parameters
    ----------
    name : str
        Stable name in the catalogue.
    lang : {"fi", "sv", "en"}
        Language of everything written on it.
    figure : matplotlib.figure.Figure
        The drawing, at print size.
    data : DataFrame
        What is drawn and what did not fit, one row a mark.
    title, caption, alt : str
        Title on the figure, text below it, and the figure in words.
    sources : tuple of str
        Identifiers of the sources behind it.
    synthetic : bool
        Whether any number in it is invented.
    source_titles : tuple of str
        Their titles, in the same order; empty where the drawing knows only the identifiers.
    notes : tuple of str
        Remarks printed on the figure: completeness, what is left out, how not to read it.

    Raises
    ------
    ValumaError
        When a word is missing, or an invented figure does not say so on its face.
    """

    name: str
    lang: str
    figure: Drawing
    data: pd.DataFrame
    title: str
    caption: str
    alt: str
    sources: tuple[str, ...] = ()
    synthetic: bool = False
    notes: tuple[str, ...] = ()
    source_titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for part in ("title", "caption", "alt"):
            if not getattr(self, part).strip():
                raise ValumaError(f"figure {self.name!r} has no {part}")
        if self.synthetic and not self._says(message("synthetic-line", self.lang)):
            raise ValumaError(f"figure {self.name!r} shows invented data and does not say so under its title")

    @property
    def stem(self) -> str:
        """File name without suffix; ``-synthetic`` where a number is invented."""
        return f"{self.name}-{self.lang}" + ("-synthetic" if self.synthetic else "")

    @property
    def spoken(self) -> str:
        """The alternative text, which says first where data are invented."""
        return message("alt-synthetic", self.lang, alt=self.alt) if self.synthetic else self.alt

    def save(self, folder: str | Path) -> list[Path]:
        """Write the figure as SVG, PDF, PNG, its table as CSV and its words as text.

        Parameters
        ----------
        folder : str or Path
            Made where it does not exist.

        Returns
        -------
        list of Path
            The five files, in the order of `SUFFIXES`. The same figure gives the same bytes.

        Raises
        ------
        ValumaError
            Where the folder cannot be written to; nothing is half-written.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        return write_together({target / f"{self.stem}{suffix}": self.content(suffix) for suffix in SUFFIXES})

    def content(self, suffix: str) -> bytes:
        """Return the content of one of the files, by suffix."""
        if suffix == ".csv":
            return self.csv().encode("utf-8")
        if suffix == ".txt":
            return self.text().encode("utf-8")
        if suffix not in SUFFIXES:
            raise ValumaError(f"a figure is not written as {suffix!r}; one of {', '.join(SUFFIXES)}")
        return self._drawn("svg" if suffix == ".svg" else "pdf" if suffix == ".pdf" else "png", _PRINT_DPI)

    def csv(self) -> str:
        """Return the figure's table; every row of an invented figure says so, and no text is run as a formula."""
        frame = self.data.assign(synthetic="yes") if self.synthetic else self.data
        return str(frame.map(_harmless).to_csv(index=False, lineterminator="\n"))

    def text(self) -> str:
        """Return title, caption, description, notes and sources in plain words."""
        head = [message("synthetic-line", self.lang)] if self.synthetic else []
        parts = [
            *head,
            self.title,
            f"{message('caption', self.lang)}: {self.caption}",
            f"{message('alt-text', self.lang)}: {self.spoken}",
            *self.notes,
        ]
        return "\n\n".join([*parts, *self._source_words()]) + "\n"

    def _source_words(self) -> list[str]:
        """Return the sources for a reader: how many, the first titles, and all identifiers in one line."""
        ids = ", ".join(self.sources)
        if not self.source_titles:
            return [message("sources-line", self.lang, sources=ids)] if ids else []
        lines = [message("sources-count", self.lang, n=number(len(self.sources), self.lang))]
        lines += [f"– {title}" for title in self.source_titles[:MOST_TITLES]]
        rest = len(self.source_titles) - MOST_TITLES
        if rest > 0:
            lines.append(f"– {message('sources-more', self.lang, n=number(rest, self.lang))}")
        return ["\n".join(lines), message("sources-ids", self.lang, sources=ids)]

    def _says(self, words: str) -> bool:
        from matplotlib.text import Text

        return any(artist.get_text() == words for artist in self.figure.findobj(Text))

    def _drawn(self, kind: Literal["svg", "pdf", "png"], dpi: int) -> bytes:
        from valuma.figures.style import context

        words = f"{message('synthetic-line', self.lang)}. {self.title}" if self.synthetic else self.title
        metadata: dict[str, str | None] = {"Title": words}
        if kind == "png":
            metadata |= {"Software": "valuma", "Description": self.spoken}
        elif kind == "svg":
            metadata |= {"Creator": "valuma", "Date": None, "Description": self.spoken, "Language": self.lang}
        else:
            metadata |= {"Creator": "valuma", "Subject": self.spoken, "CreationDate": None, "ModDate": None}
        buffer = io.BytesIO()
        with context():
            self.figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
        return buffer.getvalue()

    @cached_property
    def _screen(self) -> bytes:
        return self._drawn("png", _SCREEN_DPI)

    def _repr_png_(self) -> bytes:
        return self._screen

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self._screen).decode("ascii")
        width = round(self.figure.get_figwidth() * 96)
        return (
            f'<figure lang="{self.lang}"><img width="{width}" alt="{html.escape(self.spoken, quote=True)}" '
            f'src="data:image/png;base64,{picture}"><figcaption>{html.escape(self.caption)}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        mark = ", synthetic" if self.synthetic else ""
        return f"<Figure {self.name} ({self.lang}{mark}): {self.title!r}, {len(self.data)} rows>"


def _harmless(cell: object) -> object:
    return safe_text(cell) if isinstance(cell, str) else cell
