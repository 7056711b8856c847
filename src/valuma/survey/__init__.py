"""Survey: clean answers, why cells are missing, the codebook, blocks of questions, estimates and their protection."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from valuma.survey.blocks import Block, Blocks
from valuma.survey.codebook import Codebook, MissingRule, Variable
from valuma.survey.load_report import LoadReport, Remark
from valuma.survey.reasons import Reason
from valuma.survey.settings import Privacy, SurveySettings
from valuma.survey.survey import Survey

if TYPE_CHECKING:
    from valuma.survey.disclosure import release, release_all
    from valuma.survey.estimates import crosstab, mean, rake, tabulate
    from valuma.survey.opinion_rows import opinions
    from valuma.survey.response_rates import response

__all__ = [
    "Block",
    "Blocks",
    "Codebook",
    "LoadReport",
    "MissingRule",
    "Privacy",
    "Reason",
    "Remark",
    "Survey",
    "SurveySettings",
    "Variable",
    "crosstab",
    "mean",
    "opinions",
    "rake",
    "release",
    "release_all",
    "response",
    "tabulate",
]

#: What computes, loaded on use.
_MODULES = {
    **dict.fromkeys(("crosstab", "mean", "rake", "tabulate"), "estimates"),
    **dict.fromkeys(("release", "release_all"), "disclosure"),
    "opinions": "opinion_rows",
    "response": "response_rates",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(importlib.import_module(f"valuma.survey.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'valuma.survey' has no attribute {name!r}")
