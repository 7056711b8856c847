"""Fields of which sources say different things: one line a field, the used value first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.names import known
from valuma.loaders.corrections.fields import FIELDS, LISTS, signature
from valuma.report.case_sheet.record import Fact
from valuma.schema.vocabularies import Language
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.case_sheet.context import CaseContext

_WORDS = re.compile(r"[^\W\d]{2}")
_SINGLE = {field.path for field in FIELDS}


class Claims:
    """The claims about one network in words.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    network, lang : str
        Network and language.
    words : callable
        Field and value → words.
    """

    def __init__(self, context: CaseContext, network: str, lang: str, words: Callable[[str, str], str]) -> None:
        self.rows = context.table("claims", network)
        self.context = context
        self.lang, self.words = lang, words

    def lines(self) -> Iterator[Fact]:
        """Yield a line for each field that more than one value is given for."""
        position = 0
        for name, rows in self.rows.groupby("field", sort=True):
            if len(rows) < 2 and bool(rows["used"].iloc[0]):
                continue
            position += 1
            title, english = self._label(str(name))
            yield Fact(
                key=f"{LISTS['claims'].letter}{position}",
                section=message("case-section-claims", self.lang),
                label=title,
                value=self._value(str(name), rows),
                sources=tuple(dict.fromkeys(rows["source_id"].astype(str))),
                english=english,
                path="claims",
                was=signature("claims", {"field": name}),
                answer=LISTS["claims"].answer,
            )

    def _label(self, field: str) -> tuple[str, str]:
        """Name of the field in words, and what of it is only said in English."""
        head, _, rest = field.partition(".")
        if field in _SINGLE:
            return message(f"case-label-{field.replace('.', '-')}", self.lang), ""
        if head == "members" and (actor := rest.partition(".")[0]) in self.context.actors:
            return self.context.actor(actor, self.lang), ""
        if head in ("member_counts", "members", "periods", "funding", "bodies", "themes"):
            return message(f"case-label-{head}", self.lang), rest
        return message("case-label-claims", self.lang), field.replace(".", ": ").replace("_", " ")

    def _value(self, field: str, rows: pd.DataFrame) -> str:
        used = self._values(field, rows[rows["used"].to_numpy(dtype=bool)])
        others = self._values(field, rows[~rows["used"].to_numpy(dtype=bool)])
        if used and others:
            return message("case-claim", self.lang, used=used, others=others)
        return (
            message("case-claim-used", self.lang, used=used)
            if used
            else message("case-claim-open", self.lang, others=others)
        )

    def _values(self, field: str, rows: pd.DataFrame) -> str:
        values = [self.words(field, str(value)) for value in rows["value"] if known(value)]
        if field not in _SINGLE and self.lang != Language.EN:
            # Sources are quoted as the card quotes them, in English.
            values = [f"”{value}”" if _WORDS.search(value) else value for value in values]
        return "; ".join(dict.fromkeys(values))
