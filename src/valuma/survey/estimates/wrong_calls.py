"""Wrong calls of estimates: said in words, before anything is computed."""

from __future__ import annotations

from valuma.schema.problems import ValumaError
from valuma.survey.survey import Survey


def check_survey(survey: object) -> None:
    """Refuse what is no survey.

    Parameters
    ----------
    survey : object
        What was given.

    Raises
    ------
    ValumaError
        It is something else, such as the answers alone.
    """
    if not isinstance(survey, Survey):
        raise ValumaError(f"{_sort(survey)} in place of the survey; expected what valuma.read_survey returns")


def check_call(survey: object, *names: object, by: object = None) -> None:
    """Refuse what is no survey, no name of a question, or no name of a grouping.

    Parameters
    ----------
    survey : object
        What was given as the survey.
    *names : object
        What was given as questions.
    by : object, optional
        What was given as the grouping.

    Raises
    ------
    ValumaError
        With what was given and what was expected.

    Examples
    --------
    >>> check_call(None, "q1")
    Traceback (most recent call last):
    valuma.schema.problems.ValumaError: None in place of the survey; expected what valuma.read_survey returns
    """
    check_survey(survey)
    for name in names:
        if not isinstance(name, str):
            raise ValumaError(f"{_sort(name)} in place of a question; expected the name of a variable or a block")
    if by is not None and not isinstance(by, str):
        raise ValumaError(f"by is {_sort(by)}; expected one role or the name of one variable, such as 'kind'")


def check_single(survey: Survey, name: str) -> None:
    """Refuse the name of a block where one question is needed.

    Parameters
    ----------
    survey : Survey
        The survey.
    name : str
        Name of a variable, or its role.

    Raises
    ------
    ValumaError
        It is a block; its questions are named.
    """
    block = next((block for block in survey.blocks if block.name == name), None)
    if block is None or name in survey.codebook or len(survey.codebook.of_role(name)) == 1:
        return
    items = ", ".join(block.items[:5]) + (" …" if len(block.items) > 5 else "")
    raise ValumaError(f"{name} is a block of questions; a crosstab needs one question: {items}")


def _sort(value: object) -> str:
    """Return what a value is, in words; nothing of what it holds."""
    return "None" if value is None else f"a {type(value).__name__}"
