"""Columns of cells to columns of values: numbers, dates or texts, never two of them in one column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.blank_states import blank_states
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.date_cells import date, date_style, looks_like_date, read_dates
from valuma.loaders.survey_files.number_cells import (
    SHARE,
    DecimalSign,
    Numbers,
    count_numbers,
    number,
    sign_of_file,
)
from valuma.survey.codebook import Code, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason

#: Texts are taken for options that were offered where few of them come back often.
MOST_OPTIONS, LEAST_REPEATED = 12, 10
#: A text that fewer people gave may be their own words, also where the others are options.
LEAST_PERSONS = 5
#: A column of whole numbers almost all of which differ is one of identifiers.
_DIFFERENT, _LEAST_IDS = 0.9, 20
_NAMED = 3
_DIGITS = re.compile(r"(\d+)")

TEXT = pd.StringDtype(na_value=np.nan)


@dataclass
class CellColumns:
    """Typed columns and what is known of their empty cells.

    Parameters
    ----------
    values : dict of str to Series
        ``float64``, ``datetime64[s]`` or ``str``.
    states : dict of str to Series
        Word of `Reason` where a cell held something that cannot be read.
    options : dict of str to dict
        Of columns of texts that are options which were offered: the options.
    """

    values: dict[str, pd.Series] = field(default_factory=dict)
    states: dict[str, pd.Series] = field(default_factory=dict)
    options: dict[str, dict[Code, str]] = field(default_factory=dict)

    def variables(self, labels: Mapping[str, str]) -> dict[str, Variable]:
        """Return a first codebook: kinds by the type, options where texts come back often."""
        return {
            name: first_variable(name, labels.get(name, name), column, self.options.get(name))
            for name, column in self.values.items()
        }


@dataclass(slots=True)
class _Texts:
    """A column of texts by its different texts."""

    places: np.ndarray
    texts: list[str]
    counts: np.ndarray
    numbers: Numbers


def type_columns(
    columns: Mapping[str, pd.Series],
    place: str,
    report: LoadReport,
    *,
    sign: DecimalSign | None = None,
    as_text: frozenset[str] = frozenset(),
    options: frozenset[str] = frozenset(),
) -> CellColumns:
    """Type the columns of a file.

    Parameters
    ----------
    columns : mapping of str to Series
        Cells: ``float64`` and ``datetime64`` columns stay, others are texts of which empty and blank ones are missing.
    place : str
        Name of the file, for remarks.
    report : LoadReport
        Grows by what was decided and what could not be read.
    sign : {",", "."}, optional
        Decimal sign of the file where it is known.
    as_text : frozenset of str
        Columns that stay text.
    options : frozenset of str
        Columns for which a codebook states answer options: numbers only where every cell is a number, else text.

    Returns
    -------
    CellColumns

    Notes
    -----
    A column is one of numbers or dates where at least 95 % of its cells are; the others become missing as
    ``unreadable`` and are reported. One decimal sign holds for the file: the one that most columns show beyond doubt.
    Codes with a leading zero, identifiers and numbers of more than 15 digits stay text.

    Examples
    --------
    >>> cells = {"code": ["01", "2"], "cost": ["1 250,5", ""], "when": ["1.2.2024", ""]}
    >>> cells = {name: pd.Series(texts) for name, texts in cells.items()}
    >>> typed = type_columns(cells, "answers.csv", LoadReport())
    >>> [str(column.dtype) for column in typed.values.values()], typed.values["cost"][0]
    (['str', 'float64', 'datetime64[s]'], np.float64(1250.5))
    """
    looked: dict[str, _Texts] = {}
    days: dict[str, pd.Series] = {}
    for name, column in columns.items():
        if column.dtype.kind in "fM":
            continue
        read = None if name in as_text or name in options else _all_dates(column)
        if read is None:
            looked[name] = _look(column)
        else:
            days[name] = read
    sign = sign or sign_of_file(texts.numbers for texts in looked.values())
    typed = CellColumns()
    counted_texts: dict[str, dict[str, int]] = {}
    for name, column in columns.items():
        if name not in looked:
            typed.values[name] = days.get(name, column)
            continue
        texts = looked[name]
        if name in options:
            whole = texts.numbers.numbers == texts.numbers.cells
            read_as_number = whole and _as_numbers(name, texts, sign or ".", place, report, typed)
        else:
            read_as_number = name not in as_text and _as_numbers(name, texts, sign or ".", place, report, typed)
        if read_as_number or (
            name not in as_text and name not in options and _as_dates(name, texts, place, report, typed)
        ):
            continue
        typed.values[name] = _as_text(column, texts)
        counted_texts[name] = {}
        if len(texts.texts) <= 2 * MOST_OPTIONS:
            counts = {text: n for text, n in zip(texts.texts, texts.counts.tolist(), strict=True) if n}
            counted_texts[name] = counts
    usual = {text for counts in counted_texts.values() for text, n in counts.items() if n >= LEAST_PERSONS}
    typed.options = {name: _options(counts, usual) for name, counts in counted_texts.items()}
    return typed


def first_variable(name: str, label: str, column: pd.Series, options: dict[Code, str] | None = None) -> Variable:
    """Return what the type of a column alone tells of a variable.

    Parameters
    ----------
    name, label : str
        Name and heading.
    column : Series
        Typed values.
    options : dict of code to str, optional
        Options of a column of texts where they are known; found where they are not given.

    Examples
    --------
    >>> first_variable("q1", "Tuki", pd.Series(["ei", "joo"] * 10, dtype=TEXT)).labels
    {'ei': 'ei', 'joo': 'joo'}
    """
    if column.dtype.kind == "f":
        return Variable(name, label, "numeric")
    if column.dtype.kind == "M":
        return Variable(name, label, "date")
    found = offered(column) if options is None else options
    return Variable(name, label, "category" if found else "text", found)


def offered(column: pd.Series) -> dict[Code, str]:
    """Return the texts of a column where they are options that were offered; else nothing.

    Notes
    -----
    At most 12 different texts, given ten times on average and each by five people or more: a rarer text may be
    somebody's own words, which must not become the label of an option.
    """
    counts = {str(text): int(n) for text, n in column.dropna().value_counts().items()}
    return _options(counts, {text for text, n in counts.items() if n >= LEAST_PERSONS})


def _options(counts: Mapping[str, int], usual: Collection[str]) -> dict[Code, str]:
    """Return the texts of a column as options; `usual` are those that enough people gave, here or elsewhere."""
    if any(text not in usual for text in counts):
        return {}
    if not counts or len(counts) > MOST_OPTIONS or sum(counts.values()) < LEAST_REPEATED * len(counts):
        return {}
    return {text: text for text in sorted(counts, key=natural)}


def natural(text: str) -> list[tuple[int, int | str]]:
    """Return a key that sorts texts with numbers in them as people do.

    Examples
    --------
    >>> sorted(["10 usein", "2 joskus", "1 ei"], key=natural)
    ['1 ei', '2 joskus', '10 usein']
    """
    return [(0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in _DIGITS.split(text[:200]) if part]


def _look(column: pd.Series) -> _Texts:
    places, found = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    texts: list[str] = found.tolist()
    blank = np.fromiter(map(str.isspace, texts), dtype=bool, count=len(texts)) | (found == "")
    if blank.any():
        places = np.where(np.append(blank, True)[places], -1, places)
    counts = np.bincount(places[places >= 0], minlength=len(texts))
    # Free texts are told from a part of them: no number has to be looked for in each of a hundred thousand.
    part = range(0, len(texts), max(len(texts) // 500, 1))
    sample = {texts[k].strip(): 1 for k in part if not blank[k]}
    few = count_numbers(sample)
    if few.numbers < 0.5 * few.cells:
        return _Texts(places, texts, counts, Numbers(int(counts.sum())))
    every: dict[str, int] = {}
    for text, count in zip(texts, counts.tolist(), strict=True):
        if count:
            every[text.strip()] = every.get(text.strip(), 0) + count
    return _Texts(places, texts, counts, count_numbers(every))


def _all_dates(column: pd.Series) -> pd.Series | None:
    """Return the dates of a column of nothing but dates of one usual form; None for any other."""
    present = column.notna().to_numpy()
    cells = column.to_numpy(dtype=object)[present]
    part = [str(text) for text in cells[:: max(len(cells) // 50, 1)]]
    if not part or date_style(part) not in ("iso", "day.month") or not all(map(looks_like_date, part)):
        return None
    read = read_dates(cells, part)
    if np.isnat(read).any():
        return None
    values = np.full(len(column), np.datetime64("NaT"), dtype="datetime64[s]")
    values[present] = read
    return pd.Series(values)


def _as_numbers(
    name: str, texts: _Texts, sign: DecimalSign, place: str, report: LoadReport, typed: CellColumns
) -> bool:
    found = texts.numbers
    if not found.cells or found.numbers < SHARE * found.cells:
        if found.numbers and found.numbers >= 0.5 * found.cells:
            what = f"{counted(found.numbers, 'number')} and {counted(found.cells - found.numbers, 'other text')}"
            report.note(f"{place}, {name}", what, "kept as text")
        return False
    if found.codes:
        report.note(f"{place}, {name}", f"numbers with leading zeros ({found.codes:,})", "kept as text, as codes are")
        return False
    if found.long:
        report.note(f"{place}, {name}", f"numbers of more than 15 digits ({found.long:,})", "kept as text")
        return False
    used = int((texts.counts > 0).sum())
    if found.numbers < found.cells and found.cells >= _LEAST_IDS and used > _DIFFERENT * found.cells:
        report.note(f"{place}, {name}", "identifiers, some of which are no numbers", "kept as text")
        return False
    read = [number(text, sign) if count else None for text, count in zip(texts.texts, texts.counts, strict=True)]
    values = np.array([np.nan if value is None else value for value in read] + [np.nan])
    good = int(texts.counts[~np.isnan(values[:-1])].sum())
    if good < SHARE * found.cells:
        other = "points" if sign == "," else "commas"
        mine = "comma" if sign == "," else "point"
        what = f"numbers with decimal {other}, in a file with a decimal {mine}"
        report.warning(f"{place}, {name}", what, "kept as text; state its kind in survey.toml to read it as numbers")
        return False
    if found.either_point if sign == "," else found.either_comma:
        report.note(f"{place}, {name}", "groups of thousands such as 1.234", f"read with the decimal sign {sign!r}")
    column = pd.Series(values[texts.places])
    _unreadable(name, texts, np.isnan(values), "no numbers", place, report, typed)
    typed.values[name] = column
    return True


def _as_dates(name: str, texts: _Texts, place: str, report: LoadReport, typed: CellColumns) -> bool:
    step = max(len(texts.texts) // 200, 1)
    part = [text.strip() for text, count in zip(texts.texts[::step], texts.counts[::step], strict=True) if count]
    if not part or sum(map(looks_like_date, part)) < 0.5 * len(part):
        return False
    used = texts.counts > 0
    stripped = np.array(list(map(str.strip, texts.texts)), dtype=object)
    values = np.full(len(stripped) + 1, np.datetime64("NaT"), dtype="datetime64[s]")
    values[:-1][used] = read_dates(stripped[used], part)
    rest = np.flatnonzero(np.isnat(values[:-1]) & used)
    form = np.array([looks_like_date(stripped[k]) for k in rest], dtype=bool)
    strange = int(texts.counts[rest[~form]].sum())
    if strange > (1 - SHARE) * texts.counts.sum():
        return False
    style = date_style(part)
    if style not in ("iso", "day.month"):
        style = date_style(stripped[used])
    if style is None:
        what = "dates of which day and month cannot be told apart"
        report.warning(f"{place}, {name}", what, "kept as text; export them as 2024-12-31")
        return False
    for k in rest[form]:
        day = date(stripped[k], style)
        values[k] = np.datetime64("NaT") if day is None else np.datetime64(day, "s")
    _unreadable(name, texts, np.isnat(values), "no dates that exist", place, report, typed)
    typed.values[name] = pd.Series(values[texts.places])
    return True


def _as_text(column: pd.Series, texts: _Texts) -> pd.Series:
    if column.dtype == TEXT and texts.counts.all():
        return column
    return pd.Series(np.array([*texts.texts, np.nan], dtype=object)[texts.places], dtype=TEXT)


def _unreadable(
    name: str, texts: _Texts, empty: np.ndarray, what: str, place: str, report: LoadReport, typed: CellColumns
) -> None:
    """Mark cells that have content and no value."""
    bad = np.append(empty[:-1], False)[texts.places] & (texts.places >= 0)
    if not bad.any():
        return
    typed.states[name] = blank_states(len(bad), {Reason.UNREADABLE: bad})
    rows = np.flatnonzero(bad) + 1
    shown = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
    cells = counted(len(rows), "cell")
    report.warning(f"{place}, {name}", f"{cells} that are {what} (respondents {shown})", "missing as unreadable")
