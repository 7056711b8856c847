"""Confidence intervals of shares and means."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from valuma.schema.problems import ValumaError

_Floats = npt.NDArray[np.float64]


def check_confidence(confidence: float) -> None:
    """Raise where a level of confidence is not between 0 and 1."""
    if not 0.0 < confidence < 1.0:
        raise ValumaError(f"confidence is {confidence}; expected a share between 0 and 1, such as 0.95")


def mean_interval(mean: _Floats, se: _Floats, df: _Floats, confidence: float) -> tuple[_Floats, _Floats]:
    r"""Return $\bar y \pm t_{\mathrm{df}}\,\mathrm{se}$; missing where there are no degrees of freedom."""
    half = _quantile(df, confidence) * se
    return mean - half, mean + half


def share_interval(
    share: _Floats, se: _Floats, df: _Floats, effective: _Floats, confidence: float
) -> tuple[_Floats, _Floats]:
    r"""Return the interval of a share on the logit scale, so that it stays between 0 and 1.

    Parameters
    ----------
    share, se : ndarray of float
        Shares and their standard errors.
    df : ndarray of float
        Degrees of freedom.
    effective : ndarray of float
        Effective number of respondents; infinite where everybody answered.
    confidence : float
        Level.

    Returns
    -------
    low, high : ndarray of float

    Notes
    -----
    $\operatorname{expit}\!\left(\operatorname{logit}\hat p \pm t_{\mathrm{df}}\,\frac{\mathrm{se}}
    {\hat p(1-\hat p)}\right)$. A share of 0 or 1 has no logit: its interval is that of Clopper and Pearson with the
    effective number of respondents.

    References
    ----------
    Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the
    binomial. *Biometrika* 26, 404–413. https://doi.org/10.1093/biomet/26.4.404
    """
    inner = (share > 0) & (share < 1)
    safe = np.where(inner, share, 0.5)
    half = _quantile(df, confidence) * se / (safe * (1 - safe))
    low, high = special.expit(special.logit(safe) - half), special.expit(special.logit(safe) + half)
    far = 1 - (0.5 * (1 - confidence)) ** (1 / effective)
    known = np.isfinite(se) & (df > 0)
    low = np.where(inner, low, np.where(share > 0.5, 1 - far, 0.0))
    high = np.where(inner, high, np.where(share > 0.5, 1.0, far))
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _quantile(df: _Floats, confidence: float) -> _Floats:
    return np.asarray(stats.t.ppf(0.5 + 0.5 * confidence, np.where(df > 0, df, np.nan)))
