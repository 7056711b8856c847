"""Several answers in one cell, as forms write them: taken apart into a column an option."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.blank_states import blank_states
from valuma.loaders.survey_files.cell_columns import TEXT, natural
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.ticks import block_name, spread, tick_variable
from valuma.survey.blocks import Block
from valuma.survey.codebook import Variable
from valuma.survey.reasons import Reason
from valuma.texts import message

#: Different answers above which a column holds texts and not options.
MOST_OPTIONS = 60
#: Commas between options have a space behind them, and stand outside brackets.
_COMMA = re.compile(r",\s(?![^()\[\]]*[)\]])")


@dataclass(frozen=True, slots=True)
class Joined:
    """The answers of one column, taken apart.

    Parameters
    ----------
    answers : list of tuple of str
        Of each respondent.
    options : list of str
        Answers that were offered.
    others : list of str
        Answers that one person wrote.
    """

    answers: list[tuple[str, ...]]
    options: list[str]
    others: list[str]


def by_semicolon(column: pd.Series) -> Joined | None:
    """Take apart cells such as ``a;b;``; None for a column whose cells do not all end with a semicolon.

    Examples
    --------
    >>> found = by_semicolon(pd.Series(["kunta;valtio;", "kunta;", "valtio;oma tapa;", None]))
    >>> found.options, found.others
    (['kunta', 'valtio'], ['oma tapa'])
    """
    cells = _cells(column)
    filled = [cell for cell in cells if cell]
    if not filled or not all(cell.endswith(";") for cell in filled):
        return None
    return _sorted([tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip())) for cell in cells])


def by_comma(column: pd.Series) -> Joined | None:
    """Take apart cells such as ``a, b``; None for a column of texts, or of options of which one can be chosen.

    Notes
    -----
    A text with commas looks the same. A column is taken apart where at least two cells hold several answers, there are
    at most 60 different ones, each is given two and a half times on average, and 85 % are given more than once.

    Examples
    --------
    >>> column = pd.Series(["kunta, valtio", "kunta", "valtio", "kunta, valtio", "valtio, jokin muu"])
    >>> by_comma(column).options
    ['kunta', 'valtio']
    """
    cells = _cells(column)
    split = [tuple(dict.fromkeys(part.strip() for part in _COMMA.split(cell) if part.strip())) for cell in cells]
    several = sum(len(answers) > 1 for answers in split)
    counts = Counter(answer for answers in split for answer in answers)
    again = sum(count for count in counts.values() if count > 1)
    total = counts.total()
    if several < 2 or len(counts) > MOST_OPTIONS or total < 2.5 * len(counts) or again < 0.85 * total:
        return None
    return _sorted(split)


def by_code(column: pd.Series) -> Joined | None:
    """Take apart cells such as ``1,3``; None for a column in which none holds several codes.

    Examples
    --------
    >>> by_code(pd.Series(["1,3", "2", None])).options
    ['1', '2', '3']
    """
    if column.dtype.kind in "fM":
        return None
    cells = _cells(column)
    filled = [cell for cell in cells if cell]
    if not any("," in cell for cell in filled) or not all(re.fullmatch(r"\d{1,4}(,\d{1,4})*", cell) for cell in filled):
        return None
    split = [tuple(cell.split(",")) if cell else () for cell in cells]
    numbers = [[int(answer) for answer in answers] for answers in split]
    if any(answers != sorted(set(answers)) for answers in numbers):
        return None
    return Joined(split, sorted({answer for answers in split for answer in answers}, key=natural), [])


def _cells(column: pd.Series) -> list[str]:
    if column.dtype.kind in "fM":
        return [""] * len(column)
    return [cell.strip() if isinstance(cell, str) else "" for cell in column.to_numpy(dtype=object)]


def _sorted(answers: list[tuple[str, ...]]) -> Joined:
    counts = Counter(answer for one in answers for answer in one)
    again = [answer for answer, count in counts.items() if count > 1]
    # Where nothing comes back, nobody can say what was offered: all of it is taken as such.
    options = again if again else list(counts)
    if len(options) > MOST_OPTIONS:
        options = sorted(options, key=lambda answer: -counts[answer])[:MOST_OPTIONS]
    known = set(options)
    return Joined(answers, sorted(options, key=natural), [answer for answer in counts if answer not in known])


def take_apart(raw: RawSurvey, read: Callable[[pd.Series], Joined | None], names: Sequence[str]) -> None:
    """Replace columns with several answers in one cell by a column an option.

    Parameters
    ----------
    raw : RawSurvey
        Its values, variables, blocks and report change.
    read : callable
        Takes a column apart, or says by None that it is none to take apart.
    names : sequence of str
        Columns to look at.

    Notes
    -----
    The options become ``question [option]`` with 1 and 0, missing for those whose cell is blank. Answers that only one
    person gave are taken as written behind "other": they stand as text in ``question [other]``, and a column of their
    own tells who wrote one. The report names the column that was left out, and how many answers were taken as such.
    """
    columns: dict[str, pd.Series] = {}
    variables: dict[str, Variable] = {}
    for name, column in raw.values.items():
        name = str(name)
        joined = read(column) if name in names else None
        if joined is None or not joined.options:
            columns[name], variables[name] = column, raw.variables[name]
            continue
        made, about = _parts(raw, name, joined, taken={*raw.values.columns, *columns})
        columns |= made
        variables |= about
        raw.fixed_kinds |= set(made)
    raw.values = pd.DataFrame(columns, index=raw.values.index, columns=list(columns))
    raw.variables = variables
    raw.states = {name: states for name, states in raw.states.items() if name in columns}


def _parts(
    raw: RawSurvey, name: str, joined: Joined, taken: set[str]
) -> tuple[dict[str, pd.Series], dict[str, Variable]]:
    question = raw.variables[name].label
    answered = np.array([bool(answers) for answers in joined.answers])
    ticked = {
        _unused(f"{name} [{option}]", taken): np.array([option in answers for answers in joined.answers])
        for option in joined.options
    }
    labels = dict(zip(ticked, joined.options, strict=True))
    known = set(joined.options)
    lang = raw.language or "en"
    other = ""
    if joined.others:
        word = message("survey-file-other", lang)
        other = _unused(f"{name} [{word}]", taken | set(ticked))
        mark = _unused(f"{name} [{word}, {message('survey-file-ticked', lang)}]", taken | set(ticked))
        ticked[mark] = np.array([any(answer not in known for answer in answers) for answers in joined.answers])
        labels[mark] = word
    columns, _ = spread(ticked, answered)
    variables = {column: tick_variable(column, labels[column], raw.language) for column in columns}
    block = block_name(question, raw.blocks)
    raw.blocks.append(
        Block(block, "multiple-dichotomies", question, tuple(columns), 1.0, "several answers in one cell")
    )
    if other:
        texts = ["; ".join(answer for answer in answers if answer not in known) for answers in joined.answers]
        columns[other] = pd.Series([text or None for text in texts], dtype=TEXT)
        variables[other] = Variable(other, labels[mark], "text")
        empty = answered & np.array([not text for text in texts])
        raw.states[other] = blank_states(len(empty), {Reason.NOT_APPLICABLE: empty})
        text_block = block_name(other, raw.blocks)
        raw.blocks.append(Block(text_block, "other-specify", question, (other,), None, "its cell", block))
    done = f"taken apart into {len(joined.options)} options with 1 and 0; the column itself is left out"
    raw.report.note(f"{raw.file}, {name}", "several answers in one cell", done)
    if joined.others:
        what = f"{counted(len(joined.others), 'answer')} that only one person gave"
        done = f"taken as texts behind 'other' ({other}); look whether they are"
        raw.report.warning(f"{raw.file}, {name}", what, done)
    return columns, variables


def _unused(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found
