"""The map of actors, networks and themes: what is shown one by one, what is bundled, and that the table holds all."""

from __future__ import annotations

import pandas as pd
import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.ant_layers import REST, ROWS, Layers, build_layers
from valuma.figures.record import Figure
from valuma.figures.scope import choose
from valuma.schema.problems import ValumaError
from valuma.study.study import Study


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def ant_map(study: Study, lang: str = "fi", **options: object) -> Figure:
    return catalogue.draw("ant-map", study, lang=lang, **options)


def part(figure: Figure, row: str) -> pd.DataFrame:
    return figure.data[figure.data["row"] == row]


def layers(study: Study, limit: int = 150, **options: str) -> Layers:
    return build_layers(choose(study, "fi", **options), limit)


def test_a_case_shows_its_actors_one_by_one(small_study: Study) -> None:
    figure = ant_map(small_study, case="kaupungit")
    assert set(part(figure, "actor")["id"]) == set(part(figure, "actor")["drawn_as"])
    said = reading.words(figure)
    for name in ("Helsinki (koordinaattori)", "Espoo", "Turku", "Ministeriö", "Leader Saaristo", "Yritys"):
        assert name in said


def test_funders_do_not_count_as_members(small_study: Study) -> None:
    rows = part(ant_map(small_study, case="kaupungit"), "membership")
    assert rows.set_index("from").loc["yritys", "role"] == "member"
    assert rows.set_index("from").loc["helsinki", "role"] == "coordinator;member"


def test_members_that_nobody_names_are_drawn_as_unknown(small_study: Study) -> None:
    assert layers(small_study, case="kaupungit").unknown == 1
    assert "1 jäsen, jota ei tunneta" in reading.words(ant_map(small_study, case="kaupungit"))


def test_actors_stand_by_side_and_the_national_ones_first(small_study: Study) -> None:
    found = layers(small_study, case="kaupungit").actors
    assert [node.heading for node in found] == [
        "valtion keskushallinto",
        "kuntapuoli",
        "kuntapuoli",
        "kuntapuoli",
        "tutkimus ja koulutus",
        "elinkeinoelämä",
        "kansalaisyhteiskunta",
    ]
    assert layers(small_study).actors[0].key == "ministerio"


def test_many_actors_are_bundled_by_kind_and_level(study: Study) -> None:
    found = layers(study, group="finnish")
    graph = choose(study, "fi", group="finnish").graph
    met = graph.actors[graph.membership.sum(axis=1) > 0]
    assert found.bundled
    expected = met.groupby(["kind", "level", "side"]).size()
    assert sorted(len(node.members) for node in found.actors) == sorted(expected)
    assert sum(len(node.members) for node in found.actors) == len(met)


@pytest.mark.parametrize("options", [{}, {"group": "finnish"}, {"group": "nordic"}, {"case": "hinku"}])
def test_a_sheet_never_holds_more_than_the_limit(study: Study, options: dict[str, str]) -> None:
    found = layers(study, **options)
    assert len(found.actors) + len(found.networks) + len(found.themes) <= 150
    assert len(found.networks) <= ROWS


@pytest.mark.parametrize("limit", [40, 90, 150])
def test_every_membership_is_in_a_drawn_tie(study: Study, limit: int) -> None:
    found = layers(study, limit)
    assert sum(tie.count for tie in found.memberships) == choose(study, "fi").graph.n_memberships


def test_the_smallest_networks_are_drawn_as_one(study: Study) -> None:
    found = layers(study)
    scope = choose(study, "fi")
    rest = next(node for node in found.networks if node.key == REST)
    shown = [node.key for node in found.networks if node.key != REST]
    assert found.networks[-1] is rest
    assert len(shown) + len(rest.members) == len(scope.graph.networks)
    assert max(map(scope.members, rest.members)) <= min(map(scope.members, shown))


def test_the_table_holds_every_actor_network_theme_and_tie(study: Study) -> None:
    figure, graph = ant_map(study), choose(study, "fi").graph
    assert len(part(figure, "membership")) == graph.n_memberships
    assert len(part(figure, "focus")) == graph.focus.nnz
    assert set(part(figure, "network")["id"]) == set(graph.networks.index)
    assert set(part(figure, "actor")["id"]) == set(graph.actors.index[graph.membership.sum(axis=1) > 0])
    assert part(figure, "drawn tie")["count"].sum() == graph.n_memberships + graph.focus.nnz


def test_a_network_without_known_members_stays(small_study: Study) -> None:
    rows = part(ant_map(small_study), "network").set_index("id")
    assert rows.loc["yhteinen", "known_of_stated"] == "0/?"
    assert "Yhteinen 0/?" in reading.words(ant_map(small_study))


def test_completeness_is_never_cut_from_a_name(study: Study) -> None:
    scope, said = choose(study, "sv"), reading.words(ant_map(study, "sv"))
    shown = [node.key for node in build_layers(scope, 150).networks if node.key != REST]
    assert [key for key in shown if scope.fraction(key) not in said] == []


def test_description_tells_the_largest_parts(study: Study) -> None:
    alt = ant_map(study, case="hinku").alt
    assert alt.startswith("Kolme kerrosta: 88 toimijaa, 1 verkosto ja 4 teemaa.")
    assert "kuntapuoli 87" in alt


def test_a_case_without_members_is_refused(small_study: Study) -> None:
    with pytest.raises(ValumaError, match="nothing to draw"):
        ant_map(small_study, case="yhteinen")


@pytest.mark.parametrize("limit", [5, 151])
def test_a_hairball_is_refused(small_study: Study, limit: int) -> None:
    with pytest.raises(ValumaError, match="20 to 150 nodes"):
        ant_map(small_study, limit=limit)
