"""Missing answers as one model: which codes stand for none, and why a cell is empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from valuma.survey.codebook import Code, MissingRule, Variable
from valuma.survey.reasons import Reason

#: Unlabelled codes of one range of missing codes that are named one by one.
MOST_CODES = 1000

_CANNOT_SAY = re.compile(
    r"\b(?:ei osaa sanoa|en osaa sanoa|ei tiedä|en tiedä|eos|e\.?o\.?s\.?|kan (?:inte|ej|icke) säga|vet (?:ej|inte)"
    r"|don[’'´`]?t know|do not know|cannot say|can[’'´`]?t say|can not say|unable to say|dk|no opinion|ei mielipidettä"
    r"|ingen åsikt)\b",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"\b(?:ei koske|ei sovellu|ei relevantti|berör (?:inte|ej)|gäller (?:inte|ej)|inte aktuellt|ej aktuellt"
    r"|ej tillämpligt|inte tillämpligt|not applicable|does not apply|inapplicable|n/a|not relevant)",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b(?:ei vastausta|ei vastannut|puuttuva tieto|tieto puuttuu|inget svar|svar saknas|uppgift saknas|no answer"
    r"|not answered|missing|refused|kieltäytyi)\b",
    re.IGNORECASE,
)


def reason_of(label: str) -> Reason:
    """Return the sort of missing that the label of a user-missing code tells.

    Parameters
    ----------
    label : str
        In Finnish, Swedish or English.

    Returns
    -------
    Reason
        ``cannot-say`` or ``not-applicable`` where the words say so, else ``user-missing``.

    Examples
    --------
    >>> str(reason_of("En osaa sanoa")), str(reason_of("Berör inte oss")), str(reason_of("Sotkettu"))
    ('cannot-say', 'not-applicable', 'user-missing')
    """
    if _CANNOT_SAY.search(label):
        return Reason.CANNOT_SAY
    return Reason.NOT_APPLICABLE if _NOT_APPLICABLE.search(label) else Reason.USER


def looks_missing(label: str) -> bool:
    """Say whether the label of a code sounds as if it were no answer.

    Examples
    --------
    >>> looks_missing("Ei vastausta"), looks_missing("en lainkaan")
    (True, False)
    """
    return reason_of(label) is not Reason.USER or bool(_NO_ANSWER.search(label))


def spelt_out(
    rules: Iterable[MissingRule], labels: Mapping[Code, str], seen: Iterable[Code] = ()
) -> tuple[MissingRule, ...]:
    """Give every missing code that has a label, or that occurs, a rule of its own.

    Parameters
    ----------
    rules : iterable of MissingRule
        Codes and ranges that the file names.
    labels : mapping of code to str
        Labels of the variable.
    seen : iterable of code
        Codes that occur in the answers.

    Returns
    -------
    tuple of MissingRule
        Single codes with their labels and sorts first, in the order of the codes; ranges after them.

    Examples
    --------
    >>> labels = {1.0: "yes", 98.0: "don't know", 99.0: "no answer"}
    >>> [str(rule) for rule in spelt_out([MissingRule(90.0, 99.0)], labels, [95.0])]
    ['95', "98: don't know", '99: no answer', '90–99']
    """
    given = list(rules)
    single: dict[Code, MissingRule] = {}
    for rule in given:
        if rule.low == rule.high:
            single.setdefault(rule.low, rule)
    for code in (*labels, *seen):
        covering = next((rule for rule in given if rule.covers(code)), None)
        if covering is not None and code not in single:
            single[code] = replace(covering, low=code, high=code, label="")
    singles = [_named(rule, labels) for _, rule in sorted(single.items(), key=lambda pair: _order(pair[0]))]
    return (*singles, *(_named(rule, {}) for rule in given if rule.low != rule.high))


def _named(rule: MissingRule, labels: Mapping[Code, str]) -> MissingRule:
    label = rule.label or labels.get(rule.low, "")
    reason = reason_of(label) if rule.reason is Reason.USER else rule.reason
    return replace(rule, label=label, reason=reason)


def _order(code: Code) -> tuple[bool, float, str]:
    return (True, 0.0, code) if isinstance(code, str) else (False, code, "")


def undeclared(variable: Variable) -> list[Code]:
    """Return the codes whose labels sound like no answer although nothing declares them missing."""
    return [code for code in variable.codes if looks_missing(variable.labels[code])]
