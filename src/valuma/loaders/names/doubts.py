"""Words that name a body and mean something else, too: abbreviations, two letters, names on both sides of a border."""

from __future__ import annotations

from valuma.loaders.names.index import Body, Words
from valuma.loaders.names.words import BODY_PHRASES, MUNICIPALITY

#: Swedish names of Finnish bodies that a body of Sweden has, too, as folded words without "kommun".
IN_SWEDEN = frozenset({"overtornea", "energimyndigheten", "livsmedelsverket"})
#: Letters of an abbreviation at most; longer ones, such as Traficom, are words that nothing else is called.
_LONGEST = 4


def doubtful(text: str, words: Words, body: Body, how: str, *, alone: bool) -> str:
    """Return why a name that means a body should be looked at, or nothing.

    Parameters
    ----------
    text : str
        The name, or a part of it, as it is written.
    words : Words
        Its words.
    body : Body
        The body that they mean.
    how : str
        How they mean it.
    alone : bool
        Whether nothing else is written.

    Returns
    -------
    str
        The doubt in words.

    Examples
    --------
    >>> ministry = Body("min-ym", "Ympäristöministeriö", "ministry", "FI")
    >>> words = Words(("ym",), ("ym",), ("ym",), (), frozenset())
    >>> doubtful("ym.", words, ministry, "abbreviation", alone=True)
    'with a full stop'
    >>> [doubtful("YM", words, ministry, "abbreviation", alone=alone) for alone in (True, False)]
    ['two letters alone', '']
    """
    if how.startswith("name in Swedish") and body.country == "FI" and _squeezed(words) in IN_SWEDEN:
        return "a body in Sweden has the same name"
    if len(words.folded) > 1:
        return ""
    word, written = words.folded[0], text.strip()
    if how.startswith(("abbreviation", "identifier")) and len(word) <= _LONGEST:
        return _of_abbreviation(written, how, two=alone and len(word) <= 2)
    # "II" counts and "ii" is half a word: two letters are a name only as the register writes it.
    return "two letters alone" if len(word) <= 2 and written != body.label else ""


def _of_abbreviation(written: str, how: str, *, two: bool) -> str:
    if written.endswith("."):
        return "with a full stop"
    letters = "".join(sign for sign in written.partition(":")[0] if sign.isalpha())
    if not letters.isupper() and (how.startswith("abbreviation") or letters.islower()):
        return "not in capitals"
    return "two letters alone" if two else ""


def _squeezed(words: Words) -> str:
    return "".join(word for word in words.folded if BODY_PHRASES.get((word,)) != MUNICIPALITY)
