"""Scales of ``survey.toml``: answer options as labels, missing codes and words by code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from valuma.loaders.survey_files.stated_values import plain_text
from valuma.schema.survey_file import Scale, ValueLabel
from valuma.survey.codebook import Code, MissingRule
from valuma.survey.reasons import Reason

_REASONS = {
    "missing": Reason.USER,
    "cannot-say": Reason.CANNOT_SAY,
    "not-applicable": Reason.NOT_APPLICABLE,
    "not-shown": Reason.NOT_SHOWN,
}


@dataclass(frozen=True)
class ScaleReading:
    """A scale with its codes as a column holds them.

    Parameters
    ----------
    scale : Scale
        Options as written.
    language : str
        Language of the labels.
    numeric : bool
        Whether the column holds numbers; codes written as text are then read as numbers where they are.

    Examples
    --------
    >>> yes, no = ValueLabel(code="1", en="yes"), ValueLabel(code="9", en="no answer", missing="missing")
    >>> reading = ScaleReading(Scale(name="said", options=[yes, no]), "en", numeric=True)
    >>> reading.labels({}), [str(rule) for rule in reading.missing()]
    ({1.0: 'yes', 9.0: 'no answer'}, ['9: no answer'])
    """

    scale: Scale
    language: str
    numeric: bool = True

    @property
    def options(self) -> list[tuple[Code, ValueLabel]]:
        """Each option under its code; a range of missing codes under the first."""
        return [(self._code(option.code), option) for option in self.scale.options]

    @property
    def answers(self) -> tuple[Code, ...]:
        """Codes that are an answer."""
        return tuple(code for code, option in self.options if not option.missing)

    def _code(self, code: float | str) -> Code:
        if not isinstance(code, str):
            return float(code)
        return (_number(code) if self.numeric else None) or code

    def labels(self, old: Mapping[Code, str]) -> dict[Code, str]:
        """Return the label of each code; an option without words keeps that of the file, else shows its code."""
        labels = {
            code: self.text(option) or old.get(code, "") or ("" if option.missing else shown_code(code))
            for code, option in self.options
            if option.to is None
        }
        return {code: label for code, label in labels.items() if label}

    def text(self, option: ValueLabel) -> str:
        """Return the words of an option in the survey's language, or in the first that has any."""
        return getattr(option, self.language) or option.fi or option.sv or option.en

    def texts(self, language: str) -> dict[Code, str]:
        """Return the words of the options that have some in a language."""
        return {code: getattr(option, language) for code, option in self.options if getattr(option, language)}

    def missing(self) -> tuple[MissingRule, ...]:
        """Return the rules of the options that are no answer."""
        return tuple(
            MissingRule(code, code if option.to is None else option.to, self.text(option), _REASONS[option.missing])
            for code, option in self.options
            if option.missing
        )

    @property
    def by_text(self) -> dict[str, Code]:
        """Code of each option by its words in every language, without the difference of cases; codes as text too."""
        found: dict[str, Code] = {}
        for code, option in self.options:
            for words in (option.fi, option.sv, option.en):
                if words:
                    found.setdefault(plain_text(words), code)
        for code, _ in self.options:
            found.setdefault(plain_text(shown_code(code)), code)
        return found


def shown_code(code: Code) -> str:
    """Return a code as people write it, whole numbers without a decimal point."""
    return f"{code:.15g}" if isinstance(code, (int, float)) else code


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def rules_beside(answers: tuple[Code, ...], rules: tuple[MissingRule, ...]) -> tuple[MissingRule, ...]:
    """Return missing rules without the codes that are answers; a range around one is split.

    Examples
    --------
    >>> [str(rule) for rule in rules_beside((98.0,), (MissingRule(97.0, 99.0, "no answer"),))]
    ['97: no answer', '99: no answer']
    """
    kept: list[MissingRule] = []
    for rule in rules:
        pieces = [rule]
        for code in answers:
            pieces = [part for piece in pieces for part in _split(piece, code)]
        kept += pieces
    return tuple(kept)


def _split(rule: MissingRule, code: Code) -> list[MissingRule]:
    if not rule.covers(code):
        return [rule]
    if isinstance(code, str) or isinstance(rule.low, str) or isinstance(rule.high, str) or rule.low == rule.high:
        return []
    # Codes beside a whole number are whole numbers; between others there is always one more.
    below, above = (code - 1, code + 1) if code.is_integer() else (math.nextafter(code, -math.inf),) * 2
    if not code.is_integer():
        above = math.nextafter(code, math.inf)
    pieces = [(rule.low, below), (above, rule.high)]
    return [MissingRule(low, high, rule.label, rule.reason) for low, high in pieces if low <= high]
