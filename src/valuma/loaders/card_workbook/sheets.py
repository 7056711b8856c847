"""The sheets of a workbook of cards: which field of a card stands in which column, and how a cell of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from valuma.loaders.card_text.rows import row_key
from valuma.loaders.cards import KEYS
from valuma.schema.contract import Column, Table
from valuma.schema.tables import TABLES
from valuma.texts import LANGUAGES, message

#: What the about sheet says of the workbook.
KIND = "valuma cards"

#: Sheet that holds what the folder looked like when the workbook was made; its name is the same in every language.
VERSIONS = "valuma-versions"

#: Sheets that explain and are not read back.
LOOK_UP = ("actors", "themes", "words")

#: Fields whose sources stand in a column of their own; sources of others stand together in ``source_of``.
SOURCED = (
    "coordinator",
    "host",
    "legal_form",
    "joining_decision_by",
    "theme_choice",
    "founded",
    "ended",
    "parent_network",
)

_SINGLE = (
    *("id", "group", "status", "name.fi", "name.sv", "name.en", "name.translated"),
    *("purpose.fi", "purpose.sv", "purpose.en", "sources", "purpose_kind", "policy_fields", "governance"),
    *(key for name in SOURCED[:5] for key in (name, f"source_of.{name}")),
    *("theme_choice_note", "country"),
    *(key for name in SOURCED[5:] for key in (name, f"source_of.{name}")),
    *("counts_cover", "curators_reading", "notes", "source_of", "comments", "synthetic"),
)

_COLUMNS = {
    "sources": Column("sources", "Sources behind the whole card.", "list", references="sources"),
    "ended": replace(TABLES["networks"]["ended"], none=True),
    "source_of": Column("source_of", "Sources of further fields, a line each: field: source; source."),
    "comments": Column("comments", "Comments in the file behind a value, a line each: field: comment."),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet.

    Parameters
    ----------
    key : str
        Field of the card (``name.fi``), or column of a CSV file.
    column : Column
        Contract of its cells.
    own_type : bool
        A number stays a number and a text a text, as in the value of a claim.
    """

    key: str
    column: Column
    own_type: bool = False

    @property
    def required(self) -> bool:
        """An empty cell is an error."""
        return self.column.required

    @property
    def is_source(self) -> bool:
        """The cell says where a fact comes from."""
        return self.column.references == "sources" or self.key == "source_of"


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One sheet that is filled in.

    Parameters
    ----------
    key : str
        Name of the table of a study.
    part : str
        Key of the list in a card; empty for the networks themselves and for tables in CSV files.
    fields : tuple of Field
        Columns in their order.
    row_key : tuple of str
        Fields that name a row.
    """

    key: str
    part: str
    fields: tuple[Field, ...]
    row_key: tuple[str, ...]

    def __getitem__(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)

    @property
    def holder(self) -> str:
        """Field that names the network of a row; empty for sources."""
        return {"networks": "id", "sources": ""}.get(self.key, "network_id")

    def name(self, lang: str) -> str:
        """Name of the sheet in a language."""
        return sheet_name(self.key, lang)

    def heading(self, field: Field, lang: str) -> str:
        """Heading of a column in a language."""
        return self._said(self.message_keys(field)[0], field, lang)

    def meaning(self, field: Field, lang: str) -> str:
        """Sentence on what a column says."""
        return self._said(self.message_keys(field)[1], field, lang)

    def message_keys(self, field: Field) -> tuple[str, str]:
        """Keys of the messages that are heading and meaning of a column."""
        key = "cards-source-of" if field.key.startswith("source_of.") else _message_key(self.key, field.key)
        return key, f"{key}-means"

    def _said(self, key: str, field: Field, lang: str) -> str:
        if field.key.startswith("source_of."):
            return message(key, lang, field=self.heading(self[field.key.partition(".")[2]], lang))
        return message(key, lang)


@cache
def card_sheets() -> tuple[CardSheet, ...]:
    """Return the sheets that are filled in, in the order of the workbook."""
    networks = CardSheet("networks", "", tuple(_single(key) for key in _SINGLE), ("id",))
    parts = ("periods", "bodies", "member_counts", "members_missing", "funding", "network_themes", "claims")
    return (
        networks,
        _csv_sheet("memberships"),
        *(_part_sheet(TABLES[name]) for name in (*parts, "practices")),
        _csv_sheet("sources"),
    )


def names_of(key: str) -> Iterator[str]:
    """Yield what a sheet may be called: its key and its name in every language."""
    yield key
    for lang in LANGUAGES:
        yield sheet_name(key, lang)


def sheet_name(key: str, lang: str) -> str:
    """Return the name of a sheet in a language."""
    return message(f"cards-sheet-{key}".replace("_", "-"), lang)


def _single(key: str) -> Field:
    if key in _COLUMNS:
        return Field(key, _COLUMNS[key])
    if key.startswith("source_of."):
        return Field(key, replace(_COLUMNS["sources"], name=key))
    names = {card_key: name for name, card_key in KEYS["networks"].items() if name != "goes_on"}
    return Field(key, TABLES["networks"][names.get(key, key)])


def _part_sheet(table: Table) -> CardSheet:
    """Take the columns of a contract, named as in the card."""
    names = KEYS[table.name]
    holder = "subject" if table.name == "claims" else "network_id"
    fields = [Field("network_id", replace(table[holder], references="networks"))]
    for column in table.columns:
        if column.name != holder:
            key = names.get(column.name, column.name)
            fields.append(Field(key, column, own_type=(table.name, key) == ("claims", "value")))
    part = "themes" if table.name == "network_themes" else table.name
    return CardSheet(table.name, part, tuple(fields), row_key(table))


def _csv_sheet(name: str) -> CardSheet:
    table = TABLES[name]
    return CardSheet(name, "", tuple(Field(column.name, column) for column in table.columns), row_key(table))


#: Columns that mean the same on every sheet.
_EVERYWHERE = {"network_id": "network", "source": "source", "source_id": "source", "notes": "notes"}


def _message_key(sheet: str, key: str) -> str:
    if sheet == "sources" and key == "source_id":
        return "cards-sources-id"
    if key == "synthetic":
        return "cards-synthetic"
    if key in _EVERYWHERE:
        return f"cards-{_EVERYWHERE[key]}"
    return f"cards-{sheet}-{key}".replace(".", "-").replace("_", "-")
