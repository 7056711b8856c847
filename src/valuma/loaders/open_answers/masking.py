"""Personal data in open answers: taken out sentence by sentence, with a mark where something stood."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from valuma.survey.personal_data import has_form_of_name, is_person, without_personal_data

#: What stands where something was taken out.
MARK = "[…]"
#: A personal identity code: day of birth, sign of the century, number, check letter.
_IDENTITY_CODE = re.compile(r"\b[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b")
#: What stands between sentences.
_BETWEEN = re.compile(r"((?<=[.!?])\s+|\n+)")
_SHORTEST = 4


class Masked(NamedTuple):
    """A text for coders.

    Parameters
    ----------
    text : str
        Without the personal data that was found.
    taken_out : tuple of str
        Sorts of what was taken out: "an e-mail address", "the name of a person", "a personal identity code", "the
        respondent's organisation" ….
    doubt : str
        What a person should look at; empty where there is nothing.
    """

    text: str
    taken_out: tuple[str, ...] = ()
    doubt: str = ""


def masked(text: str, own: Collection[str] = (), known: Collection[str] = ()) -> Masked:
    """Take personal data and the respondent's own organisation out of an open answer.

    Parameters
    ----------
    text : str
        The answer.
    own : collection of str
        What the respondent wrote as organisation, and other words that tell who it is.
    known : collection of str
        Names that are not persons, case-folded: places, networks.

    Returns
    -------
    Masked
        The answer with ``[…]`` where something was taken out; sentences without a finding are as they were.

    Notes
    -----
    What is recognised is that of `valuma.survey.personal_data.without_personal_data`. The organisation is found as it
    was written in the answer to the question on it, not in other forms of the word. A text is never safe because
    nothing was found in it: who exports looks at the doubts, and the sheets stay with those who code.

    Examples
    --------
    >>> masked("Aika ei riitä. Soittakaa: 040 123 4567!")
    Masked(text='Aika ei riitä. Soittakaa: […]', taken_out=('a phone number',), doubt='')
    """
    taken: dict[str, None] = {}
    rest, codes = _IDENTITY_CODE.subn(MARK, text)
    if codes:
        taken["a personal identity code"] = None
    for name in sorted({one.strip() for one in own if len(one.strip()) >= _SHORTEST}, key=len, reverse=True):
        rest, times = re.subn(rf"\b{re.escape(name)}\b", MARK, rest, flags=re.IGNORECASE)
        if times:
            taken["the respondent's organisation"] = None
    if is_person(rest):
        return Masked(MARK, (*taken, "the name of a person"))
    rest = "".join(_sentence(part, known, taken) for part in _BETWEEN.split(rest)).strip()
    doubt = "may be the name of a person" if not taken and has_form_of_name(rest) else ""
    return Masked(rest, tuple(taken), doubt)


def _sentence(sentence: str, known: Collection[str], taken: dict[str, None]) -> str:
    """Return one sentence without personal data; marked where some was taken out of it."""
    cleaned = without_personal_data(sentence, known)
    if not cleaned.taken_out:
        return sentence
    taken.update(dict.fromkeys(cleaned.taken_out))
    return " ".join(part for part in (cleaned.text.rstrip(".!? "), MARK) if part)
