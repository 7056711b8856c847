"""The result of a cooperation profile: one row a network, and the same in long form."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class CooperationProfile:
    """Measures of each network with bounds, states and completeness.

    Parameters
    ----------
    frame : DataFrame
        One row a network. For each measure m: ``m``, ``m_low``, ``m_high``, ``m_state``. Then ``members``
        (counted), ``known``, ``stated_low``, ``stated_high``, ``completeness``, ``list_is``, ``size_is`` (stated,
        range, at least, not stated), ``shown`` (value; bounds, below the threshold; known members, where no size is
        stated), ``undated_share``, ``bounds_by``.
    measures : tuple of str
        Names of the measures.
    bounds_by : DataFrame
        Networks × measures over members: where low and high come from.
    coverage : DataFrame
        For each attribute the actors with a membership for whom it is known, unknown, not
        applicable, general authorities, and the share known of those it applies to.
    coding : str
        Coding of general authorities and universities.
    threshold : float
        Completeness below which bounds are to be shown.
    year : int, optional
        Year of the graph.
    roles : tuple of str
        Roles that count.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    measures: tuple[str, ...]
    bounds_by: pd.DataFrame
    coverage: pd.DataFrame
    coding: str
    threshold: float
    year: int | None
    roles: tuple[str, ...]
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return one row a network and measure.

        Returns
        -------
        DataFrame
            Columns network_id, measure, value, low, high, state, bounds_by, known, stated_low, stated_high,
            completeness, list_is, size_is, shown, coding, synthetic.
        """
        about = ["known", "stated_low", "stated_high", "completeness", "list_is", "size_is", "shown"]
        parts = []
        for name in self.measures:
            part = self.frame[[name, f"{name}_low", f"{name}_high", f"{name}_state"]]
            part = part.set_axis(["value", "low", "high", "state"], axis=1)
            # Themes are coded, not listed: there is nothing to fill.
            by = self.bounds_by.get(name)
            parts.append(part.assign(bounds_by=by, **{key: self.frame[key] for key in about}).assign(measure=name))
        whole = pd.concat(parts).rename_axis("network_id").reset_index()
        columns = ["network_id", "measure", "value", "low", "high", "state", "bounds_by", *about]
        return whole[columns].assign(coding=self.coding, synthetic=self.synthetic)

    def summary(self) -> pd.DataFrame:
        """Return how many networks each measure is defined for, and its range over them.

        Returns
        -------
        DataFrame
            Rows are measures; columns ``networks`` (measured), ``least``, ``median``, ``most``. Ranges of networks
            chosen by a curator describe these networks only.
        """
        rows = {}
        for name in self.measures:
            values = self.frame[name][self.frame[f"{name}_state"] == "measured"]
            rows[name] = [len(values), values.min(), values.median(), values.max()]
        return pd.DataFrame.from_dict(rows, orient="index", columns=["networks", "least", "median", "most"])

    def __repr__(self) -> str:
        shown = (self.frame["shown"] == "bounds").sum()
        mark = ", SYNTHETIC" if self.synthetic else ""
        return (
            f"<CooperationProfile: {len(self.frame)} networks, {len(self.measures)} measures, coding {self.coding}, "
            f"{shown} shown as bounds{mark}>"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.frame[list(self.measures)].to_html()}"
