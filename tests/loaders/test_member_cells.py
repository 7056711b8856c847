"""Rows and cells of member lists as they come: remarks, titles, two numbers, several names, totals between rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from member_lists import Rows, book
from study_builder import ACTORS, CARD, CASE, CODING_RULES, build_study, write

from valuma.loaders.members.importing import MemberImport, import_members
from valuma.loaders.members.reading import MemberList, read_member_list
from valuma.loaders.members.words import field_of
from valuma.loaders.members.years import years_of
from valuma.schema.problems import StudyError, ValumaError
from valuma.survey.personal_data import contact_sort, without_personal_data

KNOWN = frozenset({"saarela", "korpi", "rantala", "salo"})
NAMES = f"{CASE}/names.csv"
REGISTER = "cases/registry/municipalities.csv"
#: A municipality of the register that became part of Rantala (010) in 2017.
OLD = "040,Vanhala,01,01,900,60.0,25.1,no,land-survey,2016-12-31,010"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = build_study(tmp_path / "tutkimus")
    write(path, f"{CASE}/card.toml", CARD.replace("\nn = 2\n", "\nn = 1\n"))
    rule = '\n[kind.association]\nside = "civil-society"\nlevels = ["local", "regional", "national"]\n'
    write(path, "cases/registry/coding_rules.toml", CODING_RULES + rule)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lista.xlsx"


def read(path: Path, rows: Rows, **options: object) -> MemberList:
    return read_member_list(book(path, rows), known=KNOWN, areas={"pohjoinen"}, **options)  # type: ignore[arg-type]


def names(members: MemberList) -> list[str]:
    return members.frame["name"].tolist()


def run(folder: Path, path: Path, rows: Rows, **options: object) -> MemberImport:
    options = {"network": "lake-network", "source": "lake-page", **options}
    return import_members(folder, book(path, rows), **options)  # type: ignore[arg-type]


def decide(folder: Path, name: str, **cells: str) -> None:
    frame = pd.read_csv(folder / NAMES, sep=";", dtype=str, keep_default_na=False).set_index("name")
    for column, value in cells.items():
        frame.loc[name, column] = value
    frame.to_csv(folder / NAMES, sep=";", encoding="utf-8-sig")


@pytest.mark.parametrize(
    "row",
    [
        ["Uusi Toimija ry", "kunta", "jäsen"],
        ["Saarela", "jäsen", "edustaja vaihtuu"],
        ["Saarela", "jäsen", "ks. puh. luettelo"],
        ["Kumppani", "jäsen", "sähköposti puuttuu"],
    ],
)
def test_words_of_headings_in_a_row_do_not_end_the_list(path: Path, row: list[str]) -> None:
    members = read(path, [["Organisaatio", "Rooli", "Lisätieto"], ["Korpi", "jäsen"], row, ["Rantala", "jäsen"]],
                   role_words={"kunta": "member"})  # fmt: skip
    assert names(members)[-1] == "Rantala"
    assert members.whole


def test_the_same_header_on_the_next_page_does_not_end_the_list(path: Path) -> None:
    header = ["Organisaatio", "Rooli"]
    members = read(path, [header, ["Korpi", "jäsen"], [], header, ["Rantala", "jäsen"]])
    assert (names(members), members.whole) == (["Korpi", "Rantala"], True)


def test_another_header_ends_the_list_and_nothing_is_removed_then(folder: Path, path: Path) -> None:
    rows: Rows = [["Jäsen", "Rooli", "Liittynyt"], ["Korpi", "jäsen", 2015], ["Nimi", "Rooli", "Puhelin"], ["x", "y"]]
    assert not read(path, rows).whole
    with pytest.raises(ValumaError, match="only as far as a second table; no row can be removed"):
        run(folder, path, rows, remove_absent=True)


def test_a_list_of_which_nothing_was_read_says_why(path: Path) -> None:
    with pytest.raises(ValumaError, match=r"(?s)no organisation is named.*row 3.*a total"):
        read(path, [["Organisaatio", "Rooli"], ["Kunnat", None], ["Yhteensä 2", None]])


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("Korpi 040 1234567 / 050 7654321", "Korpi"),
        ("Korpi 0401234567 0507654321", "Korpi"),
        ("Korpi p. 050-9876543 (0509876)", "Korpi"),
        ("Korpi +358 40 123 4567 +358 50 765 4321", "Korpi"),
        ("Korpi (040 1234567, 050 7654321)", "Korpi"),
        ("Korpi 2015-2019 0401234567", "Korpi 2015-2019"),
        ("Korpi xzq.zorjanen(a)korpi.example", "Korpi"),
        ("Korpi xzq.zorjanen at korpi.example", "Korpi"),
        ("Korpi xzq.zorjanen [a] korpi.example", "Korpi"),
        ("Korpi (xzq.zorjanen@korpi.example, 040 1234567)", "Korpi"),
        ("Korpi: Maija Zorjanen", "Korpi"),
        ("Korpi:Maija Zorjanen", "Korpi"),
        ("Korpi kehitysjohtaja Zorjanen", "Korpi"),
        ("Korpi, yht.hlö Zorjanen", "Korpi"),
        ("Korpi prof. Xzq Zorjanen", "Korpi"),
        ("Korpi kunnanjohtaja Salo", "Korpi"),
    ],
)
def test_numbers_addresses_and_persons_in_a_cell_are_taken_out(cell: str, left: str) -> None:
    cleaned = without_personal_data(cell, KNOWN)
    assert cleaned.text == left
    assert cleaned.taken_out


@pytest.mark.parametrize(
    "cell",
    [
        "Korpi (a) Salo",
        "Hanke: Pohjoisen seutu",
        "koordinaattori Salo",
        "johtaja Korven kunta",
        "Klo 10:30",
        "9 000",
    ],
)
def test_what_looks_alike_and_is_no_personal_data_stays(cell: str) -> None:
    assert without_personal_data(cell, KNOWN) == (cell, ())


def test_a_line_of_places_holds_no_person() -> None:
    text = "Salo\nTurku\nKaarina\nLieto"
    assert without_personal_data(text, {"salo", "turku", "kaarina", "lieto"}) == (text, ())


def test_a_column_with_two_numbers_a_cell_is_one_of_numbers() -> None:
    assert contact_sort(["040 1234567 / 050 7654321", "0401234567 0507654321"]) == "phone numbers"


def test_a_rare_name_in_a_heading_or_among_roles_is_not_repeated(path: Path) -> None:
    members = read(path, [["Organisaatio", "Xzq Zorjanen"], ["Korpi", "a"], ["Salo", "b"]])
    assert "Zorjanen" not in str(members.report)
    assert "column B" in str(members.report)
    with pytest.raises(StudyError, match="B2") as caught:
        read(path, [["Organisaatio", "Rooli"], ["Korpi", "Xzq Zorjanen"]])
    assert "Zorjanen" not in str(caught.value)


def _with_old(folder: Path, *, actor: bool) -> None:
    header, *rows = (folder / REGISTER).read_text(encoding="utf-8").splitlines()
    write(folder, REGISTER, "\n".join([f"{header},valid_to,merged_into", *(f"{row},," for row in rows), OLD]) + "\n")
    if actor:
        write(folder, "cases/registry/actors.csv",
              ACTORS + "vanhala,Vanhala,municipality,municipal,local,not-applicable,FI,040\n")  # fmt: skip


def test_the_code_of_an_old_municipality_agrees_with_its_own_actor(folder: Path, path: Path) -> None:
    _with_old(folder, actor=True)
    made = run(folder, path, [["Kunta", "Kuntanumero"], ["Vanhala", "040"]], date=2016)
    assert (made.waiting, made.frame.loc[0, "actor_id"]) == ((), "vanhala")


def test_one_contradicting_code_of_two_makes_the_name_wait(folder: Path, path: Path) -> None:
    made = run(folder, path, [["Kunta", "Kuntanumero"], ["Korpi", "030"], ["Korpi", "010"]])
    assert made.waiting == ("Korpi",)
    assert "code 010 beside the name of 'korpi'" in str(made.report)


def test_a_contradicting_code_keeps_a_municipality_of_the_register_waiting(folder: Path, path: Path) -> None:
    line = "korpi,Korpi,municipality,municipal,local,not-applicable,FI,030\n"
    write(folder, "cases/registry/actors.csv", ACTORS.replace(line, ""))
    made = run(folder, path, [["Kunta", "Kuntanumero"], ["Korpi", "010"]])
    assert made.waiting == ("Korpi",)
    assert "actors" not in set(made.changes.frame["table"])


def test_years_to_come_stay_unknown_with_a_warning(folder: Path, path: Path) -> None:
    rows: Rows = [["Kunta", "Liittynyt"], ["Korpi", 2035], ["Rantala", 2020]]
    made = run(folder, path, rows)
    years = made.frame.set_index("name")["year_from"]
    assert (years["Korpi"], years["Rantala"]) == ("", "2020")
    assert [item.found for item in made.report.warnings] == ["the year 2035"]
    assert run(folder, path, rows, date=2034).frame.set_index("name").loc["Korpi", "year_from"] == "2035"


@pytest.mark.parametrize(
    ("cell", "years"),
    [("2020-21", (2020, 2021)), ("2020–21", (2020, 2021)), ("2008–09", (2008, 2009)), ("2020/21", (2020, 2021)),
     ("2015-03", (2015, None)), ("2020-15", None)],
)  # fmt: skip
def test_a_last_year_of_two_digits(cell: str, years: object) -> None:
    assert years_of(cell) == years


def test_a_column_of_bodies_and_persons_is_the_column_of_the_names(path: Path) -> None:
    rows: Rows = [["Organisaatio / yhteyshenkilö"], ["Korpi / Maija Zorjanen"], ["Salo / Matti Zorjanen"]]
    assert names(read(path, rows)) == ["Korpi", "Salo"]
    assert field_of("Jäsen / varajäsen") == field_of("Jäsenen nimi / yhteyshenkilö") == "contact"
    assert [field_of(text) for text in ("Taustayhteisö", "Järjestö", "Taustaorganisaatio", "Vuosi")] == [
        "organisation", "organisation", "organisation", "years",
    ]  # fmt: skip


def test_totals_and_headings_between_rows_are_reported(path: Path) -> None:
    between = [
        "Kuntia yhteensä",
        "Yht.",
        "Kaikki yhteensä",
        "Jäseniä 57",
        "POHJOINEN:",
        "Lapin maakunta",
        "Yhteensä: 3",
    ]
    rows: Rows = [["Organisaatio", "Rooli"], ["Korpi", "jäsen"], *([text, None] for text in between), ["Salo", "jäsen"]]
    members = read(path, rows)
    assert names(members) == ["Korpi", "Salo"]
    assert [item.row for item in members.report.notes if item.hint == "left out"] == list(range(3, 10))


@pytest.mark.parametrize("cell", ["Korpi, Rantala", "Korpi\nRantala\nSaarela", "Korpi; Rantala; Uusi Toimija ry"])
def test_several_members_in_a_cell_wait_and_the_note_says_what_to_do(folder: Path, path: Path, cell: str) -> None:
    made = run(folder, path, [["Kunta", "Rooli"], [cell, "jäsen"], ["Suurkylä", "jäsen"]])
    (name,) = made.waiting
    assert name == " ".join(cell.split())
    assert "several organisations in one cell" in str(made.report)
    made.write()
    note = pd.read_csv(folder / NAMES, sep=";", dtype=str).set_index("name").loc[name, "notes"]
    assert note == "several organisations in one cell: write one a row"


def test_capitals_do_not_matter_in_decisions_and_words(folder: Path, path: Path) -> None:
    rows: Rows = [["Kunta", "Rooli"], ["Vesien Seura ry", "jäsen"], ["Melontaseura Aallokko ry", "jäsen"]]
    run(folder, path, rows).write()
    decide(folder, "Vesien Seura ry", decision="Univ-North")
    decide(folder, "Melontaseura Aallokko ry", decision="New", kind="Association", side="Civil-society", level="LOCAL")
    made = run(folder, path, rows)
    assert made.waiting == ()
    assert {"univ-north", "melontaseura-aallokko-ry"} <= set(made.frame["actor_id"])


def test_a_bad_decision_hides_no_bad_kind_and_the_kinds_are_listed(folder: Path, path: Path) -> None:
    rows: Rows = [["Kunta", "Rooli"], ["Vesien Seura ry", "jäsen"], ["Melontaseura Aallokko ry", "jäsen"]]
    run(folder, path, rows).write()
    decide(folder, "Vesien Seura ry", decision="univ-nort")
    decide(folder, "Melontaseura Aallokko ry", decision="new", kind="asociation", side="business", level="local")
    with pytest.raises(StudyError, match=r"the decisions in .*names\.csv cannot be used") as caught:
        run(folder, path, rows)
    hints = {item.column: item.hint for item in caught.value.problems.errors}
    assert hints["decision"] == "did you mean 'univ-north'?"
    assert hints["kind"].startswith("did you mean 'association'? one of ")
    assert "municipality" in hints["kind"]
