"""Words of the workbook: headings of columns, cells that hold words of the library, formats of numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from valuma.texts import TextError, label, message, message_keys, sentence, sentence_keys

#: Columns whose cells are words of a vocabulary, one or several with a semicolon between them.
_VOCABULARIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "funding_kinds": ("FundingKind",),
        "governance": ("Governance",),
        "group": ("Group",),
        "kind": ("Kind", "FundingKind"),
        "level": ("Level",),
        "one": ("PolicyField",),
        "other": ("PolicyField",),
        "policy_fields": ("PolicyField",),
        "purpose_kind": ("PurposeKind",),
        "role": ("Role", "SurveyRole"),
        "side": ("Side",),
        "tier": ("Tier",),
    }
)
#: Columns whose cells are words that this library made up for its tables.
_OWN = ("against", "bounds_by", "cell", "mark", "measure", "part", "row", "shown", "stands", "state", "what", "why")
#: What stands behind the name of a measure in the name of a column.
_ENDS = ("low", "high", "state")
_SHARES = re.compile(r"(\w+_mix|share\w*|completeness|undated_share|contact_\w+|rate)(_low|_high)?")
_YEARS = re.compile(r"(\w+_)?year(_\w+)?")


def heading(column: str, lang: str) -> str:
    """Return the heading of a column of a figure's table.

    Parameters
    ----------
    column : str
        Name of the column.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str
        Words; the name itself, with spaces, for a column that this library does not know.

    Examples
    --------
    >>> heading("network_id", "en"), heading("tier_mix_low", "en"), heading("my_column", "en")
    ('Network, identifier', 'Mix of tiers, lower bound', 'My column')
    """
    key = f"column-{column.replace('_', '-')}"
    if key in message_keys():
        return message(key, lang)
    if column in sentence_keys():
        return _capital(sentence(column, lang).label)
    measure, _, end = column.rpartition("_")
    if end in _ENDS and measure in sentence_keys():
        return message(f"column-measure-{end}", lang, measure=_capital(sentence(measure, lang).label))
    return _capital(column.replace("_", " "))


def cell_words(column: str, value: str, lang: str) -> str:
    """Return a cell of words in a language: labels for words of vocabularies, everything else as it is.

    Parameters
    ----------
    column : str
        Name of the column.
    value : str
        The cell; several words with semicolons between them become several labels.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str

    Examples
    --------
    >>> cell_words("policy_fields", "urban;rural", "en"), cell_words("network_id", "urban", "en")
    ('urban policy; rural policy', 'urban')
    """
    if column in _VOCABULARIES:
        return "; ".join(_label(part, _VOCABULARIES[column], lang) for part in value.split(";"))
    if column in _OWN or column.endswith("_state"):
        return _own(value, lang)
    return value


def number_format(column: str, *, whole: bool) -> str:
    """Return the number format of a column as Excel writes it; its marks follow the reader's own settings.

    Examples
    --------
    >>> number_format("tier_mix", whole=False), number_format("year", whole=True), number_format("n", whole=True)
    ('0.0%', '0', '#,##0')
    """
    if _SHARES.fullmatch(column):
        return "0.0%"
    if _YEARS.fullmatch(column):
        return "0"
    return "#,##0" if whole else "#,##0.00"


def _label(value: str, vocabularies: tuple[str, ...], lang: str) -> str:
    for key in ("not-applicable", "none", "unknown"):
        if value == key:
            return message(key, lang)
    for name in vocabularies:
        try:
            return label(value, lang, vocabulary=name)
        except TextError:
            continue
    return value


def _own(value: str, lang: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    for key in (f"cell-{slug}", f"state-{slug}", slug if slug in ("yes", "no", "unknown", "not-applicable") else ""):
        if key in message_keys():
            return message(key, lang)
    return value


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
