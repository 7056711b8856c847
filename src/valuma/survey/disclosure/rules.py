"""When a number is too small to be shown: few persons, few organisations, one that dominates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.settings import Privacy

#: Why a number is not shown; empty where it is.
Why = Literal["", "few organisations", "few persons", "secondary", "dominance"]
FEW_ORGANISATIONS: Why = "few organisations"
FEW_PERSONS: Why = "few persons"
SECONDARY: Why = "secondary"
DOMINANCE: Why = "dominance"

#: Thresholds below which a study cannot set those for what organisations would pay.
_LEAST_ORGANISATIONS, _LEAST_PERSONS = 3, 5


@dataclass(frozen=True, slots=True)
class Few:
    """A count that is not told because it is small.

    Parameters
    ----------
    below : int
        The smallest count that would be told.
    """

    below: int


def too_small(
    persons: int,
    organisations: int | None,
    privacy: Privacy,
    *,
    largest: float | None = None,
) -> Why:
    """Say why a number with so few behind it is not shown.

    Parameters
    ----------
    persons : int
        Respondents behind it. Nobody is not small: a count of 0 holds no one.
    organisations : int, optional
        Organisations behind it; None where the survey does not ask.
    privacy : Privacy
        The thresholds.
    largest : float, optional
        Greatest share that one organisation has in the sum, in [0, 1].

    Returns
    -------
    str
        A word of `Why`; empty where it may be shown.

    Examples
    --------
    >>> too_small(4, 4, Privacy()), too_small(9, 2, Privacy()), too_small(9, 3, Privacy(), largest=0.9)
    ('few persons', 'few organisations', 'dominance')
    >>> too_small(0, 0, Privacy()), too_small(5, None, Privacy())
    ('', '')
    """
    if persons <= 0:
        return ""
    if persons < privacy.persons:
        return FEW_PERSONS
    if organisations is not None and organisations < privacy.organisations:
        return FEW_ORGANISATIONS
    if largest is not None and largest > privacy.dominance:
        return DOMINANCE
    return ""


def shown_count(persons: int, organisations: int | None, privacy: Privacy) -> int | Few:
    """Return a count for running text or a caption, or that it is small.

    Parameters
    ----------
    persons : int
        The count.
    organisations : int, optional
        Organisations behind it; None where the survey does not ask.
    privacy : Privacy
        The thresholds.

    Returns
    -------
    int or Few
        `valuma.survey.disclosure.count_words` puts it in words.

    Examples
    --------
    >>> shown_count(12, 7, Privacy()), shown_count(3, 3, Privacy())
    (12, Few(below=5))
    """
    return Few(privacy.persons) if too_small(persons, organisations, privacy) else persons


def largest_share(amounts: npt.NDArray[np.float64], organisation: npt.NDArray[np.int64] | None) -> float | None:
    """Return the greatest share that one organisation has in the sum of amounts.

    Parameters
    ----------
    amounts : ndarray of float
        What each respondent adds, without regard to sign.
    organisation : ndarray of int, optional
        Organisation of each respondent; without it every respondent stands alone.

    Returns
    -------
    float or None
        None where the sum is zero.

    Examples
    --------
    >>> largest_share(np.array([8.0, 1.0, 1.0]), np.array([0, 1, 2]))
    0.8
    """
    size = np.abs(amounts)
    total = float(size.sum())
    if total <= 0:
        return None
    if organisation is None:
        return float(size.max()) / total
    _, place = np.unique(organisation, return_inverse=True)
    return float(np.bincount(place, weights=size).max()) / total


def number_of(organisation: npt.NDArray[np.int64] | None) -> int | None:
    """Return how many organisations there are; all respondents who named none count as one."""
    return None if organisation is None else len(np.unique(organisation))


def for_role(privacy: Privacy, role: str) -> Privacy:
    """Return the thresholds of a question: what organisations would pay is never shown by named body.

    Examples
    --------
    >>> for_role(Privacy(organisations=1, persons=1), "willingness-to-pay").organisations
    3
    """
    if role != SurveyRole.WILLINGNESS_TO_PAY:
        return privacy
    return replace(
        privacy,
        organisations=max(_LEAST_ORGANISATIONS, privacy.organisations),
        persons=max(_LEAST_PERSONS, privacy.persons),
    )
