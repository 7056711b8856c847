"""A survey that nobody has answered yet: its codebook and its blocks, and no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from valuma.loaders.survey_files.survey_toml import codebook_of, settings_of
from valuma.loaders.survey_files.variable_names import VariableNames
from valuma.schema.frozen import Frozen
from valuma.survey.blocks import Block, Blocks
from valuma.survey.codebook import Codebook, Variable
from valuma.survey.finding import find_blocks
from valuma.survey.load_report import LoadReport
from valuma.survey.survey import Survey, category_label

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.schema.toml import Toml


def unanswered(
    file: SurveyFile,
    toml: Toml | None = None,
    *,
    invited: pd.DataFrame | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Survey:
    """Return the survey that a ``survey.toml`` describes before there are answers.

    Parameters
    ----------
    file : SurveyFile
        Codebook and settings.
    toml : Toml, optional
        For the lines of errors.
    invited : DataFrame, optional
        Whom the survey is sent to.
    inputs : mapping of str to str, optional
        SHA-256 of every file that was read.

    Returns
    -------
    Survey
        Without rows; ``answered`` is False. Columns have the types that answers will have.

    Raises
    ------
    StudyError
        A block, the weight, the token or a stratum names a variable that is no item.

    Notes
    -----
    Blocks that the file does not state are found as they will be in the answers, from names, headings and labels.
    """
    codebook = codebook_of(file, toml)
    index = pd.RangeIndex(1, 1, name="respondent")
    answers = pd.DataFrame({one.name: _column(one) for one in codebook}, index=index, columns=list(codebook.names))
    reasons = pd.DataFrame(index=index, columns=list(codebook.names), dtype=object)
    blocks, remarks = find_blocks(answers, {one.name: one for one in codebook}, _stated(file, codebook))
    owner = {item: block.name for block in blocks for item in block.items}
    book = Codebook(replace(one, block=owner.get(one.name, "")) for one in codebook)
    report = LoadReport(remarks)
    report.note(file.id, "no answers yet", "the codebook stands alone")
    settings = settings_of(file)
    return Survey(settings, answers, reasons, book, Blocks(blocks), report, invited, Frozen(inputs or {}), form=file)


def _stated(file: SurveyFile, codebook: Codebook) -> list[Block]:
    """Return the blocks that the file states."""
    names = VariableNames(codebook.names)
    blocks = []
    for entry in file.blocks:
        items = tuple(found for item in entry.items if (found := names.find(item)))
        label = getattr(entry, file.language) or entry.fi or entry.sv or entry.en
        counted = float(entry.counted) if isinstance(entry.counted, int) else entry.counted
        blocks.append(
            Block(entry.name, entry.kind, label, items, counted, "survey.toml says so", entry.of, stated=True)
        )
    return blocks


def _column(variable: Variable) -> pd.Series:
    """Return a column without cells, of the type that answers will have."""
    if variable.kind in ("category", "ordered") and variable.codes:
        labels = [category_label(variable.labels, code) for code in variable.codes]
        return pd.Series(pd.Categorical([], categories=labels, ordered=variable.kind == "ordered"))
    dtypes = {"text": "str", "date": "datetime64[ns]", "numeric": "float64"}
    return pd.Series(dtype=dtypes.get(variable.kind, "object"))
