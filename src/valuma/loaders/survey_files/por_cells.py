"""The data of an SPSS portable file: numbers of a row taken in one go, each different one read once."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import numpy.typing as npt

from valuma.loaders.survey_files.por_dictionary import PorVariable
from valuma.loaders.survey_files.por_text import BadNumber, Ended, PortableText, number

_END = b"Z"
_TOKEN = rb" *+\*.|[^/]*+/"
#: Numbers that are read in one go where rows hold nothing else, and different numbers that are remembered.
_BATCH, _MOST_REMEMBERED = 20_000, 1_000_000
#: Length of a text that SPSS writes at most, and the characters in which it is written with its slash.
_USUAL, _LENGTH = 255, 4
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRST"


@dataclass
class PorCells:
    """Cells of a portable file.

    Parameters
    ----------
    numbers : ndarray
        A row a respondent, a column a variable of numbers; NaN is system-missing, infinity what could not be read.
    texts : list of list of bytes
        By variable of texts: a cell a respondent.
    cut : int
        Cells of the last row that the file still holds, where it ends inside a row; else 0.
    ended : bool
        Whether the file's own mark of the end was met.
    """

    numbers: npt.NDArray[np.float64]
    texts: list[list[bytes]]
    cut: int = 0
    ended: bool = True


def _in_base_30(value: int) -> bytes:
    high, low = divmod(value, 30)
    return (_DIGITS[high] + _DIGITS[low] if high else _DIGITS[low]).encode()


@dataclass
class _Run:
    """Variables of numbers that follow one another, or one variable of texts."""

    size: int
    texts: list[bytes] | None = None
    pattern: re.Pattern[bytes] = field(init=False)
    rows: int = 1

    def __post_init__(self) -> None:
        self.pattern = _pattern(self.size)


def _pattern(count: int) -> re.Pattern[bytes]:
    return re.compile(rb"(?>%s){%d}+" % (_TOKEN, count), re.DOTALL)


class _Numbers(dict[bytes, float]):
    """Numbers by their characters; what is none is infinite."""

    def __missing__(self, token: bytes) -> float:
        if b"*" in token and token.lstrip(b" ").startswith(b"*") and len(token.lstrip(b" ")) <= 2:
            value = float("nan")
        else:
            try:
                value = number(token.rstrip(b"/"))
            except BadNumber:
                value = float("inf")
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[token] = value
        return value


def read_cells(text: PortableText, variables: Sequence[PorVariable]) -> PorCells:
    """Read the cells up to the end of the file.

    Parameters
    ----------
    text : PortableText
        On the first cell.
    variables : sequence of PorVariable
        At least one.

    Returns
    -------
    PorCells
        A row that the file's end cuts off is kept as far as it goes.

    Raises
    ------
    StudyError
        A text has no length, so that nothing behind it can be told apart.

    Notes
    -----
    About 3 million numbers a second, and half a million texts.
    """
    reading = _Reading(text, variables)
    reading.rows()
    return reading.cells()


class _Reading:
    def __init__(self, text: PortableText, variables: Sequence[PorVariable]) -> None:
        self.text, self.variables = text, variables
        self.flat = array("d")
        self.columns: list[list[bytes]] = []
        self.known = _Numbers()
        self.lengths = {_in_base_30(length): length for length in range(_USUAL + 1)}
        self.runs: list[_Run] = []
        self.cut = 0
        self.ended = False
        for is_text, group in groupby(variables, key=lambda variable: variable.width > 0):
            if is_text:
                new: list[list[bytes]] = [[] for _ in group]
                self.columns += new
                self.runs += [_Run(1, column) for column in new]
            else:
                self.runs.append(_Run(len(list(group))))
        self.width = sum(run.size for run in self.runs if run.texts is None)

    def rows(self) -> None:
        data = self.text.text
        if not self.columns:
            many = _Run(self.width * max(1, _BATCH // self.width))
            while self._numbers(many):
                pass
        while True:
            at = self.text.at
            if data[at : at + 1] == _END:
                self.ended = True
                return
            if at >= len(data) or not data[at : at + 2 * len(self.variables) + 80].strip():
                return
            for place, run in enumerate(self.runs):
                done = self._numbers(run) if run.texts is None else self._text(run.texts)
                if not done:
                    self.cut = sum(before.size for before in self.runs[:place]) + self._rest(run)
                    return

    def _numbers(self, run: _Run) -> bool:
        """Take the numbers of a run; False where the file does not hold as many."""
        found = run.pattern.match(self.text.text, self.text.at)
        if found is None:
            return False
        piece = found.group()
        tokens = piece.replace(b"*.", b"*./").split(b"/")
        tokens.pop()
        if len(tokens) != run.size:
            tokens = re.findall(_TOKEN, piece, re.DOTALL)
        self.flat.extend(map(self.known.__getitem__, tokens))
        self.text.at = found.end()
        return True

    def _text(self, column: list[bytes]) -> bool:
        data, at = self.text.text, self.text.at
        slash = data.find(b"/", at, at + _LENGTH)
        end = slash + 1 + self.lengths.get(data[at:slash], len(data))
        if slash > 0 and end <= len(data):
            column.append(data[slash + 1 : end])
            self.text.at = end
            return True
        return self._text_with_care(column)

    def _text_with_care(self, column: list[bytes]) -> bool:
        """Take a text of which the length is not written as usual, or that the file's end cuts off."""
        try:
            column.append(self.text.string())
        except Ended:
            return False
        except BadNumber:
            row = len(column) + 1
            place = [id(texts) for texts in self.columns].index(id(column))
            variable = [variable for variable in self.variables if variable.width][place]
            name = variable.name.decode("ascii", "replace")
            raise self.text.wrong(f"no length of the text of {name} in answer {row}", "a number in base 30") from None
        return True

    def _rest(self, run: _Run) -> int:
        """Take what is left of a run that the file's end cuts off; return the number of its cells."""
        if run.texts is not None:
            return 0
        taken = 0
        pattern = _pattern(1)
        while (found := pattern.match(self.text.text, self.text.at)) is not None:
            self.flat.append(self.known[found.group()])
            self.text.at = found.end()
            taken += 1
        return taken

    def cells(self) -> PorCells:
        if self.width and (over := len(self.flat) % self.width):
            self.flat.extend([float("nan")] * (self.width - over))
        rows = len(self.flat) // self.width if self.width else max(map(len, self.columns))
        rows = max([rows, *map(len, self.columns)])
        matrix = np.frombuffer(self.flat, dtype=np.float64) if self.flat else np.empty(0)
        numbers = np.full((rows, self.width), np.nan)
        if self.width:
            numbers[: len(matrix) // self.width] = matrix.reshape(-1, self.width)
        for column in self.columns:
            column += [b""] * (rows - len(column))
        return PorCells(numbers, self.columns, self.cut, self.ended)
