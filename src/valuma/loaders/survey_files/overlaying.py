"""What the user's codebook says, laid over what a file says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.problems import Problems
from valuma.survey.codebook import Codebook

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.schema.toml import Toml

#: Names that are listed in a remark.
_NAMED = 5


def overlaid(
    raw: RawSurvey, *, file: SurveyFile | None = None, toml: Toml | None = None, codebook: Codebook | None = None
) -> RawSurvey:
    """Return what a reader found with what codebooks say of it; the later one goes before the earlier.

    Parameters
    ----------
    raw : RawSurvey
        As a reader returned it.
    file : SurveyFile, optional
        ``survey.toml``, laid over last.
    toml : Toml, optional
        The text behind it.
    codebook : Codebook, optional
        Variables that replace those of the same names.

    Raises
    ------
    StudyError
        ``survey.toml`` does not fit the file.
    """
    if codebook is not None:
        raw = _replaced(raw, codebook)
    if file is None:
        return raw
    from valuma.loaders.survey_files.survey_toml import overlay

    problems = Problems()
    raw = overlay(raw, file, toml, problems)
    problems.raise_if_errors(f"the codebook does not fit {raw.file}")
    raw.report.add_problems(problems)
    return raw


def _replaced(raw: RawSurvey, codebook: Codebook) -> RawSurvey:
    from valuma.loaders.survey_files.stated_values import codes_by_text, mostly_stated, read_as_stated

    given = frozenset(codebook.names)
    known = [name for name in codebook.names if name in raw.variables]
    found = replace(
        raw,
        values=raw.values.copy(deep=False),
        variables={name: codebook[name] if name in given else old for name, old in raw.variables.items()},
        states=dict(raw.states),
        fixed_kinds=raw.fixed_kinds | set(known),
    )
    for name in known:
        by_text = codes_by_text(codebook[name])
        fits = by_text and mostly_stated(found.values[name], by_text)
        read_as_stated(found, codebook[name], by_text if fits else {}, stated=True)
    _unmatched(
        raw, "codebook", [name for name in codebook.names if name not in raw.variables], f"{raw.file} does not have"
    )
    _unmatched(raw, raw.file, [name for name in raw.variables if name not in given], "the codebook does not have")
    return found


def _unmatched(raw: RawSurvey, place: str, names: list[str], what: str) -> None:
    if names:
        shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        raw.report.warning(place, f"{len(names)} variables that {what}: {shown}", "read without it")
