"""Problems print themselves, count themselves, and stop a load only when one is an error."""

from __future__ import annotations

import pytest

from valuma.schema.problems import Problems, StudyError, nearest


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


def test_nearest_lists_few_choices_and_keeps_silent_on_many() -> None:
    assert nearest("zzz", ["a", "b"]) == "one of 'a', 'b'"
    assert nearest("zzz", [f"word{k}" for k in range(13)]) == ""
    assert nearest("LOCAL", ["local", "regional"]) == "did you mean 'local'?"
