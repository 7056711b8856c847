"""Contracts of the cases: what a card says of a network."""

from __future__ import annotations

from valuma.schema import vocabularies as v
from valuma.schema.contract import COUNTRY, CURRENCY, NOTES, SOURCE, SYNTHETIC, Column, Table, id_column, slug_column
from valuma.schema.contract import year_column as year

_NETWORK = id_column("network_id", "Network.", "networks")


def _actor(name: str, description: str) -> Column:
    return Column(name, description, "id", references="actors", none=True, not_applicable=True)


NETWORKS = Table(
    "networks",
    "One row a network, from its card.",
    ("network_id",),
    (
        slug_column("network_id", "Stable lower-case identifier; the name of its folder."),
        Column("name_fi", "Name or translated name in Finnish."),
        Column("name_sv", "Name or translated name in Swedish."),
        Column("name_en", "Name or translated name in English."),
        Column("name_translated", "Languages in which the name is this library's own.", "list", vocabulary=v.Language),
        Column("purpose_fi", "Purpose in the curator's words."),
        Column("purpose_sv", "Purpose in the curator's words."),
        Column("purpose_en", "Purpose in the curator's words."),
        Column("group", "Folder of cases; one of the groups that study.toml names.", required=True),
        Column("purpose_kind", "What the network is for (curator's reading).", vocabulary=v.PurposeKind),
        Column("policy_fields", "Area policies it serves (curator's reading).", "list", vocabulary=v.PolicyField),
        Column("governance", "Mode of governance (curator's reading).", vocabulary=v.Governance, not_applicable=True),
        _actor("coordinator", "Actor that coordinates; none where nobody does."),
        _actor("host", "Organisation in whose house the office works; none where there is no office."),
        Column("legal_form", "Legal form of the network itself.", vocabulary=v.LegalForm, not_applicable=True),
        Column("joining_decision_by", "Who decides on joining.", vocabulary=v.JoiningDecision, not_applicable=True),
        Column("theme_choice", "Who chooses the themes.", vocabulary=v.ThemeChoice, not_applicable=True),
        Column("theme_choice_note", "How themes are chosen, in words."),
        COUNTRY,
        year("founded", "Year it began."),
        year("ended", "Year it ended; empty where it goes on or where that is unknown (see goes_on)."),
        Column("goes_on", "yes where it is known to go on, no where it has ended; empty is unknown.", "yes-no"),
        Column(
            "parent_network",
            "Network it is part of.",
            "id",
            references="networks",
            none=True,
            not_applicable=True,
        ),
        Column(
            "counts_cover",
            "Whether the used counts together cover the whole list of members and partners (curator's reading).",
            vocabulary=v.CountsCover,
        ),
        Column("curators_reading", "Fields of the card that are the curator's classification, not a quote.", "list"),
        Column("status", "draft, checked or approved.", required=True, vocabulary=v.CardStatus),
        SYNTHETIC,
        NOTES,
    ),
)

NETWORK_SOURCES = Table(
    "network_sources",
    "Which sources stand behind a card, and behind single fields of it.",
    ("network_id", "field", "source_id"),
    (
        _NETWORK,
        Column("field", "Field of the card; card for all fields that are not named apart.", required=True),
        SOURCE,
    ),
)

PERIODS = Table(
    "periods",
    "Periods of funding, contract or mandate.",
    ("network_id", "from", "to", "what", "source_id"),
    (
        _NETWORK,
        year("from", "First year."),
        year("to", "Last year; empty where it is open or unknown."),
        Column("what", "What the period is of, in words.", required=True),
        SOURCE,
        NOTES,
    ),
)

BODIES = Table(
    "bodies",
    "Governing bodies of a network.",
    ("network_id", "name", "source_id"),
    (
        _NETWORK,
        Column("name", "Name of the body.", required=True),
        Column("kinds", "Kinds of actor that sit in it.", "list", vocabulary=v.Kind),
        Column("composition", "Who sits in it, in words."),
        SOURCE,
        NOTES,
    ),
)

