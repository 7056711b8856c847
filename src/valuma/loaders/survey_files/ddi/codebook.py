"""What a DDI codebook holds of a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, Variable
from valuma.survey.load_report import LoadReport

#: How a codebook of our own says that there is no weight.
NO_WEIGHT = "No weight variable."


@dataclass(frozen=True)
class DataFile:
    """A data file that a codebook describes.

    Parameters
    ----------
    id, name : str
        Identifier in the codebook, and name of the file.
    cases, variables : int, optional
        How many it holds, where the codebook says.
    """

    id: str
    name: str = ""
    cases: int | None = None
    variables: int | None = None


@dataclass
class DdiCodebook:
    """A DDI codebook of version 2, as far as it is about variables.

    Parameters
    ----------
    file : str
        Its name.
    variables : dict of str to Variable
        By name; a name that several data files share stands here as the first of them has it.
    by_file : dict of str to dict of str to Variable
        By identifier of the data file; under an empty one what names no file.
    blocks : list of Block
        Groups of variables that were asked as one question.
    weight : str
        Variable of the weight; empty where none is known.
    documents : list of str
        What is said of sampling and weights.
    language : str
        Language of the labels.
    title : mapping of str to str
        Title of the study by language.
    study_id : str
        Identifier of the study.
    files : list of DataFile
        Data files that are described.
    counts : dict of str to mapping of code to int
        How often each code occurs, where the codebook says: by name of the variable.
    report : LoadReport
        What was met.
    """

    file: str
    variables: dict[str, Variable] = field(default_factory=dict)
    by_file: dict[str, dict[str, Variable]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    weight: str = ""
    documents: list[str] = field(default_factory=list)
    language: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    study_id: str = ""
    files: list[DataFile] = field(default_factory=list)
    counts: dict[str, Mapping[Code, int]] = field(default_factory=dict)
    report: LoadReport = field(default_factory=LoadReport)

    def __repr__(self) -> str:
        return f"<DdiCodebook {self.study_id or self.file}: {len(self.variables)} variables, {len(self.blocks)} groups>"
