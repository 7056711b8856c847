"""Annex: every source of the study by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuma.report.annexes import Annex, annex
from valuma.report.imprint import Source, described, shown_address
from valuma.report.tree import Inline, Items, Link, Paragraph, Strong, Text
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared


@annex("sources", order=40)
def sources(prepared: Prepared, lang: str, /, **_: Any) -> Annex | None:
    """List every source of a study with code, title, publisher, date and address.

    Parameters
    ----------
    prepared : Prepared
        What the report is made of.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    Annex, or None for a study without sources
    """
    if not prepared.sources:
        return None
    entries = tuple((Paragraph(_entry(source, lang)),) for _, source in sorted(prepared.sources.items()))
    lead = message("annex-sources-lead", lang, n=len(entries))
    return Annex(
        "sources",
        message("annex-sources-title", lang),
        (Paragraph((Text(lead),)), Items(ordered=False, items=entries)),
        lists_sources=True,
        dense=True,
    )


def _entry(source: Source, lang: str) -> tuple[Inline, ...]:
    head = (Strong((Text(source.source_id),)), Text(f"  {described(source, lang)}"))
    return (*head, Text(" "), Link(source.url, (Text(shown_address(source.url)),))) if source.url else head
