"""The record of a figure: files, bytes, words, and the mark of invented data."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from PIL import Image

from valuma.figures.record import SUFFIXES
from valuma.schema.problems import ValumaError


def test_five_files_are_written_and_nothing_else(small, tmp_path: Path) -> None:
    paths = small().save(tmp_path / "new")
    assert [path.name for path in paths] == [f"where-fi{suffix}" for suffix in SUFFIXES]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(path.name for path in paths)


def test_no_text_of_the_table_is_run_as_a_formula(small) -> None:
    harmful = replace(small(), data=pd.DataFrame({"name": ["=cmd|' /C calc'!A0", "-2", "Oulu"], "n": [-1, 2, 3]}))
    assert harmful.csv().splitlines()[1:] == ["'=cmd|' /C calc'!A0,-1", "'-2,2", "Oulu,3"]


def test_two_saves_of_two_drawings_are_the_same_bytes(small, tmp_path: Path) -> None:
    for first, second in zip(small().save(tmp_path / "a"), small().save(tmp_path / "b"), strict=True):
        assert first.read_bytes() == second.read_bytes(), first.suffix


def test_another_process_writes_the_same_bytes(small, tmp_path: Path) -> None:
    code = """
import sys
from valuma.figures.page import Page
from valuma.figures.style import context
import pandas as pd
with context():
    page = Page("Kolme pistettä", lang="fi", height=30, width=85, notes=("n = 3",))
    ax = page.axes(10, 2, 60, 22)
    ax.scatter([1, 2, 3], [2, 1, 3], hatch="///", s=60, facecolor="w", edgecolor="k")
    frame = pd.DataFrame({"x": [1, 2, 3], "y": [2, 1, 3]})
    page.record("where", frame, caption="Pisteitä.", alt="Kolme pistettä.", sources=("lahde-1",)).save(sys.argv[1])
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "b")], check=True)
    for path in small().save(tmp_path / "a"):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.suffix


def test_files_carry_no_date(small, tmp_path: Path) -> None:
    svg, pdf, png, *_ = small().save(tmp_path)
    assert b"dc:date" not in svg.read_bytes()
    assert b"Date" not in pdf.read_bytes()
    assert b"Creation" not in png.read_bytes()


def test_saving_does_not_touch_the_settings_of_the_user(small, tmp_path: Path) -> None:
    with mpl.rc_context({"font.size": 31, "svg.fonttype": "none"}):
        small().save(tmp_path)
        assert mpl.rcParams["font.size"] == 31
        assert mpl.rcParams["svg.fonttype"] == "none"


def test_settings_of_the_user_do_not_change_a_figure(small, tmp_path: Path) -> None:
    plain = small().content(".svg")
    with mpl.rc_context({"font.size": 31, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert small().content(".svg") == plain


def test_words_stand_in_the_metadata_of_every_drawing(small) -> None:
    figure = small()
    assert "Kolme pistettä." in figure.content(".svg").decode()
    assert b"/Subject" in figure.content(".pdf")
    assert Image.open(io.BytesIO(figure.content(".png"))).text["Description"] == "Kolme pistettä."


def test_text_file_holds_title_caption_description_and_sources(small) -> None:
    text = small().text()
    for words in ("Kolme pistettä", "Kuvateksti: Pisteitä.", "Vaihtoehtoinen teksti: Kolme pistettä.", "lahde-1"):
        assert words in text


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("fi", "ESIMERKKI – KEKSITTY AINEISTO"),
        ("sv", "EXEMPEL – PÅHITTADE SVAR"),
        ("en", "EXAMPLE – INVENTED DATA"),
    ],
)
def test_invented_data_are_named_on_the_face_in_metadata_names_and_table(small, lang: str, line: str) -> None:
    figure = small(lang=lang, synthetic=True)
    assert figure.stem == f"where-{lang}-synthetic"
    assert line in [text.get_text() for text in figure.figure.texts]
    assert line in figure.content(".svg").decode()
    assert figure.text().startswith(line)
    assert set(pd.read_csv(io.StringIO(figure.csv()))["synthetic"]) == {"yes"}
    assert figure.spoken != figure.alt


def test_a_figure_that_hides_its_invented_data_is_refused(small) -> None:
    with pytest.raises(ValumaError, match="invented data"):
        replace(small(), synthetic=True)


@pytest.mark.parametrize("part", ["title", "caption", "alt"])
def test_a_figure_without_words_is_refused(small, part: str) -> None:
    with pytest.raises(ValumaError, match=f"no {part}"):
        replace(small(), **{part: " "})


def test_unknown_suffix_is_refused(small) -> None:
    with pytest.raises(ValumaError, match="is not written as"):
        small().content(".gif")


def test_picture_has_print_size_and_resolution(small) -> None:
    picture = Image.open(io.BytesIO(small().content(".png")))
    assert abs(picture.width - 85 / 25.4 * 300) <= 1
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_notebook_shows_picture_and_caption(small) -> None:
    figure = small()
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert "<figcaption>Pisteitä.</figcaption>" in figure._repr_html_()
    assert 'alt="Kolme pistettä."' in figure._repr_html_()


def test_sources_are_counted_and_the_first_ten_named_by_title_with_all_ids_in_one_line(small) -> None:
    ids = tuple(f"s{k:02}" for k in range(12))
    figure = replace(small(lang="en"), sources=ids, source_titles=tuple(f"Title {k}" for k in range(12)))
    *_, listed, line = figure.text().rstrip("\n").split("\n\n")
    assert listed.split("\n") == [
        "Number of sources: 12", *(f"– Title {k}" for k in range(10)), "– and 2 more",
    ]  # fmt: skip
    assert line == f"Identifiers of the sources: {', '.join(ids)}"
