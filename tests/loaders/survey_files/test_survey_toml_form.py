"""Sections of a survey.toml: everything is asked once, and nothing depends on what comes later."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.survey_toml import overlay, read_survey_file
from valuma.schema.problems import Problems, StudyError
from valuma.survey.codebook import Variable

HEAD = """\
id = "a"
title = { fi = "K", sv = "E", en = "S" }
scales = [{ name = "s", options = [{ code = 1, en = "yes" }, { code = 9, en = "no answer", missing = "missing" }] }]
"""
ITEMS = """
[[items]]
name = "q1"
scale = "s"
[[items]]
name = "q2"
scale = "s"
[[items]]
name = "q3"
scale = "s"
"""
BLOCK = """
[[blocks]]
name = "b"
kind = "grid"
items = ["q2", "q3"]
"""


def sections(asks: str) -> str:
    return f'\n[[sections]]\ntitle = {{ fi = "K", sv = "E", en = "S" }}\nasks = {asks}\n'


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "survey.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_survey_file(path)
    return [str(item) for item in error.value.problems]


def test_a_file_without_sections_is_a_codebook_alone(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    path.write_text(HEAD + ITEMS, encoding="utf-8")
    assert not read_survey_file(path)[0].sections


def test_blocks_and_free_items_make_a_form(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    path.write_text(HEAD + ITEMS + BLOCK + sections('["q1", "b"]'), encoding="utf-8")
    assert read_survey_file(path)[0].sections[0].asks == ["q1", "b"]


def test_an_unknown_name_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    found = problems(tmp_path, ITEMS + sections('["q1", "q2", "q33"]'))
    assert any("found 'q33'" in item and "did you mean 'q3'" in item for item in found)
    assert any("'q3', which no section asks" in item for item in found)


def test_an_item_of_a_block_is_not_asked_on_its_own(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ITEMS + BLOCK + sections('["q1", "b", "q2"]'))
    assert "found 'q2'" in found
    assert "it is in 'b'" in found


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ITEMS + sections('["q1", "q2", "q3", "q1"]'))
    assert "'q1' once more" in found


def test_tokens_weights_and_strata_are_not_asked(tmp_path: Path) -> None:
    token = '[[items]]\nname = "token"\nrole = "respondent"\nkind = "text"\n'
    path = tmp_path / "survey.toml"
    path.write_text(HEAD + token + ITEMS + sections('["q1", "q2", "q3"]'), encoding="utf-8")
    assert len(read_survey_file(path)[0].items) == 4


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('{ item = "q9", codes = [1] }', "the name of an item"),
        ('{ item = "q3", codes = [1] }', "which is asked later"),
        ('{ item = "q1", codes = [2] }', "a code of an answer to 'q1'"),
        ('{ item = "q1", codes = [9] }', "a code of an answer to 'q1'"),
    ],
)
def test_a_condition_rests_on_an_answer_given_before(tmp_path: Path, condition: str, said: str) -> None:
    items = ITEMS.replace('name = "q2"\n', f'name = "q2"\nshown_if = {condition}\n')
    (found,) = problems(tmp_path, items + sections('["q1", "q2", "q3"]'))
    assert said in found


def test_an_empty_cell_behind_a_condition_that_does_not_hold_was_not_shown(tmp_path: Path) -> None:
    head = HEAD.replace('en = "yes" }', 'en = "yes" }, { code = 2, en = "no" }')
    items = ITEMS.replace('name = "q2"\n', 'name = "q2"\nshown_if = { item = "q1", codes = [1] }\n')
    path = tmp_path / "survey.toml"
    path.write_text(head + items, encoding="utf-8")
    file, toml = read_survey_file(path)
    # yes and silent, no, no although answered, not known whether
    values = pd.DataFrame({"q1": [1.0, 2.0, 2.0, None], "q2": [None, None, 1.0, None], "q3": [1.0, 1.0, 1.0, 1.0]})
    raw = RawSurvey("a.sav", "SPSS system file", values, {name: Variable(name) for name in values})
    problems = Problems()
    laid = overlay(raw, file, toml, problems)
    assert not problems.errors
    assert laid.states["q2"].fillna("").tolist() == ["", "not-shown", "", ""]
    assert "q3" not in laid.states
