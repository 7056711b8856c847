"""CSV that keeps types: text stands in quotes, numbers and true/false do not, missing is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from valuma.formats.formula_text import safe_text, unsafe_text
from valuma.formats.guards import unusable
from valuma.formats.values import guess_type, parse, texts_of, type_of, typed

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class CsvTable:
    """Cells of a CSV file before types are given to them.

    Parameters
    ----------
    file : str
        Name for errors.
    header : sequence of str
        Column names.
    rows : sequence of sequences
        Cells; each is the text and whether it stood in quotes.
    lines : sequence of int
        Line of the file on which each row starts.
    delimiter : str
        What stood between the cells.
    """

    file: str
    header: Sequence[str]
    rows: Sequence[Sequence[tuple[str, bool]]]
    lines: Sequence[int]
    delimiter: str

    def frame(self, text_columns: Sequence[str] = ()) -> pd.DataFrame:
        """Give types: a column with a quoted cell is text, any other is what all its cells are.

        Parameters
        ----------
        text_columns : sequence of str
            Columns that are text whatever they look like.

        Returns
        -------
        DataFrame
        """
        columns = {}
        for position, name in enumerate(self.header):
            cells = [row[position] for row in self.rows]
            is_text = name in text_columns or any(was_quoted for _, was_quoted in cells)
            kind = "text" if is_text else guess_type(text for text, _ in cells if text)
            columns[name] = typed([parse(unsafe_text(text), kind) for text, _ in cells], kind)
        return pd.DataFrame(columns, columns=list(self.header))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    r"""Write a table of canonical columns.

    Parameters
    ----------
    frame : DataFrame
        Columns made by `canonical`.

    Returns
    -------
    bytes
        UTF-8 without a byte order mark, commas, LF, quotes doubled (RFC 4180).

    Notes
    -----
    A text that a spreadsheet would take for a formula gets an apostrophe in front, which `read_csv` takes away.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"id": ["091", "=1"], "n": [1.5, None]}))
    b'id,n\n"091",1.5\n"\'=1",\n'
    """
    columns = [_cells(frame[name]) for name in frame.columns]
    lines = [",".join(_header_cell(str(name)) for name in frame.columns)]
    lines += [",".join(cells) for cells in zip(*columns, strict=True)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read_csv(text: str, file: str) -> CsvTable:
    r"""Cut a CSV file into cells; comma, semicolon or tab, whichever the header has most of.

    Parameters
    ----------
    text : str
        The decoded file.
    file : str
        Name for errors.

    Returns
    -------
    CsvTable

    Raises
    ------
    StudyError
        The file is empty, a quote does not end, a row has more or fewer cells than the header, or a column
        name is empty or there twice.

    Examples
    --------
    >>> read_csv("source;target\na;b\n", "x.csv").frame().to_dict("records")
    [{'source': 'a', 'target': 'b'}]
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise unusable(file, "an empty file", "a header and rows")
    delimiter = max(_DELIMITERS, key=first.count)
    rows, lines = [], []
    for cells, line in _rows(text, file, delimiter):
        if len(cells) > 1 or cells[0][0].strip():
            rows.append(cells)
            lines.append(line)
    header = [unsafe_text(name) for name, _ in rows[0]]
    for name in header:
        if not name or header.count(name) > 1:
            raise unusable(file, f"the column {name!r}", "a name that is there once", row=lines[0])
    for cells, line in zip(rows, lines, strict=True):
        if len(cells) != len(header):
            raise unusable(file, f"{len(cells)} cells", f"{len(header)} cells, as in the header", row=line)
    return CsvTable(file, header, rows[1:], lines[1:], delimiter)


def _cells(column: pd.Series[Any]) -> list[str]:
    texts = texts_of(column)
    if type_of(column) != "text":
        return [text or "" for text in texts]
    return ["" if text is None else _quote(safe_text(text)) for text in texts]


def _header_cell(name: str) -> str:
    guarded = safe_text(name)
    return _quote(guarded) if re.search(r'[",;\s]', guarded) else guarded


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _rows(text: str, file: str, delimiter: str) -> Iterator[tuple[list[tuple[str, bool]], int]]:
    """Every row as its cells and the line on which it starts."""
    # The csv module does not tell whether a cell stood in quotes, on which the types hang.
    field = re.compile(f' *"((?:[^"]|"")*)" *|(?:[^"\r\n{delimiter}][^\r\n{delimiter}]*)?')
    position, line = 0, 1
    while position < len(text):
        start, cells = line, []
        while match := field.match(text, position):
            quoted = match[1] is not None
            cells.append((match[1].replace('""', '"') if quoted else match[0].strip(), quoted))
            line += match[0].count("\n")
            position = match.end()
            if text[position : position + 1] != delimiter:
                break
            position += 1
        if text[position : position + 1] not in ("", "\r", "\n"):
            raise unusable(file, "a quote that does not end, or text after one", '"" for a quote in text', row=start)
        position += 2 if text[position : position + 2] == "\r\n" else 1
        line += 1
        yield cells, start
