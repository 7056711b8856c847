"""Small Word files for the tests: a report of four rows, and templates as different programs write them."""

from __future__ import annotations

import functools
import io
import zipfile
from pathlib import Path

import docx
from docx.oxml.ns import qn
from report.fake_brief import draw_where, make_study, members_table, results, write_texts

from valuma.figures.record import Figure
from valuma.report.content import BriefContent
from valuma.report.docx.report import WordFiles, word

small_study = functools.cache(make_study)


class Still(Figure):
    """A figure that is drawn once for all tests of a process."""

    def content(self, suffix: str) -> bytes:
        return _drawn(self.lang, self.synthetic, suffix)


@functools.cache
def _drawn(lang: str, synthetic: bool, suffix: str) -> bytes:
    return draw_where(lang, synthetic=synthetic).content(suffix)


@functools.cache
def _still(lang: str, synthetic: bool) -> Still:
    return Still(**vars(draw_where(lang, synthetic=synthetic)))


def collect(study, *, draws, seed, cache) -> BriefContent:
    """What `report.fake_brief.collect` gives, its figure drawn once."""
    figures = {"where": lambda lang: _still(lang, study.synthetic)}
    return BriefContent(results(synthetic=study.synthetic), figures, {"members": members_table}, {"roles": ["member"]})


def build(folder: Path, *, synthetic: bool = False, more: str = "", **options) -> WordFiles:
    """Write the small report, with more Markdown at its end where wanted."""
    texts = write_texts(folder / "texts")
    for path in texts.glob("2-*.md"):
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    options.setdefault("collect", collect)
    return word(small_study(synthetic=synthetic), out=folder / "build" / "report", texts=texts, **options)


def package(path: Path) -> dict[str, bytes]:
    """Parts of an Office file by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(path: Path, parts: dict[str, bytes]) -> Path:
    """Write an Office file of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def make_template(path: Path, *paragraphs: str, names: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write a template with some paragraphs; `names` renames styles: English name → name and id in the file."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for style in document.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        if names and name.get(qn("w:val")) in names:
            new, style_id = names[name.get(qn("w:val"))]
            name.set(qn("w:val"), new)
            style.set(qn("w:styleId"), style_id)
    document.save(path)
    return path


def opened(path: Path):
    """Open a Word file."""
    return docx.Document(io.BytesIO(path.read_bytes()))


def styled(document) -> list[tuple[str, str]]:
    """Style id and words of every paragraph of the body, those of tables and contents too."""
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        found.append((paragraph.xpath("string(./w:pPr/w:pStyle/@w:val)"), text))
    return found
