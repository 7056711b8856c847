"""One variable of a file: cells to clean values and reasons, by tables of codes instead of cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.loaders.survey_files.missing import MOST_CODES, spelt_out
from valuma.survey.codebook import Code, MissingRule, Variable, VariableKind
from valuma.survey.reasons import Reason
from valuma.survey.survey import category_labels

Integers = npt.NDArray[np.signedinteger[Any]]

#: Widest span of codes that gets a table with a place for each.
_WIDEST = 4096
_WORDS = tuple(str(reason) for reason in Reason)
_PLAIN = pd.CategoricalDtype(list(_WORDS))


@dataclass
class Seen:
    """What occurs in a variable, over as many pieces of a file as were looked at.

    Parameters
    ----------
    unlabelled : set of code
        Values proper without a label, at most `MOST_CODES` of them.
    missing : set of code
        Codes of ranges of missing codes, at most `MOST_CODES` of them.
    letters : set of str
        Letters that mark missing cells.
    """

    unlabelled: set[Code] = field(default_factory=set)
    missing: set[Code] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)

    def add(self, other: Seen) -> None:
        """Take in what another piece of the file holds."""
        for name in ("unlabelled", "missing", "letters"):
            mine: set[Any] = getattr(self, name)
            mine |= set(sorted(getattr(other, name) - mine)[: max(0, MOST_CODES - len(mine))])


def positions(values: npt.NDArray[Any], codes: Sequence[Code]) -> Integers:
    """Return the place of every value in a list of codes; -1 where it is none of them.

    Parameters
    ----------
    values : ndarray
        ``float64`` (NaN is no code) or ``object`` of str.
    codes : sequence of code
        Ascending where they are numbers; all numbers or all texts, as the values are.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> positions(np.array([1.0, np.nan, 99.0, 1.5]), [1.0, 2.0, 99.0]).tolist()
    [0, -1, 2, -1]

    Notes
    -----
    Whole codes that lie close together are looked up in a table with a place for each number between them, others by
    bisection.
    """
    if not codes:
        return np.full(len(values), -1, dtype=np.int16)
    if values.dtype.kind != "f":
        places: Integers = _objects(codes).get_indexer(_objects(values))
        return places
    known = np.asarray(codes, dtype=np.float64)
    low, high = known[0], known[-1]
    if high / 2 - low / 2 > _WIDEST / 2 or not (known == np.floor(known)).all():
        nearest = np.minimum(np.searchsorted(known, values), len(known) - 1)
        found: Integers = np.where(known[nearest] == values, nearest, -1)
        return found
    table = np.full(int(high - low) + 3, -1, dtype=np.int16)
    table[(known - low).astype(np.int64) + 1] = np.arange(len(known), dtype=np.int16)
    # What lies outside, and NaN, goes to the ends of the table, where no code is.
    inside = np.fmax(values, low - 1)
    np.fmin(inside, high + 1, out=inside)
    offset = (inside - (low - 1)).astype(np.int16)
    place: Integers = table.take(offset)
    place[offset + (low - 1) != inside] = -1
    return place


class Look:
    """Cells of one variable, looked at once.

    Parameters
    ----------
    values : Series
        Cells as the file holds them; numbers ``float64``, dates ``datetime64``, texts.
    variable : Variable
        What the file says of it; codes of the type of the cells.
    letters : Series, optional
        Letter of cells that are missing with one.
    states : Series, optional
        Why cells are missing, where the reader knows.
    """

    def __init__(
        self, values: pd.Series, variable: Variable, letters: pd.Series | None = None, states: pd.Series | None = None
    ) -> None:
        self.variable = variable
        self.letters, self.states = letters, states
        self.text = not (pd.api.types.is_numeric_dtype(values.dtype) or values.dtype.kind in "mM")
        cells = values.to_numpy()
        if self.text:
            cells = values.astype(object).to_numpy()
            self.empty = np.asarray(values.isna()) | (cells == "")
        else:
            self.empty = np.asarray(np.isnan(cells) if cells.dtype.kind == "f" else pd.isna(cells))
        self.cells = cells
        self.date = cells.dtype.kind == "M"
        self.known = () if self.date else _codes(variable, self.text)
        self.place = positions(cells, self.known)

    def seen(self) -> Seen:
        """Say what occurs: values with and without a label, codes of ranges, letters."""
        letters = set() if self.letters is None else set(self.letters.dropna().unique())
        variable = self.variable
        ranges = any(rule.low != rule.high for rule in variable.missing)
        if not (variable.labels or ranges or variable.kind in ("category", "ordered")) or self.date:
            return Seen(letters=letters)
        rest = (self.place < 0) & ~self.empty
        others = pd.unique(self.cells[rest])[:MOST_CODES].tolist() if rest.any() else []
        in_ranges = {code for code in others if variable.rule(code) is not None}
        found = {code for code in others if code not in in_ranges}
        nameless = [not (variable.labels.get(code) or variable.rule(code)) for code in self.known]
        if any(nameless):
            occurs = np.bincount(self.place + 1, minlength=len(self.known) + 1)[1:] > 0
            found |= {code for code, bare, there in zip(self.known, nameless, occurs, strict=True) if bare and there}
        return Seen(found, in_ranges, letters)

    def built(self, variable: Variable) -> tuple[Any, Any]:
        """Return clean values and reasons under a settled variable.

        Parameters
        ----------
        variable : Variable
            As `settled` returns it.

        Returns
        -------
        tuple of array and Categorical
            Values for a column of a frame, and why the others are missing.
        """
        place, known = self.place, self.known
        if variable is not self.variable and not self.date:
            again = _codes(variable, self.text)
            if again != known:
                place, known = positions(self.cells, again), again
        why, gone = self._reasons(variable, place, known)
        return self._values(variable, place, known, gone), why

    def _reasons(self, variable: Variable, place: Integers, known: Sequence[Code]) -> tuple[Any, Any]:
        names = _reason_names(variable)
        kind: Any = np.int8 if len(names) < 127 else np.int32
        index = {name: k for k, name in enumerate(names)}
        number = {rule: index[str(rule)] for rule in variable.missing}
        of_known = np.array([*(_rule_of(variable, code, number) for code in known), -1], dtype=kind)
        codes: Any = (
            of_known[place] if len(known) and (of_known >= 0).any() else np.full(len(self.cells), -1, dtype=kind)
        )
        for rule, k in number.items():
            if rule.low != rule.high and not self.text and self.cells.dtype.kind == "f":
                codes[(codes < 0) & (self.cells >= rule.low) & (self.cells <= rule.high)] = k
        gone = codes >= 0
        if self.empty.any():
            codes[self.empty & ~gone] = index[str(Reason.SYSTEM)]
        if self.letters is not None:
            by_letter = {rule.low: k for rule, k in number.items() if isinstance(rule.low, str)}
            told = self.letters.map(by_letter).fillna(-1).to_numpy().astype(kind)
            codes = np.where(told >= 0, told, codes)
        if self.states is not None:
            told = self.states.map(index).fillna(-1).to_numpy().astype(kind)
            codes = np.where((told >= 0) & ~gone, told, codes)
        dtype = _PLAIN if not variable.missing else _category_type(tuple(names), False)
        return pd.Categorical.from_codes(codes, dtype=dtype, validate=False), gone

    def _values(self, variable: Variable, place: Integers, known: Sequence[Code], gone: Any) -> Any:
        if variable.kind in ("category", "ordered"):
            codes, dtype = _categories(variable, known)
            return pd.Categorical.from_codes(codes[place], dtype=dtype, validate=False)
        if self.text:
            cells = self.cells.copy()
            cells[self.empty | gone] = None
            return pd.array(cells, dtype="str")
        if self.date or not gone.any():
            return self.cells
        clean = self.cells.copy()
        clean[gone] = np.nan
        return clean


def _reason_names(variable: Variable) -> list[str]:
    """Categories of the reasons of a variable, the same whatever occurs."""
    return list(dict.fromkeys([*map(str, variable.missing), *_WORDS]))


def _rule_of(variable: Variable, code: Code, number: Mapping[Any, int]) -> int:
    rule = variable.rule(code)
    return -1 if rule is None else number[rule]


def _codes(variable: Variable, text: bool) -> tuple[Code, ...]:
    """Codes with a label or a rule of their own, of the type of the cells, in ascending order where numbers."""
    wanted = str if text else (int, float)
    found = [code for code in variable.labels if isinstance(code, wanted)]
    found += [rule.low for rule in variable.missing if rule.low == rule.high and isinstance(rule.low, wanted)]
    unique = dict.fromkeys(found)
    return tuple(unique) if text else tuple(sorted(unique))


def _categories(variable: Variable, known: Sequence[Code]) -> tuple[Integers, pd.CategoricalDtype]:
    """Category number of each known code (-1 for missing ones, and at the end), and the type of the column."""
    names = category_labels(variable)
    number = {code: k for k, code in enumerate(names)}
    kind = np.int8 if len(names) < 127 else np.int32
    dtype = _category_type(tuple(names.values()), variable.kind == "ordered")
    return np.array([*(number.get(code, -1) for code in known), -1], dtype=kind), dtype


@lru_cache(maxsize=512)
def _category_type(names: tuple[str, ...], ordered: bool) -> Any:
    """Type of a column, one for all the variables that share their labels."""
    return pd.CategoricalDtype(list(names), ordered=ordered)


def settled(variable: Variable, seen: Seen, *, fixed: bool, text: bool, date: bool = False) -> Variable:
    """Return a variable with its kind decided and its missing codes spelt out.

    Parameters
    ----------
    variable : Variable
        What the file says.
    seen : Seen
        What occurs in all of the file.
    fixed : bool
        The kind is stated, so that nothing is guessed.
    text, date : bool
        Type of the cells.

    Returns
    -------
    Variable
    """
    rules = spelt_out(variable.missing, variable.labels, seen.missing)
    named = {rule.low for rule in rules}
    letters = [letter for letter in sorted(seen.letters) if letter not in named]
    if letters:
        rules = (*rules, *spelt_out([MissingRule(letter, letter) for letter in letters], variable.labels))
    found = replace(variable, missing=rules)
    if fixed and found.kind in ("category", "ordered"):
        extra = sorted(seen.unlabelled - set(found.codes), key=lambda code: (isinstance(code, str), code))
        labels = {**found.labels, **{code: f"{code:.15g}" if not text else str(code) for code in extra}}
        found = replace(found, labels={code: labels[code] for code in _ordered(labels, bool(extra) and not text)})
        return _unless_ambiguous(found, text)
    if fixed:
        return found
    if date:
        return replace(found, kind="date")
    plain: VariableKind = "text" if text else "numeric"
    proper = [code for code in found.codes if isinstance(code, str) == text]
    lonely = len(proper) == 1 and found.measure == "scale"
    if not proper or lonely or seen.unlabelled or not all(found.labels[code] for code in proper):
        return replace(found, kind=plain)
    ordered = found.measure == "ordinal" or found.kind == "ordered"
    return _unless_ambiguous(replace(found, kind="ordered" if ordered else "category"), text)


def _ordered(labels: Mapping[Code, str], by_number: bool) -> list[Code]:
    if not by_number:
        return list(labels)
    return sorted(labels, key=lambda code: (isinstance(code, str), code if not isinstance(code, str) else 0.0))


def _unless_ambiguous(variable: Variable, text: bool) -> Variable:
    """Keep the codes where two labels cannot be told apart even with their codes."""
    names = list(category_labels(variable).values())
    plain: VariableKind = "text" if text else "numeric"
    return variable if len(set(names)) == len(names) else replace(variable, kind=plain)


def _objects(values: Any) -> Any:
    return pd.Index(values, dtype="object")
