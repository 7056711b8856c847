"""Why cells of a column are blank, as a column of words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.survey.reasons import Reason


def blank_states(rows: int, reasons: Mapping[Reason, npt.NDArray[Any]]) -> pd.Series:
    """Return words of `Reason` for the cells that have one.

    Parameters
    ----------
    rows : int
        Number of respondents.
    reasons : mapping of Reason to ndarray of bool
        Where each reason holds; a later one goes before an earlier one.

    Returns
    -------
    Series
        Objects: a word, or None.

    Examples
    --------
    >>> blank_states(2, {Reason.NOT_SHOWN: np.array([True, False])}).tolist()
    ['not-shown', None]
    """
    words: npt.NDArray[np.object_] = np.full(rows, None, dtype=object)
    for reason, where in reasons.items():
        words[where] = str(reason)
    return pd.Series(words, dtype=object)
