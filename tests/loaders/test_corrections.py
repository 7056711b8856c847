"""Correction forms read back: what a coordinator answered becomes facts with the check as their source."""

from __future__ import annotations

import csv
import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from correction_forms import fill_in
from study_builder import CASE, add, build_study, change, write

import valuma as va
from valuma.loaders.changes import Changes
from valuma.loaders.corrections.importing import import_form
from valuma.loaders.corrections.values import Refused, amount_of, country_of, word_of, years_pair
from valuma.report.case_sheet.facts import CaseContext, case_facts
from valuma.report.case_sheet.form import form_bytes
from valuma.schema.problems import StudyError, ValumaError
from valuma.schema.vocabularies import LegalForm

LAKE = "lake-network"
DAY = "2020-05-04"
SOURCE = "coordinator-lake-network-2020-05-04"
#: Forms by fingerprint of the study and language.
FORMS: dict[tuple[str, str], bytes] = {}


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return build_study(tmp_path / "study")


def form(lake: Path, lang: str = "en") -> Path:
    study = va.read_study(lake)
    key = (study.fingerprint, lang)
    if key not in FORMS:
        context = CaseContext(study, LAKE)
        facts = case_facts(study, LAKE, lang, context=context)
        FORMS[key] = form_bytes(facts, context.sources, fingerprint=study.fingerprint)
    path = lake.parent / f"form-{lang}.xlsx"
    path.write_bytes(FORMS[key])
    return path


def answered(lake: Path, answers: dict[str, dict[str, Any]], *, lang: str = "en", **more: Any) -> Changes:
    """The change of a form with these answers."""
    status = more.pop("status", None)
    date = more.pop("on", DAY)
    filled = fill_in(form(lake, lang), lake.parent / "filled.xlsx", answers, **more)
    return import_form(filled, lake, date=date, status=status)


def card(changes: Changes) -> dict[str, Any]:
    """The card as it would be."""
    name = f"{CASE}/card.toml"
    return tomllib.loads((changes.contents.get(name) or (changes.root / name).read_bytes()).decode())


def members(changes: Changes) -> list[dict[str, str]]:
    """The member list as it would be."""
    name = f"{CASE}/members.csv"
    data = changes.contents.get(name) or (changes.root / name).read_bytes()
    return list(csv.DictReader(data.decode().splitlines()))


def claims(changes: Changes, field: str) -> list[tuple[str, bool, str]]:
    return [(str(c["value"]), c["used"], c["source"]) for c in card(changes).get("claims", []) if c["field"] == field]


def told(changes: Changes) -> list[str]:
    """What a person is told, but for lines that were left empty."""
    return [str(item) for item in changes.report if "without an answer" not in item.found]


# ---------------------------------------------------------------- single fields


def test_a_corrected_year_changes_the_card_and_keeps_the_former_one_as_a_claim(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "no", "corrected": 2011}})
    assert card(changes)["founded"] == 2011
    assert card(changes)["source_of"]["founded"] == [SOURCE]
    assert claims(changes, "founded") == [
        ("2012", False, "land-survey"),
        ("2013", False, "lake-page"),
        ("2011", True, SOURCE),
    ]
    assert changes.check().errors == []


def test_the_check_becomes_a_source_with_organisation_and_day_and_no_person(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "yes"}})
    rows = list(csv.DictReader(changes.contents["cases/registry/sources.csv"].decode().splitlines()))
    row = next(row for row in rows if row["source_id"] == SOURCE)
    assert row["title"] == "Coordinator's check of the case sheet, 2020-05-04"
    assert (row["publisher"], row["published"]) == ("Suurkylä", DAY)


def test_a_confirmed_fact_names_the_check_beside_its_source(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "yes"}, "B1": {"correct": "yes"}, "T1": {"correct": "yes"}})
    sources = card(changes)["source_of"]
    assert sources["founded"] == ["land-survey", SOURCE]
    assert sources["coordinator"] == ["lake-page", SOURCE]
    assert sources["themes.water"] == [SOURCE]
    assert "claims" not in changes.frame["table"].tolist()
    assert changes.check().errors == []


