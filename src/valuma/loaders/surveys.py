"""The surveys of a study folder: ``surveys/<id>/`` with codebook, invitations, decided links, and where answers lie."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from valuma.loaders.folder import inside
from valuma.schema.problems import Problems, StudyError, ValumaError, nearest
from valuma.schema.text_file import SIZE_LIMIT
from valuma.schema.toml import Toml

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.survey.survey import Survey

#: Files of a survey that are read.
SURVEY_FILE, INVITED_FILE, LINKS_FILE = "survey.toml", "invited.csv", "links.csv"
#: What ``links.csv`` says of a name that is no actor.
LEAVE_OUT = "leave-out"
#: Words of ``invited`` that are no file.
_NO_FILE = ("unknown", "all")
#: Folder of a survey in which answers lie that version control never sees.
_RAW = "raw"


@dataclass
class FoundSurvey:
    """One survey of a study folder.

    Parameters
    ----------
    place : str
        Its ``survey.toml``, relative to the study folder.
    file : SurveyFile
        What it says.
    toml : Toml
        Lines of its keys.
    make : callable
        Returns the survey; one without answers is made when it is first asked for.
    answered : bool
        Whether there are answers, and on this machine.
    invited : DataFrame, optional
        Whom it was sent to.
    links : DataFrame, optional
        What a person decided about names: ``answer``, ``actor_id``, indexed by line.
    """

    place: str
    file: SurveyFile
    toml: Toml
    make: Callable[[], Survey]
    answered: bool
    invited: pd.DataFrame | None = None
    links: pd.DataFrame | None = None

    @property
    def folder(self) -> str:
        """Folder of the survey, relative to the study folder."""
        return self.place.rpartition("/")[0]

    @property
    def id(self) -> str:
        """Identifier."""
        return self.file.id

    @cached_property
    def survey(self) -> Survey:
        """The survey."""
        return self.make()


@dataclass
class _Reading:
    """What is needed to read the surveys of one folder."""

    root: Path
    problems: Problems
    inputs: dict[str, str]
    limit: int
    found: list[FoundSurvey] = field(default_factory=list)


def read_surveys(
    root: Path,
    folders: Sequence[str],
    problems: Problems,
    inputs: dict[str, str],
    *,
    limit: int = SIZE_LIMIT,
) -> list[FoundSurvey]:
    """Read the surveys of a study folder.

    Parameters
    ----------
    root : Path
        The study folder.
    folders : sequence of str
        Folders with a ``survey.toml``, relative to it.
    problems : Problems
        Grows by everything that is wrong with any file, named relative to the study folder. Answers that lie outside
        the study folder, or in a folder ``raw``, and are not there are a warning: they are kept on another machine.
    inputs : dict of str to str
        Grows by the hash of every file that was read.
    limit : int
        Largest size of one file in bytes.

    Returns
    -------
    list of FoundSurvey
        Surveys that could be read, in the order of the folders.
    """
    reading = _Reading(root, problems, inputs, limit)
    for folder in folders:
        _read(reading, folder)
    return reading.found


def _read(reading: _Reading, folder: str) -> None:
    """Read one survey; what cannot be read is reported and left out."""
    from valuma.loaders.survey_files.survey_toml import read_survey_file
    from valuma.loaders.survey_files.survey_toml_checks import check_names
    from valuma.loaders.survey_files.unanswered import unanswered
    from valuma.loaders.survey_files.variable_names import VariableNames

    place, problems = f"{folder}/{SURVEY_FILE}", reading.problems
    if not inside(reading.root, place, problems):
        return
    try:
        file, toml = read_survey_file(reading.root / place)
    except StudyError as error:
        _add(error, folder, problems)
        return
    _hash(reading, place, reading.root / place)
    name = folder.rpartition("/")[2]
    if file.id != name:
        problems.error(place, repr(file.id), f"{name!r}, the name of the folder", row=toml.line("id"), column="id")
    invited = _invited(reading, folder, file, toml)
    links = _links(reading, folder)
    paths = _answers(reading, folder, file, toml)
    if paths is None:
        check_names(file, toml, place, VariableNames(item.name for item in file.items), problems)
        found = FoundSurvey(place, file, toml, partial(unanswered, file, toml, invited=invited), False, invited, links)
        reading.found.append(found)
        return
    survey = _survey(reading, folder, paths)
    if survey is not None:
        whole = survey.changed(invited=invited)
        reading.found.append(FoundSurvey(place, file, toml, lambda: whole, whole.answered, invited, links))


def _add(error: StudyError, folder: str, problems: Problems) -> None:
    """Report what a reader found, with files named relative to the study folder."""
    for item in error.problems:
        known = item.file.startswith(f"{folder}/")
        problems.add(item if known else replace(item, file=f"{folder}/{Path(item.file).name}"))


def _hash(reading: _Reading, name: str, path: Path) -> None:
    with path.open("rb") as stream:
        reading.inputs[name] = hashlib.file_digest(stream, "sha256").hexdigest()


def _invited(reading: _Reading, folder: str, file: SurveyFile, toml: Toml) -> pd.DataFrame | None:
    """Read the list of those the survey was sent to."""
    here = f"{folder}/{INVITED_FILE}"
    if file.invited in _NO_FILE:
        if (reading.root / here).is_file():
            hint = f"invited = {INVITED_FILE!r}"
            reading.problems.warning(
                here, "a list that is not read", f"invited = {file.invited!r} and no such file", hint=hint
            )
        return None
    path = _path(reading, folder, file.invited, toml, "invited")
    if path is None:
        return None
    if not path.is_file():
        _absent(reading, folder, file.invited, path, toml, "invited", "the list of those who were invited")
        return None
    from valuma.loaders.invited import read_invited

    name = _named(reading, folder, path)
    invited = read_invited(path, name=name, problems=reading.problems, limit=reading.limit)
    _hash(reading, name, path)
    return invited


def _links(reading: _Reading, folder: str) -> pd.DataFrame | None:
    name = f"{folder}/{LINKS_FILE}"
    if not (reading.root / name).exists() or not inside(reading.root, name, reading.problems):
        return None
    from valuma.loaders.invited import read_links

    links = read_links(reading.root / name, name, reading.problems, limit=reading.limit)
    _hash(reading, name, reading.root / name)
    return links


def _answers(reading: _Reading, folder: str, file: SurveyFile, toml: Toml) -> dict[str, Path] | None:
    """Return the files of answers by language; None where there are none, or none here."""
    if file.answers is None:
        return None
    named = {"": file.answers} if isinstance(file.answers, str) else {str(k): v for k, v in file.answers.items()}
    paths: dict[str, Path] = {}
    for lang, name in named.items():
        key = f"answers.{lang}" if lang else "answers"
        path = _path(reading, folder, name, toml, key)
        if path is None:
            continue
        if not path.is_file():
            _absent(reading, folder, name, path, toml, key, "the file of answers")
            continue
        paths[lang] = path
    return paths if len(paths) == len(named) else None


def _path(reading: _Reading, folder: str, name: str, toml: Toml, key: str) -> Path | None:
    """Return the path that a key names: absolute, or relative to the survey and inside the study folder."""
    place, row = f"{folder}/{SURVEY_FILE}", toml.line(key)
    try:
        path = Path(name)
        absolute = path.is_absolute()
        relative = "" if absolute else os.path.normpath(Path(folder, name)).replace(os.sep, "/")
        linked = absolute and path.is_symlink()
    except (OSError, ValueError):
        absolute, relative, linked = False, "..", False
    if linked:
        hint = "links are not followed; name the file itself"
        reading.problems.error(place, f"{name!r}, a symbolic link", "a file", row=row, column=key, hint=hint)
        return None
    if absolute:
        return Path(name)
    if relative.startswith("..") or "\0" in name:
        hint = "name a file outside it by its whole path, from the root of the machine"
        reading.problems.error(
            place, f"{name!r}, a path that leaves the study folder", "a path inside it", row=row, column=key, hint=hint
        )
        return None
    return reading.root / relative if inside(reading.root, relative, reading.problems) else None


def _absent(reading: _Reading, folder: str, name: str, path: Path, toml: Toml, key: str, what: str) -> None:
    """Report a file that is not there: kept on another machine, or named wrongly."""
    place, row = f"{folder}/{SURVEY_FILE}", toml.line(key)
    elsewhere = not path.is_relative_to(reading.root) or _RAW in path.relative_to(reading.root).parts
    if elsewhere:
        reading.problems.warning(
            place,
            f"{name!r}, which is not on this machine",
            what,
            row=row,
            column=key,
            hint="the survey stands without answers here; results that need them are left out",
        )
        return
    near = [other.name for other in path.parent.iterdir() if other.is_file()] if path.parent.is_dir() else []
    hint = nearest(path.name, near)
    reading.problems.error(
        place,
        f"{name!r}, no such file",
        what,
        row=row,
        column=key,
        hint=hint if hint.startswith("did") else f"leave {key} out while there is none",
    )


def _named(reading: _Reading, folder: str, path: Path) -> str:
    """Return how a file is named in problems and inputs; of a file elsewhere its own name alone."""
    if path.is_relative_to(reading.root):
        return path.relative_to(reading.root).as_posix()
    return f"{folder}/{path.name}"


def _survey(reading: _Reading, folder: str, paths: dict[str, Path]) -> Survey | None:
    """Read the answers; None where they cannot be read."""
    from valuma.loaders.survey_files.reading import read_survey

    try:
        sources = paths[""] if "" in paths else dict(paths)
        survey: Survey = read_survey(sources, codebook=reading.root / folder / SURVEY_FILE, limit=reading.limit)
    except StudyError as error:
        _add(error, folder, reading.problems)
        return None
    except ValumaError as error:
        reading.problems.error(f"{folder}/{SURVEY_FILE}", str(error), "a survey that can be read")
        return None
    for path in paths.values():
        _hash(reading, _named(reading, folder, path), path)
    return survey
