"""Persons at the organisations: who is on the list, who is invited, who answers. They have tokens and no names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drawing.chance import Chance
from drawing.organisations import Organisation
from drawing.plan import PLAN

#: Invitations of the survey to actors.
INVITED = 1400

#: Strata from which persons are invited, by their word: code, names, share of the invited that answers.
STRATA: Mapping[str, Mapping[str, Any]] = {entry["word"]: entry for entry in PLAN["strata"]}

_CONTACTS = {"regional-council": 8, "ministry": 6, "state-regional": 5, "university": 4, "agency": 3, "uas": 3}
_BY_SIZE = ((5_000, 3), (20_000, 4), (50_000, 6), (math.inf, 10))
_KNOWLEDGE = ("university", "uas", "vocational", "research-institute")
_STATE = ("ministry", "agency", "state-regional")


@dataclass(frozen=True)
class Person:
    """Somebody on the list of contacts.

    Parameters
    ----------
    organisation : Organisation
        Where.
    number : int
        Which one of its contacts.
    language : str
        Language in which the person is written to.
    position : int
        Code of the position: 1 elected, 2 manager, 3 official.
    """

    organisation: Organisation
    number: int
    language: str
    position: int

    @property
    def stratum(self) -> str:
        """Stratum of the organisation."""
        kind, size = self.organisation.kind, self.organisation.population
        if kind == "municipality":
            return "large-municipality" if size >= 10_000 else "small-municipality"
        if kind in _STATE:
            return "state"
        if kind in _KNOWLEDGE:
            return "knowledge"
        public = ("regional-council", "joint-authority", "city-region", "municipal-association", "development-company")
        return "regional" if kind in public else "society"

    def chance(self, what: str) -> Chance:
        """Return the stream of draws for something about this person."""
        return Chance(what, self.organisation.actor_id, self.number)


def contacts(bodies: Sequence[Organisation]) -> list[Person]:
    """Return everybody on the list of contacts: more at larger organisations."""
    return [_person(body, number) for body in bodies for number in range(1, _size(body) + 1)]


def _size(body: Organisation) -> int:
    if body.kind == "municipality":
        return (
            3 if body.population < 5_000 else 4 if body.population < 20_000 else 6 if body.population < 50_000 else 10
        )
    return _CONTACTS.get(body.kind, 2)


def _person(body: Organisation, number: int) -> Person:
    chance = Chance("person", body.actor_id, number)
    swedish = 0.9 if body.language.startswith("sv") else 0.25 if "sv" in body.language else 0.03
    language = "sv" if chance.happens(swedish) else "fi"
    if body.kind in ("university", "research-institute") and chance.happens(0.08):
        language = "en"
    elected = 0.35 if body.kind == "municipality" else 0.12 if body.kind == "regional-council" else 0.0
    position = 1 if chance.happens(elected) else 2 if number == 1 or chance.happens(0.2) else 3
    return Person(body, number, language, position)


def invite(people: Sequence[Person]) -> list[Person]:
    """Draw who is invited: all outside the municipalities, and of the municipalities' contacts as many as are left.

    Parameters
    ----------
    people : sequence of Person
        The list of contacts.

    Returns
    -------
    list of Person
        In the order of the list.
    """
    others = [one for one in people if one.organisation.kind != "municipality"]
    left = INVITED - len(others)
    small = [one for one in people if one.stratum == "small-municipality"]
    large = [one for one in people if one.stratum == "large-municipality"]
    of_small = round(left * len(small) / (len(small) + len(large)) * 0.9)
    chosen = {*others, *Chance("invited", "small").sample(small, of_small)}
    chosen |= set(Chance("invited", "large").sample(large, left - of_small))
    return [one for one in people if one in chosen]


def answers_at_all(person: Person, engagement: float) -> bool:
    """Draw whether an invited person answers: less in small municipalities and in Swedish, more where engaged."""
    share = STRATA[person.stratum]["answers"] + 0.05 * engagement - (0.05 if person.language == "sv" else 0.0)
    share += {1: -0.06, 2: 0.04, 3: 0.0}[person.position]
    return person.chance("answers").happens(min(max(share, 0.02), 0.95))
