"""Fictitious networks: what they are for, who takes part, how much of their member lists is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drawing.chance import Chance
from drawing.organisations import Organisation
from drawing.plan import PLAN

#: Group of cases to which all of them belong, and the source that says so.
GROUP = "example"
SOURCE = "example-drawn"
YEAR = 2019
_ROLES = ("coordinator", "member", "partner", "steering")


@dataclass(frozen=True)
class Plan:
    """What is fixed of a network before anything is drawn.

    Parameters
    ----------
    number : int
        Its number, which is in its name.
    topic : str
        Theme that it is about, a theme of the registry.
    purpose, governance, legal_form, theme_choice, joining : str
        As in the card.
    coordinator : str
        Kind of the actor that coordinates.
    policy_fields : tuple of str
        Area policies it serves.
    members : mapping of str to int
        Number of members by kind.
    themes : tuple of str
        Further themes.
    known : float
        Share of the members that the list names.
    regions : tuple of str
        Regions from which local and regional members come; empty for all.
    smallest, largest : int
        Inhabitants of the municipalities that take part.
    """

    number: int
    topic: str
    purpose: str
    governance: str
    legal_form: str
    theme_choice: str
    joining: str
    coordinator: str
    policy_fields: tuple[str, ...]
    members: Mapping[str, int]
    themes: tuple[str, ...] = ()
    known: float = 1.0
    regions: tuple[str, ...] = ()
    smallest: int = 0
    largest: int = 10_000_000

    @property
    def network_id(self) -> str:
        """Identifier."""
        return f"esimerkkiverkosto-{self.number:02d}"

    @property
    def names(self) -> tuple[str, str, str]:
        """Names in Finnish, Swedish and English."""
        n = f"{self.number:02d}"
        return f"Esimerkkiverkosto {n}", f"Exempelnätverk {n}", f"Example network {n}"


PLANS: Sequence[Plan] = tuple(
    Plan(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
    for entry in PLAN["networks"]
)


@dataclass(frozen=True)
class Network:
    """A network with those who take part.

    Parameters
    ----------
    plan : Plan
        What was fixed.
    coordinator : Organisation
        Who coordinates.
    members : tuple of Organisation
        All who take part, the coordinator left out.
    known : frozenset of str
        Identifiers of those whom the public list names.
    """

    plan: Plan
    coordinator: Organisation
    members: tuple[Organisation, ...]
    known: frozenset[str]

    def takes_part(self, actor_id: str) -> bool:
        """Whether an organisation takes part, listed or not."""
        return actor_id == self.coordinator.actor_id or any(one.actor_id == actor_id for one in self.members)

    def card(self, labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        """Return the card as `toml_text` writes it.

        Parameters
        ----------
        labels : mapping of str to mapping of str to str
            Label of each theme by language.
        """
        plan = self.plan
        fi, sv, en = plan.names
        about = {lang: labels[plan.topic][lang] for lang in ("fi", "sv", "en")}
        fields = ["purpose_kind", "policy_fields", "governance", "legal_form", "joining_decision_by", "theme_choice"]
        return {
            "id": plan.network_id,
            "group": GROUP,
            "status": "draft",
            "synthetic": True,
            "purpose_kind": plan.purpose,
            "policy_fields": list(plan.policy_fields),
            "governance": plan.governance,
            "coordinator": self.coordinator.actor_id,
            "host": self.coordinator.actor_id,
            "legal_form": plan.legal_form,
            "joining_decision_by": plan.joining,
            "theme_choice": plan.theme_choice,
            "country": "FI",
            "founded": 2010 + plan.number % 8,
            "ended": "none",
            "counts_cover": "whole",
            "sources": [SOURCE],
            "curators_reading": [*fields, "counts_cover"],
            "name": {"fi": fi, "sv": sv, "en": en},
            "purpose": {
                "fi": f"Keksitty verkosto, jonka aihe on: {about['fi']}.",
                "sv": f"Ett påhittat nätverk med ämnet: {about['sv']}.",
                "en": f"An invented network; its topic: {about['en']}.",
            },
            "member_counts": [self._count()],
            "funding": self._funding(),
            "themes": [
                {"id": theme, "primary": theme == plan.topic, "source": SOURCE} for theme in (plan.topic, *plan.themes)
            ],
        }

    def _count(self) -> dict[str, Any]:
        number = len(self.members) + 1
        complete = self.plan.known == 1
        return {
            "of": "organisations", "roles": list(_ROLES), "n_low": number, "n_high": number, "year": YEAR,
            "list_is": "complete" if complete else "as found", "used": True, "source": SOURCE,
        }  # fmt: skip

    def _funding(self) -> list[dict[str, Any]]:
        chance = Chance("funding", self.plan.number)
        kinds = {"state-led": "state-grant", "participant-governed": "own-funding"}
        kind = "project-based" if self.plan.purpose == "project" else kinds.get(self.plan.governance, "member-fees")
        amount = float(round(chance.uniform() * 300 + 40) * 1000)
        return [{"kind": kind, "amount": amount, "currency": "EUR", "year": YEAR, "source": SOURCE}]

    def rows(self) -> list[tuple[str, str]]:
        """Return actor and role of everyone whom the public list names."""
        rows = [(self.coordinator.actor_id, "coordinator")]
        rows += [(one.actor_id, "member") for one in self.members if one.actor_id in self.known]
        return sorted(rows)


def networks(bodies: Sequence[Organisation]) -> list[Network]:
    """Draw who takes part in each network.

    Parameters
    ----------
    bodies : sequence of Organisation
        All organisations.

    Returns
    -------
    list of Network
    """
    return [_network(plan, bodies) for plan in PLANS]


def _network(plan: Plan, bodies: Sequence[Organisation]) -> Network:
    chance = Chance("network", plan.number)
    coordinator = chance.one_of(_eligible(plan, plan.coordinator, bodies))
    members: list[Organisation] = []
    for kind, number in plan.members.items():
        free = [one for one in _eligible(plan, kind, bodies) if one != coordinator]
        members += chance.sample(free, number)
    known = chance.sample(members, round(plan.known * len(members)))
    return Network(plan, coordinator, tuple(members), frozenset(one.actor_id for one in known))


def _eligible(plan: Plan, kind: str, bodies: Sequence[Organisation]) -> list[Organisation]:
    found = [one for one in bodies if one.kind == kind]
    if plan.regions:
        found = [one for one in found if not one.region or one.region in plan.regions]
    if kind == "municipality":
        found = [one for one in found if plan.smallest <= one.population <= plan.largest]
    return found
