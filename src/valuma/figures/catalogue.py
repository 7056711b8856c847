"""The catalogue of figures: a stable name for each, loaded when it is drawn."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from types import MappingProxyType
from typing import Any, Protocol

from valuma.figures.record import Figure
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import LANGUAGES, message

#: What a figure needs that is drawn from answers: a survey, or a study with one.
SURVEY = "survey"


class Drawer(Protocol):
    """A function that draws one figure."""

    def __call__(self, source: Any, /, *, lang: str, **options: Any) -> Figure:
        """Draw it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of the catalogue.

    Parameters
    ----------
    name : str
        Stable name.
    module : str
        Module that draws it.
    needs : str
        What the function takes: ``"study"``, ``"survey"`` (a survey, or a study with one), or a named result.
    roles : tuple of str
        What a survey has to ask about for it, one at least.
    """

    name: str
    module: str
    needs: str
    roles: tuple[str, ...] = ()

    def shows(self, lang: str) -> str:
        """Say what the figure shows, in one line."""
        return message(f"shows-{self.name}", lang)

    def lacks(self, source: Any) -> str:
        """Say what a source has not that the figure needs; empty where nothing is known to be missing.

        Parameters
        ----------
        source : Study, Survey or result
            What the figure would be drawn from.

        Notes
        -----
        Only answers of surveys are looked for. What a figure of study tables needs is found when it is drawn.
        """
        if self.needs != SURVEY:
            return ""
        from valuma.figures.survey_source import choose_survey

        try:
            choose_survey(source, self.roles)
        except ValumaError as error:
            return str(error)
        return ""


_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "interest": ("interest",),
        "motives-obstacles": ("motive", "benefit", "opportunity", "obstacle"),
        "willingness": ("willingness-to-pay",),
    }
)
_CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {
        name: Entry(name, f"valuma.figures.{module}", needs, _ROLES.get(name, ()))
        for name, module, needs in (
            ("ant-map", "ant_map", "study"),
            ("profile-plane", "profile_plane", "study"),
            ("mixing-matrix", "mixing_matrix", "study"),
            ("membership-overlap", "membership_overlap", "study"),
            ("theme-coverage", "theme_coverage", "study"),
            ("where", "where", "study"),
            ("cases-compare", "cases_compare", "study"),
            ("known-sums", "known_sums", "study"),
            ("policy-triangle", "policy_triangle", "study"),
            ("typology", "typology", "study"),
            ("response", "response", SURVEY),
            ("interest", "interest", SURVEY),
            ("motives-obstacles", "motives_obstacles", SURVEY),
            ("willingness", "willingness", SURVEY),
        )
    }
)
_DRAWERS: dict[str, Drawer] = {}


def entries() -> list[Entry]:
    """Return the figures that can be drawn, in the order of the catalogue.

    Examples
    --------
    >>> [entry.name for entry in entries()][-3:]
    ['interest', 'motives-obstacles', 'willingness']
    """
    return list(_CATALOGUE.values())


def register(name: str) -> Callable[[Callable[..., Figure]], Drawer]:
    """Enter a drawing function in the catalogue under a name it already knows.

    The function is run in the library's style and must return a `Figure` of that name and language.

    Parameters
    ----------
    name : str
        Name in the catalogue.

    Returns
    -------
    callable
        Decorator.

    Raises
    ------
    ValumaError
        When the catalogue has no such name.
    """
    _entry(name)

    def enter(function: Callable[..., Figure]) -> Drawer:
        @wraps(function)
        def styled(source: Any, /, *, lang: str, **options: Any) -> Figure:
            from valuma.figures.style import context

            if lang not in LANGUAGES:
                raise ValumaError(f"language {lang!r} is not there: {nearest(lang, LANGUAGES)}")
            with context():
                return function(source, lang=lang, **options)

        _DRAWERS[name] = styled
        return styled

    return enter


def draw(name: str, source: Any, *, lang: str | None = None, **options: Any) -> Figure:
    """Draw a figure of the catalogue.

    Parameters
    ----------
    name : str
        Name in the catalogue.
    source : Study or result
        What the figure needs (`Entry.needs`).
    lang : {"fi", "sv", "en"}, optional
        Language of everything written on it; the study's own where it is not given.
    **options
        What the figure's function takes.

    Returns
    -------
    Figure
        The drawing with its table and words.

    Raises
    ------
    ValumaError
        When the name or the language is not there, or the figure cannot be drawn from the source.
    """
    entry = _entry(name)
    if name not in _DRAWERS:
        importlib.import_module(entry.module)
    language = lang or str(getattr(getattr(source, "settings", None), "language", "fi"))
    return _titled(_DRAWERS[name](source, lang=language, **options), source)


def _titled(figure: Figure, source: Any) -> Figure:
    """Give a figure the titles of its sources, where what it was drawn from knows them."""
    tables = getattr(source, "tables", None)
    if not figure.sources or not isinstance(tables, Mapping) or "sources" not in tables:
        return figure
    titles = dict(zip(tables["sources"]["source_id"], tables["sources"]["title"], strict=True))
    return replace(figure, source_titles=tuple(str(titles.get(name, name)) for name in figure.sources))


def _entry(name: str) -> Entry:
    if name not in _CATALOGUE:
        raise ValumaError(f"no figure {name!r}: {nearest(name, _CATALOGUE) or 'see valuma.figures.list()'}")
    return _CATALOGUE[name]
