"""Urban–rural class of a municipality: official where a cell is filled, else derived by a rule of the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.frozen import Frozen

if TYPE_CHECKING:
    from valuma.schema.area_file import AreaFile

OFFICIAL, DERIVED, UNKNOWN = "official", "derived", "unknown"


@dataclass(frozen=True, slots=True)
class AreaClass:
    """One class: what a municipality must be to belong to it, and its label by language."""

    id: str
    min_population: int | None = None
    max_distance: float | None = None
    label: Mapping[str, str] = field(default_factory=lambda: Frozen())


@dataclass(frozen=True)
class AreaRules:
    """Rule that gives every municipality an urban–rural class.

    Parameters
    ----------
    classes : tuple of AreaClass
        From the most urban to the most rural; a municipality takes the first one that fits. Empty: only
        official classes are known.
    city_population : int
        Inhabitants from which a municipality is a city that distances are measured to.
    official_column, population_column : str
        Columns of the table of municipalities.
    earth_radius_km : float
        Radius of the sphere on which great-circle distances are measured.
    ended_takes_successor : bool
        A municipality that ended takes the class of the one it became part of.
    label, note : mapping of str to str
        Name of the classification and what a caption says of it, by language.

    Examples
    --------
    >>> rules = AreaRules((AreaClass("city", min_population=50_000), AreaClass("other")))
    >>> places = pd.DataFrame({"municipality_code": ["091", "005"], "population_2019": [653_835, 9562],
    ...                        "latitude": [60.17, 63.0], "longitude": [24.94, 23.82]})
    >>> rules.classify(places)["urban_rural"].tolist()
    ['city', 'other']
    """

    classes: tuple[AreaClass, ...] = ()
    city_population: int = 50_000
    official_column: str = "urban_rural_class"
    population_column: str = "population_2019"
    earth_radius_km: float = 6371.0088
    ended_takes_successor: bool = True
    label: Mapping[str, str] = field(default_factory=lambda: Frozen())
    note: Mapping[str, str] = field(default_factory=lambda: Frozen())

    @classmethod
    def from_model(cls, model: AreaFile) -> AreaRules:
        """Build the rule from the model of ``area_rules.toml``.

        Parameters
        ----------
        model : AreaFile
            What the file says.
        """
        classes = tuple(
            AreaClass(
                entry.id,
                entry.min_population,
                entry.max_distance,
                Frozen({"fi": entry.fi, "sv": entry.sv, "en": entry.en}),
            )
            for entry in model.classes
        )
        return cls(
            classes,
            model.city_population,
            model.official_column,
            model.population_column,
            model.earth_radius_km,
            model.ended_takes_successor,
            Frozen(model.label.model_dump()),
            Frozen(model.note.model_dump()),
        )

    def labels(self, lang: str) -> dict[str, str]:
        """Return the label of every derived class in a language, from the most urban to the most rural."""
        return {entry.id: entry.label.get(lang, entry.id) for entry in self.classes}

    def classify(self, municipalities: pd.DataFrame) -> pd.DataFrame:
        """Return the class of every municipality and where it comes from.

        Parameters
        ----------
        municipalities : DataFrame, shape (n, any)
            Codes, inhabitants, points in degrees (WGS 84) and, where there are any, official classes.

        Returns
        -------
        DataFrame, shape (n, 3), indexed by municipality_code
            ``urban_rural`` (missing where it is unknown), ``origin`` (``official``, ``derived`` or
            ``unknown``) and ``km_to_city`` (kilometres to the nearest city).

        Notes
        -----
        O(n × cities). A class that needs a distance does not fit a municipality without a point; a class
        that needs inhabitants does not fit one without a number. Without any number the class is unknown.
        """
        codes = pd.Index(municipalities["municipality_code"], name="municipality_code")
        population = _column(municipalities, self.population_column, codes).astype("float64")
        distance = self._km_to_city(municipalities, population)
        fitting = self._derive(np.asarray(population, dtype=np.float64), distance)
        derived: pd.Series = pd.Series(fitting, index=codes, dtype="str")
        if self.ended_takes_successor and "merged_into" in municipalities:
            successor = pd.Series(municipalities["merged_into"].to_numpy(), index=codes)
            derived = derived.where(derived.notna(), successor.map(derived).astype("str"))
        official = _column(municipalities, self.official_column, codes).astype("str")
        result = official.where(official.notna(), derived)
        origin = np.where(official.notna(), OFFICIAL, np.where(derived.notna(), DERIVED, UNKNOWN))
        return pd.DataFrame({"urban_rural": result, "origin": origin, "km_to_city": distance}, index=codes)

    def _derive(self, population: npt.NDArray[np.float64], distance: npt.NDArray[np.float64]) -> list[str | None]:
        result: list[str | None] = []
        for people, km in zip(population, distance, strict=True):
            fits = (
                entry.id
                for entry in self.classes
                if (entry.min_population is None or people >= entry.min_population)
                and (entry.max_distance is None or km <= entry.max_distance)
            )
            result.append(None if np.isnan(people) or np.isnan(km) else next(fits, None))
        return result

    def _km_to_city(self, places: pd.DataFrame, population: pd.Series) -> npt.NDArray[np.float64]:
        """Great-circle distance to the nearest city by the haversine formula, in kilometres."""
        if not {"latitude", "longitude"} <= set(places.columns):
            return np.full(len(places), np.nan)
        latitude = np.radians(places["latitude"].to_numpy(dtype=np.float64))
        longitude = np.radians(places["longitude"].to_numpy(dtype=np.float64))
        city = (population.to_numpy() >= self.city_population) & ~np.isnan(latitude) & ~np.isnan(longitude)
        if not city.any():
            return np.where(np.isnan(latitude), np.nan, np.inf)
        north = np.sin((latitude[:, None] - latitude[city]) / 2) ** 2
        east = np.sin((longitude[:, None] - longitude[city]) / 2) ** 2
        half = north + np.cos(latitude)[:, None] * np.cos(latitude[city]) * east
        km = 2 * self.earth_radius_km * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return np.asarray(km.min(axis=1), dtype=np.float64)


def _column(frame: pd.DataFrame, name: str, index: pd.Index) -> pd.Series:
    values = frame[name].to_numpy(dtype=object, na_value=np.nan) if name in frame else np.full(len(frame), np.nan)
    return pd.Series(values, index=index, dtype=object)
