"""When a body exists, and what became of it: the actors and municipalities of a registry by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any

import pandas as pd

from valuma.schema.problems import ValumaError

FIRST, LAST = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included.

    Parameters
    ----------
    start, end : date
        First and last day.
    """

    start: dt.date = FIRST
    end: dt.date = LAST

    def meets(self, other: Period) -> bool:
        """Return whether the two spans share a day."""
        return self.start <= other.end and other.start <= self.end

    @property
    def endless(self) -> bool:
        """Whether no end is known."""
        return self.end == LAST


def period_of(at: dt.date | int | None) -> Period | None:
    """Return the days that a date or a year stands for.

    Parameters
    ----------
    at : date, int or None
        A day, a year, or nothing known.

    Returns
    -------
    Period or None
        The day, the whole year, or None.

    Raises
    ------
    ValumaError
        It is neither a day nor a year between 1 and 9999.

    Examples
    --------
    >>> period_of(2021)
    Period(start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31))
    """
    if at is None:
        return None
    if isinstance(at, dt.datetime):
        at = at.date()
    if isinstance(at, dt.date):
        return Period(at, at)
    if isinstance(at, Integral) and not isinstance(at, bool) and 1 <= at <= 9999:
        return Period(dt.date(int(at), 1, 1), dt.date(int(at), 12, 31))
    raise ValumaError(f"{at!r} is no date; expected a year such as 2020, a datetime.date or None")


def first_day(text: str) -> dt.date:
    """Return the first day of a year, a month or a day written after ISO 8601."""
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return dt.date(*parts[:3])


def last_day(text: str) -> dt.date:
    """Return the last day of a year, a month or a day written after ISO 8601."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    following = dt.date(parts[0] + 1, 1, 1) if len(parts) == 1 or parts[1] == 12 else dt.date(parts[0], parts[1] + 1, 1)
    return following - dt.timedelta(days=1)


@dataclass(frozen=True)
class Lifetimes:
    """Periods of bodies and the bodies that follow them.

    Parameters
    ----------
    periods : mapping of str to Period
        By actor_id or ``municipality:CODE``.
    successors : mapping of str to tuple of str and str
        Body → the body that followed and the date as it is written in the registry.
    """

    periods: Mapping[str, Period] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def valid(self, body: str, at: Period | None) -> bool:
        """Return whether a body exists at a time; where no time is given, whether no end of it is known."""
        period = self.periods.get(body, Period())
        return period.endless if at is None else period.meets(at)

    def successor(self, body: str, at: Period | None) -> tuple[str, str] | None:
        """Return the body that exists at a time in the place of one that has ended, and the date of the last change.

        Parameters
        ----------
        body : str
            Body that does not exist at the time.
        at : Period or None
            The time; None is after every change.

        Returns
        -------
        tuple of str and str, or None
            None where nothing followed, or the time is before the change.
        """
        date, seen = "", {body}
        while body in self.successors:
            following, date = self.successors[body]
            if following in seen or (at is not None and at.end < first_day(date)):
                return None
            seen.add(following)
            if self.valid(following, at):
                return following, date
            body = following
        return None


def lifetimes(
    actors: pd.DataFrame, municipalities: pd.DataFrame, succession: pd.DataFrame, body_of_code: Mapping[str, str]
) -> Lifetimes:
    """Return the lifetimes of the bodies of a registry.

    Parameters
    ----------
    actors, municipalities, succession : DataFrame
        Tables of the registry, whichever it has.
    body_of_code : mapping of str to str
        Municipality code → its actor_id, or ``municipality:CODE`` where it is no actor.

    Returns
    -------
    Lifetimes
        The years of an actor and the days of its municipality both count.
    """
    periods: dict[str, Period] = {}
    successors: dict[str, tuple[str, str]] = {}
    for row in municipalities.to_dict("records"):
        code, end, into = str(row["municipality_code"]), _text(row.get("valid_to")), _text(row.get("merged_into"))
        if end:
            last = last_day(end)
            periods[body_of_code[code]] = Period(FIRST, last)
            if into in body_of_code:
                successors[body_of_code[code]] = (body_of_code[into], str(last + dt.timedelta(days=1)))
    for row in succession.to_dict("records"):
        old, new, date = str(row["old"]), str(row["new"]), _text(row.get("date"))
        successors[old] = (new, date)
        before = first_day(date) - dt.timedelta(days=1)
        periods[old] = Period(FIRST, min(before, periods.get(old, Period()).end))
    for row in actors.to_dict("records"):
        actor, start, end = str(row["actor_id"]), _text(row.get("valid_from")), _text(row.get("valid_to"))
        known = periods.get(actor, Period())
        first = first_day(start) if start else known.start
        last = min(last_day(end), known.end) if end else known.end
        if (first, last) != (FIRST, LAST):
            periods[actor] = Period(first, last)
    return Lifetimes(periods, successors)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
