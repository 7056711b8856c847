"""Questions of a table: a variable or a block as positions in a list of values, one question an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.blocks import Block
from valuma.survey.estimates.codes import code_label, code_text, coded, variable_text
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Sorts of missing answers of an item that could not be ticked.
_NOT_ASKED = (str(Reason.NOT_SHOWN), str(Reason.NOT_APPLICABLE))


@dataclass(frozen=True, eq=False)
class Question:
    """One item as a table needs it.

    Parameters
    ----------
    item, item_label : str
        Variable, or block of first, second … choices; and its words.
    values, labels : tuple of str
        Values that get a row, and their words.
    chosen : ndarray of int
        Position of the value of each respondent; -1 outside the base. Positions beyond `values` count in the base
        only: an option that was not ticked.
    cannot_say : ndarray of bool
        Respondents who could not say.
    """

    item: str
    item_label: str
    values: tuple[str, ...]
    labels: tuple[str, ...]
    chosen: npt.NDArray[np.int64]
    cannot_say: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Asked:
    """What a name means: questions, and whether a respondent has one value of each."""

    questions: tuple[Question, ...]
    exclusive: bool


def asked(survey: Survey, name: str, *, lang: str | None = None) -> Asked:
    """Return the questions behind the name of a variable or a block.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        A block or a variable; where both have the name, the block.
    lang : {"fi", "sv", "en"}, optional
        Language of the labels; by default that of the file.

    Returns
    -------
    Asked
        One question a variable; of multiple responses one an option.

    Raises
    ------
    ValumaError
        There is nothing of this name, or it is not of a sort that makes a table.
    """
    block = next((block for block in survey.blocks if block.name == name), None)
    if block is None:
        if name not in survey.codebook:
            hint = nearest(name, [*(block.name for block in survey.blocks), *survey.codebook.names])
            raise ValumaError(f"{survey.id} has no block or variable {name!r}" + (f"; {hint}" if hint else ""))
        around = next((b for b in survey.blocks if name in b.items and b.kind == "multiple-dichotomies"), None)
        if around is not None:
            return Asked(_dichotomies(survey, around, (name,), lang), exclusive=False)
        return Asked((_single(survey, name, lang),), exclusive=True)
    if block.kind in ("open", "other-specify"):
        raise ValumaError(f"{name} is a block of texts: they are exported for coders, not tabulated")
    if block.kind == "multiple-dichotomies":
        return Asked(_dichotomies(survey, block, block.items, lang), exclusive=False)
    if block.kind == "multiple-categories":
        return Asked(_mentions(survey, block, lang), exclusive=False)
    return Asked(tuple(_single(survey, item, lang) for item in block.items), exclusive=True)


def _single(survey: Survey, name: str, lang: str | None) -> Question:
    variable = survey.codebook[name]
    if variable.kind == "text" or variable.role == SurveyRole.OPEN_TEXT:
        what = f"holds {variable.identifies}" if variable.identifies else "is a text"
        raise ValumaError(f"{name} {what}: it is not tabulated")
    chosen, codes = coded(survey, name)
    labels = tuple(code_label(survey, name, code, lang) for code in codes)
    values = tuple(code_text(code) for code in codes)
    return Question(name, variable_text(survey, name, lang), values, labels, chosen, could_not_say(survey, name))


def _dichotomies(survey: Survey, block: Block, items: tuple[str, ...], lang: str | None) -> tuple[Question, ...]:
    """Return a question an option: ticked or not, among those who answered the block."""
    answered = survey.answers[list(block.items)].notna().any(axis=1).to_numpy()
    # Without a counted value any answer means ticked: options that hold their own text or nothing.
    value = "1" if block.counted is None else code_text(block.counted)
    questions = []
    for item in items:
        positions, codes = coded(survey, item)
        counts = [block.counted is None or code_text(code) == value for code in codes]
        ticked = np.array(counts or [False])[positions] & (positions >= 0)
        base = answered & ~_not_asked(survey, item)
        chosen = np.where(base, np.where(ticked, 0, 1), -1)
        text = variable_text(survey, item, lang)
        questions.append(Question(item, text, (value,), (text,), chosen, could_not_say(survey, item)))
    return tuple(questions)


def _mentions(survey: Survey, block: Block, lang: str | None) -> tuple[Question, ...]:
    """Return a question an option: named in any of the choices or not, among those who named one at least."""
    named = dict[str, npt.NDArray[np.bool_]]()
    labels = dict[str, str]()
    nobody = np.zeros(len(survey.answers), dtype=np.bool_)
    for item in block.items:
        positions, codes = coded(survey, item)
        for place, code in enumerate(codes):
            key = code_text(code)
            labels.setdefault(key, code_label(survey, item, code, lang))
            named[key] = named.get(key, nobody) | (positions == place)
    answered = np.logical_or.reduce([nobody, *named.values()])
    return tuple(
        Question(
            block.name,
            block.label,
            (key,),
            (labels[key],),
            np.where(answered, np.where(one, 0, 1), -1),
            nobody,
        )
        for key, one in named.items()
    )


def could_not_say(survey: Survey, name: str) -> npt.NDArray[np.bool_]:
    """Return which respondents answered that they cannot say."""
    return _of_sort(survey, name, (str(Reason.CANNOT_SAY),))


def _not_asked(survey: Survey, name: str) -> npt.NDArray[np.bool_]:
    return _of_sort(survey, name, _NOT_ASKED)


def _of_sort(survey: Survey, name: str, sorts: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Return where the reason of a missing answer is of some sorts."""
    rules = {str(rule) for rule in survey.codebook[name].missing if str(rule.reason) in sorts}
    return survey.reasons[name].isin([*rules, *sorts]).to_numpy(dtype=np.bool_)
