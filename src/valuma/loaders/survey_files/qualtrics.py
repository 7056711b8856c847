"""Exports of Qualtrics; written from descriptions, no real export was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from valuma.loaders.survey_files.forms import unverified
from valuma.loaders.survey_files.header_rows import Header, tidy
from valuma.loaders.survey_files.joined_answers import by_code, take_apart
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.loaders.survey_files.ticks import turn_tick_groups
from valuma.survey.blocks import Block
from valuma.survey.reasons import Reason

_IMPORT = re.compile(r'\{\s*"ImportId"\s*:', re.IGNORECASE)
_OWN = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished", "recordeddate",
     "responseid", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference", "locationlatitude",
     "locationlongitude", "distributionchannel", "userlanguage"}
)  # fmt: skip
_SEVERAL = re.compile(r"\d{1,4}(?:,\d{1,4})+")
_TEXT = re.compile(r"^(?P<question>.+?)(?:_\d+)?_TEXT$")
#: What "recode seen but unanswered questions" writes.
_SEEN = -99.0


def is_qualtrics(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first rows of a table are the header of Qualtrics.

    Examples
    --------
    >>> is_qualtrics([["Q1"], ["Which?"], ['{"ImportId":"QID1"}']]), is_qualtrics([["id", "q1"], ["1", "2"]])
    (True, False)
    """
    if any(_IMPORT.search(cell) for row in rows[:4] for cell in row):
        return True
    return bool(rows) and len({tidy(cell).casefold() for cell in rows[0]} & _OWN) >= 4


def read_qualtrics(table: Table) -> RawSurvey:
    """Read an export of Qualtrics.

    Parameters
    ----------
    table : Table
        A text or a sheet with header rows of names, texts and ``{"ImportId": …}``; older exports lack the last one.

    Returns
    -------
    RawSurvey
        Variables named by the first row, labelled by the second. Cells such as ``1,3`` become a column an option.

    Notes
    -----
    Not verified on a real export; the report of every load says so. Where -99 occurs, "recode seen but unanswered
    questions" was chosen at export: -99 is not answered, and blank is not shown.
    """
    rows = table.head
    ids = next((k for k, row in enumerate(rows[:4]) if any(_IMPORT.search(cell) for cell in row)), None)
    header = Header(0, 2 if ids is None else ids + 1)
    names = [tidy(cell) for cell in rows[0]]
    texts = [tidy(cell) for cell in rows[1]] if len(rows) > 1 else []
    # 1,3 means two answers here, never a number.
    several = frozenset(
        name for k, name in enumerate(names) if any(len(row) > k and _SEVERAL.fullmatch(row[k].strip()) for row in rows)
    )
    columns, _, _ = read_headed(table, header, headings=names, as_text=several, decimal_comma=False)
    labels = dict(zip(names, texts, strict=False))
    raw = RawSurvey(
        file=table.file,
        format="Qualtrics export",
        values=frame_of(columns),
        variables=columns.variables({name: labels.get(name) or name for name in columns.values}),
        states=columns.states,
        report=table.report,
    )
    unverified(raw.report, raw.file, "Qualtrics")
    _seen_but_unanswered(raw)
    _texts(raw)
    own = [name for name in raw.values.columns if name.casefold() in _OWN]
    take_apart(raw, by_code, [name for name in raw.values.columns if name not in own])
    turn_tick_groups(raw)
    return raw


def _seen_but_unanswered(raw: RawSurvey) -> None:
    seen = [name for name, column in raw.values.items() if column.dtype.kind == "f" and (column == _SEEN).any()]
    seen += [name for name, column in raw.values.items() if column.dtype.kind == "O" and (column == "-99").any()]
    if not seen:
        return
    for name, column in raw.values.items():
        if str(name).casefold() in _OWN:
            continue
        unanswered = (column == _SEEN) if column.dtype.kind == "f" else (column == "-99")
        unanswered = unanswered.fillna(False).astype(bool)
        blank = column.isna() & ~unanswered
        words = pd.Series(None, index=column.index, dtype=object)
        words = words.mask(unanswered, str(Reason.NOT_ANSWERED)).mask(blank, str(Reason.NOT_SHOWN))
        raw.states[str(name)] = words
        raw.values[name] = column.mask(unanswered)
    done = "-99 read as not answered, blank cells as not shown"
    raw.report.note(raw.file, "-99 for questions that were seen and not answered", done)


def _texts(raw: RawSurvey) -> None:
    """Texts behind an option: ``Q1_4_TEXT`` belongs to ``Q1``."""
    for name in raw.values.columns:
        found = _TEXT.match(name)
        if found and raw.values[name].dtype.kind not in "fM":
            raw.variables[name] = replace(raw.variables[name], kind="text", labels={})
            raw.fixed_kinds |= {name}
            label = raw.variables[name].label
            of = found["question"]
            raw.blocks.append(Block(name, "other-specify", label, (name,), None, "the header …_TEXT", of))
