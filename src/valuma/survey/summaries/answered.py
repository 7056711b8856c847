"""Who answered: invited and answered by kind, tier and region, with the weight of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.survey.people import people
from valuma.survey.response_rates import response
from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.estimating import shares
from valuma.survey.summaries.groups import Groups, dividing, groups, in_order, known_roles
from valuma.survey.summaries.remembered import remembered

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_ALL = "all"
_COLUMNS = ["by", "group", "invited", "answered", "rate", "weight", "shown", "why"]


@remembered
def answered(survey: Survey, *, by: Sequence[str] | None = None) -> Summary:
    """Return how many were invited and answered, and how much an answer of each group counts.

    Parameters
    ----------
    survey : Survey
        With answers.
    by : sequence of str, optional
        Groupings: ``kind``, ``tier``, ``region`` or variables with answer options; by default those of the three that
        make groups.

    Returns
    -------
    Summary
        Columns ``by``, ``group`` (empty for all), ``invited``, ``answered``, ``rate`` (both missing where nobody knows
        who was invited), ``weight`` (mean weight of an answer, 1 on average; missing without weights), ``shown``,
        ``why``. Groups below the threshold are invited, but how many of them answered is not told.

    Raises
    ------
    ValumaError
        Nobody answered, or a grouping is not known.
    """
    about = About.of(survey)
    chosen = (dividing(survey) or known_roles(survey)) if by is None else list(by)
    parts = [_total(survey), *(_grouped(survey, _divided(survey, one)) for one in chosen)]
    if not chosen:
        raise ValumaError(f"survey {survey.id!r} knows neither kind nor tier nor region of any respondent")
    return Summary(about, pd.concat(parts, ignore_index=True)[_COLUMNS])


def _total(survey: Survey) -> pd.DataFrame:
    row = response(survey).iloc[[0]]
    frame = pd.DataFrame({"invited": row["invited"], "answered": row["answered"], "rate": row["rate"]})
    return frame.assign(by="", group="", weight=float("nan"), shown=True, why="").reset_index(drop=True)


def _grouped(survey: Survey, divided: Groups) -> pd.DataFrame:
    told = response(survey, by=divided.by)
    told = told[told["group"].notna()].set_index("group")
    everybody = pd.Series(1.0, index=survey.answers.index)
    counted = shares(survey, {_ALL: everybody}, divided, role="", levels=(1.0,))
    counted = counted[counted["group"] != ""].set_index("group")
    frame = pd.DataFrame(index=pd.Index(in_order(survey, divided.by, {*divided.order, *told.index}), name="group"))
    frame["shown"] = counted["shown"].reindex(frame.index, fill_value=True).astype(bool)
    frame["why"] = counted["why"].reindex(frame.index).fillna("")
    for column in ("invited", "answered", "rate"):
        frame[column] = told[column].reindex(frame.index)
    frame["answered"] = frame["answered"].fillna(counted["base"]).fillna(0)
    frame["weight"] = _weights(survey, divided).reindex(frame.index)
    hidden = ["answered", "rate", "weight"]
    frame[hidden] = frame[hidden].where(frame["shown"])
    return frame.reset_index().assign(by=divided.by)


def _divided(survey: Survey, by: str) -> Groups:
    """Return the groups of the invitations where each answer has one: rates are of those who were asked."""
    invited, token = survey.invited, people(survey)["token"]
    if invited is None or by not in invited or not token.notna().any():
        return groups(survey, by)
    known = invited.dropna(subset=["token", by]).drop_duplicates("token").set_index("token")[by]
    of = token.map(known).astype(object)
    return Groups(by, of.where(of.notna(), pd.NA), tuple(in_order(survey, by, set(of.dropna()))))


def _weights(survey: Survey, divided: Groups) -> pd.Series:
    """Return the mean weight of a group's answers, where that of all is 1."""
    weight = people(survey)["weight"]
    return (weight / weight.mean()).groupby(divided.of).mean()
