"""The sheet: print width, words inside it, axes where they were asked for."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.text import Text

from valuma.figures.page import Page
from valuma.figures.style import COLUMN_MM, FULL_MM, context
from valuma.texts import message

LONG = "Kuka kohtaa kenet: painotetut jäsenparit suomalaisissa verkostoissa yhteiskunnan puolen mukaan, kaikki vuodet"


def page(**options: object) -> Page:
    with context():
        return Page(LONG, lang="fi", height=50, **options)


@pytest.mark.parametrize("width", [COLUMN_MM, FULL_MM])
def test_sheet_has_print_width_and_grows_with_its_words(width: float) -> None:
    plain, noted = page(width=width), page(width=width, notes=(message("larger-is-not-better", "fi"),) * 3)
    assert plain.drawing.get_figwidth() * 25.4 == pytest.approx(width)
    assert noted.drawing.get_figheight() > plain.drawing.get_figheight()


@pytest.mark.parametrize("width", [COLUMN_MM, FULL_MM])
def test_no_word_leaves_the_sheet_and_no_two_words_meet(width: float) -> None:
    sheet = page(width=width, notes=("Huomautus.",), subtitle="n = 12", synthetic=True)
    boxes = [text.get_window_extent() for text in sheet.drawing.findobj(Text) if text.get_text()]
    assert len(boxes) == 4
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= sheet.drawing.bbox.x1
        assert box.y0 >= 0
        assert box.y1 <= sheet.drawing.bbox.y1
    ordered = sorted(boxes, key=lambda box: -box.y1)
    assert all(above.y0 >= below.y1 - 0.5 for above, below in itertools.pairwise(ordered))


def test_invented_data_are_named_right_under_the_title() -> None:
    sheet = page(synthetic=True, subtitle="n = 12")
    words = sorted(sheet.drawing.texts, key=lambda text: -text.get_position()[1])
    assert [text.get_text() for text in words][1] == message("synthetic-line", "fi")


def test_axes_stand_where_millimetres_say() -> None:
    sheet = page(notes=("Huomautus.",))
    with context():
        ax = sheet.axes(10, 5, 40, 30)
    box = ax.get_window_extent()
    unit = sheet.drawing.dpi / 25.4
    assert box.width == pytest.approx(40 * unit)
    assert box.height == pytest.approx(30 * unit)
    marker = sheet.text(10, 5, "·", va="top").get_position()
    assert ax.get_position().x0 == pytest.approx(marker[0])
    assert ax.get_position().y1 == pytest.approx(marker[1])
