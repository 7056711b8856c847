"""A study folder to a Study: all files read, all problems of all files reported at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from valuma.loaders.cards import KEYS, parse_card, records
from valuma.loaders.csv_file import RawTable, parse_csv
from valuma.loaders.folder import StudyFiles, find_files, inside
from valuma.loaders.gathering import Gathering
from valuma.schema.coding import CodingRules
from valuma.schema.problems import Problems, nearest
from valuma.schema.tables import TABLES
from valuma.schema.text_file import SIZE_LIMIT, read_bytes
from valuma.schema.toml import Toml, parse_toml, validate
from valuma.study.area_rules import AreaRules
from valuma.study.frames import conform, report_columns
from valuma.study.origins import Origin
from valuma.study.settings import StudySettings
from valuma.study.study import Study

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

SETTINGS_FILE = "study.toml"


def read_study(path: str | Path = ".", *, limit: int = SIZE_LIMIT) -> Study:
    """Read a study folder.

    Parameters
    ----------
    path : str or Path
        Folder with ``study.toml``, ``cases/registry/*.csv`` and, for every network, ``card.toml`` and ``members.csv``
        in ``cases/<group>/<network_id>/``. Further tables may stand in ``tables/``; whatever a study does not need
        may be missing.
    limit : int
        Largest size of one file in bytes.

    Returns
    -------
    Study
        Validated tables; warnings and notes stand in ``study.report``.

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
    study, problems = _Reader(Path(path), limit).read()
    problems.raise_if_errors(f"{path} cannot be used")
    return study


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
        Errors, warnings and notes, by file and line.
    """
    return _Reader(Path(path), limit).read()[1]


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

    def read(self) -> tuple[Study, Problems]:
        """Read everything and return the study with all problems, sorted by place."""
        settings = self._settings()
        if settings is None:
            return Study.assemble({}, problems=self.problems)
        files = find_files(self.root, self.problems)
        for table, names in files.tables.items():
            for name in names:
                self._csv(table, name, {})
        for group, network, folder in files.cases:
            self._case(group, network, folder, settings)
        rules = self._rules(files)
        frames: dict[str, pd.DataFrame] = {}
        origins: dict[str, Origin] = {}
        for name, gathering in self.gatherings.items():
            if len(gathering):
                frames[name], origins[name] = gathering.frame()
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
        return study, Problems(sorted(problems, key=lambda item: (item.file, item.row or 0)))

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
        return StudySettings() if model is None else StudySettings.from_model(model)

    def _model(self, name: str, model: type[Model]) -> Model | None:
        data = self._bytes(name)
        toml = None if data is None else parse_toml(data, name, self.problems)
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
        if report_columns(TABLES[table], columns, name, self.problems):
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

    def _case(self, group: str, network: str, folder: str, settings: StudySettings) -> None:
        """Read card and member list of one network."""
        if group not in settings.groups:
            self.problems.error(
                folder, f"the group {group!r}", "a group that study.toml names", hint=nearest(group, settings.groups)
            )
        card_name, members_name = f"{folder}/card.toml", f"{folder}/members.csv"
        data = self._bytes(card_name) if (self.root / card_name).is_file() else None
        parsed = None if data is None else parse_card(data, card_name, self.problems)
        if parsed is None:
            # A card that cannot be read is reported; that its network is unknown everywhere else is not.
            self.incomplete |= {"networks"}
        else:
            card, toml = parsed
            for key, found, expected in (("id", card.id, network), ("group", card.group, group)):
                if found != expected:
                    self.problems.error(
                        card_name, repr(found), f"{expected!r}, the name of the folder", row=toml.line(key), column=key
                    )
            self.toml[card_name] = toml
            for table, values, path in records(card):
                self.gatherings[table].add_record(values, card_name, toml.line(path), path)
        if (self.root / members_name).is_file():
            self._csv("memberships", members_name, {"network_id": network})
