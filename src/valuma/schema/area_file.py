"""What ``area_rules.toml`` may say: the model of the derived urban-rural classes."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from valuma.schema.models import STRICT, Texts, like, refusal
from valuma.schema.registry_tables import ACTORS, MUNICIPALITIES


class AreaClass(Texts):
    """A class and the conditions a municipality must meet; the first class that fits is taken."""

    id: Annotated[str, like(ACTORS, "actor_id")]
    min_population: Annotated[int | None, like(MUNICIPALITIES, "population_2019")] = None
    max_distance: Annotated[float, Field(ge=0)] | None = None


class AreaFile(BaseModel):
    """The whole file."""

    model_config = STRICT

    official_column: str = "urban_rural_class"
    derived: bool = True
    population_column: str = "population_2019"
    city_population: Annotated[int, Field(gt=0)]
    earth_radius_km: Annotated[float, Field(gt=0)] = 6371.0088
    ended_takes_successor: bool = True
    label: Texts
    note: Texts
    classes: Annotated[list[AreaClass], Field(min_length=1)]

    @model_validator(mode="after")
    def _last_has_no_condition(self) -> Self:
        last = self.classes[-1]
        if last.min_population is not None or last.max_distance is not None:
            raise refusal(f"a condition in the last class {last.id!r}", "a last class without conditions")
        for name in (self.official_column, self.population_column):
            if name not in MUNICIPALITIES:
                raise refusal(repr(name), "a column of municipalities.csv")
        return self
