"""Name generators: partners that respondents write themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from valuma.survey.gathered import Told
from valuma.survey.load_report import Remark
from valuma.survey.people import link_table, names_in

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: What stands between several names in one cell; a comma can be part of a name.
_BETWEEN = re.compile(r"\s*[;\n]\s*")


def written_names(text: object, known: dict[str, str] | None = None) -> list[str]:
    """Return the names in one cell: the whole text where it is known, else its parts between semicolons and lines.

    Examples
    --------
    >>> written_names("Saarela; Korpi, the town")
    ['Saarela', 'Korpi, the town']
    """
    if not isinstance(text, str) or not text.strip():
        return []
    if known and text.strip() in known:
        return [text.strip()]
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def named_partners(
    survey: Survey, name: str, links: pd.DataFrame | pd.Series | None, remarks: list[Remark]
) -> list[Told]:
    """Return who names which partner in a text.

    Parameters
    ----------
    survey : Survey
        With answers.
    name : str
        Variable in which respondents write names of organisations.
    links : DataFrame or Series, optional
        Which actor a name means.
    remarks : list of Remark
        Grows by the number of names that are linked to no actor.

    Returns
    -------
    list of Told
        One a place in the cells, first names first: the partner of each respondent, and 1 where there is one.
    """
    known = link_table(links)
    cells = names_in(survey, name).map(lambda text: written_names(text, known))
    written = [one for names in cells for one in names]
    lost = sum(one not in known for one in written)
    if lost:
        what = f"{lost:,} of {len(written):,} names of partners are linked to no actor"
        remarks.append(Remark("warning", f"{survey.id}, {name}", what, "in no tie; link the names"))
    told = []
    for place in range(max((len(names) for names in cells), default=0)):
        actors = [known.get(names[place]) if len(names) > place else None for names in cells]
        target = pd.Series(actors, index=cells.index, dtype=object)
        told.append(Told(name, target, target.notna().astype(float).where(target.notna())))
    return told
