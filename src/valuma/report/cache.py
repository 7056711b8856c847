"""Heavy results as tables on disk, under a key of everything they depend on."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.files import atomic_write
from valuma.report.manifest import code_version, versions
from valuma.schema.problems import ValumaError

_MARK = "# valuma table "
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
_DTYPES = ("float64", "int64", "Int64", "bool", "boolean", "str")
#: Only these can change a number; the rest of the versions changes how it is printed.
_NUMERIC = ("numpy", "pandas", "scipy", "python-igraph")


class Cache:
    """Results by name, kept as long as inputs, code, options and seed stay the same.

    Parameters
    ----------
    folder : path, optional
        Where the tables lie (``build/results``); None keeps nothing.
    inputs : str
        Hash of everything that was read (`Study.fingerprint`).
    code : str, optional
        Hash of the code; by default that of the source files of the package.

    Examples
    --------
    >>> cache = Cache(None, inputs="ab12")
    >>> cache.frame("counts", lambda: pd.DataFrame({"n": [1, 2]}), seed=1)["n"].sum()
    np.int64(3)

    Notes
    -----
    A result is always given back as it was read from its table, also when it was just computed, so that
    the first run and every later one go on from the same bytes. A damaged table is computed again.
    Nothing is pickled.
    """

    def __init__(self, folder: str | os.PathLike[str] | None, *, inputs: str, code: str | None = None) -> None:
        self.folder = None if folder is None else Path(folder)
        self._base = {"inputs": inputs, "code": code or code_version()}
        self._base |= {name: version for name, version in versions().items() if name in _NUMERIC}

    def frame(
        self,
        name: str,
        compute: Callable[[], pd.DataFrame],
        *,
        options: Mapping[str, Any] | None = None,
        seed: int | None = None,
    ) -> pd.DataFrame:
        """Return a table, computed only where it is not there yet.

        Parameters
        ----------
        name : str
            Name of the result: lower-case letters, digits, dots and hyphens.
        compute : callable
            Gives the table. Columns hold numbers, yes/no or text; the index is not kept.
        options : mapping, optional
            Everything the result depends on beside inputs, code and seed; JSON can hold it.
        seed : int, optional
            Seed of the random numbers.

        Returns
        -------
        DataFrame
        """
        path = self._path(name, ".csv", options, seed)
        found = _read_frame(path)
        if found is None:
            data = _frame_bytes(compute(), name)
            self._keep(path, data)
            found = _parse_frame(data)
        return found

    def arrays(
        self,
        name: str,
        compute: Callable[[], Mapping[str, np.ndarray[Any, Any]]],
        *,
        options: Mapping[str, Any] | None = None,
        seed: int | None = None,
    ) -> dict[str, np.ndarray[Any, Any]]:
        """Return named arrays, computed only where they are not there yet; parameters as in `frame`."""
        path = self._path(name, ".npz", options, seed)
        found = _read_arrays(path)
        if found is None:
            found = {key: np.asarray(value) for key, value in compute().items()}
            if any(value.dtype.hasobject for value in found.values()):
                raise ValumaError(f"result {name!r}: an array of objects cannot be kept; use numbers or text")
            buffer = io.BytesIO()
            np.savez_compressed(buffer, allow_pickle=False, **found)
            self._keep(path, buffer.getvalue())
        return found

    def _path(self, name: str, suffix: str, options: Mapping[str, Any] | None, seed: int | None) -> Path | None:
        if not _NAME.fullmatch(name):
            raise ValumaError(f"result name {name!r}: use lower-case letters, digits, dots and hyphens")
        everything = {**self._base, "name": name, "options": dict(options or {}), "seed": seed}
        key = hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()
        return None if self.folder is None else self.folder / f"{name}-{key[:20]}{suffix}"

    def _keep(self, path: Path | None, data: bytes) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(path, "wb") as file:
                file.write(data)


def _frame_bytes(frame: pd.DataFrame, name: str) -> bytes:
    dtypes = {str(column): str(dtype) for column, dtype in frame.dtypes.items()}
    for column, dtype in dtypes.items():
        if dtype not in _DTYPES:
            raise ValumaError(f"result {name!r}: column {column!r} is {dtype}; use one of {', '.join(_DTYPES)}")
        if dtype == "str" and frame[column].eq("").any():
            raise ValumaError(f"result {name!r}: column {column!r} holds an empty text; use a missing value")
    body = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
    head = {"dtypes": dtypes, "rows": len(frame), "sha256": hashlib.sha256(body).hexdigest()}
    return f"{_MARK}{json.dumps(head, ensure_ascii=False)}\n".encode() + body


def _parse_frame(data: bytes) -> pd.DataFrame:
    head, _, body = data.partition(b"\n")
    text = head.decode("utf-8")
    if not text.startswith(_MARK):
        raise ValueError("not a table of results")
    about = json.loads(text.removeprefix(_MARK))
    if hashlib.sha256(body).hexdigest() != about["sha256"]:
        raise ValueError("the table was changed")
    floats = [name for name, dtype in about["dtypes"].items() if dtype == "float64"]
    frame = pd.read_csv(
        io.BytesIO(body),
        # Parsers of numbers differ in the last digit; Python's own does not.
        dtype={**about["dtypes"], **dict.fromkeys(floats, "str")},
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,  # a row of one missing value is a blank line
    )
    for name in floats:
        frame[name] = np.array([float(cell) if isinstance(cell, str) else np.nan for cell in frame[name]], dtype=float)
    if len(frame) != about["rows"]:
        raise ValueError("rows are missing")
    return frame


def _read_frame(path: Path | None) -> pd.DataFrame | None:
    if path is None or not path.is_file():
        return None
    try:
        return _parse_frame(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read_arrays(path: Path | None) -> dict[str, np.ndarray[Any, Any]] | None:
    if path is None or not path.is_file():
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
