"""Numbers in files of words: weights of ties, and numbers by which nodes are counted."""

from __future__ import annotations

import math


def weight_text(weight: float) -> str:
    """Write a weight, whole numbers without a decimal point.

    Examples
    --------
    >>> weight_text(1.0), weight_text(0.25)
    ('1', '0.25')
    """
    return str(int(weight)) if weight == int(weight) and abs(weight) < 2**53 else repr(float(weight))


def finite(text: str) -> float | None:
    """Read the weight of a tie; None for what is no number, or no finite one.

    Examples
    --------
    >>> finite("2.5"), finite("much"), finite("nan")
    (2.5, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def counted(text: str) -> int | None:
    """Read a number by which a file counts nodes; None for anything else.

    Examples
    --------
    >>> counted("12"), counted("-1"), counted("9" * 5000)
    (12, None, None)
    """
    # Python refuses to read thousands of digits; no file has so many nodes.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
