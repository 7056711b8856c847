"""What ``study.toml`` may say: the model of a study's settings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from valuma.schema.case_tables import NETWORKS
from valuma.schema.contract import Column
from valuma.schema.models import STRICT, Texts, checked, like, refusal
from valuma.schema.tie_tables import MEMBERSHIPS
from valuma.schema.vocabularies import Level, Tier

_Group = Annotated[str, like(NETWORKS, "network_id")]
_Role = Annotated[str, like(MEMBERSHIPS, "role")]
_LEVEL = Column("tiers", "Level that a tier holds.", vocabulary=Level)
_TIER = Column("tiers", "Tier.", vocabulary=Tier)


def _tiers(value: dict[str, list[str]]) -> dict[str, list[str]]:
    """Check tiers and their levels; a level belongs to one tier at most."""
    seen: dict[str, str] = {}
    for tier, levels in value.items():
        for column, word in [(_TIER, tier), *((_LEVEL, level) for level in levels)]:
            checked(column, word)
        for level in levels:
            if level in seen:
                raise refusal(f"{level!r} in {seen[level]!r} and {tier!r}", "every level in one tier")
            seen[level] = tier
    return value


class ResearchQuestion(Texts):
    """A research question in the three languages."""

    id: Annotated[str, like(NETWORKS, "network_id")]


class Brief(BaseModel):
    """What the brief of a study is about; without it, all networks and the largest of them."""

    model_config = STRICT

    group: Annotated[str, Field(min_length=1)] | None = None
    networks: list[Annotated[str, like(NETWORKS, "network_id")]] = []


class StudyFile(BaseModel):
    """Settings of a study; what is left out takes the default of `valuma.study.settings.StudySettings`."""

    model_config = STRICT

    id: Annotated[str, like(NETWORKS, "network_id")]
    title: Texts
    language: Literal["fi", "sv", "en"] = "fi"
    country: Annotated[str, like(NETWORKS, "country")] = "FI"
    reference_year: Annotated[int, like(NETWORKS, "founded")] = 2020
    groups: Annotated[list[_Group], Field(min_length=1)] | None = None
    roles: Annotated[list[_Role], Field(min_length=1)] | None = None
    tiers: Annotated[dict[str, list[str]], AfterValidator(_tiers)] | None = None
    completeness_threshold: Annotated[float, Field(gt=0, le=1)] = 0.9
    attribute_threshold: Annotated[float, Field(gt=0, le=1)] = 0.8
    draws: Annotated[int, Field(ge=99)] = 999
    draws_full: Annotated[int, Field(ge=99)] = 9999
    seed: Annotated[int, Field(ge=0)] = 2020
    questions: list[ResearchQuestion] = []
    brief: Brief = Brief()