def test_a_reading_that_is_confirmed_or_corrected_is_the_curators_no_longer(lake: Path) -> None:
    changes = answered(lake, {"A5": {"correct": "yes"}, "B3": {"correct": "no", "corrected": "State-led"}})
    assert card(changes)["curators_reading"] == ["policy_fields"]
    assert card(changes)["governance"] == "state-led"
    assert changes.check().errors == []


def test_labels_are_understood_in_every_language_whatever_the_form_is_in(lake: Path) -> None:
    changes = answered(
        lake,
        {
            "B4": {"correct": "nej", "corrected": "yhdistys"},
            "A6": {"correct": "ei", "corrected": "urban policy; saaristopolitiikka"},
            "A9": {"corrected": "2019"},
            "B2": {"corrected": "finns inte"},
            "A7": {"correct": "no", "corrected": "Ruotsi"},
        },
        lang="sv",
    )
    new = card(changes)
    assert (new["legal_form"], new["policy_fields"], new["ended"], new["host"], new["country"]) == (
        "association", ["urban", "archipelago"], 2019, "none", "SE",
    )  # fmt: skip


def test_do_not_know_and_empty_lines_change_nothing(lake: Path) -> None:
    changes = answered(lake, {key: {"correct": "do not know"} for key in ("A1", "A8", "N1")})
    assert not changes
    assert changes.frame.empty


def test_no_without_a_value_makes_a_fact_unknown_and_keeps_the_claim(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "no"}})
    assert "founded" not in card(changes)
    assert "founded" not in card(changes).get("source_of", {})
    assert claims(changes, "founded")[0] == ("2012", False, "land-survey")
    assert changes.check().errors == []


def test_a_corrected_name_is_no_longer_our_translation(lake: Path) -> None:
    changes = answered(lake, {"A2": {"correct": "no", "corrected": "Insjönätverket"}})
    assert card(changes)["name"] == {
        "fi": "Järviverkosto", "sv": "Insjönätverket", "en": "Lake network", "translated": ["en"],
    }  # fmt: skip


