"""What an unknown member can be: the profiles that the actors of a stratum have in the registry."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.extremes import Seats
from valuma.metrics.strata import Missing, Stratum
from valuma.schema.vocabularies import AreaKind

Mask = npt.NDArray[np.bool_]


class Admission:
    """Profiles of one attribute that the seats of a stratum admit.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Its registry says which actors of a kind there are.
    name : str
        Attribute.
    coding : {"A", "B"}
        Coding of general authorities and universities.

    Notes
    -----
    A seat can be taken by any registry actor of the stratum's kinds, in the network's country where
    one is given, that is not a member yet. Where the registry has fewer of them than there are
    seats, it cannot hold the members that are missing: actors of these kinds anywhere, members
    included, then show what is possible, and failing those every profile. Where such actors have no
    profile (no remit, no tier, not known) a seat may be left out.
    """

    def __init__(self, graph: GraphBlocks, name: str, coding: Coding = "A") -> None:
        self._graph = graph
        self._frame, self._attribute = graph.frame_attribute(name, coding)
        self._members: dict[str, Mask] = {}

    def extremes(self, stratum: Stratum) -> list[Seats]:
        """Return the seats of a stratum, whatever is known of where its missing members lie.

        Parameters
        ----------
        stratum : Stratum
            Complete or not.

        Returns
        -------
        list of Seats
            Empty for a complete stratum.
        """
        low, high = stratum.seats
        return [self._seats(self._candidates(stratum, high), low, high)] if high else []

    def stated(self, stratum: Stratum) -> list[Seats]:
        """Return the seats of a stratum, those with a stated place or kind apart.

        Parameters
        ----------
        stratum : Stratum
            With `missing`.

        Returns
        -------
        list of Seats
            What is stated is taken at its word, up to the number of seats.
        """
        low, high = stratum.seats
        seats: list[Seats] = []
        for part in stratum.missing:
            n = min(part.n, high)
            if n:
                seats.append(self._stated_seats(stratum, part, n))
                low, high = max(0, low - n), high - n
        return [*seats, *([self._seats(self._candidates(stratum, high), low, high)] if high else [])]

    def _stated_seats(self, stratum: Stratum, part: Missing, n: int) -> Seats:
        whole = self._whole(part)
        if whole is not None:
            return Seats((whole,), n, n)
        candidates = self._candidates(stratum, n)
        narrowed = candidates & self._of_kind(part) & self._in_area(part)
        return self._seats(narrowed if narrowed.any() else candidates, n, n)

    def _candidates(self, stratum: Stratum, seats: int) -> Mask:
        kinds = np.ones(len(self._frame), dtype=bool)
        if stratum.kinds or stratum.without:
            kind = self._frame["kind"]
            named = kind.isin(stratum.kinds) if stratum.kinds else kind.notna()
            kinds = (named & ~kind.isin(stratum.without)).to_numpy(dtype=bool)
        near = kinds & self._in_country(stratum.network_id) & ~self._is_member(stratum.network_id)
        if near.sum() >= seats:
            return near
        return kinds

    def _seats(self, candidates: Mask, low: int, high: int) -> Seats:
        codes = self._attribute.codes[candidates]
        if not len(codes):
            return Seats(tuple(range(self._attribute.n_profiles)), 0, high)
        profiles = tuple(int(code) for code in np.unique(codes[codes >= 0]))
        return Seats(profiles, 0 if (codes < 0).any() else low, high)

    def _whole(self, part: Missing) -> int | None:
        """Profile of an actor that lies wholly in the stated area, where the attribute is that area."""
        if self._attribute.name != "region" or part.area_kind not in (AreaKind.REGION, AreaKind.FOREIGN):
            return None
        if part.area not in self._attribute.categories:
            return None
        column = self._attribute.table[:, self._attribute.categories.index(part.area)]
        return int(column.argmax()) if column.max(initial=0.0) == 1.0 else None

    def _of_kind(self, part: Missing) -> Mask:
        if part.kind is None or "kind" not in self._frame.columns:
            return np.ones(len(self._frame), dtype=bool)
        return (self._frame["kind"] == part.kind).fillna(False).to_numpy(dtype=bool)

    def _in_area(self, part: Missing) -> Mask:
        if part.area_kind == AreaKind.MUNICIPALITY and "municipality_code" in self._frame.columns:
            return (self._frame["municipality_code"] == part.area).fillna(False).to_numpy(dtype=bool)
        region = self._region
        if part.area is None or region is None or part.area not in region.categories:
            return np.ones(len(self._frame), dtype=bool)
        inside = np.append(region.table[:, region.categories.index(part.area)] > 0, False)
        return np.asarray(inside[region.codes])

    def _in_country(self, network_id: str) -> Mask:
        networks = self._graph.networks
        if "country" not in networks.columns or "country" not in self._frame.columns:
            return np.ones(len(self._frame), dtype=bool)
        country = networks["country"][network_id]
        if pd.isna(country):
            return np.ones(len(self._frame), dtype=bool)
        home = self._frame["country"]
        return np.asarray(home.isna() | (home == country).fillna(False), dtype=bool)

    def _is_member(self, network_id: str) -> Mask:
        if network_id not in self._members:
            at = int(self._graph.networks.index.get_indexer(pd.Index([network_id]))[0])
            inside = self._graph.membership @ (np.arange(len(self._graph.networks)) == at).astype(np.float64) > 0
            self._members[network_id] = np.asarray(self._frame.index.isin(self._graph.actors.index[inside]))
        return self._members[network_id]

    @cached_property
    def _region(self) -> Attribute | None:
        return self._graph.frame_attribute("region")[1] if "region" in self._frame.columns else None
