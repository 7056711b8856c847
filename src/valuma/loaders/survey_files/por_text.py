"""SPSS portable files as one run of characters: lines joined, the file's own letters translated, numbers in base 30."""

from __future__ import annotations

import math
import re

from valuma.formats.guards import unusable
from valuma.schema.problems import StudyError
from valuma.survey.load_report import LoadReport

#: Characters of a line, and where the letters and the mark of the format stand once lines are joined.
LINE, LETTERS, MARK = 80, 200, 456
#: Longest string that a file may hold; SPSS writes at most 255 characters.
MOST_CHARACTERS = 32_767

_TAG = b"SPSSPORT"
#: Letters of the table from its slot 64 on, in the order of the format.
_KNOWN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`:#@'=\""
_FIRST_SLOT, _PLAIN = 64, 62
_NUMBER = re.compile(rb"(-?)([0-9A-T]*)(?:\.([0-9A-T]*))?([+-][0-9A-T]+)?")
#: Digits that a number may have, and the largest power of 30: beyond it nothing is a float.
_MOST_DIGITS, _MOST_POWER, _MOST_POWER_DIGITS = 80, 400, 6


class Ended(Exception):
    """The text ends where more was announced."""


class BadNumber(ValueError):
    """What stands where a number should is none."""


def joined(data: bytes, file: str, report: LoadReport) -> bytes:
    """Return the characters of a portable file from its mark on, without line ends.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name.
    report : LoadReport
        Grows by what had to be undone.

    Returns
    -------
    bytes
        The text behind ``SPSSPORT``; in ASCII as far as the format itself goes.

    Raises
    ------
    StudyError
        There is no mark of the format.
    """
    lines = re.split(rb"\r\n|\n|\r", data.rstrip(b"\x1a\r\n"))
    if max(map(len, lines)) > LINE and len(lines) > 1:
        lines = _back_from_utf8(lines, file, report)
    # Transfers strip spaces from the ends of lines; the last line is as long as it is.
    text = b"".join([*(line.ljust(LINE) for line in lines[:-1]), lines[-1]])
    if text[MARK : MARK + len(_TAG)] == _TAG:
        return _translated(text, file, report)[MARK + len(_TAG) :]
    if (other := _translated(text, file, report))[MARK : MARK + len(_TAG)] == _TAG:
        return other[MARK + len(_TAG) :]
    place = text[: 4 * MARK].find(_TAG)
    if place < 0:
        raise unusable(file, "no mark SPSSPORT", "an SPSS portable file", hint="is the download complete?")
    report.warning(file, f"the mark of the format {place - MARK:+d} characters from its place", "read from the mark on")
    return text[place + len(_TAG) :]


def _back_from_utf8(lines: list[bytes], file: str, report: LoadReport) -> list[bytes]:
    """Undo a conversion to UTF-8 as if the file were a text: its strings count bytes, not letters."""
    try:
        texts = [line.decode("utf-8") for line in lines]
        if max(map(len, texts)) > LINE:
            return lines
        back = [text.encode("cp1252") for text in texts]
    except UnicodeError:
        return lines
    report.warning(file, "a file that was converted to UTF-8 as if it were a text", "taken back to Windows-1252")
    return back


def _translated(text: bytes, file: str, report: LoadReport) -> bytes:
    """Translate a file whose letters or digits are not those of ASCII; its table says which they are."""
    table = text[LETTERS + _FIRST_SLOT : LETTERS + _FIRST_SLOT + len(_KNOWN)]
    # Signs are left alone in a file in ASCII: writers disagree about the slots behind the letters.
    if len(table) < len(_KNOWN) or table[:_PLAIN] == _KNOWN[:_PLAIN]:
        return text
    if len(set(table[:_PLAIN])) < _PLAIN:
        return text
    swap = bytearray(range(256))
    for theirs, ours in reversed(list(zip(table, _KNOWN, strict=True))):
        swap[theirs] = ours
    report.note(file, "letters or digits that are not those of ASCII", "translated by the file's own table")
    return text.translate(bytes(swap))


def number(token: bytes) -> float:
    """Read a number in base 30 without its final slash.

    Parameters
    ----------
    token : bytes
        Digits ``0-9A-T``, a point, a power of 30 behind ``+`` or ``-``.

    Returns
    -------
    float
        The nearest one; infinite beyond the largest one.

    Raises
    ------
    BadNumber
        It is no number.

    Examples
    --------
    >>> number(b"3A"), number(b"-.F"), number(b"1+2"), number(b"IR6IG+6")
    (100.0, -0.5, 900.0, 1.1164602924e+16)
    """
    found = _NUMBER.fullmatch(token.strip())
    sign, whole, part, power = found.groups() if found else (b"", b"", b"", b"")
    digits = whole + (part or b"")
    if not digits or len(digits) > _MOST_DIGITS:
        raise BadNumber(token)
    if power and len(power) > _MOST_POWER_DIGITS:
        raise BadNumber(token)
    exponent = int(power or b"0", 30) - len(part or b"")
    value = int(digits, 30)
    if exponent < -_MOST_POWER:
        return 0.0
    try:
        # Whole numbers divided by whole numbers are rounded once, to the nearest float.
        result = float(value * 30 ** min(exponent, _MOST_POWER)) if exponent >= 0 else value / 30**-exponent
    except OverflowError:
        result = math.inf
    return -result if sign else result


class PortableText:
    """A place in the text of a portable file that moves on as things are read.

    Parameters
    ----------
    text : bytes
        As `joined` returns it.
    file : str
        Its name, for errors.

    Examples
    --------
    >>> text = PortableText(b"5/Tampere1.F/*.", "a.por")
    >>> text.string(), text.take(2), text.number(), text.number()
    (b'Tampe', b're', 1.5, None)
    """

    def __init__(self, text: bytes, file: str) -> None:
        self.text = text
        self.file = file
        self.at = 0

    @property
    def line(self) -> int:
        """Line of the file at which the place is, where lines have 80 characters."""
        return (self.at + MARK + len(_TAG)) // LINE + 1

    def take(self, count: int) -> bytes:
        """Return the next characters.

        Raises
        ------
        Ended
            The text ends before.
        """
        piece = self.text[self.at : self.at + count]
        if len(piece) < count:
            raise Ended
        self.at += count
        return piece

    def number(self) -> float | None:
        """Read a number; None is system-missing.

        Raises
        ------
        Ended, BadNumber
            The text ends, or holds something else.
        """
        while self.text[self.at : self.at + 1] == b" ":
            self.at += 1
        if self.text[self.at : self.at + 1] == b"*":
            self.take(2)
            return None
        end = self.text.find(b"/", self.at)
        if end < 0:
            raise Ended
        token = self.text[self.at : end]
        value = number(token)
        self.at = end + 1
        return value

    def whole(self, low: int, high: int) -> int:
        """Read a whole number between two bounds.

        Raises
        ------
        Ended, BadNumber
            The text ends, or holds something else.
        """
        value = self.number()
        if value is None or not value.is_integer() or not low <= value <= high:
            raise BadNumber(repr(value))
        return int(value)

    def string(self) -> bytes:
        """Read a string: its length, then its bytes.

        Raises
        ------
        Ended, BadNumber
            The text ends, or its length is none.
        """
        return self.take(self.whole(0, MOST_CHARACTERS))

    def wrong(self, found: str, expected: str) -> StudyError:
        """Make the error of what stands here."""
        return unusable(self.file, found, expected, row=self.line)
