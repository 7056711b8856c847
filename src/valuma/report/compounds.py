"""Compounds that a hyphenator would break at a wrong syllable: kept whole, or broken where their parts meet."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources

_SOFT_HYPHEN = "\u00ad"
#: In a narrow place a longer word gets a soft hyphen. Elsewhere it is kept whole, because a search of the
#: finished file does not find a word that holds one.
_LONGEST_WHOLE = 16


@functools.cache
def _rules(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]] | None:
    text = resources.files("valuma.report").joinpath("compounds.toml").read_text(encoding="utf-8")
    marked = {word.replace("|", ""): word for word in tomllib.loads(text).get(lang, [])}
    if not marked:
        return None
    one_of = "|".join(map(re.escape, sorted(marked, key=len, reverse=True)))
    return re.compile(rf"\w*(?:{one_of})\w*", re.IGNORECASE), re.compile(one_of, re.IGNORECASE), marked


def runs(text: str, lang: str, *, narrow: bool = False) -> list[tuple[str, bool]]:
    r"""Cut a text into runs that may be hyphenated and words that must stay whole.

    Parameters
    ----------
    text : str
        Text in one language.
    lang : {"fi", "sv", "en"}
        Language.
    narrow : bool
        True for a column where a long word may not fit: it then gets soft hyphens where its parts meet.

    Returns
    -------
    list of (str, bool)
        The text in order; True where the run must not be hyphenated.

    Examples
    --------
    >>> runs("Eri hallinnonalojen työ", "fi")
    [('Eri ', False), ('hallinnonalojen', True), (' työ', False)]
    >>> runs("hallinnonalakohtainen", "fi", narrow=True)[0][0].replace("\xad", "|")
    'hallinnon|alakohtainen'
    """
    rules = _rules(lang)
    if rules is None:
        return [(text, False)]
    word, compound, marked = rules
    found: list[tuple[str, bool]] = []
    end = 0
    for match in word.finditer(text):
        if match.start() > end:
            found.append((text[end : match.start()], False))
        if narrow and len(match.group()) > _LONGEST_WHOLE:
            parted = compound.sub(lambda part: _split_like(part[0], marked[part[0].lower()]), match.group())
            found.append((parted, False))
        else:
            found.append((match.group(), True))
        end = match.end()
    if end < len(text) or not found:
        found.append((text[end:], False))
    return found


def _split_like(word: str, marked: str) -> str:
    parts, start = [], 0
    for part in marked.split("|"):
        parts.append(word[start : start + len(part)])
        start += len(part)
    return _SOFT_HYPHEN.join(parts)