def test_comments_and_layout_of_the_card_stay(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", 'country = "FI"\n', 'country = "FI"  # all of it\n\n')
    changes = answered(lake, {"A8": {"correct": "no", "corrected": 2011}})
    assert b'country = "FI"  # all of it\n\n' in changes.contents[f"{CASE}/card.toml"]


def test_a_confirmed_name_is_no_longer_our_translation(lake: Path) -> None:
    changes = answered(lake, {"A2": {"correct": "yes"}})
    assert card(changes)["name"]["translated"] == ["en"]
    assert ("name.translated", "sv;en", "en") in [(row.field, row.was, row.becomes) for row in changes.changes]
    both = answered(lake, {"A2": {"correct": "yes"}, "A3": {"correct": "no", "corrected": "Lakes network"}})
    assert "translated" not in card(both)["name"]
    assert both.check().errors == []


def test_several_countries_can_be_said(lake: Path) -> None:
    changes = answered(lake, {"A7": {"correct": "no", "corrected": "useita maita"}})
    assert card(changes)["country"] == "not-applicable"
    assert changes.check().errors == []


# ---------------------------------------------------------------- entries of lists


def test_a_corrected_number_of_members_stands_beside_the_former_one(lake: Path) -> None:
    changes = answered(lake, {"N1": {"correct": "no", "corrected": "6"}})
    counts = [(c["n_low"], c["n_high"], c["year"], c["used"], c["source"]) for c in card(changes)["member_counts"]]
    assert counts == [(4, 5, 2020, False, "lake-page"), (6, 6, 2020, True, SOURCE)]
    assert claims(changes, "member_counts.municipalities") == [
        ("4–5 (2020)", False, "lake-page"),
        ("6 (2020)", True, SOURCE),
    ]
    assert changes.check().errors == []


def test_periods_sums_and_bodies_are_corrected_with_the_check_as_source(lake: Path) -> None:
    changes = answered(
        lake,
        {
            "C1": {"correct": "no", "corrected": "2018–2021"},
            "F1": {"correct": "no", "corrected": "120 000 €"},
            "D1": {"correct": "no", "corrected": "Kolme kuntaa ja ministeriö"},
        },
    )
    new = card(changes)
    assert (new["periods"][0]["to"], new["periods"][0]["source"]) == (2021, SOURCE)
    assert (new["funding"][0]["amount"], new["funding"][0]["currency"]) == (120000, "EUR")
    assert new["bodies"][0]["composition"] == "Kolme kuntaa ja ministeriö"
    assert claims(changes, "periods.project (2018–2020)")[0] == ("2018–2020", False, "lake-page")
    assert changes.check().errors == []


def test_an_entry_that_is_wrong_goes_and_is_kept_as_a_claim(lake: Path) -> None:
    changes = answered(lake, {"T1": {"correct": "no"}})
    assert "themes" not in card(changes)
    assert claims(changes, "themes.water") == [("water", False, "lake-page")]


# ---------------------------------------------------------------- members


def test_answers_about_members(lake: Path) -> None:
    changes = answered(
        lake,
        {
            "M1": {"still": "yes"},
            "M2": {"still": "no, has left", "right_years": "-2018"},
            "M3": {"still": "was never a member"},
            "M4": {"still": "yes", "right_role": "jäsen"},
            "M5": {"still": "do not know"},
        },
    )
    rows = [
        (r["actor_id"], r["role"], r["year_from"], r["year_to"], r["observed_year"], r["source_id"])
        for r in members(changes)
    ]
    assert sorted(rows) == [
        ("lake-leader", "member", "", "", "2020", SOURCE),
        ("min-land", "funder", "2018", "2020", "2019", "lake-page"),
        ("rantala", "member", "", "2018", "", SOURCE),
        ("suurkyla", "coordinator", "2012", "", "2019", "lake-page"),
        ("suurkyla", "coordinator", "2012", "", "2020", SOURCE),
    ]
    assert claims(changes, "members.saarela") == [
        ("member, 2015–2019", False, "lake-page"), ("never member", True, SOURCE),
    ]  # fmt: skip
    assert claims(changes, "members.rantala")[0] == ("member, seen 2019", False, "lake-page")
    assert changes.check().errors == []


def test_who_left_in_an_unknown_year_left_at_the_latest_in_that_of_the_check(lake: Path) -> None:
    changes = answered(lake, {"M2": {"still": "no, has left"}})
    row = next(row for row in members(changes) if row["actor_id"] == "rantala")
    assert (row["year_to"], row["source_id"]) == ("2020", SOURCE)
    assert row["notes"] == "No longer a member on 2020-05-04; the year it left was not said."


def test_members_added_by_name_are_linked_and_unsure_ones_wait(lake: Path) -> None:
    text = (lake / CASE / "card.toml").read_text(encoding="utf-8")
    missing = text[text.index("[[members_missing]]") : text.index("[[funding]]")]
    change(lake, f"{CASE}/card.toml", missing, "")
    changes = answered(lake, {}, new=[("Korpi", None, "2016–"), ("Aivan Tuntematon Taho", "partner", None)])
    row = next(row for row in members(changes) if row["actor_id"] == "korpi")
    assert (row["role"], row["year_from"], row["source_id"]) == ("member", "2016", SOURCE)
    waiting = changes.contents[f"{CASE}/names.csv"].decode("utf-8-sig")
    assert "Aivan Tuntematon Taho" in waiting
    assert any("Aivan Tuntematon Taho" in item.found for item in changes.report.warnings)
    assert changes.check().errors == []


@pytest.mark.parametrize(
    "names",
    [
        ["Matti Meikäläinen"], ["pekka@kunta.example"], ["040 123 4567"],
        ["Korpi", "Matti Meikäläinen", "pekka@kunta.example", "Tuntematon Taho", "040 123 4567"],
    ],
)  # fmt: skip
def test_a_new_member_that_reads_like_a_person_is_reported_by_its_cell_and_never_repeated(
    lake: Path, names: list[str]
) -> None:
    changes = answered(lake, {"A8": {"correct": "yes"}}, new=[(name, None, None) for name in names])
    people = {f"New members!A{k}" for k, name in enumerate(names, start=2) if name not in ("Korpi", "Tuntematon Taho")}
    dropped = {item.column for item in changes.report.warnings if "not taken" in item.hint}
    assert dropped == people
    everything = str(list(changes.report)) + changes.frame.to_string() + str(changes.contents)
    assert not any(word in everything for word in ("Matti", "Meikäläinen", "pekka", "123 4567"))


def test_what_the_import_of_new_members_says_names_cells_of_the_form(lake: Path) -> None:
    changes = answered(lake, {}, new=[("Korpi", None, "2016–"), ("Korpi", None, "2017–")])
    assert any("in New members!A2, New members!A3" in item.found for item in changes.report.warnings)
    assert {item.file for item in changes.report} == {"filled.xlsx"}


def test_personal_data_in_other_cells_are_not_repeated_in_a_message(lake: Path) -> None:
    with pytest.raises(StudyError) as raised:
        answered(
            lake,
            {"A8": {"correct": "pekka@kunta.example"}, "M2": {"still": "yes", "right_role": "Matti Meikäläinen"}},
            new=[("Korpi", "pekka@kunta.example", None)],
        )
    assert len(raised.value.problems.errors) == 3
    assert not any(word in str(raised.value) for word in ("pekka", "Matti"))


def test_a_plain_no_about_a_member_is_read_as_has_left_and_said(lake: Path) -> None:
    changes = answered(lake, {"M2": {"still": "no"}})
    assert next(row for row in members(changes) if row["actor_id"] == "rantala")["year_to"] == "2020"
    assert (
        "note: filled.xlsx, Members!F3: found a plain no on line M2, which is read as: no, has left; expected whether "
        "it has left or was never a member"
    ) in told(changes)


def test_an_answer_about_a_member_in_two_roles_is_about_both(lake: Path) -> None:
    add(lake, f"{CASE}/members.csv", "rantala,funder,2018,,2019,land-survey\n")
    rows = [
        (row["role"], row["source_id"])
        for row in members(answered(lake, {"M3": {"still": "yes"}}))
        if row["actor_id"] == "rantala"
    ]
    assert sorted(rows) == [
        ("funder", SOURCE), ("funder", "land-survey"), ("member", SOURCE), ("member", "lake-page"),
    ]  # fmt: skip
    gone = answered(lake, {"M3": {"still": "was never a member"}})
    assert "rantala" not in [row["actor_id"] for row in members(gone)]
    one = answered(lake, {"M3": {"still": "yes", "right_role": "partner"}})
    assert [row["role"] for row in members(one) if row["actor_id"] == "rantala"] == ["partner"]
    assert ("rantala funder", "actor_id", "") in [(row.key, row.field, row.becomes) for row in one.changes]
    assert [changes.check().errors for changes in (gone, one)] == [[], []]


# ---------------------------------------------------------------- status and day


def test_a_draft_becomes_checked_when_every_line_was_answered(lake: Path) -> None:
    assert card(answered(lake, {}, rest="do not know"))["status"] == "checked"
    assert card(answered(lake, {"A8": {"correct": "yes"}}))["status"] == "draft"
    assert card(answered(lake, {"A8": {"correct": "yes"}}, status="checked"))["status"] == "checked"


def test_the_day_comes_from_the_call_or_from_the_form(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "yes"}}, on=None, date=datetime.date(2021, 2, 3))
    assert "coordinator-lake-network-2021-02-03" in card(changes)["source_of"]["founded"]
    with pytest.raises(ValumaError, match="no day of the check"):
        answered(lake, {"A8": {"correct": "yes"}}, on=None)


