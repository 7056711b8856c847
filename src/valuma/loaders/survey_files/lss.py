"""The structure of a LimeSurvey survey (.lss): questions, parts, options, languages, routing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from valuma.formats.guards import XmlLimits, parse_xml, unusable
from valuma.loaders.survey_files.header_rows import tidy

_LIMITS = XmlLimits(size=200_000_000, depth=50)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>|\{[^{}]*\}", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(r"<(?:br|p|div|li|tr)\b[^>]*>", re.IGNORECASE)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """An option, row, column or rank of a question.

    Parameters
    ----------
    code : str
        Its code.
    texts : dict of str to str
        Words by language.
    scale : int
        0 for rows, 1 for columns of a table.
    relevance : str
        Condition under which it is shown; empty or ``1`` for always.
    """

    code: str
    texts: Mapping[str, str]
    scale: int = 0
    relevance: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen: code, words by language, scale, points."""

    code: str
    texts: Mapping[str, str]
    scale: int = 0
    points: float = 0.0


@dataclass(frozen=True)
class Question:
    """A question of a survey.

    Parameters
    ----------
    number, group : str
        Numbers by which the survey knows the question and its group.
    code, type : str
        Code, and the letter of its type.
    texts : mapping of str to str
        Words by language.
    parts : tuple of Part
        Rows and options, in order.
    options : tuple of Option
        Answers, in order.
    other, mandatory : bool
        Whether it has a field "other", and must be answered.
    relevance : str
        Condition under which it is shown, that of its group included.
    page : int
        Page on which it stands.
    attributes : mapping of str to str
        Settings of the question.
    """

    number: str
    group: str
    code: str
    type: str
    texts: Mapping[str, str]
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    other: bool = False
    mandatory: bool = False
    relevance: tuple[str, ...] = ()
    page: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lss:
    """What a survey asks.

    Parameters
    ----------
    file : str
        Name of the file.
    survey : str
        Number of the survey.
    language : str
        Its first language.
    languages : tuple of str
        All of them.
    questions : tuple of Question
        In the order of the survey.
    title : mapping of str to str
        Title by language.
    """

    file: str
    survey: str
    language: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    title: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Lss {self.file}: {len(self.questions)} questions, {', '.join(self.languages)}>"


def read_lss(data: bytes, file: str) -> Lss:
    """Read the structure of a LimeSurvey survey.

    Parameters
    ----------
    data : bytes
        The ``.lss`` file.
    file : str
        Its name.

    Returns
    -------
    Lss

    Raises
    ------
    StudyError
        The file is no XML, declares entities, or holds no survey.

    Notes
    -----
    Both layouts are read: words within the rows of questions and answers, a row a language (to version 3), and words
    in tables of their own (from version 4 on). Markup and expressions in words are taken out.

    Examples
    --------
    >>> text = b'''<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
    ... <languages><language>fi</language></languages>
    ... <questions><rows><row><qid>1</qid><gid>1</gid><type>Y</type><title>Q1</title>
    ... <question>&lt;b&gt;Oletko?&lt;/b&gt;</question><language>fi</language></row></rows></questions></document>'''
    >>> lss = read_lss(text, "a.lss")
    >>> lss.questions[0].code, lss.questions[0].texts["fi"]
    ('Q1', 'Oletko?')
    """
    parse_xml(data, file, limits=_LIMITS)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        raise unusable(file, str(error), "well-formed XML") from error
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if kind != "Survey":
        found = f"the structure of a {kind.lower()}" if kind else "XML without a LimeSurvey structure"
        raise unusable(file, found, "the structure of a survey (.lss)", hint="export it under Survey structure (.lss)")
    languages = [_word(node.text) for node in root.iterfind("languages/language")]
    tables = {table.tag: _rows(table) for table in root}
    surveys = tables.get("surveys", [])
    survey = surveys[0] if surveys else {}
    first = _word(survey.get("language", "")) or (languages[0] if languages else "")
    languages = list(dict.fromkeys([first, *languages])) if first else languages
    return Lss(
        file,
        survey.get("sid", ""),
        first,
        tuple(languages),
        _questions(tables, survey.get("format", "G"), first),
        {
            _word(row.get("surveyls_language", "")): plain(row.get("surveyls_title", ""))
            for row in tables.get("surveys_languagesettings", [])
        },
    )


def plain(text: str) -> str:
    """Return words without markup, expressions and line breaks.

    Examples
    --------
    >>> plain("<p>Kuinka <em>usein</em>&nbsp;{if(Q1 == 'A', '', '')}?</p>")
    'Kuinka usein ?'
    """
    spaced = _BREAKS.sub(" ", text[:20_000])
    return tidy(html.unescape(_TAGS.sub("", html.unescape(spaced))))


