"""Answers and identifiers of people that version control has taken in: they can never be called back from there."""

from __future__ import annotations

import csv
import io
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from valuma.loaders.git_index import repository_of
from valuma.schema.problems import Problems, ValumaError
from valuma.survey.codebook import Variable
from valuma.survey.disclosure import words_of_identity as words
from valuma.survey.disclosure.identifiers import flag_identifiers, sort_of_cells

#: Files that hold answers by their nature.
RAW_FORMATS = (".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt", ".sas7bcat")
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_TABLES = (".csv", ".tsv")
#: Folders of a study in which tables of people may lie; in the others only what is sure counts.
_OF_PEOPLE = ("surveys", "interviews")
_OTHERS = ("cases", "tables")
#: In folders of cases words such as "contact" are those of organisations: only what the cells are counts.
_SURE = (words.EMAILS, words.PHONES, words.IDENTITY_CODES)
#: Of files in other folders: only the beginning is read, and only tables of these names.
_EVERYWHERE, _HEAD = (".csv", ".tsv", ".txt", ".json"), 2**16
#: Columns that by their name hold a token of respondents.
_TOKEN_NAMES = ("token", "svarskod", "vastaustunnus", "vastaajatunnus", "respondent_id", "responseid")
#: First bytes of files of answers: SPSS, Stata and SAS.
_MAGIC = (b"$FL2@(#)", b"$FL3@(#)", b"<stata_dta>", b"HEADER RECORD*******LIBRARY", bytes(12) + b"\xc2\xea\x81\x60")
_MOST_MAGIC = 32
#: Files of these names are never tables or answers; their bytes are not looked at.
_KNOWN = (".py", ".md", ".toml", ".svg", ".png", ".pdf", ".html", ".css", ".woff2", ".yml", ".yaml", ".lock")
#: Sorts that a list of invitations or a codebook may hold without telling who somebody is.
_NO_PERSON = (words.OPEN_TEXT, words.ORGANISATIONS, words.TIMES)
#: A text under a name in JSON.
_JSON_PAIR = re.compile(r'"([^"\\\n]{1,80})"\s*:\s*"([^"\\\n]{1,200})"')
#: Largest table that is looked at, and rows of it.
_SIZE, _ROWS = 32 * 2**20, 5_000
_HINT = "git rm --cached takes it out of the next version; earlier versions keep it, see docs/privacy.md"


@dataclass
class _Tracked:
    """Tracked files of a study, and which of its folders hold invented answers."""

    root: Path
    names: list[str]
    surveys: dict[str, dict[str, object]] = field(default_factory=dict)

    def survey_of(self, name: str) -> dict[str, object] | None:
        """Return what the ``survey.toml`` above a file says; None where there is none."""
        for folder in PurePosixPath(name).parents:
            key = folder.as_posix()
            if key not in self.surveys:
                self.surveys[key] = _toml(self.root / folder / "survey.toml")
            if self.surveys[key]:
                return self.surveys[key]
        return None

    def invented(self, name: str) -> bool:
        """Whether a file belongs to a survey that says that its answers are invented."""
        survey = self.survey_of(name)
        return survey is not None and survey.get("synthetic") is True


def check_tracked(root: str | Path, problems: Problems) -> None:
    """Report answers, keys and direct identifiers of people that git tracks in a study folder.

    Parameters
    ----------
    root : str or Path
        Study folder. What lies in a study folder of its own below it is left to the check of that one.
    problems : Problems
        Grows by an error for each such file; by a warning where the index of git cannot be read.

    Notes
    -----
    The index of git is read as a file: no program is run, so that it works where git is not installed and no
    setting of a repository is obeyed. Outside a repository there is nothing to report. Tables are read up to 32 MB and
    5,000 rows, those in other folders in their first 64 kB and for sure identifiers and tokens alone. What lies in
    archives and compressed files is not looked at.
    """
    folder = Path(os.path.realpath(root))
    repository = repository_of(folder)
    if repository is None:
        return
    try:
        names = repository.tracked()
    except ValumaError as error:
        expected = "an index that shows which files are tracked"
        problems.warning(".git/index", str(error), expected, hint="whether answers are tracked was not checked")
        return
    prefix = folder.relative_to(repository.root).as_posix()
    own = [name if prefix == "." else name.removeprefix(f"{prefix}/") for name in names]
    tracked = _Tracked(folder, [name for name, whole in zip(own, names, strict=True) if prefix == "." or name != whole])
    nested = {PurePosixPath(name).parent.as_posix() for name in tracked.names if name.endswith("/study.toml")}
    tracked.names = [name for name in tracked.names if not any(name.startswith(f"{place}/") for place in nested)]
    answers = _answer_files(tracked)
    for name in tracked.names:
        _check_file(tracked, name, answers, problems)


