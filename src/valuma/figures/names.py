"""What the rows of a study are called in a language: networks, actors, themes, regions, card values."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import pandas as pd

from valuma.schema.vocabularies import NONE, NOT_APPLICABLE, Group
from valuma.texts import LANGUAGES, label, message

_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")


def known(value: Any) -> bool:
    """Return whether a cell says anything: neither empty nor not-a-number.

    Examples
    --------
    >>> known("none"), known(pd.NA), known(())
    (True, False, False)
    """
    if isinstance(value, tuple | list):
        return bool(value)
    return not pd.isna(value)


def network_name(row: Any, lang: str) -> str:
    """Return the name of a network, in another language where it has none in this one.

    Parameters
    ----------
    row : Series or mapping
        Row of the table of networks.
    lang : {"fi", "sv", "en"}
        Language.
    """
    for language in (lang, *LANGUAGES):
        if known(row[f"name_{language}"]):
            return str(row[f"name_{language}"])
    return str(row["network_id"])


def group_name(group: str, lang: str, *, short: bool = False) -> str:
    """Return the label of a group of networks; a group of the study's own is called by its folder.

    Examples
    --------
    >>> group_name("own-cases", "en")
    'own-cases'
    """
    return label(Group(group), lang, short=short) if group in set(Group) else group


def short_name(name: str) -> str:
    """Return a name without its last remark in brackets.

    Examples
    --------
    >>> short_name("MAL network (land use, housing and transport)")
    'MAL network'
    """
    return _BRACKET.sub("", name) or name


def network_names(networks: pd.DataFrame, lang: str, *, short: bool = False) -> dict[str, str]:
    """Return the names of networks by id; two that would be alike keep what stands in brackets."""
    rows = networks.to_dict("records")
    full = {str(row["network_id"]): network_name(row, lang) for row in rows}
    if not short:
        return full
    brief = {key: short_name(name) for key, name in full.items()}
    twice = {name for name in brief.values() if list(brief.values()).count(name) > 1}
    return {key: full[key] if name in twice else name for key, name in brief.items()}


def actor_name(row: Any, lang: str) -> str:
    """Return the name of an actor: its Swedish or English name where one is known, else its own."""
    name = row[f"name_{lang}"] if lang in ("sv", "en") else row["name"]
    return str(name if known(name) else row["name"])


def theme_names(themes: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return the labels of themes by id."""
    return dict(zip(themes["theme_id"].astype(str), themes[f"label_{lang}"].astype(str), strict=True))


def region_names(regions: pd.DataFrame, lang: str) -> dict[str, str]:
    """Return the names of regions by code."""
    return dict(zip(regions["region_code"].astype(str), regions[f"name_{lang}"].astype(str), strict=True))


def value_name(value: Any, vocabulary: type[StrEnum], lang: str, *, short: bool = False) -> str:
    """Return the words for a card value, its three states included.

    Parameters
    ----------
    value : str or missing
        A cell of the table of networks or actors.
    vocabulary : type of StrEnum
        Where its words come from.
    lang : {"fi", "sv", "en"}
        Language.
    short : bool
        Take the shorter label.

    Examples
    --------
    >>> from valuma.schema.vocabularies import Governance
    >>> value_name(pd.NA, Governance, "en"), value_name("state-led", Governance, "fi")
    ('unknown', 'valtion johtama')
    """
    if not known(value):
        return message("unknown", lang)
    if value in set(vocabulary):
        return label(str(value), lang, vocabulary=vocabulary.__name__, short=short)
    if value in (NOT_APPLICABLE, NONE):
        return message(str(value), lang)
    return str(value)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case.

    Examples
    --------
    >>> capital("älykäs MAL")
    'Älykäs MAL'
    """
    return text[:1].upper() + text[1:]


def period(start: Any, end: Any) -> str:
    """Return one year or two with a dash; empty where neither is known.

    Examples
    --------
    >>> period(2021, 2023), period(2020, pd.NA)
    ('2021–2023', '2020')
    """
    years = [str(int(year)) for year in (start, end) if known(year)]
    return "–".join(dict.fromkeys(years))
