"""Columns that an export of a LimeSurvey survey has, question by question, under every way of naming them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from valuma.loaders.survey_files.lss import Lss, Option, Part, Question
from valuma.survey.codebook import VariableKind
from valuma.texts import message

Role = Literal["answer", "other", "comment", "files"]

_LANGUAGES = ("fi", "sv", "en")
_PLAIN = re.compile(r"[^0-9a-zäöå]+")
_NUMBERED = {"5": 5, "A": 5, "B": 10}
_LETTERS = {
    "Y": {"Y": "survey-file-yes", "N": "survey-file-no"},
    "C": {"Y": "survey-file-yes", "U": "survey-file-uncertain", "N": "survey-file-no"},
    "E": {"I": "survey-file-increase", "S": "survey-file-same", "D": "survey-file-decrease"},
    "G": {"F": "survey-file-female", "M": "survey-file-male"},
}
_KINDS: Mapping[str, VariableKind] = {
    **dict.fromkeys("L!OFH1RYCG", "category"),
    **dict.fromkeys("5ABE", "ordered"),
    **dict.fromkeys("NK", "numeric"),
    **dict.fromkeys("STUQ;|", "text"),
    "I": "category",
    "D": "date",
    "M": "category",
    "P": "category",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column that an export can have.

    Parameters
    ----------
    question : Question
        What it belongs to.
    subs : tuple of str
        Codes of its part, as in ``Q[row][scale]``.
    role : str
        ``answer``, ``other`` (its text), ``comment`` or ``files``.
    texts : mapping of str to str
        Words of its part by language; of the question where it has no parts.
    scale : int
        Which of two scales its options are of.
    of : tuple of str
        Of a comment: the part that it belongs to.
    part : Part, optional
        Its row or option.
    """

    question: Question
    subs: tuple[str, ...]
    role: Role
    texts: Mapping[str, str]
    scale: int = 0
    of: tuple[str, ...] = ()
    part: Part | None = None

    @property
    def name(self) -> str:
        """Its name in exports with question codes."""
        return self.question.code + "".join(f"[{sub}]" for sub in self.subs)

    @property
    def kind(self) -> VariableKind | None:
        """What its values are; None where that is for the cells to say."""
        if self.role != "answer":
            return "numeric" if self.role == "files" else "text"
        if self.question.type == ":":
            return "category" if self.question.attributes.get("multiflexible_checkbox") == "1" else "numeric"
        return _KINDS.get(self.question.type)


def fields_of(lss: Lss) -> list[Field]:
    """Return all columns of answers, in the order of the survey.

    Examples
    --------
    >>> question = Question("1", "1", "Q", "M", {"en": "Which?"}, (Part("a", {"en": "One"}),), other=True)
    >>> [field.name for field in fields_of(Lss("a.lss", "9", "en", ("en",), (question,)))]
    ['Q[a]', 'Q[other]']
    """
    return [field for question in lss.questions for field in _fields(question)]


def _fields(question: Question) -> Iterator[Field]:
    kind, parts = question.type, question.parts
    rows = [part for part in parts if part.scale == 0]
    columns = [part for part in parts if part.scale == 1]
    if kind == "X":
        return
    if kind in (":", ";"):
        for row in rows:
            for column in columns:
                texts = {lang: f"{row.texts[lang]}: {column.texts.get(lang, column.code)}" for lang in row.texts}
                yield Field(question, (f"{row.code}_{column.code}",), "answer", texts, part=row)
    elif kind == "1":
        for row in rows:
            for scale in (0, 1):
                yield Field(question, (row.code, str(scale + 1)), "answer", row.texts, scale, part=row)
    elif kind == "R":
        ranks = int(question.attributes.get("max_subquestions") or 0) or len(question.options) or len(rows)
        for rank in range(1, min(ranks, 1000) + 1):
            yield Field(question, (str(rank),), "answer", dict.fromkeys(question.texts, f"{rank}."))
    elif kind == "|":
        yield Field(question, (), "answer", question.texts)
        yield Field(question, ("filecount",), "files", question.texts)
    elif rows:
        for row in rows:
            yield Field(question, (row.code,), "answer", row.texts, part=row)
            if kind == "P":
                yield Field(question, (f"{row.code}comment",), "comment", row.texts, of=(row.code,))
    else:
        yield Field(question, (), "answer", question.texts)
    if question.other:
        yield Field(question, ("other",), "other", _other(question))
        if kind == "P":
            yield Field(question, ("othercomment",), "comment", _other(question), of=("other",))
    if kind == "O":
        yield Field(question, ("comment",), "comment", question.texts)


