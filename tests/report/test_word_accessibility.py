"""A Word file that everybody can read: the checker finds nothing in ours, and finds what is wrong elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from report.word_checker import contrast, heading_levels, problems
from report.word_samples import build, make_template

from valuma.report.docx.pages import TAGS
from valuma.report.docx.report import WordFiles


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> WordFiles:
    return build(tmp_path_factory.mktemp("word"))


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_nothing_is_wrong_with_a_report(made, lang):
    assert problems(made.paths[lang].read_bytes(), TAGS[lang]) == []


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_nothing_is_wrong_with_an_example(tmp_path, lang):
    made = build(tmp_path, lang=lang, synthetic=True)
    assert problems(made.paths[lang].read_bytes(), TAGS[lang]) == []


def test_nothing_of_ours_is_wrong_in_a_template_of_another_language(tmp_path):
    template = make_template(tmp_path / "mall.docx", "{{report}}")
    made = build(tmp_path, lang="fi", template=template)
    found = problems(made.paths["fi"].read_bytes(), "fi-FI")
    theirs = [line for line in found if line.startswith(("style ", "settings:")) and "Valuma" not in line]
    assert [line for line in found if line not in theirs] == []


def test_headings_begin_at_the_first_level_and_skip_none(made):
    levels = [level for level, _ in heading_levels(docx.Document(str(made.paths["fi"])))]
    assert levels[0] == 1
    assert max(after - before for before, after in pairwise(levels)) == 1


def test_contrast_is_that_of_wcag():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)  # the textbook grey that just fails


def _first(document: Any, path: str) -> Any:
    return document.element.body.xpath(path)[0]


def _no_words(document: Any) -> None:
    _first(document, ".//wp:docPr").set("descr", "")


def _no_header_row(document: Any) -> None:
    mark = _first(document, ".//w:tblHeader")
    mark.getparent().remove(mark)


def _merged(document: Any) -> None:
    _first(document, ".//w:tc").get_or_add_tcPr().get_or_add_gridSpan().val = 2


def _skipped(document: Any) -> None:
    _first(document, ".//w:pStyle[@w:val='Heading2']").set(qn("w:val"), "Heading3")


def _empty_heading(document: Any) -> None:
    document.add_paragraph("", "Heading 1")


def _lost_anchor(document: Any) -> None:
    mark = _first(document, ".//w:bookmarkStart[@w:name='figure_where']")
    mark.set(qn("w:name"), "elsewhere")


def _typed_item(document: Any) -> None:
    document.add_paragraph("- an item typed by hand")


def _no_title(document: Any) -> None:
    document.core_properties.title = ""


def _foreign(document: Any) -> None:
    document.core_properties.language = "de-DE"


def _disorder(document: Any) -> None:
    properties = _first(document, ".//w:pPr[w:pStyle][w:keepNext]")
    properties.append(properties[0])


def _pale(document: Any) -> None:
    document.styles["Caption"].font.color.rgb = docx.shared.RGBColor(0xBB, 0xBB, 0xBB)


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (_no_words, "a drawing without words: 'where'"),
        (_no_header_row, "not exactly the first row is repeated as heading"),
        (_merged, "merged cells"),
        (_skipped, "of level 3 after level 1"),
        (_empty_heading, "an empty heading of level 1"),
        (_lost_anchor, "a reference to 'figure_where', which is not there"),
        (_typed_item, "a list item typed by hand"),
        (_no_title, "no title"),
        (_foreign, "the document says it is in 'de-DE'"),
        (_disorder, "pPr: ["),
        (_pale, "style 'caption': contrast 1.9"),
    ],
)
def test_the_checker_finds_what_is_wrong(made, break_it: Callable[[Any], None], said: str):
    document = docx.Document(str(Path(made.paths["en"])))
    break_it(document)
    target = io.BytesIO()
    document.save(target)
    assert said in "\n".join(problems(target.getvalue(), "en-GB"))
