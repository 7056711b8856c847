"""What is no table, or no thresholds, does not pass the door and is told in words."""

from __future__ import annotations

import pandas as pd
import pytest
from survey.made_surveys import survey

from valuma.schema.problems import ValumaError
from valuma.survey import Privacy, release, tabulate


def test_wrong_thresholds_and_wrong_tables_are_refused_in_words() -> None:
    table = tabulate(survey({"q": [1, 2, 2]}, labels={"q": {1.0: "a", 2.0: "b"}}), "q")
    for wrong, word in ((None, "None"), ({"persons": 1}, "a dict")):
        with pytest.raises(ValumaError, match=f"{word} in place of the thresholds"):
            release(table, wrong)  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="a DataFrame in place of a table of estimates"):
        release(pd.DataFrame(), Privacy())  # type: ignore[arg-type]
    with pytest.raises(ValumaError, match="released already"):
        release(release(table, Privacy()), Privacy())  # type: ignore[arg-type]
