"""Strata of member lists: how many members a source states, and how many of them are known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.graph.blocks import GraphBlocks
from valuma.metrics.states import SizeIs
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import ListIs


@dataclass(frozen=True, slots=True)
class Missing:
    """Members of a stratum that are not known, and where they are known to lie.

    Parameters
    ----------
    n : int
        How many.
    area_kind, area, kind : str, optional
        What is stated of them; None where nothing is.
    """

    n: int
    area_kind: str | None = None
    area: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of a member list whose size a source states.

    Parameters
    ----------
    network_id, of : str
        Network and what is counted.
    kinds, roles : frozenset of str
        Kinds of actor (empty: all) and roles that make an actor a member of the stratum.
    n_low, n_high : int
        Stated number, or its range; `n_high` is None for "more than".
    list_is : str
        Value of `ListIs`.
    members : tuple of int
        Known members, as positions in the actors of the graph.
    without : frozenset of str
        Kinds that a narrower stratum of the same list already holds.
    missing : tuple of Missing
        Where unknown members are known to lie.
    """

    network_id: str
    of: str
    kinds: frozenset[str]
    roles: frozenset[str]
    n_low: int
    n_high: int | None
    list_is: str
    members: tuple[int, ...] = ()
    without: frozenset[str] = frozenset()
    missing: tuple[Missing, ...] = ()

    @property
    def known(self) -> int:
        """Number of known members."""
        return len(self.members)

    @property
    def complete(self) -> bool:
        """Whether nobody is missing: the list is declared complete or as long as stated."""
        return self.list_is == ListIs.COMPLETE or (self.n_high is not None and self.known >= self.n_high)

    @property
    def unbounded(self) -> bool:
        """Whether more are known than are stated at least, so that the statement bounds nothing."""
        return not self.complete and self.n_high is None and self.known >= self.n_low

    @property
    def seats(self) -> tuple[int, int]:
        """Least and greatest number of members that are not known; of an open end only the least."""
        if self.complete:
            return 0, 0
        low = max(0, self.n_low - self.known)
        return low, low if self.n_high is None else max(low, self.n_high - self.known)

    def holds(self, other: Stratum) -> bool:
        """Return whether every member of the other stratum is one of this one."""
        return (not self.kinds or (bool(other.kinds) and other.kinds <= self.kinds)) and other.roles <= self.roles


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
        lists declared complete, None where nothing is stated.
    list_is : str
        Values of `ListIs` of the strata, joined by ";"; empty where nothing is stated.
    size_is : SizeIs
        How the size is stated.
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
        share = None if any(s.unbounded for s in found) else known / (known + missing) if known + missing else 1.0
        return cls(known, low, high, share, ";".join(words), size)


def read_strata(graph: GraphBlocks) -> Mapping[str, tuple[Stratum, ...]]:
    """Return the strata of each network from the stated counts that calculations use.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        With `member_counts` and `members_missing`.

    Returns
    -------
    mapping of str to tuple of Stratum
        Networks without a usable count are absent. A count whose roles no row that counts here can
        have (a count of agreements, of funders) is not usable. Of nested strata the wider one holds
        what the narrower leave: 37 members, 32 of them municipalities, are 32 municipalities and 5 others.

    Raises
    ------
    ValumaError
        A stratum is of kinds of actor but the actors have no column ``kind``.
    """
    counts = graph.member_counts
    if counts.empty:
        return {}
    chosen = counts[counts["used"].fillna(False).astype(bool)]
    rows = graph.rows[graph.rows["counted"]]
    at = graph.actors.index.get_indexer(pd.Index(rows["actor_id"]))
    parts: dict[str, tuple[Stratum, ...]] = {}
    for network_id, stated in chosen.groupby("network_id", sort=False):
        here = (rows["network_id"] == network_id).to_numpy()
        strata = [s for row in stated.to_dict("records") if (s := _stratum(row, graph.roles)) is not None]
        if strata:
            strata = list(_rest(_with_members(graph, strata, at[here], rows["role"][here])))
            parts[str(network_id)] = tuple(_with_missing(graph.members_missing, s) for s in strata)
    return parts


def _stratum(row: Mapping[Hashable, object], counted: Iterable[str]) -> Stratum | None:
    roles = frozenset(_words(row.get("roles"))) & set(counted)
    if not roles:
        return None
    high = row.get("n_high")
    return Stratum(
        network_id=str(row["network_id"]),
        of=str(row["of"]),
        kinds=frozenset(_words(row.get("kinds"))),
        roles=roles,
        n_low=int(str(row["n_low"])),
        n_high=None if pd.isna(high) else int(str(high)),  # type: ignore[call-overload]
        list_is=str(row["list_is"]),
    )


def _with_members(
    graph: GraphBlocks, strata: list[Stratum], at: npt.NDArray[np.intp], roles: pd.Series
) -> Iterator[Stratum]:
    """Give every known member to the narrowest stratum that it belongs to."""
    if any(s.kinds for s in strata) and "kind" not in graph.actors.columns:
        raise ValumaError("member counts are by kind of actor, but the actors have no column 'kind'")
    taken: set[int] = set()
    for stratum in sorted(strata, key=lambda s: (not s.kinds, len(s.kinds), len(s.roles), s.of)):
        inside = at[roles.isin(stratum.roles).to_numpy()]
        if stratum.kinds:
            inside = inside[graph.actors["kind"].iloc[inside].isin(stratum.kinds).to_numpy()]
        members = sorted({int(k) for k in inside} - taken)
        taken.update(members)
        yield replace(stratum, members=tuple(members))


def _rest(strata: Iterable[Stratum]) -> Iterator[Stratum]:
    """Take from each stratum what narrower ones inside it hold."""
    narrower: list[Stratum] = []
    for stratum in strata:
        # Only outermost ones: what lies inside another part has been taken out of it already.
        parts = [s for s in narrower if stratum.holds(s)]
        outer = [s for s in parts if not any(t is not s and t.holds(s) for t in parts)]
        narrower.append(stratum)
        if not outer:
            yield stratum
            continue
        tops = [s.n_high if s.n_high is not None else max(s.n_low, s.known) for s in outer]
        low = max(0, stratum.n_low - sum(tops))
        high = None if stratum.n_high is None else max(low, stratum.n_high - sum(s.n_low for s in outer))
        without = frozenset(kind for s in outer if s.roles >= stratum.roles for kind in s.kinds)
        yield replace(stratum, n_low=low, n_high=high, without=without)


def _with_missing(table: pd.DataFrame, stratum: Stratum) -> Stratum:
    if table.empty:
        return stratum
    rows = table[(table["network_id"] == stratum.network_id) & (table["of"] == stratum.of)]
    return replace(
        stratum,
        missing=tuple(
            Missing(int(row["n"]), *(_word(row.get(name)) for name in ("area_kind", "area", "kind")))
            for row in rows.to_dict("records")
        ),
    )


def _word(cell: object) -> str | None:
    return None if cell is None or pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def _words(cell: object) -> tuple[str, ...]:
    return tuple(map(str, cell)) if isinstance(cell, (tuple, list)) else ()
