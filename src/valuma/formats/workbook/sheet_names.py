"""Names of sheets that Excel accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Characters of a name.
LONGEST = 31

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
#: Excel keeps this name, in English and as Finnish and Swedish Excel call it, for a sheet of its own.
_RESERVED = ("history", "historia", "historik")


def sheet_names(names: Iterable[str]) -> list[str]:
    r"""Return names of sheets that Excel accepts, as near to the given ones as can be.

    Parameters
    ----------
    names : iterable of str
        What shall stand on the tabs, in their order.

    Returns
    -------
    list of str
        At most 31 characters each, without ``[ ] : * ? / \`` and without apostrophes at the ends; different also
        when small and capital letters count as the same: a number is added where two would be alike.

    Examples
    --------
    >>> sheet_names(["Jäsenet 1/2", "jäsenet 1-2", "A very long name of a network of towns", ""])
    ['Jäsenet 1-2', 'jäsenet 1-2 (2)', 'A very long name of a network o', 'Sheet']
    """
    taken: set[str] = set(_RESERVED)
    result = []
    for name in names:
        clean = _FORBIDDEN.sub("-", name)[:LONGEST].strip("' ") or "Sheet"
        unique, number = clean, 2
        while unique.casefold() in taken:
            ending = f" ({number})"
            unique, number = clean[: LONGEST - len(ending)].rstrip("' ") + ending, number + 1
        taken.add(unique.casefold())
        result.append(unique)
    return result
