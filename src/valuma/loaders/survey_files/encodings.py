"""Bytes of statistics files to text: what encoding they are in, and what to do with bytes that are not."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from valuma.loaders.survey_files.aligning import MOST_NAMED, counted
from valuma.survey.load_report import LoadReport

#: Code pages of SPSS (machine record) that Python names otherwise.
_PAGES = {65001: "utf-8", 28591: "iso8859-1", 28592: "iso8859-2", 28605: "iso8859-15", 20127: "ascii"}
#: Letters that are written with two or three bytes in UTF-8, and look as no word does in one byte a letter.
_UTF8_LETTER = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
#: Bytes of different texts of a variable that are kept in mind.
_MOST_KNOWN = 2**24
#: Encodings with a byte a letter, in which UTF-8 can be told from words.
_ONE_BYTE = re.compile(r"cp(?:125\d|437|85\d|86\d)|iso8859|latin|mac|koi8|ascii")
_LOST = "the file itself holds \N{REPLACEMENT CHARACTER} for them; read from an earlier copy"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Texts:
    """Decodes the texts of one file and keeps count of what could not be decoded.

    Parameters
    ----------
    file : str
        Its name.
    encoding : str
        A codec of Python.
    report : LoadReport
        Grows by what was met.

    Examples
    --------
    >>> report = LoadReport()
    >>> Texts("a.sav", "utf-8", report).text("Närpes".encode("cp1252"), "label of q1")
    'Närpes'
    >>> print(report)
    warning: a.sav, label of q1: bytes that are not utf-8; read as Windows-1252: 'Närpes'
    """

    def __init__(self, file: str, encoding: str, report: LoadReport) -> None:
        self.file, self.encoding, self.report = file, encoding, report
        self._faults: dict[tuple[str, str], list[int]] = {}
        self._known: dict[str, _Known] = {}

    def text(self, data: bytes, place: str) -> str:
        """Return a text of the dictionary without the blanks behind it."""
        text, fault = _decoded(data.rstrip(b" \0"), self.encoding)
        if fault:
            what = "letters that are lost" if fault == _LOST else f"bytes that are not {self.encoding}"
            self.report.warning(f"{self.file}, {place}", what, f"{fault}: {_short(text)}")
        return text.rstrip(" \0")

    def column(self, cells: npt.NDArray[Any], name: str, first: int = 1) -> npt.NDArray[Any]:
        """Return the texts of a variable as an array of str.

        Parameters
        ----------
        cells : ndarray of bytes
            Of a fixed width, or objects.
        name : str
            The variable.
        first : int, default 1
            Number of the first row, for the report.
        """
        known = self._known.setdefault(name, _Known(self.encoding))
        listed: list[bytes] = cells.tolist()
        found = np.empty(len(listed), dtype=object)
        found[:] = [known[cell] for cell in listed]
        if known.faults:
            for number, cell in enumerate(listed):
                if cell in known.faults:
                    self._faults.setdefault((name, known.faults[cell]), []).append(first + number)
        if len(known) * cells.itemsize > _MOST_KNOWN:
            del self._known[name]
        return found

    def flush(self, report: LoadReport) -> None:
        """Say in a report which cells could not be decoded since the last time."""
        for (name, fault), rows in self._faults.items():
            shown = ", ".join(map(str, rows[:MOST_NAMED])) + (" …" if len(rows) > MOST_NAMED else "")
            place = f"{self.file}, {name}, row{'s' if len(rows) > 1 else ''} {shown}"
            what = "letters that are lost" if fault == _LOST else f"bytes that are not {self.encoding}"
            report.warning(place, f"{counted(len(rows))} with {what}", fault)
        self._faults.clear()
        self._known.clear()


class _Known(dict[bytes, str]):
    """Texts by their bytes, each decoded once."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding
        #: What was done to bytes that do not fit.
        self.faults: dict[bytes, str] = {}

    def __missing__(self, data: bytes) -> str:
        text, fault = _decoded(data, self.encoding)
        if "\0" in text:
            text, fault = text.replace("\0", ""), fault or "zero bytes left out"
        if fault:
            self.faults[data] = fault
        found = self[data] = text.rstrip(" ")
        return found


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    """Return a text, and what was done where bytes do not fit the encoding."""
    if _ONE_BYTE.match(encoding) and _UTF8_LETTER.search(data) and _is_utf8(data):
        return data.decode("utf-8", errors="ignore"), "UTF-8 letters read as such"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        pass
    else:
        return text, _LOST if _REPLACEMENT in text else ""
    if encoding != "utf-8":
        return data.decode(encoding, errors="replace"), f"what stands for no letter became {_REPLACEMENT}"
    parts, fault, rest = [], "", data
    while rest:
        try:
            parts.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts.append(rest[: error.start].decode("utf-8"))
            wrong, rest = rest[error.start : error.end], rest[error.end :]
            letter = "" if error.reason == "unexpected end of data" else _windows(wrong)
            fault = fault if fault.startswith("what") else "read as Windows-1252"
            if not letter:
                fault = f"what stands for no letter became {_REPLACEMENT}"
            parts.append(letter or _REPLACEMENT)
    return "".join(parts), fault


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return ""


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


def codec(name: str) -> str | None:
    """Return the codec of Python for a name of an encoding; None where there is none.

    Examples
    --------
    >>> codec("UTF-8"), codec("windows-1252"), codec("nosuch")
    ('utf-8', 'cp1252', None)
    """
    try:
        # Codecs from bytes to bytes are known too, but decode no text.
        b"a".decode(name.strip(" \0") or "?")
        return codecs.lookup(name.strip(" \0")).name
    except (LookupError, ValueError):
        return None


def encoding_of(named: str, page: int, samples: Iterable[bytes], file: str, report: LoadReport) -> str:
    """Decide in which encoding a file is written.

    Parameters
    ----------
    named : str
        What the file says; empty where it says nothing.
    page : int
        Its code page; 0 where it says nothing.
    samples : iterable of bytes
        Labels and names.
    file : str
        Its name.
    report : LoadReport
        Grows where the file does not say, or says what cannot be.

    Returns
    -------
    str
        A codec of Python.

    Notes
    -----
    Labels that are whole UTF-8 beyond ASCII are UTF-8 whatever the file says: hardly any other text looks so. A file
    that says UTF-8 but holds more letters that are not than that are is taken as Windows-1252.
    """
    letters = [sample for sample in samples if not sample.isascii()]
    whole = sum(_is_utf8(sample) for sample in letters)
    said = codec(named) if named else codec(_PAGES.get(page, f"cp{page}")) if page > 3 else None
    if named and said is None:
        report.warning(file, f"an encoding {named!r} that is not known", "found out from the labels")
    if said in ("utf-8", "ascii"):
        if len(letters) - whole > whole:
            report.warning(file, "labels that are not UTF-8 as the file says", "read as Windows-1252")
            return "cp1252"
        return "utf-8"
    if letters and whole == len(letters) and (said is None or _ONE_BYTE.match(said)):
        if said is not None:
            report.warning(file, f"labels in UTF-8 in a file that says {said}", "read as UTF-8")
        return "utf-8"
    if said is None and letters:
        report.note(file, "the file does not say its encoding", "read as Windows-1252; look whether letters are right")
    return said or "cp1252"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and any(byte > 127 for byte in data[: error.start])
    return True
