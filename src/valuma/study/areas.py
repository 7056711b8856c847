"""Region, urban–rural class and archipelago status of actors, in shares, each with a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE, AreaKind, Level
from valuma.study.area_rules import OFFICIAL, AreaRules
from valuma.study.cover import KNOWN, UNKNOWN, cover, region_of_municipality
from valuma.study.settings import StudySettings
from valuma.study.shares import parse_shares

if TYPE_CHECKING:
    from valuma.study.study import Study

#: Attributes of place that an actor can hold in shares.
AREA_ATTRIBUTES = ("region", "urban_rural", "archipelago")


@dataclass(frozen=True)
class AreaShares:
    """Shares of actors over the categories of an attribute of place.

    Parameters
    ----------
    attribute : str
        ``region``, ``urban_rural`` or ``archipelago``.
    frame : DataFrame
        ``actor_id``, ``category``, ``share``; shares of an actor sum to 1. Only actors whose state is known.
    state : Series of str, indexed by actor_id
        ``known``, ``unknown`` or ``not-applicable`` of every actor of the study.
    origin : str
        ``registry``, ``official``, ``derived`` or ``official and derived``: what the classes rest on.
    """

    attribute: str
    frame: pd.DataFrame
    state: pd.Series
    origin: str

    @property
    def categories(self) -> tuple[str, ...]:
        """Categories that occur, sorted."""
        return tuple(sorted(self.frame["category"].unique()))

    def __repr__(self) -> str:
        known = int((self.state == KNOWN).sum())
        return f"<AreaShares {self.attribute} ({self.origin}): {known} of {len(self.state)} actors known>"


def actor_shares(study: Study, name: str) -> AreaShares:
    """Return the shares of every actor of a study over the categories of an attribute of place.

    Parameters
    ----------
    study : Study
        Validated tables.
    name : {"region", "urban_rural", "archipelago"}
        The attribute.

    Returns
    -------
    AreaShares
        Long table of shares and a state for every actor.

    Raises
    ------
    ValumaError
        There is no such attribute.

    Notes
    -----
    The division into regions is that of the study's reference year. An actor that covers several places has
    equal shares of them in ``region`` unless shares are given, and shares by inhabitants in the other two.
    An actor of regional level that is known by its seat only is taken to cover the region of the seat. For
    urban–rural class and archipelago status an actor is known only when every part of it is.
    """
    if name not in AREA_ATTRIBUTES:
        hint = nearest(name, AREA_ATTRIBUTES)
        raise ValumaError(f"there is no attribute of place {name!r} ({hint})")
    if name == "region":
        return region_shares(study.tables, study.settings)
    if name == "archipelago":
        return archipelago_shares(study.tables, study.settings)
    return urban_rural_shares(study.tables, study.settings, study.area_rules)


def region_shares(tables: Mapping[str, pd.DataFrame], settings: StudySettings) -> AreaShares:
    """Return the shares of every actor over regions; a foreign region is written ``SE:Skåne``.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of a study.
    settings : StudySettings
        Reference year and country.
    """
    areas, state = cover(tables, year=settings.reference_year, country=settings.country)
    regions = region_of_municipality(tables, settings.reference_year)
    category = areas["area"].where(areas["area_kind"] != AreaKind.MUNICIPALITY, areas["area"].map(regions))
    return _result("region", areas.assign(category=category), state, "registry")


def archipelago_shares(tables: Mapping[str, pd.DataFrame], settings: StudySettings) -> AreaShares:
    """Return the shares of every actor over archipelago status, by inhabitants.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of a study.
    settings : StudySettings
        Reference year and country.
    """
    places = tables["municipalities"]
    classes = pd.Series(places["archipelago"].to_numpy(), index=places["municipality_code"].to_numpy(), dtype="str")
    parts = {str(code): {str(status): 1.0} for code, status in classes.dropna().items()}
    return _by_municipality("archipelago", tables, settings, parts, "registry")


def urban_rural_shares(tables: Mapping[str, pd.DataFrame], settings: StudySettings, rules: AreaRules) -> AreaShares:
    """Return the shares of every actor over urban–rural classes, by inhabitants.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of a study.
    settings : StudySettings
        Reference year and country.
    rules : AreaRules
        Rule of the derived classes; an official class in the table of municipalities wins.
    """
    classes = rules.classify(tables["municipalities"])
    origins = sorted(set(classes["origin"]) - {UNKNOWN}, reverse=True)
    parts = {
        str(code): _scaled(parse_shares(str(text))) if origin == OFFICIAL else {str(text): 1.0}
        for code, text, origin in zip(classes.index, classes["urban_rural"], classes["origin"], strict=True)
        if not pd.isna(text)
    }
    return _by_municipality("urban_rural", tables, settings, parts, " and ".join(origins) or UNKNOWN)


def _scaled(shares: Mapping[str, float]) -> dict[str, float]:
    total = sum(shares.values()) or 1.0
    return {name: share / total for name, share in shares.items()}


def _by_municipality(
    name: str,
    tables: Mapping[str, pd.DataFrame],
    settings: StudySettings,
    classes: Mapping[str, Mapping[str, float]],
    origin: str,
) -> AreaShares:
    """Return shares over classes of municipalities, weighted by inhabitants."""
    areas, state = cover(tables, year=settings.reference_year, country=settings.country)
    foreign = areas[areas["area_kind"] == AreaKind.FOREIGN]["actor_id"]
    home = areas[areas["area_kind"] != AreaKind.FOREIGN]
    only_abroad = state.index.isin(set(foreign) - set(home["actor_id"]))
    country = tables["actors"]["country"]
    abroad = (country.notna() & (country != settings.country) & (country != NOT_APPLICABLE)).to_numpy(dtype=bool)
    state = state.mask(only_abroad | (abroad & (state == UNKNOWN).to_numpy()), NOT_APPLICABLE)
    members = _municipalities_covered(home, tables, settings)
    vague = set(home["actor_id"]) - set(members["actor_id"])
    lost = members[~members["municipality_code"].isin(list(classes)) & (members["weight"] > 0)]["actor_id"]
    members = members[~members["actor_id"].isin(lost) & members["municipality_code"].isin(list(classes))]
    state = state.mask(state.index.isin(set(lost) | vague) & (state == KNOWN).to_numpy(), UNKNOWN)
    pieces = [
        (actor, category, weight * share)
        for actor, code, weight in zip(
            members["actor_id"], members["municipality_code"], members["weight"], strict=True
        )
        for category, share in classes[code].items()
    ]
    frame = pd.DataFrame(pieces, columns=["actor_id", "category", "weight"])
    return _result(name, frame, state, origin)


def _municipalities_covered(
    areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: StudySettings
) -> pd.DataFrame:
    """Return the municipalities every actor covers, by inhabitants and, if given, share of the area."""
    places, actors = tables["municipalities"], tables["actors"]
    regions = region_of_municipality(tables, settings.reference_year)
    people = pd.Series(places["population_2019"].to_numpy(dtype=np.float64, na_value=0.0), index=regions.index)
    ended = places["valid_to"].str[:4].astype("Int64").fillna(9999).to_numpy(dtype=np.int64) < settings.reference_year
    level = pd.Series(actors["level"].to_numpy(), index=actors["actor_id"].to_numpy())
    listed = areas["actor_id"].isin(tables["actor_areas"]["actor_id"])
    reach = areas["actor_id"].map(level)
    # A seat alone says where a local actor works; a regional one works in the region around it.
    whole_region = ~listed & (reach == Level.REGIONAL)
    areas = areas[(listed | reach.isin([Level.LOCAL, Level.REGIONAL])).to_numpy(dtype=bool)]
    code = areas["area"].where(~whole_region.reindex(areas.index), areas["area"].map(regions))
    kind = areas["area_kind"].where(~whole_region.reindex(areas.index), str(AreaKind.REGION))
    areas = areas.assign(area=code, area_kind=kind)
    single = areas[areas["area_kind"] == AreaKind.MUNICIPALITY].assign(municipality_code=lambda f: f["area"])
    current = pd.DataFrame({"municipality_code": regions.index[~ended], "area": regions.to_numpy()[~ended]})
    spread = areas[areas["area_kind"] == AreaKind.REGION].merge(current, on="area", how="inner")
    rows = pd.concat([single, spread], ignore_index=True)
    count = rows["municipality_code"].map(people).fillna(0.0)
    inside = count.groupby([rows["actor_id"], rows["area_kind"], rows["area"]]).transform("sum")
    within_area = (count / inside.where(inside > 0)).fillna(1.0) * rows["weight"]
    weight = within_area.where(rows["given"].astype(bool), count)
    total = weight.groupby(rows["actor_id"]).transform("sum")
    return rows.assign(weight=weight.where(total > 0, 1.0))


def _result(name: str, rows: pd.DataFrame, state: pd.Series, origin: str) -> AreaShares:
    """Sum weights by actor and category, scale them to shares, and keep the known actors."""
    known = rows[rows["category"].notna() & (rows["weight"] > 0)]
    vague = set(state.index[state == KNOWN]) - set(known["actor_id"])
    vague |= set(rows["actor_id"][rows["category"].isna()])
    state = state.mask(state.index.isin(vague) & (state == KNOWN).to_numpy(), UNKNOWN)
    known = known[known["actor_id"].isin(state.index[state == KNOWN])]
    frame = known.groupby(["actor_id", "category"], as_index=False, sort=True)["weight"].sum()
    total = frame.groupby("actor_id")["weight"].transform("sum")
    frame = frame.assign(share=frame["weight"] / total)[["actor_id", "category", "share"]]
    return AreaShares(name, frame.astype({"actor_id": "str", "category": "str"}), state, origin)
