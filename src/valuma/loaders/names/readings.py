"""Reading a written name: which body it means by its words, its parts, its parentheses and the date."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from valuma.loaders.names.dates import Period
from valuma.loaders.names.doubts import doubtful
from valuma.loaders.names.index import Meaning, NameIndex, Words
from valuma.loaders.names.words import FORMS_OF_KINDS, MUNICIPALITY, fold, plain

_DASHES = re.compile(r"\s*[–—]\s*")
_BREAK = re.compile(r"(?<!-),|[()\[\];/|]|\s-\s|:\s")
_COUNTRIES = {
    "fi": "FI", "fin": "FI", "suomi": "FI", "finland": "FI", "se": "SE", "swe": "SE", "ruotsi": "SE", "sverige": "SE",
    "sweden": "SE", "no": "NO", "norja": "NO", "norge": "NO", "norway": "NO", "dk": "DK", "tanska": "DK",
    "danmark": "DK", "denmark": "DK", "ee": "EE", "viro": "EE", "estland": "EE", "estonia": "EE",
}  # fmt: skip
#: Parts of a municipality or another large body: beginnings of words.
_DEPARTMENT = re.compile(
    r"^(?:elinvoima|elinkeinopalvel|elinkeinotoimi|elinkeinoyksik|konserni(?:hallin|palvel|ohja)|kaavoitu|kaupunkikehity"
    r"|kaupunkisuunnittel|kaupunkiymparisto|kaupunkiraken|yhdyskunta|aluekehity|elinkeinot$|stadsplan|stadsutveck|yhdyskuntasuunnittel|maankaytto|sivistyspalvel|sivistystoim|sivistysosasto"
    r"|tekninen|teknis|ymparistopalvel|ymparistonsuojel|kehittamispalvel|kehittamisyksik|strategia(?:yksik|palvel)"
    r"|hallintopalvel|hallinto$|kulttuuripalvel|hyvinvointipalvel|kirjastopalvel|viestintayksik|kansainvaliset"
    r"|kaupunginkanslia|kunnanvirasto|kaupunginhallitus|kunnanhallitus|keskushallinto|toimiala|osasto|yksikko"
    r"|stadskansli|forvaltning|tekniska|bildning|avdelning|sektorn|enheten|department|division|unit$|office$)"
    r"|(?:toimiala|osasto|yksikko|lautakunta|palvelut|palvelualue|vastuualue|tiedekunta|avdelningen|forvaltningen|enheten|namnden)$"
)
#: Parts of a university or an institute.
_FACULTY = re.compile(
    r"tiedekunta|laitos$|fakultet|faculty|institution|department|school$|yksikko$|osasto$|kampus|campus"
)


@dataclass(frozen=True)
class Answer:
    """What a name was found to mean.

    Parameters
    ----------
    bodies : tuple of str
        The body meant, or those it may be.
    how : str
        What was done to find it.
    certain : bool
        Whether a person need not look.
    """

    bodies: tuple[str, ...]
    how: str
    certain: bool


def read(text: str, index: NameIndex, at: Period | None) -> Answer | None:
    """Return what a name means by its words alone.

    Parameters
    ----------
    text : str
        The name as it is written.
    index : NameIndex
        Names that are known.
    at : Period or None
        When the list was made.

    Returns
    -------
    Answer or None
        None where neither the whole nor a part of it is known.
    """
    written = _pieces(text)
    whole = _resolve_written(text, index, at, alone=len(written) < 2)
    if len(written) < 2:
        return whole
    if whole is not None and whole.certain and not _another_in(parts(text), whole, index, at):
        return whole
    return _read_parts(written, index, at) or whole


def _resolve_written(text: str, index: NameIndex, at: Period | None, *, alone: bool) -> Answer | None:
    """Return what a text means, uncertain where its words mean something else as well as a body."""
    words = index.words(plain(text))
    answer = resolve(words, index, at)
    if answer is None or not answer.certain:
        return answer
    doubt = doubtful(text, words, index.bodies[answer.bodies[0]], answer.how, alone=alone)
    return Answer(answer.bodies, f"{answer.how}; {doubt}", False) if doubt else answer


def _another_in(pieces: list[str], whole: Answer, index: NameIndex, at: Period | None) -> bool:
    """Return whether a part alone is another body: "Turku / Turku Science Park"."""
    found = (resolve(index.words(piece), index, at) for piece in pieces)
    return any(answer.certain and answer.bodies != whole.bodies for answer in found if answer is not None)


def parts(text: str) -> list[str]:
    """Return the parts of a name between commas, slashes, dashes and parentheses, as plain text.

    Parameters
    ----------
    text : str
        The name as it is written.

    Returns
    -------
    list of str
        Parts with at least one letter or digit.

    Examples
    --------
    >>> parts("Vaasa (Vasa)"), parts("Pietarsaari–Jakobstad"), parts("Elinkeino-, liikenne- ja ympäristökeskus")
    (['vaasa', 'vasa'], ['pietarsaari', 'jakobstad'], ['elinkeino-, liikenne- ja ympäristökeskus'])
    """
    return [plain(piece) for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    spaced = _DASHES.sub(" - ", unicodedata.normalize("NFKC", text))
    return [piece for piece in _BREAK.split(spaced) if any(sign.isalnum() for sign in piece)]


def resolve(words: Words, index: NameIndex, at: Period | None) -> Answer | None:
    """Return what words mean together.

    Parameters
    ----------
    words : Words
        Words of a name or of a part of it.
    index : NameIndex
        Names that are known.
    at : Period or None
        When the list was made.

    Returns
    -------
    Answer or None
        None where the words mean nothing that is known.
    """
    meanings = index.meanings(words)
    if not meanings:
        return None
    found = [_at_date(meaning, words, index, at) for meaning in meanings.values()]
    certain = sorted({answer for answer in found if answer.certain}, key=lambda answer: answer.bodies)
    if len(certain) == 1:
        return certain[0]
    if len(certain) > 1:
        bodies = tuple(dict.fromkeys(body for answer in certain for body in answer.bodies))
        return Answer(bodies, "name of several", False)
    bodies = tuple(dict.fromkeys(body for answer in found for body in answer.bodies))
    return Answer(bodies, found[0].how if len(found) == 1 else "name of several", False)


def _at_date(meaning: Meaning, words: Words, index: NameIndex, at: Period | None) -> Answer:
    """Return what one meaning comes to at the date of the list."""
    how, certain = _how(meaning, words, index)
    body = meaning.body
    if meaning.way == "former":
        return _former(body, certain, index, at)
    if index.lifetimes.valid(body, at):
        return Answer((body,), how, certain)
    what = "old municipality" if index.bodies[body].kind == "municipality" else "former body"
    if at is None:
        follows = index.lifetimes.successor(body, at)
        return Answer((body, follows[0]) if follows else (body,), f"{what}; depends on the date of the list", False)
    following = index.lifetimes.successor(body, at)
    if following is None:
        return Answer((body,), f"{how}; does not exist at the date", False)
    return Answer((following[0],), f"{what} {following[1]}", certain)


def _former(body: str, certain: bool, index: NameIndex, at: Period | None) -> Answer:
    """Return what the name of a former municipality without a date comes to.

    The register lists every municipality that has ended since the first end that it knows; those it does not list had
    ended before.
    """
    if at is not None and index.since and at.start > index.since and index.lifetimes.valid(body, at):
        return Answer((body,), f"old municipality, part of another since {index.since.year} or earlier", certain)
    return Answer((body,), "old municipality; the register has no date", False)


def _how(meaning: Meaning, words: Words, index: NameIndex) -> tuple[str, bool]:
    """Return how words name a body, and whether that is certain."""
    body = index.bodies[meaning.body]
    certain = meaning.certain
    if meaning.way in ("place", "former"):
        bare = MUNICIPALITY not in words.concepts
        how = words.ways[0] if words.ways else "name"
        if how == "genitive" and bare:
            how, certain = "genitive without the name of a body", False
    else:
        how = index.spelled.get(meaning.body, {}).get(" ".join(words.folded), "other words for the name")
    if words.forms and not words.forms <= meaning.forms:
        fits = all(body.kind in FORMS_OF_KINDS[form] for form in words.forms)
        certain = certain and fits and not meaning.forms
        how = f"{how}; legal form" if certain else f"{how}; another legal form"
    changed = _accents(words, index)
    if changed == "left out":
        how = f"{how}; without accents"
    elif changed:
        how, certain = f"{how}; other accents", certain and changed == "long"
    return how, certain


def _accents(words: Words, index: NameIndex) -> str:
    """Return what was done to the accents: nothing, "left out", or changed in a "long" or "short" word."""
    result = ""
    for word in words.plain:
        known = index.accents.get(fold(word))
        if known is None or word in known:
            continue
        if any(_left_out(word, spelled) for spelled in known):
            result = result or "left out"
        else:
            return "long" if len(word) >= 7 else "short"
    return result


def _left_out(word: str, spelled: str) -> bool:
    return len(word) == len(spelled) and all(
        letter in (known, fold(known)) for letter, known in zip(word, spelled, strict=True)
    )


def _read_parts(pieces: list[str], index: NameIndex, at: Period | None) -> Answer | None:
    """Return what the parts of a name mean together."""
    words = [index.words(plain(piece)) for piece in pieces]
    found = [_resolve_written(piece, index, at, alone=False) for piece in pieces]
    known = [answer for answer in found if answer is not None]
    if not known:
        return None
    common = set(known[0].bodies).intersection(*(answer.bodies for answer in known))
    first = next(answer for answer in known if answer.certain) if any(a.certain for a in known) else known[0]
    bodies = tuple(dict.fromkeys(body for answer in known for body in answer.bodies))
    if len(common) != 1 or not any(answer.certain and answer.bodies == (*common,) for answer in known):
        return Answer(bodies, "parts mean several" if len(bodies) > 1 else first.how, False)
    body = common.pop()
    notes = []
    if len(known) > 1:
        notes.append("written twice")
    head_first = found[0] is not None
    for part, answer in zip(words, found, strict=True):
        if answer is None:
            note = _addition(part, body, index, bare=len(words[0].concepts) == 1 and head_first)
            if not note or not (head_first or MUNICIPALITY in words[-1].concepts):
                return Answer((body,), f"{first.how}; with more words", False)
            notes.append(note)
    return Answer((body,), "; ".join(dict.fromkeys((first.how, *notes))), True)


def _addition(words: Words, body: str, index: NameIndex, *, bare: bool) -> str:
    """Return what an unknown part of a name adds to a body, or nothing where it may be another body."""
    meant = index.bodies[body]
    if len(words.folded) == 1:
        word = words.folded[0]
        if _COUNTRIES.get(word) is not None:
            return "country" if _COUNTRIES[word] == meant.country else ""
        if meant.kind != "municipality" and 2 <= len(word) <= 7 and _letters_of(word, fold(plain(meant.label))):
            return "abbreviation"
    places = {place for concept in words.concepts if concept[0] == "@" for place in concept[1:].split("|")}
    if places:
        return "region" if len(words.concepts) == 1 and places <= meant.regions else ""
    if words.forms or any(concept.endswith("!") for concept in words.concepts):
        return ""
    pattern = _FACULTY if meant.kind in ("university", "uas", "research-institute") else _DEPARTMENT
    if any(pattern.search(word) for word in words.folded) and not (bare and _INSTITUTE.search(words.squeezed)):
        return "department left out"
    return ""


_INSTITUTE = re.compile(r"laitos|keskus|virasto|instituut")


def _letters_of(short: str, name: str) -> bool:
    rest = iter(name)
    return name.startswith(short[0]) and all(letter in rest for letter in short)
