"""A change of a study folder: shown before it is written, checked as a whole, written together or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import pandas as pd

from valuma.formats.files import write_together
from valuma.loaders.folder import inside
from valuma.loaders.study_folder import check
from valuma.schema.problems import Problem, Problems

#: What a study is read from; nothing else is looked at when a change is tried out.
_PARTS = ("study.toml", "cases", "tables")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that becomes another.

    Parameters
    ----------
    network : str
        Network it belongs to; empty for the registry.
    table, key, field : str
        Table, the row in words or by its key, and the column.
    was, becomes : str
        Value before and after. An empty `was` is something new, an empty `becomes` something taken away.
    """

    network: str
    table: str
    key: str
    field: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Changes:
    """New contents of files of a study folder, and what they change.

    Parameters
    ----------
    root : Path
        The study folder.
    contents : mapping of str to bytes
        New content of each file, by its path relative to the folder. Content that is already there is no
        change.
    changes : tuple of Change
        The same in words, for the person who decides.
    report : Problems
        Warnings and notes that arose while the change was worked out.

    Examples
    --------
    >>> changes = Changes(Path("."), {}, (Change("ring", "networks", "ring", "founded", "2009", "2010"),))
    >>> changes.frame[["field", "was", "becomes"]].to_numpy().tolist()
    [['founded', '2009', '2010']]
    >>> bool(changes)
    False
    """

    root: Path
    contents: Mapping[str, bytes] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    report: Problems = field(default_factory=Problems)

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def files(self) -> tuple[str, ...]:
        """Files whose content would be another, by name."""
        return tuple(sorted(name for name, data in self.contents.items() if not self._holds(name, data)))

    @property
    def frame(self) -> pd.DataFrame:
        """One row a change: network, table, key, field, was, becomes."""
        columns = [item.name for item in fields(Change)]
        rows = [[getattr(change, name) for name in columns] for change in self.changes]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def check(self) -> Problems:
        """Check the study as it would be.

        Returns
        -------
        Problems
            Those that the folder does not have now, named as in the folder.

        Notes
        -----
        The files a study is read from are copied to a temporary folder, a few megabytes.
        """
        before = Counter(map(_without_place, check(self.root)))
        with tempfile.TemporaryDirectory(prefix="valuma-") as place:
            after = check(self._tried(Path(place) / "study"))
        new = Problems()
        for item in after:
            if before[_without_place(item)] > 0:
                before[_without_place(item)] -= 1
            else:
                new.add(item)
        return new

    def write(self) -> list[Path]:
        """Write every file, or none.

        Returns
        -------
        list of Path
            Files whose content is another now.

        Raises
        ------
        StudyError
            The study would have errors that it does not have now.
        ValumaError
            A file cannot be written, or its name leaves the folder.
        """
        problems = Problems()
        for name in self.files:
            inside(self.root, name, problems)
        problems.raise_if_errors("nothing was written")
        self.check().raise_if_errors("nothing was written: the study would not be right")
        targets = {self.root / name: self.contents[name] for name in self.files}
        with _folders({path.parent for path in targets}):
            return write_together(targets)

    def _holds(self, name: str, data: bytes) -> bool:
        path = self.root / name
        return path.is_file() and path.read_bytes() == data

    def _tried(self, copy: Path) -> Path:
        """Make a copy of the study with the new contents."""
        copy.mkdir()
        for part in _PARTS:
            source = self.root / part
            if source.is_dir():
                shutil.copytree(source, copy / part, symlinks=True, copy_function=shutil.copyfile)
            elif source.is_file():
                shutil.copyfile(source, copy / part)
        for name in self.files:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(self.contents[name])
        return copy


@contextlib.contextmanager
def _folders(wanted: set[Path]) -> Iterator[None]:
    """Make folders; those that were made go again when what follows fails."""
    made: list[Path] = []
    try:
        for folder in sorted(wanted):
            missing = [path for path in (folder, *folder.parents) if not path.exists()]
            for path in reversed(missing):
                path.mkdir()
                made.append(path)
        yield
    except BaseException:
        for path in reversed(made):
            path.rmdir()
        raise


def _without_place(item: Problem) -> tuple[str, str, str, str]:
    """Identify a problem wherever its line has moved to."""
    return (item.severity, item.file, item.found, item.expected)
