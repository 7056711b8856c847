"""Interest in themes: the spread of answers among all respondents, and the mean by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.numbers import amounts
from valuma.survey.reasons import Reason
from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.estimating import means, shares
from valuma.survey.summaries.groups import KIND, REGION, TIER, first_known, groups
from valuma.survey.summaries.remembered import remembered
from valuma.survey.summaries.words import levels

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: What a row of the summary is.
SPREAD, CANNOT_SAY, MEAN = "spread", "cannot-say", "mean"


@remembered
def interest(survey: Survey, *, by: str | None = None) -> Summary:
    """Return how interested respondents are in each theme.

    Parameters
    ----------
    survey : Survey
        With variables of the role ``interest`` on one scale.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options; by default the first of tier, kind and
        region that is known.

    Returns
    -------
    Summary
        Columns ``part``, ``item``, ``theme``, ``group``, ``value``, ``n``, ``base``, ``estimate``, ``low``, ``high``,
        ``shown``, ``why``. Parts: ``spread`` (share of each answer among those who gave one), ``cannot-say`` (share
        of those who answered at all) and ``mean`` of the scale, the last by group too.

    Raises
    ------
    ValumaError
        No variable has the role, nobody answered, or the groups are not known.

    Notes
    -----
    "Cannot say" is neither in the spread nor in the mean; it has its own share.
    """
    about = About.of(survey)
    variables = survey.codebook.of_role(str(SurveyRole.INTEREST))
    if not variables:
        raise ValumaError(f"survey {survey.id!r} has no question with the role 'interest'")
    values = {variable.name: amounts(survey, variable.name) for variable in variables}
    unsure = {name: cannot_say(survey, name) for name in values}
    divided = groups(survey, by or first_known(survey, (TIER, KIND, REGION)))
    scale = [level for variable in variables for level in levels(variable)]
    role = str(SurveyRole.INTEREST)
    spread = shares(survey, values, role=role, levels=scale).assign(part=SPREAD)
    said = shares(survey, unsure, role=role)
    said = said[said["value"] == 1.0].assign(part=CANNOT_SAY)
    mean = means(survey, values, divided, role=role).assign(part=MEAN)
    frame = pd.concat([spread, said, mean], ignore_index=True)
    frame["theme"] = frame["item"].map({variable.name: variable.about.get("theme", "") for variable in variables})
    columns = ["part", "item", "theme", *(name for name in frame if name not in ("part", "item", "theme"))]
    return Summary(about, frame[columns], divided.by)


def cannot_say(survey: Survey, name: str) -> pd.Series:
    """Return 1 for those who said that they cannot say, 0 for those who gave an answer; missing for others."""
    said = survey.why(name) == str(Reason.CANNOT_SAY)
    found = pd.Series(float("nan"), index=survey.answers.index)
    found[survey.answers[name].notna().to_numpy()] = 0.0
    found[said.to_numpy(dtype=bool)] = 1.0
    return found
