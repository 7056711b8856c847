"""Names of variables, each once."""

from __future__ import annotations

from collections.abc import Iterable

from valuma.survey.load_report import LoadReport

#: Repeated names that are named one by one.
_NAMED = 20


def each_once(names: Iterable[str], file: str, report: LoadReport) -> list[str]:
    """Give variables of the same name numbers, and variables without a name one by their place.

    Parameters
    ----------
    names : iterable of str
        In the order of the file; upper and lower case are the same.
    file : str
        Name of the file.
    report : LoadReport
        Grows by one warning a repeated name.

    Returns
    -------
    list of str

    Examples
    --------
    >>> each_once(["q1", "Q1", "", "q1"], "a.sav", LoadReport())
    ['q1', 'Q1 (2)', 'V3', 'q1 (3)']
    """
    given = [name or f"V{place}" for place, name in enumerate(names, start=1)]
    taken = {name.casefold() for name in given}
    count: dict[str, int] = {}
    found, repeated = [], []
    for name in given:
        key = name.casefold()
        number = count.get(key, 0) + 1
        free = name
        while number > 1 and (free := f"{name} ({number})").casefold() in taken:
            number += 1
        count[key] = number
        taken.add(free.casefold())
        found.append(free)
        if free != name:
            repeated.append((name, free))
    for name, free in repeated[:_NAMED]:
        report.warning(f"{file}, {name}", "two variables of the same name", f"the later one is {free!r}")
    if len(repeated) > _NAMED:
        report.warning(file, f"{len(repeated) - _NAMED:,} more variables of names that are there", "numbered likewise")
    return found
