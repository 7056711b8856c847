"""What is said of a survey beside every number: how people came to answer, how many did, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.survey.codebook import Codebook
from valuma.survey.estimates import design
from valuma.survey.estimates.result import is_sampled
from valuma.survey.response_rates import response
from valuma.survey.settings import SurveySettings
from valuma.survey.summaries.groups import ROLES, by_list

if TYPE_CHECKING:
    from valuma.survey.survey import Survey


@dataclass(frozen=True)
class About:
    """A survey without its answers.

    Parameters
    ----------
    settings : SurveySettings
        How it was sampled, who may be shown.
    codebook : Codebook
        Questions, answer options and their words.
    respondents : int
        Rows of answers.
    answered, invited : int, optional
        Invitations that were answered, of how many; None where that is not known.
    rate : float, optional
        Their ratio.
    weighted : bool
        Whether shares and means are weighted.
    questions : mapping of str to str
        The question that the items of a block share, by the block's name.
    listed : tuple of str
        Which of kind, tier and region the list of invitations knows.
    """

    settings: SurveySettings
    codebook: Codebook
    respondents: int
    answered: int | None
    invited: int | None
    rate: float | None
    weighted: bool
    questions: dict[str, str]
    listed: tuple[str, ...] = ()

    @classmethod
    def of(cls, survey: Survey) -> About:
        """Take from a survey what can be said of it.

        Raises
        ------
        ValumaError
            It was not answered yet.
        """
        if not survey.answered:
            raise ValumaError(f"survey {survey.id!r} has no answers yet: there is nothing to show of them")
        came = response(survey).iloc[0]
        known = bool(pd.notna(came["rate"]))
        return cls(
            survey.settings,
            survey.codebook,
            len(survey.answers),
            int(came["answered"]) if known else None,
            int(came["invited"]) if known else None,
            float(came["rate"]) if known else None,
            design(survey).weighted,
            {block.name: block.label for block in survey.blocks},
            tuple(role for role in ROLES if by_list(survey, role)),
        )

    @property
    def sampled(self) -> bool:
        """Whether standard errors and rates mean anything."""
        return is_sampled(self.settings.sample)


@dataclass(frozen=True)
class Summary:
    """Numbers of a survey that may leave, with what has to be said of them.

    Parameters
    ----------
    about : About
        The survey.
    frame : DataFrame
        One row a number. Every one has ``group`` (a word of a vocabulary or a code; empty for all respondents),
        ``estimate``, ``low`` and ``high`` (missing where the survey is no sample), ``n``, ``base``, ``shown`` and
        ``why``; a number that is not shown is missing and `why` says for what reason.
    by : str
        What the groups are: ``kind``, ``tier``, ``region`` or a variable; empty without groups.
    """

    about: About
    frame: pd.DataFrame
    by: str = ""

    @property
    def hidden(self) -> bool:
        """Whether any number is not shown."""
        return not bool(self.frame["shown"].all())

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups in their order, without that of all respondents."""
        return tuple(str(group) for group in self.frame["group"].unique() if group)
