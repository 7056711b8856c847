"""Where a member list stands in a sheet: its header of one or two rows, and what each column is."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuma.formats.workbook.cell_names import column_letters
from valuma.formats.workbook.reading import Sheet
from valuma.loaders.members.words import FIELDS, NAME_FIELDS, field_of, names_an_organisation, plain
from valuma.schema.problems import ValumaError, nearest
from valuma.survey.personal_data import contact_sort, has_form_of_name, is_known

if TYPE_CHECKING:
    from valuma.formats.workbook.reading import Cell

#: Rows among which the header is looked for, and letters that a heading has at most.
_FIRST_ROWS, _LONGEST = 100, 100
#: Share of known names from which a column without a heading is taken for the names.
_KNOWN = 0.5
#: Fields in which a number is no phone number.
_NUMBERS = ("municipality_code", "year_from", "year_to", "years")


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet are.

    Parameters
    ----------
    fields : mapping of str to int
        Column of the names ("organisation") and of whatever else was recognised.
    start : int
        First row of the list.
    header : tuple of int
        Rows of the header; none in a list without one.
    headings : tuple of str
        Heading of each column; empty where it has none.
    contacts : mapping of int to str
        Columns with personal data, and how they were recognised.
    unknown : tuple of int
        Filled columns that are none of these.
    rivals : tuple of int
        Further columns that may hold the names.
    means : tuple of str
        What the heading of each column means; empty where it is none of the words.
    """

    fields: Mapping[str, int]
    start: int
    header: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    contacts: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    rivals: tuple[int, ...] = ()
    means: tuple[str, ...] = ()


def text_of(cell: Cell) -> str:
    """Return a cell as one line of text."""
    return "" if cell is None else " ".join(str(cell).split())


def find_layout(sheet: Sheet, known: Collection[str], *, column: str | None = None) -> Layout | None:
    """Find the member list of a sheet.

    Parameters
    ----------
    sheet : Sheet
        Cells.
    known : collection of str
        Names of organisations and places, case-folded; they tell names of organisations from other texts.
    column : str, optional
        Column of the names: its heading or its letter.

    Returns
    -------
    Layout or None
        None where nothing looks like a list of organisations.

    Raises
    ------
    ValumaError
        There is no column of the given heading or letter.
    """
    rows = sheet.rows
    width = sheet.width
    if not width:
        return None
    above = rows[: _first_known(rows, known)]
    header = _header_row(above, rows)
    if header is None:
        header = _longer_header(above, rows)
    if header is None and column is not None:
        header = next((k for k, row in enumerate(rows[:_FIRST_ROWS]) if _column_named(row, column) is not None), None)
    if header is None:
        return _without_header(rows, width, known, column)
    used, means, headings = _meaning(rows, header, width)
    start = max(used) + 1
    columns = [[row[k] for row in rows[start:]] for k in range(width)]
    contacts = {k: "its heading" for k in range(width) if means[k] == "contact"}
    for k in set(range(width)) - set(contacts):
        named = means[k] in NAME_FIELDS or (not means[k] and names_an_organisation(headings[k]))
        sort = contact_sort(columns[k], known, beside_names=named)
        if sort and means[k] not in _NUMBERS:
            contacts[k] = sort
    chosen, rivals = _chosen(means, headings, contacts, column)
    if chosen is None:
        return None
    contacts.pop(chosen, None)
    fields = {"organisation": chosen}
    for k, name in enumerate(means):
        if name in FIELDS and name not in NAME_FIELDS and k not in contacts and k != chosen:
            fields.setdefault(name, k)
    rest = (k for k in range(width) if k not in contacts and k not in fields.values() and k not in rivals)
    unknown = tuple(k for k in rest if any(cell is not None for cell in columns[k]))
    return Layout(fields, start, tuple(sorted(used)), tuple(headings), contacts, unknown, rivals, tuple(means))


def _first_known(rows: Sequence[Sequence[Cell]], known: Collection[str]) -> int:
    """Return the row in which known names begin; a header stands above it. A title is passed over."""

    def names(k: int) -> bool:
        return k < len(rows) and any(is_known(text_of(cell), known) for cell in rows[k] if cell is not None)

    for k in range(min(len(rows), _FIRST_ROWS)):
        if names(k) and (_filled(rows[k]) > 1 or names(k + 1)):
            return k
    return _FIRST_ROWS


