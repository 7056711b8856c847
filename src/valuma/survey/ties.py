"""Ties in answers: interests, memberships and cooperation of the organisations that respondents answer for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Role, SurveyRole
from valuma.survey.codebook import Variable
from valuma.survey.gathered import Told, gathered, joined
from valuma.survey.load_report import Remark
from valuma.survey.naming import named_partners
from valuma.survey.numbers import scaled, ticks
from valuma.survey.one_form import one_form_each, remark_on_second_forms
from valuma.survey.people import OFFICIALS, SAMPLED, openness, people

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

Respondents = Literal["officials", "all"]
#: Roles whose answers become rows of a study.
TIE_ROLES = (SurveyRole.INTEREST, SurveyRole.MEMBERSHIP, SurveyRole.COOPERATION)
_ROLES = frozenset(map(str, Role))
#: Columns of what is told, a row a respondent and target.
_TOLD = ("respondent", "organisation", "target", "value", "item", "openness")


@dataclass(frozen=True)
class SurveyTies:
    """Rows that the answers of one survey make, one an organisation and what it is tied to.

    Parameters
    ----------
    interests, memberships, cooperation : DataFrame
        Columns of their contracts, and ``item``: the variables behind the row.
    remarks : tuple of Remark
        Answers that made no row, counted, with the reason.
    """

    interests: pd.DataFrame
    memberships: pd.DataFrame
    cooperation: pd.DataFrame
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Rows by table, those tables alone that have any."""
        frames = {name: getattr(self, name) for name in ("interests", "memberships", "cooperation")}
        return {name: frame for name, frame in frames.items() if len(frame)}


def ties(
    survey: Survey, links: pd.DataFrame | pd.Series | None = None, *, respondents: Respondents = "officials"
) -> SurveyTies:
    """Turn answers that have a role into ties of organisations.

    Parameters
    ----------
    survey : Survey
        With answers; variables with the roles ``interest``, ``membership`` or ``cooperation``.
    links : DataFrame or Series
        Which actor a name of an organisation means: of those who answer and of partners they name.
    respondents : {"officials", "all"}
        Whose answers count as interests where the survey asks for the position of respondents: those of officials and
        managers, or all.

    Returns
    -------
    SurveyTies

    Raises
    ------
    ValumaError
        The survey has no answers or no such variable; a scale cannot be read.

    Notes
    -----
    Several respondents of an organisation: interests and cooperation on a scale are the mean, with the lowest and
    highest answer kept; a membership or a partner that anyone names is one. Several items on the same theme or
    partner are first averaged within a respondent. The standard error of an interest is that of a mean of several
    respondents, and only of a survey that was sent to known people. Weights are not used: they are made for sums over
    organisations, not within one.
    """
    if not survey.answered:
        raise ValumaError(f"survey {survey.id!r} has no answers yet")
    if respondents not in ("officials", "all"):
        raise ValumaError(f"respondents is {respondents!r}; expected 'officials' or 'all'")
    if not any(survey.codebook.of_role(str(role)) for role in TIE_ROLES):
        roles = ", ".join(repr(str(role)) for role in TIE_ROLES)
        raise ValumaError(f"no variable of survey {survey.id!r} has a role that makes ties: {roles}")
    survey, remarks = one_form_each(survey), remark_on_second_forms(survey)
    who = people(survey, links)
    remarks += _unlinked(survey, who)
    interests = _interests(survey, who, respondents, remarks)
    memberships = _memberships(survey, who, remarks)
    cooperation = _cooperation(survey, who, links, remarks)
    return SurveyTies(interests, memberships, cooperation, tuple(remarks))


def _unlinked(survey: Survey, who: pd.DataFrame) -> list[Remark]:
    """Count respondents whose organisation is not known."""
    remarks = []
    silent, unknown = int((~who["named"]).sum()), int((who["named"] & who["organisation"].isna()).sum())
    if silent:
        what = f"{silent:,} of {len(who):,} respondents name no organisation"
        remarks.append(Remark("note", survey.id, what, "in no tie"))
    if unknown:
        what = f"{unknown:,} of {len(who):,} respondents name an organisation that is linked to no actor"
        remarks.append(Remark("warning", survey.id, what, "in no tie; link the names"))
    return remarks


def _interests(survey: Survey, who: pd.DataFrame, respondents: Respondents, remarks: list[Remark]) -> pd.DataFrame:
    told: list[Told] = []
    speaks = pd.Series(True, index=who.index)
    if respondents == "officials" and survey.codebook.of_role(str(SurveyRole.RESPONDENT_ROLE)):
        speaks = who["position"].isin(OFFICIALS)
    for variable in _with(survey, SurveyRole.INTEREST, "theme", remarks):
        told.append(Told(variable.name, variable.about["theme"], scaled(survey, variable.name)))
    rows = _rows(survey, who, told)
    left = rows[~rows["respondent"].map(speaks).astype(bool)]
    if len(left):
        people_left, only = left["respondent"].nunique(), set(left["organisation"])
        only -= set(rows.loc[~rows.index.isin(left.index), "organisation"])
        what = f"interests told by {people_left:,} respondents who are not said to be officials or managers"
        done = f"not counted; {len(only):,} organisations have no other answers" if only else "not counted"
        remarks.append(Remark("note", survey.id, what, done))
    frame = gathered(joined(rows.drop(left.index)), errors=survey.settings.sample in SAMPLED)
    return frame.rename(columns={"organisation": "actor_id", "target": "theme_id", "value": "strength"})


