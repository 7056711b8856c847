"""Means of numbers and scales: school grades, staff days, commitment, views of the role of the State."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuma.schema.problems import ValumaError
from valuma.survey.numbers import amounts
from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.estimating import means
from valuma.survey.summaries.groups import KIND, REGION, TIER, groups, known_roles
from valuma.survey.summaries.remembered import remembered

if TYPE_CHECKING:
    from valuma.survey.survey import Survey


@remembered
def graded(survey: Survey, role: str, *, by: str | None = None) -> Summary:
    """Return the mean of every item of a role.

    Parameters
    ----------
    survey : Survey
        With answers.
    role : str
        A word of `valuma.schema.vocabularies.SurveyRole` whose items are numbers or on a scale.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options; by default the first of tier, kind and
        region that is known, and none where none is.

    Returns
    -------
    Summary
        Columns ``item``, ``group``, ``n``, ``base``, ``estimate``, ``low``, ``high``, ``shown``, ``why``.

    Raises
    ------
    ValumaError
        No variable of numbers has the role, nobody answered, or the groups are not known.
    """
    about = About.of(survey)
    values = {
        variable.name: numbers
        for variable in survey.codebook.of_role(role)
        if variable.kind != "text" and (numbers := amounts(survey, variable.name)).notna().any()
    }
    if not values:
        raise ValumaError(f"survey {survey.id!r} has no numbers with the role {role!r}")
    chosen = by or next(iter(known_roles(survey, (TIER, KIND, REGION))), "")
    divided = groups(survey, chosen) if chosen else None
    frame = means(survey, values, divided, role=role).drop(columns="value")
    return Summary(about, frame, chosen)
