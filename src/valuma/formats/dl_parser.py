"""The data language of UCINET: header, labels and data of a .dl file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from valuma.formats.guards import MAX_NODES, unusable
from valuma.formats.numerals import counted, finite
from valuma.schema.problems import MOST_NAMED, Problems

#: Other names of the formats that are in use.
FORMATS = {
    "fullmatrix": "fullmatrix",
    "fm": "fullmatrix",
    "lowerhalf": "lowerhalf",
    "upperhalf": "upperhalf",
    "edgelist": "edgelist1",
    "edgelist1": "edgelist1",
    "el1": "edgelist1",
    "edgelist2": "edgelist2",
    "el2": "edgelist2",
    "nodelist": "nodelist1",
    "nodelist1": "nodelist1",
    "nl1": "nodelist1",
    "nodelist2": "nodelist2",
    "nl2": "nodelist2",
}

_TOKEN = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'(?![^\s,=])|((?:labels|embedded|data):)|([^\s,=]+)", re.IGNORECASE)
_SIDES = {"row": "row", "rows": "row", "column": "column", "columns": "column", "col": "column", "cols": "column"}


class Token(NamedTuple):
    """One word of the file, its line, and whether it stood in quotes."""

    text: str
    line: int
    quoted: bool

    @property
    def word(self) -> str:
        """The word as a keyword: lower case, no colon; empty where it stood in quotes."""
        return "" if self.quoted else self.text.lower().rstrip(":")


@dataclass
class Side:
    """Labels of the rows or of the columns."""

    n: int
    embedded: bool = False
    labels: list[Token] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def fill(self, labels: list[Token]) -> None:
        """Take labels, which are told apart without regard to case."""
        self.labels = labels
        self.places = {token.text.casefold(): place for place, token in enumerate(labels)}


@dataclass(frozen=True)
class Matrix:
    """What a .dl file says.

    Parameters
    ----------
    rows, columns : Side
        The same object for a one-mode network.
    cells : dict from (row, column) to float
        Cells that are not zero, from 0, in the order of the file; cells said twice are summed.
    line : int
        Line on which the data begin.
    """

    rows: Side
    columns: Side
    cells: dict[tuple[int, int], float]
    line: int


class DlParser:
    """Reads one file.

    Parameters
    ----------
    text : str
        The decoded file.
    file : str
        Name for errors.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems = Problems(most=MOST_NAMED)
        self._tokens = list(_tokens(text))
        self._at = 0
        self._sizes: dict[str, int] = {}
        self._format = "fullmatrix"
        self._diagonal = True
        self._embedded: set[str] = set()
        self._labels: dict[str, list[Token]] = {}
        self.line = 1

    def parse(self) -> Matrix:
        """Read header and data.

        Raises
        ------
        StudyError
            Every problem of the data, or the first of the header; with lines.
        """
        if not self._tokens or self._tokens[0].word != "dl":
            found = repr(self._tokens[0].text[:40]) if self._tokens else "an empty file"
            raise unusable(self.file, found, "'dl' as the first word", row=1)
        self._at = 1
        self._header()
        rows, columns = self._sides()
        data = self._tokens[self._at :]
        cells: dict[tuple[int, int], float] = {}
        for row, column, value in self._cells(data, rows, columns):
            cells[row, column] = cells.get((row, column), 0.0) + value
            if self.problems.full:
                break
        self.problems.raise_if_errors(f"{self.file} cannot be read")
        kept = {place: value for place, value in cells.items() if value != 0}
        return self._merged(Matrix(rows, columns, kept, self.line))

    def _merged(self, matrix: Matrix) -> Matrix:
        """See a square matrix whose rows and columns have the same labels, or n= and no others, as one-mode."""
        rows, columns = matrix.rows, matrix.columns
        if rows is columns or rows.n != columns.n or self._format.endswith("2"):
            return matrix
        if not rows.places or not columns.places:
            named = rows if rows.places else columns
            return Matrix(named, named, matrix.cells, self.line) if "n" in self._sizes else matrix
        if rows.places.keys() != columns.places.keys():
            return matrix
        place = [rows.places[token.text.casefold()] for token in columns.labels]
        return Matrix(rows, rows, {(row, place[col]): value for (row, col), value in matrix.cells.items()}, self.line)

    def _header(self) -> None:
        while self._at < len(self._tokens):
            token = self._next()
            if token.word == "data":
                self.line = token.line
                return
            if token.word in ("n", "nr", "nc", "nm"):
                self._sizes[token.word] = self._size(token)
            elif token.word == "format":
                self._take_format(self._next())
            elif token.word == "diagonal":
                self._diagonal = self._next().word != "absent"
            elif token.word in _SIDES and self._peek().word == "labels":
                self._next()
                self._take_labels(_SIDES[token.word], token)
            elif token.word == "labels":
                self._take_labels("both", token)
            elif token.word:
                hint = "more labels than n=?" if self._labels else ""
                raise unusable(
                    self.file, repr(token.text[:40]), "n=, format=, labels: or data:", row=token.line, hint=hint
                )
        raise unusable(self.file, "the end of the file", "'data:'", row=self._tokens[-1].line)

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("", self._tokens[-1].line, False)

    def _size(self, keyword: Token) -> int:
        token = self._next()
        size = counted(token.text)
        if size is None:
            raise unusable(self.file, f"{keyword.text}={token.text[:40]}", "a whole number", row=token.line)
        if size > MAX_NODES:
            raise unusable(self.file, f"{keyword.text}={size}", f"at most {MAX_NODES}", row=token.line)
        return size

    def _take_format(self, token: Token) -> None:
        if token.word not in FORMATS:
            known = ", ".join(sorted(set(FORMATS.values())))
            raise unusable(self.file, f"the format {token.text!r}", f"one of {known}", row=token.line)
        self._format = FORMATS[token.word]

    def _take_labels(self, side: str, keyword: Token) -> None:
        if self._peek().word == "embedded":
            self._next()
            self._embedded |= {"row", "column"} if side == "both" else {side}
            return
        named = ({"row": "nr", "column": "nc"}.get(side, "n"), "n")
        size = next((self._sizes[name] for name in named if name in self._sizes), None)
        if size is None:
            size = self._look_for(named)
        labels: list[Token] = []
        while len(labels) < size and not self._ends_labels():
            labels.append(self._next())
        if len(labels) < size:
            raise unusable(self.file, f"{len(labels)} labels", f"{size}, one for each node", row=keyword.line)
        for name in ("row", "column") if side == "both" else (side,):
            self._labels[name] = labels

    def _ends_labels(self) -> bool:
        token = self._peek()
        ends = not token.quoted and token.text.endswith(":") and token.word in ("data", "labels", "embedded")
        return (not token.text and not token.quoted) or ends or self._is_side_heading(token)

    def _is_side_heading(self, token: Token) -> bool:
        following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else None
        return token.word in _SIDES and following is not None and following.word == "labels"

    def _look_for(self, names: tuple[str, str]) -> int:
        """Find a size that stands after the labels it is needed for."""
        for token, following in zip(self._tokens[self._at :], self._tokens[self._at + 1 :], strict=False):
            if token.word == "data":
                break
            if token.word in names and (size := counted(following.text)) is not None:
                return size
        raise unusable(self.file, "labels without n=", "n=, or nr= and nc=", row=self._peek().line)

    def _sides(self) -> tuple[Side, Side]:
        if self._sizes.get("nm", 1) != 1:
            raise unusable(self.file, f"{self._sizes['nm']} matrices", "one matrix a file", row=1)
        n = self._sizes.get("n")
        rows, columns = self._sizes.get("nr", n), self._sizes.get("nc", n)
        if rows is None or columns is None:
            raise unusable(self.file, "no n=", "n=, or nr= and nc=", row=1)
        if self._format.endswith("2") and n is not None:
            raise unusable(self.file, f"{self._format} with n=", "nr= and nc=, or a format that ends in 1", row=1)
        one_mode = self._format.endswith("1") or self._format.endswith("half")
        if one_mode and rows != columns:
            raise unusable(self.file, f"{self._format} with nr={rows} and nc={columns}", "n=", row=1)
        first = Side(rows, "row" in self._embedded)
        first.fill(self._labels.get("row") or (self._labels.get("column", []) if one_mode else []))
        if one_mode:
            return first, first
        second = Side(columns, "column" in self._embedded)
        second.fill(self._labels.get("column", []))
        return first, second

    def _cells(self, data: list[Token], rows: Side, columns: Side) -> Iterator[tuple[int, int, float]]:
        if self._format.startswith("edgelist"):
            return self._edges(data, rows, columns)
        if self._format.startswith("nodelist"):
            return self._lists(data, rows, columns)
        return self._matrix(data, rows, columns)

    def _edges(self, data: list[Token], rows: Side, columns: Side) -> Iterator[tuple[int, int, float]]:
        for line, group in groupby(data, key=lambda token: token.line):
            words = list(group)
            if len(words) not in (2, 3):
                self._problem(f"{len(words)} words", "two nodes and a value", line)
                continue
            row, column = self._place(words[0], rows), self._place(words[1], columns)
            value = self._value(words[2]) if len(words) == 3 else 1.0
            if row is not None and column is not None:
                yield row, column, value

    def _lists(self, data: list[Token], rows: Side, columns: Side) -> Iterator[tuple[int, int, float]]:
        for _, group in groupby(data, key=lambda token: token.line):
            first, *others = group
            row = self._place(first, rows)
            places = [self._place(other, columns) for other in others]
            if row is not None:
                # A list says which cells are 1; a node that it names twice is still there once.
                yield from ((row, column, 1.0) for column in dict.fromkeys(places) if column is not None)

    def _matrix(self, data: list[Token], rows: Side, columns: Side) -> Iterator[tuple[int, int, float]]:
        at = 0
        embedded_rows, embedded_columns = "row" in self._embedded, "column" in self._embedded
        if embedded_columns:
            columns.fill(data[: columns.n])
            at = columns.n
        names: list[Token] = []
        for row in range(rows.n):
            if embedded_rows and at < len(data):
                names.append(data[at])
                at += 1
            span = self._span(row, columns.n)
            values = data[at : at + len(span)]
            if len(values) < len(span):
                found = f"the end of the data in row {row + 1}"
                raise unusable(self.file, found, f"{len(span)} values a row", row=data[-1].line if data else self.line)
            yield from ((row, column, self._value(token)) for column, token in zip(span, values, strict=True))
            at += len(span)
        if at < len(data):
            self._problem(f"{len(data) - at} values too many, from {data[at].text!r}", "the end", data[at].line)
        if embedded_rows:
            rows.fill(names)

    def _span(self, row: int, n: int) -> range:
        """Columns that stand in a row of the data."""
        if self._format == "lowerhalf":
            return range(row + self._diagonal)
        return range(row + (not self._diagonal), n) if self._format == "upperhalf" else range(n)

    def _place(self, token: Token, side: Side) -> int | None:
        """Find a node by its label or its number."""
        key = token.text.casefold()
        if side.embedded:
            if key not in side.places and len(side.labels) >= side.n:
                self._problem(f"the label {token.text!r} after {side.n} others", f"{side.n} labels", token.line)
                return None
            if key not in side.places:
                side.places[key] = len(side.labels)
                side.labels.append(token)
            return side.places[key]
        number = None if token.quoted else counted(key)
        if number is not None and 1 <= number <= side.n:
            return number - 1
        if key in side.places:
            return side.places[key]
        self._problem(repr(token.text[:40]), f"a label or a number, 1 to {side.n}", token.line)
        return None

    def _value(self, token: Token) -> float:
        value = finite(token.text)
        if value is None:
            self._problem(repr(token.text[:40]), "a finite number", token.line)
            return 0.0
        return value

    def _problem(self, found: str, expected: str, line: int) -> None:
        self.problems.error(self.file, found, expected, row=line)


def _tokens(text: str) -> Iterator[Token]:
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _TOKEN.finditer(line):
            quoted = match[1] if match[1] is not None else match[2]
            yield Token(quoted, number, True) if quoted is not None else Token(match[3] or match[4], number, False)
