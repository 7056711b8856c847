"""All table contracts of a study by name.

The checks of a study, the data dictionary in the docs and the writers all read these contracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from valuma.schema.case_tables import (
    BODIES,
    CLAIMS,
    FUNDING,
    MEMBER_COUNTS,
    MEMBERS_MISSING,
    NETWORK_SOURCES,
    NETWORK_THEMES,
    NETWORKS,
    PERIODS,
    PRACTICES,
)
from valuma.schema.contract import Column, Table, ValueKind
from valuma.schema.registry_tables import (
    ACTOR_AREAS,
    ACTOR_SUCCESSION,
    ACTORS,
    ALIASES,
    AREA_CHANGES,
    MUNICIPALITIES,
    REGIONS,
    SOURCES,
    THEME_MAP,
    THEMES,
)
from valuma.schema.tie_tables import COOPERATION, INTERESTS, MEMBERSHIPS

__all__ = ["TABLES", "Column", "Table", "ValueKind"]

#: Every table of a study by name, in the order in which they are read and documented.
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            SOURCES,
            REGIONS,
            MUNICIPALITIES,
            ALIASES,
            AREA_CHANGES,
            ACTORS,
            ACTOR_AREAS,
            ACTOR_SUCCESSION,
            THEMES,
            THEME_MAP,
            NETWORKS,
            NETWORK_SOURCES,
            PERIODS,
            BODIES,
            FUNDING,
            MEMBER_COUNTS,
            MEMBERS_MISSING,
            MEMBERSHIPS,
            NETWORK_THEMES,
            INTERESTS,
            COOPERATION,
            CLAIMS,
            PRACTICES,
        )
    }
)
