"""From a table of estimates to its questions: who answered what, in which groups, and which row prints which cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.survey.attribution import NEVER_NAMED
from valuma.survey.disclosure.question import EVERYBODY, NOWHERE, Answers, Grouping, Values
from valuma.survey.disclosure.rules import Why, for_role, number_of, too_small
from valuma.survey.settings import Privacy

if TYPE_CHECKING:
    from valuma.survey.estimates.result import Estimates
    from valuma.survey.units import Units

Floats = npt.NDArray[np.float64]

#: Groupings that every survey is tabulated by, in the order in which they are protected.
STANDARD = ("tier", "kind", "region")
#: Between item and value in the name of a row.
_OF = "\x1f"
#: The step at the end of the name of an item, such as ``pays 500``.
_STEP = re.compile(r"[\s_]*\d[\d.,e+]*$")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question of a table.

    Parameters
    ----------
    key : str
        Under which name it is remembered.
    answers : Answers
        Who answered what.
    privacy : Privacy
        Thresholds of the question.
    grouping : Grouping, optional
        What the table is by; None for all respondents together.
    standard : tuple of Grouping
        Groupings that are protected before it.
    rows : tuple of (int, str, str)
        Position in the frame, group and printed value of every row.
    item : str
        The item; empty where the question is not of one item alone.
    amounts : ndarray of float, optional
        Of a mean: the amount of every respondent of the survey without its weight, NaN outside the base.
    small : mapping of str to Why
        Groups that have too few respondents at all, whether they answered the question or not.
    """

    key: str
    answers: Answers
    privacy: Privacy
    grouping: Grouping | None
    standard: tuple[Grouping, ...]
    rows: tuple[tuple[int, str, str], ...]
    item: str = ""
    amounts: Floats | None = None
    small: Mapping[str, Why] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class _Column:
    """One item whose values exclude each other: the value of each respondent, and which rows print it."""

    key: str
    inside: npt.NDArray[np.bool_]
    value: npt.NDArray[np.int64]
    printed: Mapping[str, Values]
    items: Mapping[str, tuple[str, ...]]
    amount: Floats | None = None


def questions_of(estimates: Estimates, privacy: Privacy) -> Iterator[Asked]:
    """Yield the questions of a table of estimates.

    Parameters
    ----------
    estimates : Estimates
        The table; with `Estimates.units` respondents are counted, else what the frame says is taken.
    privacy : Privacy
        The thresholds.

    Returns
    -------
    iterator of Asked
        Every row of the frame belongs to one of them.
    """
    units = estimates.units
    if units is None:
        yield from _from_frame(estimates, privacy)
        return
    rows = _rows_by_item(estimates.frame)
    limits = for_role(privacy, units.role)
    small = _small_groups(units, limits)
    for column in _cumulated(list(_columns(estimates, units))):
        inside = column.inside
        organisation = _codes(units.organisation)
        answers = Answers(
            column.value[inside],
            column.printed,
            None if organisation is None else organisation[inside],
            None if column.amount is None else column.amount[inside],
            inside=inside,
            ends=units.role in NEVER_NAMED and estimates.kind == "share",
        )
        grouping = None if not estimates.by else _grouping(estimates.by, units.group, inside)
        standard = _standard(units.background, inside, grouping)
        printed = [
            (place, group, text)
            for text, names in column.items.items()
            for place, group in rows.get((names[0], names[1]), ())
        ]
        plain = units.values[column.key, ""] if estimates.kind == "mean" else None
        amounts = None if plain is None else np.asarray(plain, dtype=np.float64)
        key = f"{estimates.kind}{_OF}{column.key}"
        yield Asked(key, answers, limits, grouping, standard, tuple(printed), column.key, amounts, small)


def _small_groups(units: Units, privacy: Privacy) -> dict[str, Why]:
    """Return the groups with too few respondents at all: where none of them answered, that would be told of them."""
    if units.group is None:
        return {}
    organisation = _codes(units.organisation)
    found: dict[str, Why] = {}
    for group, places in units.group.reset_index(drop=True).groupby(units.group.to_numpy(dtype=object)).indices.items():
        told = None if organisation is None else number_of(organisation[places])
        if why := too_small(len(places), told, privacy):
            found[str(group)] = why
    return found


