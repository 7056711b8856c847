"""Headings of LimeSurvey exports: question codes, texts, or codes before texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from valuma.loaders.survey_files.header_rows import tidy

#: Columns about the respondent, which come first.
SYSTEM = frozenset(
    {"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "token", "ipaddr", "refurl",
     "interviewtime", "completed"}
)  # fmt: skip
_SYSTEM_TEXTS = {
    "response id": "id",
    "date submitted": "submitdate",
    "last page": "lastpage",
    "start language": "startlanguage",
    "seed": "seed",
    "date started": "startdate",
    "date last action": "datestamp",
    "access code": "token",
    "token": "token",
    "ip address": "ipaddr",
    "referrer url": "refurl",
    "total time": "interviewtime",
}
_TIMING = re.compile(r"(?:groupTime|questionTime)\d+|(?:Group|Question) time: .*", re.IGNORECASE)
_CODE = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9_]*)(?P<subs>(?:\[[^\[\]]*\])*)")
_SUB = re.compile(r"\[([^\[\]]*)\]")
#: Columns of which two tell a LimeSurvey export from any other table.
_MARKS = frozenset({"submitdate", "lastpage", "startlanguage"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says.

    Parameters
    ----------
    name : str
        Name of the column: its code where the heading has one, else the heading.
    system : str
        Code of a column about the respondent; else empty.
    question : str
        Code of the question, or its text where there is no code.
    subs : tuple of str
        Codes, or texts, of the part of the question: an option, a row, a row and a column, a scale.
    text, part : str
        The question and its part in words, as far as the heading holds them.
    """

    name: str
    system: str = ""
    question: str = ""
    subs: tuple[str, ...] = ()
    text: str = ""
    part: str = ""


def is_limesurvey(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table is the header of a LimeSurvey export.

    Examples
    --------
    >>> is_limesurvey(["id", "submitdate", "lastpage", "startlanguage", "Q1"])
    True
    >>> is_limesurvey(["submitdate. Date submitted", "lastpage. Last page"]), is_limesurvey(["id", "q1"])
    (True, False)
    """
    found = {_system(tidy(cell)) or _system_before_text(tidy(cell)) for cell in cells}
    return len(found & _MARKS) >= 2


def parse_headings(cells: Sequence[str]) -> list[Heading]:
    r"""Read the headings of an export.

    Parameters
    ----------
    cells : sequence of str
        The first row.

    Returns
    -------
    list of Heading

    Notes
    -----
    Which of the three options was chosen at export the columns about the respondent tell: ``submitdate``,
    ``Date submitted`` or ``submitdate. Date submitted`` with any separator.

    Examples
    --------
    >>> cells = ["submitdate. Date submitted", "lastpage. Last page", "TYPE[mat]. Study\tmaterials [books [old]]"]
    >>> parse_headings(cells)[2]
    Heading(name='TYPE[mat]', system='', question='TYPE', subs=('mat',), text='Study materials', part='books [old]')
    """
    tidied = [tidy(cell) for cell in cells]
    with_text = sum(1 for cell in tidied if not _system(cell) and _system_before_text(cell) in _MARKS)
    codes = sum(1 for cell in tidied if cell in SYSTEM)
    if with_text >= 2:
        return [_code_and_text(cell) for cell in tidied]
    return [_only_code(cell) if codes else _only_text(cell) for cell in tidied]


def _system(cell: str) -> str:
    if cell in SYSTEM:
        return cell
    return _SYSTEM_TEXTS.get(cell.casefold(), "timing" if _TIMING.fullmatch(cell) else "")


def _system_before_text(cell: str) -> str:
    found = _CODE.match(cell)
    if found is None or found["question"] not in SYSTEM or found["subs"]:
        return ""
    rest = cell[found.end() :].lstrip(" .:|–—-;,/)")
    return found["question"] if rest.casefold() in _SYSTEM_TEXTS or found["question"] in _MARKS else ""


def _only_code(cell: str) -> Heading:
    if system := _system(cell):
        return Heading(cell, system)
    found = _CODE.fullmatch(cell)
    if found is None:
        return Heading(cell, question=cell)
    return Heading(cell, "", found["question"], tuple(_SUB.findall(found["subs"])))


def _code_and_text(cell: str) -> Heading:
    if system := (_system_before_text(cell) or _system(cell)):
        return Heading(system if system != "timing" else cell, system)
    found = _CODE.match(cell)
    if found is None:
        return Heading(cell, question=cell)
    subs = tuple(_SUB.findall(found["subs"]))
    rest = cell[found.end() :].strip(" .:|–—-;,/)")
    text, part = (rest, "") if not subs else _split(rest)
    return Heading(found.group(), "", found["question"], subs, text, part)


def _only_text(cell: str) -> Heading:
    if system := _system(cell):
        return Heading(system if system != "timing" else cell, system)
    text, part = _split(cell)
    subs = tuple(sub.strip() for sub in reversed(trailing_parts(cell)))
    return Heading(cell, "", text, subs, text, part)


def _split(text: str) -> tuple[str, str]:
    """Take the parts in brackets from the end of a question; brackets within brackets belong to their part."""
    parts = trailing_parts(text)
    if not parts:
        return text, ""
    start = len(text)
    for part in parts:
        start = len(text[:start].rstrip()) - len(part) - 2
    return text[:start].strip(), ", ".join(part.strip() for part in reversed(parts))


def trailing_parts(text: str) -> list[str]:
    """Return the texts in brackets at the end of a heading, the last one first.

    Examples
    --------
    >>> trailing_parts("How often [with the State] [now [2024]]")
    ['now [2024]', 'with the State']
    """
    parts = []
    end = len(text.rstrip())
    while end and text[end - 1] == "]":
        depth, start = 0, -1
        for k in range(end - 1, -1, -1):
            depth += (text[k] == "]") - (text[k] == "[")
            if depth == 0:
                start = k
                break
        if start <= 0 or not text[:start].strip():
            break
        parts.append(text[start + 1 : end - 1])
        end = len(text[:start].rstrip())
    return parts
