"""What coders wrote: read back, checked against texts and codes, all problems at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from valuma.formats.formula_text import unsafe_text
from valuma.formats.workbook.reading import Cell, Sheet, Workbook, read_workbook
from valuma.loaders.open_answers.sheets import heading_keys
from valuma.schema.problems import Problems, nearest
from valuma.survey.agreement import NONE
from valuma.survey.open_answers import CodeFrame

_BETWEEN = re.compile(r"[;,\n]")
_FILE = "what the coders wrote"


@dataclass(frozen=True, eq=False)
class Codings:
    """Codes that coders gave to texts.

    Parameters
    ----------
    frame : DataFrame
        One row a text, coder and code: ``unit`` (identifier of the text), ``coder``, ``code``, ``remark``; the code is
        ``none`` where the coder wrote so. What was not coded has no row.
    report : Problems
        Texts that a coder has not coded yet, and other remarks; never errors.
    """

    frame: pd.DataFrame
    report: Problems = field(default_factory=Problems)

    def __repr__(self) -> str:
        units, coders = self.frame["unit"].nunique(), self.frame["coder"].nunique()
        return f"<Codings: {units} texts, {coders} coders, {len(self.frame)} codes>"


def read_codings(files: Mapping[str, str | os.PathLike[str]], texts: pd.DataFrame, frame: CodeFrame) -> Codings:
    """Read the sheets of coders.

    Parameters
    ----------
    files : mapping of str to path
        File of each coder: a workbook or a CSV file made by `export_open_answers`, filled in.
    texts : DataFrame
        As returned by `open_texts` with the seed and secret of the export.
    frame : CodeFrame
        Codes; they may be written in other capitals, several in a cell with semicolons or commas.

    Returns
    -------
    Codings

    Raises
    ------
    StudyError
        Unknown identifiers, texts that are there twice, codes that the frame does not have (with the nearest one),
        codes beside ``none``, a file without the columns; all problems of all files at once.
    """
    problems = Problems()
    variable = dict(zip(texts["id"], texts["variable"], strict=True))
    rows: list[tuple[str, str, str, str]] = []
    for coder, path in files.items():
        workbook = read_workbook(path)
        problems.extend(workbook.notes)
        rows += _of_coder(coder, workbook, variable, frame, problems)
    problems.raise_if_errors(f"{_FILE} cannot be used")
    return Codings(pd.DataFrame(rows, columns=["unit", "coder", "code", "remark"]), problems)


def _of_coder(
    coder: str, workbook: Workbook, variable: Mapping[str, str], frame: CodeFrame, problems: Problems
) -> list[tuple[str, str, str, str]]:
    found = _find_header(workbook)
    if found is None:
        problems.error(workbook.file, "no sheet with identifiers and codes", "a sheet of the export, filled in")
        return []
    sheet, start, columns = found
    seen, rows = dict[str, int](), list[tuple[str, str, str, str]]()
    empty = 0
    for place, cells in enumerate(sheet.rows[start + 1 :], start=start + 1):
        line = sheet.row_number(place)
        key = _text(cells[columns["id"][0]]).casefold()
        written = [(_text(cells[k]), k) for k in columns["code"] if _text(cells[k])]
        remark = "; ".join(_text(cells[k]) for k in columns.get("remark", []) if _text(cells[k]))
        if not key and not written:
            continue
        if key not in variable:
            near = nearest(key, variable)
            hint = near if near.startswith("did") else "another seed or key at the export, or the answer was changed"
            problems.error(workbook.file, f"the identifier {key!r}", "one of the export", row=line, hint=hint)
            continue
        if key in seen:
            problems.error(workbook.file, f"the identifier {key!r} again", f"once (row {seen[key]})", row=line)
            continue
        seen[key] = line
        codes = _codes(written, frame.of(variable[key]), workbook.file, sheet, place, problems)
        empty += not written
        rows += [(key, coder, code, remark) for code in codes]
    _say_what_is_open(workbook.file, coder, empty, len(variable) - len(seen), problems)
    return rows


def _find_header(workbook: Workbook) -> tuple[Sheet, int, dict[str, list[int]]] | None:
    """Return the sheet of the answers, its row of headings and the columns of each kind."""
    for sheet in workbook.sheets:
        for start, row in enumerate(sheet.rows[:20]):
            columns: dict[str, list[int]] = {}
            for place, cell in enumerate(row):
                if key := heading_keys(_text(cell)):
                    columns.setdefault(key, []).append(place)
            if "id" in columns and "code" in columns:
                return sheet, start, columns
    return None


def _codes(
    written: list[tuple[str, int]], allowed: tuple[str, ...], file: str, sheet: Sheet, place: int, problems: Problems
) -> list[str]:
    """Return the codes of one text; what is none is a problem with the nearest one."""
    by_word = {code.casefold(): code for code in (*allowed, NONE)}
    codes = list[str]()
    for text, column in written:
        for word in filter(None, (part.strip() for part in _BETWEEN.split(text))):
            if word.casefold() in by_word:
                codes.append(by_word[word.casefold()])
                continue
            where = sheet.place(place, column)
            problems.error(file, repr(word), "a code of the frame", column=where, hint=nearest(word, (*allowed, NONE)))
    codes = list(dict.fromkeys(codes))
    if NONE in codes and len(codes) > 1:
        other = next(code for code in codes if code != NONE)
        problems.error(file, f"{NONE!r} beside {other!r}", "codes, or none", row=sheet.row_number(place))
    return codes


def _say_what_is_open(file: str, coder: str, empty: int, absent: int, problems: Problems) -> None:
    if empty:
        problems.warning(file, f"{empty:,} texts without a code", "a code or none", hint=f"not coded yet by {coder}")
    if absent:
        problems.warning(file, f"{absent:,} texts fewer than exported", "all texts", hint=f"not coded by {coder}")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return unsafe_text(text).strip()
