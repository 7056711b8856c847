from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from report.fake_brief import draw_where, make_study, write_texts

from valuma.report.brief import brief
from valuma.report.svg import inline_svg
from valuma.schema.problems import ValumaError

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects every element with its attributes, its parents and its text; complains where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[dict] = []
        self.elements: list[dict] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "parents": [one["tag"] for one in self.open]}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append({"tag": tag, "attrs": dict(attrs), "text": "", "parents": [o["tag"] for o in self.open]})

    def handle_endtag(self, tag):
        assert [tag] == [element["tag"] for element in self.open[-1:]]
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, *tags: str) -> list[dict]:
        return [element for element in self.elements if element["tag"] in tags]


@pytest.fixture(params=["fi", "sv", "en"])
def page(request, built) -> tuple[str, str, Reader]:
    text = (built.folder / f"brief-{request.param}.html").read_text(encoding="utf-8")
    return request.param, text, Reader(text)


def test_the_page_says_its_language_and_title(page):
    lang, text, reader = page
    assert text.startswith("<!doctype html>")
    assert reader.all("html")[0]["attrs"]["lang"] == lang
    heading = {"fi": "Saaret", "sv": "Öarna", "en": "Islands"}[lang]
    assert reader.all("title")[0]["text"].startswith(heading)


def test_headings_stand_in_order_and_one_is_the_first(page):
    _, _, reader = page
    levels = [int(element["tag"][1]) for element in reader.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_picture_has_a_name(page):
    _, _, reader = page
    ids = {element["attrs"]["id"]: element["text"] for element in reader.elements if "id" in element["attrs"]}
    pictures = reader.all("svg", "img")
    assert pictures
    for picture in pictures:
        assert picture["attrs"]["role"] == "img"
        named = picture["attrs"]["aria-labelledby"].split()
        assert [ids[name] for name in named] == ["Närpes & co", "Three dots."]


def test_every_table_has_headers_with_a_scope(page):
    _, _, reader = page
    assert len(reader.all("table")) == 2
    for header in reader.all("th"):
        assert header["attrs"]["scope"] in ("col", "row")
        assert header["text"].strip()
    assert len(reader.all("caption")) == 2


def test_the_numbers_of_a_figure_stand_under_it(page):
    lang, _, reader = page
    cells = [element["text"] for element in reader.all("td") if "details" in element["parents"]]
    half = {"fi": "1,50", "sv": "1,50", "en": "1.50"}[lang]
    assert cells == [half, "2", "–"]


def test_nothing_is_fetched_from_elsewhere(page):
    _, text, reader = page
    assert not reader.all("script", "link", "iframe", "img", "object", "embed", "base")
    for element in reader.elements:
        assert "src" not in element["attrs"]
        assert not any(name.startswith("on") for name in element["attrs"])
        href = element["attrs"].get("href", "")
        assert element["tag"] == "a" or href.startswith("#") or not href
    addresses = re.findall(r"url\(([^)]*)\)", text)
    assert all(address.strip("\"'").startswith(("#", "data:font/woff;base64,")) for address in addresses)
    assert "@import" not in text
    assert "http-equiv" not in text


def test_every_address_on_the_page_itself_is_there_once(page):
    _, _, reader = page
    ids = [element["attrs"]["id"] for element in reader.elements if "id" in element["attrs"]]
    assert len(ids) == len(set(ids))
    for element in reader.elements:
        for name in ("href", "xlink:href"):
            target = element["attrs"].get(name, "")
            if target.startswith("#"):
                assert target[1:] in ids, target
        for name in element["attrs"].get("aria-labelledby", "").split():
            assert name in ids


def test_the_page_has_landmarks_and_a_way_past_them(page):
    _, _, reader = page
    for landmark in ("header", "main", "footer"):
        assert len(reader.all(landmark)) == 1
    skip = next(element for element in reader.all("a"))
    assert skip["attrs"]["href"] == "#content"
    assert reader.all("main")[0]["attrs"]["id"] == "content"


def test_other_languages_are_linked_in_their_own_words(built):
    reader = Reader((built.folder / "brief-en.html").read_text(encoding="utf-8"))
    links = {element["attrs"]["href"]: element for element in reader.all("a")}
    assert links["brief-sv.html"]["attrs"]["lang"] == "sv"
    assert links["brief-sv.html"]["text"] == "på svenska"
    assert "brief-en.pdf" in links


def test_every_text_is_escaped(built):
    text = (built.folder / "brief-en.html").read_text(encoding="utf-8")
    assert "Members &amp; friends &lt;2020&gt;" in text
    assert "Members *known*" in text
    assert "<2020>" not in text


def test_a_value_is_marked_so_that_it_does_not_break(built):
    text = (built.folder / "brief-en.html").read_text(encoding="utf-8")
    assert '<span class="value">62</span>' in text


def test_the_same_content_gives_the_same_page(built, tmp_path):
    from report.fake_brief import collect

    again = brief(make_study(), out=tmp_path / "brief", texts=write_texts(tmp_path / "texts"), collect=collect)
    for path in built.files:
        assert (again.folder / path.name).read_bytes() == path.read_bytes()


def test_an_example_says_so_before_anything_else(example):
    for lang in ("fi", "sv", "en"):
        text = (example.folder / f"brief-synthetic-{lang}.html").read_text(encoding="utf-8")
        reader = Reader(text)
        banner = "ESIMERKKI – KEKSITTY AINEISTO / EXEMPEL – PÅHITTADE SVAR / EXAMPLE – INVENTED DATA"
        assert next(element["text"] for element in reader.all("p")) == banner
        assert "EX" in reader.all("title")[0]["text"] or "ESIMERKKI" in reader.all("title")[0]["text"]
    english = Reader(text)
    assert any("Example, invented data." in element["text"] for element in english.all("desc"))


def test_ids_of_two_drawings_do_not_meet(tmp_path):
    from valuma.report.illustrations import illustrate

    svg = illustrate(draw_where("en"), tmp_path).svg
    one, other = (
        set(re.findall(r'id="([^"]+)"', inline_svg(svg, prefix, title="t", description="d"))) for prefix in "ab"
    )
    assert one
    assert one.isdisjoint(other)


def test_a_drawing_cannot_style_the_page(tmp_path):
    from valuma.report.illustrations import illustrate

    drawing = inline_svg(illustrate(draw_where("en"), tmp_path).svg, "a", title="t", description="d")
    assert "<style" not in drawing
    assert "http://" not in drawing


def test_what_is_not_a_drawing_is_refused():
    with pytest.raises(ValumaError, match="not SVG"):
        inline_svg("<svg", "a", title="t", description="d")
    with pytest.raises(ValumaError, match="viewBox"):
        inline_svg("<html/>", "a", title="t", description="d")
