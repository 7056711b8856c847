"""One pass through the XML of a worksheet before anything is built of it: how far it reaches, what to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from valuma.formats.guards import feed_xml, unusable
from valuma.formats.workbook.cell_names import MOST_COLUMNS, MOST_ROWS, cell_name, cell_position, range_corners
from valuma.formats.workbook.limits import CELL_TEXT, WorkbookLimits, refuse_counts, whole_number
from valuma.schema.problems import MOST_NAMED, StudyError

_MOST_MERGED = 100_000
_TRUE = ("1", "true", "on")


@dataclass(slots=True)
class Found:
    """Cells of one sort: how many, and the names of the first ones.

    Parameters
    ----------
    count : int
        All of them.
    cells : list of tuple of str
        Name of the cell and what stands there, of the first `MOST_NAMED` + 1.
    """

    count: int = 0
    cells: list[tuple[str, str]] = field(default_factory=list)

    def add(self, cell: str, text: str = "") -> None:
        """Count a cell."""
        self.count += 1
        if self.count <= MOST_NAMED + 1:
            self.cells.append((cell, text))

    def named(self, most: int = 5) -> str:
        """Return the names of the first cells in one text."""
        names = ", ".join(cell for cell, _ in self.cells[:most])
        return names + (" …" if self.count > most else "")


@dataclass(slots=True)
class SheetScan:
    """What one pass through a worksheet has found; rows and columns are counted from 1.

    Parameters
    ----------
    first_row, last_row, last_column : int
        The used area; 0 where no cell has content.
    values, elements, text : int
        Cells with content, XML elements, characters of their texts.
    formulas, uncalculated, errors : Found
        Cells with a formula, those without a stored value, those whose value is an error.
    merged : list of tuple of int
        Corners of the merged ranges.
    hidden_rows : int
        Rows with content that are hidden.
    hidden_columns : list of tuple of int
        First and last column of hidden ones.
    """

    first_row: int = 0
    last_row: int = 0
    last_column: int = 0
    values: int = 0
    elements: int = 0
    text: int = 0
    formulas: Found = field(default_factory=Found)
    uncalculated: Found = field(default_factory=Found)
    errors: Found = field(default_factory=Found)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    @property
    def area(self) -> int:
        """Rows × columns of the used area, from column A on."""
        return (self.last_row - self.first_row + 1) * self.last_column if self.values else 0


def scan_sheet(
    chunks: Iterable[bytes], file: str, texts: Sequence[int] = (), limits: WorkbookLimits | None = None
) -> SheetScan:
    """Go once through the XML of a worksheet.

    Parameters
    ----------
    chunks : iterable of bytes
        The document in pieces.
    file : str
        How the sheet is named in problems.
    texts : sequence of int
        Lengths of the shared texts of the workbook.
    limits : WorkbookLimits, optional
        How many elements, cells and characters.

    Returns
    -------
    SheetScan

    Raises
    ------
    StudyError
        The document is damaged or hostile, or larger than the limits.

    Notes
    -----
    About a microsecond a cell. Nothing is kept of the cells, so that memory does not grow with them.

    Examples
    --------
    >>> xml = b'<worksheet><sheetData><row r="4"><c r="C4"><v>1</v></c></row></sheetData></worksheet>'
    >>> found = scan_sheet([xml], "list.xlsx")
    >>> found.first_row, found.last_row, found.last_column, found.area
    (4, 4, 3, 3)
    """
    reader = _SheetReader(file, texts, limits or WorkbookLimits())
    feed_xml(reader.parser, reader.counted(chunks), file)
    reader.end_row()
    return reader.scan


class _SheetReader:
    """Handlers of expat; local names only, since prefixes differ between programs.

    Most elements of a large sheet are empty cells, so these must cost little: ends are listened to only in a cell
    with content, and the position of a cell is worked out only for such a one.
    """

    def __init__(self, file: str, texts: Sequence[int], limits: WorkbookLimits) -> None:
        self.scan = SheetScan()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self._file, self._texts, self._limits = file, texts, limits
        self._local: dict[str, str] = {}
        self._row, self._row_hidden, self._row_used = 0, False, False
        self._rows = 0
        self._cell: list[str] | None = None
        self._reference, self._after = "", 0
        self._has_formula = False
        self._pieces: list[str] = []
        self._value: str | None = None
        self._inline = 0

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass on the pieces of the document until its elements are too many."""
        for chunk in chunks:
            yield chunk
            if self.scan.elements > self._limits.elements:
                found = f"more than {self._limits.elements:,} rows, cells and values"
                raise unusable(self._file, found, "a list", hint="copy the rows that are meant into a new workbook")

    def end_row(self) -> None:
        """Count the row that ends if it is hidden and has content."""
        self.scan.hidden_rows += self._row_hidden and self._row_used

    def _start(self, name: str, attributes: list[str]) -> None:
        self.scan.elements += 1
        local = self._local.get(name) or self._learn(name)
        if local == "c":
            self._cell = attributes
            if attributes and attributes[0] == "r":
                self._reference, self._after = attributes[1], 0
            elif "r" in attributes[::2]:
                self._reference, self._after = _attribute(attributes, "r"), 0
            else:
                self._after += 1
        elif local == "row":
            self._start_row(attributes)
        elif local in ("v", "f", "is"):
            self._start_content(local)
        elif local == "mergeCell":
            self._merge(_attribute(attributes, "ref"))
        elif local == "col":
            self._hide(attributes)
        elif attributes:
            refuse_counts(dict(zip(attributes[::2], attributes[1::2], strict=True)), self._file)

    def _learn(self, name: str) -> str:
        local = self._local[name] = name.rpartition(":")[2]
        return local

    def _start_row(self, attributes: list[str]) -> None:
        if self._row_hidden:
            self.end_row()
        self._rows += 1
        if self._rows > MOST_ROWS:
            hint = "copy the rows that are meant into a new workbook"
            raise unusable(self._file, f"more than {MOST_ROWS:,} rows", "as many rows as Excel has", hint=hint)
        number = attributes[1] if attributes and attributes[0] == "r" else _attribute(attributes, "r")
        self._row = whole_number(number) if number else self._row + 1
        self._row_hidden = "hidden" in attributes and _attribute(attributes, "hidden") in _TRUE
        self._row_used = False
        self._cell, self._reference, self._after = None, "", 0

    def _start_content(self, local: str) -> None:
        if self._cell is None:
            return
        if self.parser.EndElementHandler is None:
            self.parser.EndElementHandler = self._end
            self._has_formula, self._value, self._inline = False, None, 0
        if local == "v":
            self._pieces = []
            self.parser.CharacterDataHandler = self._pieces.append
        elif local == "f":
            self._has_formula = True
        elif local == "is":
            self._pieces = []
            self.parser.CharacterDataHandler = self._pieces.append

    def _end(self, name: str) -> None:
        local = self._local[name]
        if local == "v":
            self.parser.CharacterDataHandler = None
            self._value = "".join(self._pieces).strip()
        elif local == "is":
            self.parser.CharacterDataHandler = None
            self._inline = sum(map(len, self._pieces))
            self._pieces = []
        elif local == "c":
            self.parser.EndElementHandler = None
            self._end_cell()
            self._cell = None

    def _end_cell(self) -> None:
        scan = self.scan
        kind = _attribute(self._cell or [], "t")
        row, column = self._position()
        scan.values += 1
        self._row_used = True
        if not (scan.first_row <= row <= scan.last_row and column <= scan.last_column):
            self._widen(row, column)
        if kind == "s" and self._value:
            self._count_text(self._shared_text(self._value), row, column)
        elif kind != "e" and (self._inline or len(self._value or "") > CELL_TEXT):
            self._count_text(max(self._inline, len(self._value or "")), row, column)
        elif kind == "e":
            scan.errors.add(cell_name(row, column), self._value or "an error")
        if self._has_formula:
            scan.formulas.add(cell_name(row, column))
            # A formula whose result is an empty text has a value, too, and says so by its type.
            if self._value is None or (not self._value and kind != "str"):
                scan.uncalculated.add(cell_name(row, column))

    def _widen(self, row: int, column: int) -> None:
        scan = self.scan
        scan.first_row = min(scan.first_row or row, row)
        scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)
        if scan.area > self._limits.cells:
            raise unusable(
                self._file,
                f"content from row {scan.first_row} to {cell_name(scan.last_row, scan.last_column)}",
                f"a used area of at most {self._limits.cells:,} cells (rows × columns)",
                hint="clear the cell that stands far away from the list",
            )

    def _shared_text(self, number: str) -> int:
        """Return the length of a shared text; a few bytes in a sheet can stand for a long one, many times."""
        place = whole_number(number)
        if place >= len(self._texts) or not (place or number.strip("0") == ""):
            raise self._damaged(f"a reference to the text {number[:20]!r}", "the number of a text of the workbook")
        return self._texts[place]

    def _count_text(self, length: int, row: int, column: int) -> None:
        if length > CELL_TEXT:
            found = f"{length:,} characters in the cell {cell_name(row, column)}"
            hint = "shorten it, or divide it among cells"
            raise unusable(self._file, found, f"at most {CELL_TEXT:,}, as in Excel", hint=hint)
        self.scan.text += length
        if self.scan.text > self._limits.text:
            raise unusable(self._file, f"more than {self._limits.text:,} characters", "a list")

    def _position(self) -> tuple[int, int]:
        column = 0
        if self._reference:
            try:
                row, column = cell_position(self._reference)
            except ValueError:
                raise self._damaged(f"a cell named {self._reference!r}") from None
            if not self._after:
                return row, column
        return max(self._row, 1), min(column + self._after, MOST_COLUMNS)

    def _merge(self, reference: str) -> None:
        if len(self.scan.merged) == _MOST_MERGED:
            raise unusable(self._file, f"more than {_MOST_MERGED:,} merged ranges", "a list")
        try:
            self.scan.merged.append(range_corners(reference))
        except ValueError:
            raise self._damaged(f"a merged range {reference!r}") from None

    def _hide(self, attributes: list[str]) -> None:
        if _attribute(attributes, "hidden") in _TRUE and len(self.scan.hidden_columns) < MOST_COLUMNS:
            first, last = whole_number(_attribute(attributes, "min")), whole_number(_attribute(attributes, "max"))
            self.scan.hidden_columns.append((first, min(last, MOST_COLUMNS)))

    def _damaged(self, found: str, expected: str = "cells such as B7") -> StudyError:
        return unusable(self._file, found, expected, hint="open it in Excel and save it anew")


def _attribute(attributes: list[str], name: str) -> str:
    """Return an attribute of a list of names and values, empty where there is none."""
    if name not in attributes:
        return ""
    names = attributes[::2]
    return attributes[2 * names.index(name) + 1] if name in names else ""
