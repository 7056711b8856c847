"""The Word report: its structure, its words, its numbers, its bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from docx.oxml.ns import qn
from report.fake_brief import collect, make_study, write_texts
from report.word_checker import problems
from report.word_samples import build, opened, package, styled

from valuma.report import annexes
from valuma.report.annexes import Annex, MarkedTable, entries
from valuma.report.content import BriefTable
from valuma.report.docx.pages import TAGS
from valuma.report.docx.report import WordFiles
from valuma.report.docx.tables import fitted, table_element, table_widths
from valuma.report.docx.writer import _says_the_same, document_text
from valuma.report.docx.xml import run
from valuma.report.fonts import text_width
from valuma.report.manifest import changed_outputs, read_manifest
from valuma.report.prepared import prepare
from valuma.report.tree import Heading, TableBlock, Text, Value, walk
from valuma.schema.problems import ValumaError

AGAIN = """
import sys
from pathlib import Path
from report.word_checker import problems
from report.word_samples import build
print(build(Path(sys.argv[1]), lang="fi").folder)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> WordFiles:
    return build(tmp_path_factory.mktemp("word"))


def english(made: WordFiles):
    return opened(made.paths["en"])


def fields(document) -> list[str]:
    return [code.strip() for code in document.element.body.xpath(".//w:instrText/text()")]


def test_one_file_a_language(made):
    assert [path.name for path in made.files] == ["report-fi.docx", "report-sv.docx", "report-en.docx"]
    assert sorted(path.name for path in made.folder.iterdir()) == sorted(path.name for path in made.files)


def test_the_manifest_says_what_was_made_from_what(made):
    entry = read_manifest(made.manifest)["report"]
    assert set(entry["outputs"]) == {f"report/{path.name}" for path in made.files}
    assert entry["options"]["annexes"] == ["networks", "method", "sources"]
    assert entry["inputs"]["texts/1-start.fi.md"]
    assert changed_outputs(made.manifest, "report") == []


def test_an_annex_with_nothing_to_show_is_left_out_and_said(made):
    assert made.annexes == ("networks", "method", "sources")
    assert made.notes == tuple(
        f"annex '{name}': nothing to show, left out" for name in ("case-sheets", "respondents", "questionnaire")
    )


def test_text_stands_in_styles_of_word(made):
    words = dict(reversed([(text, style) for style, text in styled(english(made))]))
    assert words["Islands meet each other"] == "Title"
    assert words["There are 62 networks, and 38% of them have State actors\u00a0[1]."] == "ValumaLede"
    assert words["The State is there less often than by lot."] == "BodyText"
    assert words["one"] == "ListBullet"
    assert words["Figure\u00a01. Each dot is a place."] == "Caption"
    assert words["Table\u00a01. Members *known*"] == "ValumaTableCaption"
    assert words["22/57: known of stated."] == "ValumaNote"
    assert words["Funding is not known."] == "ValumaBoxCaution"
    assert words["Counting"] == "ValumaBoxTitle"


def test_headings_of_level_two_are_the_first_of_word(made):
    headings = [(style, text) for style, text in styled(english(made)) if style.startswith("Heading")]
    assert headings[:3] == [("Heading1", "Findings"), ("Heading2", "What else"), ("Heading1", "Sources")]
    assert ("Heading1", "Annex\u00a01. Networks and how well their member lists are known") in headings


def test_the_contents_hold_every_heading_of_two_levels_as_a_link(made):
    document = english(made)
    entries = [(style, text) for style, text in styled(document) if style in ("TOC1", "TOC2")]
    headings = [(style, text) for style, text in styled(document) if style in ("Heading1", "Heading2")]
    assert [text for _, text in entries] == [text for _, text in headings]
    assert 'TOC \\o "1-2" \\h \\z \\u' in fields(document)


def test_captions_count_themselves_and_references_follow_them(made):
    document = english(made)
    body = document.element.body
    assert fields(document).count("SEQ Figure \\* ARABIC") == 1
    assert "REF figure_where" in fields(document)
    assert "REF table_members" in fields(document)
    start = body.xpath(".//w:bookmarkStart[@w:name='figure_where']")[0]
    assert _bookmarked(start) == "1"


