"""Exports of LimeSurvey: questions found from the headings, blanks from what else the respondent did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.asked import OTHER_CODE, Asked, AskedKind, Shown, same_marks, settle
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.header_rows import Header, find_header, names_of
from valuma.loaders.survey_files.limesurvey_headings import Heading, parse_headings
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.survey.codebook import Code
from valuma.texts import message

_FORMAT = "LimeSurvey export"
#: Codes of answers are short; more different ones than this are texts that people wrote.
_CODE_LENGTH, _MOST_CODES = 5, 40
_SMALL_SCALE = 11


def read_limesurvey(table: Table) -> RawSurvey:
    """Read an export of LimeSurvey.

    Parameters
    ----------
    table : Table
        Text or sheet with a header of question codes, texts, or both.

    Returns
    -------
    RawSurvey
        Variables named by their codes where the header has them. Options of which any number can be ticked are 1
        and 0; a column that tells who ticked "other" is added where the export holds the text only.

    Notes
    -----
    Without the survey's structure (``.lss``) the type of a question is found from its columns: one mark or blank is a
    list of options, Y and N a grid, codes 1, 2, 3 … as parts with different answers a ranking. Whether a blank question
    was shown is known from an answer to another part of it, and for those who broke off from the last page they saw.
    """
    # The export writes one line of headings whatever they hold.
    header = Header(find_header(table.head).first, 1)
    headings = parse_headings(table.head[header.first])
    ids = frozenset(one.name for one in headings if one.system in ("token", "startlanguage", "ipaddr", "refurl"))
    columns, _, above = read_headed(table, header, headings=[one.name for one in headings], as_text=ids)
    names = names_of([one.name for one in headings], len(headings), table.file, type(table.report)())
    by_name = dict(zip(names, headings, strict=True))
    labels = {name: _label(one) for name, one in by_name.items()}
    raw = RawSurvey(
        file=table.file,
        format=_FORMAT,
        values=frame_of(columns),
        variables=columns.variables(labels),
        states=columns.states,
        documents=above,
        language=_language(columns.values.get("startlanguage")),
        report=table.report,
    )
    _note_lost_dates(raw)
    questions = _questions(raw, by_name)
    shown = not_reached(raw, questions)
    for asked in questions:
        _label_codes(raw, asked)
        settle(raw, asked, shown.get(asked.code), "the header of the LimeSurvey export")
    return raw


def _label(heading: Heading) -> str:
    if heading.system:
        return heading.name
    return heading.part or heading.text or (" ".join(heading.subs) if heading.subs else heading.name)


def _language(column: pd.Series | None) -> str:
    """Return the language in which most people began, which is that of the headings as a rule."""
    if column is None or not column.notna().any():
        return ""
    found = str(column.value_counts().index[0])[:2].lower()
    return found if found in ("fi", "sv", "en") else ""


def _note_lost_dates(raw: RawSurvey) -> None:
    """Say where an anonymous survey stored 1980-01-01 for everybody who finished."""
    column = raw.values.get("submitdate")
    if column is None or column.dtype.kind != "M":
        return
    lost = int((column == pd.Timestamp("1980-01-01")).sum())
    if lost:
        what = (
            f"{counted(lost, 'reply', 'replies')} submitted on 1980-01-01, as LimeSurvey stores where it keeps no dates"
        )
        raw.report.note(f"{raw.file}, submitdate", what, "kept; it tells that they were submitted, not when")


def _questions(raw: RawSurvey, headings: dict[str, Heading]) -> list[Asked]:
    groups: dict[str, list[str]] = {}
    for name in raw.values.columns:
        heading = headings.get(name)
        if heading is not None and not heading.system:
            groups.setdefault(heading.question, []).append(name)
    questions: list[Asked] = []
    for code, names in groups.items():
        questions += _question(raw, code, names, headings)
    return questions


def _question(raw: RawSurvey, code: str, names: Sequence[str], headings: dict[str, Heading]) -> list[Asked]:
    label = next((headings[name].text for name in names if headings[name].text), code)
    subs = {name: headings[name].subs for name in names}
    other = next((name for name in names if subs[name] in (("other",), ("Other",), ("Muu",), ("Annat",))), "")
    comments = {}
    for name in names:
        if subs[name] and subs[name][-1].casefold().endswith("comment") and name != other:
            of = subs[name][-1][: -len("comment")]
            comments[name] = next((main for main in names if of and subs[main] == (of,)), "")
    files = [name for name in names if subs[name] == ("filecount",)]
    items = [name for name in names if name != other and name not in comments and name not in files]
    scales = {subs[name][1] for name in items if len(subs[name]) == 2}
    if scales and all(len(subs[name]) == 2 for name in items):
        return [
            Asked(f"{code} {scale}", "grid", label, [name for name in items if subs[name][1] == scale])
            for scale in dict.fromkeys(subs[name][1] for name in items)
        ]
    if not items:
        return []
    if not any(subs[name] for name in items):
        return [Asked(code, "single", label, items, other, comments)]
    kind = _kind(raw, items, [subs[name] for name in items])
    return [Asked(code, kind, label, items, other, comments)]


def _kind(raw: RawSurvey, items: Sequence[str], subs: Sequence[tuple[str, ...]]) -> AskedKind:
    columns = [raw.values[name] for name in items]
    if same_marks(columns) == "ticks":
        return "ticks"
    if _is_ranking(columns, subs):
        return "ranking"
    if all(column.dtype.kind == "f" for column in columns):
        found = np.unique(np.concatenate([column.dropna().to_numpy() for column in columns]))
        return "grid" if len(found) <= _SMALL_SCALE and (found == np.floor(found)).all() else "numbers"
    return "grid" if _codes(columns) else "texts"


def _is_ranking(columns: Sequence[pd.Series], subs: Sequence[tuple[str, ...]]) -> bool:
    if len(columns) < 2 or not all(subs) or [sub[0] for sub in subs] != [str(k + 1) for k in range(len(columns))]:
        return False
    frame = pd.concat([column.astype(object) for column in columns], axis=1)
    several = frame.notna().sum(axis=1) > 1
    if not several.any() or frame.apply(lambda row: row.dropna().duplicated().any(), axis=1).any():
        return False
    filled = frame.notna().to_numpy()
    # Ranks are filled from the first on, and a scale would give some items the same answer.
    return bool((filled[:, :-1] | ~filled[:, 1:]).all() and several.sum() >= 2)


def _codes(columns: Sequence[pd.Series]) -> list[str]:
    """Return the codes that columns share; nothing where they hold texts that people wrote."""
    found: dict[str, None] = {}
    cells = 0
    for column in columns:
        if column.dtype.kind in "fM":
            if column.notna().any():
                return []
            continue
        cells += int(column.notna().sum())
        found |= dict.fromkeys(str(text) for text in column.dropna().unique())
        if len(found) > _MOST_CODES:
            return []
    short = all(len(code) <= _CODE_LENGTH and not any(map(str.isspace, code)) for code in found)
    return sorted(found) if found and (short or cells >= 5 * len(found)) else []


def _label_codes(raw: RawSurvey, asked: Asked) -> None:
    """Give columns with codes the codes that occur in any of them, so that a grid has one scale."""
    if asked.kind not in ("grid", "single", "ranking"):
        return
    codes = _codes([raw.values[name] for name in asked.items])
    if not codes:
        return
    other = message("survey-file-other", raw.language or "en")
    labels: dict[Code, str] = {code: other if code == OTHER_CODE else code for code in codes}
    for name in asked.items:
        raw.variables[name] = replace(raw.variables[name], kind="category", labels=labels)


def not_reached(raw: RawSurvey, questions: Sequence[Asked]) -> dict[str, Shown]:
    """Return the questions that people who broke off cannot have seen.

    Parameters
    ----------
    raw : RawSurvey
        With the columns ``lastpage`` and ``submitdate``.
    questions : sequence of Asked
        In the order of the survey.

    Returns
    -------
    dict of str to ndarray of int8
        By question: 0 for those who left before it, -1 for others.

    Notes
    -----
    A page cannot come before the first page after which anybody has answered a question of it, or of a later page.
    Those who broke off on an earlier page are taken not to have seen the question, which nobody who left that early
    has answered.
    """
    page, submitted = raw.values.get("lastpage"), raw.values.get("submitdate")
    if page is None or submitted is None or page.dtype.kind != "f":
        return {}
    left = submitted.isna().to_numpy()
    if not left.any():
        return {}
    last = page.fillna(0).to_numpy()
    found: dict[str, Shown] = {}
    least = np.inf
    for asked in reversed(questions):
        answered = np.logical_or.reduce([raw.values[name].notna().to_numpy() for name in asked.columns])
        if answered.any():
            least = min(least, float(last[answered].min()))
        if np.isfinite(least):
            found[asked.code] = np.where(left & (last < least) & ~answered, 0, -1).astype(np.int8)
    gone = sum(int((shown == 0).sum()) for shown in found.values())
    if gone:
        what = f"{counted(int(left.sum()), 'respondent')} who broke off"
        done = f"{counted(gone, 'question')} that nobody answered who left as early taken as not shown to them"
        raw.report.note(f"{raw.file}, lastpage", what, done)
    return found
