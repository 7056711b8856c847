"""Respondents: the organisation each answers for, what it is, whether it may be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Attribution, SurveyRole
from valuma.survey.estimates.strata import BETWEEN
from valuma.survey.numbers import ticks

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: How people came to answer where weights, rates and standard errors mean anything.
SAMPLED = ("invited", "census")
#: Positions in which a person speaks for the organisation.
OFFICIALS = frozenset(("official", "manager"))
#: Attributions from the closest to the most open.
ATTRIBUTIONS = (str(Attribution.AGGREGATE), str(Attribution.PSEUDONYMOUS), str(Attribution.NAMED))
#: Roles of items that consent covers: networks and partners, no opinions and no money.
OPENED_BY_CONSENT = (str(SurveyRole.MEMBERSHIP), str(SurveyRole.COOPERATION))
_WORDS_OF_CONSENT = frozenset(("yes", "named", "consent"))


def people(survey: Survey, links: pd.DataFrame | pd.Series | None = None) -> pd.DataFrame:
    """Return what is known of each respondent.

    Parameters
    ----------
    survey : Survey
        With or without answers.
    links : DataFrame or Series, optional
        Which actor a name of an organisation means, see `Survey.to_study`. Without it no organisation is known.

    Returns
    -------
    DataFrame
        Indexed as the answers: ``named`` (the answer names an organisation), ``organisation`` (its actor_id),
        ``position``, ``kind``, ``tier``, ``region`` (words of their vocabularies, or codes), ``consents``,
        ``weight`` (missing where anyone could answer), ``stratum``, ``token``. What a respondent was not asked is
        taken from the invitation.
    """
    settings, index = survey.settings, survey.answers.index
    organisation = organisation_variable(survey)
    written = names_in(survey, organisation) if organisation else pd.Series(np.nan, index=index, dtype=object)
    frame = pd.DataFrame({"named": written.notna(), "organisation": linked(written, links)}, index=index)
    frame["position"] = words(survey, SurveyRole.RESPONDENT_ROLE)
    for role in (SurveyRole.KIND, SurveyRole.TIER, SurveyRole.REGION):
        frame[str(role)] = words(survey, role)
    frame["consents"] = _consents(survey)
    weight = settings.weight if settings.sample in SAMPLED else ""
    frame["weight"] = survey.answers[weight].astype(float) if weight else np.nan
    frame["stratum"] = _strata(survey)
    token = settings.respondent or _name_of(survey, SurveyRole.RESPONDENT)
    frame["token"] = tokens(survey, token) if token else pd.Series(None, index=index, dtype=object)
    return _from_invitation(frame, survey.invited)


def organisation_variable(survey: Survey) -> str:
    """Return the variable that says for which organisation a respondent answers; empty where none does.

    The variable of the settings, else that of the role ``organisation``, else that of the role ``municipality``.
    """
    return (
        survey.settings.organisation
        or _name_of(survey, SurveyRole.ORGANISATION)
        or _name_of(survey, SurveyRole.MUNICIPALITY)
    )


def tokens(survey: Survey, name: str) -> pd.Series:
    """Return the tokens of respondents as text; a whole number has no decimals."""
    return survey.codes(name).astype(object).map(_token)


def _token(cell: object) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return _written(cell)


def _written(cell: object) -> str | None:
    """Return what is written in a cell, or None."""
    return None if pd.isna(cell) else str(cell).strip() or None  # type: ignore[call-overload]


def names_in(survey: Survey, name: str) -> pd.Series:
    """Return the texts of a variable without spaces around them; missing where nothing is written."""
    return survey.answers[name].astype(object).map(_written)


def link_table(links: pd.DataFrame | pd.Series | None) -> dict[str, str]:
    """Return the actor of each name; names without one are left out.

    Raises
    ------
    ValumaError
        The table has no columns ``answer`` and ``actor_id``.
    """
    if links is None:
        return {}
    if isinstance(links, pd.DataFrame):
        first = "answer" if "answer" in links.columns or "name" not in links.columns else "name"
        for column in (first, "actor_id"):
            if column not in links.columns:
                hint = nearest(column, map(str, links.columns))
                raise ValumaError(f"links have no column {column!r}" + (f"; {hint}" if hint else ""))
        links = links.set_index(first)["actor_id"]
    if not isinstance(links, pd.Series):
        raise ValumaError(f"links are a {type(links).__name__}; expected a table with answer and actor_id")
    known = links.dropna()
    return {str(answer).strip(): str(actor) for answer, actor in known.items() if str(actor).strip()}


def linked(names: pd.Series, links: pd.DataFrame | pd.Series | None) -> pd.Series:
    """Return the actor that each name means; missing where there is no name or no link."""
    return names.map(link_table(links)).astype(object)


def words(survey: Survey, role: SurveyRole) -> pd.Series:
    """Return the word of a vocabulary that each respondent's answer stands for; its code where it has no word."""
    name = _name_of(survey, role)
    if not name:
        return pd.Series(None, index=survey.answers.index, dtype=object)
    variable, codes = survey.codebook[name], survey.codes(name)

    def word(code: object) -> object:
        if pd.isna(code):  # type: ignore[call-overload]
            return None
        known = variable.words.get(code)  # type: ignore[call-overload]
        return known or (f"{code:g}" if isinstance(code, float) else str(code))

    return codes.astype(object).map(word)


