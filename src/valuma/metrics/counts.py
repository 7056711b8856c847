"""Counts of members by network and profile, as every measure of this floor takes them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks, NetworkProfiles
from valuma.metrics.distance import FloatArray, check_option
from valuma.metrics.pairs import sizes
from valuma.metrics.states import LEFT_COLUMNS, member_states


def choose_attribute(graph: GraphBlocks, attribute: str | Attribute, coding: Coding = "A") -> Attribute:
    """Return the attribute of a graph that is meant by a name, or the one given.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph whose actors have the attribute.
    attribute : str or Attribute
        Name, or an attribute aligned to the actors of the graph.
    coding : {"A", "B"}
        Coding for a name; an attribute given has its own.

    Returns
    -------
    Attribute
        Aligned to the actors of the graph.
    """
    if isinstance(attribute, Attribute):
        return attribute
    check_option("coding", coding, ("A", "B"))
    return graph.attribute(attribute, coding)


def count_members(graph: GraphBlocks, attribute: str | Attribute, coding: Coding = "A") -> NetworkProfiles:
    """Count the members of each network by profile, and those left out by state.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with memberships.
    attribute, coding
        As in `choose_attribute`.

    Returns
    -------
    NetworkProfiles
        The attribute (with the profiles that branches named in membership rows add), counts and
        numbers left out.
    """
    return graph.network_profiles(choose_attribute(graph, attribute, coding))


def member_table(graph: GraphBlocks, found: NetworkProfiles, name: str, values: FloatArray) -> pd.DataFrame:
    """Return a measure of the members of each network beside how many were counted and left out, and its state.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph that was measured.
    found : NetworkProfiles
        What `count_members` returned.
    name : str
        Column of the measure.
    values : ndarray of float, shape (n_networks,)
        The measure; missing where there are fewer than two members.

    Returns
    -------
    DataFrame
        One row a network: the measure, ``members``, members left out by reason, ``state``.
    """
    size = sizes(found.counts).astype(np.int64)
    left = {column: found.left[:, state] for state, column in LEFT_COLUMNS.items()}
    frame = pd.DataFrame({name: values, "members": size, **left})
    return by_network(graph, frame.assign(state=member_states(size, found.left)))


def by_network(graph: GraphBlocks, frame: pd.DataFrame) -> pd.DataFrame:
    """Index a table by the networks of a graph and mark it where the graph holds anything invented.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph that was measured.
    frame : DataFrame
        One row a network, in the order of the graph.

    Returns
    -------
    DataFrame
        ``frame.attrs["synthetic"]`` says whether the numbers are synthetic.
    """
    table = frame.set_axis(graph.networks.index)
    table.attrs["synthetic"] = graph.synthetic
    return table
