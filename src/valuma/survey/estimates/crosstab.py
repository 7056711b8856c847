"""Two questions against each other, with a test of independence that knows the design."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import stats

from valuma.schema.problems import ValumaError
from valuma.survey.estimates.design import Design, design
from valuma.survey.estimates.grouping import grouping, variable_of
from valuma.survey.estimates.organisations import Links
from valuma.survey.estimates.questions import asked
from valuma.survey.estimates.result import Estimates, Independence
from valuma.survey.estimates.tabulate import tabulate
from valuma.survey.estimates.wrong_calls import check_call, check_single
from valuma.survey.one_form import one_form_each

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]


def crosstab(
    survey: Survey,
    row: str,
    column: str,
    *,
    weighted: bool = True,
    lang: str | None = None,
    confidence: float = 0.95,
    links: Links | None = None,
) -> Estimates:
    r"""Estimate how the answers to one question are distributed within the answers to another one.

    Parameters
    ----------
    survey : Survey
        With answers.
    row : str
        Variable whose shares sum to one, or its role.
    column : str
        Variable within whose values they do, or its role.
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
        As `tabulate` of `row` by `column`, with `test`: Pearson's test with the second-order correction of Rao and
        Scott. There is no test where the respondents are no sample, or a question has one value only.

    Raises
    ------
    ValumaError
        There is no such question, or respondents may have several values of `row`.
    StudyError
        Weights or strata cannot be used.

    Notes
    -----
    With $\hat p$ the shares of the cells, $V$ their covariance and $C$ the contrasts of interaction,
    $\Delta = (C^\top D_p^{-1} C / n)^{-1}\, C^\top D_p^{-1} V D_p^{-1} C$ holds the generalised design effects;
    $F = X^2 / \operatorname{tr}\Delta$ has $d_0 = (\operatorname{tr}\Delta)^2 / \operatorname{tr}\Delta^2$ and
    $d_0 \nu$ degrees of freedom, $\nu$ the respondents less the strata.

    References
    ----------
    Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell proportions
    estimated from survey data. *Annals of Statistics* 12, 46–60. https://doi.org/10.1214/aos/1176346391
    """
    check_call(survey, row, by=column)
    check_single(survey, row)
    check_single(survey, column)
    first, second = variable_of(survey, row), variable_of(survey, column)
    if first == second:
        raise ValumaError(f"{row} and {column} are the same question")
    made = tabulate(survey, first, by=column, weighted=weighted, lang=lang, confidence=confidence, links=links)
    if not made.exclusive:
        raise ValumaError(f"respondents may tick several of the options of {row}: use tabulate with by={column!r}")
    survey = one_form_each(survey)
    plan = design(survey, weighted=weighted)
    rows, columns = asked(survey, first).questions[0].chosen, grouping(survey, column).of
    return replace(made, test=independence(plan, rows, columns) if made.sampled else None)


def independence(plan: Design, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Independence | None:
    """Test whether two questions are independent.

    Parameters
    ----------
    plan : Design
        Design of the survey.
    rows, columns : ndarray of int
        Position of the answer of each respondent; -1 for none.

    Returns
    -------
    Independence or None
        None where a question has only one value that was given, or nothing varies.
    """
    used = (rows >= 0) & (columns >= 0) & plan.counts
    n = int(used.sum())
    if n == 0:
        return None
    (row_values, r), (column_values, c) = (np.unique(x[used], return_inverse=True) for x in (rows, columns))
    n_rows, n_columns = len(row_values), len(column_values)
    if min(n_rows, n_columns) < 2:
        return None
    cells = np.zeros((len(rows), n_rows * n_columns))
    cells[np.flatnonzero(used), r * n_columns + c] = 1.0
    weights = np.where(used, plan.weights, 0.0)
    shares = weights @ cells / weights.sum()
    scores = (weights / weights.sum())[:, None] * (cells - shares)
    contrasts = _contrasts(n_rows, n_columns)
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    middle = inverse[:, None] * plan.covariance(scores) * inverse
    simple = contrasts.T @ (inverse[:, None] * contrasts) / n
    try:
        delta = np.linalg.solve(simple, contrasts.T @ middle @ contrasts)
    except np.linalg.LinAlgError:
        return None
    trace, freedom = float(np.trace(delta)), _freedom(plan, used)
    if trace <= 0 or freedom <= 0:
        return None
    statistic = _pearson(shares.reshape(n_rows, n_columns), n) / trace
    df = trace**2 / float(np.trace(delta @ delta))
    return Independence(statistic, df, df * freedom, float(stats.f.sf(statistic, df, df * freedom)))


def _contrasts(n_rows: int, n_columns: int) -> _Floats:
    """Return a basis of the contrasts of interaction: what is orthogonal to the margins of a table."""
    first, second = (np.eye(size)[:, 1:] - 1.0 / size for size in (n_rows, n_columns))
    return np.asarray(np.kron(first, second))


def _pearson(shares: _Floats, n: int) -> float:
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return float(n * ((shares - expected) ** 2 / expected).sum())


def _freedom(plan: Design, used: npt.NDArray[np.bool_]) -> int:
    return int(used.sum()) - len(np.unique(plan.strata.of[used]))
