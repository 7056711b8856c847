"""Export of open answers: a file a coder, without identifiers, in random order."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from valuma.formats.csv_text import csv_bytes
from valuma.formats.files import write_together
from valuma.formats.values import canonical
from valuma.formats.workbook.tables import SheetOut
from valuma.formats.workbook.writing import workbook_bytes
from valuma.loaders.open_answers.masking import Masked, masked
from valuma.loaders.open_answers.sheets import answer_sheet, code_sheet
from valuma.schema.problems import ValumaError, nearest
from valuma.survey.open_answers import CodeFrame, in_random_order, open_texts
from valuma.survey.survey import Survey
from valuma.texts import LANGUAGES, message

_CODER = re.compile(r"[\w-]{1,30}")


@dataclass(frozen=True, eq=False)
class OpenExport:
    """What was written for coders.

    Parameters
    ----------
    files : tuple of Path
        One a coder, and the one with the codes beside CSV files.
    texts : int
        Number of texts.
    masked : DataFrame
        ``id``, ``variable``, ``taken_out``, ``doubt`` of the texts in which something was found; never the text.
    """

    files: tuple[Path, ...]
    texts: int
    masked: pd.DataFrame

    def __repr__(self) -> str:
        return f"<OpenExport: {self.texts} texts, {len(self.files)} files, {len(self.masked)} texts with findings>"


def export_open_answers(
    survey: Survey,
    folder: str | os.PathLike[str],
    frame: CodeFrame,
    *,
    names: Sequence[str] | None = None,
    coders: Sequence[str] = ("a", "b"),
    lang: str | None = None,
    form: Literal["xlsx", "csv"] = "xlsx",
    known: Collection[str] = (),
    secret: bytes = b"",
    seed: int = 0,
) -> OpenExport:
    """Write the open answers of a survey for coders.

    Parameters
    ----------
    survey : Survey
        With answers.
    folder : path
        Where ``open-answers-<coder>.xlsx`` shall stand; existing files of these names are replaced.
    frame : CodeFrame
        Codes for the drop-down lists.
    names : sequence of str, optional
        Variables; by default all open answers.
    coders : sequence of str, default ("a", "b")
        Short names of the coders; each has an order of their own.
    lang : {"fi", "sv", "en"}, optional
        Language of the sheets; by default that of the survey.
    form : {"xlsx", "csv"}, default "xlsx"
        Workbooks, or CSV files with the codes in a file beside them.
    known : collection of str
        Names that are not persons, case-folded.
    secret : bytes
        Key of the identifiers, the same for reading back.
    seed : int, default 0
        Of order and identifiers, the same for reading back.

    Returns
    -------
    OpenExport

    Raises
    ------
    ValumaError
        There are no open answers, a code is for a question that has none, or a name of a coder cannot be one of a file.

    Notes
    -----
    No token, organisation, date or number of a row leaves; texts are masked by `masked`. Texts that start like a
    formula get an apostrophe. All files are written or none. The same arguments give the same bytes.
    """
    folder, lang = Path(folder), lang or survey.settings.language
    if lang not in LANGUAGES or form not in ("xlsx", "csv"):
        raise ValumaError(
            f"lang is {lang!r} and form {form!r}; expected one of {', '.join(LANGUAGES)}, and xlsx or csv"
        )
    _check_coders(coders)
    texts = open_texts(survey, names, lang=lang, secret=secret, seed=seed)
    _check_questions(frame, texts)
    findings = masked_texts(survey, texts, known)
    texts = texts.assign(text=[finding.text for finding in findings])
    contents = {}
    for coder in coders:
        sheet = answer_sheet(in_random_order(texts, coder, seed=seed), frame, lang)
        codes, stem = code_sheet(frame, lang), f"open-answers-{coder}"
        if form == "csv":
            contents[folder / f"{stem}.csv"] = csv_bytes(_table(sheet))
            contents[folder / "open-answers-codes.csv"] = csv_bytes(_table(codes))
        else:
            title = message("open-answers-title", lang)
            contents[folder / f"{stem}.xlsx"] = workbook_bytes([sheet, codes], title=title, language=lang)
    rows = [
        (key, name, "; ".join(finding.taken_out), finding.doubt)
        for key, name, finding in zip(texts["id"], texts["variable"], findings, strict=True)
        if finding.taken_out or finding.doubt
    ]
    found = pd.DataFrame(rows, columns=["id", "variable", "taken_out", "doubt"])
    return OpenExport(tuple(write_together(contents)), len(texts), found)


def masked_texts(survey: Survey, texts: pd.DataFrame, known: Collection[str] = ()) -> list[Masked]:
    """Return each text of a frame of `open_texts` without personal data and the respondent's own organisation."""
    columns = [name for name in (survey.settings.organisation, survey.settings.respondent) if name]
    own = survey.answers.loc[texts["respondent"], columns].astype(object)
    return [
        masked(text, [str(cell) for cell in row if not pd.isna(cell)], known)
        for text, row in zip(texts["text"], own.to_numpy().tolist(), strict=True)
    ]


def _table(sheet: SheetOut) -> pd.DataFrame:
    names = [column.heading for column in sheet.columns]
    table = pd.DataFrame(list(sheet.rows), columns=names, dtype=object)
    return pd.DataFrame({name: canonical(table[name], name) for name in names})


def _check_coders(coders: Sequence[str]) -> None:
    if isinstance(coders, str) or not coders:
        raise ValumaError("coders is a list of short names, such as ('a', 'b')")
    for place, coder in enumerate(coders):
        if not _CODER.fullmatch(coder):
            raise ValumaError(f"the coder {coder!r}: expected letters, digits and hyphens, for the name of a file")
        if coder.casefold() in {other.casefold() for other in coders[:place]}:
            raise ValumaError(f"the coder {coder!r} is there twice")


def _check_questions(frame: CodeFrame, texts: pd.DataFrame) -> None:
    questions = set(texts["variable"])
    for one in frame:
        if one.question and one.question not in questions:
            hint = nearest(one.question, questions)
            raise ValumaError(
                f"the code {one.code!r} is for {one.question!r}, which has no texts" + (f"; {hint}" if hint else "")
            )
    for name in sorted(questions):
        if not frame.of(name):
            raise ValumaError(f"there is no code for texts of {name!r}")
