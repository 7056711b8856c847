"""Exports of REDCap and their data dictionary; written from descriptions and published samples."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.forms import unverified
from valuma.loaders.survey_files.header_rows import tidy
from valuma.loaders.survey_files.lss import plain
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.table import Table, frame_of, read_headed
from valuma.loaders.survey_files.text_decoding import decode_export
from valuma.loaders.survey_files.ticks import block_name, spread, tick_variable
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, MissingRule, VariableKind
from valuma.survey.load_report import LoadReport

_OPTION = re.compile(r"^(?P<field>[a-z][a-z0-9_]*?)___(?P<code>.+)$")
_OWN = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier",
        "redcap_data_access_group")  # fmt: skip
_COMPLETE = re.compile(r"^[a-z][a-z0-9_]*_complete$")
_KINDS: Mapping[str, VariableKind] = {
    "radio": "category",
    "dropdown": "category",
    "yesno": "category",
    "truefalse": "category",
    "slider": "numeric",
    "notes": "text",
}
_NUMBERS = ("integer", "number")
#: Codes that projects use for missing answers, in columns that hold nothing else below zero.
_CODES = (-99.0, -98.0, -97.0, -96.0, -999.0, -998.0, -997.0, -9999.0)


@dataclass(frozen=True, slots=True)
class DictionaryField:
    """One row of a data dictionary: name, form, type, words, options, kind of number or text."""

    name: str
    form: str
    type: str
    label: str
    options: Mapping[str, str]
    validation: str = ""
    matrix: str = ""


def is_redcap(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table is the header of a REDCap export.

    Examples
    --------
    >>> is_redcap(["record_id", "age", "forums___1", "forums___2", "form_1_complete"]), is_redcap(["id", "x_complete"])
    (True, False)
    """
    names = [tidy(cell) for cell in cells]
    options = sum(bool(_OPTION.match(name)) for name in names)
    complete = sum(bool(_COMPLETE.match(name)) for name in names)
    if any(name in _OWN for name in names):
        return True
    return bool(complete) and (options > 0 or names[0] == "record_id")


