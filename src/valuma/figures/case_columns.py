"""The columns of the table-figure of cases: names, marks, sizes and small multiples on one grid of rows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.colours import OTHER, Look, look
from valuma.figures.lettering import line_height, wrap
from valuma.figures.names import capital, group_name, known, value_name
from valuma.figures.page import Page
from valuma.figures.scales import numbers
from valuma.figures.style import GROUND, INK, LINE, MUTED, SMALL_PT
from valuma.schema.vocabularies import FundingKind, Governance, PolicyField, PurposeKind
from valuma.texts import label, message, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME, _MARK, _WORDS = 47.0, 6.0, 26.0
_DOT, _GAP, _HEAD, _FOOT = 4.6, 3.0, 26.0, 8.0
_ROW, _BAND, _NAME_PT, _HEAD_PT = 4.9, 5.6, 7.4, 7.2
_FRACTION = 16.0
_FIELDS = (PolicyField.URBAN, PolicyField.RURAL, PolicyField.ARCHIPELAGO, PolicyField.CROSS)


class CaseTable:
    """Rows of cases and where their columns stand, in millimetres.

    Parameters
    ----------
    table : DataFrame
        One row a network: ``network_id``, ``network`` (name), ``group``, ``purpose_kind``, ``governance``,
        ``policy_fields`` and ``funding_kinds`` (joined by semicolons), ``known``, ``known_of_stated``, ``counts``.
    measures : tuple of str
        Profile numbers that get a small multiple each; governance is then a mark, not a word.
    lang : {"fi", "sv", "en"}
        Language.

    Attributes
    ----------
    height : float
        Height of the rows with headings and axes, in millimetres.
    """

    def __init__(self, table: pd.DataFrame, *, measures: tuple[str, ...], lang: str) -> None:
        self.table, self.measures, self.lang = table, measures, lang
        self._records = table.to_dict("records")
        self._policy = _NAME + _MARK + (_MARK if measures else _WORDS)
        self._funding = self._policy + len(_FIELDS) * _DOT + _GAP
        self._size = self._funding + len(FundingKind) * _DOT + _GAP
        room = Page.body_width() - self._size - _FRACTION
        self._size_width = 0.0 if measures else room
        self._wide = (room - _GAP * len(measures)) / len(measures) if measures else 0.0
        self._rows: list[float] = []
        self._heights: list[float] = []
        top, before = _HEAD, None
        for record in self._records:
            top += _BAND if record["group"] != before else 0.0
            self._rows.append(top)
            self._heights.append(_ROW + line_height(_NAME_PT) * _name(record["network"]).count("\n"))
            top, before = top + self._heights[-1], record["group"]
        self._end = top
        self.height = top + _FOOT

    @property
    def _middles(self) -> list[float]:
        return [top + height / 2 for top, height in zip(self._rows, self._heights, strict=True)]

    def draw(self, page: Page, profile: pd.DataFrame) -> None:
        """Draw the table on a sheet.

        Parameters
        ----------
        page : Page
            Sheet with a body at least `height` high.
        profile : DataFrame
            ``network_id`` and the measures, with ``_low`` and ``_high`` where there are bounds.
        """
        ax = page.canvas()
        self._headings(ax)
        self._bands(ax, page.width)
        for record, middle in zip(self._records, self._middles, strict=True):
            self._row(ax, record, middle)
        self._fractions(page)
        if self._size_width:
            self._sizes(page)
        for place, measure in enumerate(self.measures):
            left = self._size + _FRACTION + _GAP + place * (self._wide + _GAP)
            self._measure(page, profile.set_index("network_id"), measure, left)

    def _headings(self, ax: Axes) -> None:
        base, lang = _HEAD - 1.5, self.lang
        bold: dict[str, Any] = {"size": SMALL_PT, "weight": "bold"}
        tilted: dict[str, Any] = {
            "rotation": 60, "rotation_mode": "anchor", "size": _HEAD_PT, "ha": "left", "va": "center",
        }  # fmt: skip
        for left, name in ((self._policy, "policy_fields"), (self._funding, "funding_kind")):
            ax.text(left + 0.5, 3.5, _attribute(name, lang), **bold)
        ax.text(_NAME + 1.2, base, _attribute("purpose_kind", lang), **(tilted | {"weight": "bold"}))
        if self.measures:
            ax.text(_NAME + _MARK + 1.2, base, _attribute("governance", lang), **(tilted | {"weight": "bold"}))
        else:
            ax.text(_NAME + _MARK, base, _attribute("governance", lang), **bold)
        for place, field in enumerate(_FIELDS):
            ax.text(self._policy + (place + 0.5) * _DOT, base, label(field, lang, short=True), **tilted)
        for place, kind in enumerate(FundingKind):
            ax.text(self._funding + (place + 0.5) * _DOT, base, label(kind, lang), **tilted)
        words = wrap(capital(message("known-stated", lang)), _FRACTION + self._size_width - 1, SMALL_PT, bold=True)
        ax.text(self._size, base, words, va="bottom", linespacing=1.05, **bold)

    def _bands(self, ax: Axes, width: float) -> None:
        from matplotlib.patches import Rectangle

        before = None
        for place, (record, top, high) in enumerate(zip(self._records, self._rows, self._heights, strict=True)):
            if record["group"] != before:
                words = capital(group_name(record["group"], self.lang))
                ax.text(0, top - 1.4, words, size=SMALL_PT, weight="bold", color=MUTED)
                ax.plot([0, width], [top - 0.3, top - 0.3], color=LINE, linewidth=0.6)
            elif place % 2:
                ax.add_patch(Rectangle((0, top), width, high, facecolor=GROUND, edgecolor="none", alpha=0.55, zorder=0))
            before = record["group"]

    def _row(self, ax: Axes, record: dict[Any, Any], middle: float) -> None:
        ax.text(0, middle, _name(record["network"]), size=_NAME_PT, va="center", linespacing=1.05)
        _mark(ax, _NAME + 1.2, middle, record["purpose_kind"], PurposeKind)
        if self.measures:
            _mark(ax, _NAME + _MARK + 1.2, middle, record["governance"], Governance)
        else:
            words = wrap(_said(record["governance"], Governance, self.lang), _WORDS - 2, _NAME_PT, lines=1)
            faint = MUTED if record["governance"] == "unknown" else INK
            ax.text(_NAME + _MARK, middle, words, size=_NAME_PT, va="center_baseline", color=faint)
        _dots(ax, record["policy_fields"], _FIELDS, self._policy, middle, self.lang)
        _dots(ax, record["funding_kinds"], tuple(FundingKind), self._funding, middle, self.lang)

    def _fractions(self, page: Page) -> None:
        for record, middle in zip(self._records, self._middles, strict=True):
            words = record["known_of_stated"] or message("known-no-stated", self.lang, known=record["known"])
            words = wrap(words, _FRACTION - 0.5, 7.0, lines=1)
            page.text(self._size + self._size_width, middle, words, size=7.0, va="center")

    def _sizes(self, page: Page) -> None:
        """Draw known members as a dot, stated ones as a ring."""
        top = self._rows[0]
        ax = page.axes(self._size, top, self._size_width - 2, self._end - top)
        greatest = 1.0
        for record, middle in zip(self._records, self._middles, strict=True):
            y, counts = middle - top, record["counts"]
            have = sum(int(count["known"]) for count in counts) if counts else record["known"]
            stated = sum(int(count["n_high"] if known(count["n_high"]) else count["n_low"]) for count in counts)
            greatest = max(greatest, have, stated)
            if counts:
                ax.plot([have, stated], [y, y], color=LINE, linewidth=0.8, zorder=1)
                ax.scatter(stated, y, s=19, facecolor="white", edgecolor=INK, linewidth=0.8, zorder=2, clip_on=False)
            ax.scatter(have, y, s=11, color=INK, lw=0, zorder=3, clip_on=False)
        ax.set(xlim=(0, greatest * 1.06), ylim=(self._end - top, 0))
        _bare(ax, self.lang)

    def _measure(self, page: Page, rows: pd.DataFrame, measure: str, left: float) -> None:
        """Draw one small multiple: the value as a dot, its bounds as a line, a dash where there is none."""
        top = self._rows[0]
        ax = page.axes(left, top, self._wide, self._end - top)
        words = wrap(capital(sentence(measure, self.lang).label), self._wide + 1.5, _HEAD_PT, bold=True)
        page.text(left, _HEAD - 1.5, words, size=_HEAD_PT, weight="bold", va="bottom")
        greatest = 1.0
        for record, middle in zip(self._records, self._middles, strict=True):
            y = middle - top
            row: Any = rows.loc[record["network_id"]] if record["network_id"] in rows.index else {measure: pd.NA}
            value = row[measure]
            low, high = (row.get(f"{measure}{end}", value) for end in ("_low", "_high"))
            if known(low) and known(high):
                ax.plot([low, high], [y, y], color=MUTED, linewidth=1.0, zorder=2)
            if known(value):
                ax.scatter(value, y, s=11, color=INK, lw=0, zorder=3, clip_on=False)
                greatest = max(greatest, float(value), float(high) if known(high) else 0.0)
            elif not known(low):
                ax.text(0, y, message("suppressed", self.lang), size=7, color=MUTED, va="center_baseline")
        ax.set(xlim=(0, greatest), ylim=(self._end - top, 0))
        _bare(ax, self.lang)


def _name(name: str) -> str:
    return wrap(name, _NAME - 3.5, _NAME_PT, lines=2)


def _attribute(name: str, lang: str) -> str:
    return capital(label(name, lang, vocabulary="Attribute"))


def _mark(ax: Axes, x: float, y: float, value: str, vocabulary: type[StrEnum]) -> None:
    seen = look(vocabulary(value)) if value in set(vocabulary) else Look(OTHER, "$?$", "")
    ax.scatter(x, y, marker=seen.marker, s=20, color=seen.colour, lw=0)


def _dots(ax: Axes, cell: str, values: Sequence[StrEnum], left: float, middle: float, lang: str) -> None:
    """Draw a mark for what is said; a word where nothing is known of the whole, or none of them holds."""
    alone = {"": "unknown", "unknown": "unknown"}.get(cell)
    if alone or cell == PolicyField.NONE:
        words = message(alone, lang) if alone else label(PolicyField.NONE, lang, short=True)
        ax.text(left + 1.0, middle, words, size=_NAME_PT, color=MUTED, style="italic", va="center_baseline")
        return
    said = set(cell.split(";"))
    for place, value in enumerate(values):
        x = left + (place + 0.5) * _DOT
        if str(value) in said:
            seen = look(value)
            ax.scatter(x, middle, marker=seen.marker, s=34 if seen.marker == "*" else 19, color=seen.colour, lw=0)
        else:
            ax.scatter(x, middle, marker=".", s=7, color=LINE, lw=0)


def _bare(ax: Axes, lang: str) -> None:
    ax.patch.set_alpha(0)
    ax.tick_params(axis="y", left=False, labelleft=False)
    ax.tick_params(axis="x", labelsize=7)
    ax.spines["left"].set_visible(False)
    ax.locator_params(axis="x", nbins=3)
    ax.grid(axis="x")
    numbers(ax.xaxis, lang)


def _said(value: str, vocabulary: type[StrEnum], lang: str) -> str:
    return value_name(pd.NA if value == "unknown" else value, vocabulary, lang, short=True)