def _word(text: str | None) -> str:
    """Return a language such as ``fi`` or ``sv-informal`` by its first part."""
    return (text or "").strip().partition("-")[0].lower()


def _rows(table: ElementTree.Element) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in table.iterfind("rows/row")]


def _texts(rows: Iterable[Row], key: str, column: str) -> dict[str, dict[str, str]]:
    """Words by what they belong to and by language."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        text = plain(row.get(column, ""))
        if text:
            found.setdefault(row.get(key, ""), {})[_word(row.get("language", ""))] = text
    return found


def _once(rows: Iterable[Row], key: str) -> list[Row]:
    """One row a thing, where the table has one a language."""
    return list({row.get(key, ""): row for row in reversed(list(rows))}.values())[::-1]


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _questions(tables: Mapping[str, list[Row]], form: str, first: str) -> tuple[Question, ...]:
    rows, subrows = tables.get("questions", []), tables.get("subquestions", [])
    every = [*rows, *subrows]
    words = _texts(every, "qid", "question")
    for number, texts in _texts(tables.get("question_l10ns", []), "qid", "question").items():
        words.setdefault(number, {}).update(texts)
    groups = sorted(_once(tables.get("groups", []), "gid"), key=lambda row: _number(row.get("group_order")))
    order = {row.get("gid", ""): k for k, row in enumerate(groups)}
    conditions = {row.get("gid", ""): row.get("grelevance", "") for row in groups}
    parents = [row for row in _once(rows, "qid") if row.get("parent_qid", "0") in ("0", "")]
    children: dict[str, list[Row]] = {}
    for row in _once(every, "qid"):
        if row.get("parent_qid", "0") not in ("0", ""):
            children.setdefault(row.get("parent_qid", ""), []).append(row)
    parents.sort(key=lambda row: (order.get(row.get("gid", ""), len(order)), _number(row.get("question_order"))))
    options = _options(tables)
    attributes: dict[str, dict[str, str]] = {}
    for row in tables.get("question_attributes", []):
        attributes.setdefault(row.get("qid", ""), {}).setdefault(row.get("attribute", ""), row.get("value", ""))
    found = []
    for k, row in enumerate(parents):
        number, group = row.get("qid", ""), row.get("gid", "")
        parts = children.get(number, [])
        parts.sort(key=lambda child: (_number(child.get("scale_id")), _number(child.get("question_order"))))
        found.append(
            Question(
                number,
                group,
                row.get("title", "").strip(),
                row.get("type", "").strip(),
                words.get(number, {}),
                tuple(
                    Part(
                        child.get("title", "").strip(),
                        words.get(child.get("qid", ""), {}),
                        int(_number(child.get("scale_id"))),
                        child.get("relevance", "").strip(),
                    )
                    for child in parts
                ),
                tuple(options.get(number, ())),
                row.get("other", "N") == "Y",
                row.get("mandatory", "N") == "Y",
                tuple(one.strip() for one in (conditions.get(group, ""), row.get("relevance", "")) if one.strip()),
                _page(form, order.get(group, -1) + 1, k + 1),
                attributes.get(number, {}),
            )
        )
    return tuple(found)


def _page(form: str, group: int, question: int) -> int:
    """Page of a question in a survey shown by group (G), by question (S) or on one page (A)."""
    return {"S": question, "A": 1}.get(form, group)


def _options(tables: Mapping[str, list[Row]]) -> dict[str, list[Option]]:
    rows = tables.get("answers", [])
    words: dict[Any, dict[str, str]] = {}
    for row in rows:
        if text := plain(row.get("answer", "")):
            words.setdefault(_answer(row), {})[_word(row.get("language", ""))] = text
    by_number = {row.get("aid", ""): _answer(row) for row in rows if row.get("aid")}
    for row in tables.get("answer_l10ns", []):
        key = by_number.get(row.get("aid", "")) or (row.get("qid", ""), row.get("code", ""), row.get("scale_id") or "0")
        if text := plain(row.get("answer", "")):
            words.setdefault(key, {})[_word(row.get("language", ""))] = text
    found: dict[str, list[Option]] = {}
    ordered = sorted(
        {_answer(row): row for row in reversed(rows)}.items(),
        key=lambda pair: (_number(pair[1].get("scale_id")), _number(pair[1].get("sortorder")), pair[0][1]),
    )
    for key, row in ordered:
        points = _number(row.get("assessment_value"))
        option = Option(key[1], words.get(key, {}), int(_number(row.get("scale_id"))), points)
        found.setdefault(key[0], []).append(option)
    return found


def _answer(row: Row) -> tuple[str, str, str]:
    return row.get("qid", ""), row.get("code", "").strip(), row.get("scale_id") or "0"
