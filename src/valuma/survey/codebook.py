"""Codebook: what every variable of a survey is, what its codes mean, which of them are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.schema.problems import ValumaError, nearest
from valuma.survey.reasons import Reason

VariableKind = Literal["numeric", "category", "ordered", "text", "date"]
#: A code as the file holds it.
Code = float | str


@dataclass(frozen=True, slots=True)
class MissingRule:
    """A code, a range of codes or a letter that stands for a missing answer.

    Parameters
    ----------
    low, high : float or str
        First and last code, both included; equal for one code. A letter of Stata or SAS is written ``".a"``.
    label : str
        What the file calls it; empty where it has no name.
    reason : Reason
        What sort of missing it is.

    Examples
    --------
    >>> MissingRule(97, 99, "no answer").covers(98.0), MissingRule(97, 99).covers("98")
    (True, False)
    """

    low: Code
    high: Code
    label: str = ""
    reason: Reason = Reason.USER

    def covers(self, code: object) -> bool:
        """Whether a code falls under the rule."""
        if isinstance(code, str) or isinstance(self.low, str) or isinstance(self.high, str):
            return isinstance(code, str) and code == self.low
        return isinstance(code, (int, float)) and self.low <= code <= self.high

    def __str__(self) -> str:
        codes = _shown(self.low) if self.low == self.high else f"{_shown(self.low)}–{_shown(self.high)}"
        return f"{codes}: {self.label}" if self.label else codes


@dataclass(frozen=True)
class Variable:
    """One variable of a survey.

    Parameters
    ----------
    name : str
        As in the file.
    label : str
        The question or its part, in the language of the file.
    kind : {"numeric", "category", "ordered", "text", "date"}
        What its values are. Numbers of which only some codes have a label are numeric.
    labels : mapping of code to str
        Label of each code in the order of the codes, those of missing codes too.
    missing : tuple of MissingRule
        Codes that stand for a missing answer.
    block : str
        Block of questions it belongs to.
    role : str
        What it is for the study, a word of `valuma.schema.vocabularies.SurveyRole`; empty where it has none.
    texts : mapping of str to str
        The question by language, where more than the file's own is known.
    value_texts : mapping of str to mapping of code to str
        Labels of the codes by language.
    about : mapping of str to str
        What the role is about: ``theme``, ``network``, ``partner``, ``tier``, ``fee_rule``, ``unit``, ``item`` ….
    words : mapping of code to str
        Word of a vocabulary that a code stands for: kind of organisation, tier, region, role of the respondent.
    amounts : mapping of code to float
        Amount that a code stands for: euro of a payment card, points of a scale.
    measure : str
        Level of measurement that the file gives, else empty.
    format : str
        Print format that the file gives, else empty.
    identifies : str
        What personal data it holds (``"e-mail addresses"``, ``"health"`` …); empty where none was found.
    attribution : str
        How far answers may be shown with a name; empty is ``aggregate``.
    personal : bool, optional
        Whether the codebook says that it holds personal data; None where it says nothing.
    sets : tuple of str
        Variable sets of the file that it belongs to.
    attributes : mapping of str to str
        What else the file says of it: its role in SPSS and attributes of its own.
    """

    name: str
    label: str = ""
    kind: VariableKind = "numeric"
    labels: Mapping[Code, str] = field(default_factory=lambda: Frozen())
    missing: tuple[MissingRule, ...] = ()
    block: str = ""
    role: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: Frozen())
    value_texts: Mapping[str, Mapping[Code, str]] = field(default_factory=lambda: Frozen())
    about: Mapping[str, str] = field(default_factory=lambda: Frozen())
    words: Mapping[Code, str] = field(default_factory=lambda: Frozen())
    amounts: Mapping[Code, float] = field(default_factory=lambda: Frozen())
    measure: str = ""
    format: str = ""
    identifies: str = ""
    attribution: str = ""
    personal: bool | None = None
    sets: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=lambda: Frozen())

    def rule(self, code: object) -> MissingRule | None:
        """Return the rule under which a code is missing; None for a value proper."""
        try:
            found = self._single.get(code)  # type: ignore[call-overload]
        except TypeError:
            return None
        return found or next((rule for rule in self._spans if rule.covers(code)), None)

    @cached_property
    def _single(self) -> dict[Code, MissingRule]:
        """The rules of one code by their code, for books in which thousands of codes are missing ones."""
        return {rule.low: rule for rule in reversed(self.missing) if rule.low == rule.high}

    @cached_property
    def _spans(self) -> tuple[MissingRule, ...]:
        return tuple(rule for rule in self.missing if rule.low != rule.high)

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Codes of the values proper that have a label, in the order of the labels."""
        return tuple(code for code in self.labels if self.rule(code) is None)

    def text(self, lang: str) -> str:
        """Return the question in a language, or in that of the file."""
        return self.texts.get(lang) or self.label or self.name

    def value_text(self, code: Code, lang: str) -> str:
        """Return the label of a code in a language, or in that of the file."""
        return self.value_texts.get(lang, {}).get(code) or self.labels.get(code) or _shown(code)


