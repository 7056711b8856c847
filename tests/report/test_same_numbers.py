"""Brief, report, tables and slides of one study hold the same numbers."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from docx import Document as WordDocument
from python_calamine import CalamineWorkbook
from report.fake_brief import collect, make_study, write_texts
from report.handed_over import slides_of, words_of

from valuma.report.brief import brief
from valuma.report.docx.report import word
from valuma.report.pptx.slides import make_slides
from valuma.report.prepared import Prepared, prepare
from valuma.report.tree import Value, plain, walk
from valuma.report.xlsx.tables import make_tables
from valuma.report.xlsx.words import heading
from valuma.texts import LANGUAGES, message, number

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Outputs:
    """What was made of one study in one language."""

    ready: Prepared
    lang: str
    page: str
    report: str
    results: MappingProxyType[str, dict[str, Any]]
    slides: list[list[str]]


def make(folder: Path, study, lang: str, **options: Any) -> Outputs:
    ready = prepare(study, results=folder / "build" / "results", **options)
    build = folder / "build"
    shared = {"lang": lang, **options}
    page = brief(study, out=build / "brief", most_pages=None, **shared)
    report = word(study, out=build / "report", annexes=[], **shared)
    tables = make_tables(ready, out=build / "tables", lang=lang)
    slides = make_slides(ready, out=build / "slides", lang=lang)
    written = next(path for path in page.files if path.suffix == ".html").read_text(encoding="utf-8")
    written = re.sub(r"<(style|svg).*?</\1>|<[^>]+>", "", written, flags=re.S)
    return Outputs(
        ready,
        lang,
        html.unescape(written),
        word_text(report.files[0]),
        MappingProxyType(results_of(tables.files[0], lang)),
        [words_of(slide) for slide in slides_of(slides.files[0])],
    )


def word_text(path: Path) -> str:
    body = WordDocument(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def results_of(path: Path, lang: str) -> dict[str, dict[str, Any]]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(message("tables-results-sheet", lang))
    rows = sheet.to_python(skip_empty_area=False)
    start = next(index for index, row in enumerate(rows) if row[0] == message("tables-result-name", lang))
    return {row[0]: dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]}


@pytest.fixture(scope="module", params=["fi"])
def small(request, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    folder = tmp_path_factory.mktemp("small")
    texts = write_texts(folder / "texts")
    return make(folder, make_study(), request.param, texts=texts, collect=collect)


@pytest.fixture(scope="module")
def own(root: Path, study, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return make(tmp_path_factory.mktemp("own"), study, "fi", texts=root / "brief", draws=99)


def values_of(made: Outputs) -> list[Value]:
    document = made.ready.documents[made.lang]
    blocks = (*document.front, *document.blocks)
    return [node for node in walk(blocks) if isinstance(node, Value)]


def check_the_text(made: Outputs) -> None:
    values = values_of(made)
    assert values
    for value in values:
        assert value.text in made.page, value
        assert value.text in made.report, value


def check_the_workbook(made: Outputs) -> None:
    say = {key: message(f"tables-result-{key}", made.lang) for key in ("reads", "value", "low", "high", "n", "of")}
    assert list(made.results) == list(made.ready.content.results)
    for name, result in made.ready.content.results.items():
        row = made.results[name]
        if isinstance(result.value, int | float):
            assert row[say["value"]] == pytest.approx(result.value, rel=1e-15), name
        for key in ("low", "high", "n", "of"):
            expected = getattr(result, key)
            assert row[say[key]] == ("" if expected is None else pytest.approx(expected, rel=1e-15)), name
    for value in values_of(made):
        assert value.text in made.results[value.result][say["reads"]].split("; "), value


def check_the_slides(made: Outputs) -> None:
    """Every number on a slide is one of the text, of a figure's own words, or of a printed table."""
    ready, lang, document = made.ready, made.lang, made.ready.documents[made.lang]
    imprint = ready.imprint(lang, (lang,))
    allowed = [imprint.study, imprint.version, imprint.inputs[:12], document.heading]
    allowed += [plain(block) for block in (*document.front, *document.blocks)]
    for name in ready.content.figures:
        figure = ready.figure(name, lang)
        allowed += [figure.title, figure.caption, *figure.notes, number(len(figure.sources), lang)]
    for name in ready.content.tables:
        table = ready.table(name, lang)
        allowed += [table.caption, *table.notes, *table.headers.values(), number(len(table.sources), lang)]
        allowed += [cell for row in table.rows(lang) for cell in row]
    allowed += [str(index) for index in range(1, max(len(made.slides), len(ready.content.figures)) + 1)]
    known = {found for words in allowed for found in NUMBER.findall(words)}
    shown = {found for slide in made.slides for words in slide for found in NUMBER.findall(words)}
    assert shown
    assert shown <= known, shown - known


def check_key_numbers(made: Outputs) -> None:
    """The slide of key numbers writes them as the text does, digit for digit."""
    said = made.slides[1]
    document = made.ready.documents[made.lang]
    box = next(block for block in walk(document.front) if getattr(block, "kind", "") == "numbers")
    values = [node.text for node in walk(box) if isinstance(node, Value)]
    assert values
    assert [text for text in said if text in values] == values


CHECKS = [check_the_text, check_the_workbook, check_the_slides, check_key_numbers]


@pytest.mark.parametrize("check", CHECKS)
def test_all_files_of_a_small_study_hold_the_same_numbers(small: Outputs, check) -> None:
    check(small)


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
def test_all_files_of_the_cases_hold_the_same_numbers(own: Outputs, check) -> None:
    check(own)


@pytest.mark.slow
def test_every_column_of_the_figures_has_words_in_three_languages(own: Outputs) -> None:
    for name in own.ready.content.figures:
        for column in own.ready.figure(name, own.lang).data:
            key = str(column)
            assert heading(key, "fi").casefold() != key.replace("_", " "), (name, key)
            assert len({heading(key, lang) for lang in LANGUAGES}) > 1 or key in ("n", "id"), (name, key)


def test_a_number_from_nowhere_on_a_slide_is_noticed(small: Outputs) -> None:
    wrong = Outputs(small.ready, small.lang, small.page, small.report, small.results, [*small.slides, ["4711"]])
    with pytest.raises(AssertionError, match="4711"):
        check_the_slides(wrong)
