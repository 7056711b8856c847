"""Means of numbers and of ordered scales, with their standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.survey.estimates.codes import variable_text
from valuma.survey.estimates.design import Design, design
from valuma.survey.estimates.grouping import Grouping, grouping
from valuma.survey.estimates.intervals import check_confidence, mean_interval
from valuma.survey.estimates.organisations import Links, behind
from valuma.survey.estimates.respondents import units
from valuma.survey.estimates.result import Estimates, frame_of
from valuma.survey.estimates.tabulate import freedom, titles
from valuma.survey.estimates.wrong_calls import check_call
from valuma.survey.one_form import one_form_each, remark_on_second_forms

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]


def mean(
    survey: Survey,
    names: str | Sequence[str],
    *,
    by: str | None = None,
    weighted: bool = True,
    lang: str | None = None,
    confidence: float = 0.95,
    links: Links | None = None,
) -> Estimates:
    """Estimate means.

    Parameters
    ----------
    survey : Survey
        With answers.
    names : str or sequence of str
        Variables, or a block: numbers, grades, ordered scales. An option that stands for an amount (euro of a payment
        card) counts with it, any other with its code.
    by : str, optional
        Groups, as in `tabulate`.
    weighted : bool, default True
        Use the weight of the survey, or the sizes of its strata.
    lang : {"fi", "sv", "en"}, optional
        Language of the labels; by default that of the file.
    confidence : float, default 0.95
        Level of the intervals, in (0, 1).
    links : Series or DataFrame, optional
        Actor of each answer that names an organisation, for counting them.

    Returns
    -------
    Estimates
        One row an item and group. Not fit to be shown before `valuma.survey.disclosure.release`.

    Raises
    ------
    ValumaError
        There is no such variable or group, a variable is of names rather than numbers, or the survey has no answers.
    StudyError
        Weights or strata cannot be used.

    Notes
    -----
    The mean is a ratio of totals with the standard error of Taylor linearisation, its interval is symmetric with the
    quantile of Student's t. The mean of an ordered scale takes its steps for equal. ``largest`` is the greatest share
    that one organisation has in the sum of the absolute values.

    Examples
    --------
    >>> from valuma.survey.codebook import Codebook, Variable
    >>> from valuma.survey import Blocks, Survey, SurveySettings
    >>> answers = pd.DataFrame({"grade": [7.0, 8.0, 9.0]})
    >>> survey = Survey(SurveySettings(sample="invited"), answers, answers.astype(object),
    ...                 Codebook([Variable("grade", "School grade")]), Blocks())
    >>> mean(survey, "grade").frame[["item", "base", "estimate", "se"]]
        item  base  estimate       se
    0  grade     3       8.0  0.57735
    """
    check_call(survey, *([names] if isinstance(names, str) or not isinstance(names, Sequence) else names), by=by)
    check_confidence(confidence)
    second, survey = remark_on_second_forms(survey), one_form_each(survey)
    groups = grouping(survey, by, lang=lang)
    plan = design(survey, weighted=weighted, links=links)
    numbers = {item: amounts(survey, item) for item in _items(survey, names)}
    parts = [
        _means(item, variable_text(survey, item, lang), values, groups, plan, confidence)
        for item, values in numbers.items()
    ]
    behind_them = {(item, ""): np.where(plan.counts, values, np.nan) for item, values in numbers.items()}
    return Estimates(
        frame_of(parts),
        "mean",
        survey.id,
        survey.settings.sample,
        plan.weighted,
        by=groups.by,
        synthetic=survey.synthetic,
        confidence=confidence,
        remarks=(*second, *plan.remarks, *groups.remarks),
        units=units(survey, behind_them, tuple(numbers), groups, plan),
    )


def amounts(survey: Survey, name: str) -> _Floats:
    """Return the answers to a variable as numbers.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        A variable of numbers, an ordered scale, or one whose options stand for amounts.

    Returns
    -------
    ndarray of float
        Missing where there is no answer, or an option without an amount where others have one.

    Raises
    ------
    ValumaError
        The variable has no numbers.
    """
    variable = survey.codebook[name]
    column = survey.answers[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = survey.category_codes(name)
        numbers = [variable.amounts.get(code, np.nan if variable.amounts else code) for code in codes]
        if not variable.amounts and (variable.kind == "category" or any(isinstance(code, str) for code in numbers)):
            raise ValumaError(f"{name} has options without order or amounts: it has shares (tabulate), no mean")
        return np.array([*map(float, numbers), np.nan])[column.cat.codes.to_numpy()]
    if column.dtype.kind not in "fiu":
        raise ValumaError(f"{name} is a {variable.kind}: it has no mean")
    values = column.to_numpy(dtype=float)
    if variable.amounts:
        values = column.map(lambda code: variable.amounts.get(code, code)).to_numpy(dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def _items(survey: Survey, names: str | Sequence[str]) -> tuple[str, ...]:
    if not isinstance(names, str):
        return tuple(survey.codebook[name].name for name in names)
    block = next((block for block in survey.blocks if block.name == names), None)
    if block is not None:
        return block.items
    if names not in survey.codebook:
        hint = nearest(names, [*(block.name for block in survey.blocks), *survey.codebook.names])
        raise ValumaError(f"{survey.id} has no block or variable {names!r}" + (f"; {hint}" if hint else ""))
    return (names,)


def _means(
    item: str, text: str, values: _Floats, groups: Grouping, plan: Design, confidence: float
) -> Mapping[str, Any]:
    """Return the columns of one variable, by group."""
    n_groups = len(groups)
    inside = np.isfinite(values) & plan.counts & (groups.of >= 0)
    base, values = np.where(inside, groups.of, -1), np.where(inside, values, 0.0)
    totals = np.bincount(base[inside], plan.weights[inside], n_groups)
    sums = np.bincount(base[inside], (plan.weights * values)[inside], n_groups)
    means = np.divide(sums, totals, out=np.full(n_groups, np.nan), where=totals > 0)
    scale = np.divide(plan.weights, totals[base], out=np.zeros_like(values), where=inside)
    scores = scale * (values - np.where(inside, means[base], 0.0))
    around = behind(base, n_groups, plan.weights * np.abs(values), plan.counts, plan.organisations)
    variances = plan.variances(scores[:, None], base, n_groups)[:, 0]
    se = np.where(around.n > 1, np.sqrt(variances), np.nan)
    low, high = mean_interval(means, se, freedom(plan, base, n_groups), confidence)
    return {
        **titles(item, text, groups),
        "value": "",
        "label": "",
        "n": around.n[:, None],
        "organisations": around.organisations[:, None],
        "base": around.n[:, None],
        "base_organisations": around.organisations[:, None],
        "estimate": means[:, None],
        "se": se[:, None],
        "low": low[:, None],
        "high": high[:, None],
        "largest": around.largest[:, None],
    }
