"""How far the cards of a study are: checked, known, sourced, and what is known of the member lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.vocabularies import CardStatus
from valuma.study.member_lists import ListState, member_lists

if TYPE_CHECKING:
    from valuma.study.study import Study

#: Fields of a card that every network has an answer to, as columns of ``networks``.
FIELDS = (
    *("name_fi", "name_sv", "name_en", "purpose_fi", "purpose_sv", "purpose_en"),
    *("purpose_kind", "policy_fields", "governance", "coordinator", "host", "legal_form"),
    *("joining_decision_by", "theme_choice", "country", "founded", "ended"),
)

#: Tables in which every network has a row once it is known.
LISTS = ("member_counts", "memberships", "funding", "network_themes")

#: Fields that are facts, not readings of the curator: of each a source says it.
FACTS = (
    "coordinator",
    "host",
    "legal_form",
    "joining_decision_by",
    "theme_choice",
    "founded",
    "ended",
    "parent_network",
)

#: State of a list of which sources state the size of a part only (``counts_cover = "part"``).
IN_PART_STATED = "counted in part"

_WHOLE_CARD = "card"
_STATES = (str(ListState.NEARLY_WHOLE), str(ListState.IN_PART), IN_PART_STATED, str(ListState.NOT_STATED))


def status(study: Study) -> pd.DataFrame:
    """Return how far the card of each network is.

    Parameters
    ----------
    study : Study
        Validated tables.

    Returns
    -------
    DataFrame
        One row a network, sorted by group and id: ``group``, ``network_id``, ``status`` (draft, checked, approved),
        ``unknown`` (number of fields and lists without an answer), ``unknown_fields`` (their names),
        ``without_own_source`` (facts that rest on the sources of the whole card, although it has several),
        ``known``, ``stated_low`` and ``stated_high`` (members, as in `valuma.study.member_lists.member_lists`),
        ``list_state`` (as there; *counted in part* where the numbers stated cover a part of the list only, so that
        the size of the whole is not stated), ``undated`` (share of the members for whom no row gives a first or last
        year; missing where there are none), ``sources`` (distinct ones behind card and list), ``last_observed``
        (latest year of a source that names a member).

    Notes
    -----
    ``not-applicable`` and ``none`` are answers. Fields that a curator marked as a reading of theirs need no source of
    their own.

    Examples
    --------
    >>> import valuma as va
    >>> from valuma.study.status import status
    >>> status(va.read_study(".")).loc[:, ["network_id", "unknown"]]        # doctest: +SKIP
    """
    networks = study.networks.set_index("network_id")
    unknown = _unknown(study)
    lists = member_lists(study).loc[networks.index]
    members = study.memberships
    undated = _undated(study)
    observed = members.groupby("network_id")["observed_year"].max()
    table = pd.DataFrame(
        {
            "group": networks["group"],
            "network_id": networks.index,
            "status": networks["status"],
            "unknown": [len(names) for names in unknown],
            "unknown_fields": unknown,
            "without_own_source": _without_own_source(study),
            "known": lists["known"].fillna(_listed(study)),
            "stated_low": lists["stated_low"],
            "stated_high": lists["stated_high"],
            "list_state": _list_state(lists),
            "undated": undated.reindex(networks.index).astype("Float64"),
            "sources": _sources(study).reindex(networks.index).fillna(0).astype("Int64"),
            "last_observed": observed.reindex(networks.index).astype("Int64"),
        },
        index=networks.index,
    )
    return table.reset_index(drop=True).sort_values(["group", "network_id"], ignore_index=True)


def status_by_group(table: pd.DataFrame) -> pd.DataFrame:
    """Return a summary of `status`, one row a group and one for all.

    Parameters
    ----------
    table : DataFrame
        As `status` returns it.

    Returns
    -------
    DataFrame
        ``group`` (``all`` last, where there are several), ``networks``, one column a status with the number of cards,
        ``unknown`` (fields without an answer, over all cards), ``without_own_source`` (facts), one column a state of
        a member list with the number of lists.
    """
    parts = [(str(name), part) for name, part in table.groupby("group", sort=True)]
    if len(parts) > 1:
        parts.append(("all", table))
    rows = []
    for name, part in parts:
        row: dict[str, object] = {"group": name, "networks": len(part)}
        row |= {str(word): int((part["status"] == word).sum()) for word in CardStatus}
        row |= {
            "unknown": int(part["unknown"].sum()),
            "without_own_source": int(part["without_own_source"].map(len).sum()),
        }
        row |= {state: int((part["list_state"] == state).sum()) for state in _STATES}
        rows.append(row)
    names = ["group", "networks", *CardStatus, "unknown", "without_own_source", *_STATES]
    return pd.DataFrame(rows, columns=[str(name) for name in names])


def _unknown(study: Study) -> list[tuple[str, ...]]:
    """Return the names of what is not known, one tuple a network."""
    networks = study.networks
    missing = {name: networks[name].map(_is_unknown).to_numpy(dtype=bool) for name in FIELDS}
    missing["ended"] &= networks["goes_on"].isna().to_numpy(dtype=bool)
    for name in LISTS:
        missing[name] = ~networks["network_id"].isin(study.tables[name]["network_id"]).to_numpy(dtype=bool)
    return [tuple(name for name in missing if missing[name][row]) for row in range(len(networks))]


def _list_state(lists: pd.DataFrame) -> pd.Series:
    """Return the state of each list; a size that is stated of a part is not called one that is not stated."""
    of_part = (lists["state"] == str(ListState.NOT_STATED)) & lists["stated_low"].notna()
    return lists["state"].mask(of_part, IN_PART_STATED)


def _is_unknown(value: object) -> bool:
    return value == () or (not isinstance(value, tuple) and bool(pd.isna(value)))  # type: ignore[call-overload]


def _without_own_source(study: Study) -> list[tuple[str, ...]]:
    networks, named = study.networks, study.network_sources
    whole = named[named["field"] == _WHOLE_CARD].groupby("network_id")["source_id"].nunique()
    own = set(zip(named["network_id"], named["field"], strict=True))
    found = []
    for row in networks.to_dict("records"):
        name = row["network_id"]
        filled = [field for field in FACTS if not _is_unknown(row[field])]
        if whole.get(name, 0) < 2:
            filled = []
        readings = set(row["curators_reading"])
        found.append(tuple(field for field in filled if field not in readings and (name, field) not in own))
    return found


def _listed(study: Study) -> pd.Series:
    """Count the distinct actors on each member list in the roles that count, for lists of no stated size."""
    rows = study.memberships
    rows = rows[rows["role"].isin(study.settings.roles)]
    counts = rows.groupby("network_id")["actor_id"].nunique()
    return counts.reindex(study.networks["network_id"]).fillna(0).astype("Int64")


def _undated(study: Study) -> pd.Series:
    """Return the share of the members in the roles that count for whom no row gives a first or last year."""
    rows = study.memberships[study.memberships["role"].isin(study.settings.roles)]
    of_row = rows[["year_from", "year_to"]].isna().all(axis=1)
    members = of_row.groupby([rows["network_id"], rows["actor_id"]]).all()
    return members.groupby(level="network_id").mean()


def _sources(study: Study) -> pd.Series:
    """Count the distinct sources behind each card and list."""
    names = ("network_sources", "memberships", "periods", "bodies", "member_counts", "funding", "network_themes")
    rows = pd.concat([study.tables[name][["network_id", "source_id"]] for name in names], ignore_index=True)
    return rows.drop_duplicates().groupby("network_id").size()
