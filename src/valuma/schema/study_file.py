"""What ``study.toml`` may say: the model of a study's settings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from valuma.schema.card import like
from valuma.schema.case_tables import NETWORKS
from valuma.schema.cells import Bad, parse_cell
from valuma.schema.contract import Column
from valuma.schema.tie_tables import MEMBERSHIPS
from valuma.schema.vocabularies import Level, Tier

_Role = Annotated[str, like(MEMBERSHIPS, "role")]
_LEVEL = Column("tiers", "Level that a tier holds.", vocabulary=Level)
_TIER = Column("tiers", "Tier.", vocabulary=Tier)


def _tiers(value: dict[str, list[str]]) -> dict[str, list[str]]:
    """Check tiers and their levels; a level belongs to one tier at most."""
    seen: dict[str, str] = {}
    for tier, levels in value.items():
        for column, word in [(_TIER, tier), *((_LEVEL, level) for level in levels)]:
            result = parse_cell(column, word)
            if isinstance(result, Bad):
                raise PydanticCustomError(
                    "cell",
                    "found {found}, expected {expected}",
                    {"found": result.found, "expected": result.expected, "hint": result.hint},
                )
        for level in levels:
            if level in seen:
                raise PydanticCustomError(
                    "cell",
                    "found {found}, expected {expected}",
                    {"found": f"{level!r} in {seen[level]!r} and {tier!r}", "expected": "every level in one tier"},
                )
            seen[level] = tier
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Texts(_Part):
    """A text in the three languages."""

    fi: str
    sv: str
    en: str


class ResearchQuestion(Texts):
    """A research question in the three languages."""

    id: Annotated[str, like(NETWORKS, "network_id")]


class StudyFile(_Part):
    """Settings of a study; what is left out takes the default of `valuma.study.settings.StudySettings`."""

    id: Annotated[str, like(NETWORKS, "network_id")]
    title: Texts
    language: Literal["fi", "sv", "en"] = "fi"
    country: Annotated[str, like(NETWORKS, "country")] = "FI"
    reference_year: Annotated[int, like(NETWORKS, "founded")] = 2020
    groups: Annotated[list[str], Field(min_length=1)] | None = None
    roles: Annotated[list[_Role], Field(min_length=1)] | None = None
    tiers: Annotated[dict[str, list[str]], AfterValidator(_tiers)] | None = None
    completeness_threshold: Annotated[float, Field(gt=0, le=1)] = 0.9
    attribute_threshold: Annotated[float, Field(gt=0, le=1)] = 0.8
    draws: Annotated[int, Field(ge=99)] = 999
    draws_full: Annotated[int, Field(ge=99)] = 9999
    seed: Annotated[int, Field(ge=0)] = 2020
    questions: list[ResearchQuestion] = []
