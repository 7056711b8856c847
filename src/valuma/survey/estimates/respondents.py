"""Respondents behind estimates, as protection needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.estimates.codes import code_text
from valuma.survey.estimates.design import Design
from valuma.survey.estimates.grouping import Grouping, grouping
from valuma.survey.estimates.questions import Question
from valuma.survey.estimates.result import CANNOT_SAY
from valuma.survey.units import Units

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]
#: Groupings that tables of every survey may be made by.
_BACKGROUND = (SurveyRole.TIER, SurveyRole.KIND, SurveyRole.REGION)


class Chosen(Mapping[tuple[str, str], _Floats]):
    """Who has which value, worked out when it is asked for: a block of many items has very many.

    Parameters
    ----------
    questions : sequence of Question
        The questions of a table.
    counts : ndarray of bool
        Respondents who count.
    beside : bool
        Whether those who could not say have a row beside the base.
    """

    def __init__(self, questions: Sequence[Question], counts: npt.NDArray[np.bool_], *, beside: bool) -> None:
        self._counts = counts
        self._beside = beside
        self._places: dict[tuple[str, str], tuple[Question, int]] = {}
        for question in questions:
            for place, value in enumerate(question.values):
                self._places[question.item, value] = (question, place)
            if beside:
                self._places[question.item, CANNOT_SAY] = (question, -1)

    def __getitem__(self, key: tuple[str, str]) -> _Floats:
        question, place = self._places[key]
        unable = question.cannot_say & (question.chosen < 0)
        inside = (question.chosen >= 0) | unable if self._beside else question.chosen >= 0
        has = unable if place < 0 else question.chosen == place
        return np.where(inside & self._counts, has.astype(float), np.nan)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def units(
    survey: Survey, values: Mapping[tuple[str, str], _Floats], names: Sequence[str], groups: Grouping, plan: Design
) -> Units:
    """Return the respondents behind a table.

    Parameters
    ----------
    survey : Survey
        The survey.
    values : mapping of (item, value) to ndarray of float
        Who has which value.
    names : sequence of str
        Variables and blocks of the table, for their role.
    groups : Grouping
        Groups of the table.
    plan : Design
        Weights and organisations.

    Returns
    -------
    Units
    """
    of = plan.organisations.of
    return Units(
        values,
        _keys(groups) if groups.by else None,
        pd.Series(np.where(of >= 0, of.astype(float), np.nan)) if plan.organisations.asked else None,
        {str(role): _keys(grouping(survey, role)) for role in _BACKGROUND if len(survey.codebook.of_role(role)) == 1},
        plan.weights if plan.weighted else None,
        _role(survey, names),
        frozenset(_from_data(survey, values)),
    )


def _from_data(survey: Survey, values: Mapping[tuple[str, str], _Floats]) -> Iterator[tuple[str, str]]:
    """Yield values of numbers without a label; ticks are no such numbers."""
    ticked = {item for block in survey.blocks if block.kind.startswith("multiple") for item in block.items}
    labels: dict[str, set[str]] = {}
    for item, value in values:
        if item in survey.codebook and item not in ticked and value not in ("", CANNOT_SAY):
            if item not in labels:
                labels[item] = {code_text(code) for code in survey.codebook[item].labels}
            if value not in labels[item]:
                yield item, value


def _keys(groups: Grouping) -> pd.Series:
    """Return the key of the group of each respondent; missing where there is none."""
    keys = np.array([*groups.keys, None], dtype=object)
    return pd.Series(keys[groups.of], dtype=object)


def _role(survey: Survey, names: Sequence[str]) -> str:
    """Return the role that all items have; willingness to pay, the most guarded, where only some have it."""
    blocks = {block.name: block.items for block in survey.blocks}
    roles = {survey.codebook[item].role for name in names for item in blocks.get(name, (name,))}
    if SurveyRole.WILLINGNESS_TO_PAY in roles:
        return str(SurveyRole.WILLINGNESS_TO_PAY)
    return str(roles.pop()) if len(roles) == 1 else ""
