"""Sparse blocks in the one form the graph uses: CSR arrays of float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse


def as_block(matrix: Any) -> sparse.csr_array:
    """Return a matrix as a CSR array of float64 without stored zeros.

    Parameters
    ----------
    matrix : array or sparse array, shape (n, m)
        Any two-dimensional matrix.

    Returns
    -------
    csr_array, shape (n, m)
        A copy; the argument is left alone.
    """
    block = sparse.csr_array(matrix, dtype=np.float64, copy=True)
    block.sum_duplicates()
    block.eliminate_zeros()
    return block


def binary(matrix: Any) -> sparse.csr_array:
    """Return the 0/1 pattern of a matrix as a CSR array of float64.

    Parameters
    ----------
    matrix : array or sparse array, shape (n, m)
        Any two-dimensional matrix.

    Returns
    -------
    csr_array, shape (n, m)
        1 where the matrix is not zero.
    """
    block = as_block(matrix)
    block.data[:] = 1.0
    return block


def from_pairs(
    rows: npt.NDArray[Any], columns: npt.NDArray[Any], values: npt.NDArray[np.float64], shape: tuple[int, int]
) -> sparse.csr_array:
    """Return the CSR array with the given entries; entries of one place are added.

    Parameters
    ----------
    rows, columns : ndarray of int, shape (n,)
        Places.
    values : ndarray of float, shape (n,)
        Entries.
    shape : tuple of int
        Size of the matrix.

    Returns
    -------
    csr_array
        The sum of the entries.
    """
    return as_block(sparse.coo_array((values, (rows, columns)), shape=shape))