def test_the_day_of_the_call_holds_and_a_different_one_in_the_form_is_said(lake: Path) -> None:
    changes = answered(lake, {"A8": {"correct": "yes"}}, on="4.5.2020", date=datetime.date(2019, 2, 3))
    assert SOURCE in card(changes)["source_of"]["founded"]
    assert told(changes) == [
        "warning: filled.xlsx: found the day 2019-02-03 in the form and 2020-05-04 in the call; expected the same day "
        "(2020-05-04 is taken)"
    ]
    assert told(answered(lake, {"A8": {"correct": "yes"}}, date=datetime.date(2020, 5, 4))) == []
    with pytest.raises(ValumaError, match="'May' is no day"):
        answered(lake, {"A8": {"correct": "yes"}}, on="May")


def test_a_check_before_a_member_joined_is_a_warning(lake: Path) -> None:
    changes = answered(lake, {"M1": {"still": "yes"}, "M3": {"still": "yes"}}, on="2013-05-04")
    assert told(changes) == [
        "warning: filled.xlsx, Members!F4: found a check of 2013-05-04 that confirms a member from 2015 on line M3; "
        "expected a day in 2015 or later"
    ]


# ---------------------------------------------------------------- what is refused


def test_everything_wrong_with_a_form_is_said_at_once_with_its_cell(lake: Path) -> None:
    with pytest.raises(StudyError) as raised:
        answered(
            lake,
            {
                "A8": {"correct": "no", "corrected": "long ago"},
                "B4": {"correct": "no", "corrected": "asociation"},
                "A9": {"correct": "perhaps"},
                "A5": {"correct": "yes", "corrected": "advocacy"},
                "M2": {"still": "yes", "right_role": "memebr"},
            },
            new=[(None, "member", None)],
        )
    found = {item.column: (item.found, item.hint) for item in raised.value.problems.errors}
    assert set(found) == {"Facts!F9", "Facts!F15", "Facts!E10", "Facts!F6", "Members!G3", "New members!A2"}
    assert "did you mean 'association'" in found["Facts!F15"][1]
    assert "did you mean 'member'" in found["Members!G3"][1]


