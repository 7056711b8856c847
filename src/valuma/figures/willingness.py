"""`willingness`: how many would pay at least each amount of the card, by kind of actor under each fee rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator

from valuma.figures.catalogue import register
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.names import capital
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scales import percentages
from valuma.figures.style import GROUND, INK, LINE, MUTED, SMALL_PT
from valuma.figures.survey_marks import DASHES, SERIES, dot
from valuma.figures.survey_source import SurveyWords, choose_survey, read_as_interval
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.summaries import Summary, willingness
from valuma.survey.summaries.interest import CANNOT_SAY
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study
    from valuma.survey.survey import Survey

_LEFT, _APART = 11.0, 3.5
_KEY, _HEAD, _HIGH, _AXIS = 4.4, 6.0, 44.0, 6.0
_NAMES, _GAP, _OUT, _ROW, _STEP = 46.0, 4.0, 4.0, 8.4, 1.75
_TICK_PT = 7.0
#: Most groups on a sheet.
MOST = 12


@register("willingness")
def draw(
    source: Survey | Study,
    *,
    lang: str,
    survey: str | None = None,
    by: str | None = None,
    steps: Sequence[float] | None = None,
    most: int = MOST,
) -> Figure:
    """Draw the share of respondents whose organisation would pay at least each amount.

    Parameters
    ----------
    source : Survey or Study
        A survey, or a study with one that asks for willingness to pay.
    lang : {"fi", "sv", "en"}
        Language.
    survey : str, optional
        Which survey of the study.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options, never named bodies; by default the first of
        kind, tier and region that is known.
    steps : sequence of float, optional
        Amounts of the card at which groups are drawn, see `valuma.survey.summaries.willingness`.
    most : int, default 12
        Greatest number of groups; those with the most answers come first, the others stand in the table.

    Returns
    -------
    Figure
        Of all respondents a curve with its band for each fee rule over the amounts of the payment card, and beside it
        the share of those who cannot say or have no mandate. Below, a group a row: the shares at two amounts, and of
        those who cannot say, a mark a fee rule; what is not shown is a dash.

    Raises
    ------
    ValumaError
        No survey with answers asks for it, the groups are not known, or they would name bodies.
    """
    chosen = choose_survey(source, (SurveyRole.WILLINGNESS_TO_PAY,), survey)
    summary = willingness(chosen, by=by, steps=None if steps is None else tuple(steps))
    words = SurveyWords(summary.about, lang, source)
    sheet = _Sheet(summary, words, most)
    page = Page(
        message("willingness-title", lang, by=words.by(summary.by)),
        lang=lang,
        height=sheet.height,
        subtitle=message("willingness-subtitle", lang, survey=words.title),
        notes=(
            " ".join(filter(None, (message("willingness-stated", lang), read_as_interval(summary, lang)))),
            *sheet.remarks(),
            *words.notes(summary, foreign=sheet.rules, graded=False),
        ),
        synthetic=summary.about.settings.synthetic,
    )
    sheet.draw(page)
    frame = summary.frame
    return page.record(
        "willingness",
        frame.assign(
            group_label=[words.group(summary.by, group) for group in frame["group"]],
            item_label=[words.item(item) for item in frame["item"]],
        ),
        caption=words.opened(message("willingness-caption", lang)),
        alt=sheet.alt(),
        sources=words.sources,
    )


@dataclass
class _Sheet:
    """Curves of all respondents, dots of groups, and where they stand."""

    summary: Summary
    words: SurveyWords
    most: int

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValumaError(f"there is no figure of {self.most} groups; most is at least 1")

    @cached_property
    def rules(self) -> list[str]:
        """Variables, one a fee rule."""
        return list(dict.fromkeys(self.summary.frame["item"]))

    @cached_property
    def steps(self) -> list[float]:
        """Amounts on the axis."""
        return sorted(self.summary.frame["amount"].dropna().unique())

    @cached_property
    def coarse(self) -> list[float]:
        """Amounts at which groups are known."""
        frame = self.summary.frame
        return sorted(frame.loc[frame["group"] != "", "amount"].dropna().unique())

    @cached_property
    def columns(self) -> list[float | None]:
        """Amounts at which groups are drawn, the lowest and a middle one; None for those who cannot say."""
        frame = self.summary.frame
        told = frame[(frame["group"] != "") & frame["shown"]]["amount"].dropna()
        there = [step for step in self.coarse if (told == step).any()] or self.coarse
        return [*dict.fromkeys((there[0], there[len(there) // 2])), None] if there else [None]

    @cached_property
    def drawn(self) -> list[str]:
        """Groups that are drawn: those of which a number is shown, larger first."""
        frame = self.summary.frame
        frame = frame[frame["group"] != ""]
        here = frame["amount"].isin([step for step in self.columns if step is not None]) | (frame["part"] == CANNOT_SAY)
        told = frame[here & frame["shown"] & frame["estimate"].notna()]
        base = told.groupby("group", sort=False)["base"].max().astype(float)
        return sorted(map(str, base.index), key=lambda group: -float(base[group]))[: self.most]

    @property
    def left_out(self) -> list[str]:
        """Groups that are not drawn."""
        return [group for group in self.summary.groups if group not in self.drawn]

    @property
    def broken(self) -> bool:
        """Whether a number is not shown of what is drawn."""
        frame = self.summary.frame
        return not bool(frame[frame["group"].isin(["", *self.drawn])]["shown"].all())

    @cached_property
    def keys(self) -> list[str]:
        """Words of the fee rules, broken to the width of the sheet."""
        return [wrap(self.words.item(rule), Page.body_width() - 12, SMALL_PT) for rule in self.rules]

    @cached_property
    def row(self) -> float:
        """Height of a group in millimetres."""
        lines = max((self._named(group).count("\n") for group in self.drawn), default=0)
        return max(_ROW + lines * line_height(SMALL_PT), _STEP * len(self.rules) + 1.6)

    def _named(self, group: str) -> str:
        return wrap(capital(self.words.group(self.summary.by, group)), _NAMES - 3, SMALL_PT, lines=2)

    @property
    def height(self) -> float:
        """Height of keys, curves and rows in millimetres."""
        rows = _HEAD + 3.0 + self.row * len(self.drawn) + _AXIS if self.drawn else 0.0
        return self._keys_height + _HEAD + _HIGH + _AXIS + rows

    @property
    def _keys_height(self) -> float:
        return sum(_KEY + (text.count("\n")) * line_height(SMALL_PT) for text in self.keys) + 2.0

    def draw(self, page: Page) -> None:
        """Draw keys, curves and rows."""
        self._draw_keys(page)
        self._everybody(page, self._keys_height)
        if self.drawn:
            self._groups(page, self._keys_height + _HEAD + _HIGH + _AXIS + 3.0)

    def _draw_keys(self, page: Page) -> None:
        ax = page.axes(0, 0, page.width, self._keys_height)
        ax.set(xlim=(0, page.width), ylim=(self._keys_height, 0))
        ax.set_axis_off()
        down = 0.0
        for place, text in enumerate(self.keys):
            seen, dash = SERIES[place % len(SERIES)], DASHES[place % len(DASHES)]
            middle = down + _KEY / 2
            ax.plot([0.5, 8.5], [middle, middle], color=seen.colour, linestyle=dash, linewidth=1.2)
            ax.scatter(4.5, middle, marker=seen.marker, s=16, color=seen.colour, lw=0)
            ax.text(11, down + 0.4, text, size=SMALL_PT, va="top")
            down += _KEY + text.count("\n") * line_height(SMALL_PT)

    @property
    def _unsure_wide(self) -> float:
        """Width of the panel of those who cannot say: its word, and a place a rule."""
        word = width(message("willingness-unsure-short", self.words.lang), _TICK_PT)
        return max(14.0, word + 1.0, 2.6 * len(self.rules))

    def _everybody(self, page: Page, top: float) -> None:
        """Draw the curves of all respondents."""
        lang = self.words.lang
        part = self.summary.frame[self.summary.frame["group"] == ""]
        self._title(page, "", part, 0.0, top + 3.6)
        wide = page.width - _LEFT - self._unsure_wide - _APART
        ax = page.axes(_LEFT, top + _HEAD, wide, _HIGH)
        beside = page.axes(page.width - self._unsure_wide, top + _HEAD, self._unsure_wide, _HIGH)
        for one in (ax, beside):
            one.set(ylim=(0, 1), yticks=[0, 0.25, 0.5, 0.75, 1.0])
            one.grid(axis="y")
            one.tick_params(axis="y", left=False, labelleft=one is ax)
            one.spines["left"].set_visible(False)
        percentages(ax.yaxis, lang)
        ax.set_xlim(-0.35, len(self.steps) - 0.55)
        ax.xaxis.set_major_locator(FixedLocator(list(range(len(self.steps)))))
        self._names_of_steps(ax, wide)
        beside.set(xlim=(-0.7, len(self.rules) - 0.3), xticks=[], facecolor=GROUND)
        unsure = message("willingness-unsure-short", lang)
        beside.text(0.5, -0.035, unsure, size=_TICK_PT, ha="center", va="top", transform=beside.transAxes)
        if not part["shown"].any():
            text = wrap(message("survey-hidden", lang), wide - 6, SMALL_PT)
            box = {"facecolor": "white", "edgecolor": LINE, "linewidth": 0.5, "pad": 2.5}
            middle = (_LEFT + wide / 2, top + _HEAD + _HIGH / 2)
            page.text(*middle, text, size=SMALL_PT, color=INK, ha="center", va="center", bbox=box)
            return
        for at, rule in enumerate(self.rules):
            self._curve(ax, part[part["item"] == rule], at)
            self._unsure(beside, part[part["item"] == rule], at)

    def _title(self, page: Page, group: str, part: pd.DataFrame, left: float, down: float) -> None:
        """Write a group in bold, and behind it the respondents of its rules."""
        name = capital(self.words.group(self.summary.by, group))
        page.text(left, down, name, size=SMALL_PT, weight="bold")
        beside = left + width(name, SMALL_PT, bold=True) + 2.0
        page.text(beside, down, self._n(part), size=_TICK_PT, color=MUTED)

    def _n(self, part: pd.DataFrame) -> str:
        base = part["base"].dropna().astype(float)
        return self.words.n(base) if len(base) else message("suppressed", self.words.lang)

    def _names_of_steps(self, ax: Axes, wide: float) -> None:
        """Write amounts below the curves, as many as there is room for, and always the highest."""
        lang = self.words.lang
        names = [message("willingness-at-least-short", lang, amount=number(step, lang)) for step in self.steps]
        room = wide / (len(names) + 0.8)
        every = math.ceil((max(width(name, _TICK_PT) for name in names) + 1.0) / room)
        shown = [name if (len(names) - 1 - at) % every == 0 else "" for at, name in enumerate(names)]
        ax.set_xticklabels(shown, size=_TICK_PT)

    def _curve(self, ax: Axes, part: pd.DataFrame, at: int) -> None:
        """Draw one rule; the curve breaks where a step is not shown."""
        rows = part[part["part"] != CANNOT_SAY].sort_values("amount")
        x = np.array([self.steps.index(step) for step in rows["amount"]])
        y, low, high = (rows[name].to_numpy(dtype=float) for name in ("estimate", "low", "high"))
        seen, dash = SERIES[at % len(SERIES)], DASHES[at % len(DASHES)]
        ax.fill_between(x, low, high, where=~np.isnan(low), color=seen.colour, alpha=0.1, linewidth=0)
        ax.plot(x, y, color=seen.colour, linestyle=dash, linewidth=1.2, zorder=3)
        size = 20 if seen.marker == "*" else 12
        ax.scatter(x, y, marker=seen.marker, s=size, color=seen.colour, linewidths=0, clip_on=False, zorder=3)

    def _unsure(self, ax: Axes, part: pd.DataFrame, at: int) -> None:
        rows = part[(part["part"] == CANNOT_SAY) & part["estimate"].notna()]
        seen = SERIES[at % len(SERIES)]
        for row in rows.to_dict("records"):
            ax.plot([at, at], [row["low"], row["high"]], color=seen.colour, linewidth=0.9)
            ax.scatter(at, row["estimate"], marker=seen.marker, s=13, color=seen.colour, lw=0, zorder=3, clip_on=False)

    def _groups(self, page: Page, top: float) -> None:
        """Draw a group a row and an amount a column."""
        lang, high = self.words.lang, self.row * len(self.drawn)
        page.text(0, top + 3.6, capital(self.words.by(self.summary.by)), size=SMALL_PT, weight="bold")
        wide = (page.width - _NAMES - (len(self.columns) - 1) * _GAP) / len(self.columns)
        for place, step in enumerate(self.columns):
            left = _NAMES + place * (wide + _GAP)
            ax = page.axes(left, top + _HEAD, wide - _OUT, high)
            ax.set(ylim=(len(self.drawn), 0), xlim=(0, 1), xticks=[0, 0.25, 0.5, 0.75, 1.0])
            if step is None:
                ax.set_facecolor(GROUND)
            ax.grid(axis="x")
            ax.tick_params(axis="y", left=False, labelleft=False)
            ax.spines["left"].set_visible(False)
            percentages(ax.xaxis, lang)
            ax.set_xticklabels([percent(at, lang) if at in (0, 0.5, 1.0) else "" for at in ax.get_xticks()])
            ax.tick_params(axis="x", labelsize=_TICK_PT)
            head = (
                message("survey-table-unsure", lang)
                if step is None
                else capital(message("willingness-at-least", lang, amount=number(step, lang)))
            )
            page.text(left, top + 3.6, head, size=_TICK_PT, color=MUTED)
            for at, group in enumerate(self.drawn):
                if at:
                    ax.axhline(at, color=LINE, linewidth=0.3, zorder=0)
                self._cell(ax, group, step, at)
        for at, group in enumerate(self.drawn):
            self._name(page, group, top + _HEAD + (at + 0.5) * self.row)

    def _name(self, page: Page, group: str, middle: float) -> None:
        name = self._named(group)
        part = self.summary.frame[self.summary.frame["group"] == group]
        lines = name.count("\n") + 1
        page.text(0, middle - 1.6, name, size=SMALL_PT, va="center" if lines > 1 else "center_baseline")
        down = middle + (1.9 if lines == 1 else 0.6 + line_height(SMALL_PT))
        page.text(0, down, self._n(part), size=_TICK_PT, color=MUTED, va="center_baseline")

    def _cell(self, ax: Axes, group: str, step: float | None, at: int) -> None:
        """Draw the rules of a group at an amount; a dash at the right where a number is not shown."""
        frame = self.summary.frame[self.summary.frame["group"] == group]
        rows = frame[frame["part"] == CANNOT_SAY] if step is None else frame[frame["amount"] == step]
        found = {str(row["item"]): row for row in rows.to_dict("records")}
        hidden = message("suppressed", self.words.lang)
        told = [rule for rule in self.rules if rule in found and pd.notna(found[rule]["estimate"])]
        if not told:
            ax.text(1.03, at + 0.5, hidden, size=_TICK_PT, color=MUTED, va="center_baseline", ha="left")
            return
        for place, rule in enumerate(self.rules):
            y = at + 0.5 + (place - (len(self.rules) - 1) / 2) * _STEP / self.row
            seen = SERIES[place % len(SERIES)]
            if rule in told:
                row = found[rule]
                dot(ax, row["estimate"], y, seen, (row["low"], row["high"]), size=11.0)
            elif rule in found:
                ax.plot([1.035, 1.07], [y, y], color=seen.colour, linewidth=0.9, clip_on=False)

    def remarks(self) -> tuple[str, ...]:
        """Say which amounts groups are drawn at, where curves break, and which groups are not drawn."""
        lang = self.words.lang
        columns = [step for step in self.columns if step is not None]
        said = []
        if self.drawn and len(columns) < len(self.steps):
            listed = ", ".join(number(step, lang) for step in columns)
            said.append(message("willingness-coarse", lang, steps=f"{listed}\u00a0€"))
        if self.broken:
            said.append(message("willingness-broken", lang))
        if self.left_out:
            names = ", ".join(self.words.group(self.summary.by, group) for group in self.left_out)
            said.append(message("willingness-left-out", lang, groups=names))
        return (" ".join(said),) if said else ()

    def alt(self) -> str:
        """Return the figure in words: all respondents at the first and the last step, and who cannot say."""
        lang = self.words.lang
        rows = self.summary.frame[(self.summary.frame["group"] == "") & (self.summary.frame["item"] == self.rules[0])]
        curve = rows[rows["part"] != CANNOT_SAY].dropna(subset=["estimate"])
        unsure = rows.loc[rows["part"] == CANNOT_SAY, "estimate"].dropna()
        if curve.empty or unsure.empty:
            return self.words.opened(message("willingness-alt-hidden", lang))
        first, last = curve.iloc[0], curve.iloc[-1]
        said = message(
            "willingness-alt",
            lang,
            panels=len(self.drawn),
            rule=self.words.item(self.rules[0]),
            first=number(first["amount"], lang),
            most=percent(first["estimate"], lang),
            last=number(last["amount"], lang),
            least=percent(last["estimate"], lang),
            unsure=percent(unsure.iloc[0], lang),
        )
        return self.words.opened(said)
