"""Labels never meet and never leave their axes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes

from valuma.figures.labels import Placement, place
from valuma.figures.page import Page
from valuma.figures.style import context


def drawn(points: list[tuple[float, float]], words: list[str]) -> tuple[Axes, Placement]:
    with context():
        ax = Page("Nimiöt", lang="fi", height=60, width=85).axes(10, 2, 70, 50)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        x, y = [p[0] for p in points], [p[1] for p in points]
        return ax, place(ax, x, y, words)


def overlaps(one: object, two: object) -> bool:
    return one.x0 < two.x1 and two.x0 < one.x1 and one.y0 < two.y1 and two.y0 < one.y1


spots = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=25)


@given(spots)
def test_no_two_labels_meet_and_none_leaves_the_axes(points: list[tuple[float, float]]) -> None:
    words = [f"verkosto {i}" for i in range(len(points))]
    ax, placement = drawn(points, words)
    boxes = [text.get_window_extent() for text in placement.texts]
    frame = ax.get_window_extent()
    assert not any(overlaps(one, two) for one, two in itertools.combinations(boxes, 2))
    assert all(frame.x0 <= b.x0 and b.x1 <= frame.x1 and frame.y0 <= b.y0 and b.y1 <= frame.y1 for b in boxes)
    assert len(placement.texts) + len(placement.unplaced) == len(points)


def test_labels_do_not_cover_marks() -> None:
    points = [(0.5 + 0.1 * i, 0.5) for i in range(4)]
    ax, placement = drawn(points, ["MAL", "Fisu", "Hinku", "KETS"])
    spots = ax.transData.transform(points)
    for text, (px, py) in itertools.product(placement.texts, spots):
        box = text.get_window_extent()
        assert not (box.x0 < px < box.x1 and box.y0 < py < box.y1)


def test_a_single_label_stands_beside_its_point() -> None:
    ax, placement = drawn([(0.5, 0.5)], ["MAL-verkosto"])
    box = placement.texts[0].get_window_extent()
    px, py = ax.transData.transform((0.5, 0.5))
    assert 0 < box.x0 - px < 10
    assert box.y0 < py < box.y1


def test_the_first_label_wins_where_there_is_room_for_one() -> None:
    _, placement = drawn([(0.5, 0.5)] * 400, [f"verkosto {i}" for i in range(400)])
    assert placement.texts[0].get_text() == "verkosto 0"
    assert placement.unplaced
    assert 0 not in placement.unplaced


def test_empty_labels_take_no_place() -> None:
    _, placement = drawn([(0.5, 0.5), (0.5, 0.5)], ["", "Fisu"])
    assert [text.get_text() for text in placement.texts] == ["Fisu"]
    assert placement.unplaced == ()


def test_places_are_the_same_every_time() -> None:
    points = [(float(x), float(y)) for x, y in np.random.default_rng(3).random((20, 2))]
    words = [f"verkosto {i}" for i in range(20)]
    first, second = (drawn(points, words)[1] for _ in range(2))
    assert [t.get_position() for t in first.texts] == [t.get_position() for t in second.texts]


def test_no_points_need_no_labels() -> None:
    assert drawn([], [])[1] == Placement((), ())


@pytest.mark.parametrize("size", [8, 14])
def test_a_label_wider_than_the_axes_is_left_to_the_table(size: float) -> None:
    with context():
        ax = Page("Nimiöt", lang="fi", height=60, width=85).axes(10, 2, 20, 50)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        placement = place(ax, [0.5], [0.5], ["aluekehittämisen verkostoyhteistyö"], size=size)
    assert placement.unplaced == (0,)
