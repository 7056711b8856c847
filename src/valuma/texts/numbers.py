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
