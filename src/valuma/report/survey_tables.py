"""Tables and figures of a study's surveys, as a report shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures import draw
from valuma.figures import list as catalogue
from valuma.figures.catalogue import SURVEY
from valuma.figures.names import capital, known
from valuma.figures.survey_source import SurveyWords, choose_survey, surveys_of
from valuma.report.content import BriefTable
from valuma.report.prepared import SHORT
from valuma.report.survey_results import in_words
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.summaries import RANKED, Summary, answered, interest, ranked, willingness
from valuma.survey.summaries.groups import KIND, REGION, TIER, dividing, known_roles
from valuma.survey.summaries.interest import CANNOT_SAY, MEAN
from valuma.survey.summaries.ranked import SHARE
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from valuma.figures.catalogue import Entry
    from valuma.figures.record import Figure
    from valuma.study.study import Study
    from valuma.survey.survey import Survey

#: What a figure shows in the few pages of a brief.
_SHORT: Mapping[str, Mapping[str, Any]] = {
    "interest": {"most": 7},
    "motives-obstacles": {"most": 4},
    "willingness": {"by": TIER, "most": 1},
}
_NO_ROWS = "there is nothing to show"


def survey_figures(study: Study) -> dict[str, Callable[[str], Figure]]:
    """Return the figures that the answers of a study's surveys allow, by the names that texts use.

    Parameters
    ----------
    study : Study
        With or without surveys.

    Returns
    -------
    dict of str to callable
        Those of the catalogue, each also as ``<name>-short`` for the few pages of a brief, ``response-<id>`` for every
        further survey with answers, and ``willingness-tier``. Empty for a study without answers.
    """
    made: dict[str, Callable[[str], Figure]] = {}
    for entry in catalogue():
        if entry.needs == SURVEY and not entry.lacks(study):
            made[entry.name] = partial(_drawn, study, entry.name)
            made[f"{entry.name}{SHORT}"] = partial(_drawn, study, entry.name, **_short(study, entry))
    there = [survey for survey in surveys_of(study).values() if survey.answered]
    for survey in there[1:]:
        made[f"response-{survey.id}"] = partial(_drawn, study, "response", survey=survey.id)
    if "willingness" in made:
        chosen = choose_survey(study, (SurveyRole.WILLINGNESS_TO_PAY,))
        if known_roles(chosen, (TIER,)):
            made["willingness-tier"] = partial(_drawn, study, "willingness", by=TIER)
    return made


def _short(study: Study, entry: Entry) -> Mapping[str, Any]:
    """Return the options of the short form of a figure."""
    if entry.name in _SHORT:
        return _SHORT[entry.name]
    return {"by": dividing(choose_survey(study, entry.roles), (TIER, KIND, REGION))[:1] or None}


def _drawn(study: Study, name: str, lang: str, **options: Any) -> Figure:
    return draw(name, study, lang=lang, **options)


def survey_tables(study: Study) -> dict[str, Callable[[str], BriefTable]]:
    """Return the tables of a study's surveys, by the names that texts use.

    Parameters
    ----------
    study : Study
        With or without surveys.

    Returns
    -------
    dict of str to callable
        ``survey-response-<grouping>``, ``survey-interest``, ``survey-<role>`` for each role that is ranked, and
        ``survey-willingness``; empty for a study without answers.
    """
    made: dict[str, Callable[[str], BriefTable]] = {}
    there = [survey for survey in surveys_of(study).values() if survey.answered]
    for survey in there[:1]:
        for by in dividing(survey):
            made[f"survey-response-{by}"] = partial(response_table, study, survey, by)
    for role, name, make in _tables():
        try:
            survey = choose_survey(study, (role,))
        except ValumaError:
            continue
        made[name] = partial(make, study, survey)
    return made


def _tables() -> Iterator[tuple[str, str, Callable[..., BriefTable]]]:
    yield str(SurveyRole.INTEREST), "survey-interest", _interest_table
    for role in RANKED:
        yield role, f"survey-{role}", partial(_ranked_table, role)
    yield str(SurveyRole.WILLINGNESS_TO_PAY), "survey-willingness", _willingness_table


def response_table(study: Study | None, survey: Survey, by: str, lang: str, *, alone: bool = True) -> BriefTable:
    """Return how many were invited and answered, one row a group.

    Parameters
    ----------
    study : Study, optional
        Knows names of regions.
    survey : Survey
        With answers.
    by : str
        ``kind``, ``tier``, ``region`` or a variable with answer options.
    lang : {"fi", "sv", "en"}
        Language.
    alone : bool, default True
        Say below it how many answered in all; False where that is said beside it.

    Returns
    -------
    BriefTable
        Invited, answered, rate and weight, as far as they are known, with the row of all respondents last.

    Raises
    ------
    ValumaError
        The grouping is not known.
    """
    summary = answered(survey, by=(by,))
    words = SurveyWords(summary.about, lang, study)
    frame = summary.frame
    rows = []
    for row in [*frame[frame["by"] == by].to_dict("records"), *frame[frame["by"] == ""].to_dict("records")]:
        told = bool(row["shown"])
        cells = {"group": capital(words.group(by, str(row["group"])))}
        if summary.about.rate is not None:
            cells["invited"] = _cell(row["invited"], lang, told=True)
        cells["answered"] = _cell(row["answered"], lang, told=told)
        if summary.about.rate is not None:
            rate = row["rate"]
            cells["rate"] = percent(rate, lang) if known(rate) else message("suppressed", lang)
        if summary.about.weighted:
            weight = 1.0 if not row["group"] else row["weight"]
            cells["weight"] = number(weight, lang, 2) if known(weight) else message("suppressed", lang)
        rows.append(cells)
    headers = {name: message(f"survey-table-{name}", lang) for name in rows[0]}
    notes = words.notes(summary, estimated=False, graded=False)[0 if alone else 1 :]
    notes += (message("response-weight-note", lang),) if "weight" in headers else ()
    caption = message("survey-table-response", lang, by=words.by(by), survey=words.title)
    right = tuple(name for name in headers if name != "group")
    return _table(rows, headers, caption, notes, words, right)


def _cell(value: object, lang: str, *, told: bool) -> str:
    return number(int(value), lang) if told and known(value) else message("suppressed", lang)  # type: ignore[call-overload]


def _interest_table(study: Study, survey: Survey, lang: str) -> BriefTable:
    summary = interest(survey)
    frame = summary.frame[summary.frame["part"] == MEAN].assign(code=float("nan"), measure=MEAN)
    order = frame[frame["group"] == ""].sort_values("estimate", ascending=False, kind="stable")["item"]
    words = SurveyWords(summary.about, lang, study)
    caption = message("survey-table-interest", lang, by=words.by(summary.by))
    return _by_group(summary, frame, [(item, float("nan")) for item in order], words, caption, "theme")


def _ranked_table(role: str, study: Study, survey: Survey, lang: str) -> BriefTable:
    summary = ranked(survey, roles=(role,))
    words = SurveyWords(summary.about, lang, study)
    frame = summary.frame
    pairs = list(dict.fromkeys(zip(frame["item"], frame["code"].map("{:g}".format), strict=True)))
    what = capital(message(f"reasons-{role}", lang))
    caption = message("survey-table-ranked", lang, what=what, by=words.by(summary.by))
    return _by_group(summary, frame, [(item, float(code)) for item, code in pairs], words, caption, "item")


def _by_group(
    summary: Summary,
    frame: pd.DataFrame,
    order: list[tuple[str, float]],
    words: SurveyWords,
    caption: str,
    first: str,
) -> BriefTable:
    """Return estimates with their intervals, an item a row and a group a column."""
    found = {(row["item"], f"{row['code']:g}", row["group"]): row for row in frame.to_dict("records")}
    rows = []
    for item, code in order:
        name = words.item(item) if code != code else capital(words.value(item, code))
        cells = {first: name}
        for place, group in enumerate(("", *summary.groups)):
            row = found[item, f"{code:g}", group]
            cells[f"group_{place}"] = in_words(row, words.lang, share=row["measure"] == SHARE)
        rows.append(cells)
    headers = {first: message(f"survey-table-{first}", words.lang)}
    for place, group in enumerate(("", *summary.groups)):
        headers[f"group_{place}"] = capital(words.group(summary.by, group))
    notes = words.notes(summary, foreign=[item for item, _ in order])
    if summary.about.sampled:
        notes = (message("survey-table-brackets", words.lang), *notes)
    return _table(rows, headers, caption, notes, words, tuple(headers)[1:])


def _willingness_table(study: Study, survey: Survey, lang: str) -> BriefTable:
    """Return the shares of all respondents, a fee rule a row and an amount a column."""
    summary = willingness(survey)
    words = SurveyWords(summary.about, lang, study)
    frame = summary.frame[summary.frame["group"] == ""]
    steps = sorted(frame["amount"].dropna().unique())
    rows = []
    for item, part in frame.groupby("item", sort=False):
        cells = {"rule": words.item(str(item))}
        by_step = {row["amount"]: row for row in part[part["part"] != CANNOT_SAY].to_dict("records")}
        for place, step in enumerate(steps):
            cells[f"step_{place}"] = _share(by_step.get(step), lang)
        unsure = part[part["part"] == CANNOT_SAY].to_dict("records")
        cells["unsure"] = _share(unsure[0] if unsure else None, lang)
        rows.append(cells)
    headers = {"rule": message("survey-table-rule", lang)}
    headers |= {f"step_{place}": number(step, lang) for place, step in enumerate(steps)}
    headers["unsure"] = message("survey-table-unsure", lang)
    foreign = [str(item) for item in frame["item"]]
    notes = (message("willingness-table-note", lang), *words.notes(summary, foreign=foreign, graded=False))
    caption = message("survey-table-willingness", lang)
    return _table(rows, headers, caption, notes, words, tuple(headers)[1:])


def _share(row: dict[object, object] | None, lang: str) -> str:
    if row is None or not row["shown"] or pd.isna(row["estimate"]):  # type: ignore[call-overload]
        return message("suppressed", lang)
    return percent(row["estimate"], lang)  # type: ignore[arg-type]


def _table(
    rows: list[dict[str, str]],
    headers: dict[str, str],
    caption: str,
    notes: tuple[str, ...],
    words: SurveyWords,
    right: tuple[str, ...],
) -> BriefTable:
    settings = words.about.settings
    if not rows:
        raise ValumaError(f"survey {settings.id!r}: {_NO_ROWS}")
    widths = {name: (3.2 if len(headers) > 6 else 5.0) if place == 0 else 2.4 for place, name in enumerate(headers)}
    sources = (settings.source_id,) if settings.source_id else ()
    return BriefTable(
        pd.DataFrame(rows),
        headers,
        caption,
        notes=notes,
        sources=sources,
        right=right,
        widths=widths,
        synthetic=settings.synthetic,
    )
