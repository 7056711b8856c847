"""Steps of a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuma.survey.codebook import Variable


def levels(variable: Variable) -> list[float]:
    """Return the numbers that the answer options of a variable stand for, whether anybody chose them or not.

    Examples
    --------
    >>> from valuma.survey.codebook import Variable
    >>> levels(Variable("q", labels={0.0: "no", 1.0: "a little", 2.0: "much"}))
    [0.0, 1.0, 2.0]
    """
    if variable.amounts:
        return [float(variable.amounts[code]) for code in variable.codes if code in variable.amounts]
    return [float(code) for code in variable.codes if isinstance(code, (int, float))]
