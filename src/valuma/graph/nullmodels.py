"""Two-mode graphs drawn at random with every degree kept: how memberships could have fallen.

Global curveball trades: the rows of the matrix are paired at random, and the two rows of a pair
shuffle between them the columns that only one of them has. Every row and every column keeps its
sum, and repeated trades lead to each such matrix with equal chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from valuma.graph.sparse_blocks import binary
from valuma.schema.problems import ValumaError

IntArray = npt.NDArray[np.int64]

#: One global trade pairs all rows; twenty of them are ten trades a row.
LEAST_TRADES = 20
_MOST_TRADES = 1280
_MOST_PILOTS, _PILOT_ONES = 16, 200_000
#: Ones moved at once when several draws run side by side.
_BATCH = 24_000
#: Random bits that order the columns of a pair.
_BITS = 40


@dataclass(frozen=True, eq=False)
class DegreeSampler:
    """Draws of 0/1 matrices with the row and column sums of one given matrix.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    indptr, indices : ndarray of int
        The given matrix in compressed rows, columns sorted; every draw has the same `indptr`.
    trades : int
        Global trades between the given matrix and a draw.

    References
    ----------
    Carstens, C. J., Hamann, M., Meyer, U., Penschuck, M., Tran, H. and Wagner, D. (2018). Parallel and
    I/O-efficient randomisation of massive networks using global curveball trades. *ESA 2018*,
    LIPIcs 112, 11:1-11:15. https://doi.org/10.4230/LIPIcs.ESA.2018.11

    Neal, Z. P. (2023). How many trades are enough? arXiv:2305.04937 asks for at least ten trades a row.

    Examples
    --------
    >>> sampler = DegreeSampler.of([[1, 1, 0], [0, 1, 0], [0, 0, 1]])
    >>> drawn = sampler.matrix(sampler.draw([np.random.SeedSequence(1)])[0])
    >>> drawn.sum(axis=1).tolist(), drawn.sum(axis=0).tolist()
    ([2.0, 1.0, 1.0], [1.0, 2.0, 1.0])
    """

    shape: tuple[int, int]
    indptr: IntArray
    indices: IntArray
    trades: int

    @classmethod
    def of(cls, matrix: Any, *, trades: int | None = None, seed: int | None = 0) -> DegreeSampler:
        """Prepare draws from a matrix.

        Parameters
        ----------
        matrix : array or sparse array, shape (n_rows, n_columns)
            Non-zero is 1.
        trades : int, optional
            Global trades a draw; None takes `trades_needed`.
        seed : int, optional
            For the pilot of `trades_needed`.

        Returns
        -------
        DegreeSampler
            Ready to `draw`.

        Raises
        ------
        ValumaError
            Fewer than one trade is asked for.
        """
        block = binary(matrix)
        n_rows, n_columns = block.shape
        start = cls((n_rows, n_columns), block.indptr.astype(np.int64), block.indices.astype(np.int64), LEAST_TRADES)
        if trades is None:
            return replace(start, trades=start.trades_needed(seed))
        if trades < 1:
            raise ValumaError(f"trades is {trades}; expected at least 1")
        return replace(start, trades=trades)

    def draw(self, streams: Sequence[np.random.SeedSequence]) -> IntArray:
        """Draw one matrix for each stream of random numbers.

        Parameters
        ----------
        streams : sequence of SeedSequence
            A draw depends on its own stream only, not on those beside it.

        Returns
        -------
        ndarray of int, shape (n_draws, n_ones)
            Column indices of each draw in compressed rows; `matrix` makes it a matrix.

        Notes
        -----
        Cost O(trades · ones · log ones) a draw; several draws run side by side.
        """
        step = max(1, _BATCH // max(1, len(self.indices)))
        found = np.empty((len(streams), len(self.indices)), dtype=np.int64)
        for start in range(0, len(streams), step):
            chains = _Chains(self, streams[start : start + step])
            for _ in range(self.trades):
                chains.trade()
            found[start : start + step] = chains.cells() % max(1, self.shape[1])
        return found

    def matrix(self, indices: IntArray) -> sparse.csr_array:
        """Return a draw as a sparse matrix of ones.

        Parameters
        ----------
        indices : ndarray of int, shape (n_ones,)
            One row of what `draw` returns.

        Returns
        -------
        csr_array, shape (n_rows, n_columns)
            Same row and column sums as the given matrix.
        """
        return sparse.csr_array((np.ones(len(indices)), indices, self.indptr), shape=self.shape)

    def trades_needed(self, seed: int | None = 0) -> int:
        """Return how many global trades are enough: until the given matrix is forgotten.

        Parameters
        ----------
        seed : int, optional
            Stream of the pilot draws.

        Returns
        -------
        int
            At least 20 (ten trades a row); doubled while the mean share of ones that have left their
            place still grows by more than one per cent, over up to 16 pilot draws.
        """
        pilots = max(1, min(_MOST_PILOTS, _PILOT_ONES // max(1, len(self.indices))))
        chains = _Chains(self, np.random.SeedSequence(seed).spawn(pilots))
        row = np.repeat(np.arange(self.shape[0], dtype=np.int64), np.diff(self.indptr))
        given = row * self.shape[1] + self.indices
        trades, before = LEAST_TRADES, _moved(chains, given, LEAST_TRADES)
        while trades < _MOST_TRADES:
            after = _moved(chains, given, trades)
            if after <= before * 1.01:
                return trades
            trades, before = 2 * trades, after
        return trades


class _Chains:
    """Several draws in the making, stacked below each other so that one sort serves all.

    Trades run between the rows of the shorter side: a one needs about log2(rows) global trades to
    be able to reach every row.
    """

    def __init__(self, sampler: DegreeSampler, streams: Sequence[np.random.SeedSequence]) -> None:
        n_rows, n_columns = sampler.shape
        row = np.repeat(np.arange(n_rows, dtype=np.int64), np.diff(sampler.indptr))
        self._turned = n_columns < n_rows
        first, second = (sampler.indices, row) if self._turned else (row, sampler.indices)
        self._rows, self._columns = (n_columns, n_rows) if self._turned else (n_rows, n_columns)
        self._pairs = (self._rows + 1) // 2
        self._ones = len(row)
        self._random = [np.random.default_rng(stream) for stream in streams]
        n = len(streams)
        if n * self._pairs >= 2 ** (62 - _BITS) or n * self._pairs * self._columns >= 2**61:
            raise ValumaError(f"a matrix of {n_rows} × {n_columns} is too large for degree-preserving draws")
        self._chain = np.repeat(np.arange(n, dtype=np.int64), self._ones)
        self._row, self._column = np.tile(first, n), np.tile(second, n)

    def trade(self) -> None:
        """Pair all rows of every chain and shuffle between the two what only one of them has."""
        n, ones = len(self._random), self._ones
        noise = np.empty((n, self._rows + ones))
        for line, rng in zip(noise, self._random, strict=True):
            rng.random(out=line)
        place = np.argsort(noise[:, : self._rows], axis=1)
        seat = np.empty_like(place)
        np.put_along_axis(seat, place, np.arange(self._rows, dtype=np.int64)[None, :], axis=1)
        # Seats 2k and 2k + 1 form pair k; of an odd number of rows the last stays alone.
        seat += 2 * self._pairs * np.arange(n)[:, None]
        mine = seat[self._chain, self._row]
        key = np.sort(((mine >> 1) * self._columns + self._column) * 2 + (mine & 1))
        cell = key >> 1
        twin = cell[1:] == cell[:-1]
        alone = np.ones(len(key), dtype=bool)
        alone[1:] &= ~twin
        alone[:-1] &= ~twin
        pair = cell // self._columns
        shuffled = (noise[:, self._rows :].reshape(-1)[alone] * 2.0**_BITS).astype(np.int64)
        # Cells stand in the order of their pairs, so sorted sides of a pair fall on its own cells.
        order = np.sort((pair[alone] << (_BITS + 1)) | (shuffled << 1) | (key[alone] & 1))
        side = key & 1
        side[alone] = order & 1
        holder = np.zeros(2 * self._pairs * n, dtype=np.int64)
        holder[seat] = np.arange(self._rows, dtype=np.int64)[None, :]
        self._row = holder[2 * pair + side]
        self._column = cell - pair * self._columns

    def cells(self) -> IntArray:
        """Return the sorted cells (row · columns + column, of the given matrix) of every chain."""
        row, column = (self._column, self._row) if self._turned else (self._row, self._column)
        n_rows, n_columns = (self._columns, self._rows) if self._turned else (self._rows, self._columns)
        key = np.sort((self._chain * n_rows + row) * n_columns + column)
        return key.reshape(len(self._random), self._ones) - np.arange(len(self._random))[:, None] * (n_rows * n_columns)


def _moved(chains: _Chains, given: IntArray, trades: int) -> float:
    """Trade on; return the mean share of ones that left their place over the last quarter of the trades."""
    shares = []
    for left in range(trades, 0, -1):
        chains.trade()
        if left <= max(1, trades // 4):
            shares.append(1.0 - float(np.isin(chains.cells(), given).mean()) if len(given) else 0.0)
    return float(np.mean(shares))
