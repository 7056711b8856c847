"""Missing codes of a variable as SPSS can declare them: three codes, or one range and one code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from valuma.survey.codebook import Code, MissingRule

_Span = tuple[float, float]
MOST_CODES = 3


@dataclass(frozen=True)
class Declared:
    """What can be declared.

    Parameters
    ----------
    spans : tuple of pairs
        First and last number of each; equal for one code.
    texts : tuple of str
        Codes of a text.
    lost : tuple of MissingRule
        Rules for which there is no room.
    """

    spans: tuple[_Span, ...] = ()
    texts: tuple[str, ...] = ()
    lost: tuple[MissingRule, ...] = ()

    def covers(self, code: Code) -> bool:
        """Whether a code is declared missing."""
        if isinstance(code, str):
            return code in self.texts
        return any(low <= code <= high for low, high in self.spans)


def declared(rules: Sequence[MissingRule], answers: Collection[float], *, text: bool) -> Declared:
    """Choose what SPSS declares missing for a variable.

    Parameters
    ----------
    rules : sequence of MissingRule
        Codes and ranges.
    answers : collection of float
        Codes and numbers that are answers; no range may cover one of them.
    text : bool
        Whether the variable holds texts, which have up to three codes of eight bytes and no ranges.

    Returns
    -------
    Declared

    Examples
    --------
    >>> codes = [MissingRule(code, code) for code in (7.0, 97.0, 98.0, 99.0)]
    >>> declared(codes, [1.0, 10.0], text=False).spans
    ((97.0, 99.0), (7.0, 7.0))
    >>> [str(rule) for rule in declared(codes, [10.0, 97.5, 98.5], text=False).lost]
    ['99']
    """
    if text:
        codes = [rule.low for rule in rules if isinstance(rule.low, str) and len(rule.low.encode()) <= 8]
        kept = tuple(dict.fromkeys(map(str, codes)))[:MOST_CODES]
        return Declared(texts=kept, lost=tuple(rule for rule in rules if rule.low not in kept))
    spans = _spans(rules)
    chosen = next((choice for choice in _choices(spans) if _fits(choice, spans, answers)), None)
    if chosen is None:
        ranges = [span for span in spans if span[0] != span[1]]
        singles = [span for span in spans if span[0] == span[1]]
        chosen = (*ranges[:1], *singles[:1]) if ranges else tuple(singles[:MOST_CODES])
    found = Declared(spans=chosen)
    return Declared(
        chosen, (), tuple(rule for rule in rules if isinstance(rule.low, str) or not found.covers(rule.low))
    )


def _spans(rules: Iterable[MissingRule]) -> list[_Span]:
    """Return codes and ranges in order, without codes that a range covers."""
    spans = [
        (float(rule.low), float(rule.high))
        for rule in rules
        if not isinstance(rule.low, str) and not isinstance(rule.high, str)
    ]
    ranges = [span for span in spans if span[0] != span[1]]
    kept = [span for span in spans if span in ranges or not any(low <= span[0] <= high for low, high in ranges)]
    return sorted(set(kept))


def _choices(spans: Sequence[_Span]) -> Iterable[tuple[_Span, ...]]:
    """Yield declarations in falling order of exactness: as it is, one range over all but one code, over all."""
    ranges = [span for span in spans if span[0] != span[1]]
    singles = [span for span in spans if span[0] == span[1]]
    if not ranges and len(singles) <= MOST_CODES:
        yield tuple(singles)
    if len(ranges) == 1 and len(singles) <= 1:
        yield (*ranges, *singles)
    for apart in singles:
        rest = [span for span in spans if span != apart]
        yield ((min(low for low, _ in rest), max(high for _, high in rest)), apart)
    if spans:
        yield ((min(low for low, _ in spans), max(high for _, high in spans)),)


def _fits(choice: Sequence[_Span], spans: Sequence[_Span], answers: Collection[float]) -> bool:
    """Say whether a declaration covers all that is missing and no answer."""
    whole = all(any(low <= span[0] and span[1] <= high for low, high in choice) for span in spans)
    return whole and not any(low <= answer <= high for low, high in choice for answer in answers)
