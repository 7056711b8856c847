"""Axes write numbers in the language of the figure."""

from __future__ import annotations

import pytest

from valuma.figures.page import Page
from valuma.figures.scales import numbers, percentages
from valuma.figures.style import context


@pytest.mark.parametrize(
    ("lang", "small", "large", "share"),
    [("fi", "0,5", "1\u202f500", "50\u00a0%"), ("en", "0.5", "1,500", "50%")],
)
def test_ticks_follow_the_language(lang: str, small: str, large: str, share: str) -> None:
    with context():
        ax = Page("Asteikko", lang=lang, height=30).axes(10, 5, 60, 20)
        numbers(ax.xaxis, lang)
        percentages(ax.yaxis, lang)
        assert ax.xaxis.get_major_formatter()(0.5, 0) == small
        assert ax.xaxis.get_major_formatter()(1500.0, 0) == large
        assert ax.yaxis.get_major_formatter()(0.5, 0) == share


def test_dust_of_arithmetic_is_not_printed() -> None:
    with context():
        ax = Page("Asteikko", lang="fi", height=30).axes(10, 5, 60, 20)
        numbers(ax.xaxis, "fi")
        assert ax.xaxis.get_major_formatter()(0.1 + 0.2, 0) == "0,3"
