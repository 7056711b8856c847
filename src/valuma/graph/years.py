"""The graph of one year: which rows are in, out, or not dated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd


def row_state(rows: pd.DataFrame, year: int | None) -> pd.Series:
    """Return for each membership row whether it is in, out or undated.

    Parameters
    ----------
    rows : DataFrame
        Columns ``year_from``, ``year_to``, ``observed_year``; missing where not known.
    year : int, optional
        Calendar year; None asks only whether the row is dated at all.

    Returns
    -------
    Series of str
        ``in``, ``out`` or ``undated``.

    Examples
    --------
    >>> rows = pd.DataFrame({"year_from": [2015, None, None], "year_to": [2018, None, None],
    ...                      "observed_year": [None, 2020, None]})
    >>> row_state(rows, 2020).tolist()
    ['out', 'in', 'undated']
    """
    start, end, seen = (_years(rows[column]) for column in ("year_from", "year_to", "observed_year"))
    dated = ~(np.isnan(start) & np.isnan(end))
    if year is None:
        return pd.Series(np.where(dated, "in", "undated"), rows.index, dtype=object)
    inside = dated & ~(start > year) & ~(end < year)
    observed = ~dated & (seen == year)
    state = np.select([inside | observed, dated], ["in", "out"], "undated")
    return pd.Series(state, rows.index, dtype=object)


def _years(column: pd.Series) -> npt.NDArray[np.float64]:
    years = pd.to_numeric(column).astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(years, dtype=np.float64)
