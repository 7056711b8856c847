"""From answers to the study: rows of ties that join its tables, with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.study.joining import join_rows
from valuma.study.origins import Origin
from valuma.study.study import Study
from valuma.study.synthetic import synthetic_rows
from valuma.survey.load_report import problem_of
from valuma.survey.own_study import own_study
from valuma.survey.people import link_table
from valuma.survey.ties import Respondents, SurveyTies, ties

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Column that must name something of the study, and the table it must stand in.
_TARGETS = {
    "interests": (("theme_id", "themes"),),
    "memberships": (("network_id", "networks"),),
    "cooperation": (("partner_id", "actors"),),
}

_ACTORS = ("actor_id", "partner_id")


def to_study(
    survey: Survey,
    links: pd.DataFrame | pd.Series | None = None,
    *,
    study: Study | None = None,
    respondents: Respondents = "officials",
) -> Study:
    """Turn the answers that have a role into tables of a study.

    Parameters
    ----------
    survey : Survey
        With answers.
    links, study, respondents
        As in `valuma.Survey.to_study`.

    Returns
    -------
    Study
        With rows of ``interests``, ``memberships`` and ``cooperation``, the survey attached, and its source where the
        study has none.

    Raises
    ------
    ValumaError
        The survey has no answers or no variable that makes ties, is part of the study already, or no name is linked.
    StudyError
        Rows name themes, networks or actors that the study does not have, or join invented and real.
    """
    if study is not None and survey.id in study.surveys and study.survey(survey.id).answered:
        raise ValumaError(f"survey {survey.id!r} is part of the study already")
    known = _links(links, study)
    made = ties(survey, known, respondents=respondents)
    base = own_study(survey, links, made) if study is None else study
    problems = Problems()
    place = f"survey {survey.id}"
    new, problems = join(base, [(survey, made)], {survey.id: place}, problems)
    problems.raise_if_errors(f"the answers of {survey.id} do not fit the study")
    return new.with_surveys({**base.surveys, survey.id: survey})


def join(
    study: Study,
    parts: Sequence[tuple[Survey, SurveyTies]],
    places: Mapping[str, str],
    problems: Problems,
    *,
    targets_checked: bool = False,
) -> tuple[Study, Problems]:
    """Join the ties of surveys to the tables of a study.

    Parameters
    ----------
    study : Study
        Validated tables.
    parts : sequence of tuple of Survey and SurveyTies
        Surveys with what their answers make.
    places : mapping of str to str
        How each survey is named in problems.
    problems : Problems
        What was found before.
    targets_checked : bool
        Themes, networks and partners that the study does not have were reported before.

    Returns
    -------
    tuple of Study and Problems
        A new study; with errors among the problems it must not be used.
    """
    rows: dict[str, list[pd.DataFrame]] = {}
    origins: dict[str, Origin] = {}
    sources = set(study.sources["source_id"])
    for survey, made in parts:
        place = places[survey.id]
        add_remarks(made, place, problems)
        source = survey.settings.source_id or survey.id
        tables = {name: _sourced(frame, survey, source) for name, frame in made.tables.items()}
        unsaid = Problems() if targets_checked else problems
        tables = {name: _fitting(frame, name, study, place, unsaid) for name, frame in tables.items()}
        tables = _of_one_sort(tables, survey, study, place, problems)
        if source not in sources:
            sources.add(source)
            tables["sources"] = _source(survey, source)
        for name, frame in tables.items():
            origin = Origin.of_file(place, np.full(len(frame), -1))
            rows.setdefault(name, []).append(frame)
            origins[name] = origins[name].then(origin) if name in origins else origin
    whole = {name: pd.concat(frames, ignore_index=True) for name, frames in rows.items()}
    return join_rows(study, whole, origins, problems)


def add_remarks(made: SurveyTies, place: str, problems: Problems) -> None:
    """Let the report of a study say which answers made no row."""
    for remark in made.remarks:
        problems.add(problem_of(remark, place, column=remark.place.partition(", ")[2] or None))


def _links(links: pd.DataFrame | pd.Series | None, study: Study | None) -> pd.Series:
    """Return the links given; without them, every actor of the study under its identifier."""
    if links is None:
        if study is None:
            raise ValumaError("which actor each organisation is, is not known: give links, or the study")
        ids = study.actors["actor_id"]
        return pd.Series(ids.to_numpy(dtype=object), index=ids.to_numpy(dtype=object))
    known = link_table(links)
    if not known:
        raise ValumaError("links name no actor for any answer")
    return pd.Series(known, dtype=object)


def _sourced(frame: pd.DataFrame, survey: Survey, source: str) -> pd.DataFrame:
    return frame.assign(source_id=source, synthetic=True if survey.synthetic else None)


def _source(survey: Survey, source: str) -> pd.DataFrame:
    """Return the row of the survey in the table of sources."""
    settings = survey.settings
    title = settings.title.get(settings.language) or next(iter(settings.title.values()), "") or survey.id
    row = {
        "source_id": source,
        "title": title,
        "publisher": settings.privacy.controller or "own survey",
        "published": None if settings.year is None else str(settings.year),
        "synthetic": True if survey.synthetic else None,
    }
    return pd.DataFrame([row], dtype=object)


def _fitting(frame: pd.DataFrame, name: str, study: Study, place: str, problems: Problems) -> pd.DataFrame:
    """Return the rows that fit the study; report once for each item what does not, instead of once for each row."""
    keep = np.ones(len(frame), dtype=bool)
    for column, table in _TARGETS[name]:
        known = set(study.tables[table][table.removesuffix("s") + "_id"])
        lost = ~frame[column].isin(known).to_numpy()
        keep &= ~lost
        for (item, value), _ in frame[lost].groupby(["item", column], sort=True):
            wanted, hint = f"a {table.removesuffix('s')} of the study", nearest(str(value), map(str, known))
            problems.error(place, f"{value!r}, what the item {item} is about", wanted, column=str(item), hint=hint)
    return frame[keep].drop(columns="item").reset_index(drop=True)


def _of_one_sort(
    tables: Mapping[str, pd.DataFrame], survey: Survey, study: Study, place: str, problems: Problems
) -> dict[str, pd.DataFrame]:
    """Leave out rows of unknown actors and those that would join invented answers to real actors, and report them."""
    actors = study.actors["actor_id"]
    invented = dict(zip(actors, synthetic_rows(study.tables, "actors"), strict=True))
    named = {actor for frame in tables.values() for column in _ACTORS if column in frame for actor in frame[column]}
    lost = {actor for actor in named if actor not in invented}
    mixed = {actor for actor in named - lost if invented[actor] != survey.synthetic}
    for actor in sorted(lost):
        hint = nearest(actor, map(str, actors))
        problems.error(place, f"a link to {actor!r}", "an actor of the study", hint=hint)
    if mixed:
        what = "invented answers" if survey.synthetic else "real answers"
        which = "real actors" if survey.synthetic else "invented actors"
        shown = ", ".join(sorted(mixed)[:3]) + (" …" if len(mixed) > 3 else "")
        hint = "mark the survey (synthetic = true in survey.toml) and the actors, or neither"
        expected = "invented with invented, real with real"
        problems.error(place, f"{what} linked to {len(mixed):,} {which} ({shown})", expected, hint=hint)
    result = {}
    for name, frame in tables.items():
        bad = [frame[column].isin(lost | mixed).to_numpy() for column in _ACTORS if column in frame]
        result[name] = frame[~np.logical_or.reduce(bad)].reset_index(drop=True)
    return result
