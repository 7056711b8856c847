"""A cell of a workbook of cards to a value: what Excel has made of it is understood, or named."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from valuma.formats.formula_text import unsafe_text
from valuma.formats.workbook.reading import Cell
from valuma.loaders.card_workbook.sheets import Field
from valuma.schema.cells import Bad, Value, parse_cell
from valuma.schema.contract import FIRST_YEAR, LAST_YEAR, Column
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import LANGUAGES, TextError, label

#: Excel counts days from here.
_DAY_NOUGHT = datetime.date(1899, 12, 30)

_SPACES = re.compile("[\u00a0\u202f\u2007]")
_QUOTES = str.maketrans("\u2018\u2019\u201a\u2032\u201c\u201d\u201e\u2033", "''''\"\"\"\"")
_WHOLE = re.compile(r"([+-]?\d+)[.,]0+")
#: Thousands to some people, three decimals to others.
_AMBIGUOUS = re.compile(r"([+-]?[1-9]\d{0,2})[.,](\d{3})")
_PROPOSED = re.compile(r"did you mean '([^']*)'\?")


@dataclass(frozen=True, slots=True)
class Understood:
    """A value that stood in a cell in another way.

    Parameters
    ----------
    value : value
        What it is taken for.
    found : str
        What stands there.
    """

    value: Value
    found: str


def cell_of(field: Field, value: Any) -> Cell:
    """Return what a workbook shows of a value of a card or a CSV file.

    Parameters
    ----------
    field : Field
        Column of the sheet.
    value : object
        Text, number, yes/no, or list of words; None for unknown.

    Returns
    -------
    str, int, float or None
        Lists are joined by semicolons, yes/no are the words.
    """
    if value is None or value == [] or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value  # type: ignore[no-any-return]


def understand(field: Field, cell: Cell) -> Value | Bad | Understood:
    """Read one cell.

    Parameters
    ----------
    field : Field
        Column of the sheet.
    cell : object
        What a reader of workbooks gives.

    Returns
    -------
    value, Bad or Understood
        As `valuma.schema.cells.parse_cell`; `Understood` where the cell had to be interpreted, `Bad` where nothing is
        guessed. Whether a required cell is filled and a reference exists is not checked.

    Examples
    --------
    >>> from valuma.loaders.card_workbook.sheets import card_sheets
    >>> founded = card_sheets()[0]["founded"]
    >>> understand(founded, 2015), understand(founded, "2015,0")
    (2015, Understood(value=2015, found="'2015,0'"))
    >>> understand(founded, datetime.date(1905, 7, 7))
    Understood(value=2015, found='the date 1905-07-07')
    """
    column = field.column
    if isinstance(cell, str):
        cell = _tidy(cell)
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime.date):
        return _from_date(column, cell)
    if field.own_type:
        return Bad(repr(cell), "a text or a number") if isinstance(cell, bool) else cell
    if isinstance(cell, str) and cell.strip() in column.special and column.kind != "list":
        return cell.strip()
    if isinstance(cell, bool):
        return Understood(cell, str(cell).upper()) if column.kind == "yes-no" else Bad(str(cell).upper(), column.wanted)
    if column.kind in ("text", "id", "date", "list", "yes-no") and isinstance(cell, int | float):
        cell = f"{cell:.15g}"
    if isinstance(cell, str) and column.kind in ("number", "integer") and (two := _AMBIGUOUS.fullmatch(cell.strip())):
        whole, part = f"{two[1]}{two[2]}", f"{float(f'{two[1]}.{two[2]}'):g}"
        return Bad(repr(cell), column.wanted, f"did you mean {whole} or {part}? write the number without a separator")
    result = parse_cell(column, cell)
    return _second_look(column, cell, result) if isinstance(result, Bad) else result


def same(field: Field, one: Value, other: Value) -> bool:
    """Whether two values of a field mean the same; typographic quotation marks that Excel has put in do not count."""
    if field.own_type:
        one, other = (None if part is None else str(part) for part in (one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one.translate(_QUOTES) == other.translate(_QUOTES)
    return one == other


def csv_text(value: Value) -> str:
    """Return a value as a cell of a CSV file.

    Examples
    --------
    >>> csv_text(True), csv_text(("economy", "housing")), csv_text(2.0), csv_text(None)
    ('yes', 'economy;housing', '2', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", unsafe_text(text)).replace("\r\n", "\n").replace("_x000D_", "")
    return unicodedata.normalize("NFC", text.strip())


def _from_date(column: Column, cell: datetime.date) -> Value | Bad | Understood:
    day = cell.date() if isinstance(cell, datetime.datetime) else cell
    found = f"the date {day.isoformat()}"
    if column.kind == "date":
        return day.isoformat()
    if column.kind == "year":
        # A year typed into a cell that shows dates is the day of that number.
        number = (day - _DAY_NOUGHT).days
        year = number if FIRST_YEAR <= number <= LAST_YEAR else day.year
        return replace_value(parse_cell(column, year), found)
    hint = (
        f"a spreadsheet makes dates of texts such as {day.day}-{day.month}; write it anew in a cell formatted as text"
    )
    return Bad(found, column.wanted, hint)


def replace_value(result: Value | Bad, found: str) -> Bad | Understood:
    """Say of a value where it comes from."""
    return replace(result, found=found) if isinstance(result, Bad) else Understood(result, found)


def _second_look(column: Column, cell: Cell, bad: Bad) -> Bad | Understood:
    """Read again what is plain to a person: labels, capitals, decimal commas, numbers as text."""
    text = str(cell)
    for other in _other_ways(column, text, bad):
        result = parse_cell(column, other)
        if not isinstance(result, Bad):
            return Understood(result, repr(text))
    if column.kind == "date" and isinstance(cell, str) and text.isdigit() and len(text) == 5:
        day = _DAY_NOUGHT + datetime.timedelta(days=int(text))
        return replace(bad, hint=f"did you mean '{day.isoformat()}'? (the number of that day in a spreadsheet)")
    return bad


def _other_ways(column: Column, text: str, bad: Bad) -> list[str]:
    squeezed = re.sub(r"\s", "", text)
    if column.kind in ("year", "integer"):
        whole = _WHOLE.fullmatch(squeezed)
        return [whole[1] if whole else squeezed]
    if column.kind == "number":
        return [squeezed.replace(",", ".")]
    if column.kind in ("yes-no", "date"):
        proposed = _PROPOSED.search(bad.hint)
        return [proposed[1]] if proposed else []
    if column.kind == "list":
        parts = [part.strip(" '\"\u201d") for part in re.split(r"[;,\n]" if column.vocabulary else r"[;\n]", text)]
        return [";".join(_word(column, part) for part in parts if part)]
    return [_word(column, text.strip("'\"\u201d"))] if column.vocabulary or column.pattern else []


def _word(column: Column, text: str) -> str:
    if column.vocabulary is None:
        return text.upper() if column.name in ("country", "currency") else text
    return _labels(column).get(text.casefold(), text)


def _labels(column: Column) -> Mapping[str, str]:
    if column.vocabulary is None:
        raise ValumaError(f"the column {column.name!r} has no vocabulary, so that its labels cannot be read")
    return {**_labels_of(column.vocabulary), **{word.casefold(): word for word in column.choices}}


@cache
def _labels_of(vocabulary: Any) -> dict[str, str]:
    """Return the words of a vocabulary by their printed labels in every language."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        for word in vocabulary:
            try:
                found.setdefault(label(word, lang).casefold(), str(word))
            except TextError:
                continue
    return found


def near(value: str, names: Mapping[str, str]) -> str:
    """Return a hint for an identifier that does not exist.

    Parameters
    ----------
    value : str
        What was found.
    names : mapping of str to str
        Name of each identifier.

    Examples
    --------
    >>> near("Tampere", {"tampere-region": "Council of Tampere Region", "c21": "Tampere"})
    "did you mean 'c21'?"
    """
    wanted = value.casefold()
    meant = [key for key, name in names.items() if wanted in (key.casefold(), name.casefold())]
    return f"did you mean {meant[0]!r}?" if meant else nearest(value, names)
