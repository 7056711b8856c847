"""Dates of statistics programs: numbers since a day of their own, by the format of the variable."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.survey_files.aligning import counted, rows_of
from valuma.loaders.survey_files.missing import spelt_out
from valuma.survey.codebook import Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason

Floats = npt.NDArray[np.float64]

_DAY = 86_400.0
#: Seconds from the first day of SPSS (14 October 1582) and of Stata and SAS (1 January 1960) to 1970.
_SPSS, _1960 = 12_219_379_200.0, 315_619_200.0
#: First and last second that can be a date, from 1970: 15 October 1582 to the end of the year 9999.
_FIRST, _LAST = _DAY - _SPSS, 253_402_300_799.999999

_STATA = re.compile(r"%-?(?:t([cCdwmqh])|d)")
_SAS_DAYS = re.compile(
    r"(?:DATE|DDMMYY[BCDNPS]?|MMDDYY[BCDNPS]?|YYMMDD[BDNPS]?|WEEKDAT[EX]|WORDDAT[EX]|NLDATE|MONYY|YYMM[CDNPS]?|YYQ|YYQR"
    r"|JULIAN|JULDAY|E8601DA|B8601DA|IS8601DA|MMYY[CDNPS]?|YYMON)[0-9.]*$"
)
_SAS_SECONDS = re.compile(
    r"(?:DATETIME|DTDATE|DTMONYY|DTYYQC|DTYEAR|DATEAMPM|MDYAMPM|NLDATM|E8601D[TXZN]|B8601D[TXZN]|IS8601DT)[0-9.]*$"
)


def spss_seconds(numbers: Floats) -> Floats:
    """Return seconds since 1970 of numbers of SPSS."""
    return numbers - _SPSS


def stata_seconds(numbers: Floats, form: str) -> Floats | None:
    """Return seconds since 1970 of numbers of Stata; None where the format is none of dates.

    Examples
    --------
    >>> stata_seconds(np.array([21916.0]), "%td") / 86400, stata_seconds(np.array([1.0]), "%9.0g")
    (array([18263.]), None)
    """
    found = _STATA.match(form)
    if found is None:
        return None
    unit = found[1] or "d"
    if unit in "cC":
        return numbers / 1000 - _1960
    if unit == "d":
        return numbers * _DAY - _1960
    if unit == "w":
        years, weeks = np.divmod(numbers, 52)
        return _month_seconds(years * 12) + weeks * 7 * _DAY
    return _month_seconds(numbers * {"m": 1, "q": 3, "h": 6}[unit])


def sas_seconds(numbers: Floats, form: str) -> Floats | None:
    """Return seconds since 1970 of numbers of SAS; None where the format is none of dates."""
    if _SAS_DAYS.match(form.upper()):
        return numbers * _DAY - _1960
    return numbers - _1960 if _SAS_SECONDS.match(form.upper()) else None


def _month_seconds(months: Floats) -> Floats:
    """First second of a month counted from January 1960."""
    fine = np.abs(months) < 200_000
    found = np.full(len(months), np.inf)
    whole = np.floor(months[fine]).astype(np.int64)
    found[fine] = (whole - 120).astype("datetime64[M]").astype("datetime64[s]").astype(np.float64)
    found[np.isnan(months)] = np.nan
    return found


def dated(
    numbers: Floats, seconds: Floats, variable: Variable, file: str, report: LoadReport, first: int = 1
) -> tuple[npt.NDArray[Any], pd.Series | None]:
    """Turn a column of numbers into dates; missing codes and impossible dates become missing with their reason.

    Parameters
    ----------
    numbers : ndarray of float64
        As the file holds them, so that missing codes are recognised.
    seconds : ndarray of float64
        The same as seconds since 1970.
    variable : Variable
        Its missing codes.
    file : str
        Name of the file.
    report : LoadReport
        Grows by impossible dates: before the Gregorian calendar or after the year 9999.
    first : int, default 1
        Number of the first row.

    Returns
    -------
    tuple of ndarray and Series
        ``datetime64[us]``, and why cells are missing; None where that is as usual.

    Examples
    --------
    >>> report = LoadReport()
    >>> days, why = dated(np.array([0.0, 6e12]), np.array([0.0, 6e12]), Variable("d"), "a.sav", report)
    >>> str(days[0]), str(days[1]), why.tolist()
    ('1970-01-01T00:00:00.000000', 'NaT', [None, 'unreadable'])
    >>> print(report)
    warning: a.sav, d, row 2: an impossible date (6000000000000 in the file) in 1 cell; left empty as unreadable
    """
    why = np.full(len(numbers), None, dtype=object)
    gone = np.zeros(len(numbers), dtype=bool)
    for rule in spelt_out(variable.missing, variable.labels):
        if not isinstance(rule.low, str) and not isinstance(rule.high, str):
            here = (numbers >= rule.low) & (numbers <= rule.high) & ~gone
            why[here], gone = str(rule), gone | here
    fine = (seconds >= _FIRST) & (seconds <= _LAST) & ~gone
    bad = ~fine & ~gone & ~np.isnan(numbers)
    found = np.full(len(numbers), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    found[fine] = np.round(seconds[fine] * 1e6).astype(np.int64).astype("datetime64[us]")
    if bad.any():
        why[bad] = str(Reason.UNREADABLE)
        what = f"an impossible date ({numbers[bad][0]:.15g} in the file) in {counted(int(bad.sum()))}"
        report.warning(f"{file}, {variable.name}, {rows_of(bad, first)}", what, "left empty as unreadable")
    return found, pd.Series(why, dtype=object) if gone.any() or bad.any() else None