def _header_row(candidates: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the row with most headings of a member list; one of several cells goes before a single cell."""
    best: tuple[bool, int] = (False, 0)
    found = None
    for k, row in enumerate(candidates):
        texts = [text_of(cell) for cell in row]
        kinds = {text: field_of(text) for text in texts if text and len(text) <= _LONGEST}
        names = [text for text, kind in kinds.items() if kind in NAME_FIELDS]
        if not names or _recurs(rows, k, [texts.index(text) for text in names]):
            continue
        sure = any(kinds[text] == "organisation" for text in names)
        score = sum(bool(kind) for kind in kinds.values()) + 1 + sure
        rank = (len({text for text in texts if text}) > 1, score)
        if rank > best:
            best, found = rank, k
    return found


def _longer_header(candidates: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the first row of several cells of which one speaks of members in a longer heading."""
    for k, row in enumerate(candidates):
        texts = [text_of(cell) for cell in row]
        told = [c for c, text in enumerate(texts) if len(text) <= _LONGEST and names_an_organisation(text)]
        if told and len(set(texts) - {""}) > 1 and not _recurs(rows, k, told):
            return k
    return None


def _recurs(rows: Sequence[Sequence[Cell]], header: int, columns: Sequence[int]) -> bool:
    """Whether a cell of a row stands in its column in another row, too: then it is content and no heading."""
    own = list(rows[header])
    alone = _filled(own) == 1
    for k, row in enumerate(rows):
        passed_over = (_filled(row) == 1 and not alone) or (abs(k - header) == 1 and _headings_in(row) > 1)
        if not passed_over and list(row) != own and any(row[c] is not None and row[c] == own[c] for c in columns):
            return True
    return False


def _headings_in(row: Sequence[Cell]) -> int:
    """Return how many different things the headings in a row mean."""
    return len({field_of(text_of(cell)) for cell in row if cell is not None} - {""})


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _meaning(rows: Sequence[Sequence[Cell]], header: int, width: int) -> tuple[list[int], list[str], list[str]]:
    """Return the rows of the header, what each column means, and its heading in words."""

    def texts(k: int) -> list[str]:
        row = [text_of(cell) for cell in rows[k]] if 0 <= k < len(rows) else [""] * width
        return [text if len(text) <= _LONGEST else "" for text in row]

    upper, lower, used = [""] * width, texts(header), [header]
    below, above = texts(header + 1), texts(header - 1)
    if _is_second(rows, header, lower, below):
        upper, lower, used = lower, below, [header, header + 1]
    elif _is_parent(above):
        upper, used = above, [header - 1, header]
    means, headings = [], []
    for top, own in zip(upper, lower, strict=True):
        own = "" if own == top else own
        over = field_of(top) if top else ""
        means.append(
            "contact" if over == "contact" else field_of(own) or (over if not own or over not in NAME_FIELDS else "")
        )
        headings.append(": ".join(text for text in (top, own) if text))
    return used, means, headings


def _is_second(rows: Sequence[Sequence[Cell]], header: int, first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the row below the header belongs to it: it names columns, and says nothing where the names stand."""
    names = [k for k, text in enumerate(first) if field_of(text) in NAME_FIELDS and text not in first[:k]]
    if any(second[k] not in ("", first[k]) for k in names):
        return False
    told = [k for k, text in enumerate(second) if text and text != first[k] and field_of(text)]
    return bool(told) and not _recurs(rows, header + 1, told)


def _is_parent(above: Sequence[str]) -> bool:
    """Whether the row above the header groups its columns; a title does not."""
    filled = [text for text in above if text]
    merged = any(text and text == other for text, other in itertools.pairwise(above))
    return any(field_of(text) for text in filled) and (merged or len(set(filled)) > 1 or not above[0])


def _column_named(row: Sequence[Cell], column: str) -> int | None:
    wanted = plain(column)
    return next((k for k, cell in enumerate(row) if wanted and plain(text_of(cell)) == wanted), None)


def _given(column: str, headings: Sequence[str], width: int) -> int:
    """Return the column that a user named."""
    wanted = plain(column)
    for k, heading in enumerate(headings):
        if wanted and wanted in (plain(heading), plain(heading.rpartition(": ")[2])):
            return k
    letters = [column_letters(k) for k in range(width)]
    if column.strip().upper() not in letters:
        hint = nearest(column, [text for text in headings if text and (field_of(text) or not has_form_of_name(text))])
        raise ValumaError(
            f"there is no column {column!r} among {letters[0]} to {letters[-1]}" + (f"; {hint}" if hint else "")
        )
    return letters.index(column.strip().upper())


def _chosen(
    means: Sequence[str], headings: Sequence[str], contacts: Mapping[int, str], column: str | None
) -> tuple[int | None, tuple[int, ...]]:
    """Return the column of the names, and others of which the same could be said."""
    if column is not None:
        return _given(column, headings, len(means)), ()
    for sort in NAME_FIELDS:
        found = [k for k, kind in enumerate(means) if kind == sort and k not in contacts]
        if found:
            return found[0], tuple(found[1:])
    longer = [k for k, heading in enumerate(headings) if k not in contacts and names_an_organisation(heading)]
    return (longer[0], tuple(longer[1:])) if longer else (None, ())


def _without_header(
    rows: Sequence[Sequence[Cell]], width: int, known: Collection[str], column: str | None
) -> Layout | None:
    """Return the layout of a list that begins at once: one plain column of names, or one with known names."""
    columns: list[list[Any]] = [[row[k] for row in rows] for k in range(width)]
    contacts = {k: sort for k in range(width) if (sort := contact_sort(columns[k], known, beside_names=True))}
    filled = [k for k in range(width) if k not in contacts and any(isinstance(cell, str) for cell in columns[k])]
    if column is not None:
        chosen = _given(column, [""] * width, width)
        contacts.pop(chosen, None)
    else:
        shares = {k: _share_known(columns[k], known) for k in filled}
        likely = [k for k in filled if shares[k] >= _KNOWN]
        if len(likely) != 1 and len(filled) != 1:
            return None
        chosen = (likely if len(likely) == 1 else filled)[0]
    rest = (k for k in range(width) if k not in contacts and k != chosen)
    unknown = tuple(k for k in rest if any(cell is not None for cell in columns[k]))
    return Layout({"organisation": chosen}, 0, (), ("",) * width, contacts, unknown)


def _share_known(cells: Sequence[Any], known: Collection[str]) -> float:
    texts = [cell for cell in cells if isinstance(cell, str)]
    return sum(is_known(text, known) for text in texts) / len(texts) if texts else 0.0
