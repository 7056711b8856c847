"""Organisations of respondents: how many stand behind a number, and how much the largest has of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Actor of an answer: a series of actor_id by answer, or a frame with the columns ``answer`` and ``actor_id``.
Links: TypeAlias = "pd.Series | pd.DataFrame"


@dataclass(frozen=True, eq=False)
class Organisations:
    """Organisation of each respondent.

    Parameters
    ----------
    of : ndarray of int
        Position of the organisation; -1 where the respondent named none.
    asked : bool
        Whether the survey asks for it at all.
    """

    of: npt.NDArray[np.int64]
    asked: bool


@dataclass(frozen=True, eq=False)
class Behind:
    """What stands behind the numbers of a table, by cell.

    Parameters
    ----------
    n : ndarray of int
        Respondents.
    organisations : ndarray of float
        Different organisations that they named; missing where the survey does not ask.
    largest : ndarray of float
        Greatest share that one organisation has in the sum; missing where the sum is zero.
    """

    n: npt.NDArray[np.int64]
    organisations: npt.NDArray[np.float64]
    largest: npt.NDArray[np.float64]


def organisations(survey: Survey, links: Links | None = None) -> Organisations:
    """Return the organisation of each respondent.

    Parameters
    ----------
    survey : Survey
        With answers. The organisation is the variable of the settings, else that of the role ``organisation``, else
        that of the role ``municipality``.
    links : Series or DataFrame, optional
        Actor of each answer; by default what the survey knows (`Survey.actors`). Answers without an actor stand for
        themselves.

    Returns
    -------
    Organisations

    Notes
    -----
    Two answers are the same organisation where they differ in capitals, spaces and punctuation only. Other spellings of
    one name count as two organisations unless `links`, or the survey itself, says otherwise.
    """
    name = _variable(survey)
    if name is None:
        return Organisations(np.full(len(survey.answers), -1, dtype=np.int64), asked=False)
    actors = survey.actors if links is None else _actors(links)
    answers, texts = pd.factorize(survey.answers[name])
    found = [actors.get(str(text).strip(), _plain(str(text))) or None for text in texts]
    of = pd.factorize(np.array([*found, None], dtype=object))[0][answers]
    return Organisations(of.astype(np.int64), asked=True)


def behind(
    cells: npt.NDArray[np.int64],
    n_cells: int,
    amounts: npt.NDArray[np.float64],
    counts: npt.NDArray[np.bool_],
    of: Organisations,
) -> Behind:
    """Count respondents and organisations behind each cell of a table.

    Parameters
    ----------
    cells : ndarray of int
        Cell of each respondent; -1 for none.
    n_cells : int
        Number of cells.
    amounts : ndarray of float
        What each respondent adds to the sum of the cell, 0 or more.
    counts : ndarray of bool
        Respondents who count.
    of : Organisations
        Their organisations.

    Returns
    -------
    Behind
        A respondent who named no organisation adds none to their number, and is an organisation of their own
        in `largest`: both err towards hiding.
    """
    used = counts & (cells >= 0)
    n = np.bincount(cells[used], minlength=n_cells)
    named = int(of.of.max(initial=-1)) + 1
    own = np.where(of.of >= 0, of.of, named + np.arange(len(cells)))
    pairs, position = np.unique(cells[used] * (named + len(cells)) + own[used], return_inverse=True)
    cell, who = np.divmod(pairs, named + len(cells))
    sums = np.bincount(position, amounts[used], len(pairs))
    totals = np.bincount(cell, sums, n_cells)
    greatest = np.zeros(n_cells)
    np.maximum.at(greatest, cell, sums)
    largest = np.divide(greatest, totals, out=np.full(n_cells, np.nan), where=totals > 0)
    found = np.bincount(cell[who < named], minlength=n_cells).astype(float)
    return Behind(n, found if of.asked else np.full(n_cells, np.nan), largest)


def _variable(survey: Survey) -> str | None:
    if survey.settings.organisation:
        return survey.codebook[survey.settings.organisation].name
    for role in (SurveyRole.ORGANISATION, SurveyRole.MUNICIPALITY):
        if found := survey.codebook.of_role(role):
            return found[0].name
    return None


def _actors(links: Links) -> Mapping[str, str]:
    if isinstance(links, pd.DataFrame):
        if absent := [name for name in ("answer", "actor_id") if name not in links]:
            raise ValumaError(f"links have no column {absent[0]!r}; expected the columns answer and actor_id")
        links = links.set_index("answer")["actor_id"]
    known = links[links.notna() & (links != "")]
    return {str(answer).strip(): str(actor) for answer, actor in known.items()}


def _plain(text: str) -> str:
    """Return the letters and digits of a text, without capitals and however its letters are put together."""
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in whole if letter.isalnum())
