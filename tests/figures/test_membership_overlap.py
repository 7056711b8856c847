"""Shared members: exact sets of the networks shown, every actor in one of them, nothing dropped."""

from __future__ import annotations

import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.record import Figure
from valuma.graph.build import build_graph
from valuma.schema.problems import ValumaError
from valuma.study.study import Study


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def overlap(study: Study, lang: str = "fi", **options: object) -> Figure:
    return catalogue.draw("membership-overlap", study, lang=lang, **options)


def sets(figure: Figure) -> dict[str, int]:
    rows = figure.data[figure.data["row"] == "set"]
    return dict(zip(rows["networks"], rows["n"], strict=True))


def test_the_tiny_study_shows_what_is_counted_by_hand(small_study: Study) -> None:
    figure = overlap(small_study)
    # The Leader group is in three networks, the ministry and the university in two each.
    assert sets(figure) == {"kaupungit;maaseutu": 1, "kaupungit;pohjola": 1, "kaupungit;maaseutu;saaristo": 1}
    rows = figure.data[figure.data["row"] == "network"].set_index("networks")
    assert rows["n"].to_dict() == {"kaupungit": 7, "maaseutu": 2, "pohjola": 1, "saaristo": 1, "yhteinen": 0}
    assert rows.loc["kaupungit", "n_only_here"] == 4
    assert rows.loc["maaseutu", "n_only_here"] == 0


def test_every_actor_is_in_exactly_one_set_or_in_one_network_only(study: Study) -> None:
    figure = overlap(study, group="finnish", networks=12)
    rows = figure.data[(figure.data["row"] == "network") & figure.data["drawn"]]
    graph = build_graph(study, group="finnish").select(networks=rows["networks"])
    met = int((graph.membership.sum(axis=1) > 0).sum())
    assert sum(sets(figure).values()) + rows["n_only_here"].sum() == met


def test_the_largest_networks_are_shown_and_all_are_in_the_table(study: Study) -> None:
    rows = overlap(study, networks=5).data
    rows = rows[rows["row"] == "network"]
    assert len(rows) == len(study.networks)
    assert rows["drawn"].sum() == 5
    assert rows.loc[rows["drawn"], "n"].min() >= rows.loc[~rows["drawn"], "n"].max()


def test_sets_that_do_not_fit_are_counted(study: Study) -> None:
    figure = overlap(study, group="finnish", sets=3)
    rows = figure.data[figure.data["row"] == "set"]
    rest = rows[~rows["drawn"]]
    assert (
        f"Taulukossa on lisäksi {len(rest)} yhdistelmää, joissa on yhteensä {rest['n'].sum()} toimijaa."
        in figure.notes[0]
    )


def test_sets_of_one_actor_are_drawn_only_where_all_fit(study: Study) -> None:
    many = overlap(study, group="finnish").data
    assert many.loc[(many["row"] == "set") & many["drawn"], "n"].min() == 2
    few = overlap(study, group="nordic").data
    assert few.loc[few["row"] == "set", "drawn"].all()
    assert few.loc[few["row"] == "set", "n"].min() == 1


def test_actors_of_a_set_are_named_in_the_table(small_study: Study) -> None:
    rows = overlap(small_study).data.set_index("networks")
    assert rows.loc["kaupungit;maaseutu", "actors"] == "Ministeriö"


def test_known_and_stated_members_are_written(small_study: Study) -> None:
    said = reading.words(overlap(small_study))
    assert "3/4" in said
    assert "1/yli 2" in said


def test_description_names_the_most_frequent_set(study: Study) -> None:
    figure = overlap(study, group="nordic")
    top = figure.data[figure.data["row"] == "set"].iloc[0]
    assert f"Yleisin yhdistelmä on {top['n']} toimijalla: {top['names'].replace(';', ',')}." in figure.alt


def test_networks_without_a_common_member_are_said_to_have_none(study: Study) -> None:
    lonely = study.select(network=["wfeo", "sisp"])
    figure = overlap(lonely, "en")
    assert sets(figure) == {}
    assert "no known member in common" in reading.words(figure)
    assert "no known member in common" in figure.alt


def test_one_network_has_no_overlap(small_study: Study) -> None:
    with pytest.raises(ValumaError, match="needs two networks with members"):
        overlap(small_study, group="nordic")
