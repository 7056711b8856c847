"""Strata of member lists: the parts whose size a source states, and who of them is known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import CountsCover, ListIs, Role

#: Roles whose rows are the member list; seats of a coordinator, in a steering group or of a funder are not on it.
LISTED = (Role.MEMBER, Role.PARTNER)


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
    of_part : bool
        The counts of the network cover only a part of its member list, so that they bound nothing.
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
    of_part: bool = False

    @property
    def known(self) -> int:
        """Number of known members."""
        return len(self.members)

    @property
    def complete(self) -> bool:
        """Whether nobody is missing: the list is declared complete or as long as stated."""
        return self.list_is == ListIs.COMPLETE or (self.n_high is not None and self.known >= self.n_high)

    @property
    def exceeded(self) -> bool:
        """Whether as many are known as are stated at least, so that the statement says nothing of the rest."""
        return not self.complete and self.n_high is None and self.known >= self.n_low

    @property
    def unbounded(self) -> bool:
        """Whether the statement does not bound the member list: it is of a part of it, or exceeded."""
        return self.of_part or self.exceeded

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


def strata_of(
    counts: pd.DataFrame,
    missing: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    kinds: npt.NDArray[np.object_] | None,
    roles: Sequence[str],
    covers: Mapping[str, str],
) -> Mapping[str, tuple[Stratum, ...]]:
    """Return the strata of each network from the stated counts that calculations use.

    Parameters
    ----------
    counts, missing : DataFrame
        Tables ``member_counts`` and ``members_missing``.
    rows : DataFrame
        Memberships that count: ``network_id``, ``role`` and ``at``, the position of the actor.
    kinds : ndarray of str, optional
        Kind of each actor by position; None where the actors have none.
    roles : sequence of str
        Roles that count.
    covers : mapping of str to str
        What the counts of a network cover (`CountsCover`); a network that is not there is read from its rows.

    Returns
    -------
    mapping of str to tuple of Stratum
        Networks without a usable count are absent.

    Raises
    ------
    ValumaError
        A stratum is of kinds of actor but the actors have none.

    Notes
    -----
    A count whose roles no row that counts here can have (a count of agreements, of funders) is not usable. Of
    nested strata the wider one holds what the narrower leave: 37 members, 32 of them municipalities, are 32
    municipalities and 5 others. Where nobody says what the counts cover, they cover the whole list only if every
    known member and partner lies in one of them.
    """
    if counts.empty:
        return {}
    chosen = counts[counts["used"].fillna(False).astype(bool)]
    at, role, networks = (rows[name].to_numpy() for name in ("at", "role", "network_id"))
    listed = np.isin(role.astype(str), [str(word) for word in LISTED])
    parts: dict[str, tuple[Stratum, ...]] = {}
    for network_id, stated in chosen.groupby("network_id", sort=False):
        here = networks == network_id
        strata = [s for row in stated.to_dict("records") if (s := _stratum(row, roles)) is not None]
        if not strata:
            continue
        strata = list(_rest(_with_members(strata, at[here], role[here], kinds)))
        inside = {member for stratum in strata for member in stratum.members}
        cover = covers.get(str(network_id))
        of_part = not inside.issuperset(at[here & listed].tolist()) if cover is None else cover == CountsCover.PART
        parts[str(network_id)] = tuple(replace(_with_missing(missing, s), of_part=of_part) for s in strata)
    return parts


def read_covers(networks: pd.DataFrame) -> dict[str, str]:
    """Return what the counts of networks cover, by network; those of whom nobody says it are absent.

    Parameters
    ----------
    networks : DataFrame
        Networks by id, with or without a column ``counts_cover``.
    """
    if "counts_cover" not in networks.columns:
        return {}
    return {str(key): str(word) for key, word in networks["counts_cover"].dropna().items()}


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
    strata: list[Stratum],
    at: npt.NDArray[np.intp],
    roles: npt.NDArray[np.object_],
    kinds: npt.NDArray[np.object_] | None,
) -> Iterator[Stratum]:
    """Give every known member to the narrowest stratum that it belongs to."""
    if any(s.kinds for s in strata) and kinds is None:
        raise ValumaError("member counts are by kind of actor, but the actors have no column 'kind'")
    taken: set[int] = set()
    for stratum in sorted(strata, key=lambda s: (not s.kinds, len(s.kinds), len(s.roles), s.of)):
        inside = at[np.isin(roles.astype(str), list(stratum.roles))]
        if stratum.kinds and kinds is not None:
            inside = inside[np.isin(kinds[inside].astype(str), list(stratum.kinds))]
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
