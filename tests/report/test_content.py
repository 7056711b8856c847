from __future__ import annotations

import pandas as pd
import pytest

from valuma.report.content import BriefTable
from valuma.schema.problems import ValumaError

FRAME = pd.DataFrame({"who": ["a", "b"], "n": [1200, 3], "mix": [0.0, 0.256], "seen": ["22/57", "4/4"]})
HEADERS = {"who": "Who", "n": "Number", "mix": "Mix", "seen": "Known"}


def test_cells_are_written_in_the_language():
    table = BriefTable(FRAME, HEADERS, "Caption", digits=2)
    assert table.rows("fi") == [["a", "1\u202f200", "0,00", "22/57"], ["b", "3", "0,26", "4/4"]]
    assert table.rows("en")[0] == ["a", "1,200", "0.00", "22/57"]


def test_numbers_are_set_to_the_right_unless_told_otherwise():
    assert BriefTable(FRAME, HEADERS, "Caption").set_right == (False, True, True, False)
    assert BriefTable(FRAME, HEADERS, "Caption", right=("seen",)).set_right == (False, False, False, True)


def test_a_column_without_heading_is_not_printed():
    assert BriefTable(FRAME, {"who": "Who"}, "Caption").rows("en") == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"headers": {"whom": "Who"}}, "no column 'whom' among who, n, mix, seen"),
        ({"headers": {"who": " "}}, "without a heading"),
        ({"caption": " "}, "needs a caption"),
        ({"frame": FRAME.head(0)}, "at least one row"),
        ({"frame": FRAME.assign(mix=[0.1, float("nan")])}, "an empty cell in 'mix'"),
        ({"frame": FRAME.assign(who=["a", " "])}, "an empty cell in 'who'"),
    ],
)
def test_a_table_that_leaves_something_unsaid_is_refused(options, says):
    with pytest.raises(ValumaError, match=says):
        BriefTable(**{"frame": FRAME, "headers": HEADERS, "caption": "Caption", **options})
