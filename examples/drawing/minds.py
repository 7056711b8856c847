"""What organisations are inclined to: the latent traits behind their answers, invented as a whole."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from drawing.chance import Chance
from drawing.organisations import Organisation
from drawing.people import Person

#: How much more (less) urban organisations care for a theme.
_URBAN: Mapping[str, float] = {
    "town-centres": 0.7, "innovation-ecosystems": 0.6, "housing": 0.4, "land-use": 0.3, "climate": 0.3,
    "immigration-integration": 0.3, "digitalisation": 0.2, "rural-development": -0.9, "food": -0.6, "tourism": -0.3,
    "urban-rural-interaction": -0.3, "remote-work": -0.3, "archipelago": -0.1,
}  # fmt: skip
#: Themes that lie close to the task of a kind.
_TASK: Mapping[str, Mapping[str, float]] = {
    "regional-council": {"growth-zones": 0.7, "regional-knowledge": 0.9, "transport": 0.6, "land-use": 0.4},
    "leader-group": {"rural-development": 1.3, "food": 0.6, "tourism": 0.5, "housing": -0.7},
    "state-regional": {"employment": 0.8, "immigration-integration": 0.5, "transport": 0.4, "rural-development": 0.3},
    "university": {"innovation-ecosystems": 0.8, "skills": 0.7, "digitalisation": 0.4, "housing": -0.8},
    "uas": {"innovation-ecosystems": 0.7, "skills": 0.9, "business-development": 0.5, "housing": -0.8},
    "business-association": {"business-development": 1.1, "employment": 0.7, "skills": 0.5, "archipelago": -0.5},
    "development-company": {"business-development": 1.2, "tourism": 0.5, "growth-zones": 0.4},
    "ministry": {"regional-knowledge": 0.5, "employment": 0.2},
    "association": {"health-promotion": 0.5, "rural-development": 0.4},
    "joint-authority": {"skills": 0.5, "health-promotion": 0.6},
}
_COAST = ("02", "14", "01", "08", "15", "18")
#: Sum that the middle organisation of a stratum might pay a year, euro; working days it might give.
_MONEY: Mapping[str, tuple[float, float]] = {
    "small-municipality": (650, 4), "large-municipality": (2600, 9), "regional": (4200, 22), "state": (4200, 14),
    "knowledge": (2200, 15), "society": (550, 6),
}  # fmt: skip
#: What a fee rule does to the sum, by stratum; 0 where it does nothing.
_RULES: Mapping[str, Mapping[str, float]] = {
    "equal": {"small-municipality": -0.35, "society": -0.3},
    "by-population": {"small-municipality": 0.2, "large-municipality": -0.3, "society": 0.1, "regional": -0.1},
    "equal-and-population": {"small-municipality": 0.05, "large-municipality": -0.1},
    "by-theme": {"large-municipality": 0.25, "knowledge": 0.3, "society": 0.25},
    "state-matches": {
        "small-municipality": 0.4, "large-municipality": 0.35, "regional": 0.35, "society": 0.3, "state": -0.3,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Mind:
    """Traits of one organisation.

    Parameters
    ----------
    body : Organisation
        Which one.
    engagement : float
        Inclination to work in networks, standard normal.
    urban : float
        From -1 (small and rural) to 1 (large city, or a body of the whole country).
    """

    body: Organisation
    engagement: float = field(init=False)
    urban: float = field(init=False)

    def __post_init__(self) -> None:
        size = self.body.population
        place = (math.log10(size) - 4.2) / 1.1 if size else (0.3 if not self.body.region else 0.0)
        lean = -0.6 if self.body.kind == "leader-group" else 0.0
        object.__setattr__(self, "urban", round(max(-1.0, min(1.0, place + lean)), 6))
        object.__setattr__(self, "engagement", Chance("engagement", self.body.actor_id).normal())

    def interest(self, theme: str) -> float:
        """Return how far an organisation leans to a theme by where it lies and what its task is."""
        lean = _URBAN.get(theme, 0.0) * self.urban + _TASK.get(self.body.kind, {}).get(theme, 0.0)
        if theme == "archipelago":
            lean += 0.9 if self.body.region in _COAST else -1.1
        return lean


def score(person: Person, mind: Mind, item: str, lean: float = 0.0, again: str = "") -> float:
    """Return where somebody stands on an item before the answer is put on its scale.

    Parameters
    ----------
    person : Person
        Who.
    mind : Mind
        Of the organisation; its engagement makes answers go together.
    item : str
        Name of the item.
    lean : float
        What else moves the answer.
    again : str
        Not empty for somebody's second answer.
    """
    level = Chance("level", item).normal(0.1, 0.3)
    group = Chance("group", item, person.stratum).normal(0, 0.3)
    house = Chance("house", item, mind.body.actor_id).normal(0, 0.5)
    own = person.chance(f"own/{item}{again}").normal(0, 0.75)
    return level + group + lean + 0.35 * mind.engagement + house + own


def sum_of_money(person: Person, mind: Mind, rule: str) -> float:
    """Return the largest sum that somebody's organisation would pay under a fee rule, euro a year."""
    nothing = 0.24 - 0.08 * mind.engagement + (0.1 if rule == "equal" and mind.body.kind == "municipality" else 0.0)
    if person.chance("nothing").uniform() < nothing:
        return 0.0
    house = Chance("money", mind.body.actor_id).normal(0, 0.55)
    own = person.chance(f"money/{rule}").normal(0, 0.3) + person.chance("money").normal(0, 0.3)
    effect = _RULES[rule].get(person.stratum, 0.0) + 0.25 * mind.engagement
    return _MONEY[person.stratum][0] * math.exp(house + own + effect)


def days(person: Person, mind: Mind, rule: str) -> float:
    """Return the working days a year that somebody's organisation would give, as people round them."""
    effect = {"member-fee": 0.0, "own-work": 0.2, "state-pays": 0.1}[rule] + 0.3 * mind.engagement
    effect += Chance("days", mind.body.actor_id).normal(0, 0.4) + person.chance(f"days/{rule}").normal(0, 0.35)
    exact = _MONEY[person.stratum][1] * math.exp(effect)
    for top, unit in ((0.7, 1), (6, 1), (12, 2), (30, 5), (120, 10)):
        if exact <= top:
            return float(round(exact / unit) * unit)
    return float(min(400, round(exact / 50) * 50))
