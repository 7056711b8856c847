"""The commissioner's own template: checked before anything opens it, and cleaned of what reaches outside."""

from __future__ import annotations

import io
import os
import posixpath
import re
import zipfile
from pathlib import Path

import docx
from lxml import etree

from valuma.formats.guards import SafeZip, ZipLimits, parse_xml, read_bytes, unusable
from valuma.formats.office_package import packed

_MIB = 2**20
_LIMITS = ZipLimits(members=2000, total=256 * _MIB)
_TYPES = "[Content_Types].xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN, _TEMPLATE_MAIN = f"{_WORD}.document.main+xml", f"{_WORD}.template.main+xml"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXPECTED = "a Word document or template (.docx or .dotx)"
_AGAIN = "the file is damaged; save it again in Word"
_OPEN_AND_SAVE = "open it in Word, let Word repair it if it offers to, and save it again as .docx"
_STRICT = b"http://purl.oclc.org/ooxml/"
_KEPT = ("/hyperlink",)
_FETCHING = re.compile(r"^\s*(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|RD)\b", re.I)


def open_template(path: str | os.PathLike[str]) -> tuple[bytes, tuple[str, ...]]:
    """Read a template, refuse what is only there to harm, and cut what it would fetch from elsewhere.

    Parameters
    ----------
    path : path
        A ``.docx`` or ``.dotx`` file; its content counts, not its name.

    Returns
    -------
    bytes, tuple of str
        A document that is safe to open, and what was taken out of it, in words.

    Raises
    ------
    StudyError
        The file is no Word document, an old ``.doc``, encrypted, has macros, is damaged, unfolds to an
        unreasonable size, or has a field that fetches something.

    Notes
    -----
    What is drawn, embedded or written in it is not looked at.
    """
    file = Path(path).name
    data = read_bytes(path, limit=_LIMITS.total)
    if data.startswith(_OLE):
        hint = "open it in Word, take away its password if it has one, and save it as .docx"
        raise unusable(file, "an old .doc file, or one with a password", _EXPECTED, hint=hint)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        found = "an empty file" if not data else "a damaged file, or one of another kind"
        raise unusable(file, found, _EXPECTED, hint=_OPEN_AND_SAVE)
    with SafeZip(file, limits=_LIMITS, data=data) as archive:
        parts = {name: archive.read(name) for name in archive.names}
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            parse_xml(part, f"{file}/{name}")
        if name == "word/document.xml" and _STRICT in part:
            hint = 'in Word, save it as "Word document (*.docx)", not as "Strict Open XML document"'
            raise unusable(file, "a document in the strict variant of the format", _EXPECTED, hint=hint)
    parts[_TYPES] = _content_types(parts, file)
    _refuse_fields(parts, file)
    notes = [note for name in sorted(parts) if name.endswith(".rels") for note in _cut_outside(parts, name)]
    cleaned = packed(parts)
    _check_opens(cleaned, file)
    return cleaned, tuple(dict.fromkeys(notes))


def _check_opens(data: bytes, file: str) -> None:
    """Open the document once, so that a damaged one is an error of its own."""
    try:
        document = docx.Document(io.BytesIO(data))
        usable = document.element.body is not None and document.styles.element is not None
    # Parts that are missing or mixed up make the package fail in many ways; all of them mean the same here.
    except Exception as error:
        raise unusable(file, f"parts that do not fit together ({error})", _EXPECTED, hint=_AGAIN) from error
    if not usable:
        raise unusable(file, "a document without a body", _EXPECTED, hint=_AGAIN)


def _content_types(parts: dict[str, bytes], file: str) -> bytes:
    """Content types of a plain document; a file that is something else is refused."""
    if _TYPES not in parts or "_rels/.rels" not in parts:
        raise unusable(file, "a zip archive without the parts of an Office file", _EXPECTED)
    types = etree.fromstring(parts[_TYPES])
    kinds = [node.get("ContentType", "") for node in types if isinstance(node.tag, str)]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise unusable(file, "macros (.docm or .dotm)", _EXPECTED, hint="save it without macros as .docx")
    main = [node for node in types if node.get("ContentType") in (_MAIN, _TEMPLATE_MAIN)]
    if not main:
        raise unusable(file, "an Office file of another kind", _EXPECTED)
    for node in main:
        node.set("ContentType", _MAIN)
    if not any(node.get("PartName", "").lstrip("/") in parts for node in main):
        raise unusable(file, "no main document", _EXPECTED, hint=_AGAIN)
    return bytes(etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True))


def _refuse_fields(parts: dict[str, bytes], file: str) -> None:
    for name, part in parts.items():
        if not name.startswith("word/") or not name.endswith(".xml") or not re.search(rb"instr(Text)?\b", part):
            continue
        for code in _field_codes(etree.fromstring(part)):
            if found := _FETCHING.match(code):
                word = found[1].upper()
                raise unusable(f"{file}/{name}", f"a field {word}, which fetches something", "a template without it")


def _field_codes(root: etree._Element) -> list[str]:
    """Codes of all fields; one that is spread over several runs is put together."""
    codes = [node.get(f"{_W}instr", "") for node in root.iter(f"{_W}fldSimple")]
    code: list[str] = []
    for node in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        if node.tag == f"{_W}instrText":
            code.append(node.text or "")
        elif code:
            codes.append("".join(code))
            code = []
    return [*codes, "".join(code)]


def _cut_outside(parts: dict[str, bytes], name: str) -> list[str]:
    """Take from a part its relations to things elsewhere, and what in the part uses them."""
    relations = etree.fromstring(parts[name])
    cut: dict[str, str] = {}
    for node in list(relations):
        kind = node.get("Type", "")
        outside = node.get("TargetMode") == "External" and not kind.endswith(_KEPT)
        if outside or kind.endswith("/aFChunk"):
            cut[node.get("Id", "")] = kind.rpartition("/")[2]
            relations.remove(node)
    if not cut:
        return []
    parts[name] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
    folder, _, base = name.removesuffix(".rels").rpartition("_rels/")
    owner = posixpath.join(folder, base)
    if owner in parts and base:
        parts[owner] = _without_uses(parts[owner], cut)
    return [f"{owner or 'the template'}: a link to something elsewhere ({kind}) was taken out" for kind in cut.values()]


def _without_uses(part: bytes, cut: dict[str, str]) -> bytes:
    root = etree.fromstring(part)
    for node in list(root.iter()):
        for attribute in [name for name, value in node.attrib.items() if name.startswith(_R) and value in cut]:
            del node.attrib[attribute]
            if not any(name.startswith(_R) for name in node.attrib):
                _remove(node)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _remove(node: etree._Element) -> None:
    """Remove an element, and with it the drawing, object or mail merge that is nothing without it."""
    whole = ("drawing", "pict", "object", "mailMerge")
    for parent in (node, *node.iterancestors()):
        if etree.QName(parent).localname in whole:
            node = parent
            break
    above = node.getparent()
    if above is not None:
        above.remove(node)
