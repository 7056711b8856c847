"""Design of a survey: weights, strata and finite populations, and the variance they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import Problem, Problems, ValumaError
from valuma.survey.estimates.calibration import Calibration, calibration
from valuma.survey.estimates.organisations import Links, Organisations, organisations
from valuma.survey.estimates.result import is_sampled
from valuma.survey.estimates.strata import Strata, strata
from valuma.survey.estimates.wrong_calls import check_survey
from valuma.survey.load_report import Remark

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Design:
    """How much each respondent counts, and how estimates vary from one sample to another.

    Parameters
    ----------
    weights : ndarray of float
        One of each respondent; 0 for those who do not count.
    strata : Strata
        Strata and their sizes.
    organisations : Organisations
        Organisation of each respondent.
    sampled : bool
        Whether those who answered are a sample.
    weighted : bool
        Whether the weights differ from 1.
    calibration : Calibration, optional
        Known totals that the weights meet.
    remarks : tuple of Remark
        What was met.
    """

    weights: _Floats
    strata: Strata
    organisations: Organisations
    sampled: bool
    weighted: bool
    calibration: Calibration | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def counts(self) -> npt.NDArray[np.bool_]:
        """Respondents with a weight above zero."""
        return self.weights > 0

    def variances(self, scores: _Floats, groups: npt.NDArray[np.int64], n_groups: int) -> _Floats:
        """Return the variance of totals of scores within groups.

        Parameters
        ----------
        scores : ndarray, shape (respondents, columns)
            Linearised values, weights included. Those of a group sum to zero.
        groups : ndarray of int, shape (respondents,)
            Group of each respondent; -1 where the score is zero.
        n_groups : int
            Number of groups.

        Returns
        -------
        ndarray, shape (n_groups, columns)
            Missing everywhere where the respondents are no sample.

        Notes
        -----
        Sums by stratum and group are enough, so the time grows with respondents × columns only. A lonely stratum, of
        one respondent, counts with its own square: spread around the mean of all, which is zero.
        """
        if not self.sampled:
            return np.full((n_groups, scores.shape[1]), np.nan)
        if self.calibration is None:
            return self._plain_variances(scores, groups, n_groups)
        found = np.empty((n_groups, scores.shape[1]))
        everybody = np.zeros(len(groups), dtype=np.int64)
        for group in range(n_groups):
            alone = np.where((groups == group)[:, None], scores, 0.0)
            found[group] = self._plain_variances(self.calibration.residuals(alone), everybody, 1)[0]
        return found

    def _plain_variances(self, scores: _Floats, groups: npt.NDArray[np.int64], n_groups: int) -> _Floats:
        inside = groups >= 0
        n_strata = len(self.strata.names)
        cells = (self.strata.of * n_groups + groups)[inside]
        found = np.empty((n_groups, scores.shape[1]))
        scale, share = self._scale[:, None], self._share[:, None]
        for column in range(scores.shape[1]):
            values = scores[inside, column]
            sums = np.bincount(cells, values, n_strata * n_groups).reshape(n_strata, n_groups)
            squares = np.bincount(cells, values * values, n_strata * n_groups).reshape(n_strata, n_groups)
            found[:, column] = (scale * (squares - share * sums * sums)).sum(axis=0)
        return np.maximum(found, 0.0)

    def covariance(self, scores: _Floats) -> _Floats:
        """Return the covariances of totals of scores over all respondents.

        Parameters
        ----------
        scores : ndarray, shape (respondents, columns)
            As in `variances`.

        Returns
        -------
        ndarray, shape (columns, columns)
        """
        if self.calibration is not None:
            scores = self.calibration.residuals(scores)
        order = np.argsort(self.strata.of, kind="stable")
        starts = np.flatnonzero(np.diff(self.strata.of[order], prepend=-1))
        sums = np.add.reduceat(scores[order], starts, axis=0)
        spread = scores * np.sqrt(self._scale[self.strata.of])[:, None]
        means = sums * np.sqrt(self._scale * self._share)[:, None]
        return np.asarray(spread.T @ spread - means.T @ means)

    @property
    def _scale(self) -> _Floats:
        """Correction of each stratum: its uncovered share times n / (n - 1); of a lonely one the share alone."""
        n = self.strata.respondents
        return np.asarray(self.strata.uncovered * np.where(n > 1, n / np.maximum(n - 1, 1), 1.0))

    @property
    def _share(self) -> _Floats:
        """Return 1 / n of each stratum, with which the mean is taken out; 0 of a lonely one, which has none."""
        n = self.strata.respondents
        return np.where(n > 1, 1.0 / np.maximum(n, 1), 0.0)


def design(survey: Survey, *, weighted: bool = True, links: Links | None = None) -> Design:
    """Return the design of a survey.

    Parameters
    ----------
    survey : Survey
        With answers.
    weighted : bool, default True
        Use the weight of the survey; without one the sizes of the strata, where they are known: each respondent then
        counts for size / respondents of the stratum.
    links : Series or DataFrame, optional
        Actor of each answer that names an organisation, as `Survey.to_study` takes it, so that two spellings are one
        organisation.

    Returns
    -------
    Design
        Without weights where the respondents are no sample, whatever the survey says.

    Raises
    ------
    ValumaError
        The survey has no answers, or its weight is no variable of numbers.
    StudyError
        Weights are negative or all zero, or the strata do not fit.

    Notes
    -----
    Respondents whose weight is zero or missing do not count in weighted estimates and are reported; they stay
    members of their stratum. Strata of one respondent are reported. Everybody who answered is taken for a random part
    of those asked in the stratum; that the others would have answered alike is not checked.

    References
    ----------
    Lumley, T. (2004). Analysis of complex survey samples. *Journal of Statistical Software* 9(8).
    https://doi.org/10.18637/jss.v009.i08
    """
    check_survey(survey)
    if not survey.answered:
        raise ValumaError(f"{survey.id} has no answers yet: there is nothing to estimate")
    sampled = is_sampled(survey.settings.sample)
    used, remarks = strata(survey) if sampled else _no_strata(survey), list[Remark]()
    weights, are_weights = np.ones(len(survey.answers)), False
    if survey.settings.weight and weighted and not sampled:
        what = f"the weight {survey.settings.weight} of a survey that is no sample"
        remarks.append(Remark("note", survey.id, what, "not used"))
    elif survey.settings.weight and weighted:
        weights, are_weights = _weights(survey, remarks), True
    elif weighted and sampled and np.isfinite(used.sizes).sum() > 1:
        weights, are_weights = _weights_of_sizes(used), True
        remarks.append(Remark("note", survey.id, "no weight, but sizes of the strata", "used as weights"))
    if survey.settings.sample == "census" and np.isinf(used.sizes).all():
        what = "all were asked, but how many they are is not said (population)"
        remarks.append(Remark("note", survey.id, what, "no finite-population correction"))
    _look_for_lonely(survey, used, remarks)
    calibrated = calibration(survey, weights) if are_weights and sampled else None
    found = organisations(survey, links)
    return Design(weights, used, found, sampled, are_weights, calibrated, (*used.remarks, *remarks))


def _no_strata(survey: Survey) -> Strata:
    return Strata(np.zeros(len(survey.answers), dtype=np.int64), ("",), np.array([np.inf]))


def _weights_of_sizes(used: Strata) -> _Floats:
    """Return size / respondents of each one's stratum; where the size is not known, that of all others together."""
    known = np.isfinite(used.sizes)
    rest = used.sizes[known].sum() / used.respondents[known].sum()
    weights: _Floats = np.where(known, np.where(known, used.sizes, 0) / used.respondents, rest)[used.of]
    return weights


