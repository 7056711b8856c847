"""What is not known of a network, as plain questions to its coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.report.case_sheet.members import MemberLine
from valuma.report.case_sheet.record import Fact
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.case_sheet.context import CaseContext

#: Fields nobody is asked about where they are empty: most networks are a part of no other one.
_UNASKED = ("parent_network",)


def questions(
    context: CaseContext, network: str, facts: Sequence[Fact], members: Sequence[MemberLine], lang: str
) -> tuple[str, ...]:
    """Return what is not known of a network, as questions.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    network : str
        Network.
    facts, members : sequences
        Its lines; only those of `members` that count are members.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    tuple of str
        One question for each thing that is not known, after the key of its line, or the letter of its section.
    """
    asked = []
    for fact in facts:
        if fact.state == "unknown" and fact.path not in _UNASKED:
            name = "purpose" if fact.path.startswith("purpose.") else fact.path.replace(".", "-")
            asked.append(f"{fact.key} {message(f'case-ask-{name}', lang)}")
    found = {fact.path for fact in facts}
    lists = context.lists.loc[[network]].iloc[0]
    counted = any(line.counts for line in members)
    if not counted:
        asked.append(f"M {message('case-ask-no-members', lang)}")
    if "member_counts" not in found:
        asked.append(f"N {message('case-ask-no-count', lang)}")
    elif counted and pd.notna(lists["known"]) and pd.notna(lists["stated_low"]):
        missing = int(lists["stated_low"]) - int(lists["known"])
        if missing > 0:
            asked.append(f"M {message('case-ask-missing-members', lang, n=missing)}")
    if context.table("funding", network)["amount"].isna().all():
        asked.append(f"F {message('case-ask-no-sum', lang)}")
    if "themes" not in found:
        asked.append(f"T {message('case-ask-no-themes', lang)}")
    return tuple(asked)
