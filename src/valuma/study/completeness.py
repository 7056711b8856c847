"""How many of the stated members of a network are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

#: How the share of known members is known, or why it is not.
MEASURED = "measured"
OPEN_ENDED = "more than stated"
NO_ROWS = "no member rows hold this"
NOT_STATED = "no stated size"


class Strata:
    """Known members of many strata of one study, looked up quickly.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``memberships`` and ``actors``.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        actors, rows = tables["actors"], tables["memberships"]
        kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))
        self._actor = rows["actor_id"].to_numpy(dtype=object)
        self._role = rows["role"].to_numpy(dtype=object)
        self._kind = np.array([kind.get(actor) for actor in self._actor], dtype=object)
        self._rows = rows.groupby("network_id", sort=False).indices

    def members(self, network_id: str, kinds: Sequence[str], roles: Sequence[str]) -> list[str]:
        """Return the known members of one stratum: distinct actors with one of the roles and one of the kinds.

        Parameters
        ----------
        network_id : str
            The network.
        kinds : sequence of str
            Kinds of actor the stratum covers; empty for all.
        roles : sequence of str
            Roles whose rows hold the stratum; empty where no rows do.

        Returns
        -------
        list of str
            Actor ids, sorted.
        """
        found = {
            str(self._actor[row])
            for row in self._rows.get(network_id, ())
            if self._role[row] in roles and (not kinds or self._kind[row] in kinds)
        }
        return sorted(found)


def completeness(tables: Mapping[str, pd.DataFrame], roles: Sequence[str]) -> pd.DataFrame:
    """Return for every stated size how many of the members are known.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``networks``, ``member_counts``, ``memberships`` and ``actors``.
    roles : sequence of str
        Roles that count as taking part; used for networks without a stated size.

    Returns
    -------
    DataFrame
        One row a stated size, and one for each network without any: ``network_id``, ``of``, ``known``, ``n_low``,
        ``n_high``, ``share_low`` (known / n_high), ``share_high`` (known / n_low, at most 1), ``list_is``, ``year``,
        ``source_id``, ``used``, ``state`` (why a share is there or is not).

    Notes
    -----
    Of the list as a whole this says nothing: a stratum known in full may be a part of a network. Whether a list is
    known nearly whole is said by `valuma.study.strata.member_lists`, for figures, tables and texts alike.
    """
    counts = tables["member_counts"]
    strata = Strata(tables)
    known = [
        len(strata.members(network, kinds, held)) if held else None
        for network, kinds, held in zip(counts["network_id"], counts["kinds"], counts["roles"], strict=True)
    ]
    table = counts[["network_id", "of", "n_low", "n_high", "list_is", "year", "source_id", "used"]].assign(
        known=pd.array(known, dtype="Int64"), used=counts["used"].fillna(False)
    )
    table["share_low"] = _ratio(table["known"], table["n_high"])
    table["share_high"] = _ratio(table["known"], table["n_low"]).clip(upper=1.0)
    has_rows = table["known"].notna().to_numpy()
    table["state"] = np.where(~has_rows, NO_ROWS, np.where(table["n_high"].isna().to_numpy(), OPEN_ENDED, MEASURED))
    bare = tables["networks"]["network_id"]
    bare = bare[~bare.isin(counts["network_id"])]
    others = pd.DataFrame(
        {
            "network_id": bare,
            "known": pd.array([len(strata.members(network, (), roles)) for network in bare], dtype="Int64"),
            "used": pd.array([False] * len(bare), dtype="boolean"),
            "state": NOT_STATED,
        }
    )
    columns = [
        "network_id", "of", "known", "n_low", "n_high", "share_low", "share_high",
        "list_is", "year", "source_id", "used", "state",
    ]  # fmt: skip
    others = others.reindex(columns=columns).astype({name: table[name].dtype for name in columns})
    parts = [part for part in (table[columns], others) if len(part)]
    result = pd.concat(parts, ignore_index=True) if parts else table[columns]
    return result.sort_values(["network_id", "of", "year"], kind="stable", ignore_index=True)


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Share as a plain float; NaN stands beside a state that says why."""
    whole = whole.where(whole > 0)
    return (part.astype("Float64") / whole.astype("Float64")).astype("float64")
