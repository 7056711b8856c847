"""A member list becomes rows of a study: linked, decided by people, shown before it is written, written whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from member_lists import EMAIL, PERSON, PHONE, SECRETS, Rows, book
from study_builder import ACTORS, CARD, CASE, CODING_RULES, MEMBERS, build_study, change, write

import valuma as va
from valuma.loaders.csv_editing import CsvText
from valuma.loaders.members.actors import actor_id_of
from valuma.loaders.members.decisions import NameList, read_names
from valuma.loaders.members.importing import MemberImport, NewSource, import_members
from valuma.schema.problems import Problems, StudyError, ValumaError

NAMES = f"{CASE}/names.csv"
MEMBERS_FILE = f"{CASE}/members.csv"
REGISTER = "cases/registry/municipalities.csv"
OLD = "040,Vanhala,01,01,900,60.0,25.1,no,land-survey,2016-12-31,010"
HEADER = ["Kunta/organisaatio", "Rooli", "Liittynyt", "Yhteyshenkilö", "Sähköposti", "Puhelin"]
CONTACT = [PERSON, EMAIL, PHONE]
#: Three that are there, one with another year, one new member, one that nobody knows.
ROWS: Rows = [
    ["Järviverkoston jäsenet"],
    [],
    HEADER,
    ["Suurkylän kaupunki", "koordinaattori", 2013, *CONTACT],
    ["Rantala", "jäsen", None, *CONTACT],
    ["Saarela", "jäsen", 2015, *CONTACT],
    ["Korpi", "jäsen", 2020, *CONTACT],
    ["Melontaseura Aallokko ry", "kumppani", 2019, *CONTACT],
    ["Yhteensä 5"],
]
DECISION = {"decision": "new", "kind": "association", "side": "civil-society", "level": "local"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study with room for one more member, and with a rule for associations."""
    path = build_study(tmp_path / "tutkimus")
    write(path, f"{CASE}/card.toml", CARD.replace("\nn = 2\n", "\nn = 1\n"))
    rule = '\n[kind.association]\nside = "civil-society"\nlevels = ["local", "regional", "national"]\n'
    write(path, "cases/registry/coding_rules.toml", CODING_RULES + rule)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return book(tmp_path / "jäsenet.xlsx", ROWS)


def run(folder: Path, path: Path, **options: object) -> MemberImport:
    options = {"network": "lake-network", "source": "lake-page", **options}
    return import_members(folder, path, **options)  # type: ignore[arg-type]


def outcomes(made: MemberImport) -> dict[str, list[str]]:
    return made.frame.groupby("what")["name"].agg(list).to_dict()


def decide(folder: Path, name: str, **cells: str) -> None:
    """Fill cells of a row of names.csv, as a person does in a spreadsheet."""
    frame = pd.read_csv(folder / NAMES, sep=";", dtype=str, keep_default_na=False).set_index("name")
    for column, value in cells.items():
        frame.loc[name, column] = value
    frame.to_csv(folder / NAMES, sep=";", encoding="utf-8-sig", lineterminator="\r\n")


def members(folder: Path) -> str:
    return (folder / MEMBERS_FILE).read_text(encoding="utf-8")


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_row_is_told_and_nothing_is_written(folder: Path, path: Path) -> None:
    before = state(folder)
    made = run(folder, path)
    assert outcomes(made) == {
        "added": ["Korpi"],
        "already there": ["Rantala", "Saarela"],
        "not in the list": ["Järviseudun Leader ry", "Ministry of Land"],
        "other years": ["Suurkylän kaupunki"],
        "waits": ["Melontaseura Aallokko ry"],
    }
    assert made.counts["not in the list"] == 2
    assert state(folder) == before


def test_the_change_says_what_was_and_what_becomes(folder: Path, path: Path) -> None:
    shown = run(folder, path).changes.frame.set_index(["table", "field"])[["was", "becomes"]]
    assert shown.loc[[("memberships", "year_from")]].to_numpy().tolist() == [["2012", "2013"]]
    assert shown.loc[[("memberships", "row")]].to_numpy().tolist() == [
        ["", "Korpi, year_from 2020, observed_year 2019"]
    ]
    assert shown.loc[[("names", "row")]].to_numpy().tolist() == [["", "waits for a decision"]]


