"""What is known of a member list: known nearly whole, in part, or of a size nobody states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from valuma.study.strata import Stratum, read_covers, strata_of

if TYPE_CHECKING:
    from valuma.study.study import Study


class SizeIs(StrEnum):
    """How the size of a member list is stated."""

    STATED = "stated"
    RANGE = "range"
    AT_LEAST = "at least"
    NOT_STATED = "not stated"


class ListState(StrEnum):
    """How far a member list is known: the one rule of figures, tables and texts."""

    NEARLY_WHOLE = "known nearly whole"
    IN_PART = "known in part"
    NOT_STATED = "size not stated"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a member list is known, over the strata of a network.

    Parameters
    ----------
    known, stated_low, stated_high : int, optional
        Known members of the strata and the stated number; None where no source states one, and
        `stated_high` also for "more than".
    share : float, optional
        Known over known and missing (by the higher number of a range, the lower of an open end); 1 for
        lists declared complete, None where nothing is stated of the whole list.
    list_is : str
        Values of `ListIs` of the strata, joined by ";"; empty where nothing is stated.
    size_is : SizeIs
        How the size is stated; `not stated` also where the counts cover only a part of the list, of which `known`,
        `stated_low` and `stated_high` then tell.
    """

    known: int | None
    stated_low: int | None
    stated_high: int | None
    share: float | None
    list_is: str
    size_is: SizeIs

    @classmethod
    def of(cls, strata: Iterable[Stratum]) -> Completeness:
        """Sum up the strata of one network.

        Parameters
        ----------
        strata : iterable of Stratum
            Strata that do not overlap.

        Returns
        -------
        Completeness
            A stratum known beyond its stated number does not make up for what another lacks.
        """
        found = list(strata)
        if not found:
            return cls(None, None, None, None, "", SizeIs.NOT_STATED)
        known, missing = sum(s.known for s in found), sum(s.seats[1] for s in found)
        low = sum(s.n_low for s in found)
        high = None if any(s.n_high is None for s in found) else sum(s.n_high or 0 for s in found)
        words = sorted({s.list_is for s in found})
        size = SizeIs.AT_LEAST if high is None else SizeIs.STATED if low == high else SizeIs.RANGE
        size = SizeIs.NOT_STATED if any(s.of_part for s in found) else size
        share = None if any(s.unbounded for s in found) else known / (known + missing) if known + missing else 1.0
        return cls(known, low, high, share, ";".join(words), size)


def list_state(found: Completeness, threshold: float) -> ListState:
    """Return whether a member list is known nearly whole, in part, or of a size nobody states.

    Parameters
    ----------
    found : Completeness
        What is known and stated of the list.
    threshold : float
        Share of known members from which a list counts as known nearly whole.

    Returns
    -------
    ListState
        Not stated where no source states the size, where the counts cover only a part of the list, or where more
        are known than a source states at least.

    Examples
    --------
    >>> str(list_state(Completeness(24, 26, 26, 24 / 26, "as found", SizeIs.STATED), 0.9))
    'known nearly whole'
    >>> str(list_state(Completeness(33, 33, 33, None, "complete", SizeIs.NOT_STATED), 0.9))
    'size not stated'
    """
    if found.share is None:
        return ListState.NOT_STATED
    return ListState.NEARLY_WHOLE if found.share >= threshold else ListState.IN_PART


def member_lists(study: Study) -> pd.DataFrame:
    """Return for each network of a study what is known of its member list.

    Parameters
    ----------
    study : Study
        Validated tables.

    Returns
    -------
    DataFrame
        One row a network, by ``network_id``: ``known``, ``stated_low``, ``stated_high``, ``share``, ``list_is``,
        ``size_is`` and ``state`` (`ListState`), over all years and in the roles that count.
    """
    tables, settings = study.tables, study.settings
    actors, rows = tables["actors"], tables["memberships"]
    rows = rows[rows["role"].isin(settings.roles)][["network_id", "role", "actor_id"]]
    rows = rows.assign(at=pd.Index(actors["actor_id"]).get_indexer(pd.Index(rows["actor_id"])))
    strata = strata_of(
        tables["member_counts"],
        tables["members_missing"],
        rows,
        kinds=actors["kind"].to_numpy(dtype=object),
        roles=settings.roles,
        covers=read_covers(tables["networks"].set_index("network_id")),
    )
    found = {str(key): Completeness.of(strata.get(str(key), ())) for key in tables["networks"]["network_id"]}
    frame = pd.DataFrame(
        {
            "known": pd.array([part.known for part in found.values()], dtype="Int64"),
            "stated_low": pd.array([part.stated_low for part in found.values()], dtype="Int64"),
            "stated_high": pd.array([part.stated_high for part in found.values()], dtype="Int64"),
            "share": pd.array([part.share for part in found.values()], dtype="Float64"),
            "list_is": [part.list_is or None for part in found.values()],
            "size_is": [str(part.size_is) for part in found.values()],
            "state": [str(list_state(part, settings.completeness_threshold)) for part in found.values()],
        },
        index=pd.Index(list(found), name="network_id"),
    )
    return frame.sort_index()
