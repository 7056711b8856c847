"""The survey to municipalities: who is invited, who answers, which school grades they give."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from drawing.answers import CANNOT_SAY, NO_ANSWER, Form, Row, step
from drawing.chance import Chance
from drawing.minds import Mind, score
from drawing.organisations import Organisation
from drawing.people import Person
from drawing.words import open_answer

#: Size of the municipal survey of 2019 whose shape the example has.
INVITED, ANSWERED, MUNICIPALITIES = 10_934, 2_586, 293

#: Strata by size: largest number of inhabitants, code, names.
SIZES: Sequence[tuple[float, str, tuple[str, str, str]]] = (
    (5_000, "below-5000", ("Alle 5 000 asukasta", "Under 5 000 invånare", "Below 5,000 inhabitants")),
    (20_000, "below-20000", ("5 000–19 999 asukasta", "5 000–19 999 invånare", "5,000–19,999 inhabitants")),
    (50_000, "below-50000", ("20 000–49 999 asukasta", "20 000–49 999 invånare", "20,000–49,999 inhabitants")),
    (math.inf, "50000-on", ("Vähintään 50 000 asukasta", "Minst 50 000 invånare", "At least 50,000 inhabitants")),
)
_ANSWERS = {1: 0.19, 2: 0.42, 3: 0.3}
_MEAN = {"grade_own": 7.5, "grade_subregion": 7.0, "grade_region": 6.8, "grade_interregional": 6.3}
_UNSURE = {"grade_own": 0.02, "grade_subregion": 0.05, "grade_region": 0.06, "grade_interregional": 0.15}


def stratum(body: Organisation) -> int:
    """Return the code of the size of a municipality."""
    return 1 + next(place for place, (limit, _, _) in enumerate(SIZES) if body.population < limit)


def size_options() -> list[dict[str, object]]:
    """Return the strata as options of a scale."""
    return [
        {"code": place, "fi": names[0], "sv": names[1], "en": names[2], "word": word}
        for place, (_, word, names) in enumerate(SIZES, start=1)
    ]


def invited(bodies: Sequence[Organisation]) -> list[Person]:
    """Return everybody to whom the survey was sent: councillors and officials, more in larger municipalities."""
    towns = [one for one in bodies if one.kind == "municipality"]
    seats = [14 + 9.5 * math.log10(max(1.0, one.population / 500)) for one in towns]
    whole = math.fsum(seats)
    exact = [INVITED * seat / whole for seat in seats]
    numbers = [int(value) for value in exact]
    rest = sorted(range(len(towns)), key=lambda place: numbers[place] - exact[place])
    for place in rest[: INVITED - sum(numbers)]:
        numbers[place] += 1
    return [_person(town, number) for town, most in zip(towns, numbers, strict=True) for number in range(1, most + 1)]


def _person(town: Organisation, number: int) -> Person:
    chance = Chance("councillor", town.actor_id, number)
    swedish = 0.92 if town.language.startswith("sv") else 0.2 if "sv" in town.language else 0.0
    position = 2 if number <= 3 else 3 if number <= 6 else 1
    return Person(town, number + 1000, "sv" if chance.happens(swedish) else "fi", position)


def respondents(people: Sequence[Person]) -> list[Person]:
    """Draw who answers: at least one in all municipalities but two, officials more often than councillors."""
    silent = {town for town, _ in _by_size(people)[: len({one.organisation for one in people}) - MUNICIPALITIES]}
    keys = {
        one: -math.log(one.chance("grades").uniform()) / _ANSWERS[one.position]
        for one in people
        if one.organisation.actor_id not in silent
    }
    order = sorted(keys, key=lambda one: (round(keys[one], 12), one.organisation.actor_id, one.number))
    first = list({one.organisation.actor_id: one for one in reversed(order)}.values())
    chosen = set(first)
    for one in order:
        if len(chosen) == ANSWERED:
            break
        chosen.add(one)
    return [one for one in people if one in chosen]


def _by_size(people: Sequence[Person]) -> list[tuple[str, int]]:
    sizes: Mapping[str, int] = {one.organisation.actor_id: one.organisation.population for one in people}
    return sorted(sizes.items(), key=lambda entry: (entry[1], entry[0]))


def row(form: Form, person: Person, token: str) -> Row:
    """Draw the answers of one person."""
    town, mind = person.organisation, Mind(person.organisation)
    found: Row = {
        "token": token,
        "language": 2.0 if person.language == "sv" else 1.0,
        "municipality": town.names[1] if person.language == "sv" else town.names[0],
        "region": form.code("region", town.region),
        "position": float(person.position),
    }
    chance = person.chance("experience")
    years = float(round(abs(chance.normal(11, 9))))
    found["experience"] = chance.weighted({years: 0.96, CANNOT_SAY: 0.02, NO_ANSWER: 0.02})
    for name in form.of_block("grades"):
        found[name] = _grade(person, mind, name)
    for block in ("outlook", "cooperation-change"):
        for name in form.of_block(block):
            own = person.chance(f"state/{name}")
            state = own.weighted({CANNOT_SAY: 0.05, NO_ANSWER: 0.02, 0.0: 0.93})
            lean = 0.4 * mind.urban if block == "outlook" else 0.1
            found[name] = state or step(score(person, mind, name, lean), 1.0)
    found["open_cooperation"] = open_answer("open_cooperation", person.language, person.chance("open"), 0.12)
    form.leave(found, person.chance("leaves"), 0.04)
    found["stratum"] = float(stratum(town))
    return found


def _grade(person: Person, mind: Mind, name: str) -> float:
    chance = person.chance(f"state/{name}")
    if chance.happens(_UNSURE[name]):
        return CANNOT_SAY
    if chance.happens(0.02):
        return NO_ANSWER
    common = person.chance("mild or strict").normal(0, 0.6) + Chance("town", mind.body.actor_id).normal(0, 0.35)
    own = person.chance(f"grade/{name}").normal(0, 0.8) + (0.25 if person.position != 1 else 0.0)
    place = Chance("place", name, mind.body.region).normal(0, 0.25)
    urban = 0.25 * mind.urban if name in ("grade_own", "grade_interregional") else 0.0
    return float(min(10, max(4, round(_MEAN[name] + common + own + place + urban))))
