"""Columns of which a codebook states what they hold: their cells are kept as they stand until it is laid over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from valuma.loaders.survey_files.variable_names import VariableNames
from valuma.survey.codebook import Variable

_IN_WORDS = ("category", "ordered")


@dataclass(frozen=True)
class StatedColumns:
    """Names of variables, as a codebook spells them, whose cells are not to be guessed from the others.

    Parameters
    ----------
    texts : frozenset of str
        Stated as text: no cell is changed.
    options : frozenset of str
        Stated with answer options: a column is one of numbers only where every cell is one, since a word may stand
        for an option.

    Examples
    --------
    >>> StatedColumns(options=frozenset(["AGE"])).among(["id", "age"])
    StatedColumns(texts=frozenset(), options=frozenset({'age'}))
    """

    texts: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    def among(self, names: Iterable[str]) -> StatedColumns:
        """Return them as a file spells its columns."""
        if not self.texts and not self.options:
            return self
        own = VariableNames(names)

        def found(stated: frozenset[str]) -> frozenset[str]:
            return frozenset(name for one in stated if (name := own.find(one)) is not None)

        return StatedColumns(found(self.texts), found(self.options))


def stated_by(variables: Iterable[Variable]) -> StatedColumns:
    """Return what the variables of a codebook state."""
    texts, options = set(), set()
    for variable in variables:
        if variable.kind == "text":
            texts.add(variable.name)
        elif variable.labels or variable.missing or variable.kind in _IN_WORDS:
            options.add(variable.name)
    return StatedColumns(frozenset(texts), frozenset(options))
