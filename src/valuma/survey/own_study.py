"""A study of its own for a survey: the actors that were linked, the themes and networks that its items are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import PolicyField, SurveyRole
from valuma.study.settings import StudySettings
from valuma.study.study import Study

if TYPE_CHECKING:
    from valuma.survey.survey import Survey
    from valuma.survey.ties import SurveyTies

_NEEDED = ("kind", "side", "level")
_LANGUAGES = ("fi", "sv", "en")


def own_study(survey: Survey, links: pd.DataFrame | pd.Series | None, made: SurveyTies) -> Study:
    """Return a study that holds what the ties of a survey name, and nothing else.

    Parameters
    ----------
    survey : Survey
        Whose items name themes and networks.
    links : DataFrame
        ``answer``, ``actor_id`` and, for each actor, ``kind``, ``side`` and ``level``.
    made : SurveyTies
        Rows for which the study must have actors.

    Raises
    ------
    ValumaError
        What an actor is, is not said.

    Notes
    -----
    A survey does not say to which area policy a theme belongs: each stands outside them (``none``).
    """
    if not isinstance(links, pd.DataFrame) or not set(_NEEDED) <= set(links.columns):
        raise ValumaError(
            "a study of its own needs to know what each actor is: give links with the columns answer, actor_id, "
            "kind, side and level, or pass the study that the actors belong to (study=)"
        )
    first = "answer" if "answer" in links.columns else "name"
    actors = links[links["actor_id"].notna()].drop_duplicates("actor_id")
    actors = actors.assign(name=actors[first], synthetic=True if survey.synthetic else None)
    frames: dict[str, Any] = {
        "actors": actors[["actor_id", "name", *_NEEDED, "synthetic"]].astype(object),
        "themes": _themes(survey),
        "networks": _networks(survey, made),
    }
    settings = StudySettings(id=survey.id, title=survey.settings.title, language=survey.settings.language)
    return Study.from_frames(settings=settings, **{name: frame for name, frame in frames.items() if len(frame)})


def _themes(survey: Survey) -> pd.DataFrame:
    """Return one row a theme, with the words of the first item about it."""
    rows: dict[str, dict[str, object]] = {}
    for variable in survey.codebook.of_role(str(SurveyRole.INTEREST)):
        theme = variable.about.get("theme")
        if theme and theme not in rows:
            labels = {f"label_{lang}": variable.text(lang) for lang in _LANGUAGES}
            rows[theme] = {"theme_id": theme, **labels, "policy_field": str(PolicyField.NONE), "phenomenon": False}
    return pd.DataFrame(list(rows.values()), dtype=object)


def _networks(survey: Survey, made: SurveyTies) -> pd.DataFrame:
    names = sorted(set(made.memberships["network_id"])) if len(made.memberships) else []
    labels = {
        v.about["network"]: v for v in survey.codebook.of_role(str(SurveyRole.MEMBERSHIP)) if "network" in v.about
    }
    rows = [
        {
            "network_id": name,
            "group": StudySettings().groups[0],
            "status": "draft",
            **({f"name_{lang}": labels[name].text(lang) for lang in _LANGUAGES} if name in labels else {}),
            "synthetic": True if survey.synthetic else None,
        }
        for name in names
    ]
    return pd.DataFrame(rows, dtype=object)
