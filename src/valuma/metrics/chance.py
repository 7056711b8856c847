"""Could it be chance: mixing against labels moved at random, or memberships redrawn with degrees kept."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks
from valuma.graph.nullmodels import DegreeSampler
from valuma.graph.profiles import CellProfiles, cell_profiles
from valuma.metrics.chance_result import Chance
from valuma.metrics.counts import choose_attribute
from valuma.metrics.distance import check_option, check_profiles, rank_distance
from valuma.metrics.draws import run_draws
from valuma.metrics.nulls import DegreeNull, LabelNull, MixingStatistic
from valuma.metrics.pairs import IntArray, PairWeight, pair_weights
from valuma.metrics.strata import Completeness, read_strata
from valuma.schema.problems import ValumaError
from valuma.study.areas import AREA_ATTRIBUTES

NullName = Literal["labels", "degrees"]
Within = Literal["kind", "country"]


def chance(
    graph: GraphBlocks,
    attribute: str | Attribute,
    *,
    null: NullName = "labels",
    within: Within | None = None,
    pairs: PairWeight = "newman",
    coding: Coding = "A",
    draws: int = 999,
    seed: int | None = None,
    executor: Executor | None = None,
    resume: str | Path | None = None,
) -> Chance:
    r"""Compare who meets whom with what chance would give.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        The whole graph of a group, never one case: the pool is all actors of the graph that have
        the attribute and at least one counted membership.
    attribute : str or Attribute
        Attribute of the members.
    null : {"labels", "degrees"}
        Move the labels among the actors of the pool, or redraw the memberships of the pool with
        the number of every actor and every network kept.
    within : {"kind", "country"}, optional
        Labels move only among actors of the same kind or country. Labels of place (region,
        urban_rural, archipelago) never leave a country.
    pairs : {"newman", "count", "equal"}
        Weight of a pair of members, as in `mixing`.
    coding : {"A", "B"}
        Coding of general authorities and universities.
    draws : int
        Number of draws.
    seed : int, optional
        None draws one; the result records it.
    executor : Executor, optional
        Any `concurrent.futures.Executor`. It changes the time, not the numbers.
    resume : path, optional
        Checkpoint that keeps the draws made.

    Returns
    -------
    Chance
        Observed values, mean and range of the draws, and two-sided p of share across, mean distance
        and every cell; "not testable" where all draws are equal. It says how many member lists
        are incomplete: p then compares the known part only.

    Raises
    ------
    ValumaError
        The graph is of one case, there is no such attribute, or the checkpoint is of another test.

    Notes
    -----
    p is :math:`(1 + \#\{|x - \bar x| \ge |x_{obs} - \bar x|\}) / (draws + 1)`. A membership whose row names
    the branch that takes part stays as it is under both nulls. Networks chosen by a curator are not
    a sample: p says how unusual the known network is among its own rearrangements, no more.

    References
    ----------
    Carstens, C. J., Hamann, M., Meyer, U., Penschuck, M., Tran, H. and Wagner, D. (2018). Parallel and
    I/O-efficient randomisation of massive networks using global curveball trades. *ESA 2018*,
    LIPIcs 112, 11:1-11:15. https://doi.org/10.4230/LIPIcs.ESA.2018.11

    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. *Statistical
    Applications in Genetics and Molecular Biology* 9, 39. https://doi.org/10.2202/1544-6115.1585

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": list("abcdef"), "network_id": list("xxxyyy")}),
    ...     actors=pd.DataFrame({"actor_id": list("abcdef"), "side": ["municipal"] * 3 + ["business"] * 3}),
    ... )
    >>> found = chance(graph, "side", draws=99, seed=1)
    >>> float(found.frame.loc["share_across", "observed"])
    0.0
    >>> bool(found.frame.loc["share_across", "expected"] > 0.5)
    True
    """
    check_option("null", null, ("labels", "degrees"))
    if "case" in graph.meta:
        raise ValumaError("a chance test draws from a whole group; build the graph without case=")
    chosen = choose_attribute(graph, attribute, coding)
    check_profiles(chosen)
    cells = cell_profiles(graph, chosen)
    pool = _Pool(cells, len(graph.networks))
    strata_by = _strata_columns(graph, cells.attribute.name, null, within)
    statistic = pool.statistic(pairs)
    made: LabelNull | DegreeNull
    if null == "labels":
        made = LabelNull(statistic, pool.actor, pool.network, pool.codes, _strata(graph, pool.actors, strata_by))
    else:
        made = DegreeNull(statistic, pool.sampler(), pool.codes)
    drawn, entropy = run_draws(made, draws=draws, seed=seed, executor=executor, resume=resume)
    observed = statistic.of(pool.network, pool.codes[pool.actor])
    lists = [Completeness.of(strata) for strata in read_strata(graph).values()]
    complete = sum(part.share is not None and part.share >= 1.0 for part in lists)
    return Chance.of(
        observed,
        drawn,
        names=statistic.names,
        categories=pool.categories,
        attribute=cells.attribute.name,
        coding=cells.attribute.coding,
        null=null,
        within=strata_by,
        pairs=pairs,
        seed=entropy,
        trades=made.sampler.trades if isinstance(made, DegreeNull) else None,
        pool=len(pool.codes),
        networks=len(graph.networks),
        incomplete=len(graph.networks) - complete,
        synthetic=graph.synthetic,
    )


class _Pool:
    """Labelled actors with at least one membership that can move, and what stays fixed.

    Profiles and categories that nobody in the pool has are left aside.
    """

    def __init__(self, cells: CellProfiles, n_networks: int) -> None:
        own = cells.attribute.codes[cells.actor]
        moves = (own >= 0) & (own == cells.codes)
        stays = (cells.codes >= 0) & ~moves
        used = np.unique(cells.codes[moves | stays])
        table = cells.attribute.table[used]
        present = table.any(axis=0)
        self.table = table[:, present]
        self.categories = tuple(c for c, here in zip(cells.attribute.categories, present, strict=True) if here)
        self.actors, actor = np.unique(cells.actor[moves], return_inverse=True)
        self.actor: IntArray = actor.astype(np.int64)
        self.network: IntArray = cells.network[moves].astype(np.int64)
        self.codes: IntArray = np.searchsorted(used, cells.attribute.codes[self.actors]).astype(np.int64)
        place = cells.network[stays].astype(np.int64) * len(used) + np.searchsorted(used, cells.codes[stays])
        fixed = np.bincount(place, minlength=n_networks * len(used)).reshape(n_networks, len(used))
        self.fixed: IntArray = fixed.astype(np.int64)
        self.ordered = cells.attribute.ordered
        self._steps = rank_distance(cells.attribute.table)[np.ix_(used, used)] if self.ordered else None

    def statistic(self, pairs: PairWeight) -> MixingStatistic:
        """Return what is computed of each draw."""
        size = np.bincount(self.network, minlength=len(self.fixed)) + self.fixed.sum(axis=1)
        return MixingStatistic(self.table, pair_weights(size.astype(np.float64), pairs), self.fixed, self._steps)

    def sampler(self) -> DegreeSampler:
        """Return the sampler of networks × actors of the pool."""
        shape = len(self.fixed), len(self.codes)
        block = sparse.coo_array((np.ones(len(self.actor)), (self.network, self.actor)), shape=shape)
        return DegreeSampler.of(block)


def _strata_columns(graph: GraphBlocks, name: str, null: str, within: str | None) -> tuple[str, ...]:
    """Return the columns within whose values labels stay; places stay in their country."""
    if within is not None:
        check_option("within", within, ("kind", "country"))
        if null == "degrees":
            raise ValumaError("within= is for null='labels'; degree-preserving draws move memberships, not labels")
        if within not in graph.actors.columns:
            raise ValumaError(f"labels cannot stay within {within}: the actors have no column {within!r}")
    columns = [] if within is None else [within]
    if null == "labels" and name in AREA_ATTRIBUTES and "country" in graph.actors.columns and "country" not in columns:
        columns.append("country")
    return tuple(columns)


def _strata(graph: GraphBlocks, actors: np.ndarray, columns: tuple[str, ...]) -> tuple[IntArray, ...]:
    """Return the actors of the pool by the values of some columns; those without a value are one stratum."""
    if not columns or not len(actors):
        return (np.arange(len(actors), dtype=np.int64),)
    part = graph.actors[list(columns)].iloc[actors].astype(object)
    key = part.where(part.notna(), "").astype(str).agg("\x1f".join, axis=1)
    codes = pd.factorize(key, sort=True)[0]
    return tuple(np.flatnonzero(codes == k).astype(np.int64) for k in range(codes.max(initial=-1) + 1))
