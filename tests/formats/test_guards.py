"""Hostile XML and archives are refused before they do harm."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from valuma.formats.guards import SafeZip, XmlLimits, ZipLimits, parse_xml, read_bytes
from valuma.schema.problems import StudyError, ValumaError

BILLION_LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n'
    + b"".join(b'<!ENTITY lol%d "%s">\n' % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>\n<lolz>&lol9;</lolz>"
)


def test_billion_laughs_is_refused_at_its_first_entity() -> None:
    with pytest.raises(StudyError, match="the entity 'lol'") as caught:
        parse_xml(BILLION_LAUGHS, "lolz.xml")
    assert caught.value.problems.errors[0].row == 3


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]><a/>',
        b'<!DOCTYPE a [<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "x" NDATA n>]><a/>',
    ],
    ids=["external", "parameter", "unparsed"],
)
def test_entity_of_any_kind_is_refused(document: bytes) -> None:
    with pytest.raises(StudyError, match="entity"):
        parse_xml(document, "x.xml")


def test_doctype_with_an_external_identifier_is_allowed_and_not_fetched() -> None:
    parse_xml(b'<!DOCTYPE codeBook SYSTEM "http://example.invalid/ddi.dtd"><codeBook/>', "fsd.xml")


def test_deep_nesting_is_refused() -> None:
    parse_xml(b"<a>" * 200 + b"</a>" * 200, "deep.xml")
    with pytest.raises(StudyError, match="nested 201 deep"):
        parse_xml(b"<a>" * 100_000, "deep.xml")


def test_large_document_is_refused() -> None:
    with pytest.raises(StudyError, match="at most 10 bytes"):
        parse_xml(b"<abcdefghi/>", "large.xml", limits=XmlLimits(size=10))


def test_cut_off_document_is_refused_with_its_line() -> None:
    with pytest.raises(StudyError, match="well-formed") as caught:
        parse_xml(b"<a>\n<b>\n", "cut.xml")
    assert caught.value.problems.errors[0].row == 3


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(StudyError):
        parse_xml(b'<?xml version="1.0" encoding="klingon"?><a/>', "x.xml")


def test_handler_gets_local_names_attributes_text_and_lines() -> None:
    seen = []

    class Handler:
        def start(self, name: str, attributes: dict[str, str], line: int) -> None:
            seen.append(("start", name, attributes, line))

        def end(self, name: str, text: str, line: int) -> None:
            seen.append(("end", name, text, line))

    parse_xml(b'<x:a xmlns:x="urn:x" i="1">\n<x:b>t&amp;&#10;u</x:b></x:a>', "x.xml", Handler())
    assert seen == [("start", "a", {"i": "1"}, 1), ("start", "b", {}, 2), ("end", "b", "t&\nu", 2), ("end", "a", "", 2)]


def test_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    with pytest.raises(ValumaError, match="found 5 bytes; expected at most 4 bytes"):
        read_bytes(tmp_path / "a", limit=4)
    with pytest.raises(ValumaError, match="no such file"):
        read_bytes(tmp_path / "b")
    with pytest.raises(ValumaError, match="is not a file"):
        read_bytes(tmp_path)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def test_harmless_archive_is_read_in_memory(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"project.qde": b"<a/>", "sources/": b"", "sources/ä.txt": b"hei"})
    with SafeZip(path) as found:
        assert found.names == ["project.qde", "sources/ä.txt"]
        assert found.read("sources/ä.txt") == b"hei"


def test_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {"zeros": bytes(20 * 2**20)})
    assert path.stat().st_size < 30_000
    with pytest.raises(StudyError, match=r"unfolds \d+ times"):
        SafeZip(path)


def test_declared_total_and_number_of_members_are_limited(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a": b"123", "b": b"456"})
    with pytest.raises(StudyError, match="6 bytes declared"):
        SafeZip(path, limits=ZipLimits(total=5))
    with pytest.raises(StudyError, match="2 members"):
        SafeZip(path, limits=ZipLimits(members=1))


def test_reading_over_the_total_stops(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a": b"123"})
    with SafeZip(path, limits=ZipLimits(total=5)) as found:
        found.read("a")
        with pytest.raises(StudyError, match="declared or allowed"):
            found.read("a")


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", "C:\\a", "..\\a", "\\\\server\\a"])
def test_member_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyError, match="a relative name"):
        SafeZip(archive(tmp_path / "a.zip", {name: b""}))


def test_link_twin_and_password_are_all_named(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("twin", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("twin", "2")
    path = tmp_path / "a.zip"
    # The first flag byte of the first entry of the central directory says "encrypted".
    raw = bytearray(data.getvalue())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(StudyError) as caught:
        SafeZip(path)
    found = [problem.found for problem in caught.value.problems]
    assert found == ["'link' is a link", "'link' is encrypted", "'twin' twice"]


def test_damaged_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a", b"hello")
    path.write_bytes(path.read_bytes().replace(b"hello", b"jello"))
    with SafeZip(path) as found, pytest.raises(StudyError, match="an undamaged member"):
        found.read("a")


def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    with pytest.raises(StudyError, match="a whole zip archive"):
        SafeZip(tmp_path / "a.zip")
