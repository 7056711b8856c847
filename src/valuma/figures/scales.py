"""Axes that write their numbers in the language of the figure."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, NullFormatter

from valuma.texts import message, number, percent


def numbers(axis: Axis, lang: str, digits: int | None = None) -> None:
    """Write an axis's ticks as numbers of a language.

    Parameters
    ----------
    axis : matplotlib Axis
        ``ax.xaxis`` or ``ax.yaxis``.
    lang : {"fi", "sv", "en"}
        Language.
    digits : int, optional
        Decimals; without it as few as each tick needs.
    """
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(_clean(value), lang, _digits(value, digits))))
    axis.set_minor_formatter(NullFormatter())


def percentages(axis: Axis, lang: str, digits: int = 0) -> None:
    """Write an axis's ticks, shares of 1, as percentages of a language."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: percent(_clean(value), lang, digits)))
    axis.set_minor_formatter(NullFormatter())


def _clean(value: float) -> float:
    """Return a tick without the dust of floating-point arithmetic."""
    return float(f"{value:.10g}")


def _digits(value: float, digits: int | None) -> int:
    if digits is not None:
        return digits
    text = f"{_clean(value):.10f}".rstrip("0")
    return len(text.partition(".")[2])


def money(axis: Axis, lang: str) -> None:
    """Write an axis of sums in millions and milliards in the words of a language, smaller ones in full."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: _sum(_clean(value), lang)))
    axis.set_minor_formatter(NullFormatter())


def _sum(value: float, lang: str) -> str:
    for unit, key in ((1e9, "milliards"), (1e6, "millions")):
        if value >= unit:
            return message(key, lang, value=number(_clean(value / unit), lang, _digits(value / unit, None)))
    return number(value, lang, _digits(value, None))
