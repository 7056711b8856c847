"""Numbers of things in remarks."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in singular or plural.

    Examples
    --------
    >>> counted(1, "line"), counted(1200, "reply", "replies")
    ('1 line', '1,200 replies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
