"""One line of a case sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from valuma.loaders.corrections.fields import Answer

FactState = Literal["known", "unknown", "not-applicable", "none"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a case sheet.

    Parameters
    ----------
    key : str
        Short name of the line, the same in every language and in the correction form: ``A8``.
    section : str
        Heading under which it stands.
    label, value : str
        What it is about and what we have, in words of the language; `value` also says what is unknown, does
        not apply, or is not there.
    sources : tuple of str
        Source ids.
    state : {"known", "unknown", "not-applicable", "none"}
        Which of the states the value has.
    english : str
        Words of the card itself, which are English in every language; empty where there are none.
    reading : bool
        True for the curator's reading, which no source states.
    path, was : str
        Field of the card and what tells its value apart, for reading corrections back.
    answer : Answer
        How a corrected value is written.
    choices : tuple of str
        Words a corrected value may take; empty where it is free.
    """

    key: str
    section: str
    label: str
    value: str
    sources: tuple[str, ...] = ()
    state: FactState = "known"
    english: str = ""
    reading: bool = False
    path: str = ""
    was: str = ""
    answer: Answer = Answer.TEXT
    choices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Value and the card's own words in one line.

        Examples
        --------
        >>> Fact("C1", "Kaudet", "Kausi", "2021–2023", english="AKKE project").text
        '2021–2023 – AKKE project'
        """
        return " – ".join(part for part in (self.value, self.english) if part)
