"""The invented survey of the benchmark: both readers get the same cells from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyreadstat
import pytest

import valuma as va


@pytest.mark.parametrize("suffix", ["sav", "zsav"])
def test_both_readers_see_the_same_cells(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    from made_up_survey import write

    path = tmp_path / f"made-up.{suffix}"
    write(path, 60)
    theirs, _ = pyreadstat.read_sav(path, user_missing=True, disable_datetime_conversion=True)
    survey = va.read_survey(path)
    assert survey.answers.shape == theirs.shape == (60, 200)
    for name in ("q001", "m01", "x01"):
        ours = survey.codes(name).to_numpy(dtype=float)
        gone = survey.reasons[name].astype(object).map(lambda cell: str(cell).partition(":")[0], na_action="ignore")
        codes = np.where(np.isnan(ours), np.nan, ours)
        told = np.array([float(cell) if str(cell).isdigit() else np.nan for cell in gone])
        np.testing.assert_array_equal(np.where(np.isnan(codes), told, codes), theirs[name])
    assert survey.answers["t01"].fillna("").tolist() == theirs["t01"].tolist()
    assert survey.codebook["x01"].kind == "numeric"
    assert survey.codebook["d1"].kind == "date"
