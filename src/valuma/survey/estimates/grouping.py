"""Groups of respondents: by a role that a variable has, or by a variable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.estimates.codes import code_label, code_text, coded
from valuma.survey.load_report import Remark
from valuma.texts import LANGUAGES, TextError, label

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Vocabulary of the words that the codes of a role stand for.
_VOCABULARIES = {SurveyRole.KIND: "Kind", SurveyRole.TIER: "Tier"}


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each respondent belongs to.

    Parameters
    ----------
    by : str
        What was asked for; empty where all are one group.
    of : ndarray of int
        Position of the group of each respondent; -1 where it is not known.
    keys, labels : tuple of str
        Word or code of each group, and what it is called.
    remarks : tuple of Remark
        Respondents without a group.
    """

    by: str
    of: npt.NDArray[np.int64]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.keys)


def grouping(survey: Survey, by: str | None, *, lang: str | None = None) -> Grouping:
    """Say which group each respondent belongs to.

    Parameters
    ----------
    survey : Survey
        With answers.
    by : str, optional
        A word of `SurveyRole` that one variable has, such as ``kind``, or a variable. None: all are one group.
    lang : {"fi", "sv", "en"}, optional
        Language of the labels; by default that of the file.

    Returns
    -------
    Grouping
        Groups in the order of the codebook, those without respondents too. Codes that stand for the same word of a
        vocabulary are one group.

    Raises
    ------
    ValumaError
        Nothing has this name, several variables have the role, or the variable tells who a respondent is.
    """
    if by is None:
        return Grouping("", np.zeros(len(survey.answers), dtype=np.int64), ("",), ("",))
    name = variable_of(survey, by)
    _refuse_identifiers(survey, name)
    positions, codes = coded(survey, name)
    variable = survey.codebook[name]
    words = [variable.words.get(code) for code in codes]
    keys = tuple(dict.fromkeys(word or code_text(code) for word, code in zip(words, codes, strict=True)))
    labels = dict[str, str]()
    for word, code in zip(words, codes, strict=True):
        text = code_label(survey, name, code, lang)
        labels.setdefault(word or code_text(code), _worded(survey, name, word, text, lang, words.count(word)))
    place = {key: k for k, key in enumerate(keys)}
    to_group = np.array(
        [place[word or code_text(code)] for word, code in zip(words, codes, strict=True)], dtype=np.int64
    )
    of = np.where(positions >= 0, to_group[positions] if len(codes) else -1, -1)
    lost = int((of < 0).sum())
    what, done = f"{lost:,} respondents without an answer", "not in the table by groups"
    remarks = (Remark("note", f"{survey.id}, {name}", what, done),) if lost else ()
    return Grouping(by, of, keys, tuple(labels[key] for key in keys), remarks)


def variable_of(survey: Survey, by: str) -> str:
    """Return the variable that a word of `SurveyRole` or a name of a variable means.

    Raises
    ------
    ValumaError
        There is none, or several have the role.
    """
    found = survey.codebook.of_role(by)
    if len(found) == 1:
        return found[0].name
    if by in survey.codebook:
        return by
    if found:
        raise ValumaError(f"several variables have the role {by!r}: {', '.join(one.name for one in found)}; name one")
    roles = [str(role) for role in SurveyRole if survey.codebook.of_role(str(role))]
    hint = nearest(by, [*roles, *survey.codebook.names])
    raise ValumaError(f"no variable of {survey.id} has the role or the name {by!r}" + (f"; {hint}" if hint else ""))


def _refuse_identifiers(survey: Survey, name: str) -> None:
    variable, settings = survey.codebook[name], survey.settings
    identifying = name in (settings.respondent, settings.organisation, settings.weight) or variable.role in (
        SurveyRole.RESPONDENT,
        SurveyRole.ORGANISATION,
        SurveyRole.OPEN_TEXT,
        SurveyRole.WEIGHT,
    )
    if identifying or (variable.identifies and variable.kind == "text"):
        what = variable.identifies or "who a respondent is"
        raise ValumaError(f"{name} tells {what}: groups are not made of it")


def _worded(survey: Survey, name: str, word: str | None, text: str, lang: str | None, codes: int) -> str:
    """Return the label of a group: that of its one code, else of the word that several codes stand for."""
    role = survey.codebook[name].role
    if word is None or (codes == 1 and (lang is None or lang in survey.codebook[name].value_texts)):
        return text
    wanted = lang or survey.settings.language
    if role not in _VOCABULARIES or wanted not in LANGUAGES:
        return text
    try:
        return label(word, wanted, vocabulary=_VOCABULARIES[SurveyRole(role)])
    except TextError:
        return text
