"""The files of a study folder: what is read, what is not, what must not be followed."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from valuma.schema.problems import Problems, nearest
from valuma.schema.tables import TABLES

#: Folder of the tables that all cases share.
REGISTRY = "cases/registry"

#: Files of the registry that are not tables of a study.
RULES = ("coding_rules.toml", "area_rules.toml")
_BESIDE = ("coding_choices.csv", "merged.csv", "study_cases.csv")
#: Names of member lists that wait for a person, beside a card; checked, but no table of the study.
NAMES_FILE = "names.csv"
_CASE_FILES = ("card.toml", "members.csv", NAMES_FILE)
#: Files of a survey beside its answers, wherever these lie.
SURVEY_FILES = ("survey.toml", "invited.csv", "links.csv")
_READABLE = (".csv", ".toml")
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")


@dataclass
class StudyFiles:
    """Paths of a study folder, each with its name relative to the folder.

    Parameters
    ----------
    root : Path
        The study folder.
    tables : dict of str to list of str
        CSV files by table.
    rules : dict of str to str
        Files with rules by their name.
    cases : list of tuple
        Group, network and folder of every case.
    surveys : list of str
        Folders of surveys.
    """

    root: Path
    tables: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    cases: list[tuple[str, str, str]] = field(default_factory=list)
    surveys: list[str] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Return the path of a file named relative to the study folder."""
        return self.root / name


def find_files(root: Path, problems: Problems) -> StudyFiles:
    """Find the files of a study.

    Parameters
    ----------
    root : Path
        The study folder, with ``study.toml``, ``cases/registry``, ``cases/<group>/<network_id>`` and, where a study
        has them, ``tables`` and ``surveys/<survey_id>``. Whatever is not there is left out.
    problems : Problems
        Grows by links (never followed), by files whose name is nearly right, by folders without a card.

    Returns
    -------
    StudyFiles
        Names in sorted order.
    """
    files = StudyFiles(root)
    for folder in (REGISTRY, "tables"):
        for name in _names(root, folder, problems):
            _sort_out(files, folder, name, problems)
    for group in _folders(root, "cases", problems):
        if group == "registry":
            continue
        for network in _folders(root, f"cases/{group}", problems):
            folder = f"cases/{group}/{network}"
            present = set(_names(root, folder, problems))
            for name in sorted(present - set(_CASE_FILES)):
                _near_miss(folder, name, _CASE_FILES, problems)
            if "card.toml" not in present:
                problems.error(folder, "no card.toml", "a card of the network")
            files.cases.append((group, network, folder))
    _find_surveys(files, problems)
    return files


def _find_surveys(files: StudyFiles, problems: Problems) -> None:
    """Find the surveys; whatever else lies in their folders is theirs to read."""
    for survey in _folders(files.root, "surveys", problems):
        folder = f"surveys/{survey}"
        present = _names(files.root, folder, problems)
        if SURVEY_FILES[0] in present:
            files.surveys.append(folder)
        elif any(not name.startswith(".") and not name.lower().startswith("readme") for name in present):
            hint = nearest(SURVEY_FILES[0], present)
            hint = hint if hint.startswith("did") else "write a first one with: valuma survey codebook --draft"
            problems.warning(
                folder, f"no {SURVEY_FILES[0]}", "a codebook of the survey; its files are not read", hint=hint
            )
        for name in sorted(set(present) - set(SURVEY_FILES)):
            close = difflib.get_close_matches(name.lower(), SURVEY_FILES, n=1, cutoff=0.85)
            if close and SURVEY_FILES[0] in present:
                hint = f"did you mean {close[0]!r}?"
                problems.warning(f"{folder}/{name}", "a file that is not read", "a file of the survey", hint=hint)


