"""What a file is by its content, and in plain words what to do with one that is not read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from valuma.formats.guards import unusable
from valuma.schema.problems import StudyError

#: Suffixes of files that hold text with delimiters.
TEXT_SUFFIXES = (".csv", ".txt", ".tsv", ".tab")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "open it in Excel and save it as .xlsx"
_EXPECTED = "an Excel workbook (.xlsx, .xlsm) or a CSV file"
_TYPES = (
    (b"spreadsheetml.template.main+xml", "workbook"),
    (b"spreadsheetml.sheet.main+xml", "workbook"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "workbook"),
    (b"ms-excel.template.macroEnabled.main+xml", "workbook"),
    (b"ms-excel.sheet.binary", "a binary workbook (.xlsb)"),
    (b"wordprocessingml", "a Word document"),
    (b"presentationml", "a PowerPoint presentation"),
    (b"ms-word", "a Word document"),
    (b"ms-powerpoint", "a PowerPoint presentation"),
)
_WHAT_TO_DO = {
    "a binary workbook (.xlsb)": _SAVE,
    "a Word document": "copy its table into a new Excel workbook and save that as .xlsx",
    "a PowerPoint presentation": "copy its table into a new Excel workbook and save that as .xlsx",
    "an OpenDocument spreadsheet (.ods)": "open it in LibreOffice or Excel and save it as .xlsx",
    "an OpenDocument file": "copy its table into a new workbook and save that as .xlsx",
    "a Numbers spreadsheet": "open it in Numbers and export it as Excel (.xlsx)",
    "a zip archive": "unpack it and name the workbook that is in it",
}


def kind_of(data: bytes, file: str, suffix: str) -> Literal["workbook", "text"]:
    """Say whether the bytes of a file are a workbook or text with delimiters.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for errors.
    suffix : str
        Of its name, small letters; decides only what is said about text.

    Returns
    -------
    {"workbook", "text"}

    Raises
    ------
    StudyError
        The file is something else: what it is and what to do.

    Examples
    --------
    >>> kind_of(b"name;municipality", "list.csv", ".csv")
    'text'
    """
    if file.startswith("~$"):
        raise _refused(
            file, "the lock file that Excel makes while a workbook is open", f"name the workbook itself, {file[2:]}"
        )
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise _refused(file, "an empty file", "copy or download it again")
    if data.startswith(_ZIP):
        return _kind_of_zip(data, file)
    if data.startswith(_OLE):
        raise _refused(file, *_kind_of_ole(data))
    if data.startswith(b"%PDF"):
        raise _refused(file, "a PDF document", "ask for the list as an Excel file")
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        html = b"<html" in start or b"<table" in start
        raise _refused(file, "a web page (HTML)" if html else "an XML file", f"{_SAVE}; its name alone does not do")
    if suffix not in TEXT_SUFFIXES:
        if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _refused(file, "neither a workbook nor text", "copy or download it again")
        raise _refused(file, f"text in a file named {suffix or 'without a suffix'}", "rename it to .csv")
    return "text"


def _kind_of_zip(data: bytes, file: str) -> Literal["workbook"]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _kind_of_members(archive)
    except (
        zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError,
    ) as error:  # fmt: skip
        found = "a workbook that is cut off or damaged"
        raise _refused(file, found, "copy or download it again; where it opens in Excel, save it anew") from error
    if kind != "workbook":
        raise _refused(file, kind, _WHAT_TO_DO[kind])
    return "workbook"


def _kind_of_members(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        mimetype = _beginning(archive, "mimetype")
        if b"opendocument" in mimetype:
            sheet = b"spreadsheet" in mimetype
            return "an OpenDocument spreadsheet (.ods)" if sheet else "an OpenDocument file"
    if any(name.endswith(".iwa") or name in ("Index.zip", "index.apxl", "index.xml") for name in names):
        return "a Numbers spreadsheet"
    if "[Content_Types].xml" in names:
        types = _beginning(archive, "[Content_Types].xml")
        for part, kind in _TYPES:
            if part in types:
                return kind
    return "a zip archive"


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(2**20)


def _kind_of_ole(data: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            "a workbook that is protected by a password",
            "open it in Excel, remove the password (File, Info, Protect Workbook) and save it",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return "a Word document of the old format (.doc)", "copy its table into a new workbook and save that as .xlsx"
    return "a file of the old Excel format (.xls)", _SAVE


def _refused(file: str, found: str, hint: str) -> StudyError:
    return unusable(file, found, _EXPECTED, hint=hint)
