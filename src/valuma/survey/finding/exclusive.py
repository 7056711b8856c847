"""Answers that never repeat within a respondent: ranks and lists of first, second, third choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

#: Rows and cells that are looked at; more add nothing.
_ROWS, _CELLS = 2000, 200_000
#: Repetitions that independent answers would have had, from which their absence is no chance.
_EXPECTED = 6.0


def exclusive(values: pd.DataFrame, names: Sequence[str]) -> Literal["ranking", "multiple-categories"] | None:
    """Tell a grid from variables that hold different options of one list.

    Parameters
    ----------
    values : DataFrame
        Columns with labels.
    names : sequence of str
        Variables that share a scale.

    Returns
    -------
    str or None
        ``multiple-categories`` where answers never repeat and later ones are often empty, never before an empty one;
        ``ranking`` where answers never repeat and nearly all are given; None for a grid.

    Notes
    -----
    Chance is excluded: had each item been answered by itself, at least six pairs of equal answers would have been
    expected among the first 2,000 respondents.
    """
    if len(names) < 2:
        return None
    part = values[list(names)].iloc[: min(_ROWS, _CELLS // len(names))].astype("object")
    codes, _ = pd.factorize(part.to_numpy(dtype=object).ravel())
    table = codes.reshape(part.shape)
    if table.max(initial=-1) < 1:
        return None
    expected = 0.0
    for later in range(1, table.shape[1]):
        for earlier in range(later):
            one, other = table[:, earlier], table[:, later]
            both = (one >= 0) & (other >= 0)
            if (one[both] == other[both]).any():
                return None
            shares = [np.bincount(column[both], minlength=table.max() + 1) for column in (one, other)]
            expected += float((shares[0] * shares[1]).sum()) / max(int(both.sum()), 1)
    if expected < _EXPECTED:
        return None
    given = table >= 0
    answered = given[given.any(axis=1)]
    nested = bool((answered[:, 1:] <= answered[:, :-1]).all())
    if answered[:, -1].mean() >= 0.9:
        return "ranking"
    return "multiple-categories" if nested else None
