"""Versions of one survey in several languages become one table."""

from __future__ import annotations

import pandas as pd
import pytest
from limesurvey_structures import structure
from survey_samples.text_exports import LIMESURVEY, SURVEY

from valuma.loaders.survey_files.text_kinds import read_text_survey
from valuma.loaders.survey_files.versions import merge_versions
from valuma.schema.problems import StudyError


def version(text: str, file: str = "a.csv"):
    return read_text_survey(text.encode(), file)


def cells(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.values[name]]


def test_rows_join_by_the_names_of_variables_and_the_language_is_kept() -> None:
    joined = merge_versions({"fi": version("id;Q1\na;1\nb;2\n"), "sv": version("id;q1\nc;3\n")})
    assert cells(joined, "id") == ["a", "b", "c"]
    assert cells(joined, "Q1") == [1, 2, 3]
    assert cells(joined, "version_language") == ["fi", "fi", "sv"]


def test_an_item_that_a_version_does_not_have_is_not_shown_there_and_reported() -> None:
    joined = merge_versions({"fi": version("id;q1;q2\na;1;5\n"), "sv": version("id;q1;q3\nb;2;x\n")})
    assert cells(joined, "q2") == [5, None]
    assert [None if pd.isna(s) else s for s in joined.states["q2"]] == [None, "not-shown"]
    assert cells(joined, "q3") == [None, "x"]
    assert "1 item that the version sv does not have: q2" in str(joined.report)
    assert "1 item that the version fi does not have: q3" in str(joined.report)


def test_labels_of_the_same_codes_become_words_by_language() -> None:
    fi = read_text_survey(LIMESURVEY.encode(), "fi.csv", codebook=(structure(SURVEY, languages=("fi",)), "fi.lss"))
    sv = read_text_survey(LIMESURVEY.encode(), "sv.csv", codebook=(structure(SURVEY, languages=("sv",)), "sv.lss"))
    joined = merge_versions({"fi": fi, "sv": sv})
    variable = joined.variables["usein[a]"]
    assert dict(variable.labels) == {1.0: "usein", 2.0: "joskus", 3.0: "ei"}
    assert variable.value_text(2.0, "sv") == "ibland"
    assert variable.text("sv") == "Staten"
    assert len(joined.values) == 8
    assert next(block for block in joined.blocks if block.name == "foorumit").items == (
        "foorumit[kunta]", "foorumit[valtio]", "foorumit[other_ticked]",
    )  # fmt: skip


def test_answers_in_words_join_by_a_map_of_words_and_others_are_kept_and_reported() -> None:
    fi = version("id;q\n" + "".join(f"a{k};{('usein', 'ei')[k % 2]}\n" for k in range(20)))
    sv = version("id;q\n" + "".join(f"b{k};{('ofta', 'nej', 'kanske')[k % 3]}\n" for k in range(30)))
    joined = merge_versions({"fi": fi, "sv": sv}, same_words=[{"fi": "usein", "sv": "ofta"}])
    assert joined.values["q"].value_counts().to_dict() == {"usein": 20, "ei": 20, "kanske": 10}
    assert joined.variables["q"].value_text("usein", "sv") == "ofta"
    assert "sv: 1" in str(joined.report)


def test_versions_that_hold_texts_and_numbers_in_one_item_are_joined_as_text() -> None:
    joined = merge_versions({"fi": version("id;q\na;1,5\n"), "sv": version("id;q\nb;x\n")})
    assert cells(joined, "q") == ["1.5", "x"]
    assert "hold different things" in str(joined.report)


def test_people_who_answered_in_two_languages_are_reported() -> None:
    joined = merge_versions({"fi": version("token;q\nab1;1\nab2;2\n"), "sv": version("token;q\nab1;3\n")})
    assert "1 respondent in more than one version" in str(joined.report)


def test_a_version_nobody_answered_changes_no_type() -> None:
    joined = merge_versions({"fi": version("id;q;d\na;1;2024-01-05\n"), "sv": version("id;q;d\n")})
    assert joined.values["q"].dtype == float
    assert joined.values["d"].dtype.kind == "M"


def test_without_a_version_there_is_no_survey() -> None:
    with pytest.raises(StudyError):
        merge_versions({})
