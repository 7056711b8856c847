"""Coarse numbers: means and shares rounded so far that they say no more than the counts beside them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.survey.settings import Privacy

if TYPE_CHECKING:
    from valuma.survey.estimates.result import Estimates

#: Decimals of a share: the tenth part of a per cent.
SHARE_DECIMALS = 3
_SHARES = ("estimate", "se", "low", "high")
#: Differences of amounts that are rounding, as a part of the range.
_SAME = 1e-9


def step_of(n: int, gap: float, persons: int) -> float:
    """Return the step to which a mean is rounded.

    Parameters
    ----------
    n : int
        Respondents behind the mean.
    gap : float
        Smallest difference between two amounts that occur; positive.
    persons : int
        Threshold of persons.

    Returns
    -------
    float
        The smallest of 1, 2 and 5 × 10^k with which n × step is at least twice the threshold times the gap.

    Examples
    --------
    >>> step_of(61, 1.0, 5), step_of(400, 1.0, 5)
    (0.2, 0.05)
    """
    least = 2.0 * persons * gap / max(1, n)
    power = math.floor(math.log10(least))
    for digit in (1, 2, 5, 10):
        step = float(f"{digit}e{power}")
        if step >= least * (1 - _SAME):
            return step
    return float(f"1e{power + 1}")


def smallest_gap(amounts: npt.NDArray[np.float64]) -> float:
    """Return the smallest difference between two amounts that occur; 1 where there is only one.

    Examples
    --------
    >>> smallest_gap(np.array([0.0, 100.0, 500.0, np.nan]))
    100.0
    """
    found = np.unique(amounts[np.isfinite(amounts)])
    if len(found) < 2:
        return 1.0
    gaps = np.diff(found)
    return float(gaps[gaps > _SAME * float(found[-1] - found[0])].min())


def coarsened(estimates: Estimates, privacy: Privacy) -> pd.DataFrame:
    """Return the frame of estimates with its numbers rounded.

    Parameters
    ----------
    estimates : Estimates
        Shares: rounded to `SHARE_DECIMALS`. Means: rounded to the step of `step_of`, their interval too, their error
        to two digits.
    privacy : Privacy
        The thresholds.

    Returns
    -------
    DataFrame
        A copy; that of means has a column ``step``.
    """
    frame = estimates.frame.copy()
    if privacy.persons <= 1 and privacy.organisations <= 1:
        # Nothing is small, so there is nothing to guard.
        return frame.assign(step=np.nan) if estimates.kind == "mean" else frame
    if estimates.kind != "mean":
        for column in _SHARES:
            frame[column] = frame[column].round(SHARE_DECIMALS)
        return frame
    gaps: dict[str, float] = {}
    if estimates.units is not None:
        for item, value in estimates.units.values:
            gaps[item] = smallest_gap(np.asarray(estimates.units.values[item, value], dtype=np.float64))
    sizes = frame["n"].fillna(0).astype(int)
    steps = [
        step_of(size, gaps.get(str(item), 1.0), privacy.persons)
        for size, item in zip(sizes, frame["item"], strict=True)
    ]
    frame["step"] = np.array(steps, dtype=np.float64)
    for column in ("estimate", "low", "high"):
        pairs = zip(frame[column], steps, strict=True)
        frame[column] = [to_step(cell, step) for cell, step in pairs]
    frame["se"] = [_two_digits(cell) for cell in frame["se"]]
    return frame


def to_step(number: float, step: float) -> float:
    """Return the multiple of a step that is nearest, without a tail of binary digits.

    Examples
    --------
    >>> to_step(3.3279, 0.05)
    3.35
    """
    if not np.isfinite(number):
        return number
    return round(round(number / step) * step, max(0, 1 - math.floor(math.log10(step))))


def _two_digits(number: float) -> float:
    return float(f"{number:.2g}") if np.isfinite(number) else number
