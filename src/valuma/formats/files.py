"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Literal, overload

from valuma.schema.problems import ValumaError

#: Names of half-finished files start like this; they stay only where a process was killed.
TEMPORARY_PREFIX = ".valuma-"

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@overload
def atomic_write(
    path: str | os.PathLike[str], mode: Literal["w"] = "w", *, encoding: str = "utf-8"
) -> contextlib.AbstractContextManager[IO[str]]: ...


@overload
def atomic_write(
    path: str | os.PathLike[str], mode: Literal["wb"], *, encoding: str = "utf-8"
) -> contextlib.AbstractContextManager[IO[bytes]]: ...


def atomic_write(
    path: str | os.PathLike[str], mode: Literal["w", "wb"] = "w", *, encoding: str = "utf-8"
) -> contextlib.AbstractContextManager[IO[Any]]:
    r"""Open a file that appears under its name only when it has been written to the end.

    Parameters
    ----------
    path : path
        Where the file shall stand. Its folder must exist. A symbolic link is replaced, not followed.
    mode : {"w", "wb"}, default "w"
        Text (line ends are written as given) or bytes.
    encoding : str, default "utf-8"
        Of a text file.

    Returns
    -------
    context manager of a file object
        The file has a temporary name in the same folder until the ``with`` block ends. On an error it is
        removed and what stood under the name before stays as it was.

    Raises
    ------
    ValumaError
        The folder is missing or may not be written to, or the name belongs to something that is not a file or to a
        file that nobody may write to.

    Notes
    -----
    Data are flushed to the disk before the file gets its name, so that also a loss of power leaves the old file
    or the new one. A process that is killed while writing leaves a file whose name starts with ``.valuma-``.

    A write-protected file could be replaced, since that changes its folder only. Who protected it meant it to stay
    as it is, so it is refused, also for an administrator.

    Examples
    --------
    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "members.csv"
    >>> with atomic_write(target) as file:
    ...     _ = file.write("actor_id\nkuntaliitto\n")
    >>> target.read_text().split()
    ['actor_id', 'kuntaliitto']
    """
    return _writing(Path(path), mode, None if "b" in mode else encoding)


def write_together(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write several files that belong together; none gets its name before all have been written.

    Parameters
    ----------
    contents : mapping from path to bytes
        The files in the order in which they get their names.

    Returns
    -------
    list of Path

    Raises
    ------
    ValumaError
        As in `atomic_write`; before anything is written where one of the names cannot be used.

    Notes
    -----
    Each file is whole at any moment. Between the first and the last renaming, which takes well under a
    millisecond a file, new files stand beside old ones.
    """
    for path in contents:
        _refuse_what_is_no_target(path)
    with contextlib.ExitStack() as stack:
        # The stack closes in reverse order, so the first file is entered last and renamed first.
        for path, data in reversed(list(contents.items())):
            file = stack.enter_context(atomic_write(path, "wb"))
            file.write(data)
    return list(contents)


@contextlib.contextmanager
def _writing(path: Path, mode: str, encoding: str | None) -> Iterator[IO[Any]]:
    _refuse_what_is_no_target(path)
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.tmp")
    try:
        # O_EXCL: never through a link someone put there; 0o666 lets the umask decide, as for any new file.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except FileNotFoundError as error:
        raise ValumaError(f"cannot write {path}: the folder {path.parent} does not exist") from error
    except (PermissionError, NotADirectoryError) as error:
        raise ValumaError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, mode, encoding=encoding, newline=None if encoding is None else "") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _refuse_what_is_no_target(path: Path) -> None:
    try:
        kind = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind)):
        raise ValumaError(f"cannot write {path}: there is something of that name that is not a file")
    if not kind & _WRITABLE:
        raise ValumaError(f"cannot write {path}: it is write-protected; allow writing or choose another name")


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
