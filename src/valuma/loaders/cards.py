"""Case cards: one ``card.toml`` to rows of the tables it feeds, with the source of every fact checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from valuma.schema.card import Card
from valuma.schema.problems import Problems, nearest
from valuma.schema.toml import Toml, parse_toml, validate
from valuma.schema.vocabularies import NONE

#: A row for a table: its name, the values, the key path in the card.
Record = tuple[str, dict[str, Any], str]

#: Field of ``network_sources`` for sources that stand behind the whole card.
WHOLE_CARD = "card"

#: Fields that are a classification by nature; where they are filled, the card must say whose reading it is.
READINGS = ("purpose_kind", "policy_fields", "governance")

#: How the id of a source begins that is a coordinator's check of the card; what it says is a reading no longer.
COORDINATOR = "coordinator-"

#: Fields that are facts: each is named in ``source_of``, unless the card rests on one source only.
FACTS = ("founded", "ended", "host", "coordinator", "parent_network")


def parse_card(data: bytes, file: str, problems: Problems) -> tuple[Card, Toml] | None:
    """Parse the bytes of a card and check them against the model.

    Parameters
    ----------
    data : bytes
        Content of ``card.toml``.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by what is wrong with syntax, keys, words, and by facts without a source.

    Returns
    -------
    tuple of Card and Toml, or None
        The card and the lines of its keys; None where it does not fit the model.
    """
    toml = parse_toml(data, file, problems)
    card = validate(toml, Card, file, problems) if toml is not None else None
    if toml is None or card is None:
        return None
    check_sources(card, toml, file, problems)
    return card, toml


def check_sources(card: Card, toml: Toml, file: str, problems: Problems) -> None:
    """Report facts of a card that no source stands behind, and fields named that do not exist.

    Parameters
    ----------
    card : Card
        The card.
    toml : Toml
        Lines of its keys.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows.
    """
    fields = list(Card.model_fields)
    for key, named in (("source_of", list(card.source_of)), ("curators_reading", card.curators_reading)):
        for name in named:
            if name.partition(".")[0] not in fields:
                path = f"source_of.{name}" if key == "source_of" else key
                problems.error(
                    file,
                    repr(name),
                    "a field of the card",
                    row=toml.line(path),
                    column=path,
                    hint=nearest(name, fields),
                )
    for name, sources in card.source_of.items():
        if not sources:
            path = f"source_of.{name}"
            problems.error(file, "no source", f"the source of {name!r}", row=toml.line(path), column=path)
    if not card.sources:
        covered = {name.partition(".")[0] for name, sources in card.source_of.items() if sources}
        for name in (name for name in card.facts if name not in covered):
            problems.error(
                file,
                f"{name!r} without a source",
                "a source in `sources` or `source_of`",
                row=toml.line(name),
                column=name,
            )
    if len(card.sources) > 1:
        for name in FACTS:
            if name in card.facts and name not in card.source_of and name not in card.curators_reading:
                problems.error(
                    file,
                    f"{name!r} without a source of its own",
                    f"the source in `source_of`, since the card has {len(card.sources)} sources",
                    row=toml.line(name),
                    column=name,
                    hint="curator-notes-2026 where the page was not recorded",
                )
    for name in READINGS:
        said = any(source.startswith(COORDINATOR) for source in card.source_of.get(name, ()))
        if name in card.facts and name not in card.curators_reading and not said:
            problems.error(
                file,
                f"{name!r} as if a source said it",
                f"{name!r} among `curators_reading`",
                row=toml.line(name),
                column=name,
                hint="it is a classification of what sources describe",
            )


def records(card: Card) -> Iterator[Record]:
    """Yield the rows that a card feeds into the tables of a study.

    Parameters
    ----------
    card : Card
        The card.

    Yields
    ------
    tuple of str, dict and str
        Table, values by column, key path in the card.
    """
    yield "networks", _network(card), ""
    named = card.source_of.items()
    for source in dict.fromkeys(card.sources):
        yield "network_sources", {"network_id": card.id, "field": WHOLE_CARD, "source_id": source}, "sources"
    for name, sources in named:
        for source in dict.fromkeys(sources):
            yield "network_sources", {"network_id": card.id, "field": name, "source_id": source}, f"source_of.{name}"
    for table, key, row in _LISTS:
        for position, part in enumerate(getattr(card, key), start=1):
            yield table, {"network_id": card.id, **row(part.model_dump(by_alias=True))}, f"{key}[{position}]"
    for position, claim in enumerate(card.claims, start=1):
        values = _sourced(claim.model_dump())
        yield "claims", {"subject": card.id, **values, "value": str(claim.value)}, f"claims[{position}]"


def _network(card: Card) -> dict[str, Any]:
    name, purpose = card.name, card.purpose
    plain = {key: getattr(card, key) for key in _SAME if getattr(card, key) not in (None, [])}
    goes_on = True if card.ended == NONE else False if isinstance(card.ended, int) else None
    return {
        **plain,
        "network_id": card.id,
        "name_fi": name.fi,
        "name_sv": name.sv,
        "name_en": name.en,
        "name_translated": name.translated,
        "purpose_fi": purpose.fi,
        "purpose_sv": purpose.sv,
        "purpose_en": purpose.en,
        "ended": card.ended if isinstance(card.ended, int) else None,
        "goes_on": goes_on,
        "synthetic": card.synthetic or None,
    }


def _sourced(values: Mapping[str, Any]) -> dict[str, Any]:
    """Name the source as tables do."""
    return {("source_id" if key == "source" else key): value for key, value in values.items()}


def _theme(values: Mapping[str, Any]) -> dict[str, Any]:
    return {("theme_id" if key == "id" else key): value for key, value in _sourced(values).items()}


def _practice(values: Mapping[str, Any]) -> dict[str, Any]:
    return {(f"text_{key}" if key in ("fi", "sv", "en") else key): value for key, value in _sourced(values).items()}


_SAME = (
    "group",
    "status",
    "purpose_kind",
    "policy_fields",
    "governance",
    "coordinator",
    "host",
    "legal_form",
    "joining_decision_by",
    "theme_choice",
    "theme_choice_note",
    "country",
    "founded",
    "parent_network",
    "counts_cover",
    "curators_reading",
    "notes",
)

#: Key of a card for each column whose name differs, by table.
KEYS: Mapping[str, Mapping[str, str]] = {
    "networks": {
        "network_id": "id",
        "goes_on": "ended",
        "name_translated": "name.translated",
        **{f"{key}_{lang}": f"{key}.{lang}" for key in ("name", "purpose") for lang in ("fi", "sv", "en")},
    },
    "network_themes": {"theme_id": "id", "source_id": "source"},
    "practices": {"text_fi": "fi", "text_sv": "sv", "text_en": "en", "source_id": "source"},
    **{
        table: {"source_id": "source"}
        for table in ("periods", "bodies", "member_counts", "members_missing", "funding", "claims")
    },
}

#: Lists of a card that are tables: name of the table, key of the card, what makes a row of an entry.
_LISTS: tuple[tuple[str, str, Callable[[Mapping[str, Any]], dict[str, Any]]], ...] = (
    ("periods", "periods", _sourced),
    ("bodies", "bodies", _sourced),
    ("member_counts", "member_counts", _sourced),
    ("members_missing", "members_missing", _sourced),
    ("funding", "funding", _sourced),
    ("network_themes", "themes", _theme),
    ("practices", "practices", _practice),
)
