"""Estimates: shares or means of a survey with what stands behind each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from valuma.survey.load_report import Remark
from valuma.survey.settings import SampleKind
from valuma.survey.units import Units
from valuma.texts import message, number, percent

#: Columns of the frame of estimates.
COLUMNS: tuple[str, ...] = (
    "group", "group_label", "item", "item_label", "value", "label", "n", "organisations", "base",
    "base_organisations", "estimate", "se", "low", "high", "largest",
)  # fmt: skip
#: Value of the row that counts those who could not say.
CANNOT_SAY = "cannot-say"
_COUNTS = ("n", "organisations", "base", "base_organisations")
_NUMBERS = ("estimate", "se", "low", "high", "largest")
_NUMERIC = (*_COUNTS, *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Independence:
    """Test of independence of two questions, with the design of the survey taken into account.

    Parameters
    ----------
    statistic : float
        Pearson's statistic of the weighted table divided by its mean generalised design effect: an F.
    df, df_error : float
        Its degrees of freedom, after Satterthwaite.
    p : float
        Probability of a statistic at least as large where the questions are independent.
    """

    statistic: float
    df: float
    df_error: float
    p: float


@dataclass(frozen=True, eq=False)
class Estimates:
    """Shares or means, a row an item, value and group.

    Nothing of it may leave before `valuma.survey.disclosure.release` has seen it.

    Parameters
    ----------
    frame : DataFrame
        ``group`` and ``group_label`` (empty where there are no groups), ``item`` and ``item_label``, ``value`` and
        ``label`` (empty for means), ``n`` (respondents with the value), ``organisations`` (organisations that they
        named; missing where the survey does not ask), ``base`` and ``base_organisations`` (those who answered),
        ``estimate`` (share in [0, 1] or mean), ``se``, ``low``, ``high`` (missing where the survey is no sample),
        ``largest`` (greatest share that one organisation has in the sum behind the estimate).
    kind : {"share", "mean"}
        What is estimated.
    survey_id : str
        The survey.
    sample : {"invited", "census", "open-link", "unknown"}
        How people came to answer.
    weighted : bool
        Whether weights were used.
    by : str
        What the groups are; empty without groups.
    synthetic : bool
        Whether the answers are invented.
    exclusive : bool
        Whether each respondent has one value of an item, so that shares of an item sum to one.
    confidence : float
        Level of the intervals.
    remarks : tuple of Remark
        What was met: respondents without weight or group, lonely strata, weights that were not used.
    test : Independence, optional
        Of a crosstab.
    units : Units, optional
        The respondents behind the numbers, from which `valuma.survey.disclosure.release` counts what it protects;
        None where they are not at hand, then it works from the frame alone.
    """

    frame: pd.DataFrame
    kind: Literal["share", "mean"]
    survey_id: str
    sample: SampleKind
    weighted: bool
    by: str = ""
    synthetic: bool = False
    exclusive: bool = True
    confidence: float = 0.95
    remarks: tuple[Remark, ...] = ()
    test: Independence | None = None
    units: Units | None = None

    @property
    def sampled(self) -> bool:
        """Whether those who answered are a sample of those who were asked."""
        return is_sampled(self.sample)

    def sentence(self, lang: str) -> str:
        """Say in words how the numbers are to be read: the base, the weights, the sample, the interval.

        Parameters
        ----------
        lang : {"fi", "sv", "en"}
            Language.

        Returns
        -------
        str
            A few sentences for a caption. Numbers of respondents are in it only where there are no groups.
        """
        parts = [*self._base(lang), message("estimates-of-answers", lang)]
        if self.kind == "share" and not self.exclusive:
            parts.append(message("estimates-several", lang))
        if self.weighted:
            parts.append(message("estimates-weighted", lang))
        parts.append(message(f"estimates-{self.sample}", lang))
        if self.sampled and self.frame["low"].notna().any():
            parts.append(message("estimates-interval", lang, level=percent(self.confidence, lang)))
        if self.synthetic:
            parts.append(message("estimates-synthetic", lang))
        return " ".join(parts)

    def _base(self, lang: str) -> list[str]:
        """Return the number of respondents; with groups it would give away the size of one that is hidden."""
        if self.by or self.frame.empty:
            return []
        low, high = int(self.frame["base"].min()), int(self.frame["base"].max())
        if low == high:
            return [message("estimates-n", lang, n=high)]
        return [message("estimates-n-range", lang, low=number(low, lang), high=number(high, lang))]

    def __repr__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        sample = "" if self.sampled else "; not a sample"
        mark = "; synthetic" if self.synthetic else ""
        weighted = "weighted" if self.weighted else "unweighted"
        return (
            f"<Estimates of {self.survey_id}: {len(self.frame)} {self.kind}s of {self.frame['item'].nunique()} items"
            f"{by}; {weighted}{sample}{mark}; not released>"
        )

    def _repr_html_(self) -> str:
        import html

        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.frame.to_html(index=False)}"


def is_sampled(sample: SampleKind) -> bool:
    """Whether those who answered can be taken for a sample: somebody knows who was asked."""
    return sample in ("invited", "census")


def frame_of(parts: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Put the rows of single items together to the frame of estimates.

    Parameters
    ----------
    parts : sequence of mapping of str to array, shape (groups, values)
        Columns of one item each, one at least of full shape; the others may be of a shape that broadcasts, or one
        value. A column that is absent is missing.

    Returns
    -------
    DataFrame
        With the columns and types of `Estimates.frame`; rows by item, group and value.
    """
    found: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for part in parts:
        shape = np.broadcast_shapes(*(np.shape(column) for column in part.values()))
        for name in COLUMNS:
            column = np.asarray(part.get(name, np.nan), dtype=float if name in _NUMERIC else object)
            found[name].append(np.broadcast_to(column, shape).ravel())
    frame = pd.DataFrame({name: np.concatenate(columns) for name, columns in found.items()})
    types = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(_COUNTS, "Int64") | dict.fromkeys(_NUMBERS, "float64")
    return frame.astype(types)
