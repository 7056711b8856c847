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
    row = profile.loc[[network]].iloc[0] if network in profile.index else None
    measured = (
        [] if row is None else [(row, name) for name in _MEASURES if row[f"{name}_state"] == ResultState.MEASURED]
    )
    bounded = any(_bounded(row, name) for row, name in measured)
    members = 0 if row is None else int(row["members"])
    known = _known(context.lists.loc[[network]].iloc[0], lang, members, bounded=bounded)
    return known, *(_measured(row, name, lang) for row, name in measured)


def _known(found: pd.Series, lang: str, members: int, *, bounded: bool) -> Number:
    size = (
        ""
        if pd.isna(found["known"])
        else known_of_stated(found["known"], found["stated_low"], found["stated_high"], lang)
    )
    if found["state"] != ListState.NOT_STATED:
        name = "whole" if found["state"] == ListState.NEARLY_WHOLE else "part-bounds" if bounded else "part"
        words = message(f"case-number-{name}", lang)
    elif size:
        words = message("case-number-counts-of-part", lang, n=members)
    else:
        size = known_of_stated(members, None, None, lang)
        words = message("completeness-unknown", lang, known=members)
    return Number(message("case-number-known", lang), size, words)


def _bounded(row: pd.Series, name: str) -> bool:
    """Whether a measure of the members is given as bounds; the themes of a network do not rest on its members."""
    return name != "themes_span" and row["shown"] == "bounds" and pd.notna(row[f"{name}_low"])


def _measured(row: pd.Series, name: str, lang: str) -> Number:
    about = sentence(name, lang)
    words = about.how_to_read
    if name == "themes_span":
        value = number(row[name], lang, 1)
    elif _bounded(row, name):
        value = interval(row[f"{name}_low"], row[f"{name}_high"], lang, 2)
        kind = "bounds" if "–" in value else "equal-bounds"
        words = f"{words} {message(f'case-number-{kind}', lang, known=number(row[name], lang, 2))}"
    else:
        value = number(row[name], lang, 2)
        if row["shown"] != "value":
            words = f"{words} {message('case-number-of-known', lang)}"
    return Number(about.label[0].upper() + about.label[1:], value, words)
