"""TOML files: values, lines of keys, and one problem a key path."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from study_builder import CARD, STUDY

from valuma.schema.card import Card
from valuma.schema.problems import Problems, StudyError
from valuma.schema.study_file import StudyFile
from valuma.schema.toml import key_lines, parse_toml, read_toml, validate


def problems_of(text: str, model: type = Card) -> Problems:
    problems = Problems()
    toml = parse_toml(text.encode(), "x.toml", problems)
    assert toml is not None, str(problems)
    validate(toml, model, "x.toml", problems)
    return problems


def test_card_of_the_example_fits_the_model() -> None:
    assert not problems_of(CARD)
    card = Card.model_validate(tomllib.loads(CARD))
    assert card.ended == "none"
    assert card.member_counts[0].n_high == 5
    assert card.host is None


def test_every_key_is_found_on_its_line() -> None:
    lines = CARD.split("\n")
    for path, number in key_lines(CARD).items():
        key = path.rpartition(".")[2].partition("[")[0]
        assert key in lines[number - 1], path


def test_keys_inside_multi_line_texts_are_no_keys() -> None:
    text = 'a = """\nb = 1\n[c]\n"""\nd = 2\n'
    assert key_lines(text) == {"a": 1, "d": 5}


def test_line_of_a_missing_key_is_that_of_its_table() -> None:
    (problem,) = problems_of(CARD.replace("n_low = 4\n", ""))
    assert problem.column == "member_counts[1].n_low"
    assert problem.row == CARD.split("\n").index("[[member_counts]]") + 1


@pytest.mark.parametrize(
    ("old", "new", "column", "found", "expected"),
    [
        ("founded = 2012", 'founded = "2012"', "founded", "'2012' (text)", "a whole number"),
        ("founded = 2012", "founded = 2012.5", "founded", "2012.5 (a number)", "a whole number"),
        ('group = "finnish"', "group = 3", "group", "3 (a whole number)", "text"),
        ('country = "FI"', 'country = "Finland"', "country", "'Finland'", "two capital letters, such as 'FI'"),
        ("used = true", 'used = "yes"', "member_counts[1].used", "'yes' (text)", "true or false"),
        ('policy_fields = ["rural"]', 'policy_fields = "rural"', "policy_fields", "'rural' (text)", "a list"),
        ("amount = 100000", "amount = -1", "funding[1].amount", "'-1'", "a number of at least 0"),
    ],
)  # fmt: skip
def test_value_of_the_wrong_kind_is_named(old: str, new: str, column: str, found: str, expected: str) -> None:
    (problem,) = problems_of(CARD.replace(old, new, 1))
    assert (problem.column, problem.found, problem.expected) == (column, found, expected)
    assert problem.row is not None


def test_all_key_paths_are_reported_at_once() -> None:
    text = CARD.replace('"peer-learning"', '"peerlearning"').replace('"lead-organisation"', '"lead"')
    text = text.replace("[purpose]", "[purposes]").replace('role = "x"', "")
    problems = problems_of(text)
    assert {problem.column for problem in problems} == {"purpose_kind", "governance", "purposes"}
    assert {problem.hint for problem in problems} >= {"did you mean 'peer-learning'?", "did you mean 'purpose'?"}


def test_unknown_key_inside_an_entry_gets_the_keys_of_that_entry() -> None:
    (problem,) = problems_of(CARD.replace("\nn = 2\n", "\nn = 2\nkid = 1\n"))
    assert problem.hint == "did you mean 'kind'?"


def test_settings_refuse_a_level_in_two_tiers() -> None:
    text = STUDY + '\n[tiers]\nlocal = ["local", "regional"]\nregional = ["regional"]\n'
    (problem,) = problems_of(text, StudyFile)
    assert problem.found == "'regional' in 'local' and 'regional'"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('language = "de"', "language"),
        ("reference_year = 20", "reference_year"),
        ("completeness_threshold = 1.5", "completeness_threshold"),
        ("draws = 1", "draws"),
        ('roles = ["membr"]', "roles[1]"),
        ('tiers = { locl = ["local"] }', "tiers"),
    ],
)
def test_settings_refuse_what_cannot_be(line: str, column: str) -> None:
    text = line + "\n" + STUDY.replace("reference_year = 2020\n", "")
    (problem,) = problems_of(text, StudyFile)
    assert (problem.row, problem.column) == (1, column)


def test_read_toml_raises_with_all_problems(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_text('id = "A B"\n', encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_toml(path, Card)
    assert {problem.column for problem in caught.value.problems} == {"id", "group", "status"}


def test_file_that_is_not_there_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no such file"):
        read_toml(tmp_path / "nothing.toml")


def test_windows_1252_in_toml_is_read_with_a_warning() -> None:
    problems = Problems()
    toml = parse_toml('name = "Närpes"'.encode("cp1252"), "x.toml", problems)
    assert toml is not None
    assert toml.values == {"name": "Närpes"}
    assert len(problems.warnings) == 1


def test_error_at_the_end_of_the_file_has_the_last_line() -> None:
    problems = Problems()
    assert parse_toml(b"a = 1\nb = [1,\n", "x.toml", problems) is None
    (problem,) = problems
    assert (problem.row, problem.column) == (2, "end of the file")


def test_tables_inside_brackets_and_inside_other_tables_have_their_own_lines() -> None:
    text = """\
names = ["[", 'a # {', # [ {
  "b" ]
[[scales]]
options = [
  { code = 1, fi = "a } [" },
  { code = 2, of = [ { a = 1 } ] },
]
[[scales]]
[[scales.options]]
code = 1
[[scales.options]]
code = 2
[privacy]
a = 1
"""
    tomllib.loads(text)
    assert key_lines(text) == {
        "names": 1,
        "scales[1]": 3,
        "scales[1].options": 4,
        "scales[1].options[1]": 5,
        "scales[1].options[2]": 6,
        "scales[2]": 8,
        "scales[2].options[1]": 9,
        "scales[2].options[1].code": 10,
        "scales[2].options[2]": 11,
        "scales[2].options[2].code": 12,
        "privacy": 13,
        "privacy.a": 14,
    }
