"""Fields and entries of a card in words: one line each, with its key and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from valuma.figures.names import known, network_names, theme_names
from valuma.loaders.corrections.fields import FIELDS, LISTS, Answer, Field, raw, signature
from valuma.report.case_sheet.claims import Claims
from valuma.report.case_sheet.record import Fact, FactState
from valuma.schema.vocabularies import NONE, NOT_APPLICABLE, FundingKind, Kind, PracticeKind
from valuma.texts import label, message, message_keys, number, percent, stated_size

if TYPE_CHECKING:
    import pandas as pd

    from valuma.report.case_sheet.context import CaseContext

_SECTIONS = {"A": "network", "B": "lead"}
_NBSP = "\u00a0"


class Lines:
    """Puts the card of one network into words.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    row : Series
        Row of the network.
    lang : {"fi", "sv", "en"}
        Language.
    """

    def __init__(self, context: CaseContext, row: pd.Series, lang: str) -> None:
        self.context, self.row, self.lang = context, row, lang
        self.network = str(row["network_id"])
        self._readings = tuple(row["curators_reading"])

    # ---- names and sources

    def actor(self, actor_id: str) -> str:
        """Name of an actor, or the words for none and not applicable."""
        if actor_id in (NONE, NOT_APPLICABLE):
            return message(f"case-state-{actor_id}", self.lang)
        return self.context.actor(actor_id, self.lang)

    def sources_of(self, *fields: str) -> tuple[str, ...]:
        """Return the sources that the card names for fields, or for the whole card (``card``)."""
        rows = self.context.table("network_sources", self.network)
        named = zip(rows["field"], rows["source_id"], strict=True)
        return tuple(dict.fromkeys(str(source) for field, source in named if field in fields))

    # ---- single fields

    def field(self, field: Field) -> Fact:
        """Return the line of a single field."""
        path = f"purpose.{self.lang}" if field.path == "purpose" else field.path
        value = self._cell(path)
        state = _state(value) if field.answer is not Answer.END or value is None else "known"
        words = self._words(field, value) if state == "known" else self._state_words(field, state)
        reading = state != "unknown" and {path, path.partition(".")[0]} & set(self._readings) != set()
        own = self.sources_of(path, path.partition(".")[0])
        if path == f"name.{path[-2:]}" and path[-2:] in self.row["name_translated"] and state == "known":
            words = f"{words} ({message('case-translated', self.lang)})"
        return Fact(
            key=field.key,
            section=message(f"case-section-{_SECTIONS[field.key[0]]}", self.lang),
            label=message(f"case-label-{field.path.replace('.', '-')}", self.lang),
            value=words,
            sources=own if state == "unknown" or reading or own else self.sources_of("card"),
            state=state,
            english=self._note(field),
            reading=reading,
            path=path,
            was=raw(value),
            answer=field.answer,
            choices=self.choices(field),
        )

    def _cell(self, path: str) -> Any:
        """Value of a field as the card has it, None for unknown."""
        if path == "ended":
            if known(self.row["ended"]):
                return int(self.row["ended"])
            return NONE if known(self.row["goes_on"]) and bool(self.row["goes_on"]) else None
        value = self.row[path.replace(".", "_")]
        return value if known(value) else None

    def _words(self, field: Field, value: Any) -> str:
        match field.answer:
            case Answer.WORD | Answer.WORDS if field.vocabulary is not None:
                name = field.vocabulary.__name__
                words = (value,) if isinstance(value, str) else value
                return ", ".join(label(str(word), self.lang, vocabulary=name) for word in words)
            case Answer.ACTOR:
                return self.actor(str(value))
            case Answer.NETWORK:
                return network_names(self.context.study.tables["networks"], self.lang).get(str(value), str(value))
            case Answer.COUNTRY:
                return country_name(str(value), self.lang)
            case Answer.END if value == NONE:
                return message("case-goes-on", self.lang)
        return str(value)

    def _state_words(self, field: Field, state: str) -> str:
        if field.answer is Answer.COUNTRY and state == NOT_APPLICABLE:
            return message("case-several-countries", self.lang)
        return message(f"case-state-{state}", self.lang)

    def _note(self, field: Field) -> str:
        note = self.row["theme_choice_note"] if field.path == "theme_choice" else None
        return str(note) if known(note) else ""

    def choices(self, field: Field) -> tuple[str, ...]:
        """Words that a corrected value of a field may take; empty where it is free."""
        words: list[str] = []
        if field.answer is Answer.WORD and field.vocabulary is not None:
            name = field.vocabulary.__name__
            words = [label(str(word), self.lang, vocabulary=name) for word in field.vocabulary]
        return (*words, *(message(f"case-state-{state}", self.lang) for state in field.states)) if words else ()

    # ---- entries of lists

    def entries(self) -> Iterator[Fact]:
        """Yield the lines of periods, bodies, counts, funding, themes, practices and claims."""
        words = {
            "periods": self._period,
            "bodies": self._body,
            "member_counts": self._count,
            "funding": self._funding,
            "themes": self._theme,
            "practices": self._practice,
        }
        sections = {"periods": "years", "bodies": "years", "member_counts": "counts"}
        for path, write in words.items():
            part = LISTS[path]
            for position, entry in enumerate(self._rows(path), start=1):
                title, value, english = write(entry)
                yield Fact(
                    key=f"{part.letter}{position}",
                    section=message(f"case-section-{sections.get(path, path)}", self.lang),
                    label=title,
                    value=value,
                    sources=(str(entry["source_id"]),),
                    english=english,
                    reading=path == "practices",
                    path=path,
                    was=signature(path, entry),
                    answer=part.answer,
                )
        yield from Claims(self.context, self.network, self.lang, self._claim_value).lines()

    def _rows(self, path: str) -> list[dict[str, Any]]:
        """Rows of a table about the network; of sizes only those that calculations use, where there are any."""
        frame = self.context.table(LISTS[path].table, self.network)
        if path == "member_counts" and frame["used"].fillna(False).any():
            frame = frame[frame["used"].fillna(False).to_numpy(dtype=bool)]
        if path == "themes":
            frame = frame.assign(_main=~frame["primary"].fillna(False)).sort_values("_main", kind="stable")
        if path in ("periods", "funding"):
            frame = frame.sort_values("from" if path == "periods" else "year", kind="stable")
        return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]

    def _period(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        years = years_words(entry["from"], entry["to"], self.lang) or message("case-state-unknown", self.lang)
        return message("case-label-periods", self.lang), years, str(entry["what"])

    def _body(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        words = [str(entry["name"]), *([str(entry["composition"])] if known(entry["composition"]) else [])]
        return message("case-label-bodies", self.lang), self._kinds(entry["kinds"]), ": ".join(words)

    def _count(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        size = stated_size(entry["n_low"], entry["n_high"], self.lang)
        if known(entry["year"]):
            size = message("case-count-year", self.lang, count=size, year=str(entry["year"]))
        if len(entry["roles"]):
            found = self.context.strata.members(self.network, entry["kinds"], entry["roles"])
            size = message("case-count-known", self.lang, count=size, known=len(found))
        return message("case-label-member_counts", self.lang), size, str(entry["of"])

    def _funding(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        parts = [self.actor(str(entry["payer"]))] if known(entry["payer"]) else []
        if years := years_words(entry["year"], entry["year_to"], self.lang, single=True):
            parts.append(years)
        if known(entry["amount"]):
            parts.append(f"{number(round(entry['amount']), self.lang)}{_NBSP}{raw(entry['currency'])}".rstrip())
        if known(entry["share"]):
            parts.append(message("case-share", self.lang, share=percent(entry["share"], self.lang)))
        if known(entry["staff_years"]):
            parts.append(message("case-staff-years", self.lang, years=float(entry["staff_years"])))
        if not known(entry["amount"]) and not known(entry["staff_years"]) and not known(entry["share"]):
            parts.append(message("case-sum-unknown", self.lang))
        english = [str(entry[name]) for name in ("payer_kind", "fee_rule") if known(entry[name])]
        return label(FundingKind(entry["kind"]), self.lang), ", ".join(parts), "; ".join(english)

    def _theme(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        words = theme_names(self.context.study.tables["themes"], self.lang)[str(entry["theme_id"])]
        if known(entry["primary"]) and entry["primary"]:
            words = f"{words} ({message('case-main-theme', self.lang)})"
        return message("case-label-themes", self.lang), words, ""

    def _practice(self, entry: dict[str, Any]) -> tuple[str, str, str]:
        return label(PracticeKind(entry["kind"]), self.lang), str(entry[f"text_{self.lang}"]), ""

    def _kinds(self, kinds: Any) -> str:
        return ", ".join(label(str(kind), self.lang, vocabulary=Kind.__name__) for kind in kinds)

    def _claim_value(self, field: str, value: str) -> str:
        """Words for the value that a source gives for a field."""
        for item in FIELDS:
            if item.path == field:
                if value in (NONE, NOT_APPLICABLE) and item.answer is not Answer.END:
                    return self._state_words(item, value)
                if item.answer in (Answer.WORD, Answer.WORDS):
                    return value
                return self._words(item, value)
        return value


def _state(value: Any) -> FactState:
    if value is None:
        return "unknown"
    if value == NONE:
        return "none"
    return "not-applicable" if value == NOT_APPLICABLE else "known"


def country_name(code: str, lang: str) -> str:
    """Return the name of a country, or its code where it has no name here.

    Examples
    --------
    >>> country_name("SE", "fi"), country_name("PT", "fi")
    ('Ruotsi', 'PT')
    """
    key = f"case-country-{code}"
    return message(key, lang) if key in message_keys() else code


def years_words(first: Any, last: Any, lang: str, *, single: bool = False) -> str:
    """Write a span of years; empty where none is known.

    Parameters
    ----------
    first, last : int or missing
        Ends of the span.
    lang : {"fi", "sv", "en"}
        Language.
    single : bool
        Write a lone first year as that year, not as an open beginning.

    Examples
    --------
    >>> years_words(2016, 2018, "en"), years_words(2016, None, "en"), years_words(None, None, "en")
    ('2016–2018', 'from 2016', '')
    """
    start, end = raw(first), raw(last)
    if start and end:
        return start if start == end else f"{start}–{end}"
    if start:
        return start if single else message("case-years-open", lang, year=start)
    return message("case-years-until", lang, year=end) if end else ""
