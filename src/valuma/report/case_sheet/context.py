"""What the case sheets of a study share: looked up and measured once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.names import actor_name
from valuma.report.imprint import Source
from valuma.schema.problems import ValumaError, nearest
from valuma.study.completeness import Strata
from valuma.study.member_lists import member_lists

if TYPE_CHECKING:
    from valuma.study.study import Study


class CaseContext:
    """Tables and measures of a study, ready for the lines of many case sheets.

    Parameters
    ----------
    study : Study
        The study.
    network : str, optional
        Measure only this network; by default all of them, which takes a second or two for a hundred networks.

    Examples
    --------
    >>> context = CaseContext(study)                                       # doctest: +SKIP
    >>> [case_facts(study, name, "sv", context=context) for name in names]  # doctest: +SKIP
    """

    def __init__(self, study: Study, network: str | None = None) -> None:
        self.study = study
        self._only = network

    @cached_property
    def profile(self) -> pd.DataFrame:
        """Cooperation profile by network, as of `valuma.metrics.cooperation_profile`."""
        from valuma.graph.build import build_graph
        from valuma.metrics.profile import cooperation_profile

        study, settings = self.study, self.study.settings
        part = study if self._only is None else study.select(network=self._only)
        graph = build_graph(part)
        return cooperation_profile(
            graph, threshold=settings.completeness_threshold, draws=settings.draws, seed=settings.seed
        ).frame

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source of the study by id."""
        columns = ("source_id", "title", "publisher", "url", "published", "accessed")
        rows = self.study.tables["sources"][list(columns)].itertuples(index=False, name=None)
        return {row[0]: Source(*("" if pd.isna(cell) else str(cell) for cell in row)) for row in rows}

    @cached_property
    def lists(self) -> pd.DataFrame:
        """What is known of every member list."""
        return member_lists(self.study)

    @cached_property
    def strata(self) -> Strata:
        """Known members by stratum."""
        return Strata(self.study.tables)

    @cached_property
    def _tables(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {}

    def table(self, name: str, network: str) -> pd.DataFrame:
        """Rows of a table about a network."""
        column = "subject" if name == "claims" else "network_id"
        if (name, "") not in self._tables:
            self._tables[name, ""] = pd.DataFrame()
            for key, rows in self.study.tables[name].groupby(column, sort=False):
                self._tables[name, str(key)] = rows
        found = self._tables.get((name, network))
        return self.study.tables[name].iloc[:0] if found is None else found

    @cached_property
    def actors(self) -> dict[str, dict[str, object]]:
        """Rows of the actors by id."""
        frame = self.study.tables["actors"]
        records = frame.to_dict("records")
        return {str(row["actor_id"]): {str(key): value for key, value in row.items()} for row in records}

    def actor(self, actor_id: str, lang: str) -> str:
        """Name of an actor, or its id where the study does not know it."""
        return actor_name(self.actors[actor_id], lang) if actor_id in self.actors else actor_id

    def network(self, network: str) -> pd.Series:
        """Row of a network.

        Raises
        ------
        ValumaError
            There is no such network.
        """
        frame = self.study.tables["networks"]
        found = frame[frame["network_id"] == network]
        if found.empty:
            hint = nearest(network, frame["network_id"])
            raise ValumaError(f"there is no network {network!r}" + (f"; {hint}" if hint else ""))
        return found.iloc[0]
