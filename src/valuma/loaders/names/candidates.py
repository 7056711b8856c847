"""Names that look alike: the nearest spellings of an index by their runs of three letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

#: Names compared at once; bounds the memory.
CHUNK = 2048


class TrigramIndex:
    r"""Spellings by their runs of three letters, weighted by how rare each run is.

    Parameters
    ----------
    spellings : sequence of str
        Folded spellings.

    Notes
    -----
    A spelling is a vector over its runs of three letters (a space stands before and after each word), each entry
    the number of times the run occurs times $1 + \ln\frac{1+n}{1+n_g}$ with $n$ spellings, $n_g$ of which have
    the run; vectors have length one. Weights come from the spellings alone, so that a name gets the same neighbours
    whatever other names are asked for with it.
    """

    def __init__(self, spellings: Sequence[str]) -> None:
        self.size = len(spellings)
        self._codes = np.zeros(0, dtype=np.int64)
        self._weights = np.zeros(0)
        rows, codes = _runs(spellings)
        self._codes, columns = np.unique(codes, return_inverse=True)
        counts = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=(self.size, len(self._codes)))
        counts.sum_duplicates()
        seen = np.bincount(counts.indices, minlength=len(self._codes))
        self._weights = 1.0 + np.log((1.0 + self.size) / (1.0 + seen))
        self._spellings = _unit(counts, self._weights).T.tocsr()

    def nearest(
        self, names: Sequence[str], k: int, least: float
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Return for each name its most similar spellings.

        Parameters
        ----------
        names : sequence of str
            Folded names.
        k : int
            Spellings a name at most.
        least : float
            Least cosine.

        Returns
        -------
        tuple of three arrays
            Position of the name, position of the spelling and their cosine, a row a pair; by name, then by falling
            cosine, equal ones in the order of the spellings.
        """
        found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]] = []
        for start in range(0, len(names), CHUNK):
            rows, spellings, cosines = self._chunk(names[start : start + CHUNK], k, least)
            found.append((rows + start, spellings, cosines))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        return tuple(np.concatenate(part) for part in zip(*found, strict=True))  # type: ignore[return-value]

    def _chunk(
        self, names: Sequence[str], k: int, least: float
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        rows, codes = _runs(names)
        columns = np.searchsorted(self._codes, codes)
        columns[columns == len(self._codes)] = 0
        # A run that no spelling has still makes the name longer: its weight is the greatest there is.
        known = self._codes[columns] == codes if len(self._codes) else np.zeros(len(codes), dtype=bool)
        strange = np.bincount(rows[~known], minlength=len(names)) * (1.0 + np.log1p(self.size)) ** 2
        shape = (len(names), len(self._codes))
        counts = sp.csr_array((np.ones(int(known.sum())), (rows[known], columns[known])), shape=shape)
        counts.sum_duplicates()
        product = _unit(counts, self._weights, strange) @ self._spellings
        keep = np.flatnonzero(product.data >= least)
        row = np.searchsorted(product.indptr, keep, side="right") - 1
        column, cosine = product.indices[keep], product.data[keep]
        # Rounding first: sums of the same numbers in another order must not change which spelling is nearer.
        order = np.lexsort((column, -np.round(cosine, 9), row))
        row, column, cosine = row[order], column[order], cosine[order]
        first = np.searchsorted(row, np.arange(len(names)))
        best = np.arange(len(row)) - first[row] < k
        return row[best].astype(np.int64), column[best].astype(np.int64), cosine[best]


def _runs(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the text and the code of every run of three letters."""
    padded = ["  " + text + " " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    lengths = np.fromiter((len(text) for text in padded), dtype=np.int64, count=len(padded))
    rows = np.repeat(np.arange(len(padded), dtype=np.int64), lengths)
    if len(letters) < 3:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    codes = (letters[:-2] << 42) | (letters[1:-1] << 21) | letters[2:]
    inside = rows[:-2] == rows[2:]
    return rows[:-2][inside], codes[inside]


def _unit(
    counts: sp.csr_array, weights: npt.NDArray[np.float64], extra: npt.NDArray[np.float64] | None = None
) -> sp.csr_array:
    """Return weighted rows of length one; extra is the squared length of what the columns do not hold."""
    matrix = counts.copy()
    matrix.data = counts.data * weights[counts.indices]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    squares = np.bincount(rows, weights=matrix.data**2, minlength=matrix.shape[0])
    length = np.sqrt(squares + (0.0 if extra is None else extra))
    matrix.data = matrix.data / np.where(length > 0, length, 1.0)[rows]
    return matrix
