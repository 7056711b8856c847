"""SPSS system files, .sav and .zsav: read whole or in pieces."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.instants import dated, spss_seconds
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.sav_cells import cell_rows, numbers
from valuma.loaders.survey_files.sav_dictionary import SavVariable, describe
from valuma.loaders.survey_files.sav_records import read_records
from valuma.survey.load_report import LoadReport

#: Cells of a file that is read whole: 4 GiB as numbers.
MAX_CELLS = 2**29

_Columns = dict[str, list[npt.NDArray[Any]]]


class SavFile:
    """A .sav or .zsav file whose dictionary has been read.

    Parameters
    ----------
    path : path
        The file.
    limit : int
        Most bytes that a .zsav file may unfold to.

    Raises
    ------
    StudyError
        The dictionary is damaged or cut.
    """

    format = "SPSS system file"

    def __init__(self, path: str | os.PathLike[str], limit: int) -> None:
        self.path, self.limit, self.file = Path(path), limit, os.path.basename(path)
        self.report = LoadReport()
        with self.path.open("rb") as stream:
            self.records = read_records(stream, self.file)
        self.dictionary = describe(self.records, self.file, self.report)
        self.cases = self.records.cases
        counts = self.records.extension(16)
        if self.cases < 0 and len(counts) >= 16:
            self.cases = int(np.frombuffer(counts[8:16], dtype=f"{self.records.order}i8")[0])

    def head(self) -> RawSurvey:
        """Return the file without its rows."""
        return self._raw({one.variable.name: [] for one in self.dictionary.variables}, 1, self.report)

    def pieces(self, rows: int | None = None) -> Iterator[RawSurvey]:
        """Yield the file in pieces of so many rows; in one piece by default.

        Parameters
        ----------
        rows : int, optional
            Rows of a piece; the last one may be shorter. Without it the one piece may have no rows.

        Raises
        ------
        StudyError
            A .zsav file is damaged; or the file is too large to be read whole.
        """
        report, first, have = LoadReport(self.report), 1, 0
        columns = self._empty()
        with self.path.open("rb") as stream:
            for tile in self._tiles(stream, report):
                start = 0
                while start < len(tile):
                    part = tile[start : start + rows - have] if rows else tile
                    self._add(columns, part, first + have, rows is None)
                    have, start = have + len(part), start + len(part)
                    if have == rows:
                        yield self._raw(columns, first, report)
                        report, first, have, columns = LoadReport(), first + have, 0, self._empty()
            if have or first == 1 or len(report):
                yield self._raw(columns, first, report)

    def _tiles(self, stream: BinaryIO, report: LoadReport) -> Iterator[npt.NDArray[np.float64]]:
        """Yield whole rows, no more than the file announces; say where there are fewer or more."""
        done = 0
        for tile in cell_rows(stream, self.records, self.file, self.limit):
            if self.cases >= 0 and done + len(tile) > self.cases:
                found = f"more rows than the {self.cases:,} that the header announces"
                report.warning(self.file, found, "those behind them left out")
                tile = tile[: self.cases - done]
            done += len(tile)
            yield tile
            if done == self.cases:
                break
        if done < self.cases:
            found = f"{done:,} whole rows where the header announces {self.cases:,}: the file is cut"
            report.warning(self.file, found, "the whole rows read; copy the file again")

    def _empty(self) -> _Columns:
        return {one.variable.name: [] for one in self.dictionary.variables}

    def _add(self, columns: _Columns, tile: npt.NDArray[np.float64], first: int, whole: bool) -> None:
        if whole and (first + len(tile)) * self.records.width > MAX_CELLS:
            raise unusable(
                self.file,
                f"more than {MAX_CELLS:,} cells",
                "a file that fits in memory",
                hint="read it in pieces with chunks=, for example chunks=20_000",
            )
        order, texts = self.records.order, self.dictionary.texts
        for one in self.dictionary.variables:
            if not one.text:
                cells = numbers(np.ascontiguousarray(tile[:, one.places[0][0]]), order)
            else:
                cells = texts.column(_bytes(tile, one), one.variable.name, first)
            columns[one.variable.name].append(cells)

    def _raw(self, columns: _Columns, first: int, report: LoadReport) -> RawSurvey:
        self.dictionary.texts.flush(report)
        states: dict[str, pd.Series] = {}
        values: dict[str, Any] = {}
        for one in self.dictionary.variables:
            parts = columns.pop(one.variable.name)
            cells = np.concatenate(parts) if parts else np.empty(0, dtype=object if one.text else np.float64)
            if one.date:
                cells, why = dated(cells, spss_seconds(cells), one.variable, self.file, report, first)
                if why is not None:
                    states[one.variable.name] = why
            values[one.variable.name] = cells
        return RawSurvey(
            self.file,
            self.format,
            pd.DataFrame(values, copy=False),
            {one.variable.name: one.variable for one in self.dictionary.variables},
            states=states,
            weight=self.dictionary.weight,
            blocks=list(self.dictionary.blocks),
            documents=list(self.dictionary.documents),
            report=report,
        )


def _bytes(tile: npt.NDArray[np.float64], one: SavVariable) -> npt.NDArray[Any]:
    """Cells of a text as bytes of a fixed width, segments put together."""
    parts = []
    for slot, width in one.places:
        words = np.ascontiguousarray(tile[:, slot : slot + -(-width // 8)])
        parts.append(words.view(np.uint8).reshape(len(tile), -1)[:, :width])
    joined = np.ascontiguousarray(np.concatenate(parts, axis=1) if len(parts) > 1 else parts[0])
    return joined.view(f"S{joined.shape[1]}").ravel()
