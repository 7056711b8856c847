"""Names of organisations mean the body of the registry that is meant, and a person is asked in every other case."""

from __future__ import annotations

import datetime as dt
import unicodedata
from types import SimpleNamespace

import pandas as pd
import pytest
from loaders.linkage_register import register, table

from valuma.loaders.linkage import NameIndex, known_names, link
from valuma.schema.problems import ValumaError


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return known_names(register())


def with_actors(*rows: str) -> NameIndex:
    """Return the names of the registry with more actors."""
    tables = register()
    more = table("\n".join((",".join(tables["actors"].columns), *rows)))
    return known_names(tables | {"actors": pd.concat([tables["actors"], more], ignore_index=True)})


def one(name: str, index: NameIndex, at: dt.date | int | None = 2020, **options: object) -> dict[str, object]:
    """Return the row of one name, missing values as None."""
    frame = link([name], index, at=at, **options).frame
    return {key: None if pd.isna(value) else value for key, value in frame.iloc[0].to_dict().items()}


def meant(name: str, index: NameIndex, at: dt.date | int | None = 2020) -> object:
    """Return the actor of a name that is linked, its band otherwise."""
    row = one(name, index, at)
    return row["actor_id"] if row["band"] == "linked" else row["band"]


@pytest.mark.parametrize(
    ("name", "actor", "how"),
    [
        ("Äänekoski", "aanekoski", "name"),
        ("äänekosken KAUPUNKI", "aanekoski", "genitive"),
        ("Aanekoski", "aanekoski", "name"),
        ("Äanekosken kaupunki", "aanekoski", "genitive; without accents"),
        ("Uudenkaupungin kaupunki", "uusikaupunki", "genitive"),
        ("Uudenkaarlepyyn kaupunki", "uusikaarlepyy", "genitive"),
        ("Nystads stad", "uusikaupunki", "genitive"),
        ("Staden Jakobstad", "pietarsaari", "name in Swedish"),
        ("City of Oulu", "oulu", "name"),
        ("Ingå", "inkoo", "name in Swedish"),
        ("Ii", "ii", "name"),
        ("Iin kunta", "ii", "genitive"),
        ("Lund", "lund", "name"),
        ("Lunds kommun", "lund", "genitive"),
        ("TEM", "min-tem", "abbreviation"),
        ("SPEK", "spek", "abbreviation"),
        ("Suomen Pelastusalan Keskusjärjestö", "spek", "name"),
        ("ELY-keskus Pohjois-Savo", "ely-pohjois-savo", "other words for the name"),
        ("Pohjois-Savon elinkeino-, liikenne- ja ympäristökeskus", "ely-pohjois-savo", "other words for the name"),
        ("P-Savon ELY", "ely-pohjois-savo", "other words for the name"),
        ("Österbottens förbund", "rc-pohjanmaa", "name in Swedish"),
        ("Helsingfors universitet", "univ-helsinki", "name in Swedish"),
        ("Turun AMK", "uas-turku", "other words for the name"),
        ("Business Oulu", "business-oulu", "identifier"),
        ("Naturpolis", "naturpolis", "name"),
        ("Leader Ravakka", "leader-ravakka", "name"),
        ("Kommunförbundet Skåne", "skanes-kommuner", "former name"),
    ],
)
def test_a_known_name_is_linked_and_says_how(name: str, actor: str, how: str, index: NameIndex) -> None:
    row = one(name, index)
    assert (row["band"], row["actor_id"], row["score"]) == ("linked", actor, 1.0)
    assert row["how"] == how


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Pietarsaari – Jakobstad", "pietarsaari"),
        ("Pietarsaari/Jakobstad", "pietarsaari"),
        ("Pietarsaaren kaupunki–Staden Jakobstad", "pietarsaari"),
        ("Vaasa (Vasa)", "vaasa"),
        ("Oulu, Finland", "oulu"),
        ("Uusikaupunki (Varsinais-Suomi)", "uusikaupunki"),
        ("Suomen ympäristökeskus (SYKE)", "syke"),
        ("Tampereen kaupunki, elinvoima", "tampere"),
        ("Helsingin yliopisto, maantieteen laitos", "univ-helsinki"),
    ],
)
def test_the_parts_of_a_name_may_say_the_same_or_name_a_department(name: str, actor: str, index: NameIndex) -> None:
    assert meant(name, index) == actor


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Oulun kaupunki / BusinessOulu", {"oulu", "business-oulu"}),
        ("Landsbygdsnätverket", {"landsbygd-fi", "landsbygd-se"}),
        ("Tampereen", {"tampere"}),
        ("Lahti Oy", {"lahti"}),
        ("Molde kommune", {"no-molde"}),
        ("Pohjois-Savo", {"rc-pohjois-savo", "ely-pohjois-savo"}),
        ("Oulu, Sverige", {"oulu"}),
        ("Uusikaupunki (Pohjois-Savo)", {"uusikaupunki"}),
        ("Tampereen kaupunki, Tampereen Messut Oy", {"tampere"}),
        ("Oulun kaupungin kirjasto", {"oulu"}),
        ("Raasio", {"raisio"}),
        ("Helsingin yliopisto Ruralia", {"univ-helsinki"}),
    ],
)
def test_what_could_be_another_body_is_for_review(name: str, candidates: set[str], index: NameIndex) -> None:
    row = one(name, index)
    assert row["band"] == "review"
    assert row["actor_id"] is None
    assert candidates <= {row[f"candidate_{place}"] for place in (1, 2, 3)}


