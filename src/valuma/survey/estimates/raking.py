"""Raking: weights with which a survey meets totals that are known of its population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.codebook import Codebook, Variable
from valuma.survey.estimates.design import design
from valuma.survey.estimates.grouping import Grouping, grouping, variable_of
from valuma.survey.load_report import LoadReport
from valuma.survey.one_form import one_form_each

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]
#: Relative difference up to which totals count as equal.
_EQUAL = 1e-9


@dataclass(frozen=True, eq=False)
class _Margin:
    """Categories of one variable: where each respondent belongs and what is to be met."""

    name: str
    variable: str
    keys: tuple[str, ...]
    of: npt.NDArray[np.int64]
    totals: _Floats


def rake(
    survey: Survey,
    margins: Mapping[str, Mapping[str | float, float]],
    *,
    trim: tuple[float, float] | None = (0.2, 5.0),
    name: str = "raked_weight",
    tolerance: float = 1e-9,
    most_rounds: int = 1000,
) -> Survey:
    """Return a survey whose weights meet known totals.

    Parameters
    ----------
    survey : Survey
        With answers, sampled. Its weight, or the sizes of its strata, is where raking starts.
    margins : mapping of str to mapping of str to float
        By role or variable: the total of each category, by its word, code or label. All margins have the same sum;
        where it is 1 the weights keep the sum they had.
    trim : (float, float), optional
        Least and greatest weight, as multiples of the mean weight; None for no bounds.
    name : str, default "raked_weight"
        Name of the new variable.
    tolerance : float, default 1e-9
        Greatest difference from a total that counts as met, as a share of the sum.
    most_rounds : int, default 1000
        Rounds over all margins before it is given up.

    Returns
    -------
    Survey
        With the variable `name` as its weight. Its report says how many rounds it took, what the weights range over,
        how many were trimmed and how far from the totals that leaves them, and how much the unequal weights cost
        (Kish's design effect). Standard errors of its estimates know the margins.

    Raises
    ------
    StudyError
        Margins that cannot be met, all at once: categories that do not exist or have no respondents, respondents in a
        category without a total, sums that differ.
    ValumaError
        The respondents are no sample, the name is taken, or the margins contradict each other so that no weights meet
        them all; the error names the categories that stay off.

    Notes
    -----
    Iterative proportional fitting: margin by margin, weights are multiplied by wanted over present total. Respondents
    without an answer to a margin keep their share of the sum, and the totals of the others are reduced in proportion;
    the report says so. With bounds, weights are cut and raked again in turn; where both cannot be had, the bounds hold.

    References
    ----------
    Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known. *Annals of Mathematical Statistics* 11, 427–444.
    https://doi.org/10.1214/aoms/1177731829

    Kish, L. (1992). Weighting for unequal Pi. *Journal of Official Statistics* 8, 183–200.
    """
    survey = one_form_each(survey)
    plan = design(survey)
    if not plan.sampled:
        raise ValumaError(f"{survey.id} is no sample ({survey.settings.sample}): weights would pretend that it is one")
    if name in survey.codebook:
        raise ValumaError(f"{survey.id} has a variable {name!r} already: give another name")
    if not margins:
        raise ValumaError("no margins: give at least one variable with the total of each category")
    report = LoadReport(survey.report)
    before = plan.weights
    used = _margins(survey, margins, before, report)
    weights, rounds = _raked(before, used, tolerance, most_rounds)
    _refuse_contradictions(weights, used, tolerance, rounds)
    report.note(survey.id, f"{len(used)} margins met in {rounds} rounds: {', '.join(m.name for m in used)}", "raked")
    if trim is not None:
        weights = _trimmed(survey, weights, used, trim, tolerance, most_rounds, report)
    positive = weights[weights > 0]
    effect = len(positive) * float((positive**2).sum()) / float(positive.sum()) ** 2
    spread = f"from {positive.min() / positive.mean():.2f} to {positive.max() / positive.mean():.2f} of their mean"
    report.note(survey.id, f"weights {spread}, design effect {effect:.2f}", f"the weight is {name}")
    return _with_weight(survey, weights, before, used, name, report)


def _margins(
    survey: Survey, margins: Mapping[str, Mapping[str | float, float]], before: _Floats, report: LoadReport
) -> list[_Margin]:
    """Read the margins; everything that cannot be met is raised at once."""
    problems, made = Problems(), []
    for by, totals in margins.items():
        groups = grouping(survey, by)
        wanted = _totals(survey, by, groups, totals, problems)
        here = np.bincount(groups.of[groups.of >= 0], before[groups.of >= 0], len(groups))
        for place, key in enumerate(groups.labels):
            if wanted[place] > 0 and here[place] == 0:
                found = f"no respondents for the total {wanted[place]:g}"
                problems.error(
                    survey.id, found, "respondents, or the category joined with another", column=f"{by}, {key}"
                )
            elif here[place] > 0 and wanted[place] == 0:
                number = int(((groups.of == place) & (before > 0)).sum())
                problems.error(survey.id, f"no total for {number:,} respondents", "its total", column=f"{by}, {key}")
        made.append(_Margin(by, variable_of(survey, by), groups.labels, groups.of, wanted))
    sums = [float(margin.totals.sum()) for margin in made]
    if max(sums) - min(sums) > _EQUAL * max(sums):
        found = ", ".join(f"{margin.name} {total:,.10g}" for margin, total in zip(made, sums, strict=True))
        problems.error(survey.id, f"sums that differ: {found}", "margins of one population")
    problems.raise_if_errors(f"the margins cannot be met by {survey.id}")
    scale = float(before.sum()) if abs(sums[0] - 1.0) <= _EQUAL else 1.0
    return [_completed(survey, replace(margin, totals=margin.totals * scale), before, report) for margin in made]


def _totals(
    survey: Survey, by: str, groups: Grouping, totals: Mapping[str | float, float], problems: Problems
) -> _Floats:
    """Return the total of each category; names that no category has, and totals of no size, are problems."""
    from valuma.survey.estimates.codes import code_text, coded

    variable = survey.codebook[variable_of(survey, by)]
    spelled = {text.casefold(): place for place, text in reversed([*enumerate(groups.labels), *enumerate(groups.keys)])}
    place = {key: k for k, key in enumerate(groups.keys)}
    for code in coded(survey, variable.name)[1]:
        group = place[variable.words.get(code) or code_text(code)]
        spelled |= {code_text(code).casefold(): group, variable.labels.get(code, code_text(code)).casefold(): group}
    wanted = np.zeros(len(groups))
    for category, total in totals.items():
        text = category if isinstance(category, str) else code_text(category)
        if text.casefold() not in spelled:
            hint = nearest(text, groups.keys)
            problems.error(survey.id, f"{text!r}", "a category of the question", column=by, hint=hint)
        elif not (np.isfinite(total) and total >= 0):
            problems.error(survey.id, f"the total {total!r}", "a number of 0 or more", column=f"{by}, {text}")
        else:
            wanted[spelled[text.casefold()]] += total
    return wanted


def _completed(survey: Survey, margin: _Margin, before: _Floats, report: LoadReport) -> _Margin:
    """Give respondents without an answer a category of their own, with the share of the sum that they have."""
    unknown = (margin.of < 0) & (before > 0)
    if not unknown.any():
        # Those of weight zero without an answer add nothing wherever they are put.
        return replace(margin, of=np.maximum(margin.of, 0))
    share = float(before[unknown].sum() / before.sum())
    what = f"{int(unknown.sum()):,} respondents without an answer"
    report.warning(f"{survey.id}, {margin.variable}", what, f"they keep {share:.1%} of the sum of the weights")
    totals = np.append(margin.totals * (1 - share), margin.totals.sum() * share)
    return replace(
        margin, keys=(*margin.keys, "no answer"), of=np.where(margin.of < 0, len(margin.keys), margin.of), totals=totals
    )


def _raked(start: _Floats, margins: Sequence[_Margin], tolerance: float, most_rounds: int) -> tuple[_Floats, int]:
    weights, rounds = start.copy(), 0
    while rounds < most_rounds:
        for margin in margins:
            here = np.bincount(margin.of, weights, len(margin.totals))
            factor = np.divide(margin.totals, here, out=np.ones_like(here), where=here > 0)
            weights = weights * factor[margin.of]
        rounds += 1
        if _gap(weights, margins) <= tolerance:
            break
    return weights, rounds


def _gap(weights: _Floats, margins: Sequence[_Margin]) -> float:
    """Return the greatest difference from a total, as a share of the sum."""
    return max(float(np.abs(_differences(weights, margin)).max() / margin.totals.sum()) for margin in margins)


def _differences(weights: _Floats, margin: _Margin) -> _Floats:
    return np.asarray(np.bincount(margin.of, weights, len(margin.totals)) - margin.totals)


def _refuse_contradictions(weights: _Floats, margins: Sequence[_Margin], tolerance: float, rounds: int) -> None:
    if _gap(weights, margins) <= tolerance:
        return
    off = _named(weights, margins, tolerance)
    raise ValumaError(
        f"no weights meet all margins: after {rounds} rounds {off}; categories that only occur together need totals "
        "that fit, or have to be joined"
    )


def _named(weights: _Floats, margins: Sequence[_Margin], tolerance: float) -> str:
    """Name the categories that are off most."""
    off = [
        (abs(difference), f"{margin.name}, {key} is {difference:+,.6g} from {total:,.6g}")
        for margin in margins
        for key, difference, total in zip(margin.keys, _differences(weights, margin), margin.totals, strict=True)
        if abs(difference) > tolerance * margin.totals.sum()
    ]
    return "; ".join(text for _, text in sorted(off, reverse=True)[:5])


def _trimmed(
    survey: Survey,
    weights: _Floats,
    margins: Sequence[_Margin],
    trim: tuple[float, float],
    tolerance: float,
    most_rounds: int,
    report: LoadReport,
) -> _Floats:
    """Cut weights to the bounds and rake again, in turn; say what was cut and what that leaves open."""
    least, greatest = trim
    if not 0 <= least < 1 < greatest:
        raise ValumaError(f"trim is {trim}; expected a least weight below and a greatest above 1, such as (0.2, 5.0)")
    counts = weights > 0
    low, high = least * weights[counts].mean(), greatest * weights[counts].mean()
    outside = counts & ((weights < low) | (weights > high))
    if not outside.any():
        return weights
    cut, gap = weights, np.inf
    for _ in range(most_rounds):
        cut = _bounded(cut, low, high)
        gap, before = _gap(cut, margins), gap
        if gap <= tolerance or abs(gap - before) <= 1e-6 * gap:
            break
        cut, _ = _raked(cut, margins, tolerance, 1)
    cut = _bounded(cut, low, high)
    what = f"{int(outside.sum()):,} weights outside {least:g}–{greatest:g} of the mean"
    report.warning(survey.id, what, "cut to these bounds and raked again")
    if _gap(cut, margins) > max(tolerance, 1e-6):
        off = _named(cut, margins, max(tolerance, 1e-6))
        report.warning(survey.id, f"with these bounds the totals are not met: {off}", "the bounds hold")
    return cut


def _bounded(weights: _Floats, low: float, high: float) -> _Floats:
    """Return weights within bounds that keep their proportions inside them and their sum as a whole."""
    positive = weights[weights > 0]
    if positive.min() >= low and positive.max() <= high:
        return weights
    total = positive.sum()
    # The sum grows with the factor, from all weights at the lower bound to all at the upper one.
    least, greatest = low / positive.max(), high / positive.min()
    for _ in range(60):
        middle = 0.5 * (least + greatest)
        over = np.clip(middle * positive, low, high).sum() > total
        least, greatest = (least, middle) if over else (middle, greatest)
    return np.where(weights > 0, np.clip(greatest * weights, low, high), 0.0)


def _with_weight(
    survey: Survey, weights: _Floats, before: _Floats, margins: Sequence[_Margin], name: str, report: LoadReport
) -> Survey:
    """Return the survey with the weight, and with the one before where the design made it."""
    columns = {name: pd.Series(weights, index=survey.answers.index)}
    start = survey.settings.weight
    if not start and float(np.ptp(before)) > 0:
        start = f"{name}_before"
        columns[start] = pd.Series(before, index=survey.answers.index)
    variables = [Variable(key, key, role=str(SurveyRole.WEIGHT) if key == name else "") for key in columns]
    if start in survey.codebook:
        survey = survey.changed(codebook=survey.codebook.changed(start, role=""))
    empty = pd.Series(None, index=survey.answers.index, dtype=object)
    settings = replace(
        survey.settings, weight=name, margins=tuple(margin.variable for margin in margins), weight_before=start
    )
    return survey.changed(
        settings=settings,
        answers=survey.answers.assign(**columns),
        reasons=survey.reasons.assign(**dict.fromkeys(columns, empty)),
        codebook=Codebook([*survey.codebook, *variables]),
        report=report,
    )
