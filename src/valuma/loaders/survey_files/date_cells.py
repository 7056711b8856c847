"""Cells that are dates: ISO, Finnish and American forms; days that do not exist are told from texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

DateStyle = Literal["iso", "day.month", "day/month", "month/day"]

_TIME = (
    r"(?:[T ,]\s?(?:klo |kl\. )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?"
    r"(?: ?([AaPp])\.?[Mm]\.?)?(?:Z| ?UTC)?)?"
)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _TIME)
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})" + _TIME)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})" + _TIME)
#: The usual forms, which are read all at once.
_FORMATS = {
    _ISO: ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"),
    _DOTS: ("%d.%m.%Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M"),
}
#: Years that an answer, a birth or a founding can have.
_YEARS = range(1000, 2200)


def looks_like_date(text: str) -> bool:
    """Say whether a text has the form of a date, whether or not the day exists.

    Examples
    --------
    >>> looks_like_date("31.2.2020"), looks_like_date("2020-02-30 10:00:00"), looks_like_date("12.5")
    (True, True, False)
    """
    return bool(_ISO.fullmatch(text) or _DOTS.fullmatch(text) or _SLASHES.fullmatch(text))


def date_style(texts: Iterable[str]) -> DateStyle | None:
    """Return the style of the dates of a column; None where days and months cannot be told apart.

    Parameters
    ----------
    texts : iterable of str
        Cells that have the form of a date.

    Examples
    --------
    >>> date_style(["1.2.2020"]), date_style(["2/1/2020", "2/13/2020"]), date_style(["2/1/2020"])
    ('day.month', 'month/day', None)
    """
    counts: dict[str, int] = {"iso": 0, "day.month": 0, "slashes": 0}
    first = second = 0
    for text in texts:
        if _ISO.fullmatch(text):
            counts["iso"] += 1
        elif _DOTS.fullmatch(text):
            counts["day.month"] += 1
        elif found := _SLASHES.fullmatch(text):
            counts["slashes"] += 1
            first, second = max(first, int(found[1])), max(second, int(found[2]))
    most = max(counts, key=lambda style: counts[style])
    if not counts[most]:
        return None
    if most == "iso":
        return "iso"
    if most == "day.month":
        return "day.month"
    if (first > 12) == (second > 12):
        return None
    return "day/month" if first > 12 else "month/day"


def date(text: str, style: DateStyle) -> dt.datetime | None:
    """Read one date; None for a day that does not exist or a text of another style.

    Examples
    --------
    >>> date("5.1.2024 klo 9.30", "day.month"), date("31.2.2024", "day.month")
    (datetime.datetime(2024, 1, 5, 9, 30), None)
    """
    pattern: Mapping[str, re.Pattern[str]] = {"iso": _ISO, "day.month": _DOTS}
    found = pattern.get(style, _SLASHES).fullmatch(text)
    if found is None:
        return None
    one, two, three = (int(found[k]) for k in (1, 2, 3))
    year, month, day = (one, two, three) if style == "iso" else (three, two, one)
    if style == "month/day":
        month, day = one, two
    hour, minute, second = (int(found[k] or 0) for k in (4, 5, 6))
    if found[7]:
        hour = hour % 12 + (12 if found[7] in "Pp" else 0)
    if year not in _YEARS:
        return None
    try:
        return dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def read_dates(texts: npt.NDArray[Any], part: Iterable[str]) -> npt.NDArray[np.datetime64]:
    """Read many dates at once as far as they have one of the usual forms; others are left as no date.

    Parameters
    ----------
    texts : ndarray of str
        Cells.
    part : iterable of str
        Some of them, by which the forms are chosen.

    Examples
    --------
    >>> read_dates(np.array(["2024-01-05", "2024-02-30", "x"], dtype=object), ["2024-01-05"]).astype(str).tolist()
    ['2024-01-05T00:00:00', 'NaT', 'NaT']
    """
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[s]")
    sample = list(part)
    for pattern, formats in _FORMATS.items():
        if not any(pattern.fullmatch(text) for text in sample):
            continue
        for form in formats:
            left = np.flatnonzero(np.isnat(values))
            if not len(left):
                break
            tried = pd.to_datetime(texts[left[:200]], format=form, errors="coerce")
            if not tried.isna().all():
                rest = texts if len(left) == len(texts) else texts[left]
                read = pd.to_datetime(rest, format=form, errors="coerce").to_numpy()
                values[left] = read.astype("datetime64[s]")
    years = values.astype("datetime64[Y]").astype(np.int64) + 1970
    values[~np.isnat(values) & ((years < _YEARS[0]) | (years > _YEARS[-1]))] = np.datetime64("NaT")
    return values
