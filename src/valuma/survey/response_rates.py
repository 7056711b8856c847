"""Response: how many of those who were asked answered, and what is wrong with the list of those who were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.estimates.strata import strata
from valuma.survey.load_report import Remark
from valuma.survey.one_form import one_form_each
from valuma.survey.people import SAMPLED, people, words

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Groups of which the list of invitations knows.
_BY_ROLE = {str(role): role for role in (SurveyRole.KIND, SurveyRole.TIER, SurveyRole.REGION, SurveyRole.LANGUAGE)}
#: Why there is no rate.
NOT_A_SAMPLE, NO_LIST, NO_ANSWERS = "not a sample", "no list of invitations", "no answers yet"


def is_sample(survey: Survey) -> bool:
    """Whether rates, weights and standard errors mean anything: the survey was sent to known people, or to all.

    Parameters
    ----------
    survey : Survey
        With ``settings.sample``; of an open link anyone could have used, or where nothing is said, they do not.
    """
    return survey.settings.sample in SAMPLED


def response(survey: Survey, *, by: str | None = None) -> pd.DataFrame:
    """Return how many were invited, how many answered, and their ratio.

    Parameters
    ----------
    survey : Survey
        With or without answers.
    by : str, optional
        ``kind``, ``tier``, ``region``, ``language``, ``stratum`` or a variable of the answers that is also a column of
        the invitations.

    Returns
    -------
    DataFrame
        ``group`` (missing where it is not known), ``invited``, ``answered``, ``rate`` and ``why`` there is no rate:
        ``"not a sample"`` for an open link, ``"no list of invitations"``, ``"no answers yet"``. One row without `by`.

    Raises
    ------
    ValumaError
        There is no such group.

    Examples
    --------
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> book = Codebook([Variable("token", kind="text"), Variable("ok")])
    >>> answers = pd.DataFrame({"token": ["a", "c"], "ok": [1.0, 0.0]}, index=[1, 2])
    >>> survey = Survey(SurveySettings("ferry", sample="invited", respondent="token"), answers,
    ...                 answers.isna().replace({False: None}), book, Blocks(),
    ...                 invited=pd.DataFrame({"token": list("abcd"), "kind": ["ministry"] * 3 + ["business"]}))
    >>> response(survey, by="kind")[["group", "invited", "answered", "rate"]].round(2).values.tolist()
    [['business', 1, 0, 0.0], ['ministry', 3, 2, 0.67]]

    Notes
    -----
    An answer counts where its token was sent, once a token; the group is that of the invitation, so that no rate
    exceeds 1. Where answers have no tokens, groups of answers and of invitations are put side by side. Of a census
    without a list only the sizes that ``population`` states are known.
    """
    answered, group_of_answers = _answers(survey, by)
    if survey.invited is None or not is_sample(survey):
        return _without_list(survey, by, group_of_answers)
    invited = survey.invited
    groups = _column(invited, by)
    if survey.settings.respondent:
        came = invited["token"].isin(set(answered.dropna()))
        frame = pd.DataFrame({"group": groups.to_numpy(dtype=object), "came": came.to_numpy(dtype=bool)})
        table = (
            frame.groupby("group", dropna=False, sort=True)["came"].agg(invited="size", answered="sum").reset_index()
        )
    else:
        table = _by_sizes(groups.value_counts(dropna=False), group_of_answers.value_counts(dropna=False))
    return _finished(table, "" if survey.answered else NO_ANSWERS)


def _by_sizes(invited: pd.Series, answered: pd.Series) -> pd.DataFrame:
    """Put sizes of groups side by side where no token tells who answered."""
    table = pd.DataFrame({"invited": invited, "answered": answered}).rename_axis("group").reset_index()
    return table.sort_values("group", ignore_index=True).fillna({"invited": 0, "answered": 0})


def _answers(survey: Survey, by: str | None) -> tuple[pd.Series, pd.Series]:
    """Return token and group of each answer."""
    survey = one_form_each(survey)
    who = people(survey)
    if by is None:
        group = pd.Series("", index=who.index, dtype=object)
    elif by in ("kind", "tier", "region", "stratum"):
        group = who[by].astype(object)
    elif by in _BY_ROLE:
        group = words(survey, _BY_ROLE[by])
    elif by in survey.codebook:
        group = survey.answers[by].astype(object)
    elif survey.invited is not None and by in survey.invited:
        group = pd.Series(np.nan, index=who.index, dtype=object)
    else:
        hint = nearest(by, [*_BY_ROLE, "stratum", *survey.codebook.names])
        raise ValumaError(f"survey {survey.id!r} knows no group {by!r}" + (f"; {hint}" if hint else ""))
    return who["token"], group


def _column(invited: pd.DataFrame, by: str | None) -> pd.Series:
    if by is None:
        return pd.Series("", index=invited.index, dtype=object)
    if by not in invited:
        return pd.Series(np.nan, index=invited.index, dtype=object)
    return invited[by].astype(object).where(invited[by].notna(), np.nan)


def _without_list(survey: Survey, by: str | None, group: pd.Series) -> pd.DataFrame:
    """Count answers; sizes are known only where the codebook states those of strata."""
    answered = group.value_counts(dropna=False).rename_axis("group").rename("answered").reset_index()
    answered = answered.sort_values("group", ignore_index=True)
    if by is None and not len(answered):
        answered = pd.DataFrame({"group": [""], "answered": [0]})
    population = survey.settings.population if survey.settings.sample == "census" else {}
    answered["invited"] = np.nan
    if by is None and population:
        answered["invited"] = float(sum(population.values()))
    elif by == "stratum" and population and survey.answered:
        known = strata(survey)
        sizes = dict(zip(known.names, known.sizes, strict=True))
        answered["invited"] = answered["group"].map(sizes).replace(np.inf, np.nan).astype(float)
    why = NO_LIST if is_sample(survey) else NOT_A_SAMPLE
    return _finished(answered, why if survey.answered or why == NOT_A_SAMPLE else NO_ANSWERS)


def _finished(table: pd.DataFrame, why: str) -> pd.DataFrame:
    invited = table["invited"].astype(float)
    rate = table["answered"].astype(float) / invited.where(invited > 0)
    known = rate.notna() & (why != NO_ANSWERS)
    return pd.DataFrame(
        {
            "group": table["group"],
            "invited": invited.astype("Int64"),
            "answered": table["answered"].astype("Int64"),
            "rate": rate.where(known),
            "why": np.where(known, "", why or NO_LIST),
        }
    )


def check_tokens(survey: Survey) -> list[Remark]:
    """Say what is odd about the tokens of answers: used twice, sent to nobody, left out.

    Parameters
    ----------
    survey : Survey
        With answers and the list of those who were invited.

    Returns
    -------
    list of Remark
        Counted, never with a token; empty where the survey knows no tokens.
    """
    name = survey.settings.respondent
    if not name or not survey.answered:
        return []
    found = []
    tokens = people(survey)["token"]
    place = f"{survey.id}, {name}"
    empty = int(tokens.isna().sum())
    if empty:
        found.append(
            Remark("warning", place, f"{empty:,} answers without a token", "kept; no invitation counts as answered")
        )
    again = tokens.dropna().duplicated(keep=False)
    if again.any():
        rows = ", ".join(f"{row}" for row in list(again.index[again])[:10]) + (" …" if again.sum() > 10 else "")
        what = f"{int(again.sum()):,} answers share their token with another (respondents {rows})"
        found.append(
            Remark("warning", place, what, "of each person the form with most answers counts, of equals the last")
        )
    if survey.invited is not None:
        strange = tokens.notna() & ~tokens.isin(set(survey.invited["token"].dropna()))
        if strange.any():
            rows = ", ".join(f"{row}" for row in list(strange.index[strange])[:10]) + (
                " …" if strange.sum() > 10 else ""
            )
            what = f"{int(strange.sum()):,} answers have a token that was sent to nobody (respondents {rows})"
            found.append(Remark("warning", place, what, "kept; not counted as an answered invitation"))
    return found


def shared_invitations(invited: Mapping[str, pd.DataFrame]) -> list[Remark]:
    """Say which lists of invitations hold the same people.

    Parameters
    ----------
    invited : mapping of str to DataFrame
        Lists of the surveys of one study by identifier, see `Survey.invited`.

    Returns
    -------
    list of Remark
        One a pair of surveys that share tokens: the answers are not independent, and a person who answers both counts
        in both.
    """
    lists = [(name, set(frame["token"].dropna())) for name, frame in invited.items()]
    found = []
    for place, (first, sent) in enumerate(lists):
        for second, others in lists[place + 1 :]:
            both = len(sent & others)
            if both:
                what = f"{both:,} tokens stand in the invitations of {first} and of {second}"
                done = "the same people may answer both; their answers are not independent"
                found.append(Remark("warning", f"{first}, {second}", what, done))
    return found