def _bookmarked(start) -> str:
    text = ""
    for node in start.itersiblings():
        if node.tag == qn("w:bookmarkEnd") and node.get(qn("w:id")) == start.get(qn("w:id")):
            break
        text += "".join(part.text or "" for part in node.iter(qn("w:t")))
    return text


@pytest.mark.parametrize(("lang", "figure", "table"), [("fi", "Kuvio", "Taulukko"), ("sv", "Figur", "Tabell")])
def test_captions_are_counted_under_the_word_of_the_language(made, lang, figure, table):
    codes = fields(opened(made.paths[lang]))
    assert f"SEQ {figure} \\* ARABIC" in codes
    assert f"SEQ {table} \\* ARABIC" in codes


def test_a_citation_leads_to_its_source(made):
    body = english(made).element.body
    link = body.xpath(".//w:hyperlink[@w:anchor='source_1']")[0]
    assert link.xpath("string(.)") == "1"
    entry = body.xpath(".//w:bookmarkStart[@w:name='source_1']/..")[0]
    assert "Island network: Members & friends <2020>." in entry.xpath("string(.)")
    assert entry.xpath("./w:pPr/w:numPr")


def test_the_numbers_of_tables_go_on_through_the_annexes(made):
    captions = [text for style, text in styled(english(made)) if style == "ValumaTableCaption"]
    assert [caption.split(".")[0] for caption in captions] == [f"Table\u00a0{n}" for n in range(1, len(captions) + 1)]
    assert len(captions) > 2


def test_a_picture_is_drawn_for_print_and_has_words(made):
    document = english(made)
    about = document.element.body.xpath(".//wp:docPr")[0]
    assert (about.get("title"), about.get("descr")) == ("Närpes & co", "Three dots.")
    shape = document.inline_shapes[0]
    image = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].image
    assert round(image.px_width / (shape.width / 914400)) == 300


def test_a_table_shows_what_the_brief_shows(made):
    table = english(made).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["Network", "Members known", "Share"],
        ["Islands", "22/57", "0.2"],
        ["Skerries", "4/4", "0.5"],
    ]


def test_lists_are_lists_of_word_at_every_depth(tmp_path):
    made = build(tmp_path, lang="en", annexes=(), more="\n- outer\n  - inner\n\nThen\n\n3. third\n4. fourth\n")
    document = english(made)
    levels, numbers = {}, {}
    for paragraph in document.element.body.xpath(".//w:p[w:pPr/w:numPr]"):
        text = paragraph.xpath("string(.)")
        levels[text] = paragraph.xpath("string(./w:pPr/w:numPr/w:ilvl/@w:val)")
        numbers[text] = paragraph.xpath("string(./w:pPr/w:numPr/w:numId/@w:val)")
    assert (levels["outer"], levels["inner"]) == ("0", "1")
    assert numbers["third"] == numbers["fourth"] != numbers["outer"]
    numbering = document.part.numbering_part.element
    assert numbering.xpath(f"./w:num[@w:numId='{numbers['third']}']//w:startOverride/@w:val") == ["3"]


def test_a_table_typed_in_the_text_and_two_boxes_in_a_row_are_sound(tmp_path):
    more = (
        "\n| Kind | Number |\n|---|---:|\n| *one* | \\#2 |\n\nAfter the table.\n\n> **[note]** A\n\n> **[note] B** C\n"
    )
    made = build(tmp_path, lang="en", annexes=(), more=more)
    assert [cell.text for cell in english(made).tables[1].rows[1].cells] == ["one", "2"]
    assert problems(made.paths["en"].read_bytes(), "en-GB") == []


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_every_result_of_the_text_stands_in_the_file(made, tmp_path, lang):
    ready = prepare(make_study(), texts=write_texts(tmp_path / "texts"), collect=collect)
    document = ready.documents[lang]
    values = [node.text for node in walk((document.title, document.front, document.blocks)) if isinstance(node, Value)]
    text = document_text(made.paths[lang].read_bytes())
    assert values
    assert [value for value in values if value not in text] == []
    assert "{{" not in text


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_file_says_title_and_language(made, lang):
    about = opened(made.paths[lang]).core_properties
    assert about.language == TAGS[lang]
    assert about.title in ("Saaret tapaavat toisiaan", "Öarna möter varandra", "Islands meet each other")
    assert about.created.year == about.modified.year == 1980


