"""A named result with everything it says: value, bounds, how many of how many, under what it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from valuma.report.drafts.items import Reading, View, in_words
from valuma.report.drafts.rows import close
from valuma.report.results import Result
from valuma.schema.problems import ValumaError

_FORM = {"share": "percent", "finding": "text"}
_PARTS = ("value", "low", "high", "n", "of")
#: Parts that are shares where the result is one.
_SHARES = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class WholeResult:
    """A result, whether a text prints it or not, compared in all its parts.

    Parameters
    ----------
    result, form, lang : str
        Name, the format in which its value is written, language.
    """

    result: str
    form: str
    lang: str
    what: str = "result"

    @classmethod
    def of(cls, result: Result, lang: str) -> WholeResult:
        """Return the item that compares a result."""
        return cls(result.name, _form(result), lang)

    @property
    def name(self) -> str:
        """Name and format of the value."""
        return f"{self.result}|{self.form}"

    def read(self, view: View) -> Reading:
        """Return all that the result says, as printed and as numbers."""
        result = view.results.get(self.result)
        if result is None:
            return Reading()
        parts = {name: getattr(result, name) for name in _PARTS}
        numbers = {name: float(part) for name, part in parts.items() if isinstance(part, int | float)}
        said = {
            "kind": result.kind,
            "parts": list(numbers),
            "under": sorted(result.holds_under),
            "state": result.state,
        }
        return Reading(_shown(result, self.lang), tuple(numbers.values()), json.dumps(said))

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return the difference of every part; empty where they have different parts."""
        if _parts(was) != _parts(now) or not was.values:
            return "", ()
        parts = _parts(now)
        steps = tuple(
            float(b - a) * (100 if share else 1) for (_, share), a, b in zip(parts, was.values, now.values, strict=True)
        )
        steps = tuple(0.0 if close(step, 0.0) else step for step in steps)
        return self.in_words(steps, now), steps

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return differences in words, those of bounds and counts by their names."""
        words = []
        for (name, share), step in zip(_parts(like), steps, strict=True):
            if step:
                step_in_words = in_words([step], self.lang, points=share)
                words.append(step_in_words if name == "value" else f"{name} {step_in_words}")
        return "; ".join(words)


def _parts(reading: Reading) -> list[tuple[str, bool]]:
    """Return the parts that are numbers, each with whether it is a share."""
    if not reading.data:
        return []
    said = json.loads(reading.data)
    return [(name, said["kind"] == "share" and name in _SHARES) for name in said["parts"]]


def _form(result: Result) -> str:
    if result.value is None and result.low is not None:
        return "range"
    return _FORM.get(result.kind, result.kind)


def _shown(result: Result, lang: str) -> str:
    """Return the value as printed, and in brackets what else the result says."""
    written = dict.fromkeys(text for form in (_form(result), "range", "of") if (text := _written(result, form, lang)))
    more = [*written]
    if result.state:
        more.append(result.state)
    if not result.holds:
        more.append(f"holds under {' and '.join(result.holds_under)} only" if result.holds_under else "does not hold")
    first, *others = more or ["–"]
    return f"{first} ({'; '.join(others)})" if others else first


def _written(result: Result, form: str, lang: str) -> str:
    try:
        return result.render(form, lang)
    except ValumaError:
        return ""
