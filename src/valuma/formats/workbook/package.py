"""The parts of an Excel workbook: checked, with the sheets in their order, before another library opens it."""

from __future__ import annotations

import posixpath
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from valuma.formats.guards import SafeZip, XmlLimits, ZipLimits, feed_xml, parse_xml, unusable
from valuma.formats.workbook.limits import WorkbookLimits, refuse_counts

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
#: Deflate cannot pack denser than 1 : 1032; sheets of empty rows come near it, so other limits stop bombs here.
_RATIO = 1100.0
_SMALL = XmlLimits(size=64 * 2**20)
_ANEW = "open it in Excel and save it anew as .xlsx"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it.

    Parameters
    ----------
    name : str
        What stands on its tab.
    part : str
        Name of the member with its cells; empty for a sheet that has none, such as a chart.
    hidden : bool
        The sheet is not shown.
    """

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An Excel workbook whose parts have passed the guards.

    Parameters
    ----------
    archive : SafeZip
        The file.
    sheets : tuple of SheetPart
        In the order of the tabs.
    texts : array of int
        Lengths of the shared texts.
    macros, external_links : bool
        What the workbook brings with it.
    recalculates : bool
        The workbook asks to be calculated when it is opened: stored values may be missing or old.
    """

    archive: SafeZip
    sheets: tuple[SheetPart, ...]
    texts: array[int]
    macros: bool
    external_links: bool
    recalculates: bool


def open_package(data: bytes, file: str, limits: WorkbookLimits) -> Package:
    """Check the archive and its XML, and find the sheets.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for errors.
    limits : WorkbookLimits
        Greatest size.

    Returns
    -------
    Package

    Raises
    ------
    StudyError
        The archive is hostile or damaged, a part is not well-formed, declares an entity or is missing.
    """
    archive = SafeZip(file, limits=ZipLimits(total=limits.unpacked, ratio=_RATIO), data=data)
    names = set(archive.names)
    if _BOOK not in names or _RELATIONS not in names:
        raise unusable(file, "a workbook without a list of its sheets", "an undamaged workbook", hint=_ANEW)
    book = _BookReader()
    parse_xml(archive.read(_BOOK), file, book, limits=_SMALL)
    relations = _RelationReader()
    parse_xml(archive.read(_RELATIONS), file, relations, limits=_SMALL)
    sheets = tuple(_sheet(name, relation, hidden, relations, file) for name, relation, hidden in book.sheets)
    _check_sheets(sheets, names, file)
    read_elsewhere = {_TEXTS, _BOOK, _RELATIONS, *(sheet.part for sheet in sheets)}
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and name not in read_elsewhere:
            parse_xml(archive.read(name), file, _CountReader(file), limits=_SMALL)
    return Package(
        archive,
        sheets,
        text_lengths(archive.chunks(_TEXTS), file) if _TEXTS in names else array("q"),
        any(name.endswith("vbaProject.bin") for name in names),
        any(name.startswith("xl/externalLinks/") for name in names),
        book.recalculates,
    )


class _BookReader:
    """Names, relations and visibility of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.recalculates = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "sheet":
            relation = next((text for key, text in attributes.items() if key.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible") != "visible"))
        elif name == "calcPr":
            self.recalculates = attributes.get("fullCalcOnLoad") in ("1", "true")

    def end(self, name: str, text: str, line: int) -> None:
        pass


class _RelationReader:
    """Targets and types by the names of the relations."""

    def __init__(self) -> None:
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    def end(self, name: str, text: str, line: int) -> None:
        pass


class _CountReader:
    """Refuses styles and other parts that announce too much."""

    def __init__(self, file: str) -> None:
        self._file = file

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if attributes:
            refuse_counts(attributes, self._file)

    def end(self, name: str, text: str, line: int) -> None:
        pass


def _sheet(name: str, relation: str, hidden: bool, relations: _RelationReader, file: str) -> SheetPart:
    if relation not in relations.targets:
        raise unusable(file, f"a sheet {name!r} that is not in the file", "an undamaged workbook", hint=_ANEW)
    kind, target = relations.targets[relation]
    if kind != "worksheet":
        return SheetPart(name, "", hidden)
    part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return SheetPart(name, part, hidden)


def _check_sheets(sheets: tuple[SheetPart, ...], names: set[str], file: str) -> None:
    """Refuse a workbook whose list of sheets could be read in two ways."""
    parts = [sheet.part for sheet in sheets if sheet.part]
    lost = sorted(set(parts) - names)
    if lost:
        raise unusable(file, f"no part {lost[0]!r}", "an undamaged workbook", hint=_ANEW)
    if len(set(parts)) < len(parts) or len({sheet.name for sheet in sheets}) < len(sheets):
        raise unusable(file, "a sheet that is listed twice", "every sheet once", hint=_ANEW)
    if not parts:
        raise unusable(file, "a workbook without a sheet of cells", "at least one sheet", hint=_ANEW)


def text_lengths(chunks: Iterable[bytes], file: str) -> array[int]:
    """Return how many characters each shared text of a workbook has.

    Parameters
    ----------
    chunks : iterable of bytes
        The part ``sharedStrings.xml`` in pieces.
    file : str
        The workbook, for errors.

    Returns
    -------
    array of int

    Raises
    ------
    StudyError
        The document is damaged or hostile.

    Examples
    --------
    >>> text_lengths([b"<sst><si><t>Oulu</t></si><si><r><t>a</t></r><r><t>b</t></r></si></sst>"], "list.xlsx")
    array('q', [4, 2])
    """
    lengths = array("q")
    local: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if (local.get(name) or local.setdefault(name, name.rpartition(":")[2])) == "si":
            lengths.append(0)
        elif attributes:
            refuse_counts(attributes, file)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    feed_xml(parser, chunks, file)
    return lengths
