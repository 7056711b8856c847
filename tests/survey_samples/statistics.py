"""Samples of SPSS, Stata and SAS files, from which harmful ones are made."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from sas_files import sas7bdat, xport
from sav_files import Column, sav
from sav_records import MultipleResponse, add_records

_COLUMNS = [
    Column("Q1", label="Hyöty".encode(), labels={1.0: b"ei", 2.0: "kyllä".encode(), 8.0: b"EOS"}, missing=[8.0]),
    Column("F1", labels={0.0: b"no", 1.0: b"yes"}),
    Column("F2", labels={0.0: b"no", 1.0: b"yes"}, span=(90.0, 99.0)),
    Column("KUNTA", 20, label=b"Kunta", missing=[b"-"]),
    Column("PVM", format=(20, 11, 0)),
    Column("PAINO"),
]


def samples() -> dict[str, bytes]:
    """Return the samples by file name."""
    rows = [
        [float(n % 3), float(n % 2), float(n % 4 == 0), f"Närpes {n}".encode(), 13_823_740_800.0 + 86_400 * n, n / 8]
        for n in range(20)
    ]
    plain, packed, zipped = (sav(_COLUMNS, rows, compression=how, weight=8) for how in (0, 1, 2))
    rich = add_records(
        packed,
        sets=[MultipleResponse("forums", "Foorumit", ["F1", "F2"], "1")],
        variable_sets={"SET": ["Q1", "KUNTA"]},
        roles={"Q1": 1},
        documents=["Kerätty 2025"],
    )
    return {
        "plain.sav": plain,
        "rich.sav": rich,
        "packed.zsav": zipped,
        "big-endian.sav": sav(_COLUMNS, rows, compression=1, order=">"),
        "letters.xpt": xport([("Q1", "Trust"), ("Q2", "Age")], [[1.0, ".A"], [2.5, "."], [-3.0, "._"]]),
        "letters.sas7bdat": sas7bdat(
            [("Q1", "Hyöty", ""), ("DAY", "Day", "DATE9."), ("NAME", "Nimi", "$16.")],
            [[1.0, 21916.0, "Närpes"], [".A", ".", ""], ["._", 9e9, "Oulu"]],
            texts=[2],
        ),
        **_stata(rows),
    }


def _stata(rows: list[list[object]]) -> dict[str, bytes]:
    import pyreadstat

    frame = pd.DataFrame([row[:3] for row in rows], columns=["q1", "f1", "f2"]).astype(object)
    frame.loc[3, "q1"] = "a"
    frame["kunta"] = [f"Närpes {n}" for n in range(len(rows))]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for version in (13, 15):
            path = Path(folder, f"v{version}.dta")
            pyreadstat.write_dta(
                frame,
                path,
                version=version,
                variable_value_labels={"q1": {1: "ei", 2: "on", "a": "EOS"}},
                missing_user_values={"q1": ["a"]},
            )
            found[path.name] = path.read_bytes()
    return found
