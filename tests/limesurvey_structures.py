"""Structures of LimeSurvey surveys (.lss) in both of their layouts; every survey in them is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

Words = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question: code, type, words, parts as (code, words) or (code, words, scale), answers likewise."""

    code: str
    type: str
    words: Words
    parts: Sequence[tuple] = ()
    answers: Sequence[tuple] = ()
    group: int = 1
    other: bool = False
    mandatory: bool = False
    relevance: str = "1"
    attributes: Mapping[str, str] = field(default_factory=dict)


def structure(
    questions: Sequence[Asked],
    *,
    new: bool = True,
    languages: Sequence[str] = ("fi", "sv"),
    groups: Sequence[str] = ("", ""),
    form: str = "G",
) -> bytes:
    """Write a structure; ``new`` puts words into tables of their own, as from version 4 on."""
    tables: dict[str, list[dict[str, object]]] = {
        name: []
        for name in ("answers", "answer_l10ns", "groups", "questions", "subquestions", "question_l10ns",
                     "question_attributes", "surveys")
    }  # fmt: skip
    tables["surveys"] = [{"sid": 99, "language": languages[0], "format": form}]
    tables["groups"] = [{"gid": gid, "group_order": gid, "grelevance": text} for gid, text in enumerate(groups, 1)]
    number, answer_number = 0, 0

    def add(table: str, row: dict[str, object], words: Words, column: str, key: str) -> None:
        if new:
            tables[table].append(row)
            words_table = "answer_l10ns" if table == "answers" else "question_l10ns"
            for lang in languages:
                tables[words_table].append({key: row[key], column: words.get(lang, ""), "language": lang})
        else:
            for lang in languages:
                tables[table].append({**row, column: words.get(lang, ""), "language": lang})

    for order, asked in enumerate(questions, start=1):
        number += 1
        qid = number
        row = {
            "qid": qid, "parent_qid": 0, "gid": asked.group, "type": asked.type, "title": asked.code,
            "other": "Y" if asked.other else "N", "mandatory": "Y" if asked.mandatory else "N",
            "question_order": order, "relevance": asked.relevance, "scale_id": 0,
        }  # fmt: skip
        add("questions", row, asked.words, "question", "qid")
        for place, part in enumerate(asked.parts, start=1):
            number += 1
            sub = {
                "qid": number, "parent_qid": qid, "gid": asked.group, "type": "T", "title": part[0],
                "question_order": place, "scale_id": part[2] if len(part) > 2 else 0, "relevance": "1",
            }  # fmt: skip
            add("subquestions", sub, part[1], "question", "qid")
        for place, answer in enumerate(asked.answers, start=1):
            answer_number += 1
            option = {
                "aid": answer_number, "qid": qid, "code": answer[0], "sortorder": place,
                "scale_id": answer[2] if len(answer) > 2 else 0,
                "assessment_value": answer[3] if len(answer) > 3 else 0,
            }  # fmt: skip
            add("answers", option, answer[1], "answer", "aid")
        for name, value in asked.attributes.items():
            tables["question_attributes"].append({"qid": qid, "attribute": name, "value": value})
    body = "".join(_table(name, rows) for name, rows in tables.items() if rows)
    listed = "".join(f"<language>{lang}</language>" for lang in languages)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{640 if new else 178}</DBVersion><languages>{listed}</languages>{body}</document>"
    ).encode()


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> str:
    written = "".join(
        "<row>" + "".join(f"<{key}>{_cell(value)}</{key}>" for key, value in row.items()) + "</row>" for row in rows
    )
    return f"<{name}><rows>{written}</rows></{name}>"


def _cell(value: object) -> str:
    return f"<![CDATA[{value}]]>" if isinstance(value, str) and "<" in value else escape(str(value))
