"""Places in names of organisations: every way a municipality or region of the register is written."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from valuma.loaders.names.finnish import finnish_genitives, swedish_genitive
from valuma.loaders.names.words import BODY_PHRASES, MUNICIPALITY, plain, plain_tokens, tokens

#: Ways of writing a place, the plainest first; where two ways give the same words the plainer one is said.
WAYS = ("name", "name in Swedish", "name in English", "alias", "abbreviation", "genitive")
#: Parts of the country that offices and universities are named after although they are no regions: fi, sv, en.
_OTHER_AREAS = (
    ("Häme", "Tavastland", "Häme"),
    ("Savo", "Savolax", "Savo"),
    ("Kaakkois-Suomi", "Sydöstra Finland", "Southeast Finland"),
    ("Etelä-Suomi", "Södra Finland", "Southern Finland"),
    ("Itä-Suomi", "Östra Finland", "Eastern Finland"),
    ("Pohjois-Suomi", "Norra Finland", "Northern Finland"),
    ("Lounais-Suomi", "Sydvästra Finland", "Southwestern Finland"),
)


@dataclass
class Places:
    """Phrases that name a place.

    Parameters
    ----------
    phrases : dict
        Phrase of folded words → place → way of writing.
    accents : dict of str to set of str
        Folded word → the ways it is spelled with accents.
    """

    phrases: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    accents: dict[str, set[str]] = field(default_factory=dict)

    def add(self, place: str, text: str, way: str) -> None:
        """Let a text name a place, written in a certain way."""
        plain_words = plain_tokens(plain(text))
        words, _ = tokens(plain_words)
        if not words:
            return
        # "Pedersören kunta" is an official name; "municipality" is said by the words of the body instead.
        if len(words) > 1 and BODY_PHRASES.get((words[-1],)) == MUNICIPALITY:
            words = words[:-1]
            way = "genitive" if way == "name" else way
        ways = self.phrases.setdefault(tuple(words), {})
        if place not in ways or WAYS.index(way) < WAYS.index(ways[place]):
            ways[place] = way
        for plain_word in plain_words:
            for folded in tokens([plain_word])[0]:
                self.accents.setdefault(folded, set()).add(plain_word)


def known_places(
    municipalities: pd.DataFrame, aliases: pd.DataFrame, regions: pd.DataFrame, actors: pd.DataFrame
) -> tuple[Places, dict[str, str]]:
    """Return the places of a register and which municipality a former one belongs to.

    Parameters
    ----------
    municipalities, aliases, regions, actors : DataFrame
        Tables of the registry; any may be empty.

    Returns
    -------
    tuple of Places and dict
        ``municipality:CODE``, ``region:CODE``, ``former:NAME`` and, for municipalities without a code,
        ``actor:ID``; former municipality → code of the one it is part of.
    """
    places, former = Places(), {}
    for row in municipalities.to_dict("records"):
        place, fi, sv = f"municipality:{row['municipality_code']}", row["name_fi"], row.get("name_sv")
        swedish = isinstance(sv, str) and fi == sv and str(row.get("language", "")).startswith("sv")
        _add_names(places, place, fi, sv, None, gradation=not swedish)
    ended = municipalities[municipalities["valid_to"].notna()] if "valid_to" in municipalities else municipalities[:0]
    ended_names = {plain(name) for name in ended.get("name_fi", ())}
    for row in aliases.to_dict("records"):
        name = str(row["alias"])
        if row["kind"] != "old-name":
            place = f"municipality:{row['municipality_code']}"
            _add(places, place, name, "alias", *(() if row["kind"] == "ascii" else (swedish_genitive(name),)))
        elif plain(name) not in ended_names:
            place = f"former:{name}"
            former[place] = str(row["municipality_code"])
            _add(places, place, name, "name", *finnish_genitives(name))
    for row in regions.to_dict("records"):
        _add_region(places, row)
    for fi, sv, en in _OTHER_AREAS:
        _add_names(places, f"area:{fi}", fi, sv, en)
    for actor, names in _foreign_municipalities(actors):
        for name, way in names:
            _add(places, f"actor:{actor}", name, way)
    return places, former


def _add(places: Places, place: str, name: str, way: str, *genitives: str) -> None:
    places.add(place, name, way)
    for genitive in genitives:
        places.add(place, genitive, "genitive")


def _add_names(places: Places, place: str, fi: object, sv: object, en: object, *, gradation: bool = True) -> None:
    if isinstance(fi, str):
        _add(places, place, fi, "name", *finnish_genitives(fi, gradation=gradation))
    if isinstance(sv, str):
        _add(places, place, sv, "name in Swedish", swedish_genitive(sv))
    if isinstance(en, str):
        _add(places, place, en, "name in English")


def _add_region(places: Places, row: Mapping[Hashable, Any]) -> None:
    place, fi, en = f"region:{row['region_code']}", str(row["name_fi"]), str(row.get("name_en", ""))
    _add_names(places, place, fi, row.get("name_sv"), en)
    for form in (fi, *finnish_genitives(fi)):
        side, hyphen, rest = form.partition("-")
        if hyphen:
            places.add(place, f"{side[0]} {rest}", "abbreviation")
    for direction in ("North", "South"):
        if en.startswith(direction + " "):
            longer = en.replace(direction, direction + "ern", 1)
            for name in (longer, longer.replace("Savo", "Savonia"), en.replace("Savo", "Savonia")):
                places.add(place, name, "name in English")


def _foreign_municipalities(actors: pd.DataFrame) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield municipalities that are in no register of the study, with their names without "kommun" and the like."""
    for row in actors.to_dict("records"):
        code = row.get("municipality_code")
        if row["kind"] != "municipality" or (isinstance(code, str) and code.isdigit()):
            continue
        names: list[tuple[str, str]] = []
        for column, way in (("name", "name"), ("name_sv", "name in Swedish"), ("name_en", "name in English")):
            if isinstance(row.get(column), str):
                words = plain_tokens(plain(row[column]))
                rest = [word for word in words if BODY_PHRASES.get(tuple(tokens([word])[0])) != MUNICIPALITY]
                bare = " ".join(word for word in rest if word != "of")
                names.append((bare, way if len(rest) == len(words) else "name"))
        # In "Lunds kommun" the s is a genitive where another name of the same town stands without it.
        bares = {bare for bare, _ in names}
        names = [(bare, "genitive" if bare.endswith("s") and bare[:-1] in bares else way) for bare, way in names]
        names += [(swedish_genitive(bare), "genitive") for bare in sorted(bares)]
        yield str(row["actor_id"]), names
