"""Bytes of a text file to text, with what had to be assumed."""

from __future__ import annotations

import codecs

from valuma.schema.problems import Problems

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def decode(data: bytes, file: str, report: Problems | None = None) -> str:
    """Decode a text file without ever stopping at a byte.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        Its name, for the report.
    report : Problems, optional
        Takes a note where the file is not plain UTF-8 and a warning where bytes were replaced.

    Returns
    -------
    str
        Without a byte order mark; line ends as they are.

    Notes
    -----
    A byte order mark decides. Otherwise valid UTF-8 is UTF-8. Otherwise the file is UTF-8 with damaged bytes when
    it has more whole non-ASCII characters than damaged ones, and Windows-1252 when not.

    Examples
    --------
    >>> decode("Åland".encode("cp1252"), "a.csv"), decode("Åland".encode("utf-8-sig"), "b.csv")
    ('Åland', 'Åland')
    """
    notes = Problems() if report is None else report
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        notes.note(file, "a byte order mark", "UTF-8 without one", hint="it was skipped")
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notes.note(file, "UTF-16", "UTF-8", hint="it was read as UTF-16")
        return _replacing(data, "utf-16", file, notes)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    damaged = text.count(_REPLACEMENT)
    whole = sum(character > "\x7f" for character in text) - damaged
    if whole > damaged:
        return _replacing(data, "utf-8", file, notes)
    notes.note(file, "bytes that are not UTF-8", "UTF-8", hint="it was read as Windows-1252")
    return _replacing(data, "cp1252", file, notes)


def _replacing(data: bytes, encoding: str, file: str, notes: Problems) -> str:
    text = data.decode(encoding, errors="replace")
    rows = [row for row, line in enumerate(text.splitlines(), start=1) if _REPLACEMENT in line]
    if rows:
        notes.warning(file, f"bytes that are not {encoding} on {len(rows)} lines", "whole characters", row=rows[0])
    return text
