"""Which sources stand behind what a figure shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuma.study.study import Study

#: Tables whose rows say something of a network and name their source.
OF_NETWORKS = (
    "network_sources",
    "memberships",
    "member_counts",
    "members_missing",
    "network_themes",
    "funding",
    "claims",
)


def sources_of(study: Study, networks: Iterable[str], tables: Iterable[str] = OF_NETWORKS) -> tuple[str, ...]:
    """Return the sources of what is known of some networks, sorted.

    Parameters
    ----------
    study : Study
        Validated tables.
    networks : iterable of str
        Networks by id.
    tables : iterable of str
        Tables to look in.
    """
    ids = set(networks)
    found: set[str] = set()
    for name in tables:
        table = study.tables[name]
        key = "subject" if name == "claims" else "network_id"
        found |= set(table[table[key].isin(ids)]["source_id"].dropna())
    return tuple(sorted(found))
