from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from report.fake_brief import draw_where, members_table

from valuma.report.document import Document
from valuma.report.illustrations import Plates, illustrate
from valuma.report.imprint import Imprint, Source
from valuma.report.tree import FigureBlock, FigureRow, Heading, Paragraph, TableBlock, Text
from valuma.report.typst_compile import Workshop
from valuma.report.typst_writer import quoted, typst_source
from valuma.schema.problems import ValumaError

IMPRINT = Imprint("Networks & islands", "0.1.0", "ab12cd34ef56", 7, 99)
SOURCES = {"list": Source("list", "Members", "Island network"), "report": Source("report", "Yearly report")}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("shop"))


def document(*blocks, title: str = "Title", **options) -> Document:
    return Document("en", (Text(title),), (), tuple(blocks), **options)


def source_of(*blocks, plates: Plates | None = None, **options) -> str:
    return typst_source(document(*blocks, **options), plates or Plates({}, {}), SOURCES, IMPRINT)


def test_the_brief_is_pdf_ua_in_every_language(built):
    assert dict(built.pages) == {"fi": 1, "sv": 1, "en": 1}
    for lang in ("fi", "sv", "en"):
        data = (built.folder / f"brief-{lang}.pdf").read_bytes()
        assert data.startswith(b"%PDF-1.7")
        assert b"pdfuaid:part>1<" in data
        assert f"/Lang({lang}".encode() in data
        assert b"/MarkInfo" in data
        assert b"CreationDate" not in data


def test_only_the_packaged_family_is_in_the_file(built):
    names = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", (built.folder / "brief-fi.pdf").read_bytes()))
    assert names
    assert all(name.startswith(b"SourceSansPro-") for name in names)


def test_the_structure_holds_headings_lists_tables_and_figures(built):
    data = (built.folder / "brief-en.pdf").read_bytes()
    for tag in (b"/S/H1", b"/S/H2", b"/S/H3", b"/S/L/", b"/S/Table", b"/S/TH", b"/S/Figure", b"/S/Caption", b"/S/Link"):
        assert tag in data, tag
    assert data.count(b"/S/H1/") == 1
    assert b"Three dots." in data  # the alternative text of the figure


def test_the_same_source_gives_the_same_bytes(shop, tmp_path):
    plates = Plates({"where": illustrate(draw_where("en"), tmp_path)}, {"members": members_table("en")})
    shop.add("where-en.svg", plates.figures["where"].svg)
    blocks = (Heading(2, (Text("A"),)), FigureBlock("where", 1), TableBlock("members", 1))
    source = source_of(*blocks, plates=plates)
    first = shop.pdf(source, "first")
    again = Workshop(tmp_path / "other")
    again.add("where-en.svg", illustrate(draw_where("en"), tmp_path / "again").svg)
    assert again.pdf(source, "second").data == first.data


def test_letters_of_a_figure_stay_letters(built):
    svg = illustrate(draw_where("en"), built.folder.parent / "letters").svg
    assert "Närpes &amp; co" in svg
    assert "'Source Sans Pro'" in svg


def test_a_figure_without_alternative_text_is_an_error(tmp_path):
    figure = draw_where("en")
    object.__setattr__(figure, "alt", " ")
    with pytest.raises(ValumaError, match="figure 'where' \\(en\\) has no alt"):
        illustrate(figure, tmp_path)


