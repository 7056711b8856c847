"""Sections → one document: heading levels, numbers of figures and tables, cross-references, citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from valuma.report import words
from valuma.report.tree import (
    Block,
    Callout,
    Citation,
    CrossReference,
    FigureBlock,
    Heading,
    Inline,
    Section,
    TableBlock,
    Text,
    Value,
    plain,
    walk,
)
from valuma.schema.problems import Problems, nearest

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text in one language, ready for a writer.

    Parameters
    ----------
    lang : str
        Language.
    title : tuple of Inline
        The one heading of level 1.
    front : tuple of Block
        What stands between the title and the first heading of level 2.
    blocks : tuple of Block
        Everything from the first heading of level 2 on.
    figures, tables : tuple of str
        Names in the order of their numbers.
    cited : tuple of str
        Source ids in the order of their numbers.
    results : tuple of str
        Names of the results that stand in the printed text.
    """

    lang: str
    title: tuple[Inline, ...]
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    results: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title as plain characters."""
        return plain(self.title)


def assemble(sections: Sequence[Section], lang: str, problems: Problems) -> Document:
    """Put the sections of one language together.

    Parameters
    ----------
    sections : sequence of Section
        In reading order.
    lang : str
        Language.
    problems : Problems
        Grows by skipped heading levels, references that lead nowhere, figures shown twice.

    Returns
    -------
    Document
        With every figure and table numbered in reading order and every citation numbered by first use.
    """
    _check_headings(sections, problems)
    order = _Order()
    for section in sections:
        _collect(section, order, problems)
    blocks: list[Block] = []
    for section in sections:
        resolver = _Resolver(order, lang, section.file, problems)
        blocks += [resolver.rebuilt(block) for block in section.blocks]
    title = next((block for block in blocks if isinstance(block, Heading) and block.level == 1), Heading(1, ()))
    rest = [block for block in blocks if block is not title]
    split = next((i for i, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return Document(
        lang=lang,
        title=title.children,
        front=tuple(rest[:split]),
        blocks=tuple(rest[split:]),
        figures=tuple(order.figures),
        tables=tuple(order.tables),
        cited=tuple(order.cited),
        results=tuple(dict.fromkeys(node.result for node in walk(blocks) if isinstance(node, Value))),
    )


def continued(
    document: Document, sections: Sequence[Section], problems: Problems
) -> tuple[Document, tuple[Section, ...]]:
    """Give numbers to sections that stand behind a document, going on where it ends.

    Parameters
    ----------
    document : Document
        The text before them.
    sections : sequence of Section
        In reading order; each begins with a heading of level 2.
    problems : Problems
        Grows as in `assemble`.

    Returns
    -------
    Document, tuple of Section
        The document with the figures, tables and sources of the sections behind its own, and the sections
        with their numbers.
    """
    _check_headings(sections, problems, before=1)
    order = _Order()
    for names, numbers in (
        (document.figures, order.figures),
        (document.tables, order.tables),
        (document.cited, order.cited),
    ):
        numbers.update({name: number for number, name in enumerate(names, start=1)})
    for section in sections:
        _collect(section, order, problems)
    numbered = tuple(
        replace(section, blocks=_Resolver(order, document.lang, section.file, problems).rebuilt(section.blocks))
        for section in sections
    )
    figures, tables, cited = tuple(order.figures), tuple(order.tables), tuple(order.cited)
    return replace(document, figures=figures, tables=tables, cited=cited), numbered


def _check_headings(sections: Sequence[Section], problems: Problems, before: int = 0) -> None:
    """One heading of level 1, first of all; after it no level is skipped on the way down."""
    for section in sections:
        for block in walk(section.blocks):
            if not isinstance(block, Heading):
                continue
            found = f"heading of level {block.level} ({plain(block.children)!r})"
            if block not in section.blocks:
                problems.error(section.file, f"{found} inside a list or box", "headings between them", row=block.line)
                continue
            if block.level == 1 and before:
                problems.error(section.file, f"a second {found}", "level 2, the title stands once", row=block.line)
            elif block.level > before + 1:
                after = f"after level {before}" if before else "as the first heading"
                problems.error(section.file, f"{found} {after}", f"level {before + 1}", row=block.line)
            before = max(block.level, 1)
    if not before:
        problems.error(sections[0].file if sections else "", "no heading", "a title (# Title)")


class _Order:
    """Names by number."""

    def __init__(self) -> None:
        self.figures: dict[str, int] = {}
        self.tables: dict[str, int] = {}
        self.cited: dict[str, int] = {}


def _collect(section: Section, order: _Order, problems: Problems) -> None:
    for node in walk(section.blocks):
        if isinstance(node, FigureBlock | TableBlock):
            numbers = order.figures if isinstance(node, FigureBlock) else order.tables
            if node.name in numbers:
                problems.error(section.file, f"{node.tag} {node.name!r} a second time", "each once", row=node.line)
            numbers.setdefault(node.name, len(numbers) + 1)
        elif isinstance(node, Citation):
            for name in node.sources:
                order.cited.setdefault(name, len(order.cited) + 1)


class _Resolver:
    """Rebuilds blocks with numbers in their figures, tables, references and citations."""

    def __init__(self, order: _Order, lang: str, file: str, problems: Problems) -> None:
        self.order = order
        self.lang = lang
        self.file = file
        self.problems = problems

    def rebuilt(self, node: _T) -> _T:
        if isinstance(node, tuple):
            return type(node)(self.rebuilt(part) for part in node)
        if isinstance(node, FigureBlock):
            return replace(node, number=self.order.figures[node.name])
        if isinstance(node, TableBlock):
            return replace(node, number=self.order.tables[node.name])
        if isinstance(node, Citation):
            return replace(node, numbers=tuple(sorted(self.order.cited[name] for name in node.sources)))
        if isinstance(node, CrossReference):
            return replace(node, text=self.reference(node))
        if isinstance(node, Callout) and not node.title:
            node = replace(node, title=(Text(words.box_title(node.kind, self.lang)),))
        if not hasattr(node, "tag"):
            return node
        changed: dict[str, Any] = {
            field.name: self.rebuilt(value)
            for field in fields(node)  # type: ignore[arg-type]
            if isinstance(value := getattr(node, field.name), tuple)
        }
        return replace(node, **changed) if changed else node  # type: ignore[type-var]

    def reference(self, node: CrossReference) -> str:
        numbers = self.order.figures if node.to == "figure" else self.order.tables
        if node.name not in numbers:
            self.problems.error(
                self.file,
                f"reference to {node.to} {node.name!r}",
                f"a {node.to} that stands in the text",
                hint=nearest(node.name, numbers),
            )
            return node.text
        if any(char.isdigit() for char in node.text):
            self.problems.error(
                self.file,
                f"the number of a {node.to} typed by hand ({node.text!r})",
                f"# in its place: [words #]({node.to}:{node.name})",
            )
        number = str(numbers[node.name])
        return node.text.replace("#", number) if node.text else words.numbered(node.to, numbers[node.name], self.lang)
