"""The one coding rule: from the kind of an actor to its side, levels, tier and remit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.schema.problems import nearest
from valuma.schema.vocabularies import NOT_APPLICABLE, Kind, Tier

if TYPE_CHECKING:
    from valuma.schema.coding_file import CodingFile

Coding = Literal["A", "B"]

_BY_LEVEL, _NO_TIER = "by-level", "none"


class Departure(NamedTuple):
    """An actor that is coded against the rule: its row, the column, what stands there, what should."""

    position: int
    column: str
    found: str
    expected: str
    hint: str


@dataclass(frozen=True, slots=True)
class KindRule:
    """What the rule says of actors of one kind, or of a single actor.

    Parameters
    ----------
    side : str
        Societal side; empty where the rule leaves it open.
    levels : tuple of str
        Levels such an actor may have; empty where the rule leaves them open.
    general_authority : bool
        The actor has no branch of its own.
    tier, tier_b : str
        Tier under coding A and B: ``by-level``, ``none`` or one tier.
    remit : tuple of str
        Branches that every such actor carries; empty where each has its own.
    reason : str
        Why a single actor differs from its kind.
    """

    side: str = ""
    levels: tuple[str, ...] = ()
    general_authority: bool = False
    tier: str = _BY_LEVEL
    tier_b: str = _BY_LEVEL
    remit: tuple[str, ...] = ()
    reason: str = ""


def _default_kinds() -> Mapping[str, KindRule]:
    """Return the rule of a study that has no ``coding_rules.toml``: only the tiers that levels do not give.

    The rule itself is data: the file of the study, such as ``cases/registry/coding_rules.toml``, which replaces
    this one as a whole and says far more. Sides, levels and remits have no default. These four kinds are those
    to which that file gives ``tier = "none"``, with its ``tier_b``; a test compares the two.
    """
    tiers_b = {
        Kind.UNIVERSITY: Tier.NATIONAL,
        Kind.RESEARCH_INSTITUTE: Tier.NATIONAL,
        Kind.UAS: Tier.REGIONAL,
        Kind.LIVING_LAB: Tier.REGIONAL,
    }
    return Frozen({str(kind): KindRule(tier=_NO_TIER, tier_b=str(tier)) for kind, tier in tiers_b.items()})


@dataclass(frozen=True)
class CodingRules:
    """Rules by kind, with exceptions for single actors.

    Parameters
    ----------
    kinds : mapping of str to KindRule
        Rule of each kind; by default the tiers of universities, polytechnics, research institutes and living labs.
    exceptions : mapping of str to mapping
        By actor: the keys of `KindRule` that differ from its kind, with the reason.
    file : str
        File the rules come from; empty for the default, against which nothing is checked.

    Examples
    --------
    >>> rules = CodingRules({"ministry": KindRule("central-state", ("national",))}, file="coding_rules.toml")
    >>> actors = pd.DataFrame({"actor_id": ["min-tem"], "kind": ["ministry"], "side": ["business"],
    ...                        "level": ["national"], "policy_sectors": [("economy",)]})
    >>> (departure,) = rules.departures(actors)
    >>> departure.column, departure.found, departure.expected
    ('side', "'business' for 'min-tem'", "'central-state', the rule of kind ministry")
    """

    kinds: Mapping[str, KindRule] = field(default_factory=_default_kinds)
    exceptions: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: Frozen())
    file: str = ""

    @classmethod
    def from_model(cls, model: CodingFile, file: str = "coding_rules.toml") -> CodingRules:
        """Build the rules from the model of ``coding_rules.toml``.

        Parameters
        ----------
        model : CodingFile
            What the file says.
        file : str
            How the file is named in problems.

        Returns
        -------
        CodingRules
            Rules that actors are checked against.
        """
        kinds = {kind: KindRule(**_plain(entry.model_dump(exclude_none=True))) for kind, entry in model.kind.items()}
        exceptions = {
            actor: Frozen(_plain(entry.model_dump(exclude_none=True))) for actor, entry in model.actor.items()
        }
        return cls(Frozen(kinds), Frozen(exceptions), file)

    def rule(self, actor_id: str, kind: str) -> KindRule | None:
        """Return the rule of one actor; None where there is no rule for its kind.

        Parameters
        ----------
        actor_id, kind : str
            The actor and what it is.
        """
        rule = self.kinds.get(kind)
        change = self.exceptions.get(actor_id)
        return rule if rule is None or change is None else replace(rule, **change)

    def tiers(self, actors: pd.DataFrame, fold: Mapping[str, str], coding: Coding = "A") -> pd.Series:
        """Return the tier of every actor.

        Parameters
        ----------
        actors : DataFrame
            Columns ``actor_id``, ``kind`` and ``level``.
        fold : mapping of str to str
            Tier of each level; a level that is not there lies beyond the tiers.
        coding : {"A", "B"}
            A gives universities and research institutes no tier; B gives them the tier of ``tier_b``.

        Returns
        -------
        Series of str, indexed by actor_id
            A tier, ``not-applicable`` (beyond the tiers, or none by the rule) or missing (level unknown).
        """
        result = fold_levels(actors["level"], fold).to_numpy(dtype=object, copy=True)
        for rule, rows in self._groups(actors):
            tier = _BY_LEVEL if rule is None else rule.tier if coding == "A" else rule.tier_b
            if tier != _BY_LEVEL:
                result[rows] = NOT_APPLICABLE if tier == _NO_TIER else tier
        return pd.Series(result, index=pd.Index(actors["actor_id"], name="actor_id"), dtype="str", name="tier")

    def departures(self, actors: pd.DataFrame) -> list[Departure]:
        """Return every cell that is coded against the rule, in the order of the rows.

        Parameters
        ----------
        actors : DataFrame
            Columns ``actor_id``, ``kind``, ``side``, ``level`` and ``policy_sectors``.

        Returns
        -------
        list of Departure
            Empty for the default rules.
        """
        if not self.file:
            return []
        found: list[Departure] = []
        columns = {
            name: actors[name].to_numpy(dtype=object) for name in ("actor_id", "side", "level", "policy_sectors")
        }
        kinds = actors["kind"].to_numpy(dtype=object)
        for rule, rows in self._groups(actors):
            for row in rows:
                if rule is None:
                    hint = nearest(kinds[row], self.kinds)
                    found.append(
                        Departure(int(row), "kind", repr(kinds[row]), f"a kind with a rule in {self.file}", hint)
                    )
                    continue
                cells = {name: values[row] for name, values in columns.items()}
                found += [item._replace(position=int(row)) for item in _departures(rule, kinds[row], cells, self.file)]
        return sorted(found, key=lambda item: item.position)

    def _groups(self, actors: pd.DataFrame) -> Iterator[tuple[KindRule | None, Any]]:
        """Yield each rule with the positions of its actors; actors without a kind are left out."""
        codes, kinds = pd.factorize(actors["kind"])
        ids = actors["actor_id"]
        special = ids.isin(list(self.exceptions)).to_numpy(dtype=bool) if self.exceptions else np.zeros(len(ids), bool)
        for code, kind in enumerate(kinds):
            yield self.kinds.get(str(kind)), np.flatnonzero((codes == code) & ~special)
        for row in np.flatnonzero(special & (codes >= 0)):
            yield self.rule(str(ids.iloc[row]), str(kinds[codes[row]])), np.array([row])


def fold_levels(level: pd.Series, fold: Mapping[str, str]) -> pd.Series:
    """Return the tier of each level: ``not-applicable`` beyond the tiers, missing where the level is.

    Parameters
    ----------
    level : Series of str
        Levels.
    fold : mapping of str to str
        Tier of each level; a level that is not there lies beyond the tiers.

    Examples
    --------
    >>> fold_levels(pd.Series(["local", "nordic"]), {"local": "local"}).tolist()
    ['local', 'not-applicable']
    """
    tier = level.map({str(key): str(tier) for key, tier in fold.items()}).astype("str")
    return tier.where(tier.notna() | level.isna(), NOT_APPLICABLE)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def _departures(rule: KindRule, kind: str, cells: Mapping[str, Any], file: str) -> Iterator[Departure]:
    """Yield what one actor's cells hold against its rule; empty cells are somebody else's matter."""
    whose = f"the rule of kind {kind}" if not rule.reason else f"the exception in {file}"
    hint = f"recode the actor, or name the exception in {file}" if not rule.reason else ""
    name = repr(cells["actor_id"])
    side, level, sectors = cells["side"], cells["level"], cells["policy_sectors"]
    if rule.side and isinstance(side, str) and side != rule.side:
        yield Departure(0, "side", f"{side!r} for {name}", f"{rule.side!r}, {whose}", hint)
    if rule.levels and isinstance(level, str) and level not in rule.levels:
        allowed = " or ".join(repr(word) for word in rule.levels)
        yield Departure(0, "level", f"{level!r} for {name}", f"{allowed}, {whose}", hint)
    carried = sectors if isinstance(sectors, tuple) else ()
    shown = repr(";".join(carried)) if carried else "an empty cell"
    if rule.general_authority:
        if carried != (NOT_APPLICABLE,):
            yield Departure(
                0,
                "policy_sectors",
                f"{shown} for {name}",
                f"{NOT_APPLICABLE!r}: a general authority by {whose}",
                hint,
            )
    elif carried == (NOT_APPLICABLE,):
        yield Departure(
            0,
            "policy_sectors",
            f"{shown} for {name}",
            f"branches or an empty cell: no general authority by {whose}",
            hint,
        )
    elif rule.remit and set(carried) != set(rule.remit):
        remit = repr(";".join(rule.remit))
        yield Departure(0, "policy_sectors", f"{shown} for {name}", f"{remit}, {whose}", hint)
