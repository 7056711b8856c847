"""Slips of the pen: when a misspelled name is near enough to one body and far enough from every other."""

from __future__ import annotations

from collections.abc import Sequence

from valuma.loaders.names.edits import edit_distances

#: Rows of the Nordic keyboard, folded; neighbours in a row are hit for one another.
_ROWS = ("qwertyuiopa", "asdfghjkloa", "zxcvbnm")
_NEAR = {frozenset(row[i : i + 2]) for row in _ROWS for i in range(len(row) - 1)} | {frozenset("vw")}
SHORTEST = 7
#: Edits that every other body must be away from what was written.
MARGIN = 3


def slip(written: str, meant: str) -> str:
    """Return what kind of slip turns one word into another, or nothing where it takes more than one.

    Parameters
    ----------
    written, meant : str
        Folded words.

    Returns
    -------
    str
        "exchanged" (two neighbouring letters), "doubled" (a double letter written once, a single one twice),
        "left out", "put in", "near key", or "".

    Examples
    --------
    >>> slip("aanekoksi", "aanekoski"), slip("savonlina", "savonlinna"), slip("raasio", "raisio")
    ('exchanged', 'doubled', '')
    """
    if written == meant or abs(len(written) - len(meant)) > 1:
        return ""
    start = next(
        (i for i, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), min(len(written), len(meant))
    )
    rest, aim = written[start:], meant[start:]
    if len(rest) == len(aim):
        if rest[:2] == aim[:2][::-1] and rest[2:] == aim[2:]:
            return "exchanged"
        return "near key" if rest[1:] == aim[1:] and frozenset((rest[0], aim[0])) in _NEAR else ""
    longer, shorter = (rest, aim) if len(rest) > len(aim) else (aim, rest)
    if longer[1:] != shorter:
        return ""
    extra, before = longer[0], meant[start - 1] if start else ""
    if extra == before:
        return "doubled"
    return "put in" if len(rest) > len(aim) else "left out"


def typo(written: str, meant: str, *, explicit: bool) -> str:
    """Return the kind of slip by which a name was misspelled, or nothing.

    Parameters
    ----------
    written, meant : str
        Folded names.
    explicit : bool
        Whether it is said what sort of body is meant ("kaupunki", "stad") or the name has other words that agree; a
        single word alone must be written with a slip that hardly ever gives another name.

    Returns
    -------
    str
        Kind of slip; "" unless all words but one agree, in order, and the one should have seven letters or more, begins
        alike and differs by one slip.
    """
    left, right = written.split(), meant.split()
    if len(left) != len(right):
        return ""
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(different) != 1:
        return ""
    a, b = different[0]
    if len(b) < SHORTEST or a[0] != b[0] or not (a + b).isalpha():
        return ""
    kind = slip(a, b)
    if explicit or len(left) > 1:
        return kind
    return kind if kind in ("exchanged", "doubled") or (kind == "left out" and len(b) >= 12) else ""


def far_from(cases: Sequence[tuple[str, Sequence[str]]]) -> list[bool]:
    """Return for each name whether it is three edits or more away from every one of other names.

    Parameters
    ----------
    cases : sequence of (str, sequence of str)
        Folded name and the others; spaces do not count.

    Returns
    -------
    list of bool
        One a name; true where there are no others.

    Examples
    --------
    >>> far_from([("savonlina", ["savon"]), ("kartula", ["karttula", "karstula"])])
    [True, False]
    """
    result = [True] * len(cases)
    close = []
    for number, (name, others) in enumerate(cases):
        squeezed = name.replace(" ", "")
        for other in others:
            known = other.replace(" ", "")
            if abs(len(known) - len(squeezed)) < MARGIN:
                close.append((number, squeezed, known))
    distances = edit_distances([name for _, name, _ in close], [known for _, _, known in close])
    for (number, _, _), distance in zip(close, distances.tolist(), strict=True):
        result[number] = result[number] and distance >= MARGIN
    return result
