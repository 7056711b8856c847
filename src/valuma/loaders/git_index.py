"""Which files git tracks, read from its index: no program is run and no setting of a repository is obeyed."""

from __future__ import annotations

import fnmatch
import os
from dataclasses import dataclass
from pathlib import Path

from valuma.schema.problems import ValumaError

#: Largest index that is read; a million files take about 100 MB.
_LIMIT = 256 * 2**20
_HEADER, _FIXED = 12, 40
_LONG_NAME = 0xFFF


@dataclass(frozen=True)
class Repository:
    """A working tree of git.

    Parameters
    ----------
    root : Path
        Its top folder.
    folder : Path
        Where git keeps its files: ``.git``, or where a ``.git`` file points.
    """

    root: Path
    folder: Path

    def tracked(self) -> list[str]:
        """Return the paths that git tracks, relative to the top folder, with ``/`` between folders.

        Raises
        ------
        ValumaError
            The index cannot be read: damaged, split, or of a version that is not known.
        """
        index = self.folder / "index"
        try:
            if index.stat().st_size > _LIMIT:
                raise ValumaError(f"{index}: larger than {_LIMIT // 2**20} MB")
            data = index.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ValumaError(f"{index}: {error.strerror}") from error
        return index_paths(data, hash_size=32 if self._sha256() else 20)

    def ignores(self, path: Path) -> bool:
        """Whether a plain pattern in an ignore file of the repository covers the name of a file.

        Only patterns without folders are looked at, such as ``*.key``: what they say does not depend on order.
        """
        relative = path.resolve().relative_to(self.root)
        folders = [self.root, *(self.root.joinpath(*relative.parts[:k]) for k in range(1, len(relative.parts)))]
        files = [self.folder / "info" / "exclude", *(folder / ".gitignore" for folder in folders)]
        patterns: list[str] = []
        for file in files:
            if file.is_file():
                patterns += [line.strip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
        if any(line.startswith("!") and fnmatch.fnmatch(path.name, line[1:].lstrip("/")) for line in patterns):
            return False
        return any(line and "/" not in line and fnmatch.fnmatch(path.name, line) for line in patterns)

    def _sha256(self) -> bool:
        config = self.folder / "config"
        try:
            text = config.read_text(encoding="utf-8", errors="replace").lower()
        except OSError:
            return False
        return any(line.replace(" ", "").strip() == "objectformat=sha256" for line in text.splitlines())


def repository_of(folder: Path) -> Repository | None:
    """Return the working tree of git that a folder lies in; None where it lies in none.

    Parameters
    ----------
    folder : Path
        Any folder.

    Returns
    -------
    Repository or None
    """
    start = Path(os.path.realpath(folder))
    for place in (start, *start.parents):
        mark = place / ".git"
        if mark.is_dir():
            return Repository(place, mark)
        if mark.is_file():
            text = mark.read_text(encoding="utf-8", errors="replace").strip()
            if text.startswith("gitdir:"):
                return Repository(place, (place / text.removeprefix("gitdir:").strip()).resolve())
    return None


def index_paths(data: bytes, *, hash_size: int = 20) -> list[str]:
    """Return the paths of an index of git, version 2, 3 or 4.

    Parameters
    ----------
    data : bytes
        The file ``index``.
    hash_size : int
        20 for repositories with SHA-1, 32 with SHA-256.

    Returns
    -------
    list of str
        In the order of the index, each once.

    Raises
    ------
    ValumaError
        The index is damaged, split between files, or of another version.

    References
    ----------
    Git documentation, *index-format*. https://git-scm.com/docs/index-format
    """
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:12])
    if data[:4] != b"DIRC" or version not in (2, 3, 4):
        raise ValumaError("the index of git is damaged or of a version that is not known")
    paths: dict[str, None] = {}
    place, before = _HEADER, b""
    for _ in range(count):
        start, flags_at = place, place + _FIXED + hash_size
        flags = int.from_bytes(data[flags_at : flags_at + 2])
        place = flags_at + (4 if version >= 3 and flags & 0x4000 else 2)
        if version == 4:
            cut, place = _offset(data, place)
            end = data.find(b"\0", place)
            name, place = before[: len(before) - cut] + data[place:end], end + 1
        else:
            length = flags & _LONG_NAME
            end = place + length if length < _LONG_NAME else data.find(b"\0", place)
            name = data[place:end]
            place = start + ((end - start) // 8 + 1) * 8
        if end < 0 or place > len(data):
            raise ValumaError("the index of git is cut off")
        paths[name.decode("utf-8", errors="surrogateescape")] = None
        before = name
    if _extension(data, place, hash_size, b"link"):
        raise ValumaError("the index of git is split between files; git update-index --no-split-index joins it")
    return list(paths)


def _offset(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length as git writes it, and what follows it."""
    if place >= len(data):
        raise ValumaError("the index of git is cut off")
    value = data[place] & 0x7F
    while data[place] & 0x80:
        place += 1
        if place >= len(data):
            raise ValumaError("the index of git is cut off")
        value = ((value + 1) << 7) | (data[place] & 0x7F)
    return value, place + 1


def _extension(data: bytes, place: int, hash_size: int, name: bytes) -> bool:
    while place + 8 <= len(data) - hash_size:
        if data[place : place + 4] == name:
            return True
        place += 8 + int.from_bytes(data[place + 4 : place + 8])
    return False
