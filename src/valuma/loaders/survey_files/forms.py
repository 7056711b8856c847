"""Exports of Microsoft Forms; written from descriptions, no real export was read."""

from __future__ import annotations

from collections.abc import Sequence

from valuma.loaders.survey_files.excel import excel_days
from valuma.loaders.survey_files.header_rows import tidy
from valuma.loaders.survey_files.joined_answers import by_semicolon, take_apart
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.loaders.survey_files.ticks import turn_tick_groups
from valuma.survey.load_report import LoadReport

#: First columns in the language of the one who exported: identifier, start, completion, e-mail, name, last change.
_ID = frozenset({"id", "tunnus", "tunniste"})
_START = {"start time": "en", "aloitusaika": "fi", "alkamisaika": "fi", "starttid": "sv"}
_END = {
    "completion time": "en",
    "valmistumisaika": "fi",
    "päättymisaika": "fi",
    "slutförandetid": "sv",
    "tid för slutförande": "sv",
}
_OTHERS = frozenset(
    {"email", "sähköposti", "sähköpostiosoite", "e-post", "e-postadress", "name", "nimi", "namn", "last modified time",
     "viimeksi muokattu", "viimeisin muokkausaika", "senast ändrad", "language", "kieli", "språk"}
)  # fmt: skip


def is_forms(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table is the header of Microsoft Forms.

    Examples
    --------
    >>> is_forms(["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi", "Kuntanne"]), is_forms(["ID", "q1"])
    (True, False)
    """
    found = [tidy(cell).casefold() for cell in cells[:8]]
    return any(cell in _START for cell in found) and any(cell in _END for cell in found)


def read_forms(table: Table) -> RawSurvey:
    """Read an export of Microsoft Forms.

    Parameters
    ----------
    table : Table
        A sheet or a text; headings are the questions.

    Returns
    -------
    RawSurvey
        A question of which several answers can be chosen becomes a column an option.

    Notes
    -----
    Not verified on a real export; the report of every load says so. Expected are cells such as ``a;b;`` for several
    answers with what was written behind "other" among them, and a column a row for Likert questions.
    """
    columns, headings, above = read_headed(table)
    raw = RawSurvey(
        file=table.file,
        format="Microsoft Forms export",
        values=frame_of(columns),
        variables=columns.variables(headings),
        states=columns.states,
        documents=above,
        report=table.report,
    )
    unverified(raw.report, raw.file, "Microsoft Forms")
    raw.language = next((lang for name in raw.values.columns for lang in [_word(_START, name)] if lang), raw.language)
    for name in raw.values.columns:
        if (_word(_START, name) or _word(_END, name)) and raw.values[name].dtype.kind == "f":
            raw.values[name] = excel_days(raw.values[name])
            raw.variables[name] = type(raw.variables[name])(name, raw.variables[name].label, "date")
            raw.report.note(f"{raw.file}, {name}", "dates held as numbers of days", "read as dates")
    own = _ID | _OTHERS | set(_START) | set(_END)
    take_apart(raw, by_semicolon, [name for name in raw.values.columns if tidy(name).casefold() not in own])
    turn_tick_groups(raw)
    return raw


def unverified(report: LoadReport, file: str, tool: str) -> None:
    """Say that a reader was never tried on a real export."""
    report.warning(
        file,
        f"an export of {tool}, whose form is known from descriptions only",
        "read as unverified: compare the number of answers and a few respondents with the tool itself",
    )


def _word(words: dict[str, str], name: object) -> str:
    return words.get(tidy(str(name)).casefold(), "")
