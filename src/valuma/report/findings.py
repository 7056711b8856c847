"""Headline numbers under every variant, and which statements hold under all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from valuma.graph.attributes import Coding
from valuma.metrics import chance, contact
from valuma.report.results import Result

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.report.cache import Cache

#: Attributes over which the whole graph is compared with drawing by lot.
ACROSS = ("side", "tier", "region", "policy_sector")
CODINGS: tuple[Coding, ...] = ("A", "B")
_PAYING = ("funder", "commissioner")


@dataclass(frozen=True)
class Variants:
    """Headline measures of one graph under every coding, set of roles and choice of years.

    Parameters
    ----------
    frame : DataFrame
        Columns ``coding``, ``roles`` (without or with funders), ``years`` (all, or the reference year with undated
        rows kept), ``measure``, ``value`` and, for shares across, ``low`` and ``high`` of the draws by lot.
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
            A share with ``low`` and ``high``.
        """
        values = self.of(measure)["value"]
        low, high = float(values.min()), float(values.max())
        return Result(name, float(values.iloc[0]), "share", low=low, high=high, n=n, of=of)

    def by_lot(self, name: str, measure: str) -> Result:
        """Return the range into which 95 of 100 draws by lot fall, over all variants."""
        rows = self.of(measure)
        return Result(name, kind="share", state="a range", low=float(rows["low"].min()), high=float(rows["high"].max()))

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


def below_lot(measure: str) -> Callable[[pd.DataFrame], bool]:
    """Return the statement that a share lies below the range of the draws by lot."""
    return lambda variant: _number(variant, measure, "value") < _number(variant, measure, "low")


def above(first: str, second: str, gap: float) -> Callable[[pd.DataFrame], bool]:
    """Return the statement that one measure is higher than another by more than a gap."""
    return lambda variant: _number(variant, first, "value") - _number(variant, second, "value") > gap


def _number(variant: pd.DataFrame, measure: str, column: str) -> float:
    return float(variant[column].to_dict()[measure])


def measure_variants(
    graph: ActorNetworkThemeGraph, *, year: int, draws: int, seed: int, cache: Cache, name: str
) -> Variants:
    """Measure a graph under every variant, from the cache where it was measured before.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph of a group, all years together.
    year : int
        Reference year of the variant with one year.
    draws, seed : int
        Draws by lot and their seed.
    cache : Cache
        Where results are kept.
    name : str
        Name of the result in the cache.

    Returns
    -------
    Variants
        Eight variants: two codings, without and with funders, all years and the reference year.
    """

    def compute() -> pd.DataFrame:
        return pd.DataFrame([row for variant in _variants(graph, year) for row in _measure(*variant, draws, seed)])

    options = {"year": year, "draws": draws, "roles": list(graph.roles), "networks": len(graph.networks)}
    return Variants(cache.frame(name, compute, options=options, seed=seed))


def _variants(graph: ActorNetworkThemeGraph, year: int) -> Iterator[tuple[ActorNetworkThemeGraph, Coding, str, str]]:
    base = tuple(role for role in graph.roles if role not in _PAYING)
    for coding in CODINGS:
        for roles, counted in (("without funders", base), ("with funders", (*base, *_PAYING))):
            for years, chosen in (("all", None), (str(year), year)):
                yield graph.recount(roles=counted, year=chosen), coding, roles, years


def _measure(
    graph: ActorNetworkThemeGraph, coding: Coding, roles: str, years: str, draws: int, seed: int
) -> Iterator[dict[str, object]]:
    variant = {"coding": coding, "roles": roles, "years": years}
    met = contact(graph, coding=coding).frame.to_dict("records")[0]
    for with_ in ("national", "state"):
        yield {**variant, "measure": f"contact_{with_}", "value": float(met[f"share_{with_}"])}
    for attribute in ACROSS:
        row = chance(graph, attribute, coding=coding, draws=draws, seed=seed).frame.T["share_across"]
        value, low, high = float(row["observed"]), float(row["low"]), float(row["high"])
        yield {**variant, "measure": f"across_{attribute}", "value": value, "low": low, "high": high}
