"""Named results: the only way a number gets into a text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import pandas as pd

from valuma import texts
from valuma.schema.problems import ValumaError, nearest

ResultKind = Literal["count", "share", "number", "range", "text", "money", "finding"]
#: The codings of the registry under which a statement has to hold before a text may make it.
CODINGS: tuple[str, ...] = ("A", "B")
#: State of a number that is not shown because too few stand behind it; it prints as "–".
SUPPRESSED = "suppressed"
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Result:
    """One named result, ready to be written in any language.

    Parameters
    ----------
    name : str
        Name by which texts ask for it (``{{name|format}}``).
    value : float, int, str or mapping of language to str, optional
        The value. A share is in [0, 1]. None where there is none; `state` then says why.
    kind : {"count", "share", "number", "range", "text", "money", "finding"}
        What the value is; decides the format where a text names none. A finding has no value, only
        `holds_under`.
    unit : str
        Unit for tables and the manifest, and the currency of money (an ISO 4217 code). The text of
        a brief writes units itself.
    low, high : float, optional
        Bounds or interval, in the unit of the value.
    n, of : int, optional
        How many the value rests on, and out of how many.
    synthetic : bool
        True where any input was invented.
    sources : tuple of str
        Source ids behind the value.
    holds_under : tuple of str
        Codings under which the value (or the finding) holds.
    note : str
        What a curator should know; never printed.
    state : str
        Why there is no value.

    Examples
    --------
    >>> Result("shared", 22, n=22, of=57).render("of", "en")
    '22/57'
    >>> Result("stronger", kind="finding", holds_under=("A",)).holds
    False
    """

    name: str
    value: float | int | str | Mapping[str, str] | None = None
    kind: ResultKind = "count"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    of: int | None = None
    synthetic: bool = False
    sources: tuple[str, ...] = ()
    holds_under: tuple[str, ...] = CODINGS
    note: str = ""
    state: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(ResultKind):
            raise ValumaError(f"result {self.name!r}: kind {self.kind!r} is unknown; {nearest(self.kind, _DEFAULTS)}")
        if isinstance(self.value, float) and math.isnan(self.value):
            raise ValumaError(f"result {self.name!r} is NaN; give value=None and say why in state")
        if self.value is None and not self.state and self.kind not in ("range", "finding"):
            raise ValumaError(f"result {self.name!r} has neither a value nor a state that says why")

    @property
    def holds(self) -> bool:
        """True where the result holds under every coding of the registry."""
        return set(CODINGS) <= set(self.holds_under)

    def render(self, form: str = "", lang: str = "en") -> str:
        """Write the result in one language.

        Parameters
        ----------
        form : str
            ``count``, ``percent``, ``number:2``, ``range``, ``of``, ``text`` or ``money``; the digits
            after a colon are allowed for percent, number and range. Empty: by the kind of the result.
        lang : {"fi", "sv", "en"}
            Language, number format included.

        Returns
        -------
        str
            Text that holds no ordinary space inside a number.

        Raises
        ------
        ValumaError
            Unknown format, a format that does not fit the value, or a result without a value.
        """
        name, _, digits = (form or _DEFAULTS[self.kind]).partition(":")
        if name not in FORMATS:
            raise ValumaError(f"format {name!r} is unknown; {nearest(name, FORMATS)}")
        if digits and (name not in _WITH_DIGITS or not digits.isdigit()):
            raise ValumaError(f"format {form!r}: only {', '.join(_WITH_DIGITS)} take a number of digits")
        if self.state == SUPPRESSED and self.value is None:
            return texts.message("suppressed", lang)
        if self.state and self.value is None and name not in ("range", "of"):
            raise ValumaError(f"result {self.name!r} has no value: {self.state}")
        return FORMATS[name](self, lang, int(digits) if digits else None)


def _number(result: Result) -> float:
    if isinstance(result.value, bool) or not isinstance(result.value, int | float):
        raise ValumaError(f"result {result.name!r} ({result.kind}) is not a number")
    return result.value


def _whole(result: Result, value: float | None, what: str) -> int:
    if value is None or float(value) != int(value):
        raise ValumaError(f"result {result.name!r}: {what} is {value!r}, not a whole number")
    return int(value)


def _count(result: Result, lang: str, digits: int | None) -> str:
    return texts.number(_whole(result, _number(result), "the value"), lang)


def _percent(result: Result, lang: str, digits: int | None) -> str:
    value = _number(result)
    if result.kind not in ("share", "range") or not 0 <= value <= 1:
        raise ValumaError(f"result {result.name!r} ({result.kind}, {value!r}) is not a share in [0, 1]")
    return texts.percent(value, lang, digits or 0)


def _decimal(result: Result, lang: str, digits: int | None) -> str:
    return texts.number(_number(result), lang, digits=1 if digits is None else digits)


def _range(result: Result, lang: str, digits: int | None) -> str:
    low, high = result.low, result.high
    if low is None or high is None:
        raise ValumaError(f"result {result.name!r} has no low and high")
    if result.kind == "share":
        return texts.percents(low, high, lang, digits or 0)
    if digits is None:
        digits = 0 if result.kind in ("count", "money") or all(float(end).is_integer() for end in (low, high)) else 1
    return texts.interval(low, high, lang, digits)


def _of(result: Result, lang: str, digits: int | None) -> str:
    n, of = _whole(result, result.n, "n"), _whole(result, result.of, "of")
    return f"{texts.number(n, lang)}/{texts.number(of, lang)}"


def _text(result: Result, lang: str, digits: int | None) -> str:
    if isinstance(result.value, str):
        return result.value
    if isinstance(result.value, Mapping):
        if not result.value.get(lang):
            raise ValumaError(f"result {result.name!r} has no text in {lang!r}")
        return result.value[lang]
    raise ValumaError(f"result {result.name!r} ({result.kind}) is not a text")


def _money(result: Result, lang: str, digits: int | None) -> str:
    amount = texts.number(round(_number(result)), lang)
    sign = "€" if result.unit in ("", "EUR") else result.unit
    if lang == "en":
        return f"{sign}{amount}" if sign == "€" else f"{sign}{_NBSP}{amount}"
    return f"{amount}{_NBSP}{sign}"


#: How a text can ask for a result.
FORMATS: Mapping[str, Callable[[Result, str, int | None], str]] = MappingProxyType(
    {
        "count": _count,
        "percent": _percent,
        "number": _decimal,
        "range": _range,
        "of": _of,
        "text": _text,
        "money": _money,
    }
)
_WITH_DIGITS = ("percent", "number", "range")
_DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "count": "count",
        "share": "percent",
        "number": "number",
        "range": "range",
        "text": "text",
        "money": "money",
        "finding": "text",
    }
)


class Results(Mapping[str, Result]):
    """The results of one study by name.

    Parameters
    ----------
    items : iterable of Result
        In the order in which they are listed; a name may stand once.

    Raises
    ------
    ValumaError
        A name that stands twice.

    Examples
    --------
    >>> results = Results([Result("networks", 57)])
    >>> results["networks"].render("count", "fi")
    '57'
    >>> results.missing("netwroks")
    "did you mean 'networks'?"
    """

    __slots__ = ("_by_name",)

    def __init__(self, items: Iterable[Result] = ()) -> None:
        table: dict[str, Result] = {}
        for item in items:
            if item.name in table:
                raise ValumaError(f"two results are called {item.name!r}")
            table[item.name] = item
        self._by_name = MappingProxyType(table)

    def __getitem__(self, name: str) -> Result:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        return f"<Results: {len(self)}{', synthetic' if self.synthetic else ''}>"

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False))

    @property
    def synthetic(self) -> bool:
        """True where any of the results rests on invented data."""
        return any(result.synthetic for result in self.values())

    def finding(self, name: str) -> Result:
        """Return the result whose `holds` decides whether a finding may be printed.

        Raises
        ------
        ValumaError
            There is no result of this name.
        """
        if name not in self:
            raise ValumaError(f"result {name!r} is unknown; {self.missing(name)}")
        return self[name]

    def missing(self, name: str) -> str:
        """Return the "did you mean" hint for a name that is not there."""
        return nearest(name, self)

    def rendered(self, lang: str) -> dict[str, str]:
        """Every way the results can be written in a language, with the ``name|format`` that writes it.

        Notes
        -----
        Used to tell somebody who typed a number by hand which result it is. Spaces are left out.
        """
        ways: dict[str, str] = {}
        for result in self.values():
            if result.state == SUPPRESSED:
                continue
            for form in ("count", "percent", "percent:1", "number:1", "number:2", "range", "of", "money"):
                try:
                    text = result.render(form, lang)
                except ValumaError:
                    continue
                ways.setdefault(squeezed(text), f"{result.name}|{form}")
        return ways

    def to_frame(self) -> pd.DataFrame:
        """One row a result: name, kind, value, unit, low, high, n, of, synthetic, holds_under, sources, note, state."""
        rows = [
            {
                "name": result.name,
                "kind": result.kind,
                "value": dict(result.value) if isinstance(result.value, Mapping) else result.value,
                "unit": result.unit,
                "low": result.low,
                "high": result.high,
                "n": result.n,
                "of": result.of,
                "synthetic": result.synthetic,
                "holds_under": ";".join(result.holds_under),
                "sources": ";".join(result.sources),
                "note": result.note,
                "state": result.state,
            }
            for result in self.values()
        ]
        frame = pd.DataFrame(rows, columns=_FRAME_COLUMNS)
        return frame.astype({"n": "Int64", "of": "Int64"})


_FRAME_COLUMNS = [
    "name",
    "kind",
    "value",
    "unit",
    "low",
    "high",
    "n",
    "of",
    "synthetic",
    "holds_under",
    "sources",
    "note",
    "state",
]


def squeezed(text: str) -> str:
    """Return a number as it would be typed: without spaces of any width.

    Examples
    --------
    >>> squeezed("1 234,5 %")
    '1234,5%'
    """
    return "".join(text.split())
