"""The one door: estimates become what may be shown, with small numbers and those that give them away hidden."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.survey.disclosure.coarse import coarsened
from valuma.survey.disclosure.entering import Asked, questions_of
from valuma.survey.disclosure.means import ToldMean, told_by_means
from valuma.survey.disclosure.question import Question
from valuma.survey.disclosure.rules import SECONDARY, Why
from valuma.survey.load_report import Remark
from valuma.survey.settings import Privacy
from valuma.texts import LANGUAGES, message, number

if TYPE_CHECKING:
    from valuma.survey.disclosure.rules import Few
    from valuma.survey.estimates.result import Estimates, Independence

#: What a hidden row of a table does not hold.
HIDDEN = ("n", "organisations", "base", "base_organisations", "estimate", "se", "low", "high", "step")
#: Columns that never leave: the greatest contribution gives away who made it.
_NEVER = ("largest",)
#: In the column ``named``: nobody or everybody of the base has the value, so the answer of each of them is known.
NOBODY, EVERYBODY_HAS_IT = "nobody", "everybody"


@dataclass(frozen=True, eq=False)
class Released:
    """Estimates that may leave: the only thing figures, annexes, files and the command line take.

    Made by `release`.

    Parameters
    ----------
    frame : DataFrame
        As `Estimates.frame` without ``largest``, with ``shown`` (yes or no), ``why`` (empty where it is shown, else
        ``few organisations``, ``few persons``, ``dominance`` or ``secondary``) and ``named``
        (``nobody`` where no one of the base has the value, ``everybody`` where all have it). Means have ``step``, to
        which they are rounded. Hidden rows hold no number at all.
    kind : {"share", "mean"}
        What is estimated.
    survey_id : str
        The survey.
    privacy : Privacy
        The thresholds that were used.
    sampled, weighted, synthetic : bool
        As in `Estimates`.
    by : str
        What the groups are; empty without groups.
    sentences : mapping of str to str
        How the numbers are to be read, by language.
    remarks : tuple of Remark
        Of the estimates, and what could not be protected because it had left before.
    test : Independence, optional
        Of a crosstab of which nothing is hidden.
    """

    frame: pd.DataFrame
    kind: Literal["share", "mean"]
    survey_id: str
    privacy: Privacy
    sampled: bool
    weighted: bool
    synthetic: bool
    by: str
    sentences: dict[str, str]
    remarks: tuple[Remark, ...] = ()
    test: Independence | None = None

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return int((~self.frame["shown"]).sum())

    def sentence(self, lang: str) -> str:
        """Say how the numbers are to be read and what is hidden.

        Parameters
        ----------
        lang : {"fi", "sv", "en"}
            Language.

        Returns
        -------
        str
            Sentences for a caption.
        """
        return " ".join(part for part in (self.sentences[lang], self.note(lang)) if part)

    def note(self, lang: str) -> str:
        """Say how many numbers are hidden and by which rule, and how far means are rounded."""
        steps = self.frame.loc[self.frame["shown"], "step"].dropna() if self.kind == "mean" else pd.Series(dtype=float)
        parts = [hidden_note(self.hidden, self.privacy, lang)]
        if len(steps):
            low, high = (number(end, lang, _decimals(end)) for end in (float(steps.min()), float(steps.max())))
            parts.append(
                message("disclosure-step", lang, step=low)
                if low == high
                else message("disclosure-steps", lang, low=low, high=high)
            )
        return " ".join(part for part in parts if part)

    def __repr__(self) -> str:
        mark = "; synthetic" if self.synthetic else ""
        return f"<Released {self.survey_id}: {len(self.frame)} {self.kind}s, {self.hidden} hidden{mark}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.frame.to_html(index=False)}"


class Release:
    """A session that remembers what has left, so that tables together give away no more than each alone.

    Parameters
    ----------
    privacy : Privacy
        The thresholds.

    Notes
    -----
    Tables by kind, tier and region are protected as if all of them had left, in a fixed order, so that the same table
    hides the same cells in whatever product it stands. A table by another variable is protected against everything that
    left in the same session; use one session for all that is published together. What differs in two sessions
    is not compared.

    Counts of different questions are taken apart: that forty answered one question and thirty-nine the next is told.

    Examples
    --------
    >>> session = Release(Privacy())
    >>> session.tables
    0
    """

    def __init__(self, privacy: Privacy) -> None:
        if not isinstance(privacy, Privacy):
            raise ValumaError(f"{_sort(privacy)} in place of the thresholds; expected survey.settings.privacy")
        self.privacy = privacy
        self.tables = 0
        self._questions: dict[tuple[str, str], Question] = {}
        self._hidden: dict[str, set[bytes]] = {}
        self._means: dict[tuple[str, str], list[ToldMean]] = {}

    def release(self, estimates: Estimates) -> Released:
        """Protect a table, given what left before it in this session.

        Parameters
        ----------
        estimates : Estimates
            Shares or means.

        Returns
        -------
        Released
            The same table without what must not be shown.
        """
        _check_estimates(estimates)
        why: dict[int, Why] = {}
        frame = coarsened(estimates, self.privacy)
        untold: set[int] = set()
        remarks: list[Remark] = []
        for asked in questions_of(estimates, self.privacy):
            key = (estimates.survey_id, asked.key)
            if key not in self._questions:
                hidden = self._hidden.setdefault(estimates.survey_id, set())
                self._questions[key] = Question(asked.answers, asked.privacy, hidden)
            question = self._questions[key]
            for grouping in asked.standard:
                question.add(grouping)
            entered = question.everybody if asked.grouping is None else question.add(asked.grouping)
            for place, group, value in asked.rows:
                base = question.reason(entered, group, None)
                base = base or asked.small.get(group, "")
                why[place] = base or question.reason(entered, group, value)
                untold |= {place} if base else set()
            remarks += _unprotected(question, asked.key, estimates.survey_id)
            remarks += self._beside_means(estimates, asked, why, frame)
        self.tables += 1
        places = range(len(estimates.frame))
        words = {lang: _sentence(estimates, [place not in untold for place in places], lang) for lang in LANGUAGES}
        made = _released(estimates, frame, [why[place] for place in places], words, remarks, self.privacy)
        return _without_rare_values(made, estimates)

    def _beside_means(
        self, estimates: Estimates, asked: Asked, why: dict[int, Why], frame: pd.DataFrame
    ) -> Iterator[Remark]:
        """Hide means that give away what the shares of the same item hide; say so where they have left already."""
        key = (estimates.survey_id, asked.item)
        left = self._means.setdefault(key, [])
        shares = self._questions.get((estimates.survey_id, f"share\x1f{asked.item}"))
        fresh = [] if asked.amounts is None else list(_told_means(estimates, asked, why, frame))
        while shares is not None and (told := told_by_means(shares, [*left, *fresh])):
            if not fresh:
                what = "hidden shares that follow more closely than promised from means that left before"
                yield Remark(
                    "warning", f"{estimates.survey_id}, {asked.item}", what, "publish the shares first, or one"
                )
                break
            meeting = [one for one in fresh if any((one.members & cell).any() for cell in told)] or fresh
            why |= {one.place: SECONDARY for one in meeting}
            fresh = [one for one in fresh if one not in meeting]
        left += fresh


def release(estimates: Estimates, privacy: Privacy) -> Released:
    """Let a table leave: hide what is too small and what would give it away.

    Parameters
    ----------
    estimates : Estimates
        Shares or means.
    privacy : Privacy
        Thresholds: organisations and persons behind a number, greatest share of one organisation.

    Returns
    -------
    Released
        The same table; hidden rows hold no number.

    Notes
    -----
    What is promised: no hidden count can be worked out, from this table, its margins and the tables by kind, tier and
    region of the same question, to an interval narrower than the threshold of persons. Tables that are published
    together with others by further variables go through one `Release`.

    A share with its base is a count, so a hidden row hides both. Where nobody has a value, or everybody, the row is
    shown and named: it holds nobody, or a group that is large enough, but tells the answer of each of its members.

    Examples
    --------
    >>> import valuma as va
    >>> survey = va.read_survey("surveys/example")                                       # doctest: +SKIP
    >>> release(va.tabulate(survey, "q1", by="kind"), survey.settings.privacy).frame     # doctest: +SKIP
    """
    return Release(privacy).release(estimates)


def release_all(tables: Iterable[Estimates], privacy: Privacy) -> list[Released]:
    """Let tables leave that are published together, shares before means; see `Release`."""
    session, every = Release(privacy), list(tables)
    # Shares first: what a mean would give away of them is then hidden with the mean.
    order = sorted(range(len(every)), key=lambda place: every[place].kind == "mean")
    left = {place: session.release(every[place]) for place in order}
    return [left[place] for place in range(len(every))]


def hidden_note(hidden: int, privacy: Privacy, lang: str) -> str:
    """Say how many numbers are hidden and by which rule, for a caption.

    Parameters
    ----------
    hidden : int
        Numbers that are not shown.
    privacy : Privacy
        The thresholds.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str
        Empty where none is hidden.

    Examples
    --------
    >>> hidden_note(2, Privacy(), "en")
    '2 numbers are hidden: fewer than 5 respondents or 3 organisations stand behind them, or they would give those
    away.'
    """
    if not hidden:
        return ""
    limits = {"persons": number(privacy.persons, lang), "organisations": number(privacy.organisations, lang)}
    return message("disclosure-hidden", lang, n=hidden, **limits)


def count_words(count: int | Few, lang: str) -> str:
    """Put a count in words for a caption: the number, or that it is below the threshold.

    Parameters
    ----------
    count : int or Few
        As of `shown_count`.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str

    Examples
    --------
    >>> from valuma.survey.disclosure.rules import Few
    >>> count_words(12, "en"), count_words(Few(5), "en")
    ('12', 'fewer than 5')
    """
    return number(count, lang) if isinstance(count, int) else message("disclosure-fewer", lang, n=count.below)


def _released(
    estimates: Estimates,
    frame: pd.DataFrame,
    why: list[Why],
    words: dict[str, str],
    remarks: list[Remark],
    privacy: Privacy,
) -> Released:
    frame = frame.drop(columns=list(_NEVER), errors="ignore")
    frame["why"] = pd.Series(why, index=frame.index, dtype="str")
    shown = frame["why"] == ""
    frame.insert(len(frame.columns) - 1, "shown", shown)
    frame["named"] = np.where(
        shown & (frame["n"] == 0).fillna(False),
        NOBODY,
        np.where(shown & (frame["n"] == frame["base"]).fillna(False), EVERYBODY_HAS_IT, ""),
    )
    if estimates.kind == "mean":
        frame["named"] = ""
    frame["named"] = frame["named"].astype("str")
    for column in HIDDEN:
        if column in frame:
            frame[column] = frame[column].where(shown)
    return Released(
        frame,
        estimates.kind,
        estimates.survey_id,
        privacy,
        estimates.sampled,
        estimates.weighted,
        estimates.synthetic,
        estimates.by,
        words,
        (*estimates.remarks, *remarks),
        estimates.test if shown.all() else None,
    )


def _check_estimates(estimates: object) -> None:
    """Refuse what is no table of estimates."""
    from valuma.survey.estimates.result import Estimates

    if isinstance(estimates, Released):
        raise ValumaError("this table is released already; use it as it is")
    if not isinstance(estimates, Estimates):
        expected = "expected what tabulate, mean or crosstab returns"
        raise ValumaError(f"{_sort(estimates)} in place of a table of estimates; {expected}")


def _sort(value: object) -> str:
    """Return what a value is, in words; nothing of what it holds."""
    return "None" if value is None else f"a {type(value).__name__}"


def _sentence(estimates: Estimates, told: list[bool], lang: str) -> str:
    """Say how the numbers are to be read; sizes come from rows whose base may be told."""
    return replace(estimates, frame=estimates.frame[np.array(told, dtype=bool)]).sentence(lang)


def _without_rare_values(released: Released, estimates: Estimates) -> Released:
    """Leave out hidden rows whose value is no word of the codebook: the number that one person wrote tells of it."""
    own = frozenset() if estimates.units is None else estimates.units.from_data
    frame = released.frame
    pairs = pd.Series(list(zip(frame["item"], frame["value"], strict=True)), index=frame.index, dtype=object)
    told = set(pairs[frame["shown"] & (frame["n"].fillna(0) > 0)])
    lost = np.array([pair in own and pair not in told for pair in pairs], dtype=np.bool_)
    if not lost.any():
        return released
    what = f"{len(set(pairs[lost])):,} numbers that too few gave, or that would give those away"
    remark = Remark("note", released.survey_id, what, "not listed")
    return replace(released, frame=frame[~lost].reset_index(drop=True), remarks=(*released.remarks, remark))


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step)))


def _told_means(estimates: Estimates, asked: Asked, why: dict[int, Why], frame: pd.DataFrame) -> Iterator[ToldMean]:
    """Yield the means of a table that are shown."""
    units, amounts = estimates.units, asked.amounts
    if units is None or amounts is None:
        return
    for place, group, _ in asked.rows:
        if not why[place]:
            members = np.isfinite(amounts)
            if estimates.by and units.group is not None:
                members &= (units.group.astype(object) == group).to_numpy(dtype=bool)
            yield ToldMean(place, members, amounts, float(frame["step"].iloc[place]))


def _unprotected(question: Question, name: str, survey_id: str) -> Iterator[Remark]:
    for cell in question.unprotected:
        place = f"{survey_id}, {name}" + (f", {cell.group}" if cell.group else "")
        what = "a hidden count that follows from tables that left before"
        yield Remark(
            "warning", place.replace("\x1f", " without "), what, "nothing could be done; publish one of them only"
        )
    question.unprotected.clear()
