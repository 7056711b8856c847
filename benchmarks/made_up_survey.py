"""An invented survey of the shape that slows readers down: codes with missing ones, ticks, decimals, texts, dates.

120 items from 1 to 5 with two user-missing codes, 40 ticks, 20 decimals, 15 texts and 5 dates, as many rows as asked.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

ITEMS, TICKS, DECIMALS, TEXTS, DATES = 120, 40, 20, 15, 5
_LABELS = {
    1: "not at all",
    2: "a little",
    3: "somewhat",
    4: "much",
    5: "very much",
    8: "cannot say",
    9: "no answer",
}
_CODES = [1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 9.0, np.nan]
_SHARES = [0.15, 0.2, 0.25, 0.15, 0.1, 0.08, 0.04, 0.03]
_WORDS = np.array(["Närpes", "Åbo", "", "Kemiönsaari", "Sodankylä", "a ferry and a bridge", "–", "valtio"])


def answers(rows: int) -> pd.DataFrame:
    """Return the answers; dates as seconds of SPSS."""
    rng = np.random.default_rng(20_261_121)
    columns: dict[str, object] = {}
    for k in range(ITEMS):
        column = rng.choice(
            [1.0, 2, 3, 4, 5, 8, 9, np.nan], size=rows, p=[0.15, 0.2, 0.25, 0.15, 0.1, 0.08, 0.04, 0.03]
        )
        columns[f"q{k + 1:03}"] = column
    for k in range(TICKS):
        columns[f"m{k + 1:02}"] = (rng.random(rows) < 0.2).astype(float)
    for k in range(DECIMALS):
        columns[f"x{k + 1:02}"] = np.round(rng.lognormal(3, 1, rows), 3)
    for k in range(TEXTS):
        columns[f"t{k + 1:02}"] = _WORDS[rng.integers(0, len(_WORDS), rows)].astype(object)
    for k in range(DATES):
        columns[f"d{k + 1}"] = 13_824_172_800.0 + 86_400.0 * rng.integers(0, 3000, rows)
    return pd.DataFrame(columns)


def write(path: Path, rows: int, *, compressed: bool = True) -> None:
    """Write the survey as .sav, or as .zsav where the name says so."""
    import pyreadstat

    frame = answers(rows)
    items = [name for name in frame if name.startswith("q")]
    ticks = [name for name in frame if name.startswith("m")]
    dates = [name for name in frame if name.startswith("d")]
    zipped = path.suffix == ".zsav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={name: f"Question {name}" for name in frame},
        variable_value_labels={
            **{name: {0.0: "none"} for name in frame if name.startswith("x")},
            **dict.fromkeys(items, _LABELS),
            **{name: {0: "no", 1: "yes"} for name in ticks},
        },
        missing_ranges={name: [8, 9] for name in items},
        variable_format=dict.fromkeys(dates, "DATE11"),
        compress=zipped,
        row_compress=compressed and not zipped,
    )
