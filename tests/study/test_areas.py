"""Places of actors: shares of regions, classes and archipelago status, and why some have none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from valuma.schema.problems import ValumaError
from valuma.study.area_rules import AreaClass, AreaRules
from valuma.study.areas import AreaShares, actor_shares
from valuma.study.settings import StudySettings
from valuma.study.study import Study

# Four places: a city, its neighbour, an island that moved from region 01 to 02 in 2021, and one far away.
PLACES = pd.DataFrame(
    {
        "municipality_code": ["001", "002", "003", "004"],
        "name_fi": ["City", "Near", "Island", "Far"],
        "region_code": ["01", "01", "02", "02"],
        "region_code_2020": ["01", "01", "01", "02"],
        "population_2019": [80_000, 15_000, 5_000, 40_000],
        "latitude": [60.0, 60.1, 60.2, 64.0],
        "longitude": [25.0, 25.0, 25.0, 25.0],
        "archipelago": ["no", "part", "yes", None],
        "source_id": "page",
    }
)
REGIONS = pd.DataFrame(
    {"region_code": ["01", "02"], "name_fi": "x", "name_sv": "x", "name_en": "x", "source_id": "page"}
)
RULES = AreaRules(
    (AreaClass("city", min_population=50_000), AreaClass("near", max_distance=15.0), AreaClass("rest")),
)


def study_of(actor: dict[str, object], areas: list[dict[str, object]] | None = None, **more: object) -> Study:
    """Return a study of one actor and the areas it covers."""
    given = {"actor_id": "a", "name": "A", "kind": "association", "side": "civil-society", "level": "local",
             "country": "FI", **actor}  # fmt: skip
    listed = pd.DataFrame([{"actor_id": "a", "source_id": "page", **area} for area in areas or []])
    frames: dict[str, pd.DataFrame] = {"actor_areas": listed} if len(listed) else {}
    return Study.from_frames(
        settings=more.pop("settings", StudySettings()),
        area_rules=more.pop("area_rules", RULES),
        sources=pd.DataFrame({"source_id": ["page"], "title": ["Page"], "publisher": ["x"]}),
        regions=REGIONS,
        municipalities=more.pop("municipalities", PLACES),
        actors=pd.DataFrame([given]),
        **frames,
        **more,
    )


def shares(result: AreaShares) -> dict[str, float]:
    return dict(zip(result.frame["category"], result.frame["share"].round(9), strict=True))


def state(result: AreaShares) -> str:
    return str(result.state["a"])


def covering(*codes: str, kind: str = "municipality") -> list[dict[str, object]]:
    return [{"area_kind": kind, "area": code} for code in codes]


def test_seat_gives_region_class_and_status_of_a_local_actor() -> None:
    study = study_of({"municipality_code": "002"})
    assert shares(actor_shares(study, "region")) == {"01": 1.0}
    assert shares(actor_shares(study, "urban_rural")) == {"near": 1.0}
    assert shares(actor_shares(study, "archipelago")) == {"part": 1.0}


@pytest.mark.parametrize(("year", "region"), [(2019, "01"), (2020, "01"), (2021, "02"), (2024, "02")])
def test_division_into_regions_is_that_of_the_reference_year(year: int, region: str) -> None:
    study = study_of({"municipality_code": "003"}, settings=StudySettings(reference_year=year))
    assert shares(actor_shares(study, "region")) == {region: 1.0}


@pytest.mark.parametrize(("year", "region"), [(2012, "02"), (2013, "01"), (2022, "02"), (2023, "01")])
def test_moves_outside_the_two_divisions_are_applied_from_area_changes(year: int, region: str) -> None:
    moves = pd.DataFrame(
        {
            "area_kind": "municipality",
            "area": "003",
            "old": ["02", "01", "02"],
            "new": ["01", "02", "01"],
            "date": ["2013-01-01", "2021-01-01", "2023-01-01"],
            "change": "moved",
            "source_id": "page",
        }
    )
    study = study_of({"municipality_code": "003"}, settings=StudySettings(reference_year=year), area_changes=moves)
    assert shares(actor_shares(study, "region")) == {region: 1.0}


def test_several_places_share_a_region_equally_and_a_class_by_inhabitants() -> None:
    study = study_of({"level": "subregional"}, covering("002", "003", "004"))
    assert shares(actor_shares(study, "region")) == {"01": round(2 / 3, 9), "02": round(1 / 3, 9)}
    assert shares(actor_shares(study, "urban_rural")) == {"near": 0.25, "rest": 0.75}


def test_given_shares_win_over_equal_ones_and_over_inhabitants() -> None:
    areas = [{"area_kind": "municipality", "area": "001", "share": 0.25},
             {"area_kind": "municipality", "area": "003", "share": 0.75}]  # fmt: skip
    study = study_of({"level": "subregional"}, areas)
    assert shares(actor_shares(study, "archipelago")) == {"no": 0.25, "yes": 0.75}
    assert shares(actor_shares(study, "region")) == {"01": 1.0}


def test_region_named_as_an_area_holds_all_its_municipalities() -> None:
    study = study_of({"level": "regional"}, covering("01", kind="region"))
    assert shares(actor_shares(study, "region")) == {"01": 1.0}
    assert shares(actor_shares(study, "archipelago")) == {"no": 0.8, "part": 0.15, "yes": 0.05}


def test_regional_actor_known_by_its_seat_covers_the_region_of_the_seat() -> None:
    study = study_of({"level": "regional", "municipality_code": "001"})
    assert shares(actor_shares(study, "region")) == {"01": 1.0}
    assert shares(actor_shares(study, "urban_rural")) == {"city": 0.8, "near": 0.15, "rest": 0.05}


def test_seat_does_not_say_how_far_a_subregional_actor_reaches() -> None:
    study = study_of({"level": "subregional", "municipality_code": "001"})
    assert shares(actor_shares(study, "region")) == {"01": 1.0}
    assert state(actor_shares(study, "urban_rural")) == "unknown"


def test_seat_of_an_interregional_actor_places_it_nowhere() -> None:
    study = study_of({"level": "interregional", "municipality_code": "001"})
    assert state(actor_shares(study, "region")) == "unknown"


@pytest.mark.parametrize("level", ["national", "nordic", "european", "international"])
@pytest.mark.parametrize("name", ["region", "urban_rural", "archipelago"])
def test_place_does_not_apply_to_national_and_wider_actors(level: str, name: str) -> None:
    study = study_of({"level": level, "municipality_code": "001"})
    assert state(actor_shares(study, name)) == "not-applicable"


def test_actor_without_seat_and_areas_is_unknown_and_one_that_has_none_is_not() -> None:
    assert state(actor_shares(study_of({}), "region")) == "unknown"
    assert state(actor_shares(study_of({"municipality_code": "not-applicable"}), "region")) == "not-applicable"


def test_foreign_region_is_a_category_and_finnish_classes_do_not_apply_there() -> None:
    study = study_of({"country": "SE", "level": "regional"}, covering("SE:Skåne", kind="foreign"))
    assert shares(actor_shares(study, "region")) == {"SE:Skåne": 1.0}
    assert state(actor_shares(study, "urban_rural")) == "not-applicable"
    assert state(actor_shares(study, "archipelago")) == "not-applicable"


def test_one_part_of_unknown_status_makes_the_whole_unknown() -> None:
    study = study_of({"level": "subregional"}, covering("001", "004"))
    assert state(actor_shares(study, "archipelago")) == "unknown"
    assert state(actor_shares(study, "region")) == "known"


def test_rows_for_all_branches_come_before_rows_for_one() -> None:
    areas = [*covering("01", kind="region"), {"area_kind": "region", "area": "02", "branch": "transport"}]
    assert shares(actor_shares(study_of({"level": "regional"}, areas), "region")) == {"01": 1.0}


def test_branches_count_alike_where_areas_hold_for_single_branches_only() -> None:
    areas = [
        {"area_kind": "region", "area": "01", "branch": "transport"},
        {"area_kind": "region", "area": "02", "branch": "transport"},
        {"area_kind": "region", "area": "01", "branch": "economy"},
    ]
    assert shares(actor_shares(study_of({"level": "regional"}, areas), "region")) == {"01": 0.75, "02": 0.25}


def test_areas_hold_in_their_years_only() -> None:
    areas = [{"area_kind": "region", "area": "01", "to": 2019}, {"area_kind": "region", "area": "02", "from": 2020}]
    assert shares(actor_shares(study_of({"level": "regional"}, areas), "region")) == {"02": 1.0}


def test_official_class_wins_over_the_derived_one_and_the_origin_says_so() -> None:
    places = PLACES.assign(urban_rural_class=["K1:0.75;K2:0.25", None, None, None])
    result = actor_shares(study_of({"municipality_code": "001"}, municipalities=places), "urban_rural")
    assert shares(result) == {"K1": 0.75, "K2": 0.25}
    assert result.origin == "official and derived"
    assert actor_shares(study_of({}), "urban_rural").origin == "derived"


def test_without_a_rule_the_class_is_unknown() -> None:
    result = actor_shares(study_of({"municipality_code": "001"}, area_rules=AreaRules()), "urban_rural")
    assert (state(result), result.origin) == ("unknown", "unknown")


def test_unknown_attribute_gets_the_nearest_one() -> None:
    with pytest.raises(ValumaError, match="did you mean 'region'"):
        actor_shares(study_of({}), "regions")


class TestRule:
    """The rule of the derived classes."""

    def test_distance_is_that_of_the_great_circle(self) -> None:
        km = RULES.classify(PLACES)["km_to_city"]
        one_degree = np.pi / 180 * 6371.0088
        assert km.round(6).tolist() == [
            0.0,
            round(0.1 * one_degree, 6),
            round(0.2 * one_degree, 6),
            round(4 * one_degree, 6),
        ]

    def test_first_class_that_fits_is_taken(self) -> None:
        assert RULES.classify(PLACES)["urban_rural"].tolist() == ["city", "near", "rest", "rest"]

    def test_place_without_inhabitants_takes_the_class_of_its_successor_or_none(self) -> None:
        ended = PLACES.assign(population_2019=[80_000, None, 5_000, 40_000], merged_into=[None, "001", None, None])
        assert RULES.classify(ended)["urban_rural"].tolist()[1] == "city"
        alone = replace(RULES, ended_takes_successor=False).classify(ended)
        assert alone["urban_rural"].isna().tolist()[1]
        assert alone["origin"].tolist()[1] == "unknown"

    def test_where_there_is_no_city_every_place_is_far(self) -> None:
        villages = PLACES.assign(population_2019=1000)
        assert RULES.classify(villages)["urban_rural"].tolist() == ["rest"] * 4
