"""One form a person: of several forms with the same token, the one that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.load_report import Remark

if TYPE_CHECKING:
    from valuma.survey.survey import Survey


def one_form_each(survey: Survey) -> Survey:
    """Return a survey in which every person has one form.

    Parameters
    ----------
    survey : Survey
        With or without answers; `SurveySettings.respondent`, or the role ``respondent``, says which variable holds the
        token.

    Returns
    -------
    Survey
        The same one where no token is there twice. Of forms with one token the one with most answers is kept, of equals
        the last. Forms without a token are all kept: nothing tells whose they are.

    Examples
    --------
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"token": ["a", "a", "b"], "ok": [1.0, None, 0.0]}, index=[1, 2, 3])
    >>> survey = Survey(SurveySettings("ferry", respondent="token"), answers, answers.astype(object),
    ...                 Codebook([Variable("token", kind="text"), Variable("ok")]), Blocks())
    >>> one_form_each(survey).answers.index.tolist()
    [1, 3]
    """
    found = second_forms(survey)
    if not found.any():
        return survey
    return survey.changed(answers=survey.answers[~found], reasons=survey.reasons[~found])


def second_forms(survey: Survey) -> np.ndarray:
    """Return which rows are forms of a person of whom another form counts; see `one_form_each`."""
    from valuma.survey.people import tokens

    name = survey.settings.respondent
    if not name:
        of_role = survey.codebook.of_role(str(SurveyRole.RESPONDENT))
        name = of_role[0].name if of_role else ""
    rows = len(survey.answers)
    if not name or name not in survey.codebook or not rows:
        return np.zeros(rows, dtype=np.bool_)
    token = tokens(survey, name)
    again = (token.notna() & token.duplicated(keep=False)).to_numpy()
    if not again.any():
        return again
    given = survey.answers[again].notna().sum(axis=1)
    order = given.reset_index(drop=True).sort_values(kind="stable").index.to_numpy()
    places = np.flatnonzero(again)[order]
    kept = dict(zip(token.to_numpy()[places], places, strict=True))
    second = again.copy()
    second[list(kept.values())] = False
    return np.asarray(second, dtype=np.bool_)


def remark_on_second_forms(survey: Survey) -> list[Remark]:
    """Say how many forms do not count; empty where all do."""
    count = int(second_forms(survey).sum())
    if not count:
        return []
    what = f"{count:,} forms of respondents who answered more than once"
    return [Remark("warning", survey.id, what, "the form with most answers counts, of equals the last")]
