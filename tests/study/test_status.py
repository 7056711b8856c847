"""How far cards are: what is not known is counted, what is said to be none is not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from study_builder import CARD, CASE, MEMBERS, build_study, write

from valuma.loaders.study_folder import read_study
from valuma.study.member_lists import member_lists
from valuma.study.status import FACTS, FIELDS, status, status_by_group
from valuma.study.study import Study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_study(tmp_path / "study")


def one(folder: Path, *changes: tuple[str, str]) -> pd.Series:
    """Status of the lake network after texts of its card were replaced."""
    text = CARD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    write(folder, f"{CASE}/card.toml", text)
    return status(read_study(folder)).iloc[0]


def test_fields_without_an_answer_are_named(folder: Path) -> None:
    found = one(folder)
    assert found["unknown_fields"] == ("host", "joining_decision_by", "theme_choice")
    assert found["unknown"] == 3


def test_none_and_not_applicable_are_answers(folder: Path) -> None:
    found = one(folder, ('legal_form = "none"', 'legal_form = "none"\nhost = "none"\ntheme_choice = "not-applicable"'))
    assert found["unknown_fields"] == ("joining_decision_by",)


def test_an_end_is_unknown_only_where_nothing_is_said_of_it(folder: Path) -> None:
    assert "ended" not in one(folder)["unknown_fields"]
    assert "ended" not in one(folder, ('ended = "none"', "ended = 2020"))["unknown_fields"]
    assert "ended" in one(folder, ('ended = "none"\n', ""))["unknown_fields"]


def test_lists_without_a_row_are_unknown(folder: Path) -> None:
    write(folder, f"{CASE}/members.csv", MEMBERS.splitlines()[0] + "\n")
    found = one(folder)
    assert "memberships" in found["unknown_fields"]
    assert found["known"] == 0
    assert pd.isna(found["undated"])
    assert pd.isna(found["last_observed"])


def test_facts_need_a_source_of_their_own_only_beside_several_sources(folder: Path) -> None:
    assert one(folder)["without_own_source"] == ()
    several = ('sources = ["lake-page"]', 'sources = ["lake-page", "land-survey"]')
    own = ('founded = ["land-survey"]', 'founded = ["land-survey"]\ncoordinator = ["lake-page"]\nended = ["lake-page"]')
    assert one(folder, several, own)["without_own_source"] == ("legal_form",)


def test_members_sources_and_years_are_those_of_the_list(folder: Path) -> None:
    # Coordinator and two members of four to five towns; a partner beside them; the funder does not count.
    # Of one of the two members that have a role which counts, no first or last year is known.
    found = one(folder)
    assert (found["known"], found["stated_low"], found["stated_high"]) == (3, 4, 5)
    assert (found["sources"], found["last_observed"], found["undated"]) == (2, 2019, 0.5)


def test_share_of_undated_rows_counts_every_kind_of_year(folder: Path) -> None:
    rows = (
        "actor_id,role,year_from,observed_year,source_id\nsuurkyla,member,,,lake-page\nkorpi,member,2015,,lake-page\n"
    )
    write(folder, f"{CASE}/members.csv", rows)
    assert one(folder)["undated"] == 0.5


def test_summary_counts_cards_by_group_and_in_all(study: Study) -> None:
    table = status(study)
    summary = status_by_group(table).set_index("group")
    assert summary.loc["all", "networks"] == len(study.networks) == len(table)
    assert summary.drop(index="all")["unknown"].sum() == summary.loc["all", "unknown"] == table["unknown"].sum()
    states = ["known nearly whole", "known in part", "counted in part", "size not stated"]
    assert (summary[states].sum(axis=1) == summary["networks"]).all()
    assert (summary[["draft", "checked", "approved"]].sum(axis=1) == summary["networks"]).all()


def test_summary_of_one_group_has_one_row(folder: Path) -> None:
    assert status_by_group(status(read_study(folder)))["group"].tolist() == ["finnish"]


def test_states_of_lists_are_those_of_the_figures(study: Study) -> None:
    table = status(study).set_index("network_id")
    other = table["list_state"].replace("counted in part", "size not stated")
    assert (other == member_lists(study).loc[table.index, "state"]).all()


def test_a_number_of_a_part_is_not_called_a_size_that_is_not_stated(study: Study) -> None:
    table = status(study)
    of_part = table["list_state"] == "counted in part"
    assert of_part.any()
    assert table.loc[of_part, "stated_low"].notna().all()
    assert table.loc[table["list_state"] == "size not stated", "stated_low"].isna().all()


def test_fields_are_columns_of_the_networks(study: Study) -> None:
    assert set(FIELDS) | set(FACTS) <= set(study.networks.columns)
