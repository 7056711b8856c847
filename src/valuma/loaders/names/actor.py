"""Names of one actor: its names in three languages and the shorter ones that follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from valuma.loaders.names.words import LEGAL_FORMS, fold, plain, plain_tokens

_COLUMNS = (("name", "name"), ("name_sv", "name in Swedish"), ("name_en", "name in English"))
_PARENTHESIS = re.compile(r"^(.+?)\s*\(([^()]+)\)\s*$")
_EARLIER = re.compile(r"^(?:.*,\s*)?earlier\s+", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+")
_GROUP_WORDS = frozenset({"leader", "kehittamisyhdistys"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor.

    Parameters
    ----------
    text : str
        As it is written.
    way : str
        What sort of name it is.
    certain : bool
        Whether the name alone says which body is meant; an uncertain one is only a hint for review.
    """

    text: str
    way: str
    certain: bool = True


def names_of(row: Mapping[object, object]) -> Iterator[Name]:
    """Yield the names of an actor, the official ones first.

    Parameters
    ----------
    row : mapping
        Row of the table of actors.

    Yields
    ------
    Name
        Names in the columns; what stands outside and inside a parenthesis; the name without the abbreviation at its
        end and the abbreviation alone where its letters stand in the name; the letters of a ministry; the identifier.

    Examples
    --------
    >>> row = {"actor_id": "min-lvm", "name": "Liikenne- ja viestintäministeriö", "kind": "ministry"}
    >>> [name.text for name in names_of(row)]
    ['Liikenne- ja viestintäministeriö', 'lvm', 'min-lvm']
    """
    kind, actor = str(row["kind"]), str(row["actor_id"])
    for column, way in _COLUMNS:
        text = row.get(column)
        if not isinstance(text, str) or not text.strip():
            continue
        yield Name(text, way)
        yield from _in_parentheses(text, way, kind)
        yield from _in_two_languages(text, way)
        yield from _without_abbreviation(text, way, actor)
        if kind == "leader-group":
            yield from _leader(text, way)
        if kind == "ministry" and (letters := ministry_letters(text)):
            yield Name(letters, "abbreviation")
    if len(actor) > 2:
        yield Name(actor, "identifier", "-" not in actor or kind != "municipality")


def _in_parentheses(text: str, way: str, kind: str) -> Iterator[Name]:
    """Yield what stands outside and inside the parenthesis at the end of a name."""
    found = _PARENTHESIS.match(text)
    if not found:
        return
    outside, inside = found.groups()
    # "Molde kommune (city region)": without the parenthesis it is the name of another body.
    yield Name(outside, way, certain=kind != "city-region")
    if _EARLIER.match(inside):
        yield Name(_EARLIER.sub("", inside), "former name")
        inside = inside.split(",")[0]
        if _EARLIER.match(inside):
            return
    if _stands_for(inside, outside):
        yield Name(inside, "abbreviation")
    elif set(plain_tokens(plain(inside))) & set(LEGAL_FORMS):
        yield Name(inside, "name")
    else:
        yield Name(inside, "part of the name", certain=False)


def _in_two_languages(text: str, way: str) -> Iterator[Name]:
    parts = _DASH.split(text)
    if len(parts) == 2:
        # Two parts with a legal form each are two names; otherwise a part may be the name of another body.
        both = all(set(plain_tokens(plain(part))) & set(LEGAL_FORMS) for part in parts)
        for part in parts:
            yield Name(part, way if both else "part of the name", certain=both)


def _without_abbreviation(text: str, way: str, actor: str) -> Iterator[Name]:
    """Yield a name without the abbreviation at its end, and the abbreviation."""
    words = [word for word in text.split() if plain(word) not in LEGAL_FORMS]
    if len(words) < 3 or "(" in text:
        return
    rest, last = " ".join(words[:-1]), words[-1]
    known = fold(plain(last)) == actor
    if known or (last.isupper() and 2 <= len(last) <= 6 and _stands_for(last, rest)):
        yield Name(rest, way)
        yield Name(last, "abbreviation")
    if fold(plain(words[0])) == actor and words[0].isupper():
        yield Name(" ".join(words[1:]), way)


def _leader(text: str, way: str) -> Iterator[Name]:
    """Yield the name of a Leader group with "Leader" before it, and its own word alone, which is only a hint."""
    words = text.split()
    own = [word for word in words if fold(plain(word)) not in _GROUP_WORDS]
    yield Name(" ".join(("Leader", *own)), way)
    bare = [word for word in own if plain(word) not in LEGAL_FORMS]
    if len(own) < len(words) and bare:
        yield Name(" ".join(bare), way, certain=False)


def _stands_for(letters: str, name: str) -> bool:
    """Return whether letters begin a name and stand in it in their order."""
    short, long = fold(plain(letters)), fold(plain(name))
    if not short.isalpha() or len(short) > 7 or not long.startswith(short[:1]):
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def ministry_letters(name: str) -> str:
    """Return the letters by which a Finnish ministry is known, or nothing.

    Parameters
    ----------
    name : str
        Name such as "Työ- ja elinkeinoministeriö".

    Returns
    -------
    str
        First letters of its parts: "tem".

    Examples
    --------
    >>> ministry_letters("Työ- ja elinkeinoministeriö"), ministry_letters("Oikeusministeriö")
    ('tem', 'om')
    """
    words = [fold(word) for word in plain_tokens(plain(name)) if word != "ja"]
    if not words or not words[-1].endswith("ministerio"):
        return ""
    return "".join(word[0] for word in words) + "m"
