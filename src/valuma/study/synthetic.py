"""Which rows of a study are invented."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd


def synthetic_rows(tables: Mapping[str, pd.DataFrame], name: str) -> npt.NDArray[np.bool_]:
    """Return which rows of a table are invented: marked so, or said by an invented source.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of a study, with ``sources``.
    name : str
        The table.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        True where the row is invented.
    """
    frame = tables[name]
    invented = np.zeros(len(frame), dtype=bool)
    if "synthetic" in frame:
        invented |= frame["synthetic"].fillna(False).to_numpy(dtype=bool)
    if "source_id" in frame and name != "sources":
        sources = tables["sources"]
        told = sources["source_id"][sources["synthetic"].fillna(False).to_numpy(dtype=bool)]
        invented |= frame["source_id"].isin(told).to_numpy()
    return invented
