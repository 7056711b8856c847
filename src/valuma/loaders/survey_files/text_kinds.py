"""Which tool wrote a text or a sheet of answers, by its content, and its reader."""

from __future__ import annotations

from typing import Literal

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.delimited import TextTable, plain_survey
from valuma.loaders.survey_files.excel import SheetTable
from valuma.loaders.survey_files.forms import is_forms, read_forms
from valuma.loaders.survey_files.google_forms import is_google_forms, read_google_forms
from valuma.loaders.survey_files.header_rows import find_header
from valuma.loaders.survey_files.limesurvey import read_limesurvey
from valuma.loaders.survey_files.limesurvey_headings import is_limesurvey
from valuma.loaders.survey_files.lss import read_lss
from valuma.loaders.survey_files.lss_overlay import overlay_lss
from valuma.loaders.survey_files.qualtrics import is_qualtrics, read_qualtrics
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.redcap import (
    is_dictionary,
    is_redcap,
    overlay_dictionary,
    read_dictionary,
    read_redcap,
)
from valuma.loaders.survey_files.stated_columns import StatedColumns
from valuma.loaders.survey_files.table import Table
from valuma.loaders.survey_files.ticks import turn_tick_groups
from valuma.loaders.survey_files.webropol import is_webropol, read_webropol
from valuma.schema.problems import StudyError, nearest
from valuma.survey.load_report import LoadReport

TextKind = Literal["limesurvey", "webropol", "forms", "qualtrics", "redcap", "google-forms", "plain"]

#: Beginnings of archives and of Excel's older files, which the guards of spreadsheets look at.
_BOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_READERS = {
    "limesurvey": read_limesurvey,
    "webropol": read_webropol,
    "forms": read_forms,
    "qualtrics": read_qualtrics,
    "redcap": read_redcap,
    "google-forms": read_google_forms,
}


def sniff(data: bytes, file: str) -> TextKind | None:
    r"""Name the tool that wrote a text or a sheet of answers.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.

    Returns
    -------
    str or None
        ``limesurvey``, ``webropol``, ``forms``, ``qualtrics``, ``redcap``, ``google-forms``, ``plain`` for any other
        table; None for what is no table.

    Examples
    --------
    >>> sniff(b"Tunnus;Aloitusaika;Valmistumisaika;Kuntanne\n1;;;Oulu\n", "a.csv"), sniff(b"id;q1\n1;2\n", "a.csv")
    ('forms', 'plain')
    >>> sniff(b"PK\x03\x04", "a.xlsx") is None
    True
    """
    try:
        return kind_of_table(open_table(data, file, LoadReport()))
    except StudyError:
        return None


def open_table(data: bytes, file: str, report: LoadReport, sheet: str | None = None) -> Table:
    """Open a text or a sheet without reading its answers.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.
    report : LoadReport
        Grows by what was met.
    sheet : str, optional
        Sheet of a workbook.

    Raises
    ------
    StudyError
        The file is neither, or damaged, hostile or empty.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise unusable(file, "an empty file", "answers, or at least a header")
    if data.startswith(_BOOKS):
        return SheetTable(data, file, report, sheet)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"%pdf", b"{\\rtf")):
        found = "a web page or XML" if start.startswith(b"<") else "a document"
        raise unusable(file, found, "a table of answers", hint="export the answers as CSV or Excel")
    return TextTable(data, file, report)


def kind_of_table(table: Table) -> TextKind:
    """Name the tool that wrote a table, by its first rows."""
    rows = [row for row in table.head if any(cell.strip() for cell in row)]
    if not rows:
        return "plain"
    if is_qualtrics(rows):
        return "qualtrics"
    first = table.head[find_header(table.head).first]
    if is_limesurvey(first):
        return "limesurvey"
    if is_forms(first):
        return "forms"
    if is_redcap(first):
        return "redcap"
    if is_google_forms(first):
        return "google-forms"
    return "webropol" if is_webropol(rows, table.file) else "plain"


def read_text_survey(
    data: bytes,
    file: str,
    *,
    kind: TextKind | None = None,
    codebook: tuple[bytes, str] | None = None,
    sheet: str | None = None,
    stated: StatedColumns | None = None,
) -> RawSurvey:
    r"""Read a text or a sheet of answers, whichever tool wrote it.

    Parameters
    ----------
    data : bytes
        A ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file.
    file : str
        Its name.
    kind : str, optional
        The tool; found from the content where it is not given.
    codebook : tuple of bytes and str, optional
        Content and name of the tool's own codebook: the structure of a LimeSurvey survey (``.lss``), or a data
        dictionary of REDCap (``.csv``).
    sheet : str, optional
        Sheet of a workbook; by default the visible one with the most cells.
    stated : StatedColumns, optional
        Columns of which a codebook states what they hold.

    Returns
    -------
    RawSurvey

    Raises
    ------
    StudyError
        The file is no table, or damaged, hostile or empty; `kind` is no tool.

    Notes
    -----
    Readers of Webropol, Microsoft Forms, Google Forms, Qualtrics and REDCap were written from descriptions. They say so
    in the report of every load.

    Examples
    --------
    >>> raw = read_text_survey(b"id;forums[a];forums[b]\n1;x;\n2;;x\n3;;\n", "answers.csv")
    >>> raw.values["forums[a]"].tolist()
    [1.0, 0.0, nan]
    """
    report = LoadReport()
    if kind is not None and kind != "plain" and kind not in _READERS:
        raise unusable(file, f"the kind {kind!r}", "a tool that is known", hint=nearest(kind, [*_READERS, "plain"]))
    table = open_table(data, file, report, sheet)
    table.stated = stated or StatedColumns()
    if kind is None:
        kind = kind_of_table(table)
    if kind == "plain":
        if is_dictionary(table.head[0] if table.head else []):
            raise unusable(file, "a data dictionary of REDCap", "answers", hint="give it as codebook=")
        raw = plain_survey(table, "spreadsheet" if isinstance(table, SheetTable) else "text table")
        turn_tick_groups(raw)
    else:
        raw = _READERS[kind](table)
    return raw if codebook is None else overlay_tool_codebook(raw, *codebook)


def overlay_tool_codebook(raw: RawSurvey, data: bytes, file: str) -> RawSurvey:
    """Give answers the words of the codebook of the tool that they come from.

    Parameters
    ----------
    raw : RawSurvey
        The answers; they change.
    data : bytes
        A ``.lss`` file, or a data dictionary of REDCap.
    file : str
        Its name.

    Raises
    ------
    StudyError
        It is neither, or damaged.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return overlay_lss(raw, read_lss(data, file))
    return overlay_dictionary(raw, read_dictionary(data, file))
