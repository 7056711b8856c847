"""A study folder reads its surveys: rows joined, every problem named by its place, absence stated."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from study_builder import build_study, change, write
from survey_folder import ANSWERS, SURVEY, TOML, build_survey_study

import valuma as va
from valuma.schema.problems import Problem

PLACE = f"{SURVEY}/survey.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_survey_study(tmp_path / "study")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def only_error(folder: Path) -> Problem:
    (error,) = va.check(folder).errors
    return error


def only_warning(folder: Path, part: str) -> Problem:
    (found,) = [item for item in va.check(folder).warnings if part in item.found]
    return found


def test_answers_become_rows_of_the_study(folder: Path) -> None:
    study = va.read_study(folder)
    told = study.interests[["actor_id", "theme_id", "strength", "n_answers"]].values.tolist()
    assert told == [
        ["rantala", "housing", 0.0, 1],
        ["rantala", "water", 0.75, 1],
        ["suurkyla", "housing", 0.5, 1],
        ["suurkyla", "water", 0.75, 2],
    ]
    members = study.memberships[study.memberships["source_id"] == "lake-survey"]
    assert members[["actor_id", "network_id", "role", "observed_year"]].values.tolist() == [
        ["suurkyla", "lake-network", "member", 2020]
    ]
    ties = study.cooperation[["actor_id", "partner_id", "strength"]].values.tolist()
    assert ties == [
        ["rantala", "suurkyla", 1.0],
        ["suurkyla", "korpi", 1.0],
        ["suurkyla", "min-land", 0.5],
        ["suurkyla", "rantala", 1.0],
    ]
    assert study.sources.set_index("source_id").loc["lake-survey", "publisher"] == "Lake network"


def test_the_graph_holds_interests_and_directed_cooperation(folder: Path) -> None:
    graph = va.build_graph(va.read_study(folder))
    town, ministry = graph.actors.index.get_indexer(["suurkyla", "min-land"])
    assert graph.interest.sum() == 0.75 + 0.5 + 0.75
    assert (graph.cooperation[town, ministry], graph.cooperation[ministry, town]) == (0.5, 0.0)


def test_names_that_are_linked_to_nothing_are_counted_and_never_shown(folder: Path) -> None:
    warning = only_warning(folder, "linked to no actor")
    assert (warning.file, warning.found) == (
        PLACE,
        "1 of 4 respondents name an organisation that is linked to no actor",
    )
    assert "Metsälän" not in str(va.check(folder))


def test_links_that_a_person_decided_go_before_the_names(folder: Path) -> None:
    write(folder, f"{SURVEY}/links.csv", "answer,actor_id\nMetsälän Voima Oy,korpi\nRantalan kunta,leave-out\n")
    study = va.read_study(folder)
    assert sorted(set(study.interests["actor_id"])) == ["korpi", "suurkyla"]


def test_a_member_known_by_answers_alone_may_contradict_a_stated_size(folder: Path) -> None:
    """Four of five members are known and two said to be missing; then somebody says that a fifth takes part."""
    write(folder, f"{SURVEY}/links.csv", "answer,actor_id\nMetsälän Voima Oy,korpi\n")
    assert va.check(folder).errors == []
    warning = only_warning(folder, "said to be missing")
    assert (warning.file, warning.hint) == ("cases/finnish/lake-network/card.toml", "1 of them by answers to a survey")
    va.metrics.cooperation_profile(va.build_graph(va.read_study(folder)))


def test_a_decided_link_to_nobody_is_an_error_with_its_row(folder: Path) -> None:
    write(folder, f"{SURVEY}/links.csv", "answer,actor_id\nMetsälän Voima Oy,korpii\n")
    error = only_error(folder)
    assert (error.file, error.row, error.column) == (f"{SURVEY}/links.csv", 2, "actor_id")
    assert error.hint == "did you mean 'korpi'?"


def test_the_survey_is_attached_and_part_of_inputs_and_fingerprint(folder: Path) -> None:
    study = va.read_study(folder)
    survey = study.survey("lake-survey")
    assert (len(survey.answers), len(survey.invited)) == (4, 5)
    assert {f"{SURVEY}/survey.toml", f"{SURVEY}/answers.csv", f"{SURVEY}/invited.csv"} <= set(study.inputs)
    change(folder, f"{SURVEY}/answers.csv", "k2;Suurkylä;2;9", "k2;Suurkylä;2;4")
    again = va.read_study(folder)
    assert again.fingerprint != study.fingerprint
    assert va.read_study(folder).fingerprint == again.fingerprint


def test_an_answer_that_makes_no_row_changes_the_fingerprint_too(folder: Path) -> None:
    before = va.read_study(folder)
    change(folder, f"{SURVEY}/answers.csv", "k4;Metsälän Voima Oy;4;4", "k4;Metsälän Voima Oy;4;0")
    after = va.read_study(folder)
    pd.testing.assert_frame_equal(before.interests, after.interests)
    assert before.fingerprint != after.fingerprint


def test_all_problems_of_all_files_are_in_one_report(folder: Path) -> None:
    change(folder, PLACE, 'theme = "water"', 'theme = "watre"')
    change(folder, PLACE, 'partner = "min-land"', 'partner = "min-lamd"')
    change(folder, PLACE, 'network = "lake-network"', 'network = "lake-net"')
    change(folder, "cases/finnish/lake-network/members.csv", "rantala,member", "rantala,membre")
    text = (folder / PLACE).read_text(encoding="utf-8")
    found = {(item.file, item.row, item.column): item.hint for item in va.check(folder).errors}
    assert found == {
        (PLACE, line_of(text, 'theme = "watre"'), "items[3].theme"): "did you mean 'water'?",
        (PLACE, line_of(text, 'network = "lake-net"'), "items[5].network"): "did you mean 'lake-network'?",
        (PLACE, line_of(text, 'partner = "min-lamd"'), "items[6].partner"): "did you mean 'min-land'?",
        ("cases/finnish/lake-network/members.csv", 3, "role"): "did you mean 'member'?",
    }


def test_a_codebook_that_cannot_be_read_is_named_by_its_place(folder: Path) -> None:
    change(folder, PLACE, 'scale = "ticks"', 'scale = "tics"')
    error = only_error(folder)
    assert error.file == PLACE
    assert "tics" in error.found


def test_the_id_is_the_name_of_the_folder(folder: Path) -> None:
    change(folder, PLACE, 'id = "lake-survey"', 'id = "lake"')
    assert only_error(folder).expected == "'lake-survey', the name of the folder"


def test_an_item_that_the_answers_lack_is_an_error_of_the_codebook(folder: Path) -> None:
    change(folder, PLACE, 'name = "water"', 'name = "watter"')
    error = only_error(folder)
    assert error.file == PLACE
    assert "'water'" in error.hint


def test_a_survey_without_answers_is_a_state(folder: Path) -> None:
    change(folder, PLACE, 'answers = "answers.csv"\n', "")
    (folder / f"{SURVEY}/answers.csv").unlink()
    assert va.check(folder).errors == []
    study = va.read_study(folder)
    survey = study.survey("lake-survey")
    assert not survey.answered
    assert repr(survey) == "<Survey lake-survey: no answers yet, 7 variables>"
    assert len(study.interests) == 0
    assert len(survey.invited) == 5
    assert str(survey.answers["water"].dtype) == "category"


def test_a_survey_without_answers_has_the_blocks_that_its_answers_will_have(folder: Path) -> None:
    answered = va.read_study(folder).survey("lake-survey")
    change(folder, PLACE, 'answers = "answers.csv"\n', "")
    waiting = va.read_study(folder).survey("lake-survey")
    assert [(b.name, b.kind, b.items) for b in waiting.blocks] == [(b.name, b.kind, b.items) for b in answered.blocks]
    assert waiting.codebook.names == answered.codebook.names


def test_a_file_of_answers_that_is_named_wrongly_is_an_error_with_the_nearest_one(folder: Path) -> None:
    change(folder, PLACE, 'answers = "answers.csv"', 'answers = "answer.csv"')
    error = only_error(folder)
    text = (folder / PLACE).read_text(encoding="utf-8")
    assert (error.file, error.row, error.column) == (PLACE, line_of(text, "answers ="), "answers")
    assert error.hint == "did you mean 'answers.csv'?"


@pytest.mark.parametrize("where", ["raw/answers.csv", "/elsewhere/of/this/machine/answers.csv"])
def test_answers_that_are_kept_on_another_machine_are_a_stated_state(folder: Path, where: str) -> None:
    change(folder, PLACE, 'answers = "answers.csv"', f'answers = "{where}"')
    warning = only_warning(folder, "which is not on this machine")
    assert (warning.file, warning.column) == (PLACE, "answers")
    assert va.check(folder).errors == []
    assert not va.read_study(folder).survey("lake-survey").answered


def test_answers_may_lie_outside_the_study_under_their_whole_path(folder: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "kept/answers.csv", ANSWERS)
    change(folder, PLACE, 'answers = "answers.csv"', f'answers = "{outside.as_posix()}"')
    study = va.read_study(folder)
    assert len(study.interests) == 4
    assert not any(tmp_path.as_posix() in name for name in study.inputs)


@pytest.mark.parametrize("where", ["../../../answers.csv", "../../../../../etc/passwd"])
def test_a_path_that_leaves_the_study_is_refused(folder: Path, tmp_path: Path, where: str) -> None:
    write(tmp_path, "answers.csv", ANSWERS)
    change(folder, PLACE, 'answers = "answers.csv"', f'answers = "{where}"')
    assert "leaves the study folder" in only_error(folder).found


def test_links_in_the_file_system_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "kept/answers.csv", ANSWERS)
    (folder / f"{SURVEY}/answers.csv").unlink()
    (folder / f"{SURVEY}/answers.csv").symlink_to(outside)
    assert "symbolic link" in only_error(folder).found
    link = tmp_path / "kept" / "link.csv"
    link.symlink_to(outside)
    change(folder, PLACE, 'answers = "answers.csv"', f'answers = "{link.as_posix()}"')
    (folder / f"{SURVEY}/answers.csv").unlink()
    assert "symbolic link" in only_error(folder).found


def test_answers_that_cannot_be_read_are_an_error_of_their_file(folder: Path) -> None:
    write(folder, f"{SURVEY}/answers.csv", b"$FL2 but nothing more")
    error = only_error(folder)
    assert error.file == f"{SURVEY}/answers.csv"


def test_invented_answers_of_real_organisations_are_an_error(folder: Path) -> None:
    change(folder, PLACE, "year = 2020", "year = 2020\nsynthetic = true")
    errors = va.check(folder).errors
    assert any("invented answers linked to" in item.found and item.file == PLACE for item in errors)


def test_odd_tokens_are_warned_of_without_showing_them(folder: Path) -> None:
    change(folder, f"{SURVEY}/answers.csv", "k2;Suurkylä;2", "k1;Suurkylä;2")
    change(folder, f"{SURVEY}/answers.csv", "k4;", "k77;")
    shown = str(va.check(folder))
    assert "2 answers share their token with another (respondents 1, 2)" in shown
    assert "1 answers have a token that was sent to nobody (respondents 4)" in shown
    assert "k77" not in shown


def test_people_on_two_lists_are_warned_of(folder: Path) -> None:
    second = TOML.replace('id = "lake-survey"', 'id = "hill-survey"').replace('answers = "answers.csv"\n', "")
    write(folder, "surveys/hill-survey/survey.toml", second)
    write(folder, "surveys/hill-survey/invited.csv", "token\nk4\nk5\nh1\n")
    warning = only_warning(folder, "stand in the invitations of")
    assert warning.found == "2 tokens stand in the invitations of hill-survey and of lake-survey"


def test_a_list_of_invitations_beside_an_open_link_is_said_not_to_be_read(folder: Path) -> None:
    change(folder, PLACE, 'invited = "invited.csv"', 'invited = "unknown"')
    assert only_warning(folder, "a list that is not read").file == f"{SURVEY}/invited.csv"
    assert va.read_study(folder).survey("lake-survey").settings.sample == "open-link"


def test_a_folder_without_a_codebook_and_a_file_nearly_named_are_warned_of(folder: Path) -> None:
    write(folder, "surveys/other/answers.csv", ANSWERS)
    write(folder, f"{SURVEY}/link.csv", "answer,actor_id\n")
    assert only_warning(folder, "no survey.toml").file == "surveys/other"
    assert only_warning(folder, "a file that is not read").hint == "did you mean 'links.csv'?"


def test_rows_are_not_joined_to_a_study_that_cannot_be_used(folder: Path) -> None:
    change(folder, "cases/registry/actors.csv", "korpi,Korpi,municipality", "korpi,Korpi,municipalty")
    error = only_error(folder)
    assert error.file == "cases/registry/actors.csv"


def test_a_study_goes_to_another_process_and_back(folder: Path) -> None:
    import pickle

    change(folder, PLACE, 'answers = "answers.csv"\n', "")
    study = pickle.loads(pickle.dumps(va.read_study(folder)))
    assert not study.survey("lake-survey").answered


def test_a_study_without_surveys_loads_no_reader_of_surveys(tmp_path: Path) -> None:
    folder = build_study(tmp_path / "study")
    code = (
        "import sys, valuma as va; va.read_study(sys.argv[1]); late = ('valuma.survey', 'valuma.loaders.survey'); "
        "print([name for name in sys.modules if name == 'pyreadstat' or name.startswith(late)])"
    )
    source = Path(va.__file__).parents[1]
    command = [sys.executable, "-c", code, str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=source)
    assert found.stdout.strip() == "[]"


def test_organisations_are_counted_as_actors_of_the_study_and_as_decided_links(folder: Path) -> None:
    joined = va.read_study(folder).surveys["lake-survey"]
    # Suurkylän kaupunki and Suurkylä are one; Rantalan kunta; Metsälän Voima Oy is no actor and stands for itself.
    assert va.survey.mean(joined, "water").frame["organisations"].tolist() == [3]
    alone = va.read_survey(folder / SURVEY)
    assert va.survey.mean(alone, "water").frame["organisations"].tolist() == [4]
    write(folder, f"{SURVEY}/links.csv", "answer,actor_id\nMetsälän Voima Oy,rantala\nSuurkylä,leave-out\n")
    decided = va.read_study(folder).surveys["lake-survey"]
    assert va.survey.mean(decided, "water").frame["organisations"].tolist() == [3]
    assert decided.actors["Metsälän Voima Oy"] == "rantala"
    linked = va.read_survey(folder / SURVEY)
    assert dict(linked.actors) == {"Metsälän Voima Oy": "rantala"}
    assert "links.csv" in linked.inputs
    (piece,) = va.read_survey(folder / SURVEY, chunks=100)
    assert piece.actors == linked.actors


def test_personal_data_that_are_invented_are_a_note(folder: Path) -> None:
    found = only_warning(folder, "names of organisations")
    assert found.expected == "none of it to leave as it is"
    write(folder, f"{SURVEY}/survey.toml", "synthetic = true\n" + TOML)
    checked = va.check(folder)
    assert not [item for item in checked.warnings if "may be named" in item.found]
    assert [item for item in checked.notes if "names of organisations" in item.found]
