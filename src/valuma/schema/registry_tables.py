"""Contracts of the registry: sources, areas, actors and themes that all cases share."""

from __future__ import annotations

from valuma.schema import vocabularies as v
from valuma.schema.contract import (
    COUNTRY,
    NOTES,
    SOURCE,
    SYNTHETIC,
    Column,
    Table,
    id_column,
    municipality_code,
    region_code,
    slug_column,
    year_column,
)

SOURCES = Table(
    "sources",
    "Where facts come from.",
    ("source_id",),
    (
        id_column("source_id", "Stable identifier."),
        Column("title", "Title.", required=True),
        Column("publisher", "Publisher.", required=True),
        Column("url", "Address; empty where the page was not recorded."),
        Column("published", "Day, month or year of publication; empty where it is not said.", "date"),
        Column("accessed", "Day it was read.", "date"),
        Column("licence", "Licence, where one is stated."),
        SYNTHETIC,
        NOTES,
    ),
)

REGIONS = Table(
    "regions",
    "The 19 Finnish regions (maakunta).",
    ("region_code",),
    (
        region_code("region_code", "Two-digit code.", references=None),
        Column("name_fi", "Finnish name.", required=True),
        Column("name_sv", "Swedish name.", required=True),
        Column("name_en", "English name.", required=True),
        Column("population", "Inhabitants on 31.12.2019 in the division of 2020.", "integer", low=0),
        Column("population_2021_division", "The same people in the division of 2021.", "integer", low=0),
        Column("grid_row", "Row of the region in the tile grid.", "integer", low=0),
        Column("grid_column", "Column of the region in the tile grid.", "integer", low=0),
        SOURCE,
    ),
)

MUNICIPALITIES = Table(
    "municipalities",
    "Finnish municipalities 2019-2021 with both regional divisions.",
    ("municipality_code",),
    (
        municipality_code("municipality_code", "Three-digit code."),
        Column("name_fi", "Finnish name.", required=True),
        Column("name_sv", "Swedish name."),
        region_code("region_code", "Region in the division of 1.1.2021."),
        region_code("region_code_2020", "Region in the division of 2019 and 2020."),
        Column("subregion_code", "Sub-region in the division of 1.1.2021."),
        Column("subregion_name", "Name of that sub-region."),
        Column("subregion_code_2020", "Sub-region in the division of 2019 and 2020."),
        Column("population_2019", "Inhabitants on 31.12.2019.", "integer", low=0),
        Column(
            "urban_rural_class",
            "Official urban-rural class, or the shares of several, once an official file is added.",
            pattern=r"[^:;]+|[^:;]+:\d*\.?\d+(?:;[^:;]+:\d*\.?\d+)*",
            form="a class, or classes with shares such as 'K1:0.7;K2:0.3'",
        ),
        Column("latitude", "WGS 84, a point in the centre locality.", "number", low=-90, high=90),
        Column("longitude", "WGS 84.", "number", low=-180, high=180),
        Column("language", "Official languages, ISO 639, the majority language first."),
        Column("archipelago", "Archipelago status; empty is not known.", vocabulary=v.Archipelago),
        Column("valid_to", "Last day of a municipality that has ended.", "date"),
        Column("merged_into", "Code of the municipality it became part of.", "id", references="municipalities"),
        SOURCE,
    ),
)

ALIASES = Table(
    "aliases",
    "Other names of municipalities.",
    ("alias", "municipality_code", "kind"),
    (
        Column("alias", "The other name.", required=True),
        id_column("municipality_code", "Municipality meant.", "municipalities"),
        Column("kind", "What sort of name it is.", required=True, vocabulary=v.AliasKind),
    ),
)

AREA_CHANGES = Table(
    "area_changes",
    "Municipalities that merged, split or moved from one region to another.",
    ("area_kind", "area", "old", "new", "date"),
    (
        Column("area_kind", "What changed.", required=True, vocabulary=v.AreaKind),
        id_column("area", "Code of the area that changed."),
        id_column("old", "Code before: of the area itself (merged) or of the region it lay in (moved)."),
        id_column("new", "Code after."),
        Column("date", "Day of the change, YYYY-MM-DD.", "date", required=True),
        Column("change", "What happened.", required=True, vocabulary=v.ChangeKind),
        Column("share", "Share of the population that moved.", "number", low=0, high=1),
        SOURCE,
    ),
)

