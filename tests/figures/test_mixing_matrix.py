"""Who meets whom: cells add up to one hundred pairs and agree with the metrics, observed and by lot."""

from __future__ import annotations

import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.meeting_pairs import REST
from valuma.figures.record import Figure
from valuma.graph.build import build_graph
from valuma.metrics.chance import chance
from valuma.metrics.mixing import mixing
from valuma.schema.problems import ValumaError
from valuma.study.study import Study

DRAWS = 49


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def matrix(study: Study, lang: str = "fi", **options: object) -> Figure:
    return catalogue.draw("mixing-matrix", study, lang=lang, **{"draws": DRAWS, **options})


def cells(figure: Figure) -> dict[tuple[str, str], dict[str, object]]:
    rows = figure.data[figure.data["measure"] == "pairs of 100"]
    return {(row["category"], row["with_category"]): row for row in rows.to_dict("records")}


@pytest.mark.parametrize("options", [{}, {"attribute": "region", "group": "nordic"}, {"attribute": "policy_sector"}])
def test_cells_add_up_to_one_hundred_pairs(study: Study, options: dict[str, str]) -> None:
    rows = matrix(study, **options).data
    rows = rows[rows["measure"] == "pairs of 100"]
    assert rows["observed"].sum() == pytest.approx(100, abs=1e-3)
    assert rows["expected"].sum() == pytest.approx(100, abs=1e-3)


def test_cells_are_those_of_the_mixing_matrix(study: Study) -> None:
    graph = build_graph(study, group="finnish")
    found = mixing(graph, "tier")
    drawn = cells(matrix(study, attribute="tier", group="finnish"))
    share = 100 / found.total
    assert drawn["local", "local"]["observed"] == pytest.approx(share * found.frame.loc["local", "local"], abs=1e-5)
    # An unordered pair of different tiers is two ordered ones.
    assert drawn["national", "local"]["observed"] == pytest.approx(
        2 * share * found.frame.loc["local", "national"], abs=1e-5
    )


def test_expected_numbers_are_the_means_of_the_draws(study: Study) -> None:
    graph = build_graph(study, group="finnish")
    lots = chance(graph, "tier", draws=DRAWS, seed=study.settings.seed).cells
    share = 200 / mixing(graph, "tier").total
    row = cells(matrix(study, attribute="tier", group="finnish"))["national", "local"]
    assert row["expected"] == pytest.approx(share * lots.loc[("local", "national"), "expected"], abs=1e-5)
    assert row["low"] == pytest.approx(share * lots.loc[("local", "national"), "low"], abs=1e-5)


def test_a_triangle_stands_only_where_the_number_leaves_the_range_of_the_draws(study: Study) -> None:
    for row in cells(matrix(study, group="finnish")).values():
        if row["against"] == "more":
            assert row["observed"] > row["high"]
        elif row["against"] == "fewer":
            assert row["observed"] < row["low"]
        elif row["against"] == "about":
            assert row["low"] - 1e-6 <= row["observed"] <= row["high"] + 1e-6


def test_the_tiny_study_shows_what_is_calculated_by_hand(small_study: Study) -> None:
    found = cells(matrix(small_study, attribute="tier"))
    # kaupungit: five local members and the ministry, weight 1/5 a pair; maaseutu: ministry and Leader group, weight 1.
    within, across = 20 / 5, 2 * 5 / 5 + 2 * 1
    assert found["local", "local"]["observed"] == pytest.approx(100 * within / (within + across))
    assert found["national", "local"]["observed"] == pytest.approx(100 * across / (within + across))
    assert found["national", "national"]["observed"] == 0


def test_small_categories_are_folded_into_one_row(study: Study) -> None:
    figure = matrix(study, attribute="region", most=4)
    found = cells(figure)
    assert len({first for first, _ in found}) == 5
    assert (REST, REST) in found
    assert found[REST, REST]["against"] == ""
    assert "yhdessä" in reading.words(figure)


def test_the_pool_of_the_lots_is_named(study: Study) -> None:
    notes = " ".join(matrix(study, "en", group="nordic").notes)
    assert "by lot from Nordic networks: all actors with at least one counted membership" in notes
    assert f"filled {DRAWS} times" in notes


def test_what_is_left_out_is_counted_in_the_caption(study: Study) -> None:
    left = mixing(build_graph(study, group="finnish"), "policy_sector").left_out
    caption = matrix(study, "en", attribute="policy_sector", group="finnish").caption
    general, unknown, outside = (left[f"left_{name}"] for name in ("general", "unknown", "not_applicable"))
    words = f"of general authorities {general}, unknown {unknown}, not applicable {outside}"
    assert words in caption


def test_annex_measures_are_neither_written_nor_in_the_table(study: Study) -> None:
    figure = matrix(study, "en")
    said = "\n".join((reading.words(figure), figure.caption, figure.alt, figure.csv())).lower()
    for word in ("e-i", "assortativ", "z-score", "p-value", "significan"):
        assert word not in said
    assert not {"z", "p"} & set(figure.data.columns)


def test_urban_rural_classes_are_called_derived(study: Study) -> None:
    assert "ei ole virallinen luokitus" in " ".join(matrix(study, attribute="urban_rural").notes)


def test_foreign_regions_are_called_by_their_name(study: Study) -> None:
    assert "Skåne (SE)" in reading.words(matrix(study, attribute="region", group="nordic"))


def test_an_attribute_known_for_too_few_is_refused(study: Study) -> None:
    with pytest.raises(ValumaError, match="'archipelago' is known for"):
        matrix(study, attribute="archipelago", group="finnish")


def test_an_attribute_that_is_not_there_is_refused(small_study: Study) -> None:
    with pytest.raises(ValumaError, match="no attribute 'sides'"):
        matrix(small_study, attribute="sides")
