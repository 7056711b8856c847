"""The frame of codes, as people write it: a table with a row a code."""

from __future__ import annotations

import os
from collections.abc import Collection

from valuma.formats.formula_text import unsafe_text
from valuma.formats.workbook.reading import Cell, Sheet, read_workbook
from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problems, nearest
from valuma.schema.vocabularies import Language
from valuma.survey.agreement import NONE
from valuma.survey.open_answers import Code, CodeFrame

_LANGUAGES = tuple(str(language) for language in Language)
_COLUMNS = ("code", *_LANGUAGES, "covers", "question")


def read_code_frame(path: str | os.PathLike[str], questions: Collection[str] = ()) -> CodeFrame:
    r"""Read a frame of codes from a workbook or a CSV file.

    Parameters
    ----------
    path : path
        First sheet with the columns ``code`` (needed), ``fi``, ``sv``, ``en`` (what it is called), ``covers`` (what
        falls under it), ``question`` (variable it is for; empty for all).
    questions : collection of str
        Variables that may be named; any where it is empty.

    Returns
    -------
    CodeFrame

    Raises
    ------
    StudyError
        Unknown columns, codes that are empty, there twice or ``none``, unknown questions; all problems at once.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "codes.csv"
    >>> _ = path.write_text("code,fi,covers\nraha,Rahan puute,myös avustukset\n", encoding="utf-8")
    >>> read_code_frame(path)
    <CodeFrame: raha>
    """
    workbook = read_workbook(path)
    problems, file = Problems(), workbook.file
    sheet = next((sheet for sheet in workbook.sheets if sheet.rows), None)
    if sheet is None:
        problems.error(file, "no rows", f"a header: {', '.join(_COLUMNS)}")
        problems.raise_if_errors(f"{file} is no frame of codes")
    assert sheet is not None
    codes = _codes(sheet, file, questions, problems)
    problems.raise_if_errors(f"{file} is no frame of codes")
    return CodeFrame(codes)


def _codes(sheet: Sheet, file: str, questions: Collection[str], problems: Problems) -> list[Code]:
    header = [_text(cell).casefold() for cell in sheet.rows[0]]
    line = sheet.row_number(0)
    for name in header:
        if name and name not in _COLUMNS:
            problems.error(
                file, f"the column {name!r}", f"one of {', '.join(_COLUMNS)}", row=line, hint=nearest(name, _COLUMNS)
            )
        if name and header.count(name) > 1:
            problems.error(file, f"the column {name!r} twice", "every column once", row=line)
    if "code" not in header:
        problems.error(file, "no column 'code'", f"a header: {', '.join(_COLUMNS)}", row=line)
    if problems.errors:
        return []
    codes, seen = [], dict[str, set[str]]()
    for place, row in enumerate(sheet.rows[1:], start=1):
        cells = {name: _text(cell) for name, cell in zip(header, row, strict=True) if name}
        if not any(cells.values()):
            continue
        one = Code(
            cells["code"],
            Frozen({lang: cells[lang] for lang in _LANGUAGES if cells.get(lang)}),
            cells.get("covers", ""),
            cells.get("question", ""),
        )
        _check(one, file, sheet.row_number(place), questions, seen, problems)
        codes.append(one)
    if not codes:
        problems.error(file, "no codes", "a row a code")
    return codes


def _check(
    one: Code, file: str, line: int, questions: Collection[str], seen: dict[str, set[str]], problems: Problems
) -> None:
    if not one.code:
        problems.error(file, "an empty cell", "a short word", row=line, column="code")
    elif one.code.casefold() == NONE or ";" in one.code or "," in one.code:
        expected = f"a short word without comma and semicolon, other than {NONE!r}, which is always allowed"
        problems.error(file, repr(one.code), expected, row=line, column="code")
    where = seen.setdefault(one.code.casefold(), set())
    if where and ("" in where or one.question in ("", *where)):
        problems.error(file, f"{one.code!r} a second time", "every code once", row=line, column="code")
    where.add(one.question)
    if one.question and questions and one.question not in questions:
        hint = nearest(one.question, questions)
        problems.error(file, repr(one.question), "a question with open answers", row=line, column="question", hint=hint)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return unsafe_text(text).strip()
