"""States of results: why a number is there, or why it is not."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from valuma.graph.attributes import State
from valuma.study.member_lists import SizeIs as SizeIs


class ResultState(StrEnum):
    """What stands beside every number of this floor; a missing number always has one of these."""

    MEASURED = "measured"
    NO_MEMBERS = "no members"
    ONE_MEMBER = "one known member"
    ALL_UNKNOWN = "all unknown"
    NO_REMIT = "no member with a remit"
    NOT_APPLICABLE = "not applicable to any member"
    NONE_KNOWN = "no member with a known value"
    UNDER_80 = "known for under 80 %"
    NO_PAIRS = "no pair of members"
    ONE_CATEGORY = "all in one category"
    NOT_ORDERED = "categories without order"
    NO_THEMES = "no themes"
    NO_THEME_SECTOR = "no theme with a policy sector"
    NO_LOCAL = "no local actors"
    NO_BODY = "no body in one of the fields"
    NOT_IN_DATA = "not in the data"
    NOT_TESTABLE = "not testable"


class BoundsBy(StrEnum):
    """Where the low and the high end of a number come from."""

    COMPLETE = "complete"
    STATED = "stated filling"
    EXTREMES = "extremes"
    POLYA = "Pólya"
    SIZE_NOT_STATED = "size not stated"
    NOT_BOUNDED = "not bounded"


class Verdict(StrEnum):
    """Whether a difference between two networks is a finding, and if not, why."""

    HOLDS = "holds under both codings, with and without funders"
    NOT_EVERYWHERE = "does not hold under every coding and set of roles"
    BOUNDS_OVERLAP = "bounds overlap"
    SIZE_NOT_STATED = "size of a member list not stated"
    NOT_MEASURED = "not measured for both"


#: Column names of the counts of members left out, by `State`.
LEFT_COLUMNS = {
    State.UNKNOWN: "left_unknown",
    State.NOT_APPLICABLE: "left_not_applicable",
    State.GENERAL: "left_general",
}


def member_states(known: npt.NDArray[np.int64], left: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Return for each network whether a mean over pairs of its members is defined, and if not, why.

    Parameters
    ----------
    known : ndarray of int, shape (n_networks,)
        Counted members that have a profile.
    left : ndarray of int, shape (n_networks, 4)
        Counted members left out, columns as in `State`.

    Returns
    -------
    ndarray of str, shape (n_networks,)
        Values of `ResultState`.

    Examples
    --------
    >>> member_states(np.array([2, 1, 0]), np.array([[0, 0, 0, 0], [0, 3, 0, 0], [0, 0, 0, 5]])).tolist()
    ['measured', 'one known member', 'no member with a remit']
    """
    unknown, outside, general = (left[:, state] > 0 for state in (State.UNKNOWN, State.NOT_APPLICABLE, State.GENERAL))
    nobody = ~(unknown | outside | general)
    chosen = np.select(
        [
            known >= 2,
            known == 1,
            nobody,
            unknown & ~outside & ~general,
            general & ~unknown,
            outside & ~unknown,
        ],
        [
            ResultState.MEASURED.value,
            ResultState.ONE_MEMBER.value,
            ResultState.NO_MEMBERS.value,
            ResultState.ALL_UNKNOWN.value,
            ResultState.NO_REMIT.value,
            ResultState.NOT_APPLICABLE.value,
        ],
        ResultState.NONE_KNOWN.value,
    )
    return chosen.astype(object)