def is_dictionary(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table is that of a data dictionary."""
    return bool(cells) and tidy(cells[0]).casefold() in ("variable / field name", "field_name")


def read_redcap(table: Table, dictionary: Sequence[DictionaryField] = ()) -> RawSurvey:
    """Read an export of REDCap.

    Parameters
    ----------
    table : Table
        A text with names of fields as headings.
    dictionary : sequence of DictionaryField, optional
        Rows of the data dictionary.

    Returns
    -------
    RawSurvey

    Notes
    -----
    Not verified on a real export; the report of every load says so. REDCap writes 0 for every box of a form nobody
    opened; where no other field of the form is filled either and the form is not marked complete, such zeros are taken
    as missing. Which fields a form has, the columns before its ``…_complete`` tell. Negative codes such as -999 are
    missing where a column holds nothing else below zero.
    """
    columns, headings, above = read_headed(table)
    raw = RawSurvey(
        file=table.file,
        format="REDCap export",
        values=frame_of(columns),
        variables=columns.variables(headings),
        states=columns.states,
        documents=above,
        report=table.report,
    )
    unverified(raw.report, raw.file, "REDCap")
    repeats = raw.values.get("redcap_repeat_instrument")
    if repeats is not None and repeats.notna().any():
        found = f"{counted(int(repeats.notna().sum()), 'row')} of forms that repeat"
        raw.report.warning(raw.file, found, "kept as rows of their own; a respondent then has more than one row")
    _boxes(raw)
    _missing_codes(raw)
    if dictionary:
        overlay_dictionary(raw, dictionary)
    return raw


def _boxes(raw: RawSurvey) -> None:
    groups: dict[str, list[str]] = {}
    for name in raw.values.columns:
        if found := _OPTION.match(name):
            groups.setdefault(found["field"], []).append(name)
    for field, names in groups.items():
        ticked = {}
        for name in names:
            column = raw.values[name]
            if column.dtype.kind == "f":
                ticked[name] = (column == 1.0).to_numpy()
            else:
                ticked[name] = (column.notna() & ~column.isin(["Unchecked", "0"])).to_numpy(dtype=bool)
        answered = np.logical_or.reduce(list(ticked.values()))
        opened = _opened(raw, names)
        values, _ = spread(ticked, answered | opened)
        for name in names:
            raw.values[name] = values[name]
            code = _OPTION.match(name)
            raw.variables[name] = tick_variable(name, code["code"] if code else name)
        raw.fixed_kinds |= set(names)
        block = block_name(field, raw.blocks)
        why = "the header …___code"
        raw.blocks.append(Block(block, "multiple-dichotomies", field, tuple(names), 1.0, why))
        empty = int((~(answered | opened)).sum())
        if empty:
            what = f"{counted(empty, 'respondent')} with no box ticked in a form that they left empty"
            raw.report.note(f"{raw.file}, {field}", what, "missing; REDCap writes 0 there")


def _opened(raw: RawSurvey, names: Sequence[str]) -> np.ndarray:
    """Whether the form of some fields was filled at all, or marked complete."""
    order = list(raw.values.columns)
    place = order.index(names[0])
    end = next((k for k in range(place, len(order)) if _COMPLETE.match(order[k])), None)
    if end is None:
        return np.zeros(len(raw.values), dtype=bool)
    start = next((k + 1 for k in range(place, -1, -1) if _COMPLETE.match(order[k])), 0)
    others = [
        name for name in order[start:end]
        if not _OPTION.match(name) and name not in _OWN and order.index(name) != 0
    ]  # fmt: skip
    filled = raw.values[others].notna().to_numpy().any(axis=1) if others else np.zeros(len(raw.values), dtype=bool)
    status = raw.values[order[end]]
    done = (status == 2.0) if status.dtype.kind == "f" else status.isin(["Complete", "2"])
    return np.asarray(filled | done.to_numpy(dtype=bool))


def _missing_codes(raw: RawSurvey) -> None:
    for name, column in raw.values.items():
        if column.dtype.kind != "f" or str(name) in raw.fixed_kinds:
            continue
        below = sorted(set(column[column < 0].unique().tolist()))
        if below and all(code in _CODES for code in below):
            rules = tuple(MissingRule(code, code) for code in below)
            raw.variables[str(name)] = replace(raw.variables[str(name)], missing=rules)
            shown = ", ".join(f"{code:g}" for code in below)
            raw.report.warning(f"{raw.file}, {name}", f"codes such as {shown}", "taken as missing answers")


def read_dictionary(data: bytes, file: str) -> list[DictionaryField]:
    r"""Read a data dictionary of REDCap.

    Parameters
    ----------
    data : bytes
        The CSV file.
    file : str
        Its name.

    Returns
    -------
    list of DictionaryField

    Raises
    ------
    StudyError
        The file is no data dictionary.

    Examples
    --------
    >>> head = 'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"\n'
    >>> read_dictionary((head + 'tuki,a,radio,Tuki,"1, kyllä | 2, ei"').encode(), "d.csv")[0].options
    {'1': 'kyllä', '2': 'ei'}
    """
    text = decode_export(data, file, LoadReport())
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise unusable(file, str(error), "a data dictionary of REDCap") from error
    if not rows or not is_dictionary(rows[0]):
        raise unusable(file, "another header", "'Variable / Field Name' in its first column")
    place = {_column(cell): k for k, cell in enumerate(rows[0])}

    def cell(row: Sequence[str], name: str) -> str:
        k = place.get(name)
        return row[k].strip() if k is not None and k < len(row) else ""

    return [
        DictionaryField(
            cell(row, "name"),
            cell(row, "form"),
            cell(row, "type"),
            plain(cell(row, "label")),
            _options(cell(row, "choices"), cell(row, "type")),
            cell(row, "validation"),
            cell(row, "matrix"),
        )
        for row in rows[1:]
        if cell(row, "name")
    ]


def _column(heading: str) -> str:
    known = {"variable / field name": "name", "field_name": "name", "form name": "form", "form_name": "form",
             "field type": "type", "field_type": "type", "field label": "label", "field_label": "label",
             "matrix group name": "matrix", "matrix_group_name": "matrix"}  # fmt: skip
    tidied = tidy(heading).casefold()
    if tidied.startswith(("choices", "select_choices")):
        return "choices"
    return "validation" if tidied.startswith("text validation type") else known.get(tidied, tidied)


def _options(text: str, kind: str) -> dict[str, str]:
    if kind not in ("radio", "dropdown", "checkbox"):
        return {}
    found = {}
    for part in text.split("|"):
        code, comma, label = part.partition(",")
        if comma and code.strip():
            found[code.strip()] = plain(label)
    return found


def overlay_dictionary(raw: RawSurvey, dictionary: Sequence[DictionaryField]) -> RawSurvey:
    """Give an export of REDCap the words and options of its data dictionary.

    Parameters
    ----------
    raw : RawSurvey
        The export; it changes.
    dictionary : sequence of DictionaryField
        As `read_dictionary` returns it.

    Returns
    -------
    RawSurvey
    """
    lacking = []
    for field in dictionary:
        if field.type == "checkbox":
            names = [name for name in raw.values.columns if name.startswith(f"{field.name}___")]
            for name in names:
                label = field.options.get(name.removeprefix(f"{field.name}___"), raw.variables[name].label)
                raw.variables[name] = replace(raw.variables[name], label=label)
            raw.blocks = [replace(b, label=field.label) if b.items == tuple(names) and names else b for b in raw.blocks]
            continue
        if field.type == "descriptive":
            continue
        if field.name not in raw.variables:
            lacking.append(field.name)
            continue
        raw.variables[field.name] = replace(raw.variables[field.name], label=field.label or field.name)
        _state(raw, field)
    if lacking:
        raw.report.note(raw.file, f"{counted(len(lacking), 'field')} of the dictionary without a column", "left out")
    grids: dict[str, list[str]] = {}
    for field in dictionary:
        if field.matrix and field.name in raw.variables and field.type == "radio":
            grids.setdefault(field.matrix, []).append(field.name)
    for name, items in grids.items():
        if len(items) > 1:
            raw.blocks.append(
                Block(block_name(name, raw.blocks), "grid", name, tuple(items), None, "a matrix of the dictionary")
            )
    return raw


def _state(raw: RawSurvey, field: DictionaryField) -> None:
    kind = "numeric" if field.validation in _NUMBERS else _KINDS.get(field.type)
    options = dict(field.options)
    if field.type == "yesno":
        options = {"1": "Yes", "0": "No"}
    if kind is None or (kind == "category" and not options):
        return
    numeric = raw.values[field.name].dtype.kind == "f"
    try:
        labels: dict[Code, str] = {(float(code) if numeric else code): text for code, text in options.items()}
    except ValueError:
        return
    if kind == "category" and not numeric:
        # An export with labels holds the words themselves.
        words = set(options.values())
        if set(raw.values[field.name].dropna().unique()) <= words:
            labels = {text: text for text in options.values()}
    if kind == "numeric" and not numeric:
        return
    raw.variables[field.name] = replace(raw.variables[field.name], kind=kind, labels=labels)
    raw.fixed_kinds |= {field.name}
