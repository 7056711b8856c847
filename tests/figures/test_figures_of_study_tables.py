"""The figures drawn from study tables: fit to print in every language, and true to the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.record import Figure
from valuma.schema.problems import ValumaError
from valuma.study.study import Study
from valuma.texts import LANGUAGES, forbidden, label, message

NAMES = ("where", "cases-compare", "known-sums", "policy-triangle", "typology")


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def official_names(study: Study) -> list[str]:
    """Names that may hold any word: actors, networks, places, sources."""
    found: set[str] = set()
    for table, columns in (
        ("actors", ("name", "name_sv", "name_en")),
        ("networks", ("name_fi", "name_sv", "name_en")),
        ("regions", ("name_fi", "name_sv", "name_en")),
    ):
        for column in columns:
            found |= set(study.tables[table][column].dropna())
    return sorted(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_written_is_cut_or_covered(study: Study, name: str, lang: str) -> None:
    figure = catalogue.draw(name, study, lang=lang)
    assert reading.cut(figure) == []
    assert reading.meeting(figure) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_words_are_whole_and_none_is_forbidden(small_study: Study, name: str, lang: str) -> None:
    figure = catalogue.draw(name, small_study, lang=lang)
    said = "\n".join((reading.words(figure), figure.title, figure.caption, figure.alt, *figure.notes))
    assert "{" not in said
    assert "nan" not in said.lower().split()
    assert forbidden(said, lang, where="brief", names=official_names(small_study)) == []


@pytest.mark.parametrize("name", NAMES)
def test_two_drawings_are_the_same_bytes(small_study: Study, name: str) -> None:
    one, two = (catalogue.draw(name, small_study, lang="fi") for _ in range(2))
    assert one.content(".svg") == two.content(".svg")
    assert one.csv() == two.csv()


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_names_its_sources(small_study: Study, name: str) -> None:
    figure = catalogue.draw(name, small_study, lang="fi")
    assert figure.sources
    assert set(figure.sources) <= set(small_study.sources["source_id"])


@pytest.mark.parametrize("name", NAMES)
def test_an_invented_study_says_so_on_every_figure(name: str, tmp_path: Path) -> None:
    figure = catalogue.draw(name, tiny.study(synthetic=True), lang="sv")
    assert figure.synthetic
    assert message("synthetic-line", "sv") in reading.words(figure)
    assert all("-synthetic." in path.name for path in figure.save(tmp_path))


# ---------------------------------------------------------------- where


def where(study: Study, **options: object) -> Figure:
    return catalogue.draw("where", study, lang="fi", **options)


def test_where_shows_the_network_with_most_placed_members(small_study: Study) -> None:
    assert where(small_study).title == "Missä jäsenet ovat: Kaupungit"


def test_where_states_why_a_member_is_not_on_the_map(small_study: Study) -> None:
    rows = where(small_study, network="kaupungit").data
    state = rows[rows["mark"] == "member"].set_index("id")["state"].to_dict()
    assert state == {
        "helsinki": "known",
        "espoo": "known",
        "turku": "known",
        "leader": "known",
        "ministerio": "not-applicable",
        "lund": "abroad",
        "yritys": "unknown",
    }


def test_where_counts_an_actor_once_and_shares_it_among_its_places(small_study: Study) -> None:
    rows = where(small_study, network="kaupungit").data.set_index("id")
    assert list(rows.index).count("helsinki") == 1
    assert rows.loc["helsinki", "role"] == "coordinator"
    assert rows.loc["leader", "covers"] == "445;853"
    assert rows.loc["01", "value"] == 2
    assert rows.loc["02", "value"] == 2


def test_where_writes_how_complete_the_list_is(small_study: Study) -> None:
    assert "kunta 3/4 (2020)" in where(small_study, network="kaupungit").notes[0]
    assert "Leader-ryhmä 1/yli 2 (vuosi ei tiedossa)" in where(small_study, network="maaseutu").notes[0]
    assert "mikään lähde ei kerro" in where(small_study, network="saaristo").notes[0]


def test_where_lists_every_region_also_without_members(small_study: Study) -> None:
    rows = where(small_study, network="saaristo").data
    assert rows[rows["mark"] == "region"].set_index("id")["value"].to_dict() == {"01": 0, "02": 1}


def test_where_colours_by_role_on_request(small_study: Study) -> None:
    said = reading.words(where(small_study, network="kaupungit", colour="role"))
    assert "koordinaattori" in said
    assert "kuntapuoli" not in said


def test_where_refuses_an_unknown_network(small_study: Study) -> None:
    with pytest.raises(ValumaError, match="did you mean 'kaupungit'"):
        where(small_study, network="kaupunki")


# ---------------------------------------------------------------- cases-compare


def test_cases_are_grouped_and_the_largest_stand_first(small_study: Study) -> None:
    rows = catalogue.draw("cases-compare", small_study, lang="fi").data
    assert rows["network_id"].tolist() == ["kaupungit", "maaseutu", "saaristo", "yhteinen", "pohjola"]
    assert rows["known"].tolist() == [7, 2, 1, 0, 1]


def test_cases_that_find_no_room_stay_in_the_table_and_the_figure_says_so(small_study: Study) -> None:
    figure = catalogue.draw("cases-compare", small_study, lang="fi", most=2)
    shown = figure.data.set_index("network_id")["shown"].to_dict()
    assert [key for key, value in shown.items() if value == "yes"] == ["kaupungit", "pohjola"]
    assert len(shown) == 5
    assert message("shown-of", "fi", shown=2, total=5) in reading.words(figure)


def test_unknown_governance_purpose_and_funding_are_said(small_study: Study) -> None:
    rows = catalogue.draw("cases-compare", small_study, lang="en").data.set_index("network_id")
    assert rows.loc["saaristo", "governance"] == "unknown"
    assert rows.loc["yhteinen", "purpose_kind"] == "unknown"
    assert rows.loc["kaupungit", "funding_kinds"] == "member-fees;state-grant"
    said = reading.words(catalogue.draw("cases-compare", small_study, lang="en", networks=["saaristo"]))
    assert said.count(message("unknown", "en")) == 2  # governance and funding


def test_known_and_stated_stand_beside_each_other(small_study: Study) -> None:
    rows = catalogue.draw("cases-compare", small_study, lang="fi").data.set_index("network_id")
    assert rows.loc["kaupungit", "known_of_stated"] == "3/4"
    assert "1/?" in reading.words(catalogue.draw("cases-compare", small_study, lang="fi", networks=["saaristo"]))


def test_profile_numbers_become_small_multiples_that_are_no_ranking(small_study: Study) -> None:
    profile = small_study.networks[["network_id"]].assign(
        tier_mix=[0.5, 0.2, None, 0.1, None], tier_mix_low=0.1, tier_mix_high=0.6
    )
    figure = catalogue.draw("cases-compare", small_study, lang="fi", profile=profile, measures=["tier_mix"])
    assert "Tasojen kirjo" in reading.words(figure).replace("\n", " ")
    assert message("larger-is-not-better", "fi") in figure.notes
    assert reading.cut(figure) == []


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"networks": ["kaupunki"]}, "did you mean 'kaupungit'"),
        ({"group": "finish"}, "did you mean 'finnish'"),
        ({"networks": ["kaupungit", "maaseutu"], "most": 1}, "room for 1"),
        ({"measures": ["tier_mix"]}, "no profile"),
        ({"group": "international"}, "no network to draw"),
    ],
)
def test_impossible_wishes_are_refused(small_study: Study, options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValumaError, match=complaint):
        catalogue.draw("cases-compare", small_study, lang="fi", **options)


# ---------------------------------------------------------------- known-sums


def test_sums_stay_in_their_currency_and_are_not_added_up(small_study: Study) -> None:
    figure = catalogue.draw("known-sums", small_study, lang="en")
    assert figure.data[["currency", "amount"]].values.tolist() == [["EUR", 120_000.0], ["SEK", 5_000_000.0]]
    assert "EUR, n = 1" in reading.words(figure)
    assert "5,120,000" not in reading.words(figure)


def test_title_says_of_how_few_networks_a_sum_is_known(small_study: Study) -> None:
    figure = catalogue.draw("known-sums", small_study, lang="en")
    assert "2 networks out of 5" in figure.title
    assert "another 1 networks" in figure.notes[1] or "Of another 1" in figure.notes[1]


def test_payer_that_is_not_named_is_said(small_study: Study) -> None:
    rows = catalogue.draw("known-sums", small_study, lang="sv").data
    assert rows["payer"].tolist() == ["Ministeriö", "betalaren nämns inte"]


def test_a_group_without_any_sum_is_drawn_as_such(small_study: Study) -> None:
    without = small_study.select(network=["maaseutu", "saaristo"])
    figure = catalogue.draw("known-sums", without, lang="fi")
    assert message("known-sums-none", "fi") in reading.words(figure)


# ---------------------------------------------------------------- policy-triangle


def test_triangle_counts_shared_actors_themes_and_missing_tables(small_study: Study) -> None:
    rows = catalogue.draw("policy-triangle", small_study, lang="en").data
    found = {(r.one, r.other, r.what): r.id for r in rows.itertuples()}
    assert found["rural", "archipelago", "table"] == "maaseutu"
    assert found["urban", "rural", "theme"] == "liikenne"
    missing = rows[rows["missing_table"]][["one", "other", "id"]].values.tolist()
    assert missing == [["urban", "rural", "liikenne"], ["urban", "archipelago", "liikenne"]]
    shared = rows[(rows["what"] == "actor") & (rows["one"] == "urban") & (rows["other"] == "rural")]["id"].tolist()
    assert shared == ["leader", "ministerio"]


def test_triangle_says_how_many_bodies_run_across_the_fields(small_study: Study) -> None:
    figure = catalogue.draw("policy-triangle", small_study, lang="en")
    assert message("policy-triangle-cross", "en", n=1) in figure.notes


# ---------------------------------------------------------------- typology


def test_every_case_stands_in_its_cell_and_empty_cells_are_named(small_study: Study) -> None:
    figure = catalogue.draw("typology", small_study, lang="fi")
    cells = figure.data.dropna(subset=["network_id"]).set_index("network_id")
    assert cells.loc["kaupungit", ["purpose_kind", "governance"]].tolist() == ["peer-learning", "lead-organisation"]
    assert cells.loc["saaristo", "governance"] == "unknown"
    empty = figure.data[figure.data["n"] == 0]
    assert reading.words(figure).count(message("typology-empty", "fi")) == len(empty)


def test_a_case_with_two_values_stands_in_two_cells(small_study: Study) -> None:
    rows = catalogue.draw("typology", small_study, lang="fi", rows="policy_fields").data
    assert rows[rows["network_id"] == "maaseutu"]["policy_fields"].tolist() == ["rural", "archipelago"]


def test_narrow_columns_hold_marks_and_the_figure_says_where_names_are(small_study: Study) -> None:
    figure = catalogue.draw("typology", small_study, lang="fi", columns="legal_form")
    assert message("typology-marks-note", "fi") in figure.notes
    assert label("none", "fi", vocabulary="LegalForm").split()[0] in reading.words(figure).lower()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"rows": "governence"}, "did you mean 'governance'"),
        ({"rows": "governance", "columns": "governance"}, "same field"),
    ],
)
def test_impossible_axes_are_refused(small_study: Study, options: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValumaError, match=complaint):
        catalogue.draw("typology", small_study, lang="fi", **options)
