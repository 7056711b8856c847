"""A whole folder takes the place of another in one step, so that a killed build leaves the old one whole."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from valuma.formats.files import TEMPORARY_PREFIX
from valuma.schema.problems import ValumaError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2
_RENAME_SWAP = 2  # macOS, renamex_np


@contextlib.contextmanager
def replaced_folder(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Fill a folder under a temporary name; it takes the place of the target when all went well.

    Parameters
    ----------
    target : path
        The folder to make or to replace. The folder above it is made where it is missing.

    Yields
    ------
    Path
        An empty folder beside the target.

    Raises
    ------
    ValumaError
        There is something else than a folder under the name of the target.

    Notes
    -----
    On Linux and macOS the two folders are exchanged by one call of the system, so that the name is never
    without a whole folder. Elsewhere two renames follow each other. What a killed process left behind is
    removed by the next one.
    """
    path = Path(target)
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise ValumaError(f"{path} is not a folder; name another one or remove it")
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f"{TEMPORARY_PREFIX}{path.name}-"
    _clear_remains(path.parent, prefix)
    temporary = path.parent / f"{prefix}{os.getpid()}-{secrets.token_hex(4)}"
    temporary.mkdir()
    try:
        yield temporary
        _put_in_place(temporary, path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _put_in_place(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchanged(new, target):
        old = new.with_name(f"{new.name}-old")
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step, where the system can."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform.startswith("linux"):
            return bool(library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, _RENAME_SWAP) == 0)
    except (AttributeError, OSError, TypeError):
        pass
    return False


def _clear_remains(folder: Path, prefix: str) -> None:
    """Remove what processes that no longer run left behind."""
    for remains in folder.glob(f"{prefix}*"):
        process = remains.name.removeprefix(prefix).partition("-")[0]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(remains, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True
