"""Headline numbers under every variant, and which statements hold under all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from valuma.graph.attributes import Coding
from valuma.metrics import chance, contact, share_bounds
from valuma.metrics.sensitivity import CODINGS, PAYING
from valuma.report.results import Result
from valuma.schema.vocabularies import Kind, Tier

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.report.cache import Cache

#: Attributes over which the whole graph is compared with drawing by lot.
ACROSS = ("side", "tier", "region", "policy_sector")
#: Kinds of local actors whose contact with the State is counted apart.
KINDS = (Kind.MUNICIPALITY, Kind.LEADER_GROUP)
_ALL_YEARS = "all"
_UNDEFINED = "a variant has no two members with a profile that meet"


class _Variant(NamedTuple):
    graph: ActorNetworkThemeGraph
    coding: Coding
    roles: str
    years: str


@dataclass(frozen=True)
class Variants:
    """Headline measures of one graph under every coding, set of roles and choice of years.

    Parameters
    ----------
    frame : DataFrame
        Columns ``coding``, ``roles`` (without or with funders), ``years`` (all, or the reference year with undated
        rows kept or dropped), ``measure``, ``value``; for shares across also ``lot_low`` and ``lot_high`` (95 of 100
        draws by lot) and, over all years, ``low`` and ``high`` (bounds over what the missing members of lists of
        stated size could be).
    """

    frame: pd.DataFrame

    def of(self, measure: str) -> pd.DataFrame:
        """Return the rows of one measure, the default variant first."""
        return self.frame[self.frame["measure"] == measure].reset_index(drop=True)

    def share(self, name: str, measure: str, *, n: int | None = None, of: int | None = None) -> Result:
        """Return a share as a result: the default variant, with the range over all variants.

        Parameters
        ----------
        name, measure : str
            Name of the result and of the measure.
        n, of : int, optional
            Counts behind the default variant.

        Returns
        -------
        Result
            A share with ``low`` and ``high``; without a value, and with a state, where a variant has no pair of
            members to compare.
        """
        values = self.of(measure)["value"]
        if values.isna().any():
            return Result(name, kind="share", n=n, of=of, state=_UNDEFINED)
        low, high = float(values.min()), float(values.max())
        return Result(name, float(values.iloc[0]), "share", low=low, high=high, n=n, of=of)

    def count(self, name: str, measure: str) -> Result:
        """Return a count as a result: the default variant, with the range over all variants of all years."""
        rows = self.of(measure)
        values = rows.loc[rows["years"] == _ALL_YEARS, "value"]
        return Result(name, int(values.iloc[0]), low=float(values.min()), high=float(values.max()))

    def by_lot(self, name: str, measure: str) -> Result:
        """Return the range into which 95 of 100 draws by lot fall, over all variants."""
        return self._range(name, measure, "lot_low", "lot_high")

    def filled(self, name: str, measure: str) -> Result:
        """Return the bounds when missing members are filled in every way, over all variants."""
        return self._range(name, measure, "low", "high")

    def finding(self, name: str, holds: Callable[[pd.DataFrame], bool]) -> Result:
        """Return a finding with the codings under which it holds for every set of roles and years.

        Parameters
        ----------
        name : str
            Name of the finding.
        holds : callable
            Takes one variant (indexed by measure) and says whether the statement is true there.

        Returns
        -------
        Result
            Of kind finding.
        """
        under = []
        for coding in CODINGS:
            parts = self.frame[self.frame["coding"] == coding].groupby(["roles", "years"], sort=False)
            if all(holds(part.set_index("measure")) for _, part in parts):
                under.append(coding)
        return Result(name, kind="finding", holds_under=tuple(under))

    def _range(self, name: str, measure: str, low: str, high: str) -> Result:
        rows = self.of(measure)
        if rows[[low, high]].isna().all().any():
            return Result(name, kind="share", state=_UNDEFINED)
        return Result(name, kind="share", state="a range", low=float(rows[low].min()), high=float(rows[high].max()))


def below_lot(measure: str) -> Callable[[pd.DataFrame], bool]:
    """Return the statement that a share lies below the draws by lot, however missing members are filled."""

    def holds(variant: pd.DataFrame) -> bool:
        row = variant.to_dict("index")[measure]
        bound = row["value"] if pd.isna(row["high"]) else max(row["value"], row["high"])
        return bool(bound < row["lot_low"])

    return holds


def measure_variants(
    graph: ActorNetworkThemeGraph, *, year: int, draws: int, seed: int, cache: Cache, name: str
) -> Variants:
    """Measure a graph under every variant, from the cache where it was measured before.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph of a group, all years together.
    year : int
        Reference year of the variants with one year.
    draws, seed : int
        Draws by lot and their seed.
    cache : Cache
        Where results are kept.
    name : str
        Name of the result in the cache.

    Returns
    -------
    Variants
        Twelve variants: two codings, without and with funders, all years and the reference year with undated
        rows kept and dropped.
    """

    def compute() -> pd.DataFrame:
        return pd.DataFrame([row for variant in _variants(graph, year) for row in _measure(variant, draws, seed)])

    options = {"year": year, "draws": draws, "roles": list(graph.roles), "networks": len(graph.networks)}
    return Variants(cache.frame(name, compute, options=options, seed=seed))


def _variants(graph: ActorNetworkThemeGraph, year: int) -> Iterator[_Variant]:
    base = tuple(role for role in graph.roles if role not in PAYING)
    undated: tuple[Literal["keep", "drop"], ...] = ("keep", "drop")
    for coding in CODINGS:
        for roles, counted in (("without funders", base), ("with funders", (*base, *PAYING))):
            yield _Variant(graph.recount(roles=counted), coding, roles, _ALL_YEARS)
            for treatment in undated:
                part = graph.recount(roles=counted, year=year, undated=treatment)
                yield _Variant(part, coding, roles, f"{year}, undated {treatment}")


def _associations(graph: ActorNetworkThemeGraph) -> pd.Index:
    """Return the national associations of municipalities."""
    actors = graph.actors
    return actors.index[(actors["kind"] == Kind.MUNICIPAL_ASSOCIATION) & (actors["tier"] == Tier.NATIONAL)]


def _measure(variant: _Variant, draws: int, seed: int) -> Iterator[dict[str, object]]:
    graph, coding = variant.graph, variant.coding
    of = {"coding": coding, "roles": variant.roles, "years": variant.years}
    met = contact(graph, coding=coding).frame.to_dict("records")[0]
    for with_ in ("national", "state"):
        yield {**of, "measure": f"contact_{with_}", "value": float(met[f"share_{with_}"])}
    kinds = contact(graph, by="kind", coding=coding).frame["share_state"].reindex([str(kind) for kind in KINDS])
    for kind, share in kinds.items():
        yield {**of, "measure": f"contact_state_{kind}", "value": float(share)}
    others = contact(graph.drop_actors(_associations(graph)), coding=coding).frame.to_dict("records")[0]
    only = int(met["with_national"]) - int(others["with_national"])
    yield {**of, "measure": "contact_only_association", "value": float(only)}
    for attribute in ACROSS:
        row = chance(graph, attribute, coding=coding, draws=draws, seed=seed).frame.T["share_across"]
        ends = {"lot_low": float(row["low"]), "lot_high": float(row["high"])}
        # Stated sizes are of the lists as they were collected, not of a single year.
        if variant.years == _ALL_YEARS:
            bounds = share_bounds(graph, attribute, coding=coding)
            ends |= {"low": bounds.low, "high": bounds.high}
        yield {**of, "measure": f"across_{attribute}", "value": float(row["observed"]), **ends}
