"""Genitives of place names: Finnish by the rules of its stems, Swedish by its s."""

from __future__ import annotations

#: Last parts of place names whose stem differs from what the last letters say: nominative → genitive.
_LAST_PARTS = {
    "joki": "joen", "koski": "kosken", "mäki": "mäen", "lahti": "lahden", "salmi": "salmen", "niemi": "niemen",
    "vesi": "veden", "järvi": "järven", "saari": "saaren", "nummi": "nummen", "lampi": "lammin", "vuori": "vuoren",
    "laidun": "laitumen", "pudas": "putaan", "kangas": "kankaan", "varkaus": "varkauden", "alavus": "alavuden",
    "virrat": "virtain", "loppi": "lopen", "raahe": "raahen", "muurame": "muuramen", "suomi": "suomen",
}  # fmt: skip
#: First parts that are adjectives and bend, too.
_FIRST_PARTS = {"uusi": "uuden", "iso": "ison", "vanha": "vanhan", "pitkä": "pitkän", "vähä": "vähän"}
#: What stands between the vowels in the nominative → in the genitive, the longest first.
_GRADES = (
    ("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"), ("ht", "hd"), ("lk", "l"), ("rk", "r"),
    ("kk", "k"), ("pp", "p"), ("tt", "t"),
)  # fmt: skip
_VOWELS = frozenset("aeiouyäöå")
_ENDS_OF_PLURALS = "inen"


def finnish_genitives(name: str, *, gradation: bool = True) -> tuple[str, ...]:
    """Return the genitive of a Finnish place name, and its second form where two are in use.

    Parameters
    ----------
    name : str
        Nominative, in any case of letters; of several words the first bends (Koski Tl), of a hyphened name the last.
    gradation : bool
        Whether consonants change grade; names of Swedish origin keep theirs.

    Returns
    -------
    tuple of str
        Genitives in small letters, the one of the rule first.

    Notes
    -----
    The rules are those of school grammar: grade of the consonant before the last vowel (*Turku*: Turun, *Helsinki*:
    Helsingin, *Lieto*: Liedon), old words in -i with the stem in -e (*joki*: joen), -e with a long vowel (*Tampere*:
    Tampereen), -nen (*Kaustinen*: Kaustisen, and the plural *Huittisten*), -s and other consonants. Where usage
    wavers the second form stands, too (Isojoki: Isojoen, Isonjoen).

    Examples
    --------
    >>> finnish_genitives("Äänekoski"), finnish_genitives("Seinäjoki")
    (('äänekosken',), ('seinäjoen',))
    >>> finnish_genitives("Uusikaupunki"), finnish_genitives("Parainen")
    (('uudenkaupungin',), ('paraisen', 'paraisten'))
    """
    low = name.casefold()
    head, space, addition = low.partition(" ")
    if space:
        return tuple(f"{form} {addition}" for form in finnish_genitives(head, gradation=gradation))
    before, hyphen, last = low.rpartition("-")
    if hyphen:
        return tuple(f"{before}-{form}" for form in finnish_genitives(last, gradation=gradation))
    forms = _one_word(low, gradation)
    for first, bent in _FIRST_PARTS.items():
        rest = low.removeprefix(first)
        if rest != low and len(rest) >= 3:
            bending = tuple(bent + form for form in _one_word(rest, gradation))
            # Uusi- always bends, the others in some names only.
            forms = bending if first == "uusi" else (*forms, *bending)
    return forms


def _one_word(word: str, gradation: bool) -> tuple[str, ...]:
    if gradation:
        for last, bent in _LAST_PARTS.items():
            if word.endswith(last):
                return (word[: -len(last)] + bent,)
    if word.endswith(_ENDS_OF_PLURALS):
        stem = word[:-3]
        return (f"{stem}sen", f"{stem}sten")
    end = word[-1]
    if end not in _VOWELS:
        return _after_consonant(word)
    if len(word) > 1 and word[-2] in _VOWELS:
        return (f"{word}n",)
    if end == "e":
        return (f"{word}en",) if gradation else (f"{word}n",)
    return (f"{_weak(word[:-1]) if gradation else word[:-1]}{end}n",)


def _after_consonant(word: str) -> tuple[str, ...]:
    if word.endswith("s") and not word.endswith("näs"):
        return (f"{word[:-1]}ksen",)
    return (f"{word}in",)


def _weak(stem: str) -> str:
    """Return the part of a word before its last vowel with the consonant in the weak grade."""
    for strong, weak in _GRADES:
        if stem.endswith(strong):
            return stem[: -len(strong)] + weak
    if len(stem) > 1 and stem[-2] in _VOWELS:
        if stem.endswith("t"):
            return f"{stem[:-1]}d"
        if stem.endswith("p"):
            return f"{stem[:-1]}v"
        if stem.endswith("k"):
            return stem[:-1]
    return stem


def swedish_genitive(name: str) -> str:
    """Return the Swedish genitive of a place name.

    Parameters
    ----------
    name : str
        Nominative.

    Returns
    -------
    str
        The name with s, in small letters; a name that ends in s, x or z stays as it is.

    Examples
    --------
    >>> swedish_genitive("Borgå"), swedish_genitive("Hangö"), swedish_genitive("Malax")
    ('borgås', 'hangös', 'malax')
    """
    low = name.casefold()
    return low if low.endswith(("s", "x", "z")) else f"{low}s"
