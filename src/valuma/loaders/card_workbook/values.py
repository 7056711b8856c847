"""Values of cards and CSV rows as the sheets of a workbook hold them, and back into a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valuma.formats.formula_text import safe_text
from valuma.loaders.card_text.layout import content
from valuma.loaders.card_workbook.cells import Understood, cell_of, csv_text, understand
from valuma.loaders.card_workbook.folder import CardFile
from valuma.loaders.card_workbook.lines import lines_of
from valuma.loaders.card_workbook.sheets import SOURCED, CardSheet, Field
from valuma.loaders.csv_editing import CsvRow
from valuma.schema.cells import Bad, Value


def single_cells(file: CardFile, one: Field) -> Any:
    """Return what a column of the first sheet shows of a card.

    Parameters
    ----------
    file : CardFile
        The network.
    one : Field
        The column.

    Returns
    -------
    object
        Value as it stands in the card, or lines of text; None for unknown.
    """
    raw = content(file.card)
    if one.key == "comments":
        return lines_of(file.comments)
    if one.key == "source_of":
        others = {key: "; ".join(value) for key, value in raw.get("source_of", {}).items() if key not in SOURCED}
        return lines_of(others)
    head, _, rest = one.key.partition(".")
    value = raw.get(head)
    return value.get(rest) if rest and isinstance(value, dict) else None if rest else value


def baseline(sheet: CardSheet, values: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Value]:
    """Return a row as it would be read back from a workbook in which nothing was changed."""
    found = {one.key: read_back(one, values.get(one.key)) for one in sheet.fields if one.key in columns}
    return {key: value for key, value in found.items() if value is not None and key != sheet.holder}


def read_back(one: Field, value: Any) -> Value:
    """Return a value as it would be read back from a workbook in which it was not changed."""
    cell = cell_of(one, value)
    result = understand(one, safe_text(cell) if isinstance(cell, str) else cell)
    if isinstance(result, Understood):
        return result.value
    return str(value) if isinstance(result, Bad) else result


def table_cells(sheet: CardSheet, row: CsvRow) -> dict[str, Any]:
    """Return the values of a row of a CSV file by field."""
    return {one.key: read_back(one, row.cells.get(one.key)) for one in sheet.fields if one.key != "network_id"}


def put(raw: dict[str, Any], key: str, value: Any) -> None:
    """Give a key of a card as it stands in TOML a value, or take it away."""
    head, _, rest = key.partition(".")
    if rest:
        inner = dict(raw.get(head, {}))
        put(inner, rest, value)
        value, key = inner, head
    value = list(value) if isinstance(value, tuple) else value
    if value is None or value in ([], {}):
        raw.pop(key, None)
    else:
        raw[key] = value


def put_other_sources(raw: dict[str, Any], lines: Mapping[str, str]) -> None:
    """Give a card the sources of fields that have no column for them."""
    kept = {key: value for key, value in raw.get("source_of", {}).items() if key in SOURCED}
    others = {key: [part.strip() for part in text.split(";") if part.strip()] for key, text in lines.items()}
    raw["source_of"] = kept | others
    if not raw["source_of"]:
        del raw["source_of"]


def row_name(sheet: CardSheet, values: Mapping[str, Value]) -> str:
    """Return the key of a row in words."""
    return " · ".join(in_words(values[key]) for key in sheet.row_key if values.get(key) is not None)


def in_words(value: Value) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else csv_text(value)