def _name_of(survey: Survey, role: SurveyRole) -> str:
    found = survey.codebook.of_role(str(role))
    return found[0].name if found else ""


def _consents(survey: Survey) -> pd.Series:
    """Return whether each respondent agreed to be named; missing where nobody was asked."""
    name = _name_of(survey, SurveyRole.CONSENT)
    if not name:
        return pd.Series(np.nan, index=survey.answers.index, dtype=object)
    variable = survey.codebook[name]
    if variable.words:
        yes = {code for code, word in variable.words.items() if word.casefold() in _WORDS_OF_CONSENT}
        return survey.codes(name).isin(list(yes)).astype(object)
    ticked = ticks(survey, name)
    if ticked is None:
        raise ValumaError(f"{name}: which answer means consent is not known; give it the word 'yes' in survey.toml")
    return (ticked == 1.0).astype(object)


def _strata(survey: Survey) -> pd.Series:
    """Return the stratum of each respondent: the labels of its variables, joined as `estimates.strata` names them."""
    names = [name for name in survey.settings.strata if name in survey.codebook]
    if not names:
        return pd.Series(None, index=survey.answers.index, dtype=object)
    joined = pd.concat([survey.answers[name].astype(object).map(_token) for name in names], axis=1)
    whole = joined.notna().all(axis=1)
    return joined.fillna("").agg(BETWEEN.join, axis=1).where(whole, None).astype(object)


def _from_invitation(frame: pd.DataFrame, invited: pd.DataFrame | None) -> pd.DataFrame:
    """Fill what was not asked from the list of those who were invited."""
    if invited is None or "token" not in invited or not frame["token"].notna().any():
        return frame
    known = invited.drop_duplicates("token").set_index("token")
    for column in ("kind", "tier", "region", "stratum"):
        if column in known:
            told = frame["token"].map(known[column].dropna())
            frame[column] = frame[column].astype(object).where(frame[column].notna(), told)
    return frame


def openness(survey: Survey, names: list[str], consents: pd.Series) -> pd.DataFrame:
    """Return how openly each respondent's answer to each variable may be shown, as a place in `ATTRIBUTIONS`.

    Parameters
    ----------
    survey : Survey
        With answers.
    names : list of str
        Variables.
    consents : Series
        As in `people`.

    Notes
    -----
    What the codebook states for an item is the most that is allowed; where people were asked, a name needs their
    consent too. An item of which nothing is stated is aggregate, unless people were asked: consent is to networks
    and partners being named, so it opens memberships and cooperation, and never an opinion.
    """
    asked = bool(consents.notna().any())
    yes = consents.fillna(False).astype(bool)
    result = {}
    for name in names:
        variable = survey.codebook[name]
        stated, opened = variable.attribution, asked and variable.role in OPENED_BY_CONSENT
        most = ATTRIBUTIONS.index(stated) if stated else len(ATTRIBUTIONS) - 1 if opened else 0
        without = most if most < len(ATTRIBUTIONS) - 1 or not asked else 0
        result[name] = yes.map({True: most, False: without}) if asked else pd.Series(most, index=consents.index)
    return pd.DataFrame(result, index=consents.index)