def _rows_by_item(frame: pd.DataFrame) -> dict[tuple[str, str], list[tuple[int, str]]]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    keys = zip(frame["item"], frame["value"], frame["group"], strict=True)
    for place, (item, value, group) in enumerate(keys):
        found.setdefault((_text(item), _text(value)), []).append((place, _text(group)))
    return found


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell or cell is pd.NA else str(cell)


def _columns(estimates: Estimates, units: Units) -> Iterator[_Column]:
    """Yield one column an item, or one a value where a respondent can have several."""
    weight = 1.0 if units.weight is None else np.nan_to_num(units.weight)
    items: dict[str, list[str]] = {}
    for item, value in units.values:
        items.setdefault(item, []).append(value)
    counted = frozenset() if estimates.kind == "mean" else _beside(estimates.frame)
    for item, every in items.items():
        values = [value for value in every if (item, value) not in counted]
        arrays = [np.asarray(units.values[item, value], dtype=np.float64) for value in values]
        for text in every:
            if (item, text) in counted:
                array = np.asarray(units.values[item, text], dtype=np.float64)
                arrays = [np.where(array == 1, np.nan, other) for other in arrays]
                yield _ticked(item, text, array)
        if not arrays:
            continue
        if estimates.kind == "mean":
            inside = ~np.isnan(arrays[0])
            place = np.zeros(len(inside), dtype=np.int64)
            amount = np.nan_to_num(arrays[0]) * weight
            yield _Column(item, inside, place, {"": frozenset({0})}, {"": (item, values[0])}, amount)
        elif _exclude(arrays):
            inside = ~np.isnan(arrays[0])
            none_of_them = np.full(len(inside), len(values), dtype=np.int64)
            having = np.select([array == 1 for array in arrays], list(range(len(values))), none_of_them)
            printed: dict[str, Values] = {text: frozenset({k}) for k, text in enumerate(values)}
            yield _Column(item, inside, having, printed, {text: (item, text) for text in values})
        else:
            for text, array in zip(values, arrays, strict=True):
                yield _ticked(item, text, array)


def _ticked(item: str, text: str, array: Floats) -> _Column:
    """Return a column of those who have one value and those who have not."""
    having = (array == 1).astype(np.int64)
    return _Column(f"{item}{_OF}{text}", ~np.isnan(array), having, {text: frozenset({1})}, {text: (item, text)})


