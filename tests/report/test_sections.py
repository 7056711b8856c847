from __future__ import annotations

from pathlib import Path

import pytest
from report.fake_brief import results

from valuma.report.sections import Names, read_documents
from valuma.report.tree import Citation, CrossReference, plain, walk
from valuma.schema.problems import StudyError


def names(**options) -> Names:
    options.setdefault("results", results())
    return Names(figures=("where",), tables=("members",), sources=("list", "report"), **options)


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(folder: Path, **options) -> list[str]:
    with pytest.raises(StudyError) as caught:
        read_documents(folder, names(**options))
    return [str(item) for item in caught.value.problems.errors]


def test_sections_become_one_document_a_language(texts):
    documents = read_documents(texts, names())
    assert [document.heading for document in documents.values()] == [
        "Saaret tapaavat toisiaan",
        "Öarna möter varandra",
        "Islands meet each other",
    ]
    english = documents["en"]
    assert (english.figures, english.tables, english.cited) == (("where",), ("members",), ("list",))
    assert english.results == ("networks", "state", "complete")


def test_references_get_their_number_in_the_words_of_the_language(texts):
    for lang, words in {
        "fi": ["Kuviossa 1", "Taulukko\u00a01"],
        "sv": ["Figur 1", "Tabell\u00a01"],
        "en": ["Figure 1", "Table\u00a01"],
    }.items():
        document = read_documents(texts, names())[lang]
        assert [node.text for node in walk(document.blocks) if isinstance(node, CrossReference)] == words


def test_a_citation_gets_the_number_of_its_source_and_stays_with_its_word(texts):
    front = read_documents(texts, names())["en"].front
    assert [node.numbers for node in walk(front) if isinstance(node, Citation)] == [(1,)]
    assert "State actors\u00a0" in plain(front)


def test_a_box_without_title_gets_the_one_of_its_kind(texts):
    document = read_documents(texts, names())["sv"]
    titles = [plain(node.title) for node in walk(document.blocks) if node.tag == "callout"]
    assert titles == ["Vad vi inte vet", "Räknesätt"]


def test_a_skipped_heading_level_is_an_error(texts):
    change(texts, "2-findings.sv.md", "### Vad annat", "#### Vad annat")
    assert problems(texts) == [
        "error: texts/2-findings.sv.md, row 18: found heading of level 4 ('Vad annat') after level 2; expected level 3"
    ]


def test_the_title_stands_once_and_first(texts):
    change(texts, "2-findings.fi.md", "## Havainnot", "# Havainnot")
    assert "a second heading of level 1" in problems(texts)[0]
    change(texts, "1-start.fi.md", "# Saaret", "## Saaret")
    assert "as the first heading" in problems(texts)[0]


def test_a_section_that_a_language_lacks_is_an_error(texts):
    (texts / "2-findings.sv.md").unlink()
    assert problems(texts) == ["error: texts/2-findings.sv.md: found no file; expected every section in fi, sv and en"]


def test_languages_that_use_different_results_are_an_error(texts):
    change(texts, "1-start.sv.md", "{{complete|of}}", "många")
    (found,) = problems(texts)
    assert "texts/1-start.sv.md: found no use of 'complete'" in found
    assert "fi, en" in found


def test_everything_that_is_wrong_comes_at_once(texts):
    change(texts, "1-start.fi.md", "{{networks}}** verkostoa", "62** verkostoa")
    change(texts, "1-start.en.md", "{{state|percent}}", "{{sate|percent}}")
    change(texts, "2-findings.en.md", "![](figure:where)", "![](figure:were)")
    found = "\n".join(problems(texts))
    assert "write {{networks|count}}" in found
    assert "did you mean 'state'" in found
    assert "did you mean 'where'" in found


def test_a_reference_to_what_is_not_shown_is_an_error(texts):
    change(texts, "2-findings.en.md", "[](table:members)", "[](table:member)")
    assert any("did you mean 'members'" in found for found in problems(texts))


def test_the_number_of_a_figure_is_never_typed(texts):
    change(texts, "2-findings.en.md", "[Figure #]", "[Figure 1]")
    assert "# in its place" in problems(texts)[0]


def test_a_figure_stands_once(texts):
    for lang in ("fi", "sv", "en"):
        change(texts, f"2-findings.{lang}.md", "[[table:members]]", "[[table:members]]\n\n![](figure:where)")
    assert "figure 'where' a second time" in problems(texts)[0]


def test_a_word_the_glossary_forbids_is_an_error_unless_it_is_a_name(texts):
    change(texts, "2-findings.en.md", "Funding is not known", "The county council of Lapland")
    assert "found 'county'" in problems(texts)[0]
    read_documents(texts, names(official=("The county council of Lapland",)))


def test_a_measure_of_the_annex_is_an_error(texts):
    change(texts, "2-findings.en.md", "Funding is not known", "The E-I index is low")
    assert "annex only" in problems(texts)[0]


def test_a_sign_the_font_lacks_is_an_error(texts):
    change(texts, "2-findings.fi.md", "Rahoitusta", "☃ Rahoitusta")
    assert "'☃' (U+2603)" in problems(texts)[0]


def test_an_example_gives_no_advice(texts):
    change(texts, "2-findings.en.md", "Funding is not known", "This model is best")
    change(texts, "2-findings.sv.md", "> **[unknown]**", "> **[recommendation]**")
    read_documents(texts, names())
    found = problems(texts, synthetic=True)
    assert "'best' in an example" in "\n".join(found)
    assert "'recommendation' in an example" in "\n".join(found)


def test_a_folder_without_texts_says_what_it_should_hold(tmp_path):
    assert "<section>.fi.md" in problems(tmp_path)[0]
