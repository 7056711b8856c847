"""Summaries are made once a survey: figures in three languages, tables and texts hold the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from valuma.survey.summaries.about import Summary
    from valuma.survey.survey import Survey

_F = TypeVar("_F", bound="Callable[..., Summary]")
_MADE: WeakKeyDictionary[Survey, dict[Hashable, Summary]] = WeakKeyDictionary()


def remembered(function: _F) -> _F:
    """Keep what a function of a survey returned for as long as the survey lives; its options must be hashable."""

    @wraps(function)
    def recall(survey: Survey, *words: Any, **options: Any) -> Summary:
        chosen = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
        key = (function.__name__, *words, *sorted(chosen.items()))
        made = _MADE.setdefault(survey, {})
        if key not in made:
            made[key] = function(survey, *words, **chosen)
        return made[key]

    return recall  # type: ignore[return-value]