FUNDING = Table(
    "funding",
    "What is known of money, one sum or rule a row.",
    ("network_id", "payer", "payer_kind", "kind", "amount", "year", "source_id", "fee_rule", "notes"),
    (
        id_column("network_id", "Network that is paid.", "networks"),
        Column(
            "payer", "Actor that pays; empty where the source names only a kind of payer.", "id", references="actors"
        ),
        Column("payer_kind", "Kind of payer in words where no actor is named."),
        Column("kind", "Kind of money.", required=True, vocabulary=v.FundingKind),
        Column("amount", "Sum in the currency of the source.", "number", low=0),
        CURRENCY,
        year("year", "Year, or first year of the period."),
        year("year_to", "Last year of the period."),
        Column("share", "Share of the whole that this payer bears.", "number", low=0, high=1),
        Column("fee_rule", "How a fee is set, in words."),
        Column("staff_years", "Work given instead of money, person-years a year.", "number", low=0),
        SOURCE,
        NOTES,
    ),
)

MEMBER_COUNTS = Table(
    "member_counts",
    "How many members a source says there are.",
    ("network_id", "of", "kinds", "roles", "year", "n_low", "source_id"),
    (
        _NETWORK,
        Column("of", "What is counted, in words.", required=True),
        Column("kinds", "Kinds of actor the count covers; empty for all.", "list", vocabulary=v.Kind),
        Column("roles", "Roles whose rows hold the same thing; empty where no rows do.", "list", vocabulary=v.Role),
        Column("n_low", "Stated number, or the lower end.", "integer", required=True, low=0),
        Column("n_high", "Upper end; empty means more than n_low.", "integer", low=0),
        year("year", "Year of the statement."),
        Column("list_is", "How the known part came to be known.", required=True, vocabulary=v.ListIs),
        Column("used", "yes for the count that calculations use; at most one a stratum.", "yes-no"),
        SOURCE,
        NOTES,
    ),
)

MEMBERS_MISSING = Table(
    "members_missing",
    "Where the members that are not known are known to lie.",
    ("network_id", "of", "area_kind", "area", "kind"),
    (
        _NETWORK,
        Column("of", "Stratum, as in member_counts.", required=True),
        Column("area_kind", "What the area code means.", vocabulary=v.AreaKind),
        Column("area", "Area in which they lie.", "id"),
        Column("kind", "Kind of actor they are.", vocabulary=v.Kind),
        Column("n", "How many of them.", "integer", required=True, low=1),
        SOURCE,
        NOTES,
    ),
)

NETWORK_THEMES = Table(
    "network_themes",
    "What a network works on.",
    ("network_id", "theme_id", "source_id"),
    (
        _NETWORK,
        id_column("theme_id", "Theme.", "themes"),
        Column("primary", "yes for a main theme.", "yes-no"),
        Column("weight", "Weight of the theme; empty is 1.", "number", low=0),
        SOURCE,
    ),
)

CLAIMS = Table(
    "claims",
    "What different sources say of the same field, and which value is used.",
    ("subject", "field", "source_id", "value"),
    (
        Column("subject", "Network, actor or area the claim is about.", "id", required=True),
        Column("field", "Field of the card or table.", required=True),
        Column("value", "What the source says.", required=True),
        Column("used", "yes for the value that the card uses.", "yes-no", required=True),
        Column("reason", "Why this one is used, in words."),
        SOURCE,
    ),
)

PRACTICES = Table(
    "practices",
    "Good practices and lessons of a case: the curator's reading, not a finding of a source.",
    ("network_id", "kind", "text_en"),
    (
        _NETWORK,
        Column("kind", "Practice or lesson.", required=True, vocabulary=v.PracticeKind),
        Column("text_fi", "In Finnish.", required=True),
        Column("text_sv", "In Swedish.", required=True),
        Column("text_en", "In English.", required=True),
        Column("reading_by", "Whose reading it is.", required=True),
        SOURCE,
    ),
)
