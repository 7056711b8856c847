"""Strata: to which part of the population each respondent belongs, and how large that part is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from valuma.schema.problems import Problems, nearest
from valuma.survey.estimates.codes import code_text, coded
from valuma.survey.load_report import Remark

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: What stands between the parts of a stratum of several variables.
BETWEEN = " / "


@dataclass(frozen=True, eq=False)
class Strata:
    """Strata of the respondents.

    Parameters
    ----------
    of : ndarray of int
        Position of the stratum of each respondent.
    names : tuple of str
        Of each stratum, as the labels of its codes.
    sizes : ndarray of float
        Population of each stratum; infinite where it is not known.
    remarks : tuple of Remark
        Respondents without a stratum, strata without respondents.
    """

    of: npt.NDArray[np.int64]
    names: tuple[str, ...]
    sizes: npt.NDArray[np.float64]
    remarks: tuple[Remark, ...] = ()

    @property
    def respondents(self) -> npt.NDArray[np.float64]:
        """Number of respondents of each stratum."""
        return np.bincount(self.of, minlength=len(self.names)).astype(float)

    @property
    def uncovered(self) -> npt.NDArray[np.float64]:
        """Share of each stratum that did not answer: the finite-population correction; 1 where it is not known."""
        return np.where(np.isinf(self.sizes), 1.0, 1.0 - self.respondents / self.sizes)


def strata(survey: Survey) -> Strata:
    """Read the strata of a survey and their sizes.

    Parameters
    ----------
    survey : Survey
        With answers; ``settings.strata`` name the variables, ``settings.population`` the sizes.

    Returns
    -------
    Strata
        One stratum where the survey has none. Respondents without an answer to a variable of the strata are a
        stratum of their own, of unknown size.

    Raises
    ------
    StudyError
        Sizes of strata that do not exist, strata without a size although others have one, more respondents than
        the stratum has members; all of them at once.

    Notes
    -----
    The name of a stratum in ``population`` is its code, its label or the word that the code stands for; of several
    variables these are joined by a slash. Small and capital letters and spaces do not matter. Where there are no
    strata, ``population`` holds one number for all.
    """
    names = survey.settings.strata
    if not names:
        return _one(survey)
    columns = [coded(survey, name) for name in names]
    known = np.logical_and.reduce([positions >= 0 for positions, _ in columns])
    tuples = np.stack([positions for positions, _ in columns], axis=1)
    tuples[~known] = -1
    found, of = np.unique(tuples, axis=0, return_inverse=True)
    spellings = [_spellings(survey, names, [codes for _, codes in columns], row) for row in found]
    titles = tuple(options[0] for options in spellings)
    sizes, remarks = _sizes(survey, spellings, np.bincount(of.ravel(), minlength=len(found)))
    if not known.all():
        what = f"{int((~known).sum()):,} respondents without {' or '.join(names)}"
        remarks.append(Remark("warning", survey.id, what, "a stratum of their own, of unknown size"))
    return Strata(of.ravel().astype(np.int64), titles, sizes, tuple(remarks))


def _one(survey: Survey) -> Strata:
    sizes = tuple(survey.settings.population.values())
    respondents = len(survey.answers)
    problems = Problems()
    if len(sizes) > 1:
        names = ", ".join(map(repr, survey.settings.population))
        problems.error(survey.id, f"sizes of {len(sizes)} strata: {names}", "strata", column="population")
    if sizes and sizes[0] < respondents:
        _too_many(problems, survey, "the population", respondents, sizes[0])
    problems.raise_if_errors(f"the strata of {survey.id} do not fit its answers")
    size = float(sizes[0]) if sizes else np.inf
    return Strata(np.zeros(respondents, dtype=np.int64), ("",), np.array([size]))


def _spellings(
    survey: Survey, names: Sequence[str], codes: Sequence[Sequence[float | str]], row: npt.NDArray[np.int64]
) -> list[str]:
    """Return the names that a stratum may have, that of its labels first; one empty name where it is not known."""
    if row[0] < 0:
        return [""]
    parts = []
    for name, options, place in zip(names, codes, row, strict=True):
        variable, code = survey.codebook[name], options[place]
        spelled = [variable.labels.get(code, ""), code_text(code), variable.words.get(code, "")]
        spelled += [texts.get(code, "") for texts in variable.value_texts.values()]
        parts.append(list(dict.fromkeys(text for text in spelled if text)))
    return [BETWEEN.join(combination) for combination in itertools.product(*parts)]


def _sizes(
    survey: Survey, spellings: Sequence[Sequence[str]], respondents: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], list[Remark]]:
    stated: Mapping[str, int] = {_plain(key): size for key, size in survey.settings.population.items()}
    sizes = np.full(len(spellings), np.inf)
    if not stated:
        return sizes, []
    problems, used = Problems(), set[str]()
    for place, options in enumerate(spellings):
        key = next((_plain(option) for option in options if _plain(option) in stated), None)
        if key is not None:
            used.add(key)
            sizes[place] = stated[key]
            if stated[key] < respondents[place]:
                _too_many(problems, survey, options[0], int(respondents[place]), stated[key])
        elif options[0]:
            hint = nearest(options[0], survey.settings.population)
            expected = f"the size of stratum {options[0]!r}"
            problems.error(survey.id, "no such size", expected, column="population", hint=hint)
    problems.raise_if_errors(f"the strata of {survey.id} do not fit its answers")
    empty = [key for key in survey.settings.population if _plain(key) not in used]
    remarks = [
        Remark("warning", f"{survey.id}, stratum {key}", "no respondents", "the estimates do not speak for it")
        for key in empty
    ]
    return sizes, remarks


def _too_many(problems: Problems, survey: Survey, stratum: str, respondents: int, size: int) -> None:
    found = f"{respondents:,} respondents of {stratum}"
    problems.error(survey.id, found, f"at most its size, {size:,}", column="population")


def _plain(text: str) -> str:
    return "/".join(" ".join(part.split()).casefold() for part in text.split("/"))
