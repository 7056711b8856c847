"""An export of LimeSurvey with its structure: words, kinds, blocks and routing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.asked import OTHER_CODE, Asked, AskedKind, Shown, marks_of, settle
from valuma.loaders.survey_files.blank_states import blank_states
from valuma.loaders.survey_files.cell_columns import TEXT
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.lss import Lss, Question
from valuma.loaders.survey_files.lss_columns import Field, Fields, by_question, lacking, options_of
from valuma.loaders.survey_files.lss_routing import Texts, both, shown_under
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.frozen import Frozen
from valuma.survey.codebook import Code
from valuma.survey.reasons import Reason

_KINDS: Mapping[str, AskedKind] = {
    **dict.fromkeys("MP", "ticks"),
    **dict.fromkeys("FHABCE1", "grid"),
    **dict.fromkeys("K:", "numbers"),
    **dict.fromkeys("Q;", "texts"),
    "R": "ranking",
}
_NAMED = 5


def overlay_lss(raw: RawSurvey, lss: Lss) -> RawSurvey:
    """Give an export of LimeSurvey the words, kinds, blocks and routing of its survey.

    Parameters
    ----------
    raw : RawSurvey
        What the reader of the export, or of any table with its question codes, returned; it changes.
    lss : Lss
        The structure of the survey.

    Returns
    -------
    RawSurvey

    Notes
    -----
    Columns are found by question code (``Q[sub]``, ``Q_sub``, ``123X4X5sub``) or by the words of the question in any
    language. Answers exported as words become codes. A question was shown to those who got to its page and met its
    condition; a condition that is not of the simple form leaves that open, unless the question was mandatory. Points
    that options carry for assessments become their amounts.
    """
    fields = Fields(lss)
    pairs = []
    for name in raw.values.columns:
        field = fields.find(name, raw.variables[name].label)
        if field is not None:
            pairs.append((name, field))
    _report(raw, lss, fields, pairs)
    if not pairs:
        return raw
    raw.language = lss.language or raw.language
    matched = {name for name, _ in pairs}
    raw.blocks = [block for block in raw.blocks if not matched & set(block.items)]
    for name, field in pairs:
        _describe(raw, name, field, lss)
    routing = _Routing(raw, lss, pairs)
    for question, members in by_question(pairs):
        for asked in _asked(raw, question, members, lss):
            asked.rows = routing.rows(question, [(name, field) for name, field in members if name in asked.items])
            shown = routing.shown(question)
            _contradicted(raw, asked, shown)
            routing.forget_guesses(asked, shown)
            settle(raw, asked, shown, "the structure of the LimeSurvey survey")
    return raw


def _report(raw: RawSurvey, lss: Lss, fields: Fields, pairs: Sequence[tuple[str, Field]]) -> None:
    if not pairs:
        raw.report.warning(lss.file, f"no question that {raw.file} has a column for", "not used")
        return
    without = lacking(fields.all, [field for _, field in pairs])
    if without:
        shown = ", ".join(without[:_NAMED]) + (" …" if len(without) > _NAMED else "")
        raw.report.note(lss.file, f"{counted(len(without), 'field')} without a column: {shown}", "left out")
    unread = sorted({q.type for q in lss.questions if q.type not in "5ABCDEFGHIKLMNOPQRSTUXY!:;1|*"} - {""})
    if unread:
        what = f"questions of unknown types {', '.join(unread)}"
        raw.report.warning(lss.file, what, "their columns kept as they are")


def _describe(raw: RawSurvey, name: str, field: Field, lss: Lss) -> None:
    """Words, kind and codes of one column."""
    label = _words(field.texts, lss) or field.name
    old = raw.variables[name]
    variable = replace(old, label=label, texts=Frozen(field.texts))
    kind = field.kind
    if kind is not None:
        variable = replace(variable, kind=kind)
        raw.fixed_kinds |= {name}
    options = options_of(field)
    if options:
        numeric = _codes_to(raw, name, field)
        coded: dict[Code, str] = {}
        texts: dict[str, dict[Code, str]] = {}
        for option in options:
            code: Code = float(option.code) if numeric else option.code
            coded[code] = _words(option.texts, lss) or option.code
            for lang, text in option.texts.items():
                texts.setdefault(lang, {})[code] = text
        amounts = {
            (float(o.code) if numeric else o.code): o.points for o in field.question.options if o.scale == field.scale
        }
        variable = replace(
            variable,
            labels=Frozen(coded),
            value_texts=Frozen(texts),
            amounts=Frozen(amounts if any(amounts.values()) else {}),
        )
    elif kind == "text" and raw.values[name].dtype.kind == "f":
        column = raw.values[name]
        raw.values[name] = column.map(lambda cell: f"{cell:.15g}", na_action="ignore").astype(TEXT)
    raw.variables[name] = variable


def _words(texts: Mapping[str, str], lss: Lss) -> str:
    return texts.get(lss.language) or next(iter(texts.values()), "")


def _codes_to(raw: RawSurvey, name: str, field: Field) -> bool:
    """Turn answers in words into codes; say whether the codes are numbers."""
    options = options_of(field)
    column = raw.values[name]
    numeric = all(_is_whole(option.code) for option in options)
    if column.dtype.kind == "f":
        if numeric:
            return True
        raw.values[name] = column.map(lambda cell: f"{cell:.15g}", na_action="ignore").astype(TEXT)
        return False
    if column.dtype.kind == "M":
        return numeric
    codes = {option.code: option.code for option in options}
    words = {text.casefold(): option.code for option in options for text in option.texts.values()}
    words |= {"other": OTHER_CODE, "muu": OTHER_CODE, "annat": OTHER_CODE} if OTHER_CODE in codes else {}
    places, found = pd.factorize(column, use_na_sentinel=True)
    read = [codes.get(str(text).strip()) or words.get(str(text).strip().casefold()) for text in found]
    empty = [str(text).strip() == "N/A" and code is None for text, code in zip(found, read, strict=True)]
    gone = np.array([*empty, False])
    if gone[places].any():
        raw.states[name] = blank_states(len(places), {Reason.NOT_SHOWN: gone[places]})
    strange = [str(text) for text, code in zip(found, read, strict=True) if code is None and str(text) != "N/A"]
    if strange:
        what = f"{counted(len(strange), 'different answer')} beside its {len(options)} options"
        raw.report.warning(f"{raw.file}, {name}", what, "kept as they are")
    numeric = numeric and not strange
    kept = [code or (None if str(text) == "N/A" else str(text)) for text, code in zip(found, read, strict=True)]
    if numeric:
        values = np.array([np.nan if code is None else float(code) for code in kept] + [np.nan])
        raw.values[name] = pd.Series(values[places], index=column.index)
    else:
        raw.values[name] = pd.Series(np.array([*kept, None], dtype=object)[places], index=column.index, dtype=TEXT)
    return numeric


def _is_whole(code: str) -> bool:
    return code.isascii() and code.isdigit() and (code == "0" or not code.startswith("0"))


def _asked(raw: RawSurvey, question: Question, members: Sequence[tuple[str, Field]], lss: Lss) -> list[Asked]:
    label = _words(question.texts, lss) or question.code
    answers = [(name, field) for name, field in members if field.role == "answer"]
    other = next((name for name, field in members if field.role == "other"), "")
    of_part = {field.subs: name for name, field in answers}
    comments = {name: of_part.get(field.of, "") for name, field in members if field.role == "comment"}
    kind: AskedKind = _KINDS.get(question.type, "single")
    if question.type == ":" and question.attributes.get("multiflexible_checkbox") == "1":
        kind = "ticks"
    if question.type == "1":
        scales = [(scale, [name for name, field in answers if field.scale == scale]) for scale in (0, 1)]
        return [
            Asked(f"{question.code} {scale + 1}", kind, _scale_label(question, label, scale), names)
            for scale, names in scales
            if names
        ]
    items = [name for name, _ in answers]
    return [Asked(question.code, kind, label, items, other, comments)] if items else []


def _scale_label(question: Question, label: str, scale: int) -> str:
    header = question.attributes.get("dualscale_headerB" if scale else "dualscale_headerA", "")
    return f"{label} [{header}]" if header else f"{label} [{scale + 1}]"


def _contradicted(raw: RawSurvey, asked: Asked, shown: Shown) -> None:
    filled = np.logical_or.reduce([raw.values[name].notna().to_numpy() for name in asked.items])
    against = int((filled & (shown == 0)).sum())
    if against and asked.kind != "ticks":
        what = f"{counted(against, 'answer')} of people to whom the routing does not show the question"
        raw.report.warning(f"{raw.file}, {asked.code}", what, "kept")


class _Routing:
    """Who was shown what."""

    def __init__(self, raw: RawSurvey, lss: Lss, pairs: Sequence[tuple[str, Field]]) -> None:
        self._raw, self._fields = raw, Fields(lss)
        self._by_field = {(field.question.code, field.subs): name for name, field in pairs}
        self._ticks = {name for name, field in pairs if field.question.type in "MP" and field.role == "answer"}
        self._open: set[str] = set()
        rows = len(raw.values)
        self._rows = rows
        page, submitted = raw.values.get("lastpage"), raw.values.get("submitdate")
        self._done = np.zeros(rows, dtype=bool) if submitted is None else submitted.notna().to_numpy()
        self._page = None if page is None or page.dtype.kind != "f" else page.fillna(0).to_numpy()

    def shown(self, question: Question) -> Shown:
        """Return 1, 0 or -1 a respondent."""
        if question.attributes.get("hidden") == "1":
            return np.zeros(self._rows, dtype=np.int8)
        asked = np.ones(self._rows, dtype=np.int8)
        for condition in question.relevance:
            asked = both(asked, shown_under(condition, self._cells, self._rows))
        if (asked < 0).any() and question.code not in self._open:
            self._open.add(question.code)
            what = "a condition that is not of the simple form"
            done = "who was shown it is left open, but for mandatory questions"
            self._raw.report.note(f"{self._raw.file}, {question.code}", what, done)
        reached = np.where(self._done, 1, -1)
        if self._page is not None and question.page:
            reached = np.where(self._done | (self._page >= question.page), 1, 0)
        if question.mandatory:
            # Nobody gets past a mandatory question that is shown: blank means that it was not.
            asked = np.where((asked < 0) & self._done, 0, asked)
        return both(asked.astype(np.int8), reached.astype(np.int8))

    def forget_guesses(self, asked: Asked, shown: Shown) -> None:
        """Take out reasons that were found without the structure; what the export itself told stays."""
        for name in asked.columns:
            old = self._raw.states.get(name)
            if old is None:
                continue
            guessed = (old == str(Reason.NOT_SHOWN)).to_numpy() & ~self._done & (shown == 1)
            told = old.isin([str(Reason.NOT_SHOWN), str(Reason.UNREADABLE)]).to_numpy()
            self._raw.states[name] = old.where(told & ~guessed, None)

    def rows(self, question: Question, members: Sequence[tuple[str, Field]]) -> dict[str, Shown]:
        """Return for the rows that not everybody saw who saw them."""
        found: dict[str, Shown] = {}
        filters = [(question.attributes.get(key, "").strip(), key) for key in ("array_filter", "array_filter_exclude")]
        filters = [(codes, key) for codes, key in filters if codes]
        for name, field in members:
            if field.part is None:
                continue
            shown = np.ones(self._rows, dtype=np.int8)
            if field.part.relevance not in ("", "1"):
                shown = both(shown, shown_under(field.part.relevance, self._cells, self._rows))
            for codes, key in filters:
                shown = both(shown, self._filtered(codes, field.part.code, key.endswith("exclude")))
            if (shown != 1).any():
                found[name] = shown
        return found

    def _filtered(self, codes: str, part: str, exclude: bool) -> Shown:
        column = self._by_field.get((codes, (part,)))
        if ";" in codes or column is None:
            return np.full(self._rows, -1, dtype=np.int8)
        cells = self._texts(column)
        chosen = np.array([cell != "" for cell in cells], dtype=np.int8)
        return (1 - chosen).astype(np.int8) if exclude else chosen

    def _cells(self, name: str) -> Texts | None:
        field = self._fields.find(name)
        if field is None:
            return None
        column = self._by_field.get((field.question.code, field.subs))
        return None if column is None else self._texts(column)

    def _texts(self, column: str) -> Texts:
        """Codes of a column as the survey's conditions see them."""
        cells = self._raw.values[column]
        if column in self._ticks:
            return np.asarray(np.where(marks_of(cells)[0], "Y", ""), dtype=np.object_)
        if cells.dtype.kind == "M":
            cells = cells.dt.strftime("%Y-%m-%d %H:%M:%S")
        elif cells.dtype.kind == "f":
            return np.array(["" if np.isnan(cell) else f"{cell:.15g}" for cell in cells], dtype=object)
        return np.asarray(cells.fillna("").to_numpy(dtype=object), dtype=np.object_)
