"""Willingness to pay: how many would pay at least each amount of the payment card, by group and fee rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.numbers import amounts
from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.estimating import shares
from valuma.survey.summaries.groups import KIND, REGION, TIER, Groups, first_known, groups
from valuma.survey.summaries.interest import CANNOT_SAY, cannot_say
from valuma.survey.summaries.remembered import remembered

if TYPE_CHECKING:
    from valuma.survey.codebook import Variable
    from valuma.survey.survey import Survey

AT_LEAST = "at-least"
#: Most steps of a card; a question with more different amounts was asked without one.
_MOST_STEPS = 12
#: Respondents of the smallest group that is looked at when steps are chosen, and for how many there is one step more.
_LEAST, _PER_STEP, _FEWEST = 10, 12, 3
#: Part of the answers that the steps divide among them; the rest lies below the lowest one.
_NAMED = 0.93
_STEPS = tuple(float(step) * 10**power for power in range(7) for step in (1, 2, 5))


@remembered
def willingness(survey: Survey, *, by: str | None = None, steps: Sequence[float] | None = None) -> Summary:
    """Return the share of respondents whose organisation would pay at least each amount.

    Parameters
    ----------
    survey : Survey
        With variables of the role ``willingness-to-pay``, one a fee rule.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options, never one that names bodies; by default the
        first of kind, tier and region that is known.
    steps : sequence of float, optional
        Amounts of the card at which groups are shown; by default three, or more where groups are large, that cut the
        answers of all into parts of about one size: few steps keep the numbers of small groups above the threshold.
        All respondents are shown at every step.

    Returns
    -------
    Summary
        Columns ``part`` (``at-least`` or ``cannot-say``), ``item``, ``fee_rule``, ``unit``, ``group``, ``amount``,
        ``n``, ``base``, ``estimate``, ``low``, ``high``, ``shown``, ``why``. The base of every share are all who
        answered, with those who cannot say or have no mandate to.

    Raises
    ------
    ValumaError
        No variable has the role, nobody answered, the groups are not known, or they are single bodies.

    Notes
    -----
    What respondents state binds nobody. "Cannot say" is an answer of its own: neither nothing nor missing. A share of
    nobody or of everybody in a group would tell the answer of each of its members, and is not shown.
    """
    about = About.of(survey)
    role = str(SurveyRole.WILLINGNESS_TO_PAY)
    variables = survey.codebook.of_role(role)
    if not variables:
        raise ValumaError(f"survey {survey.id!r} has no question with the role 'willingness-to-pay'")
    by = by or first_known(survey, (KIND, TIER, REGION))
    naming = (str(SurveyRole.RESPONDENT), str(SurveyRole.ORGANISATION))
    refused = {survey.settings.respondent, survey.settings.organisation, *naming}
    if by in refused or (by in survey.codebook and survey.codebook[by].role in naming):
        raise ValumaError(f"willingness to pay is never shown by named body; choose kind, tier or region, not {by!r}")
    divided = groups(survey, by)
    cards = {variable.name: _steps(variable, amounts(survey, variable.name)) for variable in variables}
    chosen = tuple(steps) if steps is not None else _coarse(survey, cards, divided)
    coarse = {name: [step for step in card if step in chosen] for name, card in cards.items()}
    if not any(coarse.values()):
        raise ValumaError(f"no amount of the card of {survey.id!r} is chosen; there are {_listed(cards)}")
    everybody, by_group = _reached(survey, cards, None), _reached(survey, coarse, divided)
    by_group = without_all_or_none(by_group[by_group["group"] != ""])
    frame = pd.concat([everybody, by_group], ignore_index=True)
    about_item = {variable.name: variable.about for variable in variables}
    frame["fee_rule"] = [about_item[name].get("fee_rule", "") or name for name in frame["item"]]
    frame["unit"] = [about_item[name].get("unit", "") for name in frame["item"]]
    first = ["part", "item", "fee_rule", "unit", "group", "amount"]
    return Summary(about, frame[[*first, *(str(name) for name in frame if name not in first)]], divided.by)


def _reached(survey: Survey, cards: Mapping[str, Sequence[float]], divided: Groups | None) -> pd.DataFrame:
    """Return who would pay at least each step of each card, and who cannot say.

    The steps of one rule hold each other, and their names say so: what differs between two of them is protected, too.
    """
    columns: dict[str, pd.Series] = {}
    meaning: dict[str, tuple[str, float]] = {}
    for name, card in cards.items():
        values, unsure = amounts(survey, name), cannot_say(survey, name)
        # Step 0 are all who named an amount, be it nothing.
        columns[f"{name} 0"], meaning[f"{name} 0"] = 1.0 - unsure, (name, 0.0)
        for step in card:
            columns[f"{name} {step:g}"] = (values >= step).astype(float).where(unsure.notna())
            meaning[f"{name} {step:g}"] = (name, step)
    frame = shares(survey, columns, divided, role=str(SurveyRole.WILLINGNESS_TO_PAY))
    step_of = frame["item"].map({key: step for key, (_, step) in meaning.items()})
    unsure_rows, reached = (step_of == 0.0) & (frame["value"] == 0.0), (step_of > 0.0) & (frame["value"] == 1.0)
    frame = frame.assign(
        part=unsure_rows.map({True: CANNOT_SAY, False: AT_LEAST}),
        amount=step_of.where(reached),
        item=frame["item"].map({key: name for key, (name, _) in meaning.items()}),
    )
    return frame[unsure_rows | reached].drop(columns="value").reset_index(drop=True)


def without_all_or_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Hide shares of groups that are nobody or everybody: they would tell what each member answered.

    Parameters
    ----------
    frame : DataFrame
        Released rows of groups: ``estimate``, ``shown``, ``why`` and the numbers beside it.

    Returns
    -------
    DataFrame
        Such rows hold no number. Their reason is that of too few persons, as it is where one or two stand on a side:
        a reason of their own would say what is hidden.
    """
    all_or_none = frame["shown"] & frame["estimate"].notna() & ~frame["estimate"].between(1e-9, 1 - 1e-9)
    numbers = ["n", "base", "organisations", "estimate", "low", "high"]
    hidden = frame.assign(
        shown=frame["shown"] & ~all_or_none, why=frame["why"].astype(object).mask(all_or_none, "few persons")
    )
    hidden[numbers] = hidden[numbers].mask(all_or_none)
    return hidden


