"""Units: the respondents behind estimates, kept in memory so that what leaves can be protected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Units:
    """Who has which value, in which group, from which organisation: one place a respondent of the survey.

    Never written, printed or shown: it is what a table is made of before protection.

    Parameters
    ----------
    values : mapping of (item, value) to ndarray of float
        By ``item`` and ``value`` of the frame of estimates, in the order of the respondents: 1 for those who have the
        value, 0 for others who answered, NaN for those outside the base. For means the value is empty and the array
        holds the amounts.
    group : Series of str, optional
        Group of each respondent as in ``group`` of the frame; missing where there is none.
    organisation : Series, optional
        Whatever tells organisations apart; missing where it is not known. None where the survey does not ask.
    background : mapping of str to Series
        Further groupings that tables of the same survey are made by: ``kind``, ``tier``, ``region``.
    weight : ndarray of float, optional
        Weight of each respondent; None is 1.
    role : str
        Role of the items, a word of `valuma.schema.vocabularies.SurveyRole`; empty where they have none.
    from_data : frozenset of (item, value)
        Values that stand in no codebook: numbers that respondents wrote.
    """

    values: Mapping[tuple[str, str], Floats]
    group: pd.Series | None = None
    organisation: pd.Series | None = None
    background: Mapping[str, pd.Series] = field(default_factory=dict)
    weight: Floats | None = None
    role: str = ""
    from_data: frozenset[tuple[str, str]] = frozenset()

    def __repr__(self) -> str:
        return f"<Units: {len(self.values)} columns; not to be shown>"