def _sort_out(files: StudyFiles, folder: str, name: str, problems: Problems) -> None:
    stem, suffix = os.path.splitext(name)
    if suffix == ".csv" and stem in TABLES:
        files.tables.setdefault(stem, []).append(f"{folder}/{name}")
    elif name in RULES and folder == REGISTRY:
        files.rules[name] = f"{folder}/{name}"
    elif name not in _BESIDE:
        _near_miss(folder, name, [f"{table}.csv" for table in TABLES] + list(RULES), problems)


def _near_miss(folder: str, name: str, known: tuple[str, ...] | list[str], problems: Problems) -> None:
    """Warn of a file that looks as if it should be read and is not."""
    if name.startswith((".", "~")) or name.lower().startswith("readme"):
        return
    if name.lower().endswith(_SPREADSHEETS):
        problems.warning(f"{folder}/{name}", "a spreadsheet", "CSV and TOML files", hint=_way_in(folder, name))
        return
    hint = nearest(name, known)
    if name.lower().endswith(_READABLE) or hint.startswith("did you mean"):
        problems.warning(f"{folder}/{name}", "a file that is not read", "a file of the study", hint=hint)


def _way_in(folder: str, name: str) -> str:
    """Say how the content of a spreadsheet gets into the study."""
    network = folder.removeprefix("cases/").partition("/")[2]
    if not network:
        return "spreadsheets are not read from here; save the sheet as CSV"
    path = f"{folder}/{name}"
    command = (
        f"cards import {path}"
        if name.lower().startswith("card")
        else f"members import {path} --network {network} --source ID"
    )
    return f"spreadsheets are not read from here; import it with: valuma {command}"


def near_files(root: Path, name: str) -> list[str]:
    """Return files of the registry or of ``tables`` whose name is nearly the given one, nearest folder first.

    Parameters
    ----------
    root : Path
        The study folder.
    name : str
        File that is missing, such as ``themes.csv``.

    Returns
    -------
    list of str
        Paths relative to the study folder.
    """
    found = []
    for folder in (REGISTRY, "tables"):
        names = [other for other in _names(root, folder, Problems()) if other.removesuffix(".csv") not in TABLES]
        close = difflib.get_close_matches(name, [other.lower() for other in names], n=3, cutoff=0.75)
        found += [f"{folder}/{other}" for other in names if other.lower() in close]
    return found


def _names(root: Path, folder: str, problems: Problems) -> list[str]:
    return [entry.name for entry in _entries(root, folder, problems) if entry.is_file(follow_symlinks=False)]


def _folders(root: Path, folder: str, problems: Problems) -> list[str]:
    return [
        entry.name
        for entry in _entries(root, folder, problems)
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "_"))
    ]


def _entries(root: Path, folder: str, problems: Problems) -> Iterator[os.DirEntry[str]]:
    """Yield what a folder holds, sorted by name; links are reported and passed over."""
    path = root / folder
    if not inside(root, folder, problems) or not path.is_dir():
        return
    with os.scandir(path) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_symlink():
            refuse_link(root, f"{folder}/{entry.name}", problems)
        else:
            yield entry


def inside(root: Path, name: str, problems: Problems) -> bool:
    """Whether a path stays inside the study folder and passes through no link; else report it.

    Parameters
    ----------
    root : Path
        The study folder.
    name : str
        Path relative to it.
    problems : Problems
        Grows by an error where the path is refused.
    """
    if os.path.isabs(name) or ".." in Path(name).parts:
        problems.error(name, "a path that leaves the study folder", "a path inside it")
        return False
    here = root
    for part in Path(name).parts:
        here = here / part
        if here.is_symlink():
            refuse_link(root, here.relative_to(root).as_posix(), problems)
            return False
    return True


def refuse_link(root: Path, name: str, problems: Problems) -> None:
    """Report a symbolic link, once."""
    target = os.path.realpath(root / name)
    leaves = not target.startswith(os.path.realpath(root) + os.sep)
    found = "a symbolic link that leaves the study folder" if leaves else "a symbolic link"
    if not any(item.file == name and "symbolic link" in item.found for item in problems):
        problems.error(name, found, "the file or folder itself", hint="links are not followed; copy what is meant")
