"""Every way in which a study folder can be wrong is reported with its place and a way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from study_builder import CARD, CASE, MEMBERS, add, build_study, change, write

from valuma.loaders.study_folder import check, read_study
from valuma.schema.problems import Problem, StudyError

ACTORS = "cases/registry/actors.csv"
MEMBERS_FILE = f"{CASE}/members.csv"
CARD_FILE = f"{CASE}/card.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_study(tmp_path)


def only_error(folder: Path) -> Problem:
    """Return the one error of a folder; there must be no other."""
    errors = check(folder).errors
    assert len(errors) == 1, "\n".join(map(str, errors))
    return errors[0]


def place(problem: Problem) -> tuple[str, int | None, str | None]:
    return problem.file, problem.row, problem.column


def test_the_unchanged_folder_has_no_problems(folder: Path) -> None:
    assert not check(folder)
    assert len(read_study(folder).memberships) == 5


@pytest.mark.parametrize(
    ("old", "new", "column", "hint"),
    [
        ("municipality,municipal,local,not-applicable,FI,005", "municipality,municipal,locl,not-applicable,FI,005",
         "level", "did you mean 'local'?"),
        ("municipality,municipal,local,not-applicable,FI,005", "municipality,municipl,local,not-applicable,FI,005",
         "side", "did you mean 'municipal'?"),
        ("ministry,central-state", "minstry,central-state", "kind", "did you mean 'ministry'?"),
        ("education;innovation", "education;inovation", "policy_sectors", "did you mean 'innovation'?"),
    ],
)  # fmt: skip
def test_unknown_word_of_a_vocabulary_gets_the_nearest_one(
    folder: Path, old: str, new: str, column: str, hint: str
) -> None:
    change(folder, ACTORS, old, new)
    problem = only_error(folder)
    assert (problem.file, problem.column, problem.hint) == (ACTORS, column, hint)
    assert problem.row is not None


def test_unknown_role_names_line_and_nearest_role(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "rantala,member,", "rantala,membr,")
    problem = only_error(folder)
    assert place(problem) == (MEMBERS_FILE, 3, "role")
    assert (problem.found, problem.hint) == ("'membr'", "did you mean 'member'?")


def test_unknown_theme_names_the_key_of_the_card_and_the_nearest_theme(folder: Path) -> None:
    change(folder, CARD_FILE, 'id = "water"', 'id = "watr"')
    problem = only_error(folder)
    line = CARD.split("\n").index('id = "water"') + 1
    assert place(problem) == (CARD_FILE, line, "themes[1].id")
    assert problem.hint == "did you mean 'water'?"


def test_unknown_actor_gets_the_nearest_actor(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "rantala,member", "rantla,member")
    problem = only_error(folder)
    assert place(problem) == (MEMBERS_FILE, 3, "actor_id")
    assert problem.hint == "did you mean 'rantala'?"


def test_name_of_an_actor_in_place_of_its_identifier_is_recognised(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "min-land,funder", "Ministry of Land,funder")
    assert only_error(folder).hint == "did you mean 'min-land'?"


def test_municipality_code_that_lost_its_zeros_is_recognised(folder: Path) -> None:
    change(folder, ACTORS, "FI,005", "FI,5")
    problem = only_error(folder)
    assert place(problem) == (ACTORS, 2, "municipality_code")
    assert problem.hint == "did you mean '005'? (a spreadsheet drops leading zeros)"


@pytest.mark.parametrize("key", ["coordinator", "host", "parent_network"])
def test_dangling_reference_of_a_card_is_an_error(folder: Path, key: str) -> None:
    text = CARD.replace('coordinator = "suurkyla"\n', "")
    write(folder, CARD_FILE, text.replace('country = "FI"\n', f'country = "FI"\n{key} = "nobody"\n'))
    problem = only_error(folder)
    assert problem.column == key
    assert problem.found == "'nobody'"


def test_none_is_no_reference(folder: Path) -> None:
    change(folder, CARD_FILE, 'coordinator = "suurkyla"', 'coordinator = "none"\nparent_network = "none"')
    assert not check(folder).errors


def test_source_that_is_not_registered_is_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, 'founded = ["land-survey"]', 'founded = ["land-surve"]')
    problem = only_error(folder)
    assert problem.column == "source_of.founded.source_id"
    assert problem.hint == "did you mean 'land-survey'?"


def test_same_membership_twice_names_both_rows(folder: Path) -> None:
    add(folder, MEMBERS_FILE, "rantala,member,,,2019,lake-page\n")
    problem = only_error(folder)
    assert problem.file == MEMBERS_FILE
    assert {problem.row, *(int(word) for word in problem.hint.split() if word.isdigit())} == {3, 7}


def test_same_actor_twice_is_an_error(folder: Path) -> None:
    add(folder, ACTORS, "korpi,Korpi,municipality,municipal,local,not-applicable,FI,030\n")
    problem = only_error(folder)
    assert problem.found == "actor_id korpi again"


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        (MEMBERS_FILE, "saarela,member,2015,2019", "saarela,member,2019,2015", "year_to"),
        (MEMBERS_FILE, "saarela,member,2015,2019", "saarela,member,201,2019", "year_from"),
        (MEMBERS_FILE, "saarela,member,2015,2019", "saarela,member,2015.0,2019", "year_from"),
        (CARD_FILE, "from = 2018\nto = 2020", "from = 2020\nto = 2018", "periods[1].to"),
        (CARD_FILE, "year = 2018\nyear_to = 2020", "year = 2020\nyear_to = 2018", "funding[1].year_to"),
        (CARD_FILE, 'ended = "none"', "ended = 2011", "ended"),
        (CARD_FILE, "founded = 2012", "founded = 20120", "founded"),
    ],
)
def test_impossible_year_is_an_error(folder: Path, file: str, old: str, new: str, column: str) -> None:
    change(folder, file, old, new)
    problems = [problem for problem in check(folder).errors if problem.column == column]
    assert [problem.file for problem in problems] == [file]


def test_member_year_before_the_founding_is_a_warning(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "saarela,member,2015,2019", "saarela,member,2009,2019")
    problems = check(folder)
    assert not problems.errors
    assert [place(problem) for problem in problems.warnings] == [(MEMBERS_FILE, 4, "year_from")]


def test_member_row_without_source_is_an_error(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "rantala,member,,,2019,lake-page", "rantala,member,,,2019,")
    problem = only_error(folder)
    assert place(problem) == (MEMBERS_FILE, 3, "source_id")
    assert problem.expected == "the source of the fact"


def test_card_without_sources_names_every_fact_that_has_none(folder: Path) -> None:
    change(folder, CARD_FILE, 'sources = ["lake-page"]\n', "")
    columns = {problem.column for problem in check(folder).errors}
    assert columns >= {"coordinator", "name", "purpose", "country"}
    assert "founded" not in columns


def test_a_card_of_several_sources_names_the_one_behind_each_fact(folder: Path) -> None:
    change(folder, CARD_FILE, 'sources = ["lake-page"]', 'sources = ["lake-page", "land-survey"]')
    errors = check(folder).errors
    assert [(problem.column, problem.found) for problem in errors] == [
        ("coordinator", "'coordinator' without a source of its own"),
        ("ended", "'ended' without a source of its own"),
    ]
    change(folder, CARD_FILE, "[source_of]", '[source_of]\nended = ["lake-page"]\ncoordinator = ["land-survey"]')
    assert check(folder).errors == []


def test_a_reading_of_the_curator_needs_no_source_of_its_own(folder: Path) -> None:
    change(folder, CARD_FILE, 'sources = ["lake-page"]', 'sources = ["lake-page", "land-survey"]')
    change(folder, CARD_FILE, '"governance"]', '"governance", "coordinator", "ended"]')
    assert check(folder).errors == []


def test_entry_of_a_card_without_source_is_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, 'what = "project"\nsource = "lake-page"', 'what = "project"')
    assert only_error(folder).column == "periods[1].source"


def test_classification_that_is_not_marked_as_a_reading_is_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, '"purpose_kind", "policy_fields", "governance"]', '"purpose_kind", "policy_fields"]')
    problem = only_error(folder)
    assert problem.column == "governance"
    assert "curators_reading" in problem.expected


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("local,not-applicable,FI,005", "local,economy,FI,005", "policy_sectors"),
        ("local,not-applicable,FI,005", "regional,not-applicable,FI,005", "level"),
        ("ministry,central-state", "ministry,business", "side"),
        ("civil-society,subregional,agriculture;economy", "civil-society,subregional,agriculture", "policy_sectors"),
    ],
)  # fmt: skip
def test_actor_coded_against_the_rule_is_an_error(folder: Path, old: str, new: str, column: str) -> None:
    change(folder, ACTORS, old, new)
    problem = only_error(folder)
    assert (problem.file, problem.column) == (ACTORS, column)
    assert "rule of kind" in problem.expected


def test_exception_with_a_reason_allows_the_other_coding(folder: Path) -> None:
    change(folder, ACTORS, "min-land,Ministry of Land,ministry,central-state", "min-land,Ministry of Land,ministry,eu")
    rule = '\n[actor.min-land]\nside = "eu"\nreason = "It belongs to the Union."\n'
    add(folder, "cases/registry/coding_rules.toml", rule)
    assert not check(folder)


def test_exception_for_an_actor_that_does_not_exist_is_an_error(folder: Path) -> None:
    rule = '\n[actor.min-lnd]\nside = "eu"\nreason = "It belongs to the Union."\n'
    add(folder, "cases/registry/coding_rules.toml", rule)
    assert only_error(folder).hint == "did you mean 'min-land'?"


@pytest.mark.parametrize("name", [MEMBERS_FILE, CARD_FILE, ACTORS, "study.toml"])
def test_empty_file_is_an_error(folder: Path, name: str) -> None:
    write(folder, name, "\n")
    problems = [problem for problem in check(folder).errors if problem.found == "an empty file"]
    assert [problem.file for problem in problems] == [name]


def test_first_line_of_data_instead_of_a_header_is_an_error(folder: Path) -> None:
    write(folder, MEMBERS_FILE, MEMBERS.split("\n", 1)[1])
    problem = only_error(folder)
    assert place(problem) == (MEMBERS_FILE, 1, None)
    assert problem.found.startswith("no header; the first line holds 'suurkyla', 'coordinator'")
    assert problem.expected.startswith("column names: actor_id, role")


def test_missing_required_column_gets_the_column_that_may_be_meant(folder: Path) -> None:
    write(folder, MEMBERS_FILE, MEMBERS.replace("actor_id,role", "actor_id,rol"))
    problems = check(folder)
    assert [(p.found, p.hint) for p in problems.errors] == [("no column 'role'", "did you mean 'rol'?")]
    assert [(p.column, p.hint) for p in problems.warnings] == [("rol", "did you mean 'role'?")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (CARD.replace('group = "finnish"', "group finnish"), 2, "column 7"),
        (CARD.replace('group = "finnish"', 'group = "finnish'), 2, "column 17"),
        ('id = "a"\nid = "b"\n', 2, "column 9"),
    ],
)
def test_toml_error_has_line_and_column(folder: Path, text: str, line: int, column: str) -> None:
    write(folder, CARD_FILE, text)
    problem = only_error(folder)
    assert place(problem) == (CARD_FILE, line, column)
    assert problem.expected == "TOML"


def test_unknown_key_of_a_card_gets_the_nearest_key(folder: Path) -> None:
    change(folder, CARD_FILE, "founded = 2012", "foundd = 2012")
    problem = only_error(folder)
    line = CARD.split("\n").index("founded = 2012") + 1
    assert place(problem) == (CARD_FILE, line, "foundd")
    assert problem.hint == "did you mean 'founded'?"


def test_more_known_than_stated_members_names_both_numbers(folder: Path) -> None:
    change(folder, CARD_FILE, "n_low = 4\nn_high = 5", "n_low = 2\nn_high = 2")
    problem = next(p for p in check(folder).errors if p.column == "member_counts[1].n_high")
    assert problem.found == "3 known members of 'lake-network' (municipalities) against 2 stated"


def test_more_members_said_to_be_missing_than_the_count_leaves_is_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, "\nn = 2\n", "\nn = 3\n")
    problem = only_error(folder)
    assert problem.column == "members_missing[1].n"
    assert problem.expected == "at most 2: 5 are stated and 3 known"


def test_count_used_twice_for_the_same_members_is_an_error(folder: Path) -> None:
    block = CARD[CARD.index("[[member_counts]]") : CARD.index("[[members_missing]]")]
    add(folder, CARD_FILE, "\n" + block.replace("year = 2020", "year = 2021").replace('"municipalities"', '"towns"'))
    problem = only_error(folder)
    assert problem.column == "member_counts[2].used"
    assert "member_counts[1]" in problem.hint


def test_two_used_values_of_one_field_are_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, 'value = "2013"\nused = false', 'value = "2013"\nused = true')
    found = {problem.found for problem in check(folder).errors}
    assert found == {"a second used value of 'founded'", "'2013' as the used value of 'founded'"}


@pytest.mark.parametrize("what", ["file", "folder"])
def test_symbolic_link_out_of_the_study_folder_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    name = MEMBERS_FILE if what == "file" else CASE
    target = folder / name
    os.rename(target, outside / target.name)
    target.symlink_to(outside / target.name)
    problem = only_error(folder)
    assert problem.file == name
    assert problem.found == "a symbolic link that leaves the study folder"


def test_linked_settings_are_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "study.toml"
    os.rename(folder / "study.toml", outside)
    (folder / "study.toml").symlink_to(outside)
    assert only_error(folder).file == "study.toml"


def test_study_folder_may_itself_be_reached_through_a_link(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("links") / "study"
    link.symlink_to(folder)
    assert not check(link)


def test_folder_with_another_name_than_its_network_is_an_error(folder: Path) -> None:
    os.rename(folder / CASE, folder / "cases/finnish/lake")
    problem = next(p for p in check(folder).errors if p.column == "id")
    assert (problem.found, problem.expected) == ("'lake-network'", "'lake', the name of the folder")


def test_network_in_the_folder_of_another_group_is_an_error(folder: Path) -> None:
    (folder / "cases/nordic").mkdir()
    os.rename(folder / CASE, folder / "cases/nordic/lake-network")
    assert only_error(folder).column == "group"


def test_group_that_the_settings_do_not_name_is_an_error(folder: Path) -> None:
    os.rename(folder / "cases/finnish", folder / "cases/finish")
    write(folder, "cases/finish/lake-network/card.toml", CARD.replace('group = "finnish"', 'group = "finish"'))
    hints = {problem.hint for problem in check(folder).errors}
    assert hints == {"did you mean 'finnish'?"}


@pytest.mark.parametrize("marked", ["row", "source"])
def test_invented_row_joined_to_a_real_actor_is_an_error(folder: Path, marked: str) -> None:
    synthetic = "yes" if marked == "row" else ""
    source = "lake-page" if marked == "row" else "made-up"
    write(
        folder,
        "tables/interests.csv",
        f"actor_id,theme_id,strength,source_id,synthetic\nkorpi,water,0.5,{source},{synthetic}\n",
    )
    write(
        folder,
        "tables/sources.csv",
        "source_id,title,publisher,synthetic\nmade-up,Invented answers,nobody,yes\n",
    )
    problem = only_error(folder)
    assert place(problem) == ("tables/interests.csv", 2, "actor_id")
    assert problem.found == "the real actor 'korpi' in an invented row"


def test_invented_actor_in_a_real_row_is_an_error(folder: Path) -> None:
    text = (folder / ACTORS).read_text(encoding="utf-8").replace("municipality_code\n", "municipality_code,synthetic\n")
    rows = [
        line + ("" if line.startswith("actor_id") else ",yes" if "rantala" in line else ",")
        for line in text.splitlines()
    ]
    write(folder, ACTORS, "\n".join(rows) + "\n")
    problem = only_error(folder)
    assert problem.found == "the invented actor 'rantala' in a real row"


def test_interest_out_of_range_is_an_error(folder: Path) -> None:
    write(folder, "tables/interests.csv", "actor_id,theme_id,strength,source_id\nkorpi,water,1.5,lake-page\n")
    problem = only_error(folder)
    assert (problem.found, problem.expected) == ("'1.5'", "a number from 0 to 1")


def test_cooperation_with_itself_is_an_error(folder: Path) -> None:
    write(folder, "tables/cooperation.csv", "actor_id,partner_id,strength,source_id\nkorpi,korpi,1,lake-page\n")
    assert only_error(folder).column == "partner_id"


def test_theme_above_itself_is_an_error(folder: Path) -> None:
    change(folder, "cases/registry/themes.csv", "Water,,rural", "Water,housing,rural")
    assert {problem.column for problem in check(folder).errors} == {"broader"}


def test_area_code_that_the_registry_lacks_is_an_error(folder: Path) -> None:
    change(folder, "cases/registry/actor_areas.csv", "lake-leader,municipality,010", "lake-leader,municipality,011")
    assert only_error(folder).hint == "did you mean '010'?"


def test_amount_without_currency_is_an_error(folder: Path) -> None:
    change(folder, CARD_FILE, 'currency = "EUR"\n', "")
    assert only_error(folder).column == "funding[1].currency"


def test_network_without_members_is_a_warning(folder: Path) -> None:
    (folder / MEMBERS_FILE).unlink()
    problems = check(folder)
    assert not problems.errors
    assert "no members of 'lake-network'" in {problem.found for problem in problems.warnings}


def test_coordinator_without_a_row_is_a_warning(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "suurkyla,coordinator", "suurkyla,member")
    problems = check(folder)
    assert not problems.errors
    assert [problem.column for problem in problems.warnings] == ["coordinator"]


def test_errors_of_several_files_are_reported_at_once(folder: Path) -> None:
    change(folder, MEMBERS_FILE, "rantala,member", "rantla,membr")
    change(folder, ACTORS, "ministry,central-state", "ministry,central-stat")
    change(folder, CARD_FILE, 'legal_form = "none"', 'legal_form = "clb"')
    change(folder, "study.toml", "reference_year = 2020", 'reference_year = "2020"')
    write(folder, "cases/registry/themes.csv", "")
    errors = check(folder).errors
    assert {error.file for error in errors} == {
        MEMBERS_FILE, ACTORS, CARD_FILE, "study.toml", "cases/registry/themes.csv",
    }  # fmt: skip
    assert len([error for error in errors if error.file == MEMBERS_FILE]) == 2
    with pytest.raises(StudyError) as caught:
        read_study(folder)
    assert len(caught.value.problems.errors) == len(errors)


def test_unreadable_table_does_not_make_every_reference_to_it_wrong(folder: Path) -> None:
    write(folder, ACTORS, "")
    assert [problem.file for problem in check(folder).errors] == [ACTORS]


def test_folder_without_settings_is_named(tmp_path: Path) -> None:
    assert only_error(tmp_path).file == "study.toml"
    assert "no such folder" in only_error(tmp_path / "nowhere").found


def test_file_with_nearly_the_right_name_is_a_warning(folder: Path) -> None:
    write(folder, f"{CASE}/member.csv", MEMBERS)
    write(folder, f"{CASE}/notes.txt", "remarks")
    warnings = check(folder).warnings
    assert [(problem.file, problem.hint) for problem in warnings] == [
        (f"{CASE}/member.csv", "did you mean 'members.csv'?")
    ]


def test_case_without_card_is_an_error(folder: Path) -> None:
    (folder / CARD_FILE).unlink()
    assert [problem.found for problem in check(folder).errors] == ["no card.toml"]


def test_file_beyond_the_size_limit_is_not_read(folder: Path) -> None:
    errors = check(folder, limit=200).errors
    assert all(error.expected == "at most 200 bytes" for error in errors)
    assert ACTORS in {error.file for error in errors}


@pytest.mark.parametrize("table", ["sources", "actors", "themes"])
def test_missing_table_is_the_only_error(folder: Path, table: str) -> None:
    (folder / f"cases/registry/{table}.csv").unlink()
    problem = only_error(folder)
    assert (problem.file, problem.found) == (f"cases/registry/{table}.csv", "no such file")
    assert problem.expected.startswith(f"the {table} that ")


def test_missing_table_stands_first_with_the_file_that_may_be_meant(folder: Path) -> None:
    os.rename(folder / "cases/registry/themes.csv", folder / "cases/registry/Themes.csv")
    change(folder, ACTORS, "ministry,central-state", "ministry,central-stat")
    problems = list(check(folder))
    assert [problem.file for problem in problems] == ["cases/registry/themes.csv", ACTORS]
    assert "'cases/registry/Themes.csv'" in problems[0].hint


def test_table_without_rows_is_the_only_error(folder: Path) -> None:
    write(folder, "cases/registry/themes.csv", "theme_id,label_fi,label_sv,label_en,policy_field,phenomenon\n")
    problem = only_error(folder)
    assert (problem.file, problem.found) == ("cases/registry/themes.csv", "no rows")


def test_folder_and_card_that_differ_are_one_error(folder: Path) -> None:
    os.rename(folder / CASE, folder / "cases/finnish/lake")
    problem = only_error(folder)
    assert place(problem) == ("cases/finnish/lake/card.toml", 1, "id")


def test_folder_of_an_unknown_group_is_one_error_that_stands_first(folder: Path) -> None:
    change(folder, ACTORS, "ministry,central-state", "ministry,central-stat")
    os.rename(folder / "cases/finnish", folder / "cases/finish")
    errors = check(folder).errors
    assert [error.file for error in errors] == ["cases/finish", ACTORS]
    assert errors[0].hint == "did you mean 'finnish'?"


def test_settings_that_cannot_be_read_make_no_group_unknown(folder: Path) -> None:
    os.rename(folder / "cases/finnish", folder / "cases/lakes")
    change(folder, CARD_FILE.replace("finnish", "lakes"), 'group = "finnish"', 'group = "lakes"')
    change(folder, "study.toml", "reference_year = 2020", 'groups = ["lakes"]\nreference_year = "2020"')
    assert only_error(folder).file == "study.toml"


@pytest.mark.parametrize("name", ["cases/registry", "cases/registry/actors.csv", "cases/finnish", MEMBERS_FILE])
def test_nothing_follows_from_a_link_that_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "it"
    os.rename(folder / name, outside)
    (folder / name).symlink_to(outside)
    assert [problem.file for problem in check(folder)] == [name]


def test_group_that_is_a_path_is_an_error_with_its_key(folder: Path) -> None:
    change(folder, "study.toml", "reference_year", 'groups = ["finnish", "../../etc"]\nreference_year')
    problem = only_error(folder)
    assert (problem.file, problem.column, problem.found) == ("study.toml", "groups[2]", "'../../etc'")


def test_group_without_a_folder_is_a_warning(folder: Path) -> None:
    change(folder, "study.toml", "reference_year", 'groups = ["finnish", "baltic"]\nreference_year')
    problems = check(folder)
    assert not problems.errors
    assert [(p.file, p.column, p.expected) for p in problems.warnings] == [
        ("study.toml", "groups[2]", "a folder cases/baltic")
    ]


def test_what_is_expected_is_said_as_a_thing_and_the_header_is_row_1(folder: Path) -> None:
    change(folder, "cases/registry/sources.csv", "title,publisher", "title,publishr")
    problem = only_error(folder)
    assert (problem.row, problem.expected) == (1, "a publisher in every row")
    assert [warning.row for warning in check(folder).warnings if warning.column == "publishr"] == [1]


def test_empty_cells_and_dangling_references_say_what_belongs_there(folder: Path) -> None:
    change(folder, "cases/registry/sources.csv", "Register of places,Land survey", "Register of places,")
    change(folder, MEMBERS_FILE, "rantala,member", "nobody,member")
    change(folder, MEMBERS_FILE, "saarela,member", ",member")
    expected = {error.expected for error in check(folder).errors}
    assert expected == {"a publisher", "an actor of actors.csv"}