class Codebook:
    """The variables of a survey by name, in the order of the file.

    Parameters
    ----------
    variables : iterable of Variable
        Each name once.

    Examples
    --------
    >>> book = Codebook([Variable("q1", "Trust", "ordered", {1.0: "low", 2.0: "high", 9.0: "cannot say"},
    ...                           (MissingRule(9.0, 9.0, "cannot say", Reason.CANNOT_SAY),))])
    >>> book.labels("q1")
    {1.0: 'low', 2.0: 'high', 9.0: 'cannot say'}
    >>> book.table[["name", "kind", "missing"]]
      name     kind        missing
    0   q1  ordered  9: cannot say
    """

    def __init__(self, variables: Iterable[Variable] = ()) -> None:
        self._variables: dict[str, Variable] = {}
        for variable in variables:
            if variable.name in self._variables:
                raise ValumaError(f"the codebook has the variable {variable.name!r} twice")
            self._variables[variable.name] = variable

    def __getitem__(self, name: str) -> Variable:
        if name not in self._variables:
            hint = nearest(name, self._variables)
            raise ValumaError(f"the survey has no variable {name!r}" + (f"; {hint}" if hint else ""))
        return self._variables[name]

    def __contains__(self, name: object) -> bool:
        return name in self._variables

    def __iter__(self) -> Iterator[Variable]:
        return iter(self._variables.values())

    def __len__(self) -> int:
        return len(self._variables)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables in the order of the file."""
        return tuple(self._variables)

    def labels(self, name: str) -> dict[Code, str]:
        """Return the label of every code of a variable, those of missing codes too."""
        return dict(self[name].labels)

    def missing_rules(self, name: str) -> tuple[MissingRule, ...]:
        """Return the codes of a variable that stand for missing answers."""
        return self[name].missing

    def of_role(self, role: str) -> tuple[Variable, ...]:
        """Return the variables that have a role, in the order of the file."""
        return tuple(variable for variable in self if variable.role == role)

    def with_variables(self, variables: Iterable[Variable]) -> Codebook:
        """Return a codebook in which variables of the same names are replaced."""
        changed = {variable.name: variable for variable in variables}
        return Codebook(changed.get(variable.name, variable) for variable in self)

    def changed(self, name: str, **values: Any) -> Codebook:
        """Return a codebook in which fields of one variable have other values."""
        return self.with_variables([replace(self[name], **values)])

    @property
    def table(self) -> pd.DataFrame:
        """One row a variable: name, label, kind, values, missing rules, block, role, identifies."""
        rows = [
            {
                "name": variable.name,
                "label": variable.label,
                "kind": variable.kind,
                "values": "; ".join(f"{_shown(code)} {variable.labels[code]}" for code in variable.codes),
                "missing": "; ".join(map(str, variable.missing)),
                "block": variable.block,
                "role": variable.role,
                "identifies": variable.identifies,
            }
            for variable in self
        ]
        columns = ["name", "label", "kind", "values", "missing", "block", "role", "identifies"]
        return pd.DataFrame(rows, columns=columns)

    def __repr__(self) -> str:
        return f"<Codebook: {len(self)} variables>"

    def _repr_html_(self) -> str:
        return str(self.table.to_html(index=False))


def _shown(code: object) -> str:
    return f"{code:.15g}" if isinstance(code, (int, float)) else str(code)