def test_written_rows_stand_where_they_belong_and_the_study_passes_its_check(folder: Path, path: Path) -> None:
    before = members(folder).splitlines()
    written = run(folder, path).write()
    assert [item.name for item in written] == ["members.csv", "names.csv"]
    after = members(folder).splitlines()
    assert set(before) - set(after) == {"suurkyla,coordinator,2012,,2019,lake-page"}
    assert set(after) - set(before) == {
        "suurkyla,coordinator,2013,,2019,lake-page",
        "korpi,member,2020,,2019,lake-page",
    }
    assert not va.check(folder).errors
    assert "a name that waits" in str(va.check(folder))


def test_a_sorted_list_stays_sorted(folder: Path, path: Path) -> None:
    header, *rows = MEMBERS.splitlines()
    write(folder, MEMBERS_FILE, "\n".join([header, *sorted(rows)]) + "\n")
    run(folder, path).write()
    ids = [line.split(",")[0] for line in members(folder).splitlines()[1:]]
    assert ids == sorted(ids)
    assert "korpi" in ids


def test_the_second_run_changes_nothing(folder: Path, path: Path) -> None:
    run(folder, path).write()
    before = state(folder)
    again = run(folder, path)
    assert not again.changes
    assert again.changes.frame.empty
    assert again.waiting == ("Melontaseura Aallokko ry",)
    assert again.write() == []
    assert state(folder) == before


def test_a_decision_for_a_new_actor_is_applied_and_kept(folder: Path, path: Path) -> None:
    run(folder, path).write()
    decide(folder, "Melontaseura Aallokko ry", **DECISION)
    made = run(folder, path)
    assert not made.waiting
    made.write()
    study = va.read_study(folder)
    actor = study.actors.set_index("actor_id").loc["melontaseura-aallokko-ry"]
    assert actor[["name", "kind", "side", "level"]].tolist() == [
        "Melontaseura Aallokko ry", "association", "civil-society", "local",
    ]  # fmt: skip
    assert "melontaseura-aallokko-ry,partner,2019,,2019,lake-page" in members(folder)
    kept = read_names((folder / NAMES).read_bytes(), NAMES, Problems()).rows["Melontaseura Aallokko ry"]
    assert (kept["decision"], kept["actor_id"]) == ("new", "melontaseura-aallokko-ry")
    assert not run(folder, path).changes


def test_a_decision_for_an_actor_and_one_to_leave_out(folder: Path, tmp_path: Path) -> None:
    rows: Rows = [*ROWS[:-1], ["Vesien Ystävät", "jäsen"]]
    path = book(tmp_path / "b.xlsx", rows)
    run(folder, path).write()
    decide(folder, "Melontaseura Aallokko ry", decision="univ-north")
    decide(folder, "Vesien Ystävät", decision="Leave out")
    made = run(folder, path)
    made.write()
    assert outcomes(made)["left out"] == ["Vesien Ystävät"]
    assert "univ-north,partner,2019,,2019,lake-page" in members(folder)
    assert not run(folder, path).changes


def test_everything_wrong_with_decisions_is_said_at_once(folder: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [*ROWS[:-1], ["Vesien Ystävät", "jäsen"], ["Kolmas Toimija", "jäsen"]])
    run(folder, path).write()
    decide(folder, "Melontaseura Aallokko ry", decision="new", kind="association")
    decide(folder, "Vesien Ystävät", decision="new")
    decide(folder, "Kolmas Toimija", decision="new", kind="asociation", side="business", level="local")
    before = state(folder)
    with pytest.raises(StudyError) as caught:
        run(folder, path)
    found = {(item.column, item.hint[:36]) for item in caught.value.problems.errors}
    assert ("level", "one of local, regional, national") in found
    assert any(column == "kind" and "did you mean 'association'" in hint for column, hint in found)
    assert sum(column == "kind" for column, _ in found) == 2
    assert state(folder) == before


def test_a_decision_for_an_actor_that_there_is_not_names_the_nearest(folder: Path, path: Path) -> None:
    run(folder, path).write()
    decide(folder, "Melontaseura Aallokko ry", decision="univ-nort")
    with pytest.raises(StudyError, match="did you mean 'univ-north'"):
        run(folder, path)
    assert "did you mean 'univ-north'" in str(va.check(folder).errors[0])


