"""The palette: contrast, colour-vision deficiency, and the second sign beside colour.

Simulation: Machado, Oliveira and Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1, on linear RGB.
Distance: CIEDE2000 (Sharma, Wu and Dalal 2005, doi:10.1002/col.20070); 10 is several times what is told apart
side by side.
"""

from __future__ import annotations

import itertools
from enum import StrEnum

import numpy as np
import pytest

from valuma.figures.colours import OTHER, contrast, ink_on, look, looks, ramp, vocabularies_with_looks
from valuma.figures.style import INK, MUTED
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Kind, Side, Tier

SEEN = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
APART = 10.0
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, seen: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(SEEN[seen]) @ linear, 0, 1)
    ratio = XYZ @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, two: np.ndarray) -> float:
    mean_chroma = (np.hypot(one[1], one[2]) + np.hypot(two[1], two[2])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7))
    chroma1, chroma2 = np.hypot(stretch * one[1], one[2]), np.hypot(stretch * two[1], two[2])
    hue1 = np.degrees(np.arctan2(one[2], stretch * one[1])) % 360
    hue2 = np.degrees(np.arctan2(two[2], stretch * two[1])) % 360
    turn = (hue2 - hue1 + 180) % 360 - 180 if chroma1 * chroma2 else 0.0
    hue = (hue1 + turn / 2) % 360 if chroma1 * chroma2 else hue1 + hue2
    light, chroma = (one[0] + two[0]) / 2, (chroma1 + chroma2) / 2
    cos = lambda angle: np.cos(np.radians(angle))  # noqa: E731
    weight = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63)
    d_light = (two[0] - one[0]) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    d_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    d_hue = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    rotation = np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))
    twist = -np.sin(rotation) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    return float(np.sqrt(d_light**2 + d_chroma**2 + d_hue**2 + twist * d_chroma * d_hue))


def test_colour_distance_gives_the_published_values() -> None:
    published = [  # Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17 and 25
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, two, distance in published:
        assert ciede2000(np.array(one), np.array(two)) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("vocabulary", vocabularies_with_looks(), ids=lambda enum: enum.__name__)
def test_every_value_has_a_look_with_enough_contrast(vocabulary: type[StrEnum]) -> None:
    assert set(looks(vocabulary)) == set(vocabulary)
    for value in vocabulary:
        assert contrast(look(value).colour, "#ffffff") >= 3.0, value


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("vocabulary", vocabularies_with_looks(), ids=lambda enum: enum.__name__)
def test_all_pairs_stay_apart_for_every_eye(vocabulary: type[StrEnum], seen: str) -> None:
    for one, two in itertools.combinations(vocabulary, 2):
        distance = ciede2000(lab(look(one).colour, seen), lab(look(two).colour, seen))
        assert distance >= APART, (one, two, round(distance, 1))


@pytest.mark.parametrize("vocabulary", vocabularies_with_looks(), ids=lambda enum: enum.__name__)
def test_marker_and_hatch_say_the_same_without_colour(vocabulary: type[StrEnum]) -> None:
    found = [look(value) for value in vocabulary]
    assert len({each.marker for each in found}) == len(found)
    assert len({each.hatch for each in found}) >= len(found) - (2 if vocabulary is Side else 0)


def test_sides_share_a_hatch_only_where_lightness_tells_them_apart() -> None:
    for one, two in itertools.combinations(Side, 2):
        if look(one).hatch == look(two).hatch:
            assert contrast(look(one).colour, look(two).colour) >= 1.8


def test_tiers_darken_from_local_to_national() -> None:
    shades = [contrast(look(tier).colour, "#ffffff") for tier in Tier]
    assert shades == sorted(shades)
    assert contrast(look(Tier.LOCAL).colour, look(Tier.REGIONAL).colour) >= 1.8
    assert contrast(look(Tier.REGIONAL).colour, look(Tier.NATIONAL).colour) >= 1.8


def test_text_colours_are_readable_on_white() -> None:
    assert contrast(INK, "#ffffff") >= 7
    assert contrast(MUTED, "#ffffff") >= 4.5
    assert contrast(OTHER, "#ffffff") >= 3


def test_heat_map_darkens_and_its_numbers_stay_readable() -> None:
    shades = [ramp(step / 20) for step in range(21)]
    darkness = [contrast(shade, "#ffffff") for shade in shades]
    assert darkness == sorted(darkness)
    assert all(contrast(shade, ink_on(shade)) >= 4.5 for shade in shades)


def test_a_vocabulary_without_looks_is_an_error() -> None:
    with pytest.raises(ValumaError, match="no looks for Kind"):
        look(Kind.MUNICIPALITY)
