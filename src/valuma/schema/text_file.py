"""Bytes of a text file to text: encodings and line ends that programs in use write."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from valuma.schema.problems import Problems

#: Largest file that is read unless a caller says otherwise, in bytes.
SIZE_LIMIT = 200_000_000

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOJIBAKE = re.compile("Ã[¤¶¥„–…]|â€[\u0080-\u00bf™œ]")


def read_bytes(path: Path, file: str, problems: Problems, *, limit: int = SIZE_LIMIT) -> bytes | None:
    """Read a file that is not larger than a limit.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by one error where the file cannot be read.
    limit : int
        Largest size in bytes.

    Returns
    -------
    bytes or None
        The content; None where it could not be read.
    """
    try:
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            problems.error(file, "something that is not a file", "a file that can be read")
            return None
        if size > limit:
            problems.error(file, f"{size:,} bytes", f"at most {limit:,} bytes", hint="is this the file that was meant?")
            return None
        return path.read_bytes()
    except OSError as error:
        problems.error(file, error.strerror or type(error).__name__, "a file that can be read")
        return None


def decode(data: bytes, file: str, problems: Problems) -> str | None:
    r"""Turn the bytes of a text file into text with ``\n`` as the only line end.

    UTF-8 is read as it is; a byte-order mark is accepted and noted. What is not UTF-8 is read as
    Windows-1252 with a warning. Bytes that Windows-1252 does not have become U+FFFD, named by line.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by what was found on the way.

    Returns
    -------
    str or None
        The text; None where the bytes are not a text file.

    Examples
    --------
    >>> problems = Problems()
    >>> decode("name;Närpes".encode("cp1252"), "actors.csv", problems)
    'name;Närpes'
    >>> print(problems)
    1 warning
    warning: actors.csv: found bytes that are not UTF-8; expected UTF-8 (read as Windows-1252; save as UTF-8)
    """
    if data.startswith(_UTF16):
        problems.error(file, "UTF-16 text", "UTF-8", hint="save as 'CSV UTF-8'")
        return None
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        problems.error(file, "a NUL byte", "text", row=line, hint="is this a spreadsheet or another binary file?")
        return None
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.note(file, "a byte-order mark", "UTF-8 without one", hint="accepted")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _windows(data, file, problems)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    spoilt = _MOJIBAKE.search(text)
    if spoilt:
        problems.warning(
            file,
            f"{spoilt.group()!r}",
            "letters such as ä, ö, å",
            row=text.count("\n", 0, spoilt.start()) + 1,
            hint="UTF-8 that was once read as Windows-1252?",
        )
    return text


def _windows(data: bytes, file: str, problems: Problems) -> str:
    problems.warning(file, "bytes that are not UTF-8", "UTF-8", hint="read as Windows-1252; save as UTF-8")
    text = data.decode("cp1252", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if "\ufffd" in line:
            problems.warning(file, "a byte that stands for no letter", "a letter", row=number, hint="read as U+FFFD")
    return text
