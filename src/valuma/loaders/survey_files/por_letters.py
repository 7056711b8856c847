"""Letters of an SPSS portable file: the format does not say which bytes they are, so every text is looked at."""

from __future__ import annotations

import re

from valuma.survey.load_report import LoadReport

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Encodings of one byte a letter, the likeliest first, and what people call them.
_SINGLE = {"cp1252": "Windows-1252", "cp850": "code page 850 of DOS", "mac_roman": "Mac Roman"}
_NORDIC = "äöåÄÖÅ"
_UTF8_PAIR = re.compile(rb"[\xc2-\xc3][\x80-\xbf]")
#: A text of fixed width that ends inside a letter of UTF-8.
_CUT = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


class Letters:
    """Bytes of a portable file to text: UTF-8 where a text is, else the encoding of one byte a letter that fits best.

    Parameters
    ----------
    data : bytes
        All of the file.

    Examples
    --------
    >>> letters = Letters("Äänekoski".encode("cp1252") + "Åbo".encode())
    >>> letters.read("Äänekoski  ".encode("cp1252")), letters.read("Åbo".encode())
    ('Äänekoski', 'Åbo')
    """

    def __init__(self, data: bytes) -> None:
        rest = b"" if data.isascii() else _UTF8_PAIR.sub(b"", data)
        self.single = max(_SINGLE, key=lambda name: sum(rest.count(letter.encode(name)) for letter in _NORDIC))
        self._known: dict[bytes, str] = {}
        self._counts = {"utf-8": 0, "single": 0, "cut": 0, "damaged": 0}

    def read(self, raw: bytes) -> str:
        """Return a text without the spaces at its end."""
        found = self._known.get(raw)
        if found is None:
            found = self._known[raw] = self._read(raw.rstrip(b" \0"))
        return found

    def _read(self, raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return self._read_single(raw)
        self._counts["utf-8"] += 1
        return text

    def _read_single(self, raw: bytes) -> str:
        whole = _CUT.sub(b"", raw)
        if whole != raw and self._is_utf8(whole):
            self._counts["cut"] += 1
            return whole.decode("utf-8") + _REPLACEMENT
        text = raw.decode(self.single, errors="replace")
        self._counts["single"] += 1
        self._counts["damaged"] += _REPLACEMENT in text
        return text

    def _is_utf8(self, raw: bytes) -> bool:
        """Say whether a text is UTF-8 but for its last letter: it holds such letters, or texts before it did."""
        try:
            return not raw.decode("utf-8").isascii() or self._counts["utf-8"] > self._counts["single"]
        except UnicodeDecodeError:
            return False

    def tell(self, file: str, report: LoadReport) -> None:
        """Say what was decided.

        Parameters
        ----------
        file : str
            Its name.
        report : LoadReport
            Grows by it.
        """
        count = self._counts
        name = _SINGLE[self.single]
        if count["single"] and count["utf-8"]:
            found = f"{count['utf-8']:,} different texts in UTF-8 and {count['single']:,} that are not"
            report.warning(file, found, f"the others read as {name}")
        elif count["single"]:
            report.note(file, "texts that are not UTF-8; the format does not name an encoding", f"read as {name}")
        if count["cut"]:
            found = f"{count['cut']:,} different texts that end inside a letter"
            report.warning(file, found, "the broken letter replaced by U+FFFD")
        if count["damaged"]:
            found = f"{count['damaged']:,} different texts with bytes that stand for no letter in {name}"
            report.warning(file, found, "each replaced by U+FFFD")
