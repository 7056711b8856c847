"""Means beside shares: whether what is hidden of a table of shares follows from the mean of the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from valuma.survey.disclosure.question import Cell, Question
from valuma.survey.disclosure.system import TOLERANCE

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ToldMean:
    """A mean that leaves: who is behind it, and how closely it is told.

    Parameters
    ----------
    place : int
        Row of the table.
    members : ndarray of bool, shape (respondents,)
        Those of the group.
    amounts : ndarray of float, shape (respondents,)
        Amount of every respondent; NaN of those outside.
    step : float
        Step of the rounding.
    """

    place: int
    members: Bools
    amounts: Floats
    step: float


def told_by_means(question: Question, means: Sequence[ToldMean]) -> list[Bools]:
    """Return the groups in which means tell a small hidden cell of a question to less than the threshold.

    Parameters
    ----------
    question : Question
        Shares of an item.
    means : sequence of ToldMean
        Means of the same item that leave or have left.

    Returns
    -------
    list of ndarray of bool, shape (respondents,)
        Members of the group, one a cell.

    Notes
    -----
    Two linear programs a cell, over all counts that agree with the shown cells and with the means within half a step.
    Means with weights are looked at as if they had none: the error is that of the weights.
    """
    inside = question.answers.inside
    small = [cell for cell, why in question.why.items() if why and question._few(cell)]
    if inside is None or not small or not means:
        return []
    value_of = _amount_of_values(question, means[0].amounts[inside])
    if value_of is None:
        return []
    every = sorted(question.answers.every)
    atoms, truth = _atoms(question, [mean.members[inside] for mean in means])

    def row_of(cell: Cell) -> Floats:
        return _spread(atoms, _group(question, cell), dict.fromkeys(cell.values, 1.0), len(every))

    known, sums = list[Floats](), list[float]()
    for cell, why in question.why.items():
        if cell.printed and not why:
            known.append(row_of(cell))
            sums.append(float(known[-1] @ truth))
    before = len(known)
    limits, most = list[Floats](), list[float]()
    having = frozenset(value for value in every if np.isfinite(value_of.get(value, np.nan)))
    for mean in means:
        group = mean.members[inside]
        known.append(_spread(atoms, group, dict.fromkeys(having, 1.0), len(every)))
        sums.append(float(known[-1] @ truth))
        row = _spread(atoms, group, {value: value_of[value] for value in having}, len(every))
        total, half = float(row @ truth), 0.5 * mean.step * sums[-1]
        exact = round(total / max(sums[-1], 1.0) / mean.step) * mean.step * sums[-1]
        limits += [row, -row]
        most += [exact + half, half - exact]
    found = []
    for cell in small:
        members = question._members(cell)
        least = question.privacy.persons - TOLERANCE
        row = row_of(cell)
        if not members.any() or _width(row, known, sums, limits, most) >= least:
            continue
        # What follows from the shares alone is not the doing of a mean.
        if _width(row, known[:before], sums, [], []) >= least:
            whole = np.zeros(len(inside), dtype=np.bool_)
            whole[np.flatnonzero(inside)[_group(question, cell)]] = True
            found.append(whole)
    return found


def _group(question: Question, cell: Cell) -> Bools:
    grouping = question.groupings[cell.grouping]
    return np.asarray(grouping.of == grouping.labels.index(cell.group), dtype=np.bool_)


def _amount_of_values(question: Question, amounts: Floats) -> Mapping[int, float] | None:
    """Return the amount that each value stands for; None where a value stands for several."""
    found: dict[int, float] = {}
    for value in np.unique(question.answers.value):
        different = np.unique(amounts[question.answers.value == value])
        if len(different) > 1:
            return None
        found[int(value)] = float(different[0])
    return found


def _atoms(question: Question, groups: Sequence[Bools]) -> tuple[npt.NDArray[np.int64], Floats]:
    """Cut the respondents as finely as all tables and means together do, times the values."""
    codes = [one.of for one in question.groupings.values()] + [group.astype(np.int64) for group in groups]
    _, cut = np.unique(np.column_stack(codes), axis=0, return_inverse=True)
    place = np.asarray(cut.ravel(), dtype=np.int64)
    width = len(question.answers.every)
    size = (int(place.max()) + 1) * width
    return place, np.bincount(place * width + question.answers.value, minlength=size).astype(np.float64)


def _spread(place: npt.NDArray[np.int64], group: Bools, weights: Mapping[int, float], width: int) -> Floats:
    out = np.zeros((int(place.max()) + 1, width))
    where = np.unique(place[group])
    for value, weight in weights.items():
        out[where, value] = weight
    return out.ravel()


def _width(
    target: Floats, known: Sequence[Floats], sums: Sequence[float], limits: Sequence[Floats], most: Any
) -> float:
    from scipy.optimize import linprog

    given: dict[str, Any] = {}
    if known:
        given |= {"A_eq": sparse.csr_array(np.array(known)), "b_eq": np.array(sums[: len(known)])}
    if limits:
        given |= {"A_ub": sparse.csr_array(np.array(limits)), "b_ub": np.array(most)}
    ends = []
    for sign in (1.0, -1.0):
        solved = linprog(sign * target, bounds=(0, None), method="highs", **given)
        if solved.status == 3:
            return float("inf")
        if solved.status != 0 or solved.fun is None:
            return 0.0
        ends.append(sign * float(solved.fun))
    return ends[1] - ends[0]
