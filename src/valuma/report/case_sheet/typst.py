"""Facts of a case → Typst source of its sheet: one dictionary, every word in a quoted string."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from valuma.report.case_sheet.facts import CaseFacts, Fact, MemberLine
from valuma.report.compounds import runs
from valuma.report.imprint import Source, described
from valuma.report.typst_writer import TEMPLATE, quoted
from valuma.report.words import synthetic_banner
from valuma.schema.vocabularies import Language
from valuma.texts import message

CASE_TEMPLATE = TEMPLATE.parent / "case.typ"
_REGION: Mapping[str, str] = {"fi": "FI", "sv": "FI", "en": "GB"}
#: Lists of which only the first lines may be shown; those that run on in a line.
_LIMITED = ("C", "D", "N", "F", "T", "P", "V")
_RUN_IN = ("T",)
#: Longest text of a line and of the title; the form holds the whole.
_LONGEST, _LONGEST_TITLE, _LONGEST_SOURCE = 340, 180, 190
_LONGEST_WORD = 34
_DAY = re.compile(r" (\d{4}(?:-\d\d){0,2}\b)")
_SOFT = "\u00ad"


def case_sheet_source(
    facts: CaseFacts,
    sources: Mapping[str, Source],
    *,
    study: str,
    version: str,
    fingerprint: str,
    form: str,
) -> str:
    """Write the sheet of a case as Typst source.

    Parameters
    ----------
    facts : CaseFacts
        What the sheet shows.
    sources : mapping of str to Source
        Every source by id.
    study, version, fingerprint : str
        Name and fingerprint of the study, version of valuma.
    form : str
        Name of the correction form.

    Returns
    -------
    str
        A file that stands beside ``page.typ`` and ``case.typ``.
    """
    lang = facts.lang
    entries = {
        "lang": quoted(lang),
        "region": quoted(_REGION[lang]),
        "native": _flag(lang == Language.EN),
        "title": quoted(_broken(_cut(facts.title, _LONGEST_TITLE))),
        "study": _words(study, lang),
        "kind": quoted(message("case-sheet", lang)),
        "status": quoted(message("case-sheet-status", lang, status=facts.status)),
        "authors": _array([quoted("valuma")]),
        "keywords": _array(map(quoted, message("case-sheet-keywords", lang).split("; "))),
        "description": quoted(message("case-sheet-description", lang, network=facts.title)),
        "banner": quoted(synthetic_banner()) if facts.synthetic else "none",
        "ask": _ask(form, lang),
        "sections": _array(_sections(facts)),
        **_questions(facts),
        "numbers-title": quoted(message("case-section-numbers", lang)),
        "numbers": _array(
            _dictionary(
                {"label": _words(n.label, lang), "value": quoted(n.value), "sentence": _words(n.sentence, lang)}
            )
            for n in facts.numbers
        ),
        **_members(facts),
        **_sources(facts, sources),
        "notes": _array(_words(line, lang) for line in _notes(facts, study, version, fingerprint)),
    }
    return f'#import "case.typ": case-sheet, whole\n\n#case-sheet({_dictionary(entries)})\n'


def _ask(form: str, lang: str) -> str:
    """Write what is asked; the name of the form breaks at its own hyphens only."""
    before, after = message("case-sheet-ask", lang, form="\n").split("\n")
    return f"({_words(before, lang)} + whole({quoted(form)}) + {_words(after, lang)})"


def _sections(facts: CaseFacts) -> Iterable[str]:
    for title, group in groupby(facts.rows, key=lambda fact: fact.section):
        rows = list(group)
        letter = rows[0].key[0]
        yield _dictionary(
            {
                "title": _words(title, facts.lang),
                "facts": _array(_fact(fact, facts) for fact in rows),
                "limited": _flag(letter in _LIMITED),
                "run-in": _flag(letter in _RUN_IN),
                "more": _counted("case-sheet-more-lines", facts.lang, len(rows)),
            }
        )


def _fact(fact: Fact, facts: CaseFacts) -> str:
    return _dictionary(
        {
            "key": quoted(fact.key),
            "label": _words(fact.label, facts.lang),
            "value": _words(_cut(fact.value), facts.lang),
            "english": quoted(_broken(_cut(fact.english))) if fact.english else "none",
            "state": quoted(fact.state),
            "reading": _flag(fact.reading),
            "sources": _numbers(facts, fact.sources),
        }
    )


def _questions(facts: CaseFacts) -> dict[str, str]:
    lang = facts.lang
    items = []
    for question in facts.unknown:
        key, _, words = question.partition(" ")
        items.append(_dictionary({"key": quoted(key), "words": _words(words, lang)}))
    return {
        "unknown-title": quoted(message("case-section-unknown", lang)),
        "unknown": _array(items),
        "nothing-unknown": _words(message("case-sheet-nothing-unknown", lang), lang),
        "more-questions": _counted("case-sheet-more-questions", lang, len(items)),
    }


def _members(facts: CaseFacts) -> dict[str, str]:
    lang, total = facts.lang, facts.n_members
    others = [line for line in facts.members if not line.counts]
    title = f"{message('case-section-members', lang)} ({total})"
    return {
        "members-title": quoted(title),
        "members": _array(_member(line, facts) for line in facts.members if line.counts),
        "no-members": quoted(message("case-state-unknown", lang)),
        "more-members": _counted("case-sheet-more-members", lang, total),
        "others-title": _words(message("case-section-others", lang), lang),
        "others": _array(_member(line, facts) for line in others),
        "more-others": _counted("case-sheet-more-others", lang, len(others)),
    }


def _member(line: MemberLine, facts: CaseFacts) -> str:
    return _dictionary(
        {
            "key": quoted(line.key),
            "name": _words(_cut(line.name, 120), facts.lang),
            "years": quoted(line.years) if line.years else "none",
            "role": quoted(line.role),
            "sources": _numbers(facts, line.sources),
        }
    )


def _sources(facts: CaseFacts, sources: Mapping[str, Source]) -> dict[str, str]:
    lang = facts.lang
    items = []
    for number, name in enumerate(facts.sources, start=1):
        source = sources[name]
        if source.published:
            source = replace(source, accessed="")
        words = _DAY.sub("\u00a0\\1", _broken(_cut(described(source, lang), _LONGEST_SOURCE)))
        url = quoted(source.url) if source.url else "none"
        items.append(_dictionary({"number": quoted(str(number)), "words": quoted(words), "url": url}))
    return {
        "sources-title": quoted(message("sources", lang)),
        "sources": _array(items),
        "more-sources": _left(len(items), lang),
    }


def _left(total: int, lang: str) -> str:
    """Write a Typst function of how many sources are left out that says which numbers they have, and where they are."""
    forms = []
    for n in range(1, total + 1):
        span = f"{total - n + 1}–{total}" if n > 1 else str(total)
        forms.append(quoted(message("case-sheet-more-sources", lang, n=n, span=span)))
    return f"n => {_array(forms)}.at(n - 1)"


def _notes(facts: CaseFacts, study: str, version: str, fingerprint: str) -> Sequence[str]:
    lang = facts.lang
    legend = []
    if any(fact.reading for fact in facts.rows):
        legend.append(message("case-sheet-reading-note", lang, reading=message("curators-reading", lang)))
    if lang != Language.EN and any(fact.english for fact in facts.rows):
        legend.append(message("case-sheet-english-note", lang))
    if facts.members:
        legend.append(message("case-sheet-years-note", lang))
    made = message("case-sheet-imprint", lang, study=study, version=version, fingerprint=fingerprint[:12])
    return [*([" ".join(legend)] if legend else []), f"{made} {message('licence-line', lang)}"]


# ---- Typst literals


def _words(text: str, lang: str) -> str:
    joined = " + ".join(
        f"whole({quoted(run)})" if whole else quoted(run) for run, whole in runs(_broken(text), lang, narrow=True)
    )
    return joined if joined.count(" + ") == 0 and joined.startswith('"') else f"({joined})"


def _broken(text: str) -> str:
    """Let a word that no line can hold break anywhere."""
    parts = []
    for word in text.split(" "):
        if len(word) > _LONGEST_WORD:
            size = _LONGEST_WORD - 10
            word = _SOFT.join(word[at : at + size] for at in range(0, len(word), size))
        parts.append(word)
    return " ".join(parts)


def _cut(text: str, longest: int = _LONGEST) -> str:
    """Shorten a text that no sheet has room for, at a space where there is one."""
    if len(text) <= longest:
        return text
    head = text[: longest - 2]
    return f"{head[: head.rfind(' ')] if ' ' in head[longest // 2 :] else head} …"


def _numbers(facts: CaseFacts, sources: tuple[str, ...]) -> str:
    return quoted(facts.numbered(sources)) if sources else "none"


def _counted(key: str, lang: str, most: int) -> str:
    """Write a Typst function of a number that gives the message for it."""
    forms = _array(quoted(message(key, lang, n=n)) for n in range(1, most + 1))
    return f"n => {forms}.at(n - 1)"


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _array(items: Iterable[str]) -> str:
    joined = ", ".join(items)
    return f"({joined},)" if joined else "()"


def _dictionary(entries: Mapping[str, str]) -> str:
    return "(" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + ")"


def add_template(folder: Path) -> None:
    """Put the template of the sheet beside that of the page."""
    (folder / CASE_TEMPLATE.name).write_bytes(CASE_TEMPLATE.read_bytes())
