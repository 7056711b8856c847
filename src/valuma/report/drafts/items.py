"""What can change between two drafts: numbers of the text, results, findings, table cells, data of figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from valuma.report.drafts.rows import close, compare_rows, rows_of
from valuma.report.drafts.snapshot import PrintedTable, Snapshot
from valuma.report.results import Result, Results
from valuma.schema.problems import ValumaError
from valuma.texts import number

#: Unit of the difference of two shares.
POINTS = "percentage points"
_DIGITS = re.compile(r"[−-]?\d[\d\u00a0\u202f,.]*")


@dataclass(frozen=True)
class View:
    """Where items are read: the results of one state of the inputs, its tables and figures on demand.

    Parameters
    ----------
    results : Results
        Named results.
    table : callable
        Name → table as printed, None where there is none.
    figure : callable
        Name → data as CSV, None where there is none.
    """

    results: Results
    table: Callable[[str], PrintedTable | None]
    figure: Callable[[str], str | None]

    @classmethod
    def of(cls, snapshot: Snapshot, lang: str) -> View:
        """Return the view of what was stored."""
        return cls(snapshot.results, lambda name: snapshot.tables.get((name, lang)), snapshot.figures.get)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an item says in one state.

    Parameters
    ----------
    shown : str
        As printed; empty where it is not there.
    values : tuple of float
        The numbers behind it.
    data : str
        Everything else in which two states can differ.
    """

    shown: str = ""
    values: tuple[float, ...] = ()
    data: str = ""

    def same(self, other: Reading) -> bool:
        """Whether two states say the same, to the last digit that means anything."""
        return (
            (self.shown, self.data, len(self.values)) == (other.shown, other.data, len(other.values))
            and all(close(a, b) for a, b in zip(self.values, other.values, strict=True))
        )  # fmt: skip


class Item(Protocol):
    """Something that two drafts are compared by."""

    @property
    def what(self) -> str:
        """``number``, ``result``, ``finding``, ``cell`` or ``figure``."""

    @property
    def name(self) -> str:
        """Its name in words a curator knows."""

    def read(self, view: View) -> Reading:
        """Return what it says in a state."""

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return how far two readings lie apart, in words and as numbers; empty where there is no such number."""

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return differences in words, in the unit of a reading."""


@dataclass(frozen=True, slots=True)
class ResultItem:
    """A result, written in one format and language.

    Parameters
    ----------
    result, form, lang : str
        Name, format and language.
    """

    result: str
    form: str
    lang: str
    what: str = "number"

    @property
    def name(self) -> str:
        """Name and format, as a text asks for it."""
        return f"{self.result}|{self.form}" if self.form else self.result

    def read(self, view: View) -> Reading:
        """Return the number as it would be printed."""
        result = view.results.get(self.result)
        if result is None:
            return Reading()
        try:
            return Reading(result.render(self.form, self.lang), _values(result, self.form))
        except ValumaError:
            return Reading(result.state)

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return the difference; that of shares in percentage points."""
        return differences(was.values, now.values, self.lang, share=self.share(was, now))

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return differences in words; those of shares in percentage points."""
        return in_words(steps, self.lang, points=self.share(like))

    def share(self, *readings: Reading) -> bool:
        """Whether it is printed in percent."""
        return any(reading.shown.endswith("%") for reading in readings)


def _values(result: Result, form: str) -> tuple[float, ...]:
    parts: tuple[object, ...] = (result.value,)
    if form.partition(":")[0] == "range":
        parts = (result.low, result.high)
    elif form == "of":
        parts = (result.n, result.of)
    return tuple(float(part) for part in parts if isinstance(part, int | float))


@dataclass(frozen=True, slots=True)
class FindingItem:
    """Whether a statement may be made: it holds under every coding, or not."""

    name: str
    what: str = "finding"

    def read(self, view: View) -> Reading:
        """Return under what it holds."""
        result = view.results.get(self.name)
        if result is None:
            return Reading()
        if result.holds:
            return Reading("holds")
        under = " and ".join(result.holds_under)
        return Reading(f"holds under {under} only" if under else "does not hold")

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return nothing: a statement holds or not."""
        return "", ()

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return nothing, as there is no difference."""
        return ""


