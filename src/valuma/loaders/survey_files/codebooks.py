"""The codebook given beside the answers: ``survey.toml``, DDI, LimeSurvey's structure, that of another survey."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuma.formats.guards import read_bytes, unusable
from valuma.loaders.survey_files.detecting import WORDS, detect
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_columns import StatedColumns, stated_by
from valuma.schema.problems import ValumaError
from valuma.survey.codebook import Codebook
from valuma.survey.load_report import LoadReport

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.schema.toml import Toml


@dataclass(frozen=True)
class GivenCodebook:
    """What the user gave.

    Parameters
    ----------
    file : SurveyFile, optional
        ``survey.toml``.
    toml : Toml, optional
        The text behind it.
    codebook : Codebook, optional
        Codebook of another survey.
    ddi, lss : optional
        Codebook of an archive, or structure of a LimeSurvey survey, as their readers return them.
    table : tuple of bytes and str, optional
        Content and name of a data dictionary of REDCap.
    inputs : mapping of str to str
        SHA-256 of the files that were read.
    report : LoadReport
        What was met in them.
    """

    file: SurveyFile | None = None
    toml: Toml | None = None
    codebook: Codebook | None = None
    ddi: Any = None
    lss: Any = None
    table: tuple[bytes, str] | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    report: LoadReport = field(default_factory=LoadReport)

    @property
    def lays_by_name(self) -> bool:
        """Whether it changes variables one by one, so that it can be laid over pieces of a file."""
        return self.ddi is None and self.lss is None and self.table is None

    @property
    def stated(self) -> StatedColumns:
        """Columns whose cells must stand as they are until the codebook is laid over them."""
        if self.file is not None:
            kinds = [(item.name, item.kind, bool(item.scale)) for item in self.file.items]
            found = StatedColumns(
                frozenset(name for name, kind, _ in kinds if kind == "text"),
                frozenset(name for name, kind, scale in kinds if scale or kind in ("category", "ordered")),
            )
        else:
            found = StatedColumns()
        other = stated_by([*(self.codebook or ()), *(self.ddi.variables.values() if self.ddi is not None else ())])
        return StatedColumns(found.texts | (other.texts - found.options), found.options | (other.options - found.texts))

    def laid_over(self, raw: RawSurvey) -> RawSurvey:
        """Return what a reader found with what an archive's codebook or a survey tool's structure says."""
        raw.report.extend(self.report)
        if self.ddi is not None:
            from valuma.loaders.survey_files.ddi import overlay_ddi

            raw = overlay_ddi(raw, self.ddi)
        if self.lss is not None:
            from valuma.loaders.survey_files.lss_overlay import overlay_lss

            raw = overlay_lss(raw, self.lss)
        return raw


def given_codebook(codebook: str | os.PathLike[str] | Codebook | SurveyFile | None) -> GivenCodebook:
    """Read the codebook that a user gives.

    Parameters
    ----------
    codebook : path, Codebook or SurveyFile, optional
        A ``survey.toml``, a DDI codebook, a LimeSurvey structure, or what was read already.

    Returns
    -------
    GivenCodebook

    Raises
    ------
    StudyError
        The file is no codebook, or is damaged.
    """
    if codebook is None:
        return GivenCodebook()
    if isinstance(codebook, Codebook):
        return GivenCodebook(codebook=codebook)
    if not isinstance(codebook, (str, os.PathLike)):
        from valuma.schema.survey_file import SurveyFile

        if isinstance(codebook, SurveyFile):
            return GivenCodebook(file=codebook)
        raise ValumaError(f"a {type(codebook).__name__} is no codebook; give a path, a Codebook or a SurveyFile")
    path = Path(codebook)
    if path.is_dir():
        path = path / "survey.toml"
    form = detect(path)
    if form == "toml":
        from valuma.loaders.survey_files.survey_toml import read_survey_file

        file, toml = read_survey_file(path)
        return GivenCodebook(file=file, toml=toml, inputs=_hash(path))
    if form == "ddi":
        from valuma.loaders.survey_files.ddi import read_ddi

        return GivenCodebook(ddi=read_ddi(read_bytes(path), path.name), inputs=_hash(path))
    if form == "lss":
        from valuma.loaders.survey_files.lss import read_lss

        return GivenCodebook(lss=read_lss(read_bytes(path), path.name), inputs=_hash(path))
    if form == "csv":
        _refuse_other_tables(path)
        return GivenCodebook(table=(read_bytes(path), path.name), inputs=_hash(path))
    expected = (
        "a survey.toml, a DDI codebook (.xml), a LimeSurvey structure (.lss) or a data dictionary of REDCap (.csv)"
    )
    raise unusable(path.name, f"a {WORDS[form]}", expected)


def _refuse_other_tables(path: Path) -> None:
    """Refuse a table that is no data dictionary, which would otherwise be looked at only with answers of REDCap."""
    from valuma.loaders.survey_files.redcap import is_dictionary
    from valuma.loaders.survey_files.text_kinds import open_table

    head = open_table(read_bytes(path), path.name, LoadReport()).head
    if not is_dictionary(head[0] if head else []):
        hint = "a codebook of your own is written as survey.toml: valuma survey codebook ANSWERS --draft survey.toml"
        raise unusable(path.name, "a table that is no codebook", "a data dictionary of REDCap", hint=hint)


def _hash(path: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(read_bytes(path)).hexdigest()}