def _weights(survey: Survey, remarks: list[Remark]) -> _Floats:
    name = survey.settings.weight
    column = survey.answers[survey.codebook[name].name]
    if column.dtype.kind not in "fiu":
        raise ValumaError(f"the weight {name} is no variable of numbers")
    values = column.to_numpy(dtype=float)
    problems = Problems()
    wrong = np.flatnonzero((values < 0) | np.isinf(values))
    problems.several(
        len(wrong),
        lambda k: Problem(
            "error", survey.id, f"{values[wrong[k]]:g}", "a weight of 0 or more", row=int(wrong[k]) + 1, column=name
        ),
    )
    missing, zero = int(np.isnan(values).sum()), int((values == 0).sum())
    if not wrong.size and missing + zero == len(values):
        problems.error(survey.id, "no weight above 0", "weights", column=name)
    problems.raise_if_errors(f"the weight {name} cannot be used")
    for count, what in ((missing, "no weight"), (zero, "a weight of 0")):
        if count:
            done = "left out of weighted estimates"
            remarks.append(Remark("warning", f"{survey.id}, {name}", f"{count:,} respondents with {what}", done))
    used: _Floats = np.nan_to_num(values, nan=0.0)
    return used


def _look_for_lonely(survey: Survey, used: Strata, remarks: list[Remark]) -> None:
    lonely = (used.respondents == 1) & (used.uncovered > 0)
    if len(used.names) > 1 and lonely.any():
        names = [name or "unknown" for name, one in zip(used.names, lonely, strict=True) if one]
        what = f"{len(names)} strata of one respondent: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}"
        remarks.append(Remark("warning", survey.id, what, "spread taken around the mean of all strata"))
