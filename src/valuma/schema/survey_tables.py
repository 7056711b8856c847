"""Contracts of the tables beside a survey: whom it was sent to, and what a person decided about names in it."""

from __future__ import annotations

from valuma.schema import vocabularies as v
from valuma.schema.contract import Column, Table

INVITED = Table(
    "invited",
    "Whom a survey was sent to: one row an invitation.",
    ("token",),
    (
        Column("token", "Code that was sent to the person; no name, no address.", "id", required=True),
        Column("organisation", "Organisation of the person: an actor_id or its name."),
        Column("kind", "What the organisation is.", vocabulary=v.Kind),
        Column("tier", "Tier of the organisation.", vocabulary=v.Tier, not_applicable=True),
        Column(
            "region",
            "Two-digit code of the region.",
            "id",
            not_applicable=True,
            pattern=r"\d{2}",
            form="two digits, such as '02'",
        ),
        Column("language", "Language of the invitation.", vocabulary=v.Language),
        Column("stratum", "Stratum that the person was drawn from."),
    ),
)

LINKS = Table(
    "links",
    "What names of organisations in answers mean, where a person had to decide.",
    ("answer",),
    (
        Column("answer", "Name as it stands in the answers.", required=True),
        Column("actor_id", "Actor that is meant; leave-out where it is none.", "id", required=True),
    ),
)
