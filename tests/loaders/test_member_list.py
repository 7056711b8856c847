"""Member lists are found wherever they stand, and read without personal data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from member_lists import EMAIL, PERSON, PHONE, SECRETS, Rows, book

from valuma.loaders.members.reading import MemberList, read_member_list
from valuma.loaders.members.words import field_of, roles_of
from valuma.loaders.members.years import years_of
from valuma.schema.problems import StudyError, ValumaError
from valuma.survey.personal_data import contact_sort, without_personal_data

KNOWN = frozenset({"saarela", "korpi", "rantala", "aura", "business finland"})


def read(path: Path, **options: object) -> MemberList:
    return read_member_list(path, known=KNOWN, areas={"pohjoinen"}, **options)  # type: ignore[arg-type]


def names(members: MemberList) -> list[str]:
    return members.frame["name"].tolist()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lista.xlsx"


def test_the_header_is_found_below_titles(path: Path) -> None:
    rows: Rows = [
        ["Verkoston jäsenet"],
        [],
        ["Laatija: verkosto"],
        [],
        ["Kunta/organisaatio", "Rooli"],
        ["Saarela", "jäsen"],
    ]
    members = read(book(path, rows))
    assert (members.header_row, members.name_column) == (5, "Kunta/organisaatio")
    assert members.frame[["place", "name", "role"]].to_numpy().tolist() == [["A6", "Saarela", "member"]]


@pytest.mark.parametrize(
    "heading",
    [
        "Kunta/organisaatio",
        "Jäsen",
        "JÄSENKUNTA",
        "Organisaatio*",
        "Kommun",
        "Medlem / Jäsen",
        "Member",
        "Municipality",
        "Nimi",
    ],
)
def test_words_of_three_languages_tell_the_column_of_the_names(path: Path, heading: str) -> None:
    assert names(read(book(path, [["Nro", heading], [1, "Saarela"], [2, "Korpi"]]))) == ["Saarela", "Korpi"]


def test_a_header_of_two_rows_with_merged_cells(path: Path) -> None:
    rows: Rows = [
        ["Organisaatio", "Yhteyshenkilö", None, "Jäsenyys", None],
        [None, "Nimi", "Sähköposti", "Alkaen", "Päättynyt"],
        ["Saarela", PERSON, EMAIL, 2015, 2018],
    ]
    members = read(book(path, rows, merged=["A1:A2", "B1:C1", "D1:E1"]))
    assert members.frame[["name", "year_from", "year_to"]].to_numpy().tolist() == [["Saarela", 2015, 2018]]
    assert_silent(members)


def test_the_sheet_with_the_list_is_taken_and_a_hidden_one_is_named(path: Path) -> None:
    sheets = {
        "Ohje": [["Täytä lista"], ["ja lähetä"]],
        "Jäsenet": [["Kunta"], ["Saarela"]],
        "Vanha": [["Kunta"], ["Korpi"]],
    }
    members = read(book(path, sheets, hidden=["Vanha"]))
    assert (members.sheet, names(members)) == ("Jäsenet", ["Saarela"])
    assert "the hidden sheet 'Vanha'" in str(members.report)
    assert names(read(path, sheet="vanha")) == ["Korpi"]


def test_two_lists_are_not_guessed_between(path: Path) -> None:
    book(path, {"2019": [["Kunta"], ["Korpi"]], "2020": [["Kunta"], ["Saarela"]]})
    with pytest.raises(ValumaError, match="2 sheets hold a list: '2019', '2020'; choose one with --sheet"):
        read(path)
    assert names(read(path, sheet="2020")) == ["Saarela"]
    with pytest.raises(ValumaError, match="no sheet '2021'"):
        read(path, sheet="2021")


def test_two_columns_of_names_are_not_guessed_between(path: Path) -> None:
    book(path, [["Jäsen", "Medlem"], ["Saarela", "Holmby"]])
    with pytest.raises(ValumaError, match=r"'Jäsen' \(A\), 'Medlem' \(B\); choose one with --column"):
        read(path)
    assert names(read(path, column="medlem")) == ["Holmby"]
    assert names(read(path, column="A")) == ["Saarela"]
    with pytest.raises(ValumaError, match="there is no column 'X'"):
        read(path, column="X")


def test_a_plain_column_without_header_is_read_from_its_first_row(path: Path) -> None:
    members = read(book(path, [["Saarela"], ["Korpi"], ["Seura Aalto ry"]]))
    assert (members.header_row, names(members)) == (None, ["Saarela", "Korpi", "Seura Aalto ry"])
    assert "found no header" in str(members.report)


def test_without_header_the_column_of_known_names_is_taken(path: Path) -> None:
    members = read(book(path, [["jäsen", "Saarela", EMAIL], ["jäsen", "Korpi", EMAIL], ["kumppani", "Uusi ry", EMAIL]]))
    assert names(members) == ["Saarela", "Korpi", "Uusi ry"]
    assert_silent(members)


def test_a_sheet_without_a_list_says_what_to_do(path: Path) -> None:
    with pytest.raises(ValumaError, match="name the column of the names with --column"):
        read(book(path, [["foo", "bar"], ["b", "a"]]))


def test_rows_that_name_nobody_are_left_out_and_reported_by_row(path: Path) -> None:
    rows: Rows = [
        ["Organisaatio", "Rooli"], ["Kunnat", None], ["Pohjoinen", None], ["Saarela", "jäsen"], ["Korpi", "jäsen"],
        [None, "jäsen"], ["Yhteensä 2", None], ["Päivitetty 1.2.2020", None], [2020, None], ["Lähde: verkosto", None],
    ]  # fmt: skip
    members = read(book(path, rows))
    assert names(members) == ["Saarela", "Korpi"]
    left = [item.row for item in members.report.notes if "left out" in item.hint]
    assert sorted(left) == [2, 3, 6, 7, 8, 9, 10]


def test_what_may_be_a_name_stays(path: Path) -> None:
    assert names(read(book(path, [["Organisaatio"], ["Pohjoinen"], ["Summa Oy"]]))) == ["Pohjoinen", "Summa Oy"]


def test_numbering_and_footnote_marks_go(path: Path) -> None:
    assert names(read(book(path, [["Jäsen"], ["1. Saarela*"], ["2) Korpi²"], ["• Rantala"]]))) == [
        "Saarela",
        "Korpi",
        "Rantala",
    ]


def test_a_second_table_below_is_not_read(path: Path) -> None:
    rows: Rows = [["Jäsen", "Rooli"], ["Saarela", "jäsen"], [], ["Nimi", "Puhelin"], [PERSON, PHONE]]
    members = read(book(path, rows))
    assert names(members) == ["Saarela"]
    assert any(item.row == 4 and "second table" in item.found for item in members.report.warnings)
    assert_silent(members)


def test_years_come_as_years_dates_and_numbers_of_days(path: Path) -> None:
    rows: Rows = [
        ["Jäsen", "Liittynyt"],
        ["a", 2015],
        ["b", dt.date(2016, 3, 1)],
        ["c", 42_795],
        ["d", "1.3.2018"],
        ["e", "kevät"],
    ]
    members = read(book(path, rows))
    assert members.frame["year_from"].fillna(0).tolist() == [2015, 2016, 2017, 2018, 0]
    assert [item.column for item in members.report.warnings] == ["B6"]


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        (None, (None, None)), ("2015-2019", (2015, 2019)), ("2015 –", (2015, None)), ("3/2015", (2015, None)),
        ("2015-03-01", (2015, None)), ("alkaen 2015", (2015, None)), ("fr.o.m. 2015", (2015, None)),
        ("1.3.2015 - 31.12.2016", (2015, 2016)), (2015.0, (2015, None)), ("?", (None, None)), ("1.3.15", None),
        (7, None), ("2019-2015", None), (True, None),
    ],
)  # fmt: skip
def test_what_is_a_year(cell: object, years: object) -> None:
    assert years_of(cell) == years


def test_formulas_are_read_as_the_values_stored_with_them(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Kunta", "Liittynyt"])
        sheet.write_formula(1, 0, '=CONCATENATE("Saa","rela")', None, "Saarela")
        sheet.write_formula(1, 1, "=2000+15", None, 2015)
    assert read(path).frame[["name", "year_from"]].to_numpy().tolist() == [["Saarela", 2015]]


def test_roles_in_three_languages_and_words_that_are_none(path: Path) -> None:
    assert roles_of("Jäsen, ohjausryhmä") == (("member", "steering"), ())
    assert roles_of("Samordnare") == (("coordinator",), ())
    assert roles_of("Funder") == (("funder",), ())
    book(
        path,
        [["Jäsen", "Rooli"], ["Saarela", "tarkkailija"], ["Korpi", "Jäsen"], ["Rantala", "partneri?"], ["x", None]],
    )
    with pytest.raises(StudyError) as caught:
        read(path, role_words={"partneri?": "partner"})
    (problem,) = caught.value.problems.errors
    assert (problem.found, problem.row, problem.column) == ("'tarkkailija'", 2, "B2")
    assert "--role-word 'tarkkailija'=member" in problem.hint
    members = read(path, role_words={"Tarkkailija": "leave-out", "partneri": "partner"})
    assert members.frame[["name", "role"]].to_numpy().tolist() == [
        ["Korpi", "member"],
        ["Rantala", "partner"],
        ["x", ""],
    ]


def test_municipality_codes_get_their_zeros_back(path: Path) -> None:
    members = read(book(path, [["Kunta", "Kuntanumero"], ["Saarela", 20], ["Korpi", "030"], ["Rantala", "x"]]))
    assert members.frame["municipality_code"].tolist() == ["020", "030", ""]
    assert len(members.report.warnings) == 1


def test_semicolons_windows_letters_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "jäsenet.csv"
    path.write_bytes("Jäsen;Rooli\r\nÄhtävä;jäsen\r\n".encode("cp1252"))
    assert names(read(path)) == ["Ähtävä"]


def test_contact_columns_are_known_by_heading_or_by_content(path: Path) -> None:
    rows: Rows = [
        ["Organisaatio", "Yhteyshenkilö", "Tieto 1", "Tieto 2", "Tieto 3", None, "Asukasluku"],
        ["Saarela", "Xzq Yöö", EMAIL, PHONE, PERSON, "Kotikatu 1, 00100 Saarela", 100],
        ["Korpi", None, EMAIL, PHONE, PERSON, None, 200],
    ]
    members = read(book(path, rows))
    found = {item.column: item.found for item in members.report.notes}
    assert found["column B"] == "the contact column 'Yhteyshenkilö'"
    assert found["column C"] == "the contact column 'Tieto 1', recognised by e-mail addresses"
    assert found["column D"] == "the contact column 'Tieto 2', recognised by phone numbers"
    assert found["column E"] == "the contact column 'Tieto 3', recognised by names of persons"
    assert found["column F"] == "a contact column, recognised by addresses"
    assert found["column G"] == "the column 'Asukasluku'"
    assert_silent(members)


def test_members_who_are_persons_make_a_contact_column(path: Path) -> None:
    members = read(book(path, [["Jäsen", "Organisaatio"], [PERSON, "Saarela"], ["Matti Malli", "Korpi"]]))
    assert names(members) == ["Saarela", "Korpi"]
    assert_silent(members)


def test_personal_data_inside_cells_are_taken_out_and_the_cell_is_named(path: Path) -> None:
    rows: Rows = [
        ["Organisaatio", "Rooli", "Huomautukset"],
        [f"Saarela ({PERSON}, {EMAIL})", "jäsen", f"Soita {PERSON} {PHONE}"],
        [f"Korpi / {PERSON}", "jäsen", "vaihtuu keväällä"],
        [EMAIL, "jäsen", None],
        ["Uusi ry", PERSON, None],
    ]
    with pytest.raises(StudyError) as caught:
        read(book(path, rows))
    assert not any(secret in str(caught.value) for secret in SECRETS)
    members = read(book(path, rows[:4]), notes=True)
    assert members.frame[["name", "notes"]].to_numpy().tolist() == [["Saarela", "Soita"], ["Korpi", "vaihtuu keväällä"]]
    assert {item.column for item in members.report.notes} >= {"A2", "C2", "A3", "A4"}
    assert_silent(members)


def test_remarks_are_not_read_unless_asked_for(path: Path) -> None:
    members = read(
        book(
            path,
            [["Organisaatio", "Huomautukset"], ["Saarela", f"Soita {PERSON}"], ["Korpi", "uusi"], ["Rantala", "eroaa"]],
        )
    )
    assert members.frame["notes"].tolist() == ["", "", ""]
    assert "--notes" in str(members.report)


def test_a_first_row_of_persons_is_not_reported_as_a_heading(path: Path) -> None:
    members = read(book(path, [["Saarela", PERSON, PHONE], ["Korpi", "Matti Malli", PHONE]]))
    assert names(members) == ["Saarela", "Korpi"]
    assert_silent(members)


@pytest.mark.parametrize(
    "text",
    [
        "Saarela", "Aura", "Business Finland", "Keski-Järven liitto", "Suomen Yrittäjät", "Saarela (Pohjoisen liitto)",
        "Korpi 2015–2019", "Hallinnon Yhdistys ry 1234567-8", "Päätös 1.2.2015",
    ],
)  # fmt: skip
def test_what_is_no_person_stays_as_it_is(text: str) -> None:
    assert without_personal_data(text, KNOWN) == (text, ())


def test_municipalities_with_the_name_of_a_person_are_no_persons() -> None:
    assert contact_sort(["Aura", "Korpi"], KNOWN) == ""


def test_headings_about_persons_win() -> None:
    assert field_of("Organisaation yhteyshenkilö") == "contact"
    assert field_of("Jäsenen sähköposti") == "contact"
    assert field_of("Kunta / Kommun") == "place"


def assert_silent(members: MemberList) -> None:
    """Nothing of what stands in the planted cells has come out."""
    told = str(members.report) + members.frame.to_csv() + repr(members)
    assert [secret for secret in (*SECRETS, "Malli", "Xzq", "Kotikatu") if secret in told] == []
