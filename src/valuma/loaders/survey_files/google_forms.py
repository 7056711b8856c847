"""Exports of Google Forms; written from descriptions, no real export was read."""

from __future__ import annotations

from collections.abc import Sequence

from valuma.loaders.survey_files.forms import unverified
from valuma.loaders.survey_files.header_rows import tidy
from valuma.loaders.survey_files.joined_answers import by_comma, take_apart
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.loaders.survey_files.ticks import turn_tick_groups

_TIMESTAMP = {"timestamp": "en", "aikaleima": "fi", "tidstämpel": "sv"}


def is_google_forms(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table is the header of Google Forms.

    Examples
    --------
    >>> is_google_forms(["Aikaleima", "Kuntanne"]), is_google_forms(["Kuntanne", "Aikaleima"])
    (True, False)
    """
    return len(cells) > 1 and tidy(cells[0]).casefold() in _TIMESTAMP


def read_google_forms(table: Table) -> RawSurvey:
    """Read an export of Google Forms.

    Parameters
    ----------
    table : Table
        A text or a sheet; headings are the questions, rows of grids stand in brackets behind them.

    Returns
    -------
    RawSurvey
        A question of which several answers can be chosen becomes a column an option.

    Notes
    -----
    Not verified on a real export; the report of every load says so. Several answers stand in one cell with commas
    between them, as texts with commas do: see `valuma.loaders.survey_files.joined_answers.by_comma` for when a column
    is taken apart.
    """
    columns, headings, above = read_headed(table)
    raw = RawSurvey(
        file=table.file,
        format="Google Forms export",
        values=frame_of(columns),
        variables=columns.variables(headings),
        states=columns.states,
        documents=above,
        language=_TIMESTAMP.get(tidy(next(iter(columns.values), "")).casefold(), ""),
        report=table.report,
    )
    unverified(raw.report, raw.file, "Google Forms")
    take_apart(raw, by_comma, list(raw.values.columns[1:]))
    turn_tick_groups(raw)
    return raw