def _coarse(survey: Survey, cards: Mapping[str, Sequence[float]], divided: Groups) -> tuple[float, ...]:
    """Return amounts of the card that cut the answers of all, under all rules, into parts of about one size.

    The smaller the groups, the fewer: numbers that fall below the threshold are of no use to anybody.
    """
    found = pd.concat([amounts(survey, name) for name in cards]).dropna()
    steps = sorted({step for card in cards.values() for step in card})
    sizes = divided.of.value_counts()
    smallest = int(sizes[sizes >= _LEAST].min()) if (sizes >= _LEAST).any() else 0
    wanted = max(_FEWEST, smallest // _PER_STEP)
    if wanted >= len(steps):
        return tuple(steps)
    reach = {step: float((found >= step).mean()) for step in steps}
    parts = [_NAMED * (1 - place / (wanted + 1)) for place in range(1, wanted + 1)]
    return tuple(sorted({min(steps, key=lambda step: abs(reach[step] - part)) for part in parts}))


def _listed(cards: Mapping[str, Sequence[float]]) -> str:
    return ", ".join(f"{step:g}" for step in sorted({step for card in cards.values() for step in card})) or "none"


def _steps(variable: Variable, values: pd.Series) -> list[float]:
    """Return the amounts above nothing on the card; round ones where it was asked without a card."""
    if variable.amounts:
        card = {float(value) for code, value in variable.amounts.items() if variable.rule(code) is None}
        return sorted(step for step in card if step > 0)
    there = sorted({float(value) for value in values.dropna() if value > 0})
    if len(there) <= _MOST_STEPS:
        return there
    return [step for step in _STEPS if there[0] <= step <= there[-1]]
