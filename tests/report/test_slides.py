from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches
from report.handed_over import A, notes_of, parts_of, prepared, slides_of, words_of

from valuma.report.manifest import read_manifest
from valuma.report.pptx.fit import ARIAL, count_lines, fitting_size, pages
from valuma.report.pptx.runs import Para, Run
from valuma.report.pptx.slides import SlidesFiles, make_slides
from valuma.schema.problems import StudyError, ValumaError


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory):
    return prepared(tmp_path_factory.mktemp("ready"))


@pytest.fixture(scope="module")
def made(ready, tmp_path_factory: pytest.TempPathFactory) -> SlidesFiles:
    return make_slides(ready, out=tmp_path_factory.mktemp("made") / "build" / "slides")


@pytest.fixture(scope="module")
def english(made: SlidesFiles):
    return slides_of(made.folder / "slides-en.pptx")


def test_there_is_one_presentation_a_language(made: SlidesFiles) -> None:
    assert [path.name for path in made.files] == ["slides-en.pptx", "slides-fi.pptx", "slides-sv.pptx"]
    assert made.slides == {"fi": 6, "sv": 6, "en": 6}


def test_the_story_runs_from_key_numbers_to_what_is_not_known(english) -> None:
    assert [slide.shapes.title.text for slide in english] == [
        "Networks of islands",
        "Key numbers",
        "Findings",
        "Närpes & co",
        "Members *known*",
        "What we do not know",
    ]


def test_findings_are_those_of_the_text(english) -> None:
    assert words_of(english[2])[1] == "The State is there less often than by lot."


def test_a_finding_that_does_not_hold_is_not_said(tmp_path: Path, ready) -> None:
    from dataclasses import replace

    from report.fake_brief import collect, make_study, results

    from valuma.report.prepared import prepare

    def unsure(study, **options):
        return replace(collect(study, **options), results=results(fewer=("A",)))

    weak = prepare(make_study(), texts=_texts(tmp_path), collect=unsure)
    made = make_slides(weak, out=tmp_path / "build" / "slides", lang="en")
    said = "\n".join(text for slide in slides_of(made.files[0]) for text in words_of(slide))
    assert "Of the State we can say nothing." in said
    assert "less often" not in said


def _texts(folder: Path) -> Path:
    from report.fake_brief import write_texts

    return write_texts(folder / "texts")


def test_every_slide_has_its_title_in_the_title_placeholder_and_read_first(made: SlidesFiles) -> None:
    for path in made.files:
        for slide in slides_of(path):
            assert slide.shapes.title.text.strip()
            assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_a_picture_stands_before_its_caption_and_has_alternative_text(english) -> None:
    slide = english[3]
    picture = next(shape for shape in slide.shapes if shape.shape_type == 13)
    found = picture._element.nvPicPr.cNvPr
    assert (found.get("descr"), found.get("title")) == ("Three dots.", "Närpes & co")
    order = [shape.shape_id for shape in slide.shapes]
    caption = next(shape for shape in slide.shapes if shape.has_text_frame and "Each dot" in shape.text_frame.text)
    assert order.index(picture.shape_id) < order.index(caption.shape_id)
    assert caption.text_frame.paragraphs[0].text == "Figure\u00a01. Each dot is a place."


def test_nothing_is_without_words_for_a_screen_reader(made: SlidesFiles) -> None:
    for path in made.files:
        for slide in slides_of(path):
            for shape in slide.shapes:
                words = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                assert words or shape.has_text_frame, shape.name
                assert not shape.is_placeholder or (shape.has_text_frame and shape.text_frame.text), shape.name


def test_notes_carry_caption_alternative_text_and_sources(english) -> None:
    notes = notes_of(english[3])
    assert "Caption: Each dot is a place." in notes
    assert "Alternative text: Three dots." in notes
    assert "Island network: Yearly report." in notes
    assert "number of different" in notes or "does not mean" in notes.lower()  # the table has a column themes_span


def test_a_table_is_a_real_table_with_a_heading_row(english) -> None:
    table = next(shape.table for shape in english[4].shapes if shape.has_table)
    assert table.first_row
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Network", "Members known", "Share"],
        ["Islands", "22/57", "0.2"],
        ["Skerries", "4/4", "0.5"],
    ]


