"""What a sheet of the workbook holds, before it is written: lines, a table with its columns, more lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.texts import number, percent

Look = Literal["plain", "title", "heading", "banner", "quiet"]
#: Characters in a line of running text.
LINE = 125
#: Longest name of a sheet that Excel takes.
LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another sheet, or to an address of the web."""

    words: str
    sheet: str = ""
    address: str = ""
    row: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the format it is shown in; None is an empty cell."""

    value: float | int | None
    form: str = "General"


Content = str | Cell | Link | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words above or below a table, over one or several columns."""

    cells: tuple[str | Link, ...]
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the data, its heading, a remark on the heading, its side."""

    key: str
    heading: str
    comment: str = ""
    widest: int = 60
    right: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook."""

    name: str
    title: str
    above: tuple[Line, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Content, ...], ...] = ()
    below: tuple[Line, ...] = ()


def lines(text: str, look: Look = "plain") -> list[Line]:
    """Break a text into lines that can be read without scrolling sideways."""
    return [Line((part,), look) for part in textwrap.wrap(text, LINE, break_long_words=False) or [""]]


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that Excel takes and no other sheet has.

    Parameters
    ----------
    wanted : str
        What the sheet shows.
    taken : sequence of str
        Names of the other sheets.

    Returns
    -------
    str
        At most 31 characters, cut at a space, without the signs Excel refuses.

    Examples
    --------
    >>> sheet_name("Figure 1: who meets whom", []), sheet_name("Notes", ["notes"])
    ('Figure 1 who meets whom', 'Notes 2')
    """
    clean = " ".join(re.sub(r"[\[\]:*?/\\]", " ", wanted).split()).strip("'") or "–"
    used = {name.casefold() for name in taken}
    for count in range(1, 10_000):
        tail = f" {count}" if count > 1 else ""
        name = _cut(clean, LONGEST_NAME - len(tail)) + tail
        if name.casefold() not in used:
            return name
    raise ValumaError(f"too many sheets are called {clean!r}")


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room + 1].rsplit(" ", 1)[0][:room]


def as_number(text: str, lang: str) -> Cell | None:
    """Read a number back that was written in a language, where nothing of it is lost.

    Parameters
    ----------
    text : str
        What is printed.
    lang : {"fi", "sv", "en"}
        Language it is printed in.

    Returns
    -------
    Cell or None
        The number with a format that shows the same; None for anything else, such as a range or 22/57.

    Examples
    --------
    >>> as_number("3,5", "fi"), as_number("43%", "en"), as_number("22/57", "en"), as_number("091", "fi")
    (Cell(value=3.5, form='#,##0.0'), Cell(value=0.43, form='0%'), None, None)
    """
    bare = re.sub(r"[\s\u00a0\u202f%]", "", text).replace("\u2212", "-")
    bare = bare.replace(",", "") if lang == "en" else bare.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare):
        return None
    digits = len(bare.partition(".")[2])
    decimals = f".{'0' * digits}" if digits else ""
    value = float(bare) if digits else int(bare)
    if text.endswith("%"):
        share = round(float(bare) / 100, digits + 2)
        return Cell(share, f"0{decimals}%") if percent(share, lang, digits) == text else None
    return Cell(value, f"#,##0{decimals}") if number(value, lang, digits) == text else None


def plain_number(value: object) -> float | int | None:
    """Return a number of a table as Python has it; None where there is none."""
    if value is None or value is pd.NA or value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if pd.api.types.is_integer(value) else float(value)  # type: ignore[arg-type]
