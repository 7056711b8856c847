"""What the words of a question suggest that it is for the study; a guess, never more than a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuma.schema.vocabularies import SurveyRole

if TYPE_CHECKING:
    from valuma.survey.blocks import Block
    from valuma.survey.codebook import Variable

#: The first that fits holds, so that narrow words stand before wide ones.
_WORDS: tuple[tuple[SurveyRole, str], ...] = (
    (SurveyRole.CONSENT, r"suostu\w+|samtycke\w*|consent\w*"),
    (
        SurveyRole.RESPONDENT_ROLE,
        r"vastaajan (?:asema|rooli|tehtävä)|(?:din|er) (?:roll|ställning)|your (?:role|position)",
    ),
    (SurveyRole.WILLINGNESS_TO_PAY, r"maksuhalukkuu\w+|valmi\w* maksamaan|betalningsvilja|willing(?:ness)? to pay"),
    (SurveyRole.STAFF_DAYS, r"henkilötyö\w+|työpanos\w*|arbetsinsats\w*|persondag\w*|staff (?:time|days)|working days"),
    (SurveyRole.COMMITMENT, r"sitoutu\w+|åtagande\w*|långsiktig\w*|commitment|commit"),
    (SurveyRole.STATE_ROLE, r"valtion rooli\w*|statens roll|role of the state|state's role"),
    (SurveyRole.FORUM_NEED, r"foorumi\w*|forum\w*"),
    (SurveyRole.OBSTACLE, r"este\w*|esteet|hinder\w*|obstacle\w*|barrier\w*"),
    (SurveyRole.MOTIVE, r"motiiv\w*|syyt? osallistua|motiv\w*|motive\w*"),
    (SurveyRole.BENEFIT, r"hyöty\w*|hyödyt|nytta\w*|benefit\w*"),
    (SurveyRole.OPPORTUNITY, r"mahdollisuu\w+|möjlighet\w*|opportunit\w+"),
    (SurveyRole.INTEREST, r"kiinnost\w+|intress\w+|interest\w*"),
    (SurveyRole.MEMBERSHIP, r"jäsen\w*|osallistu\w* verkosto\w*|mukana verkosto\w*|medlem\w*|member\w*"),
    (SurveyRole.COOPERATION, r"yhteistyö\w*|samarbet\w*|cooperat\w+|collaborat\w+"),
    (SurveyRole.GRADE, r"kouluarvosan\w*|skolvitsord\w*|school grade\w*"),
    (SurveyRole.ORGANISATION, r"organisaatio\w*|organisation\w*|organization\w*"),
    (SurveyRole.REGION, r"maakun\w+|landskap\w*|region"),
    (SurveyRole.MUNICIPALITY, r"kunta|kunnan nimi|kommun\w*|municipality"),
    (SurveyRole.LANGUAGE, r"vastauskieli|svarsspråk|startlanguage"),
    (SurveyRole.WEIGHT, r"painomuuttuja|painokerroin|korotuspaino|analyysipaino|viktvariabel|viktkoefficient"),
)
_PATTERNS = [(role, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for role, words in _WORDS]
#: Ways to reach a person, which are no open answers.
_CONTACT = re.compile(r"e-?mail|s(?:ä|a)hk(?:ö|o)post|e-?post|puhelin|telefon|phone", re.IGNORECASE)
_OF_TEXT = (SurveyRole.ORGANISATION, SurveyRole.MUNICIPALITY, SurveyRole.REGION, SurveyRole.LANGUAGE)


def role_hint(variable: Variable, block: Block | None = None) -> str:
    """Return the role that the words of a question suggest.

    Parameters
    ----------
    variable : Variable
        Its label, in Finnish, Swedish or English, is looked at, then its name.
    block : Block, optional
        The question that it is part of; its label is looked at first.

    Returns
    -------
    str
        A word of `SurveyRole`; empty where nothing is suggested.

    Examples
    --------
    >>> from valuma.survey import Variable
    >>> role_hint(Variable("q7", "Yhteistyön esteet")), role_hint(Variable("q8", "Muita terveisiä", "text"))
    ('obstacle', 'open-text')
    """
    for words in (block.label if block is not None else "", variable.label, variable.name):
        for role, pattern in _PATTERNS:
            if pattern.search(words) and _may_be(role, variable):
                return str(role)
    contact = any(_CONTACT.search(words) for words in (variable.label, variable.name))
    return str(SurveyRole.OPEN_TEXT) if variable.kind == "text" and not contact else ""


def _may_be(role: SurveyRole, variable: Variable) -> bool:
    """Say whether a variable of its kind can have a role."""
    if variable.kind == "text":
        return role in _OF_TEXT
    if role is SurveyRole.WEIGHT:
        return variable.kind == "numeric" and not variable.codes
    return variable.kind != "date" and role is not SurveyRole.ORGANISATION
