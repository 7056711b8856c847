"""`interest`: interest in themes, spread of answers among all respondents and mean by group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import ink_on
from valuma.figures.diverging import MERGED, Segment, lightly_hatched, segments
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import line_height, width, wrap
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scales import numbers
from valuma.figures.style import LINE, MUTED, SMALL_PT
from valuma.figures.survey_marks import dot, group_looks, hollow, scale_shades
from valuma.figures.survey_source import SurveyWords, choose_survey, read_as_interval
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.summaries import Summary, interest
from valuma.survey.summaries.interest import CANNOT_SAY, MEAN, SPREAD
from valuma.survey.summaries.words import levels
from valuma.texts import message, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study
    from valuma.survey.survey import Survey

_NAMES, _BARS, _UNSURE, _GAP = 48.0, 66.0, 10.0, 4.0
_STEP, _LEAST, _AXIS, _HEAD = 1.75, 5.0, 5.0, 5.0
_TALLEST, _NAME_PT, _IN_BAR_PT = 175.0, 7.5, 6.5


@register("interest")
def draw(
    source: Survey | Study, *, lang: str, survey: str | None = None, by: str | None = None, most: int | None = None
) -> Figure:
    """Draw how interested respondents are in each theme.

    Parameters
    ----------
    source : Survey or Study
        A survey, or a study with one that asks for interest in themes.
    lang : {"fi", "sv", "en"}
        Language.
    survey : str, optional
        Which survey of the study.
    by : str, optional
        ``kind``, ``tier``, ``region`` or a variable with answer options: the groups whose means are drawn. By default
        the first of tier, kind and region that is known.
    most : int, optional
        Greatest number of themes; by default as many as a page holds. Those with the highest mean come first, the
        others stand in the table.

    Returns
    -------
    Figure
        A row a theme: at the left the answers of all respondents as a bar around the middle of the scale and the
        share of those who cannot say, at the right the mean of each group with its interval. A group below the
        threshold is a hollow mark at the edge.

    Raises
    ------
    ValumaError
        No survey with answers asks for it, the groups are not known, or no theme would be drawn.
    """
    if most is not None and most < 1:
        raise ValumaError(f"there is no figure of {most} themes; most is at least 1")
    chosen = choose_survey(source, (SurveyRole.INTEREST,), survey)
    summary = interest(chosen, by=by)
    words = SurveyWords(summary.about, lang, source)
    rows = _Rows(summary, words, most)
    page = Page(
        message("interest-title", lang),
        lang=lang,
        height=rows.height,
        subtitle=rows.subtitle,
        notes=(
            " ".join(filter(None, (message("interest-how", lang), read_as_interval(summary, lang)))),
            *words.notes(summary, foreign=rows.shown),
        ),
        synthetic=summary.about.settings.synthetic,
    )
    rows.draw(page)
    return page.record("interest", rows.table(), caption=rows.caption(), alt=rows.alt(), sources=words.sources)


@dataclass
class _Rows:
    """Themes in their order, with what is drawn of each."""

    summary: Summary
    words: SurveyWords
    most: int | None

    @property
    def lang(self) -> str:
        return self.words.lang

    def part(self, name: str) -> pd.DataFrame:
        """Rows of one part of the summary."""
        return self.summary.frame[self.summary.frame["part"] == name]

    @cached_property
    def order(self) -> list[str]:
        """Items, the one of greatest interest first; those that are not shown last."""
        mean = self.part(MEAN)
        mean = mean[mean["group"] == ""].sort_values(["estimate", "item"], ascending=[False, True], na_position="last")
        return [str(item) for item in mean["item"]]

    @cached_property
    def shown(self) -> list[str]:
        """Items that are drawn."""
        fits = max(1, int(_TALLEST // self.step))
        return self.order[: min(self.most or fits, fits)]

    @cached_property
    def step(self) -> float:
        """Height of a row in millimetres."""
        wrapped = (wrap(self.words.item(item), _NAMES - 2, _NAME_PT) for item in self.order)
        lines = min(2, max(text.count("\n") + 1 for text in wrapped))
        return max(_LEAST, _STEP * len(self.summary.groups) + 0.6, line_height(_NAME_PT) * lines + 0.6)

    @cached_property
    def scale(self) -> list[float]:
        """Steps of the scale."""
        return sorted({float(value) for value in self.part(SPREAD)["value"].dropna()})

    @property
    def height(self) -> float:
        """Height of the body in millimetres."""
        return self.keys_height + _HEAD + self.step * len(self.shown) + _AXIS

    @property
    def keys_height(self) -> float:
        return 6.5 + 4.6 * -(-len(self.summary.groups) // 4) + 1.0

    @property
    def subtitle(self) -> str:
        """Which survey, and how many answered about a theme."""
        mean = self.part(MEAN)
        base = mean.loc[mean["group"] == "", "base"].dropna().astype(float)
        if base.empty:
            return self.words.title
        low, high = (number(end, self.lang, 0) for end in (base.min(), base.max()))
        n = low if low == high else f"{low}–{high}"
        return message("interest-subtitle", self.lang, survey=self.words.title, n=n)

    def draw(self, page: Page) -> None:
        """Draw keys, names, bars and means."""
        self._keys(page)
        top, high = self.keys_height + _HEAD, self.step * len(self.shown)
        left = _NAMES + _BARS + _UNSURE + _GAP
        bars = page.axes(_NAMES, top, _BARS, high)
        means = page.axes(left, top, page.width - left - 3.0, high)
        for ax in (bars, means):
            ax.set_ylim(len(self.shown), 0)
            ax.tick_params(axis="y", left=False, labelleft=False)
            ax.spines["left"].set_visible(False)
        self._bars(page, bars, top)
        self._means(means)
        self._heads(page, left)

    def _heads(self, page: Page, left: float) -> None:
        down = self.keys_height + _HEAD - 1.6
        page.text(_NAMES + _BARS / 2, down, message("interest-all", self.lang), size=7.0, color=MUTED, ha="center")
        unsure = message("interest-unsure", self.lang)
        page.text(left - _GAP + 0.5, down, unsure, size=7.0, color=MUTED, ha="right")
        words = message("interest-means", self.lang, by=self.words.by(self.summary.by))
        page.text(left, down, words, size=7.0, color=MUTED)

    def _keys(self, page: Page) -> None:
        from matplotlib.patches import Rectangle

        ax = page.axes(0, 0, page.width, 6.0)
        ax.set(xlim=(0, page.width), ylim=(6.0, 0))
        ax.set_axis_off()
        item = self.order[0]
        names = [self.words.value(item, level) for level in self.scale]
        names += [message("interest-merged", self.lang)] if self.merged else []
        lefts, left = [], 0.0
        for name in names:
            lefts.append(left)
            left += width(name, SMALL_PT) + 8.0
        squeeze = min(1.0, page.width / left)
        shades = scale_shades(len(self.scale))
        looks: list[Any] = [
            {"facecolor": shade, "linewidth": 0, **lightly_hatched(at, len(shades))} for at, shade in enumerate(shades)
        ]
        for at, (name, seen) in enumerate(zip(names, [*looks, MERGED], strict=False)):
            ax.add_patch(Rectangle((lefts[at] * squeeze, 1.2), 3.0, 3.0, **seen))
            ax.text(
                lefts[at] * squeeze + 4.0, 2.7, name, size=SMALL_PT * min(1.0, squeeze + 0.03), va="center_baseline"
            )
        groups = group_looks(self.summary.by, self.summary.groups, neutral=True)
        keys = list(zip(self.words.keys(self.summary, self.part(MEAN)), groups.values(), strict=True))
        draw_keys(page, keys, top=6.2, columns=min(4, max(3, len(keys))))

    def _bars(self, page: Page, ax: Axes, top: float) -> None:
        unsure = self.part(CANNOT_SAY).set_index("item")["estimate"]
        drawn = {item: self.segments[item] for item in self.shown}
        low = min((found[0].start for found in drawn.values() if found), default=-0.5)
        high = max((found[-1].start + found[-1].share for found in drawn.values() if found), default=0.5)
        ax.set_xlim(min(low, -0.05) - 0.01, max(high, 0.05) + 0.01)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.axvline(0, color=LINE, linewidth=0.8, zorder=0)
        for place, (item, found) in enumerate(drawn.items()):
            down = top + (place + 0.5) * self.step
            self._name(page, item, down)
            for segment in found:
                self._segment(ax, place, segment)
            if not found:
                words = message("survey-hidden", self.lang)
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
                ax.text(0, place + 0.5, words, size=7.0, color=MUTED, ha="center", va="center", bbox=box)
            share = unsure.get(item, float("nan"))
            text = percent(share, self.lang) if share == share else message("suppressed", self.lang)
            page.text(
                _NAMES + _BARS + _UNSURE + 0.5, down, text, size=7.0, color=MUTED, ha="right", va="center_baseline"
            )

    def _segment(self, ax: Axes, place: int, segment: Segment) -> None:
        thick = min(0.72, 3.6 / self.step)
        ax.barh(place + 0.5, segment.share, left=segment.start, height=thick, **segment.look)
        text = number(round(100 * segment.share), self.lang)
        room = segment.share / (ax.get_xlim()[1] - ax.get_xlim()[0]) * _BARS
        if room > width(text, _IN_BAR_PT) + 1.2:
            ink = ink_on(segment.look.get("facecolor", segment.look.get("color")))
            middle = segment.start + segment.share / 2
            paper = segment.look.get("facecolor", segment.look.get("color"))
            boxed = segment.merged or "hatch" in segment.look
            box = {"facecolor": paper, "edgecolor": "none", "pad": 0.4} if boxed else None
            ax.text(middle, place + 0.5, text, size=_IN_BAR_PT, color=ink, ha="center", va="center_baseline", bbox=box)

    @cached_property
    def segments(self) -> dict[str, list[Segment]]:
        """Segments of the bar of each item."""
        frame = self.part(SPREAD)
        return {str(item): segments(part, self.scale) for item, part in frame.groupby("item", sort=False)}

    @property
    def merged(self) -> bool:
        """Whether some steps are drawn together, because they are not shown one by one."""
        return any(segment.merged for item in self.shown for segment in self.segments[item])

    def _name(self, page: Page, item: str, down: float) -> None:
        lines = max(1, int(self.step // line_height(_NAME_PT)))
        text = wrap(self.words.item(item), _NAMES - 2, _NAME_PT, lines=min(lines, 2))
        page.text(0, down, text, size=_NAME_PT, va="center" if "\n" in text else "center_baseline")

    def _means(self, ax: Axes) -> None:
        looks = group_looks(self.summary.by, self.summary.groups, neutral=True)
        low, high = self.scale[0], self.scale[-1]
        ax.set_xlim(low - 0.02 * (high - low), high + 0.14 * (high - low))
        ax.set_xticks(self.scale)
        ax.grid(axis="x")
        numbers(ax.xaxis, self.lang)
        ax.tick_params(axis="x", labelsize=7.0)
        means = {(row["item"], row["group"]): row for row in self.part(MEAN).to_dict("records")}
        gap = min(0.78 / max(len(looks), 1), _STEP / self.step)
        for place, item in enumerate(self.shown):
            if place:
                ax.axhline(place, color=LINE, linewidth=0.3, zorder=0)
            for at, (group, seen) in enumerate(looks.items()):
                row = means[item, group]
                y = place + 0.5 + (at - (len(looks) - 1) / 2) * gap
                if row["shown"] and pd.notna(row["estimate"]):
                    dot(ax, row["estimate"], y, seen, (row["low"], row["high"]), size=9.0)
                elif not row["shown"]:
                    hollow(ax, high + 0.1 * (high - low), y, seen, size=8.0)

    def table(self) -> pd.DataFrame:
        """Return the data of the figure, drawn themes first."""
        place = {item: at for at, item in enumerate(self.order)}
        frame = self.summary.frame.assign(
            item_label=self.summary.frame["item"].map(self.words.item),
            group_label=[self.words.group(self.summary.by, group) for group in self.summary.frame["group"]],
            drawn=["yes" if item in set(self.shown) else "no" for item in self.summary.frame["item"]],
        )
        return frame.sort_values("item", key=lambda items: items.map(place), kind="stable").reset_index(drop=True)

    def caption(self) -> str:
        """Return what is shown, and of how many themes."""
        said = message("interest-caption", self.lang, shown=len(self.shown), total=len(self.order))
        return self.words.opened(said)

    def alt(self) -> str:
        """Return the figure in words: the themes of greatest and least interest."""
        rows = self.part(MEAN)
        mean = rows[(rows["group"] == "") & rows["shown"]].set_index("item")["estimate"].astype(float)
        if mean.empty:
            return self.words.opened(message("interest-alt-hidden", self.lang, total=len(self.order)))
        first, last = mean.idxmax(), mean.idxmin()
        said = message(
            "interest-alt",
            self.lang,
            total=len(self.order),
            first=self.words.item(str(first)),
            high=number(float(mean.max()), self.lang, 1),
            last=self.words.item(str(last)),
            low=number(float(mean.min()), self.lang, 1),
            top=number(levels(self.summary.about.codebook[str(first)])[-1] if self.scale else 0, self.lang),
        )
        return self.words.opened(said)