def test_annexes_can_be_chosen_or_left_out(tmp_path):
    none = build(tmp_path, lang="en", annexes=())
    text = document_text(none.paths["en"].read_bytes())
    assert "Annex" not in text
    assert "Other sources of figures and tables (1)" in text
    one = build(tmp_path, lang="en", annexes=["sources"])
    assert one.annexes == ("sources",)
    assert "All sources of the material are listed in Annex 1." in document_text(one.paths["en"].read_bytes())
    with pytest.raises(ValumaError, match=r"there is no annex 'source'; .*sources"):
        build(tmp_path, annexes=["source"])


@pytest.mark.parametrize(
    ("heading", "lang", "shown"),
    [
        ("Hallinnonaloja teemoissa", "fi", "Hallinnonaloja teemoissa"),
        ("Förvaltningsområden i teman", "sv", "Förvaltnings\u00adområden i teman"),
    ],
)
def test_no_heading_of_a_table_breaks_inside_a_word(heading, lang, shown):
    """Eight columns on 480 points: those of the longest words take from the others, also in a wider family."""
    names = ["Verkosto", "Johtamistapa", "Jäseniä", "Tasojen kirjo", heading, "Tila", "Ilman vuosia", "Lista"]
    cells = [
        "Kuutoskaupunkien yhteistyöstrategia",
        "vetäjäorganisaatio",
        "23/29",
        "0,6",
        "3,5",
        "luonnos",
        "5 %",
        "osin",
    ]
    table = BriefTable(pd.DataFrame([cells], columns=names), {name: name for name in names}, "Verkostot")
    widths = table_widths(table, lang, 480)
    assert sum(widths) == pytest.approx(480)
    for name, width in zip(names, widths, strict=True):
        pieces = fitted(name, width, lang, bold=True).replace("\u00ad", "- ").split()
        assert max(text_width(piece, 8.5 * 1.25, bold=True) for piece in pieces) < width - 8.5  # margins of a cell
    assert fitted(heading, 90, lang, bold=True) == shown


def test_a_table_may_break_between_rows_but_not_near_its_ends():
    rows = [[[run(str(n))]] for n in range(12)]
    styles = {"table": "T", "table-heading": "H", "table-text": "C"}
    made = table_element([[run("n")]], rows, right=[False], widths=[100], styles=styles, keep_with_notes=True)
    kept = [bool(row.xpath(".//w:keepNext")) for row in made.findall(qn("w:tr"))[1:]]
    assert kept == [True, *[False] * 8, True, True, True]
    assert len(made.xpath("./w:tr/w:trPr/w:cantSplit")) == 13
    assert len(made.xpath("./w:tr/w:trPr/w:tblHeader")) == 1


def test_parts_of_an_annex_that_are_read_alone_begin_a_page(monkeypatch, tmp_path):
    entries()
    monkeypatch.setattr(annexes, "_ENTRIES", dict(annexes._ENTRIES))

    @annexes.annex("parts", order=5)
    def parts(ready, lang, /, **options):
        frame = pd.DataFrame({"a": ["kausi – a pilot of <two> years; loppu"]})
        table = MarkedTable(frame, {"a": "A"}, "T", english={(0, "a"): ("a pilot of <two> years",)})
        blocks = [Heading(3, (Text("One"),)), TableBlock("t"), Heading(3, (Text("Two"),)), Heading(3, (Text("Three"),))]
        return Annex("parts", "Parts", tuple(blocks), {"t": table}, apart=True)

    body = opened(build(tmp_path, lang="fi", annexes=["parts"]).paths["fi"]).element.body
    begins = {p.xpath("string(.)"): bool(p.xpath("./w:pPr/w:pageBreakBefore")) for p in body.findall(qn("w:p"))}
    assert (begins["One"], begins["Two"], begins["Three"]) == (False, True, True)
    english = body.xpath(".//w:r[w:rPr/w:lang/@w:val='en-GB']")
    assert [r.xpath("string(.)") for r in english] == ["a pilot of <two> years"]
    assert english[0].xpath("./w:rPr/w:i")


