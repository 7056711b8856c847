"""What the answers of a study's surveys say, as named results: rates, counts, shares and means with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.survey_source import SurveyWords, choose_survey, surveys_of
from valuma.report.results import SUPPRESSED, Result
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.response_rates import response
from valuma.survey.summaries import RANKED, Summary, graded, interest, ranked, willingness
from valuma.survey.summaries.interest import CANNOT_SAY, MEAN
from valuma.survey.summaries.ranked import SHARE
from valuma.texts import LANGUAGES, interval, message, number, percent, percents

if TYPE_CHECKING:
    from valuma.study.study import Study
    from valuma.survey.survey import Survey

#: Roles of which the mean of every item is a result.
GRADED = (
    str(SurveyRole.GRADE),
    str(SurveyRole.STAFF_DAYS),
    str(SurveyRole.COMMITMENT),
    str(SurveyRole.STATE_ROLE),
)
NO_SAMPLE = "the survey is not a sample, so that there is no rate"


def survey_results(study: Study) -> Iterator[Result]:
    """Yield the named results of a study's surveys.

    Parameters
    ----------
    study : Study
        With or without surveys.

    Yields
    ------
    Result
        Names begin with ``survey.``; see the Notes. A number below the threshold has no value and prints as "–".

    Notes
    -----
    * ``survey.<id>.respondents``, ``.answered``, ``.rate`` of every survey; ``survey.respondents`` … of the first one
      with answers, so that a text needs no identifier.
    * ``survey.interest.<theme>`` (mean), ``survey.interest.<theme>.<group>``, ``survey.interest.1`` … (names of the
      themes of greatest interest, as they are written: put them in quotation marks) with ``.value``.
    * ``survey.<role>.<item>`` for motives, benefits, opportunities, obstacles and forums, ``.<group>`` beside it, and
      ``survey.<role>.1`` … with ``.value``.
    * ``survey.pay.<fee rule>.<amount>`` and ``.cannot-say``, ``.<group>`` beside them.
    * ``survey.<role>.<item>`` for school grades, staff days, commitment and the role of the State: means.

    To every number of all respondents belongs a text ``….words`` that holds its interval, too.
    """
    there = [survey for survey in surveys_of(study).values() if survey.answered]
    for survey in there:
        yield from _response(survey, f"survey.{survey.id}")
    if there:
        yield from _response(there[0], "survey")
    for role, make in _MAKERS.items():
        try:
            survey = choose_survey(study, (role,))
            summary = _summary(role, survey)
        except ValumaError:
            continue
        yield from make(_Named(study, summary), role)


def _summary(role: str, survey: Survey) -> Summary:
    if role == SurveyRole.INTEREST:
        return interest(survey)
    if role == SurveyRole.WILLINGNESS_TO_PAY:
        return willingness(survey)
    return ranked(survey, roles=(role,)) if role in RANKED else graded(survey, role)


def _response(survey: Survey, name: str) -> Iterator[Result]:
    came = response(survey).to_dict("records")[0]
    sources = (survey.settings.source_id,) if survey.settings.source_id else ()
    more: dict[str, Any] = {"synthetic": survey.synthetic, "sources": sources}
    yield Result(f"{name}.respondents", len(survey.answers), **more)
    if pd.isna(came["rate"]):
        yield Result(f"{name}.answered", len(survey.answers), **more)
        yield Result(f"{name}.rate", kind="share", state=NO_SAMPLE, **more)
        return
    n, of = int(came["answered"]), int(came["invited"])
    yield Result(f"{name}.answered", n, n=n, of=of, **more)
    yield Result(f"{name}.rate", float(came["rate"]), "share", n=n, of=of, **more)


@dataclass(frozen=True)
class _Named:
    """Makes results of the rows of one summary."""

    study: Study
    summary: Summary

    def number(self, name: str, row: Mapping[Any, Any], kind: str, unit: str = "") -> Iterator[Result]:
        """Yield a number, and for all respondents the words that hold its interval."""
        settings = self.summary.about.settings
        more: dict[str, Any] = {
            "kind": kind,
            "unit": unit,
            "synthetic": settings.synthetic,
            "sources": (settings.source_id,) if settings.source_id else (),
        }
        if not row["shown"] or pd.isna(row["estimate"]):
            state = SUPPRESSED if not row["shown"] else "nobody answered"
            yield Result(name, state=state, note=str(row["why"]), **more)
            return
        ends: dict[str, Any] = {end: float(row[end]) for end in ("low", "high") if pd.notna(row[end])}
        base = int(row["base"])
        if kind == "share":
            # Bounds of a share are those of its interval; rounding of floating-point numbers must not pass 1.
            ends = {end: min(max(value, 0.0), 1.0) for end, value in ends.items()}
        yield Result(name, float(row["estimate"]), of=base, n=_whole(row["n"]), **ends, **more)
        if not row["group"]:
            texts = {lang: in_words(row, lang, share=kind == "share") for lang in LANGUAGES}
            yield Result(f"{name}.words", texts, **{**more, "kind": "text", "unit": ""})

    def named(self, name: str, text: Callable[[SurveyWords], str]) -> Result:
        """Return the words of an item in the three languages as a result."""
        settings = self.summary.about.settings
        found = {lang: text(SurveyWords(self.summary.about, lang, self.study)) for lang in LANGUAGES}
        return Result(name, found, "text", synthetic=settings.synthetic)


def in_words(row: Mapping[Any, Any], lang: str, *, share: bool) -> str:
    """Write an estimate with its interval.

    Parameters
    ----------
    row : mapping
        Row of a summary: ``estimate``, ``low``, ``high``, ``shown``.
    lang : {"fi", "sv", "en"}
        Language.
    share : bool
        Whether it is a share, not a mean.

    Returns
    -------
    str
        The number, with its interval where there is one; "–" where it is not shown.

    Examples
    --------
    >>> in_words({"estimate": 0.381, "low": 0.33, "high": 0.43, "shown": True}, "en", share=True)
    '38% (33–43%)'
    >>> in_words({"estimate": 2.04, "low": float("nan"), "high": float("nan"), "shown": True}, "fi", share=False)
    '2,0'
    """
    if not row["shown"] or pd.isna(row["estimate"]):
        return message("suppressed", lang)
    value = percent(row["estimate"], lang) if share else number(row["estimate"], lang, 1)
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return value
    ends = percents(row["low"], row["high"], lang) if share else interval(row["low"], row["high"], lang, 1)
    return f"{value} ({ends})"


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _interest(named: _Named, role: str) -> Iterator[Result]:
    frame = named.summary.frame
    mean = frame[frame["part"] == MEAN]
    for row in mean.to_dict("records"):
        theme = row["theme"] or row["item"]
        yield from named.number(_joined("survey", role, theme, row["group"]), row, "number")
    yield from _places(named, role, mean, lambda row: row["theme"] or row["item"])


def _ranked(named: _Named, role: str) -> Iterator[Result]:
    frame = named.summary.frame
    for row in frame.to_dict("records"):
        kind = "share" if row["measure"] == SHARE else "number"
        yield from named.number(_joined("survey", role, _item(named, row), row["group"]), row, kind)
    yield from _places(named, role, frame, lambda row: _item(named, row))


def _item(named: _Named, row: Mapping[Any, Any]) -> str:
    """Return the short identifier of an item: that of the codebook, else its variable or option."""
    if row["code"] == row["code"]:
        return f"{row['code']:g}"
    variable = named.summary.about.codebook[str(row["item"])]
    return variable.about.get("item") or variable.name


def _places(named: _Named, role: str, frame: pd.DataFrame, key: Callable[[Mapping[Any, Any]], str]) -> Iterator[Result]:
    """Yield what stands first, second … among all respondents, under its place."""
    rows = frame[(frame["group"] == "") & frame["shown"] & frame["estimate"].notna()]
    order = rows.sort_values("estimate", ascending=False, kind="stable").to_dict("records")
    for place, row in enumerate(order, start=1):
        name, item, code = f"survey.{role}.{place}", str(row["item"]), row.get("code", float("nan"))

        def words(said: SurveyWords, item: str = item, code: float = code) -> str:
            return said.item(item) if code != code else said.value(item, code)

        if key(row) == str(place):
            continue
        yield named.named(name, words)
        kind = "share" if row.get("measure") == SHARE else "number"
        yield from named.number(f"{name}.value", row, kind)


def _willingness(named: _Named, role: str) -> Iterator[Result]:
    for row in named.summary.frame.to_dict("records"):
        what = CANNOT_SAY if row["part"] == CANNOT_SAY else f"{row['amount']:g}"
        yield from named.number(_joined("survey.pay", str(row["fee_rule"]), what, row["group"]), row, "share")


def _graded(named: _Named, role: str) -> Iterator[Result]:
    about = named.summary.about
    for row in named.summary.frame.to_dict("records"):
        variable = about.codebook[str(row["item"])]
        found = variable.about
        item = found.get("item") or found.get("tier") or found.get("fee_rule") or variable.name
        yield from named.number(_joined("survey", role, item, row["group"]), row, "number", found.get("unit", ""))


def _joined(*parts: Any) -> str:
    return ".".join(str(part) for part in parts if part)


_MAKERS: Mapping[str, Callable[[_Named, str], Iterator[Result]]] = {
    str(SurveyRole.INTEREST): _interest,
    **dict.fromkeys(RANKED, _ranked),
    str(SurveyRole.WILLINGNESS_TO_PAY): _willingness,
    **dict.fromkeys(GRADED, _graded),
}
