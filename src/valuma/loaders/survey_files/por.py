"""SPSS portable files: values with their missing codes, labels, weight and remarks, in their own letters."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.aligning import counted, rows_of
from valuma.loaders.survey_files.instants import dated, spss_seconds
from valuma.loaders.survey_files.por_cells import PorCells, read_cells
from valuma.loaders.survey_files.por_dictionary import DATES, PorDictionary, PorVariable, RawCode, read_dictionary
from valuma.loaders.survey_files.por_letters import Letters
from valuma.loaders.survey_files.por_text import PortableText, joined
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.variable_names import plain_name
from valuma.survey.codebook import Code, MissingRule, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason

#: Above this share of cells that are no numbers, the cells do not belong to the variables.
_MOST_UNREADABLE = 0.2


def read_por(data: bytes, file: str) -> RawSurvey:
    """Read an SPSS portable file.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for the report and errors.

    Returns
    -------
    RawSurvey
        Numbers as ``float64`` with user-missing codes in them, texts, dates as ``datetime64``; labels and missing
        codes and ranges of each variable; the file's weight variable and remarks. A date that the file counts among
        its missing codes is missing, with its code in seconds as the reason.

    Raises
    ------
    StudyError
        It is no portable file, ends before its answers, or its cells do not fit its variables; with the line.

    Notes
    -----
    Read from the public description of the format in the PSPP developers' manual [1]_. Names of variables are those
    of the file: eight characters, upper case. Lines may be of any length, with any line end, with or without the
    spaces at their ends.

    References
    ----------
    .. [1] GNU PSPP Developers Guide, Portable File Format, https://www.gnu.org/software/pspp/pspp-dev/
    """
    report = LoadReport()
    text = PortableText(joined(data, file, report), file)
    dictionary = read_dictionary(text)
    cells = read_cells(text, dictionary.variables)
    letters = Letters(text.text)
    names = _names(dictionary, letters, file, report)
    raw = RawSurvey(file, "SPSS portable file", pd.DataFrame(), {}, report=report)
    columns = _columns(raw, dictionary, cells, letters, names)
    raw.values = pd.DataFrame(columns, index=pd.RangeIndex(len(cells.numbers)), columns=list(columns))
    by_name = {plain_name(name): name for name in reversed(names)}
    weight = letters.read(dictionary.weight)
    raw.weight = by_name.get(plain_name(weight), "")
    if weight and not raw.weight:
        report.warning(file, f"the weight {weight!r}, which is no variable", "no weight")
    raw.documents = [letters.read(line) for line in dictionary.documents]
    _tell(raw, dictionary, cells, letters)
    return raw


def _names(dictionary: PorDictionary, letters: Letters, file: str, report: LoadReport) -> list[str]:
    """Return the name of each variable, every name once."""
    names: list[str] = []
    taken: set[str] = set()
    for place, variable in enumerate(dictionary.variables, start=1):
        name = letters.read(variable.name).strip() or f"V{place}"
        number, free = 2, name
        while free in taken:
            free = f"{name}_{number}"
            number += 1
        if free != name:
            report.warning(file, f"the variable {name!r} once more", f"called {free!r}")
        taken.add(free)
        names.append(free)
    return names


def _columns(
    raw: RawSurvey, dictionary: PorDictionary, cells: PorCells, letters: Letters, names: list[str]
) -> dict[str, pd.Series]:
    """Return the column of each variable; the variables themselves, letters and states go into `raw`."""
    columns: dict[str, pd.Series] = {}
    numbers, texts = 0, 0
    unreadable = 0
    for name, variable in zip(names, dictionary.variables, strict=True):
        described = _variable(name, variable, letters)
        if variable.width:
            columns[name] = pd.Series([letters.read(cell) for cell in cells.texts[texts]], dtype="object")
            texts += 1
        else:
            column = np.ascontiguousarray(cells.numbers[:, numbers])
            numbers += 1
            bad = np.isinf(column)
            if bad.any():
                unreadable += int(bad.sum())
                raw.states[name] = pd.Series(np.where(bad, str(Reason.UNREADABLE), ""), dtype="object").where(bad)
                place, what = f"{raw.file}, {name}, {rows_of(bad)}", f"no number in {counted(int(bad.sum()))}"
                raw.report.warning(place, what, "left empty as unreadable")
                column = np.where(bad, np.nan, column)
            columns[name] = pd.Series(column)
            if variable.format in DATES:
                days, why = dated(column, spss_seconds(column), described, raw.file, raw.report)
                columns[name], described = pd.Series(days), replace(described, kind="date")
                if why is not None:
                    raw.states[name] = why
        raw.variables[name] = described
    if unreadable > max(100, _MOST_UNREADABLE * cells.numbers.size):
        found = f"{unreadable:,} of {cells.numbers.size:,} numbers that are none"
        raise unusable(raw.file, found, "cells that fit the variables", hint="is the file damaged?")
    return columns


def _variable(name: str, variable: PorVariable, letters: Letters) -> Variable:
    def code(raw: RawCode) -> Code:
        return letters.read(raw) if isinstance(raw, bytes) else raw

    labels = {code(key): letters.read(label) for key, label in variable.labels.items()}
    return Variable(
        name,
        letters.read(variable.label),
        "text" if variable.width else "numeric",
        dict(sorted(labels.items(), key=lambda pair: pair[0])) if not variable.width else labels,
        tuple(MissingRule(code(low), code(high)) for low, high in variable.missing),
        format=variable.shown_format,
    )


def _tell(raw: RawSurvey, dictionary: PorDictionary, cells: PorCells, letters: Letters) -> None:
    """Say what was not as the format has it, and name what the end of the file cut off."""
    report, file = raw.report, raw.file
    letters.tell(file, report)
    count = len(dictionary.variables)
    if dictionary.announced and dictionary.announced != count:
        report.warning(
            file, f"{dictionary.announced} variables announced, {count} there", "all that are there are read"
        )
    lost = [name for name, found in raw.variables.items() if any(rule.low == math.inf for rule in found.missing)]
    for name in lost:
        kept = tuple(rule for rule in raw.variables[name].missing if rule.low != math.inf)
        raw.variables[name] = replace(raw.variables[name], missing=kept)
        # GNU PSPP writes the upper end of "98 THRU HI" twice.
        found = "a range of missing codes from the largest number on, as GNU PSPP writes that lost its first code"
        report.warning(f"{file}, {name}", found, "no code is missing by it; say in survey.toml which codes are")
    for unknown in dictionary.unknown_labels:
        report.warning(file, f"labels of {letters.read(unknown)!r}, which is no variable", "left out")
    rows = len(raw.values)
    if cells.cut:
        for name in list(raw.values.columns)[cells.cut :]:
            known = raw.states.get(name, pd.Series(None, index=raw.values.index, dtype="object"))
            raw.states[name] = known.where(raw.values.index < rows - 1, str(Reason.UNREADABLE))
        found = f"the file ends inside answer {rows:,}: {cells.cut} of {count} cells are there"
        report.warning(
            file, found, "the other cells of that answer left empty as unreadable; is the download complete?"
        )
    elif not cells.ended:
        report.warning(file, f"no mark of the end behind answer {rows:,}", "all answers that are there are read")
