"""Distances between profiles: how far apart two actors stand on an attribute."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from valuma.graph.attributes import Attribute
from valuma.schema.problems import ValumaError, nearest

FloatArray = npt.NDArray[np.float64]
Distance = Literal["profile", "rank"]
Sharing = Literal["minimum", "product"]

#: More distinct profiles than this make a table of distances too large to be meant.
MOST_PROFILES = 4_000


def profile_distance(table: FloatArray) -> FloatArray:
    r"""Return half the sum of absolute differences between each two profiles.

    .. math:: D_{pq} = \tfrac12 \sum_a |s_{pa} - s_{qa}|

    Parameters
    ----------
    table : ndarray of float, shape (n_profiles, n_categories)
        Shares that sum to one in each row.

    Returns
    -------
    ndarray of float, shape (n_profiles, n_profiles)
        In [0, 1]: exactly 0 for the same profile, 1 where nothing is shared.

    References
    ----------
    Rao, C. R. (1982). Diversity and dissimilarity coefficients: a unified approach. *Theoretical
    Population Biology* 21, 24-43. https://doi.org/10.1016/0040-5809(82)90004-1

    Stirling, A. (2007). A general framework for analysing diversity in science, technology and
    society. *Journal of the Royal Society Interface* 4, 707-719. https://doi.org/10.1098/rsif.2007.0213

    Examples
    --------
    >>> profile_distance(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]
    """
    return np.minimum(_absolute_differences(table) / 2.0, 1.0)


def rank_distance(table: FloatArray) -> FloatArray:
    """Return how many steps of an ordered scale lie between each two profiles, over the most there are.

    For single categories this is |rank difference| / (categories - 1); for shares it is the work
    of moving one profile to the other along the scale, the sum of differences of cumulative shares.

    Parameters
    ----------
    table : ndarray of float, shape (n_profiles, n_categories)
        Shares over categories in their order.

    Returns
    -------
    ndarray of float, shape (n_profiles, n_profiles)
        In [0, 1].

    Examples
    --------
    >>> rank_distance(np.eye(3)).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]
    """
    steps = max(table.shape[1] - 1, 1)
    cumulative = np.cumsum(table, axis=1)[:, :-1]
    return np.asarray(np.minimum(_absolute_differences(cumulative) / steps, 1.0))


def product_distance(table: FloatArray) -> FloatArray:
    r"""Return the chance that one drawn share of each of two profiles lies in different categories.

    .. math:: 1 - \sum_a s_{pa} s_{qa}

    Parameters
    ----------
    table : ndarray of float, shape (n_profiles, n_categories)
        Shares that sum to one in each row.

    Returns
    -------
    ndarray of float, shape (n_profiles, n_profiles)
        In [0, 1]. **Not 0 on the diagonal**: two actors with the same three equal shares come out
        as 2/3 "across", which is why this is never a default.

    Examples
    --------
    >>> product_distance(np.array([[1.0, 0.0], [0.5, 0.5]])).tolist()
    [[0.0, 0.5], [0.5, 0.5]]
    """
    return np.clip(1.0 - table @ table.T, 0.0, 1.0)


def distance_matrix(
    attribute: Attribute, *, distance: Distance = "profile", sharing: Sharing = "minimum"
) -> FloatArray:
    """Return the distances between the profiles of an attribute.

    Parameters
    ----------
    attribute : Attribute
        Its `table` gives the profiles.
    distance : {"profile", "rank"}
        Half the absolute difference of shares, or steps along ordered categories.
    sharing : {"minimum", "product"}
        Whether two profiles share what both have, or what two random draws have in common.

    Returns
    -------
    ndarray of float, shape (n_profiles, n_profiles)
        Symmetric, in [0, 1].

    Raises
    ------
    ValumaError
        Rank distance of categories without order, an unknown name, or too many profiles.
    """
    check_option("distance", distance, ("profile", "rank"))
    check_option("sharing", sharing, ("minimum", "product"))
    check_profiles(attribute)
    if distance == "rank":
        if not attribute.ordered:
            raise ValumaError(f"rank distance needs ordered categories; those of {attribute.name!r} have no order")
        if sharing == "product":
            raise ValumaError("rank distance has no product form; leave sharing='minimum'")
        return rank_distance(attribute.table)
    return profile_distance(attribute.table) if sharing == "minimum" else product_distance(attribute.table)


def check_profiles(attribute: Attribute) -> None:
    """Refuse an attribute that has nearly as many profiles as actors, such as a name.

    Parameters
    ----------
    attribute : Attribute
        Attribute about to be compared profile by profile.

    Raises
    ------
    ValumaError
        More than `MOST_PROFILES` distinct profiles.
    """
    if attribute.n_profiles > MOST_PROFILES:
        raise ValumaError(
            f"{attribute.name!r} has {attribute.n_profiles} distinct profiles; at most {MOST_PROFILES} can be compared"
        )


def check_option(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Refuse a word that is not among the choices, with a hint.

    Parameters
    ----------
    name, value : str
        Argument and what was given.
    choices : tuple of str
        What would have been right.

    Raises
    ------
    ValumaError
        The value is not among them.
    """
    if value not in choices:
        hint = nearest(str(value), choices)
        raise ValumaError(
            f"{name} is {value!r}; expected {' or '.join(map(repr, choices))}" + (f" ({hint})" if hint else "")
        )


def _absolute_differences(table: FloatArray) -> FloatArray:
    """Sum |s_pa - s_qa| over categories, one category at a time: exact zeros, memory of two tables."""
    total = np.zeros((len(table), len(table)))
    for column in table.T:
        total += np.abs(column[:, None] - column[None, :])
    return total
