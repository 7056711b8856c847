"""What a table contract is made of: columns with their kind, vocabulary, range and reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from valuma.schema import vocabularies as v

ValueKind = Literal["text", "id", "integer", "number", "year", "yes-no", "date", "list"]

FIRST_YEAR, LAST_YEAR = 1850, 2100

#: First words of descriptions that take no article, and those that keep their capital.
_OWN_ARTICLE = ("The", "What", "Which", "Whose", "Who", "How", "Why")
_CAPITAL = ("English", "Finnish", "Swedish")


def reference_to(table: str) -> str:
    """Return what a reference to a table must name, in words.

    Examples
    --------
    >>> reference_to("actors"), reference_to("municipalities"), reference_to("networks")
    ('an actor of actors.csv', 'a municipality of municipalities.csv', 'a network of the study')
    """
    one = f"{table.removesuffix('ies')}y" if table.endswith("ies") else table.removesuffix("s")
    place = "the study" if table == "networks" else f"{table}.csv"
    return f"{'an' if one[0] in 'aeiou' else 'a'} {one} of {place}"


def words_of(vocabulary: type[StrEnum]) -> str:
    """Return the name of a vocabulary in words.

    Examples
    --------
    >>> from valuma.schema.vocabularies import PolicySector
    >>> words_of(PolicySector)
    'policy sector'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", vocabulary.__name__).lower()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, description : str
        Name in the file and one sentence on what it holds.
    kind : str
        How a cell is read. ``list`` is a semicolon-separated list; ``yes-no`` reads yes/no.
    required : bool
        An empty cell is an error.
    vocabulary : type of StrEnum, optional
        The closed list the value comes from.
    references : str, optional
        Table whose key the value must be found in.
    not_applicable : bool
        The word ``not-applicable`` is allowed: no such value can exist.
    none : bool
        The word ``none`` is allowed: it is known that there is none.
    low, high : float, optional
        Inclusive range of a number.
    pattern, form : str
        Regular expression that a text must match as a whole, and the same in words.
    """

    name: str
    description: str
    kind: ValueKind = "text"
    required: bool = False
    vocabulary: type[StrEnum] | None = None
    references: str | None = None
    not_applicable: bool = False
    none: bool = False
    low: float | None = None
    high: float | None = None
    pattern: str = ""
    form: str = ""

    @property
    def special(self) -> tuple[str, ...]:
        """Words that are allowed beside the values proper."""
        return (v.NOT_APPLICABLE,) * self.not_applicable + (v.NONE,) * self.none

    @property
    def wanted(self) -> str:
        """What a cell must hold, in words that follow "expected"."""
        if self.references is not None:
            return reference_to(self.references)
        if self.vocabulary is not None:
            return f"a word of the vocabulary {words_of(self.vocabulary)}"
        if self.kind == "yes-no":
            return "yes or no"
        first, _, rest = self.description.rstrip(".").partition(" ")
        if first in _OWN_ARTICLE:
            return f"{first.lower()} {rest}"
        if first == "In":
            return f"a text in {rest}"
        word = first if first in _CAPITAL else first.lower()
        return f"{'an' if word[0].lower() in 'aeiou' else 'a'} {word} {rest}".rstrip()

    @property
    def choices(self) -> tuple[str, ...]:
        """Every word that may stand in the column, where it has a vocabulary; else empty."""
        if self.vocabulary is None:
            return ()
        return tuple(dict.fromkeys((*(str(word) for word in self.vocabulary), *self.special)))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a study: its key and its columns in file order."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    _index: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", MappingProxyType({c.name: c for c in self.columns}))

    def __getitem__(self, name: str) -> Column:
        return self._index[name]

    def __contains__(self, name: object) -> bool:
        return name in self._index

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(self._index)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there and filled."""
        return tuple(c.name for c in self.columns if c.required)


def id_column(name: str, description: str, references: str | None = None) -> Column:
    """Return a column of identifiers; an identifier of its own table is lower-case with hyphens."""
    return Column(name, description, "id", required=True, references=references)


def year_column(name: str, description: str) -> Column:
    """Return a column of years."""
    return Column(name, description, "year", low=FIRST_YEAR, high=LAST_YEAR)


def slug_column(name: str, description: str) -> Column:
    """Return the column that names the rows of a table: lower-case letters, digits and hyphens."""
    return Column(
        name,
        description,
        "id",
        required=True,
        pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        form="lower-case letters a-z, digits and single hyphens",
    )


def region_code(name: str, description: str, *, references: str | None = "regions") -> Column:
    """Return a column of two-digit region codes."""
    return Column(
        name, description, "id", required=True, references=references, pattern=r"\d{2}", form="two digits, such as '02'"
    )


def municipality_code(name: str, description: str, *, required: bool = True, references: str | None = None) -> Column:
    """Return a column of three-digit municipality codes; where it is not required, it may not apply."""
    return Column(
        name,
        description,
        "id",
        required=required,
        references=references,
        not_applicable=not required,
        pattern=r"\d{3}",
        form="three digits, such as '005'",
    )


SOURCE = Column("source_id", "Source that states the fact.", "id", required=True, references="sources")
NOTES = Column("notes", "Remarks of the curator; never read by a calculation.")
SYNTHETIC = Column("synthetic", "yes where the row is invented; travels to everything computed.", "yes-no")
ATTRIBUTION = Column(
    "attribution",
    "How far the row may be shown with a name; empty is aggregate for what people told, named for public record.",
    vocabulary=v.Attribution,
)
COUNTRY = Column(
    "country",
    "ISO 3166 two-letter code; empty where no source gives it, not-applicable where it spans several.",
    not_applicable=True,
    pattern=r"[A-Z]{2}",
    form="two capital letters, such as 'FI'",
)
CURRENCY = Column("currency", "ISO 4217 code.", pattern=r"[A-Z]{3}", form="three capital letters, such as 'EUR'")
