"""Sheets for coders: the texts with room for codes, and the frame of codes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from valuma.formats.workbook.sheet_names import sheet_names
from valuma.formats.workbook.tables import ColumnOut, SheetOut, Value
from valuma.survey.agreement import NONE
from valuma.survey.open_answers import CodeFrame
from valuma.texts import LANGUAGES, message

#: Codes of one text that have a column; more go into one cell with semicolons.
SLOTS = 3
_TEXT_WIDTH, _QUESTION_WIDTH = 60.0, 30.0


def answer_sheet(texts: pd.DataFrame, frame: CodeFrame, lang: str) -> SheetOut:
    """Return the sheet of one coder.

    Parameters
    ----------
    texts : DataFrame
        ``id``, ``variable``, ``question``, ``text`` in the coder's order, masked.
    frame : CodeFrame
        Codes for the drop-down lists.
    lang : {"fi", "sv", "en"}
        Language of headings and notes.

    Returns
    -------
    SheetOut
    """
    options = {name: (*frame.of(name), NONE) for name in dict.fromkeys(texts["variable"])}
    alike = len(set(options.values())) == 1
    shared = next(iter(options.values())) if alike else ()
    columns = [
        ColumnOut("id", heading("id", lang), number_format="@"),
        ColumnOut("question", heading("question", lang), width=_QUESTION_WIDTH),
        ColumnOut("text", heading("text", lang), width=_TEXT_WIDTH, number_format="@"),
        *(
            ColumnOut(f"code_{place}", f"{heading('code', lang)} {place}", choices=shared, open_choices=True)
            for place in range(1, SLOTS + 1)
        ),
        ColumnOut("remark", heading("remark", lang), width=_QUESTION_WIDTH),
    ]
    rows: list[Sequence[Value]] = [
        [row["id"], row["question"], row["text"], *[None] * (SLOTS + 1)] for row in texts.to_dict("records")
    ]
    choices = {}
    if not alike:
        names = texts["variable"].tolist()
        choices = {(row, 3 + slot): options[name] for row, name in enumerate(names) for slot in range(SLOTS)}
    notes = [message(f"open-answers-note-{number}", lang, **_values(number)) for number in (1, 2, 3)]
    name = sheet_names([message("open-answers-sheet", lang)])[0]
    title = message("open-answers-title", lang)
    return SheetOut(name, columns, rows, notes=notes, title=title, freeze_columns=1, row_choices=choices)


def code_sheet(frame: CodeFrame, lang: str) -> SheetOut:
    """Return the sheet with the frame of codes."""
    columns = [ColumnOut(key, heading(key, lang)) for key in ("code", "label", "covers", "question")]
    rows: list[Sequence[Value]] = [[one.code, one.label(lang), one.covers, one.question] for one in frame]
    rows.append([NONE, message("open-answers-none", lang), "", ""])
    return SheetOut(sheet_names([message("open-answers-codes-sheet", lang)])[0], columns, rows)


def heading(key: str, lang: str) -> str:
    """Return the heading of a column of the sheets."""
    return message(f"open-answers-{key}", lang)


def heading_keys(text: str) -> str:
    """Return which column of the answers a heading means, in whatever language; empty where none.

    Examples
    --------
    >>> heading_keys("Koodi 2"), heading_keys("code 1"), heading_keys("Vuosi")
    ('code', 'code', '')
    """
    plain = " ".join(text.split()).casefold().rstrip("0123456789 ")
    for key in ("id", "question", "text", "code", "remark"):
        if any(plain == heading(key, lang).casefold() for lang in LANGUAGES):
            return key
    return ""


def _values(number: int) -> dict[str, object]:
    return {"none": NONE} if number == 2 else {}
