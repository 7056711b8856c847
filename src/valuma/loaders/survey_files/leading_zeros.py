"""Which columns of a delimited text hold numbers with leading zeros, found in its bytes without reading them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

#: Small enough for the cache of a processor.
_PIECE = 1 << 18
_QUOTE, _NEWLINE, _RETURN, _ZERO = ord('"'), ord("\n"), ord("\r"), ord("0")

Bytes = npt.NDArray[np.uint8]


def columns_with_leading_zeros(data: bytes, start: int, delimiter: str) -> set[int] | None:
    r"""Return the places of the columns in which a cell starts with a zero and another digit.

    Parameters
    ----------
    data : bytes
        The text in UTF-8.
    start : int
        Where its first row begins.
    delimiter : str
        What stands between the cells.

    Returns
    -------
    set of int or None
        Places from 0; None where quotation marks stand so that bytes alone do not tell the cells apart.

    Notes
    -----
    Parsers of numbers drop such zeros without a word. Going through the bytes costs a tenth of parsing them; the
    columns are worked out only where there is such a cell at all.

    Examples
    --------
    >>> columns_with_leading_zeros(b'id;name\n007;"a;05"\n008;x\n', 8, ";")
    {0}
    """
    bytes_ = np.frombuffer(data, dtype=np.uint8)[start:]
    mark = ord(delimiter)
    if not any(len(_hits(piece, mark, first=low == 0)) for low, piece in _pieces(bytes_)):
        return set()
    return _places(bytes_, mark)


def _pieces(data: Bytes) -> Iterator[tuple[int, Bytes]]:
    """Pieces that share two bytes with the next one, so that no cell is cut where it is looked at."""
    for low in range(0, max(len(data), 1), _PIECE):
        yield low, data[low : low + _PIECE + 2]


def _hits(piece: Bytes, mark: int, *, first: bool = False) -> npt.NDArray[np.intp]:
    """Places of zeros that begin a cell and are followed by a digit."""
    if len(piece) < 2:
        return np.empty(0, dtype=np.intp)
    found = np.flatnonzero((piece[:-1] == _ZERO) & ((piece[1:] - np.uint8(_ZERO)) < 10))
    # What comes before the piece is looked at with the piece before it, except at the very beginning.
    begins = np.zeros(256, dtype=bool)
    begins[[mark, _NEWLINE, _RETURN, _QUOTE]] = True
    kept: npt.NDArray[np.intp] = found[begins[piece[found - 1]] & (found > 0)]
    return np.append(0, kept) if first and len(found) and found[0] == 0 else kept


def _places(data: Bytes, mark: int) -> set[int] | None:
    found: set[int] = set()
    quotes = 0
    column = 0
    for low in range(0, len(data), _PIECE):
        piece = data[low : low + _PIECE]
        is_quote = piece == _QUOTE
        if not _well_placed(data, low, piece, is_quote, mark):
            return None
        inside = ((np.cumsum(is_quote) + quotes) & 1).astype(bool)
        quotes += int(is_quote.sum())
        marks = np.flatnonzero((piece == mark) & ~inside)
        lines = np.flatnonzero(((piece == _NEWLINE) | (piece == _RETURN)) & ~inside)
        hits = _hits(data[max(low - 1, 0) : low + _PIECE + 1], mark, first=low == 0) - (1 if low else 0)
        hits = hits[(hits >= 0) & (hits < len(piece))]
        # Within quotation marks a cell begins after the first of them only.
        hits = hits[~inside[hits] | (data[np.maximum(hits + low - 1, 0)] == _QUOTE)]
        line = np.searchsorted(lines, hits) - 1
        starts = np.append(np.searchsorted(marks, lines), 0)
        place = np.searchsorted(marks, hits) - starts[line] + np.where(line < 0, column, 0)
        found.update(np.unique(place).tolist())
        column = len(marks) - int(starts[-2]) if len(lines) else column + len(marks)
    return None if quotes % 2 else found


def _well_placed(data: Bytes, low: int, piece: Bytes, is_quote: npt.NDArray[np.bool_], mark: int) -> bool:
    """Every quotation mark stands at the edge of a cell or beside another one."""
    at = np.flatnonzero(is_quote) + low
    if not len(at):
        return True
    edge = np.array([mark, _NEWLINE, _RETURN, _QUOTE], dtype=np.uint8)
    before, after = data[np.maximum(at - 1, 0)], data[np.minimum(at + 1, len(data) - 1)]
    fine = np.isin(before, edge) | np.isin(after, edge) | (at == 0) | (at == len(data) - 1)
    return bool(fine.all())