def test_new_against_the_coding_rule_is_refused(folder: Path, path: Path) -> None:
    run(folder, path).write()
    decide(folder, "Melontaseura Aallokko ry", **{**DECISION, "side": "business"})
    with pytest.raises(StudyError, match="the rule of kind association"):
        run(folder, path)


def test_a_municipality_of_the_register_becomes_an_actor_by_the_rule(folder: Path, path: Path) -> None:
    write(
        folder,
        "cases/registry/actors.csv",
        ACTORS.replace("korpi,Korpi,municipality,municipal,local,not-applicable,FI,030\n", ""),
    )
    made = run(folder, path)
    assert "Korpi, kind municipality, side municipal, level local" in made.changes.frame["becomes"].tolist()
    made.write()
    assert "korpi,Korpi,municipality,municipal,local,not-applicable,FI,030" in (
        folder / "cases/registry/actors.csv"
    ).read_text(encoding="utf-8")
    assert not run(folder, path).changes


def test_an_old_municipality_counts_as_its_successor(folder: Path, tmp_path: Path) -> None:
    header, *rows = (folder / REGISTER).read_text(encoding="utf-8").splitlines()
    lines = [f"{header},valid_to,merged_into", *(f"{row},," for row in rows)]
    write(folder, REGISTER, "\n".join([*lines, OLD]) + "\n")
    made = run(folder, book(tmp_path / "b.xlsx", [["Kunta"], ["Vanhalan kunta"]]))
    assert made.frame.loc[0, ["what", "actor_id"]].tolist() == ["already there", "rantala"]
    assert "old municipality" in made.frame.loc[0, "how"]


def test_a_code_beside_a_name_that_contradicts_it_makes_it_wait(folder: Path, tmp_path: Path) -> None:
    made = run(folder, book(tmp_path / "b.xlsx", [["Kunta", "Kuntanumero"], ["Korpi", 10], ["Rantala", 10]]))
    assert made.waiting == ("Korpi",)
    assert "the municipality code 010 beside the name of 'korpi'" in str(made.report)


def test_a_code_of_an_old_municipality_agrees_with_its_successor(folder: Path, tmp_path: Path) -> None:
    text = (folder / REGISTER).read_text(encoding="utf-8")
    header, *rows = text.splitlines()
    lines = [f"{header},valid_to,merged_into", *(f"{row},," for row in rows)]
    write(folder, REGISTER, "\n".join([*lines, OLD]) + "\n")
    made = run(folder, book(tmp_path / "b.xlsx", [["Kunta", "Kuntanumero"], ["Vanhala", 40]]))
    assert (made.waiting, made.frame.loc[0, "actor_id"]) == ((), "rantala")


def test_a_code_alone_links_no_other_body_to_its_municipality(folder: Path, tmp_path: Path) -> None:
    made = run(folder, book(tmp_path / "b.xlsx", [["Jäsen", "Kuntanumero"], ["Korpi Kehitys Oy", 30]]))
    assert made.waiting == ("Korpi Kehitys Oy",)


def test_rows_of_other_sources_stay(folder: Path, path: Path) -> None:
    new = NewSource("Jäsenlista", "Järviverkosto", published="2020-05")
    made = run(folder, path, source="lake-list", new_source=new)
    assert "not in the list" not in made.counts
    made.write()
    assert set(MEMBERS.splitlines()) <= set(members(folder).splitlines())
    assert "rantala,member,,,2020,lake-list" in members(folder)
    row = va.read_study(folder).sources.set_index("source_id").loc["lake-list"]
    assert row[["title", "publisher", "published"]].tolist() == ["Jäsenlista", "Järviverkosto", "2020-05"]
    assert not run(folder, path, source="lake-list", new_source=new).changes
    with pytest.raises(ValumaError, match="is there with the title 'Jäsenlista'"):
        run(folder, path, source="lake-list", new_source=NewSource("Toinen", "Järviverkosto"))


