"""One way into every file of answers: what it is, who reads it, what becomes of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from valuma.formats.guards import read_bytes, unusable
from valuma.loaders.survey_files.assembling import Overlays, Source, assemble, assemble_pieces
from valuma.loaders.survey_files.codebooks import GivenCodebook, given_codebook
from valuma.loaders.survey_files.detecting import WORDS, Format, detect
from valuma.loaders.survey_files.given_paths import LANGUAGES, refuse_other_objects, refuse_same_file
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problem, Problems, StudyError, ValumaError
from valuma.survey.codebook import Codebook
from valuma.survey.survey import Survey

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile

Path_ = str | os.PathLike[str]

#: Largest file that is read whole, in bytes.
LIMIT = 2**31
_IN_PIECES = ("sav", "dta", "sas7bdat", "xpt")


@overload
def read_survey(
    path: Path_ | Sequence[Path_] | Mapping[str, Path_],
    *,
    codebook: Any = ...,
    limit: int = ...,
    chunks: None = ...,
) -> Survey: ...
@overload
def read_survey(
    path: Path_ | Sequence[Path_] | Mapping[str, Path_],
    *,
    codebook: Any = ...,
    limit: int = ...,
    chunks: int,
) -> Iterator[Survey]: ...
def read_survey(
    path: Path_ | Sequence[Path_] | Mapping[str, Path_],
    *,
    codebook: Path_ | Codebook | SurveyFile | None = None,
    limit: int = LIMIT,
    chunks: int | None = None,
) -> Survey | Iterator[Survey]:
    r"""Read the answers of a survey from the file that you have.

    Parameters
    ----------
    path : path, sequence of paths or mapping of language to path
        A file: SPSS (.sav, .zsav, .por), Stata (.dta), SAS (.sas7bdat, .xpt; labels from a .sas7bcat beside it), a
        spreadsheet or a text table as survey tools export them. Recognised by content, then by name. Several files
        are language versions of one survey, in the order Finnish, Swedish, English, or by language code. A folder with
        ``survey.toml``, or that file, reads codebook, answers and list of the invited.
    codebook : path, Codebook or SurveyFile, optional
        ``survey.toml``, a DDI codebook (.xml), a LimeSurvey structure (.lss), a data dictionary of REDCap (.csv), or a
        codebook of another survey; goes before what the file says. Kinds that it states are not guessed.
    limit : int, default 2 GiB
        Largest size of a file in bytes, and largest size that a compressed file may unfold to.
    chunks : int, optional
        Read in pieces of so many respondents, each a `Survey` with the same codebook and the same types. Memory stays
        bounded for .sav, .zsav, .dta, .sas7bdat and .xpt; other files are read whole and handed out in pieces.

    Returns
    -------
    Survey or iterator of Survey

    Raises
    ------
    StudyError
        The file is damaged, encrypted, too large, or is not what its name says; or the codebook does not fit it. With
        file, place, what was found and what to do.

    Notes
    -----
    Nothing is repaired in silence: what was met and done is in `Survey.report`. A column of numbers of which only some
    codes have a label stays a column of numbers. Times of day and durations stay seconds. ``chunks=`` goes through the
    file twice, because the kind of a variable depends on all of its values.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "answers.csv")
    ...     _ = file.write_text("id;q1\nk7;2\nk8;5\n", encoding="utf-8")
    ...     survey = read_survey(file)
    >>> survey.answers["q1"].tolist()
    [2.0, 5.0]
    """
    if chunks is not None and not _is_count(chunks):
        raise ValumaError(f"chunks = {chunks!r} is no number of respondents; give a whole number from 1, or None")
    refuse_other_objects(path)
    given = given_codebook(codebook)
    if isinstance(path, (str, os.PathLike)):
        plain = Path(path)
        if plain.is_dir() or plain.suffix.casefold() == ".toml":
            return _whole_survey(plain, given, limit, chunks)
        return _answers(_Answers({"": plain}), given, limit, chunks)
    if isinstance(path, Mapping):
        return _answers(_Answers({str(lang): Path(one) for lang, one in path.items()}), given, limit, chunks)
    paths = [Path(one) for one in path]
    if not 1 <= len(paths) <= len(LANGUAGES):
        raise ValumaError(f"{len(paths)} files of answers; give one to three, in the order Finnish, Swedish, English")
    named = dict(zip(LANGUAGES, paths, strict=False)) if len(paths) > 1 else {"": paths[0]}
    return _answers(_Answers(named), given, limit, chunks)


def read_codebook(
    path: Path_, *, codebook: Path_ | Codebook | SurveyFile | None = None, limit: int = LIMIT
) -> Codebook:
    """Read what a file says of its variables, without its answers.

    Parameters
    ----------
    path : path
        A file of answers, as in `read_survey`.
    codebook, limit
        As in `read_survey`.

    Returns
    -------
    Codebook
        Variables with labels, missing codes, blocks and roles.

    Raises
    ------
    StudyError
        As in `read_survey`.

    Notes
    -----
    Takes a small part of a second for .sav, .zsav, .dta, .sas7bdat and .xpt files of any length, because only the
    header is read; other files are read whole. Without answers, a variable with labels counts as a category: whether
    all of its values have one is known to `read_survey` alone.
    """
    given = given_codebook(codebook)
    form = detect(path)
    if form not in _IN_PIECES or not given.lays_by_name:
        return read_survey(path, codebook=codebook, limit=limit).codebook
    head = _source(Path(path), form, limit).head()
    return assemble(head, file=given.file, toml=given.toml, codebook=given.codebook).codebook


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


@dataclass(frozen=True)
class _Answers:
    """Files of answers by language, and the list of those who were invited."""

    paths: Mapping[str, Path]
    invited: pd.DataFrame | None = None


def _whole_survey(path: Path, given: GivenCodebook, limit: int, chunks: int | None) -> Survey | Iterator[Survey]:
    """Read ``survey.toml`` and what it names."""
    from valuma.loaders.invited import read_invited
    from valuma.loaders.survey_files.survey_toml import read_survey_file
    from valuma.loaders.survey_files.unanswered import unanswered

    file_path = path / "survey.toml" if path.is_dir() else path
    if not file_path.is_file():
        hint = "give the file of answers, or a folder with survey.toml"
        raise unusable(os.fspath(path), "no survey.toml", "a survey.toml", hint=hint)
    problems = Problems()
    file, toml = read_survey_file(file_path, beside=lambda rest, found: _check_beside(file_path, rest, found, limit))
    given = replace(given, file=file, toml=toml, inputs={**given.inputs, file_path.name: sha256(file_path)})
    invited = None
    if file.invited not in ("unknown", "all"):
        list_path = _beside(file_path, file.invited, "invited", problems)
        if list_path is not None:
            invited = read_invited(list_path, name=file.invited, problems=problems)
            given = replace(given, inputs={**given.inputs, file.invited: sha256(list_path)})
    named = {} if file.answers is None else {"": file.answers} if isinstance(file.answers, str) else file.answers
    paths = {str(lang): _beside(file_path, name, "answers", problems) for lang, name in named.items()}
    problems.raise_if_errors(f"{file_path.name} cannot be followed")
    if not paths:
        survey = unanswered(file, toml, invited=invited, inputs=given.inputs)
        survey.report.add_problems(problems)
        return survey if chunks is None else iter([survey])
    found = {lang: one for lang, one in paths.items() if one is not None}
    actors, given = _actors(file_path.with_name("links.csv"), given, problems)
    given.report.add_problems(problems)
    read = _answers(_Answers(found, invited), given, limit, chunks)
    return read.changed(actors=actors) if isinstance(read, Survey) else (one.changed(actors=actors) for one in read)


def _actors(path: Path, given: GivenCodebook, problems: Problems) -> tuple[Frozen[str, str], GivenCodebook]:
    """Return the actor of each name that a person decided, where ``links.csv`` lies beside ``survey.toml``."""
    if not path.is_file():
        return Frozen(), given
    from valuma.loaders.invited import read_links
    from valuma.loaders.surveys import LEAVE_OUT

    links = read_links(path, path.name, problems)
    problems.raise_if_errors(f"{path.name} cannot be used")
    pairs = () if links is None else zip(links["answer"], links["actor_id"], strict=True)
    actors: Frozen[str, str] = Frozen({str(name): str(actor) for name, actor in pairs if actor != LEAVE_OUT})
    return actors, replace(given, inputs={**given.inputs, path.name: sha256(path)})


def _check_beside(toml: Path, file: SurveyFile, problems: Problems, limit: int) -> None:
    """Add what is wrong with the files that a faulty ``survey.toml`` names, so that all is said at once."""
    if file.invited not in ("unknown", "all"):
        _beside(toml, file.invited, "invited", problems)
    named = {} if file.answers is None else {"": file.answers} if isinstance(file.answers, str) else file.answers
    found = [_beside(toml, name, "answers", problems) for name in named.values()]
    if len(found) != 1 or found[0] is None or not file.items:
        return
    from valuma.loaders.survey_files.survey_toml_checks import check_names
    from valuma.loaders.survey_files.variable_names import VariableNames

    path = found[0]
    try:
        names = VariableNames(read_codebook(path, limit=limit).names)
    except StudyError as error:
        problems.extend(error.problems.errors)
        return
    check_names(file, None, toml.name, names, problems, of=path.name)


def _beside(toml: Path, name: str, key: str, problems: Problems) -> Path | None:
    """Return a file that ``survey.toml`` names, relative to its folder."""
    path = toml.parent / name
    if path.is_file():
        return path
    hint = "leave the key out as long as there are no answers" if key == "answers" else ""
    problems.add(Problem("error", toml.name, f"{name!r}, which is not there", "a file", column=key, hint=hint))
    return None


def _answers(answers: _Answers, given: GivenCodebook, limit: int, chunks: int | None) -> Survey | Iterator[Survey]:
    """Read the files of one survey whole, or in pieces."""
    for path in answers.paths.values():
        _check_size(path, limit, chunks)
    forms = {lang: detect(path) for lang, path in answers.paths.items()}
    hashes = [sha256(path) for path in answers.paths.values()]
    refuse_same_file(answers.paths.values(), hashes)
    names = [path.name for path in answers.paths.values()]
    inputs = {**given.inputs, **dict(zip(names, hashes, strict=True))}
    overlays = Overlays(None, given.file, given.toml, given.codebook, answers.invited, inputs)
    if chunks is not None and len(forms) == 1 and given.lays_by_name:
        lang, form = next(iter(forms.items()))
        if form in _IN_PIECES:
            return assemble_pieces(_source(answers.paths[lang], form, None), chunks, overlays)
    raws = {lang: given.laid_over(_raw(path, forms[lang], limit, given)) for lang, path in answers.paths.items()}
    raw = next(iter(raws.values()))
    if len(raws) > 1:
        from valuma.loaders.survey_files.versions import merge_versions, same_words_of

        raw = merge_versions(raws, same_words=same_words_of(given.file))
    survey = assemble(
        raw,
        file=given.file,
        toml=given.toml,
        codebook=given.codebook,
        invited=answers.invited,
        inputs=inputs,
    )
    return survey if chunks is None else _slices(survey, chunks)


def _check_size(path: Path, limit: int, chunks: int | None) -> None:
    try:
        size = path.stat().st_size
    except OSError:
        return
    if chunks is None and size > limit:
        hint = "read it in pieces with chunks=, or give a larger limit="
        raise unusable(path.name, f"{size:,} bytes", f"at most {limit:,} bytes", hint=hint)


def _raw(path: Path, form: Format, limit: int, given: GivenCodebook) -> RawSurvey:
    """Let the reader of a format read a whole file."""
    if form in _IN_PIECES:
        return next(_source(path, form, limit).pieces())
    if form not in ("por", "csv", "xlsx"):
        raise unusable(
            path.name,
            f"a {WORDS[form]}, which holds no answers",
            "a file of answers",
            hint="give the file of answers as path and this one as codebook=",
        )
    data = read_bytes(path, limit=limit)
    if form == "por":
        from valuma.loaders.survey_files.por import read_por

        return read_por(data, path.name)
    from valuma.loaders.survey_files.text_kinds import read_text_survey

    return read_text_survey(data, path.name, codebook=given.table, stated=given.stated)


def _source(path: Path, form: str, limit: int | None) -> Source:
    if form == "sav":
        from valuma.loaders.survey_files.sav import SavFile

        return SavFile(path, 2**62 if limit is None else limit)
    if form == "xpt":
        from valuma.loaders.survey_files.xport import XportFile

        return XportFile(path)
    from valuma.loaders.survey_files.statistics import StatisticsFile

    return StatisticsFile(path, "dta" if form == "dta" else "sas7bdat")


def _slices(survey: Survey, rows: int) -> Iterator[Survey]:
    """Hand out a survey that was read whole in pieces."""
    for start in range(0, max(1, len(survey.answers)), rows):
        part = slice(start, start + rows)
        yield survey.changed(answers=survey.answers.iloc[part], reasons=survey.reasons.iloc[part])


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
