"""What is said of a survey beyond its cells: codebook with blocks and personal data, settings, doubts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from valuma.loaders.survey_files.missing import undeclared
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_values import plain_text
from valuma.survey.blocks import Blocks
from valuma.survey.codebook import Codebook, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.settings import SurveySettings

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile

_LANGUAGES = ("fi", "sv", "en")


def described(
    raw: RawSurvey, sample: pd.DataFrame, variables: Mapping[str, Variable], report: LoadReport
) -> tuple[Codebook, Blocks]:
    """Return codebook and blocks, after looking for questions and for personal data.

    Parameters
    ----------
    raw : RawSurvey
        Blocks that the file records.
    sample : DataFrame
        Answers of the first respondents.
    variables : mapping of str to Variable
        With their kinds settled.
    report : LoadReport
        Grows by what was found.

    Returns
    -------
    tuple of Codebook and Blocks
    """
    from valuma.survey.disclosure.identifiers import flag_identifiers
    from valuma.survey.finding import find_blocks

    found = dict(variables)
    _doubts(raw, found, report)
    _twins(raw, found, report)
    blocks, remarks = find_blocks(sample, found, raw.blocks)
    report.extend(remarks)
    flags, remarks = flag_identifiers(sample, found)
    report.extend(remarks)
    owner = {item: block.name for block in reversed(blocks) for item in block.items}
    for name, variable in found.items():
        block, identifies = owner.get(name, variable.block), flags.get(name, variable.identifies)
        if (block, identifies) != (variable.block, variable.identifies):
            found[name] = replace(variable, block=block, identifies=identifies)
    return Codebook(found.values()), Blocks(blocks)


def _doubts(raw: RawSurvey, variables: Mapping[str, Variable], report: LoadReport) -> None:
    """Name codes whose labels sound like no answer although nothing declares them missing, once a set of labels."""
    named: dict[str, list[str]] = {}
    for name, variable in variables.items():
        codes = undeclared(variable) if name not in raw.fixed_kinds else []
        if codes:
            shown = "; ".join(f"{_shown(code)} {variable.labels[code]}" for code in codes)
            named.setdefault(shown, []).append(name)
    for shown, names in named.items():
        place = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
        what = f"codes that sound like no answer but are not declared missing: {shown}"
        report.note(f"{raw.file}, {place}", what, "kept as answers; survey.toml can declare them missing")


def _twins(raw: RawSurvey, variables: Mapping[str, Variable], report: LoadReport) -> None:
    """Name codes that share a label, once a set of labels."""
    named: dict[str, list[str]] = {}
    for name, variable in variables.items():
        by_label: dict[str, list[str]] = {}
        for code, label in variable.labels.items():
            if label.strip():
                by_label.setdefault(plain_text(label), []).append(_shown(code))
        shown = "; ".join(", ".join(codes) for codes in by_label.values() if len(codes) > 1)
        if shown:
            named.setdefault(shown, []).append(name)
    for shown, names in named.items():
        place = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
        report.note(f"{raw.file}, {place}", f"codes with one label: {shown}", "kept as different answers")


def _shown(code: float | str) -> str:
    return code if isinstance(code, str) else f"{code:g}"


def settings_for(raw: RawSurvey, file: SurveyFile | None) -> SurveySettings:
    """Return the settings of ``survey.toml``; without one, an identifier after the file's name.

    Examples
    --------
    >>> settings_for(RawSurvey("Kysely 2025 (ä).sav", "SPSS system file", pd.DataFrame(), {}), None).id
    'kysely-2025-a'
    """
    if file is not None:
        from valuma.loaders.survey_files.survey_toml import settings_of

        return settings_of(file)
    stem = unicodedata.normalize("NFKD", raw.file.rpartition(".")[0] or raw.file).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "survey"
    return SurveySettings(id=name, language=raw.language if raw.language in _LANGUAGES else "fi")