@pytest.mark.parametrize(
    ("name", "actor"),
    [("tem", "min-tem"), ("TEM.", "min-tem"), ("Tem", "min-tem"), ("YM", "min-ym"), ("ym.", "min-ym"), ("II", "ii")],
)
def test_an_abbreviation_that_is_also_a_word_is_for_review(name: str, actor: str) -> None:
    row = one(name, with_actors("min-ym,Ympäristöministeriö,,,ministry,FI,,,"))
    assert (row["band"], row["candidate_1"]) == ("review", actor)


def test_two_letters_are_linked_beside_a_word_that_tells_them_apart() -> None:
    known = with_actors("min-ym,Ympäristöministeriö,,,ministry,FI,,,")
    assert meant("YM, rakennetun ympäristön osasto", known) == "min-ym"
    assert meant("ym, rakennetun ympäristön osasto", known) == "review"
    assert meant("Ympäristöministeriö (ym)", known) == "min-ym"


def test_a_name_that_a_body_in_sweden_has_too_is_for_review() -> None:
    agency = "energiavirasto,Energiavirasto,Energimyndigheten,Energy Authority,state-agency,FI,,,"
    row = one("Energimyndigheten", with_actors(agency))
    assert (row["band"], row["candidate_1"]) == ("review", "energiavirasto")
    assert row["how"] == "name in Swedish; a body in Sweden has the same name"
    assert meant("Energiavirasto / Energimyndigheten", with_actors(agency)) == "energiavirasto"
    swedish = "se-energimyndigheten,Energimyndigheten,,,state-agency,SE,,,"
    assert meant("Energimyndigheten", with_actors(swedish)) == "se-energimyndigheten"


@pytest.mark.parametrize(
    "name", ["Savonlinnan mlk", "Kankaanpään maalaiskunta", "Kangasniemen mlk", "Savonlinnan mlk:n kunnanvirasto"]
)
def test_a_former_rural_municipality_is_not_the_town_misspelled(name: str, index: NameIndex) -> None:
    assert meant(name, index) == "review"


@pytest.mark.parametrize(
    "name",
    [
        "Tampereen kauppakamari",
        "Oulun seurakuntayhtymä",
        "Turun kauppakamari",
        "Lapinlahti",
        "Göteborgs stad",
        "Sampo Oyj",
    ],
)
def test_what_is_not_in_the_registry_is_new(name: str, index: NameIndex) -> None:
    assert meant(name, index) == "new"


@pytest.mark.parametrize(
    ("name", "not_this"),
    [
        ("Pohjois-Pohjanmaan liitto", "rc-pohjanmaa"),
        ("Pohjanmaan liitto", "rc-pohjois-pohjanmaa"),
        ("Keski-Pohjanmaan liitto", "rc-pohjanmaa"),
        ("Kangasniemen kunta", "kankaanpaa"),
        ("Uusikaarlepyy", "uusikaupunki"),
        ("Helsingin kaupunki", "univ-helsinki"),
        ("Turun yliopisto", "uas-turku"),
        ("Region Skåne", "skanes-kommuner"),
    ],
)
def test_a_similar_name_is_never_linked_to_its_neighbour(name: str, not_this: str, index: NameIndex) -> None:
    assert meant(name, index) != not_this


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("Äänekoksen kaupunki", "aanekoski"),
        ("Savonlina", "savonlinna"),
        ("Tamperen kaupunki", "tampere"),
        ("Tampereen kapunki", "tampere"),
        ("Pohjois-Savon litto", "review"),
        ("Pohjois-Pohjamaan liitto", "rc-pohjois-pohjanmaa"),
        ("Savonlinnat", "review"),
        ("Vasaa", "review"),
    ],
)
def test_a_slip_of_the_pen_is_linked_where_nothing_else_is_near(name: str, result: str, index: NameIndex) -> None:
    row = one(name, index)
    assert meant(name, index) == result
    assert str(row["how"]).startswith("typo: ") is (result != "review")


@pytest.mark.parametrize(
    ("name", "at", "result"),
    [
        ("Honkajoki", 2020, "honkajoki"),
        ("Honkajoki", dt.date(2020, 12, 31), "honkajoki"),
        ("Honkajoki", dt.date(2021, 1, 1), "kankaanpaa"),
        ("Honkajoen kunta", 2021, "kankaanpaa"),
        ("Honkajoki", None, "review"),
        ("Kankaanpää", None, "kankaanpaa"),
        ("Nastola", 2021, "lahti"),
        ("Nastola", 2015, "review"),
        ("Nastola", None, "review"),
        ("Troms fylkeskommune", 2019, "troms"),
        ("Troms fylkeskommune", 2022, "troms-finnmark"),
        ("Troms og Finnmark fylkeskommune", 2018, "review"),
    ],
)
def test_the_date_decides_between_a_body_and_its_successor(
    name: str, at: dt.date | int | None, result: str, index: NameIndex
) -> None:
    assert meant(name, index, at) == result


