"""Reading what is written on a drawing: words, their boxes, and which of them meet."""

from __future__ import annotations

import itertools

from matplotlib.text import Text

from valuma.figures.record import Figure
from valuma.figures.style import context


def texts(figure: Figure) -> list[Text]:
    """Everything written, drawn once so that ticks have their words."""
    with context():
        figure.figure.canvas.draw()
    found = figure.figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible())
    hidden = _ticks_out_of_sight(figure)
    return [text for text in found if text.get_text().strip() and id(text) not in hidden]


def _ticks_out_of_sight(figure: Figure) -> set[int]:
    """Labels of ticks beyond the ends of their axis, which are never drawn."""
    hidden: set[int] = set()
    for ax in figure.figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not (ax.axison and low <= tick.get_loc() <= high):
                    hidden |= {id(tick.label1), id(tick.label2)}
    return hidden


def words(figure: Figure) -> str:
    """Everything written, one string."""
    return "\n".join(text.get_text() for text in texts(figure))


def cut(figure: Figure) -> list[str]:
    """Words that leave the sheet."""
    sheet = figure.figure.bbox
    with context():
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    return [said for said, box in boxes if box.x0 < -1 or box.x1 > sheet.x1 + 1 or box.y0 < -1 or box.y1 > sheet.y1 + 1]


def meeting(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of level words whose boxes meet by more than a hair."""
    level = [text for text in texts(figure) if text.get_rotation() == 0]
    with context():
        boxes = [(text.get_text(), text.get_window_extent()) for text in level]
    hair = 1.5
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a.x0 + hair < b.x1 and b.x0 + hair < a.x1 and a.y0 + hair < b.y1 and b.y0 + hair < a.y1
    ]
