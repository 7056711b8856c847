"""Correction forms as they come back: written by the library, filled in by a test."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from valuma.formats.workbook.reading import read_workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut, workbook_bytes
from valuma.texts import message

#: Column of each answer, counted from 0, as the form is written.
FACTS = {"correct": 4, "corrected": 5, "remark": 7}
MEMBERS = {"still": 5, "right_role": 6, "right_years": 7, "remark": 8}
_KEY = re.compile(r"[A-Z]\d*")
_ABOUT, _FACTS, _MEMBERS, _NEW = range(4)


def fill_in(
    form: Path,
    out: Path,
    answers: Mapping[str, Mapping[str, Any]],
    *,
    new: Sequence[Sequence[Any]] = (),
    date: Any = None,
    organisation: str | None = None,
    rest: Any = None,
) -> Path:
    """Write a copy of a form with answers by key of the line; `rest` is the answer on every other line."""
    sheets = []
    for position, sheet in enumerate(read_workbook(form).sheets):
        rows = [list(row) for row in sheet.rows]
        width = max((len(row) for row in rows), default=1)
        rows = [row + [None] * (width - len(row)) for row in rows]
        if position == _ABOUT and date is not None:
            next(row for row in rows if str(row[0]).startswith(("Päivä", "Dag (", "Day (")))[1] = date
        if position == _ABOUT and organisation is not None:
            label = {message("case-form-organisation", lang) for lang in ("fi", "sv", "en")}
            next(row for row in rows if str(row[0]) in label)[1] = organisation
        for row in rows if position in (_FACTS, _MEMBERS) else ():
            columns = FACTS if position == _FACTS else MEMBERS
            for name, value in answers.get(str(row[0]), {}).items():
                row[columns[name]] = value
            if rest is not None and str(row[0]) not in answers and _KEY.fullmatch(str(row[0])):
                row[columns["correct" if position == _FACTS else "still"]] = rest
        if position == _NEW:
            rows += [[*row, *[None] * (width - len(row))] for row in new]
        head, *body = rows
        columns = [ColumnOut(str(k), str(cell or "")) for k, cell in enumerate(head)]
        sheets.append(SheetOut(sheet.name, columns, body, hidden=sheet.hidden))
    out.write_bytes(workbook_bytes(sheets, title="filled in"))
    return out
