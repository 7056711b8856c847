"""Groups of respondents: kind, tier and region in the words of the study, or the answers to a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import NOT_APPLICABLE, Kind, SurveyRole, Tier
from valuma.survey.people import people
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

KIND, TIER, REGION = str(SurveyRole.KIND), str(SurveyRole.TIER), str(SurveyRole.REGION)
#: Groups that have a role of their own; every other word is the name of a variable.
ROLES = (KIND, TIER, REGION)
_VOCABULARIES: dict[str, type[StrEnum]] = {KIND: Kind, TIER: Tier}


@dataclass(frozen=True)
class Groups:
    """Which group every respondent belongs to.

    Parameters
    ----------
    by : str
        ``kind``, ``tier``, ``region`` or the name of a variable.
    of : Series of str
        Group of each respondent; missing where it is not known.
    order : tuple of str
        Groups that occur, in the order of the vocabulary or of the answer options.
    """

    by: str
    of: pd.Series
    order: tuple[str, ...]


def groups(survey: Survey, by: str) -> Groups:
    """Return the group of every respondent.

    Parameters
    ----------
    survey : Survey
        With answers.
    by : str
        ``kind``, ``tier``, ``region`` or the name of a variable with answer options.

    Returns
    -------
    Groups

    Raises
    ------
    ValumaError
        Neither the answers nor the list of invitations know it.
    """
    of = _by_role(survey, by) if by in ROLES else _by_variable(survey, by)
    found = set(of.dropna())
    if not found:
        raise ValumaError(f"survey {survey.id!r} does not know the {by} of any respondent")
    return Groups(by, of, tuple(in_order(survey, by, found)))


def known_roles(survey: Survey, roles: Sequence[str] = ROLES) -> list[str]:
    """Return which of some groupings are known of at least one respondent."""
    return [role for role in roles if _by_role(survey, role).notna().any()]


def dividing(survey: Survey, roles: Sequence[str] = ROLES) -> list[str]:
    """Return which of some groupings cut the respondents, or those who were invited, into two groups at least."""
    found = []
    for role in roles:
        invited = survey.invited[role].dropna() if survey.invited is not None and role in survey.invited else ()
        if len({*_by_role(survey, role).dropna(), *invited}) > 1:
            found.append(role)
    return found


def first_known(survey: Survey, roles: Sequence[str]) -> str:
    """Return the first grouping that is known; the first of all where none is, so that it can be named."""
    return (known_roles(survey, roles) or roles)[0]


def _by_role(survey: Survey, role: str) -> pd.Series:
    """Return the word or code of each respondent; what was not asked stands in the invitation."""
    column = people(survey)[role].astype(object)
    for variable in survey.codebook.of_role(role)[:1]:
        beyond = (survey.why(variable.name) == str(Reason.NOT_APPLICABLE)).to_numpy(dtype=bool)
        column = column.mask(beyond & column.isna().to_numpy(), NOT_APPLICABLE)
    return column.where(column.notna(), pd.NA)


def by_list(survey: Survey, role: str) -> bool:
    """Whether the list of invitations says to which group of a role an answer belongs.

    Parameters
    ----------
    survey : Survey
        With answers.
    role : str
        ``kind``, ``tier`` or ``region``.
    """
    invited = survey.invited
    if invited is None or role not in invited or "token" not in invited:
        return False
    return bool(people(survey)["token"].isin(set(invited.loc[invited[role].notna(), "token"].dropna())).any())


def _by_variable(survey: Survey, name: str) -> pd.Series:
    """Return the word of each answer, else its label or text."""
    variable, column = survey.codebook[name], survey.answers[name]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise ValumaError(f"{name} has no answer options to make groups of")
    found = [
        variable.words.get(code) or str(label)
        for code, label in zip(survey.category_codes(name), column.cat.categories, strict=True)
    ]
    places = pd.Series(column.cat.codes.to_numpy(), index=column.index)
    return places.map(lambda place: found[place] if place >= 0 else pd.NA).astype(object)


def in_order(survey: Survey, by: str, found: Collection[str]) -> list[str]:
    """Return groups in the order of their vocabulary or answer options, then whatever else occurs."""
    words: list[str] = []
    if by in _VOCABULARIES:
        words = [str(word) for word in _VOCABULARIES[by]]
    elif by in survey.codebook:
        variable = survey.codebook[by]
        words = [variable.words.get(code) or variable.labels[code] for code in variable.codes]
    order = dict.fromkeys([*words, *sorted(set(found) - {NOT_APPLICABLE}), NOT_APPLICABLE])
    return [word for word in order if word in found]
