"""Which networks a figure shows when there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.counts import members
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Group

if TYPE_CHECKING:
    from valuma.study.study import Study


def sizes(study: Study) -> dict[str, int]:
    """Return the number of known members by network."""
    return {str(key): int(n) for key, n in members(study)["network_id"].value_counts().items()}


def funding_kinds(study: Study) -> dict[str, tuple[str, ...]]:
    """Return the kinds of funding that are known of, by network; without a row nothing is known."""
    return {
        str(network): tuple(sorted(set(kinds)))
        for network, kinds in study.tables["funding"].groupby("network_id", sort=True)["kind"]
    }


def of_group(study: Study, group: str | None) -> pd.DataFrame:
    """Return the networks of a group, or all of them.

    Parameters
    ----------
    study : Study
        Validated tables.
    group : str or None
        A value of `Group`, or a group of the study's own.

    Returns
    -------
    DataFrame
        Rows of the table of networks.

    Raises
    ------
    ValumaError
        When there is no such group, or it is empty.
    """
    networks = study.tables["networks"]
    if group is None:
        chosen = networks
    else:
        known = [*Group, *sorted(set(networks["group"].dropna()) - set(Group))]
        if group not in known:
            raise ValumaError(f"no group {group!r}: {nearest(group, known)}")
        chosen = networks[networks["group"] == group]
    if chosen.empty:
        raise ValumaError("there is no network to draw" + (f" in the group {group!r}" if group else ""))
    return chosen


def chosen(
    study: Study, networks: Sequence[str] | None, group: str | None, most: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the networks to show, in the order of their groups and size, and those for which there is no room.

    Parameters
    ----------
    study : Study
        Validated tables.
    networks : sequence of str or None
        Networks by id, in the order wanted.
    group : str or None
        Group to choose from where no networks are named.
    most : int
        At most so many; without names the groups share the places as equally as they can fill them, and within a
        group those with the most known members come first.

    Returns
    -------
    rows : DataFrame
        Rows of the table of networks with ``members``, the number of known members.
    others : DataFrame
        The rows left out, in the same order.

    Raises
    ------
    ValumaError
        When a network or group is not there, or more are named than there is room for.
    """
    size = sizes(study)
    if networks is not None:
        rows = _named(study.tables["networks"], networks, most)
        rows = rows.assign(members=rows["network_id"].map(size).fillna(0).astype(int))
        return rows, rows.iloc[:0]
    rows = of_group(study, group)
    rows = rows.assign(members=rows["network_id"].map(size).fillna(0).astype(int))
    own = sorted(set(rows["group"].dropna()) - set(Group))
    order = {str(value): place for place, value in enumerate((*Group, *own))}
    rows = rows.assign(place=rows["group"].map(order))
    rows = rows.sort_values(["place", "members", "network_id"], ascending=[True, False, True], kind="stable")
    room = _shares({place: int((rows["group"] == group).sum()) for group, place in order.items()}, most)
    kept = (rows.groupby("place").cumcount() < rows["place"].map(room)).to_numpy(dtype=bool)
    rows = rows.drop(columns="place")
    return rows[kept].reset_index(drop=True), rows[~kept].reset_index(drop=True)


def _named(table: pd.DataFrame, networks: Sequence[str], most: int) -> pd.DataFrame:
    for network in networks:
        if network not in set(table["network_id"]):
            raise ValumaError(f"no network {network!r}: {nearest(network, table['network_id'])}")
    if len(networks) > most:
        raise ValumaError(f"{len(networks)} networks are named and there is room for {most}")
    return table.set_index("network_id").loc[list(networks)].reset_index()


def _shares(sizes: dict[int, int], most: int) -> dict[int, int]:
    """Places a group gets: one at a time in turn, until the places or the networks run out."""
    room = dict.fromkeys(sizes, 0)
    while sum(room.values()) < min(most, sum(sizes.values())):
        for group, size in sorted(sizes.items()):
            if room[group] < size and sum(room.values()) < most:
                room[group] += 1
    return room
