"""Calibration: what known totals do to the variance of estimates whose weights meet them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import ValumaError
from valuma.survey.estimates.codes import coded

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """What is needed to take out of scores what the known totals explain.

    Parameters
    ----------
    basis : ndarray, shape (respondents, rank)
        Orthonormal basis of the categories of all margins, each row times the root of the weight before.
    factor : ndarray of float
        Final weight over the root of the weight before; 0 for those who do not count.
    """

    basis: _Floats
    factor: _Floats

    def residuals(self, scores: _Floats) -> _Floats:
        r"""Return scores without the part that the margins explain.

        Parameters
        ----------
        scores : ndarray, shape (respondents, columns)
            Final weight times linearised value.

        Returns
        -------
        ndarray, shape (respondents, columns)
            $w_i (u_i - x_i^\top \hat\beta)$ with $\hat\beta$ by least squares with the weights before.
        """
        factor = self.factor[:, None]
        plain = np.divide(scores, factor, out=np.zeros_like(scores), where=factor > 0)
        return np.asarray((plain - self.basis @ (self.basis.T @ plain)) * factor)


def calibration(survey: Survey, weights: _Floats) -> Calibration | None:
    """Return the calibration of the weights of a survey, or None where they meet no totals that are told.

    Parameters
    ----------
    survey : Survey
        Settings name the margins and the weight before.
    weights : ndarray of float
        Final weights.

    Returns
    -------
    Calibration or None

    References
    ----------
    Deville, J.-C. & Särndal, C.-E. (1992). Calibration estimators in survey sampling. *Journal of the American
    Statistical Association* 87, 376–382. https://doi.org/10.1080/01621459.1992.10475217
    """
    margins = survey.settings.margins
    if not margins:
        return None
    before = np.ones(len(weights))
    if name := survey.settings.weight_before:
        before = np.nan_to_num(survey.answers[survey.codebook[name].name].to_numpy(dtype=float), nan=0.0)
        if (before < 0).any():
            raise ValumaError(f"the weight {name} has negative values")
    root = np.sqrt(before) * (weights > 0)
    columns = []
    for margin in margins:
        positions, codes = coded(survey, margin)
        columns.append(positions[:, None] == np.arange(-1, len(codes)))
    indicators = np.hstack(columns) * root[:, None]
    left, values, _ = np.linalg.svd(indicators, full_matrices=False)
    basis = left[:, values > values.max() * 1e-10]
    return Calibration(basis, np.divide(weights, root, out=np.zeros_like(weights), where=root > 0))
