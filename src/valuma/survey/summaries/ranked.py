"""Motives, benefits, opportunities, obstacles, forums: how many name each, among all and by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.numbers import amounts, ticks
from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.estimating import means, shares, shares_of_block
from valuma.survey.summaries.groups import KIND, REGION, TIER, Groups, first_known, groups
from valuma.survey.summaries.remembered import remembered

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Roles whose items can be ranked, in the order in which they are shown.
RANKED = (
    str(SurveyRole.FORUM_NEED),
    str(SurveyRole.MOTIVE),
    str(SurveyRole.BENEFIT),
    str(SurveyRole.OPPORTUNITY),
    str(SurveyRole.OBSTACLE),
)
SHARE, MEAN = "share", "mean"
_FIRST = ["role", "block", "measure", "item", "code", "group"]


@remembered
def ranked(survey: Survey, *, by: str | None = None, roles: Sequence[str] | None = None) -> Summary:
    """Return how many name each motive, benefit, opportunity and obstacle, or how strongly.

    Parameters
    ----------
    survey : Survey
        With variables of these roles.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options; by default the first of tier, kind and
        region that is known.
    roles : sequence of str, optional
        Some of `RANKED`; by default motives, benefits, opportunities and obstacles that were asked about.

    Returns
    -------
    Summary
        Columns ``role``, ``block``, ``measure`` (``share`` of those who named it, or ``mean`` of the scale), ``item``
        (variable), ``code`` (the option, where each was a first, second … choice), ``group``, ``n``, ``base``,
        ``estimate``, ``low``, ``high``, ``shown``, ``why``; within a question what is named most stands first.

    Raises
    ------
    ValumaError
        A role that cannot be ranked, none of them was asked about, nobody answered, or the groups are not known.
    """
    about = About.of(survey)
    wanted = RANKED[1:] if roles is None else tuple(roles)
    for role in wanted:
        if role not in RANKED:
            raise ValumaError(f"{role!r} cannot be ranked; {nearest(role, RANKED) or ', '.join(RANKED)}")
    if not any(survey.codebook.of_role(role) for role in wanted):
        raise ValumaError(f"survey {survey.id!r} has no question with the role {' or '.join(map(repr, wanted))}")
    divided = groups(survey, by or first_known(survey, (TIER, KIND, REGION)))
    parts = [_in_order(frame, divided) for role in wanted for frame in _questions(survey, role, divided)]
    return Summary(about, pd.concat(parts, ignore_index=True)[[*_FIRST, *_others(parts[0])]], divided.by)


def _others(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame if name not in (*_FIRST, "value")]


def _questions(survey: Survey, role: str, divided: Groups) -> Iterator[pd.DataFrame]:
    """Yield the estimates of each question with a role: choices as they were asked, ticks apart from scales."""
    left = [variable.name for variable in survey.codebook.of_role(role) if variable.kind != "text"]
    for block in survey.blocks:
        here = [item for item in block.items if item in left]
        if here and block.kind == "multiple-categories":
            frame = shares_of_block(survey, block.name, divided)
            # The name of a block stands for all its choices; its first variable has their words.
            yield frame.assign(role=role, block=block.name, measure=SHARE, code=frame["value"], item=here[0])
            left = [item for item in left if item not in here]
    ticked: dict[str, pd.Series] = {}
    graded: dict[str, pd.Series] = {}
    for name in left:
        marks = ticks(survey, name)
        values = amounts(survey, name) if marks is None else marks
        if values.notna().any():
            (graded if marks is None else ticked)[name] = values
    if ticked:
        frame = shares(survey, ticked, divided, role=role)
        yield _of(survey, frame[frame["value"] == 1.0], role, SHARE)
    if graded:
        yield _of(survey, means(survey, graded, divided, role=role), role, MEAN)


def _of(survey: Survey, frame: pd.DataFrame, role: str, measure: str) -> pd.DataFrame:
    blocks = {item: block.name for block in survey.blocks for item in block.items}
    return frame.assign(role=role, block=frame["item"].map(blocks).fillna(""), measure=measure, code=float("nan"))


def _in_order(frame: pd.DataFrame, divided: Groups) -> pd.DataFrame:
    """Put what is named most first, and all respondents before their groups."""
    option = frame["item"].astype(str) + " " + frame["code"].map("{:g}".format)
    everybody = frame["group"] == ""
    order = frame[everybody].assign(option=option).sort_values("estimate", ascending=False, kind="stable")
    places = {name: place for place, name in enumerate(order["option"])}
    groups_at = {name: place for place, name in enumerate(("", *divided.order))}
    at = pd.DataFrame({"option": option.map(places), "group": frame["group"].map(groups_at)})
    return frame.loc[at.sort_values(["option", "group"], kind="stable").index]
