"""Opinions: what each respondent said, one row an item, ready to be gathered by group or organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.codebook import Variable
from valuma.survey.numbers import amounts, ticks
from valuma.survey.one_form import one_form_each
from valuma.survey.people import people

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Roles of items that are opinions: everything that is neither about the respondent nor a text.
TOPICS = (
    SurveyRole.INTEREST,
    SurveyRole.MEMBERSHIP,
    SurveyRole.COOPERATION,
    SurveyRole.MOTIVE,
    SurveyRole.BENEFIT,
    SurveyRole.OPPORTUNITY,
    SurveyRole.OBSTACLE,
    SurveyRole.FORUM_NEED,
    SurveyRole.WILLINGNESS_TO_PAY,
    SurveyRole.STAFF_DAYS,
    SurveyRole.COMMITMENT,
    SurveyRole.STATE_ROLE,
    SurveyRole.GRADE,
)
#: Roles whose amounts are skewed, so that an organisation of several respondents has their median.
MONEY = (SurveyRole.WILLINGNESS_TO_PAY, SurveyRole.STAFF_DAYS)
#: What an item can be about, in the order in which it names the item.
_ABOUT = ("item", "theme", "network", "partner")
_OF_PERSON = ["organisation", "kind", "tier", "region", "weight", "stratum"]
_COLUMNS = [
    "respondent", "organisation", "topic", "item", "variable", "code", "value", "reason", "about_tier", "fee_rule",
    "unit", "kind", "tier", "region", "weight", "stratum",
]  # fmt: skip


def opinions(survey: Survey, *, links: pd.DataFrame | pd.Series | None = None) -> pd.DataFrame:
    """Return one row a respondent and item that has a role.

    Parameters
    ----------
    survey : Survey
        Without answers there are no rows.
    links : DataFrame or Series, optional
        Which actor a name of an organisation means; without it ``organisation`` is missing.

    Returns
    -------
    DataFrame
        ``respondent``, ``organisation`` (actor_id), ``topic`` (a word of `SurveyRole`), ``item`` (what the codebook
        says it is about, else the variable), ``variable``, ``code`` (as the file holds it), ``value`` (1 or 0 for a
        tick, else the amount or the numeric code), ``reason`` (a word of `Reason` where there is no answer),
        ``about_tier``, ``fee_rule``, ``unit`` (of the item), ``kind``, ``tier``, ``region``, ``weight``, ``stratum``
        (of the respondent). Rows in the order of the variables, then of the respondents.

    Notes
    -----
    The result holds answers of single persons: it is for computing, and leaves only through
    `valuma.survey.disclosure`. The cost is one pass over the items.

    See Also
    --------
    of_organisations
    """
    survey = one_form_each(survey)
    who = people(survey, links)
    parts = [_of_item(survey, variable, who) for topic in TOPICS for variable in survey.codebook.of_role(str(topic))]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in _COLUMNS})
    return pd.concat(parts, ignore_index=True)


def _of_item(survey: Survey, variable: Variable, who: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one variable; texts have none, unless the text is a tick."""
    name, about = variable.name, variable.about
    ticked = None if variable.amounts else ticks(survey, name)
    if variable.kind == "date" or (variable.kind == "text" and ticked is None):
        return pd.DataFrame(columns=_COLUMNS)
    codes = survey.codes(name)
    value = amounts(survey, name) if ticked is None else ticked
    reason = survey.why(name)
    frame = pd.DataFrame(
        {
            "respondent": who.index,
            "topic": variable.role,
            "item": next((about[key] for key in _ABOUT if about.get(key)), name),
            "variable": name,
            "code": codes.to_numpy(dtype=object),
            "value": value.to_numpy(dtype=float),
            "reason": reason.where(codes.isna() & value.isna()).to_numpy(dtype=object),
            "about_tier": about.get("tier"),
            "fee_rule": about.get("fee_rule"),
            "unit": about.get("unit"),
        }
    )
    for column in _OF_PERSON:
        frame[column] = who[column].to_numpy(dtype=float if column == "weight" else object)
    return frame[_COLUMNS]


def of_organisations(frame: pd.DataFrame) -> pd.DataFrame:
    """Gather opinions by organisation.

    Parameters
    ----------
    frame : DataFrame
        As `opinions` returns; respondents without a linked organisation are left out.

    Returns
    -------
    DataFrame
        One row an organisation and variable: ``organisation``, ``topic``, ``item``, ``variable``, ``value``, ``low``,
        ``high`` (lowest and highest answer), ``n_answers``, ``how`` (``any`` for ticks, ``median`` for money and
        days, else ``mean``).

    Raises
    ------
    ValumaError
        The table lacks columns.

    Examples
    --------
    >>> told = pd.DataFrame({"organisation": ["a", "a", "a"], "topic": "willingness-to-pay", "item": "fee",
    ...                      "variable": "q9", "value": [100.0, 200.0, 5000.0]})
    >>> of_organisations(told)[["value", "low", "high", "n_answers", "how"]].values.tolist()
    [[200.0, 100.0, 5000.0, 3, 'median']]
    """
    key = ["organisation", "topic", "item", "variable"]
    lost = [column for column in (*key, "value") if column not in frame]
    if lost:
        raise ValumaError(f"opinions have no column {lost[0]!r}")
    rows = frame[frame["organisation"].notna() & frame["value"].notna()]
    groups = rows.groupby(key, sort=True, observed=True)["value"]
    result = groups.agg(mean="mean", median="median", low="min", high="max", n_answers="count").reset_index()
    items = rows.groupby("variable")["value"].agg(lambda values: bool(values.isin((0.0, 1.0)).all()))
    money = result["topic"].isin([str(role) for role in MONEY]).to_numpy(dtype=bool)
    ticked = result["variable"].map(items).to_numpy(dtype=bool) & ~money if len(result) else money
    result["how"] = np.select([money, ticked], ["median", "any"], "mean")
    result["value"] = np.select([money, ticked], [result["median"], result["high"]], result["mean"])
    return result[[*key, "value", "low", "high", "n_answers", "how"]]
