"""Problems print themselves, count themselves, and stop a load only when one is an error."""

from __future__ import annotations

import pytest

from valuma.schema.problems import MOST_NAMED, Problem, Problems, StudyError, nearest


def test_warnings_and_notes_do_not_stop_a_load() -> None:
    problems = Problems()
    problems.warning("a.csv", "x", "y")
    problems.note("a.csv", "x", "y")
    problems.raise_if_errors("no")
    problems.error("a.csv", "x", "y", row=3, column="level")
    with pytest.raises(StudyError, match=r"a\.csv, row 3, level: found x; expected y") as caught:
        problems.raise_if_errors("the study cannot be used")
    assert len(caught.value.problems) == 3


def test_frame_has_one_row_a_problem() -> None:
    problems = Problems()
    problems.error("a.csv", "x", "y", row=3)
    problems.note("b.csv", "x", "y")
    frame = problems.frame
    assert frame["severity"].tolist() == ["error", "note"]
    assert frame["row"].isna().tolist() == [False, True]


def test_problems_of_one_sort_are_made_only_as_far_as_they_are_named() -> None:
    made: list[int] = []

    def problem(k: int) -> Problem:
        made.append(k)
        return Problem("warning", "a.csv", "x", "y", row=k)

    problems = Problems()
    problems.several(2, problem)
    assert [item.row for item in problems] == [0, 1]
    problems.several(10**9, problem)
    assert len(made) == 2 + MOST_NAMED + 1
    assert [item.found for item in problems.warnings[-2:]] == ["x", "999,999,950 more such rows"]


def test_list_of_a_given_length_keeps_what_came_first() -> None:
    problems = Problems(most=2)
    for row in (1, 2, 3):
        assert problems.full is (row == 3)
        problems.error("a.csv", "x", "y", row=row)
    assert [item.row for item in problems] == [1, 2]


def test_nearest_lists_few_choices_and_keeps_silent_on_many() -> None:
    assert nearest("zzz", ["a", "b"]) == "one of 'a', 'b'"
    assert nearest("zzz", [f"word{k}" for k in range(13)]) == ""
    assert nearest("LOCAL", ["local", "regional"]) == "did you mean 'local'?"
