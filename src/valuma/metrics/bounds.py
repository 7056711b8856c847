"""Bounds for incomplete member lists: what a measure would be if the missing members were known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks, NetworkProfiles
from valuma.metrics.admitted import Admission
from valuma.metrics.counts import by_network, count_members
from valuma.metrics.distance import Distance, FloatArray, check_option, distance_matrix
from valuma.metrics.extremes import Extremes, Seats, extreme_distance, extreme_span, merge_seats
from valuma.metrics.heterogeneity import mean_distances
from valuma.metrics.pairs import IntArray, sizes
from valuma.metrics.span import member_spans
from valuma.metrics.states import BoundsBy, member_states
from valuma.metrics.strata import Completeness, Stratum, read_strata
from valuma.schema.problems import ValumaError

Measure = Literal["h", "span"]
_NOTHING = Extremes(float("nan"), float("nan"))


class NetworkBounds(NamedTuple):
    """Both kinds of bounds of one network."""

    stated: Extremes
    extreme: Extremes
    by: BoundsBy


def bounds(
    graph: GraphBlocks,
    attribute: str,
    *,
    measure: Measure = "h",
    distance: Distance = "profile",
    coding: Coding = "A",
    strata: Mapping[str, Sequence[Stratum]] | None = None,
) -> pd.DataFrame:
    """Bound a measure of each network over what its missing members could be.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        With stated counts, and a registry behind it that says what the missing can be.
    attribute : str
        Attribute of the members.
    measure : {"h", "span"}
        Mean distance of two members, or effective number of (single) categories.
    distance : {"profile", "rank"}
        For `h`, as in `heterogeneity`.
    coding : {"A", "B"}
        Coding of general authorities and universities.
    strata : mapping, optional
        What `read_strata` returns, where it is at hand.

    Returns
    -------
    DataFrame
        One row a network: ``value`` over the known members and its ``state``; ``low`` and ``high`` with
        ``bounds_by`` (complete, stated filling, extremes, size not stated) and ``size_is`` (stated, range, at
        least, not stated); ``stated_low`` and ``stated_high`` with the stated places of the missing taken at
        their word, ``extreme_low`` and ``extreme_high`` without. Ends are missing where the size is not stated
        (and the stated ones where no place is), or where no filling gives two members with a profile.

    Raises
    ------
    ValumaError
        No such attribute; a span of fractional profiles.

    Notes
    -----
    The known members stay as they are; complete strata add nothing, so that a complete list has
    low = high = value exactly. Of an open end ("more than 100") only the seats up to the stated
    number are filled: ``size_is`` says "at least"; where more are known than that, the statement bounds
    nothing. A search, not a sample: no level of confidence.

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> actors = pd.DataFrame({"actor_id": list("abcd"), "kind": "agency",
    ...                        "side": ["central-state", "central-state", "central-state", "business"]})
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b"], "network_id": ["x", "x"], "role": ["member", "member"]}),
    ...     actors=actors, frame=actors.set_index("actor_id"),
    ...     member_counts=pd.DataFrame({"network_id": ["x"], "of": ["agencies"], "kinds": [("agency",)],
    ...         "roles": [("member",)], "n_low": [3], "n_high": [3], "list_is": ["as found"], "used": [True]}),
    ... )
    >>> row = bounds(graph, "side").loc["x"]
    >>> float(row["low"]), round(float(row["high"]), 4), row["bounds_by"]
    (0.0, 0.6667, 'extremes')
    """
    check_option("measure", measure, ("h", "span"))
    parts = read_strata(graph) if strata is None else strata
    found = count_members(graph, attribute, coding)
    if measure == "span" and not found.attribute.single:
        raise ValumaError(f"a span needs single categories; {attribute!r} has shares over several")
    matrix = distance_matrix(found.attribute, distance=distance)
    values = mean_distances(found.counts, matrix) if measure == "h" else member_spans(found)
    states = member_states(sizes(found.counts).astype(np.int64), found.left)
    admission = Admission(graph, attribute, coding)
    rows = []
    for at, network_id in enumerate(graph.networks.index):
        here = parts.get(network_id, ())
        ends = _network(found, at, float(values[at]), here, admission, measure, matrix)
        low, high = ends.stated if ends.by == BoundsBy.STATED else ends.extreme
        size = Completeness.of(here).size_is
        rows.append((values[at], states[at], low, high, str(ends.by), str(size), *ends.stated, *ends.extreme))
    names = ("value", "state", "low", "high", "bounds_by", "size_is")
    columns = [*names, "stated_low", "stated_high", "extreme_low", "extreme_high"]
    return by_network(graph, pd.DataFrame(rows, columns=columns))


def _network(
    found: NetworkProfiles,
    at: int,
    value: float,
    strata: Sequence[Stratum],
    admission: Admission,
    measure: Measure,
    matrix: FloatArray,
) -> NetworkBounds:
    if not strata or any(s.unbounded for s in strata):
        return NetworkBounds(_NOTHING, _NOTHING, BoundsBy.SIZE_NOT_STATED)
    open_ = [s for s in strata if s.seats[1]]
    if not open_:
        return NetworkBounds(_NOTHING, Extremes(value, value), BoundsBy.COMPLETE)
    counts = found.counts[[at]].toarray()[0].astype(np.int64)
    here = (counts, value, found.attribute, measure, matrix)
    extreme = _search([seats for s in open_ for seats in admission.extremes(s)], *here)
    if not any(s.missing for s in open_):
        return NetworkBounds(_NOTHING, extreme, BoundsBy.EXTREMES)
    stated = _search([seats for s in open_ for seats in admission.stated(s)], *here)
    return NetworkBounds(stated, extreme, BoundsBy.STATED)


def _search(
    seats: Sequence[Seats],
    counts: IntArray,
    value: float,
    attribute: Attribute,
    measure: Measure,
    matrix: FloatArray,
) -> Extremes:
    if not merge_seats(seats):
        return Extremes(value, value)
    if measure == "h":
        return extreme_distance(counts, matrix, seats)
    # Single categories: a profile is a category, whatever the order in which the table holds them.
    category = attribute.table.argmax(axis=1)
    by_category = np.bincount(category, weights=counts, minlength=len(attribute.categories)).astype(np.int64)
    return extreme_span(by_category, [Seats(tuple(int(category[p]) for p in s.profiles), s.low, s.high) for s in seats])
