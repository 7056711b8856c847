"""Surveys of a study folder join its tables: names linked, items checked, rows added, lists compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from valuma.loaders.surveys import LEAVE_OUT, LINKS_FILE, FoundSurvey
from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problem, Problems, ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE
from valuma.study.attached import Surveys
from valuma.study.joining import with_problems
from valuma.study.study import Study
from valuma.survey.load_report import Remark, problem_of

if TYPE_CHECKING:
    import pandas as pd

    from valuma.loaders.linkage import Linkage, NameIndex
    from valuma.survey.survey import Survey

#: Keys of an item that name something of the study, and its table.
_ABOUT = (("theme", "themes"), ("network", "networks"), ("partner", "actors"))


def join_surveys(
    study: Study, found: Sequence[FoundSurvey], problems: Problems, *, incomplete: frozenset[str] = frozenset()
) -> tuple[Study, Problems]:
    """Attach surveys to a study and add the rows that their answers make.

    Parameters
    ----------
    study : Study
        The tables of the folder.
    found : sequence of FoundSurvey
        Its surveys.
    problems : Problems
        All problems of the tables.
    incomplete : frozenset of str
        Tables of which rows could not be read; references to them are not checked.

    Returns
    -------
    tuple of Study and Problems
        Names of organisations are linked by `valuma.loaders.link` and what ``links.csv`` decides; answers that are
        linked to nothing are counted in a warning. Where the tables have errors, no rows are added.
    """
    said = Problems()
    for one in found:
        _check_items(one, study, said, incomplete)
        for remark in one.survey.report.warnings if one.answered else ():
            said.add(_of_report(remark, one))
    answered = [one for one in found if one.answered]
    if answered:
        from valuma.survey.response_rates import check_tokens

        for one in answered:
            for remark in check_tokens(one.survey):
                said.add(problem_of(remark, one.place))
    lists = {one.id: one.invited for one in found if one.invited is not None}
    if len(lists) > 1:
        from valuma.survey.response_rates import shared_invitations

        for remark in shared_invitations(lists):
            said.add(problem_of(remark, "surveys"))
    linked = _linked_all(answered, study, said) if not problems.errors else {}
    ready = {one.id: one.survey.changed(actors=Frozen(linked.get(one.id, {}))) for one in answered}
    surveys = Surveys(ready, {one.id: one.make for one in found if not one.answered})
    if answered and not problems.errors:
        joined, after = _with_rows(study, answered, ready, said)
        return joined.with_surveys(surveys), after
    return with_problems(study, said).with_surveys(surveys), Problems((*problems, *said))


def _of_report(remark: Remark, one: FoundSurvey) -> Problem:
    """Return a remark of a survey's own report; personal data that are invented need no look."""
    told = problem_of(replace(remark, what=f"{remark.place}: {remark.what}"), one.folder)
    if not remark.done.startswith("flagged"):
        return told
    severity = "note" if one.survey.synthetic else told.severity
    return replace(told, severity=severity, expected="none of it to leave as it is")


def _linked_all(answered: Sequence[FoundSurvey], study: Study, said: Problems) -> dict[str, dict[str, str]]:
    """Return the actor of each name in the answers, by survey."""
    index: NameIndex | None = None
    found = {}
    for one in answered:
        if not written(one.survey):
            continue
        if index is None:
            from valuma.loaders.linkage import known_names

            index = known_names(study)
        links = _links(one, study, index, said)
        found[one.id] = {str(name): str(actor) for name, actor in links.dropna().items()}
    return found


def _with_rows(
    study: Study, answered: Sequence[FoundSurvey], ready: Mapping[str, Survey], said: Problems
) -> tuple[Study, Problems]:
    """Add the rows that answers make."""
    import pandas as pd

    from valuma.survey.ties import TIE_ROLES, ties
    from valuma.survey.to_study import join

    parts = []
    for one in answered:
        survey = ready[one.id]
        if not any(survey.codebook.of_role(str(role)) for role in TIE_ROLES):
            continue
        try:
            parts.append((survey, ties(survey, pd.Series(dict(survey.actors), dtype=object))))
        except ValumaError as error:
            said.error(one.place, str(error), "answers that can be read")
    return join(study, parts, {one.id: one.place for one in answered}, said, targets_checked=True)


