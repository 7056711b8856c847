"""Weights by raking: respondents count so that known totals come out."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

_ROUNDS = 60


def raked(traits: Sequence[Sequence[Hashable]], totals: Sequence[Mapping[Hashable, float]]) -> list[float]:
    """Return weights whose sums by each trait are the known totals.

    Parameters
    ----------
    traits : sequence of sequence
        For each respondent, one value a margin.
    totals : sequence of mapping
        For each margin, the known total of every value that occurs.

    Returns
    -------
    list of float
        One a respondent, to four decimals.

    Examples
    --------
    >>> raked([("a",), ("a",), ("b",)], [{"a": 10, "b": 30}])
    [5.0, 5.0, 30.0]

    References
    ----------
    Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known. Annals of Mathematical Statistics 11, 427–444. doi:10.1214/aoms/1177731829
    """
    weights = [1.0] * len(traits)
    for _ in range(_ROUNDS):
        for margin, known in enumerate(totals):
            sums = {
                value: math.fsum(w for w, row in zip(weights, traits, strict=True) if row[margin] == value)
                for value in {row[margin] for row in traits}
            }
            weights = [w * known[row[margin]] / sums[row[margin]] for w, row in zip(weights, traits, strict=True)]
    return [round(weight, 4) for weight in weights]
