"""All files of the example study that are drawn, by their path in its folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drawing import grades
from drawing.actor_answers import ActorSurvey
from drawing.answers import Form, Row
from drawing.chance import Chance
from drawing.codebook import BANNER, actor_codebook, municipal_codebook, read_instrument, survey_text
from drawing.minds import Mind
from drawing.networks import GROUP, SOURCE, YEAR, Network, networks
from drawing.organisations import Organisation, organisations, read_rows
from drawing.people import STRATA, Person, answers_at_all, contacts, invite
from drawing.registry import csv_text, registry_files
from drawing.sav import sav_bytes
from drawing.toml_text import toml_text
from drawing.weights import raked
from valuma.schema.survey_file import SurveyFile
from valuma.survey.questionnaire import questionnaire

#: Large areas by which weights are adjusted, with the regions in them; the rest is the whole country.
_AREAS = {
    "south": ("01", "05", "07", "08", "09", "02"),
    "west": ("04", "06", "13", "14", "15", "16"),
    "north and east": ("10", "11", "12", "17", "18", "19"),
}
_INVITED = ("token", "organisation", "kind", "tier", "region", "language", "stratum")
_DOCUMENTS = (
    *BANNER.split(" / "),
    "Answers of nobody, drawn by examples/draw_example.py with a fixed seed.",
)


def drawn_files(repository: Path) -> dict[str, bytes]:
    """Draw the example.

    Parameters
    ----------
    repository : Path
        With ``cases/registry`` and the instruments in ``surveys``.

    Returns
    -------
    dict of str to bytes
        By path in the folder of the example study. Same repository, same bytes.
    """
    registry = repository / "cases" / "registry"
    bodies = organisations(registry)
    tables = networks(bodies)
    texts = {f"cases/registry/{name}": text for name, text in registry_files(bodies, registry).items()}
    labels = {
        row["theme_id"]: {lang: row[f"label_{lang}"] for lang in ("fi", "sv", "en")}
        for row in read_rows(registry / "themes.csv")
    }
    for network in tables:
        folder = f"cases/{GROUP}/{network.plan.network_id}"
        texts[f"{folder}/card.toml"] = toml_text(network.card(labels)) + "\n"
        texts[f"{folder}/members.csv"] = csv_text(
            ("actor_id", "role", "observed_year", "source_id"),
            ((actor, role, YEAR, SOURCE) for actor, role in network.rows()),
        )
    files = {name: text.encode() for name, text in texts.items()}
    files |= _actor_survey(repository, bodies, tables)
    files |= _municipal_survey(repository, bodies)
    return dict(sorted(files.items()))


def _actor_survey(repository: Path, bodies: Sequence[Organisation], tables: Sequence[Network]) -> dict[str, bytes]:
    instrument = "surveys/actor-survey/survey.toml"
    codebook = actor_codebook(read_instrument(repository / instrument), tables)
    people = contacts(bodies)
    asked = Chance("tokens", "actors").shuffled(invite(people))
    tokens = {person: f"E{number:04d}" for number, person in enumerate(asked, start=1)}
    answered = [one for one in asked if answers_at_all(one, Mind(one.organisation).engagement)]
    survey = ActorSurvey(Form(codebook), bodies, tables)
    rows = [survey.row(one, tokens[one]) for one in answered]
    # One invited person sent the form twice, as happens.
    twice = len(answered) // 3
    rows.append(survey.row(answered[twice], tokens[answered[twice]], again="/again"))
    answered.append(answered[twice])
    _weigh(rows, answered, people, lambda one: (one.stratum, one.language, _area(one.organisation)))
    population = {word: sum(one.stratum == word for one in people) for word in STRATA}
    files = _survey_files("example-actor-survey", instrument, codebook, rows, tokens, population, _stratum)
    return files | {"surveys/example-actor-survey/links.csv": _links(survey.written)}


def _stratum(person: Person) -> str:
    return person.stratum


def _links(written: Mapping[str, str]) -> bytes:
    """Return what a person decided about names that no rule links; some still wait for a decision."""
    decided = [(name, actor) for name, actor in written.items() if Chance("decided", name).happens(0.6)]
    general = ("kunta", "kommunen", "university")
    rows = [(name, "leave-out" if name in general else actor) for name, actor in decided if ", " not in name]
    return csv_text(("answer", "actor_id"), sorted(rows)).encode()


def _municipal_survey(repository: Path, bodies: Sequence[Organisation]) -> dict[str, bytes]:
    instrument = "surveys/municipal-survey/survey.toml"
    codebook = municipal_codebook(read_instrument(repository / instrument), grades.size_options())
    people = grades.invited(bodies)
    tokens = {
        one: f"K{number:05d}" for number, one in enumerate(Chance("tokens", "municipal").shuffled(people), start=1)
    }
    answered = sorted(grades.respondents(people), key=lambda one: tokens[one])
    form = Form(codebook)
    rows = [grades.row(form, one, tokens[one]) for one in answered]
    words = [word for _, word, _ in grades.SIZES]

    def stratum(one: Person) -> str:
        return words[grades.stratum(one.organisation) - 1]

    _weigh(rows, answered, people, lambda one: (stratum(one), one.position == 1, one.organisation.region))
    population = {word: sum(stratum(one) == word for one in people) for word in words}
    return _survey_files("example-municipal-survey", instrument, codebook, rows, tokens, population, stratum)


def _area(body: Organisation) -> str:
    return next((name for name, regions in _AREAS.items() if body.region in regions), "whole country")


def _weigh(rows: Sequence[Row], answered: Sequence[Person], people: Sequence[Person], traits: Any) -> None:
    """Give every row the weight with which the respondents stand for all who could have been asked."""
    everybody = [traits(one) for one in people]
    totals: list[dict[Any, float]] = [{} for _ in everybody[0]]
    for one in everybody:
        for margin, value in enumerate(one):
            totals[margin][value] = totals[margin].get(value, 0.0) + 1.0
    for row, weight in zip(rows, raked([traits(one) for one in answered], totals), strict=True):
        row["weight"] = weight


def _survey_files(
    survey_id: str,
    instrument: str,
    codebook: Mapping[str, Any],
    rows: Sequence[Row],
    tokens: Mapping[Person, str],
    population: Mapping[str, int],
    stratum: Any,
) -> dict[str, bytes]:
    folder = f"surveys/{survey_id}"
    text = survey_text(codebook, instrument, survey_id=survey_id, population=population)
    file = SurveyFile.model_validate(tomllib.loads(text))
    invited = (
        (
            token, one.organisation.actor_id, one.organisation.kind, one.organisation.tier,
            one.organisation.region or "not-applicable", one.language, stratum(one),
        )
        for one, token in sorted(tokens.items(), key=lambda entry: entry[1])
    )  # fmt: skip
    title = "Esimerkki, keksityt vastaukset / Example, invented answers"
    forms = {f"{folder}/questionnaire.{lang}.md": questionnaire(file, lang).encode() for lang in ("fi", "sv", "en")}
    return {
        f"{folder}/survey.toml": text.encode(),
        f"{folder}/invited.csv": csv_text(_INVITED, invited).encode(),
        f"{folder}/answers.sav": sav_bytes(codebook, rows, title=title, documents=_DOCUMENTS),
        **forms,
    }