def link_survey(survey: Survey, study: Study, *, decisions: Mapping[str, str] | None = None) -> Linkage:
    """Link the names of organisations in answers to the actors of a study.

    Parameters
    ----------
    survey : Survey
        With answers: names of organisations that answer, and of partners that they write.
    study : Study
        Whose actors may be meant.
    decisions : mapping of str to str, optional
        What a person decided: name → actor_id, "new" or "leave-out". An answer that is an actor_id needs no decision.

    Returns
    -------
    Linkage
        One row a distinct name: its band, the actor, up to three candidates. It holds what respondents wrote; keep it
        with the answers.

    Raises
    ------
    ValumaError
        A decision names a body that is no actor.

    Examples
    --------
    >>> import valuma as va
    >>> study = va.read_study(".")                                              # doctest: +SKIP
    >>> found = va.loaders.link_survey(survey, study)                           # doctest: +SKIP
    >>> survey.to_study(found.to_series(), study=study)                         # doctest: +SKIP
    """
    from valuma.loaders.linkage import known_names

    return _linked(survey, known_names(study), decisions or {})


def _linked(survey: Survey, index: NameIndex, decisions: Mapping[str, str]) -> Linkage:
    from valuma.loaders.linkage import link

    names = written(survey)
    own = {name: name for name in names if name in index.bodies}
    return link(names, index, at=survey.settings.year, decisions={**own, **decisions})


def _links(one: FoundSurvey, study: Study, index: NameIndex, problems: Problems) -> pd.Series:
    """Return the actor of each name in the answers; decisions that name no actor are reported."""
    actors = set(study.actors["actor_id"])
    decisions: dict[str, str] = {}
    for line, answer, actor in () if one.links is None else one.links[["answer", "actor_id"]].itertuples():
        if actor != LEAVE_OUT and actor not in actors:
            hint, file = nearest(str(actor), map(str, actors)), f"{one.folder}/{LINKS_FILE}"
            problems.error(file, repr(actor), "an actor of actors.csv", row=int(line), column="actor_id", hint=hint)
            continue
        decisions[str(answer)] = str(actor)
    return _linked(one.survey, index, decisions).to_series()


def written(survey: Survey) -> list[str]:
    """Return every name of an organisation that answers hold: of those who answer and of partners they name."""
    from valuma.schema.vocabularies import SurveyRole
    from valuma.survey.naming import written_names
    from valuma.survey.people import names_in, organisation_variable

    names: dict[str, None] = {}
    variable = organisation_variable(survey)
    if variable:
        names |= dict.fromkeys(names_in(survey, variable).dropna())
    for partner in survey.codebook.of_role(str(SurveyRole.COOPERATION)):
        if partner.kind == "text" and not partner.about.get("partner"):
            for cell in names_in(survey, partner.name).dropna():
                names |= dict.fromkeys((cell, *written_names(cell)))
    return list(names)


def _check_items(one: FoundSurvey, study: Study, problems: Problems, incomplete: frozenset[str]) -> None:
    """Report items about themes, networks or actors that the study does not have, and regions it does not know."""
    for key, table in _ABOUT:
        if table in incomplete:
            continue
        known = set(study.tables[table][table.removesuffix("s") + "_id"])
        for number, item in enumerate(one.file.items, start=1):
            value = getattr(item, key)
            if value and value not in known:
                path = f"items[{number}].{key}"
                hint = nearest(value, map(str, known))
                expected = f"{'an' if table[0] == 'a' else 'a'} {table.removesuffix('s')} of the study"
                problems.error(one.place, repr(value), expected, row=one.toml.line(path), column=path, hint=hint)
    regions = set(study.regions["region_code"])
    scales = {item.scale for item in one.file.items if str(item.role) == "region"}
    for number, scale in enumerate(one.file.scales, start=1) if regions and "regions" not in incomplete else ():
        for place, option in enumerate(scale.options if scale.name in scales else (), start=1):
            if option.word and option.word not in regions | {NOT_APPLICABLE}:
                path = f"scales[{number}].options[{place}].word"
                hint = nearest(option.word, map(str, regions))
                problems.error(
                    one.place,
                    repr(option.word),
                    "a region of regions.csv",
                    row=one.toml.line(path),
                    column=path,
                    hint=hint,
                )
