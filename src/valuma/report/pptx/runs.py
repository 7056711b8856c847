"""Paragraphs of slides: runs of characters, taken from the tree of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from valuma.report.tree import (
    Citation,
    CrossReference,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
    Value,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one weight and slope."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: one of a list, a statement that leads others, or one that such a statement leads."""

    runs: tuple[Run, ...]
    bullet: bool = False
    lead: bool = False
    led: bool = False


def runs(nodes: Iterable[Inline], *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """Return inline nodes as runs, without citations: sources stand in the speaker notes.

    Examples
    --------
    >>> runs((Strong((Text("57"),)), Text(" networks"), Citation(("a",))))
    (Run(text='57', bold=True, italic=False), Run(text=' networks', bold=False, italic=False))
    """
    found: list[Run] = []
    for node in nodes:
        if isinstance(node, Citation):
            if found:  # the space that ties a citation to the word before it
                found[-1] = replace(found[-1], text=found[-1].text.rstrip("\u00a0"))
        elif isinstance(node, LineBreak):
            found.append(Run(" ", bold, italic))
        elif isinstance(node, Text | Value | CrossReference):
            found.append(Run(node.text, bold, italic))
        elif isinstance(node, Strong):
            found += runs(node.children, bold=True, italic=italic)
        elif isinstance(node, Emphasis):
            found += runs(node.children, bold=bold, italic=True)
        elif isinstance(node, Link):
            found += runs(node.children, bold=bold, italic=italic)
    return tuple(run for run in found if run.text)


def first_sentence(found: Sequence[Run]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Split runs after the first sentence, which begins in bold and may end in plain words."""
    for index, run in enumerate(found):
        match = re.search(r"[.!?](?= |$)", run.text)
        if match is not None:
            head, tail = run.text[: match.end()], run.text[match.end() :].lstrip(" ")
            rest = (replace(run, text=tail), *found[index + 1 :]) if tail else tuple(found[index + 1 :])
            return (*found[:index], replace(run, text=head)), without_blanks(rest)
    return tuple(found), ()


def without_blanks(found: Sequence[Run]) -> tuple[Run, ...]:
    """Without blanks at the start."""
    if not found:
        return ()
    return tuple(run for run in (replace(found[0], text=found[0].text.lstrip(" ")), *found[1:]) if run.text)