def test_absent_rows_go_only_when_asked_and_when_nothing_waits(folder: Path, path: Path, tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match=r"1 name waits in .*names\.csv; decide"):
        run(folder, path, remove_absent=True)
    made = run(folder, book(tmp_path / "b.xlsx", ROWS[:-2]), remove_absent=True)
    assert outcomes(made)["removed"] == ["Järviseudun Leader ry", "Ministry of Land"]
    made.write()
    assert "lake-leader" not in members(folder)


def test_a_list_without_roles_keeps_the_roles_there_are(folder: Path, tmp_path: Path) -> None:
    made = run(folder, book(tmp_path / "b.xlsx", [["Kunta"], ["Suurkylä"], ["Rantala"], ["Korpi"]]), role="partner")
    assert made.frame.set_index("actor_id")["role"].head(3).to_dict() == {
        "korpi": "partner", "suurkyla": "coordinator", "rantala": "member",
    }  # fmt: skip


def test_a_row_without_a_role_adds_nothing_to_one_that_has_it(folder: Path, tmp_path: Path) -> None:
    rows: Rows = [["Kunta", "Rooli"], ["Korpi", None], ["Korpi kunta", "kumppani"]]
    made = run(folder, book(tmp_path / "b.xlsx", rows))
    assert outcomes(made)["added"] == ["Korpi; Korpi kunta"]
    made.write()
    assert members(folder).count("korpi,") == members(folder).count("korpi,partner") == 1


