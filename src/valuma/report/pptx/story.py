"""What the slides say, before anything is placed: taken from the text, the figures and the tables of the brief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuma.report import words
from valuma.report.content import BriefTable
from valuma.report.document import Document
from valuma.report.figure_words import completeness, readings, short_caption, source_lines
from valuma.report.pptx.runs import Para, Run, first_sentence, runs, without_blanks
from valuma.report.prepared import Prepared
from valuma.report.tree import (
    Block,
    Callout,
    Citation,
    FigureBlock,
    Heading,
    Inline,
    Items,
    Paragraph,
    Strong,
    TableBlock,
    TextTable,
    entries,
    plain,
    walk,
)
from valuma.texts import message, number

if TYPE_CHECKING:
    from valuma.figures.record import Figure

#: How many sources are written out in the speaker notes of one slide.
MOST_SOURCES = 12
#: Letters by which two inflected forms are taken for the same word.
_STEM = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """The first slide: what this is and what it was made from."""

    title: str
    subtitle: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Key numbers, each with its words, and what they are the numbers of."""

    title: str
    entries: tuple[tuple[str, str], ...]
    paras: tuple[Para, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs under a title, on as many slides as they need."""

    title: str
    paras: tuple[Para, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with the words that stand beside it, and the line that stands for them where it fills the slide."""

    title: str
    figure: Figure
    caption: tuple[Run, ...]
    fine: tuple[str, ...]
    notes: tuple[str, ...] = ()
    line: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the words that stand below it."""

    title: str
    table: BriefTable
    fine: tuple[str, ...]
    notes: tuple[str, ...] = ()


Slide = Opening | Numbers | Prose | Picture | Grid


def story(prepared: Prepared, lang: str, figures: Sequence[str] | None = None) -> list[Slide]:
    """Return the slides of a study in one language, in their order.

    Parameters
    ----------
    prepared : Prepared
        Results, text, figures and tables.
    lang : {"fi", "sv", "en"}
        Language.
    figures : sequence of str, optional
        Names of the figures to show, in this order; by default those of the text, then the others.

    Returns
    -------
    list of slides
        Opening, key numbers, findings, figures and tables, and what is not known.

    Notes
    -----
    Numbers come from the document of the brief, in which every number is a rendered result and only the findings
    that hold are left.
    """
    document = prepared.documents[lang]
    slides: list[Slide] = [_opening(prepared, document)]
    slides += _numbers(prepared, document)
    slides += _findings(prepared, document)
    slides += _plates(prepared, document, figures)
    slides += _boxes(prepared, document, "recommendation")
    slides += _boxes(prepared, document, "unknown")
    return slides


def _plates(prepared: Prepared, document: Document, figures: Sequence[str] | None) -> list[Slide]:
    """Figures and tables in the order of the text; where figures are chosen, these come first."""
    blocks = [node for node in walk(_blocks(document)) if isinstance(node, FigureBlock | TableBlock)]
    order = [(isinstance(node, FigureBlock), node.name) for node in blocks]
    order += [(True, name) for name in prepared.drawable(document.lang)[0]] + [
        (False, name) for name in prepared.content.tables
    ]
    if figures is not None:
        order = [(True, name) for name in figures] + [entry for entry in order if not entry[0]]
    return [
        _picture(prepared, document, name) if drawn else _grid(prepared, document, name)
        for drawn, name in dict.fromkeys(order)
    ]


def _number(names: Sequence[str], everything: Iterable[str], name: str) -> int:
    """Return the number of a figure or table: that of the text, the others counted on after it."""
    return [*names, *(other for other in everything if other not in names)].index(name) + 1


def _opening(prepared: Prepared, document: Document) -> Opening:
    imprint = prepared.imprint(document.lang, (document.lang,), stem="slides")
    return Opening(
        title=imprint.study,
        subtitle=_subtitle(imprint.study, document),
        lines=(message("slides-made-from", document.lang, version=imprint.version, inputs=imprint.inputs[:12]),),
        notes=(message("slides-about", document.lang), *imprint.lines(document.lang)),
    )


def _subtitle(title: str, document: Document) -> str:
    """Return the heading of the text, or what the slides are where it has no more than one word the title has not."""
    said = set(_words_of(title))
    fresh = [word for word in _words_of(document.heading) if word not in said]
    return document.heading if len(fresh) > 1 else message("slides-what", document.lang)


def _words_of(text: str) -> list[str]:
    """Return the words of a text by their beginnings, so that an inflected word is the same word."""
    return [word[:_STEM] for word in re.findall(r"\w+", text.casefold())]


def _numbers(prepared: Prepared, document: Document) -> list[Slide]:
    boxes = [block for block in _blocks(document) if isinstance(block, Callout) and block.kind == "numbers"]
    slides: list[Slide] = []
    for box in boxes:
        rows = tuple(_entry(entry) for entry in entries(box))
        if rows:
            title = plain(box.title) or words.box_title("numbers", document.lang)
            lede = [block for block in document.front[:1] if isinstance(block, Paragraph)]
            slides.append(Numbers(title, rows, tuple(_paras(lede)), _text_notes(prepared, document, (*lede, box))))
    return slides


def _entry(nodes: Sequence[Inline]) -> tuple[str, str]:
    """Split an entry of a box of key numbers into its number and its words."""
    written = "".join(run.text for run in runs(nodes))
    if nodes and isinstance(nodes[0], Strong):
        number = plain(nodes[0])
        return number, written.removeprefix(number).strip()
    return "", written.strip()


def _findings(prepared: Prepared, document: Document) -> list[Slide]:
    blocks = _blocks(document)
    found: list[Block] = [
        block
        for block in blocks
        if (isinstance(block, Paragraph) and isinstance(block.children[0], Strong))
        or (isinstance(block, Callout) and block.kind == "finding")
    ]
    if not found:
        found = [block for block in _first_section(document.blocks) if isinstance(block, Paragraph)]
    paras = tuple(para for block in found for para in _finding(block))
    method = [block for block in blocks if isinstance(block, Callout) and block.kind == "method"]
    notes = _text_notes(prepared, document, found)
    notes += tuple(f"{plain(box.title)}: {_spoken(box.blocks)}" for box in method)
    return [Prose(message("findings", document.lang), paras, notes)] if paras else []


def _finding(block: Block) -> list[Para]:
    """Return a finding: its statement, then what it rests on."""
    if isinstance(block, Callout):
        lead = Para(tuple(Run(run.text, True, run.italic) for run in runs(block.title)), lead=True)
        return [lead, *(replace(para, led=True) for para in _paras(block.blocks))]
    children = block.children if isinstance(block, Paragraph) else ()
    if not children or not isinstance(children[0], Strong):
        return [Para(runs(children))]
    statement, rest = first_sentence(runs(children))
    return [Para(statement, lead=True), *([Para(rest, led=True)] if rest else [])]


def _boxes(prepared: Prepared, document: Document, kind: str) -> list[Slide]:
    found = [block for block in _blocks(document) if isinstance(block, Callout) and block.kind == kind]
    return [
        Prose(plain(box.title), tuple(_paras(box.blocks)), _text_notes(prepared, document, (box,))) for box in found
    ]


def _paras(blocks: Iterable[Block]) -> list[Para]:
    found: list[Para] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(Para(without_blanks(runs(block.children))))
        elif isinstance(block, Items):
            inner = [para for item in block.items for para in _paras(item)]
            found += [Para(para.runs, bullet=True) for para in inner]
        elif isinstance(block, TextTable):
            found += [
                Para(runs(row[0]) + tuple(r for cell in row[1:] for r in (Run(" – "), *runs(cell))))
                for row in block.rows
            ]
    return [para for para in found if para.runs]


def _picture(prepared: Prepared, document: Document, name: str) -> Picture:
    lang = document.lang
    figure = prepared.figure(name, lang)
    number = _number(document.figures, prepared.content.figures, name)
    caption = [Run(f"{words.numbered('figure', number, lang)}. ", bold=True), Run(short_caption(figure))]
    fine = [line for line in (completeness(figure), _sources_counted(figure.sources, lang)) if line]
    read = readings(figure)
    notes = [
        f"{message('caption', lang)}: {figure.caption}",
        *figure.notes,
        *(message("slides-how-to-read", lang, measure=item.label, words=item.how_to_read) for item in read),
        *(message("slides-does-not-mean", lang, measure=item.label, words=item.does_not_mean) for item in read),
        f"{message('alt-text', lang)}: {figure.spoken}",
        *_sources_named(prepared, figure.sources, lang),
    ]
    line = (caption[0], Run(" ".join((*fine, message("slides-caption-in-notes", lang)))))
    return Picture(figure.title, figure, tuple(caption), tuple(fine), tuple(notes), line)


def _grid(prepared: Prepared, document: Document, name: str) -> Grid:
    lang = document.lang
    table = prepared.table(name, lang)
    number = _number(document.tables, prepared.content.tables, name)
    fine = [*table.notes, *([_sources_counted(table.sources, lang)] if table.sources else [])]
    head = f"{words.numbered('table', number, lang)}. {table.caption}"
    notes = [head, *table.notes, *_sources_named(prepared, table.sources, lang)]
    return Grid(table.caption, table, tuple(fine), tuple(notes))


def _sources_counted(ids: Sequence[str], lang: str) -> str:
    if len(ids) > MOST_SOURCES:
        return message("slides-sources-some-in-notes", lang, n=len(ids), first=number(MOST_SOURCES, lang))
    return message("slides-sources-in-notes", lang, n=len(ids)) if ids else ""


def _sources_named(prepared: Prepared, ids: Sequence[str], lang: str) -> list[str]:
    """Return the sources for the speaker notes: the first ones, how many more, and where all of them are."""
    if not ids:
        return []
    lines = source_lines(ids[:MOST_SOURCES], prepared.sources, lang)
    found = [f"{message('sources', lang)}:", *(f"– {text} {url}".rstrip() for text, url in lines)]
    rest = len(ids) - MOST_SOURCES
    return [*found, message("slides-more-sources", lang, n=rest)] if rest > 0 else found


def _text_notes(prepared: Prepared, document: Document, blocks: Sequence[Block]) -> tuple[str, ...]:
    cited = dict.fromkeys(name for node in walk(tuple(blocks)) if isinstance(node, Citation) for name in node.sources)
    lang = document.lang
    return (message("slides-same-numbers", lang), *_sources_named(prepared, tuple(cited), lang))


def _spoken(blocks: Iterable[Block]) -> str:
    return " ".join("".join(run.text for run in para.runs) for para in _paras(blocks))


def _blocks(document: Document) -> tuple[Block, ...]:
    return (*document.front, *document.blocks)


def _first_section(blocks: Sequence[Block]) -> list[Block]:
    """Blocks up to the second heading."""
    headings = [index for index, block in enumerate(blocks) if isinstance(block, Heading)]
    return list(blocks[: headings[1]] if len(headings) > 1 else blocks)