ACTORS = Table(
    "actors",
    "Organisations that can take part in networks. No persons.",
    ("actor_id",),
    (
        slug_column("actor_id", "Stable lower-case identifier."),
        Column("name", "Official name in the actor's own language.", required=True),
        Column("name_sv", "Swedish name, where one is known."),
        Column("name_en", "English name, where one is known."),
        Column("kind", "What the actor is.", required=True, vocabulary=v.Kind),
        Column("side", "Societal side, by the coding rule.", required=True, vocabulary=v.Side, not_applicable=True),
        Column("level", "Territorial reach.", required=True, vocabulary=v.Level, not_applicable=True),
        Column(
            "policy_sectors",
            "Branches in which the actor has a remit; empty is unknown, not-applicable a general authority.",
            "list",
            vocabulary=v.PolicySector,
            not_applicable=True,
        ),
        COUNTRY,
        municipality_code(
            "municipality_code",
            "Three-digit code of the seat, Finnish actors.",
            required=False,
            references="municipalities",
        ),
        year_column("valid_from", "First year the actor existed in this form."),
        year_column("valid_to", "Last year the actor existed in this form."),
        SYNTHETIC,
        NOTES,
    ),
)

ACTOR_AREAS = Table(
    "actor_areas",
    "Areas that an actor covers; several rows share the actor equally unless a share is given.",
    ("actor_id", "area_kind", "area", "branch"),
    (
        id_column("actor_id", "Actor that covers the area.", "actors"),
        Column("area_kind", "What the code means.", required=True, vocabulary=v.AreaKind),
        id_column(
            "area", "Region code (two digits), municipality code (three digits) or COUNTRY:name outside Finland."
        ),
        Column(
            "branch", "Branch of administration for which the area holds; empty for all.", vocabulary=v.PolicySector
        ),
        Column("share", "Share of the actor in this area; empty for equal shares.", "number", low=0, high=1),
        year_column("from", "First year."),
        year_column("to", "Last year."),
        SOURCE,
    ),
)

ACTOR_SUCCESSION = Table(
    "actor_succession",
    "Actors that became others.",
    ("old", "new", "date"),
    (
        id_column("old", "Actor before.", "actors"),
        id_column("new", "Actor after.", "actors"),
        Column("date", "Day of the change, YYYY-MM-DD or year.", "date", required=True),
        Column("change", "What happened.", required=True, vocabulary=v.ChangeKind),
        SOURCE,
        NOTES,
    ),
)

THEMES = Table(
    "themes",
    "Thesaurus of themes; the broader level stands in the same table.",
    ("theme_id",),
    (
        slug_column("theme_id", "Stable identifier."),
        Column("label_fi", "Finnish label.", required=True),
        Column("label_sv", "Swedish label.", required=True),
        Column("label_en", "English label.", required=True),
        Column("broader", "Theme one level up; empty for the broadest.", "id", references="themes"),
        Column("policy_field", "Area policy the theme belongs to.", required=True, vocabulary=v.PolicyField),
        Column(
            "policy_sectors",
            "Branches of administration that handle it.",
            "list",
            vocabulary=v.PolicySector,
            not_applicable=True,
        ),
        Column("phenomenon", "yes where no single branch can handle it.", "yes-no", required=True),
    ),
)

THEME_MAP = Table(
    "theme_map",
    "How the themes of the three first thesauri map to this one.",
    ("thesaurus", "old_theme_id", "theme_id"),
    (
        Column("thesaurus", "Which of the three.", required=True),
        id_column("old_theme_id", "Identifier there."),
        id_column("theme_id", "Identifier here.", "themes"),
        Column("match", "How the two themes relate.", required=True, vocabulary=v.ThemeMatch),
    ),
)
