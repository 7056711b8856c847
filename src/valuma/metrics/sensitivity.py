"""Sensitivity: every headline measure under both codings, with and without funders."""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from valuma.graph.attributes import Coding
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.contact import contact
from valuma.metrics.mixing import mixing
from valuma.metrics.profile import THRESHOLD, cooperation_profile
from valuma.metrics.states import BoundsBy, ResultState, Verdict
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Role

Roles = Literal["without funders", "with funders"]
#: Roles of those that pay or order, which count only on request.
PAYING: tuple[str, ...] = (Role.FUNDER, Role.COMMISSIONER)
CODINGS: tuple[Coding, ...] = ("A", "B")
ROLES: tuple[Roles, ...] = ("without funders", "with funders")
#: Attributes whose mixing over the whole graph is a headline measure.
HEADLINE = ("policy_sector", "side", "tier", "region", "urban_rural", "archipelago")
#: Scope of the numbers that are of the whole graph.
WHOLE = "all"


class Comparison(NamedTuple):
    """Which of two networks is higher, if that is a finding, and the verdict."""

    higher: str | None
    verdict: Verdict


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity:
    """Headline measures under four variants.

    Parameters
    ----------
    frame : DataFrame
        Columns ``scope`` (a network, or ``all``), ``measure``, ``coding``, ``roles``, ``value``, ``low``, ``high``,
        ``bounds_by`` and ``state``.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    synthetic: bool

    def variant(self, coding: Coding, roles: Roles) -> pd.DataFrame:
        """Return the measures of one variant.

        Parameters
        ----------
        coding : {"A", "B"}
            Coding of general authorities and universities.
        roles : {"without funders", "with funders"}
            Roles that count.

        Returns
        -------
        DataFrame
            Indexed by scope and measure; columns value, low, high, bounds_by, state.
        """
        chosen = self.frame[(self.frame["coding"] == coding) & (self.frame["roles"] == roles)]
        return chosen.drop(columns=["coding", "roles"]).set_index(["scope", "measure"])

    def variants(self) -> Iterator[pd.DataFrame]:
        """Yield the four variants.

        Yields
        ------
        DataFrame
            As `variant` returns it; coding A without funders comes first.
        """
        for coding in CODINGS:
            for roles in ROLES:
                yield self.variant(coding, roles)

    def compare(self, measure: str, first: str, second: str) -> Comparison:
        """Say which of two networks is higher on a measure, if that is a finding.

        Parameters
        ----------
        measure : str
            A measure of the cooperation profile.
        first, second : str
            Networks.

        Returns
        -------
        Comparison
            A finding only where the bounds of the two do not overlap, in the same direction, under
            both codings and with and without funders.

        Raises
        ------
        ValumaError
            There is no such network or measure.
        """
        found = {_verdict(variant, measure, first, second) for variant in self.variants()}
        if len(found) == 1:
            return found.pop()
        verdicts = {part.verdict for part in found}
        if verdicts == {Verdict.HOLDS} or Verdict.HOLDS in verdicts:
            return Comparison(None, Verdict.NOT_EVERYWHERE)
        weakest = (Verdict.NOT_MEASURED, Verdict.SIZE_NOT_STATED, Verdict.BOUNDS_OVERLAP)
        return Comparison(None, next(verdict for verdict in weakest if verdict in verdicts))

    def tidy(self) -> pd.DataFrame:
        """Return the frame with the synthetic mark.

        Returns
        -------
        DataFrame
            One row a scope, measure and variant.
        """
        return self.frame.assign(synthetic=self.synthetic)

    def summary(self) -> pd.DataFrame:
        """Return the values of the whole graph, one column a variant.

        Returns
        -------
        DataFrame
            Rows are measures; columns are (coding, roles).
        """
        whole = self.frame[self.frame["scope"] == WHOLE]
        return whole.pivot(index="measure", columns=["coding", "roles"], values="value")

    def __repr__(self) -> str:
        mark = ", SYNTHETIC" if self.synthetic else ""
        return f"<Sensitivity: {self.frame['scope'].nunique()} scopes, 2 codings × 2 sets of roles{mark}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.summary().to_html()}"


def sensitivity(
    graph: GraphBlocks, *, threshold: float = THRESHOLD, draws: int = 999, seed: int | None = 0
) -> Sensitivity:
    """Measure everything under codings A and B, without and with funders and commissioners.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph of a group, with all membership rows, also those in roles that do not count.
    threshold, draws, seed
        As in `cooperation_profile`.

    Returns
    -------
    Sensitivity
        The profile of each network and, for the whole graph, share across by attribute
        (``across_side``, …), mean tier distance and contact (``contact_national``, ``contact_state``).

    Notes
    -----
    Numbers of the whole graph have no bounds: their ``bounds_by`` is ``not bounded`` and their ends are
    missing. Cost: four times that of `cooperation_profile`.
    """
    base = tuple(role for role in graph.roles if role not in PAYING)
    rows: list[pd.DataFrame] = []
    for coding in CODINGS:
        for roles, counted in zip(ROLES, (base, (*base, *PAYING)), strict=True):
            part = graph.recount(roles=counted, year=graph.year, undated=graph.undated)
            table = pd.concat([_whole(part, coding), _networks(part, coding, threshold, draws, seed)])
            rows.append(table.assign(coding=coding, roles=roles))
    columns = ["scope", "measure", "coding", "roles", "value", "low", "high", "bounds_by", "state"]
    return Sensitivity(pd.concat(rows, ignore_index=True)[columns], graph.synthetic)


def _networks(graph: GraphBlocks, coding: Coding, threshold: float, draws: int, seed: int | None) -> pd.DataFrame:
    tidy = cooperation_profile(graph, coding=coding, threshold=threshold, draws=draws, seed=seed).tidy()
    coded = tidy["measure"] == "themes_span"
    # Themes are not a member list: their span is what it is.
    tidy["bounds_by"] = tidy["bounds_by"].where(~coded, str(BoundsBy.COMPLETE))
    return tidy.rename(columns={"network_id": "scope"})[
        ["scope", "measure", "value", "low", "high", "bounds_by", "state"]
    ]


def _whole(graph: GraphBlocks, coding: Coding) -> pd.DataFrame:
    rows: list[tuple[str, float, str]] = []
    for name in HEADLINE:
        try:
            found = mixing(graph, name, coding=coding)
        except ValumaError:
            rows.append((f"across_{name}", float("nan"), str(ResultState.NOT_IN_DATA)))
            continue
        rows.append((f"across_{name}", found.share_across, found.states["share_across"]))
        if name == "tier":
            rows.append(("tier_distance", found.mean_distance, found.states["mean_distance"]))
    try:
        met = contact(graph, coding=coding).frame.iloc[0]
        rows += [
            (f"contact_{with_}", float(met[f"share_{with_}"]), str(met["state"])) for with_ in ("national", "state")
        ]
    except ValumaError:
        rows += [(f"contact_{with_}", float("nan"), str(ResultState.NOT_IN_DATA)) for with_ in ("national", "state")]
    frame = pd.DataFrame(rows, columns=["measure", "value", "state"])
    return frame.assign(scope=WHOLE, low=float("nan"), high=float("nan"), bounds_by=str(BoundsBy.NOT_BOUNDED))


def _verdict(variant: pd.DataFrame, measure: str, first: str, second: str) -> Comparison:
    rows: list[dict[Hashable, Any]] = []
    for network in (first, second):
        if (network, measure) not in variant.index:
            raise ValumaError(f"there is no measure {measure!r} of {network!r}")
        rows += variant.loc[[(network, measure)]].to_dict("records")
    one, two = rows
    if any(row["state"] != ResultState.MEASURED for row in rows):
        return Comparison(None, Verdict.NOT_MEASURED)
    if any(pd.isna(row["low"]) or pd.isna(row["high"]) for row in rows):
        return Comparison(None, Verdict.SIZE_NOT_STATED)
    if one["low"] > two["high"]:
        return Comparison(first, Verdict.HOLDS)
    if two["low"] > one["high"]:
        return Comparison(second, Verdict.HOLDS)
    return Comparison(None, Verdict.BOUNDS_OVERLAP)