def _answer_files(tracked: _Tracked) -> set[str]:
    """Return the files that some ``survey.toml`` names as its answers, real ones alone."""
    found = set()
    for name in tracked.names:
        if PurePosixPath(name).name != "survey.toml" or tracked.invented(name):
            continue
        given = (tracked.survey_of(name) or {}).get("answers")
        for path in given.values() if isinstance(given, dict) else [given]:
            if isinstance(path, str):
                place = os.path.normpath(PurePosixPath(name).parent / path)
                found.add(Path(place).as_posix())
    return found


def _check_file(tracked: _Tracked, name: str, answers: set[str], problems: Problems) -> None:
    suffix, top = PurePosixPath(name).suffix.lower(), name.partition("/")[0]
    if suffix == ".key":
        problems.error(name, "a key that git tracks", "a key outside version control", hint=_HINT)
    elif name in answers:
        problems.error(name, "answers of people that git tracks", "answers outside version control", hint=_HINT)
    elif tracked.invented(name):
        return
    elif (
        suffix in RAW_FORMATS
        or _is_raw(tracked.root / name, suffix)
        or (top in _OF_PEOPLE and "raw" in PurePosixPath(name).parts)
    ):
        expected = "answers outside version control, or a survey.toml that says they are synthetic"
        problems.error(name, "a file of answers that git tracks", expected, hint=_HINT)
    elif suffix in _SPREADSHEETS and top in _OF_PEOPLE:
        problems.warning(
            name, "a spreadsheet that git tracks", "no answers of people in it", hint="it is not read here"
        )
    elif suffix in _TABLES and top in (*_OF_PEOPLE, *_OTHERS):
        for column, sort in _identifiers(tracked.root / name, sure=top in _OTHERS):
            expected = "no direct identifiers in what git tracks"
            problems.error(name, sort, expected, column=column, hint=_HINT)
    elif suffix in _EVERYWHERE:
        for column, sort in _sure_ones(tracked.root / name, suffix):
            expected = "no direct identifiers in what git tracks"
            problems.error(name, sort, expected, column=column, hint=_HINT)


def _is_raw(path: Path, suffix: str) -> bool:
    """Whether the first bytes of a file are those of a file of answers, whatever its name."""
    return suffix not in _KNOWN and _start(path, _MOST_MAGIC).startswith(_MAGIC)


def _start(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _sure_ones(path: Path, suffix: str) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table in any folder whose cells surely are identifiers, from its first bytes."""
    data = _start(path, _HEAD)
    if not data or b"\x00" in data:
        return
    text = data.decode("utf-8-sig", errors="replace")
    if suffix == ".json":
        pairs: dict[str, list[str]] = {}
        for key, cell in _JSON_PAIR.findall(text):
            pairs.setdefault(key, []).append(cell)
        frames = [pd.DataFrame({key: cells}, dtype=object) for key, cells in pairs.items()]
    else:
        whole = text if len(data) < _HEAD else text.rpartition("\n")[0]
        table = _table_of(whole)
        frames = [] if table is None or (suffix == ".txt" and len(table.columns) < 2) else [table]
    for frame in frames:
        for name in frame:
            sort = sort_of_cells(frame[name])
            if sort in _SURE:
                yield str(name), sort
            elif str(name).strip().casefold() in _TOKEN_NAMES and frame[name].notna().any():
                yield str(name), words.TOKENS


def _identifiers(path: Path, *, sure: bool) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table that hold direct identifiers or special categories, and what."""
    frame = _table(path)
    if frame is None:
        return
    if sure:
        found = {name: sort for name in frame if (sort := sort_of_cells(frame[name])) in _SURE}
    else:
        book = {str(name): Variable(str(name), str(name), "text") for name in frame}
        found = {name: sort for name, sort in flag_identifiers(frame, book)[0].items() if sort not in _NO_PERSON}
    yield from ((str(name), sort) for name, sort in found.items())


def _table(path: Path) -> pd.DataFrame | None:
    try:
        if path.stat().st_size > _SIZE:
            return None
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return None
    return _table_of(text)


def _table_of(text: str) -> pd.DataFrame | None:
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=head.count))
    try:
        header = next(rows, [])
        cells = [row for row, _ in zip(rows, range(_ROWS), strict=False)]
    except csv.Error:
        return None
    names = [name.strip() for name in header]
    if not names or len(set(names)) < len(names):
        names = [f"column {k}" for k in range(1, len(names) + 1)]
    columns = {name: [row[k] if k < len(row) and row[k] else None for row in cells] for k, name in enumerate(names)}
    return pd.DataFrame(columns, dtype=object)


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) or {"id": ""}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
