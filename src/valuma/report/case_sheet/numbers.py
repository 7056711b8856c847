"""A few numbers that were computed from the card of a network, each with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from valuma.metrics.states import ResultState
from valuma.study.member_lists import ListState
from valuma.texts import interval, known_of_stated, message, number, sentence

if TYPE_CHECKING:
    from valuma.report.case_sheet.context import CaseContext

#: Measures shown, in this order.
_MEASURES = ("tier_mix", "themes_span")


@dataclass(frozen=True, slots=True)
class Number:
    """A number computed from a card.

    Parameters
    ----------
    label, value, sentence : str
        What it is, the number, and how to read it.
    """

    label: str
    value: str
    sentence: str


def case_numbers(context: CaseContext, network: str, lang: str) -> tuple[Number, ...]:
    """Return the numbers that a case sheet shows.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    network, lang : str
        Network and language.

    Returns
    -------
    tuple of Number
        Members known and stated, the mix of tiers, the span of themes; what cannot be measured is left out.
    """
    profile = context.profile
    numbers = [_known(context.lists.loc[[network]].iloc[0], lang, profile, network)]
    for name in _MEASURES:
        found = _measured(profile.loc[[network]].iloc[0], name, lang) if network in profile.index else None
        if found is not None:
            numbers.append(found)
    return tuple(numbers)


def _known(found: pd.Series, lang: str, profile: pd.DataFrame, network: str) -> Number:
    size = (
        ""
        if pd.isna(found["known"])
        else known_of_stated(found["known"], found["stated_low"], found["stated_high"], lang)
    )
    members = int(profile["members"].loc[[network]].iloc[0]) if network in profile.index else 0
    if found["state"] != ListState.NOT_STATED:
        whole = found["state"] == ListState.NEARLY_WHOLE
        words = message("case-number-whole" if whole else "case-number-part", lang)
    elif size:
        words = message("counts-of-a-part", lang)
    else:
        size = known_of_stated(members, None, None, lang)
        words = message("completeness-unknown", lang, known=members)
    return Number(message("case-number-known", lang), size, words)


def _measured(row: pd.Series, name: str, lang: str) -> Number | None:
    if row[f"{name}_state"] != ResultState.MEASURED:
        return None
    about = sentence(name, lang)
    words = about.how_to_read
    if name == "themes_span":
        value = number(row[name], lang, 1)
    elif row["shown"] == "bounds" and pd.notna(row[f"{name}_low"]):
        value = interval(row[f"{name}_low"], row[f"{name}_high"], lang, 2)
        if "–" in value:
            words = f"{words} {message('case-number-bounds', lang)}"
    else:
        value = number(row[name], lang, 2)
        if row["shown"] != "value":
            words = f"{words} {message('case-number-of-known', lang)}"
    return Number(about.label[0].upper() + about.label[1:], value, words)
