"""Surveys of a study: what this floor knows of them, without knowing how answers are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from valuma.schema.problems import ValumaError, nearest

if TYPE_CHECKING:
    from valuma.study.study import Study


class AttachedSurvey(Protocol):
    """What a study needs of a survey, see `valuma.survey.Survey`."""

    @property
    def id(self) -> str:
        """Identifier."""

    @property
    def settings(self) -> Any:
        """How it was sampled, who may be shown."""

    @property
    def synthetic(self) -> bool:
        """Whether the answers are invented."""

    @property
    def answered(self) -> bool:
        """Whether there are answers at all."""

    @property
    def fingerprint(self) -> str:
        """Equal exactly where a result would be equal."""


class Surveys(Mapping[str, Any]):
    """Surveys by identifier; those that nobody answered yet are made when they are first asked for.

    Parameters
    ----------
    ready : mapping of str to Survey
        Surveys as they are.
    later : mapping of str to callable
        What makes a survey without answers: its codebook is long, and most readers of a study never look at it.
    """

    def __init__(
        self,
        ready: Mapping[str, AttachedSurvey] | None = None,
        later: Mapping[str, Callable[[], AttachedSurvey]] | None = None,
    ) -> None:
        self._ready = dict(ready or {})
        self._later = dict(later or {})
        self._names = tuple(sorted({*self._ready, *self._later}))

    def __getitem__(self, name: str) -> Any:
        if name in self._later and name not in self._ready:
            self._ready[name] = self._later[name]()
        return self._ready[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<Surveys: {', '.join(self._names) or 'none'}>"

    @property
    def invented(self) -> bool:
        """Whether any survey has answers that are invented."""
        return any(one.synthetic and one.answered for one in self._ready.values())


_NONE = Surveys()


class WithSurveys:
    """What a study has of surveys."""

    @property
    def surveys(self) -> Surveys:
        """Surveys of the study by identifier, those without answers too."""
        surveys: Surveys = self.__dict__.get("_surveys", _NONE)
        return surveys

    def survey(self, name: str) -> Any:
        """Return one survey of the study.

        Parameters
        ----------
        name : str
            Its identifier.

        Raises
        ------
        ValumaError
            The study has no such survey.
        """
        if name not in self.surveys:
            hint = nearest(name, self.surveys) if self.surveys else "it has none"
            raise ValumaError(f"the study has no survey {name!r}" + (f"; {hint}" if hint else ""))
        return self.surveys[name]

    def with_surveys(self, surveys: Mapping[str, AttachedSurvey]) -> Study:
        """Return the study with other surveys attached; its tables stay as they are.

        Parameters
        ----------
        surveys : mapping of str to Survey
            By identifier; they replace all that were attached before. `valuma.Survey.to_study` attaches a survey and
            adds the rows that its answers make.

        Returns
        -------
        Study
            A study that shares the tables.

        Raises
        ------
        ValumaError
            Something is no survey, or stands under another name than its own.
        """
        for name, survey in () if isinstance(surveys, Surveys) else surveys.items():
            if not (hasattr(survey, "settings") and hasattr(type(survey), "fingerprint")):
                raise ValumaError(f"surveys[{name!r}] is a {type(survey).__name__}; expected a Survey")
            if survey.id != name:
                raise ValumaError(f"surveys[{name!r}] is the survey {survey.id!r}")
        from valuma.study.study import Study

        kept = {key: value for key, value in self.__dict__.items() if key != "_fingerprint"}
        return Study(**kept | {"_surveys": surveys if isinstance(surveys, Surveys) else Surveys(surveys)})