def test_a_merger_is_named_with_its_day(index: NameIndex) -> None:
    assert one("Honkajoki", index, 2021)["how"] == "old municipality 2021-01-01"


def test_a_municipality_that_is_no_actor_is_new_with_its_code(index: NameIndex) -> None:
    row = one("Villmanstrands stad", index)
    assert (row["band"], row["actor_id"], row["municipality_code"]) == ("new", None, "405")
    assert row["candidate_1"] == "municipality:405"


def test_decisions_come_first_and_hold_for_other_ways_of_writing_the_name(index: NameIndex) -> None:
    decisions = {"Oulu": "business-oulu", "Lahti Oy": "new", "Vaasa": "leave-out"}
    assert one("OULU ", index, decisions=decisions)["actor_id"] == "business-oulu"
    assert one("lahti oy", index, decisions=decisions)["band"] == "new"
    assert one("Vaasa", index, decisions=decisions)["band"] == "leave-out"
    assert one("Vaasa", index, decisions=decisions)["how"] == "decision"
    assert one("Vaasan kaupunki", index, decisions=decisions)["actor_id"] == "vaasa"


def test_contradicting_decisions_hold_only_as_they_are_written(index: NameIndex) -> None:
    decisions = {"Oulu": "business-oulu", "OULU": "oulu"}
    found = link(["Oulu", "OULU", "oulu"], index, at=2020, decisions=decisions)
    assert found.frame["how"].tolist() == ["decision", "decision", "name"]


def test_a_decision_for_a_body_of_another_time_is_shown_again(index: NameIndex) -> None:
    row = one("Troms", index, 2022, decisions={"Troms": "troms"})
    assert (row["band"], row["how"]) == ("review", "decision; does not exist at the date")


def test_a_decision_must_name_a_known_body(index: NameIndex) -> None:
    with pytest.raises(ValumaError, match=r"about 'Lahti' names 'lahtii'.*did you mean 'lahti'"):
        link(["Lahti"], index, decisions={"Lahti": "lahtii"})


def test_decisions_of_an_index_hold_unless_the_call_says_otherwise() -> None:
    known = known_names(register(), decisions={"Oulu": "new"})
    assert meant("Oulu", known) == "new"
    assert one("Oulu", known, decisions={"Oulu": "oulu"})["actor_id"] == "oulu"


@pytest.mark.parametrize("names", ["Oulu", [None], [3.5]])
def test_a_name_is_text(names: object, index: NameIndex) -> None:
    with pytest.raises(ValumaError, match="expected"):
        link(names, index)  # type: ignore[arg-type]


@pytest.mark.parametrize("at", ["2020", 0, True])
def test_a_date_is_a_year_or_a_day(at: object, index: NameIndex) -> None:
    with pytest.raises(ValumaError, match="is no date"):
        link(["Oulu"], index, at=at)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "  ", "–", "()"])
def test_a_name_without_letters_is_for_review(name: str, index: NameIndex) -> None:
    assert (one(name, index)["band"], one(name, index)["how"]) == ("review", "no letters")


def test_both_unicode_forms_of_a_name_mean_the_same(index: NameIndex) -> None:
    for form in ("NFC", "NFD", "NFKD"):
        assert meant(unicodedata.normalize(form, "Äänekosken kaupunki"), index) == "aanekoski"


def test_a_linkage_has_one_row_a_distinct_name_and_counts_its_bands(index: NameIndex) -> None:
    found = link(["Oulu", "Tampereen", "Oulu", "Sampo Oyj"], index, at=2020)
    assert found.frame["name"].tolist() == ["Oulu", "Tampereen", "Sampo Oyj"]
    assert found.counts == {"linked": 1, "review": 1, "new": 1}
    assert repr(found) == "<Linkage: 1 linked, 1 review, 1 new>"
    assert found.to_series().dropna().to_dict() == {"Oulu": "oulu"}


def test_a_table_that_is_none_is_named() -> None:
    with pytest.raises(ValumaError, match="the table actors of the study is a list; expected a DataFrame"):
        known_names(SimpleNamespace(actors=[]))  # type: ignore[arg-type]


def test_no_names_make_an_empty_linkage(index: NameIndex) -> None:
    assert link([], index).counts == {"linked": 0, "review": 0, "new": 0}


def test_a_table_of_actors_is_enough() -> None:
    actors = pd.DataFrame({"actor_id": ["motiva"], "name": ["Motiva Oy"], "kind": ["state-company"]})
    assert meant("motiva", known_names({"actors": actors})) == "motiva"
    with pytest.raises(ValumaError, match="no table of actors"):
        known_names({})
