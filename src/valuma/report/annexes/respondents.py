"""Annex: who answered the surveys of a study, by kind, tier and region, with response rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuma.figures.survey_source import SurveyWords, survey_title, surveys_of
from valuma.report.annexes import Annex, annex
from valuma.report.content import BriefTable
from valuma.report.survey_tables import response_table
from valuma.report.tree import Block, Heading, Paragraph, TableBlock, Text
from valuma.survey.summaries import About
from valuma.survey.summaries.groups import dividing
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared
    from valuma.survey.survey import Survey


@annex("respondents", order=22)
def respondents(prepared: Prepared, lang: str, /, **_: Any) -> Annex | None:
    """Show how many were invited and answered in each group.

    Parameters
    ----------
    prepared : Prepared
        What the report is made of.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    Annex, or None for a study without surveys
    """
    surveys = surveys_of(prepared.study)
    if not surveys:
        return None
    blocks: list[Block] = [Paragraph((Text(message("annex-respondents-lead", lang)),))]
    tables: dict[str, BriefTable] = {}
    for survey in surveys.values():
        blocks.append(Heading(3, (Text(survey_title(survey.settings, lang)),)))
        if not survey.answered:
            blocks.append(Paragraph((Text(message("annex-survey-unanswered", lang)),)))
            continue
        own, made = _answered(prepared, survey, lang)
        blocks += own
        tables |= made
    return Annex("respondents", message("annex-respondents-title", lang), tuple(blocks), tables)


def _answered(prepared: Prepared, survey: Survey, lang: str) -> tuple[list[Block], dict[str, BriefTable]]:
    """Return what is said of a survey with answers, and one table a grouping."""
    words = SurveyWords(About.of(survey), lang, prepared.study)
    known = dividing(survey)
    said = words.response if known else f"{words.response} {message('annex-respondents-no-groups', lang)}"
    blocks: list[Block] = [Paragraph((Text(said),))]
    tables: dict[str, BriefTable] = {}
    for by in known:
        name = f"annex-respondents-{survey.id}-{by}"
        tables[name] = response_table(prepared.study, survey, by, lang, alone=False)
        blocks.append(TableBlock(name))
    return blocks, tables
