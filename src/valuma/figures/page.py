"""The sheet a figure is drawn on: title above, notes below, everything placed in millimetres."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text

from valuma.figures.lettering import line_height, wrap
from valuma.figures.record import Figure
from valuma.figures.style import BODY_PT, FULL_MM, INK, MUTED, SMALL_PT, TITLE_PT, inches
from valuma.texts import message

_MARGIN, _GAP = 1.5, 2.5


class Page:
    """A sheet of print width whose height follows from its words.

    Positions inside the body are millimetres from its top left corner.

    Parameters
    ----------
    title : str
        What is shown, as a sentence or a name; broken into lines where needed.
    lang : {"fi", "sv", "en"}
        Language.
    height : float
        Height of the body in millimetres.
    width : float, default 170
        Width of the sheet in millimetres.
    subtitle : str, optional
        Line below the title: what is measured, n.
    notes : sequence of str, optional
        Lines below the body.
    synthetic : bool, default False
        Prints the line that says the data are invented, under the title.

    Attributes
    ----------
    drawing : matplotlib.figure.Figure
        The sheet.
    width, height : float
        Size of the body in millimetres.
    """

    def __init__(
        self,
        title: str,
        *,
        lang: str,
        height: float,
        width: float = FULL_MM,
        subtitle: str = "",
        notes: tuple[str, ...] = (),
        synthetic: bool = False,
    ) -> None:
        self.title, self.lang, self.synthetic, self.notes = title, lang, synthetic, notes
        self.width, self.height = self.body_width(width), height
        head = [(wrap(title, self.width, TITLE_PT, bold=True), TITLE_PT, "bold", INK)]
        if synthetic:
            head.append((message("synthetic-line", lang), BODY_PT, "bold", "#a70b04"))
        if subtitle:
            head.append((wrap(subtitle, self.width, BODY_PT), BODY_PT, "normal", MUTED))
        foot = wrap("\n".join(notes), self.width, SMALL_PT) if notes else ""
        above = sum((text.count("\n") + 1) * line_height(size) for text, size, _, _ in head) + _GAP
        below = (foot.count("\n") + 1) * line_height(SMALL_PT) + _GAP if foot else 0.0
        self._left, self._top = _MARGIN, _MARGIN + above
        self._whole_width, self._whole_height = width, above + height + below + 2 * _MARGIN
        self.drawing = Drawing(figsize=(inches(self._whole_width), inches(self._whole_height)))
        FigureCanvasAgg(self.drawing)
        down = -above
        for text, size, weight, colour in head:
            self.text(0, down, text, size=size, weight=weight, color=colour, va="top")
            down += (text.count("\n") + 1) * line_height(size)
        if foot:
            self.text(0, height + _GAP, foot, size=SMALL_PT, color=MUTED, va="top")

    @staticmethod
    def body_width(width: float = FULL_MM) -> float:
        """Return the width of the body of a sheet, for planning before there is one."""
        return width - 2 * _MARGIN

    def axes(self, left: float, top: float, width: float, height: float, **options: Any) -> Axes:
        """Add axes at a place in the body, in millimetres."""
        x, y = self._fraction(left, top + height)
        return self.drawing.add_axes((x, y, width / self._whole_width, height / self._whole_height), **options)

    def canvas(self) -> Axes:
        """Add bare axes over the whole body, in millimetres from its top left corner, for free drawing."""
        ax = self.axes(0, 0, self.width, self.height)
        ax.set(xlim=(0, self.width), ylim=(self.height, 0))
        ax.set_axis_off()
        return ax

    def text(self, left: float, top: float, words: str, **options: Any) -> Text:
        """Write at a place in the body, in millimetres; ``size`` in points."""
        x, y = self._fraction(left, top)
        usual: dict[str, Any] = {"size": BODY_PT, "linespacing": 1.12, "ha": "left", "va": "baseline"}
        return self.drawing.text(x, y, words, None, **(usual | options))

    def record(self, name: str, data: pd.DataFrame, *, caption: str, alt: str, sources: tuple[str, ...]) -> Figure:
        """Return the finished figure with its table and words."""
        return Figure(
            name, self.lang, self.drawing, data, self.title, caption, alt, sources, self.synthetic, self.notes
        )

    def _fraction(self, left: float, top: float) -> tuple[float, float]:
        return (self._left + left) / self._whole_width, 1 - (self._top + top) / self._whole_height
