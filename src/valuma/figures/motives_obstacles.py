"""`motives-obstacles`: motives, benefits, opportunities and obstacles ranked, with the value of each tier."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import line_height, wrap
from valuma.figures.names import capital
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scales import numbers, percentages
from valuma.figures.style import LINE, MUTED, SMALL_PT
from valuma.figures.survey_marks import dot, group_looks, hollow, tick
from valuma.figures.survey_source import SurveyWords, choose_survey, read_as_interval
from valuma.survey.summaries import RANKED, Summary, ranked
from valuma.survey.summaries.ranked import MEAN
from valuma.survey.summaries.words import levels
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study
    from valuma.survey.survey import Survey

_NAMES, _HIDDEN, _VALUE = 78.0, 13.0, 11.0
_STEP, _LEAST, _HEAD, _AXIS, _NAME_PT = 1.8, 5.4, 6.5, 6.5, 7.5
_TALLEST = 205.0


@register("motives-obstacles")
def draw(
    source: Survey | Study,
    *,
    lang: str,
    survey: str | None = None,
    by: str | None = None,
    roles: Sequence[str] | None = None,
    most: int | None = None,
) -> Figure:
    """Draw how many name each motive, benefit, opportunity and obstacle, or how strongly.

    Parameters
    ----------
    source : Survey or Study
        A survey, or a study with one that asks for any of them.
    lang : {"fi", "sv", "en"}
        Language.
    survey : str, optional
        Which survey of the study.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options; by default the first of tier, kind and
        region that is known.
    roles : sequence of str, optional
        Some of ``forum-need``, ``motive``, ``benefit``, ``opportunity``, ``obstacle``; by default motives and
        obstacles, or whatever else of these was asked.
    most : int, optional
        Most items of a question; those that are named most. By default all, as far as a page holds them; the others
        stand in the table.

    Returns
    -------
    Figure
        Dot plot, a block a question: an upright stroke and a number for all respondents, a mark with its interval for
        each group. A number below the threshold is a hollow mark in a column of its own.

    Raises
    ------
    ValumaError
        No survey with answers asks for it, or the groups are not known.
    """
    chosen = choose_survey(source, RANKED[1:] if roles is None else roles, survey)
    summary = ranked(chosen, by=by, roles=_asked(chosen) if roles is None else roles)
    words = SurveyWords(summary.about, lang, source)
    sheet = _Sheet(summary, words, most)
    page = Page(
        message("reasons-title", lang, what=sheet.what),
        lang=lang,
        height=sheet.height,
        subtitle=message("reasons-subtitle", lang, survey=words.title, by=words.by(summary.by)),
        notes=(
            " ".join(filter(None, (sheet.how, read_as_interval(summary, lang)))),
            *words.notes(summary, foreign=sheet.items),
        ),
        synthetic=summary.about.settings.synthetic,
    )
    sheet.draw(page)
    return page.record(
        "motives-obstacles", sheet.table(), caption=sheet.caption(), alt=sheet.alt(), sources=words.sources
    )


def _asked(survey: Survey) -> list[str]:
    """Return motives and obstacles; where neither was asked, what else can be ranked."""
    there = [role for role in RANKED if survey.codebook.of_role(role)]
    return [role for role in there if role in ("motive", "obstacle")] or there


@dataclass
class _Sheet:
    """Questions with their items in order, and where they stand."""

    summary: Summary
    words: SurveyWords
    most: int | None

    @property
    def lang(self) -> str:
        return self.words.lang

    @cached_property
    def questions(self) -> list[pd.DataFrame]:
        """Rows of each question, an option a row and group."""
        frame = self.summary.frame.assign(option=lambda f: f["item"] + f["code"].map("{:g}".format))
        return [part for _, part in frame.groupby(["role", "block", "measure"], sort=False)]

    @property
    def what(self) -> str:
        """Names of what is ranked, with "and" before the last."""
        roles = list(dict.fromkeys(self.summary.frame["role"]))
        names = [message(f"reasons-{role}", self.lang) for role in roles]
        if len(names) == 1:
            return capital(names[0])
        first, last = ", ".join(names[:-1]), names[-1]
        return capital(message("reasons-and", self.lang, first=first, last=last))

    @property
    def how(self) -> str:
        """By which number items are ordered, and what is left out."""
        measures = set(self.summary.frame["measure"])
        key = "both" if len(measures) > 1 else next(iter(measures))
        return message("reasons-how", self.lang, what=message(f"reasons-how-{key}", self.lang))

    @cached_property
    def shown(self) -> list[list[str]]:
        """Options of each question that are drawn."""
        options = [list(dict.fromkeys(part["option"])) for part in self.questions]
        counts = [min(len(found), self.most or len(found)) for found in options]
        while sum(counts) * self.step > _TALLEST - len(counts) * (_HEAD + _AXIS) and max(counts) > 1:
            counts[counts.index(max(counts))] -= 1
        return [found[:count] for found, count in zip(options, counts, strict=True)]

    @property
    def items(self) -> list[str]:
        """Variables of which words are printed."""
        return list(dict.fromkeys(self.summary.frame["item"]))

    @cached_property
    def step(self) -> float:
        """Height of a row in millimetres."""
        frame = self.summary.frame
        names = {self._name(str(item), float(code)) for item, code in zip(frame["item"], frame["code"], strict=True)}
        lines = min(3, max(wrap(name, _NAMES - 3, _NAME_PT).count("\n") + 1 for name in names))
        return max(_LEAST, _STEP * len(self.summary.groups) + 0.8, line_height(_NAME_PT) * lines + 0.8)

    @property
    def height(self) -> float:
        """Height of the body in millimetres."""
        return self._keys_height + sum(_HEAD + _AXIS + self.step * len(found) for found in self.shown)

    @property
    def _hidden(self) -> float:
        """Width of the column of hollow marks, where there is any."""
        return _HIDDEN if self.summary.hidden else 0.0

    @property
    def _keys_height(self) -> float:
        return 4.6 * -(-(len(self.summary.groups) + 1) // 4) + 1.5

    def draw(self, page: Page) -> None:
        """Draw keys and one block a question."""
        looks = group_looks(self.summary.by, self.summary.groups)
        keys = list(zip(self.words.keys(self.summary, self.summary.frame), looks.values(), strict=True))
        wide = page.width / 4
        ax = page.axes(0, 0, wide, 4.6)
        ax.set(xlim=(0, wide), ylim=(4.6, 0))
        ax.set_axis_off()
        tick(ax, 1.5, 2.3, 1.5)
        ax.text(4.0, 2.3, capital(self.words.group(self.summary.by, "")), size=SMALL_PT, va="center_baseline")
        draw_keys(page, keys, top=0, left=wide, columns=min(3, len(keys)) or 1)
        down = self._keys_height
        for part, options in zip(self.questions, self.shown, strict=True):
            self._question(page, part, options, down)
            down += _HEAD + _AXIS + self.step * len(options)

    def _question(self, page: Page, part: pd.DataFrame, options: list[str], top: float) -> None:
        role, mean = str(part["role"].iloc[0]), part["measure"].iloc[0] == MEAN
        page.text(0, top + 3.6, capital(message(f"reasons-{role}", self.lang)), weight="bold")
        what = self._measured(part) if mean else message("reasons-share", self.lang)
        page.text(_NAMES, top + 3.6, what, size=7.0, color=MUTED)
        high = self.step * len(options)
        across = page.width - _NAMES - self._hidden - _VALUE
        ax = page.axes(_NAMES, top + _HEAD, across, high)
        low, end = self._ends(part)
        ax.set(ylim=(len(options), 0), xlim=(low - 0.01 * (end - low), end + 0.01 * (end - low)))
        ax.grid(axis="x")
        ax.tick_params(axis="y", left=False, labelleft=False)
        ax.tick_params(axis="x", labelsize=7.0)
        ax.spines["left"].set_visible(False)
        if mean:
            ax.set_xticks(self._steps(part))
            numbers(ax.xaxis, self.lang)
        else:
            ax.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
            percentages(ax.xaxis, self.lang)
        self._column_of_hidden(page, part[part["option"].isin(options)], top)
        rows = {(row["option"], row["group"]): row for row in part.to_dict("records")}
        beside = page.axes(_NAMES + across, top + _HEAD, self._hidden or 1.0, high)
        beside.set(ylim=(len(options), 0), xlim=(0, 1))
        beside.set_axis_off()
        for place, option in enumerate(options):
            own = {group: rows[option, group] for group in ("", *self.summary.groups)}
            self._row(page, (ax, beside), own, place, top + _HEAD + (place + 0.5) * self.step)

    def _measured(self, part: pd.DataFrame) -> str:
        """Say that means are drawn, and what the ends of their scale are called."""
        item = str(part["item"].iloc[0])
        found = levels(self.summary.about.codebook[item])
        if len(found) < 2:
            return message("reasons-mean", self.lang)
        low, high = (number(found[end], self.lang) for end in (0, -1))
        first, last = (self.words.value(item, found[end]) for end in (0, -1))
        return message("reasons-mean-scale", self.lang, low=low, first=first, high=high, last=last)

    def _column_of_hidden(self, page: Page, part: pd.DataFrame, top: float) -> None:
        """Name the column of hollow marks where there is one."""
        if part["shown"].all():
            return
        left = page.width - _VALUE - _HIDDEN / 2
        page.text(left, top + 3.6, message("survey-hidden-short", self.lang), size=7.0, color=MUTED, ha="center")

    def _row(
        self, page: Page, axes: tuple[Axes, Axes], rows: dict[str, dict[Any, Any]], place: int, down: float
    ) -> None:
        (ax, beside), y = axes, place + 0.5
        if place:
            ax.axhline(place, color=LINE, linewidth=0.3, zorder=0)
        everybody = rows[""]
        fits = max(1, int(self.step // line_height(_NAME_PT)))
        name = self._name(str(everybody["item"]), float(everybody["code"]))
        text = wrap(name, _NAMES - 3, _NAME_PT, lines=fits)
        page.text(0, down, text, size=_NAME_PT, va="center" if "\n" in text else "center_baseline", linespacing=1.05)
        if everybody["shown"] and pd.notna(everybody["estimate"]):
            tick(ax, everybody["estimate"], y, 0.42)
        page.text(page.width, down, self._written(everybody), size=SMALL_PT, ha="right", va="center_baseline")
        looks = group_looks(self.summary.by, self.summary.groups)
        gap = min(0.8 / max(len(looks), 1), _STEP / self.step)
        for at, (group, seen) in enumerate(looks.items()):
            row, here = rows[group], y + (at - (len(looks) - 1) / 2) * gap
            if not row["shown"]:
                hollow(beside, 0.5, here, seen, size=9.0)
            elif pd.notna(row["estimate"]):
                dot(ax, row["estimate"], here, seen, (row["low"], row["high"]), size=11.0)

    def _name(self, item: str, code: float) -> str:
        return self.words.item(item) if code != code else capital(self.words.value(item, code))

    def _written(self, row: dict[Any, Any]) -> str:
        if not row["shown"] or pd.isna(row["estimate"]):
            return message("suppressed", self.lang)
        mean = row["measure"] == MEAN
        return number(row["estimate"], self.lang, 1) if mean else percent(row["estimate"], self.lang)

    def _steps(self, part: pd.DataFrame) -> list[float]:
        """Return the steps of the scale; whole numbers around the means where it has none."""
        found = levels(self.summary.about.codebook[str(part["item"].iloc[0])])
        if len(found) > 1:
            return found
        ends = part[["estimate", "low", "high"]].to_numpy(dtype=float)
        ends = ends[~np.isnan(ends)]
        if not len(ends):
            return [0.0, 1.0]
        return [float(step) for step in range(math.floor(ends.min()), math.ceil(ends.max()) + 1)]

    def _ends(self, part: pd.DataFrame) -> tuple[float, float]:
        if part["measure"].iloc[0] != MEAN:
            return 0.0, 1.0
        steps = self._steps(part)
        return min(steps), max(steps)

    def table(self) -> pd.DataFrame:
        """Return the data of the figure; words beside codes."""
        drawn = {option for options in self.shown for option in options}
        parts = pd.concat(self.questions, ignore_index=True)
        names = [self._name(str(item), float(code)) for item, code in zip(parts["item"], parts["code"], strict=True)]
        frame = parts.assign(
            item_label=names,
            group_label=[self.words.group(self.summary.by, str(group)) for group in parts["group"]],
            drawn=["yes" if option in drawn else "no" for option in parts["option"]],
        )
        return frame.drop(columns=["option", *(["code"] if frame["code"].isna().all() else [])])

    def caption(self) -> str:
        """Return what is shown, and of how many."""
        total = sum(part["option"].nunique() for part in self.questions)
        shown = sum(map(len, self.shown))
        key = "reasons-caption" if self.summary.about.sampled else "reasons-caption-open"
        text = self.words.opened(message(key, self.lang, what=self.what))
        return text if shown == total else f"{text} {message('reasons-shown', self.lang, shown=shown, total=total)}"

    def alt(self) -> str:
        """Return the figure in words: what is named most in each question."""
        parts = []
        for part, options in zip(self.questions, self.shown, strict=True):
            row = part[(part["group"] == "") & (part["option"] == options[0])].to_dict("records")[0]
            written = self._written(row)
            name = self._name(str(row["item"]), float(row["code"]))
            role = message(f"reasons-{row['role']}", self.lang)
            parts.append(message("reasons-alt-part", self.lang, role=role, name=name, value=written))
        return self.words.opened(message("reasons-alt", self.lang, n=sum(map(len, self.shown)), parts="; ".join(parts)))
