"""What a graph holds: node tables, sparse blocks, membership rows; questions to it and parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Self

import numpy as np
import pandas as pd
from scipy import sparse

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.columns import attribute_of
from valuma.graph.sparse_blocks import binary
from valuma.graph.told import TOLD_COLUMNS
from valuma.schema.problems import ValumaError, nearest
from valuma.study.settings import ROLES

#: Columns of the table of membership rows that a graph keeps.
ROW_COLUMNS = (
    "network_id",
    "actor_id",
    "role",
    "year_from",
    "year_to",
    "observed_year",
    "sectors",
    "weight",
    "source_id",
)


class NetworkProfiles(NamedTuple):
    """Counted members of each network by profile, and those left out by state.

    ``counts`` is networks × profiles of ``attribute.table``; ``left`` is networks × 4, columns as in
    `State` (column 0 is always zero).
    """

    attribute: Attribute
    counts: sparse.csr_array
    left: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class GraphBlocks:
    """Node tables, sparse blocks and membership rows, with what can be asked and taken out of them.

    Parameters
    ----------
    actors, networks, themes : DataFrame
        Node tables indexed by id.
    membership : csr_array, shape (n_actors, n_networks)
        1 where an actor takes part in a network in a role that counts, else 0.
    focus : csr_array, shape (n_networks, n_themes)
        Weight of a theme in a network.
    interest : csr_array, shape (n_actors, n_themes)
        Interest of an actor in a theme, in [0, 1].
    cooperation : csr_array, shape (n_actors, n_actors)
        Reported cooperation, in [0, 1]; row tells, column is named.
    rows : DataFrame
        Every membership row of the selection with ``state`` (in, out, undated) and ``counted``.
    roles : tuple of str
        Roles that count.
    year : int, optional
        Year the graph shows; None for all years together.
    undated : {"keep", "drop"}
        Whether rows without a year count.
    frame : DataFrame, optional
        All actors of the registry, also those without a tie: what the unknown members can be.
    member_counts, members_missing : DataFrame, optional
        What is stated of the size of member lists and of where the unknown members lie.
    told : DataFrame, optional
        Ties of `interest` and `cooperation` that people told in confidence, with what may be shown of them; see
        `released`. Memberships say it in the column ``attribution`` of `rows`.
    meta : mapping
        Title, languages, reference year and other facts of the study.
    synthetic : bool
        Whether anything in the graph is invented.

    """

    actors: pd.DataFrame
    networks: pd.DataFrame
    themes: pd.DataFrame
    membership: sparse.csr_array
    focus: sparse.csr_array
    interest: sparse.csr_array
    cooperation: sparse.csr_array
    rows: pd.DataFrame
    roles: tuple[str, ...] = ROLES
    year: int | None = None
    undated: Literal["keep", "drop"] = "keep"
    frame: pd.DataFrame | None = None
    member_counts: pd.DataFrame = field(default_factory=pd.DataFrame)
    members_missing: pd.DataFrame = field(default_factory=pd.DataFrame)
    meta: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    synthetic: bool = False
    told: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(TOLD_COLUMNS)))

    def __post_init__(self) -> None:
        n_actors, n_networks, n_themes = len(self.actors), len(self.networks), len(self.themes)
        shapes = {
            "membership": (n_actors, n_networks),
            "focus": (n_networks, n_themes),
            "interest": (n_actors, n_themes),
            "cooperation": (n_actors, n_actors),
        }
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValumaError(f"block {name} has shape {getattr(self, name).shape}; the node tables give {shape}")
        object.__setattr__(self, "_cache", {})

    # -- attributes ---------------------------------------------------------------------------

    def attribute(self, name: str, coding: Coding = "A") -> Attribute:
        """Return an attribute of the actors.

        Parameters
        ----------
        name : str
            ``policy_sector``, ``side``, ``tier``, ``level``, ``region``, ``urban_rural``, ``archipelago``,
            ``kind``, ``country`` or any column of the actor table.
        coding : {"A", "B"}
            See the methods page.

        Returns
        -------
        Attribute
            Aligned to `actors`; with a registry behind the graph its profiles are those of the
            whole registry, so that known and possible members are counted in the same terms.
        """
        if self.frame is None:
            return self._cached(name, coding, self.actors)
        whole = self._cached(name, coding, self.frame)
        return whole.take(self._frame_positions)

    def frame_attribute(self, name: str, coding: Coding = "A") -> tuple[pd.DataFrame, Attribute]:
        """Return all actors of the registry and their attribute.

        Parameters
        ----------
        name, coding
            As in `attribute`.

        Returns
        -------
        tuple of DataFrame and Attribute
            The registry (the graph's own actors where none stands behind it) and the attribute,
            aligned.
        """
        frame = self.actors if self.frame is None else self.frame
        return frame, self._cached(name, coding, frame)

    def network_profiles(self, attribute: Attribute) -> NetworkProfiles:
        """Count the members of each network by profile.

        Parameters
        ----------
        attribute : Attribute
            As returned by `attribute`.

        Returns
        -------
        NetworkProfiles
            A membership row that names the branch of a general authority gives it the profile of
            that branch in that network; profiles that this adds are appended to the table.

        Notes
        -----
        Cost: one pass over the memberships.
        """
        from valuma.graph.profiles import count_profiles

        return count_profiles(self, attribute)

    def _cached(self, name: str, coding: Coding, frame: pd.DataFrame) -> Attribute:
        cache: dict[tuple[str, str], Attribute] = object.__getattribute__(self, "_cache")
        key = (name, coding)
        if key not in cache:
            cache[key] = attribute_of(frame, name, coding)
        return cache[key]

    @cached_property
    def _frame_positions(self) -> np.ndarray:
        if self.frame is None:
            return np.arange(len(self.actors), dtype=np.int32)
        positions = self.frame.index.get_indexer(self.actors.index)
        if (positions < 0).any():
            raise ValumaError("the registry behind the graph lacks some of its actors")
        return positions.astype(np.int32)

    # -- parts and changes --------------------------------------------------------------------

    def select(self, *, actors: Iterable[str] | None = None, networks: Iterable[str] | None = None) -> Self:
        """Return the graph of some actors, some networks or both.

        Parameters
        ----------
        actors, networks : iterable of str, optional
            Ids to keep, in the order of the graph; None keeps all.

        Returns
        -------
        Same class
            Themes are all kept; so is the registry behind the graph.

        Raises
        ------
        ValumaError
            An id is not in the graph.
        """
        keep_a = self._positions(self.actors, actors, "actor")
        keep_n = self._positions(self.networks, networks, "network")
        rows = self.rows[
            self.rows["actor_id"].isin(self.actors.index[keep_a])
            & self.rows["network_id"].isin(self.networks.index[keep_n])
        ]
        counts, missing = (
            table if table.empty else table[table["network_id"].isin(self.networks.index[keep_n])]
            for table in (self.member_counts, self.members_missing)
        )
        return replace(
            self,
            actors=self.actors.iloc[keep_a],
            networks=self.networks.iloc[keep_n],
            membership=self.membership[keep_a][:, keep_n],
            focus=self.focus[keep_n],
            interest=self.interest[keep_a],
            cooperation=self.cooperation[keep_a][:, keep_a],
            rows=rows.reset_index(drop=True),
            member_counts=counts,
            members_missing=missing,
        )

    def drop_actors(self, ids: Iterable[str]) -> Self:
        """Return the graph without some actors.

        Parameters
        ----------
        ids : iterable of str
            Actors to take away.

        Returns
        -------
        Same class
            Networks stay, also those left without members.

        Raises
        ------
        ValumaError
            An id is not in the graph.
        """
        gone = self._positions(self.actors, ids, "actor")
        return self.select(actors=self.actors.index.delete(gone))

    def with_membership(self, matrix: Any) -> Self:
        """Return the graph with another membership block over the same nodes.

        Parameters
        ----------
        matrix : array or sparse array, shape (n_actors, n_networks)
            Non-zero where an actor takes part.

        Returns
        -------
        Same class
            Its `rows` are made from the matrix and carry no role, year or source.
        """
        block = binary(matrix)
        coo = block.tocoo()
        rows = pd.DataFrame(
            {"network_id": self.networks.index[coo.col], "actor_id": self.actors.index[coo.row]}
        ).reindex(columns=[*ROW_COLUMNS])
        rows["state"], rows["counted"] = "in", True
        return replace(self, membership=block, rows=rows)

    def recount(
        self,
        *,
        roles: Iterable[str] | None = None,
        year: int | None = None,
        undated: Literal["keep", "drop"] = "keep",
    ) -> Self:
        """Return the graph with other roles, another year or another treatment of undated rows.

        Parameters
        ----------
        roles : iterable of str, optional
            Roles that count; by default those of this graph.
        year : int, optional
            Year to show; None for all years together.
        undated : {"keep", "drop"}
            Whether rows without a year count when a year is shown.

        Returns
        -------
        Same class
            All rows are kept; only what counts changes.

        Raises
        ------
        ValumaError
            There is no such role, or the year is none that a study can hold.
        """
        from valuma.graph.assemble import check_roles, check_year, count_rows, membership_block

        check_year(year)
        chosen = self.roles if roles is None else check_roles(roles, self.rows, also=self.roles)
        rows = count_rows(self.rows, chosen, year, undated)
        block = membership_block(rows, self.actors.index, self.networks.index)
        return replace(self, rows=rows, membership=block, roles=chosen, year=year, undated=undated)

    @staticmethod
    def _positions(table: pd.DataFrame, ids: Iterable[str] | None, what: str) -> np.ndarray:
        if ids is None:
            return np.arange(len(table))
        wanted = list(ids)
        found = table.index.get_indexer(pd.Index(wanted, dtype=table.index.dtype if wanted else object))
        if (found < 0).any():
            lost = next(name for name, at in zip(wanted, found, strict=True) if at < 0)
            hint = nearest(str(lost), map(str, table.index))
            raise ValumaError(f"there is no {what} {lost!r} in the graph" + (f" ({hint})" if hint else ""))
        return np.sort(found)

    # -- what may leave -----------------------------------------------------------------------

    @property
    def confidential(self) -> dict[str, int]:
        """Ties that are not shown by name, by block: ``membership``, ``interest``, ``cooperation``."""
        from valuma.graph.told import confidential

        return confidential(self)

    def released(self, *, key: bytes | None = None) -> Self:
        """Return what of the graph may leave by name; every export does it by itself.

        Parameters
        ----------
        key : bytes, optional
            Key for pseudonyms (`valuma.loaders.key_file.read_key`). With it, ties that may be shown under a
            pseudonym stand between actors that are called so; without it they are left out.

        Returns
        -------
        Same class
            Without ties told in confidence and without actors of which nothing else is known here; how many are left
            out stands in ``meta["left_out"]``. The graph itself where all of it is public record.

        Notes
        -----
        The matrices and `rows` of a graph hold every tie, so that measures are right: they are for the analyst's own
        memory. Named ties leave only with the consent of who told them (``attribution`` is ``named``) or as public
        record; others leave as sums of groups, see `valuma.survey.disclosure.ties.release_ties`.
        """
        from valuma.graph.told import released

        return released(self, key)

    # -- numbers ------------------------------------------------------------------------------

    @property
    def n_memberships(self) -> int:
        """Number of actor–network pairs that count."""
        return int(self.membership.nnz)

    @property
    def undated_share(self) -> float | None:
        """Share of the counted pairs that rest on undated rows only; None without memberships."""
        counted = self.rows[self.rows["role"].isna() | self.rows["role"].isin(self.roles)]
        if counted.empty:
            return None
        pairs = counted.assign(undated=_is_undated(counted)).groupby(["network_id", "actor_id"])["undated"].all()
        return float(pairs.mean())


def _is_undated(rows: pd.DataFrame) -> pd.Series:
    return rows["year_from"].isna() & rows["year_to"].isna()
