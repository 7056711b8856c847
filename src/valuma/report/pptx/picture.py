"""The picture of a figure for a slide: without the title and the notes that stand on the slide itself."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.text import Text
    from matplotlib.transforms import BboxBase

    from valuma.figures.record import Figure

#: Dots an inch on the slide; more than any projector has.
_DPI = 200
_MARGIN_INCHES = 0.03
_MOST_MOVES = 6


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a figure that is shown on a slide.

    Parameters
    ----------
    figure : Figure
        The drawn figure.
    width, height : float
        Size in points at which its type has the size it was drawn for.
    least : float
        Its smallest type in points, at that size.
    """

    figure: Figure
    width: float
    height: float
    _box: BboxBase
    least: float = math.inf
    _lines: tuple[tuple[float, float], ...] = ()

    def strips(self, count: int) -> list[Crop]:
        """Cut the picture into strips from top to bottom; a line of type at a cut stands in both of them."""
        from matplotlib.transforms import Bbox

        step, top, found = self._box.height / count, self._box.y1, []
        for index in range(1, count + 1):
            cut = self._box.y1 - index * step
            low, high = self._box.y0, self._box.y0
            if index < count:
                low, high = self._clear(cut, 0), self._clear(cut, 1)
            box = Bbox.from_extents(self._box.x0, low, self._box.x1, top)
            found.append(Crop(self.figure, box.width * 72, box.height * 72, box, self.least))
            top = high
        return found

    def _clear(self, cut: float, end: int) -> float:
        """Move a cut down (0) or up (1) until it runs through no line of type, or through too many to go on."""
        place = cut
        for _ in range(_MOST_MOVES):
            crossed = [ends[end] for ends in self._lines if ends[0] < place < ends[1]]
            if not crossed:
                return place
            place = max(crossed) if end else min(crossed)
        return place

    def png(self, scale: float) -> bytes:
        """Return the picture, sharp at a scale; the same figure and scale give the same bytes."""
        from valuma.figures.style import context

        buffer = io.BytesIO()
        metadata = {"Software": "valuma", "Title": self.figure.title, "Description": self.figure.spoken}
        with context(), _hidden(self.figure):
            self.figure.figure.savefig(
                buffer, format="png", dpi=round(_DPI * scale), bbox_inches=self._box, metadata=metadata
            )
        return buffer.getvalue()


def crop(figure: Figure) -> Crop:
    """Find the part of a figure that is left when its title and notes are taken off.

    Parameters
    ----------
    figure : Figure
        A drawn figure; it is left as it was.

    Returns
    -------
    Crop
        Without the white margins of the sheet. A line that says the data are invented stays.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from valuma.figures.style import context

    drawing: Any = figure.figure
    before = drawing.canvas
    with context(), _hidden(figure):
        canvas: Any = FigureCanvasAgg(drawing)
        canvas.draw()
        renderer = canvas.get_renderer()
        box = drawing.get_tightbbox(renderer).padded(_MARGIN_INCHES)
        shown = [text for text in drawing.findobj(Text) if text.get_visible() and text.get_text().strip()]
        ends = [text.get_window_extent(renderer) for text in shown]
        lines = tuple((end.y0 / drawing.dpi, end.y1 / drawing.dpi) for end in ends)
    drawing.set_canvas(before)
    least = min((text.get_fontsize() for text in shown), default=math.inf)
    return Crop(figure, box.width * 72, box.height * 72, box, least, lines)


@contextmanager
def _hidden(figure: Figure) -> Iterator[None]:
    """Hide the title and the notes of a figure for a while."""
    off = [text for text in figure.figure.texts if text.get_visible() and _said_elsewhere(text, figure)]
    for text in off:
        text.set_visible(False)
    try:
        yield
    finally:
        for text in off:
            text.set_visible(True)


def _said_elsewhere(text: Text, figure: Figure) -> bool:
    letters = _letters(text.get_text())
    return letters in (_letters(figure.title), _letters(" ".join(figure.notes)))


def _letters(text: str) -> str:
    """Return a text without what breaking it into lines adds: spaces and hyphens."""
    return "".join(char for char in text if char not in " \n\u00a0-")
