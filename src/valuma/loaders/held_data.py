"""Personal data of a study folder: which surveys hold any, on which basis, how long, and where the files lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Attribution

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.survey.codebook import Codebook
    from valuma.survey.survey import Survey

SURVEY_FILE = "survey.toml"
NOT_STATED = "not stated"
#: Words of ``invited`` that are no file.
_NO_LIST = ("unknown", "all")


@dataclass(frozen=True)
class HeldSurvey:
    """One survey of a study folder and the files that hold what people answered.

    Parameters
    ----------
    folder : Path
        Folder of its ``survey.toml``.
    file : SurveyFile
        What that file says.
    """

    folder: Path
    file: SurveyFile

    @property
    def id(self) -> str:
        """Identifier."""
        return self.file.id

    @property
    def answers(self) -> list[Path]:
        """Files of answers that are there."""
        given = self.file.answers
        names = [] if given is None else [given] if isinstance(given, str) else list(given.values())
        return [path for name in names if (path := self.folder / name).is_file()]

    @property
    def invited(self) -> Path | None:
        """The list of those who were invited, where there is one."""
        path = self.folder / self.file.invited
        return path if self.file.invited not in _NO_LIST and path.is_file() else None

    def read(self, path: Path) -> Survey:
        """Read one file of answers."""
        from valuma.loaders.survey_files.reading import read_survey

        survey: Survey = read_survey(path, codebook=self.folder / SURVEY_FILE)
        return survey


def held_surveys(root: str | Path, only: str | None = None) -> list[HeldSurvey]:
    """Return the surveys of a study folder.

    Parameters
    ----------
    root : str or Path
        Study folder, with ``surveys/<id>/survey.toml``.
    only : str, optional
        Identifier of the one that is wanted.

    Returns
    -------
    list of HeldSurvey
        In the order of their folders.

    Raises
    ------
    StudyError
        A ``survey.toml`` cannot be used.
    ValumaError
        There is no such survey.
    """
    from valuma.loaders.survey_files.survey_toml import read_survey_file

    folders = sorted(path.parent for path in Path(root).glob(f"surveys/*/{SURVEY_FILE}") if path.is_file())
    found = [HeldSurvey(folder, read_survey_file(folder / SURVEY_FILE)[0]) for folder in folders]
    if only is None:
        return found
    chosen = [survey for survey in found if survey.id == only]
    if not chosen:
        hint = nearest(only, [survey.id for survey in found]) or "it has none"
        raise ValumaError(f"the study has no survey {only!r}; {hint}")
    return chosen


def held_data(root: str | Path, *, today: dt.date) -> pd.DataFrame:
    """Say what personal data a study folder holds, on which basis, how long, and who may be shown.

    Parameters
    ----------
    root : str or Path
        Study folder.
    today : datetime.date
        Day against which the end of the retention is held.

    Returns
    -------
    DataFrame
        ``survey``, ``what``, ``says``: a line a fact, those that are not stated too. It names no respondent.
    """
    rows = [
        {"survey": survey.id, "what": what, "says": says}
        for survey in held_surveys(root)
        for what, says in _facts(survey, today)
    ]
    return pd.DataFrame(rows, columns=["survey", "what", "says"])


def _facts(held: HeldSurvey, today: dt.date) -> Iterator[tuple[str, str]]:
    privacy = held.file.privacy
    yield "answers", _answers(held)
    yield "people", "invented: no personal data" if held.file.synthetic else "real"
    for key in ("controller", "purpose", "legal_basis", "notice_version"):
        yield key.replace("_", " "), str(getattr(privacy, key)) or NOT_STATED
    yield "kept until", _retention(privacy.retain_until, today)
    codebook = _codebook(held)
    for sort, names in _personal(codebook).items():
        yield sort, ", ".join(names)
    counts = {str(word): 0 for word in Attribution}
    for variable in codebook:
        counts[variable.attribution or str(Attribution.AGGREGATE)] += 1
    shown = (f"{n:,} {word}" for word, n in counts.items() if n)
    yield "items by attribution", ", ".join(shown) or "none"
    if held.answers:
        yield "answers on ties after consent", _after_consent(held)
    limits = f"{privacy.organisations} organisations, {privacy.persons} persons, {privacy.dominance:.0%} of a sum"
    yield "nothing is shown below", limits


def _answers(held: HeldSurvey) -> str:
    if held.file.answers is None:
        return "none yet"
    there = held.answers
    if not there:
        return "not on this machine"
    count = sum(len(held.read(path).answers) for path in there)
    return f"{count:,} in {', '.join(path.name for path in there)}"


def _after_consent(held: HeldSurvey) -> str:
    """Count the answers that make ties by how openly each may be shown, given what the respondent agreed to."""
    from valuma.survey.one_form import one_form_each
    from valuma.survey.people import ATTRIBUTIONS, openness, people
    from valuma.survey.ties import TIE_ROLES

    counts = dict.fromkeys(ATTRIBUTIONS, 0)
    for path in held.answers:
        survey = one_form_each(held.read(path))
        names = [one.name for role in TIE_ROLES for one in survey.codebook.of_role(str(role))]
        if not survey.answered or not names:
            continue
        places = openness(survey, names, people(survey)["consents"]).where(survey.answers[names].notna())
        for place, word in enumerate(ATTRIBUTIONS):
            counts[word] += int((places == place).sum().sum())
    return ", ".join(f"{n:,} {word}" for word, n in counts.items() if n) or "none"


def _retention(until: dt.date | None, today: dt.date) -> str:
    if until is None:
        return NOT_STATED
    days = (until - today).days
    when = f"{days:,} days left" if days >= 0 else f"{-days:,} days ago: valuma privacy expire"
    return f"{until.isoformat()}, {when}"


def _codebook(held: HeldSurvey) -> Codebook:
    from valuma.loaders.survey_files.survey_toml import codebook_of

    return held.read(held.answers[0]).codebook if held.answers else codebook_of(held.file)


def _personal(codebook: Codebook) -> dict[str, list[str]]:
    """Return the variables that hold personal data by sort; of answers not there, by their words."""
    from valuma.survey.disclosure.identifiers import flag_identifiers

    by_words = flag_identifiers(pd.DataFrame(), {variable.name: variable for variable in codebook})[0]
    found: dict[str, list[str]] = {}
    for variable in codebook:
        sort = variable.identifies or by_words.get(variable.name, "")
        if sort:
            found.setdefault(sort, []).append(variable.name)
    return found
