"""Where actors stand on the map of the country: seats, areas they cover, shares of regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.vocabularies import AreaKind
from valuma.study.cover import KNOWN, cover, region_of_municipality

if TYPE_CHECKING:
    from valuma.study.study import Study


@dataclass(frozen=True)
class Places:
    """Places of actors.

    Parameters
    ----------
    year : int
        Year whose municipalities and regions hold.
    municipalities : DataFrame
        The country's municipalities of that year with coordinates, indexed by code.
    points : DataFrame
        ``actor_id``, ``municipality_code``, ``latitude``, ``longitude``: one row an actor that has one place.
    covered : DataFrame
        The same columns, one row an actor and municipality, for actors that cover several.
    regions : DataFrame
        ``actor_id``, ``region_code``, ``share``.
    state : Series of str, indexed by actor_id
        ``known``, ``abroad``, ``not-applicable`` or ``unknown``.
    """

    year: int
    municipalities: pd.DataFrame
    points: pd.DataFrame
    covered: pd.DataFrame
    regions: pd.DataFrame
    state: pd.Series

    def only(self, actors: Iterable[str]) -> Places:
        """Return the places of some actors."""
        chosen = set(actors)
        return replace(
            self,
            points=self.points[self.points["actor_id"].isin(chosen)],
            covered=self.covered[self.covered["actor_id"].isin(chosen)],
            regions=self.regions[self.regions["actor_id"].isin(chosen)],
            state=self.state[self.state.index.isin(chosen)],
        )


def locate(study: Study) -> Places:
    """Return the places of all actors of a study in its reference year.

    Parameters
    ----------
    study : Study
        Validated tables.

    Returns
    -------
    Places
        Seats as points; an actor that covers several municipalities also as these.
    """
    tables, settings = study.tables, study.settings
    areas, state = cover(tables, year=settings.reference_year, country=settings.country)
    region = region_of_municipality(tables, settings.reference_year)
    ground = _ground(tables["municipalities"], settings.reference_year)
    home = areas[areas["area_kind"] != AreaKind.FOREIGN]
    single = home[home["area_kind"] == AreaKind.MUNICIPALITY]
    spread = home[home["area_kind"] == AreaKind.REGION].merge(
        pd.DataFrame({"municipality_code": region.index, "area": region.to_numpy()}), on="area"
    )
    pieces = [single.rename(columns={"area": "municipality_code"}), spread]
    inside = pd.concat([piece[["actor_id", "municipality_code"]] for piece in pieces]).drop_duplicates()
    inside = inside[inside["municipality_code"].isin(ground.index)]
    several = inside["actor_id"].map(inside["actor_id"].value_counts()) > 1
    points = pd.concat([_seats(tables["actors"], state), inside[~several]]).drop_duplicates("actor_id")
    points = points[points["municipality_code"].isin(ground.index)]
    abroad = ~state.index.isin(home["actor_id"]) & (
        state.index.isin(areas["actor_id"]) | _foreign(tables["actors"], settings.country).to_numpy(dtype=bool)
    )
    code = home["area"].where(home["area_kind"] == AreaKind.REGION, home["area"].map(region))
    weights = home.assign(region_code=code).groupby(["actor_id", "region_code"])["weight"].sum()
    return Places(
        settings.reference_year,
        ground,
        _with_coordinates(points, ground),
        _with_coordinates(inside[several], ground),
        weights.rename("share").reset_index(),
        state.mask(abroad, "abroad"),
    )


def _ground(municipalities: pd.DataFrame, year: int) -> pd.DataFrame:
    ended = municipalities["valid_to"].str[:4].astype("Int64") < year
    there = municipalities["latitude"].notna() & municipalities["longitude"].notna()
    kept = municipalities[(there & ~ended.fillna(False)).to_numpy(dtype=bool)]
    return kept.set_index("municipality_code")[["latitude", "longitude"]]


def _seats(actors: pd.DataFrame, state: pd.Series) -> pd.DataFrame:
    rows = actors[actors["actor_id"].map(state).eq(KNOWN) & actors["municipality_code"].notna()]
    return rows[["actor_id", "municipality_code"]]


def _foreign(actors: pd.DataFrame, country: str) -> pd.Series:
    return actors["country"].notna() & (actors["country"] != country)


def _with_coordinates(rows: pd.DataFrame, ground: pd.DataFrame) -> pd.DataFrame:
    return rows.join(ground, on="municipality_code").sort_values(["actor_id", "municipality_code"], ignore_index=True)
