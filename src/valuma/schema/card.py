"""What a case card may say: the model of ``card.toml``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainValidator

from valuma.schema.case_tables import (
    BODIES,
    CLAIMS,
    FUNDING,
    MEMBER_COUNTS,
    MEMBERS_MISSING,
    NETWORK_THEMES,
    NETWORKS,
    PERIODS,
    PRACTICES,
)
from valuma.schema.models import STRICT, checked, like
from valuma.schema.vocabularies import NONE


def _year_or_none(value: Any) -> Any:
    return value if value == NONE else checked(NETWORKS["ended"], value)


class _Part(BaseModel):
    model_config = STRICT


class Name(_Part):
    """Names of a network; ``translated`` lists the languages in which the name is this library's own."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None
    translated: Annotated[list[str], like(NETWORKS, "name_translated")] = []


class Purpose(_Part):
    """Purpose of a network in the curator's own words."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class Period(_Part):
    """A period of funding, contract or mandate."""

    from_: Annotated[int | None, like(PERIODS, "from")] = Field(None, alias="from")
    to: Annotated[int | None, like(PERIODS, "to")] = None
    what: str
    source: str
    notes: str | None = None


class Body(_Part):
    """A governing body and the kinds of actor that sit in it."""

    name: str
    kinds: Annotated[list[str], like(BODIES, "kinds")] = []
    composition: str | None = None
    source: str
    notes: str | None = None


class MemberCount(_Part):
    """How many members a source says there are, in one stratum."""

    of: str
    kinds: Annotated[list[str], like(MEMBER_COUNTS, "kinds")] = []
    roles: Annotated[list[str], like(MEMBER_COUNTS, "roles")] = []
    n_low: Annotated[int, like(MEMBER_COUNTS, "n_low")]
    n_high: Annotated[int | None, like(MEMBER_COUNTS, "n_high")] = None
    year: Annotated[int | None, like(MEMBER_COUNTS, "year")] = None
    list_is: Annotated[str, like(MEMBER_COUNTS, "list_is")]
    used: bool = False
    source: str
    notes: str | None = None


class Missing(_Part):
    """Where members that are not known are known to lie."""

    of: str
    area_kind: Annotated[str | None, like(MEMBERS_MISSING, "area_kind")] = None
    area: str | None = None
    kind: Annotated[str | None, like(MEMBERS_MISSING, "kind")] = None
    n: Annotated[int, like(MEMBERS_MISSING, "n")]
    source: str
    notes: str | None = None


class Funding(_Part):
    """One sum or one rule of money."""

    kind: Annotated[str, like(FUNDING, "kind")]
    payer: str | None = None
    payer_kind: str | None = None
    amount: Annotated[float | None, like(FUNDING, "amount")] = None
    currency: Annotated[str | None, like(FUNDING, "currency")] = None
    year: Annotated[int | None, like(FUNDING, "year")] = None
    year_to: Annotated[int | None, like(FUNDING, "year_to")] = None
    share: Annotated[float | None, like(FUNDING, "share")] = None
    fee_rule: str | None = None
    staff_years: Annotated[float | None, like(FUNDING, "staff_years")] = None
    source: str
    notes: str | None = None


class CardTheme(_Part):
    """A theme the network works on."""

    id: str
    primary: bool | None = None
    weight: Annotated[float | None, like(NETWORK_THEMES, "weight")] = None
    source: str


class Claim(_Part):
    """One of the values that sources give for a field."""

    field: Annotated[str, like(CLAIMS, "field")]
    value: str | int | float
    used: bool
    reason: str | None = None
    source: str


class Practice(_Part):
    """A practice or lesson, the curator's reading."""

    kind: Annotated[str, like(PRACTICES, "kind")]
    fi: str
    sv: str
    en: str
    reading_by: str
    source: str


class Card(_Part):
    """A case card; a key that is absent is unknown.

    Notes
    -----
    That identifiers exist and that every fact has a source is checked by the loader, which knows the
    registry.
    """

    id: Annotated[str, like(NETWORKS, "network_id")]
    group: str
    status: Annotated[str, like(NETWORKS, "status")]
    purpose_kind: Annotated[str | None, like(NETWORKS, "purpose_kind")] = None
    policy_fields: Annotated[list[str], like(NETWORKS, "policy_fields")] = []
    governance: Annotated[str | None, like(NETWORKS, "governance")] = None
    coordinator: str | None = None
    host: str | None = None
    legal_form: Annotated[str | None, like(NETWORKS, "legal_form")] = None
    joining_decision_by: Annotated[str | None, like(NETWORKS, "joining_decision_by")] = None
    theme_choice: Annotated[str | None, like(NETWORKS, "theme_choice")] = None
    theme_choice_note: str | None = None
    country: Annotated[str | None, like(NETWORKS, "country")] = None
    founded: Annotated[int | None, like(NETWORKS, "founded")] = None
    ended: Annotated[int | str | None, PlainValidator(_year_or_none)] = None
    parent_network: str | None = None
    synthetic: bool = False
    notes: str | None = None
    counts_cover: Annotated[str | None, like(NETWORKS, "counts_cover")] = None
    sources: list[str] = []
    curators_reading: list[str] = []
    name: Name = Name()
    purpose: Purpose = Purpose()
    source_of: dict[str, list[str]] = {}
    periods: list[Period] = []
    bodies: list[Body] = []
    member_counts: list[MemberCount] = []
    members_missing: list[Missing] = []
    funding: list[Funding] = []
    themes: list[CardTheme] = []
    claims: list[Claim] = []
    practices: list[Practice] = []

    @property
    def facts(self) -> list[str]:
        """Names of the filled fields that state something about the network and carry no own source."""
        outside = {"id", "group", "status", "synthetic", "notes", "sources", "curators_reading", "source_of"}
        lists = {"periods", "bodies", "member_counts", "members_missing", "funding", "themes", "claims", "practices"}
        filled = self.model_fields_set - outside - lists
        return [name for name in type(self).model_fields if name in filled and getattr(self, name) not in (None, [])]
