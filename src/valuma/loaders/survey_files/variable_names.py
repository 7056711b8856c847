"""Names of variables in two files that are spelled a little differently: q8_heinä and Q8_HEINÄ are one variable."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable


def plain_name(name: str) -> str:
    """Return a name without the difference of cases and of composed and decomposed letters.

    Examples
    --------
    >>> plain_name("Q8_HEINA\u0308") == plain_name("q8_heinä")
    True
    """
    return unicodedata.normalize("NFC", name.strip()).casefold()


class VariableNames:
    """Finds the variable of a file by the name that another file gives it.

    Parameters
    ----------
    names : iterable of str
        Names of the file's variables.

    Examples
    --------
    >>> names = VariableNames(["Q1", "q8_heinä", "a", "A"])
    >>> names.find("q1"), names.find("Q8_HEINÄ"), names.find("A"), names.find("q2")
    ('Q1', 'q8_heinä', 'A', None)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._exact = frozenset(self.names)
        plain = [plain_name(name) for name in self.names]
        counts = Counter(plain)
        # Names that differ in nothing but case are found as they are written or not at all.
        self._plain = {key: name for key, name in zip(plain, self.names, strict=True) if counts[key] == 1}

    def find(self, name: str) -> str | None:
        """Return the variable's name in the file; None where there is no such variable."""
        return name if name in self._exact else self._plain.get(plain_name(name))
