"""What a survey file is: by its first bytes, and by its name where bytes say nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from valuma.formats.guards import unusable
from valuma.schema.problems import nearest

Format = Literal[
    "sav", "por", "dta", "sas7bdat", "sas7bcat", "xpt", "xlsx", "csv", "lss", "ddi", "toml"
]  # fmt: skip

#: Bytes that are looked at.
HEAD = 4096

_SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_ENCRYPTED = b"ENCRYPTED"
_NAMES: dict[str, Format] = {
    ".sav": "sav",
    ".zsav": "sav",
    ".por": "por",
    ".dta": "dta",
    ".sas7bdat": "sas7bdat",
    ".sas7bcat": "sas7bcat",
    ".xpt": "xpt",
    ".xport": "xpt",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".xlsb": "xlsx",
    ".ods": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".lss": "lss",
    ".xml": "ddi",
    ".toml": "toml",
}
#: Names of formats for readers of messages.
WORDS: dict[Format, str] = {
    "sav": "SPSS system file",
    "por": "SPSS portable file",
    "dta": "Stata file",
    "sas7bdat": "SAS data set",
    "sas7bcat": "SAS catalog",
    "xpt": "SAS transport file",
    "xlsx": "spreadsheet",
    "csv": "text table",
    "lss": "LimeSurvey structure",
    "ddi": "DDI codebook",
    "toml": "survey.toml",
}
#: Formats that begin with bytes of their own, so that a file without them is not one.
_WITH_MAGIC = ("sav", "por", "dta", "sas7bdat", "sas7bcat", "xpt", "xlsx")


def detect(path: str | os.PathLike[str]) -> Format:
    """Say what a survey file is.

    Parameters
    ----------
    path : path
        A file.

    Returns
    -------
    str
        ``sav`` (also for .zsav), ``por``, ``dta``, ``sas7bdat``, ``sas7bcat``, ``xpt``, ``xlsx``, ``csv``, ``lss``,
        ``ddi`` or ``toml``.

    Raises
    ------
    StudyError
        There is no such file, it is empty, encrypted, or its content is not what its name says.

    Notes
    -----
    Content goes before the name: a system file that was renamed to ``.csv`` is read as a system file.
    """
    file = os.path.basename(os.fspath(path))
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError as error:
        raise unusable(file, "no such file", "a file that can be read") from error
    except (OSError, ValueError) as error:
        raise unusable(file, getattr(error, "strerror", None) or str(error), "a file that can be read") from error
    return format_of(head, file)


def format_of(head: bytes, file: str) -> Format:
    """Say what a file is from its first bytes and its name.

    Parameters
    ----------
    head : bytes
        The first `HEAD` bytes, or all of them.
    file : str
        Its name.

    Raises
    ------
    StudyError
        As in `detect`.

    Examples
    --------
    >>> format_of(b"$FL2@(#) SPSS DATA FILE", "answers.dat"), format_of(b"id;q1", "answers.csv")
    ('sav', 'csv')
    """
    if not head:
        raise unusable(file, "an empty file", "answers, or at least a header")
    by_content = _by_content(head, file)
    if by_content is not None:
        return by_content
    named = _NAMES.get(os.path.splitext(file)[1].casefold())
    if named is None:
        hint = nearest(os.path.splitext(file)[1], _NAMES)
        raise unusable(file, "a file of an unknown kind", f"one of {', '.join(_NAMES)}", hint=hint)
    if named in _WITH_MAGIC:
        raise unusable(
            file,
            f"bytes that no {WORDS[named]} begins with",
            f"a {WORDS[named]}",
            hint="is the download complete, and is the name right?",
        )
    return named


def _by_content(head: bytes, file: str) -> Format | None:
    if head[8:17] == _ENCRYPTED or head.startswith(_ENCRYPTED):
        raise unusable(
            file,
            "a file that SPSS encrypted with a password",
            "a file without a password",
            hint="open it in SPSS with the password and save it with File > Save As without a password",
        )
    if head.startswith((b"$FL2", b"$FL3")) or head[:4] in (b"\x5b\xc6\xd3\xf2", b"\x5b\xc6\xd3\xf3"):
        return "sav"
    if b"SPSSPORT" in head[:600].replace(b"\r", b"").replace(b"\n", b""):
        return "por"
    if head.startswith(b"<stata_dta>") or _is_old_stata(head):
        return "dta"
    if head.startswith(_SAS):
        return "sas7bcat" if os.path.splitext(file)[1].casefold() == ".sas7bcat" else "sas7bdat"
    if head.startswith(b"HEADER RECORD*******LIB"):
        return "xpt"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return "xlsx"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "lss" if b"LimeSurveyDocType" in head else "ddi"
    return None


def _is_old_stata(head: bytes) -> bool:
    """Versions 104–115: number of the version, order of bytes (1 or 2), type of file (1), a zero."""
    return len(head) > 4 and 103 <= head[0] <= 115 and head[1] in (1, 2) and head[2] == 1 and head[3] == 0
