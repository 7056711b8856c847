"""The catalogues of printed words: read once, looked up by key and language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Literal

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Language
from valuma.texts.numbers import number

#: Languages in which everything printed exists.
LANGUAGES: tuple[str, ...] = tuple(language.value for language in Language)


class TextError(ValumaError):
    """A word was asked for that no catalogue holds."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said of a measure in one language.

    Parameters
    ----------
    key, lang : str
        Name of the measure and the language.
    label, how_to_read, does_not_mean, unit : str
        Name in words, one sentence on reading it, what it must not be taken for, its unit.
    better : {"higher", "lower", "neither"}
        Whether one end of the scale is the better one.
    where : {"brief", "annex"}
        Where it may be printed.
    """

    key: str
    lang: str
    label: str
    how_to_read: str
    does_not_mean: str
    unit: str
    better: Literal["higher", "lower", "neither"]
    where: Literal["brief", "annex"]


@cache
def catalogue(name: str) -> Mapping[str, Any]:
    """Return the parsed catalogue of that name: ``terms``, ``sentences`` or ``messages``, a folder of files."""
    place = resources.files("valuma.texts")
    if not (folder := place.joinpath(name)).is_dir():
        return tomllib.loads(place.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    entries: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        part = tomllib.loads(file.read_text(encoding="utf-8"))
        if twice := entries.keys() & part.keys():
            raise TextError(f"{name}/{file.name}: {min(twice)!r} stands in another file, too")
        entries |= part
    return entries


def term(key: str, lang: str) -> str:
    """Return a word of regional policy.

    Parameters
    ----------
    key : str
        Key of the term in ``terms.toml``.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str
        The word as it is printed in running text.

    Raises
    ------
    TextError
        When the key or the language is not there.

    Examples
    --------
    >>> term("regional-council", "sv")
    'landskapsförbund'
    """
    return str(_entry("terms", catalogue("terms")["term"], key)[_language(lang)])


def sentence(key: str, lang: str) -> Sentence:
    """Return what is said of a measure.

    Parameters
    ----------
    key : str
        Name of the measure, as in the tables of ``metrics``.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    Sentence
        Label, reading, limits, unit and where it may stand.

    Raises
    ------
    TextError
        When the measure has no entry.

    Examples
    --------
    >>> sentence("tier_mix", "en").label
    'mix of tiers'
    >>> sentence("ei_index", "fi").where
    'annex'
    """
    entry = _entry("sentences", catalogue("sentences"), key)
    lang = _language(lang)
    return Sentence(
        key,
        lang,
        entry["label"][lang],
        entry["how_to_read"][lang],
        entry["does_not_mean"][lang],
        entry["unit"][lang],
        entry["better"],
        entry["where"],
    )


def message(key: str, lang: str, **values: object) -> str:
    """Return a printed string with its values filled in.

    Parameters
    ----------
    key : str
        Key of the string in a file of ``messages/``.
    lang : {"fi", "sv", "en"}
        Language.
    **values : object
        One value for each name in braces, no more. Integers and floats are written by `number`;
        years and identifiers are passed as text. Where the wording depends on a number, it is ``n``.

    Returns
    -------
    str
        The string.

    Raises
    ------
    TextError
        When the key is not there, or names and values do not match.

    Examples
    --------
    >>> message("n-networks", "fi", n=1), message("n-networks", "fi", n=2)
    ('1 verkosto', '2 verkostoa')
    """
    found = _entry("messages", catalogue("messages"), key)[_language(lang)]
    if isinstance(found, Mapping):
        if "n" not in values:
            raise TextError(f"message {key!r} depends on a number: give n=")
        found = found["one" if values["n"] == 1 else "other"]
    wanted = blanks(found)
    if wanted != set(values):
        raise TextError(f"message {key!r}: expected values for {sorted(wanted)}, found {sorted(values)}")
    return str(found).format(**{name: _written(value, lang) for name, value in values.items()})


def label(value: StrEnum | str, lang: str, *, vocabulary: str | None = None, short: bool = False) -> str:
    """Return the printed label of a vocabulary value.

    Parameters
    ----------
    value : StrEnum or str
        The value. A member of an enum knows its vocabulary.
    lang : {"fi", "sv", "en"}
        Language.
    vocabulary : str, optional
        Name of the vocabulary (``"Side"``, ``"Attribute"``, ``"State"`` …) where the value is plain text.
        Without it the value must mean the same in every vocabulary that has it.
    short : bool, default False
        Take the shorter label where there is one, for axes and cells.

    Returns
    -------
    str
        The label.

    Raises
    ------
    TextError
        When the value has no label, or several.

    Examples
    --------
    >>> from valuma.schema.vocabularies import Side
    >>> label(Side.MUNICIPAL, "fi")
    'kuntapuoli'
    >>> label("urban", "en", vocabulary="PolicyField", short=True)
    'urban'
    """
    lang = _language(lang)
    vocabularies = catalogue("terms")["vocabulary"]
    name = vocabulary or (type(value).__name__ if isinstance(value, StrEnum) else None)
    if name is not None:
        entry = _entry(f"vocabulary {name}", _entry("vocabularies", vocabularies, name), str(value))
        return _worded(entry, lang, short)
    words = {_worded(entries[str(value)], lang, short) for entries in vocabularies.values() if str(value) in entries}
    if len(words) == 1:
        return words.pop()
    if not words:
        everything = {key for entries in vocabularies.values() for key in entries}
        raise TextError(f"no label for {str(value)!r}: {nearest(str(value), everything)}")
    raise TextError(f"{str(value)!r} means several things ({', '.join(sorted(words))}): name the vocabulary")


def term_keys() -> tuple[str, ...]:
    """Keys of all terms, in the order of the file."""
    return tuple(catalogue("terms")["term"])


def sentence_keys() -> tuple[str, ...]:
    """Names of all measures that have a sentence, in the order of the file."""
    return tuple(catalogue("sentences"))


def message_keys() -> tuple[str, ...]:
    """Keys of all messages, in the order of the file."""
    return tuple(catalogue("messages"))


def blanks(text: str) -> set[str]:
    """Names in braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _entry(where: str, entries: Mapping[str, Any], key: str) -> Any:
    try:
        return entries[key]
    except KeyError:
        raise TextError(f"{where}: no entry {key!r}: {nearest(key, entries)}") from None


def _language(lang: str) -> str:
    if lang not in LANGUAGES:
        raise TextError(f"language {lang!r} is not there: {nearest(lang, LANGUAGES)}")
    return str(lang)


def _worded(entry: Mapping[str, str], lang: str, short: bool) -> str:
    return entry.get(f"{lang}_short", entry[lang]) if short else entry[lang]


def _written(value: object, lang: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return number(value, lang)
