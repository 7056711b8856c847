"""Rows of a table from many files, with the place of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from valuma.loaders.csv_file import RawTable
from valuma.schema.contract import Table
from valuma.schema.toml import Toml
from valuma.study.origins import Keys, Origin


@dataclass
class Gathering:
    """Rows of one table while files are being read.

    Parameters
    ----------
    table : Table
        Contract of the rows.
    names : mapping of str to str
        Key of each column whose name differs in a TOML file.
    toml : dict of str to Toml
        TOML files that were read, by name; shared by all tables.
    """

    table: Table
    names: Mapping[str, str] = field(default_factory=dict)
    toml: dict[str, Toml] = field(default_factory=dict)
    _columns: dict[str, list[Any]] = field(default_factory=dict)
    _files: dict[str, int] = field(default_factory=dict)
    _file: list[int] = field(default_factory=list)
    _row: list[int] = field(default_factory=list)
    _path: list[str | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._row)

    def add_raw(self, raw: RawTable, given: Mapping[str, str]) -> None:
        """Add the rows of a CSV file.

        Parameters
        ----------
        raw : RawTable
            Cells as text.
        given : mapping of str to str
            Columns with the same value in every row; they win over the file.
        """
        count = len(raw.lines)
        columns = {**raw.columns, **{name: [value] * count for name, value in given.items()}}
        self._extend(columns, count)
        self._file += [self._number(raw.file)] * count
        self._row += raw.lines.tolist()
        self._path += [None] * count

    def add_record(self, record: Mapping[str, Any], file: str, line: int | None, path: str) -> None:
        """Add one row that stands in a TOML file.

        Parameters
        ----------
        record : mapping of str to object
            Values by column.
        file, line, path
            Where it stands: file, line, key path.
        """
        self._extend({name: [value] for name, value in record.items()}, 1)
        self._file.append(self._number(file))
        self._row.append(-1 if line is None else line)
        self._path.append(path)

    def frame(self) -> tuple[pd.DataFrame, Origin]:
        """Return the rows and their origin."""
        cells = {}
        for name in dict.fromkeys((*self.table.names, *self._columns)):
            column = np.empty(len(self), dtype=object)
            if name in self._columns:
                column[:] = self._columns[name]
            cells[name] = column
        in_toml = any(path is not None for path in self._path)
        origin = Origin(
            tuple(self._files) or (self.table.name,),
            np.array(self._file, dtype=np.int32),
            np.array(self._row, dtype=np.int64),
            np.array(self._path, dtype=object) if in_toml else None,
            Keys(self.names, self.toml) if in_toml else None,
        )
        return pd.DataFrame(cells, dtype=object), origin

    def _number(self, file: str) -> int:
        return self._files.setdefault(file, len(self._files))

    def _extend(self, columns: Mapping[str, list[Any]], count: int) -> None:
        before = len(self)
        for name in columns:
            if name not in self._columns:
                self._columns[name] = [None] * before
        for name, values in self._columns.items():
            values += columns[name] if name in columns else [None] * count
