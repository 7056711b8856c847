"""The plane of two profile numbers: every network is on it or beside it, with its bounds and its completeness."""

from __future__ import annotations

import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.colours import look
from valuma.figures.plane_marks import levels
from valuma.figures.record import Figure
from valuma.figures.scope import choose
from valuma.graph.build import build_graph
from valuma.metrics.profile import cooperation_profile
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import PurposeKind
from valuma.study.study import Study
from valuma.texts import label, message


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


@pytest.fixture(scope="module")
def finnish(study: Study) -> Figure:
    return plane(study, group="finnish")


def plane(study: Study, lang: str = "fi", **options: object) -> Figure:
    return catalogue.draw("profile-plane", study, lang=lang, **options)


def test_table_holds_what_the_profile_holds(study: Study, finnish: Figure) -> None:
    profile = cooperation_profile(build_graph(study, group="finnish")).frame
    rows = finnish.data.set_index("network_id")
    assert set(rows.index) == set(profile.index)
    for column in ("themes_span", "tier_mix", "tier_mix_low", "tier_mix_high"):
        expected = profile.loc[rows.index, column].to_numpy(dtype=float)
        assert rows[column].to_numpy(dtype=float) == pytest.approx(expected, abs=1e-6, nan_ok=True)
    assert rows["tier_mix_state"].tolist() == profile.loc[rows.index, "tier_mix_state"].tolist()


def test_networks_without_a_number_stand_on_the_strip_with_the_reason(finnish: Figure) -> None:
    rows = finnish.data
    undefined = (rows["themes_span_state"] != "measured") | (rows["tier_mix_state"] != "measured")
    assert undefined.any()
    assert (rows["stands"] == "strip").equals(undefined)
    said = reading.words(finnish)
    assert f"{message('state-one-known-member', 'fi')} (7)" in said
    assert "ei sovellu yhteenkään tunnettuun jäseneen (8)" in said


def test_every_network_has_a_mark_on_the_sheet(finnish: Figure) -> None:
    markers = {look(kind).marker for kind in PurposeKind} | {"h"}
    assert markers  # one scatter call a network, and the keys
    drawn = [item for ax in finnish.figure.axes for item in ax.collections]
    keys = len(
        [text for text in reading.texts(finnish) if text.get_text() in {label(kind, "fi") for kind in PurposeKind}]
    )
    assert len(drawn) == len(finnish.data) + keys + 2 + 3  # filled and open, three sizes


def test_the_tiny_study_shows_what_is_calculated_by_hand(small_study: Study) -> None:
    rows = plane(small_study, x="side_mix").data.set_index("network_id")
    # Of 30 ordered pairs of the six members with a tier 10 join the ministry and a local member.
    assert rows.loc["kaupungit", "tier_mix"] == pytest.approx(1 / 3, abs=1e-6)
    assert rows.loc["maaseutu", "tier_mix"] == 1.0
    assert rows["stands"].to_dict() == {
        "kaupungit": "plane",
        "maaseutu": "plane",
        "saaristo": "strip",
        "pohjola": "strip",
        "yhteinen": "strip",
    }


def test_a_network_that_lacks_both_numbers_is_named_with_both_reasons(small_study: Study) -> None:
    said = reading.words(plane(small_study, x="side_mix")).replace("\n", " ")
    assert "kumpikin luku puuttuu (3)" in said
    assert "Yhteinen 0/?: ei tunnettuja jäseniä" in said


def test_names_carry_known_and_stated_members(finnish: Figure) -> None:
    said = reading.words(finnish).replace("\n", " ")
    assert "MAL-verkosto 24/26" in said
    named = finnish.data[finnish.data["named_on_figure"]]
    assert len(named) > 25


def test_a_network_asked_for_is_named_first(study: Study) -> None:
    rows = plane(study).data
    key = rows.loc[(rows["stands"] == "plane") & ~rows["named_on_figure"], "network_id"].iloc[0]
    asked = plane(study, label_first=[key]).data
    assert asked.loc[0, "network_id"] == key
    assert asked.loc[0, "named_on_figure"]


def test_the_plane_ranks_nothing(finnish: Figure) -> None:
    line = message("larger-is-not-better", "fi")
    assert line in reading.words(finnish).replace("\n", " ")
    assert line in finnish.caption
    assert line in finnish.alt


def test_scales_start_where_the_numbers_do(finnish: Figure) -> None:
    ax = finnish.figure.axes[0]
    ticks = [text.get_text() for text in ax.get_xticklabels()]
    assert ticks[0] == "1"
    assert [text.get_text() for text in ax.get_yticklabels()] == ["0", "0,2", "0,4", "0,6", "0,8", "1"]


def test_shape_says_the_purpose_whatever_the_colour_says(study: Study) -> None:
    figure = plane(study, colour="group")
    said = reading.words(figure)
    assert "väri: Suomi" in said
    assert label(PurposeKind.ZONE, "fi") in said


def test_an_attribute_known_for_too_few_is_refused(study: Study) -> None:
    with pytest.raises(
        ValumaError, match=r"'archipelago' is known for \d+ of the \d+ actors .* the study asks for 80%"
    ):
        plane(study, x="archipelago_mix")


def test_an_attribute_known_for_exactly_the_threshold_is_drawn(small_study: Study) -> None:
    # The three towns and the Leader group have a region, the ministry and the university cannot have one.
    row = cooperation_profile(choose(small_study, "fi").graph).coverage.loc["region"]
    assert (row["known"], row["unknown"], row["not_applicable"]) == (4, 1, 2)
    assert plane(small_study, x="region_mix", y="side_mix").data["region_mix_state"].eq("measured").any()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"x": "tier_mixx"}, "did you mean 'tier_mix'"),
        ({"x": "tier_mix", "y": "tier_mix"}, "a plane needs two measures"),
    ],
)
def test_what_cannot_be_asked_is_refused(small_study: Study, options: dict[str, str], words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        plane(small_study, **options)


def test_caption_says_who_is_left_out(study: Study) -> None:
    caption = plane(study, "en", x="sector_mix", y="tier_mix", group="finnish").caption
    coverage = cooperation_profile(build_graph(study, group="finnish")).coverage.loc["policy_sector"]
    assert f"general authorities {int(coverage['general'])}, unknown {int(coverage['unknown'])}" in caption


def test_marks_that_stand_close_are_stacked() -> None:
    assert levels([1.0, 1.0, 1.0, 5.0], 0.5) == [0, 1, 2, 0]