def test_typst_refuses_a_picture_without_alternative_text(shop):
    shop.add("dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
    with pytest.raises(ValumaError, match="broken: PDF/UA-1: missing alt text"):
        shop.pdf(source_of(Heading(2, (Text("A"),))) + '#image("dot.svg")\n', "broken")


def test_typst_refuses_a_skipped_heading_level(shop):
    with pytest.raises(ValumaError, match="PDF/UA-1: skipped from heading level 1 to 3"):
        shop.pdf(source_of(Heading(3, (Text("A"),))), "broken")


def test_a_sign_without_shape_is_named(shop):
    with pytest.raises(ValumaError, match=r"the fonts have no sign for .*☃"):
        shop.pdf(source_of(Paragraph((Text("A ☃"),))), "broken")


def test_a_sign_without_shape_in_a_drawing_names_the_drawing(shop):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9" font-size="9">𐐀</text></svg>'
    shop.add("odd.svg", svg)
    with pytest.raises(ValumaError, match=r"drawn in odd\.svg"):
        shop.pdf(source_of(Heading(2, (Text("A"),))) + '#image("odd.svg", alt: "x")\n', "broken")


def test_a_document_without_title_is_refused(shop):
    with pytest.raises(ValumaError, match="title"):
        shop.pdf(source_of(title=""), "broken")


@pytest.mark.parametrize(
    "hostile",
    [
        '"] #panic("x")',
        "#let x = 1",
        "\\",
        '\\"',
        "$x$ *a* _b_ `c` <l> @r // - = + /",
        "#{",
        "]",
        "a\nb\tc\x07",
        "~--...",
    ],
)
def test_no_text_is_read_as_typst(shop, hostile):
    heading = Heading(2, (Text(hostile),))
    assert shop.pdf(source_of(heading, Paragraph((Text(hostile),)), title=f"T {hostile}"), "hostile").pages == 1


def test_a_quoted_text_keeps_its_characters():
    assert quoted('a "b" \\ c') == '"a \\"b\\" \\\\ c"'


def test_the_header_of_a_long_table_is_there_on_every_page(shop):
    table = members_table("en")
    frame = table.frame.loc[table.frame.index.repeat(60)].reset_index(drop=True)
    long = type(table)(frame, table.headers, table.caption)
    source = source_of(Heading(2, (Text("A"),)), TableBlock("members", 1), plates=Plates({}, {"members": long}))
    assert shop.pdf(source, "long").pages >= 3
    assert "repeat: true" in Path(shop.folder / "page.typ").read_text(encoding="utf-8")


def test_every_page_of_an_example_has_the_banner(shop):
    imprint = dataclasses.replace(IMPRINT, synthetic=True)
    text = tuple(Paragraph((Text("Words. " * 40),)) for _ in range(40))
    pages = shop.images(typst_source(document(*text), Plates({}, {}), SOURCES, imprint), "example", ppi=40)
    assert len(pages) >= 3
    for page in pages:
        image = Image.open(io.BytesIO(page)).convert("RGB")
        top = image.crop((0, 0, image.width, image.height // 8))
        assert (255, 228, 92) in {color for _, color in top.getcolors(100_000)}


def test_the_files_of_an_example_say_so(example):
    assert {path.name for path in example.files} == {
        f"brief-synthetic-{lang}.{kind}" for lang in ("fi", "sv", "en") for kind in ("pdf", "html")
    }
    figures = {path.name for path in (example.folder / "figures").iterdir()}
    assert "where-en-synthetic.csv" in figures


def test_the_page_shows_as_many_images_as_it_has_pages(shop):
    (image,) = shop.images(source_of(Heading(2, (Text("A"),))), "look", ppi=20)
    assert image.startswith(b"\x89PNG")


def test_figures_float_and_stand_side_by_side(shop, tmp_path):
    figure = illustrate(draw_where("en"), tmp_path)
    plates = Plates({"where": figure, "map": dataclasses.replace(figure, name="map")}, {})
    shop.add("where-en.svg", figure.svg)
    row = FigureRow((FigureBlock("where", 1), FigureBlock("map", 2)))
    assert shop.pdf(source_of(Heading(2, (Text("A"),)), row, plates=plates), "row").pages == 1
    floating = FigureBlock("where", 1, floating=True)
    assert shop.pdf(source_of(Heading(2, (Text("A"),)), floating, plates=plates), "float").pages == 1
