"""Exports of Webropol; written from descriptions, no real export was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from valuma.loaders.survey_files.forms import unverified
from valuma.loaders.survey_files.header_rows import tidy
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.loaders.survey_files.ticks import turn_tick_groups

#: Questions are numbered, and their rows and options stand behind a colon or a hyphen.
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\S")
_FIRST = frozenset(
    {"vastaajanumero", "vastaajan numero", "vastausnumero", "vastaaja", "respondent", "respondent number",
     "respondent id", "svarande", "svarandenummer", "vastauspäivä", "vastausaika", "lähetetty", "submitted",
     "response time", "svarstid"}
)  # fmt: skip
_SHARE = 0.3


def is_webropol(rows: Sequence[Sequence[str]], file: str) -> bool:
    """Say whether a table looks like an export of Webropol.

    Parameters
    ----------
    rows : sequence of sequence of str
        First rows.
    file : str
        Name of the file.

    Notes
    -----
    Nothing in such a file names the tool. What speaks for it: the name of the file, a title that names it, numbered
    questions in the headings.

    Examples
    --------
    >>> is_webropol([["Vastaajanumero", "1. Kuntanne", "2. Foorumit: kunta", "2. Foorumit: valtio"]], "a.xlsx")
    True
    >>> is_webropol([["id", "q1"]], "answers.csv")
    False
    """
    if "webropol" in file.casefold() or any("webropol" in cell.casefold() for row in rows[:5] for cell in row):
        return True
    for row in rows[:4]:
        headings = [tidy(cell) for cell in row if cell.strip()]
        numbered = sum(bool(_NUMBERED.match(heading)) for heading in headings)
        if numbered >= 2 and numbered >= _SHARE * len(headings):
            return numbered == len(headings) or any(heading.casefold() in _FIRST for heading in headings)
    return False


def read_webropol(table: Table) -> RawSurvey:
    """Read an export of Webropol.

    Parameters
    ----------
    table : Table
        A sheet, or a text with semicolons; one row of headings or two.

    Returns
    -------
    RawSurvey
        Variables named by the headings; options of which any number can be ticked are 1 and 0.

    Notes
    -----
    Not verified on a real export; the report of every load says so. How many header rows there are and whether ticks
    are 1 or the words of the option is found from the cells, not assumed. A better way where you can choose: Webropol
    also exports SPSS files, which hold labels and are read as such.
    """
    columns, headings, above = read_headed(table)
    raw = RawSurvey(
        file=table.file,
        format="Webropol export",
        values=frame_of(columns),
        variables=columns.variables(headings),
        states=columns.states,
        documents=above,
        report=table.report,
    )
    unverified(raw.report, raw.file, "Webropol")
    turn_tick_groups(raw)
    return raw