@pytest.mark.parametrize(("lang", "tag"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_all_characters_say_their_language(made: SlidesFiles, lang: str, tag: str) -> None:
    parts = parts_of(made.folder / f"slides-{lang}.pptx")
    pages = {name: data for name, data in parts.items() if re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", name)}
    assert len(pages) == 12
    for data in pages.values():
        runs = etree.fromstring(data).iter(f"{A}r", f"{A}fld")
        assert {run.find(f"{A}rPr").get("lang") for run in runs} == {tag}
    assert f"<dc:language>{tag}</dc:language>".encode() in parts["docProps/core.xml"]


def test_slides_are_wide_and_numbered(english) -> None:
    deck = english[0].part.package.presentation_part.presentation
    assert (deck.slide_width, deck.slide_height) == (Inches(13 + 1 / 3), Inches(7.5))
    numbers = [
        [shape for shape in slide.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER]
        for slide in english
    ]
    assert [len(found) for found in numbers] == [0, 1, 1, 1, 1, 1]
    assert numbers[3][0].text_frame.text == "4"


def test_type_is_large_enough(made: SlidesFiles) -> None:
    for path in made.files:
        for slide in slides_of(path):
            sizes = [
                int(run.get("sz")) / 100
                for shape in slide.shapes
                for run in shape._element.iter(f"{A}rPr")
                if run.get("sz")
            ]
            assert min(sizes, default=20) >= 12, slide.shapes.title.text
            assert max(sizes, default=20) >= 16, slide.shapes.title.text


def test_nothing_runs_over_its_place_or_the_slide(made: SlidesFiles) -> None:
    for path in made.files:
        for slide in slides_of(path):
            for shape in slide.shapes:
                assert shape.top >= 0
                assert shape.left + shape.width <= Inches(13 + 1 / 3) + 10
                assert shape.top + shape.height <= Inches(7.5)
                if shape.has_text_frame and shape.text_frame.text and not shape.name.startswith("Slide number"):
                    assert _tall(shape) <= shape.height / 12700 + 1, shape.text_frame.text


def _tall(shape) -> float:
    """Height of the words of a shape by their own sizes, in points."""
    tall = 0.0
    for paragraph in shape.text_frame.paragraphs:
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
        size = max(sizes, default=28.0 if shape.is_placeholder and shape.placeholder_format.idx == 0 else 24.0)
        runs = [Run(run.text, bold=bool(run.font.bold)) for run in paragraph.runs]
        before = paragraph.space_before.pt if paragraph.space_before is not None else 0
        tall += count_lines(runs, shape.width / 12700, size, ARIAL) * size * 1.2 + before
    return tall


def test_pictures_and_words_do_not_lie_on_each_other(made: SlidesFiles) -> None:
    for path in made.files:
        for slide in slides_of(path):
            boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
            for index, one in enumerate(boxes):
                for other in boxes[index + 1 :]:
                    across = min(one[2], other[2]) - max(one[0], other[0])
                    down = min(one[3], other[3]) - max(one[1], other[1])
                    assert across <= 12700 or down <= 12700, slide.shapes.title.text


def test_the_same_study_gives_the_same_bytes(tmp_path: Path, ready, made: SlidesFiles) -> None:
    again = make_slides(ready, out=tmp_path / "build" / "slides")
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in made.files]


def test_the_file_says_what_it_is_and_not_when_it_was_made(made: SlidesFiles) -> None:
    parts = parts_of(made.folder / "slides-sv.pptx")
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>Öarnas nätverk</dc:title>" in core
    assert re.findall(r"\d{4}-\d\d-\d\d", core) in ([], ["1980-01-01"], ["1980-01-01", "1980-01-01"])
    assert not [name for name in parts if "thumbnail" in name or "printerSettings" in name]


def test_the_manifest_names_inputs_and_outputs(made: SlidesFiles) -> None:
    entry = read_manifest(made.manifest)["slides"]
    assert sorted(entry["outputs"]) == [f"slides/{path.name}" for path in made.files]
    assert "texts/1-start.fi.md" in entry["inputs"]
    assert "template" not in entry["options"]


def test_an_example_says_so_on_every_slide_in_its_notes_and_its_name(tmp_path: Path) -> None:
    made = make_slides(prepared(tmp_path, synthetic=True), out=tmp_path / "build" / "slides", lang="fi")
    assert [path.name for path in made.files] == ["slides-synthetic-fi.pptx"]
    for slide in slides_of(made.files[0]):
        assert words_of(slide)[0].startswith("ESIMERKKI – KEKSITTY AINEISTO / ")
        assert "KEKSITTY" in notes_of(slide)
    assert b"KEKSITTY" in parts_of(made.files[0])["docProps/core.xml"]


def test_only_the_figures_asked_for_are_shown(tmp_path: Path, ready) -> None:
    made = make_slides(ready, out=tmp_path / "build" / "slides", lang="en", figures=[])
    assert made.slides == {"en": 5}
    with pytest.raises(ValumaError, match="did you mean 'where'"):
        make_slides(ready, out=tmp_path / "build" / "slides", figures=["wher"])


def many_words(folder: Path, *, size: tuple[float, float] = (6.6, 4.5), type_: float = 7.0):
    """The small study with a figure of the shape and the small type of a printed page, and forty sources."""
    from dataclasses import replace

    from matplotlib.figure import Figure as Drawing
    from report.fake_brief import collect, draw_where, make_study, write_texts

    from valuma.report.prepared import prepare

    def draw(lang: str):
        drawing = Drawing(figsize=size)
        for index in range(60):
            drawing.text(0.0, (index + 0.5) / 60, "A line of small type", fontsize=type_, va="center")
        drawing.text(1.0, 0.5, "End", fontsize=type_, ha="right")
        return replace(draw_where(lang), figure=drawing, sources=tuple(f"s{n}" for n in range(40)))

    def more(study, **options):
        return replace(collect(study, **options), figures={"where": draw})

    return prepare(make_study(), texts=write_texts(folder / "texts"), collect=more)


def pictures_of(slides) -> list[tuple[int, float, float]]:
    """Number of the slide, and width and height in points, of every picture."""
    return [
        (number, shape.width / 12700, shape.height / 12700)
        for number, slide in enumerate(slides, start=1)
        for shape in slide.shapes
        if shape.shape_type == 13
    ]


def test_a_figure_of_small_type_takes_the_whole_slide_and_its_caption_the_notes(tmp_path: Path) -> None:
    made = make_slides(many_words(tmp_path), out=tmp_path / "build" / "slides", lang="en")
    slide = slides_of(made.files[0])[3]
    [(_, _, tall)] = pictures_of([slide])
    assert tall / (4.5 * 72) * 7 >= 9
    said = " ".join(words_of(slide))
    assert "Each dot" not in said
    assert "Figure\u00a01" in said
    assert "40 sources; the first 12 in the notes, all in the workbook." in said
    assert "Caption: Each dot is a place." in notes_of(slide)
    assert len(re.findall(r"^– s\d+$", notes_of(slide), re.M)) == 12


def test_a_figure_that_stays_too_small_is_followed_by_enlarged_parts(tmp_path: Path) -> None:
    ready = many_words(tmp_path, size=(6.6, 6.6))
    made = make_slides(ready, out=tmp_path / "build" / "slides", lang="en")
    slides = slides_of(made.files[0])
    assert [slide.shapes.title.text for slide in slides][3:6] == [
        "Närpes & co",
        "Närpes & co: part 1 of 2",
        "Närpes & co: part 2 of 2",
    ]
    (_, _, whole), (_, wide, _), _ = pictures_of(slides)
    assert whole / (6.6 * 72) * 7 < 9 <= wide / (6.6 * 72) * 7 + 0.05
    picture = next(shape for shape in slides[4].shapes if shape.shape_type == 13)
    assert picture._element.nvPicPr.cNvPr.get("descr").startswith("Enlargement of part 1 of 2")


def test_strips_of_a_picture_cut_no_line_of_type(tmp_path: Path) -> None:
    from valuma.report.pptx.picture import crop

    cut = crop(many_words(tmp_path, size=(6.6, 6.6)).figure("where", "en"))
    upper, lower = cut.strips(2)
    edges = (upper._box.y0, lower._box.y1)
    assert upper.height + lower.height >= cut.height
    assert edges[0] < edges[1]
    assert not [ends for ends in cut._lines for edge in edges if ends[0] + 1e-9 < edge < ends[1] - 1e-9]


def test_a_subtitle_never_says_the_title_again() -> None:
    from types import SimpleNamespace

    from valuma.report.pptx.story import _subtitle

    again = SimpleNamespace(heading="Kuka toimii kenen kanssa verkostoissa", lang="fi")
    assert _subtitle("Verkostot: kuka toimii kenen kanssa", again) == "Tulokset kuvina ja taulukoina"
    other = SimpleNamespace(heading="Saaret tapaavat toisiaan", lang="fi")
    assert _subtitle("Saarten verkostot", other) == "Saaret tapaavat toisiaan"


# ---------------------------------------------------------------- templates


def template(path: Path, change=lambda deck: None) -> Path:
    """A 4:3 presentation with one slide of its own."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "A slide of the ministry"
    change(deck)
    deck.save(str(path))
    return path


def test_a_template_gives_its_layouts_and_loses_its_slides(tmp_path: Path, ready) -> None:
    own = template(tmp_path / "ministry.pptx")
    made = make_slides(ready, out=tmp_path / "build" / "slides", lang="en", template=own)
    deck = Presentation(str(made.files[0]))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[:2] == ["Networks of islands", "Key numbers"]
    assert "A slide of the ministry" not in titles
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Slide", "Title and Content"}
    assert made.notes == ("ministry.pptx: its own slides (1) were dropped; layouts, colours and type are kept",)


def test_a_file_for_templates_is_read_as_well(tmp_path: Path, ready) -> None:
    own = template(tmp_path / "a.pptx")
    parts = parts_of(own)
    types = parts["[Content_Types].xml"].replace(b"presentation.main+xml", b"template.main+xml")
    other = _packed(tmp_path / "b.potx", {**parts, "[Content_Types].xml": types})
    assert make_slides(ready, out=tmp_path / "build" / "slides", lang="fi", template=other).slides == {"fi": 6}


def test_a_template_without_fitting_layouts_is_said_and_replaced(tmp_path: Path, ready) -> None:
    def only_blank(deck) -> None:
        deck.part.drop_rel(deck.slides._sldIdLst[0].rId)
        deck.slides._sldIdLst.remove(deck.slides._sldIdLst[0])
        for layout in list(deck.slide_layouts):
            if layout.name != "Blank":
                deck.slide_layouts.remove(layout)

    own = template(tmp_path / "blank.pptx", only_blank)
    made = make_slides(ready, out=tmp_path / "build" / "slides", lang="en", template=own)
    assert made.slides == {"en": 6}
    assert made.notes == ("blank.pptx: no layout has a title and room for content; the library's own layouts are used",)


def _packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


BAD = {
    "old.ppt": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old .ppt file, or one with a password"),
    "text.pptx": (b"not a zip archive", "expected a whole zip archive"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_of_another_kind_is_refused_in_plain_words(tmp_path: Path, ready, name: str) -> None:
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StudyError, match=words):
        make_slides(ready, out=tmp_path / "build" / "slides", template=tmp_path / name)
    assert not (tmp_path / "build" / "slides").exists()


def test_macros_and_entities_are_refused(tmp_path: Path, ready) -> None:
    parts = parts_of(template(tmp_path / "a.pptx"))
    macros = _packed(tmp_path / "macros.pptm", {**parts, "ppt/vbaProject.bin": b"x"})
    with pytest.raises(StudyError, match="a file with macros"):
        make_slides(ready, out=tmp_path / "build" / "slides", template=macros)
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    entity = _packed(tmp_path / "entity.pptx", {**parts, "ppt/presProps.xml": bomb})
    with pytest.raises(StudyError, match="declaration of the entity"):
        make_slides(ready, out=tmp_path / "build" / "slides", template=entity)


def test_a_damaged_template_is_refused(tmp_path: Path, ready) -> None:
    parts = parts_of(template(tmp_path / "a.pptx"))
    del parts["ppt/presentation.xml"]
    with pytest.raises(StudyError, match="presentation"):
        make_slides(ready, out=tmp_path / "out", template=_packed(tmp_path / "damaged.pptx", parts))


# ---------------------------------------------------------------- fitting


def test_a_text_takes_as_many_lines_as_its_words_need() -> None:
    words = (Run("one two three"),)
    assert count_lines(words, 1000, 20, ARIAL) == 1
    assert count_lines(words, ARIAL.width("one two", 20) + 1, 20, ARIAL) == 2
    assert count_lines(words, 1, 20, ARIAL) > 10


def test_type_shrinks_only_as_far_as_needed() -> None:
    wide = ARIAL.width("A title", 28, bold=True)
    assert fitting_size("A title", wide + 1, 40, (28, 20), ARIAL, bold=True) == 28
    assert fitting_size("A title", wide - 1, 40, (28, 20), ARIAL, bold=True) == 20


def test_paragraphs_are_shared_out_evenly_and_none_is_lost() -> None:
    paras = [Para((Run(f"Paragraph {index}."),)) for index in range(4)]
    room = 3.5 * (20 * 1.2 + 20 * 0.5)  # three and a half of them in the smallest size
    fitted = pages(paras, 400, room, ARIAL)
    assert [para for page in fitted for para in page.paras] == paras
    assert [len(page.paras) for page in fitted] == [2, 2]
    assert fitted[0].size > 20


def test_what_leads_stays_with_what_it_leads() -> None:
    paras = [Para((Run("Lead."),), lead=True), Para((Run("Rest."),), led=True)] * 4
    for page in pages(paras, 400, 120, ARIAL):
        assert [para.lead for para in page.paras][::2] == [True] * (len(page.paras) // 2)


def test_a_paragraph_longer_than_a_slide_is_cut_between_sentences() -> None:
    long = Para((Run("A sentence of some length. " * 60),))
    fitted = pages([long], 400, 200, ARIAL)
    assert len(fitted) > 3
    assert " ".join(run.text for page in fitted for para in page.paras for run in para.runs).count("sentence") == 60


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_slide(tmp_path: Path, made: SlidesFiles) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(made.folder / "slides-fi.pptx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pdf = (tmp_path / "slides-fi.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == made.slides["fi"]
