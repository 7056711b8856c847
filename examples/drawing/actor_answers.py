"""Answers to the survey of actors."""

from __future__ import annotations

from collections.abc import Sequence

from drawing.answers import CANNOT_SAY, NO_ANSWER, NOT_SHOWN, Form, Row, step
from drawing.minds import Mind, days, score, sum_of_money
from drawing.networks import Network
from drawing.organisations import Organisation
from drawing.people import STRATA, Person
from drawing.plan import LANGUAGES
from drawing.words import open_answer, written_name

#: Share of answers to an item that are "cannot say".
_UNSURE = {"interest": 0.03, "cooperation": 0.05, "forum-need": 0.05, "obstacle": 0.06, "state-role": 0.08}
_OPEN_SHARE = {"open_practice": 0.3, "open_coordination": 0.28, "open_obstacle": 0.22, "open_other": 0.08}
_PARTNER_KINDS = {
    "municipality": 0.34, "regional-council": 0.2, "state-regional": 0.13, "uas": 0.08, "ministry": 0.08,
    "leader-group": 0.07, "business-association": 0.05, "university": 0.05,
}  # fmt: skip


class ActorSurvey:
    """Draws one respondent after the other.

    Parameters
    ----------
    form : Form
        The questions.
    bodies : sequence of Organisation
        All organisations, who may be named as partners.
    networks : sequence of Network
        All networks, of which some are ticked.
    """

    def __init__(self, form: Form, bodies: Sequence[Organisation], networks: Sequence[Network]) -> None:
        self.form = form
        self.networks = {network.plan.network_id: network for network in networks}
        #: Names that are not the official ones, as respondents wrote them, with the organisation that was meant.
        self.written: dict[str, str] = {}
        self.by_kind = {kind: [one for one in bodies if one.kind == kind] for kind in _PARTNER_KINDS}

    def row(self, person: Person, token: str, again: str = "") -> Row:
        """Draw the answers of one person; `again` is not empty for a second set under the same token."""
        mind = Mind(person.organisation)
        row: Row = {"token": token, "language": 1.0 + LANGUAGES.index(person.language)}
        self._background(row, person)
        self._networks(row, person, mind, again)
        self._opinions(row, person, mind, again)
        self._most_important(row, person)
        self._commitment(row, person, mind)
        self._ticks(row, person)
        for name, share in _OPEN_SHARE.items():
            row[name] = open_answer(name, person.language, person.chance(name), share)
        row["consent"] = person.chance("consent").weighted({1.0: 0.55, 2.0: 0.39, NO_ANSWER: 0.06})
        self.form.leave(row, person.chance("leaves"), 0.06)
        row["stratum"] = float(STRATA[person.stratum]["code"])
        return row

    def _background(self, row: Row, person: Person) -> None:
        body, form = person.organisation, self.form
        name = written_name(body, person.language, person.chance("name"))
        row["organisation"] = name
        if name and name.lower() not in {official.lower() for official in body.names}:
            self.written[name] = body.actor_id
        row["kind"] = form.code("kind", body.kind)
        tier = {"university": "national", "research-institute": "national", "uas": "regional"}.get(body.kind, body.tier)
        row["tier"] = form.code("tier", tier) or 97.0
        row["region"] = form.code("region", body.region) if body.region else 97.0
        row["position"] = float(person.position)
        chance = person.chance("experience")
        years = round(abs(chance.normal(9, 8)))
        row["experience"] = chance.weighted({float(years): 0.95, CANNOT_SAY: 0.03, NO_ANSWER: 0.02})

    def _networks(self, row: Row, person: Person, mind: Mind, again: str) -> None:
        body, form = person.organisation, self.form
        part = {key: one.takes_part(body.actor_id) for key, one in self.networks.items()}
        chance = person.chance("takes part")
        said = chance.happens(0.95 if any(part.values()) else 0.25)
        row["takes_part"] = CANNOT_SAY if chance.happens(0.03) else 1.0 if said else 2.0
        for name in form.of_block("membership"):
            network = form.items[name].get("network")
            share = 0.1 if network is None else 0.92 if part[network] else 0.0
            row[name] = float(person.chance(name).happens(share)) if form.shown("membership", row) else NOT_SHOWN
        other = row["network_other"] == 1.0
        row["network_other_text"] = (
            open_answer("network_other_text", person.language, person.chance("other network"), 0.8) if other else ""
        )
        near = {"local": 0.5, "regional": 0.3, "national": -0.4, "": -0.9}
        for name in form.of_block("cooperation"):
            lean = near[form.items[name].get("tier", "")] if body.tier != "national" else 0.0
            row[name] = self._graded(name, person, mind, lean, again)
        self._partners(row, person)

    def _partners(self, row: Row, person: Person) -> None:
        chance, body = person.chance("partners"), person.organisation
        number = chance.weighted({0: 0.25, 1: 0.1, 2: 0.15, 3: 0.2, 4: 0.1, 5: 0.2})
        chosen: list[Organisation] = []
        while len(chosen) < number:
            of_kind = self.by_kind[chance.weighted(_PARTNER_KINDS)]
            near = [one for one in of_kind if one.region == body.region] or of_kind
            one = chance.one_of(near if chance.happens(0.8) else of_kind)
            if one != body and one not in chosen:
                chosen.append(one)
        for place, name in enumerate(self.form.of_block("partners")):
            row[name] = written_name(chosen[place], person.language, person.chance(name)) if place < number else ""

    def _opinions(self, row: Row, person: Person, mind: Mind, again: str) -> None:
        for block in ("interest", "forums", "motives", "benefits", "opportunities", "obstacles", "state-role"):
            for name in self.form.of_block(block):
                lean = mind.interest(self.form.items[name].get("theme", ""))
                if block == "obstacles":
                    lean -= 0.3 * mind.engagement
                shown = self.form.shown(block, row)
                row[name] = self._graded(name, person, mind, lean, again) if shown else NOT_SHOWN

    def _graded(self, name: str, person: Person, mind: Mind, lean: float, again: str) -> float | str | None:
        item = self.form.items[name]
        chance = person.chance(f"state/{name}")
        unsure = _UNSURE.get(item.get("role", ""), 0.05) * (1.6 if person.position == 1 else 1.0)
        if chance.happens(unsure):
            return CANNOT_SAY
        if chance.happens(0.015):
            return NO_ANSWER
        return step(score(person, mind, name, lean, again), 1.0 if item["scale"] == "agreement" else 0.0)

    def _most_important(self, row: Row, person: Person) -> None:
        """Let the three themes of greatest interest be the most important; fewer where interest is not said."""
        grades = [row[name] for name in self.form.of_block("interest")]
        places = [place for place, grade in enumerate(grades) if isinstance(grade, float) and 2 <= grade <= 4]
        places = person.chance("most important").shuffled(places)
        ranked = sorted(places, key=lambda place: -float(grades[place] or 0))
        for rank, name in enumerate(self.form.of_block("top-themes")):
            row[name] = float(ranked[rank] + 1) if rank < len(ranked) else NO_ANSWER

    def _commitment(self, row: Row, person: Person, mind: Mind) -> None:
        form, chance = self.form, person.chance("mandate")
        silent = {1: 0.22, 2: 0.13, 3: 0.33}[person.position] + (0.12 if person.stratum == "state" else 0.0)
        no_mandate = chance.happens(silent)
        card = [option for option in form.scales["card"] if "amount" in option]
        for name in form.of_block("pay"):
            own, item = person.chance(f"card/{name}"), form.items[name]
            would = sum_of_money(person, mind, item["fee_rule"])
            shown = max((option for option in card if option["amount"] <= would), key=lambda option: option["amount"])
            unsure = own.happens(0.9 if no_mandate else 0.06)
            row[name] = CANNOT_SAY if unsure else NO_ANSWER if own.happens(0.03) else float(shown["code"])
        for name in form.of_block("staff-days"):
            own, item = person.chance(f"days/{name}"), form.items[name]
            unsure = own.happens(0.85 if no_mandate else 0.08)
            would = days(person, mind, item["fee_rule"])
            row[name] = CANNOT_SAY + 900 if unsure else NO_ANSWER + 900 if own.happens(0.03) else would
        value = step(score(person, mind, "commitment"))
        row["commitment"] = CANNOT_SAY if person.chance("commitment").happens(0.12) else value
        for name in form.of_block("commitment-forms"):
            ticked = person.chance(name).happens(0.15 + 0.3 * (score(person, mind, name) > 0.2))
            row[name] = float(ticked) if form.shown("commitment-forms", row) else NOT_SHOWN

    def _ticks(self, row: Row, person: Person) -> None:
        form, kind, size = self.form, person.organisation.kind, person.organisation.population
        shares = {
            "policy_urban": 0.75 if size > 30_000 else 0.15 if size else 0.4,
            "policy_rural": 0.95 if kind == "leader-group" else 0.6 if 0 < size < 15_000 else 0.35,
            "policy_archipelago": 0.3 if person.organisation.region in ("02", "14", "01") else 0.04,
            "policy_other": 0.45,
        }
        for name, share in shares.items():
            row[name] = float(person.chance(name).happens(share))
        skipped = person.chance("formats").happens(0.03)
        for place, name in enumerate(form.of_block("formats")):
            share = (0.62, 0.58, 0.3, 0.4, 0.45, 0.12, 0.05)[place]
            row[name] = NO_ANSWER if skipped else float(person.chance(name).happens(share))
        other = row["format_other"] == 1.0
        row["format_other_text"] = (
            open_answer("format_other_text", person.language, person.chance("other format"), 0.9) if other else ""
        )
