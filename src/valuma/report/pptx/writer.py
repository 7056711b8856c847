"""The story of a study placed on the slides of a presentation."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.util import Pt

from valuma.report.pptx.fit import (
    CAPTION,
    FINE,
    LEADING,
    TITLE_SIZES,
    Page,
    above,
    count_lines,
    fitting_size,
    height_of,
    lead_size,
    pages,
)
from valuma.report.pptx.furniture import BANNER, add_banner, add_number, bare_frame, say_language, title_size
from valuma.report.pptx.plates import Plates
from valuma.report.pptx.runs import Para, Run
from valuma.report.pptx.stage import Box, Place, Stage, put
from valuma.report.pptx.story import Grid, Numbers, Opening, Picture, Prose, Slide
from valuma.report.pptx.table import add_tables
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.imprint import Imprint

#: Language of the characters, as programs name it for spelling and reading aloud.
TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_BELOW_TITLE = 14.0
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def write_slides(stage: Stage, slides: Sequence[Slide], lang: str, imprint: Imprint) -> bytes:
    """Place slides on a stage.

    Parameters
    ----------
    stage : Stage
        A presentation without slides.
    slides : sequence of slides
        What is said, in order.
    lang : {"fi", "sv", "en"}
        Language of everything written.
    imprint : Imprint
        What the file says of itself.

    Returns
    -------
    bytes
        The presentation.
    """
    from valuma.formats.office_package import fixed_package

    writer = Writer(stage, lang, imprint.banner)
    for slide in slides:
        writer.add(slide)
    _properties(stage, lang, imprint)
    data = io.BytesIO()
    stage.deck.save(data)
    return fixed_package(data.getvalue())


def _properties(stage: Stage, lang: str, imprint: Imprint) -> None:
    core = stage.deck.core_properties
    core.title = imprint.study
    core.subject = imprint.banner
    core.author = core.last_modified_by = ", ".join(imprint.authors)
    core.language = TAGS[lang]
    core.keywords = "; ".join(imprint.keywords)
    core.category = core.comments = core.content_status = core.identifier = core.version = ""
    core.revision = 1


class Writer:
    """Adds one slide after another."""

    def __init__(self, stage: Stage, lang: str, banner: str) -> None:
        self.stage, self.lang, self.banner = stage, lang, banner

    def add(self, slide: Slide) -> None:
        """Add a slide of any kind."""
        match slide:
            case Opening():
                self.opening(slide)
            case Numbers():
                self.numbers(slide)
            case Prose():
                self.prose(slide)
            case Picture():
                Plates(self).add(slide)
            case Grid():
                self.grid(slide)

    # ------------------------------------------------------------------ kinds of slides

    def opening(self, slide: Opening) -> None:
        """Add the first slide."""
        place = self.stage.opening
        page = self.begin(place, slide.title)
        self.fill(page, place.content, [Para((Run(slide.subtitle),))], 24, move=False)
        lines = [Para((Run(line),)) for line in slide.lines]
        colour = MSO_THEME_COLOR.BACKGROUND_1 if self.stage.own else None
        box = Box(place.content.left, self.stage.height - 60, min(place.content.width, self.stage.width - 80), 34)
        self.words(page.shapes.add_textbox(0, 0, 0, 0), box, lines, 14, colour=colour)
        self.end(page, slide.notes)

    def numbers(self, slide: Numbers) -> None:
        """Add the key numbers, side by side."""
        page = self.begin(self.stage.content, slide.title)
        room = self.room(slide.title)
        across = min(len(slide.entries), 4)
        wide = (room.width - (across - 1) * 24) / across
        number = min(
            fitting_size(text or "0", wide, 90, (60, 54, 48, 40, 32, 24), self.stage.type, bold=True)
            for text, _ in slide.entries
        )
        paras = [[Para((Run(text),), lead=True), Para((Run(rest),))] for text, rest in slide.entries]
        tall = number * LEADING + max(height_of(para[1], wide, 20, self.stage.type) for para in paras)
        for index, (text, rest) in enumerate(slide.entries):
            left, top = room.left + index % across * (wide + 24), room.top + 12 + index // across * (tall + 18)
            shape = page.shapes.add_textbox(0, 0, 0, 0)
            bare_frame(shape, Box(left, top, wide, tall))
            paragraph = shape.text_frame.paragraphs[0]
            self.run(paragraph, Run(text, bold=True), number, accent=True)
            self.run(shape.text_frame.add_paragraph(), Run(rest), 20)
        down = 12 + (-(-len(slide.entries) // across)) * (tall + 18) + 12
        below = Box(room.left, room.top + down, room.width, room.height - down)
        fitted = pages(slide.paras, below.width, below.height, self.stage.type) if slide.paras else []
        if len(fitted) == 1:
            self.fill(page, below, slide.paras, fitted[0].size, last=True)
        self.end(page, slide.notes)
        if len(fitted) > 1:
            self.prose(Prose(slide.title, slide.paras, slide.notes))

    def prose(self, slide: Prose) -> None:
        """Add paragraphs, on as many slides as they need."""
        room = self.room(slide.title)
        fitted: list[Page] = pages(slide.paras, room.width, room.height, self.stage.type)
        for index, part in enumerate(fitted, start=1):
            page = self.begin(self.stage.content, self.counted(slide.title, index, len(fitted)))
            self.fill(page, room, part.paras, part.size)
            self.end(page, slide.notes)

    def grid(self, slide: Grid) -> None:
        """Add a table, on as many slides as it needs."""
        room = self.room(self.counted(slide.title, 1, 2))
        add_tables(
            slide,
            room,
            self.stage,
            self.lang,
            begin=lambda index, count: self.begin(self.stage.content, self.counted(slide.title, index, count)),
            fill=partial(self.fill, last=True),
            end=lambda page: self.end(page, slide.notes),
        )

    # ------------------------------------------------------------------ parts of a slide

    def begin(self, place: Place, title: str) -> Any:
        """Add a slide with its title."""
        page = self.stage.deck.slides.add_slide(place.layout)
        shape = page.shapes.title
        box = self.down(place.title)
        usual = title_size(shape, place.layout)
        sizes = sorted(
            {usual, *(size for size in (40, 36, 32, 28, 26, 24, 22, 20, 18, 16) if size < usual)}, reverse=True
        )
        size = fitting_size(title, box.width, box.height, sizes, self.stage.type, bold=True)
        if self.stage.own and place is not self.stage.opening:
            tall = count_lines((Run(title, bold=True),), box.width, size, self.stage.type) * size * LEADING
            put(shape, Box(box.left, box.top, box.width, tall))
        elif self.banner and box.top != place.title.top:
            put(shape, box)
        frame = shape.text_frame
        frame.auto_size = MSO_AUTO_SIZE.NONE
        self.run(frame.paragraphs[0], Run(title), size if size < usual else None)
        return page

    def fill(
        self,
        page: Any,
        box: Box,
        paras: Sequence[Para],
        size: float,
        *,
        fine: int = 0,
        move: bool = True,
        last: bool = False,
    ) -> None:
        """Write paragraphs into the text placeholder of a slide, or into a text box where it has none."""
        free = [shape for shape in page.placeholders if shape.placeholder_format.idx and not shape.text_frame.text]
        shape = free[0] if free else page.shapes.add_textbox(0, 0, 0, 0)
        if last:  # read after what stands above it
            page.shapes._spTree.append(shape._element)
        self.words(shape, box if move or not free else None, paras, size, fine=fine)

    def words(
        self, shape: Any, box: Box | None, paras: Sequence[Para], size: float, *, fine: int = 0, colour: Any = None
    ) -> None:
        """Write paragraphs into a shape, the last ones as fine print."""
        if box is not None:
            bare_frame(shape, box)
        frame = shape.text_frame
        for index, para in enumerate(paras):
            small = index >= len(paras) - fine
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            real = FINE if small else lead_size(size) if para.lead else size
            self.layout(paragraph, para, real, first=index == 0)
            for run in para.runs:
                self.run(paragraph, run, real, accent=para.lead, colour=colour)

    def layout(self, paragraph: Any, para: Para, size: float, *, first: bool) -> None:
        """Set what a template would else decide: bullets, indents, spaces."""
        paragraph.space_before = Pt(0 if first else round(above(para) * size, 1))
        paragraph.space_after = Pt(0)
        paragraph.line_spacing = 1.0
        paragraph.level = 0
        properties = paragraph._p.get_or_add_pPr()
        indent = round(size * 12700) if para.bullet else 0
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
        mark = f'<a:buChar xmlns:a="{_A}" char="•"/>' if para.bullet else f'<a:buNone xmlns:a="{_A}"/>'
        properties.append(parse_xml(mark))

    def run(self, paragraph: Any, run: Run, size: float | None, *, accent: bool = False, colour: Any = None) -> None:
        """Add characters to a paragraph."""
        found = paragraph.add_run()
        found.text = run.text
        if size is not None:
            found.font.size = Pt(size)
        if run.bold:
            found.font.bold = True
        if run.italic:
            found.font.italic = True
        if accent and self.stage.own:
            found.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
        elif colour is not None:
            found.font.color.theme_color = colour

    def end(self, page: Any, notes: Sequence[str], *, small: bool = False) -> None:
        """Finish a slide: its number, the line of an example, its notes, its language."""
        for shape in list(page.placeholders):
            if shape.placeholder_format.idx and not shape.text_frame.text:
                shape._element.getparent().remove(shape._element)
        if self.banner:
            add_banner(page, self.banner, self.stage.width)
        add_number(page, len(self.stage.deck.slides))
        lines = [line for line in notes if line]
        if small:
            lines.insert(0, message("slides-small-type", self.lang))
        if self.banner:
            lines.insert(0, self.banner)
        frame = page.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(lines)
        for part in (page, page.notes_slide):
            say_language(part._element, TAGS[self.lang])

    # ------------------------------------------------------------------ measures

    def room(self, title: str) -> Box:
        """Room for content under a title; on the library's own stage a short title leaves more of it."""
        place = self.stage.content
        box = self.down(place.content)
        if not self.stage.own:
            return box
        head = self.down(place.title)
        size = fitting_size(title, head.width, head.height, TITLE_SIZES, self.stage.type, bold=True)
        lines = count_lines((Run(title, bold=True),), head.width, size, self.stage.type)
        top = head.top + lines * size * LEADING + _BELOW_TITLE
        return Box(box.left, top, box.width, box.bottom - top)

    def top(self, box: Box) -> float:
        """Return where a box begins; the line of an example pushes it down."""
        return max(box.top, BANNER + 8) if self.banner else box.top

    def down(self, box: Box) -> Box:
        """Return a box below the line of an example."""
        top = self.top(box)
        return Box(box.left, top, box.width, box.bottom - top)

    def tall(self, words: Sequence[Para], width: float) -> float:
        """Height of a caption and the fine print below it."""
        sizes = (CAPTION, *(FINE for _ in words[1:]))
        return sum(height_of(para, width, size, self.stage.type) for para, size in zip(words, sizes, strict=True))

    def counted(self, title: str, index: int, count: int) -> str:
        """Return the title of one of several slides of the same content."""
        if count == 1:
            return title
        return message("slides-part", self.lang, title=title, part=str(index), parts=str(count))
