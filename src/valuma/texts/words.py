"""Words that must not be printed: found word by word, with the phrases in which they are right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from valuma.schema.problems import ValumaError
from valuma.texts.catalogue import LANGUAGES, catalogue

_GAP = r"[\s\u00a0\u202f\-\u2010\u2011]+"
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s|$)[^.!?…\n]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A forbidden word in a text.

    Parameters
    ----------
    found : str
        What stands there.
    start : int
        Position of its first character in the text.
    say : str
        What to write instead.
    key : str
        Term or measure whose rule it breaks.
    """

    found: str
    start: int
    say: str
    key: str

    def __str__(self) -> str:
        return f"{self.found!r} at {self.start}: {self.say}"


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    say: str
    words: re.Pattern[str]
    right: re.Pattern[str] | None
    beside: re.Pattern[str] | None


def forbidden(
    text: str,
    lang: str,
    *,
    where: Literal["annex", "brief"] = "annex",
    names: Iterable[str] = (),
) -> list[Hit]:
    """Find words that must not be printed.

    A word is matched whole and in any case of letters, at its listed endings; it is no hit inside a
    phrase that makes it right ("policy sector"), in a sentence that makes it right (a county, said of
    Norway) or inside an official name.

    Parameters
    ----------
    text : str
        Text in one language.
    lang : {"fi", "sv", "en"}
        Its language.
    where : {"annex", "brief"}, default "annex"
        In a brief, the names of annex-only measures are forbidden too.
    names : iterable of str, optional
        Official names that may hold any word (registry, sources).

    Returns
    -------
    list of Hit
        In the order of the text; empty where all is well.

    Raises
    ------
    ValumaError
        When the language is not there.

    Examples
    --------
    >>> [hit.found for hit in forbidden("The sector of the network", "en")]
    ['sector']
    >>> forbidden("Every policy sector has a seat", "en")
    []

    Notes
    -----
    One pass a rule over the text. Grammar is not read: a word that is right for another reason is a hit.
    """
    if lang not in LANGUAGES:
        raise ValumaError(f"language {lang!r} is not there: one of {', '.join(LANGUAGES)}")
    rules = _term_rules(lang) + (_annex_rules(lang) if where == "brief" else ())
    shown = _without(text, names)
    hits = [hit for rule in rules for hit in _apply(rule, shown, text)]
    return sorted(hits, key=lambda hit: (hit.start, hit.key))


def _apply(rule: _Rule, shown: str, text: str) -> list[Hit]:
    allowed = [match.span() for match in rule.right.finditer(shown)] if rule.right else []
    hits = []
    for match in rule.words.finditer(shown):
        start, end = match.span()
        if any(first <= start and end <= last for first, last in allowed):
            continue
        if rule.beside and rule.beside.search(_sentence_around(shown, start)):
            continue
        hits.append(Hit(text[start:end], start, rule.say, rule.key))
    return hits


def _sentence_around(text: str, position: int) -> str:
    for match in _SENTENCE.finditer(text):
        if match.start() <= position < match.end():
            return match.group()
    return text


def _without(text: str, names: Iterable[str]) -> str:
    """Blank the names, so that positions in the text still hold."""
    for name in sorted({name for name in names if name}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}", lambda match: "\u0000" * len(match.group()), text)
    return text


@cache
def _term_rules(lang: str) -> tuple[_Rule, ...]:
    rules = []
    for key, entry in catalogue("terms")["term"].items():
        for rule in entry.get("forbidden", {}).get(lang, ()):
            words, right = _pattern(rule["words"]), rule.get("except")
            beside = rule.get("beside")
            rules.append(
                _Rule(key, rule["say"], words, _pattern(right) if right else None, _pattern(beside) if beside else None)
            )
    return tuple(rules)


@cache
def _annex_rules(lang: str) -> tuple[_Rule, ...]:
    rules = []
    for key, entry in catalogue("sentences").items():
        if entry["where"] == "annex":
            say = f"{entry['label'][lang]}: annex only"
            rules.append(_Rule(key, say, _pattern(entry["names"][lang]), None, None))
    return tuple(rules)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for whole phrases; ``*`` at an end of a word stands for any letters."""
    parts = []
    for phrase in phrases:
        words = [re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()]
        parts.append(_GAP.join(words))
    longest_first = sorted(parts, key=len, reverse=True)
    return re.compile(rf"(?<![\w])(?:{'|'.join(longest_first)})(?![\w])", re.IGNORECASE)
