"""The sheets of the workbook: notes, figures, tables, annexes, results, columns and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.report import words
from valuma.report.figure_words import completeness, readings, short_caption
from valuma.report.imprint import Imprint, Source
from valuma.report.prepared import Prepared
from valuma.report.xlsx.ranges import as_year, beside
from valuma.report.xlsx.results import results_sheet
from valuma.report.xlsx.sheet import (
    Cell,
    Column,
    Content,
    Line,
    Link,
    Sheet,
    as_number,
    lines,
    plain_number,
    sheet_name,
)
from valuma.report.xlsx.words import cell_words, heading, number_format
from valuma.texts import message, message_keys, sentence, sentence_keys

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.report.content import BriefTable

#: Longest alternative text that stands on a sheet in full.
_ALT = 500
#: The column of a figure's table that is written as one number out of another.
_COUNTED = "known_of_stated"


class Book:
    """Collects the sheets of one language, so that each has a name and all can be listed.

    Parameters
    ----------
    prepared : Prepared
        Results, texts, figures and tables.
    imprint : Imprint
        What the file says of itself.
    lang : {"fi", "sv", "en"}
        Language.
    """

    def __init__(self, prepared: Prepared, imprint: Imprint, lang: str) -> None:
        self.prepared, self.imprint, self.lang = prepared, imprint, lang
        self.first = self.say("tables-notes-sheet")
        self.sheets: list[Sheet] = []
        self.names = [
            self.first,
            *map(self.say, ("tables-results-sheet", "tables-columns-sheet", "tables-sources-sheet")),
        ]
        self.sources: dict[str, list[str]] = {}
        self.keys: list[tuple[str, Column]] = []

    def say(self, key: str, **values: object) -> str:
        """Return a message in the language of the book."""
        return message(key, self.lang, **values)

    def all_sheets(self, figures: Sequence[str]) -> list[Sheet]:
        """Return every sheet in its order.

        Parameters
        ----------
        figures : sequence of str
            Names of the figures to show.
        """
        document = self.prepared.documents[self.lang]
        for name in figures:
            everything = [*document.figures, *(n for n in self.prepared.content.figures if n not in document.figures)]
            self.add_figure(self.prepared.figure(name, self.lang), everything.index(name) + 1)
        tables = [*document.tables, *(n for n in self.prepared.content.tables if n not in document.tables)]
        for number, name in enumerate(tables, start=1):
            mark = words.numbered("table", number, self.lang)
            self.add_table(self.prepared.table(name, self.lang), mark, mark)
        self.add_annexes()
        _, results, columns, sources = self.names[:4]
        self.sheets.append(
            results_sheet(self.prepared, self.lang, results, self.above(self.say("tables-results-title")))
        )
        self.sheets.append(self.columns_sheet(columns))
        self.sheets.append(self.sources_sheet(sources))
        return [self.notes_sheet(), *self.sheets]

    # ------------------------------------------------------------------ figures, tables, annexes

    def add_figure(self, figure: Figure, number: int) -> None:
        """Add the sheet of a figure."""
        mark = words.numbered("figure", number, self.lang)
        catalogue = next((key for key in message_keys() if _of_catalogue(key, figure.name)), "")
        short = self.say(catalogue) if catalogue else figure.title
        name = self.named(self.say("tables-figure-sheet", mark=mark.replace("\u00a0", " "), name=short))
        frame = figure.data.assign(synthetic=True) if figure.synthetic else figure.data
        columns: list[Column] = []
        cells: list[Sequence[Content]] = []
        for key in map(str, frame):
            columns.append(self.column(key, name))
            cells.append(self.cells(key, frame[key]))
            if key == _COUNTED:
                self.widen(name, columns, cells, [str(cell or "") for cell in cells[-1]])
        rows = tuple(zip(*cells, strict=True))
        above = self.above(f"{mark}. {figure.title}", short_caption(figure), completeness(figure))
        below = [Line((self.say("alt-text"),), "heading"), *lines(_short(figure.spoken))]
        remarks = [*figure.notes, *(f"{_first(s.label)}: {s.does_not_mean}" for s in readings(figure))]
        if remarks:
            below += [Line((self.say("notes"),), "heading"), *(line for note in remarks for line in lines(note))]
        below += self.cited(figure.sources, name)
        pointer = self.say("tables-below", row=str(len(above) + max(len(rows), 1) + 5))
        self.sheets.append(
            Sheet(
                name, figure.title, (*above, Line((pointer,), "quiet"), Line(("",))), tuple(columns), rows, tuple(below)
            )
        )

    def add_table(self, table: BriefTable, wanted: str, mark: str) -> None:
        """Add the sheet of a table as it is printed, with columns of numbers beside cells that are more than one."""
        name = self.named(wanted.replace("\u00a0", " "))
        columns: list[Column] = []
        cells: list[Sequence[Content]] = []
        printed = list(zip(*table.rows(self.lang), strict=True))
        for index, (key, title) in enumerate(table.headers.items()):
            right = table.set_right[index]
            columns.append(Column(key, title, "" if key == title else key, right=right))
            self.keys.append((name, columns[-1]))
            pairs = zip(table.frame[key], printed[index], strict=True)
            cells.append([self.printed(raw, text, right, table.digits) for raw, text in pairs])
            if index and not all(isinstance(cell, Cell) or (right and not _digits(cell)) for cell in cells[-1]):
                cells[-1] = printed[index]
                self.widen(name, columns, cells, printed[index])
        rows = zip(*cells, strict=True)
        below = [line for note in table.notes for line in lines(note)]
        below = [Line((self.say("notes"),), "heading"), *below] if below else []
        below += self.cited(table.sources, name)
        above = (*self.above(f"{mark}. {table.caption}"), Line(("",)))
        self.sheets.append(Sheet(name, table.caption, above, tuple(columns), tuple(rows), tuple(below)))

    def add_annexes(self) -> None:
        """Add a sheet for every table of the annexes."""
        from valuma.report.annexes import entries

        made = [found for entry in entries() if (found := entry.make(self.prepared, self.lang)) is not None]
        for number, found in enumerate(made, start=1):
            for part, table in enumerate(found.tables.values(), start=1):
                mark = self.say("tables-annex-sheet", n=f"{number}.{part}" if len(found.tables) > 1 else str(number))
                self.add_table(table, mark, mark)

    # ------------------------------------------------------------------ notes, columns, sources

    def notes_sheet(self) -> Sheet:
        """Return the first sheet: what this is, what it was made from, how to read it, what there is."""
        say, imprint = self.say, self.imprint
        above = [Line((say("tables-title", study=imprint.study),), "title")]
        if imprint.banner:
            above.append(Line((imprint.banner,), "banner"))
        above += [*lines(say("tables-what")), Line(("",)), Line((say("tables-read-heading"),), "heading")]
        for key in ("empty", "na", "suppressed", "bounds", "numbers"):
            above += lines(say(f"tables-read-{key}"))
        above += lines(say("completeness-explained"))
        above += lines(say("tables-read-columns", sheet=self.names[2]))
        above += lines(say("tables-read-safe"))
        above += [Line(("",)), Line((say("tables-made-heading"),), "heading")]
        above += [line for words in imprint.lines(self.lang) for line in lines(words)]
        above += lines(say("tables-fingerprint", inputs=imprint.inputs))
        above += [Line(("",)), Line((say("tables-sheets-heading"),), "heading")]
        columns = (Column("sheet", say("tables-sheet"), widest=34), Column("shows", say("tables-shows"), widest=100))
        rows = tuple((Link(sheet.name, sheet=sheet.name), sheet.title) for sheet in self.sheets)
        return Sheet(self.first, say("tables-what"), tuple(above), columns, rows)

    def columns_sheet(self, name: str) -> Sheet:
        """Return the sheet that says what every column is called in the data."""
        say = self.say
        columns = (
            Column("sheet", say("tables-sheet")),
            Column("heading", say("tables-heading")),
            Column("key", say("tables-key")),
        )
        rows = tuple((sheet, column.heading, column.key) for sheet, column in self.keys)
        return Sheet(
            name, say("tables-columns-title"), (*self.above(say("tables-columns-title")), Line(("",))), columns, rows
        )

    def sources_sheet(self, name: str) -> Sheet:
        """Return the sheet of all sources and of the sheets that rest on them."""
        say = self.say
        for result in self.prepared.content.results.values():
            for source in result.sources:
                self.cite(source, self.names[1])
        for source in self.prepared.documents[self.lang].cited:
            self.sources.setdefault(source, [])
        columns = (
            Column("source_id", heading("source_id", self.lang)),
            Column("title", say("tables-source-title"), widest=60),
            Column("publisher", say("tables-source-publisher"), widest=40),
            Column("published", say("tables-source-published")),
            Column("accessed", say("tables-source-accessed")),
            Column("url", say("tables-source-address"), widest=50),
            Column("sheets", say("tables-source-sheets"), widest=50),
        )
        rows = tuple(self.source(key) for key in sorted(self.sources))
        title = say("tables-sources-title")
        above = self.above(title, say("tables-sources-about"))
        return Sheet(name, title, (*above, Line(("",))), columns, rows)

    def source(self, key: str) -> tuple[Content, ...]:
        """Return the row of a source; one that the study does not know has its id only."""
        known = self.prepared.sources.get(key) or Source(key, key)
        published = as_year(known.published) or known.published
        address = Link(known.url, address=known.url) if known.url else None
        return (key, known.title, known.publisher, published, known.accessed, address, "; ".join(self.sources[key]))

    # ------------------------------------------------------------------ parts

    def above(self, title: str, *paragraphs: str) -> tuple[Line, ...]:
        """Return the lines over a table: title, line of an example, words, the way back."""
        banner = [Line((self.imprint.banner,), "banner")] if self.imprint.banner else []
        back = Line((Link(self.say("tables-back", sheet=self.first), sheet=self.first),))
        text = [line for part in paragraphs if part for line in lines(part)]
        return (Line((title,), "title"), *banner, *text, back)

    def named(self, wanted: str) -> str:
        """Return a free name for a sheet and take it."""
        name = sheet_name(wanted, self.names)
        self.names.append(name)
        return name

    def cited(self, ids: Sequence[str], sheet: str) -> list[Line]:
        """Return the line below a table that leads to its sources, which stand on a sheet of their own."""
        if not ids:
            return []
        for name in ids:
            self.cite(name, sheet)
        shown = self.names[3]
        words = message("tables-sources-counted", self.lang, n=len(set(ids)), sheet=shown)
        return [Line((self.say("sources"),), "heading"), Line((Link(words, sheet=shown),))]

    def widen(self, sheet: str, columns: list[Column], cells: list[Sequence[Content]], printed: Sequence[str]) -> None:
        """Add columns of numbers beside the last column, where its cells hold numbers and more."""
        made = beside(columns[-1].key, columns[-1].heading, printed, self.lang)
        if made is not None:
            columns += made[0]
            cells += zip(*made[1], strict=True)
            self.keys += [(sheet, column) for column in made[0]]

    def cite(self, source: str, sheet: str) -> None:
        """Remember that a sheet rests on a source."""
        sheets = self.sources.setdefault(source, [])
        if sheet not in sheets:
            sheets.append(sheet)

    def column(self, key: str, sheet: str) -> Column:
        """Return a column of a figure's table; its name in the data stands in the remark on its heading."""
        measure = key.removesuffix("_low").removesuffix("_high")
        about = sentence(measure, self.lang).how_to_read if measure in sentence_keys() else ""
        column = Column(key, heading(key, self.lang), f"{key}\n{about}".strip())
        self.keys.append((sheet, column))
        return column

    def cells(self, key: str, values: pd.Series[Any]) -> list[Content]:
        """Return the cells of a column of a figure's table."""
        numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
        present = values.dropna()
        numeric = numeric or (len(present) > 0 and all(_is_number(value) for value in present))
        if numeric:
            whole = all(float(value).is_integer() for value in present)
            form = number_format(key, whole=whole)
            return [Cell(_whole(plain_number(value), whole), form) for value in values]
        return [self.word(key, value) for value in values]

    def word(self, key: str, value: object) -> str | None:
        """Return a cell of words."""
        if isinstance(value, tuple | list):
            return "; ".join(map(str, value))
        if value is None or value is pd.NA or value != value:
            return None
        if isinstance(value, bool) or pd.api.types.is_bool(value):
            return self.say("yes" if value else "no")
        return cell_words(key, str(value), self.lang)

    def printed(self, raw: object, text: str, right: bool, digits: int) -> Content:
        """Return a cell of a printed table: a number where it is one, else the words as printed."""
        if _is_number(raw):
            value = plain_number(raw)
            whole = isinstance(value, int)
            return Cell(value, "#,##0" if whole or not digits else f"#,##0.{'0' * digits}")
        return (as_number(text, self.lang) if right else None) or text


def _is_number(value: object) -> bool:
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value)


def _digits(cell: Content) -> bool:
    return isinstance(cell, str) and any(char.isdigit() for char in cell)


def _whole(value: float | int | None, whole: bool) -> float | int | None:
    return int(value) if whole and value is not None else value


def _of_catalogue(key: str, name: str) -> bool:
    """Say whether a message names the tab of a figure, whose name may go on after that of the catalogue."""
    entry = key.removeprefix("tables-tab-")
    return entry != key and (name == entry or name.startswith(f"{entry}-"))


def _short(alt: str) -> str:
    """Return an alternative text up to the last sentence that fits."""
    if len(alt) <= _ALT:
        return alt
    head = alt[:_ALT]
    return head[: head.rfind(". ") + 1] or f"{head.rsplit(' ', 1)[0]} …"


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
