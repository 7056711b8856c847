"""Tree → one HTML page that holds everything it needs: type, style, drawings and the numbers behind them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma import texts
from valuma.report import words
from valuma.report.document import Document
from valuma.report.fonts import font_css
from valuma.report.illustrations import Plates
from valuma.report.imprint import Imprint, Source, described, ordered_sources
from valuma.report.svg import inline_svg
from valuma.report.tree import Block, FigureBlock, Heading, Paragraph, TableBlock, entries, plain

if TYPE_CHECKING:
    from jinja2 import Environment

#: A longer table of a figure is cut here; the whole one is in the figure's CSV.
_MOST_ROWS = 400


def html_page(document: Document, plates: Plates, sources: Mapping[str, Source], imprint: Imprint) -> str:
    """Write a document as one self-contained HTML page.

    Parameters
    ----------
    document : Document
        The text.
    plates : Plates
        Figures and tables by name.
    sources : mapping of str to Source
        Every source by id.
    imprint : Imprint
        What the page says of itself.

    Returns
    -------
    str
        HTML without scripts and without anything that is fetched from elsewhere.
    """
    environment = _environment()
    page = _Page(document, plates, sources, imprint)
    style = resources.files("valuma.report").joinpath("templates/page.css").read_text(encoding="utf-8")
    fill: dict[str, Any] = {
        "document": document,
        "imprint": imprint,
        "lang": document.lang,
        "page": page,
        "say": functools.partial(_say, document.lang),
    }
    template = environment.get_template("page.html.j2")
    # Written twice: the fonts in the page carry only the characters that the page turns out to hold.
    letters = "".join(sorted(set(template.render(fill, style=""))))
    page.restart()
    return template.render(fill, style=f"{font_css([letters])}\n{style}").lstrip() + "\n"


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("valuma.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _say(lang: str, key: str, **values: object) -> str:
    return texts.message(key, lang, **values)


@dataclass(frozen=True, slots=True)
class _Section:
    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A figure or table as the template prints it."""

    mark: str
    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    notes: Sequence[str] = ()
    title: str = ""
    svg: str = ""
    width: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class _SourceLine:
    words: str
    url: str


class _Page:
    """What the template asks for beside the tree itself."""

    plain = staticmethod(plain)
    entries = staticmethod(entries)

    def __init__(self, document: Document, plates: Plates, sources: Mapping[str, Source], imprint: Imprint) -> None:
        self.document = document
        self.plates = plates
        self.lang = document.lang
        self.imprint = imprint
        front = list(document.front)
        self.lede = front.pop(0) if front and isinstance(front[0], Paragraph) else None
        self.front = tuple(front)
        self.title = document.heading
        self.description = plain(self.lede) if self.lede else imprint.study
        self.sections = tuple(_sections(document.blocks))
        self.cited = [self._source(sources[name]) for name in document.cited]
        self.others = [self._source(sources[name]) for name in ordered_sources(document.cited, plates.sources)]
        self.restart()

    def restart(self) -> None:
        self._boxes = itertools.count(1)

    def box_id(self) -> str:
        return f"box-{next(self._boxes)}"

    def language_name(self, lang: str) -> str:
        return texts.message("language-name", lang)

    def figure(self, block: FigureBlock) -> _Grid:
        item = self.plates.figures[block.name]
        data = item.data.head(_MOST_ROWS)
        more = ""
        if len(item.data) > _MOST_ROWS:
            more = texts.message("first-rows", self.lang, shown=_MOST_ROWS, total=len(item.data))
        return _Grid(
            mark=words.numbered("figure", block.number, self.lang),
            caption=item.caption,
            title=item.title,
            header=[_column(str(name), self.lang) for name in data],
            rows=[[_cell(cell, self.lang) for cell in row] for row in data.itertuples(index=False)],
            right=[pd.api.types.is_numeric_dtype(data[name]) for name in data],
            svg=inline_svg(item.svg, f"drawing-{item.name}", title=item.title, description=item.alt),
            width=f"{item.width / 72 * 1.35:.2f}in",
            more=more,
        )

    def table(self, block: TableBlock) -> _Grid:
        item = self.plates.tables[block.name]
        return _Grid(
            mark=words.numbered("table", block.number, self.lang),
            caption=item.caption,
            header=list(item.headers.values()),
            rows=item.rows(self.lang),
            right=item.set_right,
            notes=item.notes,
        )

    def _source(self, source: Source) -> _SourceLine:
        return _SourceLine(described(source, self.lang), source.url)


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    """Blocks below each heading of level 2."""
    heading, inner = None, list[Block]()
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            if heading is not None:
                yield _Section(heading, tuple(inner))
            heading, inner = block, []
        else:
            inner.append(block)
    if heading is not None:
        yield _Section(heading, tuple(inner))


def _column(name: str, lang: str) -> str:
    """Heading of a column of a figure's data: the words of a measure or message of that name, or the name itself."""
    if name in texts.sentence_keys():
        return texts.sentence(name, lang).label
    key = name.replace("_", "-")
    if key in texts.message_keys():
        try:
            return texts.message(key, lang)
        except texts.TextError:
            return name
    return name.replace("_", " ")


def _cell(value: object, lang: str) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "–"
    if pd.isna(value):  # type: ignore[call-overload]
        return "–"
    if isinstance(value, bool) or pd.api.types.is_bool(value):
        return texts.message("yes" if value else "no", lang)
    if pd.api.types.is_integer(value):
        return str(value)
    if pd.api.types.is_float(value):
        return texts.number(float(value), lang)
    return str(value) or "–"
