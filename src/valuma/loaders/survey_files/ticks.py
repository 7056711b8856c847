"""Lists of options of which any number can be ticked: a column an option, 1 where ticked, 0 where another one was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.survey_files.blank_states import blank_states
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, Variable
from valuma.survey.finding.headers import shared_headings, stem_of
from valuma.survey.finding.wording import TICKS
from valuma.survey.reasons import Reason
from valuma.texts import message

Bools = npt.NDArray[np.bool_]
#: Marks that can as well be the one answer that everybody gave, and the blanks that tell a list of options from that.
_ALSO_ANSWERS, _LEAST_BLANK = frozenset({"1.0", "1", "yes", "kyllä", "ja", "true"}), 0.2
_NOT_TICKED, _TICKED = "survey-file-not-ticked", "survey-file-ticked"


def tick_labels(lang: str) -> dict[Code, str]:
    """Return what 0 and 1 of an option mean.

    Examples
    --------
    >>> tick_labels("fi")
    {0.0: 'ei valittu', 1.0: 'valittu'}
    """
    return {0.0: message(_NOT_TICKED, lang), 1.0: message(_TICKED, lang)}


def tick_variable(name: str, label: str, lang: str = "", texts: Mapping[str, str] | None = None) -> Variable:
    """Return the variable of one option.

    Parameters
    ----------
    name, label : str
        Its name and the words of the option.
    lang : str
        Language of the file; English words where it is not known.
    texts : mapping of str to str, optional
        The words of the option by language.
    """
    every = {other: tick_labels(other) for other in ("fi", "sv", "en")}
    shown = every.get(lang, every["en"])
    return Variable(name, label, "category", shown, texts=texts or {}, value_texts=every)


def spread(
    ticked: Mapping[str, Bools], answered: Bools, shown: npt.NDArray[np.int8] | None = None
) -> tuple[dict[str, pd.Series], dict[str, pd.Series]]:
    """Turn ticks into columns of 1 and 0, and say why the others are missing.

    Parameters
    ----------
    ticked : mapping of str to ndarray of bool
        By option: whether it was ticked.
    answered : ndarray of bool
        Respondents who answered the question in any way.
    shown : ndarray of int8, optional
        1 where the question was surely shown, 0 where surely not, -1 where that is not known.

    Returns
    -------
    values : dict of str to Series
        1 for a tick, 0 for an option left alone by somebody who answered, missing for all others.
    states : dict of str to Series
        ``not-shown`` or ``not-answered`` where that is known.

    Examples
    --------
    >>> values, states = spread({"a": np.array([True, False, False])}, np.array([True, True, False]))
    >>> values["a"].tolist()
    [1.0, 0.0, nan]
    """
    why = None
    if shown is not None:
        silent = ~answered
        reasons = {Reason.NOT_ANSWERED: silent & (shown == 1), Reason.NOT_SHOWN: silent & (shown == 0)}
        why = blank_states(len(answered), reasons)
    values = {name: pd.Series(np.where(marks, 1.0, np.where(answered, 0.0, np.nan))) for name, marks in ticked.items()}
    return values, {} if why is None else {name: why.copy() for name in ticked}


def mark_of(column: pd.Series) -> str | float | None:
    """Return what stands in a column of which every filled cell holds the same; None for any other column.

    Examples
    --------
    >>> mark_of(pd.Series(["x", None, "x"])), mark_of(pd.Series([1.0, np.nan])), mark_of(pd.Series([1.0, 2.0]))
    ('x', 1.0, None)
    """
    if column.dtype.kind == "M":
        return None
    first = column.first_valid_index()
    if first is None:
        return None
    mark = column.loc[first]
    if column.nunique(dropna=True) != 1:
        return None
    return mark if isinstance(mark, str) else float(mark)


def turn_tick_groups(raw: RawSurvey, stems: Mapping[str, Sequence[str]] | None = None) -> None:
    """Turn groups of columns that hold one mark or nothing into options with 1 and 0.

    Parameters
    ----------
    raw : RawSurvey
        Its values, variables, states, blocks and report change.
    stems : mapping of str to sequence of str, optional
        Columns by question; found from names and headings where they are not given.

    Notes
    -----
    Only groups of two or more columns, in each of which every filled cell holds the same: 1, a cross, or the words of
    the option. Where it is 1 or "yes", a fifth of the cells of those who answered must be blank, or it may be the one
    answer that everybody gave. Whether a respondent answered is decided from the whole group: who ticked nothing in it
    may not have been asked, and stays missing.
    """
    grouped = {name for block in raw.blocks for name in block.items}
    for stem, names in (stems or stems_of(raw.variables, exclude=grouped)).items():
        present = [name for name in names if raw.values[name].notna().any()]
        marks = {name: mark_of(raw.values[name]) for name in present}
        fitting = [
            name for name in names if name not in marks or _is_mark(marks[name], name, raw.variables[name].label)
        ]
        marked = [name for name in fitting if name in marks]
        alike = {str(marks[name]).strip().casefold() for name in marked}
        if len(marked) < 2 or (len(alike) > 1 and any(word in TICKS for word in alike)):
            continue
        if len(fitting) < len(names) and len(marked) < len(present) - 1:
            continue
        if alike & _ALSO_ANSWERS and not _mostly_blank(raw, marked):
            continue
        turn_ticks(raw, stem, fitting, why=f"columns that hold one mark or nothing under the heading {stem!r}")


def _mostly_blank(raw: RawSurvey, names: Sequence[str]) -> bool:
    """Whether those who answered left enough cells blank for a list of options."""
    marks = np.column_stack([raw.values[name].notna().to_numpy() for name in names])
    answered = marks.any(axis=1)
    return bool(answered.any() and 1 - marks[answered].mean() >= _LEAST_BLANK)


def turn_ticks(
    raw: RawSurvey,
    question: str,
    names: Sequence[str],
    *,
    why: str,
    others: Iterable[str] = (),
    shown: npt.NDArray[np.int8] | None = None,
) -> None:
    """Turn columns of marks into options with 1 and 0, and record them as a block."""
    ticked = {name: raw.values[name].notna().to_numpy() for name in names}
    wrote = [raw.values[name].notna().to_numpy() for name in others]
    answered = np.logical_or.reduce([*ticked.values(), *wrote])
    values, states = spread(ticked, answered, shown)
    for name in names:
        raw.values[name] = values[name]
        label = raw.variables[name].label
        raw.variables[name] = tick_variable(name, _part(label, question), raw.language)
    raw.states.update(states)
    raw.fixed_kinds |= set(names)
    raw.blocks.append(Block(block_name(question, raw.blocks), "multiple-dichotomies", question, tuple(names), 1.0, why))
    silent = int((~answered).sum())
    done = "blank cells are 0 where the respondent ticked another one"
    if silent:
        done += f"; {counted(silent, 'respondent')} without any tick left missing, since they may not have been asked"
    raw.report.note(f"{raw.file}, {question}", f"{len(names)} options of which any number can be ticked", done)


def stems_of(variables: Mapping[str, Variable], exclude: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return the columns that names or headings put under one question, by question.

    Examples
    --------
    >>> stems_of({name: Variable(name) for name in ("id", "Forums: a", "Forums: b", "q2[x]", "q2[y]")})
    {'q2': ['q2[x]', 'q2[y]'], 'Forums': ['Forums: a', 'Forums: b']}
    """
    left = [name for name in variables if name not in set(exclude)]
    groups: dict[str, list[str]] = {}
    for name in left:
        stem = stem_of(name)
        if stem is not None and stem.certain:
            groups.setdefault(stem.text, []).append(name)
    groups = {stem: names for stem, names in groups.items() if len(names) > 1}
    taken = {name for names in groups.values() for name in names}
    headings = {name: variables[name].label or name for name in left if name not in taken}
    for name, heading in shared_headings(headings).items():
        groups.setdefault(heading, []).append(name)
    return {stem: names for stem, names in groups.items() if len(names) > 1}


def block_name(question: str, blocks: Iterable[Block]) -> str:
    """Return a name for a block that no other one has."""
    taken = {block.name for block in blocks}
    name, number = question or "block", 2
    while name in taken:
        name, number = f"{question} {number}", number + 1
    return name


def _part(label: str, question: str) -> str:
    """Return what is left of a heading below its question."""
    rest = label.removeprefix(question).strip(" \t:–—-|>/…[]") if label.startswith(question) else label
    return rest or label


def _is_mark(mark: str | float | None, name: str, label: str) -> bool:
    if mark is None:
        return False
    if isinstance(mark, float):
        return mark == 1.0
    word = mark.strip().casefold()
    return word in TICKS or (len(word) > 1 and (word in label.casefold() or word in name.casefold()))
