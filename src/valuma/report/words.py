"""The words of the page itself: labels, titles of boxes, the banner of an example."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from valuma import texts
from valuma.report.tree import CalloutKind

#: Message that titles a box of each kind where the text gives no title of its own.
BOX_TITLES: Mapping[CalloutKind, str] = MappingProxyType(
    {
        "numbers": "key-numbers",
        "finding": "finding",
        "method": "method-box",
        "unknown": "what-we-do-not-know",
        "note": "note",
        "recommendation": "recommendation",
    }
)


def box_title(kind: CalloutKind, lang: str) -> str:
    """Title of a box that the text did not title.

    Examples
    --------
    >>> box_title("unknown", "sv")
    'Vad vi inte vet'
    """
    return texts.message(BOX_TITLES[kind], lang)


def numbered(what: str, number: int, lang: str) -> str:
    r"""Name of a numbered figure or table.

    Examples
    --------
    >>> numbered("table", 2, "fi")
    'Taulukko\xa02'
    """
    return texts.message(f"{what}-n", lang, n=str(number)).replace(" ", "\u00a0")


def synthetic_banner() -> str:
    """Return the line over everything that rests on invented data, in all languages at once."""
    return " / ".join(texts.message("synthetic-line", lang) for lang in texts.LANGUAGES)