@dataclass(frozen=True, slots=True)
class CellItem:
    """A cell of a printed table, found by the words that name its row and by its column."""

    table: str
    row: str
    column: str
    lang: str
    what: str = "cell"

    @property
    def name(self) -> str:
        """Table, row and column."""
        return f"{self.table}: {self.row}, {self.column}"

    def read(self, view: View) -> Reading:
        """Return the cell as printed, with the numbers in it."""
        table = view.table(self.table)
        if table is None or self.column not in table.columns:
            return Reading()
        position = table.columns.index(self.column)
        for row in table.rows:
            if row[0] == self.row:
                return Reading(row[position], printed_numbers(row[position], self.lang))
        return Reading()

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return the difference of the printed numbers, rounded as they are."""
        if len(was.values) == 1 and len(now.values) == 2:
            was = Reading(was.shown, was.values * 2)  # “38 %” that becomes “37–39 %”
        elif len(was.values) == 2 and len(now.values) == 1:
            now = Reading(now.shown, now.values * 2)
        text, numbers = differences(was.values, now.values, self.lang, share=False)
        points = text and (was.shown.endswith("%") or now.shown.endswith("%"))
        return f"{text} {POINTS}" if points else text, numbers

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return differences of printed numbers in words."""
        return in_words(steps, self.lang, points=like.shown.endswith("%"))


@dataclass(frozen=True, slots=True)
class FigureItem:
    """The data of a figure."""

    name: str
    what: str = "figure"

    def read(self, view: View) -> Reading:
        """Return the number of its rows, and the rows."""
        data = view.figure(self.name)
        if data is None:
            return Reading()
        return Reading(f"{len(rows_of(data)) - 1} rows", (), data)

    def difference(self, was: Reading, now: Reading) -> tuple[str, tuple[float, ...]]:
        """Return how many rows were added, removed and changed."""
        added, removed, changed = compare_rows(was.data, now.data)
        parts = [f"{n} {word}" for n, word in ((added, "added"), (removed, "removed"), (changed, "changed")) if n]
        return ", ".join(parts), (float(added), float(removed), float(changed))

    def in_words(self, steps: Sequence[float], like: Reading) -> str:
        """Return nothing: rows of several inputs do not sum."""
        return ""


def differences(was: Sequence[float], now: Sequence[float], lang: str, *, share: bool) -> tuple[str, tuple[float, ...]]:
    """Return differences in words and as numbers.

    Parameters
    ----------
    was, now : sequence of float
        Numbers that belong together.
    lang : {"fi", "sv", "en"}
        Language of the numbers.
    share : bool
        They are shares, and differ by percentage points.

    Returns
    -------
    tuple of str and tuple of float
        Empty where the numbers are not as many.

    Examples
    --------
    >>> differences([57], [58], "en", share=False)
    ('+1', (1.0,))
    >>> differences([0.25, 0.5], [0.25, 0.47], "en", share=True)[0]
    '0 and −3.0 percentage points'
    """
    if len(was) != len(now) or not was:
        return "", ()
    steps = tuple(float(b - a) * (100 if share else 1) for a, b in zip(was, now, strict=True))
    steps = tuple(0.0 if close(step, 0.0) else step for step in steps)
    return in_words(steps, lang, points=share), steps


def in_words(steps: Sequence[float], lang: str, *, points: bool = False) -> str:
    """Return differences with their signs.

    Examples
    --------
    >>> in_words([1.0, -2.0], "en"), in_words([-0.5], "fi", points=True)
    ('+1 and −2', '−0,5 percentage points')
    """
    words = " and ".join(signed(step, lang, always=points) for step in steps)
    return f"{words} {POINTS}" if points else words


def signed(step: float, lang: str, *, always: bool = False) -> str:
    """Return a difference with its sign and as many digits as it takes to see it.

    Examples
    --------
    >>> signed(3, "en"), signed(-0.004, "fi"), signed(0, "en")
    ('+3', '−0,004', '0')
    """
    if step == 0:
        return "0"
    digits = 1 if always or step != round(step) else 0
    while digits < 6 and abs(step) < 10**-digits:
        digits += 1
    return ("+" if step > 0 else "") + number(step, lang, digits)


def printed_numbers(text: str, lang: str) -> tuple[float, ...]:
    r"""Return the numbers in a text as printed in a language.

    Examples
    --------
    >>> printed_numbers("1\u202f234 (38,5–40\xa0%)", "fi"), printed_numbers("22/57", "en")
    ((1234.0, 38.5, 40.0), (22.0, 57.0))
    """
    found = []
    for match in _DIGITS.finditer(text):
        plain = match[0].replace("−", "-").replace("\u00a0", "").replace("\u202f", "").rstrip(".,")
        plain = plain.replace(",", "") if lang == "en" else plain.replace(",", ".")
        negative = plain.startswith("-") and not text[: match.start()].rstrip()
        try:
            value = float(plain.lstrip("-"))
        except ValueError:
            return ()
        found.append(-value if negative else value)
    return tuple(found)
