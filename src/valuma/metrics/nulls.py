"""Draws of who meets whom if chance had it: labels moved among actors, or memberships redrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from valuma.graph.nullmodels import DegreeSampler
from valuma.metrics.mixing_result import across
from valuma.metrics.pairs import FloatArray, IntArray, fold_pairs, fold_table, profile_pairs

#: With more profiles than this, a table of how every two of them meet costs more than it saves.
_MOST_FOLDED = 400


@dataclass(frozen=True, eq=False)
class MixingStatistic:
    """Numbers of a mixing matrix as functions of who has which profile where.

    Parameters
    ----------
    table : ndarray of float, shape (n_profiles, n_categories)
        Profiles and categories that occur in the pool.
    weights : ndarray of float, shape (n_networks,)
        Weight of a pair of members; sizes of networks do not change under either null.
    fixed : ndarray of int, shape (n_networks, n_profiles)
        Memberships that stay as they are: those whose row names a branch.
    steps : ndarray of float, shape (n_profiles, n_profiles), optional
        Rank distances, where the categories have an order.
    """

    table: FloatArray
    weights: FloatArray
    fixed: IntArray
    steps: FloatArray | None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the first numbers; cells of the matrix (row ≤ column) follow."""
        return ("share_across",) if self.steps is None else ("share_across", "mean_distance")

    def of(self, network: IntArray, codes: IntArray) -> FloatArray:
        """Return all numbers for one arrangement.

        Parameters
        ----------
        network, codes : ndarray of int, shape (n_memberships,)
            Network and profile of each membership that can move.

        Returns
        -------
        ndarray of float
            Share across, mean rank distance (if any), then the upper triangle of E.
        """
        shape = self.fixed.shape
        counts = np.bincount(network * shape[1] + codes, minlength=shape[0] * shape[1]).reshape(shape) + self.fixed
        pairs = profile_pairs(counts, self.weights)
        matrix = self._fold(pairs)
        total = matrix.sum()
        first = [across(matrix) / total if total > 0 else np.nan]
        if self.steps is not None:
            first.append(float((pairs * self.steps).sum()) / pairs.sum() if total > 0 else np.nan)
        return np.concatenate([first, matrix.reshape(-1)[self._upper]])

    def _fold(self, pairs: FloatArray) -> FloatArray:
        if len(self.table) > _MOST_FOLDED:
            return fold_pairs(pairs, self.table)
        k = self.table.shape[1]
        return np.asarray(self._cells @ pairs.reshape(-1)).reshape(k, k)

    @cached_property
    def _upper(self) -> IntArray:
        """Places of the upper triangle in the flat matrix."""
        k = self.table.shape[1]
        return np.flatnonzero(np.triu(np.ones((k, k)))).astype(np.int64)

    @cached_property
    def _cells(self) -> sparse.csr_array[np.float64, tuple[int, int]]:
        return fold_table(self.table)


class Null(Protocol):
    """Something that draws the numbers of a statistic."""

    def run(self, entropy: int, draws: Sequence[int]) -> FloatArray:
        """Return one row of numbers for each draw; draw k uses stream k of the entropy."""
        ...


@dataclass(frozen=True, eq=False)
class LabelNull:
    """Profiles move among actors of the same stratum; who is in which network stays.

    Parameters
    ----------
    statistic : MixingStatistic
        What is computed of each draw.
    actor, network : ndarray of int, shape (n_memberships,)
        Memberships of the pool, actors numbered within the pool.
    codes : ndarray of int, shape (n_actors,)
        Profile of each actor of the pool.
    strata : tuple of ndarray of int
        Actors among whom profiles may move.
    """

    statistic: MixingStatistic
    actor: IntArray
    network: IntArray
    codes: IntArray
    strata: tuple[IntArray, ...]

    def run(self, entropy: int, draws: Sequence[int]) -> FloatArray:
        """Return one row of numbers for each draw."""
        rows = []
        for stream in streams_of(entropy, draws):
            rng = np.random.default_rng(stream)
            moved = self.codes.copy()
            for stratum in self.strata:
                moved[stratum] = rng.permutation(self.codes[stratum])
            rows.append(self.statistic.of(self.network, moved[self.actor]))
        return np.array(rows)


