"""Estimates of a survey: shares, means and crosstabs by its design, and weights that meet known totals."""

from __future__ import annotations

from valuma.survey.estimates.crosstab import crosstab
from valuma.survey.estimates.design import Design, design
from valuma.survey.estimates.mean import mean
from valuma.survey.estimates.raking import rake
from valuma.survey.estimates.result import CANNOT_SAY, COLUMNS, Estimates, Independence
from valuma.survey.estimates.tabulate import tabulate

__all__ = [
    "CANNOT_SAY",
    "COLUMNS",
    "Design",
    "Estimates",
    "Independence",
    "crosstab",
    "design",
    "mean",
    "rake",
    "tabulate",
]
