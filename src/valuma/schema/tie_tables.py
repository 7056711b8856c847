"""Contracts of ties: who takes part in what, who is interested in what, who works with whom."""

from __future__ import annotations

from valuma.schema import vocabularies as v
from valuma.schema.contract import ATTRIBUTION, NOTES, SOURCE, SYNTHETIC, Column, Table, id_column, year_column

MEMBERSHIPS = Table(
    "memberships",
    "Who takes part in what, in which role, said by which source.",
    ("network_id", "actor_id", "role", "source_id"),
    (
        id_column("network_id", "Network; for a list in a network's own folder, the folder.", "networks"),
        id_column("actor_id", "Actor.", "actors"),
        Column("role", "Role.", required=True, vocabulary=v.Role),
        year_column("year_from", "First year, only where a source says it."),
        year_column("year_to", "Last year, only where a source says it."),
        year_column("observed_year", "Year of the source that names the actor."),
        Column("sectors", "Branch of a general authority that takes part.", "list", vocabulary=v.PolicySector),
        Column("weight", "Strength of the tie; empty is 1.", "number", low=0),
        ATTRIBUTION,
        SOURCE,
        SYNTHETIC,
        NOTES,
    ),
)

INTERESTS = Table(
    "interests",
    "How interested an actor is in a theme.",
    ("actor_id", "theme_id", "source_id"),
    (
        id_column("actor_id", "Actor.", "actors"),
        id_column("theme_id", "Theme.", "themes"),
        Column("strength", "Interest in [0, 1].", "number", required=True, low=0, high=1),
        Column("low", "Lowest of several answers.", "number", low=0, high=1),
        Column("high", "Highest of several answers.", "number", low=0, high=1),
        Column("n_answers", "Answers behind the value.", "integer", low=1),
        Column("standard_error", "Standard error, where answers were sampled.", "number", low=0),
        ATTRIBUTION,
        SOURCE,
        SYNTHETIC,
    ),
)

COOPERATION = Table(
    "cooperation",
    "Cooperation between two actors, as told.",
    ("actor_id", "partner_id", "source_id"),
    (
        id_column("actor_id", "Actor that tells.", "actors"),
        id_column("partner_id", "Partner that is named.", "actors"),
        Column("strength", "Strength in [0, 1].", "number", required=True, low=0, high=1),
        Column("directed", "yes where only the teller's view is known.", "yes-no"),
        Column("low", "Lowest of several answers.", "number", low=0, high=1),
        Column("high", "Highest of several answers.", "number", low=0, high=1),
        Column("n_answers", "Answers behind the value.", "integer", low=1),
        ATTRIBUTION,
        SOURCE,
        SYNTHETIC,
    ),
)
