"""Bytes of a text file to text: encodings and line ends that programs in use write."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from valuma.schema.problems import Problem, Problems

#: Largest file that is read unless a caller says otherwise, in bytes.
SIZE_LIMIT = 200_000_000

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOJIBAKE = re.compile("Ã[¤¶¥„–…]|â€[\u0080-\u00bf™œ]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


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
    except FileNotFoundError:
        problems.error(file, "no such file", "a file that can be read")
    except (OSError, ValueError) as error:
        problems.error(file, getattr(error, "strerror", None) or str(error), "a file that can be read")
    return None


def decode(data: bytes, file: str, problems: Problems, *, keep_line_ends: bool = False) -> str | None:
    r"""Turn the bytes of a text file into text.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by what was found on the way.
    keep_line_ends : bool, default False
        Leave line ends as they are; otherwise ``\n`` becomes the only one.

    Returns
    -------
    str or None
        The text; None where the bytes are UTF-16 or hold a NUL byte, with an error that says so.

    Notes
    -----
    A byte-order mark of UTF-8 is accepted and noted. Valid UTF-8 is UTF-8. Other bytes are UTF-8 with damage
    where more letters beyond ASCII are whole than damaged, and Windows-1252 where not; either is a warning. What
    stands for no letter becomes U+FFFD and is named by line.

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
        problems.error(file, "UTF-16 text", "UTF-8", hint="save as UTF-8, in a spreadsheet as 'CSV UTF-8'")
        return None
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        problems.error(file, "a NUL byte", "text", row=line, hint="is this a spreadsheet or another binary file?")
        return None
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.note(file, "a byte-order mark", "UTF-8 without one", hint="accepted")
    text = _decoded(data, file, problems)
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    spoilt = _MOJIBAKE.search(plain)
    if spoilt:
        problems.warning(
            file,
            f"{spoilt.group()!r}",
            "letters such as ä, ö, å",
            row=plain.count("\n", 0, spoilt.start()) + 1,
            hint="UTF-8 that was once read as Windows-1252?",
        )
    return text if keep_line_ends else plain


def _decoded(data: bytes, file: str, problems: Problems) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count(_REPLACEMENT)
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii - damaged > damaged:
        problems.warning(file, "bytes that are not UTF-8", "UTF-8", hint="the rest is; read as UTF-8")
    else:
        problems.warning(file, "bytes that are not UTF-8", "UTF-8", hint="read as Windows-1252; save as UTF-8")
        text = data.decode("cp1252", errors="replace")
    lines = re.split("\r\n|\r|\n", text)
    rows = [row for row, line in enumerate(lines, start=1) if _REPLACEMENT in line]

    def problem(k: int) -> Problem:
        return Problem("warning", file, "a byte that stands for no letter", "a letter", rows[k], hint="read as U+FFFD")

    problems.several(len(rows), problem, "lines")
    return text