def _memberships(survey: Survey, who: pd.DataFrame, remarks: list[Remark]) -> pd.DataFrame:
    told: list[Told] = []
    for variable in survey.codebook.of_role(str(SurveyRole.MEMBERSHIP)):
        role = variable.about.get("membership_role") or str(Role.MEMBER)
        network = variable.about.get("network")
        if network:
            told += _roles_told(survey, variable, network, role, remarks)
        elif variable.words:
            codes = survey.codes(variable.name)
            for code, named in variable.words.items():
                told.append(Told(variable.name, (named, role), (codes == code).astype(float)))
        else:
            what = "a membership without the network that is meant"
            remarks.append(
                Remark("warning", f"{survey.id}, {variable.name}", what, "in no tie; name it in survey.toml")
            )
    rows = _rows(survey, who, told)
    frame = gathered(rows[rows["value"] > 0], any_of=True)
    pairs = frame.pop("target")
    frame["network_id"], frame["role"] = pairs.str[0], pairs.str[1]
    frame = frame.drop(columns=["value", "low", "high", "standard_error"]).rename(columns={"organisation": "actor_id"})
    return frame.assign(observed_year=survey.settings.year, n_answers=frame["n_answers"].astype("Int64"))


def _roles_told(survey: Survey, variable: Variable, network: str, role: str, remarks: list[Remark]) -> Sequence[Told]:
    """Return who takes part in one network: by a tick, or by answers that stand for roles."""
    codes = survey.codes(variable.name)
    roles = {code: word for code, word in variable.words.items() if word in _ROLES}
    if roles:
        return [Told(variable.name, (network, word), (codes == code).astype(float)) for code, word in roles.items()]
    ticked = ticks(survey, variable.name)
    if ticked is None:
        what = "answers of which none is known to mean membership"
        done = "in no tie; give the answers the word of a role in survey.toml"
        remarks.append(Remark("warning", f"{survey.id}, {variable.name}", what, done))
        return []
    return [Told(variable.name, (network, role), ticked)]


def _cooperation(
    survey: Survey, who: pd.DataFrame, links: pd.DataFrame | pd.Series | None, remarks: list[Remark]
) -> pd.DataFrame:
    told: list[Told] = []
    anyone: list[Told] = []
    for variable in survey.codebook.of_role(str(SurveyRole.COOPERATION)):
        name, partner = variable.name, variable.about.get("partner")
        if partner:
            ticked = None if variable.amounts else ticks(survey, name)
            if ticked is None:
                told.append(Told(name, partner, scaled(survey, name)))
            else:
                anyone.append(Told(name, partner, ticked.where(ticked > 0)))
        elif variable.kind == "text":
            anyone += named_partners(survey, name, links, remarks)
        # Cooperation with a tier or a kind of organisation is an opinion of the respondent, not a tie.
    scales = gathered(joined(_rows(survey, who, told)))
    ticked_rows = gathered(_rows(survey, who, anyone), any_of=True)
    known = set(zip(scales["organisation"], scales["target"], strict=True))
    both = [pair in known for pair in zip(ticked_rows["organisation"], ticked_rows["target"], strict=True)]
    frame = pd.concat([scales, ticked_rows[[not one for one in both]]], ignore_index=True)
    own = frame["organisation"] == frame["target"]
    if own.any():
        what = f"{int(own.sum()):,} organisations name themselves as a partner"
        remarks.append(Remark("note", survey.id, what, "no tie"))
    frame = frame[~own].rename(columns={"organisation": "actor_id", "target": "partner_id", "value": "strength"})
    return frame.drop(columns="standard_error", errors="ignore").assign(directed=True).reset_index(drop=True)


def _with(survey: Survey, role: SurveyRole, key: str, remarks: list[Remark]) -> list[Variable]:
    """Return the variables of a role that say what they are about."""
    found = []
    for variable in survey.codebook.of_role(str(role)):
        if variable.about.get(key):
            found.append(variable)
        else:
            what = f"the role {str(role)!r} without a {key}"
            remarks.append(
                Remark("warning", f"{survey.id}, {variable.name}", what, "in no tie; name it in survey.toml")
            )
    return found


def _rows(survey: Survey, who: pd.DataFrame, told: Sequence[Told]) -> pd.DataFrame:
    """Return one row a respondent and item with a linked organisation and an answer."""
    open_to = openness(survey, list(dict.fromkeys(one.item for one in told)), who["consents"])
    organisations = who["organisation"].to_numpy(dtype=object)
    known = who["organisation"].notna().to_numpy()
    parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in _TOLD}
    for one in told:
        values = one.values.to_numpy(dtype=float)
        at = np.flatnonzero(~np.isnan(values) & known)
        target = np.empty(len(at), dtype=object)
        target[:] = (
            one.target.to_numpy(dtype=object)[at] if isinstance(one.target, pd.Series) else [one.target] * len(at)
        )
        item = np.full(len(at), one.item, dtype=object)
        openly = open_to[one.item].to_numpy()[at]
        cells = (who.index.to_numpy()[at], organisations[at], target, values[at], item, openly)
        for name, part in zip(_TOLD, cells, strict=True):
            parts[name].append(part)
    return pd.DataFrame({name: np.concatenate(cells) if cells else [] for name, cells in parts.items()})
