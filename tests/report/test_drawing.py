from __future__ import annotations

from matplotlib.figure import Figure as Drawing
from matplotlib.patheffects import Normal, SimpleLineShadow, Stroke

from valuma.report.drawing import svg_with_text


def haloed() -> Drawing:
    drawing = Drawing(figsize=(2, 1))
    drawing.text(0.1, 0.6, "Närpes", path_effects=[Stroke(linewidth=1.6, foreground="w"), Normal()])
    drawing.text(0.1, 0.2, "Kaskö")
    return drawing


def test_a_word_with_a_halo_stays_a_word():
    svg = svg_with_text(haloed())
    assert ">Närpes</text>" in svg
    assert svg.count("paint-order:stroke;stroke:#ffffff;stroke-width:1.6px") == 1


def test_the_drawing_is_left_as_it_was():
    drawing = haloed()
    effects = [text.get_path_effects() for text in drawing.texts]
    names = [text.get_gid() for text in drawing.texts]
    first = svg_with_text(drawing)
    assert [text.get_path_effects() for text in drawing.texts] == effects
    assert [text.get_gid() for text in drawing.texts] == names
    assert svg_with_text(drawing) == first


def test_other_effects_are_left_to_matplotlib():
    drawing = Drawing(figsize=(2, 1))
    drawing.text(0.1, 0.6, "Närpes", path_effects=[SimpleLineShadow(), Normal()])
    assert "paint-order" not in svg_with_text(drawing)


def test_a_drawing_holds_no_date():
    assert "dc:date" not in svg_with_text(haloed())
