"""What ``coding_rules.toml`` may say: the model of the one coding rule."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel

from valuma.schema.models import STRICT, like
from valuma.schema.registry_tables import ACTORS

TierRule = Literal["by-level", "none"]
TierRuleB = Literal["by-level", "none", "local", "regional", "national"]
_Side = Annotated[str | None, like(ACTORS, "side")]
_Level = Annotated[str, like(ACTORS, "level")]
_Remit = Annotated[list[str] | None, like(ACTORS, "policy_sectors")]


class _Part(BaseModel):
    model_config = STRICT


class KindEntry(_Part):
    """Rule of one kind of actor."""

    side: _Side = None
    levels: list[_Level] = []
    general_authority: bool = False
    tier: TierRule = "by-level"
    tier_b: TierRuleB = "by-level"
    remit: _Remit = None


class ActorEntry(_Part):
    """Keys in which one actor differs from its kind, and why."""

    side: _Side = None
    levels: list[_Level] | None = None
    general_authority: bool | None = None
    tier: TierRule | None = None
    tier_b: TierRuleB | None = None
    remit: _Remit = None
    reason: str


class CodingFile(_Part):
    """The whole file: ``[kind.<kind>]`` and ``[actor.<actor_id>]``."""

    kind: dict[Annotated[str, like(ACTORS, "kind")], KindEntry] = {}
    actor: dict[str, ActorEntry] = {}
