"""Guards for hostile files: XML that explodes, archives that unfold, files too large to read."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import TracebackType
from typing import Protocol, Unpack
from xml.parsers import expat

from valuma.schema import text_file
from valuma.schema.problems import Problem, Problems, StudyError, ValumaError, Where

_MIB = 2**20

#: Different names of elements and attributes in a document that is read in pieces.
MAX_NAMES = 100_000

#: What the zip module raises for a member that is damaged or packed in a way it does not know.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)

#: Nodes that a file may announce in its header without a line for each.
MAX_NODES = 5_000_000


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What an XML document may be.

    Parameters
    ----------
    size : int, default 1 GiB
        Bytes of the document.
    depth : int, default 200
        Elements within elements.
    """

    size: int = 1024 * _MIB
    depth: int = 200


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What a zip archive may be.

    Parameters
    ----------
    members : int, default 10 000
        Number of files.
    total : int, default 2 GiB
        Bytes of all files together, unpacked, as declared and as read.
    ratio : float, default 200
        Unpacked to packed size, of a member over 1 MiB.
    """

    members: int = 10_000
    total: int = 2048 * _MIB
    ratio: float = 200.0


class XmlHandler(Protocol):
    """What a reader of XML does at the start and the end of an element."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take the local name of an element and its attributes."""

    def end(self, name: str, text: str, line: int) -> None:
        """Take the text that followed the last start tag."""


def unusable(file: str, found: str, expected: str, **where: Unpack[Where]) -> StudyError:
    """Make the error of a file that cannot be used for one reason.

    Parameters
    ----------
    file, found, expected, row, column, hint
        As in `Problem`.

    Returns
    -------
    StudyError
        To be raised.

    Examples
    --------
    >>> unusable("a.net", "'x'", "a number", row=3).problems.errors[0].row
    3
    """
    return StudyError(f"{file} cannot be read", Problems([Problem("error", file, found, expected, **where)]))


def read_bytes(path: str | os.PathLike[str], *, limit: int = 1024 * _MIB) -> bytes:
    """Read a whole file that is not larger than a limit.

    Parameters
    ----------
    path : path
        A regular file.
    limit : int, default 1 GiB
        Bytes.

    Returns
    -------
    bytes

    Raises
    ------
    StudyError
        There is no such file, it may not be read, is not a file, or is larger than the limit.
    """
    problems = Problems()
    data = text_file.read_bytes(Path(path), os.fspath(path), problems, limit=limit)
    if data is None:
        raise StudyError(f"{os.fspath(path)} cannot be read", problems)
    return data


def parse_xml(data: bytes, file: str, handler: XmlHandler | None = None, *, limits: XmlLimits | None = None) -> None:
    """Go once through an XML document, refusing what is only there to harm.

    Parameters
    ----------
    data : bytes
        The document.
    file : str
        Its name, for errors.
    handler : XmlHandler, optional
        Takes every element; without it the document is only checked, so that another parser may read it.
    limits : XmlLimits, optional
        Size and depth.

    Raises
    ------
    StudyError
        The document is not well-formed (with its line), declares an entity, refers to an external one, is nested
        too deep or is too large.

    Notes
    -----
    A DOCTYPE with an external identifier is allowed and never fetched; survey archives publish such files.

    Examples
    --------
    >>> parse_xml(b"<a><b/></a>", "good.xml")
    >>> parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "bad.xml")
    Traceback (most recent call last):
    ...
    valuma.schema.problems.StudyError: bad.xml cannot be read: 1 error
    error: bad.xml, row 1: found a declaration of the entity 'b'; expected XML without entity declarations
    """
    bounds = limits or XmlLimits()
    if len(data) > bounds.size:
        raise unusable(file, f"{len(data)} bytes", f"at most {bounds.size} bytes")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    _watch_elements(parser, file, bounds.depth, handler)
    feed_xml(parser, [data], file)


def feed_xml(parser: expat.XMLParserType, chunks: Iterable[bytes], file: str) -> None:
    """Feed an XML document piece by piece to a parser that has its handlers, refusing entities.

    Parameters
    ----------
    parser : expat parser
        Gets two more handlers, which refuse declarations of entities and references to external ones.
    chunks : iterable of bytes
        The document in pieces.
    file : str
        Its name, for errors.

    Raises
    ------
    StudyError
        The document is not well-formed (with its line), declares an entity or refers to an external one.

    Notes
    -----
    For documents of which a handler has to look at millions of elements; `parse_xml` is easier to use. Depth and
    size are left to the caller.
    """
    _refuse_entities(parser, file)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            # The parser remembers every name; only a hostile document makes up new ones all the time.
            if len(parser.intern) > MAX_NAMES:
                raise unusable(file, f"more than {MAX_NAMES:,} different names", "elements with names in use")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        found = expat.errors.messages.get(error.code, str(error))
        raise unusable(file, found, "well-formed XML up to the end", row=error.lineno) from error
    except (LookupError, ValueError) as error:
        raise unusable(file, str(error), "an encoding that Python knows", row=1) from error


