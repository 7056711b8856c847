"""Annex: the questionnaires of the surveys of a study, answered or not, in the language of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuma.figures.survey_source import survey_title, surveys_of
from valuma.report.annexes import Annex, annex
from valuma.report.question_list import Question, Section, question_list
from valuma.report.tree import Block, Emphasis, Heading, Inline, Items, Paragraph, Strong, Text
from valuma.schema.vocabularies import Language
from valuma.texts import label, message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared
    from valuma.survey.survey import Survey

_BOX, _RING, _LINE = "☐\u00a0", "○\u00a0", "______"


@annex("questionnaire", order=24)
def questionnaire(prepared: Prepared, lang: str, /, **_: Any) -> Annex | None:
    """Print what was asked, or will be: questions, answer options, and who is asked which question.

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
    blocks: list[Block] = [_said(message("annex-questionnaire-lead", lang))]
    for survey in surveys.values():
        blocks += _survey(survey, lang)
    title = message("annex-questionnaire-title", lang)
    return Annex("questionnaire", title, tuple(blocks), dense=True, apart=True)


def _survey(survey: Survey, lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(3, (Text(survey_title(survey.settings, lang)),))]
    if not survey.answered:
        blocks.append(Paragraph((Strong((Text(message("annex-survey-unanswered", lang)),)),)))
    form = question_list(survey, lang)
    if form.language != lang:
        language = label(Language(form.language), lang)
        blocks.append(_said(message("survey-language-note", lang, language=language)))
    blocks += [_said(form.introduction)] if form.introduction else []
    for section in form.sections:
        blocks += _section(section, lang)
    return [*blocks, *([_said(form.closing)] if form.closing else [])]


def _section(section: Section, lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(4, (Text(section.title),))] if section.title else []
    blocks += [_said(section.text)] if section.text else []
    return [*blocks, *(block for question in section.questions for block in _question(question, lang))]


def _question(question: Question, lang: str) -> list[Block]:
    """Return number and question in bold, how to answer it, who is asked, and the answers."""
    head: list[Inline] = [Strong((Text(f"{question.number}. {question.text}"),))]
    head += [Text(f" {question.how}")] if question.how else []
    head += [Text(f" {message('form-number', lang)}: {_LINE}")] if question.number_field else []
    blocks: list[Block] = [Paragraph(tuple(head))]
    for words in (question.help, question.condition):
        if words:
            blocks.append(Paragraph((Emphasis((Text(words),)),)))
    if question.choice:
        mark = _BOX if question.choice == "many" else _RING
        blocks.append(_said("   ".join(f"{mark}{item}" for item in question.items)))
    elif question.items:
        blocks.append(Items(False, tuple((_said(item),) for item in question.items)))
    for key, options in (("answers", question.columns), ("listed", question.listed)):
        if options:
            said = (
                Text(f"{message(f'annex-questionnaire-{key}', lang)} "),
                Text("   ".join(_RING + one for one in options)),
            )
            blocks.append(Paragraph(said))
    return blocks


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),))