def _beside(frame: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the values that are only counted: they stand beside the base and are questions of their own."""
    estimated = frame[frame["estimate"].notna() | (frame["base"].fillna(0) == 0)]
    names = [set(zip(part["item"].map(_text), part["value"].map(_text), strict=True)) for part in (frame, estimated)]
    return frozenset(names[0] - names[1])


def _exclude(arrays: Sequence[Floats]) -> bool:
    """Whether no respondent has two of the values and all values have one base."""
    first = np.isnan(arrays[0])
    same_base = all((np.isnan(array) == first).all() for array in arrays)
    return same_base and bool((np.nansum(np.vstack(arrays), axis=0) <= 1).all())


def _cumulated(columns: list[_Column]) -> Iterator[_Column]:
    """Join items that count the same thing from a rising step on, so that their differences are guarded too."""
    families: dict[str, list[_Column]] = {}
    for column in columns:
        families.setdefault(_STEP.sub("", column.key.split(_OF)[0]) + _OF + str(column.amount is None), []).append(
            column
        )
    for family in families.values():
        chain = _chain(family)
        yield from [chain] if chain else family


def _chain(family: Sequence[_Column]) -> _Column | None:
    """Return nested yes–no items as one question whose value is the steps reached; None where they are not nested."""
    if len(family) < 2 or any(column.amount is not None or len(column.printed) > 2 for column in family):
        return None
    inside = family[0].inside
    if any((column.inside != inside).any() for column in family):
        return None
    having = sorted(((_having(column)[inside], column) for column in family), key=lambda pair: -int(pair[0].sum()))
    if any((narrow & ~wide).any() for (wide, _), (narrow, _) in pairwise(having)):
        return None
    reached = np.zeros(len(inside), dtype=np.int64)
    reached[inside] = sum(ticked.astype(np.int64) for ticked, _ in having)
    printed: dict[str, Values] = {}
    items: dict[str, tuple[str, ...]] = {}
    for step, (_, column) in enumerate(having, start=1):
        yes, no = frozenset(range(step, len(having) + 1)), frozenset(range(step))
        for text, values in column.printed.items():
            name = f"{column.key}{_OF}{text}"
            printed[name] = yes if values == _yes(column) else no
            items[name] = column.items[text]
    return _Column(family[0].key, inside, reached, printed, items)


def _yes(column: _Column) -> Values:
    return list(column.printed.values())[-1]


def _having(column: _Column) -> npt.NDArray[np.bool_]:
    return np.isin(column.value, list(_yes(column)))


def _codes(series: pd.Series | None) -> npt.NDArray[np.int64] | None:
    """Return a number for each organisation; all respondents who named none have -1 and count as one."""
    if series is None:
        return None
    return np.asarray(pd.factorize(series.astype(object))[0], dtype=np.int64)


def _grouping(name: str, series: pd.Series | None, inside: npt.NDArray[np.bool_]) -> Grouping:
    texts = pd.Series([], dtype=object) if series is None else series.astype(object)
    codes, labels = pd.factorize(texts, sort=True)
    return Grouping(name, tuple(map(str, labels)), np.asarray(codes, dtype=np.int64)[inside])


def _standard(
    background: Mapping[str, pd.Series], inside: npt.NDArray[np.bool_], asked: Grouping | None
) -> tuple[Grouping, ...]:
    """Return the groupings that come before the one that is asked for; none where only the whole is."""
    found: list[Grouping] = []
    if asked is None:
        return ()
    rest = sorted(name for name in background if name not in STANDARD)
    for name in (*(name for name in STANDARD if name in background), *rest):
        grouping = _grouping(name, background[name], inside)
        if not (grouping.of != NOWHERE).any():
            continue
        found.append(grouping)
        if grouping.same_as(asked):
            break
    return tuple(found)


# -- without units ----------------------------------------------------------------------------


def _from_frame(estimates: Estimates, privacy: Privacy) -> Iterator[Asked]:
    """Yield questions with as many respondents as the frame counts; each table then stands alone."""
    for item, part in _by_item(estimates):
        values = list(dict.fromkeys(map(_text, part["value"])))
        sums = part.groupby(part["group"].map(_text), sort=False)[["n", "base"]].agg({"n": "sum", "base": "max"})
        if estimates.kind == "mean" or not (sums["n"] > sums["base"]).any():
            yield _asked(estimates, item, part, values, privacy)
        else:
            for value in values:
                yield _asked(
                    estimates, f"{item}{_OF}{value}", part[part["value"].map(_text) == value], [value], privacy
                )


def _by_item(estimates: Estimates) -> Iterator[tuple[str, pd.DataFrame]]:
    frame = estimates.frame.assign(_place=np.arange(len(estimates.frame)))
    for item, part in frame.groupby(frame["item"].map(_text), sort=False):
        yield str(item), part


def _asked(estimates: Estimates, key: str, part: pd.DataFrame, values: Sequence[str], privacy: Privacy) -> Asked:
    means = estimates.kind == "mean"
    printed: dict[str, Values] = {text: frozenset({0 if means else k}) for k, text in enumerate(values)}
    groups = list(dict.fromkeys(map(_text, part["group"])))
    name = estimates.by or EVERYBODY
    of, value = list[int](), list[int]()
    few: dict[tuple[str, str, str], Why] = {}
    rows = []
    for record in part.to_dict("records"):
        group, text = _text(record["group"]), _text(record["value"])
        n, base = (int(record[column]) if _text(record[column]) else 0 for column in ("n", "base"))
        rows.append((int(record["_place"]), group, text))
        few[name, group, ""] = too_small(base, _whole(record["base_organisations"]), privacy)
        few[name, group, text] = few[name, group, ""] or too_small(
            n, _whole(record["organisations"]), privacy, largest=_real(record["largest"])
        )
        of += [groups.index(group)] * n
        value += [0 if means else values.index(text)] * n
        if text == values[-1] and not means:
            rest = max(0, base - sum(1 for g in of if g == groups.index(group)))
            of += [groups.index(group)] * rest
            value += [len(values)] * rest
    answers = Answers(np.array(value, dtype=np.int64), printed, few={k: why for k, why in few.items() if why})
    grouping = Grouping(name, tuple(groups), np.array(of, dtype=np.int64)) if estimates.by else None
    return Asked(f"{estimates.kind}{_OF}{key}{_OF}{estimates.by}", answers, privacy, grouping, (), tuple(rows))


def _whole(cell: object) -> int | None:
    text = _text(cell)
    return int(float(text)) if text else None


def _real(cell: object) -> float | None:
    text = _text(cell)
    return float(text) if text else None
