"""Questions of a survey tool over their columns, and why a cell of theirs is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.ticks import block_name, spread, tick_variable
from valuma.survey.blocks import Block, BlockKind
from valuma.survey.reasons import Reason
from valuma.texts import message

AskedKind = Literal["ticks", "grid", "ranking", "single", "numbers", "texts"]
Bools = npt.NDArray[np.bool_]
#: 1 shown, 0 not shown, -1 not known; a respondent each.
Shown = npt.NDArray[np.int8]

_BLOCKS: Mapping[AskedKind, BlockKind] = {
    "ticks": "multiple-dichotomies",
    "grid": "grid",
    "ranking": "ranking",
    "numbers": "numeric",
    "texts": "open",
    "single": "single",
}
#: Cells of a list of options that mean "ticked", "left alone", "never seen", in exports with codes and with words.
_YES = frozenset({"y", "yes", "1", "kyllä", "ja", "true", "x"})
_NO = frozenset({"n", "no", "2", "0", "ei", "nej", "false"})
_NEVER = frozenset({"n/a"})
#: What LimeSurvey writes for the option "other" of a list.
OTHER_CODE = "-oth-"


@dataclass
class Asked:
    """A question and its columns.

    Parameters
    ----------
    code : str
        Code of the question, or its text.
    kind : str
        ``ticks`` (a column an option), ``grid`` (one scale, several items), ``ranking``, ``single``, ``numbers``,
        ``texts``.
    label : str
        The question in words.
    items : list of str
        Columns of its answers.
    other : str
        Column of the text behind "other".
    comments : dict of str to str
        Column of a comment → column of the answer that it belongs to; an empty text for the question as a whole.
    other_code : str or float
        Code of the option "other" of a list.
    rows : dict of str to ndarray
        Of some items, whether their row was shown to each respondent.
    """

    code: str
    kind: AskedKind
    label: str
    items: list[str]
    other: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    other_code: str | float = OTHER_CODE
    rows: dict[str, Shown] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """All columns of the question."""
        return [*self.items, *([self.other] if self.other else []), *self.comments]


def settle(raw: RawSurvey, asked: Asked, shown: Shown | None, why: str) -> None:
    """Turn the columns of one question into values, and say why empty cells are empty.

    Parameters
    ----------
    raw : RawSurvey
        Its values, variables, states and blocks change.
    asked : Asked
        The question.
    shown : ndarray of int8, optional
        Whether it was shown to each respondent: 1, 0, or -1 where that is not known.
    why : str
        What made it a block.

    Notes
    -----
    An answer to any column of the question shows that it was shown. Blank options are 0 for those who ticked another
    one, and for nobody else. What cannot be known is left without a reason.
    """
    rows = len(raw.values)
    known = np.full(rows, -1, dtype=np.int8) if shown is None else shown.copy()
    answered = np.logical_or.reduce([_filled(raw, name) for name in asked.columns])
    if asked.kind == "ticks":
        known, answered = _settle_ticks(raw, asked, known, why)
    else:
        known[answered] = 1
        for name in asked.items:
            row = asked.rows.get(name)
            seen = known if row is None else np.where(row == 1, known, np.where(known == 0, 0, row)).astype(np.int8)
            _say(raw, name, seen == 1, seen == 0)
        _add_block(raw, asked, why)
    _settle_texts(raw, asked, known, answered)


def _settle_ticks(raw: RawSurvey, asked: Asked, known: Shown, why: str) -> tuple[Shown, Bools]:
    ticked: dict[str, Bools] = {}
    for name in asked.items:
        marks, left, never = marks_of(raw.values[name])
        ticked[name] = marks
        known[left & (known < 0)] = 1
        known[never & (known < 0)] = 0
    texts = [_filled(raw, name) for name in (asked.other, *asked.comments) if name]
    answered = np.logical_or.reduce([*ticked.values(), *texts]) if ticked or texts else np.zeros(len(raw.values), bool)
    known[answered] = 1
    items = list(asked.items)
    if asked.other:
        name = f"{asked.other[:-1]}_ticked]" if asked.other.endswith("]") else f"{asked.other} ticked"
        if name not in raw.values and asked.other in raw.values:
            _add_other(raw, asked, name)
            what = "a text behind 'other' without a column that tells who ticked it"
            raw.report.note(f"{raw.file}, {asked.other}", what, f"{name} added: 1 where a text was written")
        ticked[name] = _filled(raw, asked.other)
        items.append(name)
    values, states = spread(ticked, answered, known)
    for name in items:
        row = asked.rows.get(name)
        if row is not None:
            hidden = (row != 1) & ~ticked[name]
            values[name] = values[name].mask(hidden)
            states[name] = states[name].mask(row == 0, str(Reason.NOT_SHOWN)).where(values[name].isna(), None)
        old_states = raw.states.get(name)
        if old_states is not None:
            states[name] = states[name].where(states[name].notna() | values[name].notna(), old_states)
        raw.values[name] = values[name]
        old = raw.variables[name]
        made = tick_variable(name, old.label, raw.language, old.texts)
        raw.variables[name] = replace(made, role=old.role, about=old.about, attribution=old.attribution)
        raw.states[name] = states[name]
    raw.fixed_kinds |= set(items)
    _add_block(raw, replace(asked, items=items), why, counted=1.0)
    return known, answered


def _add_other(raw: RawSurvey, asked: Asked, name: str) -> None:
    """Put a column for the ticks of "other" before its text."""
    place = list(raw.values.columns).index(asked.other)
    raw.values.insert(place, name, np.nan)
    texts = {lang: message("survey-file-other", lang) for lang in ("fi", "sv", "en")}
    variable = tick_variable(name, texts.get(raw.language, texts["en"]), raw.language, texts)
    ordered = list(raw.variables.items())
    ordered.insert(place, (name, variable))
    raw.variables.clear()
    raw.variables.update(ordered)


def _settle_texts(raw: RawSurvey, asked: Asked, known: Shown, answered: Bools) -> None:
    """Texts behind "other" and comments: asked of those only who chose what they belong to."""
    silent = (known == 1) & ~answered
    if asked.other:
        if asked.kind == "ticks" or not asked.items:
            called = silent
        else:
            main = raw.values[asked.items[0]]
            chosen = (main == asked.other_code).fillna(False).to_numpy(dtype=bool)
            called = chosen | (silent & main.isna().to_numpy())
            answered = main.notna().to_numpy() & ~chosen
        _say(raw, asked.other, called, (known == 0) & ~called, answered & ~called)
        label = raw.variables[asked.other].label
        block = Block(
            block_name(asked.other, raw.blocks), "other-specify", label, (asked.other,), None, "the header", asked.code
        )
        raw.blocks.append(block)
    for comment, of in asked.comments.items():
        meant = known == 1
        if of and asked.kind == "ticks":
            meant = (raw.values[of] == 1.0).to_numpy() | silent
        _say(raw, comment, meant, (known == 0) & ~meant, (known == 1) & ~meant)


def _say(raw: RawSurvey, name: str, not_answered: Bools, not_shown: Bools, not_applicable: Bools | None = None) -> None:
    """Give blank cells of a column their reason; a reason that was known before stays."""
    blank = ~_filled(raw, name)
    words = np.full(len(blank), None, dtype=object)
    if not_applicable is not None:
        words[not_applicable] = str(Reason.NOT_APPLICABLE)
    words[not_answered] = str(Reason.NOT_ANSWERED)
    words[not_shown] = str(Reason.NOT_SHOWN)
    words[~blank] = None
    old = raw.states.get(name)
    if old is not None:
        words = np.where(old.notna() & blank, old.to_numpy(dtype=object), words)
    raw.states[name] = pd.Series(words, dtype=object)


def _add_block(raw: RawSurvey, asked: Asked, why: str, counted: float | None = None) -> None:
    if len(asked.items) < 2 and asked.kind not in ("ticks",):
        return
    name = block_name(asked.code, raw.blocks)
    raw.blocks.append(Block(name, _BLOCKS[asked.kind], asked.label or asked.code, tuple(asked.items), counted, why))


def _filled(raw: RawSurvey, name: str) -> Bools:
    return raw.values[name].notna().to_numpy()


def marks_of(column: pd.Series) -> tuple[Bools, Bools, Bools]:
    """Return where an option was ticked, left alone though shown, and never seen.

    Examples
    --------
    >>> [found.tolist() for found in marks_of(pd.Series(["Yes", "No", "N/A", None]))]
    [[True, False, False, False], [False, True, False, False], [False, False, True, False]]
    """
    none = np.zeros(len(column), dtype=bool)
    if column.dtype.kind == "f":
        return (column == 1.0).to_numpy(), column.isin([0.0, 2.0]).to_numpy(), none
    if column.dtype.kind == "M":
        return none, none, none
    places, found = pd.factorize(column, use_na_sentinel=True)
    words = [str(text).strip().casefold() for text in found]
    each = [np.array([*(word in group for word in words), False])[places] for group in (_YES, _NO, _NEVER)]
    return each[0], each[1], each[2]


def same_marks(columns: Sequence[pd.Series]) -> str:
    """Say what columns of codes hold: ``ticks``, ``yes-no`` or an empty text for anything else.

    Examples
    --------
    >>> same_marks([pd.Series(["Y", None]), pd.Series([None, "Y"])]), same_marks([pd.Series(["Y", "N"])])
    ('ticks', 'yes-no')
    """
    words: set[str] = set()
    for column in columns:
        if column.dtype.kind == "M":
            return ""
        for value in column.dropna().unique()[:5].tolist():
            words.add(f"{value:g}" if isinstance(value, float) else str(value).strip().casefold())
    if not words or not words <= _YES | _NO | _NEVER:
        return ""
    if words & _NEVER or words == {"y"}:
        return "ticks"
    if words & _NO:
        return "yes-no" if words & {"y", "n", "yes", "no", "kyllä", "ei", "ja", "nej"} else ""
    return "ticks" if words <= {"1", "yes", "kyllä", "ja", "x"} else ""
