"""Where the rows of a table were read, so that a problem can name its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from valuma.schema.toml import Toml


@dataclass(frozen=True)
class Keys:
    """How rows of a table stand in TOML files.

    Parameters
    ----------
    names : mapping of str to str
        Key of each column whose name differs in the file.
    files : mapping of str to Toml
        Lines of the keys, by file.
    """

    names: Mapping[str, str]
    files: Mapping[str, Toml]

    def line(self, file: str, path: str) -> int | None:
        """Return the line of a key path."""
        toml = self.files.get(file)
        return None if toml is None else toml.line(path)


@dataclass(frozen=True)
class Origin:
    """File and line of every row of one table.

    Parameters
    ----------
    files : tuple of str
        Files the rows come from.
    file : ndarray of int, shape (n_rows,)
        Position in `files`.
    row : ndarray of int, shape (n_rows,)
        Line in the file (the header is line 1), or position in a data frame; -1 where it is not known.
    path : ndarray of str or None, shape (n_rows,), optional
        Key path of the row in a TOML file, such as ``member_counts[2]``; empty for the file itself, None in a
        CSV file.
    keys : Keys, optional
        Names and lines of the keys in TOML files.

    Examples
    --------
    >>> origin = Origin.of_file("actors.csv", [2, 3])
    >>> origin.place(1, "level")
    ('actors.csv', 3, 'level')
    """

    files: tuple[str, ...]
    file: npt.NDArray[np.int32]
    row: npt.NDArray[np.int64]
    path: npt.NDArray[np.object_] | None = None
    keys: Keys | None = None

    @classmethod
    def of_file(cls, file: str, rows: Sequence[int] | npt.NDArray[np.int64]) -> Origin:
        """Return the origin of rows that all come from one file."""
        lines = np.asarray(rows, dtype=np.int64)
        return cls((file,), np.zeros(len(lines), dtype=np.int32), lines)

    @classmethod
    def of_frame(cls, name: str, length: int) -> Origin:
        """Return the origin of the rows of a data frame: their positions, counted from 0."""
        return cls.of_file(name, np.arange(length))

    def __len__(self) -> int:
        return len(self.row)

    def take(self, positions: npt.NDArray[np.intp]) -> Origin:
        """Return the origin of some of the rows, in the given order."""
        path = None if self.path is None else self.path[positions]
        return Origin(self.files, self.file[positions], self.row[positions], path, self.keys)

    def then(self, other: Origin) -> Origin:
        """Return the origin of these rows followed by those of another table part.

        Parameters
        ----------
        other : Origin
            Rows that come after; where both stand in TOML files, the keys are those of the first.
        """
        path = None
        if self.path is not None or other.path is not None:
            parts = [np.full(len(one), None, dtype=object) if one.path is None else one.path for one in (self, other)]
            path = np.concatenate(parts)
        return Origin(
            (*self.files, *other.files),
            np.concatenate([self.file, other.file + np.int32(len(self.files))]).astype(np.int32),
            np.concatenate([self.row, other.row]),
            path,
            self.keys or other.keys,
        )

    def place(self, position: int, column: str | None) -> tuple[str, int | None, str | None]:
        """Return file, line and column of one row; in a TOML file the column is a key path."""
        file, row = self.files[self.file[position]], int(self.row[position])
        path = None if self.path is None else self.path[position]
        if path is None:
            return file, row if row >= 0 else None, column
        key = column if column is None or self.keys is None else self.keys.names.get(column, column)
        full = ".".join(part for part in (str(path), key) if part)
        line = None if self.keys is None else self.keys.line(file, full)
        return file, line if line is not None else row if row >= 0 else None, full or None
