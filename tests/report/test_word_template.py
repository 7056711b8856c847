"""The commissioner's template: its styles are found, what it lacks is said, what harms is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from report.word_samples import build, make_template, opened, package, repack, styled

from valuma.report.docx.template import open_template
from valuma.schema.problems import StudyError

#: As Word in Finnish writes its own styles: English names, Finnish ids.
FINNISH_WORD = {
    "Normal": ("Normal", "Normaali"),
    "heading 1": ("heading 1", "Otsikko1"),
    "heading 2": ("heading 2", "Otsikko2"),
    "Title": ("Title", "Otsikko"),
    "caption": ("caption", "Kuvaotsikko"),
    "List Bullet": ("List Bullet", "Merkittyluettelo"),
    "Body Text": ("Body Text", "Leipteksti"),
}
#: As other programs and people name them.
FINNISH_NAMES = {name: (style_id, style_id) for name, (_, style_id) in FINNISH_WORD.items() if name != "Normal"} | {
    "heading 1": ("Otsikko 1", "P1"),
    "heading 2": ("Otsikko 2", "P2"),
    "List Bullet": ("Merkitty luettelo", "L1"),
    "Body Text": ("Leipäteksti", "T1"),
}
SWEDISH_NAMES = {"heading 1": ("Rubrik 1", "R1"), "caption": ("Beskrivning", "B1"), "Title": ("Rubrik", "R0")}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def in_template(tmp_path: Path, *paragraphs: str, names=None, **options):
    template = make_template(tmp_path / "template.docx", *paragraphs, names=names)
    options.setdefault("annexes", ())
    return build(tmp_path, lang="en", template=template, **options)


def style_of(made, text: str) -> str:
    found = [style for style, words in styled(opened(made.paths["en"])) if words == text]
    return found[-1]  # the first one may be the line of the contents


@pytest.mark.parametrize(
    ("names", "heading", "body", "bullets", "caption"),
    [
        (FINNISH_WORD, "Otsikko1", "Leipteksti", "Merkittyluettelo", "Kuvaotsikko"),
        (FINNISH_NAMES, "P1", "T1", "L1", "Kuvaotsikko"),
        (SWEDISH_NAMES, "R1", "BodyText", "ListBullet", "B1"),
    ],
)
def test_styles_are_found_in_the_language_of_the_template(tmp_path, names, heading, body, bullets, caption):
    made = in_template(tmp_path, "{{report}}", names=names)
    assert style_of(made, "Findings") == heading
    assert style_of(made, "The State is there less often than by lot.") == body
    assert style_of(made, "one") == bullets
    assert style_of(made, "Figure\u00a01. Each dot is a place.") == caption
    assert not [note for note in made.notes if "'heading 1'" in note or "'caption'" in note]


def test_what_a_template_lacks_is_added_and_said_all_at_once(tmp_path):
    path = make_template(tmp_path / "bare.docx", "{{report}}")
    document = docx.Document(str(path))
    for style in list(document.styles.element.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) in ("Heading2", "Caption", "ListBullet"):
            document.styles.element.remove(style)
    document.save(str(path))
    made = build(tmp_path, lang=("fi", "en"), annexes=(), template=path)
    lacking = [note for note in made.notes if note.startswith("styles of Word that the template lacks")]
    assert len(lacking) == 1
    for name in ("heading 2 (Otsikko 2, Rubrik 2)", "caption (Kuvaotsikko, Kuvateksti)", "List Bullet (Merkitty"):
        assert name in lacking[0]
    assert any(note.startswith("styles added, grey") and "Valuma Box" in note for note in made.notes)
    styles = opened(made.paths["en"]).styles
    assert styles["Heading 2"].base_style.name == "Normal"
    assert styles["Heading 2"].font.color.rgb is None


def test_a_style_that_is_there_is_left_as_it_is(tmp_path):
    path = make_template(tmp_path / "template.docx", "{{report}}")
    before = docx.Document(str(path)).styles["Heading 1"].element
    made = build(tmp_path, lang="en", annexes=(), template=path)
    after = opened(made.paths["en"]).styles["Heading 1"].element
    assert after.xml == before.xml


def test_a_template_can_bring_the_styles_of_the_library(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    document.styles.add_style("Valuma Box", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH).font.italic = True
    document.save(str(path))
    made = build(tmp_path, lang="en", annexes=(), template=path)
    assert opened(made.paths["en"]).styles["Valuma Box"].font.italic


def test_the_report_takes_the_place_of_the_marker(tmp_path):
    made = in_template(tmp_path, "Cover", "{{report}}", "Contacts of the ministry")
    words = [text for _, text in styled(opened(made.paths["en"]))]
    assert words[0] == "Cover"
    assert words[1] == "Islands meet each other"
    assert words[-1] == "Contacts of the ministry"
    assert not any("{{" in text for text in words)
    assert "the report stands in the place of the paragraph {{report}}" in made.notes


def test_a_marker_that_word_has_cut_into_runs_is_found(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    cut = document.add_paragraph()
    for part in ("{{", "rep", "ort}}"):
        cut.add_run(part)
    document.add_paragraph("After")
    document.save(str(path))
    made = build(tmp_path, lang="en", annexes=(), template=path)
    words = [text for _, text in styled(opened(made.paths["en"]))]
    assert (words[0], words[-1]) == ("Islands meet each other", "After")


def test_without_a_marker_the_report_follows_what_is_there(tmp_path):
    made = in_template(tmp_path, "Cover")
    document = opened(made.paths["en"])
    words = [text for _, text in styled(document)]
    assert words[:2] == ["Cover", "Islands meet each other"]
    assert document.paragraphs[1].paragraph_format.page_break_before
    assert "the template has no paragraph {{report}}: the report stands after what is there" in made.notes


def test_header_footer_and_page_of_the_template_stay(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministry of Islands"
    document.sections[0].left_margin = docx.shared.Mm(42)
    document.add_paragraph("{{report}}")
    document.save(str(path))
    made = build(tmp_path, lang="en", template=path)
    sections = opened(made.paths["en"]).sections
    assert [section.header.paragraphs[0].text for section in sections] == ["Ministry of Islands"] * len(sections)
    assert sections[0].left_margin.mm == pytest.approx(42, abs=0.1)
    assert any("no page numbers" in note for note in made.notes)


def test_a_wide_annex_leaves_the_cover_and_the_end_of_the_template_upright(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    document.sections[0].different_first_page_header_footer = True
    document.add_paragraph("Cover")
    document.add_paragraph("{{report}}")
    document.add_paragraph("After")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("Back cover")
    document.save(str(path))
    made = build(tmp_path, lang="en", annexes=["networks"], template=path)
    sections = opened(made.paths["en"]).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False, False]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False, True]


def test_a_figure_is_no_wider_than_the_page_of_the_template(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = docx.shared.Mm(75)
    document.add_paragraph("{{report}}")
    document.save(str(path))
    made = build(tmp_path, lang="en", annexes=(), template=path)
    document = opened(made.paths["en"])
    room = section.page_width - section.left_margin - section.right_margin
    assert document.inline_shapes[0].width <= room
    for table in document.tables:
        widths = [int(width) for width in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) * 635 == pytest.approx(room, rel=0.01)


def test_a_table_of_contents_of_the_template_is_the_only_one(tmp_path):
    path = tmp_path / "template.docx"
    document = docx.Document()
    line = document.add_paragraph()
    code = f'<w:fldSimple xmlns:w="{line._p.nsmap["w"]}" w:instr="TOC \\o &quot;1-3&quot;"/>'
    line._p.append(parse_xml(code))
    document.add_paragraph("{{report}}")
    document.save(str(path))
    made = build(tmp_path, lang="en", annexes=(), template=path)
    assert any("a table of contents of its own" in note for note in made.notes)
    assert not opened(made.paths["en"]).element.body.xpath(".//w:docPartGallery")


def test_the_title_of_an_example_stands_over_the_header_of_a_template(tmp_path):
    made = in_template(tmp_path, "{{report}}", synthetic=True)
    document = opened(made.paths["en"])
    assert "EXAMPLE" in document.sections[0].header.paragraphs[0].text
    assert "EXAMPLE" in document.core_properties.title


def test_the_same_template_gives_the_same_bytes(tmp_path):
    template = make_template(tmp_path / "template.docx", "Cover", "{{report}}")
    first = build(tmp_path / "a", lang="en", annexes=(), template=template).paths["en"].read_bytes()
    assert build(tmp_path / "b", lang="en", annexes=(), template=template).paths["en"].read_bytes() == first


def test_a_word_template_is_taken_like_a_document(tmp_path):
    parts = package(make_template(tmp_path / "template.docx", "{{report}}"))
    kinds = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = kinds.replace(b"document.main+xml", b"template.main+xml")
    made = build(tmp_path, lang="en", annexes=(), template=repack(tmp_path / "template.dotx", parts))
    assert b"template.main" not in package(made.paths["en"])["[Content_Types].xml"]


def test_what_a_template_would_fetch_is_taken_out_and_said(tmp_path):
    parts = package(make_template(tmp_path / "template.docx", "{{report}}"))
    settings = parts["word/settings.xml"].decode()
    head, _, rest = settings.partition(">") if not settings.startswith("<?xml") else settings.partition("<w:settings")
    assert rest
    opening, _, inner = rest.partition(">")
    attached = f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="rIdFar"/>'
    parts["word/settings.xml"] = f"{head}<w:settings{opening}>{attached}{inner}".encode()
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rIdFar" Type="{RELATIONS}/attachedTemplate" Target="https://example.org/far.dotm" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    far = (
        f'<Relationship Id="rIdPic" Type="{RELATIONS}/image" Target="https://example.org/x.png" TargetMode="External"/>'
    )
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", f"{far}</Relationships>").encode()
    picture = (
        f'<w:p><w:r><w:drawing><blip xmlns="x" xmlns:r="{RELATIONS}" r:link="rIdPic"/></w:drawing></w:r></w:p><w:sectPr'
    )
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace("<w:sectPr", picture, 1).encode()
    made = build(tmp_path, lang="en", annexes=(), template=repack(tmp_path / "far.docx", parts))
    assert "word/settings.xml: a link to something elsewhere (attachedTemplate) was taken out" in made.notes
    assert "word/document.xml: a link to something elsewhere (image) was taken out" in made.notes
    everything = b"".join(package(made.paths["en"]).values())
    assert b"far.dotm" not in everything
    assert b"x.png" not in everything
    assert b"attachedTemplate" not in everything


def _types(parts: dict[str, bytes]) -> None:
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(plain, kind)


def _sheet(parts: dict[str, bytes]) -> None:
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"wordprocessingml", b"spreadsheetml")


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/image1.png"] = bytes(40 * 2**20)


def _entity(parts: dict[str, bytes]) -> None:
    parts["word/styles.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def _outside(parts: dict[str, bytes]) -> None:
    parts["../evil.xml"] = b"<a/>"


def _fetching(parts: dict[str, bytes]) -> None:
    field = b'<w:p><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe "/></w:p><w:sectPr'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", field, 1)


def _strict(parts: dict[str, bytes]) -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )


def _lost_part(parts: dict[str, bytes]) -> None:
    del parts["word/settings.xml"]


def _no_document(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_types, "macros"),
        (_sheet, "an Office file of another kind"),
        (_bomb, "unfolds"),
        (_entity, "a declaration of the entity 'b'"),
        (_outside, "a relative name that stays in the archive"),
        (_fetching, "a field DDEAUTO, which fetches something"),
        (_no_document, "no main document"),
        (_strict, "the strict variant of the format"),
        (_lost_part, "parts that do not fit together"),
    ],
)
def test_a_template_that_harms_or_is_none_is_refused(tmp_path, spoil, said):
    parts = package(make_template(tmp_path / "template.docx", "{{report}}"))
    spoil(parts)
    with pytest.raises(StudyError, match=said):
        open_template(repack(tmp_path / "bad.docx", parts))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Dear minister", r"a damaged file, or one of another kind; .*open it in Word.* save it again as \.docx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an old .doc file, or one with a password"),
        (b"", "an empty file; .*save it again as"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, data, said):
    path = tmp_path / "template.docx"
    path.write_bytes(data)
    with pytest.raises(StudyError, match=said):
        open_template(path)


def test_half_a_template_is_refused_and_nothing_is_written(tmp_path):
    whole = make_template(tmp_path / "whole.docx", "{{report}}").read_bytes()
    path = tmp_path / "half.docx"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StudyError, match=r"half\.docx"):
        build(tmp_path, lang="en", template=path)
    assert not (tmp_path / "build" / "report").exists()


def test_a_template_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StudyError, match=r"none\.docx"):
        open_template(tmp_path / "none.docx")
