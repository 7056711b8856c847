"""Text with delimiters as a sheet: the delimiter found from its rows, cells left as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from valuma.formats.guards import unusable
from valuma.schema.problems import Problems, StudyError
from valuma.schema.text_file import decode

#: First line by which Excel is told what stands between cells.
_DECLARED = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*[ ]*\n', re.IGNORECASE)
_DELIMITERS = (";", "\t", ",", "|")
_LOOKED_AT = 50


def split_text(data: bytes, file: str, problems: Problems) -> tuple[list[list[str]], list[int]]:
    r"""Split the bytes of a delimited text file into rows of cells.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How it is named in problems.
    problems : Problems
        Grows by what was found on the way: the encoding, a first line that declares the delimiter.

    Returns
    -------
    rows : list of list of str
        Also those without content; not all need be of one length.
    lines : list of int
        Line of the file on which each row begins.

    Raises
    ------
    StudyError
        The text is UTF-16 or holds NUL bytes, or a quotation mark is never closed.

    Examples
    --------
    >>> split_text("Jäsen;Kotipaikka\nOulu, kaupunki;Oulu\n".encode("cp1252"), "list.csv", Problems())[0]
    [['Jäsen', 'Kotipaikka'], ['Oulu, kaupunki', 'Oulu']]
    """
    text = decode(data, file, problems)
    if text is None:
        raise StudyError(f"{file} cannot be read", problems)
    declared = _DECLARED.match(text)
    if declared:
        problems.note(file, repr(declared.group().strip()), "column names", row=1, hint="accepted, as Excel writes it")
        # The line end stays, so that lines are counted as an editor does.
        text = text[declared.end() - 1 :]
    delimiter = declared[1] if declared else find_delimiter(text)
    rows, lines, line = [], [], 1
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise unusable(
            file,
            f"a row that cannot be split ({error})",
            "cells between delimiters",
            row=line,
            hint="is a quotation mark never closed, or does one inside a cell stand alone? There it is written twice",
        ) from error
    return rows, lines


def find_delimiter(text: str) -> str:
    r"""Return what stands between the cells, by the first 50 rows.

    Parameters
    ----------
    text : str
        The decoded file.

    Returns
    -------
    {";", "\t", ",", "|"}
        The one under which most rows have the same number of cells, more than one; a comma where there is none.

    Examples
    --------
    >>> find_delimiter("name;note\nOulu;a, b\nKemi;c, d\n")
    ';'
    >>> find_delimiter("Member list, 2024\n\nname\tnumber\nOulu\t1,5\n")
    '\t'
    """
    scores = {delimiter: _evenness(text, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] else ","


def _evenness(text: str, delimiter: str) -> tuple[float, int, int] | tuple[()]:
    """Return the share of rows with the most common number of cells, how early the table begins, that number."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice((row for row in reader if any(map(str.strip, row))), _LOOKED_AT)]
    except csv.Error:
        return ()
    # Lines above the header, a title perhaps, have one cell.
    first = next((k for k, width in enumerate(widths) if width > 1), len(widths))
    table = widths[first:] if len(widths) - first > 1 else widths
    counts = Counter(width for width in table if width > 1)
    # A comma also stands in some rows of a list that has one column only.
    if counts.total() <= len(table) / 2:
        return ()
    width, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return count / len(table), -first, width
