"""Shares over categories as one text: ``"01:0.5;02:0.5"``."""

from __future__ import annotations

import re
from collections.abc import Mapping

# The category itself may have a colon: a foreign region is written SE:Skåne.
_PART = re.compile(r"(.*):\s*(\d+\.?\d*(?:e-\d+)?)")


def parse_shares(text: str) -> dict[str, float]:
    """Read ``"01:0.5;02:0.5"`` or a bare category.

    Parameters
    ----------
    text : str
        Categories with shares, separated by semicolons; a missing share is 1.

    Returns
    -------
    dict of str to float
        Share by category, as written: they need not sum to 1.

    Examples
    --------
    >>> parse_shares("01:0.25;02:0.75"), parse_shares("SE:Skåne")
    ({'01': 0.25, '02': 0.75}, {'SE:Skåne': 1.0})
    """
    shares: dict[str, float] = {}
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        part = _PART.fullmatch(piece)
        shares[part[1].strip() if part else piece] = float(part[2]) if part else 1.0
    return shares


def write_shares(shares: Mapping[str, float]) -> str:
    """Write shares so that `parse_shares` reads them back.

    Parameters
    ----------
    shares : mapping of str to float
        Share by category.

    Returns
    -------
    str
        ``"01:0.5;02:0.5"``, categories sorted; a single category stands bare.

    Examples
    --------
    >>> write_shares({"02": 0.5, "01": 0.5}), write_shares({"SE:Skåne": 1.0})
    ('01:0.5;02:0.5', 'SE:Skåne')
    """
    if len(shares) == 1:
        return next(iter(shares))
    return ";".join(f"{category}:{share:.10g}" for category, share in sorted(shares.items()))