def test_a_line_made_from_another_state_of_the_card_is_refused(lake: Path) -> None:
    made = form(lake)
    change(lake, f"{CASE}/card.toml", "founded = 2012\n", "founded = 2013\n")
    change(lake, f"{CASE}/card.toml", 'value = "2012"\nused = true', 'value = "2012"\nused = false')
    filled = fill_in(made, lake.parent / "filled.xlsx", {"A8": {"correct": "yes"}})
    with pytest.raises(StudyError, match="'2013', as the card says now"):
        import_form(filled, lake, date=DAY)


def test_another_workbook_is_no_form(lake: Path, tmp_path: Path) -> None:
    from valuma.formats.workbook.writing import ColumnOut, SheetOut, workbook_bytes

    path = tmp_path / "other.xlsx"
    path.write_bytes(workbook_bytes([SheetOut("Members", [ColumnOut("a", "Name")], [["Oulu"]])], title="x"))
    with pytest.raises(StudyError, match="a correction form"):
        import_form(path, lake, date=DAY)


def test_personal_data_in_a_corrected_text_are_refused_and_remarks_never_stored(lake: Path) -> None:
    with pytest.raises(StudyError, match="without an e-mail address"):
        answered(lake, {"D1": {"correct": "no", "corrected": "Kunnat; kysy anna.esimerkki@suurkyla.example"}})
    changes = answered(lake, {"A8": {"correct": "yes", "remark": "Soita Anna Esimerkille"}})
    assert any("Soita Anna" in item.found for item in changes.report.notes)
    assert all(b"Soita" not in data for data in changes.contents.values())


def test_messages_read_as_sentences(lake: Path) -> None:
    changes = answered(
        lake, {"A8": {"correct": "yes", "remark": "Ask again"}, "P1": {"correct": "no", "corrected": "Toisin"}}
    )
    said = [str(item) for item in changes.report]
    assert "note: filled.xlsx, Facts!H9: found the remark 'Ask again' on line A8; expected somebody to read it " in (
        "".join(said).replace("(it is not stored)", "")
    )
    assert any(
        "found 'Toisin' on line P1; expected a change that somebody makes in the card by hand" in x for x in said
    )
    every = {f"M{k}": {"still": "do not know"} for k in range(1, 6)}
    nearly = answered(lake, {**every, "A8": {}}, rest="do not know")
    assert any("found 1 line without an answer; expected an answer on every line" in str(x) for x in nearly.report)
    assert any(" lines without an answer; expected" in line for line in said)


def test_what_only_a_person_can_decide_is_said_and_not_written(lake: Path) -> None:
    changes = answered(
        lake,
        {
            "B1": {"correct": "no", "corrected": "Jokin Aivan Muu Oy"},
            "P1": {"correct": "no", "corrected": "Toisin"},
            "B5": {"corrected": "the board or steering group"},
        },
    )
    assert card(changes)["coordinator"] == "suurkyla"
    assert card(changes)["joining_decision_by"] == "board"
    assert len(changes.report.warnings) == 2


