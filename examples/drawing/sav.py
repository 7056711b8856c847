"""Answers as SPSS system files: labels, missing codes, weight, multiple-response sets, the same bytes every time."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from sav_records import MultipleResponse, add_records

from drawing.answers import Row

#: Where the header keeps day and time of writing, and what stands there instead.
_DAY, _TIME = slice(92, 101), slice(101, 109)
_FIXED = (b"01 Jan 20", b"00:00:00")
_PRODUCT = slice(4, 64)


def sav_bytes(codebook: Mapping[str, Any], rows: Sequence[Row], *, title: str, documents: Sequence[str]) -> bytes:
    """Write answers as a compressed ``.sav`` with Finnish labels.

    Parameters
    ----------
    codebook : mapping
        Plain values of a ``survey.toml``.
    rows : sequence of Row
        One a respondent; numbers, texts, None for system-missing.
    title : str
        Label of the file.
    documents : sequence of str
        Lines of remarks that the file carries.
    """
    items = codebook["items"]
    scales = {scale["name"]: scale for scale in codebook["scales"]}
    frame = pd.DataFrame({item["name"]: _column(item, rows) for item in items})
    labels: dict[str, dict[float, str]] = {}
    missing: dict[str, list[float]] = {}
    for item in items:
        options = scales[item["scale"]]["options"] if "scale" in item else []
        if options:
            labels[item["name"]] = {float(option["code"]): option["fi"] for option in options}
        if codes := [float(option["code"]) for option in options if option.get("missing")]:
            missing[item["name"]] = codes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.sav")
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=title,
            column_labels={item["name"]: item["fi"] for item in items},
            row_compress=True,
            variable_value_labels=labels,
            missing_ranges=missing,
            variable_measure={item["name"]: _measure(item, scales) for item in items},
            variable_format={item["name"]: _format(item) for item in items if item.get("kind") != "text"},
        )
        data = bytearray(path.read_bytes())
    data[_DAY], data[_TIME] = _FIXED
    data[_PRODUCT] = b"@(#) SPSS DATA FILE valuma example study".ljust(60)
    return add_records(
        bytes(data), weight="weight", sets=_sets(codebook), variable_sets=_grids(codebook), documents=documents
    )


def _column(item: Mapping[str, Any], rows: Sequence[Row]) -> list[Any]:
    cells = [row.get(item["name"]) for row in rows]
    return ["" if cell is None else cell for cell in cells] if item.get("kind") == "text" else cells


def _measure(item: Mapping[str, Any], scales: Mapping[str, Mapping[str, Any]]) -> str:
    if item.get("kind") == "numeric":
        return "scale"
    return "ordinal" if scales.get(item.get("scale", ""), {}).get("ordered") else "nominal"


def _format(item: Mapping[str, Any]) -> str:
    return "F8.4" if item.get("role") == "weight" else "F4.0"


def _sets(codebook: Mapping[str, Any]) -> list[MultipleResponse]:
    """Return the multiple-response sets: of dichotomies and of categories."""
    return [
        MultipleResponse(
            block["name"].replace("-", "_"), block["fi"], block["items"],
            str(block["counted"]) if block["kind"] == "multiple-dichotomies" else None,
        )
        for block in codebook["blocks"]
        if block["kind"] in ("multiple-dichotomies", "multiple-categories")
    ]  # fmt: skip


def _grids(codebook: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    return {block["name"].replace("-", "_"): block["items"] for block in codebook["blocks"] if block["kind"] == "grid"}
