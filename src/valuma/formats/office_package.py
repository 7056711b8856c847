"""Office files (xlsx, docx, pptx) whose bytes depend on their content only."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from valuma.formats.guards import unusable

#: When every document was made, as far as the document tells: the first moment a zip archive can name.
FIXED_TIME = "1980-01-01T00:00:00Z"

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_END = b"</cp:coreProperties>"
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def fixed_package(data: bytes, *, language: str = "") -> bytes:
    """Write the parts of an office file anew, the same content always as the same bytes.

    Parameters
    ----------
    data : bytes
        A docx, pptx or xlsx file that this library has made.
    language : str, optional
        Code such as ``fi``, put into the properties of the document where they name none.

    Returns
    -------
    bytes
        The same parts, ``[Content_Types].xml`` first and the others by name, all dated 1980-01-01; the dates in
        the properties of the document are that day, too.

    Raises
    ------
    StudyError
        The data are no zip archive.

    Notes
    -----
    For files from elsewhere see `valuma.formats.guards.SafeZip`; nothing is checked here.
    """
    parts = unpacked(data)
    if _CORE in parts:
        core = _DATES.sub(rb"\g<1>" + FIXED_TIME.encode() + rb"\g<3>", parts[_CORE])
        if language and b"<dc:language>" not in core:
            core = core.replace(_END, f"<dc:language>{escape(language)}</dc:language>".encode() + _END)
        parts[_CORE] = core
    return packed(parts)


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office file that this library has made.

    Parameters
    ----------
    data : bytes
        A zip archive.

    Returns
    -------
    dict of str to bytes
        Content by name, folders left out.

    Raises
    ------
    StudyError
        The data are no zip archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except zipfile.BadZipFile as error:
        raise unusable("the document", str(error), "a whole zip archive") from error


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack the parts of an office file; the order in which they are given does not matter.

    Parameters
    ----------
    parts : dict of str to bytes
        Content by name.

    Returns
    -------
    bytes
        A zip archive.

    Examples
    --------
    >>> one = packed({"b.xml": b"<b/>", "[Content_Types].xml": b"<Types/>"})
    >>> one == packed({"[Content_Types].xml": b"<Types/>", "b.xml": b"<b/>"})
    True
    >>> zipfile.ZipFile(io.BytesIO(one)).namelist()
    ['[Content_Types].xml', 'b.xml']
    """
    target = io.BytesIO()
    order = sorted(parts, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in order:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            # The system is written into the archive and would differ between Windows and the others.
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return target.getvalue()
