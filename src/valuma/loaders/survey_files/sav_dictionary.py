"""The dictionary of a .sav file in words: variables with labels and missing codes, weight, sets, attributes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from valuma.loaders.survey_files.encodings import Texts, encoding_of
from valuma.loaders.survey_files.sav_extensions import (
    ResponseSet,
    attributes,
    long_names,
    long_text_rules,
    long_widths,
    response_sets,
    variable_attributes,
    variable_sets,
)
from valuma.loaders.survey_files.sav_records import SavRecords, SlotRecord
from valuma.loaders.survey_files.unique_names import each_once
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, MissingRule, Variable
from valuma.survey.load_report import LoadReport

#: Print formats by their number.
FORMATS = {
    1: "A", 2: "AHEX", 3: "COMMA", 4: "DOLLAR", 5: "F", 6: "IB", 7: "PIBHEX", 8: "P", 9: "PIB", 10: "PK", 11: "RB",
    12: "RBHEX", 15: "Z", 16: "N", 17: "E", 20: "DATE", 21: "TIME", 22: "DATETIME", 23: "ADATE", 24: "JDATE",
    25: "DTIME", 26: "WKDAY", 27: "MONTH", 28: "MOYR", 29: "QYR", 30: "WKYR", 31: "PCT", 32: "DOT", 33: "CCA",
    34: "CCB", 35: "CCC", 36: "CCD", 37: "CCE", 38: "EDATE", 39: "SDATE", 40: "MTIME", 41: "YMDHMS",
}  # fmt: skip
#: Formats whose numbers are seconds since the beginning of the Gregorian calendar.
DATES = frozenset({20, 22, 23, 24, 28, 29, 30, 38, 39, 41})

#: The format that says its decimals even where there are none.
_DECIMALS = frozenset({5})
_MEASURES = {1: "nominal", 2: "ordinal", 3: "scale"}
_ROLES = {"0": "input", "1": "target", "2": "both", "3": "none", "4": "partition", "5": "split"}
_GREATEST = float(np.finfo(np.float64).max)
#: Bytes of a segment of a very long text that count, and by which the width is divided into segments.
_SEGMENT, _EACH = 255, 252


@dataclass
class SavVariable:
    """A variable and where its cells stand.

    Parameters
    ----------
    variable : Variable
        What the file says of it.
    places : list of (int, int)
        First slot (from 0) and bytes of each segment; one segment of 0 bytes for a number.
    date : bool
        Its numbers are seconds since 14 October 1582.
    """

    variable: Variable
    places: list[tuple[int, int]]
    date: bool = False

    @property
    def text(self) -> bool:
        """Whether it holds texts."""
        return self.places[0][1] > 0


@dataclass
class SavDictionary:
    """What a .sav file says of its answers.

    Parameters
    ----------
    variables : list of SavVariable
        In the order of the file.
    texts : Texts
        Decodes the texts of the file.
    weight : str
        The variable that weights the answers; empty where there is none.
    blocks : list of Block
        Multiple-response sets.
    documents : list of str
        Label of the file, remarks, attributes of the file.
    """

    variables: list[SavVariable]
    texts: Texts
    weight: str = ""
    blocks: list[Block] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


def describe(records: SavRecords, file: str, report: LoadReport) -> SavDictionary:
    """Put the records of a .sav dictionary into words.

    Parameters
    ----------
    records : SavRecords
        As `valuma.loaders.survey_files.sav_records.read_records` returns them.
    file : str
        Name of the file.
    report : LoadReport
        Grows by what was met.

    Returns
    -------
    SavDictionary
    """
    said = records.extension(20).decode("latin-1").strip(" \0")
    machine = records.integers(3)
    page = machine[7] if len(machine) > 7 else 0
    texts = Texts(file, encoding_of(said, page, _samples(records), file, report), report)
    names = _Names(records, texts, report)
    variables = _variables(records, names, texts)
    by_slot = {one.places[0][0] + 1: one for one in variables}
    by_short = {names.shorts[slot].casefold(): one for slot, one in by_slot.items()}
    by_name = {one.variable.name.casefold(): one for one in variables} | by_short
    _add_labels(records, by_slot, texts)
    _add_long_texts(records, by_name, texts)
    _add_sets_and_attributes(records, by_name, texts)
    found = SavDictionary(variables, texts, documents=_documents(records, texts))
    if records.weight_slot:
        weight = by_slot.get(records.weight_slot)
        if weight is None or weight.text:
            report.warning(file, f"a weight at slot {records.weight_slot}, where no number is", "read without a weight")
        else:
            found.weight = weight.variable.name
    found.blocks = list(_blocks(response_sets(records), by_name, texts))
    for oddity in dict.fromkeys(records.oddities):
        report.warning(file, oddity, "passed over")
    return found


def _samples(records: SavRecords) -> Iterable[bytes]:
    yield records.label
    for slot in records.slots:
        yield slot.name
        yield slot.label
    for labels, _ in records.labels:
        yield from labels.values()
    yield from records.documents
    for subtype in (7, 13, 19, 21):
        yield from records.extension(subtype).split(b"\t")


class _Names:
    """Short and long names of the variables by their slot."""

    def __init__(self, records: SavRecords, texts: Texts, report: LoadReport) -> None:
        longs = long_names(records)
        self.shorts = {slot.slot: texts.text(slot.name, "name of a variable") for slot in records.slots}
        names = [texts.text(longs.get(slot.name, slot.name), "name of a variable") for slot in records.slots]
        self.found = dict(zip(self.shorts, each_once(names, texts.file, report), strict=True))


def _variables(records: SavRecords, names: _Names, texts: Texts) -> list[SavVariable]:
    widths = long_widths(records)
    measures = _measures(records)
    found, at = [], 0
    while at < len(records.slots):
        slot = records.slots[at]
        segments = -(-widths[slot.name] // _EACH) if widths.get(slot.name, 0) > _SEGMENT and slot.width else 1
        parts = records.slots[at : at + segments]
        if segments > 1 and (len(parts) < segments or any(part.width == 0 for part in parts)):
            records.oddities.append(f"a text of {widths[slot.name]} bytes without all of its segments")
            parts = parts[:1]
        name = names.found[slot.slot]
        found.append(
            SavVariable(
                Variable(
                    name,
                    texts.text(slot.label, f"label of {name}"),
                    "text" if slot.width else "date" if slot.format[0] in DATES else "numeric",
                    missing=_missing(slot, records.order, texts),
                    measure=measures[at] if at < len(measures) else "",
                    format=f"A{widths[slot.name]}" if len(parts) > 1 else _format(slot.format),
                ),
                [(part.slot - 1, part.width) for part in parts],
                not slot.width and slot.format[0] in DATES,
            )
        )
        at += len(parts)
    return found


def _measures(records: SavRecords) -> list[str]:
    """Level of measurement of each variable record; two or three numbers a record are in use."""
    numbers, count = records.integers(11), len(records.slots)
    step = 3 if len(numbers) >= 3 * count else 2
    return [_MEASURES.get(number, "") for number in numbers[::step]]


def _format(form: tuple[int, int, int]) -> str:
    kind, width, decimals = form
    if kind not in FORMATS:
        return ""
    return f"{FORMATS[kind]}{width}.{decimals}" if kind in _DECIMALS or decimals else f"{FORMATS[kind]}{width}"


def _missing(slot: SlotRecord, order: str, texts: Texts) -> tuple[MissingRule, ...]:
    if slot.width:
        values = [texts.text(value, "a missing value") for value in slot.missing]
        return tuple(MissingRule(value, value) for value in values)
    numbers = [_number(value, order) for value in slot.missing]
    rules = []
    if slot.span and len(numbers) > 1:
        low, high = numbers[:2]
        # The ends of the range of all numbers stand for "and below" and "and above".
        low = -np.inf if low <= np.nextafter(-_GREATEST, 0) else low
        high = np.inf if high >= _GREATEST else high
        rules = [MissingRule(low, high)] if low <= high else []
        numbers = numbers[2:]
    return (*(MissingRule(number, number) for number in numbers if np.isfinite(number)), *rules)


def _number(value: bytes, order: str) -> float:
    return float(struct.unpack(f"{order}d", value)[0])


def _add_labels(records: SavRecords, by_slot: dict[int, SavVariable], texts: Texts) -> None:
    for labels, users in records.labels:
        ready: dict[bool, dict[Code, str]] = {}
        for slot in users:
            one = by_slot.get(slot)
            if one is None:
                records.oddities.append(f"value labels for slot {slot}, where no variable begins")
                continue
            if one.text not in ready:
                ready[one.text] = _labels(labels, one, records.order, texts)
            one.variable = replace(one.variable, labels=ready[one.text])


def _labels(labels: dict[bytes, bytes], one: SavVariable, order: str, texts: Texts) -> dict[Code, str]:
    """Labels by code in the order of the codes; the same mapping serves every variable that shares them."""
    place = f"value labels of {one.variable.name}"
    if one.text:
        return {texts.text(code, place): texts.text(label, place) for code, label in labels.items()}
    numbers = {_number(code, order): texts.text(label, place) for code, label in labels.items()}
    return {code: numbers[code] for code in sorted(numbers) if np.isfinite(code) and abs(code) < _GREATEST}


def _add_long_texts(records: SavRecords, by_name: dict[str, SavVariable], texts: Texts) -> None:
    for rules in long_text_rules(records):
        name = texts.text(rules.name, "name of a variable")
        one = by_name.get(name.casefold())
        if one is None or not one.text:
            records.oddities.append(f"value labels for {name!r}, which is no text variable")
            continue
        place = f"value labels of {name}"
        labels: dict[Code, str] = {
            texts.text(code, place): texts.text(label, place) for code, label in rules.labels.items()
        }
        missing = [texts.text(value, place) for value in rules.missing]
        one.variable = replace(
            one.variable,
            labels={**one.variable.labels, **labels},
            missing=(*one.variable.missing, *(MissingRule(value, value) for value in missing)),
        )


def _add_sets_and_attributes(records: SavRecords, by_name: dict[str, SavVariable], texts: Texts) -> None:
    for raw, items in variable_sets(records):
        for item in items:
            one = by_name.get(texts.text(item, "a variable set").casefold())
            if one is not None:
                sets = (*one.variable.sets, texts.text(raw, "name of a variable set"))
                one.variable = replace(one.variable, sets=sets)
    for variable, raw, values in variable_attributes(records):
        one = by_name.get(texts.text(variable, "an attribute").casefold())
        if one is None:
            continue
        name, value = texts.text(raw, "an attribute"), "; ".join(texts.text(value, "an attribute") for value in values)
        if name.casefold() == "$@role":
            name, value = "role", _ROLES.get(value, value)
        one.variable = replace(one.variable, attributes={**one.variable.attributes, name: value})


def _documents(records: SavRecords, texts: Texts) -> list[str]:
    found = [texts.text(records.label, "label of the file")]
    found += [texts.text(line, "documents") for line in records.documents]
    for name, values in attributes(records.extension(17)):
        shown = "; ".join(texts.text(value, "an attribute") for value in values)
        found.append(f"{texts.text(name, 'an attribute')}: {shown}")
    return [text for text in found if text]


def _blocks(sets: Iterable[ResponseSet], by_name: dict[str, SavVariable], texts: Texts) -> Iterable[Block]:
    used: set[str] = set()
    for one in sets:
        name = texts.text(one.name, "a multiple-response set")
        items = [by_name.get(texts.text(item, name).casefold()) for item in one.items]
        known = [item for item in items if item is not None]
        if len(known) < len(items):
            texts.report.warning(
                f"{texts.file}, ${name}", "a multiple-response set of variables that are not there", "the others kept"
            )
        if not known or name in used:
            continue
        used.add(name)
        counted: float | str | None = None
        if one.counted is not None:
            written = texts.text(one.counted, name).strip()
            counted = written if known[0].text else _as_number(written)
        yield Block(
            name,
            "multiple-categories" if one.counted is None else "multiple-dichotomies",
            texts.text(one.label, f"label of ${name}"),
            tuple(dict.fromkeys(item.variable.name for item in known)),
            counted,
            f"multiple-response set ${name} of the file",
        )


def _as_number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
