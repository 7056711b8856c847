"""Words of organisation names: folded letters, tokens, legal forms, and words that mean the same kind of body."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Letters that do not fall apart into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘ʼ´`", "'"))
_CASE_ENDING = re.compile(r"(?<=\w):(?:n|in|en|ssa|lla|lle|sta|s)\b")
_DOTTED = re.compile(r"\b([a-z])\.\s?([a-z])\.")
_ABBREVIATED = re.compile(r"\b(kpki|kaup|kunt|kuntayht|kt)\.")
_TOKEN = re.compile(r"[^\W_]+")
_STOP = frozenset({"of", "the", "i", "in", "ja", "och", "and", "og"})
_SAME = {
    "seudun": "seutu", "seutukunnan": "seutukunta", "alueen": "alue", "maakunnan": "maakunta",
    "st": "sankt", "kaup": "kaupunki", "kpki": "kaupunki", "kunt": "kunta", "kuntayht": "kuntayhtyma",
}  # fmt: skip

#: Words of a body's legal form → what sort of body has it.
LEGAL_FORMS = {
    "oy": "company", "ab": "company", "oyj": "company", "abp": "company", "ltd": "company", "inc": "company",
    "gmbh": "company", "as": "company", "plc": "company", "osk": "cooperative", "ry": "association",
    "rf": "association",
}  # fmt: skip
#: Kinds of actors that may have a legal form although the register does not write it.
FORMS_OF_KINDS = {
    "company": frozenset({"business", "development-company", "state-company", "uas"}),
    "cooperative": frozenset({"business", "cluster"}),
    "association": frozenset(
        {"association", "business-association", "leader-group", "cluster", "political-party", "municipal-association"}
    ),
}

MUNICIPALITY = "municipality!"
UNIVERSITY = "university!"
#: What a kind of body is called, in folded words without those that are left out.
_BODIES = {
    MUNICIPALITY: [
        "kaupunki", "kunta", "stad", "staden", "kommun", "kommunen", "kommune", "city", "town",
        "municipality", "gemeente",
    ],
    "council!": [
        "liitto", "maakuntaliitto", "maakunta liitto", "forbund", "landskapsforbund", "regional council",
    ],
    "ely!": [
        "ely", "ely keskus", "elykeskus", "elinkeino liikenne ymparistokeskus", "ely centre", "ely center",
        "ntm centralen", "ntm central", "narings trafik miljocentralen", "narings trafik miljocentral",
        "centre economic development transport environment", "ely centralen",
        "centre for economic development transport environment",
    ],
    "avi!": ["avi", "aluehallintovirasto", "regionforvaltningsverket", "regional state administrative agency",
             "regional state administrative agency for"],
    "employment-office!": ["te toimisto", "te office", "te byran", "tyo elinkeinotoimisto", "arbets naringsbyran"],
    UNIVERSITY: ["yliopisto", "universitet", "universitetet", "university"],
    "uas!": [
        "ammattikorkeakoulu", "amk", "yrkeshogskola", "yrkeshogskolan", "university applied sciences", "uas",
    ],
    "chamber!": ["kauppakamari", "handelskammare", "handelskammaren", "chamber commerce", "chamber of commerce"],
    "joint-authority!": [
        "kuntayhtyma", "ky", "samkommun", "samkommunen", "joint authority", "joint municipal authority",
    ],
    "education-authority!": ["koulutuskuntayhtyma", "kky", "utbildningssamkommun"],
}  # fmt: skip
#: Phrase of folded words → kind of body.
BODY_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): body for body, phrases in _BODIES.items() for phrase in phrases
}


def plain(text: str) -> str:
    """Return text in one Unicode form, small letters and single spaces; accents stay.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same for NFC and NFD, for capital and small letters, for every kind of space, dash and apostrophe.

    Examples
    --------
    >>> plain("  Äänekosken\u00a0KAUPUNKI ")
    'äänekosken kaupunki'
    """
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(small.translate(_DASHES).split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return plain text without accents.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.

    Returns
    -------
    str
        Letters without their marks.

    Examples
    --------
    >>> fold("äänekosken"), fold("ørsta")
    ('aanekosken', 'orsta')
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def plain_tokens(text: str) -> list[str]:
    """Return the words of plain text, accents kept; case endings after a colon and dots of abbreviations are dropped.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.

    Returns
    -------
    list of str
        Words in their order.

    Examples
    --------
    >>> plain_tokens("sttk:n pohjois-savon aluetoimikunta r.y.")
    ['sttk', 'pohjois', 'savon', 'aluetoimikunta', 'ry']
    >>> plain_tokens("s:t michel")
    ['sankt', 'michel']
    """
    if ":" in text:
        text = _CASE_ENDING.sub("", text.replace("s:t ", "sankt "))
    if "." in text:
        text = _DOTTED.sub(r"\1\2", text)
    if "'" in text:
        text = text.replace("'", "")
    return _TOKEN.findall(text)


def tokens(words: Iterable[str]) -> tuple[list[str], frozenset[str]]:
    """Return the folded words that count, and the sorts of legal form they were written with.

    Parameters
    ----------
    words : iterable of str
        Words as `plain_tokens` gives them.

    Returns
    -------
    tuple of list of str and frozenset of str
        Words without "of", "ja", "och" …, without legal forms at the beginning and the end; the sorts of legal form.

    Examples
    --------
    >>> tokens(["business", "tampere", "oy"])
    (['business', 'tampere'], frozenset({'company'}))
    """
    kept = [_SAME.get(word, word) for word in map(fold, words) if word not in _STOP]
    forms: set[str] = set()
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        forms.add(LEGAL_FORMS[kept.pop()])
    while len(kept) > 1 and kept[0] in LEGAL_FORMS:
        forms.add(LEGAL_FORMS[kept.pop(0)])
    return kept, frozenset(forms)