def _refuse_entities(parser: expat.XMLParserType, file: str) -> None:
    def declared(name: str, *_: object) -> None:
        row = parser.CurrentLineNumber
        raise unusable(file, f"a declaration of the entity {name!r}", "XML without entity declarations", row=row)

    def external(_context: str, _base: str | None, system: str | None, _public: str | None) -> int:
        row = parser.CurrentLineNumber
        raise unusable(file, f"a reference to {system!r}", "XML without external entities", row=row)

    parser.EntityDeclHandler = declared
    parser.ExternalEntityRefHandler = external


def _watch_elements(parser: expat.XMLParserType, file: str, limit: int, handler: XmlHandler | None) -> None:
    depth = 0
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise unusable(
                file, f"elements nested {depth} deep", f"at most {limit} levels", row=parser.CurrentLineNumber
            )
        if handler is not None:
            text.clear()
            handler.start(name.rpartition(" ")[2], attributes, parser.CurrentLineNumber)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if handler is not None:
            handler.end(name.rpartition(" ")[2], "".join(text), parser.CurrentLineNumber)
            text.clear()

    take: Callable[[str], None] = text.append
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if handler is not None:
        parser.CharacterDataHandler = take


class SafeZip:
    """A zip archive that was checked before anything in it is unpacked.

    Parameters
    ----------
    path : path
        The archive.
    limits : ZipLimits, optional
        How many members, how large, how dense.
    data : bytes, optional
        The archive itself, where it has been read already; `path` then only names it.

    Raises
    ------
    StudyError
        The file is no zip archive, or one of its members breaks a limit, has an unsafe name, is a link, is there
        twice or is encrypted; all such members are listed.

    Notes
    -----
    Members are read in memory only; nothing is ever unpacked to the disk.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, limits: ZipLimits | None = None, data: bytes | None = None
    ) -> None:
        self.file = os.path.basename(path)
        self._limits = limits or ZipLimits()
        self._read = 0
        try:
            self._archive = zipfile.ZipFile(path if data is None else io.BytesIO(data))
        except FileNotFoundError as error:
            raise ValumaError(f"there is no file {os.fspath(path)}") from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise unusable(self.file, str(error), "a whole zip archive") from error
        problems = _zip_problems(self.file, self._archive.infolist(), self._limits)
        if problems:
            self._archive.close()
            raise StudyError(f"{self.file} is not safe to open", problems)

    @property
    def names(self) -> list[str]:
        """Names of the files, folders left out, in the order of the archive."""
        return [info.filename for info in self._archive.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        """Return the bytes of one member.

        Raises
        ------
        StudyError
            There is no such member, it is damaged, or it unfolds to more than was declared or allowed.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str, size: int = _MIB) -> Iterator[bytes]:
        """Yield the bytes of one member piece by piece.

        Parameters
        ----------
        name : str
            The member.
        size : int, default 1 MiB
            Bytes of a piece.

        Raises
        ------
        StudyError
            As in `read`.
        """
        try:
            info = self._archive.getinfo(name)
        except KeyError as error:
            raise unusable(self.file, f"no member {name!r}", "a member of the archive") from error
        try:
            with self._archive.open(info) as member:
                left = info.file_size + 1
                while left > 0 and (data := member.read(min(size, left))):
                    left -= len(data)
                    self._read += len(data)
                    if left == 0 or self._read > self._limits.total:
                        found = f"more bytes in {name!r} than declared or allowed"
                        raise unusable(self.file, found, "the declared size")
                    yield data
        except _UNREADABLE as error:
            raise unusable(self.file, f"member {name!r}: {error}", "an undamaged member") from error

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SafeZip {self.file}: {len(self.names)} files>"


def _zip_problems(file: str, members: list[zipfile.ZipInfo], limits: ZipLimits) -> Problems:
    problems = Problems()
    if len(members) > limits.members:
        problems.error(file, f"{len(members)} members", f"at most {limits.members}")
        return problems
    total = sum(info.file_size for info in members)
    if total > limits.total:
        problems.error(file, f"{total} bytes declared", f"at most {limits.total}")
    seen: set[str] = set()
    for info in members:
        if not safe_name(info.filename) or "\0" in info.orig_filename:
            problems.error(file, f"the name {info.orig_filename!r}", "a relative name that stays in the archive")
        if info.filename in seen:
            problems.error(file, f"{info.filename!r} twice", "every member once")
        seen.add(info.filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            problems.error(file, f"{info.filename!r} is a link", "files and folders only")
        if info.flag_bits & 0x1:
            problems.error(file, f"{info.filename!r} is encrypted", "an archive without a password")
        if info.file_size > _MIB and info.file_size > limits.ratio * max(info.compress_size, 1):
            density = info.file_size / max(info.compress_size, 1)
            problems.error(file, f"{info.filename!r} unfolds {density:.0f} times", f"at most {limits.ratio:g} times")
    return problems


def safe_name(name: str) -> bool:
    r"""Say whether the name of an archive member stays below the folder it is unpacked to.

    Parameters
    ----------
    name : str
        As the archive gives it.

    Returns
    -------
    bool
        False for an absolute name, a drive letter, ``..`` and an empty name, with either kind of slash.

    Examples
    --------
    >>> safe_name("sources/a.txt"), safe_name("../a.txt"), safe_name("C:\\a.txt")
    (True, False, False)
    """
    windows = PureWindowsPath(name)
    if not name or "\0" in name or PurePosixPath(name).is_absolute() or windows.drive or windows.root:
        return False
    return ".." not in windows.parts
