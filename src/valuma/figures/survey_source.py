"""Which survey a figure shows, and the words that every figure of answers carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.names import capital, known, region_names, theme_names
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE, Kind, Language, SurveyRole, Tier
from valuma.survey.summaries.groups import ROLES
from valuma.survey.survey import Survey
from valuma.texts import label, message, number, percent

if TYPE_CHECKING:
    from valuma.survey.settings import SurveySettings
    from valuma.survey.summaries import About, Summary

_VOCABULARIES: dict[str, type[StrEnum]] = {str(SurveyRole.KIND): Kind, str(SurveyRole.TIER): Tier}


def choose_survey(source: Any, roles: Iterable[str] = (), survey: str | None = None) -> Survey:
    """Return the survey that a figure shows.

    Parameters
    ----------
    source : Survey or Study
        A survey, or a study with surveys.
    roles : iterable of str
        Roles of which the survey has to ask at least one; none for any survey.
    survey : str, optional
        Identifier; by default the first one with answers that has a role.

    Returns
    -------
    Survey
        With answers.

    Raises
    ------
    ValumaError
        The source has no survey, none has the role, or the one in question was not answered yet.
    """
    there = surveys_of(source)
    wanted = tuple(map(str, roles))
    if survey is not None:
        if survey not in there:
            raise ValumaError(f"there is no survey {survey!r}; {nearest(survey, there) or ', '.join(there) or 'none'}")
        fitting = [there[survey]]
    else:
        fitting = [found for found in there.values() if _asks(found, wanted)]
    if not there:
        raise ValumaError("the study has no survey")
    if not fitting or not any(_asks(found, wanted) for found in fitting):
        names = " or ".join(map(repr, wanted))
        raise ValumaError(f"no survey asks for {names}: {', '.join((fitting and [fitting[0].id]) or there)}")
    answered = [found for found in fitting if found.answered]
    if not answered:
        raise ValumaError(f"not answered yet: {', '.join(found.id for found in fitting)}")
    return answered[0]


def surveys_of(source: Any) -> dict[str, Survey]:
    """Return the surveys of a study, or a survey alone, by identifier."""
    if isinstance(source, Survey):
        return {source.id: source}
    return {str(name): found for name, found in (getattr(source, "surveys", None) or {}).items()}


def _asks(survey: Survey, roles: Sequence[str]) -> bool:
    return not roles or any(survey.codebook.of_role(role) for role in roles)


@dataclass(frozen=True)
class SurveyWords:
    """What is written about a survey in one language.

    Parameters
    ----------
    about : About
        The survey.
    lang : {"fi", "sv", "en"}
        Language.
    source : Survey or Study
        What the figure is drawn from; a study knows names of themes and regions.
    """

    about: About
    lang: str
    source: Any = None

    @property
    def title(self) -> str:
        """Title of the survey with its year."""
        return survey_title(self.about.settings, self.lang)

    @property
    def sources(self) -> tuple[str, ...]:
        """Source of the answers, or the survey itself."""
        return (self.about.settings.source_id or self.about.settings.id,)

    def item(self, name: str) -> str:
        """Return what an item is called: the theme, else the words of the questionnaire."""
        variable = self.about.codebook[name]
        themes = self._table("themes")
        theme = variable.about.get("theme", "")
        if variable.role == SurveyRole.INTEREST and themes is not None:
            names = theme_names(themes, self.lang)
            if theme in names:
                return capital(names[theme])
        return capital(variable.text(self.lang))

    def value(self, name: str, code: float | str) -> str:
        """Return the words of an answer."""
        variable = self.about.codebook[name]
        amounts = {amount: of for of, amount in variable.amounts.items()}
        return variable.value_text(amounts.get(code, code) if isinstance(code, float) else code, self.lang)

    def by(self, by: str) -> str:
        """Say by what respondents are grouped."""
        return message(f"survey-by-{by if by in ROLES else 'group'}", self.lang)

    def group(self, by: str, word: str) -> str:
        """Return what a group is called; all respondents for an empty word."""
        if not word:
            return message("survey-everybody", self.lang)
        if word == NOT_APPLICABLE:
            beyond = f"-{by}" if by in (SurveyRole.TIER, SurveyRole.REGION) else ""
            return message(f"survey-not-applicable{beyond}", self.lang)
        if by in _VOCABULARIES and word in set(_VOCABULARIES[by]):
            return label(word, self.lang, vocabulary=_VOCABULARIES[by].__name__)
        regions = self._table("regions")
        if by == SurveyRole.REGION and regions is not None:
            names = region_names(regions, self.lang)
            if word in names:
                return names[word]
        return self._option(by, word)

    def keys(self, summary: Summary, rows: pd.DataFrame) -> list[str]:
        """Return the groups of a summary with the number of respondents behind the numbers that are shown.

        Parameters
        ----------
        summary : Summary
            The groups.
        rows : DataFrame
            Rows of its frame that are drawn.
        """
        found = []
        for group in summary.groups:
            base = rows.loc[rows["group"] == group, "base"].dropna().astype(float)
            name = capital(self.group(summary.by, group))
            found.append(f"{name}, {self.n(base)}" if len(base) else name)
        return found

    def n(self, base: pd.Series) -> str:
        """Return the number of respondents, or the range over questions."""
        low, high = number(float(base.min()), self.lang, 0), number(float(base.max()), self.lang, 0)
        return message("survey-n", self.lang, n=low if low == high else f"{low}–{high}")

    def _option(self, by: str, word: str) -> str:
        """Words of the answer option that a group stands for."""
        codebook = self.about.codebook
        variables = (codebook[by],) if by in codebook else codebook.of_role(by)
        for variable in variables:
            for code in variable.codes:
                if word in (
                    variable.words.get(code),
                    variable.labels[code],
                    f"{code:g}" if isinstance(code, float) else code,
                ):
                    return variable.value_text(code, self.lang)
        return word

    def _table(self, name: str) -> Any:
        tables = getattr(self.source, "tables", None)
        return tables[name] if tables is not None and name in tables and len(tables[name]) else None

    # ------------------------------------------------------------------ what is said below every figure

    @property
    def response(self) -> str:
        """Say how many answered, of how many, and what that makes of the numbers."""
        about, lang = self.about, self.lang
        respondents = number(about.respondents, lang)
        if not about.sampled:
            return message("survey-no-sample", lang, answers=respondents)
        if about.rate is None or about.answered is None or about.invited is None:
            return message("survey-answers", lang, answers=respondents)
        answered, invited = number(about.answered, lang), number(about.invited, lang)
        return message("survey-response", lang, answers=answered, invited=invited, rate=percent(about.rate, lang))

    def opened(self, text: str) -> str:
        """Return a caption or description that begins with the words that an open link is no sample."""
        return text if self.about.sampled else f"{message('survey-no-sample-short', self.lang)} {text}"

    def notes(
        self, summary: Summary, *, foreign: Iterable[str] = (), estimated: bool = True, graded: bool = True
    ) -> tuple[str, ...]:
        """Return the remarks that every figure of answers carries.

        Parameters
        ----------
        summary : Summary
            What is drawn.
        foreign : iterable of str
            Variables of which words of the questionnaire are printed.
        estimated : bool, default True
            Whether it shows shares and means of answers, which may be weighted, not counts of people alone.
        graded : bool, default True
            Whether the numbers are ones that a reader could take for marks of how well somebody does.
        """
        lang, privacy = self.lang, self.about.settings.privacy
        said = [self.response]
        if self.about.weighted and estimated:
            said.append(message("survey-weighted", lang))
        if not summary.by or summary.by in ROLES:
            # Rates are of those invited; what people think is by what they say they are, if they were asked.
            asked = bool(summary.by) and bool(self.about.codebook.of_role(summary.by))
            of_list = not asked and (summary.by in self.about.listed if summary.by else bool(self.about.listed))
            said.append(message("survey-by-list" if of_list else "survey-by-answers", lang))
        lines = [" ".join(said)]
        if summary.hidden:
            low = {"organisations": privacy.organisations, "persons": privacy.persons}
            lines.append(message("survey-hidden-note", lang, **low))
        if self._foreign(foreign):
            language = label(Language(self.about.settings.language), lang)
            lines.append(message("survey-language-note", lang, language=language))
        return (*lines, message("survey-not-better", lang)) if graded else tuple(lines)

    def _foreign(self, names: Iterable[str]) -> bool:
        """Whether words of a questionnaire stand in another language than the page."""
        if self.about.settings.language == self.lang:
            return False
        return any(not known(self.about.codebook[name].texts.get(self.lang) or None) for name in names)


def survey_title(settings: SurveySettings, lang: str) -> str:
    """Return the title of a survey in a language, or in another, with its year."""
    title = settings.title.get(lang) or next(iter(settings.title.values()), "") or settings.id
    return f"{title}, {settings.year}" if settings.year and str(settings.year) not in title else title


def read_as_interval(summary: Summary, lang: str) -> str:
    """Say what a whisker or band is; empty where the survey is no sample and none is drawn."""
    return message("survey-interval", lang) if summary.about.sampled else ""