@dataclass(frozen=True, eq=False)
class DegreeNull:
    """Memberships are redrawn with every actor's and every network's number of them kept.

    Parameters
    ----------
    statistic : MixingStatistic
        What is computed of each draw.
    sampler : DegreeSampler
        Of the matrix networks × actors of the pool.
    codes : ndarray of int, shape (n_actors,)
        Profile of each actor of the pool.
    """

    statistic: MixingStatistic
    sampler: DegreeSampler
    codes: IntArray

    def run(self, entropy: int, draws: Sequence[int]) -> FloatArray:
        """Return one row of numbers for each draw."""
        network = np.repeat(np.arange(self.sampler.shape[0]), np.diff(self.sampler.indptr))
        drawn = self.sampler.draw(streams_of(entropy, draws))
        return np.array([self.statistic.of(network, self.codes[actor]) for actor in drawn])


def streams_of(entropy: int, draws: Sequence[int]) -> list[np.random.SeedSequence]:
    """Return the streams of some draws: those that spawning from the entropy would give.

    Parameters
    ----------
    entropy : int
        Entropy of the root sequence.
    draws : sequence of int
        Numbers of the draws.

    Returns
    -------
    list of SeedSequence
        A draw has the same stream in whatever chunk, process or order it is made.
    """
    return [np.random.SeedSequence(entropy, spawn_key=(int(k),)) for k in draws]


def two_sided_p(observed: float, drawn: FloatArray) -> float | None:
    r"""Return the two-sided p-value of an observed value among draws, or None where it cannot be tested.

    .. math:: p = \frac{1 + \#\{|x - \bar x| \ge |x_{obs} - \bar x|\}}{draws + 1}

    with :math:`\bar x` the mean of the draws and the observed value. p is never 0.

    Parameters
    ----------
    observed : float
        Observed value.
    drawn : ndarray of float, shape (n_draws,)
        The same number of each draw.

    Returns
    -------
    float or None
        None where all draws are equal (to a relative 1e-9), or one of the numbers is not defined.

    Examples
    --------
    Of 0, 1, 2 and the observed 5 the mean is 2; no draw lies as far from it as 5.

    >>> two_sided_p(5.0, np.array([0.0, 1.0, 2.0])), two_sided_p(1.0, np.array([1.0, 1.0]))
    (0.25, None)
    """
    values = np.append(drawn, observed)
    if not len(drawn) or np.isnan(values).any():
        return None
    tolerance = 1e-9 * float(np.abs(values).max())
    if float(drawn.max() - drawn.min()) <= tolerance:
        return None
    mean = values.mean()
    as_far = np.abs(drawn - mean) >= abs(observed - mean) - tolerance
    return (1.0 + int(as_far.sum())) / (len(drawn) + 1.0)


def fingerprint(thing: Any) -> str:
    """Return a hash of everything a null holds, so that a checkpoint cannot serve another test.

    Parameters
    ----------
    thing : dataclass, array, tuple, number or None
        What to hash, read field by field.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    digest = hashlib.sha256()
    _feed(digest, thing)
    return digest.hexdigest()


def _feed(digest: Any, thing: Any) -> None:
    if isinstance(thing, np.ndarray):
        digest.update(f"{thing.dtype.str}{thing.shape}".encode())
        digest.update(np.ascontiguousarray(thing).tobytes())
    elif isinstance(thing, tuple):
        digest.update(f"({len(thing)}".encode())
        for part in thing:
            _feed(digest, part)
    elif hasattr(thing, "__dataclass_fields__"):
        digest.update(type(thing).__name__.encode())
        for field in fields(thing):
            _feed(digest, getattr(thing, field.name))
    else:
        digest.update(repr(thing).encode())
