"""The slides of a figure: words below it, beside it, or the whole slide for it where its type is small."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pptx.util import Pt

from valuma.report.pptx.fit import CAPTION, FINE, GAP, LEADING, TITLE_SIZES, count_lines, fitting_size
from valuma.report.pptx.furniture import bare_frame
from valuma.report.pptx.picture import Crop, crop
from valuma.report.pptx.runs import Para, Run
from valuma.report.pptx.stage import Box, Place
from valuma.report.pptx.story import Picture
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.pptx.writer import Writer

#: Smallest type of a picture, in points: below the first the picture takes the whole slide, below the second
#: enlarged parts of it follow.
_READABLE, _TOO_SMALL = 9.0, 8.0
_WHOLE_SIZES = (24, 22, 20, 18)
#: Where a picture or title begins that takes all it can of the library's own stage; room of the slide number.
_EDGE, _HIGH, _NUMBER = 6.0, 14.0, 70.0


class Plates:
    """Adds the slides of one figure after another.

    Parameters
    ----------
    writer : Writer
        Which begins, fills and ends slides.
    """

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def add(self, slide: Picture) -> None:
        """Add the slide of a figure, and enlarged parts of it where one slide cannot show its type."""
        cut = crop(slide.figure)
        words = [Para(slide.caption), *(Para((Run(line),)) for line in slide.fine)]
        under, caption = self._under(slide.title, words)
        beside = self.writer.stage.beside
        top = self.writer.top(beside.picture)
        side = Box(beside.picture.left, top, beside.picture.width, beside.picture.bottom - top)
        fits = self._fits(slide, words)
        room = side if fits and _scale(cut, side) > 1.05 * _scale(cut, under) else under
        if _type(cut, room) < _READABLE:
            edge = self._edge(side)
            rooms = [room, *([edge] if fits else []), self._room(slide.title, slide.line)[1]]
            room = max(rooms, key=lambda box: _scale(cut, box))
            side = edge if room is edge else side
        small = _type(cut, room) < _READABLE
        strips = self._strips(slide, cut) if _type(cut, room) < _TOO_SMALL else []
        if room is side:
            self._beside(slide, cut, side, words, small=small and not strips)
        elif room is under:
            page = self.writer.begin(self.writer.stage.content, slide.title)
            self.writer.fill(page, caption, words, CAPTION, fine=len(slide.fine))
            self._place(page, cut, under, slide)
            self.writer.end(page, slide.notes, small=small and not strips)
        else:
            self._whole(slide, cut, small=small and not strips)
        for index, strip in enumerate(strips, start=1):
            self._whole(self._detail(slide, index, len(strips)), strip, spoken=self._spoken(slide, index, len(strips)))

    def _strips(self, slide: Picture, cut: Crop) -> list[Crop]:
        """Parts of a picture that can be read, each on a slide of its own; none where no few parts are enough."""
        room = self._room(self._detail(slide, 1, 2).title, slide.line)[1]
        for count in (2, 3):
            strips = cut.strips(count)
            if all(_type(strip, room) >= _READABLE for strip in strips):
                return strips
        return []

    def _detail(self, slide: Picture, part: int, parts: int) -> Picture:
        title = message("slides-detail", self.writer.lang, title=slide.title, part=str(part), parts=str(parts))
        return replace(slide, title=title)

    def _spoken(self, slide: Picture, part: int, parts: int) -> str:
        return message("slides-detail-alt", self.writer.lang, part=str(part), parts=str(parts), alt=slide.figure.spoken)

    def _edge(self, side: Box) -> Box:
        """Room for a picture from edge to edge of the slide beside its words, on the library's own stage."""
        if not self.writer.stage.own:
            return side
        top = self.writer.top(Box(0, _EDGE, 0, 0))
        return Box(_EDGE, top, side.right - _EDGE, self.writer.stage.height - _EDGE - top)

    def _room(self, title: str, line: Sequence[Run]) -> tuple[Box, Box, Box]:
        """Room for a title of one line, a picture that fills the slide, and a line of words below it."""
        place, own = self.writer.stage.content, self.writer.stage.own
        top = self.writer.top(Box(0, _HIGH if own else place.title.top, 0, 0))
        left, wide = place.content.left, place.content.width
        bottom = self.writer.stage.height - _EDGE if own else place.content.bottom
        size = next(
            (
                size
                for size in _WHOLE_SIZES
                if count_lines((Run(title, True),), wide, size, self.writer.stage.type) == 1
            ),
            _WHOLE_SIZES[-1],
        )
        tall = count_lines((Run(title, True),), wide, size, self.writer.stage.type) * size * LEADING
        words = wide - _NUMBER if own else wide
        low = count_lines(line, words, FINE, self.writer.stage.type) * FINE * LEADING
        room = Box(left, top + tall + 4, wide, bottom - low - 4 - (top + tall + 4))
        return Box(left, top, wide, tall), room, Box(left, bottom - low, words, low)

    def _whole(self, slide: Picture, cut: Crop, *, small: bool = False, spoken: str = "") -> None:
        """Add a slide whose picture takes all of it; its caption stands in the notes."""
        title, room, below = self._room(slide.title, slide.line)
        page = self.writer.begin(Place(self.writer.stage.content.layout, title, below), slide.title)
        bare_frame(page.shapes.title, title)
        self.writer.fill(page, below, [Para(slide.line)], FINE, last=True)
        self._place(page, cut, room, slide, spoken=spoken)
        self.writer.end(page, slide.notes, small=small)

    def _under(self, title: str, words: Sequence[Para]) -> tuple[Box, Box]:
        """Room for a picture under the title, and for its words under the picture."""
        room = self.writer.room(title)
        tall = self.writer.tall(words, room.width)
        picture = Box(room.left, room.top, room.width, room.height - tall - GAP)
        return picture, Box(room.left, room.bottom - tall, room.width, tall)

    def _fits(self, slide: Picture, words: Sequence[Para]) -> bool:
        return self._side_words(slide, words)[1].height >= self.writer.tall(words, self.writer.stage.beside.words.width)

    def _side_words(self, slide: Picture, words: Sequence[Para]) -> tuple[Place, Box]:
        """Title and words of a slide whose picture stands beside them."""
        beside = self.writer.stage.beside
        box = self.writer.down(beside.title)
        if not self.writer.stage.own:
            return Place(beside.layout, box, beside.words), beside.words
        size = fitting_size(slide.title, box.width, box.height, TITLE_SIZES[1:], self.writer.stage.type, bold=True)
        tall = count_lines((Run(slide.title, bold=True),), box.width, size, self.writer.stage.type) * size * LEADING
        top = box.top + tall + GAP
        text = Box(beside.words.left, top, beside.words.width, beside.words.bottom - top)
        return Place(beside.layout, Box(box.left, box.top, box.width, tall), text), text

    def _beside(self, slide: Picture, cut: Crop, side: Box, words: Sequence[Para], *, small: bool) -> None:
        place, text = self._side_words(slide, words)
        page = self.writer.begin(place, slide.title)
        self.writer.fill(page, text, words, CAPTION, fine=len(slide.fine))
        self._place(page, cut, side, slide)
        self.writer.end(page, slide.notes, small=small)

    def _place(self, page: Any, cut: Crop, room: Box, slide: Picture, *, spoken: str = "") -> None:
        """Put a picture into the middle of its room, as large as fits, before the words in reading order."""
        scale = _scale(cut, room)
        wide, tall = cut.width * scale, cut.height * scale
        left = room.left if wide > 0.75 * room.width else room.left + (room.width - wide) / 2
        shape = page.shapes.add_picture(
            io.BytesIO(cut.png(scale)), Pt(left), Pt(room.top + (room.height - tall) / 2), Pt(wide), Pt(tall)
        )
        shape.name = slide.figure.name
        found = shape._element.nvPicPr.cNvPr
        found.set("descr", spoken or slide.figure.spoken)
        found.set("title", slide.title)
        page.shapes.title._element.addnext(shape._element)


def _type(cut: Crop, room: Box) -> float:
    """Smallest type of a picture in a room, in points."""
    return cut.least * _scale(cut, room)


def _scale(cut: Crop, room: Box) -> float:
    return max(0.05, min(room.width / cut.width, room.height / cut.height))
