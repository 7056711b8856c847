"""The correction form of a case sheet: a workbook whose lines carry the same keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from valuma.formats.workbook.writing import ColumnOut, SheetOut, Value, workbook_bytes
from valuma.loaders.corrections.fields import FIELDS, FORM_KIND, KEY_SHEET, Answer
from valuma.report.case_sheet.facts import CaseFacts, Fact, MemberLine
from valuma.report.imprint import Source
from valuma.schema.vocabularies import PolicyField, Role
from valuma.texts import label, message

#: Empty rows for members that are missing.
_NEW_ROWS = 40


def form_bytes(facts: CaseFacts, sources: Mapping[str, Source], *, fingerprint: str) -> bytes:
    """Write the correction form of a network.

    Parameters
    ----------
    facts : CaseFacts
        What the sheet shows; its language is that of the form.
    sources : mapping of str to Source
        Every source by id.
    fingerprint : str
        Of the study the facts were read from.

    Returns
    -------
    bytes
        An ``.xlsx`` file: how to fill it in, facts, members, new members, sources, and a hidden sheet with what
        each line is about.
    """
    lang = facts.lang
    sheets = [_about(facts, fingerprint), _facts(facts), _members(facts), _new(facts), _sources(facts, sources)]
    title = message("case-form-title", lang, network=facts.title)
    return workbook_bytes([*sheets, _keys(facts, fingerprint)], title=title, language=lang)


def yes_or_no(lang: str) -> tuple[str, ...]:
    """Return the answers about a fact: yes, no, do not know."""
    return tuple(message(f"case-answer-{name}", lang) for name in ("yes", "no", "unknown"))


def still_answers(lang: str) -> tuple[str, ...]:
    """Return the answers about a member: yes, has left, was never one, do not know."""
    return tuple(message(f"case-answer-{name}", lang) for name in ("yes", "left", "never", "unknown"))


def _about(facts: CaseFacts, fingerprint: str) -> SheetOut:
    lang = facts.lang
    rows: list[Sequence[Value]] = [
        (message("case-form-network", lang), facts.title),
        (message("case-form-organisation", lang), facts.coordinator),
        (message("case-form-date", lang), ""),
        (message("case-form-code", lang), fingerprint[:12]),
    ]
    title = message("case-form-title", lang, network=facts.title)
    notes = [message(f"case-form-how-{n}", lang) for n in range(1, 6)]
    columns = (
        ColumnOut("item", message("case-form-about-item", lang), width=30, locked=True),
        ColumnOut("value", message("case-form-about-value", lang), width=60),
    )
    return SheetOut(message("case-form-sheet-about", lang), columns, rows, notes=notes, freeze=False, title=title)


def _facts(facts: CaseFacts) -> SheetOut:
    lang = facts.lang
    columns = (
        ColumnOut("key", message("case-form-key", lang), width=6, locked=True),
        ColumnOut("label", message("case-form-label", lang), width=26, locked=True),
        ColumnOut("value", message("case-form-value", lang), width=46, locked=True),
        ColumnOut("source", message("case-form-source", lang), width=8, locked=True),
        ColumnOut("correct", message("case-form-correct", lang), width=13, choices=yes_or_no(lang), required=True),
        ColumnOut("corrected", message("case-form-corrected", lang), width=34),
        ColumnOut("how", message("case-form-how", lang), width=40, locked=True),
        ColumnOut(
            "remark", message("case-form-remark", lang), width=34, comment=message("case-form-remark-note", lang)
        ),
    )
    lines = list(asked(facts))
    rows = [
        (fact.key, fact.label, _value(fact, lang), facts.numbered(fact.sources), "", "", _how(fact, lang), "")
        for fact in lines
    ]
    corrected = [column.key for column in columns].index("corrected")
    choices = {(at, corrected): fact.choices for at, fact in enumerate(lines) if fact.choices}
    return SheetOut(message("case-form-sheet-facts", lang), columns, rows, freeze_columns=1, row_choices=choices)


def asked(facts: CaseFacts) -> Iterator[Fact]:
    """Yield the lines of the form: the facts, and what is not known of whole sections.

    Parameters
    ----------
    facts : CaseFacts
        What the sheet shows.

    Yields
    ------
    Fact
        Claims about a field that has its own line are left out: that line asks about it.
    """
    own = {field.path for field in FIELDS}
    for fact in facts.rows:
        head = fact.was.partition(".")[0]
        if fact.path != "claims" or (fact.was not in own and head not in ("member_counts", "members", "name")):
            yield fact
    for question in facts.unknown:
        key, _, words = question.partition(" ")
        if len(key) == 1:
            yield Fact(key, "", words, message("case-state-unknown", facts.lang), state="unknown", path="question")


def _value(fact: Fact, lang: str) -> str:
    return f"{fact.text} ({message('case-sheet-reading-mark', lang)})" if fact.reading else fact.text


def _how(fact: Fact, lang: str) -> str:
    if fact.answer is Answer.WORD:
        return message("case-how-word", lang, words=" / ".join(fact.choices))
    if fact.answer is Answer.WORDS:
        words = (label(str(word), lang, vocabulary=PolicyField.__name__) for word in PolicyField)
        return message("case-how-words", lang, words=" / ".join(words))
    return message(f"case-how-{fact.answer}", lang)


def _members(facts: CaseFacts) -> SheetOut:
    lang = facts.lang
    roles = tuple(label(role, lang) for role in Role)
    columns = (
        ColumnOut("key", message("case-form-key", lang), width=6, locked=True),
        ColumnOut("name", message("case-form-organisation-name", lang), width=44, locked=True),
        ColumnOut("role", message("case-form-role", lang), width=22, locked=True),
        ColumnOut("years", message("case-form-years", lang), width=14, locked=True),
        ColumnOut("source", message("case-form-source", lang), width=8, locked=True),
        ColumnOut("still", message("case-form-still", lang), width=22, choices=still_answers(lang), required=True),
        ColumnOut("right_role", message("case-form-right-role", lang), width=24, choices=roles),
        ColumnOut(
            "right_years",
            message("case-form-right-years", lang),
            width=16,
            comment=message("case-form-years-note", lang),
            number_format="@",
        ),
        ColumnOut(
            "remark", message("case-form-remark", lang), width=34, comment=message("case-form-remark-note", lang)
        ),
    )
    rows = [
        (line.key, line.name, _role(line, lang), line.years, facts.numbered(line.sources), "", "", "", "")
        for line in facts.members
    ]
    return SheetOut(message("case-form-sheet-members", lang), columns, rows, freeze_columns=1)


def _role(line: MemberLine, lang: str) -> str:
    return line.role if line.counts else message("case-role-no-member", lang, role=line.role)


def _new(facts: CaseFacts) -> SheetOut:
    lang = facts.lang
    columns = (
        ColumnOut("name", message("case-form-organisation-name", lang), width=50),
        ColumnOut("role", message("case-form-role", lang), width=24, choices=tuple(label(role, lang) for role in Role)),
        ColumnOut(
            "years",
            message("case-form-years", lang),
            width=16,
            comment=message("case-form-years-note", lang),
            number_format="@",
        ),
        ColumnOut(
            "remark", message("case-form-remark", lang), width=40, comment=message("case-form-remark-note", lang)
        ),
    )
    return SheetOut(message("case-form-sheet-new", lang), columns, (), blank_rows=_NEW_ROWS)


def _sources(facts: CaseFacts, sources: Mapping[str, Source]) -> SheetOut:
    lang = facts.lang
    columns = (
        ColumnOut("number", message("case-form-source", lang), width=8, locked=True),
        ColumnOut("title", message("title", lang), width=70, locked=True),
        ColumnOut("publisher", message("case-form-publisher", lang), width=34, locked=True),
        ColumnOut("published", message("case-form-published", lang), width=14, locked=True),
        ColumnOut("url", "URL", width=60, locked=True),
    )
    rows = []
    for number, name in enumerate(facts.sources, start=1):
        source = sources[name]
        rows.append((number, source.title, source.publisher, source.published, source.url))
    return SheetOut(message("case-form-sheet-sources", lang), columns, rows)


def _keys(facts: CaseFacts, fingerprint: str) -> SheetOut:
    """Say what each line is about; no person has to read this sheet."""
    rows: list[Sequence[Value]] = [
        ("kind", FORM_KIND, ""),
        ("network", facts.network, ""),
        ("language", facts.lang, ""),
        ("fingerprint", fingerprint, ""),
    ]
    rows += [(fact.key, fact.path, fact.was) for fact in asked(facts)]
    rows += [(line.key, "members", line.was) for line in facts.members]
    columns = tuple(ColumnOut(name, name, locked=True) for name in ("line", "path", "was"))
    return SheetOut(KEY_SHEET, columns, rows, hidden=True)