def test_a_member_named_twice_is_taken_once(folder: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [["Kunta", "Liittynyt"], ["Korpi", 2015], ["Korpi kunta", 2016]])
    made = run(folder, path)
    assert made.frame["actor_id"].tolist().count("korpi") == 1
    assert "different years in A2, A3" in str(made.report)
    made.write()
    assert "korpi,member,,,2019,lake-page" in members(folder)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"network": "lake-netwrk"}, "did you mean 'lake-network'"),
        ({"source": "lake-pag"}, "did you mean 'lake-page'.*--source-title"),
        ({"role": "membr"}, "did you mean 'member'"),
        ({"role_words": {"x": "membr"}}, "did you mean 'member'"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest(
    folder: Path, path: Path, options: dict[str, object], said: str
) -> None:
    with pytest.raises(ValumaError, match=said):
        run(folder, path, **options)


def test_windows_line_ends_semicolons_and_letters_stay(folder: Path, path: Path) -> None:
    text = MEMBERS.replace(",", ";").replace("\n", "\r\n").replace("source_id", "source_id;notes")
    lines = text.split("\r\n")
    text = "\r\n".join([lines[0], *(f"{line};käy" for line in lines[1:-1]), ""])
    write(folder, MEMBERS_FILE, text.encode("cp1252"))
    run(folder, path).write()
    after = (folder / MEMBERS_FILE).read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n") == 7
    assert b"rantala;member;;;2019;lake-page;k\xe4y\r\n" in after
    assert b"korpi;member;2020;;2019;lake-page;\r\n" in after


def test_names_csv_saved_by_a_spreadsheet_is_read(folder: Path, path: Path) -> None:
    run(folder, path).write()
    data = (folder / NAMES).read_text(encoding="utf-8-sig").replace("ry;;", "ry;univ-north;", 1)
    (folder / NAMES).write_bytes(data.replace("\n", "\r\n").encode("cp1252"))
    assert not run(folder, path).waiting


def test_a_path_with_letters_beyond_ascii(folder: Path, path: Path) -> None:
    other = folder.parent / "sel vitys äö"
    shutil.copytree(folder, other)
    run(other, path).write()
    assert "korpi,member" in members(other)


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_a_protected_list_is_refused_and_nothing_is_half_written(folder: Path, path: Path) -> None:
    (folder / MEMBERS_FILE).chmod(0o444)
    before = state(folder)
    with pytest.raises(ValumaError, match="write-protected"):
        run(folder, path).write()
    assert state(folder) == before


def test_a_change_that_would_break_the_study_is_refused_whole(folder: Path, path: Path) -> None:
    change(folder, f"{CASE}/card.toml", "\nn = 1\n", "\nn = 2\n")
    before = state(folder)
    with pytest.raises(StudyError, match="said to be missing"):
        run(folder, path).write()
    assert state(folder) == before


def test_a_network_without_a_member_list_gets_one(folder: Path, tmp_path: Path) -> None:
    text = '\nid = "tyhja"\ngroup = "finnish"\nstatus = "draft"\nsources = ["lake-page"]\n\n[name]\nfi = "Tyhjä"\n'
    write(folder, "cases/finnish/tyhja/card.toml", text)
    run(folder, book(tmp_path / "b.xlsx", [["Kunta"], ["Korpi"]]), network="tyhja").write()
    lines = (folder / "cases/finnish/tyhja/members.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "actor_id,role,year_from,year_to,observed_year,sectors,weight,attribution,source_id,notes",
        "korpi,member,,,2019,,,,lake-page,",
    ]


def test_what_is_added_to_an_invented_network_is_invented(folder: Path, tmp_path: Path) -> None:
    text = 'id = "keksitty"\ngroup = "finnish"\nstatus = "draft"\nsynthetic = true\nsources = ["lake-page"]\n'
    write(folder, "cases/finnish/keksitty/card.toml", text)
    made = run(folder, book(tmp_path / "b.xlsx", [["Kunta"], ["Korpi"]]), network="keksitty")
    with pytest.raises(StudyError, match="expected invented with invented"):
        made.write()


def test_personal_data_come_out_nowhere(folder: Path, tmp_path: Path) -> None:
    rows: Rows = [
        [f"Laatija {PERSON}, {PHONE}"], [*HEADER, "Huomautukset"],
        [f"Korpi ({PERSON}, {EMAIL})", "jäsen", PHONE, *CONTACT, f"Soita: {PERSON}, {PHONE}"],
        [f"Uusi Toimija / {PERSON} {PHONE}", "jäsen", 2015, *CONTACT, f"{EMAIL}"],
        ["Rantala", "jäsen", 2015, *CONTACT, "uusi"],
        [PERSON, "jäsen", 2015, *CONTACT, "vaihtuu"],
        [f"Lisätietoja: {PERSON} {EMAIL}"],
    ]  # fmt: skip
    made = run(folder, book(tmp_path / "b.xlsx", rows), notes=True)
    made.write()
    assert made.waiting == ("Uusi Toimija",)
    told = [
        str(made.report),
        made.frame.to_csv(),
        made.changes.frame.to_csv(),
        made.linkage.frame.to_csv(),
        made.members.frame.to_csv(),
        repr(made),
    ]
    told += [data.decode("utf-8") for name, data in state(folder).items()]
    assert [(secret, text) for secret in SECRETS for text in told if secret in text] == []


@pytest.mark.parametrize(("name", "made"), [("Åbo Akademi", "abo-akademi"), ("A & B – C", "a-b-c"), ("日本", "actor")])
def test_identifiers_are_made_of_plain_letters(name: str, made: str) -> None:
    assert actor_id_of(name, ()) == made
    assert actor_id_of(name, (made, f"{made}-2")) == f"{made}-3"


def test_names_that_a_spreadsheet_would_run_are_made_harmless_and_come_back() -> None:
    names = NameList("names.csv", {"=1+1 ry": {"decision": "leave-out", "source_id": "a;b"}})
    assert b"\n'=1+1 ry;leave-out;" in names.data()
    read = read_names(names.data(), "names.csv", Problems())
    assert read.rows["=1+1 ry"]["decision"] == "leave-out"
    assert read.rows["=1+1 ry"]["source_id"] == "a;b"


@pytest.mark.parametrize("data", [b"", b"a,b", b"a,b\n\n1,2", b"sep=;\r\na;b\r\n1;2", b'\xef\xbb\xbfa,b\n"1\n2",3\n\n'])
def test_a_file_that_is_not_edited_stays_byte_for_byte(data: bytes) -> None:
    assert CsvText.parse(data, "x.csv", ("a", "b")).data() == data


def test_a_letter_that_the_file_cannot_hold_is_refused() -> None:
    text = CsvText.parse("a,b\nä,1\n".encode("cp1252"), "x.csv", ("a", "b"))
    text.add({"a": "ł", "b": ""}, key=("a",))
    with pytest.raises(ValumaError, match="save it as UTF-8 first"):
        text.data()
