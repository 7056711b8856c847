"""A corrected value as a person wrote it → the value a card takes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from valuma.formats.workbook.reading import Cell
from valuma.loaders.corrections.fields import FIELDS, Answer, Field
from valuma.loaders.corrections.form import text_of
from valuma.loaders.linkage import known_names, link
from valuma.loaders.members.years import years_of
from valuma.schema.contract import FIRST_YEAR, LAST_YEAR
from valuma.schema.problems import nearest
from valuma.schema.vocabularies import NONE, NOT_APPLICABLE, Role
from valuma.survey.personal_data import without_personal_data
from valuma.texts import LANGUAGES, label, message, message_keys

if TYPE_CHECKING:
    from valuma.study.study import Study

_COUNTRY = "case-country-"
_MORE = re.compile(r"^(?:>|yli|över|more than|over|vähintään|minst|at least)\s*", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_CURRENCY = re.compile(r"^(.*?)\s*(€|[A-Z]{3})$|^(€|[A-Z]{3})\s*(.*)$")


class Refused(Exception):
    """A value that cannot be read: what was expected, and the nearest valid one."""

    def __init__(self, expected: str, hint: str = "") -> None:
        super().__init__(expected)
        self.expected, self.hint = expected, hint


class Unsure(Exception):
    """A name that may mean several organisations or none that is known: a person decides."""


@dataclass(frozen=True)
class Amount:
    """A sum of money and its currency; empty where it was not written."""

    value: float
    currency: str = ""


class Values:
    """Reads corrected values with the words and names of a study.

    Parameters
    ----------
    study : Study
        The study.
    at : date
        Day of the check, for names of organisations that have become others.
    """

    def __init__(self, study: Study, at: datetime.date) -> None:
        self.study, self.at = study, at

    def read(self, answer: Answer, cell: Cell, field: Field | None = None) -> Any:
        """Return the value of a cell.

        Parameters
        ----------
        answer : Answer
            How it is written.
        cell : Cell
            What was written.
        field : Field, optional
            Field of the card, for its vocabulary and states.

        Returns
        -------
        object
            As a card takes it; a pair for years and for a number or range, an `Amount` for a sum.

        Raises
        ------
        Refused
            The cell cannot be read.
        Unsure
            A name that does not lead to one organisation.
        """
        text = text_of(cell)
        if field is not None and (state := state_of(text)) in field.states:
            return state
        match answer:
            case Answer.TEXT:
                return self._text(text)
            case Answer.WORD:
                return word_of(text, _vocabulary(field))
            case Answer.WORDS:
                parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
                return list(dict.fromkeys(word_of(part, _vocabulary(field)) for part in parts))
            case Answer.YEAR:
                return _year(cell)
            case Answer.END:
                return self._end(cell)
            case Answer.ACTOR:
                return self.actor(text)
            case Answer.NETWORK:
                return self._network(text)
            case Answer.COUNTRY:
                several = {message("case-several-countries", lang).casefold() for lang in LANGUAGES}
                return NOT_APPLICABLE if text.casefold() in several else country_of(text)
            case Answer.YEARS:
                return years_pair(cell)
            case Answer.NUMBERS:
                return _numbers(text)
            case Answer.AMOUNT:
                return amount_of(cell)
        raise Refused("an answer of yes, no or do not know; write anything else as a remark")

    def _text(self, text: str) -> str:
        cleaned = without_personal_data(text)
        if cleaned.taken_out:
            raise Refused(f"a text without {' and '.join(cleaned.taken_out)}")
        return text

    def _end(self, cell: Cell) -> int | str:
        words = {message("case-goes-on", lang).casefold() for lang in LANGUAGES} | {NONE}
        if text_of(cell).casefold() in words:
            return NONE
        try:
            return _year(cell)
        except Refused as refused:
            goes_on = ", ".join(message("case-goes-on", lang) for lang in LANGUAGES)
            raise Refused(f"{refused.expected}, or one of: {goes_on}", nearest(text_of(cell), words)) from None

    def actor(self, text: str) -> str:
        """Return the actor that a name means.

        Raises
        ------
        Unsure
            The name does not lead to one actor.
        """
        if text in set(self.study.actors["actor_id"]):
            return text
        row = link([text], self._index(), at=self.at).frame.iloc[0]
        if row["band"] != "linked":
            raise Unsure(text)
        return str(row["actor_id"])

    def _index(self) -> Any:
        if not hasattr(self, "_names"):
            self._names = known_names(self.study)
        return self._names

    def _network(self, text: str) -> str:
        frame = self.study.networks
        names = {str(name): str(name) for name in frame["network_id"]}
        for lang in LANGUAGES:
            pairs = zip(frame[f"name_{lang}"], frame["network_id"], strict=True)
            names |= {str(name).casefold(): str(key) for name, key in pairs if isinstance(name, str)}
        if text.casefold() not in names:
            raise Refused("the name of a network of the study", nearest(text.casefold(), names))
        return names[text.casefold()]


def state_of(text: str) -> str:
    """Return the state that words stand for, in any language; empty where they stand for none.

    Examples
    --------
    >>> state_of("ei ole"), state_of("gäller inte detta nätverk"), state_of("Oulu")
    ('none', 'not-applicable', '')
    """
    for state in (NONE, NOT_APPLICABLE):
        words = {message(f"case-state-{state}", lang).casefold() for lang in LANGUAGES}
        if text.casefold() in words | {state, *(message(state, lang).casefold() for lang in LANGUAGES)}:
            return state
    return ""


def word_of(text: str, vocabulary: type[StrEnum]) -> str:
    """Return the word of a vocabulary that a label stands for, in any language.

    Raises
    ------
    Refused
        There is no such label.

    Examples
    --------
    >>> from valuma.schema.vocabularies import Governance
    >>> word_of("Valtion johtama", Governance), word_of("leds av staten", Governance)
    ('state-led', 'state-led')
    """
    words: dict[str, str] = {str(word): str(word) for word in vocabulary}
    for short in (True, False):
        for lang in LANGUAGES:
            words |= {label(word, lang, short=short).casefold(): str(word) for word in vocabulary}
    if text.casefold() not in words:
        raise Refused(
            " / ".join(label(word, LANGUAGES[0]) for word in vocabulary), nearest(text.casefold(), list(words))
        )
    return words[text.casefold()]


def role_of(text: str) -> str:
    """Return the role that a label stands for; `Refused` where there is none."""
    return word_of(text, Role)


def country_of(text: str) -> str:
    """Return the two-letter code of a country named in any language.

    Raises
    ------
    Refused
        The name is not known and no code.

    Examples
    --------
    >>> country_of("Ruotsi"), country_of("ee")
    ('SE', 'EE')
    """
    codes = [key.removeprefix(_COUNTRY) for key in message_keys() if key.startswith(_COUNTRY)]
    names = {message(f"{_COUNTRY}{code}", lang).casefold(): code for code in codes for lang in LANGUAGES}
    if text.casefold() in names:
        return names[text.casefold()]
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.upper()
    raise Refused(
        "the name of a country, its two-letter code, or: several countries", nearest(text.casefold(), list(names))
    )


def years_pair(cell: Cell) -> tuple[int | None, int | None]:
    """Return first and last year; `Refused` where the cell is not understood.

    Examples
    --------
    >>> years_pair("2016–2018"), years_pair("2016-"), years_pair(-2016)
    ((2016, 2018), (2016, None), (None, 2016))
    """
    # A spreadsheet takes -2018 for a number.
    found = years_of(f"–{-cell:g}" if isinstance(cell, int | float) and cell < 0 else cell)
    if found is None or found == (None, None):
        raise Refused("years such as 2016–2018, 2016– or –2018")
    return found


def amount_of(cell: Cell) -> Amount:
    """Return a sum of money.

    Examples
    --------
    >>> amount_of("120 000 €"), amount_of("1,250,000 SEK")
    (Amount(value=120000.0, currency='EUR'), Amount(value=1250000.0, currency='SEK'))
    >>> amount_of("99,5").value, amount_of(5000).value
    (99.5, 5000.0)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Amount(float(cell))
    text = text_of(cell)
    match = _CURRENCY.match(text)
    number = text if match is None else (match[1] if match[1] is not None else match[4])
    currency = "" if match is None else (match[2] or match[3])
    digits = _SPACES.sub("", number)
    digits = re.sub(r"[.,'](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        raise Refused("a sum such as 120 000 EUR")
    return Amount(float(digits), "EUR" if currency == "€" else currency)


def _vocabulary(field: Field | None) -> type[StrEnum]:
    if field is None or field.vocabulary is None:
        raise Refused("an answer of yes, no or do not know")
    return field.vocabulary


def _year(cell: Cell) -> int:
    found = years_of(cell)
    if found is None or found[0] is None or found[1] is not None or not FIRST_YEAR <= found[0] <= LAST_YEAR:
        raise Refused(f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return found[0]


def _numbers(text: str) -> tuple[int, int | None]:
    """Return the ends of a stated number; the upper one None for "more than"."""
    more = _MORE.match(text)
    parts = re.split(r"\s*[–—-]\s*", _SPACES.sub("", text[more.end() if more else 0 :]))
    if not all(re.fullmatch(r"\d+", part) for part in parts) or len(parts) > 2:
        raise Refused("a number or a range, such as 17, 15–20 or over 75")
    low, high = int(parts[0]), int(parts[-1])
    if high < low:
        raise Refused(f"a range that goes up, such as {high}–{low}")
    return low, None if more else high


#: Fields by path, for reading their values.
BY_PATH: Mapping[str, Field] = {field.path: field for field in FIELDS}
