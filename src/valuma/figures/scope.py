"""What a figure is about: one case, one group or the whole study, with its counts and how complete it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from valuma.figures.names import group_name, network_names
from valuma.graph.attributes import State
from valuma.graph.build import build_graph
from valuma.metrics.strata import Completeness, ListState, list_state, read_strata
from valuma.schema.problems import ValumaError
from valuma.texts import interval, message, number, percent

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.study.study import Study


@dataclass(frozen=True, eq=False)
class Scope:
    """The networks a figure shows.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language of its words.
    graph : ActorNetworkThemeGraph
        The chosen networks with their actors and themes, all years together.
    words : str
        What was chosen: a network, a group or all cases.
    left_out : int
        Memberships that were told in confidence and are not in the graph.
    """

    study: Study
    lang: str
    graph: ActorNetworkThemeGraph
    words: str
    left_out: int = 0

    def released(self) -> Scope:
        """Return the scope with what may be shown by name, for figures that name actors."""
        graph = self.graph.released()
        return replace(self, graph=graph, left_out=self.graph.n_memberships - graph.n_memberships)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the networks by id, without remarks in brackets where they stay apart."""
        return network_names(self.graph.networks.rename_axis("network_id").reset_index(), self.lang, short=True)

    @cached_property
    def completeness(self) -> Mapping[str, Completeness]:
        """How much of the member list of each network is known."""
        strata = read_strata(self.graph)
        return {str(key): Completeness.of(strata.get(key, ())) for key in self.graph.networks.index}

    def fraction(self, network_id: str) -> str:
        """Return known and stated members of a network with a slash; "?" where no source states the number."""
        return fraction(self.completeness[network_id], self.members(network_id), self.lang)

    def members(self, network_id: str) -> int:
        """Return how many actors of a network are known in the roles that count."""
        return self._members[network_id]

    @cached_property
    def _members(self) -> dict[str, int]:
        known = np.asarray(self.graph.membership.sum(axis=0)).reshape(-1)
        return {str(key): int(n) for key, n in zip(self.graph.networks.index, known, strict=True)}

    def counts(self) -> str:
        """Return the numbers of networks, of actors with a counted membership and of memberships, in words."""
        met = int((self.graph.membership.sum(axis=1) > 0).sum())
        return ", ".join(
            (
                message("n-networks", self.lang, n=len(self.graph.networks)),
                message("n-actors", self.lang, n=met),
                message("n-memberships", self.lang, n=self.graph.n_memberships),
            )
        )

    def notes(self) -> tuple[str, ...]:
        """Return the remarks every figure of memberships carries: how complete, how many undated, no sample."""
        share = self.graph.undated_share
        undated = () if share is None else (message("undated-note", self.lang, share=percent(share, self.lang)),)
        closed = (message("disclosure-memberships", self.lang, n=self.left_out),) if self.left_out else ()
        return (" ".join((self.completeness_line(), *undated, *closed, message("not-a-sample", self.lang))),)

    def completeness_line(self) -> str:
        """Say how many member lists are known nearly whole, in part, or of a size nobody states."""
        threshold = self.study.settings.completeness_threshold
        states = Counter(list_state(found, threshold) for found in self.completeness.values())
        return message(
            "scope-completeness",
            self.lang,
            whole=states[ListState.NEARLY_WHOLE],
            part=states[ListState.IN_PART],
            unstated=states[ListState.NOT_STATED],
            threshold=percent(threshold, self.lang),
        )

    def sources(self, *, themes: bool = False) -> tuple[str, ...]:
        """Return the sources of the counted memberships, and of the themes where these are shown too."""
        rows = self.graph.rows
        found = set(rows.loc[rows["counted"].to_numpy(dtype=bool), "source_id"].dropna())
        if themes:
            table = self.study.tables["network_themes"]
            found |= set(table.loc[table["network_id"].isin(self.graph.networks.index), "source_id"].dropna())
        return tuple(sorted(map(str, found)))

    def require(self, attribute: str) -> None:
        """Refuse an attribute that is known for too few of the actors it applies to.

        Parameters
        ----------
        attribute : str
            Name of the attribute.

        Raises
        ------
        ValumaError
            Below the study's threshold; an attribute that applies to nobody is refused as well.
        """
        states = self.graph.attribute(attribute).state[self.graph.membership.sum(axis=1) > 0]
        known, unknown = int((states == State.KNOWN).sum()), int((states == State.UNKNOWN).sum())
        threshold = self.study.settings.attribute_threshold
        if known < threshold * (known + unknown) or not known:
            raise ValumaError(
                f"{attribute!r} is known for {known} of the {known + unknown} actors it applies to; "
                f"below {threshold:.0%} it is not drawn"
            )


def choose(study: Study, lang: str, *, group: str | None = None, case: str | None = None) -> Scope:
    """Return one case, one group or the whole study as the scope of a figure.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language of its words.
    group, case : str, optional
        Which networks; at most one of the two.

    Returns
    -------
    Scope
        The graph of the chosen networks and what is said of it.

    Raises
    ------
    ValumaError
        When both are given, when one of them is not there, or when there is no network.
    """
    if group is not None and case is not None:
        raise ValumaError(f"a figure shows one case or one group; given are case {case!r} and group {group!r}")
    graph = build_graph(study, group=group, case=case)
    if not len(graph.networks):
        raise ValumaError("there is no network to draw")
    words = message("all-cases", lang)
    if group is not None:
        words = group_name(group, lang)
    scope = Scope(study, lang, graph, words)
    return scope if case is None else Scope(study, lang, graph, scope.names[case])


def fraction(found: Completeness, members: int, lang: str) -> str:
    """Return known and stated members with a slash, as 22/57.

    Parameters
    ----------
    found : Completeness
        What is stated of the list.
    members : int
        Known members, told where no source states a number.
    lang : {"fi", "sv", "en"}
        Language.

    Examples
    --------
    >>> from valuma.metrics.states import SizeIs
    >>> fraction(Completeness(22, 57, 57, 22 / 57, "as found", SizeIs.STATED), 22, "fi")
    '22/57'
    >>> fraction(Completeness.of(()), 5, "fi")
    '5/?'
    """
    if found.known is None or found.stated_low is None:
        return message("known-no-stated", lang, known=members)
    if found.stated_high is None:
        stated = message("more-than", lang, value=number(found.stated_low, lang))
    else:
        stated = interval(found.stated_low, found.stated_high, lang)
    return message("known-of-stated", lang, known=found.known, stated=stated)
