"""What every reader of survey files returns: cells as the file holds them and what the file says of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from valuma.survey.blocks import Block
from valuma.survey.codebook import Variable
from valuma.survey.load_report import LoadReport


@dataclass
class RawSurvey:
    """A file of answers before missing codes are taken out and blocks are looked for.

    Parameters
    ----------
    file : str
        Name of the file, for reports and errors.
    format : str
        What it is, in words: ``"SPSS system file"``, ``"LimeSurvey export"``.
    values : DataFrame
        A row a respondent, ``RangeIndex``. Numbers ``float64``, texts ``str`` or ``object`` of str, dates
        ``datetime64``. User-missing codes still stand in it as values; NaN, None and an empty text are missing.
    variables : dict of str to Variable
        What the file says of each column of `values`, in their order; ``kind`` may be a first guess from the type.
    letters : dict of str to Series
        By variable: the letter (``".a"``) of cells that the file marks as missing with a letter, else missing.
    states : dict of str to Series
        By variable: the word of `Reason`, or the text of one of the variable's missing rules, for cells of which the
        reader knows why they are empty; else missing.
    weight : str
        Variable that the file names as its weight; empty where it names none.
    blocks : list of Block
        Blocks that the file itself records.
    documents : list of str
        Remarks stored in the file.
    language : str
        Language of the labels where the file tells; else empty.
    fixed_kinds : frozenset of str
        Variables whose kind the file states, so that nothing is guessed.
    report : LoadReport
        What was met.
    """

    file: str
    format: str
    values: pd.DataFrame
    variables: dict[str, Variable]
    letters: dict[str, pd.Series] = field(default_factory=dict)
    states: dict[str, pd.Series] = field(default_factory=dict)
    weight: str = ""
    blocks: list[Block] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    language: str = ""
    fixed_kinds: frozenset[str] = frozenset()
    report: LoadReport = field(default_factory=LoadReport)
