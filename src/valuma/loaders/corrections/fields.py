"""What of a case card a coordinator is asked: its lines, how each is answered, how an entry is found again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from valuma.schema import vocabularies as v
from valuma.schema.problems import ValumaError

#: What the about sheet of a form says of itself.
FORM_KIND = "valuma corrections"
#: Hidden sheet of a form that says what each line is about.
KEY_SHEET = "valuma"


class Answer(StrEnum):
    """How a corrected value is written."""

    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    YEAR = "year"
    END = "end"
    ACTOR = "actor"
    NETWORK = "network"
    COUNTRY = "country"
    YEARS = "years"
    NUMBERS = "numbers"
    AMOUNT = "amount"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Field:
    """One line about a field of a card.

    Parameters
    ----------
    key : str
        Short name of the line on the sheet and in the form.
    path : str
        Field of the card.
    answer : Answer
        How a corrected value is written.
    vocabulary : type of StrEnum, optional
        Where its words come from.
    states : tuple of str
        Which of ``none`` and ``not-applicable`` the field may say.
    """

    key: str
    path: str
    answer: Answer
    vocabulary: type[StrEnum] | None = None
    states: tuple[str, ...] = ()


_NO, _OFF = v.NONE, v.NOT_APPLICABLE

#: Lines of single fields, in the order of the sheet. Keys never change their meaning.
FIELDS: tuple[Field, ...] = (
    Field("A1", "name.fi", Answer.TEXT),
    Field("A2", "name.sv", Answer.TEXT),
    Field("A3", "name.en", Answer.TEXT),
    Field("A4", "purpose", Answer.TEXT),
    Field("A5", "purpose_kind", Answer.WORD, v.PurposeKind),
    Field("A6", "policy_fields", Answer.WORDS, v.PolicyField),
    Field("A7", "country", Answer.COUNTRY, None, (_OFF,)),
    Field("A8", "founded", Answer.YEAR),
    Field("A9", "ended", Answer.END),
    Field("A10", "parent_network", Answer.NETWORK, None, (_NO, _OFF)),
    Field("B1", "coordinator", Answer.ACTOR, None, (_NO, _OFF)),
    Field("B2", "host", Answer.ACTOR, None, (_NO, _OFF)),
    Field("B3", "governance", Answer.WORD, v.Governance, (_OFF,)),
    Field("B4", "legal_form", Answer.WORD, v.LegalForm, (_OFF,)),
    Field("B5", "joining_decision_by", Answer.WORD, v.JoiningDecision, (_OFF,)),
    Field("B6", "theme_choice", Answer.WORD, v.ThemeChoice),
)


@dataclass(frozen=True, slots=True)
class ListField:
    """The lines about one list of a card.

    Parameters
    ----------
    letter : str
        First letter of the keys.
    path, table : str
        Key of the card and table of the study.
    answer : Answer
        How a corrected value is written.
    identity : tuple of str
        Columns that tell the entries of one card apart.
    """

    letter: str
    path: str
    table: str
    answer: Answer
    identity: tuple[str, ...]


#: Lists of a card that have lines of their own.
LISTS: Mapping[str, ListField] = MappingProxyType(
    {
        part.path: part
        for part in (
            ListField("C", "periods", "periods", Answer.YEARS, ("from", "to", "what", "source_id")),
            ListField("D", "bodies", "bodies", Answer.TEXT, ("name", "source_id")),
            ListField("N", "member_counts", "member_counts", Answer.NUMBERS, ("of", "year", "n_low", "source_id")),
            ListField(
                "F",
                "funding",
                "funding",
                Answer.AMOUNT,
                ("payer", "payer_kind", "kind", "amount", "year", "source_id", "fee_rule", "notes"),
            ),
            ListField("T", "themes", "network_themes", Answer.NOTHING, ("theme_id", "source_id")),
            ListField("P", "practices", "practices", Answer.NOTHING, ("kind", "text_en")),
            ListField("V", "claims", "claims", Answer.TEXT, ("field",)),
        )
    }
)
#: Key of a card for a column of a table, where they differ.
_KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"themes": {"theme_id": "id"}, "practices": {"text_en": "en"}, "member_counts": {}, "claims": {}}
)


def field_of(path: str) -> Field | ListField:
    """Return the line of a field or list of a card.

    Raises
    ------
    ValumaError
        Nothing is asked about it.

    Examples
    --------
    >>> field_of("founded").key
    'A8'
    """
    for field in FIELDS:
        if field.path == path or (field.path == "purpose" and path.startswith("purpose.")):
            return field
    if path in LISTS:
        return LISTS[path]
    raise ValumaError(f"no line is about {path!r}")


def raw(value: Any) -> str:
    """Write a value of a card or table so that it can be compared; empty for unknown.

    Examples
    --------
    >>> raw(2010), raw(100000.0), raw(["urban", "rural"]), raw(None)
    ('2010', '100000', 'urban;rural', '')
    """
    if value is None or type(value).__name__ == "NAType" or value != value:
        return ""
    if isinstance(value, tuple | list):
        return ";".join(raw(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)


def signature(path: str, entry: Mapping[str, Any]) -> str:
    """Write what tells an entry of a list apart, from a row of its table or from the card.

    Parameters
    ----------
    path : str
        Key of the list in the card.
    entry : mapping
        Values by column of the table or by key of the card.

    Returns
    -------
    str
        The same for a row and the entry it was read from.

    Examples
    --------
    >>> signature("themes", {"id": "water", "source": "page"}) == signature(
    ...     "themes", {"theme_id": "water", "source_id": "page"})
    True
    """
    keys = _KEYS.get(path, {})
    parts = []
    for column in LISTS[path].identity:
        names = (column, keys.get(column, column), "source" if column == "source_id" else column)
        value = next((entry[name] for name in names if name in entry), None)
        parts.append(raw(value).replace("\\", "\\\\").replace("|", "\\|"))
    return "|".join(parts)


def entry_name(path: str, entry: Mapping[str, Any]) -> str:
    """Name an entry of a list, for `source_of` and `claims`.

    Parameters
    ----------
    path : str
        Key of the list in the card.
    entry : mapping
        Values by key of the card.

    Returns
    -------
    str
        ``<list>.<what tells it apart in words>``.

    Examples
    --------
    >>> entry_name("periods", {"from": 2016, "to": 2018, "what": "project", "source": "page"})
    'periods.project (2016–2018)'
    """
    match path:
        case "themes":
            words = raw(entry["id"])
        case "bodies":
            words = raw(entry["name"])
        case "member_counts":
            words = _dated(raw(entry["of"]), entry.get("year"), None)
        case "periods":
            words = _dated(raw(entry["what"]), entry.get("from"), entry.get("to"))
        case "funding":
            payer = raw(entry.get("payer")) or raw(entry.get("payer_kind"))
            words = _dated(" ".join(filter(None, (raw(entry["kind"]), payer))), entry.get("year"), entry.get("year_to"))
        case _:
            first = raw(entry["en"]).split()[:6]
            words = f"{raw(entry['kind'])}: {' '.join(first)}"
    return f"{path}.{words}"


def _dated(words: str, first: Any, last: Any) -> str:
    start, end = raw(first), raw(last)
    years = f"{start}–{end}" if end and end != start else start
    return f"{words} ({years})" if years else words


def summary(path: str, entry: Mapping[str, Any]) -> str:
    """Write what a correction can change about an entry of a list.

    Examples
    --------
    >>> summary("member_counts", {"of": "towns", "n_low": 15, "n_high": 20, "year": 2018})
    '15–20 (2018)'
    """
    match path:
        case "periods":
            first, last = raw(entry.get("from")), raw(entry.get("to"))
            return f"{first}–{last}".strip("–") if not first or last else f"{first}–"
        case "member_counts":
            low, high = raw(entry["n_low"]), raw(entry.get("n_high"))
            size = f"over {low}" if not high else low if low == high else f"{low}–{high}"
            return f"{size} ({entry['year']})" if entry.get("year") else size
        case "funding":
            return " ".join(filter(None, (raw(entry.get("amount")), raw(entry.get("currency"))))) or "sum unknown"
        case "bodies":
            return raw(entry.get("composition"))
        case "themes":
            return raw(entry["id"])
    return raw(entry.get("en"))
