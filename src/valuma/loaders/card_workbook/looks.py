"""How a column of a workbook of cards looks: heading, width, drop-down list, note."""

from __future__ import annotations

from valuma.formats.workbook.writing import ColumnOut
from valuma.loaders.card_workbook.folder import CardFolder
from valuma.loaders.card_workbook.sheets import CardSheet, Field
from valuma.loaders.cards import FACTS
from valuma.schema.vocabularies import NONE, NOT_APPLICABLE
from valuma.texts import message

_WIDTHS = {"year": 12, "integer": 12, "number": 13, "yes-no": 13, "date": 13, "list": 28, "id": 28, "text": 24}

#: Kinds of cell that hold numbers; in the others what is typed stays a text, so that 02 stays 02.
_NUMBERS = ("year", "integer", "number")

#: Letters that the arrow of the filter takes of a heading, bold as it is.
_ROOM = 6

#: Columns of running text.
_WIDE = ("purpose.fi", "purpose.sv", "purpose.en", "fi", "sv", "en", "notes", "composition", "reason", "title", "url")


def column_out(folder: CardFolder, sheet: CardSheet, one: Field, lang: str) -> ColumnOut:
    """Return how a column looks.

    Parameters
    ----------
    folder : CardFolder
        Cards; identifiers for the drop-down lists.
    sheet : CardSheet
        The sheet.
    one : Field
        The column.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    ColumnOut
    """
    return ColumnOut(
        key=one.key,
        heading=sheet.heading(one, lang),
        width=max(_width(one), _longest_word(sheet.heading(one, lang)) + _ROOM),
        choices=_choices(folder, sheet, one),
        required=_is_shaded(sheet, one),
        comment=_note(sheet, one, lang),
        number_format=None if one.own_type or one.column.kind in _NUMBERS else "@",
        open_choices=one.column.kind == "list",
    )


def _longest_word(text: str) -> int:
    return max(map(len, text.split()))


def _is_shaded(sheet: CardSheet, one: Field) -> bool:
    """Whether a fact is not complete without this column."""
    head, _, name = one.key.partition(".")
    if head == "source_of":
        return name in FACTS
    return one.required or one.key == sheet.holder or one.column.references == "sources"


def _width(one: Field) -> float:
    if one.key in _WIDE:
        return 48
    return 34 if one.key.startswith("name.") or one.key in ("sources", "what", "of") else _WIDTHS[one.column.kind]


def _choices(folder: CardFolder, sheet: CardSheet, one: Field) -> tuple[str, ...]:
    """Return the words of the drop-down list; where a cell takes several words, the list is only an offer."""
    if one.key == "group":
        return folder.groups
    if one.column.kind == "yes-no":
        return ("yes", "no")
    if one.key == sheet.holder:
        return tuple(folder.cards) if sheet.key not in ("networks", "sources") else ()
    if one.column.references in ("actors", "themes", "networks", "sources"):
        return (*sorted(folder.names[one.column.references]), *one.column.special)
    return one.column.choices


def _note(sheet: CardSheet, one: Field, lang: str) -> str:
    column = one.column
    parts = [sheet.meaning(one, lang)]
    if column.vocabulary is not None:
        parts.append(message("cards-words-allowed", lang, words=", ".join(column.choices)))
    if one.required or one.key == sheet.holder:
        if column.references != "sources":
            parts.append(message("cards-words-required", lang))
    elif not one.is_source:
        parts.append(message("cards-words-states", lang))
    said = parts[0]
    if NONE in column.special and f"{NONE} =" not in said:
        parts.append(message("cards-words-none", lang))
    if NOT_APPLICABLE in column.special and f"{NOT_APPLICABLE} =" not in said:
        parts.append(message("cards-words-not-applicable", lang))
    parts.append(message("cards-words-key", lang, field=one.key))
    return "\n".join(parts)
