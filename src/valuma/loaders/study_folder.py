"""A study folder to a Study: all files read, all problems of all files reported at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from valuma.loaders.cards import KEYS, parse_card, records
from valuma.loaders.csv_file import RawTable, parse_csv
from valuma.loaders.folder import NAMES_FILE, REGISTRY, StudyFiles, find_files, inside, near_files
from valuma.loaders.gathering import Gathering
from valuma.loaders.members.decisions import PLACE, check_names_file
from valuma.schema.coding import CodingRules
from valuma.schema.problems import Problem, Problems, nearest
from valuma.schema.tables import TABLES
from valuma.schema.text_file import SIZE_LIMIT, read_bytes
from valuma.schema.toml import Toml, parse_toml, validate
from valuma.study.area_rules import AreaRules
from valuma.study.checks.keys import missing_tables
from valuma.study.frames import conform, report_columns
from valuma.study.origins import Origin
from valuma.study.settings import StudySettings
from valuma.study.study import Study

if TYPE_CHECKING:
    from pydantic import BaseModel

    from valuma.loaders.surveys import FoundSurvey

    Model = TypeVar("Model", bound=BaseModel)

SETTINGS_FILE = "study.toml"


def read_study(path: str | Path = ".", *, limit: int = SIZE_LIMIT) -> Study:
    """Read a study folder.

    Parameters
    ----------
    path : str or Path
        Folder with ``study.toml``, ``cases/registry/*.csv`` and, for every network, ``card.toml`` and ``members.csv``
        in ``cases/<group>/<network_id>/``. Further tables may stand in ``tables/``, surveys in
        ``surveys/<survey_id>/``; whatever a study does not need may be missing.
    limit : int
        Largest size of one file in bytes.

    Returns
    -------
    Study
        Validated tables, with the rows that the answers of its surveys make; warnings and notes stand in
        ``study.report``.

    Raises
    ------
    StudyError
        Anything is wrong; carries all problems of all files.

    Examples
    --------
    >>> import valuma as va
    >>> study = va.read_study(".")                                    # doctest: +SKIP
    >>> study.completeness()                                          # doctest: +SKIP
    """
    study, problems = read_with_problems(path, limit=limit)
    problems.raise_if_errors(f"{path} cannot be used")
    return study


def read_with_problems(path: str | Path = ".", *, limit: int = SIZE_LIMIT) -> tuple[Study, Problems]:
    """Read a study folder and return what is wrong with it beside it, for callers that can go on with some errors.

    Parameters
    ----------
    path : str or Path
        The study folder.
    limit : int
        Largest size of one file in bytes.

    Returns
    -------
    tuple of Study and Problems
        Where there are errors, the tables hold what could be read.
    """
    return _Reader(Path(path), limit).read()


def check(path: str | Path = ".", *, limit: int = SIZE_LIMIT) -> Problems:
    """Report every problem of a study folder; wrong data never raise.

    Parameters
    ----------
    path : str or Path
        The study folder.
    limit : int
        Largest size of one file in bytes.

    Returns
    -------
    Problems
        Errors, warnings and notes, by file and line; also answers and identifiers of people that git tracks.
    """
    from valuma.loaders.tracked_files import check_tracked

    problems = _Reader(Path(path), limit).read()[1]
    check_tracked(path, problems)
    return problems


class _Reader:
    """Reads one study folder; every step adds rows and problems."""

    def __init__(self, path: Path, limit: int) -> None:
        self.root = Path(os.path.realpath(path))
        self.limit = limit
        self.problems = Problems()
        self.inputs: dict[str, str] = {}
        self.toml: dict[str, Toml] = {}
        self.gatherings = {name: Gathering(table, KEYS.get(name, {}), self.toml) for name, table in TABLES.items()}
        self.incomplete: set[str] = set()
        self.causes: list[Problem] = []
        self.stated_groups: tuple[str, ...] | None = None
        self.unknown_groups: set[str] = set()

    def read(self) -> tuple[Study, Problems]:
        """Read everything and return the study with all problems, sorted by place."""
        settings = self._settings()
        if settings is None:
            return Study.assemble({}, problems=self.problems)
        files = find_files(self.root, self.problems)
        settings = self._groups(files, settings)
        for table, names in files.tables.items():
            for name in names:
                self._csv(table, name, {})
        for group, network, folder in files.cases:
            self._case(group, network, folder)
        rules = self._rules(files)
        self._links()
        frames: dict[str, pd.DataFrame] = {}
        origins: dict[str, Origin] = {}
        for name, gathering in self.gatherings.items():
            if len(gathering):
                frames[name], origins[name] = gathering.frame()
        self._decisions(files, frames)
        self._missing(files, frames)
        self._groups_without_a_folder(files, frames)
        self._networks_of_the_brief(settings, frames)
        surveys = self._surveys(files)
        study, problems = Study.assemble(
            frames,
            settings=settings,
            coding=rules[0],
            area_rules=rules[1],
            inputs=self.inputs,
            origins=origins,
            headers_checked=True,
            incomplete=self.incomplete,
            problems=self.problems,
        )
        if surveys:
            from valuma.loaders.survey_joining import join_surveys

            study, problems = join_surveys(study, surveys, problems, incomplete=frozenset(self.incomplete))
        rest = [item for item in problems if item not in self.causes]
        return study, Problems((*self.causes, *sorted(rest, key=lambda item: (item.file, item.row or 0))))

    def _surveys(self, files: StudyFiles) -> list[FoundSurvey]:
        """Read the surveys, where there are any: their readers are loaded for them alone."""
        if not files.surveys:
            return []
        from valuma.loaders.surveys import read_surveys

        return read_surveys(self.root, files.surveys, self.problems, self.inputs, limit=self.limit)

    def _cause(self, file: str, found: str, expected: str, hint: str) -> None:
        """Report an error from which others would follow; it stands first."""
        self.causes.append(Problem("error", file, found, expected, hint=hint))
        self.problems.add(self.causes[-1])

    def _groups(self, files: StudyFiles, settings: StudySettings) -> StudySettings:
        """Report folders of groups that study.toml does not name, once each, and let their cases pass after that."""
        unknown = sorted({group for group, _, _ in files.cases} - set(settings.groups))
        self.unknown_groups = set(unknown)
        for group in unknown if self.stated_groups is not None else ():
            hint = nearest(group, settings.groups)
            self._cause(f"cases/{group}", f"the group {group!r}", "a group that study.toml names", hint)
        return replace(settings, groups=(*settings.groups, *unknown))

    def _groups_without_a_folder(self, files: StudyFiles, frames: Mapping[str, pd.DataFrame]) -> None:
        """Warn of groups that study.toml names and no case belongs to."""
        used = {group for group, _, _ in files.cases}
        if "networks" in frames:
            used |= set(frames["networks"]["group"].dropna())
        toml = self.toml.get(SETTINGS_FILE)
        for position, group in enumerate(self.stated_groups or (), start=1):
            if group not in used:
                path = f"groups[{position}]"
                row = toml.line(path) if toml else None
                self.problems.warning(
                    SETTINGS_FILE, f"the group {group!r} without cases", f"a folder cases/{group}", row=row, column=path
                )

    def _networks_of_the_brief(self, settings: StudySettings, frames: Mapping[str, pd.DataFrame]) -> None:
        """Report networks that study.toml wants to show and no card describes."""
        if "networks" in self.incomplete or "networks" not in frames:
            return
        known, toml = set(frames["networks"]["network_id"]), self.toml.get(SETTINGS_FILE)
        for position, name in enumerate(settings.brief_networks, start=1):
            if name not in known:
                path = f"brief.networks[{position}]"
                row, hint = toml.line(path) if toml else None, nearest(name, map(str, known))
                self.problems.error(
                    SETTINGS_FILE, repr(name), "a network of the study", row=row, column=path, hint=hint
                )

    def _links(self) -> None:
        """Take what stands behind refused links as unknown, so that nothing is said to follow from it."""
        for item in [item for item in self.problems if "symbolic link" in item.found]:
            self.causes.append(item)
            folder, _, name = item.file.rpartition("/")
            if item.file in ("cases", REGISTRY, "tables"):
                self.incomplete |= set(TABLES)
            elif folder in (REGISTRY, "tables"):
                self.incomplete |= {name.removesuffix(".csv")} & set(TABLES)
            else:
                self.incomplete |= {"networks", "memberships"}

    def _missing(self, files: StudyFiles, frames: Mapping[str, pd.DataFrame]) -> None:
        """Report tables that others refer to and that have no file, with the file that may be meant."""
        for table, users in missing_tables(frames).items():
            if table in self.incomplete:
                continue
            self.incomplete.add(table)
            if table in files.tables:
                self._cause(files.tables[table][0], "no rows", f"the {table} that {users} name", "")
            elif table == "networks":
                self._cause("cases", "no networks", f"the networks that {users} name", "a folder with a card each")
            else:
                near = near_files(self.root, f"{table}.csv")
                hint = f"did you mean {near[0]!r}, which is there?" if near else ""
                kept = [item for item in self.problems if item.severity != "warning" or item.file not in near]
                self.problems = Problems(kept)
                self._cause(f"{REGISTRY}/{table}.csv", "no such file", f"the {table} that {users} name", hint)

    def _decisions(self, files: StudyFiles, frames: Mapping[str, pd.DataFrame]) -> None:
        """Check what people decided about names; no calculation reads it, so it is none of the inputs."""
        known: set[str] | None = set()
        for table, column, prefix in (("actors", "actor_id", ""), ("municipalities", "municipality_code", PLACE)):
            if table in self.incomplete or known is None:
                known = None
            elif table in frames:
                known |= {f"{prefix}{cell}".strip() for cell in frames[table][column]}
        for _, _, folder in files.cases:
            name = f"{folder}/{NAMES_FILE}"
            if (self.root / name).is_file() and inside(self.root, name, self.problems):
                data = read_bytes(self.root / name, name, self.problems, limit=self.limit)
                if data is not None:
                    check_names_file(data, name, known, self.problems)

    def _bytes(self, name: str) -> bytes | None:
        """Read a file of the folder and keep its hash."""
        if not inside(self.root, name, self.problems):
            return None
        data = read_bytes(self.root / name, name, self.problems, limit=self.limit)
        if data is not None:
            self.inputs[name] = hashlib.sha256(data).hexdigest()
        return data

    def _settings(self) -> StudySettings | None:
        """Read ``study.toml``; None where the folder is not a study folder at all."""
        from valuma.schema.study_file import StudyFile

        if not self.root.is_dir():
            self.problems.error(str(self.root), "no such folder", "a study folder")
            return None
        if not (self.root / SETTINGS_FILE).exists() and not (self.root / SETTINGS_FILE).is_symlink():
            here = sorted(p.name for p in self.root.iterdir() if p.is_file())
            hint = nearest(SETTINGS_FILE, here)
            self.problems.error(
                SETTINGS_FILE,
                "no such file",
                f"the settings of the study in {self.root.name}/",
                hint=hint if hint.startswith("did") else "",
            )
            return None
        model = self._model(SETTINGS_FILE, StudyFile)
        if model is None:
            return StudySettings()
        settings = StudySettings.from_model(model)
        self.stated_groups = tuple(model.groups or ())
        return settings

    def _model(self, name: str, model: type[Model]) -> Model | None:
        data = self._bytes(name)
        toml = None if data is None else parse_toml(data, name, self.problems)
        if toml is not None:
            self.toml[name] = toml
        return None if toml is None else validate(toml, model, name, self.problems)

    def _rules(self, files: StudyFiles) -> tuple[CodingRules | None, AreaRules | None]:
        from valuma.schema.area_file import AreaFile
        from valuma.schema.coding_file import CodingFile

        coding = area = None
        if "coding_rules.toml" in files.rules:
            name = files.rules["coding_rules.toml"]
            coding_file = self._model(name, CodingFile)
            coding = None if coding_file is None else CodingRules.from_model(coding_file, name)
        if "area_rules.toml" in files.rules:
            area_file = self._model(files.rules["area_rules.toml"], AreaFile)
            area = None if area_file is None else AreaRules.from_model(area_file)
        return coding, area

    def _csv(self, table: str, name: str, given: Mapping[str, str]) -> None:
        """Read a CSV file; rows of a file that lacks a required column are checked but not kept."""
        data = self._bytes(name)
        raw = None if data is None else parse_csv(data, TABLES[table], name, self.problems, given=tuple(given))
        if raw is None:
            self.incomplete.add(table)
            return
        if not raw.complete:
            self.incomplete.add(table)
        self._foreign_rows(raw, given)
        columns = [*raw.columns, *(key for key in given if key not in raw.columns)]
        if report_columns(TABLES[table], columns, name, self.problems, row=raw.header_line):
            self.gatherings[table].add_raw(raw, given)
            return
        self.incomplete.add(table)
        cells = {key: np.array(values, dtype=object) for key, values in raw.columns.items()}
        conform(
            TABLES[table], pd.DataFrame(cells), Origin.of_file(name, raw.lines), self.problems, headers_checked=True
        )

    def _foreign_rows(self, raw: RawTable, given: Mapping[str, str]) -> None:
        """Report rows of a case that name another network than their folder."""
        for column, value in given.items():
            for line, cell in zip(raw.lines.tolist(), raw.columns.get(column, ()), strict=False):
                if cell.strip() and cell.strip() != value:
                    self.problems.error(
                        raw.file,
                        repr(cell),
                        f"{value!r}, the folder",
                        row=line,
                        column=column,
                        hint="leave the column out",
                    )

    def _case(self, group: str, network: str, folder: str) -> None:
        """Read card and member list of one network."""
        card_name, members_name = f"{folder}/card.toml", f"{folder}/members.csv"
        data = self._bytes(card_name) if (self.root / card_name).is_file() else None
        parsed = None if data is None else parse_card(data, card_name, self.problems)
        if parsed is None:
            # A card that cannot be read is reported; that its network is unknown everywhere else is not.
            self.incomplete |= {"networks"}
        else:
            card, toml = parsed
            for key, found, expected in (("id", card.id, network), ("group", card.group, group)):
                if found != expected and expected not in self.unknown_groups:
                    self.problems.error(
                        card_name, repr(found), f"{expected!r}, the name of the folder", row=toml.line(key), column=key
                    )
            self.toml[card_name] = toml
            if card.id != network:
                # The mistake is one; rows of members and of other cards may use either name.
                self.incomplete |= {"networks"}
            for table, values, path in records(card.model_copy(update={"id": network, "group": group})):
                self.gatherings[table].add_record(values, card_name, toml.line(path), path)
        if (self.root / members_name).is_file():
            self._csv("memberships", members_name, {"network_id": network})
