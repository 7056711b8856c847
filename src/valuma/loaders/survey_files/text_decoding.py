"""Bytes of an export to text: nothing stops the read, everything that was decided is said."""

from __future__ import annotations

import codecs
import re

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.counting import counted
from valuma.survey.load_report import LoadReport

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
#: Letters beyond ASCII that Finnish and Swedish texts are full of, in Windows-1252.
_NORDIC = "äöåÄÖÅ".encode("cp1252")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MOJIBAKE = re.compile("Ã[¤¶¥„–…\u0084\u0096\u0085]|â€[\u0080-\u00bf™œ]")
#: Bytes of a text that are looked at for letters that were decoded wrongly.
_LOOKED_AT = 500_000
_LINES_NAMED = 5


def decode_export(data: bytes, file: str, report: LoadReport) -> str:
    r"""Turn the bytes of a text export into text.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for remarks and errors.
    report : LoadReport
        Grows by what was decided.

    Returns
    -------
    str
        The text without byte-order mark; line ends as they are.

    Raises
    ------
    StudyError
        The bytes are no text.

    Notes
    -----
    A byte-order mark decides; else what is valid UTF-8 is UTF-8. Of other bytes, those are Windows-1252 (Latin-1 has
    no letters between 0x80 and 0x9F) that hold more damaged than whole letters. In a file that is UTF-8 but for some
    places, a line whose only letters beyond ASCII are ä, ö and å of Windows-1252 is read as such; any other byte that
    stands for no letter becomes U+FFFD. Both are warnings that name the lines.

    Examples
    --------
    >>> report = LoadReport()
    >>> decode_export("kunta;Närpiö".encode("cp1252"), "a.csv", report)
    'kunta;Närpiö'
    >>> print(report)
    warning: a.csv: bytes that are not UTF-8; read as Windows-1252
    >>> decode_export("Närpiö;Pöytyä\n".encode() + b"\xff;2\n", "a.csv", LoadReport())
    'Närpiö;Pöytyä\n\ufffd;2\n'
    """
    return utf8_bytes(data, file, report).decode("utf-8")


def utf8_bytes(data: bytes, file: str, report: LoadReport) -> bytes:
    """Return the bytes of a text export in UTF-8 without byte-order mark; as in `decode_export`.

    Notes
    -----
    Bytes that are valid UTF-8 come back as they are: 230 MB are checked in a fifth of a second.
    """
    if data.startswith(_UTF32):
        encoding = "utf-32-le" if data.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
        return _wide(data[4:], encoding, file, report).encode("utf-8", "replace")
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            return _wide(data[2:], encoding, file, report).encode("utf-8", "replace")
    guessed = _utf16_without_mark(data)
    if guessed:
        return _wide(data, guessed, file, report).encode("utf-8", "replace")
    data = _without_zero_bytes(data.removeprefix(codecs.BOM_UTF8), file, report)
    try:
        if not data.isascii():
            data.decode("utf-8")
    except UnicodeDecodeError:
        data = _damaged(data, file, report).encode("utf-8")
    _look_for_mojibake(data, file, report)
    return data


def _wide(data: bytes, encoding: str, file: str, report: LoadReport) -> str:
    report.note(file, f"{encoding.upper()} text", "read as such")
    text = data.decode(encoding, errors="replace")
    if _REPLACEMENT in text:
        _name_lines(text, file, report)
    return text.replace("\0", "")


def _utf16_without_mark(data: bytes) -> str:
    """Every other byte of UTF-16 text in a European language is zero."""
    head = data[:2000]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * len(head) / 2 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * len(head) / 2 and odd == 0 else ""


def _without_zero_bytes(data: bytes, file: str, report: LoadReport) -> bytes:
    if b"\0" not in data:
        return data
    zeros = data.count(0)
    if zeros > len(data) // 100 + 5:
        raise unusable(file, f"{zeros:,} zero bytes", "text with delimiters", hint="is this another kind of file?")
    line = data[: data.index(0)].count(b"\n") + 1
    report.warning(f"{file}, line {line}", f"{counted(zeros, 'zero byte')} from here on", "taken out")
    return data.replace(b"\0", b"")


def _damaged(data: bytes, file: str, report: LoadReport) -> str:
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_REPLACEMENT)
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole <= broken:
        report.warning(file, "bytes that are not UTF-8", "read as Windows-1252")
        text = data.decode("cp1252", errors="replace")
        if _REPLACEMENT in text:
            _name_lines(text, file, report)
        return text
    lines, other = [], []
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            nordic = all(byte in _NORDIC for byte in b"".join(_BEYOND_ASCII.findall(line)))
            lines.append(line.decode("cp1252") if nordic else line.decode("utf-8", errors="replace"))
            if nordic:
                other.append(number)
    if other:
        found = f"{counted(len(other), 'line')} in Windows-1252 ({_numbers(other)}) in a file in UTF-8"
        report.warning(file, found, "ä, ö and å of these lines read as Windows-1252")
    text = "".join(lines)
    if _REPLACEMENT in text:
        _name_lines(text, file, report)
    return text


def _name_lines(text: str, file: str, report: LoadReport) -> None:
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _REPLACEMENT in line]
    found = f"bytes that stand for no letter in {counted(len(lines), 'line')} ({_numbers(lines)})"
    report.warning(file, found, "each replaced by U+FFFD")


def _look_for_mojibake(data: bytes, file: str, report: LoadReport) -> None:
    head = data[:_LOOKED_AT].decode("utf-8", errors="ignore")
    found = _MOJIBAKE.search(head)
    if found:
        line = head.count("\n", 0, found.start()) + 1
        what = f"{found.group()!r}, as if UTF-8 had once been read as Windows-1252"
        report.warning(f"{file}, line {line}", what, "left as it is; export the answers again")


def _numbers(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_LINES_NAMED]))
    return shown + (" …" if len(lines) > _LINES_NAMED else "")
