"""What pairs of policy fields have in common: actors, themes, tables."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.counts import members
from valuma.figures.selection import of_group
from valuma.schema.vocabularies import PolicyField

if TYPE_CHECKING:
    from valuma.study.study import Study

#: The three area policies, in the order of the figure's corners.
THREE = (PolicyField.URBAN, PolicyField.RURAL, PolicyField.ARCHIPELAGO)


@dataclass(frozen=True, slots=True)
class Pair:
    """What two policy fields share.

    Parameters
    ----------
    one, other : PolicyField
        The fields.
    actors : tuple of str
        Actors in networks of both, those in most networks first.
    themes : tuple of str
        Themes of networks of both, those of most networks first.
    tables : tuple of str
        Networks that belong to both.
    missing : tuple of str
        Shared themes that none of the common tables handles.
    """

    one: PolicyField
    other: PolicyField
    actors: tuple[str, ...]
    themes: tuple[str, ...]
    tables: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """The three fields, their pairs, and what all three share.

    Parameters
    ----------
    networks, actors : dict of PolicyField to set of str
        Networks of a field and the known actors in them.
    pairs : tuple of Pair
        Urban–rural, urban–archipelago, rural–archipelago.
    everywhere : tuple of str
        Actors in networks of all three.
    across : int
        Networks that run across the policy fields by their card and belong to fewer than two of the three.
    sources : tuple of str
        Sources of the memberships and themes counted.
    """

    networks: dict[PolicyField, set[str]]
    actors: dict[PolicyField, set[str]]
    pairs: tuple[Pair, ...]
    everywhere: tuple[str, ...]
    across: int
    sources: tuple[str, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """One row a shared actor, theme or table of a pair."""
        records = [
            {
                "one": str(pair.one),
                "other": str(pair.other),
                "what": what,
                "id": key,
                "missing_table": key in pair.missing,
            }
            for pair in self.pairs
            for what, keys in (("actor", pair.actors), ("theme", pair.themes), ("table", pair.tables))
            for key in keys
        ]
        return pd.DataFrame(records, columns=["one", "other", "what", "id", "missing_table"])


def policy_overlap(study: Study, group: str | None) -> Overlap:
    """Return what the three area policies share.

    Parameters
    ----------
    study : Study
        Validated tables.
    group : str or None
        Group of networks; all where it is None.

    Returns
    -------
    Overlap
        By pair of policy fields: shared actors, shared themes, common tables and themes without one.
    """
    networks = of_group(study, group)
    inside = dict(zip(networks["network_id"].astype(str), networks["policy_fields"], strict=True))
    of_field = {field: {key for key, fields in inside.items() if str(field) in fields} for field in THREE}
    rows = members(study)
    rows = rows[rows["network_id"].isin(set().union(*of_field.values()))]
    themes = study.tables["network_themes"]
    themes = themes[themes["network_id"].isin(set(rows["network_id"]) | set().union(*of_field.values()))]
    actors = {field: set(rows[rows["network_id"].isin(keys)]["actor_id"]) for field, keys in of_field.items()}
    pairs = tuple(_pair(one, other, of_field, rows, themes) for one, other in itertools.combinations(THREE, 2))
    return Overlap(
        of_field,
        actors,
        pairs,
        _ordered(set.intersection(*actors.values()), rows["actor_id"]),
        sum(PolicyField.CROSS in fields and len({*fields} & {*THREE}) < 2 for fields in inside.values()),
        tuple(sorted(set(rows["source_id"].dropna()) | set(themes["source_id"].dropna()))),
    )


def _pair(
    one: PolicyField,
    other: PolicyField,
    of_field: dict[PolicyField, set[str]],
    rows: pd.DataFrame,
    themes: pd.DataFrame,
) -> Pair:
    both = of_field[one] | of_field[other]
    tables = of_field[one] & of_field[other]
    here, there = (_shared(rows, themes, of_field[field]) for field in (one, other))
    ours, theirs = rows[rows["network_id"].isin(both)], themes[themes["network_id"].isin(both)]
    handled = set(themes[themes["network_id"].isin(tables)]["theme_id"])
    shared = _ordered(here[1] & there[1], theirs["theme_id"])
    return Pair(
        one,
        other,
        _ordered(here[0] & there[0], ours["actor_id"]),
        shared,
        tuple(sorted(tables)),
        tuple(theme for theme in shared if theme not in handled),
    )


def _shared(rows: pd.DataFrame, themes: pd.DataFrame, keys: set[str]) -> tuple[set[str], set[str]]:
    return set(rows[rows["network_id"].isin(keys)]["actor_id"]), set(
        themes[themes["network_id"].isin(keys)]["theme_id"]
    )


def _ordered(keys: set[str], occurrences: pd.Series) -> tuple[str, ...]:
    count = occurrences.value_counts().to_dict()
    return tuple(sorted(keys, key=lambda key: (-count.get(key, 0), key)))
