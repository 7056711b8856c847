"""The key of pseudonyms: a file that its owner alone can read and that no repository takes in."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from valuma.loaders.git_index import repository_of
from valuma.schema.problems import ValumaError
from valuma.survey.disclosure.pseudonyms import KEY_BYTES

_SUFFIX = ".key"
_MARK = "valuma key 1\n"
_OWNER_ONLY = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(path: str | Path) -> Path:
    """Make a key of random bytes and write it to a file that only its owner can read.

    Parameters
    ----------
    path : str or Path
        File to write; its name ends in ``.key``. It must not be there yet: pseudonyms of an old key could not be made
        again.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValumaError
        The name ends otherwise, the file is there, its folder is not, or the file would lie in a working tree of git
        that does not ignore it.
    """
    target = Path(path)
    if target.suffix != _SUFFIX:
        raise ValumaError(f"{target.name} does not end in {_SUFFIX}: that is the name that version control ignores")
    _refuse_tracked(target)
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except FileExistsError as error:
        raise ValumaError(f"{target} is there already; pseudonyms made with it could not be made again") from error
    except OSError as error:
        raise ValumaError(f"cannot write {target}: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_MARK}{os.urandom(KEY_BYTES).hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    return target


def read_key(path: str | Path) -> bytes:
    """Read a key of pseudonyms.

    Parameters
    ----------
    path : str or Path
        File made by `make_key`.

    Returns
    -------
    bytes
        The key.

    Raises
    ------
    ValumaError
        There is no such file, it is no key, others than its owner can read it, or git may take it in.
    """
    source = Path(path)
    try:
        mode = source.stat().st_mode
        text = source.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise ValumaError(f"there is no key {source}; make one with: valuma privacy key {source}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ValumaError(f"{source} is no key that can be read") from error
    if os.name == "posix" and mode & _OTHERS:
        raise ValumaError(f"others than its owner can read {source}; say: chmod 600 {source}")
    _refuse_tracked(source)
    try:
        key = bytes.fromhex(text.removeprefix(_MARK).strip()) if text.startswith(_MARK) else b""
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise ValumaError(f"{source} is no key of valuma")
    return key


def _refuse_tracked(path: Path) -> None:
    """Refuse a place from which version control takes files."""
    repository = repository_of(path.parent)
    if repository is None:
        return
    where = Path(os.path.realpath(path.parent)) / path.name
    if where.relative_to(repository.root).as_posix() in repository.tracked():
        raise ValumaError(f"git tracks {path}: a key that has left is no key; make another one elsewhere")
    if not repository.ignores(where):
        raise ValumaError(f"git does not ignore {path}; add *.key to .gitignore or keep the key elsewhere")