def test_a_form_read_twice_changes_nothing_the_second_time(lake: Path) -> None:
    answers = {
        "A8": {"correct": "no", "corrected": 2011},
        "A5": {"correct": "yes"},
        "N1": {"correct": "no", "corrected": "6"},
        "C1": {"correct": "no", "corrected": "2018–2021"},
        "V1": {"correct": "yes"},
        "T1": {"correct": "no"},
        "M1": {"still": "yes"},
        "M2": {"still": "no, has left"},
        "M3": {"still": "was never a member"},
    }
    answers.pop("V1")
    changes = answered(lake, answers)
    changes.write()
    assert va.check(lake).errors == []
    again = import_form(lake.parent / "filled.xlsx", lake, date=DAY)
    assert not again
    assert again.frame.empty


def test_nothing_is_written_before_it_is_asked_for(lake: Path) -> None:
    before = (lake / CASE / "card.toml").read_bytes()
    changes = answered(lake, {"A8": {"correct": "no", "corrected": 2011}})
    assert (lake / CASE / "card.toml").read_bytes() == before
    assert len(changes.write()) == 2
    assert va.read_study(lake).networks.set_index("network_id").loc[LAKE, "founded"] == 2011


def test_a_claim_of_its_own_is_confirmed_or_corrected(lake: Path) -> None:
    add(
        lake,
        f"{CASE}/card.toml",
        '\n[[claims]]\nfield = "call.share"\nvalue = "80 per cent"\nused = true\nsource = "lake-page"\n'
        '\n[[claims]]\nfield = "call.share"\nvalue = "70 per cent"\nused = false\nsource = "land-survey"\n',
    )
    changes = answered(lake, {"V1": {"correct": "no", "corrected": "75 per cent"}})
    assert claims(changes, "call.share") == [
        ("80 per cent", False, "lake-page"), ("70 per cent", False, "land-survey"), ("75 per cent", True, SOURCE),
    ]  # fmt: skip


def test_a_network_without_a_known_coordinator_needs_the_organisation_from_the_form(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", 'coordinator = "suurkyla"\n', "")
    write(lake, f"{CASE}/members.csv", (lake / CASE / "members.csv").read_text().replace("coordinator", "member"))
    with pytest.raises(ValumaError, match="organisation that checked is not known"):
        answered(lake, {"A8": {"correct": "yes"}})


def test_persons_beside_the_organisation_that_checked_are_left_out_and_said(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", 'coordinator = "suurkyla"\n', "")
    write(lake, f"{CASE}/members.csv", (lake / CASE / "members.csv").read_text().replace("coordinator", "member"))
    told = "Suurkylän kaupunki, Maija Virtanen 040 1234567 / 050 7654321 maija@suurkyla.example"
    changes = answered(lake, {"A8": {"correct": "yes"}}, organisation=told)
    row = changes.contents["cases/registry/sources.csv"].decode().splitlines()[-1]
    assert "Suurkylän kaupunki" in changes.contents["cases/registry/sources.csv"].decode()
    assert "a phone number" in str(changes.report)
    everything = f"{row} {changes.report} {changes.frame.to_string()} {list(changes.contents.values())!r}"
    assert not [word for word in ("Virtanen", "1234567", "7654321", "maija@") if word in everything]


def test_a_card_that_begins_with_a_byte_order_mark_keeps_it(lake: Path) -> None:
    write(lake, f"{CASE}/card.toml", b"\xef\xbb\xbf" + (lake / CASE / "card.toml").read_bytes())
    changes = answered(lake, {"A8": {"correct": "no", "corrected": 2011}})
    assert changes.contents[f"{CASE}/card.toml"].startswith(b'\xef\xbb\xbfid = "lake-network"')
    assert changes.check().errors == []


# ---------------------------------------------------------------- values


def test_words_sums_and_years_as_people_write_them() -> None:
    assert word_of("Förening", LegalForm) == "association"
    assert amount_of("1 250 000 SEK").value == 1_250_000
    assert amount_of("12.500,50 EUR").value == 12_500.5
    assert years_pair("–2019") == (None, 2019)
    assert country_of("Britannia") == "GB"
    with pytest.raises(Refused):
        amount_of("paljon")
