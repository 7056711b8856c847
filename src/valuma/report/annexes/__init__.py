"""Annexes of a report: each one function, registered under a name, built of the same blocks as the text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from valuma.report.content import BriefTable
from valuma.report.tree import Block
from valuma.schema.problems import ValumaError, nearest

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.report.prepared import Prepared


@dataclass(frozen=True)
class Annex:
    """One annex in one language.

    Parameters
    ----------
    name : str
        Name under which its function is registered.
    title : str
        Heading, without its number.
    blocks : tuple of Block
        What stands below the heading; its own headings begin at level 3.
    tables, figures : mapping of str to BriefTable or Figure
        What the blocks show by name. Names are those of the annex alone: no other one and not the text
        may use them.
    wide : bool
        On pages that lie on their side.
    lists_sources : bool
        It lists every source of the study, so that the text need not.
    dense : bool
        Its lists are there to look things up in: in small type on the whole width.
    apart : bool
        What stands under a heading of level 3 is read on its own: every one but the first begins a page.

    Examples
    --------
    >>> from valuma.report.tree import Paragraph, Text
    >>> Annex("thanks", "Thanks", (Paragraph((Text("To everyone."),)),)).wide
    False
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    tables: Mapping[str, BriefTable] = field(default_factory=lambda: MappingProxyType({}))
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    wide: bool = False
    lists_sources: bool = False
    dense: bool = False
    apart: bool = False


@dataclass(frozen=True)
class MarkedTable(BriefTable):
    """A table with words that are English in every language, which the page marks as such.

    Parameters
    ----------
    english : mapping of (int, str) to tuple of str
        Row and column → the English parts of that cell, in their order.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"what": ["Kausi"], "known": ["2016–2018 – a pilot"]})
    >>> headers = {"what": "Asia", "known": "Mitä tiedetään"}
    >>> table = MarkedTable(frame, headers, "Tiedot", english={(0, "known"): ("a pilot",)})
    >>> table.parts(0, "known", "2016–2018 – a pilot")
    [('2016–2018 – ', False), ('a pilot', True)]
    """

    english: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def parts(self, row: int, column: str, cell: str) -> list[tuple[str, bool]]:
        """Cut a cell into parts in the language of the table and English ones (True)."""
        found: list[tuple[str, bool]] = []
        rest = cell
        for words in self.english.get((row, column), ()):
            before, match, after = rest.partition(words)
            if match:
                found += [(before, False), (words, True)]
                rest = after
        return [(part, english) for part, english in (*found, (rest, False)) if part]


class AnnexFunction(Protocol):
    """A function that builds an annex, or None where the study has nothing to show in it."""

    def __call__(self, prepared: Prepared, lang: str, /, **options: Any) -> Annex | None:
        """Build it in a language; options that it does not know are not its business."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered annex.

    Parameters
    ----------
    name : str
        Stable name.
    order : int
        Annexes stand in this order.
    make : callable
        Builds it.
    """

    name: str
    order: int
    make: AnnexFunction


_ENTRIES: dict[str, Entry] = {}
_F = TypeVar("_F", bound=Callable[..., "Annex | None"])


def annex(name: str, *, order: int) -> Callable[[_F], _F]:
    """Register a function that builds an annex.

    Parameters
    ----------
    name : str
        Stable name, lower-case letters and hyphens.
    order : int
        Where it stands among the others; those of the library leave room between them.

    Returns
    -------
    callable
        A decorator that gives the function back as it is.

    Raises
    ------
    ValumaError
        The name is taken.

    Notes
    -----
    A module in this package is found by itself. A function elsewhere is registered when its module is imported.
    """

    def enter(function: _F) -> _F:
        if name in _ENTRIES:
            raise ValumaError(f"there is an annex {name!r} already")
        _ENTRIES[name] = Entry(name, order, function)
        return function

    return enter


def entries() -> tuple[Entry, ...]:
    """Return all registered annexes in their order.

    Examples
    --------
    >>> [entry.name for entry in entries()][:2]
    ['networks', 'case-sheets']
    """
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
    return tuple(sorted(_ENTRIES.values(), key=lambda entry: (entry.order, entry.name)))


def chosen(names: Iterable[str] | None) -> tuple[Entry, ...]:
    """Return annexes by name, in their order; all of them without a choice.

    Parameters
    ----------
    names : iterable of str, optional
        Names of annexes.

    Returns
    -------
    tuple of Entry

    Raises
    ------
    ValumaError
        There is no annex of a name.
    """
    everything = entries()
    if names is None:
        return everything
    known = [entry.name for entry in everything]
    wanted = [names] if isinstance(names, str) else list(names)
    for name in wanted:
        if name not in known:
            raise ValumaError(f"there is no annex {name!r}; {nearest(name, known) or ', '.join(known)}")
    return tuple(entry for entry in everything if entry.name in wanted)
