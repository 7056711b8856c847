"""Numbers as each language writes them."""

from __future__ import annotations

import math

from valuma.schema.problems import ValumaError

_NARROW, _FIXED, _MINUS = "\u202f", "\u00a0", "\u2212"
_MARKS = {"fi": (_NARROW, ","), "sv": (_NARROW, ","), "en": (",", ".")}


def number(x: float, lang: str, digits: int | None = None) -> str:
    r"""Write a number in a language.

    Parameters
    ----------
    x : float
        A finite number. What is unknown has no number: say the state instead.
    lang : {"fi", "sv", "en"}
        Language: Finnish and Swedish group with a narrow no-break space and have a decimal comma.
    digits : int, optional
        Decimals; without it none for whole numbers and two for others.

    Returns
    -------
    str
        The number with a real minus sign, never ``-0``.

    Raises
    ------
    ValumaError
        When the number is not finite, or the language is not there.

    Examples
    --------
    >>> number(1234.5, "en", 1)
    '1,234.5'
    >>> number(1234.5, "fi", 1)
    '1\u202f234,5'
    """
    if lang not in _MARKS:
        raise ValumaError(f"language {lang!r} is not there: one of {', '.join(_MARKS)}")
    value = float(x)
    if not math.isfinite(value):
        raise ValumaError(f"{x!r} cannot be written as a number: print the state of the result instead")
    if digits is None:
        digits = 0 if value == round(value) else 2
    group, point = _MARKS[lang]
    plain = f"{abs(value):,.{digits}f}"
    sign = _MINUS if value < 0 and any(c in "123456789" for c in plain) else ""
    return sign + plain.translate({ord(","): group, ord("."): point})


def percent(x: float, lang: str, digits: int = 0) -> str:
    r"""Write a share as a percentage.

    Parameters
    ----------
    x : float
        A share, 1 for the whole.
    lang : {"fi", "sv", "en"}
        Language.
    digits : int, default 0
        Decimals of the percentage.

    Returns
    -------
    str
        ``38 %`` with a no-break space in Finnish and Swedish, ``38%`` in English.

    Raises
    ------
    ValumaError
        When the number is not finite, or the language is not there.

    Examples
    --------
    >>> percent(0.384, "en"), percent(0.384, "sv", 1)
    ('38%', '38,4\xa0%')
    """
    written = number(100 * float(x), lang, digits)
    return f"{written}%" if lang == "en" else f"{written}{_FIXED}%"


def interval(low: float, high: float, lang: str, digits: int | None = None) -> str:
    """Write two bounds with a dash, or one number where they are written alike.

    Parameters
    ----------
    low, high : float
        Bounds, ``low`` not above ``high``.
    lang : {"fi", "sv", "en"}
        Language.
    digits : int, optional
        Decimals, as in `number`.

    Returns
    -------
    str
        The bounds; spaces surround the dash where a bound is negative.

    Raises
    ------
    ValumaError
        When a bound is not finite or they stand in the wrong order.

    Examples
    --------
    >>> interval(0.21, 0.43, "fi", 2)
    '0,21–0,43'
    """
    if low > high:
        raise ValumaError(f"bounds in the wrong order: {low} is above {high}")
    first, last = number(low, lang, digits), number(high, lang, digits)
    if first == last:
        return first
    return f"{first} – {last}" if low < 0 else f"{first}–{last}"


def percents(low: float, high: float, lang: str, digits: int = 0) -> str:
    r"""Write a range of shares as percentages, or one percentage where both are written alike.

    Parameters
    ----------
    low, high : float
        Shares, 1 for the whole.
    lang : {"fi", "sv", "en"}
        Language.
    digits : int, default 0
        Decimals of the percentages.

    Returns
    -------
    str
        The range with one sign: ``21–43 %``.

    Raises
    ------
    ValumaError
        When a share is not finite, or the language is not there.

    Examples
    --------
    >>> percents(0.21, 0.43, "en"), percents(0.211, 0.214, "fi")
    ('21–43%', '21\xa0%')
    """
    first, last = percent(low, lang, digits), percent(high, lang, digits)
    return first if first == last else f"{first.removesuffix('%').rstrip()}–{last}"


def stated_size(low: float | None, high: float | None, lang: str, more: str = ">") -> str:
    """Write a stated number of members.

    Parameters
    ----------
    low, high : float, optional
        Ends of the statement; without `high` it says "more than low", without `low` there is none. NaN and NA are
        read as None.
    lang : {"fi", "sv", "en"}
        Language.
    more : str
        What stands before an open end.

    Returns
    -------
    str
        One number, a range, an open end, or ``?``.

    Examples
    --------
    >>> [stated_size(30, high, "en") for high in (30, 35, None)]
    ['30', '30–35', '>30']
    """
    start, end = _whole(low), _whole(high)
    if start is None:
        return "?"
    return f"{more}{number(start, lang)}" if end is None else interval(start, end, lang)


def known_of_stated(known: float, low: float | None, high: float | None, lang: str) -> str:
    """Write known and stated members of a list.

    Parameters
    ----------
    known : int
        Members that are known.
    low, high : float, optional
        As in `stated_size`.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str
        ``known/stated``.

    Examples
    --------
    >>> known_of_stated(30, 30, 35, "en"), known_of_stated(75, 75, None, "en"), known_of_stated(10, None, None, "en")
    ('30/30–35', '75/>75', '10/?')
    """
    return f"{number(known, lang)}/{stated_size(low, high, lang)}"


def _whole(x: float | None) -> int | None:
    """Return a whole number, or None where nothing stands; NA compares to nothing."""
    return None if x is None or type(x).__name__ == "NAType" or math.isnan(x) else int(x)
