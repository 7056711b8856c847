"""Vertical contact: how many local actors share a network with a national, and with a State, actor."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from valuma.graph.attributes import Coding, State
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.distance import check_option
from valuma.metrics.states import ResultState
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Side, Tier

By = Literal["group", "country", "kind", "theme"]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Contact:
    """Contact of local actors with the national tier and with the State.

    Parameters
    ----------
    frame : DataFrame
        One row for all, or one a group, country or theme: ``local`` (local-tier actors with a counted
        membership, the denominator), ``with_national`` and ``with_state`` (those that share a network with
        one), ``share_national``, ``share_state``, ``national`` and ``state_actors`` (how many there are to meet),
        ``left_unknown`` and ``left_not_applicable`` (actors without a tier) and ``state``. The shares are
        missing exactly where the state is ``no local actors``.
    by, coding : str
        What the rows are, and the coding of tiers.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    by: str
    coding: str
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return one row a share.

        Returns
        -------
        DataFrame
            Columns of `by`, contact (national or state), n, local, share, state, coding, synthetic.
        """
        parts = [
            self.frame[[f"with_{with_}", "local", f"share_{with_}", "state"]]
            .set_axis(["n", "local", "share", "state"], axis=1)
            .assign(contact=with_)
            for with_ in ("national", "state")
        ]
        whole = pd.concat(parts).rename_axis(self.by).reset_index()
        columns = [self.by, "contact", "n", "local", "share", "state"]
        return whole[columns].assign(coding=self.coding, synthetic=self.synthetic)

    def summary(self) -> pd.DataFrame:
        """Return the frame.

        Returns
        -------
        DataFrame
            `frame` itself.
        """
        return self.frame

    def __repr__(self) -> str:
        mark = ", SYNTHETIC" if self.synthetic else ""
        if len(self.frame) == 1 and self.frame["local"].iloc[0]:
            row = self.frame.iloc[0]
            said = f"{row['with_national']} of {row['local']} local actors with a national"
            said += f", {row['with_state']} with a State actor"
        else:
            said = f"{len(self.frame)} rows by {self.by}"
        return f"<Contact: {said}, coding {self.coding}{mark}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.frame.to_html()}"


def contact(graph: GraphBlocks, *, by: By | None = None, coding: Coding = "A") -> Contact:
    """Count the local actors that share a network with a national actor, and with a State actor.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph of a group; actors with ``level`` (or ``tier``) and ``side``.
    by : {"group", "country", "kind", "theme"}, optional
        One row a group of networks, a country or a kind of the local actors, or a theme (networks that
        work on it); None takes all together. There is no number by network.
    coding : {"A", "B"}
        Coding of tiers.

    Returns
    -------
    Contact
        Always both numbers, with their counts.

    Raises
    ------
    ValumaError
        A table lacks the column that is asked for.

    Notes
    -----
    A State actor is one of side ``central-state``: State regional bodies and research institutes do not
    count. An actor is never its own contact. Lists that are incomplete can hide contacts, and local
    actors: the counts are those of the known members. Cost O(memberships · rows asked for).

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "m", "b", "u"], "network_id": ["x", "x", "y", "y"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b", "m", "u"], "tier": ["local", "local", "national", "national"],
    ...                          "side": ["municipal", "municipal", "central-state", "business"]}),
    ... )
    >>> contact(graph)
    <Contact: 2 of 2 local actors with a national, 1 with a State actor, coding A>
    """
    if by is not None:
        check_option("by", by, ("group", "country", "kind", "theme"))
    names, networks, actors = _parts(graph, by)
    tier = graph.attribute("tier", coding)
    side = graph.attribute("side", coding)
    local, national = (_are(tier.labels(), str(name)) for name in (Tier.LOCAL, Tier.NATIONAL))
    state = _are(side.labels(), str(Side.CENTRAL_STATE))
    seated = (graph.membership @ networks > 0).toarray() & actors
    meets_national, meets_state = (_meets(graph, networks, who) for who in (national, state))
    frame = pd.DataFrame(
        {
            "local": (seated & local[:, None]).sum(axis=0),
            "with_national": (seated & local[:, None] & meets_national).sum(axis=0),
            "with_state": (seated & local[:, None] & meets_state).sum(axis=0),
            "national": (seated & national[:, None]).sum(axis=0),
            "state_actors": (seated & state[:, None]).sum(axis=0),
            "left_unknown": (seated & (tier.state == State.UNKNOWN)[:, None]).sum(axis=0),
            "left_not_applicable": (seated & (tier.state == State.NOT_APPLICABLE)[:, None]).sum(axis=0),
        },
        index=names,
    )
    if by in ("country", "kind"):
        # The actors to be met are not only those of the same country or kind.
        everyone = (graph.membership @ networks > 0).toarray()
        frame["national"] = (everyone & national[:, None]).sum(axis=0)
        frame["state_actors"] = (everyone & state[:, None]).sum(axis=0)
    for with_ in ("national", "state"):
        share = frame[f"with_{with_}"] / frame["local"].where(frame["local"] > 0)
        frame.insert(3 if with_ == "national" else 4, f"share_{with_}", share)
    frame["state"] = np.where(frame["local"] > 0, str(ResultState.MEASURED), str(ResultState.NO_LOCAL)).astype(object)
    return Contact(frame, by or "all", coding, graph.synthetic)


def _parts(graph: GraphBlocks, by: By | None) -> tuple[pd.Index, sparse.csr_array, Mask]:
    """Return names of the rows, networks × rows and actors × rows (or × 1) that belong to them."""
    n_actors, n_networks = graph.membership.shape
    all_actors = np.ones((n_actors, 1), dtype=bool)
    if by is None:
        return pd.Index(["all"], name="all"), sparse.csr_array(np.ones((n_networks, 1))), all_actors
    if by == "theme":
        return graph.themes.index.rename("theme"), sparse.csr_array((graph.focus > 0).astype(np.float64)), all_actors
    table = graph.networks if by == "group" else graph.actors
    if by not in table.columns:
        raise ValumaError(
            f"contact by {by} needs a column {by!r} in the table of {'networks' if by == 'group' else 'actors'}"
        )
    codes, names = pd.factorize(table[by].astype(object), sort=True)
    one_hot = codes[:, None] == np.arange(len(names))[None, :]
    index = pd.Index(names, name=by, dtype=object)
    if by == "group":
        return index, sparse.csr_array(one_hot.astype(np.float64)), all_actors
    return index, sparse.csr_array(np.ones((n_networks, len(names)))), one_hot


def _are(labels: npt.NDArray[np.object_], name: str) -> Mask:
    return np.array([label == name for label in labels], dtype=bool)


def _meets(graph: GraphBlocks, networks: sparse.csr_array, who: Mask) -> Mask:
    """Return whether each actor shares a network of each row with one of `who` other than itself."""
    present = np.asarray(graph.membership.T @ who.astype(np.float64)).reshape(-1)
    found = np.zeros((graph.membership.shape[0], networks.shape[1]), dtype=bool)
    for own, least in ((~who, 1), (who, 2)):
        reached = sparse.diags_array((present >= least).astype(np.float64)) @ networks
        found[own] = (graph.membership[np.flatnonzero(own)] @ reached > 0).toarray()
    return found
