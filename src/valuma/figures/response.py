"""`response`: who answered, of how many invited, and how much an answer counts, by kind and region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from valuma.figures.catalogue import register
from valuma.figures.lettering import width, wrap
from valuma.figures.names import capital, known
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scales import numbers
from valuma.figures.style import GROUND, INK, LINE, MUTED, SMALL_PT
from valuma.figures.survey_source import SurveyWords, choose_survey
from valuma.survey.summaries import Summary, answered
from valuma.survey.summaries.groups import KIND, REGION, dividing
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study
    from valuma.survey.survey import Survey

_NAMES, _COUNT, _RATE, _WEIGHT = 62.0, 22.0, 15.0, 14.0
_ROW, _HEAD, _AXIS, _IN_BAR_PT = 4.5, 8.0, 6.5, 6.5
_ANSWERED, _INVITED = "#1f5c99", "#9aa1aa"


@register("response")
def draw(source: Survey | Study, *, lang: str, survey: str | None = None, by: Sequence[str] | None = None) -> Figure:
    """Draw how many were invited and answered.

    Parameters
    ----------
    source : Survey or Study
        A survey, or a study with one.
    lang : {"fi", "sv", "en"}
        Language.
    survey : str, optional
        Which survey of the study.
    by : sequence of str, optional
        Groupings, a block each: ``kind``, ``tier``, ``region`` or variables with answer options; by default kind and
        region, as far as they make groups.

    Returns
    -------
    Figure
        A bar a group: its frame is those invited, its filling those who answered, with both numbers, the rate and the
        mean weight of an answer. Without a list of invitations only the answers, and the words that it is no sample.

    Raises
    ------
    ValumaError
        No survey has answers, or a grouping is not known.
    """
    chosen = choose_survey(source, (), survey)
    summary = answered(chosen, by=(dividing(chosen, (KIND, REGION)) or None) if by is None else tuple(by))
    words = SurveyWords(summary.about, lang, source)
    bars = _Bars(summary, words)
    page = Page(
        bars.title(),
        lang=lang,
        height=bars.height,
        subtitle=words.title,
        notes=(
            *((message("response-how", lang),) if bars.invited else ()),
            *((message("response-weight-note", lang),) if bars.weighted else ()),
            *words.notes(summary, estimated=False, graded=False),
        ),
        synthetic=summary.about.settings.synthetic,
    )
    bars.draw(page)
    return page.record("response", bars.table(), caption=bars.caption(), alt=bars.alt(), sources=words.sources)


@dataclass
class _Bars:
    """Blocks of bars, one a grouping."""

    summary: Summary
    words: SurveyWords

    @property
    def lang(self) -> str:
        return self.words.lang

    @cached_property
    def blocks(self) -> list[pd.DataFrame]:
        """Rows of each grouping, in the order of its vocabulary; regions and kinds with the most invited first."""
        frame = self.summary.frame
        return [part for by, part in frame.groupby("by", sort=False) if by]

    @property
    def invited(self) -> bool:
        """Whether it is known how many were invited."""
        return self.summary.about.rate is not None

    @cached_property
    def weighted(self) -> bool:
        """Whether answers have weights that differ."""
        return self.summary.about.weighted and bool(self.summary.frame["weight"].notna().any())

    @property
    def height(self) -> float:
        """Height of the body in millimetres."""
        return sum(_HEAD + _ROW * len(part) + _AXIS for part in self.blocks)

    def title(self) -> str:
        """Say how many answered."""
        about, lang = self.summary.about, self.lang
        if about.rate is None or about.invited is None or about.answered is None:
            return message("response-title-open", lang, answers=about.respondents)
        rate = percent(about.rate, lang)
        return message("response-title", lang, answered=about.answered, invited=about.invited, rate=rate)

    def draw(self, page: Page) -> None:
        """Draw one block a grouping."""
        down = 0.0
        for part in self.blocks:
            self._block(page, part, down)
            down += _HEAD + _ROW * len(part) + _AXIS

    def _columns(self, page: Page) -> tuple[float, list[tuple[str, str, float]]]:
        """Width of the bars, and column, heading and right end of the numbers beside them."""
        wanted = [("count", "response-count" if self.invited else "response-answers", _COUNT)]
        if self.invited:
            wanted.append(("rate", "response-rate", _RATE))
        if self.weighted:
            wanted.append(("weight", "response-weight", _WEIGHT))
        right, columns = page.width, []
        for name, key, wide in reversed(wanted):
            columns.append((name, message(key, self.lang), right))
            right -= wide
        return right - _NAMES, columns

    def _block(self, page: Page, part: pd.DataFrame, top: float) -> None:
        across, columns = self._columns(page)
        by = str(part["by"].iloc[0])
        page.text(0, top + 4.6, capital(self.words.by(by)), weight="bold")
        for _, heading, right in columns:
            page.text(right, top + 4.6, heading, size=7.0, color=MUTED, ha="right")
        ax = page.axes(_NAMES, top + _HEAD, across, _ROW * len(part))
        ends = part[["invited", "answered"]].astype(float).max().max()
        ax.set(ylim=(len(part), 0), xlim=(0, max(1.0, float(ends)) * 1.02))
        ax.grid(axis="x")
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        numbers(ax.xaxis, self.lang)
        ax.tick_params(axis="x", labelsize=7.0)
        ax.tick_params(axis="y", left=False, labelleft=False)
        ax.spines["left"].set_color(LINE)
        for place, row in enumerate(part.to_dict("records")):
            down = top + _HEAD + (place + 0.5) * _ROW
            name = wrap(capital(self.words.group(by, str(row["group"]))), _NAMES - 2, SMALL_PT, lines=1)
            page.text(0, down, name, size=SMALL_PT, va="center_baseline")
            self._bar(ax, row, place + 0.5)
            for column, _, right in columns:
                page.text(right, down, self._written(row, column), size=SMALL_PT, ha="right", va="center_baseline")

    def _bar(self, ax: Axes, row: dict[Any, Any], y: float) -> None:
        if known(row["invited"]):
            ax.barh(y, float(row["invited"]), height=0.66, color=GROUND, edgecolor=_INVITED, linewidth=0.6)
        if row["shown"] and known(row["answered"]):
            ax.barh(y, float(row["answered"]), height=0.66, color=_ANSWERED, linewidth=0)
        elif not row["shown"]:
            self._say_hidden(ax, row, y)

    def _say_hidden(self, ax: Axes, row: dict[Any, Any], y: float) -> None:
        """Hatch the bar of a number that is not shown: an empty frame would say that nobody answered."""
        ends = ax.get_xlim()[1]
        long = float(row["invited"]) if known(row["invited"]) else 0.12 * ends
        ax.barh(y, long, height=0.66, facecolor=GROUND, edgecolor=_INVITED, hatch="//////", linewidth=0.6)
        text = message("survey-hidden-short", self.lang)
        across = (ax.get_position().width * Page.body_width()) or 1.0
        inside = long / ends * across > width(text, _IN_BAR_PT) + 3.0
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        at, side = (long / 2, "center") if inside else (long + 0.012 * ends, "left")
        ax.text(at, y, text, size=_IN_BAR_PT, color=INK, ha=side, va="center_baseline", bbox=box)

    def _written(self, row: dict[Any, Any], column: str) -> str:
        hidden = message("suppressed", self.lang)
        if column == "count":
            n = number(int(row["answered"]), self.lang) if known(row["answered"]) else hidden
            invited = number(int(row["invited"]), self.lang) if known(row["invited"]) else ""
            return message("known-of-stated", self.lang, known=n, stated=invited) if invited else n
        if not known(row[column]):
            return hidden if not row["shown"] else ""
        return percent(row["rate"], self.lang) if column == "rate" else number(row["weight"], self.lang, 2)

    def table(self) -> pd.DataFrame:
        """Return the data of the figure."""
        frame = self.summary.frame
        labels = [self.words.group(str(by), str(group)) for by, group in zip(frame["by"], frame["group"], strict=True)]
        return frame.assign(group_label=labels)

    def caption(self) -> str:
        """Return what is shown."""
        return self.words.opened(message("response-caption" if self.invited else "response-caption-open", self.lang))

    def alt(self) -> str:
        """Return the figure in words."""
        groups = sum(map(len, self.blocks))
        return self.words.opened(message("response-alt", self.lang, groups=groups, said=self._said))

    @property
    def _said(self) -> str:
        """How many answered, without the words with which every description of an open link begins."""
        return self.words.response.removeprefix(message("survey-no-sample-short", self.lang)).strip()
