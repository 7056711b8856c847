"""Office files have the same bytes whenever their content is the same."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
import pptx
import pytest

from valuma.formats.office_package import fixed_package, packed, unpacked
from valuma.schema.problems import StudyError


def document(year: int) -> bytes:
    made = docx.Document()
    made.add_heading("Järviseutu", level=1)
    made.core_properties.created = made.core_properties.modified = datetime.datetime(year, 3, 4, 5, 6)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def slides(year: int) -> bytes:
    made = pptx.Presentation()
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "Järviseutu"
    made.core_properties.modified = datetime.datetime(year, 3, 4, 5, 6)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("make", [document, slides])
def test_documents_made_at_different_times_have_the_same_bytes(make: object) -> None:
    early, late = make(2001), make(2002)  # type: ignore[operator]
    assert early != late
    assert fixed_package(early) == fixed_package(late)


def test_document_still_opens_and_tells_the_fixed_day() -> None:
    read = docx.Document(io.BytesIO(fixed_package(document(2001))))
    assert [paragraph.text for paragraph in read.paragraphs] == ["Järviseutu"]
    assert read.core_properties.created == datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
    assert pptx.Presentation(io.BytesIO(fixed_package(slides(2001)))).slides[0].shapes.title.text == "Järviseutu"


def test_parts_keep_their_content_and_only_the_core_properties_change() -> None:
    before, after = unpacked(document(2001)), unpacked(fixed_package(document(2001)))
    assert sorted(before) == sorted(after)
    assert [name for name in before if before[name] != after[name]] == ["docProps/core.xml"]


def test_language_is_added_only_where_there_is_none() -> None:
    core = "docProps/core.xml"
    data = packed({core: b"<cp:coreProperties></cp:coreProperties>"})
    with_language = fixed_package(data, language="s<v")
    assert unpacked(with_language)[core] == b"<cp:coreProperties><dc:language>s&lt;v</dc:language></cp:coreProperties>"
    assert fixed_package(with_language, language="fi") == with_language


def test_packing_is_stable() -> None:
    data = fixed_package(document(2001))
    assert fixed_package(data) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos][:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert {(info.date_time, info.create_system, info.external_attr >> 16) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o644)
    }


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(StudyError, match="a whole zip archive"):
        fixed_package(b"hello")
