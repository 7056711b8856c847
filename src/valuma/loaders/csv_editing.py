"""A CSV file edited row by row: what is not changed stays as it was written, byte for byte."""

from __future__ import annotations

import bisect
import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from valuma.schema.contract import Table
from valuma.schema.problems import ValumaError

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_DECLARED = re.compile(r'"?sep=[,;]"?[,;]*[ ]*', re.IGNORECASE)


@dataclass
class CsvRow:
    """One row: its cells by column, and the text it was read from; None once it has been changed."""

    cells: dict[str, str]
    text: str | None = None


@dataclass
class CsvText:
    r"""A CSV file with the habits of whoever wrote it: delimiter, line ends, encoding, order of columns and rows.

    Parameters
    ----------
    file : str
        How the file is named in problems.
    columns : list of str
        Column names in the order of the file.
    rows : list of CsvRow
        Rows in the order of the file.
    head, tail : str
        Text up to the end of the header, and empty lines after the last row.
    delimiter, line_end, encoding : str
        Habits of the file.
    bom : bool
        The file begins with a byte-order mark.

    Examples
    --------
    >>> text = CsvText.parse(b"actor_id;role\r\nb;member\r\n", "members.csv", ("actor_id", "role"))
    >>> text.add({"actor_id": "a", "role": "member"}, key=("actor_id", "role"))
    >>> text.data()
    b'actor_id;role\r\na;member\r\nb;member\r\n'
    """

    file: str
    columns: list[str]
    rows: list[CsvRow] = field(default_factory=list)
    head: str = ""
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    bom: bool = False
    tail: str = ""
    _sorted_by: tuple[tuple[str, ...], bool] | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, data: bytes, file: str, known: Iterable[str]) -> CsvText:
        """Read the bytes of a file that has passed the checks of a study.

        Parameters
        ----------
        data : bytes
            Content of the file.
        file : str
            How the file is named in problems.
        known : iterable of str
            Column names of its contract; they tell the delimiter and the header.

        Returns
        -------
        CsvText

        Raises
        ------
        ValumaError
            The bytes are neither UTF-8 nor Windows-1252, or a quotation mark is never closed.
        """
        bom = data.startswith(codecs.BOM_UTF8)
        text, encoding = _decoded(data[len(codecs.BOM_UTF8) :] if bom else data, file)
        lines = _LINES.findall(text)
        names = set(known)
        start = 0
        while start < len(lines) and (not lines[start].strip(" ,;\r\n\t") or _DECLARED.fullmatch(lines[start].strip())):
            start += 1
        header = lines[start] if start < len(lines) else ""
        delimiter = max((",", ";"), key=lambda mark: sum(name in names for name in _split(header.strip(), mark)))
        columns = _split(header.strip("\r\n"), delimiter)
        while columns and not columns[-1]:
            columns.pop()
        ends = [line[len(line.rstrip("\r\n")) :] for line in lines[:1]]
        made = cls(file, columns, head="".join(lines[: start + 1]), delimiter=delimiter, encoding=encoding, bom=bom)
        made.line_end = (ends[0] if ends else "") or "\n"
        body = lines[start + 1 :]
        end = next((k for k in range(len(body), 0, -1) if body[k - 1].strip("\r\n")), 0)
        made.rows, made.tail = list(_rows(body[:end], columns, delimiter, file)), "".join(body[end:])
        return made

    @classmethod
    def new(cls, file: str, table: Table, *, without: Sequence[str] = ()) -> CsvText:
        """Return an empty file with the columns of a contract.

        Parameters
        ----------
        file : str
            How the file is named in problems.
        table : Table
            The contract.
        without : sequence of str
            Columns that are left out.
        """
        columns = [name for name in table.names if name not in without]
        return cls(file, columns, head=",".join(columns) + "\n")

    def add(self, cells: Mapping[str, str], *, key: Sequence[str]) -> None:
        """Add a row where it belongs: by its key in a file that is sorted, else at the end.

        Parameters
        ----------
        cells : mapping of str to str
            Values by column; a column with a value that the file does not have is added to it.
        key : sequence of str
            Columns by which a sorted file is sorted.
        """
        self.ensure(name for name, value in cells.items() if value)
        row = CsvRow({name: value for name, value in cells.items() if name in self.columns})
        place = len(self.rows)
        if self._is_sorted(key):
            place = bisect.bisect_right(self.rows, _key(row, key), key=lambda item: _key(item, key))
        self.rows.insert(place, row)

    def _is_sorted(self, key: Sequence[str]) -> bool:
        """Whether the rows stood in the order of their key when the first row was added."""
        if self._sorted_by is None or self._sorted_by[0] != tuple(key):
            order = [_key(item, key) for item in self.rows]
            self._sorted_by = (tuple(key), order == sorted(order))
        return self._sorted_by[1]

    def set(self, row: CsvRow, column: str, value: str) -> None:
        """Change one cell; the column is added where the file does not have it."""
        if row.cells.get(column, "") != value:
            self.ensure([column])
            row.cells[column] = value
            row.text = None

    def ensure(self, names: Iterable[str]) -> None:
        """Add columns that the file does not have, after those it has."""
        missing = [name for name in dict.fromkeys(names) if name not in self.columns]
        if not missing:
            return
        self.columns += missing
        end = self.head[len(self.head.rstrip("\r\n")) :] or self.line_end
        preamble = "".join(_LINES.findall(self.head)[:-1])
        self.head = preamble + self._joined(self.columns).removesuffix(self.line_end) + end
        for row in self.rows:
            row.text = None

    def data(self) -> bytes:
        """Return the content of the file.

        Raises
        ------
        ValumaError
            A letter cannot be written in the encoding of the file.
        """
        parts = [self.head]
        for row in self.rows:
            if not parts[-1].endswith(("\n", "\r")):
                parts.append(self.line_end)
            written = [row.cells.get(name, "") for name in self.columns]
            parts.append(row.text if row.text is not None else self._joined(written))
        text = "".join(parts) + self.tail
        try:
            return codecs.BOM_UTF8 * self.bom + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            letter = text[error.start]
            raise ValumaError(f"{self.file} is not UTF-8 and cannot hold {letter!r}; save it as UTF-8 first") from error

    def _joined(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end).writerow(cells)
        return out.getvalue()


def _key(row: CsvRow, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.cells.get(name, "") for name in key)


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ValumaError(f"{file} holds bytes that stand for no letter; save it as UTF-8 first")


def _split(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _rows(lines: Sequence[str], columns: Sequence[str], delimiter: str, file: str) -> Iterable[CsvRow]:
    """Yield the rows with the text of each; lines without content belong to the row after them."""
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    start = 0
    try:
        for record in reader:
            end = reader.line_num
            if any(cell.strip() for cell in record):
                cells = {name: cell for name, cell in zip(columns, record, strict=False) if name}
                yield CsvRow(cells, "".join(lines[start:end]))
                start = end
    except csv.Error as error:
        raise ValumaError(f"{file}: a row that cannot be split ({error})") from error
