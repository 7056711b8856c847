"""Reading of presentations and workbooks for tests, and one preparation of the small study."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from report.fake_brief import collect, make_study, write_texts

from valuma.report.prepared import Prepared, prepare

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def prepared(folder: Path, *, synthetic: bool = False) -> Prepared:
    """The small study, measured and with its texts read."""
    return prepare(make_study(synthetic=synthetic), texts=write_texts(folder / "texts"), collect=collect)


def slides_of(path: Path) -> list[Any]:
    return list(Presentation(str(path)).slides)


def words_of(slide: Any) -> list[str]:
    """Every paragraph on a slide in reading order, tables included."""
    return [text for shape in slide.shapes for text in _paragraphs(shape) if text]


def _paragraphs(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
    if shape.has_table:
        yield from (cell.text for row in shape.table.rows for cell in row.cells)


def notes_of(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