def _other(question: Question) -> dict[str, str]:
    return {lang: message("survey-file-other", lang) for lang in _LANGUAGES}


def options_of(field: Field) -> list[Option]:
    """Return the answers that a column can hold: those of the survey, or those of its type.

    Examples
    --------
    >>> question = Question("1", "1", "Q", "C", {"fi": "Onko?"})
    >>> [(option.code, option.texts["fi"]) for option in options_of(Field(question, (), "answer", {}))]
    [('Y', 'kyllä'), ('U', 'epävarma'), ('N', 'ei')]
    """
    question = field.question
    if field.role != "answer":
        return []
    if question.type in _NUMBERED:
        return [Option(str(k), {lang: str(k) for lang in _LANGUAGES}) for k in range(1, _NUMBERED[question.type] + 1)]
    if question.type in _LETTERS:
        words = _LETTERS[question.type]
        return [Option(code, {lang: message(key, lang) for lang in _LANGUAGES}) for code, key in words.items()]
    if question.type == "R" and not question.options:
        return [Option(part.code, part.texts) for part in question.parts]
    if question.type not in "L!OFH1R":
        return []
    found = [option for option in question.options if option.scale == field.scale]
    if question.other and question.type in "L!":
        found.append(Option("-oth-", {lang: message("survey-file-other", lang) for lang in _LANGUAGES}))
    return found


def plain_code(text: str) -> str:
    """Return a name without what exports put between its parts.

    Examples
    --------
    >>> plain_code("Q1[SQ001]") == plain_code("q1_SQ001")
    True
    """
    return _PLAIN.sub("", text.casefold())


class Fields:
    """Finds the field of a column by its name or by its heading.

    Parameters
    ----------
    lss : Lss
        The survey.
    """

    def __init__(self, lss: Lss) -> None:
        self.all = fields_of(lss)
        self._names: dict[str, Field] = {}
        loose: dict[str, list[Field]] = {}
        for field in self.all:
            for name in _names(lss, field):
                self._names.setdefault(name, field)
                loose.setdefault(plain_code(name), []).append(field)
            for heading in _headings(field):
                loose.setdefault(plain_code(heading), []).append(field)
        self._loose = {key: found[0] for key, found in loose.items() if key and len({id(f) for f in found}) == 1}

    def find(self, name: str, heading: str = "") -> Field | None:
        """Return the field of a column; None where there is none, or more than one could be meant."""
        if name in self._names:
            return self._names[name]
        return self._loose.get(plain_code(name)) or (self._loose.get(plain_code(heading)) if heading else None)


def _names(lss: Lss, field: Field) -> Iterator[str]:
    yield field.name
    yield "_".join((field.question.code, *field.subs))
    yield f"{lss.survey}X{field.question.group}X{field.question.number}" + "".join(field.subs)
    if field.question.type == "1":
        yield "_".join((field.question.code, field.subs[0], str(field.scale)))
        yield f"{lss.survey}X{field.question.group}X{field.question.number}{field.subs[0]}#{field.scale}"


def _headings(field: Field) -> Iterator[str]:
    for lang, text in field.question.texts.items():
        if not field.subs:
            yield text
        elif lang in field.texts and field.question.type not in ("1", "R", ":", ";"):
            yield f"{text} [{field.texts[lang]}]"


def by_question(pairs: Iterable[tuple[str, Field]]) -> list[tuple[Question, list[tuple[str, Field]]]]:
    """Return the columns of each question, in the order of the columns."""
    groups: dict[int, tuple[Question, list[tuple[str, Field]]]] = {}
    for name, field in pairs:
        groups.setdefault(id(field.question), (field.question, []))[1].append((name, field))
    return list(groups.values())


def lacking(fields: Sequence[Field], found: Iterable[Field]) -> list[str]:
    """Return the names of fields that an export lacks."""
    present = {id(field) for field in found}
    return [field.name for field in fields if id(field) not in present]
