"""Everything one report says in one language: text, annexes, figures, tables and sources, all numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuma.report import words
from valuma.report.annexes import Annex, Entry
from valuma.report.content import BriefTable
from valuma.report.document import Document, continued
from valuma.report.imprint import Imprint, Source
from valuma.report.tree import Block, Heading, Section, Text
from valuma.schema.problems import Problems, ValumaError

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.report.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Chapter:
    """An annex with its numbered heading.

    Parameters
    ----------
    name : str
        Name of the annex.
    blocks : tuple of Block
        The heading of level 2 and what stands below it.
    wide : bool
        On pages that lie on their side.
    dense : bool
        With lists in small type.
    apart : bool
        Every heading of level 3 but the first begins a page.
    """

    name: str
    blocks: tuple[Block, ...]
    wide: bool
    dense: bool
    apart: bool


@dataclass(frozen=True)
class Manuscript:
    """A report before it is written to a file.

    Parameters
    ----------
    document : Document
        The text; its lists of figures, tables and cited sources go on through the annexes.
    chapters : tuple of Chapter
        The annexes.
    figures, tables : mapping by name
        What text and annexes show.
    sources : mapping of str to Source
        Every source by id.
    imprint : Imprint
        What the pages say of themselves.
    left_out : tuple of str
        Annexes for which the study has nothing to show.
    source_annex : int
        Number of the annex that lists every source; 0 where none does.
    """

    document: Document
    chapters: tuple[Chapter, ...]
    figures: Mapping[str, Figure]
    tables: Mapping[str, BriefTable]
    sources: Mapping[str, Source]
    imprint: Imprint
    left_out: tuple[str, ...] = ()
    source_annex: int = 0

    @property
    def lang(self) -> str:
        """Language of the report."""
        return self.document.lang


def manuscript(
    prepared: Prepared,
    lang: str,
    languages: Iterable[str],
    annexes: Iterable[Entry] = (),
    options: Mapping[str, Any] | None = None,
) -> Manuscript:
    """Put a report together.

    Parameters
    ----------
    prepared : Prepared
        What it is made of.
    lang : {"fi", "sv", "en"}
        Language.
    languages : iterable of str
        Languages that are written beside each other.
    annexes : iterable of Entry
        Annexes in their order.
    options : mapping, optional
        Given to the function of every annex.

    Returns
    -------
    Manuscript

    Raises
    ------
    StudyError
        An annex with skipped heading levels, or references that lead nowhere.
    ValumaError
        A name of a figure or table used twice, or invented data in a study of real ones.
    """
    document = prepared.documents[lang]
    figures = {name: prepared.figure(name, lang) for name in document.figures}
    tables = {name: prepared.table(name, lang) for name in document.tables}
    made: list[Annex] = []
    left_out = []
    for entry in annexes:
        annex = entry.make(prepared, lang, **(options or {}))
        if annex is None:
            left_out.append(entry.name)
            continue
        made.append(annex)
        _add(annex.figures, figures, annex, prepared.study.synthetic)
        _add(annex.tables, tables, annex, prepared.study.synthetic)
    problems = Problems()
    document, sections = continued(document, [_section(a, i, lang) for i, a in enumerate(made, start=1)], problems)
    problems.raise_if_errors("the annexes cannot be printed")
    return Manuscript(
        document=document,
        chapters=tuple(
            Chapter(a.name, s.blocks, a.wide, a.dense, a.apart) for a, s in zip(made, sections, strict=True)
        ),
        figures=figures,
        tables=tables,
        sources=prepared.sources,
        imprint=prepared.imprint(lang, languages, stem="report"),
        left_out=tuple(left_out),
        source_annex=next((i for i, annex in enumerate(made, start=1) if annex.lists_sources), 0),
    )


def _add(parts: Mapping[str, Any], known: dict[str, Any], annex: Annex, synthetic: bool) -> None:
    for name, part in parts.items():
        if name in known:
            raise ValumaError(f"annex {annex.name!r}: the name {name!r} is taken by the text or another annex")
        if part.synthetic and not synthetic:
            raise ValumaError(f"annex {annex.name!r}: invented data in a report of real ones ({name})")
        known[name] = part


def _section(annex: Annex, number: int, lang: str) -> Section:
    heading = Heading(2, (Text(f"{words.numbered('annex', number, lang)}. {annex.title}"),))
    return Section(annex.name, lang, f"annex {annex.name}", (heading, *annex.blocks))
