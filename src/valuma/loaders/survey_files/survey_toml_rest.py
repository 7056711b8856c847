"""What can be used of a ``survey.toml`` with errors, so that one run says everything that is wrong."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

from valuma.schema.problems import Problem, Problems
from valuma.schema.survey_file import SurveyFile
from valuma.schema.toml import Toml, validate

#: Without one of these, names that are fine would look wrong.
_TABLES = ("items", "scales", "blocks", "strata")
#: Stands where a key that must be there is not; no problem that mentions it is told.
_FILLED = "key-that-is-missing"
_ROUNDS = 3


def usable_rest(toml: Toml, problems: Problems) -> SurveyFile | None:
    """Return a file without the keys that problems name; keys that must be there are filled in.

    Parameters
    ----------
    toml : Toml
        As parsed.
    problems : Problems
        Errors of `valuma.schema.toml.validate`; each names a key path.

    Returns
    -------
    SurveyFile or None
        Tables of arrays stay at their places; None where not even so much can be used.
    """
    values = copy.deepcopy(toml.values)
    wrong = list(problems.errors)
    for number in range(_ROUNDS):
        for place, problem in enumerate(wrong):
            _repair(values, problem, f"{_FILLED}-{number}-{place}")
        again = Problems()
        found = validate(Toml(values, toml.lines), SurveyFile, "survey.toml", again)
        if found is not None:
            return found
        wrong = list(again.errors)
    return None


def is_of_rest(problem: Problem) -> bool:
    """Say whether a problem is one of what was filled in, not of what the user wrote."""
    return _FILLED in f"{problem.found} {problem.expected}"


def by_line(problems: Problems, toml: Toml | None) -> Problems:
    """Return problems in the order of their lines, each once; those without a line stand last."""
    lined = dict.fromkeys(
        one if one.row or toml is None or not one.column else replace(one, row=toml.line(one.column))
        for one in problems
    )
    return Problems(sorted(lined, key=lambda one: one.row or 10**9))


def _repair(values: dict[str, Any], problem: Problem, name: str) -> None:
    steps = re.findall(r"[^.\[\]]+|\[\d+\]", problem.column or "")
    if not steps:
        return
    here: Any = values
    for step in steps[:-1]:
        here = _step(here, step)
    last = steps[-1]
    if isinstance(here, list) and last.startswith("["):
        place = int(last[1:-1]) - 1
        if place < len(here):
            here[place] = name if not isinstance(here[place], dict) and steps[-2] in ("items", "strata", "asks") else {}
    elif isinstance(here, dict):
        if problem.found == "nothing":
            here[last] = _filled(last, name)
        elif len(steps) > 1 or last not in _TABLES:
            here.pop(last, None)


def _filled(key: str, name: str) -> Any:
    """Return something that stands for a key that must be there."""
    if key == "title":
        return dict.fromkeys(("fi", "sv", "en"), name)
    if key == "options":
        return [{"code": name, "fi": name}]
    if key in ("items", "asks", "codes"):
        return [name]
    return "single" if key == "kind" else name


def _step(here: Any, step: str) -> Any:
    if step.startswith("["):
        place = int(step[1:-1]) - 1
        return here[place] if isinstance(here, list) and place < len(here) else None
    return here.get(step) if isinstance(here, dict) else None
