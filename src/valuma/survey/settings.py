"""Settings of a survey: how it was sampled, who may be shown, what was promised to those who answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from valuma.schema.frozen import Frozen

#: invited: a list of those it was sent to; census: all were asked; open-link: anyone could answer; unknown: not said.
SampleKind = Literal["invited", "census", "open-link", "unknown"]


@dataclass(frozen=True, slots=True)
class Privacy:
    """What was promised to those who answered.

    Parameters
    ----------
    controller, purpose, legal_basis, notice_version : str
        Who answers for the data, what for, on which legal basis, and which notice people were shown.
    retain_until : datetime.date, optional
        Last day on which the raw answers may be kept.
    organisations : int
        Smallest number of organisations behind a number that is shown.
    persons : int
        Smallest number of persons behind a number that is shown.
    dominance : float
        Greatest share of a sum that one respondent may have.
    """

    controller: str = ""
    purpose: str = ""
    legal_basis: str = ""
    notice_version: str = ""
    retain_until: dt.date | None = None
    organisations: int = 3
    persons: int = 5
    dominance: float = 0.8


@dataclass(frozen=True)
class SurveySettings:
    """What ``survey.toml`` says of a survey as a whole.

    Parameters
    ----------
    id : str
        Identifier.
    title : mapping of str to str
        Title by language.
    year : int, optional
        Year in which people answered.
    source_id : str
        Source in the study's ``sources.csv``.
    synthetic : bool
        Whether the answers are invented.
    language : str
        Language of the file's own labels.
    sample : {"invited", "census", "open-link", "unknown"}
        How people came to answer; rates, weights and standard errors exist for the first two alone.
    weight, respondent, organisation : str
        Variables of the weight, of the token that was sent to each invited person, and of the organisation's name.
    strata : tuple of str
        Variables that make the strata.
    population : mapping of str to int
        Size of each stratum in the population, where known.
    margins : tuple of str
        Variables of which the weight meets known totals.
    weight_before : str
        Variable of the weight before it was made to meet them; empty where there was none.
    privacy : Privacy
        What was promised.
    """

    id: str = "survey"
    title: Mapping[str, str] = field(default_factory=lambda: Frozen())
    year: int | None = None
    source_id: str = ""
    synthetic: bool = False
    language: str = "fi"
    sample: SampleKind = "unknown"
    weight: str = ""
    respondent: str = ""
    organisation: str = ""
    strata: tuple[str, ...] = ()
    population: Mapping[str, int] = field(default_factory=lambda: Frozen())
    margins: tuple[str, ...] = ()
    weight_before: str = ""
    privacy: Privacy = field(default_factory=Privacy)
