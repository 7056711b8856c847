"""Rows of a text table taken out of its bytes; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from valuma.schema.problems import ValumaError

#: Rows among which the heading is looked for.
_HEAD = 10
_BOM = b"\xef\xbb\xbf"


def without_rows(data: bytes, file: str, variable: str, is_token: Callable[[str], bool]) -> tuple[bytes, int]:
    r"""Take the rows of a respondent out of a text table.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8 or a code page of one byte a letter.
    file : str
        Its name, for errors.
    variable : str
        Heading of the column of tokens, or its beginning where the heading goes on with the question.
    is_token : callable
        Whether the content of a cell is the token of the respondent.

    Returns
    -------
    tuple of bytes and int
        The file without the rows, and how many there were.

    Raises
    ------
    ValumaError
        No column of the heading has the name, or the file is in UTF-16.

    Examples
    --------
    >>> without_rows(b'id;q\n"k7";"a\nb"\nk8;c\n', "a.csv", "id", "k7".__eq__)
    (b'id;q\nk8;c\n', 1)
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValumaError(f"{file} is in UTF-16; save it as CSV in UTF-8 and say the same again")
    head = data.partition(b"\n")[0]
    delimiter = max((b",", b";", b"\t", b"|"), key=head.count)
    rows = list(_rows(data, delimiter))
    place = _column(rows, variable)
    if place is None:
        raise ValumaError(f"{file} has no column {variable!r} in its heading, so that the row cannot be found")
    heading, column = place
    gone = [
        (start, end)
        for k, (start, end, cells) in enumerate(rows)
        if k > heading and column < len(cells) and is_token(cells[column])
    ]
    kept, at = [], 0
    for start, end in gone:
        kept.append(data[at:start])
        at = end
    return b"".join([*kept, data[at:]]), len(gone)


def is_heading(cell: str, variable: str) -> bool:
    """Whether a heading is that of a variable: its name, alone or before the words of the question.

    Examples
    --------
    >>> is_heading("token", "token"), is_heading("token. Access code", "token"), is_heading("tokens", "token")
    (True, True, False)
    """
    found, wanted = cell.strip().casefold(), variable.strip().casefold()
    return found == wanted or bool(re.match(re.escape(wanted) + r"[.:]\s", found))


def _column(rows: list[tuple[int, int, list[str]]], variable: str) -> tuple[int, int] | None:
    for k, (_, _, cells) in enumerate(rows[:_HEAD]):
        for column, cell in enumerate(cells):
            if is_heading(cell, variable):
                return k, column
    return None


def _rows(data: bytes, delimiter: bytes) -> Iterator[tuple[int, int, list[str]]]:
    """Yield where each row begins and ends, and its cells; a line end within quotes belongs to the cell."""
    at = len(_BOM) if data.startswith(_BOM) else 0
    plain = rb"[^\r\n" + re.escape(delimiter) + rb"]*"
    cell = re.compile(rb' *"((?:[^"]|"")*)"' + plain + b"|" + plain)
    while at < len(data):
        start, cells = at, []
        while True:
            match = cell.match(data, at)
            assert match is not None  # the pattern matches an empty text
            raw = match[1].replace(b'""', b'"') if match[1] is not None else match[0]
            cells.append(raw.decode("utf-8", errors="replace").strip())
            at = match.end()
            if data[at : at + 1] != delimiter:
                break
            at += 1
        at += 2 if data[at : at + 2] == b"\r\n" else 1
        yield start, min(at, len(data)), cells