@pytest.mark.parametrize(
    ("study", "title", "same"),
    [
        (
            "Aluekehittämisen verkostot: kuka toimii kenen kanssa",
            "Kuka toimii kenen kanssa aluekehittämisen verkostoissa",
            True,
        ),
        ("Island study", "Islands meet each other", False),
        ("Saaret", "Saaret tapaavat toisiaan", True),
    ],
)
def test_the_name_of_the_study_stands_below_a_title_that_says_something_else(study, title, same):
    assert _says_the_same(study, title) is same


@pytest.mark.parametrize(("headings", "begins"), [(3, False), (20, True)])
def test_only_contents_that_do_not_fit_below_the_title_begin_a_page_and_the_text_goes_on(tmp_path, headings, begins):
    more = "".join(f"\n## Heading {chr(97 + n) * 3}\n\nWords.\n" for n in range(headings))
    body = opened(build(tmp_path, lang="en", annexes=["sources"], more=more).paths["en"]).element.body
    title = body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='TOCHeading']")[0]
    assert bool(title.xpath("./w:pPr/w:pageBreakBefore")) is begins
    first = body.xpath("./w:p[w:pPr/w:pStyle/@w:val='Heading1']")[0]
    assert first.xpath("string(.)") == "Findings"
    assert not first.xpath("./w:pPr/w:pageBreakBefore")


def test_an_annex_of_wide_tables_lies_on_its_side(made):
    sizes = [(section.page_width > section.page_height) for section in english(made).sections]
    assert sizes == [False, True, False]


def test_an_example_says_so_on_every_page_in_title_name_and_text(tmp_path):
    made = build(tmp_path, lang="fi", synthetic=True)
    path = made.paths["fi"]
    document = opened(path)
    banner = "ESIMERKKI"
    assert path.name == "report-synthetic-fi.docx"
    assert document.core_properties.title.startswith(banner)
    assert all(banner in section.header.paragraphs[0].text for section in document.sections)
    assert banner in document.paragraphs[0].text
    assert document.element.body.xpath(".//wp:docPr")[0].get("descr").startswith("Esimerkki, keksitty aineisto.")


def test_a_failed_build_leaves_the_old_files(tmp_path):
    made = build(tmp_path, lang="en", annexes=())
    before = made.paths["en"].read_bytes()
    with pytest.raises(ValumaError, match="language 'se'"):
        build(tmp_path, lang="se")
    with pytest.raises(ValumaError, match="no network 'nowhere'"):
        build(tmp_path, lang="en", networks=["nowhere"])
    assert made.paths["en"].read_bytes() == before
    assert [path.name for path in made.folder.iterdir()] == ["report-en.docx"]


def test_the_same_inputs_give_the_same_bytes_in_another_process(made, tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "11", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", AGAIN, str(tmp_path)], env=environment, check=True, capture_output=True)
    again = tmp_path / "build" / "report" / "report-fi.docx"
    assert package(again) == package(made.paths["fi"])
    assert again.read_bytes() == made.paths["fi"].read_bytes()


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_everything(made, tmp_path):
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(made.paths["fi"])]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    words = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report-fi.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert words.count("\f") > 3
    for known in ("Saaret tapaavat toisiaan", "Kuvio 1. Each dot is a place.", "Taulukko 1.", "22/57", "Liite 1"):
        assert known in words.replace("\u00a0", " ")
